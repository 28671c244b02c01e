/** MVCL and CLCL by units of operation (GA22-7000, "Interruptible Instructions"). */
import { describe, expect, test } from "vitest";
import { Random } from "../../vectors/random.ts";
import { assembled, Executors, SIZE } from "./executors.ts";
import { hexadecimal, machineWith } from "./program.ts";

/** MVCL 2,4 or CLCL 2,4 at X'300' with the operands given, then SVC 0. Interruptions lead to disabled waits. */
function long(
  instruction: "MVCL" | "CLCL",
  [to, length, from, second]: readonly [to: string, length: number, from: string, second: number | string],
  { psw = "00080000", before = "", executed = false, timer = "" } = {},
): string {
  const other = typeof second === "number" ? `F'${second}'` : second;
  const target = `TARGET   ${instruction}  2,4`;
  return `
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'58'
         DC    X'000A0000',A(X'E1')
         DC    X'000A0000',A(X'E2')
         DC    X'000A0000',A(X'E3')
         ORG   X'200'
         LM    2,5,OPERANDS
         LCTL  0,0,=X'000004E0'
${before}
${timer}
         LPSW  NEW
OPERANDS DC    A(${to}),F'${length}',A(${from}),${other}
NEW      DC    0D'0',X'${psw}',A(X'300')
         LTORG
         ORG   X'300'
${executed ? "         EX    0,TARGET" : target}
         SVC   0
${executed ? target : ""}
         ORG   X'E1'
         DC    X'00'
`;
}

/** Executes up to the instruction at X'300', and counts how often that is then executed. */
function unitsOf(source: string): number {
  const { machine } = machineWith(source);
  while (machine.psw.address !== 0x300) machine.step();
  const before = machine.instructions;
  machine.run({ ticks: 1000 });
  expect(machine.psw.address).toBe(0xe2);
  // Without the SVC.
  return machine.instructions - before - 1;
}

describe("a unit of operation ends with a block of 2 KiB of either operand", () => {
  test.each([
    ["nothing", "MVCL", ["X'1000'", 0, "X'4000'", 0], 1],
    ["a byte", "MVCL", ["X'1000'", 1, "X'4000'", 1], 1],
    ["a block", "MVCL", ["X'1000'", 2048, "X'4000'", 2048], 1],
    ["a byte more", "MVCL", ["X'1000'", 2049, "X'4000'", 2049], 2],
    ["two blocks out of step", "MVCL", ["X'1001'", 4096, "X'4002'", 4096], 5],
    ["two blocks equally out of step", "MVCL", ["X'1001'", 4096, "X'4001'", 4096], 3],
    ["what is moved, then what is padded", "MVCL", ["X'1000'", 2048, "X'4000'", 8], 2],
    ["padding alone", "MVCL", ["X'1700'", 4096, "X'4000'", 0], 3],
    ["destructive overlap", "MVCL", ["X'1001'", 9000, "X'1000'", 9000], 1],
    ["equal operands", "CLCL", ["X'1000'", 4096, "X'4000'", 4096], 2],
    ["operands out of step", "CLCL", ["X'1001'", 4096, "X'4002'", 4096], 5],
    ["a longer one, and padding", "CLCL", ["X'1000'", 4096, "X'4000'", 8], 3],
    ["two of nothing", "CLCL", ["X'1000'", 0, "X'4000'", 0], 1],
    ["inequality in the first", "CLCL", ["X'1000'", 4096, "X'4000'", "X'01000008'"], 2],
  ] as const)("%s", (_name, instruction, operands, units) => {
    expect(unitsOf(long(instruction, operands))).toBe(units);
    // EXECUTE counts with its target.
    expect(unitsOf(long(instruction, operands, { executed: true }))).toBe(units);
  });
});

describe("between units", () => {
  test("the registers say what is left, and the instruction is the next one", () => {
    const { machine } = machineWith(long("MVCL", ["X'1700'", 6000, "X'4000'", "X'5C000A00'"]));
    while (machine.psw.address !== 0x300) machine.step();
    const seen: string[] = [];
    for (; machine.psw.address === 0x300; machine.step())
      seen.push([2, 3, 4, 5].map((register) => machine.gr(register).toString(16)).join(" "));
    expect(seen).toEqual([
      "1700 1770 4000 5c000a00",
      "1800 1670 4100 5c000900",
      "1f00 f70 4800 5c000200",
      "2000 e70 4900 5c000100",
      "2100 d70 4a00 5c000000",
      "2800 670 4a00 5c000000",
    ]);
    expect(machine.psw.conditionCode).toBe(2);
    expect(machine.psw.address).toBe(0x302);
  });

  test.each([
    [false, 0x300],
    [true, 0x300],
  ])("an external interruption leaves the address of the instruction, or of its EXECUTE (%s)", (executed, address) => {
    const { machine } = machineWith(
      long("MVCL", ["X'1000'", 12_000, "X'4000'", 12_000], {
        psw: "01080000",
        executed,
        timer: "         SPT   =A(0,4*4096)",
      }),
    );
    machine.run({ ticks: 1000 });
    expect(machine.psw.address).toBe(0xe1);
    expect(hexadecimal(machine.read(0x86, 2))).toBe("1005");
    expect(Number.parseInt(hexadecimal(machine.read(0x1d, 3)), 16)).toBe(address);
    const done = machine.gr(2) - 0x1000;
    expect(done).toBeGreaterThan(0);
    expect(done % 2048).toBe(0);
    expect([machine.gr(3), machine.gr(4), machine.gr(5)]).toEqual([12_000 - done, 0x4000 + done, 12_000 - done]);
    // Back from it, it is brought to its end.
    machine.setPsw(hexadecimal(machine.read(0x18, 8)).replace(/^01/, "00"));
    machine.run({ ticks: 2000 });
    expect(machine.psw.address).toBe(0xe2);
    expect([machine.gr(2), machine.gr(3), machine.gr(4), machine.gr(5)]).toEqual([0x3ee0, 0, 0x6ee0, 0]);
  });

  const per = (events: string, executed = false) => {
    const ran = machineWith(
      long("MVCL", ["X'1000'", 5000, "X'4000'", 5000], {
        psw: "40080000",
        before: `         LCTL  9,11,=A(${events})`,
        executed,
      }),
    );
    ran.machine.run({ ticks: 1000 });
    return {
      at: ran.machine.psw.address,
      left: ran.machine.gr(3),
      identification: ran.word(0x8c),
      code: hexadecimal(ran.machine.read(150, 2)),
      instruction: ran.word(152),
      next: ran.word(0x2c),
    };
  };

  test("a program event interrupts after the unit in which it was", () => {
    expect(per("X'20000000',X'1900',X'1900'")).toEqual({
      at: 0xe3,
      left: 5000 - 4096,
      identification: "00020080",
      code: "2000",
      instruction: "00000300",
      next: "00000300",
    });
    expect(per("X'20000000',X'2300',X'2300'", true)).toEqual({
      at: 0xe3,
      left: 0,
      identification: "00040080",
      code: "2000",
      instruction: "00000300",
      next: "00000304",
    });
  });

  test("fetching and altering registers are events of each unit; going on is no branch", () => {
    expect(per("X'40000000',X'300',X'300'")).toMatchObject({ left: 5000 - 2048, code: "4000", next: "00000300" });
    expect(per("X'10000800',0,0")).toMatchObject({ left: 5000 - 2048, code: "1000", next: "00000300" });
    // The first branch is the SVC's new PSW, which is none.
    expect(per("X'80000000',0,X'FFFFFF'")).toMatchObject({ at: 0xe2, left: 0 });
  });
});

describe("on all executors", () => {
  const executors = new Executors(0, 3, "cold");

  /** A loop over long moves and comparisons under a timer that interrupts every few units. */
  const loop = (random: Random): string => {
    const any = (below: number): string => `X'${random.below(below).toString(16)}'`;
    const moves = Array.from({ length: 4 }, () => {
      const operands = [
        `${random.pick(["MVCL", "CLCL"])}`,
        `         LA    2,${any(4096)}(10)
         L     3,=A(X'40000000'+${any(9000)})
         LA    4,${any(4096)}(11)
         L     5,=A(X'5B000000'+${any(9000)})`,
      ];
      const use = random.chance(30) ? `         EX    0,EX${operands[0]}` : `         ${operands[0]}  2,4`;
      return `${operands[1]}\n${use}\n         BALR  7,0\n         XR    6,7\n         XR    6,2\n         XR    6,5`;
    });
    return `
         USING 0,0
         ORG   0
         DC    X'01080000',A(START)
         ORG   X'58'
         DC    X'00080000',A(OUTSIDE)
         DC    X'000A0000',A(X'E2')
         DC    X'000A0000',A(X'E3')
         ORG   X'200'
START    LCTL  0,0,=X'000004E0'
         SPT   SOON
         L     10,=A(X'1000')
         L     11,=A(${random.pick(["X'1400'", "X'4000'", "X'4100'"])})
         LA    8,60
LOOP     MVC   X'200'(3,11),X'24'
${moves.join("\n")}
         BCT   8,LOOP
         LPSW  =X'000A000000000099'
EXMVCL   MVCL  2,4
EXCLCL   CLCL  2,4
OUTSIDE  SPT   SOON
         STM   2,5,X'A00'
         LPSW  X'18'
SOON     DC    0D'0',A(0,${random.between(6, 40)}*4096)
         LTORG
`;
  };

  test("every count of them ends in the same state", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = new Random(seed);
      executors.start(assembled(loop(random)));
      const { interpreting } = executors;
      while (interpreting.stopped === undefined && interpreting.now < 1000)
        executors.runTo(interpreting.now + random.pick([1, 1, 2, 5, random.between(1, 100)]), `seed ${seed}`);
      expect(interpreting.instructions, `seed ${seed} at ${interpreting.pswHex}`).toBeGreaterThan(900);
    }
  });

  test("CLCL finds what a comparison byte by byte finds", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const [a, b] = [0x1000 + random.below(3000), 0x4000 + random.below(3000)];
      const [m, n] = [0, 0].map(() => random.pick([0, random.below(20), random.below(6000), 5000]));
      const padding = random.pick([0, 0x40, 0xff]);
      const bytes = new Uint8Array(SIZE).fill(padding);
      // Equal but for a byte here and there.
      for (let i = random.below(3); i > 0; i--) bytes[random.pick([a, b]) + random.below(6000)] = random.below(256);
      const source = `
         USING 0,0
         ORG   0
         DC    X'00080000',A(X'200')
         ORG   X'200'
         LM    2,5,=A(${a},${m},${b},X'${padding.toString(16)}000000'+${n})
         CLCL  2,4
         LPSW  DONE
DONE     DC    0D'0',X'000A0000',A(0)
         LTORG
`;
      const start = assembled(source);
      executors.start({ segments: [{ address: 0x1000, bytes: bytes.slice(0x1000) }, ...start.segments] });
      // The condition code is gone with the new PSW: it is looked at before.
      let at = 0;
      const byteAt = (from: number, length: number): number => (at < length ? bytes[from + at] : padding);
      const whole = Math.max(m, n);
      while (at < whole && byteAt(a, m) === byteAt(b, n)) at++;
      const order = at === whole ? 0 : byteAt(a, m) < byteAt(b, n) ? 1 : 2;
      const left = (from: number, length: number): number[] => [from + Math.min(at, length), Math.max(0, length - at)];
      for (const machine of executors.all) {
        while (machine.psw.address !== 0x206) machine.run({ ticks: machine.now + 1 });
        expect(machine.psw.conditionCode, `seed ${seed}`).toBe(order);
        const [second, rest] = left(b, n);
        expect(
          [2, 3, 4, 5].map((register) => machine.gr(register)),
          `seed ${seed}`,
        ).toEqual([...left(a, m), second, padding * 2 ** 24 + rest]);
      }
    }
  });
});
