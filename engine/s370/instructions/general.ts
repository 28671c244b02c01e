/** Loads, stores, fixed-point arithmetic, logic and shifts (GA22-7000, "General Instructions"). */
import type { I32 } from "../../translator/operations.ts";
import { FIXED_POINT_DIVIDE } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import { state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rr, rr1, rs, rs1, rsm, rx, s, si } from "./definition.ts";

const at = (op: S370Operations, f: Decoded): I32 => op.indexed(f.x2, f.b2, f.d2);
const word = (op: S370Operations, f: Decoded): I32 => op.load32(at(op, f));
const halfword = (op: S370Operations, f: Decoded): I32 => op.load16Signed(at(op, f));

type Binary = (op: S370Operations, a: I32, b: I32) => void;

function addTo(op: S370Operations, f: Decoded, b: I32): void {
  const sum = op.addSigned(op.gr(f.r1), b);
  op.setGr(f.r1, sum.value);
  op.finishSigned(sum);
}

function subtractFrom(op: S370Operations, f: Decoded, b: I32): void {
  const difference = op.subSigned(op.gr(f.r1), b);
  op.setGr(f.r1, difference.value);
  op.finishSigned(difference);
}

/** Condition code of the logical sum and difference: 2 times the carry, plus 1 where the result is not zero. */
function finishLogical(op: S370Operations, f: Decoded, result: { value: I32; carry: I32 }): void {
  op.setGr(f.r1, result.value);
  op.setCc(op.or(op.shiftLeft(result.carry, op.i32(1)), op.notEqual(result.value, op.i32(0))));
}

function logic(combine: (op: S370Operations, a: I32, b: I32) => I32): (op: S370Operations, f: Decoded, b: I32) => void {
  return (op, f, b) => {
    const value = combine(op, op.gr(f.r1), b);
    op.setGr(f.r1, value);
    op.setCcLogical(value);
  };
}

const and = logic((op, a, b) => op.and(a, b));
const or = logic((op, a, b) => op.or(a, b));
const exclusiveOr = logic((op, a, b) => op.xor(a, b));

function multiply(op: S370Operations, f: Decoded, b: I32): void {
  op.setGrPair(f.r1, op.mul64(op.extendSigned(op.gr(f.r1 + 1)), op.extendSigned(b)));
}

function divide(op: S370Operations, f: Decoded, b: I32): void {
  op.trapIf(op.isZero(b), FIXED_POINT_DIVIDE);
  const dividend = op.grPair(f.r1);
  const divisor = op.extendSigned(b);
  const smallest = op.i64(-(1n << 63n));
  // The one quotient that 64 bits cannot hold; it does not fit 32 bits either.
  op.trapIf(op.and(op.equal64(dividend, smallest), op.equal64(divisor, op.i64(-1n))), FIXED_POINT_DIVIDE);
  const quotient = op.divSigned64(dividend, divisor);
  op.trapIf(op.isZero(op.equal64(op.extendSigned(op.low(quotient)), quotient)), FIXED_POINT_DIVIDE);
  const remainder = op.remSigned64(dividend, divisor);
  op.setGr(f.r1, op.low(remainder));
  op.setGr(f.r1 + 1, op.low(quotient));
}

const compare: Binary = (op, a, b) => op.compareSigned(a, b);
const compareLogical: Binary = (op, a, b) => op.compareLogical(a, b);

/** Storage byte combined with the immediate one. */
function immediate(combine: (op: S370Operations, a: I32, b: I32) => I32) {
  return (op: S370Operations, f: Decoded): void => {
    const address = op.address(f.b2, f.d2);
    op.probeStore(address, op.i32(1));
    const value = combine(op, op.load8(address), f.i2);
    op.store8(address, value);
    op.setCcLogical(value);
  };
}

/** Shift amount: the second operand's rightmost six bits. */
const amount = (op: S370Operations, f: Decoded): I32 => op.and(op.address(f.b2, f.d2), op.i32(63));

function shiftLogical(op: S370Operations, f: Decoded, left: boolean): void {
  const count = amount(op, f);
  const value = op.gr(f.r1);
  const within = op.and(count, op.i32(31));
  const shifted = left ? op.shiftLeft(value, within) : op.shiftRightUnsigned(value, within);
  op.setGr(f.r1, op.select(op.lessUnsigned(count, op.i32(32)), shifted, op.i32(0)));
}

function shiftRightArithmetic(op: S370Operations, f: Decoded): void {
  const count = amount(op, f);
  const within = op.select(op.lessUnsigned(count, op.i32(32)), count, op.i32(31));
  const value = op.shiftRightSigned(op.gr(f.r1), within);
  op.setGr(f.r1, value);
  op.setCcSigned(value);
}

/** The sign stays; overflow where a bit unlike it is shifted out. In 64 bits nothing is lost before it can be seen. */
function shiftLeftArithmetic(op: S370Operations, f: Decoded): void {
  const count = amount(op, f);
  const value = op.gr(f.r1);
  const sign = op.and(value, op.i32(0x8000_0000));
  const within = op.select(op.lessUnsigned(count, op.i32(32)), count, op.i32(31));
  const shifted = op.shiftLeft64(op.extendSigned(value), within);
  const kept = op.or(op.and(op.low(shifted), op.i32(0x7fff_ffff)), sign);
  // Beyond 31 all numeric bits are gone, and zeros follow them out.
  const result = op.select(op.lessUnsigned(count, op.i32(32)), kept, sign);
  const back = op.shiftRightSigned64(shifted, op.i32(31));
  const lost = op.notEqual(op.low(back), op.shiftRightSigned(value, op.i32(31)));
  const wholeLost = op.notEqual(value, op.i32(0));
  op.setGr(f.r1, result);
  op.finishSigned({ value: result, overflow: op.select(op.lessUnsigned(count, op.i32(32)), lost, wholeLost) });
}

function shiftDoubleLeftArithmetic(op: S370Operations, f: Decoded): void {
  op.needEven(f.r1);
  const count = amount(op, f);
  const value = op.grPair(f.r1);
  const sign = op.and64(value, op.i64(-(1n << 63n)));
  const shifted = op.shiftLeft64(value, count);
  const result = op.or64(op.and64(shifted, op.i64((1n << 63n) - 1n)), sign);
  // Shifting the result back must give the value again, sign included.
  const overflow = op.isZero(op.equal64(op.shiftRightSigned64(result, count), value));
  op.setGrPair(f.r1, result);
  op.setCcSigned64(result);
  op.setCc(op.select(overflow, op.i32(3), op.get(state.conditionCode)));
  op.overflowIf(overflow);
}

function shiftDouble(op: S370Operations, f: Decoded, left: boolean): void {
  op.needEven(f.r1);
  const value = op.grPair(f.r1);
  op.setGrPair(f.r1, left ? op.shiftLeft64(value, amount(op, f)) : op.shiftRightUnsigned64(value, amount(op, f)));
}

/** Registers r1 to r3, wrapping from 15 to 0. */
function registers(f: Decoded): number[] {
  const count = ((f.r3 - f.r1) & 15) + 1;
  return Array.from({ length: count }, (_, i) => (f.r1 + i) & 15);
}

/** Byte positions (0 leftmost) that a mask's one bits select, handed to `each` with their place among the selected. */
function eachMaskedByte(op: S370Operations, f: Decoded, each: (position: number, nth: I32) => void): void {
  const nth = op.variable(op.i32(0));
  for (let position = 0; position < 4; position++) {
    op.if(op.and(f.m3, op.i32(8 >> position)), () => {
      each(position, nth.get());
      nth.set(op.add(nth.get(), op.i32(1)));
    });
  }
}

/** How many bytes the mask selects. */
function maskLength(op: S370Operations, f: Decoded): I32 {
  let length = op.i32(0);
  for (let bit = 0; bit < 4; bit++)
    length = op.add(length, op.and(op.shiftRightUnsigned(f.m3, op.i32(bit)), op.i32(1)));
  return length;
}

function insertCharactersUnderMask(op: S370Operations, f: Decoded): void {
  const address = op.address(f.b2, f.d2);
  const length = maskLength(op, f);
  // A zero mask still shows access exceptions for one byte (GA22-7000, "Insert Characters under Mask").
  op.probeLoad(address, op.select(op.isZero(length), op.i32(1), length));
  const value = op.variable(op.gr(f.r1));
  const all = op.variable(op.i32(0));
  const sign = op.variable(op.i32(0));
  eachMaskedByte(op, f, (position, nth) => {
    const byte = op.load8(op.add(address, nth));
    const shift = op.i32(24 - 8 * position);
    value.set(op.or(op.and(value.get(), op.i32(~(0xff << (24 - 8 * position)))), op.shiftLeft(byte, shift)));
    sign.set(op.select(op.isZero(nth), op.shiftRightUnsigned(byte, op.i32(7)), sign.get()));
    all.set(op.or(all.get(), byte));
  });
  op.setGr(f.r1, value.get());
  op.setCc(op.select(op.isZero(all.get()), op.i32(0), op.select(sign.get(), op.i32(1), op.i32(2))));
}

function storeCharactersUnderMask(op: S370Operations, f: Decoded): void {
  const address = op.address(f.b2, f.d2);
  const length = maskLength(op, f);
  op.probeStore(address, op.select(op.isZero(length), op.i32(1), length));
  eachMaskedByte(op, f, (position, nth) => {
    op.store8(op.add(address, nth), op.shiftRightUnsigned(op.gr(f.r1), op.i32(24 - 8 * position)));
  });
}

function compareLogicalUnderMask(op: S370Operations, f: Decoded): void {
  const address = op.address(f.b2, f.d2);
  const length = maskLength(op, f);
  op.probeLoad(address, op.select(op.isZero(length), op.i32(1), length));
  const a = op.variable(op.i32(0));
  const b = op.variable(op.i32(0));
  eachMaskedByte(op, f, (position, nth) => {
    const byte = op.and(op.shiftRightUnsigned(op.gr(f.r1), op.i32(24 - 8 * position)), op.i32(0xff));
    a.set(op.or(op.shiftLeft(a.get(), op.i32(8)), byte));
    b.set(op.or(op.shiftLeft(b.get(), op.i32(8)), op.load8(op.add(address, nth))));
  });
  op.compareLogical(a.get(), b.get());
}

function compareAndSwap(op: S370Operations, f: Decoded): void {
  const address = op.address(f.b2, f.d2);
  op.needBoundary(address, 4);
  op.probeStore(address, op.i32(4));
  const current = op.load32(address);
  const equal = op.equal(current, op.gr(f.r1));
  op.if(equal, () => op.store32(address, op.gr(f.r3)));
  op.if(op.isZero(equal), () => op.setGr(f.r1, current));
  op.setCc(op.isZero(equal));
}

function compareDoubleAndSwap(op: S370Operations, f: Decoded): void {
  op.needEven(f.r1);
  op.needEven(f.r3);
  const address = op.address(f.b2, f.d2);
  op.needBoundary(address, 8);
  op.probeStore(address, op.i32(8));
  const current = op.load64(address);
  const equal = op.equal64(current, op.grPair(f.r1));
  op.if(equal, () => op.store64(address, op.grPair(f.r3)));
  op.if(op.isZero(equal), () => op.setGrPair(f.r1, current));
  op.setCc(op.isZero(equal));
}

function testAndSet(op: S370Operations, f: Decoded): void {
  const address = op.address(f.b2, f.d2);
  op.probeStore(address, op.i32(1));
  op.setCc(op.shiftRightUnsigned(op.load8(address), op.i32(7)));
  op.store8(address, op.i32(0xff));
}

export const general: readonly InstructionDefinition[] = [
  rr("LR", 0x18, "Load Register", (op, f) => op.setGr(f.r1, op.gr(f.r2))),
  rr("LTR", 0x12, "Load and Test Register", (op, f) => {
    op.setCcSigned(op.gr(f.r2));
    op.setGr(f.r1, op.gr(f.r2));
  }),
  rr("LCR", 0x13, "Load Complement Register", (op, f) => {
    const result = op.subSigned(op.i32(0), op.gr(f.r2));
    op.setGr(f.r1, result.value);
    op.finishSigned(result);
  }),
  rr("LPR", 0x10, "Load Positive Register", (op, f) => {
    const value = op.gr(f.r2);
    const negated = op.subSigned(op.i32(0), value);
    const negative = op.lessSigned(value, op.i32(0));
    const result = op.select(negative, negated.value, value);
    op.setGr(f.r1, result);
    op.finishSigned({ value: result, overflow: op.and(negative, negated.overflow) });
  }),
  rr("LNR", 0x11, "Load Negative Register", (op, f) => {
    const value = op.gr(f.r2);
    const result = op.select(op.lessSigned(value, op.i32(0)), value, op.sub(op.i32(0), value));
    op.setGr(f.r1, result);
    op.setCcSigned(result);
  }),
  rx("L", 0x58, "Load", (op, f) => op.setGr(f.r1, word(op, f))),
  rx("LH", 0x48, "Load Halfword", (op, f) => op.setGr(f.r1, halfword(op, f))),
  rx("LA", 0x41, "Load Address", (op, f) => op.setGr(f.r1, at(op, f))),
  rx("IC", 0x43, "Insert Character", (op, f) =>
    op.setGr(f.r1, op.or(op.and(op.gr(f.r1), op.i32(0xffffff00)), op.load8(at(op, f)))),
  ),
  rx("ST", 0x50, "Store", (op, f) => op.store32(at(op, f), op.gr(f.r1))),
  rx("STH", 0x40, "Store Halfword", (op, f) => op.store16(at(op, f), op.gr(f.r1))),
  rx("STC", 0x42, "Store Character", (op, f) => op.store8(at(op, f), op.gr(f.r1))),
  rs("LM", 0x98, "Load Multiple", (op, f) => {
    const address = op.address(f.b2, f.d2);
    const all = registers(f);
    const place = op.placeToLoad(address, op.i32(4 * all.length));
    op.if(
      op.lessSigned(place, op.i32(0)),
      () => {
        // All that is loaded comes in before the register of the address changes.
        const values = all.map((_, i) => op.load32(op.add(address, op.i32(4 * i))));
        all.forEach((register, i) => {
          op.setGr(register, values[i]);
        });
      },
      () =>
        all.forEach((register, i) => {
          op.setGr(register, op.placeLoad32(place, 4 * i));
        }),
    );
  }),
  rs("STM", 0x90, "Store Multiple", (op, f) => {
    const address = op.address(f.b2, f.d2);
    const all = registers(f);
    const place = op.placeToStore(address, op.i32(4 * all.length));
    op.if(
      op.lessSigned(place, op.i32(0)),
      () =>
        all.forEach((register, i) => {
          op.store32(op.add(address, op.i32(4 * i)), op.gr(register));
        }),
      () =>
        all.forEach((register, i) => {
          op.placeStore32(place, 4 * i, op.gr(register));
        }),
    );
  }),
  rsm("ICM", 0xbf, "Insert Characters under Mask", insertCharactersUnderMask),
  rsm("STCM", 0xbe, "Store Characters under Mask", storeCharactersUnderMask),
  rsm("CLM", 0xbd, "Compare Logical Characters under Mask", compareLogicalUnderMask),

  rr("AR", 0x1a, "Add Register", (op, f) => addTo(op, f, op.gr(f.r2))),
  rx("A", 0x5a, "Add", (op, f) => addTo(op, f, word(op, f))),
  rx("AH", 0x4a, "Add Halfword", (op, f) => addTo(op, f, halfword(op, f))),
  rr("SR", 0x1b, "Subtract Register", (op, f) => subtractFrom(op, f, op.gr(f.r2))),
  rx("S", 0x5b, "Subtract", (op, f) => subtractFrom(op, f, word(op, f))),
  rx("SH", 0x4b, "Subtract Halfword", (op, f) => subtractFrom(op, f, halfword(op, f))),
  rr("ALR", 0x1e, "Add Logical Register", (op, f) => finishLogical(op, f, op.addCarry(op.gr(f.r1), op.gr(f.r2)))),
  rx("AL", 0x5e, "Add Logical", (op, f) => finishLogical(op, f, op.addCarry(op.gr(f.r1), word(op, f)))),
  rr("SLR", 0x1f, "Subtract Logical Register", (op, f) => finishLogical(op, f, op.subCarry(op.gr(f.r1), op.gr(f.r2)))),
  rx("SL", 0x5f, "Subtract Logical", (op, f) => finishLogical(op, f, op.subCarry(op.gr(f.r1), word(op, f)))),
  rr("MR", 0x1c, "Multiply Register", (op, f) => {
    op.needEven(f.r1);
    multiply(op, f, op.gr(f.r2));
  }),
  rx("M", 0x5c, "Multiply", (op, f) => {
    op.needEven(f.r1);
    multiply(op, f, word(op, f));
  }),
  rx("MH", 0x4c, "Multiply Halfword", (op, f) => op.setGr(f.r1, op.mul(op.gr(f.r1), halfword(op, f)))),
  rr("DR", 0x1d, "Divide Register", (op, f) => {
    op.needEven(f.r1);
    divide(op, f, op.gr(f.r2));
  }),
  rx("D", 0x5d, "Divide", (op, f) => {
    op.needEven(f.r1);
    divide(op, f, word(op, f));
  }),

  rr("CR", 0x19, "Compare Register", (op, f) => compare(op, op.gr(f.r1), op.gr(f.r2))),
  rx("C", 0x59, "Compare", (op, f) => compare(op, op.gr(f.r1), word(op, f))),
  rx("CH", 0x49, "Compare Halfword", (op, f) => compare(op, op.gr(f.r1), halfword(op, f))),
  rr("CLR", 0x15, "Compare Logical Register", (op, f) => compareLogical(op, op.gr(f.r1), op.gr(f.r2))),
  rx("CL", 0x55, "Compare Logical", (op, f) => compareLogical(op, op.gr(f.r1), word(op, f))),
  si("CLI", 0x95, "Compare Logical Immediate", (op, f) => compareLogical(op, op.load8(op.address(f.b2, f.d2)), f.i2)),

  rr("NR", 0x14, "And Register", (op, f) => and(op, f, op.gr(f.r2))),
  rx("N", 0x54, "And", (op, f) => and(op, f, word(op, f))),
  si(
    "NI",
    0x94,
    "And Immediate",
    immediate((op, a, b) => op.and(a, b)),
  ),
  rr("OR", 0x16, "Or Register", (op, f) => or(op, f, op.gr(f.r2))),
  rx("O", 0x56, "Or", (op, f) => or(op, f, word(op, f))),
  si(
    "OI",
    0x96,
    "Or Immediate",
    immediate((op, a, b) => op.or(a, b)),
  ),
  rr("XR", 0x17, "Exclusive Or Register", (op, f) => exclusiveOr(op, f, op.gr(f.r2))),
  rx("X", 0x57, "Exclusive Or", (op, f) => exclusiveOr(op, f, word(op, f))),
  si(
    "XI",
    0x97,
    "Exclusive Or Immediate",
    immediate((op, a, b) => op.xor(a, b)),
  ),
  si("MVI", 0x92, "Move Immediate", (op, f) => op.store8(op.address(f.b2, f.d2), f.i2)),
  si("TM", 0x91, "Test under Mask", (op, f) => {
    const selected = op.and(op.load8(op.address(f.b2, f.d2)), f.i2);
    const mixed = op.select(op.equal(selected, f.i2), op.i32(3), op.i32(1));
    op.setCc(op.select(op.isZero(selected), op.i32(0), mixed));
  }),

  rs1("SLL", 0x89, "Shift Left Single Logical", (op, f) => shiftLogical(op, f, true)),
  rs1("SRL", 0x88, "Shift Right Single Logical", (op, f) => shiftLogical(op, f, false)),
  rs1("SLA", 0x8b, "Shift Left Single", shiftLeftArithmetic),
  rs1("SRA", 0x8a, "Shift Right Single", shiftRightArithmetic),
  rs1("SLDL", 0x8d, "Shift Left Double Logical", (op, f) => shiftDouble(op, f, true)),
  rs1("SRDL", 0x8c, "Shift Right Double Logical", (op, f) => shiftDouble(op, f, false)),
  rs1("SLDA", 0x8f, "Shift Left Double", shiftDoubleLeftArithmetic),
  rs1("SRDA", 0x8e, "Shift Right Double", (op, f) => {
    op.needEven(f.r1);
    const value = op.shiftRightSigned64(op.grPair(f.r1), amount(op, f));
    op.setGrPair(f.r1, value);
    op.setCcSigned64(value);
  }),

  rs("CS", 0xba, "Compare and Swap", compareAndSwap),
  rs("CDS", 0xbb, "Compare Double and Swap", compareDoubleAndSwap),
  s("TS", 0x93, "Test and Set", testAndSet),
  rr1("SPM", 0x04, "Set Program Mask", (op, f) => {
    const value = op.gr(f.r1);
    op.setCc(op.and(op.shiftRightUnsigned(value, op.i32(28)), op.i32(3)));
    op.set(state.programMask, op.and(op.shiftRightUnsigned(value, op.i32(24)), op.i32(15)));
  }),
];
