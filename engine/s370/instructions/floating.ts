/**
 * Floating-point instructions that move numbers and change signs, and the table of all (GA22-7000, "Floating-Point
 * Instructions").
 */
import type { I32 } from "../../translator/operations.ts";
import { EXPONENT_OVERFLOW } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rr, rx } from "./definition.ts";
import { floatingAddition } from "./floating-addition.ts";
import { floatingExtended } from "./floating-extended.ts";
import { floatingMultiplication } from "./floating-multiplication.ts";
import {
  long,
  longs,
  onRegister,
  onRegisters,
  SIGN,
  setCcFloating,
  setLong,
  setShort,
  short,
  shorts,
} from "./floating-numbers.ts";

type SignOf = (op: S370Operations, left: I32) => I32;

const asItIs: SignOf = (_op, left) => left;
const inverted: SignOf = (op, left) => op.xor(left, op.i32(SIGN));
const plus: SignOf = (op, left) => op.and(left, op.i32(~SIGN));
const minus: SignOf = (op, left) => op.or(left, op.i32(SIGN));

/** Loads with a sign, and a condition code by the result; both lengths. */
function withSign(letter: string, opcode: number, name: string, sign: SignOf): InstructionDefinition[] {
  const loadShort = onRegisters((op, f) => {
    const number = sign(op, short(op, f.r2));
    setShort(op, f.r1, number);
    setCcFloating(op, op.isZero(op.shiftLeft(number, op.i32(8))), number);
  });
  const loadLong = onRegisters((op, f) => {
    const number = long(op, f.r2);
    const left = sign(op, op.high(number));
    const right = op.low(number);
    setLong(op, f.r1, left, right);
    setCcFloating(op, op.isZero(op.or(op.shiftLeft(left, op.i32(8)), right)), left);
  });
  return [
    rr(`L${letter}ER`, opcode + 0x10, `${name} (Short)`, loadShort),
    rr(`L${letter}DR`, opcode, `${name} (Long)`, loadLong),
  ];
}

/**
 * The left half, one larger where the right half begins with a one. A carry out of the fraction has gone into the
 * characteristic, and leaves a first digit of 1. Without normalization, as rounding is defined.
 */
const loadRounded = onRegisters((op, f) => {
  const number = long(op, f.r2);
  const left = op.high(number);
  const bit = op.shiftRightUnsigned(op.low(number), op.i32(31));
  const rounded = op.add(op.and(left, op.i32(~SIGN)), bit);
  const carry = op.and(bit, op.isZero(op.shiftLeft(rounded, op.i32(8))));
  const sign = op.and(left, op.i32(SIGN));
  const value = op.or(op.and(rounded, op.i32(~SIGN)), op.shiftLeft(carry, op.i32(20)));
  setShort(op, f.r1, op.or(sign, value));
  op.trapIf(op.lessSigned(rounded, op.i32(0)), EXPONENT_OVERFLOW);
});

const operand = (op: S370Operations, f: Decoded): I32 => op.indexed(f.x2, f.b2, f.d2);

export const floating: readonly InstructionDefinition[] = [
  ...shorts("LE", 0x38, "Load", setShort),
  ...longs("LD", 0x28, "Load", (op, register, number) => setLong(op, register, op.high(number), op.low(number))),
  rx(
    "STE",
    0x70,
    "Store (Short)",
    onRegister((op, f) => op.store32(operand(op, f), short(op, f.r1))),
  ),
  rx(
    "STD",
    0x60,
    "Store (Long)",
    onRegister((op, f) => op.store64(operand(op, f), long(op, f.r1))),
  ),
  ...withSign("T", 0x22, "Load and Test", asItIs),
  ...withSign("C", 0x23, "Load Complement", inverted),
  ...withSign("P", 0x20, "Load Positive", plus),
  ...withSign("N", 0x21, "Load Negative", minus),
  rr("LRER", 0x35, "Load Rounded (Long to Short)", loadRounded),
  ...floatingAddition,
  ...floatingMultiplication,
  ...floatingExtended,
];
