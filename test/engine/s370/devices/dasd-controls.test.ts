/** Controls, sense bytes, operator and time of count-key-data disks (GA26-1592, GA26-1619, GA26-1638, GA26-3599). */
import { describe, expect, test } from "vitest";
import { CountKeyDataDisk } from "../../../../engine/s370/devices/dasd/disk.ts";
import { armTicks, driveOf } from "../../../../engine/s370/devices/dasd/drives.ts";
import { DiskPack } from "../../../../engine/s370/devices/images/disk-pack.ts";
import { DISK_TYPES, diskType } from "../../../../engine/s370/devices/images/disk-types.ts";
import { bytesOf, MediumError } from "../../../../engine/s370/devices/media.ts";
import { address, Driver, digits, driveWith, hex, mask, packOf, pattern, searchId, seek } from "./dasd-support.ts";

const COMMANDS = {
  control: [0x03, 0x13, 0x17, 0x07, 0x0b, 0x1b, 0x0f, 0x1f],
  search: [0x39, 0xb9, 0x31, 0xb1, 0x51, 0xd1, 0x71, 0xf1, 0x29, 0xa9, 0x49, 0xc9, 0x69, 0xe9],
  read: [0x02, 0x06, 0x86, 0x0e, 0x8e, 0x12, 0x92, 0x16, 0x96, 0x1a, 0x9a, 0x1e, 0x9e],
  write: [0x19, 0x15, 0x1d, 0x01, 0x05, 0x0d, 0x11],
  sense: [0x04, 0xb4, 0x94],
  positions: [0x22, 0x23],
  log: [0xa4],
  only3830: [0x5e, 0xe4, 0x44, 0x53, 0x73],
  scan: [
    ...[0x2d, 0xad, 0x4d, 0xcd, 0x6d, 0xed],
    ...[0x25, 0xa5, 0x45, 0xc5, 0x65, 0xe5, 0x35, 0xb5, 0x55, 0xd5, 0x75, 0xf5],
  ],
};
const ALL = [COMMANDS.control, COMMANDS.search, COMMANDS.read, COMMANDS.write, COMMANDS.sense].flat();

function disk(name: string): CountKeyDataDisk {
  const type = diskType(name);
  if (!type) throw new Error(name);
  return new CountKeyDataDisk(type);
}

describe("commands", () => {
  const sets: Readonly<Record<string, readonly number[]>> = {
    "2311": [...ALL, ...COMMANDS.scan],
    "2314": [...ALL, ...COMMANDS.scan],
    "2305": [...ALL, ...COMMANDS.positions, ...COMMANDS.log],
    "3330": [...ALL, ...COMMANDS.positions, ...COMMANDS.log, ...COMMANDS.only3830],
    "3340": [...ALL, ...COMMANDS.positions, ...COMMANDS.log, ...COMMANDS.only3830],
    "3350": [...ALL, ...COMMANDS.positions, ...COMMANDS.log, ...COMMANDS.only3830],
  };
  for (const [type, set] of Object.entries(sets)) {
    test(`those of a ${type}, and no others`, () => {
      const driver = driveWith(packOf(type));
      const taken: number[] = [];
      for (let code = 0; code < 0x100; code++) {
        // No device sees TRANSFER IN CHANNEL, nor codes that are none.
        if ((code & 0x0f) === 0 || (code & 0x0f) === 8) continue;
        const { status } = driver.run({ code, data: new Uint8Array(8) });
        if (status !== 0x02) taken.push(code);
        else expect(digits(driver.sense().subarray(0, 1)), `X'${code.toString(16)}'`).toBe("80");
      }
      expect(taken.map((code) => code.toString(16))).toEqual(
        set.toSorted((a, b) => a - b).map((code) => code.toString(16)),
      );
    });
  }

  test("without a pack: intervention required, but for sense", () => {
    for (const code of [0x03, 0x02, 0x07, 0x31, 0x05, 0x13]) {
      const driver = new Driver(disk("3350"));
      expect(driver.run({ code, data: new Uint8Array(6) }).status).toBe(0x02);
      expect(digits(driver.sense().subarray(0, 2))).toBe("4000");
      expect(digits(driver.sense().subarray(0, 2))).toBe("0000");
    }
    for (const code of [0x04, 0xb4, 0x94, 0xe4, 0xa4]) expect(new Driver(disk("3350")).run({ code }).status).toBe(0x0c);
  });
});

describe("seek", () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ["a cylinder that is not there", "00000230 0000", "8000000080000004"],
    ["a head that is not there", "00000000001E", "8000000080000004"],
    ["a bin", "000100000000", "8000000080000004"],
    ["five bytes", "0000000000", "8000000080000003"],
  ];
  for (const [name, data, sense] of wrong) {
    test(`${name} is rejected`, () => {
      const driver = driveWith(packOf("3350"));
      expect(driver.run({ code: 0x07, data: hex(data) }).status).toBe(0x0e);
      expect(digits(driver.sense().subarray(0, 8))).toBe(sense);
    });
  }

  test("a wrong address in the words of a 2314", () => {
    const driver = driveWith(packOf("2314"));
    expect(driver.run({ code: 0x07, data: hex("0000 00C8 0000") }).status).toBe(0x0e);
    expect(digits(driver.sense())).toBe("810000400000");
  });

  test("head: the cylinder stays", () => {
    const driver = driveWith(packOf("3350"));
    const { read } = driver.run(seek(7, 1), { code: 0x1b, data: hex("0000 FFFF 0002") }, { code: 0x1a });
    expect(digits(read[0])).toBe("0000070002");
  });

  test("cylinder: and head", () => {
    const { read } = driveWith(packOf("3350")).run({ code: 0x0b, data: hex("0000 0007 0003") }, { code: 0x1a });
    expect(digits(read[0])).toBe("0000070003");
  });

  test("recalibrate goes to cylinder 0, head 0; restore, no-operation go nowhere", () => {
    const read = (code: number) => digits(driveWith(packOf("3350")).run(seek(7, 1), { code }, { code: 0x1a }).read[0]);
    expect([0x13, 0x17, 0x03].map(read)).toEqual(["0000000000", "0000070001", "0000070001"]);
  });

  test("the arms keep their place from program to program", () => {
    const driver = driveWith(packOf("3350"));
    driver.run(seek(7, 1));
    expect(digits(driver.run({ code: 0x1a }).read[0])).toBe("0000070001");
  });
});

describe("sense bytes", () => {
  test("are there once", () => {
    const driver = driveWith(packOf("3350"));
    driver.run(seek(0, 0), { code: 0x77 });
    expect(digits(driver.sense())).toBe("800000008000000100000000000000000000000000000000");
    expect(digits(driver.sense())).toBe("000000008000000000000000000000000000000000000000");
  });

  test("go with the next command", () => {
    const driver = driveWith(packOf("3350"));
    driver.run({ code: 0x77 });
    driver.run({ code: 0x03 });
    expect(digits(driver.sense().subarray(0, 2))).toBe("0000");
  });

  test("say where the drive is, by its type", () => {
    const at = (name: string, unit: number, cylinder: number, head: number) => {
      const pack = packOf(name);
      const drive = new CountKeyDataDisk(pack.geometry.disk, unit);
      drive.mount(pack);
      const driver = new Driver(drive);
      driver.run(seek(cylinder, head));
      return digits(driver.sense().subarray(2, 7));
    };
    expect(at("3330-1", 0x150, 0x101, 18)).toBe("0000380152");
    expect(at("3330-1", 0x157, 0x7f, 0)).toBe("0000077F00");
    expect(at("3330-11", 0x151, 0x201, 3)).toBe("0000310143");
    expect(at("3340-35", 0x161, 0x101, 11)).toBe("810040012B");
    expect(at("3340-70", 0x167, 0x201, 11)).toBe("820001014B");
    expect(at("3350-1", 0x173, 0x201, 29)).toBe("000010015D");
    expect(at("2305-2", 0x1d0, 95, 7)).toBe("0000005F07");
  });

  test("reserve and release are sense commands", () => {
    const driver = driveWith(packOf("3350"));
    driver.run({ code: 0x77 });
    expect(digits(driver.run({ code: 0xb4 }).read[0].subarray(0, 8))).toBe("8000000080000001");
    expect(digits(driver.run({ code: 0x94 }).read[0].subarray(0, 8))).toBe("0000000080000000");
  });

  test("sense I/O type", () => {
    const type = (name: string) => digits(driveWith(packOf(name)).run({ code: 0xe4 }).read[0]);
    expect(["3330-1", "3330-11", "3340-35", "3340-70", "3350"].map(type)).toEqual([
      "FF383002333001",
      "FF383002333011",
      "FF383002334001",
      "FF383002334002",
      "FF383002335000",
    ]);
  });

  test("the buffered log counts bytes read and seeks, and is reset", () => {
    const driver = driveWith(packOf("3350", () => [{ record: 1, data: pattern(1000) }]));
    const log = () => digits(driver.run({ code: 0xa4 }).read[0].subarray(7, 18));
    driver.run(seek(5, 0), searchId(5, 0, 1), { code: 0x06 }, seek(6, 0), seek(6, 1));
    expect(log()).toBe("60000003E8000000000002");
    expect(log().slice(0, 2)).toBe("60");
    expect(log().slice(18)).toBe("0000");
  });
});

describe("diagnostics", () => {
  test("find nothing", () => {
    const driver = driveWith(packOf("3350"));
    expect(driver.run({ code: 0x53, data: hex("01") }, { code: 0x73, data: pattern(512) }).status).toBe(0x0c);
    expect(digits(driver.run({ code: 0x44 }).read[0])).toBe("0".repeat(32));
  });
});

describe("errors of the pack", () => {
  test("a track that is marked defective: only its home address and record 0", () => {
    const driver = driveWith(packOf("3350", () => [{ record: 1, data: pattern(3) }]));
    const zero = hex("0001000100000008 0001000200000000");
    driver.run(seek(1, 1), mask(0xc0), { code: 0x19, data: hex("0200010001") }, { code: 0x15, data: zero });
    expect(driver.run(seek(1, 1), { code: 0x1a }, { code: 0x16 }).read.map(digits)).toEqual([
      "0200010001",
      digits(zero),
    ]);
    for (const step of [searchId(1, 1, 1), { code: 0x12 }, { code: 0x06 }, { code: 0x29, data: hex("00") }]) {
      expect(driver.run(seek(1, 1), step).status).toBe(0x0e);
      expect(digits(driver.sense().subarray(0, 2))).toBe("0200");
    }
    expect(driver.run(seek(1, 0), { code: 0x92 }, { code: 0x92 }).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 2))).toBe("0200");
  });

  test("a track that the image has damaged", () => {
    const pack = packOf("3350");
    const { base } = pack;
    const read = (number: number): Uint8Array => {
      if (number === 31) throw new MediumError("PACK", 512, "damaged");
      return base.read(number);
    };
    const driver = driveWith(new DiskPack({ ...base, read }));
    for (const code of [0x1a, 0x16, 0x12, 0x39, 0x31, 0x5e, 0x0f]) {
      expect(driver.run(seek(1, 1), { code, data: hex("00010001") }).status).toBe(0x0e);
      expect(digits(driver.sense().subarray(0, 13))).toBe("08800000800101400001000100");
    }
    expect(driver.run(seek(1, 2), { code: 0x1a }).status).toBe(0x0c);
  });

  test("a pack that is taken off in the middle of a command", () => {
    const driver = driveWith(packOf("3350", () => [{ record: 1, data: pattern(3) }]));
    driver.run(seek(1, 1), searchId(1, 1, 1));
    const { device } = driver;
    device.begin({ code: 0x31, chained: false, chains: true });
    device.operate?.("unmount");
    expect(device.accept?.(address(1, 1, 1))).toEqual({ status: 0x0e });
    expect(digits(driver.sense().subarray(0, 2))).toBe("4000");
  });
});

describe("sectors", () => {
  test("one that the drive does not have is rejected", () => {
    const driver = driveWith(packOf("3350"));
    expect(driver.run({ code: 0x23, data: hex("80") }).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 8))).toBe("8000000080000004");
    expect(driveWith(packOf("3340")).run({ code: 0x23, data: hex("40") }).status).toBe(0x0e);
  });

  const records = Array.from({ length: 12 }, (_, at) => ({ record: at + 1, data: pattern(1000, at) }));
  for (const [name, now] of [
    ["3350", 0],
    ["3350", 11_111],
    ["3330", 5000],
    ["3340", 15_000],
    ["2305-2", 3],
  ] as const) {
    test(`${name}: what read sector has given leads to the record, with one search, at tick ${now}`, () => {
      for (const fast of [true, false]) {
        for (let record = 2; record <= 6; record++) {
          const driver = driveWith(
            packOf(name, () => records),
            { fast, now },
          );
          const { read } = driver.run(seek(1, 1), searchId(1, 1, record), { code: 0x06 }, { code: 0x22 });
          const begun = driver.now;
          const sector = { code: 0x23, data: read[1] };
          const { status, commands } = driver.run(sector, searchId(1, 1, record), { code: 0x06 });
          expect([status, commands], `record ${record}, ${fast}`).toEqual([0x0c, 3]);
          expect(driver.now - begun).toBeLessThan(2 * (driveOf(diskType(name) ?? DISK_TYPES[0])?.turn ?? 0));
        }
      }
    });
  }
});

describe("time", () => {
  const drive = (name: string) =>
    driveWith(
      packOf(name, () => [{ record: 1, data: pattern(4000) }]),
      { fast: false },
    );

  test("arms take what the manual says", () => {
    const took = (name: string, from: number, to: number) => {
      const driver = drive(name);
      driver.run(seek(from, 0));
      const begun = driver.now;
      driver.run(seek(to, 0));
      return Math.round((driver.now - begun) / 1000);
    };
    expect([took("3350", 0, 1), took("3350", 0, 185), took("3350", 0, 554)]).toEqual([10, 25, 50]);
    expect([took("3330", 403, 402), took("3330", 0, 135), took("3330", 403, 0)]).toEqual([10, 30, 55]);
    expect([took("2314", 0, 1), took("2314", 199, 0)]).toEqual([25, 130]);
    expect([took("2305-2", 0, 90), took("3350", 7, 7)]).toEqual([0, 0]);
  });

  test("data pass at the rate of the drive", () => {
    const rate = (name: string) => {
      const driver = drive(name);
      driver.run(seek(1, 0), searchId(1, 0, 1));
      const begun = driver.now;
      driver.now += 100;
      driver.run(searchId(1, 0, 1), { code: 0x06 });
      // One turn, less the count area that had passed, and the data.
      return driver.now - begun;
    };
    expect(rate("3350")).toBeGreaterThan(16_700);
    expect(rate("3350")).toBeLessThan(16_700 + 4000 / 1.19 + 300);
    expect(rate("2305-1")).toBeLessThan(5000 + 4000 / 3 + 300);
  });

  test("records that follow one another are read in one turn", () => {
    const records = Array.from({ length: 4 }, (_, at) => ({ record: at + 1, data: pattern(4000) }));
    const driver = driveWith(
      packOf("3350", () => records),
      { fast: false },
    );
    driver.run(seek(1, 0), searchId(1, 0, 0));
    const begun = driver.now;
    const next = [{ code: 0x12 }, { code: 0x06 }];
    driver.run(searchId(1, 0, 1), { code: 0x06 }, ...next, ...next, ...next);
    expect(driver.now - begun).toBeLessThan(16_700 + 600);
  });

  test("a track of a 3340 with an odd head is on the other half", () => {
    const driver = driveWith(
      packOf("3340", () => [{ record: 1, data: pattern(8) }]),
      { fast: false },
    );
    const reach = (head: number) => {
      driver.now = 0;
      driver.run({ code: 0x1b, data: Uint8Array.of(0, 0, 0, 0, 0, head) }, { code: 0x1a });
      return Math.round(driver.now / 1000);
    };
    // The index point of those with even heads is just by.
    expect([reach(0), reach(1), reach(2)]).toEqual([20, 10, 20]);
  });

  test("that there is no record takes until the index point has passed twice", () => {
    const driver = drive("3350");
    driver.run(seek(1, 0));
    const begun = driver.now;
    expect(driver.run(searchId(1, 0, 9)).status).toBe(0x0e);
    expect(driver.now - begun).toBeGreaterThan(16_700);
    expect(driver.now - begun).toBeLessThan(2 * 16_700);
  });

  test("the distance decides", () => {
    for (const type of DISK_TYPES) {
      const drive = driveOf(type);
      if (!drive?.arm) continue;
      const ticks = [1, 2, 50, 150, type.cylinders - 1].map((distance) => armTicks(drive, distance, type.cylinders));
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    }
  });
});

describe("the operator", () => {
  const image = (): Uint8Array => {
    // A plain image of one cylinder: header, then 30 tracks.
    const trackBytes = 19_456;
    const bytes = new Uint8Array(512 + 30 * trackBytes);
    const view = new DataView(bytes.buffer);
    bytes.set(new TextEncoder().encode("CKD_P370"));
    view.setUint32(8, 30, true);
    view.setUint32(12, trackBytes, true);
    bytes[16] = 0x50;
    for (let head = 0; head < 30; head++) {
      const at = 512 + head * trackBytes;
      view.setUint16(at + 3, head);
      view.setUint16(at + 7, head);
      bytes[at + 12] = 8;
      bytes.fill(0xff, at + 21, at + 29);
    }
    return bytes;
  };

  test("mounts a pack: device end, and it can be read", () => {
    const shelf = new Map([["PACK1", bytesOf("PACK1", image())]]);
    const driver = new Driver(disk("3350"), { shelf });
    driver.device.operate?.("mount PACK1");
    expect(driver.presented).toEqual([0x04]);
    expect(digits(driver.run(seek(0, 9), { code: 0x1a }).read[0])).toBe("0000000009");
    expect(driver.run(seek(1, 0)).status).toBe(0x0e);
    driver.device.operate?.("unmount");
    expect(driver.run(seek(0, 0)).status).toBe(0x02);
    driver.device.operate?.("mount PACK1 read-only");
    expect(driver.run(seek(0, 0), searchId(0, 0, 0), { code: 0x05, data: pattern(8) }).status).toBe(0x0e);
    expect(digits(driver.sense().subarray(0, 2))).toBe("1002");
    driver.device.operate?.("ready");
    expect(driver.presented).toEqual([0x04, 0x04, 0x04]);
  });

  test("is told what is wrong", () => {
    const shelf = new Map([
      ["PACK1", bytesOf("PACK1", image())],
      ["TEXT", bytesOf("TEXT", pattern(600))],
    ]);
    const operate = (name: string, text: string) => () => new Driver(disk(name), { shelf }).device.operate?.(text);
    expect(operate("3350", "mount PACK2")).toThrow(/no disk image "PACK2"/);
    expect(operate("3330", "mount PACK1")).toThrow(/3350-1 pack, which does not fit a 3330/);
    expect(operate("3350", "mount TEXT")).toThrow(/TEXT/);
    expect(operate("3350", "mount PACK1 upside down")).toThrow(RangeError);
    expect(operate("3350", "ready")).toThrow(/mount/);
    expect(operate("3350", "spin")).toThrow(/mount NAME/);
  });
});

describe("a saved disk", () => {
  test("goes on as it would have", () => {
    const pack = packOf("3350", () => [1, 2, 3].map((record) => ({ record, data: pattern(10, record) })));
    const driver = driveWith(pack);
    driver.run(seek(4, 4), searchId(4, 4, 2), { code: 0x05, data: pattern(10, 0xa0) });
    driver.run({ code: 0x77 });
    const saved = driver.device.save();
    const read = () => digits(driver.run(seek(4, 4), searchId(4, 4, 2), { code: 0x06 }).read[0]);
    driver.run(seek(4, 4), searchId(4, 4, 2), { code: 0x05, data: pattern(10, 0xb0) });
    expect(read()).toBe(digits(pattern(10, 0xb0)));
    driver.device.operate?.("unmount");
    driver.device.restore(saved);
    expect(digits(driver.sense().subarray(0, 7))).toBe("80000000800404");
    expect(digits(driver.run({ code: 0x1a }).read[0])).toBe("0000040004");
    expect(read()).toBe(digits(pattern(10, 0xa0)));
  });

  test("in the middle of a chain", () => {
    const driver = driveWith(packOf("3350", () => [1, 2, 3].map((record) => ({ record, data: pattern(10, record) }))));
    const { device } = driver;
    const command = (code: number, chained = true) => device.begin({ code, chained, chains: true });
    command(0x1f, false);
    device.accept?.(hex("C0"));
    command(0x31);
    expect(device.accept?.(address(0, 0, 0))).toMatchObject({ status: 0x4c });
    const saved = device.save();
    for (let twice = 0; twice < 2; twice++) {
      expect(command(0x1d)).toMatchObject({ most: 8 });
      expect(device.accept?.(hex("0000000001000003"))).toEqual({ more: 3 });
      const half = device.save();
      device.accept?.(hex("010203"));
      device.restore(half);
      expect(device.accept?.(hex("040506"))).toEqual({ status: 0x0c });
      expect(digits(driver.run(seek(0, 0), searchId(0, 0, 1), { code: 0x06 }).read[0])).toBe("040506");
      device.restore(saved);
    }
  });

  test("a reset leaves pack and arms, but no sense bytes", () => {
    const driver = driveWith(packOf("3350"));
    driver.run(seek(4, 4), mask(0x18), { code: 0x77 });
    driver.device.reset();
    expect(digits(driver.sense().subarray(0, 7))).toBe("00000000800404");
    expect(digits(driver.run({ code: 0x1a }).read[0])).toBe("0000040004");
  });
});
