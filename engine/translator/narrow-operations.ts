/**
 * Arithmetic on 8, 16, 32 and 64 bits with carry, overflow, auxiliary carry and parity, as processors of the x86's kind
 * define it. All but {@link BitOperationsOn} is written in the core's operations, so it is executed and translated alike.
 */
import type { I32, I64, Operations } from "./operations.ts";
import { OUTCOME, type Outcome, outcome32, outcome64 } from "./outcome.ts";

/** What executors provide beyond the core: operations that WebAssembly has and the core does without. */
export interface BitOperationsOn<T32, T64> {
  /** Signed quotient and remainder, truncated. The definition has excluded a zero divisor and overflow. */
  divSigned(a: T32, b: T32): T32;
  remSigned(a: T32, b: T32): T32;
  /** Counts are 0 to 31. */
  rotateLeft(a: T32, count: T32): T32;
  rotateRight(a: T32, count: T32): T32;
  /** Counts are 0 to 63. */
  rotateLeft64(a: T64, count: T32): T64;
  rotateRight64(a: T64, count: T32): T64;
  /** How many zero bits there are at the right; 32 for zero. */
  trailingZeros(a: T32): T32;
  /** 64 for zero. */
  trailingZeros64(a: T64): T32;
  /** How many bits are one. */
  onesCount(a: T32): T32;
  onesCount64(a: T64): T32;
}

/** What the functions of this file are written over. */
export type NarrowOperations<Processor> = Operations<Processor> & BitOperationsOn<I32, I64>;

/** Width of an operand in a 32-bit value, in bits. */
export type NarrowSize = 8 | 16 | 32;

/** Sign-extends from `size` bits. */
export function signedOf<P>(op: Operations<P>, size: NarrowSize, a: I32): I32 {
  return size === 8 ? op.extend8(a) : size === 16 ? op.extend16(a) : a;
}

/** Zero-extends from `size` bits. */
export function unsignedOf<P>(op: Operations<P>, size: NarrowSize, a: I32): I32 {
  return size === 32 ? a : op.and(a, op.i32(2 ** size - 1));
}

export function byteSwap<P>(op: NarrowOperations<P>, a: I32): I32 {
  const odd = op.and(op.rotateLeft(a, op.i32(8)), op.i32(0x00ff00ff));
  const even = op.and(op.rotateRight(a, op.i32(8)), op.i32(0xff00ff00 | 0));
  return op.or(odd, even);
}

/** Of the rightmost 16 bits; the others become zero. */
export function byteSwap16<P>(op: NarrowOperations<P>, a: I32): I32 {
  return op.shiftRightUnsigned(byteSwap(op, a), op.i32(16));
}

export function byteSwap64<P>(op: NarrowOperations<P>, a: I64): I64 {
  return op.pair(byteSwap(op, op.low(a)), byteSwap(op, op.high(a)));
}

// Operands need not be extended, results are sign-extended from `size`; carries that come in are 0 or 1.

export function sum<P>(op: Operations<P>, size: NarrowSize, a: I32, b: I32): Outcome<I32> {
  return combine(op, OUTCOME.add, size, a, b, op.i32(0));
}

export function difference<P>(op: Operations<P>, size: NarrowSize, a: I32, b: I32): Outcome<I32> {
  return combine(op, OUTCOME.subtract, size, a, b, op.i32(0));
}

export function sumWithCarry<P>(op: Operations<P>, size: NarrowSize, a: I32, b: I32, carry: I32): Outcome<I32> {
  return combine(op, OUTCOME.addCarry, size, a, b, carry);
}

export function differenceWithBorrow<P>(
  op: Operations<P>,
  size: NarrowSize,
  a: I32,
  b: I32,
  borrow: I32,
): Outcome<I32> {
  return combine(op, OUTCOME.subtractBorrow, size, a, b, borrow);
}

/** Adds 1; `carry` is what the carry was and stays. */
export function increment<P>(op: Operations<P>, size: NarrowSize, a: I32, carry: I32): Outcome<I32> {
  return combine(op, OUTCOME.increment, size, a, op.i32(1), carry);
}

/** Subtracts 1; `carry` is what the carry was and stays. */
export function decrement<P>(op: Operations<P>, size: NarrowSize, a: I32, carry: I32): Outcome<I32> {
  return combine(op, OUTCOME.decrement, size, a, op.i32(1), carry);
}

/** Of AND, OR, XOR and TEST: no carry, no overflow, no auxiliary carry. */
export function logical<P>(op: Operations<P>, size: NarrowSize, value: I32): Outcome<I32> {
  return flagged(op, size, value, op.i32(0));
}

/** Any other result; carry, overflow and auxiliary carry are those of `bits` (at the places of `FLAG`). */
export function flagged<P>(op: Operations<P>, size: NarrowSize, value: I32, bits: I32): Outcome<I32> {
  const zero = op.i32(0);
  return outcome32(op, OUTCOME.given, { left: zero, right: zero, value: signedOf(op, size, value), bits });
}

function combine<P>(op: Operations<P>, kind: number, size: NarrowSize, a: I32, b: I32, bits: I32): Outcome<I32> {
  const left = signedOf(op, size, a);
  const right = signedOf(op, size, b);
  const subtracts = (kind & OUTCOME.subtract) !== 0;
  const plain = subtracts ? op.sub(left, right) : op.add(left, right);
  const isCarried = (kind & OUTCOME.addCarry) !== 0;
  const whole = !isCarried ? plain : subtracts ? op.sub(plain, bits) : op.add(plain, bits);
  return outcome32(op, kind, { left, right, value: signedOf(op, size, whole), bits });
}

export function sum64<P>(op: Operations<P>, a: I64, b: I64): Outcome<I64> {
  return combine64(op, OUTCOME.add, a, b, op.i32(0));
}

export function difference64<P>(op: Operations<P>, a: I64, b: I64): Outcome<I64> {
  return combine64(op, OUTCOME.subtract, a, b, op.i32(0));
}

export function sumWithCarry64<P>(op: Operations<P>, a: I64, b: I64, carry: I32): Outcome<I64> {
  return combine64(op, OUTCOME.addCarry, a, b, carry);
}

export function differenceWithBorrow64<P>(op: Operations<P>, a: I64, b: I64, borrow: I32): Outcome<I64> {
  return combine64(op, OUTCOME.subtractBorrow, a, b, borrow);
}

export function increment64<P>(op: Operations<P>, a: I64, carry: I32): Outcome<I64> {
  return combine64(op, OUTCOME.increment, a, op.i64(1n), carry);
}

export function decrement64<P>(op: Operations<P>, a: I64, carry: I32): Outcome<I64> {
  return combine64(op, OUTCOME.decrement, a, op.i64(1n), carry);
}

export function logical64<P>(op: Operations<P>, value: I64): Outcome<I64> {
  return flagged64(op, value, op.i32(0));
}

export function flagged64<P>(op: Operations<P>, value: I64, bits: I32): Outcome<I64> {
  const zero = op.i64(0n);
  return outcome64(op, OUTCOME.given, { left: zero, right: zero, value, bits });
}

function combine64<P>(op: Operations<P>, kind: number, left: I64, right: I64, bits: I32): Outcome<I64> {
  const subtracts = (kind & OUTCOME.subtract) !== 0;
  const plain = subtracts ? op.sub64(left, right) : op.add64(left, right);
  const isCarried = (kind & OUTCOME.addCarry) !== 0;
  const carry = (): I64 => op.extendUnsigned(bits);
  const value = !isCarried ? plain : subtracts ? op.sub64(plain, carry()) : op.add64(plain, carry());
  return outcome64(op, kind, { left, right, value, bits });
}
