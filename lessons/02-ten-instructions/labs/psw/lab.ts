/** A program that changes each field of its PSW. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "The PSW, bit by bit",
  intent: "Step, and after each instruction find the field of the PSW that changed.",
  setup: { kind: "bare", program: "psw.asm" },
  panels: ["psw", "registers", "storage"],
} satisfies Lab;
