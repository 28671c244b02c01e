/** The program alone on the machine. */
import type { Lab } from "../../../../engine/grading/format.ts";

export default {
  title: "On the bare machine",
  intent: "Run it to its end: register 5 holds the number of primes below 500.",
  setup: { kind: "bare", program: "primes.asm" },
  panels: ["registers", "psw", "storage"],
} satisfies Lab;
