/**
 * Arithmetic and logic (MCS6500 Programming Manual, "The Data Bus, Accumulator and Arithmetic Unit"; "Index Registers
 * and Index Addressing Concepts"; "Shift and Memory Modify Instructions").
 *
 * Decimal mode is that of the NMOS part. For valid BCD the manual defines sum, difference and carry; N, V and Z have no
 * meaning there, and bytes that are no BCD none at all. What is done then is what the part was measured to do (B. Clark,
 * "Decimal Mode", "What about invalid BCD values and invalid flags?"): Z as in binary mode, N and V from the sum after the
 * low digit's adjustment but before the high digit's, each digit adjusted by itself. After a subtraction all flags are
 * those of binary mode.
 */
import type { I32, Word } from "../../../translator/operations.ts";
import type { M6502Operations } from "../operations.ts";
import { state } from "../state.ts";
import { type InstructionDefinition, instruction, type Semantics } from "./definition.ts";
import { type Modified, modifies, reads } from "./operands.ts";

const byte = (op: M6502Operations, value: I32): I32 => op.and(value, op.i32(0xff));
const bit = (op: M6502Operations, value: I32, place: number): I32 =>
  op.and(op.shiftRightUnsigned(value, op.i32(place)), op.i32(1));

/** Whether a sum's sign differs from that of both terms: 0 or 1. */
function overflowed(op: M6502Operations, a: I32, b: I32, sum: I32): I32 {
  return bit(op, op.and(op.xor(a, sum), op.xor(b, sum)), 7);
}

function addBinary(op: M6502Operations, a: I32, b: I32): void {
  const sum = op.add(op.add(a, b), op.get(state.carry));
  const value = byte(op, sum);
  op.set(state.accumulator, value);
  op.set(state.carry, op.shiftRightUnsigned(sum, op.i32(8)));
  op.set(state.overflow, overflowed(op, a, b, value));
  op.setNZ(value);
}

/** The low digits of two bytes. */
const digit = (op: M6502Operations, value: I32): I32 => op.and(value, op.i32(0x0f));
const highDigit = (op: M6502Operations, value: I32): I32 => op.and(value, op.i32(0xf0));

function addDecimal(op: M6502Operations, a: I32, b: I32): void {
  const carry = op.get(state.carry);
  const units = op.add(op.add(digit(op, a), digit(op, b)), carry);
  const adjustedUnits = op.add(digit(op, op.add(units, op.i32(6))), op.i32(0x10));
  const low = op.select(op.lessUnsigned(op.i32(9), units), adjustedUnits, units);
  const sum = op.add(op.add(highDigit(op, a), highDigit(op, b)), low);
  const carryOut = op.lessUnsigned(op.i32(0x9f), sum);
  op.set(state.accumulator, byte(op, op.add(sum, op.select(carryOut, op.i32(0x60), op.i32(0)))));
  op.set(state.carry, carryOut);
  op.set(state.overflow, overflowed(op, a, b, sum));
  op.set(state.negative, bit(op, sum, 7));
  op.set(state.zero, op.isZero(byte(op, op.add(op.add(a, b), carry))));
}

function addWithCarry(op: M6502Operations, value: I32): void {
  const a = op.get(state.accumulator);
  op.if(
    op.get(state.decimal),
    () => addDecimal(op, a, value),
    () => addBinary(op, a, value),
  );
}

/** The accumulator of a subtraction in decimal mode. */
function decimalDifference(op: M6502Operations, a: I32, b: I32): I32 {
  const zero = op.i32(0);
  const borrow = op.sub(op.get(state.carry), op.i32(1));
  const units = op.add(op.sub(digit(op, a), digit(op, b)), borrow);
  const adjustedUnits = op.sub(digit(op, op.sub(units, op.i32(6))), op.i32(0x10));
  const low = op.select(op.lessSigned(units, zero), adjustedUnits, units);
  const difference = op.add(op.sub(highDigit(op, a), highDigit(op, b)), low);
  return byte(op, op.sub(difference, op.select(op.lessSigned(difference, zero), op.i32(0x60), zero)));
}

function subtractWithBorrow(op: M6502Operations, value: I32): void {
  const a = op.get(state.accumulator);
  // A byte and its complement make 255: the difference is a sum.
  const complement = op.xor(value, op.i32(0xff));
  op.if(
    op.get(state.decimal),
    () => {
      const result = decimalDifference(op, a, value);
      addBinary(op, a, complement);
      op.set(state.accumulator, result);
    },
    () => addBinary(op, a, complement),
  );
}

function logic(combine: (op: M6502Operations, a: I32, b: I32) => I32): Semantics {
  return reads((op, value) => {
    const result = combine(op, op.get(state.accumulator), value);
    op.set(state.accumulator, result);
    op.setNZ(result);
  });
}

function compares(register: Word): Semantics {
  return reads((op, value) => {
    const difference = op.sub(op.get(register), value);
    op.set(state.carry, op.isZero(op.lessSigned(difference, op.i32(0))));
    op.setNZ(byte(op, difference));
  });
}

function testBits(op: M6502Operations, value: I32): void {
  op.set(state.negative, op.shiftRightUnsigned(value, op.i32(7)));
  op.set(state.overflow, bit(op, value, 6));
  op.set(state.zero, op.isZero(op.and(value, op.get(state.accumulator))));
}

/** Adds 1 or -1 to a register. */
function steps(register: Word, by: 1 | -1): Semantics {
  return (op) => {
    const value = byte(op, op.add(op.get(register), op.i32(by)));
    op.set(register, value);
    op.setNZ(value);
  };
}

const counts = (by: 1 | -1): Semantics => modifies((op, value) => ({ value: byte(op, op.add(value, op.i32(by))) }));

/** Shifts left, `low` coming in. */
function left(op: M6502Operations, value: I32, low: I32): Modified {
  return {
    value: byte(op, op.or(op.shiftLeft(value, op.i32(1)), low)),
    carry: op.shiftRightUnsigned(value, op.i32(7)),
  };
}

/** Shifts right, `high` coming in. */
function right(op: M6502Operations, value: I32, high: I32): Modified {
  return {
    value: op.or(op.shiftRightUnsigned(value, op.i32(1)), op.shiftLeft(high, op.i32(7))),
    carry: op.and(value, op.i32(1)),
  };
}

export const arithmetic: readonly InstructionDefinition[] = [
  ...instruction("ADC", "Add Memory to Accumulator with Carry", reads(addWithCarry), [
    [0x69, "immediate", 2],
    [0x65, "zeroPage", 3],
    [0x75, "zeroPageX", 4],
    [0x6d, "absolute", 4],
    [0x7d, "absoluteX", 4],
    [0x79, "absoluteY", 4],
    [0x61, "indexedIndirect", 6],
    [0x71, "indirectIndexed", 5],
  ]),
  ...instruction("SBC", "Subtract Memory from Accumulator with Borrow", reads(subtractWithBorrow), [
    [0xe9, "immediate", 2],
    [0xe5, "zeroPage", 3],
    [0xf5, "zeroPageX", 4],
    [0xed, "absolute", 4],
    [0xfd, "absoluteX", 4],
    [0xf9, "absoluteY", 4],
    [0xe1, "indexedIndirect", 6],
    [0xf1, "indirectIndexed", 5],
  ]),
  ...instruction(
    "AND",
    "AND Memory with Accumulator",
    logic((op, a, b) => op.and(a, b)),
    [
      [0x29, "immediate", 2],
      [0x25, "zeroPage", 3],
      [0x35, "zeroPageX", 4],
      [0x2d, "absolute", 4],
      [0x3d, "absoluteX", 4],
      [0x39, "absoluteY", 4],
      [0x21, "indexedIndirect", 6],
      [0x31, "indirectIndexed", 5],
    ],
  ),
  ...instruction(
    "ORA",
    "OR Memory with Accumulator",
    logic((op, a, b) => op.or(a, b)),
    [
      [0x09, "immediate", 2],
      [0x05, "zeroPage", 3],
      [0x15, "zeroPageX", 4],
      [0x0d, "absolute", 4],
      [0x1d, "absoluteX", 4],
      [0x19, "absoluteY", 4],
      [0x01, "indexedIndirect", 6],
      [0x11, "indirectIndexed", 5],
    ],
  ),
  ...instruction(
    "EOR",
    "Exclusive OR Memory with Accumulator",
    logic((op, a, b) => op.xor(a, b)),
    [
      [0x49, "immediate", 2],
      [0x45, "zeroPage", 3],
      [0x55, "zeroPageX", 4],
      [0x4d, "absolute", 4],
      [0x5d, "absoluteX", 4],
      [0x59, "absoluteY", 4],
      [0x41, "indexedIndirect", 6],
      [0x51, "indirectIndexed", 5],
    ],
  ),
  ...instruction("CMP", "Compare Memory and Accumulator", compares(state.accumulator), [
    [0xc9, "immediate", 2],
    [0xc5, "zeroPage", 3],
    [0xd5, "zeroPageX", 4],
    [0xcd, "absolute", 4],
    [0xdd, "absoluteX", 4],
    [0xd9, "absoluteY", 4],
    [0xc1, "indexedIndirect", 6],
    [0xd1, "indirectIndexed", 5],
  ]),
  ...instruction("CPX", "Compare Memory and Index X", compares(state.indexX), [
    [0xe0, "immediate", 2],
    [0xe4, "zeroPage", 3],
    [0xec, "absolute", 4],
  ]),
  ...instruction("CPY", "Compare Memory and Index Y", compares(state.indexY), [
    [0xc0, "immediate", 2],
    [0xc4, "zeroPage", 3],
    [0xcc, "absolute", 4],
  ]),
  ...instruction("BIT", "Test Bits in Memory with Accumulator", reads(testBits), [
    [0x24, "zeroPage", 3],
    [0x2c, "absolute", 4],
  ]),

  ...instruction("INC", "Increment Memory by One", counts(1), [
    [0xe6, "zeroPage", 5],
    [0xf6, "zeroPageX", 6],
    [0xee, "absolute", 6],
    [0xfe, "absoluteX", 7],
  ]),
  ...instruction("DEC", "Decrement Memory by One", counts(-1), [
    [0xc6, "zeroPage", 5],
    [0xd6, "zeroPageX", 6],
    [0xce, "absolute", 6],
    [0xde, "absoluteX", 7],
  ]),
  ...instruction("INX", "Increment Index X by One", steps(state.indexX, 1), [[0xe8, "implied", 2]]),
  ...instruction("INY", "Increment Index Y by One", steps(state.indexY, 1), [[0xc8, "implied", 2]]),
  ...instruction("DEX", "Decrement Index X by One", steps(state.indexX, -1), [[0xca, "implied", 2]]),
  ...instruction("DEY", "Decrement Index Y by One", steps(state.indexY, -1), [[0x88, "implied", 2]]),

  ...instruction(
    "ASL",
    "Shift Left One Bit",
    modifies((op, value) => left(op, value, op.i32(0))),
    [
      [0x0a, "accumulator", 2],
      [0x06, "zeroPage", 5],
      [0x16, "zeroPageX", 6],
      [0x0e, "absolute", 6],
      [0x1e, "absoluteX", 7],
    ],
  ),
  ...instruction(
    "LSR",
    "Shift Right One Bit",
    modifies((op, value) => right(op, value, op.i32(0))),
    [
      [0x4a, "accumulator", 2],
      [0x46, "zeroPage", 5],
      [0x56, "zeroPageX", 6],
      [0x4e, "absolute", 6],
      [0x5e, "absoluteX", 7],
    ],
  ),
  ...instruction(
    "ROL",
    "Rotate One Bit Left",
    modifies((op, value) => left(op, value, op.get(state.carry))),
    [
      [0x2a, "accumulator", 2],
      [0x26, "zeroPage", 5],
      [0x36, "zeroPageX", 6],
      [0x2e, "absolute", 6],
      [0x3e, "absoluteX", 7],
    ],
  ),
  ...instruction(
    "ROR",
    "Rotate One Bit Right",
    modifies((op, value) => right(op, value, op.get(state.carry))),
    [
      [0x6a, "accumulator", 2],
      [0x66, "zeroPage", 5],
      [0x76, "zeroPageX", 6],
      [0x6e, "absolute", 6],
      [0x7e, "absoluteX", 7],
    ],
  ),
];
