/** Steps of random definitions that compute with vectors. What they find goes on as halves and lanes. */
import type { I32, I64, Operations } from "../../../engine/translator/operations.ts";
import type { V128, VectorOperations } from "../../../engine/translator/vector-operations.ts";
import type { Random } from "../../vectors/random.ts";
import type { Scope, Step } from "./random-definitions.ts";

type Op = Operations<object> & VectorOperations;

/** Halves whose lanes are edges of integers and of floating point. */
const HALVES = [
  0n,
  -1n,
  0x80ff_7f00_0102_fe81n,
  0x8000_7fff_0001_ffffn,
  0x8000_0000_7fff_ffffn,
  0x3f80_0000_c020_0000n,
  0x7fc0_0001_ff80_0000n,
  0x4f00_0000_cf80_0000n,
  0x3fc0_0000_3fe0_0000n,
  0x0000_0001_807f_ffffn,
  0x4004_0000_0000_0000n,
  0xc1e0_0000_0020_0000n,
  0x7ff8_0000_0000_0123n,
  0xfff0_0000_0000_0000n,
  0x7fef_ffff_ffff_ffffn,
  0x0000_0000_0000_0001n,
  0x3690_0000_0000_0000n,
];

function half(op: Op, scope: Scope, random: Random): I64 {
  return random.chance(50) ? op.i64(random.pick(HALVES)) : random.pick(scope.wides);
}

function vector(op: Op, scope: Scope, random: Random): V128 {
  const kind = random.below(10);
  if (kind === 0) return op.spread(random.pick([8, 16, 32] as const), random.pick(scope.ints));
  if (kind === 1) return op.spread64(half(op, scope, random));
  if (kind === 2) return op.loadV(op.and(random.pick(scope.ints), op.i32(0x3ff)));
  return op.vector(half(op, scope, random), half(op, scope, random));
}

const compute: Step<Op> = (op, scope, random) => {
  let a = vector(op, scope, random);
  for (let i = random.below(4); i >= 0; i--) a = combined(op, scope, random, a, vector(op, scope, random));
  const size = random.pick([8, 16, 32] as const);
  const { ints, wides } = scope;
  wides.push(op.vectorLow(a), op.vectorHigh(a));
  random.pick([
    () => ints.push(op.lane(size, a, random.below(128 / size))),
    () => wides.push(op.lane64(a, random.below(2))),
    () => ints.push(op.laneSigns(random.pick([8, 16, 32, 64] as const), a)),
    () => ints.push(op.anyOne(a)),
  ])();
};

function combined(op: Op, scope: Scope, random: Random, a: V128, b: V128): V128 {
  const size = random.pick([8, 16, 32, 64] as const);
  const upTo32 = random.pick([8, 16, 32] as const);
  const narrow = random.pick([8, 16] as const);
  const float = random.pick([32, 64] as const);
  const [signed, high] = [random.chance(50), random.chance(50)];
  const int = random.pick(scope.ints);
  const count: I32 = random.chance(50) ? op.i32(random.below(size)) : op.and(int, op.i32(size - 1));
  const lane = random.below(128 / upTo32);
  return random.pick([
    () => op.andV(a, b),
    () => op.orV(a, b),
    () => op.xorV(a, b),
    () => op.notV(a),
    () => op.andNotV(a, b),
    () => op.mixV(a, b, vector(op, scope, random)),
    () => op.selectV(int, a, b),
    () => {
      const kept = op.variableV(a);
      op.if(int, () => kept.set(op.xorV(kept.get(), b)));
      return kept.get();
    },
    () =>
      op.shuffle(
        a,
        b,
        Array.from({ length: 16 }, () => random.below(32)),
      ),
    () => op.pickBytes(a, random.chance(50) ? b : op.andV(b, op.spread(8, op.i32(0x0f)))),
    () => op.withLane(upTo32, a, lane, int),
    () => op.withLane64(a, random.below(2), random.pick(scope.wides)),
    () => op.addLanes(size, a, b),
    () => op.subLanes(size, a, b),
    () => op.mulLanes(random.pick([16, 32, 64] as const), a, b),
    () => op.negateLanes(size, a),
    () => op.absLanes(size, a),
    () => op.addSaturating(narrow, signed, a, b),
    () => op.subSaturating(narrow, signed, a, b),
    () => op.minLanes(upTo32, signed, a, b),
    () => op.maxLanes(upTo32, signed, a, b),
    () => op.averageLanes(narrow, a, b),
    () => op.mulAddPairs(a, b),
    () => op.mulExtended(upTo32, signed, high, a, b),
    () => op.shiftLanesLeft(size, a, count),
    () => op.shiftLanesRightUnsigned(size, a, count),
    () => op.shiftLanesRightSigned(size, a, count),
    () => op.equalLanes(size, a, b),
    () => op.lessSignedLanes(size, a, b),
    () => op.lessUnsignedLanes(upTo32, a, b),
    () => op.narrowLanes(random.pick([16, 32] as const), signed, a, b),
    () => op.widenLanes(upTo32, signed, high, a),
    () => op.onesOfBytes(a),
    () => op.addFloats(float, a, b),
    () => op.subFloats(float, a, b),
    () => op.mulFloats(float, a, b),
    () => op.divFloats(float, a, b),
    () => op.sqrtFloats(float, a),
    () => op.lesserFloats(float, a, b),
    () => op.greaterFloats(float, a, b),
    () => op.ceilFloats(float, a),
    () => op.floorFloats(float, a),
    () => op.truncateFloats(float, a),
    () => op.nearestFloats(float, a),
    () => op.equalFloats(float, a, b),
    () => op.lessFloats(float, a, b),
    () => op.lessOrEqualFloats(float, a, b),
    () => op.floatsOfLanes(signed, a),
    () => op.lanesOfFloats(signed, a),
    () => op.doublesOfLanes(signed, a),
    () => op.lanesOfDoubles(signed, a),
    () => op.promoteFloats(a),
    () => op.demoteDoubles(a),
  ])();
}

export const vectorSteps: Step<Op>[] = [compute];

export const vectorStores = [
  (op: Op, scope: Scope, random: Random, address: I32): void => op.storeV(address, vector(op, scope, random)),
];
