/** The same program in a virtual machine. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "Under the hypervisor",
  intent: "The same program, as a guest: the bill says what trapped.",
  setup: { kind: "monitor", guests: [{ id: "a", title: "the program", program: "primes.asm" }] },
  panels: ["registers", "psw", "storage", "timeline"],
} satisfies Lab;
