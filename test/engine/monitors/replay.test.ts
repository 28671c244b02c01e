/** The monitor's state goes into snapshots: the same run again, from anywhere. */
import { describe, expect, test } from "vitest";
import { TimeTravel } from "../../../engine/machine/time-travel.ts";
import { guest, hex, type Ran, underMonitor } from "./support.ts";

/** Sets its timer, masks and unmasks, writes and reads lines: every part of the monitor at work. */
const lively = (character: string) =>
  guest(
    `
NEXT     MVC   X'50'(4),UNITS
         LA    R1,WRITE
         ST    R1,X'48'
         SIO   X'009'
         BC    11,*+8             attention may be told of here, too
         LA    R5,1(R5)
         SSM   ALL
         SSM   NONE
         SVC   3
         LPSW  WAITING
         ORG   TEST+X'280'
         LA    R7,1(R7)
         STOSM X'E80',0
         SSK   R7,R8
         B     NEXT
         ORG   TEST+X'2C0'
         LPSW  X'20'
         ORG   TEST+X'300'
         LA    R6,1(R6)
         TM    X'44',X'80'
         BC    8,QUIET
         LA    R5,1(R5)
         LA    R1,READ
         ST    R1,X'48'
         SIO   X'009'
QUIET    LPSW  X'38'
UNITS    DC    F'60'
         DS    0D
WAITING  DC    X'FF02000000000000'
WRITE    DC    X'09',AL3(TEXT),X'2000',H'3'
READ     DC    X'0A',AL3(LINE),X'2000',H'8'
TEXT     DC    C'${character.repeat(3)}'
ALL      DC    X'FF'
NONE     DC    X'00'
LINE     DS    CL8`,
    `
         ORG   TEST+X'58'
EXTNEW   DC    X'00000000',A(X'280')
SVCNEW   DC    X'00000000',A(X'2C0')
         ORG   TEST+X'78'
IONEW    DC    X'00000000',A(X'300')`,
  );

const END = 150_000;

function start(): Ran {
  const ran = underMonitor([lively("A"), lively("B")]);
  ran.machine.scheduleInputs([
    { tick: 20_000, device: 0x009, text: "FIRST" },
    { tick: 61_234, device: 0x00a, text: "SECOND" },
    { tick: 90_000, device: 0x009, text: "THIRD" },
  ]);
  return ran;
}

/** All that there is to see. */
function everything({ machine, monitor }: Ran) {
  // The trace keeps what has been seen of the future.
  const crossings = machine.trace.crossings.filter(({ tick }) => tick <= machine.now);
  return {
    now: machine.now,
    instructions: machine.instructions,
    psw: machine.pswHex,
    storage: hex(machine.read(0, 0x30000)),
    crossings: crossings.length,
    last: crossings.slice(-5),
    consoles: ["a", "b"].map((id) => monitor.console(id).text),
    guests: ["a", "b"].map((id) => monitor.guestState(id)),
  };
}

function straight() {
  const ran = start();
  ran.machine.run({ ticks: END });
  return everything(ran);
}

describe("a run with many traps", () => {
  test("traps often, on both guests' account, and hears what was typed", () => {
    const end = straight();
    expect(end.crossings).toBeGreaterThan(500);
    expect(end.consoles[0]).toContain("FIRST");
    expect(end.consoles[1]).toContain("SECOND");
    for (const { gr } of end.guests) for (const register of [5, 6, 7]) expect(gr[register]).toBeGreaterThan(0);
  });

  test("is the same every time", () => {
    expect(straight()).toEqual(straight());
  });

  test.each([1, 777, 20_001, 61_300, 99_999])("goes on to the same end from a snapshot at tick %d", (tick) => {
    const ran = start();
    ran.machine.run({ ticks: tick });
    const snapshot = ran.machine.snapshot();
    const there = everything(ran);
    ran.machine.run({ ticks: END + 5000 });
    ran.machine.restore(snapshot);
    expect(everything(ran)).toEqual(there);
    ran.machine.run({ ticks: END });
    expect(everything(ran)).toEqual(straight());
  });

  test("can be gone through backward, through the monitor", () => {
    const ran = start();
    const travel = new TimeTravel(ran.machine);
    travel.run({ ticks: 50_000 });
    const states: unknown[] = [];
    for (let i = 0; i < 40; i++) {
      states.push(everything(ran));
      travel.stepBack();
    }
    for (const state of states.reverse()) {
      travel.step();
      expect(everything(ran)).toEqual(state);
    }
  });
});

test("what a failed handler said is part of the state", () => {
  const ran = underMonitor([guest("         LA    R1,1\n         LA    R1,2\n         SSM   0\n")], {
    handlers: {
      SSM: () => {
        throw new Error("no");
      },
    },
  });
  const snapshot = ran.machine.snapshot();
  ran.machine.run({ ticks: 5000 });
  expect(ran.monitor.guestState("a").why).toContain("no");
  const failed = ran.machine.snapshot();
  ran.machine.restore(snapshot);
  expect(ran.monitor.guestState("a")).toMatchObject({ state: "running" });
  ran.machine.restore(failed);
  expect(ran.monitor.guestState("a").why).toContain("no");
});
