/** Data of channel programs: counts, chaining, skipping, indirect addresses, keys (GA22-7000, "Channel-Command Word"). */
import { describe, expect, test } from "vitest";
import { DEVICE_END, ENDED, STATUS_MODIFIER, UNIT_CHECK, UNIT_EXCEPTION } from "../../../../engine/s370/index.ts";
import { bench, ccw, input, output, PROGRAM } from "./scripted.ts";

const READ = 0x02;
const WRITE = 0x01;
const BACKWARD = 0x0c;
const CD = 0x80;
const CC = 0x40;
const SLI = 0x20;
const SKIP = 0x10;
const IDA = 0x04;

const after = (n: number, csw: string): string => `180: 00${(PROGRAM + 8 * n).toString(16).padStart(6, "0")} ${csw}`;
const bytes = (n: number, first = 1): number[] => Array.from({ length: n }, (_, i) => (first + i) & 0xff);

function runs(ccws: number[][], prepare: (made: ReturnType<typeof bench>) => void = () => {}, how: object = {}) {
  const made = bench(0x180);
  prepare(made);
  made.program(ccws, how);
  expect(made.channels.startIo(0x180)).toBe(0);
  made.settle();
  return { ...made, device: made.at(0x180), csw: made.take() };
}

describe("input", () => {
  test.each([
    ["as much as the count", 4, 0, "0c000000", [4]],
    ["more than the count is of incorrect length", 3, 0, "0c400000", [3]],
    ["less than the count too", 6, 0, "0c400002", [4]],
    ["unless that is suppressed: more", 3, SLI, "0c000000", [3]],
    ["unless that is suppressed: less", 6, SLI, "0c000002", [4]],
  ])("%s", (_, count, flags, csw, transfers) => {
    const ran = runs([ccw(READ, 0x2000, flags, count)], ({ at }) => at(0x180).answers(input(bytes(4))));
    expect(ran.csw).toBe(after(1, csw));
    expect(ran.device.transfers).toEqual(transfers);
    expect(ran.hex(0x2000, 7)).toBe("01020304000000".slice(0, 2 * Math.min(count, 4)).padEnd(14, "0"));
  });

  test("of no bytes at all leaves the whole count", () => {
    const ran = runs([ccw(READ, 0x2000, SLI, 9)], ({ at }) => at(0x180).answers(input([])));
    expect(ran.csw).toBe(after(1, "0c000009"));
  });

  test("chains data, each CCW when the one before it is full; skipping stores nothing", () => {
    const ran = runs([ccw(READ, 0x2000, CD, 2), ccw(0, 0x2100, CD | SKIP, 3), ccw(0xff, 0x2200, 0, 4)], ({ at }) =>
      at(0x180).answers(input(bytes(9))),
    );
    expect(ran.csw).toBe(after(3, "0c000000"));
    expect(ran.hex(0x2000, 3)).toBe("010200");
    expect(ran.hex(0x2100, 3)).toBe("000000");
    expect(ran.hex(0x2200, 4)).toBe("06070809");
  });

  test("a CCW may be read over by the data before it", () => {
    const ran = runs([ccw(READ, PROGRAM + 8, CD, 8), ccw(READ, 0x2000, 0, 1)], ({ at }) =>
      at(0x180).answers(input([...ccw(0, 0x3000, 0, 2), 7, 8])),
    );
    expect(ran.csw).toBe(after(2, "0c000000"));
    expect(ran.hex(0x3000, 2)).toBe("0708");
  });

  test("that ends where data are chained is of incorrect length, whatever SLI says", () => {
    const ran = runs([ccw(READ, 0x2000, CD | SLI, 6), ccw(0, 0x2100, 0, 1)], ({ at }) =>
      at(0x180).answers(input(bytes(4))),
    );
    expect(ran.csw).toBe(after(1, "0c400002"));
  });

  test("backward: the first byte goes highest, and data chaining goes on below", () => {
    const ran = runs([ccw(BACKWARD, 0x2005, CD, 3), ccw(0, 0x2102, 0, 2)], ({ at }) =>
      at(0x180).answers(input(bytes(5))),
    );
    expect(ran.csw).toBe(after(2, "0c000000"));
    expect(ran.hex(0x2002, 4)).toBe("00030201");
    expect(ran.hex(0x2100, 3)).toBe("000504");
  });

  test("takes its time: positioning, bytes, ending", () => {
    const made = bench(0x180);
    made.at(0x180).answers(input(bytes(4), { before: 1000, perByte: 2.5 }));
    made.program([ccw(READ, 0x2000, 0, 4)]);
    made.channels.startIo(0x180);
    made.machine.run({ ticks: 999 });
    expect(made.hex(0x2000, 1)).toBe("00");
    made.machine.run({ ticks: 1000 });
    expect(made.hex(0x2000, 4)).toBe("01020304");
    made.machine.run({ ticks: 1109 });
    expect(made.take()).toBe("none");
    made.machine.run({ ticks: 1110 });
    expect(made.take()).toBe(after(1, "0c000000"));
  });
});

describe("output", () => {
  test("gives the device what it wants, and no more than the count", () => {
    const ran = runs([ccw(WRITE, 0x2000, SLI, 6)], ({ at, machine }) => {
      machine.write(0x2000, Uint8Array.from(bytes(8)));
      at(0x180).answers(output(4));
    });
    expect(ran.device.accepted).toEqual([bytes(4)]);
    expect(ran.csw).toBe(after(1, "0c000002"));
  });

  test("what is left over is of incorrect length", () => {
    const ran = runs([ccw(WRITE, 0x2000, 0, 6)], ({ at }) => at(0x180).answers(output(4)));
    expect(ran.csw).toBe(after(1, "0c400002"));
  });

  test("so is what the device used not, and what it would have gone on asking for", () => {
    const used = runs([ccw(WRITE, 0x2000, 0, 6)], ({ at }) =>
      at(0x180).answers(output(100)).acceptances({ status: ENDED, taken: 5 }),
    );
    expect(used.csw).toBe(after(1, "0c400001"));
    const asked = runs([ccw(WRITE, 0x2000, 0, 6)], ({ at }) =>
      at(0x180).answers(output(100)).acceptances({ status: ENDED, unsatisfied: true }),
    );
    expect(asked.csw).toBe(after(1, "0c400000"));
  });

  test("is gathered through data chaining", () => {
    const ran = runs([ccw(WRITE, 0x2000, CD, 2), ccw(0, 0x2100, CD, 1), ccw(0, 0x2200, 0, 2)], ({ at, machine }) => {
      machine.write(0x2000, Uint8Array.of(1, 2));
      machine.write(0x2100, Uint8Array.of(3));
      machine.write(0x2200, Uint8Array.of(4, 5));
      at(0x180).answers(output(100));
    });
    expect(ran.device.accepted).toEqual([[1, 2, 3, 4, 5]]);
    expect(ran.csw).toBe(after(3, "0c000000"));
  });

  test("a device may ask for more when it has seen what came first", () => {
    const ran = runs([ccw(WRITE, 0x2000, CD, 3), ccw(0, 0x2100, 0, 4)], ({ at, machine }) => {
      machine.write(0x2000, Uint8Array.of(1, 2, 3));
      machine.write(0x2100, Uint8Array.of(4, 5, 6, 7));
      at(0x180).answers(output(2)).acceptances({ more: 4 }, { status: ENDED });
    });
    expect(ran.device.accepted).toEqual([
      [1, 2],
      [3, 4, 5, 6],
    ]);
    expect(ran.csw).toBe(after(2, "0c400001"));
  });

  test("it is told by no bytes that there is no more", () => {
    const ran = runs([ccw(WRITE, 0x2000, 0, 2)], ({ at }) =>
      at(0x180)
        .answers(output(2))
        .acceptances({ more: 4 }, { status: ENDED | UNIT_CHECK }),
    );
    expect(ran.device.accepted).toEqual([[0, 0], []]);
    expect(ran.csw).toBe(after(1, "0e400000"));
  });
});

describe("indirect data addresses", () => {
  const words = (...list: number[]): Uint8Array => Uint8Array.from(list.flatMap((w) => [w >>> 24, w >> 16, w >> 8, w]));

  test("the first word may lie anywhere in its block, the others begin theirs", () => {
    const ran = runs([ccw(READ, 0x1100, IDA, 6)], ({ at, machine }) => {
      machine.write(0x1100, words(0x27fe, 0x4000));
      at(0x180).answers(input(bytes(6)));
    });
    expect(ran.csw).toBe(after(1, "0c000000"));
    expect(ran.hex(0x27fe, 3)).toBe("010200");
    expect(ran.hex(0x4000, 4)).toBe("03040506");
  });

  test("backward they end theirs", () => {
    const ran = runs([ccw(BACKWARD, 0x1100, IDA, 4)], ({ at, machine }) => {
      machine.write(0x1100, words(0x2801, 0x47ff));
      at(0x180).answers(input(bytes(4)));
    });
    expect(ran.csw).toBe(after(1, "0c000000"));
    expect(ran.hex(0x2800, 2)).toBe("0201");
    expect(ran.hex(0x47fd, 3)).toBe("000403");
  });

  test.each([
    ["a second word that does not begin a block", [0x27fe, 0x4001], "0c200004", "0102"],
    ["a word with anything in its first byte", [0x0100_27fe, 0x4000], "0c200006", "0000"],
    ["a word that leads beyond storage", [0x27fe, 0xf0_0000], "0c200004", "0102"],
  ])("%s is a program check", (_, list, csw, stored) => {
    const ran = runs([ccw(READ, 0x1100, IDA, 6)], ({ at, machine }) => {
      machine.write(0x1100, words(...list));
      at(0x180).answers(input(bytes(6)));
    });
    expect(ran.csw).toBe(after(1, csw));
    expect(ran.hex(0x27fe, 2)).toBe(stored);
  });

  test("a list that is not at a word is a program check before anything begins", () => {
    const made = bench(0x180);
    made.program([ccw(READ, 0x1102, IDA, 6)]);
    expect(made.channels.startIo(0x180)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0020");
    expect(made.at(0x180).commands).toEqual([]);
  });

  test("the list must be readable under the key", () => {
    const ran = runs(
      [ccw(READ, 0x1900, IDA, 2)],
      ({ at, machine }) => {
        machine.write(0x1900, words(0x2000));
        machine.processor.setStorageKey(0x1000, 0x30);
        machine.processor.setStorageKey(0x1800, 0x48);
        machine.processor.setStorageKey(0x2000, 0x30);
        at(0x180).answers(input(bytes(2)));
      },
      { key: 3 },
    );
    expect(ran.csw).toBe("180: 30001008 0c100002");
  });
});

describe("storage keys", () => {
  test("a store into another key's block ends where that begins; what came before is stored", () => {
    const ran = runs(
      [ccw(READ, 0x2000 - 2, 0, 4)],
      ({ at, machine }) => {
        machine.processor.setStorageKey(0x1000, 0x30);
        machine.processor.setStorageKey(0x1800, 0x30);
        machine.processor.setStorageKey(0x2000, 0x40);
        at(0x180).answers(input(bytes(4)));
      },
      { key: 3 },
    );
    expect(ran.csw).toBe("180: 30001008 0c100002");
    expect(ran.hex(0x1ffe, 4)).toBe("01020000");
    expect(ran.machine.processor.storageKey(0x1800) & 0x06).toBe(0x06);
    expect(ran.machine.processor.storageKey(0x2000) & 0x06).toBe(0);
  });

  test("CCWs must be readable: the first, before anything begins", () => {
    const made = bench(0x180);
    made.machine.processor.setStorageKey(0x1000, 0x48);
    made.program([ccw(READ, 0x2000, 0, 4)], { key: 3 });
    expect(made.channels.startIo(0x180)).toBe(1);
    expect(made.hex(0x44, 2)).toBe("0010");
  });

  test("and those that are chained to, of which a check has neither channel end nor device end", () => {
    const made = bench(0x180);
    made.machine.processor.setStorageKey(0x1000, 0x30);
    made.machine.processor.setStorageKey(0x1800, 0x48);
    made.at(0x180).answers(input([1]));
    made.program([ccw(READ, 0x1000, CC, 1)], { key: 3, place: 0x17f8 });
    made.machine.processor.setStorageKey(0x1000, 0x30);
    expect(made.channels.startIo(0x180)).toBe(0);
    made.settle();
    expect(made.take()).toBe("180: 30001808 00100000");
  });
});

describe("command chaining", () => {
  test("goes from command to command, past one where the device says so", () => {
    const ran = runs([ccw(0x31, 0x2000, CC, 5), ccw(0x08, PROGRAM, 0, 0), ccw(READ, 0x2100, 0, 2)], ({ at }) =>
      at(0x180)
        .answers(output(5), output(5), input([8, 9]))
        .acceptances({ status: ENDED }, { status: ENDED | STATUS_MODIFIER }),
    );
    expect(ran.device.commands.map(({ code, chained }) => [code, chained])).toEqual([
      [0x31, false],
      [0x31, true],
      [READ, true],
    ]);
    expect(ran.csw).toBe(after(3, "0c000000"));
    expect(ran.hex(0x2100, 2)).toBe("0809");
  });

  test.each([
    ["unit check", UNIT_CHECK, "0e000000"],
    ["unit exception", UNIT_EXCEPTION, "0d000000"],
  ])("is ended by %s", (_, bit, csw) => {
    const ran = runs([ccw(READ, 0x2000, CC, 1), ccw(READ, 0x2000, 0, 1)], ({ at }) =>
      at(0x180).answers(input([1], { status: ENDED | bit })),
    );
    expect(ran.device.commands).toHaveLength(1);
    expect(ran.csw).toBe(after(1, csw));
  });

  test("is ended by incorrect length, not where that is suppressed", () => {
    const ended = runs([ccw(READ, 0x2000, CC, 2), ccw(READ, 0x2000, 0, 1)], ({ at }) => at(0x180).answers(input([1])));
    expect(ended.csw).toBe(after(1, "0c400001"));
    const goesOn = runs([ccw(READ, 0x2000, CC | SLI, 2), ccw(READ, 0x2000, 0, 1)], ({ at }) =>
      at(0x180).answers(input([1]), input([2])),
    );
    expect(goesOn.csw).toBe(after(2, "0c000000"));
  });

  test("a command that is refused gives its status alone, and the whole count", () => {
    const ran = runs([ccw(READ, 0x2000, CC, 1), ccw(READ, 0x2000, 0, 7)], ({ at }) =>
      at(0x180).answers(input([1]), { kind: "refused", status: UNIT_CHECK }),
    );
    expect(ran.csw).toBe(after(2, "02000007"));
  });

  test("waits for device end where channel end comes first", () => {
    const made = bench(0x180);
    made.at(0x180).answers({ kind: "immediate", status: 0x08, later: { ticks: 5000, status: DEVICE_END } }, input([1]));
    made.program([ccw(0x07, 0x2000, CC, 6), ccw(READ, 0x2000, 0, 1)]);
    expect(made.channels.startIo(0x180)).toBe(0);
    made.machine.run({ ticks: 4000 });
    expect(made.at(0x180).commands).toHaveLength(1);
    made.settle();
    expect(made.take()).toBe(after(2, "0c000000"));
  });

  test("a unit check that comes with device end is told with that CCW's address", () => {
    const ran = runs([ccw(0x07, 0x2000, CC, 6), ccw(READ, 0x2000, 0, 1)], ({ at }) =>
      at(0x180).answers({
        kind: "immediate",
        status: 0x08,
        later: { ticks: 5000, status: DEVICE_END | UNIT_CHECK },
      }),
    );
    expect(ran.csw).toBe(after(1, "06000006"));
  });
});
