/**
 * File scan on disks of System/360: searches for key and data, over all segments of a record, and CONTINUE SCAN where one could
 * not go on (System/360 Field Engineering Manual, 2841, "Sense Information Summary").
 */
import { describe, expect, test } from "vitest";
import { type Driver, digits, driveWith, hex, mask, packOf, type Step, searchId, seek } from "./dasd-support.ts";

const EQUAL = 0x2d;
const HIGH = 0x4d;
const EQUAL_OR_HIGH = 0x6d;

const FOUND = 0x4c;
const PASSED = 0x0c;
const CHECKED = 0x0e;

/** Keys and data of a record that begins on head 0, and goes on as record 1 of heads 1 and 2. */
const PARTS = ["K1 A1A2", "B1B2", "C1C2"];

/** A 2311 with that record, and with a short one behind its first segment. */
function overflowing(): Driver {
  const pack = packOf("2311", (_, head) => {
    if (head > 2) return [];
    const data = hex(PARTS[head].replace("K1 ", ""));
    const first = { record: 1, key: head === 0 ? hex("D1") : undefined, data };
    return head === 0 ? [first, { record: 2, key: hex("D2"), data: hex("E1E2") }] : [first];
  });
  for (const number of [0, 1]) {
    const track = pack.track(number).slice();
    track[5 + 16] |= 0x80;
    pack.replace(number, track);
  }
  return driveWith(pack);
}

const scan = (code: number, argument: string): Step => ({ code, data: hex(argument) });
const from = [seek(0, 0), searchId(0, 0, 1)];
/** Heads may not be switched. */
const held = [seek(0, 0), mask(0x18), searchId(0, 0, 1)];

describe("a search for key and data", () => {
  test.each([
    ["equal to the end", EQUAL, "D1 A1A2 B1B2 C1C2", FOUND],
    ["equal but for what X'FF' leaves out", EQUAL, "FF A1FF FFB2 C1FF", FOUND],
    ["high in the last segment", EQUAL, "D1 A1A2 B1B2 C1C1", PASSED],
    ["high in the last segment", HIGH, "D1 A1A2 B1B2 C1C1", FOUND],
    ["low in the second segment, though high in the third", HIGH, "D1 A1A2 B2B2 C1C1", PASSED],
    ["high in the first segment, though low in the third", EQUAL_OR_HIGH, "D1 A1A1 B1B2 C9C9", FOUND],
    ["equal to the end", HIGH, "D1 A1A2 B1B2 C1C2", PASSED],
    ["equal to the end", EQUAL_OR_HIGH, "D1 A1A2 B1B2 C1C2", FOUND],
  ])("%s: X'%s' %s", (_what, code, argument, status) => {
    expect(overflowing().run(...from, scan(code, argument)).status).toBe(status);
  });

  test("compares as much as it is given", () => {
    const { status, unsatisfied } = overflowing().run(...from, scan(EQUAL, "D1 A1A2 B1"));
    expect([status, unsatisfied]).toEqual([FOUND, true]);
  });

  test("of a record in one piece ends with it", () => {
    const { status } = overflowing().run(seek(0, 0), searchId(0, 0, 2), scan(EQUAL, "D2 E1E2 C1"));
    expect(status).toBe(FOUND);
  });

  test.each([
    [EQUAL, "D1 A1A2 B1B2 C1C2", "25"],
    [HIGH, "D1 A1A2 B1B2 C1C2", "45"],
    [EQUAL_OR_HIGH, "D1 A1A2 B1B2 C1C2", "65"],
    [EQUAL, "D1 A1A1 B1B2 C1C2", "55"],
    [EQUAL_OR_HIGH, "D1 A1A9 B1B2 C1C2", "55"],
    [HIGH, "D1 A1A1 B1B2 C1C2", "75"],
    [EQUAL_OR_HIGH, "D1 A1A1 B1B2 C1C2", "75"],
  ])("X'%s' %s that cannot go on says how it stands", (code, argument, command) => {
    const driver = overflowing();
    expect(driver.run(...held, scan(code, argument)).status).toBe(CHECKED);
    const sense = digits(driver.sense());
    // File protected, overflow incomplete.
    expect([sense.slice(0, 4), sense.slice(10)]).toEqual(["0005", command]);
  });
});

describe("continue scan", () => {
  /** The rest of the record, from its second segment on. */
  const rest = [seek(0, 1), searchId(0, 1, 1)];

  test.each([
    [0x25, "B1B2 C1C2", FOUND],
    [0x25, "B1B2 C1C3", PASSED],
    [0x45, "B1B2 C1C2", PASSED],
    [0x45, "B1B1 C9C9", FOUND],
    [0x65, "B1B2 C1C2", FOUND],
    [0x65, "B1B3 C1C1", PASSED],
    [0x35, "0000 0000", FOUND],
    [0x75, "0000 0000", FOUND],
    [0x55, "B1B2 C1C2", PASSED],
  ])("X'%s' %s compares data alone, to the end of the record", (code, argument, status) => {
    expect(overflowing().run(...rest, scan(code, argument)).status).toBe(status);
  });

  test("without a search before it takes the next record; with its multitrack form, that of the next head", () => {
    expect(overflowing().run(seek(0, 1), scan(0x25, "B1B2 C1C2")).status).toBe(FOUND);
    expect(overflowing().run(seek(0, 3), scan(0x25, "B1B2")).status).toBe(CHECKED);
    const driver = overflowing();
    expect(driver.run(seek(0, 0), searchId(0, 0, 2), { code: 0x06 }, scan(0xa5, "B1B2 C1C2")).status).toBe(FOUND);
  });

  test("that cannot go on either says again how it stands", () => {
    const driver = overflowing();
    for (const [code, argument, command] of [
      [0x65, "B1B2 C1C2", "65"],
      [0x65, "B1B1 C1C2", "75"],
      [0x35, "B1B2 C1C2", "75"],
      [0x55, "B1B2 C1C2", "55"],
    ] as const) {
      const steps = [seek(0, 1), mask(0x18), searchId(0, 1, 1), scan(code, argument)];
      expect(driver.run(...steps).status).toBe(CHECKED);
      expect(digits(driver.sense()).slice(10)).toBe(command);
    }
  });

  test("of an end of file is unit exception", () => {
    const driver = driveWith(packOf("2314", () => [{ record: 1, data: new Uint8Array(0) }]));
    expect(driver.run(seek(0, 0), searchId(0, 0, 1), scan(0x25, "A1")).status).toBe(0x0d);
  });
});

test("what could not go on is done by the command of sense byte 5, as error recovery does it", () => {
  const argument = "D1 A1A2 B1B2 C1C2";
  const driver = overflowing();
  expect(driver.run(...held, scan(EQUAL, argument)).status).toBe(CHECKED);
  const code = driver.sense()[5];
  expect(driver.run(seek(0, 1), searchId(0, 1, 1), scan(code, argument.slice(8))).status).toBe(FOUND);
});

test("a disk that is saved between two segments goes on alike", () => {
  const driver = overflowing();
  driver.run(...from);
  const { device } = driver;
  device.begin({ code: HIGH, chained: true, chains: false });
  expect(device.accept?.(hex("D1A1A1"))).toEqual({ more: 2 });
  const saved = device.save();
  const ends = () => [device.accept?.(hex("B9B9")), device.accept?.(hex("C9C9"))];
  const first = ends();
  expect(first).toEqual([{ more: 2 }, { status: FOUND }]);
  device.restore(saved);
  expect(ends()).toEqual(first);
});
