/** Reads and searches of count-key-data disks, by GA26-1592 and GA26-1638. */
import { describe, expect, test } from "vitest";
import type { NewRecord } from "../../../../engine/s370/devices/images/ckd-track.ts";
import {
  address,
  type Driver,
  digits,
  driveWith,
  hex,
  mask,
  packOf,
  pattern,
  searchHome,
  searchId,
  seek,
} from "./dasd-support.ts";

/** Records 1-4: with keys of 4 bytes "0r0r0r0r", data of 16 bytes from r0 on; the last one an end of file. */
function fourRecords(cylinder: number, head: number): NewRecord[] {
  if (cylinder !== 3) return [];
  return [1, 2, 3, 4].map((record) => ({
    record,
    key: new Uint8Array(4).fill(record + 0x10 * head),
    data: record === 4 ? new Uint8Array(0) : pattern(16, record * 16),
  }));
}

function drive(options: { fast?: boolean; now?: number } = {}): Driver {
  return driveWith(packOf("3350", fourRecords), options);
}

const READ_DATA = { code: 0x06 };
const READ_KEY_AND_DATA = { code: 0x0e };
const READ_COUNT = { code: 0x12 };
const READ_RECORD_ZERO = { code: 0x16 };
const READ_HOME_ADDRESS = { code: 0x1a };
const READ_COUNT_KEY_AND_DATA = { code: 0x1e };

for (const fast of [true, false]) {
  describe(fast ? "with fast devices" : "in virtual time", () => {
    for (const now of fast ? [0] : [0, 1234, 9000, 16_000]) {
      const at = `at tick ${now}`;
      const begin = (): Driver => drive({ fast, now });

      test(`search identifier equal, read data ${at}`, () => {
        const { status, read } = begin().run(seek(3, 0), searchId(3, 0, 2), READ_DATA);
        expect(status).toBe(0x0c);
        expect(digits(read[0])).toBe(digits(pattern(16, 32)));
      });

      test(`search identifier equal, read key and data ${at}`, () => {
        const { status, read } = begin().run(seek(3, 1), searchId(3, 1, 3), READ_KEY_AND_DATA);
        expect(status).toBe(0x0c);
        expect(digits(read[0])).toBe(`13131313${digits(pattern(16, 48))}`);
      });

      test(`record by record behind one that was found ${at}`, () => {
        const { status, read } = begin().run(
          ...[seek(3, 0), searchId(3, 0, 1), READ_DATA, READ_COUNT, READ_DATA, READ_COUNT_KEY_AND_DATA, READ_DATA],
        );
        expect(status).toBe(0x0d);
        expect(read.map(digits)).toEqual([
          digits(pattern(16, 16)),
          "0003000002040010",
          digits(pattern(16, 32)),
          `000300000304001003030303${digits(pattern(16, 48))}`,
          "",
        ]);
      });

      test(`home address, record 0, and the first count behind it ${at}`, () => {
        const { status, read } = begin().run(seek(3, 2), READ_HOME_ADDRESS, READ_RECORD_ZERO, READ_COUNT);
        expect(status).toBe(0x0c);
        expect(read.map(digits)).toEqual(["0000030002", "00030002000000080000000000000000", "0003000201040010"]);
      });

      test(`record 0 waits for the index point by itself ${at}`, () => {
        const { read } = begin().run(seek(3, 2), searchId(3, 2, 3), READ_RECORD_ZERO);
        expect(read.map(digits)).toEqual(["00030002000000080000000000000000"]);
      });

      test(`a search for the home address ${at}`, () => {
        const { status, read } = begin().run(seek(3, 2), searchHome(3, 2), READ_COUNT);
        expect(status).toBe(0x0c);
        expect(digits(read[0])).toBe("0003000201040010");
      });

      test(`search key equal, read data ${at}`, () => {
        const { status, read } = begin().run(seek(3, 1), { code: 0x29, data: hex("13131313"), loops: true }, READ_DATA);
        expect(status).toBe(0x0c);
        expect(digits(read[0])).toBe(digits(pattern(16, 48)));
      });

      test(`no record found: two index points ${at}`, () => {
        const driver = begin();
        const { status, commands } = driver.run(seek(3, 0), searchId(3, 0, 9), READ_DATA);
        expect(status).toBe(0x0e);
        expect(digits(driver.sense())).toBe("000800008003000000000000000000000000000000000000");
        expect(commands).toBeLessThan(14);
      });

      test(`a multitrack search goes on with the next heads ${at}`, () => {
        const step = { code: 0xb1, data: address(3, 4, 3), loops: true };
        const { status, read } = begin().run(seek(3, 1), step, READ_DATA);
        expect(status).toBe(0x0c);
        expect(digits(read[0])).toBe(digits(pattern(16, 48)));
      });

      test(`a multitrack search to the end of the cylinder ${at}`, () => {
        const driver = begin();
        const { status } = driver.run(seek(3, 27), { code: 0xb1, data: address(9, 9, 9), loops: true });
        expect(status).toBe(0x0e);
        expect(digits(driver.sense().subarray(0, 8))).toBe("0020000080031D00");
      });

      test(`read initial program load ${at}`, () => {
        const pack = packOf("3350", (cylinder, head) =>
          cylinder === 0 && head === 0 ? [{ record: 1, key: pattern(4), data: pattern(24, 7) }] : [],
        );
        const driver = driveWith(pack, { fast, now });
        driver.run(seek(3, 3));
        const { status, read } = driver.run({ code: 0x02 });
        expect(status).toBe(0x0c);
        expect(digits(read[0])).toBe(digits(pattern(24, 7)));
      });
    }
  });
}

describe("searches", () => {
  const found = (code: number, data: Uint8Array): string => {
    const { status, read } = drive().run(seek(3, 0), { code, data, loops: true }, READ_COUNT_KEY_AND_DATA);
    return status === 0x0c || status === 0x0d ? digits(read[0]?.subarray(4, 5)) : "none";
  };

  test("for an identifier: equal, high, equal or high", () => {
    // What is read is the record behind the one that was found.
    expect(found(0x31, address(3, 0, 2))).toBe("03");
    expect(found(0x51, address(3, 0, 2))).toBe("04");
    expect(found(0x71, address(3, 0, 2))).toBe("03");
    expect(found(0x51, address(3, 0, 9))).toBe("none");
  });

  test("for a home address that is not there", () => {
    const driver = drive();
    expect(driver.run(seek(3, 0), searchHome(3, 1)).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 2))).toBe("0008");
  });

  test("for a key: equal, high, equal or high", () => {
    expect(found(0x29, hex("02020202"))).toBe("03");
    expect(found(0x49, hex("01FFFFFF"))).toBe("03");
    expect(found(0x69, hex("02020202"))).toBe("03");
    expect(found(0x29, hex("02020203"))).toBe("none");
  });

  test("fewer bytes than the identifier has are compared alone, and want more", () => {
    const { status, unsatisfied } = drive().run(seek(3, 0), { code: 0x31, data: address(3, 0), loops: true });
    expect([status, unsatisfied]).toEqual([0x4c, true]);
  });

  test("a record without a key does not satisfy a search for one", () => {
    const pack = packOf("3350", () => [
      { record: 1, data: pattern(3) },
      { record: 2, key: hex("AA"), data: pattern(3, 9) },
    ]);
    const { read } = driveWith(pack).run(seek(0, 0), { code: 0x29, data: hex("AA"), loops: true }, READ_DATA);
    expect(digits(read[0])).toBe("090A0B");
  });

  test("for key and data, which X'FF' leaves out, is a 2314's", () => {
    const records = [1, 2, 3].map((record) => ({ record, key: hex(`A${record}`), data: hex(`00B${record}00`) }));
    const pack = packOf("2314", () => records);
    const step = { code: 0x2d, data: hex("FF FF B3 FF"), loops: true };
    expect(driveWith(pack).run(seek(0, 0), step).status).toBe(0x4c);
    expect(driveWith(pack).run(seek(0, 0), { ...step, data: hex("A2 FF B3 FF") }).status).toBe(0x0e);
    const driver = drive();
    expect(driver.run(seek(3, 0), step).status).toBe(0x02);
    expect(digits(driver.sense().subarray(0, 8))).toBe("8000000080030001");
  });

  test("without times, one that is repeated costs a few commands", () => {
    const pack = packOf("3350", () =>
      Array.from({ length: 60 }, (_, at) => ({ record: at + 1, data: pattern(10, at) })),
    );
    const { commands, read } = driveWith(pack).run(seek(5, 5), searchId(5, 5, 55), READ_DATA);
    expect(digits(read[0])).toBe(digits(pattern(10, 54)));
    expect(commands).toBeLessThan(6);
  });
});

describe("multitrack", () => {
  test("read count goes on with the first record of the next track", () => {
    const { read } = drive().run(seek(3, 0), searchId(3, 0, 4), { code: 0x92 }, { code: 0x92 });
    expect(read.map(digits)).toEqual(["0003000101040010", "0003000102040010"]);
  });

  test("home address and record 0 are the next head's", () => {
    const { read } = drive().run(seek(3, 0), { code: 0x9a }, { code: 0x96 });
    expect(read.map(digits)).toEqual(["0000030001", "00030002000000080000000000000000"]);
  });

  test("is forbidden by the file mask", () => {
    const driver = drive();
    expect(driver.run(seek(3, 0), mask(0x18), { code: 0x9a }).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 2))).toBe("0004");
  });
});

describe("read", () => {
  test("multiple count, key and data: what is left of the track", () => {
    const { read } = drive().run(seek(3, 0), searchId(3, 0, 2), { code: 0x5e });
    expect(digits(read[0])).toBe(`000300000304001003030303${digits(pattern(16, 48))}000300000404000004040404`);
  });

  test("count with no record on the track", () => {
    const driver = drive();
    expect(driver.run(seek(4, 0), READ_COUNT).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 2))).toBe("0008");
  });

  test("end of file with key", () => {
    const { status, read } = drive().run(seek(3, 0), searchId(3, 0, 4), READ_KEY_AND_DATA);
    expect([status, digits(read[0])]).toEqual([0x0d, "04040404"]);
  });

  test("initial program load not after a file mask", () => {
    const driver = drive();
    expect(driver.run(mask(0), { code: 0x02 }).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 8))).toBe("8000000080000002");
  });

  test("what space count has given the lengths of", () => {
    const { read } = drive().run(
      seek(3, 0),
      searchHome(3, 0),
      READ_RECORD_ZERO,
      { code: 0x0f, data: hex("040008") },
      READ_KEY_AND_DATA,
    );
    expect(digits(read[1])).toBe(`01010101${digits(pattern(8, 16))}`);
  });
});

describe("a record that overflows", () => {
  /** Record 1 of head 0, goes on as record 1 of head 1, and ends as that of head 2. */
  function overflowing(): Driver {
    const pack = packOf("3330", (_, head) => [
      { record: 1, key: head === 0 ? hex("AB") : undefined, data: pattern(4, head * 16) },
    ]);
    for (const number of [0, 1]) {
      const track = pack.track(number).slice();
      track[5 + 16] |= 0x80;
      pack.replace(number, track);
    }
    return driveWith(pack);
  }

  test("is read to its end", () => {
    const { status, read } = overflowing().run(seek(0, 0), searchId(0, 0, 1), READ_DATA);
    expect([status, digits(read[0])]).toEqual([0x0c, "000102031011121320212223"]);
  });

  test("does not show in its count", () => {
    const { read } = overflowing().run(seek(0, 0), READ_COUNT_KEY_AND_DATA);
    expect(digits(read[0])).toBe("0000000001010004AB000102031011121320212223");
    expect(digits(overflowing().run(seek(0, 0), READ_COUNT).read[0])).toBe("0000000001010004");
    expect(digits(overflowing().run(seek(0, 0), { code: 0x5e }).read[0])).toBe("0000000001010004AB00010203");
  });

  test("is written to its end", () => {
    const driver = overflowing();
    const { status } = driver.run(seek(0, 0), searchId(0, 0, 1), { code: 0x05, data: pattern(12, 0xa0) });
    expect(status).toBe(0x0c);
    expect(digits(driver.run(seek(0, 0), READ_DATA).read[0])).toBe(digits(pattern(12, 0xa0)));
    const both = driver.run(seek(0, 0), searchId(0, 0, 1), { code: 0x0d, data: pattern(13, 0xc0) });
    expect(both.status).toBe(0x0c);
    expect(digits(driver.run(seek(0, 0), READ_KEY_AND_DATA).read[0])).toBe(digits(pattern(13, 0xc0)));
  });

  test("is incomplete where heads may not be switched", () => {
    const driver = overflowing();
    expect(driver.run(seek(0, 0), mask(0x18), searchId(0, 0, 1), READ_DATA).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 4))).toBe("00050006");
    const write = { code: 0x05, data: pattern(12) };
    expect(driver.run(seek(0, 0), mask(0xd8), searchId(0, 0, 1), write).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 4))).toBe("00050005");
  });

  test("is incomplete at the end of the cylinder, in the words of a 2314", () => {
    const pack = packOf("2314", () => [{ record: 1, data: pattern(4) }]);
    const track = pack.track(19).slice();
    track[5 + 16] |= 0x80;
    pack.replace(19, track);
    const driver = driveWith(pack);
    expect(driver.run(seek(0, 19), searchId(0, 19, 1), READ_DATA).status).toBe(0x0e);
    expect(digits(driver.sense())).toBe("002100440006");
  });
});
