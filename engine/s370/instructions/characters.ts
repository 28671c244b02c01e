/** Instructions on strings of bytes: moves, comparison, logic, translation (GA22-7000, "General Instructions"). */
import type { I32, I64 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import {
  advance,
  type Combine,
  compareBytes,
  comparePlaces,
  comparison,
  destructive,
  each,
  eachPlace,
  inPage,
  movePlaces,
  order,
  smaller,
  together,
} from "./byte-strings.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, ss } from "./definition.ts";

const first = (op: S370Operations, f: Decoded): I32 => op.address(f.b1, f.d1);
const second = (op: S370Operations, f: Decoded): I32 => op.address(f.b2, f.d2);
const lengthOf = (op: S370Operations, code: I32): I32 => op.add(code, op.i32(1));

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

function compareLogical(op: S370Operations, f: Decoded): void {
  const a = first(op, f);
  const b = second(op, f);
  const length = lengthOf(op, f.l);
  const p = op.placeToLoad(a, length);
  const q = op.placeToLoad(b, length);
  const compared = comparison(op);
  const { cc } = compared;
  const known = op.known(length);
  together(
    op,
    [p, q],
    () => {
      if (known === 1 || known === 2 || known === 4 || known === 8) {
        const x = loadPiece(op, p, 0, known);
        const y = loadPiece(op, q, 0, known);
        cc.set(order(op, op.lessUnsigned64(x, y), op.equal64(x, y)));
      } else comparePlaces(op, compared, length, p, q);
    },
    () => compareBytes(op, compared, length, (i) => [op.load8(op.add(a, i)), op.load8(op.add(b, i))]),
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
];
