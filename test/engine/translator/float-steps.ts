/** Steps of random definitions that compute with floating point. What they find goes on as bits. */

import { DOUBLE_FORMAT, SINGLE_FORMAT } from "../../../engine/translator/float-codec.ts";
import type { F32, F64, FloatOperations, FloatsOn } from "../../../engine/translator/float-operations.ts";
import { doublePrecision } from "../../../engine/translator/interpreter-floats.ts";
import type { NarrowOperations } from "../../../engine/translator/narrow-operations.ts";
import type { I32, I64 } from "../../../engine/translator/operations.ts";
import { SoftwareFloats } from "../../../engine/translator/software-floats.ts";
import type { Random } from "../../vectors/random.ts";
import type { Scope, Step } from "./random-definitions.ts";

type Op = NarrowOperations<object> & FloatOperations;

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  2.5,
  -2.5,
  3,
  1e-310,
  5e-324,
  1e-45,
  1e38,
  -1e39,
  1.7e308,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 52,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
  0.1,
  Infinity,
  -Infinity,
  Number.NaN,
];

export const floatSteps: Step<Op>[] = [single, single, double, double, between, software];

function single(op: Op, scope: Scope, random: Random): void {
  compute(op.single, () => op.single.ofBits(random.pick(scope.ints)), scope.ints, op, scope, random);
}

function double(op: Op, scope: Scope, random: Random): void {
  compute(op.double, () => op.double.ofBits(random.pick(scope.wides)), scope.wides, op, scope, random);
}

function between(op: Op, scope: Scope, random: Random): void {
  const x = random.pick(scope.wides);
  const a = random.pick(scope.ints);
  random.pick([
    () => scope.ints.push(op.single.bits(op.demote(op.double.ofBits(x)))),
    () => scope.wides.push(op.double.bits(op.promote(op.single.ofBits(a)))),
    () => scope.wides.push(op.double.bits(op.double.sub(op.double.ofSigned64(x), op.double.ofSigned(a)))),
    () => scope.ints.push(op.single.bits(op.single.mul(op.single.ofUnsigned64(x), op.single.ofUnsigned(a)))),
  ])();
}

/** Floating point in integers. */
function software(op: Op, scope: Scope, random: Random): void {
  const isSingle = random.chance(50);
  const [format, other] = isSingle ? [SINGLE_FORMAT, DOUBLE_FORMAT] : [DOUBLE_FORMAT, SINGLE_FORMAT];
  const floats = new SoftwareFloats(op, format, op.and(random.pick(scope.ints), op.i32(3)));
  const number = (): I64 => {
    const edge = op.i64(doublePrecision.bits(random.pick(NUMBERS)));
    const wide = random.chance(50) ? edge : random.pick(scope.wides);
    return isSingle ? op.extendUnsigned(op.high(wide)) : wide;
  };
  const [a, b] = [number(), number()];
  const { bits, exceptions } = random.pick([
    () => floats.add(a, b),
    () => floats.sub(a, b),
    () => floats.mul(a, b),
    () => floats.div(a, b),
    () => floats.sqrt(a),
    () => floats.round(a),
    () => floats.toInteger(random.pick([32, 64] as const), a),
    () => floats.ofInteger(a),
    () => new SoftwareFloats(op, other, op.i32(random.below(4))).convert(format, a),
    () => {
      const { less, equal, unordered, exceptions: found } = floats.compare(a, b, random.chance(50));
      return { bits: op.pair(less, op.or(equal, op.shiftLeft(unordered, op.i32(1)))), exceptions: found };
    },
  ])();
  scope.wides.push(bits);
  scope.ints.push(exceptions);
}

/** A few operations of one precision in a row; the result goes into `pool`. */
function compute<Bits, F extends F32 | F64>(
  width: FloatsOn<I32, I64, Bits, F>,
  given: () => F,
  pool: Bits[],
  op: Op,
  scope: Scope,
  random: Random,
): void {
  const { ints, wides } = scope;
  const number = (): F => {
    const kind = random.below(10);
    if (kind < 3) return width.constant(random.pick(NUMBERS));
    if (kind < 5) return width.ofSigned(random.pick(ints));
    if (kind < 6) return width.ofUnsigned64(random.pick(wides));
    return given();
  };
  let a = number();
  for (let i = random.below(4); i >= 0; i--) {
    const b = number();
    a = random.pick([
      () => width.add(a, b),
      () => width.sub(a, b),
      () => width.mul(a, b),
      () => width.div(a, b),
      () => width.sqrt(a),
      () => width.negate(a),
      () => width.abs(a),
      () => width.min(a, b),
      () => width.max(a, b),
      () => width.ceil(a),
      () => width.floor(a),
      () => width.truncate(a),
      () => width.nearest(a),
      () => width.ofSigned64(random.pick(wides)),
      () => width.select(random.pick(ints), a, b),
      () => {
        const kept = width.variable(a);
        op.if(random.pick(ints), () => kept.set(width.div(b, a)));
        return kept.get();
      },
    ])();
    if (random.chance(30))
      ints.push(
        random.pick([
          () => width.equal(a, b),
          () => width.less(a, b),
          () => width.lessOrEqual(b, a),
          () => width.isNaN(a),
        ])(),
      );
    if (random.chance(20)) ints.push(random.pick([() => width.toSigned(a), () => width.toUnsigned(a)])());
    if (random.chance(20)) wides.push(random.pick([() => width.toSigned64(a), () => width.toUnsigned64(a)])());
  }
  pool.push(width.bits(a));
}
