/** Two operating systems on one processor; one of them turns interruptions off. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "Two systems, one processor",
  intent: "Press Run. Then go to a crossing marked timer while the bank has interruptions off, and see who runs next.",
  setup: {
    kind: "monitor",
    guests: [
      { id: "a", title: "the bank", program: "bank.asm" },
      { id: "b", title: "the test system", program: "clock.asm" },
    ],
  },
  limit: 50_000,
} satisfies Lab;
