/** Users at terminals, for the tests: lines typed, what is answered. */
import { type CpMachine, cpMachine, type Options } from "./support.ts";

/** Ticks in which CP answers a line. */
const ANSWER = 200_000;

/** An operator at 009 with all classes; SMITH, JONES of class G; ROBOT, who cannot log on. */
export const USERS = `
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
USER SMITH SECRET 256K 1M G
CONSOLE 009 3215
USER JONES WORD 256K 1M G
CONSOLE 01F 3210
USER ROBOT NOLOG 256K 1M G
CONSOLE 009 3215`.trim();

/** CP just loaded: the operator is logged on at 009. */
export function loaded(options: Options = {}): CpMachine {
  const run = cpMachine([], { source: USERS, ...options });
  wait(run);
  return run;
}

export function wait(run: CpMachine, ticks = ANSWER): void {
  run.machine.run({ ticks: run.machine.now + ticks });
}

/** Types lines at a terminal, each when the one before has been answered. Returns what the terminal has written since, the typed lines among it. */
export function type(run: CpMachine, terminal: number, ...lines: readonly string[]): string {
  const before = run.terminal(terminal).text.length;
  for (const line of lines) {
    run.machine.input(terminal, line);
    wait(run);
  }
  return run.terminal(terminal).text.slice(before);
}

/** What a command answers, as lines. */
export function answer(run: CpMachine, terminal: number, line: string): string[] {
  return type(run, terminal, line).split("\n").slice(1, -1);
}

/** CP with a program in user A's machine, at 009: the program has ended where it is when the lines are typed. */
export function running(source: string, options: Options = {}): CpMachine {
  const run = cpMachine([source], options);
  wait(run);
  return run;
}
