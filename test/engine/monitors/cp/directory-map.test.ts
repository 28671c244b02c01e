/** What is where on each volume, as DISKMAP showed it. */
import { describe, expect, test } from "vitest";
import { formatVolumeMaps, mapVolumes, readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { directoryOf, FIFTEEN_USERS, saidOf } from "./directories.ts";

const mapOf = (...statements: string[]) => mapVolumes(directoryOf("USER X Y", ...statements));

describe("the map of a volume", () => {
  test("has minidisks by their first cylinder, and gaps to the volume's end", () => {
    const [map] = mapOf("MDISK 192 3350 100 10 V", "MDISK 191 3350 1 50 V");
    expect(map).toMatchObject({ volume: "V", types: ["3350"], cylinders: 555, model: "3350-1" });
    expect(map.entries.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ["gap", 0, 0],
      ["minidisk", 1, 50],
      ["gap", 51, 99],
      ["minidisk", 100, 109],
      ["gap", 110, 554],
    ]);
  });

  test("takes the smallest model that has them all", () => {
    expect(mapOf("MDISK 191 3330 0 404 V")[0]).toMatchObject({ model: "3330-1", cylinders: 404 });
    expect(mapOf("MDISK 191 3330 400 5 V")[0]).toMatchObject({ model: "3330-11", cylinders: 808 });
  });

  test("leaves out temporary disks, dedicated volumes and links", () => {
    expect(mapOf("MDISK 195 3350 T-DISK 5", "DEDICATE 250 MYPACK")).toEqual([]);
  });

  test("has no gap in a volume that is one minidisk, and does not take that one for an overlap", () => {
    expect(mapOf("MDISK 191 3350 0 555 V", "MDISK 192 3350 0 555 V")[0].entries.map(({ kind }) => kind)).toEqual([
      "minidisk",
      "minidisk",
    ]);
    const [map] = mapOf("MDISK 191 3350 0 555 V", "MDISK 192 3350 5 5 V");
    expect(map.entries.map((entry) => (entry.kind === "gap" ? "gap" : entry.overlaps.length))).toEqual([
      0,
      "gap",
      0,
      "gap",
    ]);
  });

  test("has both halves of a 2314's cylinders", () => {
    expect(saidOf("USER X Y", "MDISK 191 2311 TOP 0 10 V", "MDISK 192 2311 BOTTOM 5 10 V")).toEqual([]);
    expect(saidOf("USER X Y", "MDISK 191 2311 TOP 0 10 V", "MDISK 192 2314 5 10 V")).toEqual([
      "4:1: warning: overlaps on V, cylinders 5 to 9, with MDISK 191 of USER X (line 3)",
    ]);
  });

  test("is told for fifteen users", () => {
    const text = formatVolumeMaps(mapVolumes(readDirectory("user.direct", FIFTEEN_USERS).directory));
    expect(text.split("\n\n")[3]).toBe(
      `
VOLUME  TYPE     USERID    CUU  START   END  SIZE
VMUSR1  3350-1   OPERATNS  351      0   554   555  FULL PACK
                 MAINT     6A2      0   554   555  FULL PACK
                 $ALLOC$   102      0     0     1
                 RSCS      191      1     5     5
                 SMITH     191      6    15    10
                 SMITH     192     16    25    10
                 JONES     191     26    35    10
                                   36   499   464  GAP
                 $TDSK$    101    500   554    55
`.slice(1),
    );
  });
});

describe("overlaps", () => {
  const statements = [
    "USER X Y",
    "MDISK 191 3350 1 50 V",
    "USER Z Y",
    "MDISK 191 3350 40 20 V",
    "MDISK 192 3350 45 1 V",
  ];

  test("are warned of at each minidisk that begins in another", () => {
    expect(saidOf(...statements)).toEqual([
      "5:1: warning: overlaps on V, cylinders 40 to 50, with MDISK 191 of USER X (line 3)",
      "6:1: warning: overlaps on V, cylinders 45 to 45, with MDISK 191 of USER X (line 3), and with 1 more",
    ]);
  });

  test("are marked in the map", () => {
    expect(formatVolumeMaps(mapVolumes(directoryOf(...statements)))).toBe(
      `
VOLUME  TYPE     USERID    CUU  START   END  SIZE
V       3350-1                      0     0     1  GAP
                 X         191      1    50    50
                 Z         191     40    59    20  OVERLAP
                 Z         192     45    45     1  OVERLAP
                                   60   554   495  GAP
`.slice(1),
    );
  });

  test("on other volumes are none", () => {
    expect(saidOf("USER X Y", "MDISK 191 3350 1 50 V", "MDISK 192 3350 1 50 W")).toEqual([]);
  });
});

test("a volume that is of two types is warned of", () => {
  expect(saidOf("USER X Y", "MDISK 191 3350 1 50 V", "MDISK 192 3330 60 5 V")).toEqual([
    "4:1: warning: V is a 3350 by other statements: a volume is one type of disk",
  ]);
});
