import { describe, expect, it } from "vitest";
import { onBareMachine, underCp } from "./compare.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const ASSISTS = { virtualMachine: true, intervalTimer: true };

/** A kernel that switches between its states, masks and keys, and counts its timer's interruptions. */
const KERNEL = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000400'
         ORG   GUEST+X'58'
         DC    X'00000000',A(TIMER)
         DC    X'00000000',A(CALL)
         ORG   GUEST+X'400'
         LA    9,50
LOOP     SSM   OFF
         STOSM MASK,X'00'
         STNSM MASK,X'FE'
         STCTL 0,0,CR0
         SVC   7
BACK     BCT   9,LOOP
         LPSW  STOP
CALL     LA    8,1(,8)
         L     7,X'20'
         LPSW  X'20'
TIMER    LA    10,1(,10)
         LPSW  X'18'
         DS    0D
STOP     DC    X'0002000000000BAD'
CR0      DC    F'0'
OFF      DC    X'00'
MASK     DC    X'00'
         END
`;

/** How often CP was entered for A, by cause. */
function counts({ vm }: CpMachine): Record<string, number> {
  return Object.fromEntries(Object.entries(vm("A").state.exits).map(([cause, { count }]) => [cause, count]));
}

describe("the virtual-machine assist", () => {
  it("leaves every result as it is without", () => {
    const { console: _, ...end } = underCp(KERNEL, { assists: ASSISTS });
    expect(end).toEqual(onBareMachine(KERNEL));
  });

  it("keeps CP out of what it does itself", () => {
    const without = cpMachine([KERNEL]);
    const assisted = cpMachine([KERNEL], { assists: ASSISTS });
    for (const { machine } of [without, assisted]) machine.run({ ticks: 1_000_000 });
    expect(counts(without)).toMatchObject({ SSM: 50, STOSM: 50, STNSM: 50, STCTL: 50, "SVC 7": 50, LPSW: 51 });
    // The wait is CP's.
    const { LPSW, ...others } = counts(assisted);
    expect(LPSW).toBe(1);
    expect(Object.keys(others).filter((cause) => cause !== "timer" && !cause.startsWith("I/O "))).toEqual([]);
    expect(assisted.machine.assistCounts.SVC.done).toBe(50);
    const { time } = assisted.vm("A").state;
    expect(time.overhead).toBeLessThan(without.vm("A").state.time.overhead / 5);
  });

  it("is switched off by the user", () => {
    const run = cpMachine([KERNEL], { assists: ASSISTS });
    run.vm("A").state.options.assist = false;
    run.machine.run({ ticks: 1_000_000 });
    expect(counts(run)).toMatchObject({ SSM: 50, "SVC 7": 50 });
  });
});
