import { describe, expect, test } from "vitest";
import { AdapterSide } from "../../../../engine/s370/devices/ctca.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import {
  assembleCase,
  DEVICE_STORAGE,
  type DeviceCase,
  outcomeOf,
  SHOWN_STORAGE,
} from "../../../vectors/device-case.ts";
import { Random } from "../../../vectors/random.ts";

/** The two sides of an adapter at 040 and 041 (or 141, where the program names that) of one machine, which runs a program. Its results, and areas in hexadecimal. */
function run(
  source: string,
  areas: DeviceCase["areas"] = [],
): { slots: readonly string[]; areas: Readonly<Record<string, string>> } {
  const device: DeviceCase = { name: "channel-to-channel adapter", source, configuration: [], areas };
  const machine = new System370({ storageSize: DEVICE_STORAGE });
  const [one, other] = AdapterSide.pair();
  machine.attach(0x040, one);
  machine.attach(/X'141'/.test(source) ? 0x141 : 0x041, other);
  const { image } = assembleCase(device);
  machine.write(0, image);
  const start = new DataView(image.buffer);
  machine.processor.loadPsw(start.getInt32(0), start.getInt32(4));
  expect([machine.run({ ticks: 10_000_000 }), machine.pswHex]).toEqual(["disabled-wait", "000A000000000000"]);
  const outcome = outcomeOf(
    device,
    machine.pswHex,
    machine.read(0, SHOWN_STORAGE),
    () => undefined,
    () => "",
  );
  return { slots: outcome.slots.map(shortened), areas: outcome.areas };
}

/** "io 040 cc 0 0C 00 0000": without key and address. */
function shortened(slot: string): string {
  return slot.replace(/ csw \w\w \w{6}/, "").replace(/ sense (\w\w)\w+ left \w+/, " sense $1");
}

const COMMANDS = `
CONTROL  CCW   X'07',0,X'20',1
READ     CCW   X'02',INPUT,X'20',8
READ4    CCW   X'02',INPUT,X'20',4
READX    CCW   X'02',INPUT,X'00',8
BACKWARD CCW   X'0C',INPUT+7,X'20',8
WRITE    CCW   X'01',OUTPUT,X'20',8
WRITE4   CCW   X'01',OUTPUT,X'20',4
WRITEX   CCW   X'01',OUTPUT,X'00',8
ENDFILE  CCW   X'81',OUTPUT,X'20',8
SCB      CCW   X'14',COMMAND,X'20',1
SENSE    CCW   X'04',COMMAND,X'20',1
NOP      CCW   X'03',0,X'20',1
EXTENDED CCW   X'C3',0,X'20',1
BASIC    CCW   X'43',0,X'20',1
WRONG    CCW   X'24',COMMAND,X'20',1
OUTPUT   DC    C'ABCDEFGH'
INPUT    DC    8X'EE'
COMMAND  DC    X'EE'
`;

/** Results of a program of these steps. */
function results(steps: string): readonly string[] {
  return run(`${steps}         DONE\n${COMMANDS}`).slots;
}

describe("CONTROL and SENSE COMMAND BYTE", () => {
  test("control gives channel end, the other side attention; device end comes when that has sensed it", () => {
    const { slots, areas } = run(
      `
         BEGIN X'040',CONTROL
         AWAIT
         IO    X'041',SCB
         DONE
${COMMANDS}`,
      [["COMMAND", 1]],
    );
    expect(slots).toEqual([
      "begin 040 cc 1 08 00 0000",
      "await 041 cc 0 80 00 0000",
      "other 040 cc 0 04 00 0000",
      "io 041 cc 0 0C 00 0000",
    ]);
    expect(areas.COMMAND).toBe("07");
  });

  test("sensing finds zero where nothing is outstanding, and leaves a read or write outstanding", () => {
    const { slots, areas } = run(
      `
         IO    X'041',SCB
         MVC   KEEP(1),COMMAND
         BEGIN X'040',READ
         AWAIT
         IO    X'041',SCB
         MVC   KEEP+1(1),COMMAND
         IO    X'041',WRITE
         DONE
KEEP     DC    2X'EE'
${COMMANDS}`,
      [["KEEP", 2]],
    );
    expect(slots.slice(0, 4)).toEqual([
      "io 041 cc 0 0C 00 0000",
      "begin 040 cc 0 00 00 0000",
      "await 041 cc 0 80 00 0000",
      "io 041 cc 0 0C 00 0000",
    ]);
    expect(areas.KEEP).toBe("0002");
  });

  test("a command chained to control goes on when it has been sensed", () => {
    const { slots, areas } = run(
      `
         BEGIN X'040',TELLS
         AWAIT
         IO    X'041',SCB
         AWAIT
         IO    X'041',READ
         AWAIT
         DONE
TELLS    CCW   X'07',0,X'60',1
         CCW   X'01',OUTPUT,X'20',8
${COMMANDS}`,
      [["INPUT", 8]],
    );
    expect(slots).toEqual([
      "begin 040 cc 0 00 00 0000",
      "await 041 cc 0 80 00 0000",
      "io 041 cc 0 0C 00 0000",
      "await 041 cc 0 80 00 0000",
      "io 041 cc 0 0C 00 0000",
      "await 040 cc 0 0C 00 0000",
    ]);
    expect(areas.INPUT).toBe("C1C2C3C4C5C6C7C8");
  });
});

describe("READ and WRITE", () => {
  test.each([
    ["a read", "READ", "WRITE", "C1C2C3C4C5C6C7C8"],
    ["a backward read", "BACKWARD", "WRITE", "C8C7C6C5C4C3C2C1"],
    ["a short write", "READ", "WRITE4", "C1C2C3C4EEEEEEEE"],
    ["a short read", "READ4", "WRITE", "C1C2C3C4EEEEEEEE"],
  ])("%s is met by whichever comes later", (_what, read, write, input) => {
    for (const [first, then] of [
      [read, write],
      [write, read],
    ]) {
      const { slots, areas } = run(
        `
         BEGIN X'040',${first}
         AWAIT
         IO    X'041',${then}
         ASK   TIO,X'040'
         DONE
${COMMANDS}`,
        [["INPUT", 8]],
      );
      expect(areas.INPUT).toBe(input);
      expect(slots[1]).toBe("await 041 cc 0 80 00 0000");
      const left = (command: string): string => {
        const isShort = read === "READ4" || write === "WRITE4";
        return isShort && (command === "READ" || command === "WRITE") ? "0004" : "0000";
      };
      // Either side may be the first to end.
      const endings = slots.slice(2).filter((slot) => !slot.startsWith("ask 040 cc 0"));
      expect(endings.map((slot) => slot.replace(/^\w+ (\w+) cc \d/, "$1")).sort()).toEqual([
        `040 0C 00 ${left(first)}`,
        `041 0C 00 ${left(then)}`,
      ]);
    }
  });

  test("a length that is not the other's is wrong, unless the CCW says that it does not matter", () => {
    expect(
      results(`
         BEGIN X'040',READX
         AWAIT
         IO    X'041',WRITE4
         BEGIN X'040',READ4
         AWAIT
         IO    X'041',WRITEX
         BEGIN X'040',READX
         AWAIT
         IO    X'041',WRITEX
`).filter((slot) => /^(io|other)/.test(slot)),
    ).toEqual([
      "other 040 cc 0 0C 40 0004",
      "io 041 cc 0 0C 00 0000",
      "other 040 cc 0 0C 00 0000",
      "io 041 cc 0 0C 40 0004",
      "other 040 cc 0 0C 00 0000",
      "io 041 cc 0 0C 00 0000",
    ]);
  });

  test("a block is gathered and scattered by data chaining", () => {
    const { areas } = run(
      `
         BEGIN X'040',GATHER
         AWAIT
         IO    X'041',SCATTER
         DONE
GATHER   CCW   X'01',OUTPUT+4,X'80',4
         CCW   X'00',OUTPUT,X'20',4
SCATTER  CCW   X'02',INPUT+6,X'80',2
         CCW   X'00',INPUT,X'20',6
${COMMANDS}`,
      [["INPUT", 8]],
    );
    expect(areas.INPUT).toBe("C7C8C1C2C3C4C5C6");
  });
});

describe("commands that do not go together", () => {
  test.each(["CONTROL", "READ", "NOP", "EXTENDED", "BASIC"])(
    "%s is refused with busy and attention while the other side waits",
    (command) => {
      for (const [outstanding, kind] of [
        ["CONTROL", "1 08"],
        ["READ", "0 00"],
      ]) {
        const slots = results(`
         BEGIN X'040',${outstanding}
         AWAIT
         IO    X'041',${command}
`);
        expect(slots).toEqual([`begin 040 cc ${kind} 00 0000`, "await 041 cc 0 80 00 0000", "io 041 cc 1 90 00 0000"]);
      }
    },
  );

  test("so are write against write and against control, and a read against control", () => {
    for (const [outstanding, command] of [
      ["WRITE", "WRITE"],
      ["CONTROL", "WRITE"],
      ["WRITE", "CONTROL"],
      ["CONTROL", "READ"],
    ])
      expect(
        results(`
         BEGIN X'040',${outstanding}
         AWAIT
         IO    X'041',${command}
`)[2],
      ).toBe("io 041 cc 1 90 00 0000");
  });

  test("attention that has not been taken answers a start", () => {
    expect(
      results(`
         BEGIN X'040',READ
         LA    5,200
         BCT   5,*
         IO    X'041',WRITE
         IO    X'041',WRITE
`),
    ).toEqual([
      "begin 040 cc 0 00 00 0000",
      "io 041 cc 1 90 00 0000",
      "other 040 cc 0 0C 00 0000",
      "io 041 cc 0 0C 00 0000",
    ]);
  });

  test("a side whose control is outstanding is busy", () => {
    expect(
      results(`
         BEGIN X'040',CONTROL
         BEGIN X'040',SCB
         ASK   TIO,X'040'
         AWAIT
         IO    X'041',SCB
         IO    X'040',NOP
`),
    ).toEqual([
      "begin 040 cc 1 08 00 0000",
      "begin 040 cc 1 10 00 0000",
      "ask 040 cc 1 10 00 0000",
      "await 041 cc 0 80 00 0000",
      "other 040 cc 0 04 00 0000",
      "io 041 cc 0 0C 00 0000",
      "io 040 cc 1 0C 00 0000",
    ]);
  });
});

describe("basic and extended mode", () => {
  test("basic mode has no sense byte and writes with any modifier; a wrong command is rejected", () => {
    const { slots, areas } = run(
      `
         IO    X'040',SENSE
         IO    X'040',WRONG
         BEGIN X'040',READ
         AWAIT
         IO    X'041',ENDFILE
         DONE
${COMMANDS}`,
      [["INPUT", 8]],
    );
    expect(slots.slice(0, 2)).toEqual(
      ["io 040 cc 1 02 00 0000", "io 040 cc 1 02 00 0000"].map((slot) => expect.stringContaining(slot)),
    );
    expect(slots.slice(4)).toEqual(["other 040 cc 0 0C 00 0000", "io 041 cc 0 0C 00 0000"]);
    expect(areas.INPUT).toBe("C1C2C3C4C5C6C7C8");
  });

  const EXTEND = `
         IO    X'041',NOP
         IO    X'040',EXTENDED
         IO    X'041',EXTENDED
`;

  test("extended mode asks for intervention while the other side has not begun", () => {
    expect(
      results(`
         IO    X'040',EXTENDED
         IO    X'040',NOP
         IO    X'041',NOP
         IO    X'040',NOP
         IO    X'040',WRONG
`),
    ).toEqual([
      "io 040 cc 1 0C 00 0000",
      "io 040 cc 1 02 00 0000 sense 40",
      "io 041 cc 1 0C 00 0000",
      "io 040 cc 1 0C 00 0000",
      "io 040 cc 1 02 00 0000 sense 80",
    ]);
  });

  test("end of file ends a read that waits, or the next one, with unit exception and no data", () => {
    const { slots, areas } = run(
      `${EXTEND}
         BEGIN X'040',READ
         AWAIT
         IO    X'041',ENDFILE
         AWAIT
         IO    X'041',ENDFILE
         IO    X'040',READ
         IO    X'040',SENSE
         DONE
${COMMANDS}`,
      [
        ["INPUT", 8],
        ["COMMAND", 1],
      ],
    );
    expect(slots.slice(3)).toEqual([
      "begin 040 cc 0 00 00 0000",
      "await 041 cc 0 80 00 0000",
      "io 041 cc 1 0C 00 0000",
      "await 040 cc 0 0D 00 0008",
      "io 041 cc 1 0C 00 0000",
      "io 040 cc 0 0D 00 0008",
      "io 040 cc 0 0C 00 0000",
    ]);
    expect(areas).toEqual({ INPUT: "EEEEEEEEEEEEEEEE", COMMAND: "00" });
  });

  test("end of file is busy against a write, and back in basic mode it is a write", () => {
    expect(
      results(`${EXTEND}
         BEGIN X'040',WRITE
         AWAIT
         IO    X'041',ENDFILE
         ASK   HIO,X'040'
         AWAIT
         IO    X'041',BASIC
         BEGIN X'040',READ
         AWAIT
         IO    X'041',ENDFILE
`).slice(5),
    ).toEqual([
      "io 041 cc 1 90 00 0000",
      "ask 040 cc 1 00 00 0000",
      "await 040 cc 0 0C 00 0008",
      "io 041 cc 1 0C 00 0000",
      "begin 040 cc 0 00 00 0000",
      "await 041 cc 0 80 00 0000",
      "other 040 cc 0 0C 00 0000",
      "io 041 cc 0 0C 00 0000",
    ]);
  });
});

describe("HALT I/O and reset", () => {
  test("a control that is halted is over without device end", () => {
    expect(
      results(`
         BEGIN X'040',CONTROL
         AWAIT
         ASK   HIO,X'040'
         IO    X'041',NOP
         IO    X'040',NOP
`).slice(2),
    ).toEqual(["ask 040 cc 1 00 00 0000", "io 041 cc 1 0C 00 0000", "io 040 cc 1 0C 00 0000"]);
  });

  test("what is halted is no longer outstanding", () => {
    expect(
      results(`
         BEGIN X'040',READ
         AWAIT
         ASK   HIO,X'040'
         AWAIT
         IO    X'041',NOP
`).slice(2),
    ).toEqual(["ask 040 cc 1 00 00 0000", "await 040 cc 0 0C 00 0008", "io 041 cc 1 0C 00 0000"]);
  });

  test("in extended mode a reset of one side ends with unit check what the other waits in", () => {
    for (const [command, ending] of [
      ["READ", "0E 00 0008"],
      ["WRITE", "0E 00 0008"],
      ["CONTROL", "06 00 0000"],
    ]) {
      const slots = results(`
         IO    X'141',NOP
         IO    X'040',EXTENDED
         BEGIN X'040',${command}
         AWAIT
         LA    1,X'141'
         DC    X'9F011000'
         AWAIT
`);
      expect(slots[4]).toBe(`await 040 cc 0 ${ending} sense 40`);
    }
  });
});

test("commands, halts and resets by chance on both sides neither fail nor leave them stuck", () => {
  const random = new Random(6983);
  const machine = new System370({ storageSize: 0x1_0000 });
  machine.setPsw("000A000000000000");
  const sides = AdapterSide.pair();
  machine.attach(0x040, sides[0]);
  machine.attach(0x141, sides[1]);
  const { channels } = machine;
  const addresses = [0x040, 0x141];
  const codes = [0x01, 0x81, 0x02, 0x0c, 0x03, 0x43, 0xc3, 0x07, 0x14, 0x04, 0x24];
  const program = (address: number, ...ccws: (readonly [code: number, flags: number, count: number])[]): void => {
    const at = 0x1000 + (address & 1) * 0x100;
    ccws.forEach(([code, flags, count], i) => {
      machine.write(at + 8 * i, Uint8Array.of(code, 0, 0x20 + (address & 1), 0, flags, 0, count >> 8, count & 0xff));
    });
    machine.write(0x48, Uint8Array.of(0, 0, at >> 8, at & 0xff));
  };
  for (let i = 0; i < 10_000; i++) {
    const address = random.pick(addresses);
    const kind = random.below(20);
    if (kind < 13) {
      const count = 1 + random.below(3);
      const ccws = Array.from(
        { length: count },
        (_, n) => [random.pick(codes), n + 1 < count ? 0x60 : 0x20, 1 + random.below(64)] as const,
      );
      program(address, ...ccws);
      channels.startIo(address);
    } else if (kind < 17) channels.testIo(address);
    else if (kind === 17) channels.haltIo(address);
    else if (kind === 18) channels.clearIo(address);
    else if (random.chance(20)) channels.clearChannel(address);
    if (random.chance(10)) {
      const saved = machine.snapshot();
      machine.pass(machine.now + 50);
      machine.restore(saved);
    }
    machine.pass(machine.now + random.below(200));
  }
  for (const address of addresses) channels.clearChannel(address);
  machine.pass(machine.now + 1000);
  machine.write(0x2000, Uint8Array.of(1, 2, 3, 4));
  program(0x040, [0x01, 0x20, 4]);
  expect(channels.startIo(0x040)).toBe(0);
  machine.pass(machine.now + 1000);
  channels.testIo(0x141);
  program(0x141, [0x02, 0x20, 4]);
  expect(channels.startIo(0x141)).toBe(0);
  machine.pass(machine.now + 1000);
  expect([...machine.read(0x2100, 4)]).toEqual([1, 2, 3, 4]);
});
