/**
 * Fields of 1 to 16 bytes as numbers of up to 128 bits: fetched and stored with few wide accesses where they lie
 * together in linear memory, else byte by byte.
 */
import type { I32, I64 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import { highOf, settledWide, shiftLeft, shiftRight, type Wide, wideVariable } from "./decimal-digits.ts";
import type { Decoded } from "./decoded.ts";

/** An operand in storage. */
export interface Field {
  readonly address: I32;
  /** Bytes less one, 0 to 15. */
  readonly code: I32;
  /** The code, where the executor knows it. */
  readonly known: number | undefined;
  /** Where it lies in linear memory, or -1. */
  readonly place: I32;
}

/** First operand D1(L1,B1), asked for as to be stored. */
export function firstToStore(op: S370Operations, f: Decoded): Field {
  const address = op.address(f.b1, f.d1);
  const place = op.placeToStore(address, op.add(f.l1, op.i32(1)));
  return { address, code: f.l1, known: op.known(f.l1), place };
}

/** First operand, asked for as to be fetched. */
export function firstToLoad(op: S370Operations, f: Decoded): Field {
  const address = op.address(f.b1, f.d1);
  const place = op.placeToLoad(address, op.add(f.l1, op.i32(1)));
  return { address, code: f.l1, known: op.known(f.l1), place };
}

/** Second operand D2(L2,B2), asked for as to be fetched. */
export function secondToLoad(op: S370Operations, f: Decoded): Field {
  const address = op.address(f.b2, f.d2);
  const place = op.placeToLoad(address, op.add(f.l2, op.i32(1)));
  return { address, code: f.l2, known: op.known(f.l2), place };
}

/** 1 if one of the fields has no place. */
export function apart(op: S370Operations, ...fields: readonly Field[]): I32 {
  const places = fields.map(({ place }) => place).reduce((a, b) => op.or(a, b));
  return op.lessSigned(places, op.i32(0));
}

/** Whether eight bytes hold the field for certain. */
export function isNarrow({ known }: Field): boolean {
  return known !== undefined && known < 8;
}

/** What the fields hold, and have held before anything is stored. `slow`: {@link apart} of them. */
export function load(op: S370Operations, slow: I32, ...fields: readonly Field[]): Wide[] {
  const values = fields.map((field) => wideVariable(op, isNarrow(field)));
  op.if(
    slow,
    () => {
      for (const [i, field] of fields.entries()) loadBytes(op, field, values[i]);
    },
    () => {
      for (const [i, field] of fields.entries()) values[i].set(loadPlace(op, field));
    },
  );
  return values.map((value) => value.get());
}

/** Stores the rightmost bytes of a number. */
export function store(op: S370Operations, slow: I32, field: Field, number: Wide): void {
  const value = settledWide(op, number);
  op.if(
    slow,
    () => storeBytes(op, field, value, (at, byte) => op.store8(op.add(field.address, at), byte)),
    () => {
      if (field.known === undefined)
        storeBytes(op, field, value, (at, byte) => op.placeStore8(op.add(field.place, at), 0, byte));
      else storePlace(op, field.place, field.known + 1, value);
    },
  );
}

function loadBytes(op: S370Operations, field: Field, value: { get(): Wide; set(value: Wide): void }): void {
  const i = op.variable(op.i32(0));
  value.set({ low: op.i64(0n) });
  op.loop(() => {
    const at = i.get();
    const { high, low } = shiftLeft(op, value.get(), 8);
    value.set({ high, low: op.or64(low, op.extendUnsigned(op.load8(op.add(field.address, at)))) });
    i.set(op.add(at, op.i32(1)));
    return op.lessUnsigned(at, field.code);
  });
}

/** From right to left. */
function storeBytes(op: S370Operations, field: Field, value: Wide, put: (at: I32, byte: I32) => void): void {
  const rest = wideVariable(op, value.high === undefined);
  rest.set(value);
  const i = op.variable(field.code);
  op.loop(() => {
    const at = i.get();
    const now = rest.get();
    put(at, op.low(now.low));
    rest.set(shiftRight(op, now, 8));
    i.set(op.sub(at, op.i32(1)));
    return op.notEqual(at, op.i32(0));
  });
}

/** What a field in place holds. */
export function loadPlace(op: S370Operations, { place, code, known }: Field): Wide {
  if (known !== undefined) {
    if (known < 8) return { low: loadUpToEight(op, place, 0, known + 1) };
    return { high: loadUpToEight(op, place, 0, known - 7), low: op.placeLoad64(place, known - 7) };
  }
  // Sixteen bytes that end where the field does. Those before it are in linear memory too, where the state precedes
  // storage, and are dropped.
  const end = op.add(place, code);
  const mask = maskOfBytes(op, code);
  return {
    high: op.and64(op.placeLoad64(op.sub(end, op.i32(15)), 0), highOf(op, mask)),
    low: op.and64(op.placeLoad64(op.sub(end, op.i32(7)), 0), mask.low),
  };
}

/**
 * 1 to 8 bytes, in the same pieces in which {@link storeUpToEight} stores them: a processor hands on quickly what it
 * has just stored only to a load of the same size.
 */
export function loadUpToEight(op: S370Operations, place: I32, offset: number, length: number): I64 {
  const joined = (left: I64, right: I64, bits: number): I64 => op.or64(op.shiftLeft64(left, op.i32(bits)), right);
  const word = (at: number): I64 => op.extendUnsigned(op.placeLoad32(place, at));
  if (length === 8) return op.placeLoad64(place, offset);
  if (length === 4) return word(offset);
  if (length === 2) return op.extendUnsigned(op.placeLoad16(place, offset));
  if (length === 1) return op.extendUnsigned(op.placeLoad8(place, offset));
  const size = length > 4 ? 4 : 2;
  const left = loadUpToEight(op, place, offset, length - size);
  return joined(left, loadUpToEight(op, place, offset + length - size, size), 8 * size);
}

/** Stores the rightmost bytes of a number, 1 to 16. */
export function storePlace(op: S370Operations, place: I32, length: number, value: Wide): void {
  if (length <= 8) storeUpToEight(op, place, 0, length, value.low);
  else {
    storeUpToEight(op, place, 0, length - 8, highOf(op, value));
    op.placeStore64(place, length - 8, value.low);
  }
}

/** Stores the rightmost 1 to 8 bytes of a value. */
export function storeUpToEight(op: S370Operations, place: I32, offset: number, length: number, value: I64): void {
  if (length === 8) op.placeStore64(place, offset, value);
  else if (length === 4) op.placeStore32(place, offset, op.low(value));
  else if (length === 2) op.placeStore16(place, offset, op.low(value));
  else if (length === 1) op.placeStore8(place, offset, op.low(value));
  else {
    const size = length > 4 ? 4 : 2;
    storeUpToEight(op, place, offset, length - size, op.shiftRightUnsigned64(value, op.i32(8 * size)));
    storeUpToEight(op, place, offset + length - size, size, value);
  }
}

/** Ones in the bytes of a field. The code, bytes less one, is 0 to 15. */
export function maskOfBytes(op: S370Operations, code: I32): Wide {
  const unused = op.sub(op.i32(56), op.shiftLeft(op.and(code, op.i32(7)), op.i32(3)));
  return maskFrom(op, code, op.shiftRightUnsigned64(op.i64(-1n), unused));
}

/** Ones in the places of a field's digits, without its sign, moved to the right end. */
export function maskOfDigits(op: S370Operations, code: I32): Wide {
  const unused = op.sub(op.i32(60), op.shiftLeft(op.and(code, op.i32(7)), op.i32(3)));
  return maskFrom(op, code, op.shiftRightUnsigned64(op.i64(-1n), unused));
}

function maskFrom(op: S370Operations, code: I32, last: I64): Wide {
  const small = op.lessUnsigned(code, op.i32(8));
  return {
    high: op.select64(small, op.i64(0n), last),
    low: op.select64(small, last, op.i64(-1n)),
  };
}

/**
 * 1 if the fields overlap and the second ends to the right of the first; undefined where they are known not to.
 * Addresses decide, not where they lead (GA22-7000, "Data Exception").
 */
export function overlapsToTheRight(op: S370Operations, f: Decoded, first: Field, second: Field): I32 | undefined {
  const [d1, d2] = [op.known(f.d1), op.known(f.d2)];
  const [l1, l2] = [first.known, second.known];
  if (f.b1 === f.b2 && d1 !== undefined && d2 !== undefined && l1 !== undefined && l2 !== undefined) {
    const ahead = d2 + l2 - d1 - l1;
    return ahead > 0 && ahead <= l2 ? op.i32(1) : undefined;
  }
  const distance = op.sub(op.add(second.address, second.code), op.add(first.address, first.code));
  const ahead = op.and(distance, op.i32(0xffffff));
  // As unsigned numbers: 1 to the second's code.
  return op.lessUnsigned(op.sub(ahead, op.i32(1)), second.code);
}
