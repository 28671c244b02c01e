/** What all floating-point instructions share: registers, parts of numbers, results (GA22-7000, "Floating-Point Instructions"). */
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

/** The characteristic, from a short number or a long one's left half: 0 to 127. */
export const characteristic = (op: S370Operations, left: I32): I32 =>
  op.and(op.shiftRightUnsigned(left, op.i32(24)), op.i32(127));

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
export function setCcFloating(op: S370Operations, notZero: I32, sign: I32): void {
  const code = op.sub(op.i32(2), op.shiftRightUnsigned(sign, op.i32(31)));
  op.setCc(op.select(notZero, code, op.i32(0)));
}

/** Places the result of an operation into its register or registers. */
export interface Destination {
  /** A characteristic of seven bits; sign and fraction are the operation's. */
  put(characteristic: I32): void;
  putTrueZero(): void;
  /** The result of an addition without significance: a fraction of zeros, a plus sign, this characteristic. */
  putZeroFraction?(characteristic: I32): void;
}

/**
 * Ends an operation whose fraction is not zero: with the characteristic as it is, or modulo 128 where that is out of
 * range, and then the interruption; or with a true zero for an underflow that the program mask does not let through.
 * `setsCc`: the operation has set the condition code for a fraction that is not zero.
 */
function finishInRange(op: S370Operations, value: I32, to: Destination, setsCc: boolean): void {
  op.if(
    op.lessSigned(value, op.i32(0)),
    () => {
      op.trapIf(op.and(op.get(state.programMask), op.i32(2)), EXPONENT_UNDERFLOW);
      to.putTrueZero();
      if (setsCc) op.setCc(op.i32(0));
    },
    () => op.trap(EXPONENT_OVERFLOW),
  );
}

/**
 * Ends a multiplication, division or halving: `value` is the characteristic that the result should have, `zero` whether
 * its fraction is zero, which makes it a true zero whatever the characteristic.
 */
export function finish(op: S370Operations, value: I32, zero: I32, to: Destination): void {
  to.put(op.and(value, op.i32(127)));
  op.if(op.or(zero, op.lessUnsigned(op.i32(127), value)), () =>
    op.if(
      zero,
      () => to.putTrueZero(),
      () => finishInRange(op, value, to, false),
    ),
  );
}

/**
 * Ends an addition: with a condition code, and a significance exception where the program mask lets it through.
 * `before` is the characteristic that goes with a fraction of zeros.
 */
export function finishSum(op: S370Operations, value: I32, before: I32, zero: I32, sign: I32, to: Destination): void {
  to.put(op.and(value, op.i32(127)));
  setCcFloating(op, op.i32(1), sign);
  op.if(op.or(zero, op.lessUnsigned(op.i32(127), value)), () =>
    op.if(
      zero,
      () => {
        op.setCc(op.i32(0));
        to.putZeroFraction?.(before);
        op.trapIf(op.and(op.get(state.programMask), op.i32(1)), SIGNIFICANCE);
        to.putTrueZero();
      },
      () => finishInRange(op, value, to, true),
    ),
  );
}

/** A short result. */
export function shortResult(op: S370Operations, register: Register, sign: I32, fraction: I32): Destination {
  const signed = op.and(sign, op.i32(SIGN));
  const withExponent = (value: I32): I32 => op.shiftLeft(value, op.i32(24));
  return {
    put: (value) => setShort(op, register, op.or(op.or(signed, withExponent(value)), fraction)),
    putTrueZero: () => setShort(op, register, op.i32(0)),
    putZeroFraction: (value) => setShort(op, register, withExponent(value)),
  };
}

/** A long result; the fraction has its 14 digits in bits 8 to 63. */
export function longResult(op: S370Operations, register: Register, sign: I32, fraction: I64): Destination {
  const signed = op.and(sign, op.i32(SIGN));
  const withExponent = (value: I32): I32 => op.shiftLeft(value, op.i32(24));
  const zero = op.i32(0);
  return {
    put: (value) =>
      setLong(op, register, op.or(op.or(signed, withExponent(value)), op.high(fraction)), op.low(fraction)),
    putTrueZero: () => setLong(op, register, zero, zero),
    putZeroFraction: (value) => setLong(op, register, withExponent(value), zero),
  };
}

/** Bits by which a number of 64 bits goes left until its first digit is not zero: a multiple of 4, at most 60. */
export const leadingZeroDigits64 = (op: S370Operations, value: I64): I32 =>
  op.and(op.leadingZeros64(op.or64(value, op.i64(1n))), op.i32(60));

/** The same of 32 bits: at most 28. */
export const leadingZeroDigits = (op: S370Operations, value: I32): I32 =>
  op.and(op.leadingZeros(op.or(value, op.i32(1))), op.i32(28));
