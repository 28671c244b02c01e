/** Going back and on again, in a program that computes, is interrupted by its timer, prints, and reads what is typed. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { TimeTravel } from "../../../engine/machine/time-travel.ts";
import type { System370 } from "../../../engine/s370/index.ts";
import { Random } from "../../vectors/random.ts";
import { machineWith } from "./program.ts";

/** The timer's interval, what is computed, and how much, come from the seed. */
function busyProgram(random: Random): string {
  const work = Array.from({ length: random.between(3, 12) }, () =>
    random.pick([
      "         A     R4,SEED",
      "         X     R5,SEED",
      "         MVC   AREA+1(63),AREA",
      "         STM   R4,R7,AREA+16",
      "         SLDL  R6,3",
      "         CVD   R4,AREA+32",
      "         UNPK  AREA(15),AREA+32(8)",
      "         XC    AREA(20),TEXT",
      "         TR    AREA+40(8),TABLE",
      "         MVC   WHEN(4),80",
      "         STCK  AREA+48",
      "         SVC   7",
    ]),
  );
  return `
         USING 0,0
         ORG   0
         DC    A(X'81000000'),A(START)
         ORG   X'58'
         DC    A(0),A(TIMER)
         DC    A(0),A(CALL)
         DC    A(X'00020000'),A(X'BAD')
         ORG   X'78'
         DC    A(0),A(INOUT)
         ORG   X'200'
START    LM    R4,R7,SEED
         MVC   80(4),EVERY
         BAL   R14,PRINT
         LA    R9,20
LOOP     DS    0H
${work.join("\n")}
         BCT   R9,LOOP
         LA    R9,${random.between(2, 40)}
         LPSW  WAIT
TIMER    MVC   80(4),EVERY
         L     R1,TICKS
         LA    R1,1(R1)
         ST    R1,TICKS
         TM    TICKS+3,3
         BNZ   GO
         BAL   R14,PRINT
GO       LPSW  RUNNING
CALL     L     R2,CALLS
         LA    R2,1(R2)
         ST    R2,CALLS
         LPSW  X'20'
PRINT    CVD   R1,AREA+56
         UNPK  TEXT(8),AREA+56(8)
         MVC   X'48'(4),=A(CCW)
         SIO   9
         BR    R14
INOUT    TM    X'44',X'80'
         BZ    IOEND
         MVC   X'48'(4),=A(READ)
         SIO   9
IOEND    LPSW  RUNNING
         DS    0D
RUNNING  DC    X'81000000',A(LOOP)
WAIT     DC    X'81020000',A(LOOP)
CCW      DC    X'09',AL3(TEXT),X'60',X'00',AL2(8)
         DC    X'01',AL3(WHEN),X'20',X'00',AL2(4)
READ     DC    X'0A',AL3(LINE),X'20',X'00',AL2(20)
SEED     DC    F'${random.word() | 0},${random.word() | 0},${random.word() | 0},1'
EVERY    DC    F'${random.between(3, 60)}'
TICKS    DC    F'0'
CALLS    DC    F'0'
WHEN     DC    F'0'
TEXT     DC    CL20'text'
LINE     DC    CL20' '
AREA     DC    XL96'00'
         LTORG
TABLE    DC    256X'C1'
         END   START
`;
}

/** All that a program, a view or a check could see of a machine. */
function digest(machine: System370, text: () => string): string {
  const { crossings, hardware, count } = machine.trace;
  const registers = Array.from({ length: 16 }, (_, n) => [machine.gr(n), machine.cr(n)]);
  const seen = {
    now: machine.now,
    instructions: machine.instructions,
    psw: machine.pswHex,
    registers,
    keys: [...machine.processor.keys],
    count,
    crossings: crossings.slice(Math.max(0, count - 100), count),
    hardware: hardware.filter(({ from }) => from <= machine.now).slice(-100),
    text: text(),
    stopped: machine.stopped,
  };
  return createHash("sha256").update(JSON.stringify(seen)).update(machine.read(0, machine.storage.size)).digest("hex");
}

function started(seed: number) {
  const random = new Random(seed);
  const { machine, text } = machineWith(busyProgram(random));
  const inputs = Array.from({ length: random.between(0, 5) }, (_, i) => ({
    tick: random.below(30_000),
    device: 0x009,
    text: `line ${i}`,
  }));
  machine.scheduleInputs(inputs);
  return { machine, text, random };
}

const SEEDS = Array.from({ length: 12 }, (_, i) => 100 + i);

describe("going back and forth ends where going straight on ends", () => {
  test.each(SEEDS)("seed %i", (seed) => {
    const straight = started(seed);
    const marks: [tick: number, digest: string][] = [];
    for (let tick = 500; tick <= 32_000; tick += 1500) {
      straight.machine.run({ ticks: tick });
      marks.push([straight.machine.now, digest(straight.machine, straight.text)]);
    }
    const { machine, text, random } = started(seed);
    const travel = new TimeTravel(machine);
    travel.run({ ticks: 32_000 });
    for (let i = 0; i < 12; i++) {
      const [tick, expected] = random.pick(marks);
      travel.goTo(tick);
      expect(machine.now).toBe(tick);
      expect(digest(machine, text), `seed ${seed}, at ${tick}`).toBe(expected);
      for (let back = random.below(6); back > 0; back--) travel.stepBack();
      if (random.chance(30)) travel.step();
      if (random.chance(30)) travel.goTo(random.below(32_000));
    }
    const [end, expected] = marks[marks.length - 1];
    travel.goTo(end);
    expect(digest(machine, text), `seed ${seed}, at the end`).toBe(expected);
  });
});

test("stepping back undoes steps one by one", () => {
  const { machine, text } = started(7);
  const travel = new TimeTravel(machine);
  travel.run({ ticks: 5000 });
  // To the end of a wait that the limit may have cut short: inside one there is no step to go back to.
  travel.step();
  const trail: string[] = [];
  for (let i = 0; i < 60; i++) {
    trail.push(digest(machine, text));
    travel.step();
  }
  for (let i = 59; i >= 0; i--) {
    travel.stepBack();
    expect(digest(machine, text), `step ${i}`).toBe(trail[i]);
  }
});

test("a wait is one step back, wherever limits have cut it short on the way", () => {
  const { machine } = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'58'
         DC    A(0),A(TIMER)
         ORG   X'200'
         MVC   80(4),=F'5000'
         LPSW  WAIT
TIMER    NOP   0
         NOP   0
         DS    0D
WAIT     DC    X'0102000000000300'
         LTORG
         END
`);
  const travel = new TimeTravel(machine);
  for (let ticks = 100; machine.psw.wait || ticks < 200; ticks += 777) travel.run({ ticks });
  expect(machine.now).toBeGreaterThan(65_000);
  while (!machine.psw.wait) travel.stepBack();
  expect(machine.now).toBe(2);
  travel.step();
  expect(machine.psw.wait).toBe(false);
});

test("at the earliest point stepping back does nothing", () => {
  const { machine, text } = started(8);
  const travel = new TimeTravel(machine);
  const before = digest(machine, text);
  travel.stepBack();
  expect(digest(machine, text)).toBe(before);
});

test("what was typed while it ran, given with its ticks, makes the same run", () => {
  for (const seed of SEEDS) {
    const random = new Random(seed);
    const live = machineWith(busyProgram(random));
    const travel = new TimeTravel(live.machine);
    for (let tick = 0; tick < 20_000; tick += random.between(1, 3000)) {
      travel.run({ ticks: tick });
      if (random.chance(70)) travel.input(0x009, `typed at ${tick}`);
      if (random.chance(20)) {
        travel.goTo(Math.max(0, live.machine.now - random.below(4000)));
        travel.input(0x009, "another future");
      }
    }
    travel.run({ ticks: 30_000 });
    const again = machineWith(busyProgram(new Random(seed)));
    again.machine.scheduleInputs(live.machine.inputs);
    again.machine.run({ ticks: 30_000 });
    expect(digest(again.machine, again.text), `seed ${seed}`).toBe(digest(live.machine, live.text));
  }
});

test("a long run keeps a bounded number of copies, and the whole past can still be reached", () => {
  const { machine, text } = started(9);
  const travel = new TimeTravel(machine);
  let taken = 0;
  const snapshot = machine.snapshot.bind(machine);
  machine.snapshot = () => {
    taken++;
    return snapshot();
  };
  travel.run({ ticks: 1000 });
  const early = digest(machine, text);
  travel.run({ ticks: 1_500_000 });
  // 1,500,000 ticks are 366 intervals of the first length: copies are taken less and less often.
  expect(taken).toBeLessThan(300);
  travel.goTo(1000);
  expect(digest(machine, text)).toBe(early);
});
