/** Instructions on strings of bytes: moves, comparison, logic, translation (GA22-7000, "General Instructions"). */
import type { I32, I64, Variable } from "../../translator/operations.ts";
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

/** Both operands in one page each, so that their bytes are reached by place; the second part is for where they are not. */
function together(op: S370Operations, [p, q]: readonly [I32, I32], fast: () => void, bytewise: () => void): void {
  op.if(op.lessSigned(op.or(p, q), op.i32(0)), bytewise, fast);
}

/** Whether bytes stored at `p` would be fetched at `q` afterwards: `q` lies before `p`, and less than `length`. */
function destructive(op: S370Operations, p: I32, q: I32, length: I32): I32 {
  return op.lessUnsigned(op.sub(op.sub(p, q), op.i32(1)), op.sub(length, op.i32(1)));
}

type Combine = (op: S370Operations, target: () => I32, source: () => I32) => I32;

/** Byte by byte, left to right, as if each result were stored before the next is fetched: overlap is defined so. */
function eachByte(op: S370Operations, f: Decoded, combine: Combine, done?: (value: I32) => void): void {
  const to = first(op, f);
  const from = second(op, f);
  each(op, lengthOf(op, f.l), (i) => {
    const target = op.add(to, i);
    const value = combine(
      op,
      () => op.load8(target),
      () => op.load8(op.add(from, i)),
    );
    op.store8(target, value);
    done?.(value);
  });
}

/** The same by places. */
function eachPlace(
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
function movePlaces(op: S370Operations, p: I32, q: I32, length: I32): void {
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

function move(op: S370Operations, f: Decoded): void {
  const length = lengthOf(op, f.l);
  const to = first(op, f);
  const from = second(op, f);
  const p = op.placeToStore(to, length);
  const q = op.placeToLoad(from, length);
  together(
    op,
    [p, q],
    () => movePlaces(op, p, q, length),
    () => {
      // What lies in one page at a time.
      const target = { address: op.variable(to), length: op.variable(length) };
      const source = { address: op.variable(from), length: op.variable(length) };
      op.loop(() => {
        const moved = op.variable(op.i32(1));
        const stretch = smaller(op, inPage(op, target), inPage(op, source));
        const p = op.placeToStore(target.address.get(), stretch);
        const q = op.placeToLoad(source.address.get(), stretch);
        together(
          op,
          [p, q],
          () => {
            movePlaces(op, p, q, stretch);
            moved.set(stretch);
          },
          () => op.store8(target.address.get(), op.load8(source.address.get())),
        );
        advance(op, target, moved.get());
        advance(op, source, moved.get());
        return op.notEqual(target.length.get(), op.i32(0));
      });
    },
  );
}

/** MVN and MVZ: some bits of each byte. */
function moveBits(bits: number): (op: S370Operations, f: Decoded) => void {
  const combine: Combine = (op, target, source) =>
    op.or(op.and(target(), op.i32(0xff & ~bits)), op.and(source(), op.i32(bits)));
  return (op, f) => {
    const length = lengthOf(op, f.l);
    const p = op.placeToStore(first(op, f), length);
    const q = op.placeToLoad(second(op, f), length);
    together(
      op,
      [p, q],
      () => eachPlace(op, [p, q], length, combine),
      () => eachByte(op, f, combine),
    );
  };
}

/** Sizes of the pieces, at most 8 bytes each, that a known length is taken in; none for lengths that are too long for it. */
function pieces(length: number | undefined): { readonly offset: number; readonly size: 1 | 2 | 4 | 8 }[] | undefined {
  if (length === undefined || length > 32) return undefined;
  const all: { offset: number; size: 1 | 2 | 4 | 8 }[] = [];
  for (let offset = 0; offset < length; offset += all[all.length - 1].size) {
    const rest = length - offset;
    all.push({ offset, size: rest >= 8 ? 8 : rest >= 4 ? 4 : rest >= 2 ? 2 : 1 });
  }
  return all;
}

function loadPiece(op: S370Operations, place: I32, offset: number, size: 1 | 2 | 4 | 8): I64 {
  if (size === 8) return op.placeLoad64(place, offset);
  if (size === 4) return op.extendUnsigned(op.placeLoad32(place, offset));
  return op.extendUnsigned(size === 2 ? op.placeLoad16(place, offset) : op.placeLoad8(place, offset));
}

function storePiece(op: S370Operations, place: I32, offset: number, size: 1 | 2 | 4 | 8, value: I64): void {
  if (size === 8) op.placeStore64(place, offset, value);
  else if (size === 4) op.placeStore32(place, offset, op.low(value));
  else if (size === 2) op.placeStore16(place, offset, op.low(value));
  else op.placeStore8(place, offset, op.low(value));
}

/** NC, OC and XC. */
function logic(
  combine: (op: S370Operations, a: I32, b: I32) => I32,
  combine64: (op: S370Operations, a: I64, b: I64) => I64,
): (op: S370Operations, f: Decoded) => void {
  const byte: Combine = (op, target, source) => combine(op, target(), source());
  return (op, f) => {
    const length = lengthOf(op, f.l);
    const p = op.placeToStore(first(op, f), length);
    const q = op.placeToLoad(second(op, f), length);
    const all = op.variable(op.i32(0));
    const gather = (value: I32): void => all.set(op.or(all.get(), value));
    const known = pieces(op.known(length));
    together(
      op,
      [p, q],
      () => {
        const bytes = (): void => eachPlace(op, [p, q], length, byte, gather);
        if (!known) {
          bytes();
          return;
        }
        op.if(destructive(op, p, q, length), bytes, () => {
          const values = known.map(({ offset, size }) =>
            combine64(op, loadPiece(op, p, offset, size), loadPiece(op, q, offset, size)),
          );
          known.forEach(({ offset, size }, i) => {
            storePiece(op, p, offset, size, values[i]);
          });
          const any = values.reduce((a, b) => op.or64(a, b));
          all.set(op.isZero(op.isZero64(any)));
        });
      },
      () => eachByte(op, f, byte, gather),
    );
    op.setCcLogical(all.get());
  };
}

/** Condition code of two unsigned values. */
function order(op: S370Operations, less: I32, equal: I32): I32 {
  return op.select(equal, op.i32(0), op.select(less, op.i32(1), op.i32(2)));
}

function compareLogical(op: S370Operations, f: Decoded): void {
  const a = first(op, f);
  const b = second(op, f);
  const length = lengthOf(op, f.l);
  const p = op.placeToLoad(a, length);
  const q = op.placeToLoad(b, length);
  const cc = op.variable(op.i32(0));
  const i = op.variable(op.i32(0));
  const bytes = (x: (i: I32) => I32, y: (i: I32) => I32): void =>
    op.loop(() => {
      const left = x(i.get());
      const right = y(i.get());
      cc.set(order(op, op.lessUnsigned(left, right), op.equal(left, right)));
      i.set(op.add(i.get(), op.i32(1)));
      return op.and(op.isZero(cc.get()), op.lessUnsigned(i.get(), length));
    });
  const known = op.known(length);
  together(
    op,
    [p, q],
    () => {
      if (known === 1 || known === 2 || known === 4 || known === 8) {
        const x = loadPiece(op, p, 0, known);
        const y = loadPiece(op, q, 0, known);
        cc.set(order(op, op.lessUnsigned64(x, y), op.equal64(x, y)));
        return;
      }
      // By eights as long as those are equal; then the rest, or the eight that differ.
      const whole = op.sub(length, op.i32(7));
      op.if(op.lessSigned(op.i32(0), whole), () =>
        op.loop(() => {
          const at = i.get();
          const equal = op.equal64(op.placeLoad64(op.add(p, at), 0), op.placeLoad64(op.add(q, at), 0));
          i.set(op.add(at, op.select(equal, op.i32(8), op.i32(0))));
          return op.and(equal, op.lessSigned(i.get(), whole));
        }),
      );
      op.if(op.lessUnsigned(i.get(), length), () =>
        bytes(
          (i) => op.placeLoad8(op.add(p, i), 0),
          (i) => op.placeLoad8(op.add(q, i), 0),
        ),
      );
    },
    () =>
      bytes(
        (i) => op.load8(op.add(a, i)),
        (i) => op.load8(op.add(b, i)),
      ),
  );
  op.setCc(cc.get());
}

/** Place of a table of 256 bytes that lies in one page; else -1. It faults as a look at any byte of it would. */
function tablePlace(op: S370Operations, table: I32): I32 {
  const place = op.variable(op.i32(-1));
  const inPage = op.isZero(op.lessUnsigned(op.i32(2048 - 256), op.and(table, op.i32(2047))));
  op.if(inPage, () => place.set(op.placeToLoad(table, op.i32(256))));
  return place.get();
}

function translate(op: S370Operations, f: Decoded): void {
  const to = first(op, f);
  const table = second(op, f);
  const length = lengthOf(op, f.l);
  const p = op.placeToStore(to, length);
  const t = tablePlace(op, table);
  together(
    op,
    [p, t],
    () =>
      each(op, length, (i) => {
        const at = op.add(p, i);
        op.placeStore8(at, 0, op.placeLoad8(op.add(t, op.placeLoad8(at, 0)), 0));
      }),
    () => {
      // Every function byte is looked at before any is replaced, so that an access exception changes nothing.
      each(op, length, (i) => op.probeLoad(op.add(table, op.load8(op.add(to, i))), op.i32(1)));
      each(op, length, (i) => {
        const at = op.add(to, i);
        op.store8(at, op.load8(op.add(table, op.load8(at))));
      });
    },
  );
}

function translateAndTest(op: S370Operations, f: Decoded): void {
  const from = first(op, f);
  const table = second(op, f);
  const length = lengthOf(op, f.l);
  const i = op.variable(op.i32(0));
  const value = op.variable(op.i32(0));
  const scan = (functionByte: (i: I32) => I32): void =>
    op.loop(() => {
      value.set(functionByte(i.get()));
      i.set(op.add(i.get(), op.i32(1)));
      return op.and(op.isZero(value.get()), op.lessUnsigned(i.get(), length));
    });
  // The argument bytes are looked at one by one: what lies behind the one that is found may be out of reach.
  const t = tablePlace(op, table);
  op.if(
    op.lessSigned(t, op.i32(0)),
    () => scan((i) => op.load8(op.add(table, op.load8(op.add(from, i))))),
    () => scan((i) => op.placeLoad8(op.add(t, op.load8(op.add(from, i))), 0)),
  );
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

function advance(op: S370Operations, { address, length }: Operand, by: I32 = op.i32(1)): void {
  address.set(op.and(op.add(address.get(), by), op.i32(0xffffff)));
  length.set(op.sub(length.get(), by));
}

function smaller(op: S370Operations, a: I32, b: I32): I32 {
  return op.select(op.lessUnsigned(a, b), a, b);
}

/** How much of an operand lies in the page where it begins. */
function inPage(op: S370Operations, { address, length }: Operand): I32 {
  return smaller(op, length.get(), op.sub(op.i32(2048), op.and(address.get(), op.i32(2047))));
}

/** Moves or pads as much as lies in one page; a byte where that cannot be done at once. */
function moveStretch(op: S370Operations, to: Operand, from: Operand, padding: I32): void {
  const moved = op.variable(op.i32(1));
  op.if(
    op.isZero(from.length.get()),
    () => {
      const length = inPage(op, to);
      const p = op.placeToStore(to.address.get(), length);
      op.if(
        op.lessSigned(p, op.i32(0)),
        () => op.store8(to.address.get(), padding),
        () => {
          op.placeFill(p, padding, length);
          moved.set(length);
        },
      );
    },
    () => {
      const length = smaller(op, inPage(op, to), inPage(op, from));
      const q = op.placeToLoad(from.address.get(), length);
      const p = op.placeToStore(to.address.get(), length);
      together(
        op,
        [p, q],
        () => {
          op.placeCopy(p, q, length);
          moved.set(length);
        },
        () => op.store8(to.address.get(), op.load8(from.address.get())),
      );
      advance(op, from, moved.get());
    },
  );
  advance(op, to, moved.get());
}

/** Writes a pair back; bits 0-7 of the length register stay, those of the address register become zero. */
function keep(op: S370Operations, register: number, { address, length }: Operand): void {
  op.setGr(register, address.get());
  op.setGr(register + 1, op.or(op.and(op.gr(register + 1), op.i32(0xff000000)), length.get()));
}

/**
 * Keeps the registers current with each stretch that is moved, so that an access exception in the middle leaves them
 * where the manual wants them: an exception is of the first byte of a stretch.
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
          moveStretch(op, to, from, padding);
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
  ss("MVC", 0xd2, "Move", move),
  ss("MVN", 0xd1, "Move Numerics", moveBits(0x0f)),
  ss("MVZ", 0xd3, "Move Zones", moveBits(0xf0)),
  ss(
    "NC",
    0xd4,
    "And Characters",
    logic(
      (op, a, b) => op.and(a, b),
      (op, a, b) => op.and64(a, b),
    ),
  ),
  ss(
    "OC",
    0xd6,
    "Or Characters",
    logic(
      (op, a, b) => op.or(a, b),
      (op, a, b) => op.or64(a, b),
    ),
  ),
  ss(
    "XC",
    0xd7,
    "Exclusive Or Characters",
    logic(
      (op, a, b) => op.xor(a, b),
      (op, a, b) => op.xor64(a, b),
    ),
  ),
  ss("CLC", 0xd5, "Compare Logical Characters", compareLogical),
  ss("TR", 0xdc, "Translate", translate),
  ss("TRT", 0xdd, "Translate and Test", translateAndTest),
  rr("MVCL", 0x0e, "Move Long", moveLong),
  rr("CLCL", 0x0f, "Compare Logical Long", compareLong),
];
