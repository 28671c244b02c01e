/** The directory on a volume: written by the directory program, read again, damaged, cut off. */
import { describe, expect, it } from "vitest";
import { type Directory, readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { decodeDirectory } from "../../../../engine/monitors/cp/directory/object/decode.ts";
import { encodeDirectory } from "../../../../engine/monitors/cp/directory/object/encode.ts";
import {
  DamagedDirectory,
  DirectoryWriteError,
  directoryOn,
  writeDirectory,
} from "../../../../engine/monitors/cp/directory/object/index.ts";
import { dasdAddress } from "../../../../engine/monitors/cp/directory/object/layout.ts";
import { seal } from "../../../../engine/monitors/cp/directory/object/record.ts";
import { type AllocationType, formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import { DiskPack, diskType } from "../../../../engine/s370/index.ts";
import { FIFTEEN_USERS } from "./directories.ts";

const DRCT: readonly (readonly [AllocationType, number, number])[] = [
  ["DRCT", 3, 4],
  ["TEMP", 5, 9],
];

function pack(volume = "VMSRES", type = "3350", allocations = DRCT): DiskPack {
  const disk = diskType(type);
  if (disk === undefined) throw new Error(`there is no disk ${type}`);
  return new DiskPack(
    formatPack(disk, {
      volume,
      cylinders: 10,
      allocations: allocations.map(([kind, first, last]) => ({ type: kind, first, last })),
    }),
  );
}

const read = (text: string): Directory => readDirectory("user.direct", text).directory;

/** What is the same in source and object: all but the source's name and lines. */
function content({ volume, users }: Directory): unknown {
  return JSON.parse(JSON.stringify({ volume, users }, (key, value: unknown) => (key === "line" ? undefined : value)));
}

/** A directory of many users, numbered. */
function many(users: number, mark: string, type = "3350"): Directory {
  const entries = Array.from({ length: users }, (_, i) => {
    const userid = `U${i}`;
    return `USER ${userid} ${mark}\n CONSOLE 009 3215\n MDISK 191 3330 ${(i % 400) + 1} 1 CMSVOL MR R${i} W${i} M${i}`;
  });
  return read([`DIRECTORY 350 ${type} VMSRES`, ...entries].join("\n"));
}

describe("a directory on its volume", () => {
  it("says what its source says", () => {
    const directory = read(FIFTEEN_USERS);
    const volume = pack(directory.volume.volume);
    expect(directoryOn(volume)).toBeUndefined();
    expect(writeDirectory(volume, directory)).toMatchObject({ records: 2, cylinders: { first: 3, count: 1 } });
    expect(content(directoryOn(volume)?.directory ?? directory)).toEqual(content(directory));
    expect(directoryOn(volume)?.directory.file).toBe("the directory on VMSRES");
  });

  it("has all that statements can say, what came with VM/SP included", () => {
    const directory = read(`DIRECTORY 350 3350 VMSRES
USER NOBODY NOLOG
 CONSOLE 009 3215
USER A B 8K 16M ABCDEFGH 0 ON OFF 00 FF
 ACCOUNT 1 BIN2
 OPTION ECMODE REALTIMER ISAM VIRT=REAL ACCT SVCOFF BMX VMSAVE CPUID 012345 AFFINITY 0
 OPTION STFIRST MIH MAXCONN 65535
 IPL 190 PARM AUTOCR  AND MORE THAN FOURTEEN CHARACTERS  OF  TEXT
 ACIGROUP GROUP
 SCREEN ALL RED BLINK INAREA BLUE
 IUCV ANY PRIORITY MSGLIMIT 255
 IUCV ALLOW
 CONSOLE 001 1052 Z OTHER
 MDISK 000 2311 TOP 0 1 V
 MDISK 002 2311 BOTTOM 0 1 V MWV R
 MDISK 003 2319 1 202 V2 RR A B C
 MDISK 004 3380 T-DISK 5
 MDISK 005 2311 BOTTOM T-DISK 5
 SPOOL 00C 2540 READER
 SPOOL 00D 2540 PUNCH B
 SPOOL 00E 1443 0
 SPOOL 00F 3525
 SPOOL 010 3505 Z
 SPOOL 011 2501
 SPOOL 012 3203
 DEDICATE 020 FFF R/O 3330V
 DEDICATE 021 VOLID X
 DEDICATE 022 NETWORK 123 R/O
 LINK NOBODY 000 FFF MR
 SPECIAL 030 2701 TELE
 SPECIAL 031 2703 IBM
 SPECIAL 032 3270
 SPECIAL 033 CTCA
 SPECIAL 034 TIMER
USER LAST PASS
 IPL CMS
 CONSOLE 009 3210`);
    const volume = pack();
    writeDirectory(volume, directory);
    expect(content(directoryOn(volume)?.directory ?? directory)).toEqual(content(directory));
  });

  it.each(["2305", "2314", "3330", "3340", "3350"])("lies on a %s, over several records and cylinders", (type) => {
    const volume = pack("VMSRES", type === "2305" ? "2305-2" : type, [["DRCT", 2, 9]]);
    const directory = many(1_200, "PASS", type);
    const { records, cylinders } = writeDirectory(volume, directory);
    expect(records).toBe(Math.ceil(1_200 / 169) + Math.ceil((1_200 * (56 + 24 + 48)) / 4080));
    expect(cylinders.first).toBe(2);
    expect(content(directoryOn(volume)?.directory ?? directory)).toEqual(content(directory));
  });

  it("is written beside the one before", () => {
    const volume = pack();
    const places = [1, 2, 3, 4].map((n) => writeDirectory(volume, many(n, "PASS")).cylinders.first);
    expect(places).toEqual([3, 4, 3, 4]);
    expect(directoryOn(volume)).toMatchObject({ pointer: { generation: 4 }, directory: { users: { length: 4 } } });
  });

  it("is not written where it has no room, or does not belong", () => {
    const told = (volume: DiskPack, directory: Directory): string => {
      const before = JSON.stringify(volume.changed);
      let message = "";
      try {
        writeDirectory(volume, directory);
      } catch (error) {
        if (!(error instanceof DirectoryWriteError)) throw error;
        ({ message } = error);
      }
      expect(JSON.stringify(volume.changed)).toBe(before);
      return message;
    };
    const small = many(1, "PASS");
    expect(told(pack("OTHER"), small)).toBe("DMKDIR761E VOLID READ IS OTHER NOT VMSRES (ON 350)");
    expect(told(pack("VMSRES", "3330"), small)).toBe("DMKDIR751E INVALID OPERAND - 3350: VMSRES is a 3330-1");
    expect(told(pack("VMSRES", "3350", [["TEMP", 3, 9]]), small)).toBe(
      "DMKDIR760E NOT ENOUGH SPACE ALLOCATED FOR DIRECTORY: it takes 1 cylinders in a row; VMSRES has 0 for directories (DRCT)",
    );
    const one = pack("VMSRES", "3350", [["DRCT", 3, 3]]);
    writeDirectory(one, small);
    expect(told(one, small)).toBe(
      "DMKDIR760E NOT ENOUGH SPACE ALLOCATED FOR DIRECTORY: it takes 1 cylinders in a row beside the 1 of the present one; VMSRES has 1 for directories (DRCT)",
    );
  });
});

describe("a damaged directory", () => {
  /** A pack with a directory, and one byte of it changed: of the track so many tracks behind the directory's first. */
  function damaged(at: number, track = 0): DiskPack {
    const volume = pack();
    writeDirectory(volume, many(400, "PASS"));
    const number = 3 * 30 + track;
    const bytes = volume.track(number).slice();
    bytes[at] ^= 1;
    volume.replace(number, bytes);
    return volume;
  }

  it("is refused, wherever a bit is wrong; what and where is said", () => {
    expect(() => directoryOn(damaged(100))).toThrow(
      "VMSRES, cylinder 3, record 1 (record 1 of directory 1) is no whole record of a directory: its checksum is wrong",
    );
    expect(() => directoryOn(damaged(21 + 8 + 4096 + 8 + 7, 1))).toThrow(
      "VMSRES, cylinder 3, record 6 (record 6 of directory 1) is no whole record of a directory",
    );
  });

  it("is refused also where somebody has made the checksums right", () => {
    let seed = 370;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const directory = many(40, "PASS");
    const address = (index: number): number => dasdAddress(360 + index, 120);
    const ends = { refused: 0, read: 0 };
    for (let i = 0; i < 500; i++) {
      const records = encodeDirectory(directory, { generation: 1, address });
      for (let change = random(4); change >= 0; change--) {
        const record = records[random(records.length)];
        // Most are in the first blocks, where something is.
        record[random(2) === 0 ? random(80) : random(4080)] = random(256);
      }
      const placed = records.map((record, index) => {
        seal(record, { generation: 1, index, count: records.length });
        return [address(index), record] as const;
      });
      try {
        const { users } = decodeDirectory(new Map(placed), address(0), "T");
        for (const { storage, maximumStorage } of users)
          expect(storage <= maximumStorage && maximumStorage <= 2 ** 24).toBe(true);
        ends.read++;
      } catch (error) {
        if (!(error instanceof DamagedDirectory)) throw error;
        ends.refused++;
      }
    }
    expect(Math.min(ends.refused, ends.read)).toBeGreaterThan(50);
  });

  it("does not keep a new one from being written", () => {
    const volume = damaged(100);
    expect(writeDirectory(volume, many(3, "NEW"))).toMatchObject({
      cylinders: { first: 4 },
      pointer: { generation: 2 },
    });
    expect(directoryOn(volume)?.directory.users).toHaveLength(3);
  });

  it("is told from one that another update has left there", () => {
    const volume = pack();
    writeDirectory(volume, many(3, "FIRST"));
    const label = volume.track(0).slice();
    writeDirectory(volume, many(3, "SECOND"));
    writeDirectory(volume, many(3, "THIRD"));
    volume.replace(0, label);
    expect(() => directoryOn(volume)).toThrow(
      "VMSRES, cylinder 3, record 1 (record 1 of directory 1) has record 1 of directory 3",
    );
  });
});

/** Ends of an update, each after some tracks have been written and some bytes of the next. */
const KILLS = 1000;

it(`is the old one or the new one, whole, at whichever of ${KILLS} instants an update ends`, () => {
  // A 2314 has pages on two tracks.
  const volume = pack("VMSRES", "2314", [["DRCT", 2, 9]]);
  writeDirectory(volume, many(20, "OLD", "2314"));
  const update = many(40, "NEW", "2314");
  const saved = volume.save();
  let seed = 370;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const ends = { old: 0, new: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const cut = new DiskPack(volume.base);
    cut.restore(saved);
    let left = random(7);
    try {
      writeDirectory(cut, update, (number, track) => {
        if (left-- > 0) return cut.replace(number, track);
        const torn = cut.track(number).slice();
        torn.set(track.subarray(0, random(track.length)));
        cut.replace(number, torn);
        throw new RangeError("killed");
      });
    } catch (error) {
      if (!(error instanceof RangeError && error.message === "killed")) throw error;
    }
    const found = directoryOn(cut)?.directory;
    const passwords = [...new Set(found?.users.map(({ password }) => password))];
    expect([found?.users.length, passwords]).toEqual(passwords[0] === "NEW" ? [40, ["NEW"]] : [20, ["OLD"]]);
    ends[passwords[0] === "NEW" ? "new" : "old"]++;
  }
  expect(Math.min(ends.old, ends.new)).toBeGreaterThan(KILLS / 10);
});
