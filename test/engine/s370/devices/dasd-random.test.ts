/** Random programs of commands: no disk throws, every command ends, packs stay as tracks are, and a saved disk goes on alike. */
import { describe, expect, test } from "vitest";
import { checkedTrack } from "../../../../engine/s370/devices/images/ckd-track.ts";
import { Random } from "../../../vectors/random.ts";
import { type Driver, digits, driveWith, packOf, pattern, type Step } from "./dasd-support.ts";

/** Codes that do something, those of writes and searches for an identifier often. */
const CODES = [
  ...[0x07, 0x0b, 0x1b, 0x13, 0x0f, 0x1f, 0x23, 0x03, 0x39, 0xb9, 0x31, 0x31, 0x31, 0x31, 0xb1, 0x71, 0x51, 0x29, 0xa9],
  ...[0x69, 0x2d, 0x06, 0x86, 0x0e, 0x12, 0x92, 0x16, 0x1a, 0x9a, 0x1e, 0x5e, 0x22, 0x02, 0x05, 0x05, 0x0d, 0x0d, 0x1d],
  ...[0x1d, 0x1d, 0x01, 0x11, 0x19, 0x15, 0x04, 0xa4, 0xe4, 0x4d, 0x6d, 0x25, 0xc5, 0x65, 0x35, 0x55, 0x75],
];

const SEARCHES = [0x39, 0xb9, 0x31, 0xb1, 0x71, 0x51, 0x29, 0xa9, 0x69];

describe.each(["2311", "2314", "2305", "3330", "3340", "3350"])("%s", (name) => {
  test.each([true, false])("fast: %s", (fast) => {
    const random = new Random(Number.parseInt(name, 10) * 2 + (fast ? 1 : 0));
    const below = (limit: number): number => random.below(limit);
    for (let round = 0; round < 40; round++) {
      const pack = packOf(
        name,
        (cylinder, head) =>
          Array.from({ length: (cylinder + head) % 4 }, (_, at) => ({
            record: at + 1,
            key: at === 1 ? pattern(3, at) : undefined,
            data: pattern(at * 30, head),
          })),
        { cylinders: 3 },
      );
      const driver = driveWith(pack, { fast });
      const { heads } = pack.geometry;
      const place = (): number[] => [0, below(3), 0, below(Math.min(3, heads))];
      const dataOf = (code: number): Uint8Array => {
        if ((code & 0x7f) === 0x1f) return Uint8Array.of([0xc0, 0xc0, 0x00, 0x80, 0x18, below(256)][below(6)]);
        if ([0x07, 0x0b, 0x1b].includes(code)) return Uint8Array.of(0, 0, ...place());
        if ([0x1d, 0x01, 0x15, 0x11].includes(code)) {
          const length = below(20) === 0 ? below(0x10000) : below(80);
          const count = [...place(), below(5), below(3) * below(5), length >> 8, length & 0xff];
          return Uint8Array.of(...count, ...pattern(below(100), below(256)));
        }
        if ([0x31, 0xb1, 0x51, 0x71, 0x39, 0xb9].includes(code)) return Uint8Array.of(...place(), below(5));
        return pattern(below(64), below(4));
      };
      for (let program = 0; program < 20; program++) {
        const steps = Array.from({ length: 1 + below(8) }, (): Step => {
          const code = below(12) === 0 ? below(256) : CODES[below(CODES.length)];
          return { code, data: dataOf(code), loops: SEARCHES.includes(code) && below(2) === 0 };
        });
        const saved = driver.device.save();
        const { now } = driver;
        const once = outcome(driver, steps);
        driver.device.restore(saved);
        driver.now = now;
        expect(outcome(driver, steps)).toBe(once);
      }
      for (const number of pack.changed) {
        const track = pack.track(number);
        expect(checkedTrack(track, pack.geometry, { name, at: 0, number })).toHaveLength(track.length);
        expect(track.length).toBeLessThanOrEqual(pack.geometry.trackBytes);
      }
    }
  });
});

/** How a program ends, in words. */
function outcome(driver: Driver, steps: readonly Step[]): string {
  const { status, read, commands, residual } = driver.run(...steps);
  expect([0x02, 0x08, 0x0c, 0x0d, 0x0e, 0x4c], steps.map(({ code }) => code.toString(16)).join()).toContain(status);
  expect(Math.max(0, ...read.map(({ length }) => length))).toBeLessThan(0x10000);
  return [status, commands, residual, driver.now, ...read.map(digits)].join();
}
