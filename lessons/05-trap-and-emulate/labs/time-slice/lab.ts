/** Two guests that only count; one of them traps in every round. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "Equal slices",
  intent: "Run it, and compare the two guests' R5: the same time, and how much counting was done in it.",
  setup: {
    kind: "monitor",
    guests: [
      { id: "a", title: "the quiet one", program: "quiet.asm" },
      { id: "b", title: "the trapping one", program: "trapping.asm" },
    ],
  },
  limit: 40_000,
  panels: ["registers", "psw", "timeline"],
} satisfies Lab;
