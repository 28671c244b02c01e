/** What instructions on strings of bytes have in common: stretches that lie in one page, moves and comparisons by place. */
import type { I32, I64, Variable } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";

/** Bytes for which one look at lookaside buffer and storage key decides (GA22-7000, "Storage Key"). */
const BLOCK = 2048;

/** What is left of an operand: where it goes on, and how many bytes there are. */
export interface Operand {
  readonly address: Variable<I32>;
  readonly length: Variable<I32>;
}

export function advance(op: S370Operations, { address, length }: Operand, by: I32): void {
  address.set(op.and(op.add(address.get(), by), op.i32(0xffffff)));
  length.set(op.sub(length.get(), by));
}

export function smaller(op: S370Operations, a: I32, b: I32): I32 {
  return op.select(op.lessUnsigned(a, b), a, b);
}

/** How much of an operand lies in the 2 KiB where it goes on. */
export function inPage(op: S370Operations, { address, length }: Operand): I32 {
  return smaller(op, length.get(), op.sub(op.i32(BLOCK), op.and(address.get(), op.i32(BLOCK - 1))));
}

/** Runs `body` for 0 … count - 1. */
export function each(op: S370Operations, count: I32, body: (i: I32) => void): void {
  const i = op.variable(op.i32(0));
  op.loop(() => {
    body(i.get());
    i.set(op.add(i.get(), op.i32(1)));
    return op.lessUnsigned(i.get(), count);
  });
}

/** Both operands in one page each, so that their bytes are reached by place; the second part is for where they are not. */
export function together(
  op: S370Operations,
  [p, q]: readonly [I32, I32],
  fast: () => void,
  bytewise: () => void,
): void {
  op.if(op.lessSigned(op.or(p, q), op.i32(0)), bytewise, fast);
}

/** Whether bytes stored at `p` would be fetched at `q` afterwards: `q` lies before `p`, and less than `length`. */
export function destructive(op: S370Operations, p: I32, q: I32, length: I32): I32 {
  return op.lessUnsigned(op.sub(op.sub(p, q), op.i32(1)), op.sub(length, op.i32(1)));
}

export type Combine = (op: S370Operations, target: () => I32, source: () => I32) => I32;

/** Byte by byte, left to right, by place, as if each result were stored before the next is fetched: overlap is defined so. */
export function eachPlace(
  op: S370Operations,
  [p, q]: readonly [I32, I32],
  length: I32,
  combine: Combine,
  done?: (value: I32) => void,
): void {
  each(op, length, (i) => {
    const target = op.add(p, i);
    const value = combine(
      op,
      () => op.placeLoad8(target, 0),
      () => op.placeLoad8(op.add(q, i), 0),
    );
    op.placeStore8(target, 0, value);
    done?.(value);
  });
}

/** Moves bytes by place, in the order that overlap asks for. */
export function movePlaces(op: S370Operations, p: I32, q: I32, length: I32): void {
  op.if(
    destructive(op, p, q, length),
    () =>
      op.if(
        op.equal(op.sub(p, q), op.i32(1)),
        // The customary way to fill a field with its first byte.
        () => op.placeFill(p, op.placeLoad8(q, 0), length),
        () => eachPlace(op, [p, q], length, (_op, _target, source) => source()),
      ),
    () => op.placeCopy(p, q, length),
  );
}

/** Condition code of two unsigned values. */
export function order(op: S370Operations, less: I32, equal: I32): I32 {
  return op.select(equal, op.i32(0), op.select(less, op.i32(1), op.i32(2)));
}

/** A comparison from left to right: how many bytes have been found equal, and the condition code of those that differ. */
export interface Comparison {
  readonly equal: Variable<I32>;
  readonly cc: Variable<I32>;
}

export function comparison(op: S370Operations): Comparison {
  return { equal: op.variable(op.i32(0)), cc: op.variable(op.i32(0)) };
}

/** Goes on byte by byte, from where it is, until bytes differ or `length` are equal. */
export function compareBytes(
  op: S370Operations,
  { equal, cc }: Comparison,
  length: I32,
  pairAt: (i: I32) => readonly [I32, I32],
): void {
  op.loop(() => {
    const [left, right] = pairAt(equal.get());
    const same = op.equal(left, right);
    cc.set(order(op, op.lessUnsigned(left, right), same));
    equal.set(op.add(equal.get(), same));
    return op.and(same, op.lessUnsigned(equal.get(), length));
  });
}

/** Goes on by eights as long as those are equal; then by bytes for the rest, or the eight that differ. */
export function compareEights(
  op: S370Operations,
  compared: Comparison,
  length: I32,
  eightAt: (i: I32) => readonly [I64, I64],
  pairAt: (i: I32) => readonly [I32, I32],
): void {
  const whole = op.sub(length, op.i32(7));
  op.if(op.lessSigned(op.i32(0), whole), () =>
    op.loop(() => {
      const at = compared.equal.get();
      const same = op.equal64(...eightAt(at));
      compared.equal.set(op.add(at, op.select(same, op.i32(8), op.i32(0))));
      return op.and(same, op.lessSigned(compared.equal.get(), whole));
    }),
  );
  op.if(op.lessUnsigned(compared.equal.get(), length), () => compareBytes(op, compared, length, pairAt));
}

/** The same of bytes at two places. */
export function comparePlaces(op: S370Operations, compared: Comparison, length: I32, p: I32, q: I32): void {
  compareEights(
    op,
    compared,
    length,
    (i) => [op.placeLoad64(op.add(p, i), 0), op.placeLoad64(op.add(q, i), 0)],
    (i) => [op.placeLoad8(op.add(p, i), 0), op.placeLoad8(op.add(q, i), 0)],
  );
}
