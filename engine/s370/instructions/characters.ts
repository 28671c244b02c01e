/** Instructions on strings of bytes: moves, comparison, logic, translation (GA22-7000, "General Instructions"). */
import type { I32, Variable } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rr, ss } from "./definition.ts";

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
];
