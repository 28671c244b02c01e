/** A supervisor and its program as a guest: every trap that a PSW can cause. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "The virtual PSW",
  intent: "Go from trap to trap, and compare the real old PSW with the guest's virtual one.",
  setup: { kind: "monitor", guests: [{ id: "a", title: "a supervisor", program: "supervisor.asm" }] },
  limit: 10_000,
  panels: ["psw", "registers", "storage", "timeline"],
} satisfies Lab;
