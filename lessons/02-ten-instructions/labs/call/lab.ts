/** Calls and save areas, without a stack. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "A program that calls",
  intent: "Step into SUM2 and out again; watch R13, R14 and R15.",
  setup: { kind: "bare", program: "call.asm" },
  panels: ["registers", "storage", "psw"],
} satisfies Lab;
