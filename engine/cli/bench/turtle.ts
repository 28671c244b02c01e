/** The benchmark of the 6502: its own program, in each way of executing that it has. */
import { assemble } from "../../turtles/m6502/assembler/index.ts";
import { Mos6502 } from "../../turtles/m6502/index.ts";
import { UsageError } from "../arguments.ts";
import { readText } from "../files.ts";
import { mos6502 } from "./expected.ts";
import { type Runner, WrongResult } from "./measure.ts";
import { runTimed, runWatched } from "./timing.ts";

/** The program counts how often it is to do its work in 24 bits. */
const COUNT_BYTES = 3;

/** All ways to run it. Throws a UsageError where it does not assemble. */
export function turtleRunners(): Runner[] {
  const url = new URL("../../turtles/m6502/bench/sieve.s", import.meta.url);
  const { errors, segments, symbols, entry } = assemble(readText(decodeURIComponent(url.pathname)));
  const [error] = errors;
  const count = symbols.get("COUNT");
  const result = symbols.get("RESULT");
  if (error) throw new UsageError(`6502 does not assemble: line ${error.line}: ${error.message}`);
  if (!count || !result) throw new UsageError(`6502 has no ${count ? "RESULT" : "COUNT"}`);

  const load = (executor: "interpreter" | "translator", times: number): Mos6502 => {
    const machine = new Mos6502({ executor });
    for (const { address, bytes } of segments) machine.write(address, bytes);
    const counted = Array.from({ length: COUNT_BYTES }, (_, i) => (times >>> (8 * i)) & 0xff);
    machine.write(count.value, Uint8Array.from(counted));
    machine.setRegisters({ pc: entry });
    return machine;
  };
  return (["interpreter", "translator"] as const).map((name) => ({
    name,
    run: (times) => {
      const machine = load(name, times);
      const { stopped, ...run } = runTimed(machine);
      const expected = mos6502(times);
      const found = machine.read(result.value, expected.length);
      if (stopped !== "halt" || found.some((byte, i) => byte !== expected[i]))
        throw new WrongResult(
          `6502, done ${times} times, ends wrongly (${name}): ${stopped}, result ${found.join(" ")}`,
        );
      return run;
    },
    watch: (times) => runWatched(load(name, times)),
  }));
}
