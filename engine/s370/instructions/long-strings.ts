/**
 * The interruptible instructions MVCL and CLCL (GA22-7000, "Interruptible Instructions", "Move Long", "Compare Logical
 * Long"), by units of operation.
 *
 * A unit is what lies in one 2 KiB block of each operand: there is one storage key and one translation for all of it, so
 * that an access exception is always of its first byte, a unit is done wholly or not at all, and an interruption waits for
 * 2 KiB at most. How much a unit is follows from the operands alone, so every executor counts the same. After each the
 * registers say what is left, and the instruction is executed again; the condition code, which the manual leaves open until
 * the end, is the one that the end would give as far as is known.
 */
import type { I32 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import {
  advance,
  compareEights,
  comparePlaces,
  comparison,
  each,
  inPage,
  movePlaces,
  type Operand,
  smaller,
  together,
} from "./byte-strings.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rr } from "./definition.ts";

/** An even-odd pair: an address, and a length of 24 bits beside a byte kept or used as padding. */
function operand(op: S370Operations, register: number): Operand {
  return {
    address: op.variable(op.and(op.gr(register), op.i32(0xffffff))),
    length: op.variable(op.and(op.gr(register + 1), op.i32(0xffffff))),
  };
}

/** Writes a pair back; bits 0-7 of the length register stay, those of the address register become zero. */
function keep(op: S370Operations, register: number, { address, length }: Operand): void {
  op.setGr(register, address.get());
  op.setGr(register + 1, op.or(op.and(op.gr(register + 1), op.i32(0xff000000)), length.get()));
}

const isLeft = (op: S370Operations, { length }: Operand): I32 => op.notEqual(length.get(), op.i32(0));

function paddingOf(op: S370Operations, f: Decoded): I32 {
  return op.shiftRightUnsigned(op.gr(f.r2 + 1), op.i32(24));
}

/** One unit: moves, or pads once the second operand is used up. */
function moveUnit(op: S370Operations, to: Operand, from: Operand, padding: I32): void {
  const target = to.address.get();
  const source = from.address.get();
  const unit = op.variable(inPage(op, to));
  op.if(
    isLeft(op, from),
    () => {
      const length = smaller(op, unit.get(), inPage(op, from));
      const q = op.placeToLoad(source, length);
      const p = op.placeToStore(target, length);
      together(
        op,
        [p, q],
        () => movePlaces(op, p, q, length),
        () => each(op, length, (i) => op.store8(op.add(target, i), op.load8(op.add(source, i)))),
      );
      unit.set(length);
      advance(op, from, length);
    },
    () => {
      const length = unit.get();
      const p = op.placeToStore(target, length);
      op.if(
        op.lessSigned(p, op.i32(0)),
        () => each(op, length, (i) => op.store8(op.add(target, i), padding)),
        () => op.placeFill(p, padding, length),
      );
    },
  );
  advance(op, to, unit.get());
}

function moveLong(op: S370Operations, f: Decoded): void {
  op.needEven(f.r1);
  op.needEven(f.r2);
  const to = operand(op, f.r1);
  const from = operand(op, f.r2);
  const padding = paddingOf(op, f);
  const a = to.length.get();
  const b = from.length.get();
  // Units take as much of both until one is used up: the comparison stays what it was at the beginning.
  const lengths = op.select(op.equal(a, b), op.i32(0), op.select(op.lessUnsigned(a, b), op.i32(1), op.i32(2)));
  // Destructive overlap: the target begins inside what is still to be used as source (GA22-7000, "Move Long").
  const ahead = op.and(op.sub(to.address.get(), from.address.get()), op.i32(0xffffff));
  const destructive = op.and(op.notEqual(ahead, op.i32(0)), op.lessUnsigned(ahead, smaller(op, a, b)));
  const moves = op.and(op.isZero(destructive), op.notEqual(a, op.i32(0)));
  op.if(moves, () => moveUnit(op, to, from, padding));
  keep(op, f.r1, to);
  keep(op, f.r2, from);
  op.setCc(op.select(destructive, op.i32(3), lengths));
  op.resumeIf(op.and(moves, isLeft(op, to)));
}

function compareLong(op: S370Operations, f: Decoded): void {
  op.needEven(f.r1);
  op.needEven(f.r2);
  const a = operand(op, f.r1);
  const b = operand(op, f.r2);
  const padding = paddingOf(op, f);
  const [hasA, hasB] = [isLeft(op, a), isLeft(op, b)];
  const compared = comparison(op);
  const { equal, cc } = compared;
  op.if(
    op.and(hasA, hasB),
    () => {
      const length = smaller(op, inPage(op, a), inPage(op, b));
      const p = op.placeToLoad(a.address.get(), length);
      const q = op.placeToLoad(b.address.get(), length);
      comparePlaces(op, compared, length, p, q);
    },
    () =>
      op.if(op.or(hasA, hasB), () => {
        const longer: Operand = {
          address: op.variable(op.select(hasA, a.address.get(), b.address.get())),
          length: op.variable(op.or(a.length.get(), b.length.get())),
        };
        const length = inPage(op, longer);
        const p = op.placeToLoad(longer.address.get(), length);
        const eight = op.mul64(op.extendUnsigned(padding), op.i64(0x0101_0101_0101_0101n));
        compareEights(
          op,
          compared,
          length,
          (i) => [op.placeLoad64(op.add(p, i), 0), eight],
          (i) => [op.placeLoad8(op.add(p, i), 0), padding],
        );
        // Low and high change places where it was the second operand that the padding stood against.
        const flips = op.and(hasB, op.notEqual(cc.get(), op.i32(0)));
        cc.set(op.select(flips, op.sub(op.i32(3), cc.get()), cc.get()));
      }),
  );
  advance(op, a, op.select(hasA, equal.get(), op.i32(0)));
  advance(op, b, op.select(hasB, equal.get(), op.i32(0)));
  keep(op, f.r1, a);
  keep(op, f.r2, b);
  op.setCc(cc.get());
  op.resumeIf(op.and(op.isZero(cc.get()), op.or(isLeft(op, a), isLeft(op, b))));
}

export const longStrings: readonly InstructionDefinition[] = [
  rr("MVCL", 0x0e, "Move Long", moveLong),
  rr("CLCL", 0x0f, "Compare Logical Long", compareLong),
];
