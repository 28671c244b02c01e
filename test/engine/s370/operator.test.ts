/** The operator's keys, resets, and the states of the processor (GA22-7000, "Operator Facilities", "Resets"). */
import { describe, expect, test } from "vitest";
import { type Answer, type Command, type Device, ENDED, System370, UNIT_CHECK } from "../../../engine/s370/index.ts";
import { hexadecimal, machineWith } from "./program.ts";

/** A loop at X'200' that counts in register 2. */
const LOOP = `
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   80
         DC    X'7FFFFFFF'
         ORG   X'58'
         DC    X'0002000000000E01'
         ORG   X'70'
         DC    X'0002000000000E04'
         ORG   X'200'
LOOP     LA    2,1(2)
         B     LOOP
         END
`;

function running(psw?: string) {
  const made = machineWith(LOOP);
  if (psw) made.machine.setPsw(psw);
  made.machine.run({ ticks: 100 });
  return made;
}

describe("stop and start", () => {
  test("a stopped processor executes nothing, and goes on where it was", () => {
    const { machine } = running();
    machine.operate("stop");
    expect(machine.run({ ticks: 200 })).toBe("halt");
    expect(machine.now).toBe(100);
    machine.operate("start");
    expect(machine.run({ ticks: 200 })).toBe("limit");
    expect(machine.gr(2)).toBe(100);
  });
  test("the operator can set the instruction address of a stopped processor", () => {
    const { machine } = running();
    machine.operate("address", 0x204);
    expect(machine.psw.address).toBe(0x200);
    machine.operate("stop");
    machine.operate("address", 0x204);
    expect(machine.psw.address).toBe(0x204);
  });
  test("an interruption waits until the processor is started", () => {
    const { machine } = running("0100000000000200");
    machine.operate("stop");
    machine.operate("external");
    expect(machine.psw.address).toBe(0x200);
    machine.operate("start");
    expect(machine.psw.address).toBe(0xe01);
  });
});

test("with the rate switch at instruction step, the start key executes one instruction", () => {
  const { machine } = running();
  machine.operate("stop");
  machine.operate("rate", 1);
  const counts = [1, 2, 3].map(() => {
    machine.operate("start");
    expect(machine.run({ ticks: 1000 })).toBe("halt");
    return machine.instructions;
  });
  expect(counts).toEqual([101, 102, 103]);
  machine.operate("rate", 0);
  machine.operate("start");
  expect(machine.run({ ticks: 1000 })).toBe("limit");
});

describe("the interrupt key", () => {
  test.each([
    ["BC", "0100000000000200", "01000040"],
    ["EC", "0108000000000200", "01080000"],
  ])("in %s mode has the code X'0040'", (_mode, psw, old) => {
    const { machine, word } = running(psw);
    machine.operate("external");
    expect(machine.psw.address).toBe(0xe01);
    expect(word(0x18)).toBe(old);
    if (_mode === "EC") expect(word(0x84)).toBe("00000040");
  });
  test("stays pending behind control register 0, bit 25, and is dropped by a reset", () => {
    const { machine } = running("0100000000000200");
    machine.setCr(0, 0xa0);
    machine.operate("external");
    expect(machine.psw.address).toBe(0x200);
    machine.operate("reset");
    machine.setCr(0, 0xe0);
    machine.operate("start");
    machine.run({ ticks: 200 });
    expect(machine.psw.address).not.toBe(0xe01);
  });
  test("comes together with the interval timer's", () => {
    const { machine, word } = running("0000000000000200");
    machine.write(80, Uint8Array.of(0, 0, 0, 0));
    machine.operate("external");
    machine.run({ ticks: 200 });
    machine.setPsw("0100000000000200");
    machine.step();
    expect(word(0x18)).toBe("010000C0");
  });
});

test("restart exchanges PSWs at locations 8 and 0, and starts a stopped processor", () => {
  const { machine } = running();
  machine.operate("stop");
  machine.write(0, Uint8Array.of(0, 0, 0, 0, 0, 0, 2, 4));
  machine.operate("restart");
  expect(hexadecimal(machine.read(8, 8))).toBe("0000000000000200");
  expect(machine.psw.address).toBe(0x204);
  expect(machine.stopped).toBeUndefined();
});

test("store status leaves registers, clocks, PSW and prefix at absolute locations", () => {
  const { machine, word } = running();
  machine.setCr(14, 0x1234_5678);
  machine.processor.setPrefix(0x5000);
  machine.operate("store-status");
  expect(word(256)).toBe("00000000");
  machine.operate("stop");
  machine.operate("store-status");
  expect(hexadecimal(machine.read(256, 8))).toBe("0000000000000200");
  expect(word(264)).toBe("00005000");
  expect(word(384 + 8)).toBe("00000032");
  expect(word(448 + 56)).toBe("12345678");
  expect(word(216)).not.toBe("00000000");
});

describe("resets", () => {
  test("the table: what is kept and what becomes zero or its initial value", () => {
    const rows = (["reset", "reset-clear"] as const).map((key) => {
      const { machine, word } = running("0100000000000200");
      machine.setGr(5, 5);
      machine.setCr(5, 5);
      machine.processor.setPrefix(0x1000);
      machine.processor.setStorageKey(0x2800, 0x30);
      machine.processor.clocks.comparator = 1n << 40n;
      machine.operate(key);
      const { clocks } = machine.processor;
      return [
        key,
        machine.stopped,
        machine.pswHex,
        machine.gr(5),
        machine.cr(5),
        machine.processor.real.absolute(0),
        machine.processor.keys[5],
        clocks.comparator,
        word(0x204),
      ];
    });
    expect(rows).toEqual([
      ["reset", "halt", "0100000000000200", 5, 5, 0x1000, 0x30, 1n << 40n, "47F00200"],
      ["reset-clear", "halt", "0000000000000000", 0, 0, 0, 0, 0n, "00000000"],
    ]);
  });
  test("with the prefix the interval timer moves, and storage keeps what it held at either place", () => {
    const { machine, word } = running();
    machine.write(80, Uint8Array.of(0, 5, 0, 0));
    machine.processor.setPrefix(0x5000);
    machine.write(0x5050, Uint8Array.of(0, 9, 0, 0));
    machine.run({ ticks: machine.now + 130 });
    machine.operate("load");
    expect(machine.processor.real.absolute(0)).toBe(0);
    expect(word(0x5050)).toBe("0008FFF7");
    expect(word(80)).toBe("00050000");
    machine.run({ ticks: machine.now + 130 });
    expect(word(0x5050)).toBe("0008FFF7");
    expect(word(80)).toBe("0004FFF7");
  });
  test("the time-of-day clock goes on through all of them", () => {
    const { machine } = running();
    const before = machine.processor.clocks.timeOfDay;
    machine.operate("reset-clear");
    expect(machine.processor.clocks.timeOfDay).toBe(before);
    expect(before >> 12n).toBe(100n);
  });
  test("control registers have their initial values after a clear reset", () => {
    const { machine } = running();
    machine.operate("reset-clear");
    expect([0, 2, 14, 15].map((n) => machine.cr(n))).toEqual([0xe0, 0xffff_ffff, 0xc200_0000, 0x200]);
  });
  test("an I/O operation that goes on is ended", () => {
    const { machine } = running("8000000000000200");
    machine.input(0x009, "line");
    machine.setPsw("0000000000000200");
    machine.input(0x009, "line");
    machine.operate("reset");
    expect(machine.channels.pendingDevice()).toBeUndefined();
  });
});

describe("load", () => {
  /** A card reader with cards of 80 bytes. */
  class Reader implements Device {
    readonly type = "reader";
    readonly name = "reader";
    readonly #cards: Uint8Array[];
    constructor(cards: Uint8Array[]) {
      this.#cards = cards;
    }
    begin({ code }: Command): Answer {
      const data = (code & 3) === 2 ? this.#cards.shift() : undefined;
      return data ? { kind: "input", data, status: ENDED } : { kind: "refused", status: UNIT_CHECK };
    }
    reset(): void {}
    save(): unknown {
      return undefined;
    }
    restore(): void {}
  }

  const card = (hex: string): Uint8Array => {
    const bytes = new Uint8Array(80);
    bytes.set(Buffer.from(hex, "hex"));
    return bytes;
  };

  test("without a device begins with the PSW that storage has", () => {
    const { machine } = running("0001000000000200");
    machine.operate("load");
    expect(machine.pswHex).toBe("0000000000000200");
    expect(machine.run({ ticks: 200 })).toBe("limit");
  });

  test("from a device reads 24 bytes, goes on with the channel program there, and starts", () => {
    const machine = new System370({ storageSize: 0x1_0000 });
    machine.channels.attach(
      0x00c,
      // PSW; read 80 bytes to X'200', no more.
      new Reader([
        card("0000000000000200 0200020020000050 0000000000000000".replaceAll(" ", "")),
        card("41200007 82000210 00000000 00000000 0002000000000ABC".replaceAll(" ", "")),
      ]),
    );
    machine.operate("load", 0x00c);
    expect(machine.run({ ticks: 100_000 })).toBe("disabled-wait");
    expect(machine.psw.address).toBe(0xabc);
    expect(machine.gr(2)).toBe(7);
    expect(hexadecimal(machine.read(0, 4))).toBe("0000000C");
  });

  test("from a device that is not ready, or not there, leaves the processor stopped", () => {
    const machine = new System370({ storageSize: 0x1_0000 });
    machine.channels.attach(0x00c, new Reader([]));
    machine.operate("load", 0x00c);
    expect(machine.run({ ticks: 100_000 })).toBe("halt");
    machine.operate("load", 0x00d);
    expect(machine.run({ ticks: 100_000 })).toBe("halt");
  });
});

describe("the check-stop state", () => {
  test("is where an interruption ends whose PSWs are beyond storage, and only a reset leads out", () => {
    const { machine } = machineWith(
      `
         USING 0,0
         ORG   0
         DC    X'0000000000001000'
         ORG   X'1000'
         USING *,15
         BALR  15,0
         SPX   FAR
         DC    X'0000'
         DS    0F
FAR      DC    A(X'FFF000')
         END
`.replace("USING *,15\n         BALR  15,0", "BALR  15,0\n         USING *,15"),
    );
    expect(machine.run({ ticks: 1000 })).toBe("check-stop");
    const { now } = machine;
    machine.operate("start");
    machine.operate("restart");
    expect(machine.run({ ticks: 1000 })).toBe("check-stop");
    expect(machine.now).toBe(now);
    machine.operate("reset-clear");
    expect(machine.stopped).toBe("halt");
  });
  test("follows a machine check that the PSW does not let in", () => {
    const { machine } = running();
    machine.operate("machine-check");
    expect(machine.stopped).toBe("check-stop");
  });
  test("a machine check that is let in stores registers and its code", () => {
    const { machine, word } = running("0004000000000200");
    machine.operate("machine-check");
    expect(machine.psw.address).toBe(0xe04);
    expect(hexadecimal(machine.read(0x30, 8))).toBe("0004000000000200");
    expect(word(232)).toBe("40000F1D");
    expect(word(384 + 8)).toBe("00000032");
  });
});

test("keys are inputs: a replay presses them at the same ticks", () => {
  const first = running("0100000000000200").machine;
  first.operate("external");
  first.run({ ticks: 150 });
  const again = machineWith(LOOP).machine;
  again.setPsw("0100000000000200");
  again.scheduleInputs(first.inputs);
  again.run({ ticks: 150 });
  expect(again.pswHex).toBe(first.pswHex);
  expect(again.gr(2)).toBe(first.gr(2));
});
