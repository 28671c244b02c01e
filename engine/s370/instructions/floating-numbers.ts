/** What floating-point instructions share: registers, parts, results (GA22-7000, "Floating-Point Instructions"). */
import type { I32, I64 } from "../../translator/operations.ts";
import { EXPONENT_OVERFLOW, EXPONENT_UNDERFLOW, SIGNIFICANCE, SPECIFICATION } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import { state } from "../state.ts";
import type { Decoded, Register } from "./decoded.ts";
import { type InstructionDefinition, rr, rx, type Semantics } from "./definition.ts";

/** Sign of a short number, or of a long one's left half. */
export const SIGN = 0x8000_0000;
/** The 14 digits of a long number's fraction. */
export const LONG_FRACTION = (1n << 56n) - 1n;

const registers = state.floatingPointRegisters;

/** A short number: the register's left half. Its right half stays when this one is set. */
export const short = (op: S370Operations, register: Register): I32 => op.getAt(registers, register);
export const setShort = (op: S370Operations, register: Register, value: I32): void =>
  op.setAt(registers, register, value);

export const long = (op: S370Operations, register: Register): I64 =>
  op.pair(op.getAt(registers, register), op.getAt(registers, register + 1));
export function setLong(op: S370Operations, register: Register, left: I32, right: I32): void {
  op.setAt(registers, register, left);
  op.setAt(registers, register + 1, right);
}

/**
 * The characteristic, from a short number or a long one's left half. It stays in its place, and instructions compute
 * with it there: what leaves the range of 0 to 127 shows in the sign's bit.
 */
export const characteristic = (op: S370Operations, left: I32): I32 => op.and(left, op.i32(0x7f00_0000));
/** So many characteristics, in their place. */
export const characteristics = (count: number): number => count << 24;
/** The same, from a number of bits that a fraction was shifted by. */
export const characteristicsOf = (op: S370Operations, bits: I32): I32 => op.shiftLeft(bits, op.i32(22));

/** Registers 0, 2, 4 and 6; those of extended numbers are 0 and 4. */
const isRegister = (register: Register): boolean => (register & 9) === 0;
const isPair = (register: Register): boolean => (register & 11) === 0;

type Check = (register: Register) => boolean;

function checked(first: Check, second: Check | undefined, define: Semantics): Semantics {
  return (op, f) => {
    if (first(f.r1) && (second?.(f.r2) ?? true)) define(op, f);
    else op.trap(SPECIFICATION);
  };
}

/** An RR instruction on short and long numbers. */
export const onRegisters = (define: Semantics): Semantics => checked(isRegister, isRegister, define);
/** An RX instruction on a short or long number in a register. */
export const onRegister = (define: Semantics): Semantics => checked(isRegister, undefined, define);
/** An RR instruction on extended numbers. */
export const onPairs = (define: Semantics): Semantics => checked(isPair, isPair, define);
/** RR and RX: long numbers give an extended one. */
export const toPair = (define: Semantics): Semantics => checked(isPair, isRegister, define);
/** RR: an extended number gives a long one. */
export const fromPair = (define: Semantics): Semantics => checked(isRegister, isPair, define);

const operand = (op: S370Operations, f: Decoded): I32 => op.indexed(f.x2, f.b2, f.d2);

/** What an instruction does with its first register and its second operand. */
export type Combine<T> = (op: S370Operations, register: Register, second: T) => void;

/** RR and RX of an operation on short numbers; the RX operation code is the other's plus X'40'. */
export function shorts(mnemonic: string, opcode: number, name: string, combine: Combine<I32>): InstructionDefinition[] {
  const fromRegister = onRegisters((op, f) => combine(op, f.r1, short(op, f.r2)));
  const fromStorage = onRegister((op, f) => combine(op, f.r1, op.load32(operand(op, f))));
  return [
    rr(`${mnemonic}R`, opcode, `${name} Register (Short)`, fromRegister),
    rx(mnemonic, opcode + 0x40, `${name} (Short)`, fromStorage),
  ];
}

/** The same on long numbers. */
export function longs(mnemonic: string, opcode: number, name: string, combine: Combine<I64>): InstructionDefinition[] {
  const fromRegister = onRegisters((op, f) => combine(op, f.r1, long(op, f.r2)));
  const fromStorage = onRegister((op, f) => combine(op, f.r1, op.load64(operand(op, f))));
  return [
    rr(`${mnemonic}R`, opcode, `${name} Register (Long)`, fromRegister),
    rx(mnemonic, opcode + 0x40, `${name} (Long)`, fromStorage),
  ];
}

/** 0 where the fraction is zero, else 1 less than zero or 2 greater. `sign` counts by its leftmost bit. */
export function setCcFloating(op: S370Operations, zero: I32, sign: I32): void {
  const code = op.select(op.lessSigned(sign, op.i32(0)), op.i32(1), op.i32(2));
  op.setCc(op.select(zero, op.i32(0), code));
}

/** Places the result of an operation into its register or registers. Characteristics are in their place. */
export interface Destination {
  /** With the operation's sign and fraction. */
  put(characteristic: I32): void;
  putTrueZero(): void;
}

/** The characteristic that a result should have. */
export interface Range {
  /** In its place, modulo 256: between -128 and 255, it is out of range where the sign's bit is one. */
  readonly characteristic: I32;
  /** Whether it is below zero. */
  readonly underflow: I32;
}

/**
 * Ends an operation whose characteristic is out of range, and whose fraction is not zero: modulo 128, with an
 * interruption; or with a true zero for an underflow that the program mask does not let through.
 */
function finishOutOfRange(op: S370Operations, range: Range, to: Destination): void {
  to.put(characteristic(op, range.characteristic));
  op.if(
    range.underflow,
    () => {
      op.trapIf(op.and(op.get(state.programMask), op.i32(UNDERFLOW_MASK)), EXPONENT_UNDERFLOW);
      to.putTrueZero();
    },
    () => op.trap(EXPONENT_OVERFLOW),
  );
}

/** Bits of the program mask that let an interruption happen. */
const UNDERFLOW_MASK = 2;
const SIGNIFICANCE_MASK = 1;

/**
 * Ends a multiplication, division or halving; `zero`: its fraction is zero, which makes it a true zero whatever the
 * characteristic. The usual result passes by two tests.
 */
export function finish(op: S370Operations, range: Range, zero: I32, to: Destination): void {
  to.put(range.characteristic);
  op.if(
    zero,
    () => to.putTrueZero(),
    () => op.if(op.lessSigned(range.characteristic, op.i32(0)), () => finishOutOfRange(op, range, to)),
  );
}

/** Ends a sum without a digit that is not zero. */
export interface ZeroSum {
  readonly zero: I32;
  /** With a plus sign, the operands' characteristic and a fraction of zeros. */
  put(): void;
}

/**
 * Ends an addition: with a condition code, and a significance exception where the program mask lets it through. The
 * condition code does not wait for the test of what is unusual, so that a translator can leave it out.
 */
export function finishSum(op: S370Operations, range: Range, sum: ZeroSum, sign: I32, to: Destination): void {
  const mask = op.get(state.programMask);
  const lost = op.and(range.underflow, op.isZero(op.and(mask, op.i32(UNDERFLOW_MASK))));
  const bySign = op.select(op.lessSigned(sign, op.i32(0)), op.i32(1), op.i32(2));
  op.setCc(op.select(sum.zero, op.i32(0), op.select(lost, op.i32(0), bySign)));
  to.put(range.characteristic);
  op.if(
    sum.zero,
    () => {
      sum.put();
      op.trapIf(op.and(mask, op.i32(SIGNIFICANCE_MASK)), SIGNIFICANCE);
      to.putTrueZero();
    },
    () => op.if(op.lessSigned(range.characteristic, op.i32(0)), () => finishOutOfRange(op, range, to)),
  );
}

/** A short result. */
export function shortResult(op: S370Operations, register: Register, sign: I32, fraction: I32): Destination {
  const signed = op.or(op.and(sign, op.i32(SIGN)), fraction);
  return {
    put: (characteristic) => setShort(op, register, op.or(signed, characteristic)),
    putTrueZero: () => setShort(op, register, op.i32(0)),
  };
}

/** A long result; the fraction has its 14 digits in bits 8 to 63. */
export function longResult(op: S370Operations, register: Register, sign: I32, fraction: I64): Destination {
  const signed = op.or(op.and(sign, op.i32(SIGN)), op.high(fraction));
  const right = op.low(fraction);
  return {
    put: (characteristic) => setLong(op, register, op.or(signed, characteristic), right),
    putTrueZero: () => setLong(op, register, op.i32(0), op.i32(0)),
  };
}

/** Bits by which a number goes left until its first digit is not zero: a multiple of 4, at most 60; of zero, none. */
export const leadingZeroDigits64 = (op: S370Operations, value: I64): I32 =>
  op.and(op.leadingZeros64(value), op.i32(60));

/** The same of 32 bits: at most 28. */
export const leadingZeroDigits = (op: S370Operations, value: I32): I32 => op.and(op.leadingZeros(value), op.i32(28));
