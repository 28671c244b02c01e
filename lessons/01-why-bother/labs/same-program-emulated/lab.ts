/** The same program carried out by an emulator, which is itself a System/370 program. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "Emulated",
  intent: "Step through one instruction of the program, and count the emulator's.",
  setup: {
    kind: "bare",
    program: "emulator.asm",
    images: [{ file: "primes.asm", at: 0x2000 }],
  },
  limit: 2_000_000,
  panels: ["registers", "storage", "psw"],
} satisfies Lab;
