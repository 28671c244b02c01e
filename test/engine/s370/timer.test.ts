/** The interval timer at location 80: 76,800 units of bit 31 in 1,000,000 ticks (GA22-7000, "Interval Timer"). */
import { describe, expect, test } from "vitest";
import { IntervalTimer } from "../../../engine/s370/timer.ts";
import { machineWith } from "./program.ts";

/** A program that runs in a loop, its timer's interruption leading to a disabled wait. */
const program = (code: string, psw = "0100000000000200"): string => `
         USING 0,0
         ORG   0
         DC    X'${psw}'
         ORG   X'58'
         DC    X'0002000000000E01'
         ORG   X'68'
         DC    X'0002000000000E03'
         ORG   X'200'
${code}
         END
`;

describe("the interruption", () => {
  test.each([0, 1, 2, 47, 48, 767, 1000])(
    "from %i it comes at the first tick at which the word is negative",
    (value) => {
      const { machine } = machineWith(
        program(`         MVC   80(4),=F'${value}'\nLOOP     B     LOOP\n         LTORG`),
      );
      machine.step();
      const set = machine.now;
      machine.run({ ticks: 100_000 });
      expect(machine.psw.address).toBe(0xe01);
      // One unit is 13 1/48 ticks.
      expect(machine.now - set).toBe(Math.ceil(((value + 1) * 625) / 48));
    },
  );

  test("its code is X'0080', in the old PSW or at X'86'", () => {
    const bc = machineWith(program("LOOP     B     LOOP"));
    bc.machine.run({ ticks: 1000 });
    expect(bc.word(0x18)).toBe("01000080");
    const ec = machineWith(program("LOOP     B     LOOP", "0108000000000200"));
    ec.machine.run({ ticks: 1000 });
    expect(ec.word(0x18)).toBe("01080000");
    expect(ec.word(0x84)).toBe("00000080");
  });

  test.each([
    ["PSW bit 7", "0000000000000200", 0xe0],
    ["control register 0 bit 24", "0100000000000200", 0x60],
  ])("masked by %s it stays pending", (_name, psw, cr0) => {
    const { machine } = machineWith(program("LOOP     B     LOOP", psw));
    machine.setCr(0, cr0);
    machine.run({ ticks: 1000 });
    expect(machine.psw.address).toBe(0x200);
    machine.setCr(0, 0xe0);
    machine.setPsw("0100000000000200");
    machine.step();
    expect(machine.psw.address).toBe(0xe01);
  });

  test("a timer that is negative already does not interrupt", () => {
    const { machine, word } = machineWith(program("         MVC   80(4),=F'-1'\nLOOP     B     LOOP\n         LTORG"));
    machine.run({ ticks: 10_000 });
    expect(machine.psw.address).not.toBe(0xe01);
    expect(Number.parseInt(word(80), 16) | 0).toBe(-1 - Math.floor((9999 * 48) / 625));
  });

  test("it comes once for each time that the word goes negative", () => {
    const { machine } = machineWith(
      program("         LA    2,1(2)\n         LPSW  X'18'").replace("X'0002000000000E01'", "A(0),A(X'200')"),
    );
    machine.setPsw("0102000000000300");
    machine.run({ ticks: 50_000 });
    expect(machine.gr(2)).toBe(1);
  });
});

// GA22-7000, "External Interruption": only the interruption and CPU reset clear the request.
describe.each(["interpreter", "cold", "translator"] as const)("a request is not lost on the %s", (executor) => {
  // The word, zero at tick 0, is negative from tick 14 on; a new value is stored at tick `loops` + 2.
  const storing = (loops: number): string =>
    program(
      `         LA    1,${loops}
LOOP     BCT   1,LOOP
         MVC   80(4),=F'1000000'
         SSM   =X'01'
END      B     END
         LTORG`,
      "0000000000000200",
    );

  test.each([5, 10, 11, 12, 13, 14, 30, 500])("when a program stores into location 80 after %i loops", (loops) => {
    const { machine, at } = machineWith(storing(loops), executor);
    const stepped = machineWith(storing(loops), executor).machine;
    machine.run({ ticks: 1000 });
    while (stepped.now < 1000 && !stepped.stopped) stepped.step();
    expect(machine.psw.address).toBe(loops < 12 ? at("END") : 0xe01);
    expect(stepped.pswHex).toBe(machine.pswHex);
  });

  test("when a monitor's charges have brought the time past it", () => {
    const { machine } = machineWith(storing(5), executor);
    machine.charge(100);
    machine.write(80, Uint8Array.of(0, 1, 0, 0));
    machine.run({ ticks: 1000 });
    expect(machine.psw.address).toBe(0xe01);
  });
});

describe("location 80", () => {
  test("is current for the program that loads it, as a word or in part", () => {
    const { machine, at } = machineWith(
      program(`         MVC   80(4),=F'1000'
         LA    1,500
LOOP     BCT   1,LOOP
         L     2,80
         SR    3,3
         IC    3,83
         LH    4,82
         MVC   COPY,78
         LPSW  END
         DS    0D
END      DC    X'0002000000000000'
COPY     DS    CL8
         LTORG`),
    );
    machine.run({ ticks: 10_000 });
    const after = (ticks: number): number => 1000 - Math.floor((ticks * 48) / 625);
    expect(machine.gr(2)).toBe(after(502));
    expect(machine.gr(3)).toBe(after(503) & 255);
    expect(machine.gr(4)).toBe(after(504));
    expect(machine.read(at("COPY") + 2, 4)).toEqual(Uint8Array.of(0, 0, 3, after(505) & 255));
  });

  test("is current for the channel", () => {
    const { machine, text } = machineWith(
      program(`         MVC   80(4),=X'C1C2C3C4'
         LA    1,100
LOOP     BCT   1,LOOP
         MVC   X'48'(4),=A(CCW)
         SIO   9
         LPSW  END
         DS    0D
CCW      DC    X'09',AL3(80),X'20',X'00',AL2(3)
END      DC    X'0002000000000000'
         LTORG`),
    );
    machine.run({ ticks: 10_000 });
    // 104 ticks are eight units (7.99 are not yet); X'C1C2C3C4' less 7 or 8 shows in the byte that is not written.
    expect(text()).toBe("ABC\n");
    expect(machine.read(80, 4)[2]).toBe(0xc3);
  });

  test("is current for whoever looks from outside, and looking changes nothing", () => {
    const { machine, word } = machineWith(program("LOOP     B     LOOP"));
    machine.write(80, Uint8Array.of(0, 0, 1, 0));
    machine.run({ ticks: 130 });
    expect(word(80)).toBe("000000F7");
    machine.run({ ticks: 131 });
    expect(word(80)).toBe("000000F6");
  });

  test("goes on counting while the processor waits, and ends the wait at its tick", () => {
    const { machine } = machineWith(
      program(
        "         MVC   80(4),=F'76799'\n         LPSW  WAIT\n         DS    0D\nWAIT     DC    X'0102000000000300'\n         LTORG",
      ),
    );
    machine.run({ ticks: 2_000_000 });
    expect(machine.psw.address).toBe(0xe01);
    // One second after it was set, at tick 1; waiting costs no instructions.
    expect(machine.now).toBe(1_000_001);
    expect(machine.instructions).toBe(2);
  });
});

test("after many rounds it still interrupts at the first tick at which the word is negative, from a copy too", () => {
  const timer = new IntervalTimer();
  timer.set(12_345, 678);
  for (let round = 0; round < 50; round++) {
    expect(timer.read(timer.due)).toBeLessThan(0);
    expect(timer.read(timer.due - 1)).toBeGreaterThanOrEqual(0);
    timer.advance(timer.due);
    expect(timer.pending).toBe(true);
    const copy = new IntervalTimer();
    copy.restore(timer.save());
    expect(copy.due).toBe(timer.due);
    timer.pending = false;
  }
});

test("a request that several rounds have made is one", () => {
  const timer = new IntervalTimer();
  timer.advance(1e12);
  expect(timer.pending).toBe(true);
  timer.pending = false;
  timer.advance(1e12);
  expect(timer.pending).toBe(false);
  expect(timer.due).toBeGreaterThan(1e12);
  expect(timer.read(timer.due)).toBeLessThan(0);
  expect(timer.read(timer.due - 1)).toBeGreaterThanOrEqual(0);
});

describe("stands still", () => {
  test("outside the operating state, and goes on from there", () => {
    const timer = new IntervalTimer();
    timer.set(100, 0);
    const due = timer.due;
    timer.run(false, 500);
    const value = timer.read(500);
    expect(timer.due).toBe(Number.POSITIVE_INFINITY);
    expect(timer.read(1_000_000)).toBe(value);
    const copy = new IntervalTimer();
    copy.restore(timer.save());
    copy.run(true, 1_000_000);
    timer.run(true, 1_000_000);
    expect(timer.due).toBe(copy.due);
    // But for a fraction of a unit, as much is left as was before.
    expect(Math.abs(timer.due - 1_000_000 - (due - 500))).toBeLessThan(14);
    timer.advance(timer.due);
    expect(timer.pending).toBe(true);
  });

  test("in the stopped state and at instruction step: only the operating machine's time is counted", () => {
    const { machine } = machineWith(
      program("         MVC   80(4),=F'1000'\nLOOP     B     LOOP\n         LTORG", "0000000000000200"),
    );
    machine.step();
    const word = () => new DataView(machine.read(80, 4).buffer.slice(0)).getInt32(0);
    machine.operate("stop");
    const stopped = word();
    machine.now += 5000;
    expect(word()).toBe(stopped);
    machine.operate("rate", 1);
    for (let i = 0; i < 100; i++) {
      machine.operate("start");
      machine.step();
    }
    expect(word()).toBe(stopped);
    machine.operate("rate", 0);
    machine.operate("start");
    machine.run({ ticks: machine.now + 625 });
    expect(word()).toBe(stopped - 48);
  });
});
