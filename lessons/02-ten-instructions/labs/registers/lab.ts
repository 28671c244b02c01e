/** Registers, storage and the condition code, one instruction at a time. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "Registers, storage, condition code",
  intent: "Step, and watch which registers change, and when the condition code does.",
  setup: { kind: "bare", program: "registers.asm" },
  panels: ["registers", "psw", "storage"],
} satisfies Lab;
