/** What the operator is told, however much it is. */
import { expect, it } from "vitest";
import { tellOperator } from "../../../../engine/monitors/cp/operator-messages.ts";
import { cpMachine } from "./support.ts";

function operator() {
  const run = cpMachine([], {
    source: "USER OPERATOR PASS 256K 16M ABCDEFG\nCONSOLE 009 3215",
    operatorTerminal: 0x01f,
  });
  run.machine.run({ ticks: 3_000_000 });
  const tell = (...texts: readonly string[]): void => {
    run.cp.tasks.handle("test", () => {
      for (const text of texts) tellOperator(run.cp, text);
    });
    run.cp.tasks.add("test", undefined);
    run.cp.tasks.run();
  };
  const waiting = (): number => run.cp.state.terminals[0x01f].output.length;
  const lines = (): string[] => {
    for (let n = 0; n < 200 && (waiting() > 0 || run.cp.state.timers.length > 0); n++)
      run.machine.run({ ticks: run.machine.now + 1_000_000 });
    return run
      .terminal(0x01f)
      .text.split("\n")
      .filter((line) => /^[0-9:]+ (SPACE|USER|LAST|\d+ MESSAGES)/.test(line))
      .map((line) => line.slice(9));
  };
  return { tell, waiting, lines };
}

it("says the same once, and how often it was said again", () => {
  const { tell, waiting, lines } = operator();
  tell(...Array.from({ length: 500 }, () => "SPACE FULL; USER A"));
  expect(waiting()).toBe(1);
  expect(lines()).toEqual(["SPACE FULL; USER A", "LAST MESSAGE REPEATED 499 TIMES"]);
});

it("counts what there is no room for", () => {
  const { tell, waiting, lines } = operator();
  tell(...Array.from({ length: 500 }, (_, i) => `USER ${i}`));
  expect(waiting()).toBe(48);
  const said = lines();
  expect(said).toHaveLength(49);
  expect(said.slice(46)).toEqual(["USER 46", "USER 47", "452 MESSAGES NOT SHOWN"]);
});

it("says everything where there is room", () => {
  const { tell, lines } = operator();
  tell("USER A", "USER B", "USER A", "USER A");
  expect(lines()).toEqual(["USER A", "USER B", "USER A", "LAST MESSAGE REPEATED 1 TIMES"]);
});
