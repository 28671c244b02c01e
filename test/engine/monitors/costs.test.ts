/** The published costs against machine code that does the same work on the same control blocks. */
import { describe, expect, test } from "vitest";
import { handleBothWays, TRAPS } from "./both-ways.ts";
import { hex } from "./support.ts";

describe("the machine-code handlers and the TypeScript monitor", () => {
  test.each(TRAPS)(
    "%s: same effect, modelled ticks within a quarter of instructions executed",
    (_name, source, nth) => {
      const { machine, monitor, bare, modelled, executed } = handleBothWays(source, nth);
      const realPageZero = monitor.realAddress("a", 0) ?? 0;
      expect(hex(bare.read(0x1000, 0x1000)), "control block").toBe(hex(machine.read(0x1000, 0x1000)));
      // All assigned storage of the guest but its timer, which has counted the time that each way took.
      for (const [from, length] of [
        [0, 0x50],
        [0x54, 0xac],
      ])
        expect(hex(bare.read(realPageZero + from, length))).toBe(hex(machine.read(realPageZero + from, length)));
      expect(bare.pswHex).toBe(machine.pswHex);
      for (let n = 0; n < 16; n++) expect(bare.gr(n)).toBe(machine.gr(n));
      expect(modelled).toBeGreaterThan(0.75 * executed);
      expect(modelled).toBeLessThan(1.25 * executed);
    },
  );
});
