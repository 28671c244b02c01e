/**
 * Vectors of 128 bits: integer lanes, shuffles, and floating-point lanes that every host computes the same (IEEE 754,
 * rounding to nearest; a NaN that arithmetic makes is the one of `float-operations.ts`). Lane 0, byte 0 and the low half are
 * the rightmost bits, and what lies at the lowest address.
 */
import type { I32, I64, Variable } from "./operations.ts";

declare const v128: unique symbol;

/** 128 bits. */
export interface V128 {
  readonly [v128]: true;
}

/** Bits of an integer lane. */
export type LaneSize = 8 | 16 | 32 | 64;
/** Lanes on which arithmetic may saturate, or average. */
export type NarrowLane = 8 | 16;
/** Bits of a floating-point lane. */
export type FloatLane = 32 | 64;

export interface VectorOperationsOn<T32, T64, V> {
  // Whole vectors
  vector(low: T64, high: T64): V;
  vectorLow(a: V): T64;
  vectorHigh(a: V): T64;
  andV(a: V, b: V): V;
  orV(a: V, b: V): V;
  xorV(a: V, b: V): V;
  notV(a: V): V;
  /** Bits of `a` that are not in `b`. */
  andNotV(a: V, b: V): V;
  /** Bits of `ifOne` where `mask` has ones, of `ifZero` elsewhere. */
  mixV(mask: V, ifOne: V, ifZero: V): V;
  selectV(condition: T32, ifTrue: V, ifFalse: V): V;
  variableV(initial: V): Variable<V>;
  /** Byte i is byte `lanes[i]` of `a` (0 to 15) or `b` (16 to 31). */
  shuffle(a: V, b: V, lanes: readonly number[]): V;
  /** Byte i is the byte of `a` that byte i of `indices` says; 0 for an index beyond 15. */
  pickBytes(a: V, indices: V): V;

  /** From storage and to it: byte 0 at `address`, whatever the machine's byte order. May fault. */
  loadV(address: T32): V;
  storeV(address: T32, value: V): void;

  // Lanes in and out
  /** All lanes are the rightmost bits of `value`. */
  spread(size: 8 | 16 | 32, value: T32): V;
  spread64(value: T64): V;
  /** A lane, zero-extended. */
  lane(size: 8 | 16 | 32, a: V, lane: number): T32;
  lane64(a: V, lane: number): T64;
  withLane(size: 8 | 16 | 32, a: V, lane: number, value: T32): V;
  withLane64(a: V, lane: number, value: T64): V;

  // Integer lanes
  addLanes(size: LaneSize, a: V, b: V): V;
  subLanes(size: LaneSize, a: V, b: V): V;
  mulLanes(size: 16 | 32 | 64, a: V, b: V): V;
  negateLanes(size: LaneSize, a: V): V;
  absLanes(size: LaneSize, a: V): V;
  addSaturating(size: NarrowLane, signed: boolean, a: V, b: V): V;
  subSaturating(size: NarrowLane, signed: boolean, a: V, b: V): V;
  minLanes(size: 8 | 16 | 32, signed: boolean, a: V, b: V): V;
  maxLanes(size: 8 | 16 | 32, signed: boolean, a: V, b: V): V;
  /** Half the sum and 1 of unsigned lanes. */
  averageLanes(size: NarrowLane, a: V, b: V): V;
  /** Sums of two neighbouring products of signed 16-bit lanes. */
  mulAddPairs(a: V, b: V): V;
  /** Products of lanes of the low (or high) half, twice as wide as `size`. */
  mulExtended(size: 8 | 16 | 32, signed: boolean, high: boolean, a: V, b: V): V;
  /** Shift counts are 0 to `size` - 1, one for all lanes. */
  shiftLanesLeft(size: LaneSize, a: V, count: T32): V;
  shiftLanesRightUnsigned(size: LaneSize, a: V, count: T32): V;
  shiftLanesRightSigned(size: LaneSize, a: V, count: T32): V;
  /** All ones where it holds, else zero. */
  equalLanes(size: LaneSize, a: V, b: V): V;
  lessSignedLanes(size: LaneSize, a: V, b: V): V;
  lessUnsignedLanes(size: 8 | 16 | 32, a: V, b: V): V;
  /** Signed lanes of `a`, then of `b`, half as wide: what is out of range becomes the least or greatest. `size` is the lanes' before. */
  narrowLanes(size: 16 | 32, signed: boolean, a: V, b: V): V;
  /** Lanes of the low (or high) half, twice as wide. `size` is the lanes' before. */
  widenLanes(size: 8 | 16 | 32, signed: boolean, high: boolean, a: V): V;
  /** How many bits of each byte are one. */
  onesOfBytes(a: V): V;
  /** The leftmost bit of each lane, lane 0's at the right. */
  laneSigns(size: LaneSize, a: V): T32;
  anyOne(a: V): T32;

  // Floating-point lanes
  addFloats(size: FloatLane, a: V, b: V): V;
  subFloats(size: FloatLane, a: V, b: V): V;
  mulFloats(size: FloatLane, a: V, b: V): V;
  divFloats(size: FloatLane, a: V, b: V): V;
  sqrtFloats(size: FloatLane, a: V): V;
  /** `b` where it is less than (greater than) `a`, else `a`, bit for bit. */
  lesserFloats(size: FloatLane, a: V, b: V): V;
  greaterFloats(size: FloatLane, a: V, b: V): V;
  ceilFloats(size: FloatLane, a: V): V;
  floorFloats(size: FloatLane, a: V): V;
  truncateFloats(size: FloatLane, a: V): V;
  nearestFloats(size: FloatLane, a: V): V;
  equalFloats(size: FloatLane, a: V, b: V): V;
  lessFloats(size: FloatLane, a: V, b: V): V;
  lessOrEqualFloats(size: FloatLane, a: V, b: V): V;
  /** All 32-bit lanes to single precision and back (toward zero, saturating; NaN becomes 0). */
  floatsOfLanes(signed: boolean, a: V): V;
  lanesOfFloats(signed: boolean, a: V): V;
  /** The two low 32-bit lanes to double precision, and back into the low half; the high half becomes zero. */
  doublesOfLanes(signed: boolean, a: V): V;
  lanesOfDoubles(signed: boolean, a: V): V;
  promoteFloats(a: V): V;
  demoteDoubles(a: V): V;
}

/** What definitions see. */
export type VectorOperations = VectorOperationsOn<I32, I64, V128>;
