/** A loop over a table. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "A program that loops",
  intent: "Step twice round the loop, then run it to its end.",
  setup: { kind: "bare", program: "loop.asm" },
  panels: ["registers", "psw", "storage"],
} satisfies Lab;
