/** Time-of-day clock, clock comparator and CPU timer in virtual time: bit 51 is a tick (GA22-7000, "Timing"). */
import { describe, expect, test } from "vitest";
import { hexadecimal, machineWith } from "./program.ts";

/** Code at X'200' in BC mode; external interruptions end in a disabled wait at X'E01'. The interval timer is far from zero. */
const program = (code: string, psw = "0000000000000200", cr0 = "00000000"): string => `
         USING 0,0
         ORG   0
         DC    X'${psw}'
         ORG   X'50'
         DC    X'7FFFFFFF'
         ORG   X'58'
         DC    X'0002000000000E01'
         ORG   X'68'
         DC    X'0002000000000E03'
         ORG   X'1F0'
ON       DC    X'01'
         ORG   X'1F8'
CR0      DC    X'${cr0}'
         ORG   X'200'
${code}
         END
`;
const COMPARATOR = "000008E0";
const TIMER = "000004E0";

function run(code: string, { psw = "0000000000000200", cr0 = "000000E0" } = {}, ticks = 100_000) {
  const made = machineWith(program(`         LCTL  0,0,CR0\n${code}`, psw, cr0));
  const stopped = made.machine.run({ ticks });
  const at = (symbol: string): bigint => BigInt(`0x${hexadecimal(made.machine.read(made.at(symbol), 8))}`);
  return { ...made, stopped, value: at };
}

/** The end of a program, and where it stores. */
const DONE = "         LPSW  END\n         DS    0D\nEND      DC    X'0002000000000ABC'\nAREA     DS    4D";

describe("the time-of-day clock", () => {
  test("counts ticks from zero in bit 51, and is not set: condition code 1", () => {
    const { machine, value } = run(`         STCK  AREA\n${DONE}`);
    expect(value("AREA")).toBe(2n << 12n);
    expect(machine.processor.clocks.timeOfDayState).toBe(1);
  });

  test("STCK: condition code 1 before SCK, 0 after", () => {
    const { machine } = run(`
         STCK  AREA
         BALR  5,0
         SCK   VALUE
         BALR  6,0
         STCK  AREA
         BALR  7,0
${DONE}
VALUE    DC    X'123456789ABCDEF0'`);
    const code = (register: number): number => (machine.gr(register) >>> 28) & 3;
    expect([code(5), code(6), code(7)]).toEqual([1, 0, 0]);
  });

  test("goes on from what SCK sets, without the bits that it lacks", () => {
    const { value } = run(`
         SCK   VALUE
         NOPR  0
         STCK  AREA
${DONE}
VALUE    DC    X'123456789ABCDEF0'`);
    // Set at the end of SCK's tick; two instructions later.
    expect(value("AREA")).toBe(0x123456789abcd000n + (2n << 12n));
  });

  test("stays stopped while control register 0 bit 2 is one: condition code 3", () => {
    const { machine, value } = run(
      `
         SCK   VALUE
         NOPR  0
         STCK  AREA
         BALR  5,0
         LCTL  0,0,RUN
         NOPR  0
         STCK  LATER
         BALR  6,0
${DONE}
VALUE    DC    X'1000000000000000'
LATER    DS    D
RUN      DC    X'000000E0'`,
      { cr0: "200000E0" },
    );
    expect(value("AREA")).toBe(0x1000000000000000n);
    expect((machine.gr(5) >>> 28) & 3).toBe(3);
    expect(value("LATER")).toBe(0x1000000000000000n + (2n << 12n));
    expect((machine.gr(6) >>> 28) & 3).toBe(0);
  });

  test("is not set while its switch is secure: condition code 1", () => {
    const { machine } = machineWith(
      program(
        "         SCK   VALUE\n         BALR  5,0\n         LPSW  END\n         DS    0D\nVALUE    DC    XL8'12'\nEND      DC    X'0002000000000ABC'",
      ),
    );
    machine.operate("clock-secure", 1);
    machine.run({ ticks: 100 });
    expect((machine.gr(5) >>> 28) & 3).toBe(1);
    expect(machine.processor.clocks.timeOfDay >> 12n).toBe(BigInt(machine.now));
  });

  test("wraps to zero", () => {
    const { value } = run(`
         SCK   VALUE
         NOPR  0
         STCK  AREA
${DONE}
VALUE    DC    X'FFFFFFFFFFFFF000'`);
    expect(value("AREA")).toBe(1n << 12n);
  });
});

describe("the clock comparator", () => {
  test.each([10, 11, 100, 5000])("interrupts at the first tick at which the clock is ahead of it: %i", (ticks) => {
    const { machine, word } = run(
      `         SCKC  VALUE\n         SSM   ON\nLOOP     B     LOOP\n         DS    0D\nVALUE    DC    A(0),A(${ticks * 4096})`,
      { cr0: COMPARATOR },
    );
    expect(machine.psw.address).toBe(0xe01);
    expect(machine.now).toBe(ticks + 1);
    expect(word(0x18)).toBe("01001004");
  });

  test("asks for as long as the clock is ahead: a handler that lets it in again is interrupted again", () => {
    const { machine } = machineWith(
      program("LOOP     B     LOOP", "0100000000000200").replace("X'0002000000000E01'", "X'0100000000000300'"),
    );
    machine.setCr(0, 0x8e0);
    const old = machine.now;
    expect(machine.run({ ticks: old + 50 })).toBe("limit");
    // Nothing but interruptions: no instruction has a chance.
    expect(machine.psw.address).toBe(0x300);
    expect(machine.instructions).toBe(1);
  });

  test("is forgotten when the comparator is set ahead before the interruption is let in", () => {
    const { machine, stopped } = run(
      `         SCKC  AHEAD
         SSM   ON
${DONE}
AHEAD    DC    X'7000000000000000'`,
      { cr0: COMPARATOR },
    );
    expect(stopped).toBe("disabled-wait");
    expect(machine.psw.address).toBe(0xabc);
  });

  test("is stored as it was set", () => {
    const { value } = run(`         SCKC  VALUE\n         STCKC AREA\n${DONE}\nVALUE    DC    X'123456789ABCD000'`);
    expect(value("AREA")).toBe(0x123456789abcd000n);
  });

  test("ends a wait exactly then", () => {
    const { machine } = run(
      `         SCKC  VALUE\n         LPSW  WAIT\n         DS    0D\nWAIT     DC    X'0102000000000000'\nVALUE    DC    A(2),A(0)`,
      { cr0: COMPARATOR },
      10_000_000,
    );
    // 2^33 / 2^12 ticks, and one more to be ahead.
    expect(machine.now).toBe(2 ** 21 + 1);
    expect(machine.psw.address).toBe(0xe01);
  });
});

describe("the CPU timer", () => {
  test.each([1, 2, 100, 5000])("of %i ticks interrupts when it is negative", (ticks) => {
    const { machine, word } = run(
      `         SPT   VALUE\n         SSM   ON\nLOOP     B     LOOP\n         DS    0D\nVALUE    DC    A(0),A(${ticks * 4096})`,
      { cr0: TIMER },
    );
    expect(machine.psw.address).toBe(0xe01);
    // Set at the end of the second instruction's tick.
    expect(machine.now).toBe(2 + ticks + 1);
    expect(word(0x18)).toBe("01001005");
  });

  test("counts down, and STPT shows it", () => {
    const { value } = run(`
         SPT   VALUE
         NOPR  0
         NOPR  0
         STPT  AREA
${DONE}
VALUE    DC    X'0000000000064000'`);
    expect(value("AREA")).toBe(BigInt(100 - 3) << 12n);
  });

  test("comes after the clock comparator, and both after the interrupt key", () => {
    const { machine, word } = machineWith(program("LOOP     B     LOOP", "0000000000000200"));
    machine.setCr(0, 0xce0);
    machine.run({ ticks: 10 });
    machine.operate("external");
    const codes: string[] = [];
    for (const mask of [0xce0, 0xca0, 0x4a0]) {
      machine.setCr(0, mask);
      machine.setPsw("0100000000000200");
      machine.step();
      codes.push(word(0x18).slice(4));
    }
    expect(codes).toEqual(["0040", "1004", "1005"]);
  });
});

test("in EC mode the code is at X'86', with a CPU address of zero", () => {
  const { machine, word } = machineWith(program("LOOP     B     LOOP", "0108000000000200"));
  machine.setCr(0, 0x8e0);
  machine.run({ ticks: 10 });
  expect(word(0x84)).toBe("00001004");
});

test.each(["SCK", "SCKC", "STCKC", "SPT", "STPT"])("%s wants a doubleword", (mnemonic) => {
  expect(run(`         LA    1,X'E84'\n         ${mnemonic.padEnd(5)} 0(1)`).machine.psw.address).toBe(0xe03);
});

test("a snapshot holds the clocks: what is restored goes on alike", () => {
  const { machine } = machineWith(
    program(
      "         LCTL  0,0,CR0\n         SPT   VALUE\n         SSM   ON\nLOOP     B     LOOP\n         DS    0D\nVALUE    DC    A(0),A(X'800000')",
      "0000000000000200",
      TIMER,
    ),
  );
  machine.run({ ticks: 500 });
  const snapshot = machine.snapshot();
  machine.run({ ticks: 100_000 });
  const end = machine.now;
  machine.restore(snapshot);
  expect(machine.now).toBe(500);
  machine.run({ ticks: 100_000 });
  expect(machine.now).toBe(end);
  expect(end).toBe(2 + 2048 + 1);
});
