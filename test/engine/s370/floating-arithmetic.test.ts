/**
 * Every floating-point operation on random numbers, against exact arithmetic (floating-model.ts), in every executor.
 */
import { expect, test } from "vitest";
import type { ExecutorName } from "../../../engine/s370/system.ts";
import { Random } from "../../vectors/random.ts";
import { longNumber, relatedNumber } from "../../vectors/s370-floating.ts";
import { add, compare, divide, type Ending, halve, type Mask, multiply, round, withSign } from "./floating-model.ts";
import { machineWith } from "./program.ts";

const CASES = 20_000;
const BATCH = 500;
/** Bytes of a case: registers 0, 2, 4 and 6, what SPM gets, what BALR shows, registers 0 and 2 afterwards, the code. */
const RECORD = 64;
const [OPERAND, MASK, SHOWN, RESULT, CODE] = [16, 32, 36, 40, 56];

/** Does one instruction for each record, with registers 0 and 4 (or storage); an interruption leaves its code. */
const program = (instruction: string): string => `
         DC    A(0),A(BEGIN)
         ORG   X'68'
         DC    A(0),A(INTERR)
         ORG   X'200'
         USING *,12
BEGIN    BALR  12,0
         BCTR  12,0
         BCTR  12,0
         L     4,=A(RECORDS)
         LA    3,${BATCH}
LOOP     LD    0,0(4)
         LD    2,8(4)
         LD    4,16(4)
         LD    6,24(4)
         L     1,${MASK}(4)
         SPM   1
         ${instruction}
         BALR  5,0
SHOW     ST    5,${SHOWN}(4)
         STD   0,${RESULT}(4)
         STD   2,${RESULT + 8}(4)
         LA    4,${RECORD}(4)
         BCT   3,LOOP
         LPSW  WAIT
INTERR   L     5,X'2C'
         MVC   ${CODE}(2,4),X'2A'
         B     SHOW
         DS    0D
WAIT     DC    X'0002000000000000'
         LTORG
         ORG   X'1000'
RECORDS  DS    ${BATCH * RECORD}X
         END
`;

type Model = (first: bigint, second: bigint, mask: Mask) => Ending;

interface Operation {
  /** Instructions that do it, RR and RX. */
  readonly instructions: readonly string[];
  readonly model: Model;
  /** Bits of the operands, and of the result, at the left of the registers. */
  readonly bits: 32 | 64 | 128;
  readonly resultBits: 32 | 64 | 128;
}

const SHORT = { bits: 32, resultBits: 32 } as const;
const LONG = { bits: 64, resultBits: 64 } as const;
const EXTENDED = { bits: 128, resultBits: 128 } as const;

/** Both forms of an operation: RR of registers 0 and 4, RX of register 0 and storage. */
const forms = (mnemonic: string): string[] => [`${mnemonic}R 0,4`, `${mnemonic} 0,${OPERAND}(4)`];

const addition = (digits: 6 | 14 | 28, subtract: boolean, normalized: boolean): Model => {
  const how = { digits, subtract, normalized };
  return (a, b, mask) => add(a, b, how, mask);
};

const operations: readonly Operation[] = [
  { ...SHORT, instructions: forms("AE"), model: addition(6, false, true) },
  { ...LONG, instructions: forms("AD"), model: addition(14, false, true) },
  { ...EXTENDED, instructions: ["AXR 0,4"], model: addition(28, false, true) },
  { ...SHORT, instructions: forms("SE"), model: addition(6, true, true) },
  { ...LONG, instructions: forms("SD"), model: addition(14, true, true) },
  { ...EXTENDED, instructions: ["SXR 0,4"], model: addition(28, true, true) },
  { ...SHORT, instructions: forms("AU"), model: addition(6, false, false) },
  { ...LONG, instructions: forms("AW"), model: addition(14, false, false) },
  { ...SHORT, instructions: forms("SU"), model: addition(6, true, false) },
  { ...LONG, instructions: forms("SW"), model: addition(14, true, false) },
  { ...SHORT, instructions: forms("CE"), model: (a, b) => compare(a, b, 6) },
  { ...LONG, instructions: forms("CD"), model: (a, b) => compare(a, b, 14) },
  { ...SHORT, resultBits: 64, instructions: forms("ME"), model: (a, b, mask) => multiply(a, b, 6, 14, mask) },
  { ...LONG, instructions: forms("MD"), model: (a, b, mask) => multiply(a, b, 14, 14, mask) },
  {
    ...LONG,
    resultBits: 128,
    instructions: ["MXDR 0,4", `MXD 0,${OPERAND}(4)`],
    model: (a, b, mask) => multiply(a, b, 14, 28, mask),
  },
  { ...EXTENDED, instructions: ["MXR 0,4"], model: (a, b, mask) => multiply(a, b, 28, 28, mask) },
  { ...SHORT, instructions: forms("DE"), model: (a, b, mask) => divide(a, b, 6, mask) },
  { ...LONG, instructions: forms("DD"), model: (a, b, mask) => divide(a, b, 14, mask) },
  { ...SHORT, instructions: ["HER 0,4"], model: (_a, b, mask) => halve(b, 6, mask) },
  { ...LONG, instructions: ["HDR 0,4"], model: (_a, b, mask) => halve(b, 14, mask) },
  { bits: 64, resultBits: 32, instructions: ["LRER 0,4"], model: (_a, b) => round(b, 14) },
  { bits: 128, resultBits: 64, instructions: ["LRDR 0,4"], model: (_a, b) => round(b, 28) },
  { ...SHORT, instructions: ["LTER 0,4"], model: (_a, b) => withSign(b, 6, "same") },
  { ...LONG, instructions: ["LTDR 0,4"], model: (_a, b) => withSign(b, 14, "same") },
  { ...SHORT, instructions: ["LCER 0,4"], model: (_a, b) => withSign(b, 6, "inverted") },
  { ...LONG, instructions: ["LCDR 0,4"], model: (_a, b) => withSign(b, 14, "inverted") },
  { ...SHORT, instructions: ["LPER 0,4"], model: (_a, b) => withSign(b, 6, "plus") },
  { ...LONG, instructions: ["LPDR 0,4"], model: (_a, b) => withSign(b, 14, "plus") },
  { ...SHORT, instructions: ["LNER 0,4"], model: (_a, b) => withSign(b, 6, "minus") },
  { ...LONG, instructions: ["LNDR 0,4"], model: (_a, b) => withSign(b, 14, "minus") },
];

/** Registers 0 and 2, or 4 and 6: half of the second operands have something to do with the first. */
function operands(random: Random): [first: bigint, second: bigint] {
  const pair = (): bigint => (longNumber(random) << 64n) | longNumber(random);
  const first = pair();
  if (random.chance(50)) return [first, pair()];
  const high = relatedNumber(random, first >> 64n);
  const low = random.chance(50) ? first & ((1n << 64n) - 1n) : longNumber(random);
  return [first, (high << 64n) | low];
}

const word = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
const quad = (value: bigint): string => value.toString(16).padStart(32, "0");

function run(operation: Operation, instruction: string, seed: number, executor: ExecutorName): string[] {
  const random = new Random(seed);
  const { machine, at } = machineWith(program(instruction), executor);
  const start = machine.pswHex;
  const records = at("RECORDS");
  const wrong: string[] = [];
  for (let done = 0; done < CASES / operation.instructions.length; done += BATCH) {
    // One program mask after the other: translated code assumes that it seldom changes.
    const cases = Array.from({ length: BATCH }, (_, i) => {
      const [first, second] = operands(random);
      return { first, second, before: random.below(4), mask: Math.floor((4 * i) / BATCH) };
    });
    const text = cases
      .map(({ first, second, before, mask }) => {
        const given = word((before << 28) | (mask << 24));
        return quad(first) + quad(second) + given.padEnd(2 * (RECORD - MASK), "0");
      })
      .join("");
    machine.write(records, Buffer.from(text, "hex"));
    machine.setPsw(start);
    expect(machine.run({ ticks: machine.now + 40 * BATCH })).toBe("disabled-wait");
    const after = Buffer.from(machine.read(records, BATCH * RECORD));
    cases.forEach(({ first, second, before, mask }, i) => {
      const cut = (value: bigint): bigint => value >> BigInt(128 - operation.bits);
      const masks = { underflow: (mask & 2) !== 0, significance: (mask & 1) !== 0 };
      const wanted = operation.model(cut(first), cut(second), masks);
      const rest = BigInt(128 - operation.resultBits);
      const kept = wanted.number === undefined ? first : (wanted.number << rest) | (first & ((1n << rest) - 1n));
      const record = after.subarray(i * RECORD, (i + 1) * RECORD);
      const own = {
        number: record.subarray(RESULT, RESULT + 16).toString("hex"),
        code: (record.readUInt32BE(SHOWN) >>> 28) & 3,
        interruption: record.readUInt16BE(CODE),
      };
      const right = {
        number: quad(kept),
        code: wanted.conditionCode ?? before,
        interruption: wanted.interruption ?? 0,
      };
      if (JSON.stringify(own) !== JSON.stringify(right))
        wrong.push(
          `${quad(first)} ${quad(second)} mask ${mask}: ${JSON.stringify(own)}, should be ${JSON.stringify(right)}`,
        );
    });
  }
  if (executor === "translator") expect(machine.translated?.counters.translations).toBeGreaterThan(0);
  return wrong;
}

const EXECUTORS: readonly ExecutorName[] = ["interpreter", "cold", "translator"];

test.each(operations.map((operation) => ({ name: operation.instructions[0].split(" ")[0], operation })))(
  `$name and its RX form give the exact result ${CASES.toLocaleString("en")} times`,
  ({ operation }) => {
    for (const executor of EXECUTORS)
      operation.instructions.forEach((instruction, i) => {
        const wrong = run(operation, instruction, 370 + i, executor);
        expect(wrong.length, `${instruction} (${executor})\n${wrong.slice(0, 5).join("\n")}`).toBe(0);
      });
  },
);
