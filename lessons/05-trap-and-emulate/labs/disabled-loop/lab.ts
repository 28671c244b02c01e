/** A guest that turns every interruption off and loops, beside one that needs them. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "The guest that disables everything",
  intent: "Run it. Guest A never lets go of its processor; see whether guest B's clock goes on.",
  setup: {
    kind: "monitor",
    guests: [
      { id: "a", title: "the selfish one", program: "selfish.asm" },
      { id: "b", title: "a clock", program: "clock.asm" },
    ],
  },
  limit: 40_000,
} satisfies Lab;
