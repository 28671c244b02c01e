/**
 * Between zoned, packed and binary (GA22-7000, "General Instructions"). Nothing but CONVERT TO BINARY looks at whether
 * digits are digits.
 */
import type { I32, I64 } from "../../translator/operations.ts";
import { DATA, FIXED_POINT_DIVIDE } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import { toBinary, wordToDigits } from "./decimal-binary.ts";
import { isNegative, packed, shiftLeft, type Wide, wrongCodes } from "./decimal-digits.ts";
import { type Field, firstToStore, loadPlace, loadUpToEight, secondToLoad, storePlace } from "./decimal-fields.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rx, ssl } from "./definition.ts";

/** Known bytes of both operands. */
interface Lengths {
  readonly first: number;
  readonly second: number;
}

/** Both operands in place, known in length and apart: `quickly` gives the result as a number. Otherwise `generally`. */
function convert(
  op: S370Operations,
  f: Decoded,
  quickly: (first: Field, second: Field, lengths: Lengths) => Wide,
  generally: (to: I32, from: I32) => void,
): void {
  const first = firstToStore(op, f);
  const second = secondToLoad(op, f);
  const slowly = (): void => generally(first.address, second.address);
  if (first.known === undefined || second.known === undefined) {
    slowly();
    return;
  }
  const lengths = { first: first.known + 1, second: second.known + 1 };
  const none = op.lessSigned(op.or(first.place, second.place), op.i32(0));
  const distance = op.add(op.sub(second.place, first.place), op.i32(second.known));
  const overlap = op.lessUnsigned(distance, op.i32(lengths.first + second.known));
  op.if(op.or(none, overlap), slowly, () =>
    storePlace(op, first.place, lengths.first, quickly(first, second, lengths)),
  );
}

/** The right digits of eight bytes, four bits each. */
function squeeze(op: S370Operations, bytes: I64): I64 {
  const closer = (value: I64, by: number, mask: bigint): I64 =>
    op.and64(op.or64(value, op.shiftRightUnsigned64(value, op.i32(by))), op.i64(mask));
  const digits = op.and64(bytes, op.i64(0x0f0f_0f0f_0f0f_0f0fn));
  return closer(closer(closer(digits, 4, 0x00ff_00ff_00ff_00ffn), 8, 0x0000_ffff_0000_ffffn), 16, 0xffff_ffffn);
}

/** Eight digits as eight bytes with zones of ones. */
function spread(op: S370Operations, digits: I64): I64 {
  const farther = (value: I64, by: number, mask: bigint): I64 =>
    op.and64(op.or64(value, op.shiftLeft64(value, op.i32(by))), op.i64(mask));
  const bytes = farther(
    farther(farther(digits, 16, 0x0000_ffff_0000_ffffn), 8, 0x00ff_00ff_00ff_00ffn),
    4,
    0x0f0f_0f0f_0f0f_0f0fn,
  );
  return op.or64(bytes, op.i64(0xf0f0_f0f0_f0f0_f0f0n));
}

/** Of the zoned digits as many as the packed field takes, and the sign from the last one's zone. */
function packQuickly(op: S370Operations, { place }: Field, { first, second }: Lengths): Wide {
  const used = Math.min(second, 2 * first - 1);
  const right = Math.min(used, 8);
  const last = loadUpToEight(op, place, second - right, right);
  const sign = op.and64(op.shiftRightUnsigned64(last, op.i32(4)), op.i64(15n));
  const eight = squeeze(op, last);
  const digits =
    used <= 8
      ? eight
      : op.or64(eight, op.shiftLeft64(squeeze(op, loadUpToEight(op, place, second - used, used - 8)), op.i32(32)));
  const moved = shiftLeft(op, first > 8 ? { high: op.i64(0n), low: digits } : { low: digits }, 4);
  return { ...moved, low: op.or64(moved.low, sign) };
}

function unpackQuickly(op: S370Operations, second: Field, { first, second: length }: Lengths): Wide {
  // Sixteen digits at most are wanted: eight bytes and the half of another.
  const { place } = second;
  const last = loadUpToEight(op, place, Math.max(0, length - 8), Math.min(8, length));
  const some = op.shiftRightUnsigned64(last, op.i32(4));
  const digits = length > 8 ? op.or64(some, op.shiftLeft64(nextByte(op, place, length), op.i32(60))) : some;
  const right = spread(op, op.and64(digits, op.i64(0xffff_ffffn)));
  // The sign takes the place of the last digit's zone.
  const sign = op.shiftLeft64(op.and64(last, op.i64(15n)), op.i32(4));
  const low = op.or64(op.and64(right, op.i64(~0xf0n)), sign);
  return first <= 8 ? { low } : { high: spread(op, op.shiftRightUnsigned64(digits, op.i32(32))), low };
}

/** The byte before the last eight. */
function nextByte(op: S370Operations, place: I32, length: number): I64 {
  return op.extendUnsigned(op.placeLoad8(place, length - 9));
}

function moveQuickly(op: S370Operations, first: Field, second: Field, lengths: Lengths): Wide {
  const source = loadPlace(op, second);
  const wide = lengths.first > 8 ? { high: source.high ?? op.i64(0n), low: source.low } : { low: source.low };
  const { high, low } = shiftLeft(op, wide, 4);
  const kept = op.and(op.placeLoad8(first.place, lengths.first - 1), op.i32(15));
  return { high, low: op.or64(low, op.extendUnsigned(kept)) };
}

/** Runs `body` for 0 … count - 1, if there are any. */
function each(op: S370Operations, count: I32, body: (i: I32) => void): void {
  const i = op.variable(op.i32(0));
  op.if(count, () =>
    op.loop(() => {
      body(i.get());
      i.set(op.add(i.get(), op.i32(1)));
      return op.lessUnsigned(i.get(), count);
    }),
  );
}

/** The bytes of an operand from right to left, then zeros. */
function fromRight(op: S370Operations, from: I32, code: I32): () => I32 {
  const left = op.variable(code);
  const byte = op.variable(op.i32(0));
  return () => {
    byte.set(op.i32(0));
    op.if(op.isZero(op.lessSigned(left.get(), op.i32(0))), () => byte.set(op.load8(op.add(from, left.get()))));
    left.set(op.sub(left.get(), op.i32(1)));
    return byte.get();
  };
}

/** A byte with its halves exchanged: sign and last digit, zoned or packed. */
function exchanged(op: S370Operations, byte: I32): I32 {
  return op.or(op.shiftLeft(op.and(byte, op.i32(15)), op.i32(4)), op.shiftRightUnsigned(byte, op.i32(4)));
}

/** Right to left, a byte stored as soon as what it takes is fetched; missing digits are zero, surplus ones are dropped. */
function packGenerally(op: S370Operations, f: Decoded, to: I32, from: I32): void {
  const next = fromRight(op, from, f.l2);
  const digit = (): I32 => op.and(next(), op.i32(15));
  op.store8(op.add(to, f.l1), exchanged(op, next()));
  each(op, f.l1, (i) => {
    const low = digit();
    const high = digit();
    op.store8(op.add(to, op.sub(op.sub(f.l1, op.i32(1)), i)), op.or(op.shiftLeft(high, op.i32(4)), low));
  });
}

function unpackGenerally(op: S370Operations, f: Decoded, to: I32, from: I32): void {
  const next = fromRight(op, from, f.l2);
  op.store8(op.add(to, f.l1), exchanged(op, next()));
  const byte = op.variable(op.i32(0));
  each(op, f.l1, (i) => {
    op.if(
      op.and(i, op.i32(1)),
      () => byte.set(op.shiftRightUnsigned(byte.get(), op.i32(4))),
      () => byte.set(next()),
    );
    const digit = op.or(op.i32(0xf0), op.and(byte.get(), op.i32(15)));
    op.store8(op.add(to, op.sub(op.sub(f.l1, op.i32(1)), i)), digit);
  });
}

/** To the left of the first operand's last digit, which stays. */
function moveGenerally(op: S370Operations, f: Decoded, to: I32, from: I32): void {
  const next = fromRight(op, from, f.l2);
  const source = op.variable(next());
  const last = op.add(to, f.l1);
  const digit = op.and(op.load8(last), op.i32(15));
  op.store8(last, op.or(op.shiftLeft(source.get(), op.i32(4)), digit));
  each(op, f.l1, (i) => {
    const low = op.shiftRightUnsigned(source.get(), op.i32(4));
    source.set(next());
    const at = op.add(to, op.sub(op.sub(f.l1, op.i32(1)), i));
    op.store8(at, op.or(op.shiftLeft(source.get(), op.i32(4)), low));
  });
}

/** Fifteen digits and a sign; a number that is too large leaves its right half before the interruption. */
function convertToBinary(op: S370Operations, f: Decoded): void {
  const decimal = { low: op.load64(op.indexed(f.x2, f.b2, f.d2)) };
  op.trapIf(op.isZero(op.isZero64(wrongCodes(op, decimal))), DATA);
  const magnitude = toBinary(op, op.shiftRightUnsigned64(decimal.low, op.i32(4)), 15);
  const value = op.select64(isNegative(op, decimal), op.sub64(op.i64(0n), magnitude), magnitude);
  op.setGr(f.r1, op.low(value));
  op.trapIf(op.isZero(op.equal64(op.extendSigned(op.low(value)), value)), FIXED_POINT_DIVIDE);
}

function convertToDecimal(op: S370Operations, f: Decoded): void {
  const value = op.gr(f.r1);
  const negative = op.lessSigned(value, op.i32(0));
  const magnitude = op.select(negative, op.sub(op.i32(0), value), value);
  const { low } = packed(op, { low: wordToDigits(op, magnitude) }, negative);
  op.store64(op.indexed(f.x2, f.b2, f.d2), low);
}

export const conversion: readonly InstructionDefinition[] = [
  ssl("PACK", 0xf2, "Pack", (op, f) =>
    convert(
      op,
      f,
      (_, second, lengths) => packQuickly(op, second, lengths),
      (to, from) => packGenerally(op, f, to, from),
    ),
  ),
  ssl("UNPK", 0xf3, "Unpack", (op, f) =>
    convert(
      op,
      f,
      (_, second, lengths) => unpackQuickly(op, second, lengths),
      (to, from) => unpackGenerally(op, f, to, from),
    ),
  ),
  ssl("MVO", 0xf1, "Move with Offset", (op, f) =>
    convert(
      op,
      f,
      (first, second, lengths) => moveQuickly(op, first, second, lengths),
      (to, from) => moveGenerally(op, f, to, from),
    ),
  ),
  rx("CVB", 0x4f, "Convert to Binary", convertToBinary),
  rx("CVD", 0x4e, "Convert to Decimal", convertToDecimal),
];
