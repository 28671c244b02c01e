/** Damaged directories: whatever the source is, it is read or refused with places that are in it. */
import { expect, test } from "vitest";
import {
  type Directory,
  DirectoryError,
  type DirectoryMessage,
  formatVolumeMaps,
  mapVolumes,
  readDirectory,
} from "../../../../engine/monitors/cp/directory/index.ts";
import { generator, mutate } from "../../assembler/mutations.ts";
import { FIFTEEN_USERS } from "./directories.ts";

const SOURCES = 1_000;

const PIECES = [
  ..." *\n$@-+0179AZ",
  "\r\n",
  "\t",
  "USER X Y",
  "\nUSER SMITH NOLOG 16M 16M ABCDEFGH 99 ON OFF 7B #\n",
  "\nMDISK 191 3330 0 808 VMSRES MWV ALL ALL ALL\n",
  "\nMDISK 6A1 2311 BOTTOM 202 1 V\n",
  "\nDIRECTORY 6A1 3380 VMSRES\n",
  "T-DISK",
  "2540",
  "OPTION ECMODE CPUID",
  "\nSCREEN ALL RED NONE\nIUCV ANY\n",
  "é€😀",
];

/** Everything that readers of a directory rely on. */
function expectWhole(directory: Directory): void {
  const userids = directory.users.map(({ userid }) => userid);
  expect(new Set(userids).size).toBe(userids.length);
  for (const { storage, maximumStorage, classes, devices } of directory.users) {
    expect(storage % 4096).toBe(0);
    expect(maximumStorage).toBeGreaterThanOrEqual(storage);
    expect(maximumStorage).toBeLessThanOrEqual(2 ** 24);
    expect(classes).toMatch(/^A?B?C?D?E?F?G?H?$/);
    expect(devices.length).toBeGreaterThan(0);
    expect(new Set(devices.map(({ address }) => address)).size).toBe(devices.length);
  }
}

/** Each cylinder of a volume is in a minidisk or in a gap, and none in both, full packs apart. */
function expectMapped(directory: Directory): void {
  for (const { entries, cylinders } of mapVolumes(directory)) {
    const covered = new Uint8Array(cylinders);
    for (const entry of entries) {
      const fullPack = entry.kind === "minidisk" && entry.fullPack;
      if (fullPack && entries.some((other) => other.kind === "gap" || !other.fullPack)) continue;
      for (let at = entry.start; at <= Math.min(entry.end, cylinders - 1); at++)
        covered[at] |= entry.kind === "gap" ? 2 : 1;
    }
    expect(covered.every((marks) => marks === 1 || marks === 2)).toBe(true);
  }
  formatVolumeMaps(mapVolumes(directory));
}

function expectPlaced(messages: readonly DirectoryMessage[], source: string): void {
  const cards = source.split(/\r?\n/);
  for (const { line, column, text } of messages) {
    expect(line >= 1 && line <= cards.length).toBe(true);
    expect(column >= 1 && column <= 72).toBe(true);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  }
}

test(`${SOURCES} damaged directories`, () => {
  let read = 0;
  for (let seed = 1; seed <= SOURCES; seed++) {
    const source = mutate(FIFTEEN_USERS, PIECES, generator(seed));
    try {
      const { directory, messages } = readDirectory("f", source);
      read++;
      expectWhole(directory);
      expectMapped(directory);
      expectPlaced(messages, source);
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      expect(error.messages.some(({ severity }) => severity === "error")).toBe(true);
      expectPlaced(error.messages, source);
    }
  }
  // Some damage hits what does not count: remarks, sequence numbers, blanks.
  expect(read).toBeGreaterThan(SOURCES / 50);
  expect(read).toBeLessThan(SOURCES);
});
