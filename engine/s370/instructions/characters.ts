/** Instructions on strings of bytes: moves, comparison, logic, translation, packing (GA22-7000, "General Instructions"). */
import type { I32, Variable } from "../../translator/operations.ts";
import { DATA, FIXED_POINT_DIVIDE } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rr, rx, ss, ssl } from "./definition.ts";

const first = (op: S370Operations, f: Decoded): I32 => op.address(f.b1, f.d1);
const second = (op: S370Operations, f: Decoded): I32 => op.address(f.b2, f.d2);
const lengthOf = (op: S370Operations, code: I32): I32 => op.add(code, op.i32(1));

/** Runs `body` for 0 … count - 1. */
function each(op: S370Operations, count: I32, body: (i: I32) => void): void {
  const i = op.variable(op.i32(0));
  op.loop(() => {
    body(i.get());
    i.set(op.add(i.get(), op.i32(1)));
    return op.lessUnsigned(i.get(), count);
  });
}

/** Byte by byte, left to right, as if each result were stored before the next is fetched: overlap is defined so. */
function bytewise(combine: (op: S370Operations, target: () => I32, source: I32) => I32) {
  return (op: S370Operations, f: Decoded, done?: (all: I32) => void): void => {
    const to = first(op, f);
    const from = second(op, f);
    const length = lengthOf(op, f.l);
    op.probeStore(to, length);
    op.probeLoad(from, length);
    const all = op.variable(op.i32(0));
    each(op, length, (i) => {
      const target = op.add(to, i);
      const value = combine(op, () => op.load8(target), op.load8(op.add(from, i)));
      op.store8(target, value);
      if (done) all.set(op.or(all.get(), value));
    });
    done?.(all.get());
  };
}

const move = bytewise((_op, _target, source) => source);
const moveNumerics = bytewise((op, target, source) =>
  op.or(op.and(target(), op.i32(0xf0)), op.and(source, op.i32(0x0f))),
);
const moveZones = bytewise((op, target, source) => op.or(op.and(target(), op.i32(0x0f)), op.and(source, op.i32(0xf0))));
const and = bytewise((op, target, source) => op.and(target(), source));
const or = bytewise((op, target, source) => op.or(target(), source));
const exclusiveOr = bytewise((op, target, source) => op.xor(target(), source));

function compareLogical(op: S370Operations, f: Decoded): void {
  const a = first(op, f);
  const b = second(op, f);
  const length = lengthOf(op, f.l);
  op.probeLoad(a, length);
  op.probeLoad(b, length);
  const i = op.variable(op.i32(0));
  op.setCc(op.i32(0));
  op.loop(() => {
    const x = op.load8(op.add(a, i.get()));
    const y = op.load8(op.add(b, i.get()));
    op.compareLogical(x, y);
    i.set(op.add(i.get(), op.i32(1)));
    return op.and(op.equal(x, y), op.lessUnsigned(i.get(), length));
  });
}

function translate(op: S370Operations, f: Decoded): void {
  const to = first(op, f);
  const table = second(op, f);
  const length = lengthOf(op, f.l);
  op.probeStore(to, length);
  // Every function byte is looked at before any is replaced, so that an access exception changes nothing.
  each(op, length, (i) => op.probeLoad(op.add(table, op.load8(op.add(to, i))), op.i32(1)));
  each(op, length, (i) => {
    const at = op.add(to, i);
    op.store8(at, op.load8(op.add(table, op.load8(at))));
  });
}

function translateAndTest(op: S370Operations, f: Decoded): void {
  const from = first(op, f);
  const table = second(op, f);
  const length = lengthOf(op, f.l);
  const i = op.variable(op.i32(0));
  const value = op.variable(op.i32(0));
  op.loop(() => {
    value.set(op.load8(op.add(table, op.load8(op.add(from, i.get())))));
    i.set(op.add(i.get(), op.i32(1)));
    return op.and(op.isZero(value.get()), op.lessUnsigned(i.get(), length));
  });
  const found = op.notEqual(value.get(), op.i32(0));
  op.if(found, () => {
    const at = op.and(op.add(from, op.sub(i.get(), op.i32(1))), op.i32(0xffffff));
    op.setGr(1, op.or(op.and(op.gr(1), op.i32(0xff000000)), at));
    op.setGr(2, op.or(op.and(op.gr(2), op.i32(0xffffff00)), value.get()));
  });
  const last = op.equal(i.get(), length);
  op.setCc(op.select(found, op.select(last, op.i32(2), op.i32(1)), op.i32(0)));
}

/** A pair of MVCL or CLCL: an address register and a length of 24 bits beside a byte kept or used as padding. */
interface Operand {
  readonly address: Variable<I32>;
  readonly length: Variable<I32>;
}

function operand(op: S370Operations, register: number): Operand {
  return {
    address: op.variable(op.and(op.gr(register), op.i32(0xffffff))),
    length: op.variable(op.and(op.gr(register + 1), op.i32(0xffffff))),
  };
}

function advance(op: S370Operations, { address, length }: Operand): void {
  address.set(op.and(op.add(address.get(), op.i32(1)), op.i32(0xffffff)));
  length.set(op.sub(length.get(), op.i32(1)));
}

/** Writes a pair back; bits 0-7 of the length register stay, those of the address register become zero. */
function keep(op: S370Operations, register: number, { address, length }: Operand): void {
  op.setGr(register, address.get());
  op.setGr(register + 1, op.or(op.and(op.gr(register + 1), op.i32(0xff000000)), length.get()));
}

/**
 * Moves a byte at a time and keeps the registers current with each, so that an access exception in the middle leaves
 * them where the manual wants them.
 */
function moveLong(op: S370Operations, f: Decoded): void {
  op.needEven(f.r1);
  op.needEven(f.r2);
  const to = operand(op, f.r1);
  const from = operand(op, f.r2);
  const padding = op.shiftRightUnsigned(op.gr(f.r2 + 1), op.i32(24));
  const a = to.length.get();
  const b = from.length.get();
  const comparison = op.select(op.equal(a, b), op.i32(0), op.select(op.lessUnsigned(a, b), op.i32(1), op.i32(2)));
  // Destructive overlap: the target begins inside what is still to be used as source (GA22-7000, "Move Long").
  const used = op.select(op.lessUnsigned(a, b), a, b);
  const ahead = op.and(op.sub(to.address.get(), from.address.get()), op.i32(0xffffff));
  const destructive = op.and(op.notEqual(ahead, op.i32(0)), op.lessUnsigned(ahead, used));
  op.if(
    destructive,
    () => {
      keep(op, f.r1, to);
      keep(op, f.r2, from);
      op.setCc(op.i32(3));
    },
    () => {
      op.if(op.notEqual(a, op.i32(0)), () =>
        op.loop(() => {
          const padded = op.isZero(from.length.get());
          const value = op.variable(padding);
          op.if(op.isZero(padded), () => value.set(op.load8(from.address.get())));
          op.store8(to.address.get(), value.get());
          advance(op, to);
          op.if(op.isZero(padded), () => advance(op, from));
          keep(op, f.r1, to);
          keep(op, f.r2, from);
          return op.notEqual(to.length.get(), op.i32(0));
        }),
      );
      keep(op, f.r1, to);
      keep(op, f.r2, from);
      op.setCc(comparison);
    },
  );
}

function compareLong(op: S370Operations, f: Decoded): void {
  op.needEven(f.r1);
  op.needEven(f.r2);
  const a = operand(op, f.r1);
  const b = operand(op, f.r2);
  const padding = op.shiftRightUnsigned(op.gr(f.r2 + 1), op.i32(24));
  const remain = (): I32 => op.notEqual(op.or(a.length.get(), b.length.get()), op.i32(0));
  const next = (o: Operand): I32 => {
    const value = op.variable(padding);
    op.if(op.notEqual(o.length.get(), op.i32(0)), () => value.set(op.load8(o.address.get())));
    return value.get();
  };
  const cc = op.variable(op.i32(0));
  op.if(remain(), () =>
    op.loop(() => {
      const x = next(a);
      const y = next(b);
      cc.set(op.select(op.equal(x, y), op.i32(0), op.select(op.lessUnsigned(x, y), op.i32(1), op.i32(2))));
      op.if(op.isZero(cc.get()), () => {
        op.if(op.notEqual(a.length.get(), op.i32(0)), () => advance(op, a));
        op.if(op.notEqual(b.length.get(), op.i32(0)), () => advance(op, b));
      });
      return op.and(op.isZero(cc.get()), remain());
    }),
  );
  keep(op, f.r1, a);
  keep(op, f.r2, b);
  op.setCc(cc.get());
}

/** Digits from right to left; missing ones are zero, surplus ones are dropped. */
function pack(op: S370Operations, f: Decoded): void {
  const to = first(op, f);
  const from = second(op, f);
  op.probeStore(to, lengthOf(op, f.l1));
  op.probeLoad(from, lengthOf(op, f.l2));
  const left = op.variable(op.sub(f.l2, op.i32(1)));
  const digit = (): I32 => {
    const value = op.variable(op.i32(0));
    op.if(op.isZero(op.lessSigned(left.get(), op.i32(0))), () =>
      value.set(op.and(op.load8(op.add(from, left.get())), op.i32(15))),
    );
    left.set(op.sub(left.get(), op.i32(1)));
    return value.get();
  };
  const last = op.load8(op.add(from, f.l2));
  op.store8(
    op.add(to, f.l1),
    op.or(op.shiftLeft(op.and(last, op.i32(15)), op.i32(4)), op.shiftRightUnsigned(last, op.i32(4))),
  );
  op.if(op.notEqual(f.l1, op.i32(0)), () =>
    each(op, f.l1, (i) => {
      const low = digit();
      const high = digit();
      op.store8(op.add(to, op.sub(op.sub(f.l1, op.i32(1)), i)), op.or(op.shiftLeft(high, op.i32(4)), low));
    }),
  );
}

function unpack(op: S370Operations, f: Decoded): void {
  const to = first(op, f);
  const from = second(op, f);
  op.probeStore(to, lengthOf(op, f.l1));
  op.probeLoad(from, lengthOf(op, f.l2));
  const last = op.load8(op.add(from, f.l2));
  op.store8(
    op.add(to, f.l1),
    op.or(op.shiftLeft(op.and(last, op.i32(15)), op.i32(4)), op.shiftRightUnsigned(last, op.i32(4))),
  );
  const left = op.variable(op.sub(f.l2, op.i32(1)));
  const byte = op.variable(op.i32(0));
  op.if(op.notEqual(f.l1, op.i32(0)), () =>
    each(op, f.l1, (i) => {
      const odd = op.and(i, op.i32(1));
      op.if(
        odd,
        () => byte.set(op.shiftRightUnsigned(byte.get(), op.i32(4))),
        () => {
          byte.set(op.i32(0));
          op.if(op.isZero(op.lessSigned(left.get(), op.i32(0))), () => byte.set(op.load8(op.add(from, left.get()))));
          left.set(op.sub(left.get(), op.i32(1)));
        },
      );
      const digit = op.or(op.i32(0xf0), op.and(byte.get(), op.i32(15)));
      op.store8(op.add(to, op.sub(op.sub(f.l1, op.i32(1)), i)), digit);
    }),
  );
}

/** Digits from right to left, a byte at a time, to the left of the first operand's last digit, which stays. */
function moveWithOffset(op: S370Operations, f: Decoded): void {
  const to = first(op, f);
  const from = second(op, f);
  op.probeStore(to, lengthOf(op, f.l1));
  op.probeLoad(from, lengthOf(op, f.l2));
  const source = op.variable(op.load8(op.add(from, f.l2)));
  const left = op.variable(op.sub(f.l2, op.i32(1)));
  const last = op.add(to, f.l1);
  const digit = op.and(op.load8(last), op.i32(15));
  op.store8(last, op.or(op.shiftLeft(source.get(), op.i32(4)), digit));
  op.if(op.notEqual(f.l1, op.i32(0)), () =>
    each(op, f.l1, (i) => {
      const low = op.shiftRightUnsigned(source.get(), op.i32(4));
      source.set(op.i32(0));
      op.if(op.isZero(op.lessSigned(left.get(), op.i32(0))), () => source.set(op.load8(op.add(from, left.get()))));
      left.set(op.sub(left.get(), op.i32(1)));
      const at = op.add(to, op.sub(op.sub(f.l1, op.i32(1)), i));
      op.store8(at, op.or(op.shiftLeft(source.get(), op.i32(4)), low));
    }),
  );
}

/** Fifteen digits and a sign; a number that is too large leaves its right half before the interruption. */
function convertToBinary(op: S370Operations, f: Decoded): void {
  const decimal = op.load64(op.indexed(f.x2, f.b2, f.d2));
  let magnitude = op.i64(0n);
  for (let shift = 60; shift >= 4; shift -= 4) {
    const digit = op.and(op.low(op.shiftRightUnsigned64(decimal, op.i32(shift))), op.i32(15));
    op.trapIf(op.lessUnsigned(op.i32(9), digit), DATA);
    magnitude = op.add64(op.mul64(magnitude, op.i64(10n)), op.extendUnsigned(digit));
  }
  const sign = op.and(op.low(decimal), op.i32(15));
  op.trapIf(op.lessUnsigned(sign, op.i32(10)), DATA);
  const negative = op.or(op.equal(sign, op.i32(11)), op.equal(sign, op.i32(13)));
  const value = op.select64(negative, op.sub64(op.i64(0n), magnitude), magnitude);
  op.setGr(f.r1, op.low(value));
  op.trapIf(op.isZero(op.equal64(op.extendSigned(op.low(value)), value)), FIXED_POINT_DIVIDE);
}

export const characters: readonly InstructionDefinition[] = [
  ss("MVC", 0xd2, "Move", (op, f) => move(op, f)),
  ss("MVN", 0xd1, "Move Numerics", (op, f) => moveNumerics(op, f)),
  ss("MVZ", 0xd3, "Move Zones", (op, f) => moveZones(op, f)),
  ss("NC", 0xd4, "And Characters", (op, f) => and(op, f, (all) => op.setCcLogical(all))),
  ss("OC", 0xd6, "Or Characters", (op, f) => or(op, f, (all) => op.setCcLogical(all))),
  ss("XC", 0xd7, "Exclusive Or Characters", (op, f) => exclusiveOr(op, f, (all) => op.setCcLogical(all))),
  ss("CLC", 0xd5, "Compare Logical Characters", compareLogical),
  ss("TR", 0xdc, "Translate", translate),
  ss("TRT", 0xdd, "Translate and Test", translateAndTest),
  rr("MVCL", 0x0e, "Move Long", moveLong),
  rr("CLCL", 0x0f, "Compare Logical Long", compareLong),
  ssl("PACK", 0xf2, "Pack", pack),
  ssl("UNPK", 0xf3, "Unpack", unpack),
  ssl("MVO", 0xf1, "Move with Offset", moveWithOffset),
  rx("CVB", 0x4f, "Convert to Binary", convertToBinary),
  rx("CVD", 0x4e, "Convert to Decimal", (op, f) => {
    const address = op.indexed(f.x2, f.b2, f.d2);
    op.probeStore(address, op.i32(8));
    const value = op.gr(f.r1);
    const negative = op.lessSigned(value, op.i32(0));
    const signed = op.extendSigned(value);
    const rest = op.select64(negative, op.sub64(op.i64(0n), signed), signed);
    let decimal = op.i64(0n);
    let left = rest;
    for (let digit = 0; digit < 10; digit++) {
      const next = op.divSigned64(left, op.i64(10n));
      const value = op.sub64(left, op.mul64(next, op.i64(10n)));
      decimal = op.or64(decimal, op.shiftLeft64(value, op.i32(4 + 4 * digit)));
      left = next;
    }
    op.store64(address, op.or64(decimal, op.extendUnsigned(op.select(negative, op.i32(13), op.i32(12)))));
  }),
];
