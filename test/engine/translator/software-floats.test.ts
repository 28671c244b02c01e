/** Floating point in integers against what an x86 processor answered (test/vectors/record-floats.ts). */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DOUBLE_FORMAT, SINGLE_FORMAT } from "../../../engine/translator/float-codec.ts";
import { Interpreter } from "../../../engine/translator/interpreter.ts";
import { withBits } from "../../../engine/translator/interpreter-bits.ts";
import type { NarrowOperations } from "../../../engine/translator/narrow-operations.ts";
import type { I32, I64 } from "../../../engine/translator/operations.ts";
import { SoftwareFloats } from "../../../engine/translator/software-floats.ts";
import { FLOAT_OPERATIONS, type FloatAnswer, type FloatCase, floatCases } from "../../vectors/float-cases.ts";

const port = { placeToLoad: () => 0, placeToStore: () => 0, stored: () => {}, plain: () => true };
// What definitions see as opaque values are numbers and bigints in the interpreter.
const op = new (withBits(Interpreter))(new ArrayBuffer(8), port, {}, true) as unknown as NarrowOperations<object>;
const number = (value: I32): number => value as unknown as number;
const bigint = (value: I64): bigint => BigInt.asUintN(64, value as unknown as bigint);

const recorded = gunzipSync(readFileSync(new URL("../../vectors/floats-x86.txt.gz", import.meta.url))).toString();
const answers: FloatAnswer[] = recorded
  .trimEnd()
  .split("\n")
  .map((line) => line.split(" "))
  .map(([bits, exceptions]) => ({ bits: BigInt(`0x${bits}`), exceptions: Number.parseInt(exceptions, 16) }));
const cases = floatCases().map((one, i) => ({ ...one, answer: answers[i] }));

function compute({ operation, size, mode, a, b }: FloatCase): FloatAnswer {
  const format = size === 32 ? SINGLE_FORMAT : DOUBLE_FORMAT;
  const floats = new SoftwareFloats(op, format, op.i32(mode));
  const [x, y] = [op.i64(a), op.i64(b)];
  if (operation === "compare" || operation === "compareSignaling") {
    const { less, equal, unordered, exceptions } = floats.compare(x, y, operation === "compareSignaling");
    const bits = number(less) | (number(equal) << 1) | (number(unordered) << 2);
    return { bits: BigInt(bits), exceptions: number(exceptions) };
  }
  const { bits, exceptions } = {
    add: () => floats.add(x, y),
    sub: () => floats.sub(x, y),
    mul: () => floats.mul(x, y),
    div: () => floats.div(x, y),
    sqrt: () => floats.sqrt(x),
    round: () => floats.round(x),
    toInt32: () => floats.toInteger(32, x),
    toInt64: () => floats.toInteger(64, x),
    ofInt64: () => floats.ofInteger(x),
    convert: () => new SoftwareFloats(op, size === 32 ? DOUBLE_FORMAT : SINGLE_FORMAT, op.i32(mode)).convert(format, x),
  }[operation]();
  return { bits: bigint(bits), exceptions: number(exceptions) };
}

describe("software floating point", () => {
  test("there is an answer to every case", () => {
    expect(answers).toHaveLength(cases.length);
  });

  test.each(FLOAT_OPERATIONS)("%s as a processor does it", (operation) => {
    const show = ({ bits, exceptions }: FloatAnswer): string => `${bits.toString(16)} ${exceptions.toString(2)}`;
    const wrong = cases
      .filter((one) => one.operation === operation)
      .flatMap((one) => {
        const got = show(compute(one));
        const wanted = show(one.answer);
        const say = `${one.size} bits, mode ${one.mode}: ${one.a.toString(16)}, ${one.b.toString(16)}`;
        return got === wanted ? [] : [`${say}: ${got}, not ${wanted}`];
      });
    expect(wrong).toEqual([]);
  });
});
