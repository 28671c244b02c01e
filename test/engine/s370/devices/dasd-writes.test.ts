/** Writes of count-key-data disks: what they may follow, what they leave, what keeps them from it (GA26-1592). */
import { describe, expect, test } from "vitest";
import {
  address,
  type Driver,
  digits,
  driveWith,
  hex,
  mask,
  packOf,
  pattern,
  record,
  type Step,
  searchHome,
  searchId,
  seek,
} from "./dasd-support.ts";

const READ_COUNT_KEY_AND_DATA = { code: 0x1e };
const writeData = (data: Uint8Array): Step => ({ code: 0x05, data });
const writeKeyAndData = (data: Uint8Array): Step => ({ code: 0x0d, data });
const writeRecord = (data: Uint8Array): Step => ({ code: 0x1d, data });
const ERASE_ALL = { code: 0x11, data: new Uint8Array(8) };

const NO_KEY = new Uint8Array(0);

/** Records 1-3 on each track: key "KKKK", ten bytes of data. */
function drive(options: { readOnly?: boolean; fast?: boolean } = {}, disk = "3350"): Driver {
  const records = [1, 2, 3].map((each) => ({ record: each, key: pattern(4, each), data: pattern(10, each * 16) }));
  return driveWith(
    packOf(disk, () => records, options),
    options,
  );
}

/** Records of a track, from record 1 on. */
function contents(driver: Driver, cylinder: number, head: number): string[] {
  const found: string[] = [];
  for (let step: Step[] = [searchHome(cylinder, head), { code: 0x16 }]; ; step = [...step, READ_COUNT_KEY_AND_DATA]) {
    const { status, read } = driver.run(seek(cylinder, head), ...step);
    if (status === 0x0e || read.length !== step.length - 1 || found.includes(digits(read.at(-1))))
      return found.slice(1);
    found.push(digits(read.at(-1)));
  }
}

for (const fast of [true, false]) {
  describe(fast ? "with fast devices" : "in virtual time", () => {
    test("write data: after search identifier equal", () => {
      const driver = drive({ fast });
      expect(driver.run(seek(1, 1), searchId(1, 1, 2), writeData(pattern(10, 0xa0))).status).toBe(0x0c);
      expect(contents(driver, 1, 1)[1]).toBe(`000100010204000A02030405${digits(pattern(10, 0xa0))}`);
    });

    test("write data: after search key equal", () => {
      const driver = drive({ fast });
      const search = { code: 0x29, data: pattern(4, 3), loops: true };
      expect(driver.run(seek(1, 1), search, writeData(pattern(10, 0xa0))).status).toBe(0x0c);
      expect(contents(driver, 1, 1)[2]).toBe(`000100010304000A03040506${digits(pattern(10, 0xa0))}`);
    });

    test("write key and data", () => {
      const driver = drive({ fast });
      expect(driver.run(seek(1, 1), searchId(1, 1, 1), writeKeyAndData(pattern(14, 0xa0))).status).toBe(0x0c);
      expect(contents(driver, 1, 1)[0]).toBe(`000100010104000A${digits(pattern(14, 0xa0))}`);
    });

    test("write count, key and data: one behind the other, and nothing behind the last", () => {
      const driver = drive({ fast });
      const first = record(address(1, 1, 7), NO_KEY, pattern(3));
      const second = record(address(1, 1, 8), hex("BB"), pattern(2));
      const { status } = driver.run(seek(1, 1), searchId(1, 1, 1), writeRecord(first), writeRecord(second));
      expect(status).toBe(0x0c);
      expect(contents(driver, 1, 1).slice(1)).toEqual([digits(first), digits(second)]);
    });

    test("home address and record 0, and the records of a new track", () => {
      const driver = drive({ fast });
      const zero = record(address(1, 1, 0), NO_KEY, pattern(8));
      const first = record(address(1, 1, 1), NO_KEY, pattern(100));
      const { status } = driver.run(
        ...[seek(1, 1), mask(0xc0), { code: 0x19, data: hex("0000010001") }],
        ...[{ code: 0x15, data: zero }, writeRecord(first)],
      );
      expect(status).toBe(0x0c);
      expect(driver.run(seek(1, 1), { code: 0x1a }, { code: 0x16 }).read.map(digits)).toEqual([
        "0000010001",
        digits(zero),
      ]);
      expect(contents(driver, 1, 1)).toEqual([digits(first)]);
    });
  });
}

describe("writes", () => {
  test("may follow a read of the record that was found", () => {
    const driver = drive();
    const made = record(address(1, 1, 9), NO_KEY, pattern(3));
    expect(driver.run(seek(1, 1), searchId(1, 1, 2), { code: 0x06 }, writeRecord(made)).status).toBe(0x0c);
    expect(contents(driver, 1, 1)).toHaveLength(3);
    expect(driver.run(seek(1, 1), searchId(1, 1, 2), writeData(pattern(10)), writeRecord(made)).status).toBe(0x0c);
    expect(driver.run(seek(1, 1), searchId(1, 1, 2), { code: 0x0e }, writeRecord(made)).status).toBe(0x0c);
  });

  test("fill up with zeros, and say that they would have taken more", () => {
    const driver = drive();
    const { status, unsatisfied } = driver.run(seek(1, 1), searchId(1, 1, 2), writeData(pattern(4, 0xa0)));
    expect([status, unsatisfied]).toEqual([0x0c, true]);
    expect(contents(driver, 1, 1)[1].slice(24)).toBe("A0A1A2A3000000000000");
  });

  test("take no more than the record has", () => {
    const { status, residual } = drive().run(seek(1, 1), searchId(1, 1, 2), writeData(pattern(15)));
    expect([status, residual]).toEqual([0x0c, 5]);
  });

  test("a count that is cut short is filled up too", () => {
    const driver = drive();
    expect(driver.run(seek(1, 1), searchId(1, 1, 1), writeRecord(hex("000100010A"))).status).toBe(0x0c);
    expect(contents(driver, 1, 1)[1]).toBe("000100010A000000");
  });

  test("an end of file: data of length 0", () => {
    const driver = drive();
    const end = record(address(1, 1, 2), NO_KEY, NO_KEY);
    expect(driver.run(seek(1, 1), searchId(1, 1, 1), writeRecord(end)).status).toBe(0x0c);
    expect(driver.run(seek(1, 1), searchId(1, 1, 2), { code: 0x06 }).status).toBe(0x0d);
    expect(driver.run(seek(1, 1), searchId(1, 1, 2), writeData(pattern(3))).status).toBe(0x0d);
    expect(driver.run(seek(1, 1), searchId(1, 1, 2), writeKeyAndData(pattern(3))).status).toBe(0x0d);
  });

  test("special count, key and data: the record overflows", () => {
    const driver = drive();
    const segment = record(address(1, 1, 2), NO_KEY, pattern(6));
    const rest = record(address(1, 2, 1), NO_KEY, pattern(4, 6));
    expect(driver.run(seek(1, 1), searchId(1, 1, 1), { code: 0x01, data: segment }).status).toBe(0x0c);
    expect(driver.run(seek(1, 2), searchId(1, 2, 0), writeRecord(rest)).status).toBe(0x0c);
    const { read } = driver.run(seek(1, 1), searchId(1, 1, 2), { code: 0x06 });
    expect(digits(read[0])).toBe(digits(pattern(10)));
  });

  test("erase leaves nothing behind what was found", () => {
    const driver = drive();
    expect(driver.run(seek(1, 1), searchId(1, 1, 1), ERASE_ALL).status).toBe(0x0c);
    expect(contents(driver, 1, 1)).toHaveLength(1);
  });

  test("a search of record 0 lets record 1 be written", () => {
    const driver = drive();
    const made = record(address(1, 1, 1), NO_KEY, pattern(3));
    expect(driver.run(seek(1, 1), searchId(1, 1, 0), writeRecord(made)).status).toBe(0x0c);
    expect(contents(driver, 1, 1)).toEqual([digits(made)]);
  });
});

describe("command reject: invalid sequence", () => {
  const made = writeRecord(record(address(1, 1, 9), NO_KEY, pattern(3)));
  const search = searchId(1, 1, 2);
  const key = { code: 0x29, data: pattern(4, 2), loops: true };
  const high = { code: 0x71, data: address(1, 1, 2), loops: true };
  const cases: readonly (readonly [string, readonly Step[]])[] = [
    ["write data after nothing", [writeData(pattern(10))]],
    ["write data after a search for an identifier that is high", [high, writeData(pattern(10))]],
    [
      "write data after a search of part of an identifier",
      [{ ...search, data: address(1, 1) }, writeData(pattern(10))],
    ],
    ["write data after read data", [search, { code: 0x06 }, writeData(pattern(10))]],
    ["write data after no-operation", [search, { code: 0x03 }, writeData(pattern(10))]],
    ["write data after the sector was set", [search, { code: 0x23, data: hex("05") }, writeData(pattern(10))]],
    ["write data after read count", [search, { code: 0x12 }, writeData(pattern(10))]],
    ["write key and data after a search for the key", [key, writeKeyAndData(pattern(14))]],
    ["write count, key and data after nothing", [made]],
    ["write count, key and data after a search for the home address", [searchHome(1, 1), made]],
    ["write count, key and data after write home address", [mask(0xc0), { code: 0x19, data: hex("0000010001") }, made]],
    ["erase after read count", [search, { code: 0x12 }, ERASE_ALL]],
    ["record 0 without its home address", [mask(0xc0), { code: 0x15, data: made.data }]],
    ["record 0 after record 0", [mask(0xc0), searchId(1, 1, 0), { code: 0x15, data: made.data }]],
    ["a second file mask", [mask(0), mask(0)]],
    ["a write after space count", [search, { code: 0x0f, data: hex("00000A") }, writeData(pattern(10))]],
    ["initial program load after space count", [search, { code: 0x0f, data: hex("00000A") }, { code: 0x02 }]],
    ["device reserve behind another command", [{ code: 0xb4 }]],
    ["device release after a file mask", [mask(0), { code: 0x94 }]],
    ["read and reset buffered log behind another command", [{ code: 0xa4 }]],
  ];
  for (const [name, steps] of cases) {
    test(name, () => {
      const driver = drive();
      expect(driver.run(seek(1, 1), ...steps).status).toBe(0x0e);
      expect(digits(driver.sense().subarray(0, 8))).toBe("8000000080010102");
      // And nothing was written.
      if (!steps.some(({ code }) => code === 0x19)) expect(contents(driver, 1, 1)).toHaveLength(3);
    });
  }

  test("in the words of a 2314", () => {
    const driver = drive({}, "2314");
    expect(driver.run(seek(1, 1), writeData(pattern(10))).status).toBe(0x0e);
    expect(digits(driver.sense())).toBe("801000400000");
  });
});

describe("the file mask", () => {
  const writes: readonly (readonly [string, readonly Step[]])[] = [
    ["home address", [{ code: 0x19, data: hex("0000010001") }]],
    ["record 0", [searchHome(1, 1), { code: 0x15, data: record(address(1, 1, 0), NO_KEY, pattern(8)) }]],
    ["a record", [searchId(1, 1, 1), writeRecord(record(address(1, 1, 2), NO_KEY, pattern(8)))]],
    ["special", [searchId(1, 1, 1), { code: 0x01, data: record(address(1, 1, 2), NO_KEY, pattern(8)) }]],
    ["erase", [searchId(1, 1, 1), ERASE_ALL]],
    ["data", [searchId(1, 1, 1), writeData(pattern(10))]],
    ["key and data", [searchId(1, 1, 1), writeKeyAndData(pattern(14))]],
  ];
  const permitted: Readonly<Record<string, readonly string[]>> = {
    "00": ["a record", "special", "erase", "data", "key and data"],
    "40": [],
    "80": ["data", "key and data"],
    C0: writes.map(([name]) => name),
  };
  for (const [value, names] of Object.entries(permitted)) {
    for (const [name, steps] of writes) {
      test(`${value} ${names.includes(name) ? "permits" : "forbids"} ${name}`, () => {
        const driver = drive();
        const { status } = driver.run(seek(1, 1), mask(Number.parseInt(value, 16)), ...steps);
        expect(status).toBe(names.includes(name) ? 0x0c : 0x0e);
        if (status === 0x0e) expect(digits(driver.sense().subarray(0, 8))).toBe("8000000080010102");
      });
    }
  }

  test("is zero again in the next channel program", () => {
    const driver = drive();
    driver.run(seek(1, 1), mask(0x40));
    expect(driver.run(seek(1, 1), searchId(1, 1, 1), writeData(pattern(10))).status).toBe(0x0c);
  });

  const seeks: Readonly<Record<string, readonly number[]>> = {
    "00": [0x07, 0x0b, 0x1b, 0x13],
    "08": [0x0b, 0x1b],
    "10": [0x1b],
    "18": [],
  };
  for (const [value, codes] of Object.entries(seeks)) {
    for (const code of [0x07, 0x0b, 0x1b, 0x13]) {
      test(`${value} ${codes.includes(code) ? "permits" : "forbids"} seek X'${code.toString(16)}'`, () => {
        const driver = drive();
        const data = code === 0x13 ? NO_KEY : hex("000000010001");
        const { status } = driver.run(seek(1, 1), mask(Number.parseInt(value, 16)), { code, data });
        expect(status).toBe(codes.includes(code) ? 0x0c : 0x0e);
        if (status === 0x0e) expect(digits(driver.sense().subarray(0, 8))).toBe("0004000080010100");
      });
    }
  }

  test("has bits that are none", () => {
    const driver = drive();
    expect(driver.run(mask(0x20)).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 8))).toBe("8000000080000004");
    expect(driver.run(mask(0x07)).status).toBe(0x0c);
    expect(drive({}, "2314").run(mask(0x01)).status).toBe(0x0e);
  });
});

describe("the room of a track", () => {
  const fill = (disk: string, length: number, key = 0): number => {
    const driver = driveWith(packOf(disk));
    const data = (each: number): Step => writeRecord(record(address(0, 0, each), pattern(key), pattern(length)));
    for (let count = 0; ; count++) {
      const steps = Array.from({ length: count + 1 }, (_, at) => data(at + 1));
      if (driver.run(seek(0, 0), searchId(0, 0, 0), ...steps).status !== 0x0c) {
        const [, second] = driver.sense();
        expect(second).toBe(0x40);
        return count;
      }
    }
  };
  // Records for each track, from the capacity tables of the manuals.
  const table: readonly (readonly [string, number, number, number])[] = [
    ["3350", 19_069, 0, 1],
    ["3350", 4096, 0, 4],
    ["3350", 800, 0, 19],
    ["3350", 80, 0, 72],
    ["3330", 13_030, 0, 1],
    ["3330", 4096, 0, 3],
    ["3330", 80, 0, 61],
    ["3330-11", 1024, 0, 11],
    ["3340", 8368, 0, 1],
    ["3340-70", 80, 0, 34],
    ["2305-1", 14_136, 0, 1],
    ["2305-2", 4096, 0, 3],
    ["2314", 7294, 0, 1],
    ["2314", 3520, 0, 2],
    ["2314", 80, 0, 40],
    ["2311", 3625, 0, 1],
    ["2311", 80, 0, 25],
  ];
  for (const [disk, length, key, count] of table) {
    test(`${disk}: ${count} of ${length} bytes`, () => {
      expect(fill(disk, length, key)).toBe(count);
    });
  }

  test("longer than the longest: nothing is written", () => {
    const driver = drive();
    const { status } = driver.run(
      ...[seek(1, 1), searchId(1, 1, 1), writeRecord(record(address(1, 1, 2), NO_KEY, pattern(19_000)))],
    );
    expect(status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 8))).toBe("0040000080010100");
    expect(contents(driver, 1, 1)).toHaveLength(3);
  });
});

describe("a pack that is read only", () => {
  test("is not written on", () => {
    const driver = drive({ readOnly: true });
    expect(driver.run(seek(1, 1), searchId(1, 1, 1), writeData(pattern(10))).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 8))).toBe("1002000080010110");
    expect(driver.run(seek(1, 1), mask(0xc0), { code: 0x19, data: pattern(5) }).status).toBe(0x0e);
    expect(contents(driver, 1, 1)).toHaveLength(3);
  });
});
