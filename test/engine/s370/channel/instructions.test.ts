/** What I/O instructions say of channel, subchannel and device (GA22-7000, "Condition-Code Settings for I/O States and Functions"). */
import { describe, expect, test } from "vitest";
import { ATTENTION, CHANNEL_END, DEVICE_END, ENDED, UNIT_CHECK } from "../../../../engine/s370/index.ts";
import { bench, ccw, input, output, PROGRAM } from "./scripted.ts";

const READ = 0x02;
const NOP = 0x03;
const CC = 0x40;
const PCI = 0x08;
const SUSPEND = 0x02;

type Bench = ReturnType<typeof bench>;

const MUX = 0x009;
const BLOCK = 0x180;
const OTHER = 0x181;

/** States of the addressed device, its subchannel and channel, by the manual's letters. */
const states: Record<string, (made: Bench) => void> = {
  AAA: () => {},
  "AAI (attention)": ({ at }) => at(MUX).line.present(ATTENTION),
  "AAW (device working)": (made) => {
    made.at(MUX).answers({ kind: "immediate", status: CHANNEL_END, later: { ticks: 50_000, status: DEVICE_END } });
    made.program([ccw(0x07, 0x2000, 0, 1)]);
    expect(made.channels.startIo(MUX)).toBe(1);
  },
  "AIX (operation ended)": (made) => {
    made.at(MUX).answers(input([1]));
    made.program([ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(MUX)).toBe(0);
    made.settle();
  },
  "AWX (operation going on)": (made) => {
    made.at(MUX).answers({ kind: "waiting" });
    made.program([ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(MUX)).toBe(0);
  },
};

describe.each([
  ["AAA", { startIo: 1, testIo: 0, clearIo: 0, haltIo: 1, haltDevice: 1, testChannel: 0, resumeIo: 0 }],
  ["AAI (attention)", { startIo: 1, testIo: 1, clearIo: 0, haltIo: 1, haltDevice: 1, testChannel: 1, resumeIo: 0 }],
  [
    "AAW (device working)",
    { startIo: 1, testIo: 1, clearIo: 0, haltIo: 1, haltDevice: 1, testChannel: 0, resumeIo: 0 },
  ],
  [
    "AIX (operation ended)",
    { startIo: 2, testIo: 1, clearIo: 1, haltIo: 0, haltDevice: 0, testChannel: 1, resumeIo: 0 },
  ],
  [
    "AWX (operation going on)",
    { startIo: 2, testIo: 2, clearIo: 1, haltIo: 1, haltDevice: 1, testChannel: 0, resumeIo: 0 },
  ],
])("%s", (state, codes) => {
  test.each(Object.entries(codes))("%s: %i", (name, code) => {
    const made = bench(MUX);
    states[state](made);
    made.program([ccw(NOP, 0x2000, 0x20, 1)]);
    // The names are those of the entries above.
    expect(made.channels[name as keyof typeof codes](MUX)).toBe(code);
  });
});

test("what is not there is not operational; a channel that is, without the device, is available", () => {
  const { channels } = bench(MUX, BLOCK);
  for (const name of ["startIo", "testIo", "clearIo", "haltIo", "haltDevice", "resumeIo"] as const) {
    expect(channels[name](0x00a)).toBe(3);
    expect(channels[name](0x280)).toBe(3);
  }
  expect(channels.testChannel(0x100)).toBe(0);
  expect(channels.testChannel(0x200)).toBe(3);
  expect(channels.storeChannelId(0x200)).toBe(3);
  expect(channels.clearChannel(0x200)).toBe(3);
});

describe("START I/O", () => {
  test("of a command that is done at once stores the status, and nothing else of the CSW", () => {
    const made = bench(MUX);
    made.machine.write(0x40, new Uint8Array(8).fill(0xee));
    made.program([ccw(NOP, 0x2000, 0x20, 1)]);
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x40, 8)).toBe("eeeeeeee0c00eeee");
    expect(made.take()).toBe("none");
  });

  test("of one that is refused too", () => {
    const made = bench(MUX);
    made.at(MUX).answers({ kind: "refused", status: UNIT_CHECK });
    made.program([ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0200");
    expect(made.channels.testIo(MUX)).toBe(0);
  });

  test("tells of a device's own status, with busy, and clears it", () => {
    const made = bench(MUX);
    made.at(MUX).line.present(ATTENTION);
    made.program([ccw(NOP, 0x2000, 0x20, 1)]);
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("9000");
    expect(made.take()).toBe("none");
    expect(made.at(MUX).commands).toEqual([]);
  });

  test("finds a device that works after channel end busy, until device end", () => {
    const made = bench(MUX);
    states["AAW (device working)"](made);
    made.program([ccw(NOP, 0x2000, 0x20, 1)]);
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("1000");
    made.settle();
    expect(made.take()).toBe("9: 00000000 04000000");
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0c00");
  });

  test.each([
    ["a CAW with ones where zeros must be", { caw: 1 }, [ccw(READ, 0x2000, 0, 1)]],
    ["a CAW that is not at a doubleword", { place: PROGRAM + 4 }, [ccw(READ, 0x2000, 0, 1)]],
    ["a CAW beyond storage", { place: 0xff_fff8 }, []],
    ["a transfer in channel first", {}, [ccw(0x08, PROGRAM, 0, 0)]],
    ["a command of zeros", {}, [ccw(0x10, 0x2000, 0, 1)]],
    ["a count of zero", {}, [ccw(READ, 0x2000, 0, 0)]],
    ["a flag that is none", {}, [ccw(READ, 0x2000, 0x01, 1)]],
    ["a suspend flag that the CAW does not allow", {}, [ccw(READ, 0x2000, SUSPEND, 1)]],
  ])("%s: program check, and the device hears nothing", (_, how, ccws) => {
    const made = bench(MUX);
    if (ccws.length > 0) made.program(ccws, how);
    else made.machine.write(0x48, Uint8Array.of(0, 0xff, 0xff, 0xf8));
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0020");
    expect(made.at(MUX).commands).toEqual([]);
  });

  test.each([
    [
      "a transfer in channel to a transfer in channel",
      [ccw(READ, 0x2000, CC, 1), ccw(0x08, PROGRAM + 16, 0, 0), ccw(0x08, PROGRAM, 0, 0)],
      3,
    ],
    ["a transfer in channel beyond storage", [ccw(READ, 0x2000, CC, 1), ccw(0x08, 0xff_fff8, 0, 0)], 2],
    ["a transfer in channel to no doubleword", [ccw(READ, 0x2000, CC, 1), ccw(0x08, PROGRAM + 4, 0, 0)], 2],
    ["a command of zeros", [ccw(READ, 0x2000, CC, 1), ccw(0x20, PROGRAM, 0, 1)], 2],
    ["a count of zero", [ccw(READ, 0x2000, CC, 1), ccw(READ, PROGRAM, 0, 0)], 2],
  ])("%s, chained to: program check without channel end", (_, ccws, place) => {
    const made = bench(MUX);
    made.at(MUX).answers(input([1]));
    made.program(ccws);
    expect(made.channels.startIo(MUX)).toBe(0);
    made.settle();
    expect(made.take()).toBe(`9: 0000${(PROGRAM + 8 * place).toString(16)} 00200000`);
  });
});

describe("HALT", () => {
  test("ends an operation on a multiplexer: the status is zero, and channel end and device end come, with incorrect length", () => {
    const made = bench(MUX);
    states["AWX (operation going on)"](made);
    made.machine.write(0x44, Uint8Array.of(0xee, 0xee));
    expect(made.channels.haltIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0000");
    expect(made.at(MUX).halted).toBe(1);
    expect(made.take()).toBe("9: 00001008 0c400001");
  });

  test.each([
    ["of a read that is to come, length indication suppressed", input([1], { before: 1000 }), READ, 0x20, "0c000001"],
    ["of a read that is to come", input([1], { before: 1000 }), READ, 0, "0c400001"],
    ["of a read whose data have been moved", input([1], { perByte: 1000 }), READ, 0, "0c000000"],
    ["of a command without data", { kind: "immediate", status: ENDED, before: 1000 } as const, NOP, 0, "0c000001"],
  ])("%s", (_, answer, command, flags, csw) => {
    const made = bench(MUX);
    made.at(MUX).answers(answer);
    made.program([ccw(command, 0x2000, flags, 1)]);
    expect(made.channels.startIo(MUX)).toBe(0);
    made.machine.run({ ticks: 100 });
    expect(made.channels.haltDevice(MUX)).toBe(1);
    expect(made.take()).toBe(`9: 00001008 ${csw}`);
    made.settle();
    expect(made.take()).toBe("none");
  });

  test("between two commands, when channel end has come: device end ends the operation, without the second", () => {
    for (const name of ["haltIo", "haltDevice"] as const) {
      const made = bench(BLOCK);
      made
        .at(BLOCK)
        .answers({ kind: "immediate", status: CHANNEL_END, later: { ticks: 5000, status: DEVICE_END } }, input([1]));
      made.program([ccw(0x07, 0x2000, CC, 6), ccw(READ, 0x2000, 0, 1)]);
      expect(made.channels.startIo(BLOCK)).toBe(0);
      made.machine.run({ ticks: 1000 });
      expect(made.channels[name](BLOCK)).toBe(1);
      expect(made.take()).toBe("none");
      expect(made.channels.testIo(BLOCK)).toBe(2);
      made.settle();
      expect(made.take()).toBe("180: 00001008 04000006");
      expect(made.at(BLOCK).commands).toHaveLength(1);
    }
  });

  test("of a device while its channel serves another one: HALT DEVICE ends it, and finds the channel working", () => {
    const made = bench(BLOCK, OTHER);
    made.at(BLOCK).answers(input([1], { before: 10_000, disconnects: true }));
    made.program([ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.at(OTHER).answers({ kind: "input", data: new Uint8Array(100), status: ENDED, perByte: 100 });
    made.program([ccw(READ, 0x2100, 0, 100)], { place: 0x1800 });
    expect(made.channels.startIo(OTHER)).toBe(0);
    made.machine.run({ ticks: 100 });
    expect(made.channels.haltDevice(BLOCK)).toBe(2);
    expect(made.channels.haltDevice(BLOCK)).toBe(0);
    made.settle();
    expect([made.take(), made.take()]).toEqual(["180: 00001008 0c400001", "181: 00001808 0c000000"]);
  });

  test("of a burst operation: condition code 2 whichever device it is, and HALT I/O ends it whichever it is", () => {
    for (const [name, address, code, ended] of [
      ["haltIo", BLOCK, 2, true],
      ["haltIo", OTHER, 2, true],
      ["haltDevice", BLOCK, 2, true],
      ["haltDevice", OTHER, 2, false],
    ] as const) {
      const made = bench(BLOCK, OTHER);
      made.channels.setChannel(1, "selector");
      made.at(BLOCK).answers({ kind: "waiting" });
      made.program([ccw(READ, 0x2000, 0, 1)]);
      expect(made.channels.startIo(BLOCK)).toBe(0);
      expect(made.channels[name](address)).toBe(code);
      // On a selector, channel end and device end are told apart from the operation.
      expect(made.take()).toBe(ended ? "180: 00001008 00400001" : "none");
      expect(made.take()).toBe(ended ? "180: 00000000 0c000000" : "none");
    }
  });
});

describe("CLEAR I/O", () => {
  test("discontinues an operation and stores its CSW; the device's ending has nothing to do with it any more", () => {
    const made = bench(MUX);
    states["AWX (operation going on)"](made);
    expect(made.channels.clearIo(MUX)).toBe(1);
    expect(made.hex(0x40, 8)).toBe("0000100800000001");
    expect(made.take()).toBe("9: 00000000 0c000000");
    expect(made.take()).toBe("none");
    expect(made.channels.testIo(MUX)).toBe(0);
  });

  test("leaves the device's own status", () => {
    const made = bench(MUX);
    made.at(MUX).line.present(ATTENTION);
    expect(made.channels.clearIo(MUX)).toBe(0);
    expect(made.take()).toBe("9: 00000000 80000000");
  });
});

describe("channels", () => {
  test("say what they are", () => {
    const made = bench(MUX, BLOCK, 0x280);
    made.channels.setChannel(2, "selector");
    const id = (channel: number): string => {
      expect(made.channels.storeChannelId(channel << 8)).toBe(0);
      return made.hex(0xa8, 4);
    };
    expect([id(0), id(1), id(2)]).toEqual(["10000000", "20000000", "00000000"]);
  });

  const busy = (made: Bench, answer: object = {}): number => {
    made.at(BLOCK).answers(input([1], { before: 10_000, ...answer }));
    made.program([ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.machine.run({ ticks: 100 });
    made.program([ccw(NOP, 0x2000, 0x20, 1)], { place: 0x1800 });
    return made.channels.startIo(OTHER);
  };

  test("a selector serves one device until channel end", () => {
    const made = bench(BLOCK, OTHER);
    made.channels.setChannel(1, "selector");
    expect(busy(made, { disconnects: true })).toBe(2);
    expect(made.channels.testChannel(BLOCK)).toBe(2);
    expect(made.channels.testIo(OTHER)).toBe(2);
    expect(made.channels.storeChannelId(BLOCK)).toBe(2);
    made.settle();
    expect(made.channels.testChannel(BLOCK)).toBe(1);
    expect(made.channels.startIo(OTHER)).toBe(1);
  });

  test("a block multiplexer serves others while a device positions, unless it must wait", () => {
    expect(busy(bench(BLOCK, OTHER), { disconnects: true })).toBe(1);
    expect(busy(bench(BLOCK, OTHER))).toBe(2);
  });

  test("a block multiplexer is as a selector without the bit of control register 0", () => {
    const made = bench(BLOCK, OTHER);
    made.machine.setCr(0, 0);
    expect(busy(made, { disconnects: true })).toBe(2);
  });

  test("a device that finds its channel in use comes again after its time", () => {
    const made = bench(BLOCK, OTHER);
    made.at(BLOCK).answers(input([1], { before: 1000, disconnects: true, missed: 5000 }));
    made.at(OTHER).answers(input([2], { before: 500, perByte: 1000 }));
    made.program([ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.program([ccw(READ, 0x2100, 0, 1)], { place: 0x1800 });
    expect(made.channels.startIo(OTHER)).toBe(0);
    made.machine.run({ ticks: 5999 });
    expect(made.hex(0x2000, 1)).toBe("00");
    made.machine.run({ ticks: 6200 });
    expect(made.hex(0x2000, 1)).toBe("01");
    expect([made.take(), made.take()]).toEqual(["180: 00001008 0c000000", "181: 00001808 0c000000"]);
  });

  test("are cleared one by one: what goes on there is gone", () => {
    const made = bench(MUX, BLOCK);
    states["AWX (operation going on)"](made);
    made.at(BLOCK).line.present(ATTENTION);
    expect(made.channels.clearChannel(0)).toBe(0);
    expect(made.channels.testIo(MUX)).toBe(0);
    expect(made.take()).toBe("180: 00000000 80000000");
  });
});

describe("program-controlled interruption", () => {
  test("comes when the CCW begins, while the operation goes on, with unit status zero", () => {
    const made = bench(MUX);
    made.at(MUX).answers(input([1], { perByte: 500 }), input([2], { perByte: 500 }));
    made.program([ccw(READ, 0x2000, CC | PCI, 1), ccw(READ, 0x2001, 0, 1)]);
    expect(made.channels.startIo(MUX)).toBe(0);
    expect(made.take()).toBe("9: 00001008 00800000");
    expect(made.channels.testIo(MUX)).toBe(2);
    made.settle();
    expect(made.take()).toBe("9: 00001010 0c000000");
    expect(made.take()).toBe("none");
  });

  test("that is not taken is told with the ending", () => {
    const made = bench(MUX);
    made.at(MUX).answers(input([1]), input([2]));
    made.program([ccw(READ, 0x2000, CC | PCI, 1), ccw(READ, 0x2001, 0, 1)]);
    made.channels.startIo(MUX);
    made.settle();
    expect(made.take()).toBe("9: 00001010 0c800000");
  });

  test("of data chaining comes when the data before it have been moved", () => {
    const made = bench(MUX);
    made.at(MUX).answers(input([1, 2], { perByte: 1000 }));
    made.program([ccw(READ, 0x2000, 0x80, 1), ccw(0, 0x2100, PCI, 1)]);
    made.channels.startIo(MUX);
    expect(made.take()).toBe("none");
    made.machine.run({ ticks: 1000 });
    expect(made.take()).toBe("9: 00001010 00800000");
  });

  test("with a command that is done at once is in its status", () => {
    const made = bench(MUX);
    made.program([ccw(NOP, 0x2000, 0x20 | PCI, 1)]);
    expect(made.channels.startIo(MUX)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0c80");
    expect(made.take()).toBe("none");
  });
});

describe("suspension", () => {
  const ALLOWED = { caw: 0x08 };

  test("holds before the first command; RESUME I/O looks again, and goes on when the flag is gone", () => {
    const made = bench(MUX);
    made.program([ccw(NOP, 0x2000, SUSPEND | 0x20, 1)], ALLOWED);
    expect(made.channels.startIo(MUX)).toBe(0);
    made.settle();
    expect(made.at(MUX).commands).toEqual([]);
    expect(made.channels.testIo(MUX)).toBe(2);
    expect(made.channels.resumeIo(MUX)).toBe(0);
    expect(made.at(MUX).commands).toEqual([]);
    made.machine.write(PROGRAM + 4, Uint8Array.of(0x20));
    expect(made.channels.resumeIo(MUX)).toBe(0);
    made.settle();
    expect(made.take()).toBe("9: 00001008 0c000001");
  });

  test("in a chain, with PCI, is told by an interruption; the program may lead elsewhere", () => {
    const made = bench(MUX);
    made.at(MUX).answers(input([1]), input([2]));
    made.program([ccw(READ, 0x2000, CC, 1), ccw(READ, 0x2001, SUSPEND | PCI, 1)], ALLOWED);
    expect(made.channels.startIo(MUX)).toBe(0);
    made.settle();
    expect(made.take()).toBe("9: 08001010 00800001");
    made.machine.write(PROGRAM + 8, Uint8Array.from(ccw(0x08, 0x1800, 0, 0)));
    made.machine.write(0x1800, Uint8Array.from(ccw(READ, 0x2002, 0, 1)));
    made.channels.resumeIo(MUX);
    made.settle();
    expect(made.take()).toBe("9: 00001808 0c000000");
    expect(made.hex(0x2000, 3)).toBe("010002");
  });

  test("is not for data chaining, nor for a selector channel", () => {
    const chained = bench(MUX);
    chained.at(MUX).answers(input([1, 2]));
    chained.program([ccw(READ, 0x2000, 0x80, 1), ccw(READ, 0x2001, SUSPEND, 1)], ALLOWED);
    chained.channels.startIo(MUX);
    chained.settle();
    expect(chained.take()).toBe("9: 00001010 0c200000");
    const selector = bench(BLOCK);
    selector.channels.setChannel(1, "selector");
    selector.program([ccw(NOP, 0x2000, 0x20, 1)], ALLOWED);
    expect(selector.channels.startIo(BLOCK)).toBe(1);
    expect(selector.hex(0x44, 2)).toBe("0020");
  });

  test("needs a block multiplexer to multiplex: the channel is free meanwhile", () => {
    const made = bench(BLOCK, OTHER);
    made.program([ccw(NOP, 0x2000, SUSPEND | 0x20, 1)], ALLOWED);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    expect(made.channels.testIo(OTHER)).toBe(0);
    made.channels.reset();
    made.machine.setCr(0, 0);
    expect(made.channels.startIo(BLOCK)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0020");
  });

  test("may be ended by HALT DEVICE", () => {
    const made = bench(MUX);
    made.program([ccw(NOP, 0x2000, SUSPEND, 1)], ALLOWED);
    made.channels.startIo(MUX);
    expect(made.channels.haltDevice(MUX)).toBe(1);
    expect(made.take()).toBe("9: 00001008 0c000001");
  });
});

describe("equipment checks", () => {
  test.each([
    ["channel-data check", 0x08, "0c080000", "04101f43"],
    ["channel-control check", 0x04, "0c040000", "04401f83"],
    ["interface-control check", 0x02, "0c020000", "04081f83"],
  ])("%s ends the chain, with a limited channel logout", (_, check, csw, logout) => {
    const made = bench(BLOCK);
    made.machine.operate("channel-check", (check << 16) | BLOCK);
    made.at(BLOCK).answers(input([1]), input([2]));
    made.program([ccw(READ, 0x2000, CC, 1), ccw(READ, 0x2001, 0, 1)]);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.settle();
    expect(made.take()).toBe(`180: 00001008 ${csw}`);
    expect(made.hex(0xb0, 4)).toBe(logout);
    expect(made.hex(0xba, 2)).toBe("0180");
    expect(made.hex(0x2000, 2)).toBe("0100");
  });

  test.each([
    ["channel-data check", 0x08, "0c08", "04101f42"],
    ["channel-control check", 0x04, "0c04", "04401f82"],
    ["interface-control check", 0x02, "0c02", "04081f82"],
  ])("%s of a command that is done at once: START I/O tells of it", (_, check, status, logout) => {
    for (const flags of [0x20, 0x20 | CC]) {
      const made = bench(BLOCK);
      made.machine.operate("channel-check", (check << 16) | BLOCK);
      made.program([ccw(NOP, 0x2000, flags, 1), ccw(NOP, 0x2000, 0x20, 1)]);
      expect(made.channels.startIo(BLOCK)).toBe(1);
      expect(made.hex(0x44, 2)).toBe(status);
      expect(made.hex(0xb0, 4)).toBe(logout);
      expect(made.at(BLOCK).commands).toHaveLength(1);
      expect(made.take()).toBe("none");
    }
  });

  test("a channel-data check leaves the command as it is: data chaining goes on, incorrect length is told", () => {
    const made = bench(BLOCK);
    made.machine.operate("channel-check", 0x8_0000 | BLOCK);
    made.at(BLOCK).answers(input([1, 2, 3]));
    made.program([ccw(READ, 0x2000, 0x80, 1), ccw(READ, 0x2100, 0, 1)]);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.settle();
    expect(made.take()).toBe("180: 00001010 0c480000");
    expect(made.hex(0x2100, 2)).toBe("0200");
  });
});

describe("chaining check", () => {
  /** Bytes that come every so many ticks, data-chained into areas of so many bytes; the CSW, and the bytes stored. */
  const chained = (length: number, ticks: number, { area = 1, paced = true, fast = false } = {}) => {
    const made = bench(BLOCK);
    made.channels.fastDevices = fast;
    const data = Array.from({ length }, (_, i) => i + 1);
    made.at(BLOCK).answers(input(data, { perByte: ticks, paced }));
    const count = length / area;
    made.program(
      Array.from({ length: count }, (_, i) => ccw(READ, 0x2000 + area * i, i < count - 1 ? 0x80 : 0, area)),
      { place: 0x1000 },
    );
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.settle();
    return { csw: made.take(), stored: made.machine.read(0x2000, length).filter((byte) => byte > 0).length };
  };

  test("comes where bytes come faster than CCWs for each of them are fetched", () => {
    // 1.25 ticks behind with each fetch: the 16 bytes are full after 10 of them, which is 12 ticks.
    expect(chained(40, 0.75)).toEqual({ csw: "180: 00001058 0c010000", stored: 10 });
  });

  test.each([
    ["the device waits", 0.75, { paced: false }],
    ["devices are fast", 0.75, { fast: true }],
    ["areas are larger", 0.75, { area: 4 }],
    ["bytes come slowly", 2, {}],
  ])("not where %s", (_, ticks, how) => {
    expect(chained(40, ticks, how).csw).toMatch(/0c000000$/);
  });

  test("comes where the operator wants it, with the next data chaining on input", () => {
    const made = bench(BLOCK);
    made.machine.operate("channel-check", 0x1_0000 | BLOCK);
    made.at(BLOCK).answers(output(2), input([1]), input([2, 3]), input([4, 5]));
    made.program([
      ccw(0x01, 0x2000, 0x80, 1),
      ccw(0x01, 0x2000, CC, 1),
      ccw(READ, 0x2000, CC, 1),
      ccw(READ, 0x2001, 0x80, 1),
      ccw(READ, 0x2002, CC, 1),
      ccw(READ, 0x2003, 0, 2),
    ]);
    expect(made.channels.startIo(BLOCK)).toBe(0);
    made.settle();
    expect(made.take()).toBe("180: 00001028 0c010000");
    expect(made.hex(0x2000, 3)).toBe("010200");
    expect(made.hex(0xb0, 4)).toBe("00000000");
  });
});

test("interruptions come by channel and address; masks let channels in, control register 2 those beyond 5 in BC mode", () => {
  const made = bench(0x680, 0x181, 0x180, 0x009);
  for (const address of [0x680, 0x181, 0x180, 0x009]) made.at(address).line.present(ATTENTION);
  expect(made.channels.pendingDevice(0x7fff_ffff)).toBe(0x180);
  expect(made.channels.pendingDevice(0x0200_0000)).toBe(0x680);
  const { machine } = made;
  const taken = (psw: string, masks: number): string => {
    machine.setPsw("0102000000000000");
    machine.write(0x78, Uint8Array.of(0, 2, 0, 0, 0, 0, 0, 0));
    machine.setCr(2, masks);
    machine.setPsw(psw);
    machine.run({ ticks: machine.now + 10 });
    return psw.startsWith("0") && (Number.parseInt(psw[3], 16) & 8) !== 0 ? made.hex(0xba, 2) : made.hex(0x3a, 2);
  };
  expect(taken("4002000000000000", -1)).toBe("0180");
  expect(taken("8002000000000000", 0)).toBe("0009");
  expect(taken("4002000000000000", 0)).toBe("0181");
  expect(taken("FE02000000000000", -1)).toBe("0680");
  made.at(0x680).line.present(ENDED);
  made.at(0x180).line.present(ENDED);
  expect(taken("020A000000000000", 0x0200_0000)).toBe("0680");
  expect(taken("020A000000000000", 0x4000_0000)).toBe("0180");
});

describe("a snapshot in the middle of chained I/O", () => {
  test("goes on as the machine did, wherever it was taken", () => {
    const start = (): Bench => {
      const made = bench(BLOCK);
      made
        .at(BLOCK)
        .answers(
          input([1, 2, 3, 4], { before: 300, perByte: 50 }),
          { kind: "immediate", status: CHANNEL_END, later: { ticks: 700, status: DEVICE_END } },
          { kind: "output", most: 9, before: 20, perByte: 3 },
          input([5, 6], { before: 100, disconnects: true }),
        )
        .acceptances({ more: 2 }, { status: ENDED });
      made.program([
        ccw(READ, 0x2000, 0x80, 2),
        ccw(0, 0x2100, CC, 2),
        ccw(0x07, 0x2000, CC, 6),
        ccw(0x31, 0x2000, CC | 0x80 | PCI, 5),
        ccw(0, 0x2100, CC | 0x20, 9),
        ccw(READ, 0x2200, 0, 2),
      ]);
      expect(made.channels.startIo(BLOCK)).toBe(0);
      return made;
    };
    const end = ({ machine, hex, take, settle }: Bench): string => {
      settle();
      return `${machine.now} ${hex(0x2000, 0x210)} ${take()}`;
    };
    const straight = end(start());
    expect(straight).toContain("180: 00001030 0c800000");
    for (let ticks = 1; ticks < 2500; ticks += 37) {
      const made = start();
      made.machine.run({ ticks });
      const snapshot = made.machine.snapshot();
      made.machine.run({ ticks: ticks + 400 });
      made.machine.restore(snapshot);
      expect(end(made), `${ticks}`).toBe(straight);
      const other = bench(BLOCK);
      other.machine.restore(snapshot);
      expect(end(other), `${ticks}, in another machine`).toBe(straight);
    }
  });
});
