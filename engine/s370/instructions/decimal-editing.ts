/** EDIT and EDIT AND MARK (GA22-7000, "Decimal Instructions"): digits into a pattern, with signs and punctuation. */
import type { I32, I64 } from "../../translator/operations.ts";
import { DATA } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import { settled, wrongDigits } from "./decimal-digits.ts";
import { loadUpToEight } from "./decimal-fields.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, ss } from "./definition.ts";

/** Pattern bytes that ask for a digit: digit selector X'20' and significance starter X'21'. */
const SELECTOR = 0x20;
const STARTER = 0x21;
const SEPARATOR = 0x22;

/** Patterns beyond this many bytes take the general way. */
const LONGEST_QUICK_PATTERN = 40;

/** What goes from pattern byte to pattern byte. Truth is 1. */
function editor(op: S370Operations) {
  return {
    significant: op.variable(op.i32(0)),
    /** The digits of the present field, ORed. */
    digits: op.variable(op.i32(0)),
    /** Index of the pattern byte at which significance last began with a digit, plus 1. */
    mark: op.variable(op.i32(0)),
  };
}

type Editor = ReturnType<typeof editor>;

/**
 * The result for one pattern byte at index `i`. `next` gives the digit, and whether a plus sign follows it; it is asked
 * only where the byte selects one.
 */
function editByte(
  op: S370Operations,
  at: Editor,
  i: I32,
  byte: I32,
  fill: I32,
  next: () => readonly [digit: I32, plus: I32],
): I32 {
  const result = op.variable(byte);
  const selects = op.equal(op.and(byte, op.i32(0xfe)), op.i32(SELECTOR));
  op.if(
    selects,
    () => {
      const [digit, plus] = next();
      const before = at.significant.get();
      const nonzero = op.notEqual(digit, op.i32(0));
      const now = op.or(before, nonzero);
      result.set(op.select(now, op.or(digit, op.i32(0xf0)), fill));
      at.mark.set(op.select(op.lessUnsigned(before, nonzero), op.add(i, op.i32(1)), at.mark.get()));
      at.digits.set(op.or(at.digits.get(), digit));
      at.significant.set(op.select(plus, op.i32(0), op.or(now, op.equal(byte, op.i32(STARTER)))));
    },
    () => {
      const goesOn = op.notEqual(byte, op.i32(SEPARATOR));
      at.digits.set(op.select(goesOn, at.digits.get(), op.i32(0)));
      at.significant.set(op.and(at.significant.get(), goesOn));
      result.set(op.select(at.significant.get(), byte, fill));
    },
  );
  return result.get();
}

/** The last field's sign and whether it was zero; EDIT AND MARK's register. */
function finish(op: S370Operations, at: Editor, first: I32, marks: boolean): void {
  const code = op.sub(op.i32(2), at.significant.get());
  op.setCc(op.select(op.isZero(at.digits.get()), op.i32(0), code));
  if (!marks) return;
  op.if(at.mark.get(), () => {
    const address = op.and(op.add(first, op.sub(at.mark.get(), op.i32(1))), op.i32(0xffffff));
    op.setGr(1, op.or(op.and(op.gr(1), op.i32(0xff000000)), address));
  });
}

/** How many bytes of a pattern of known length select digits. */
function countSelectors(op: S370Operations, place: I32, length: number): I32 {
  const each = (byte: bigint): I64 => op.i64(byte * 0x0101_0101_0101_0101n);
  let count = op.i32(0);
  for (let offset = 0; offset < length; offset += 8) {
    const bytes = loadUpToEight(op, place, offset, Math.min(8, length - offset));
    // A byte is zero exactly if neither its own leftmost bit is one nor a carry into it from the other seven.
    const odd = op.xor64(op.and64(bytes, each(0xfen)), each(0x20n));
    const carried = op.add64(op.and64(odd, each(0x7fn)), each(0x7fn));
    const others = op.or64(op.or64(carried, odd), each(0x7fn));
    const zeros = op.shiftRightUnsigned64(op.xor64(others, op.i64(-1n)), op.i32(7));
    count = op.add(count, op.low(op.shiftRightUnsigned64(op.mul64(zeros, each(1n)), op.i32(56))));
  }
  return count;
}

/**
 * The quick way: a source of 1 to 16 digits, all in one piece and all valid, with a sign at most behind the last of
 * them. Returns whether that was so; if not, nothing has changed.
 */
function editQuickly(op: S370Operations, at: Editor, place: I32, source: I32, length: number): I32 {
  const done = op.variable(op.i32(0));
  const count = countSelectors(op, place, length);
  const bytes = op.shiftRightUnsigned(op.add(count, op.i32(1)), op.i32(1));
  const some = op.lessUnsigned(op.sub(count, op.i32(1)), op.i32(16));
  // In one block of 2,048 bytes, so that an access exception comes with the first byte, before any digit is looked at.
  const together = op.lessUnsigned(op.add(op.and(source, op.i32(0x7ff)), bytes), op.i32(0x801));
  op.if(op.and(some, together), () => {
    const from = op.placeToLoad(source, bytes);
    // Overlapping operands are edited byte by byte.
    const within = op.sub(op.add(bytes, op.i32(length)), op.i32(1));
    const overlap = op.lessUnsigned(op.sub(op.add(from, op.sub(bytes, op.i32(1))), place), within);
    op.if(op.isZero(op.or(op.lessSigned(from, op.i32(0)), overlap)), () => {
      // Eight bytes that end where the source does; the first digit goes to the left end.
      const unused = op.shiftLeft(op.sub(op.i32(8), bytes), op.i32(3));
      const last = op.placeLoad64(op.sub(op.add(from, bytes), op.i32(8)), 0);
      const all = op.shiftLeft64(last, unused);
      // Behind an odd number of digits one is left over, or a sign. (Count 16 leaves none.)
      const beyond = op.sub(op.i32(64), op.shiftLeft(count, op.i32(2)));
      const wrong = op.shiftRightUnsigned64(wrongDigits(op, all), beyond);
      op.if(op.isZero64(wrong), () => {
        const behind = op.and(op.low(last), op.i32(15));
        // A, C, E and F; an even number of digits has none.
        const plus = op.and(op.and(op.shiftRightUnsigned(op.i32(0xd400), behind), count), op.i32(1));
        editFrom(op, at, place, length, all, count, settled(op, plus));
        done.set(op.i32(1));
      });
    });
  });
  return done.get();
}

/** Edits with digits that have been looked at: nothing can fault any more. */
function editFrom(op: S370Operations, at: Editor, place: I32, length: number, all: I64, count: I32, plus: I32): void {
  const digits = op.variable64(all);
  const left = op.variable(count);
  const fill = op.placeLoad8(place, 0);
  const i = op.variable(op.i32(0));
  op.loop(() => {
    const here = op.add(place, i.get());
    const result = editByte(op, at, i.get(), op.placeLoad8(here, 0), fill, () => {
      const digit = op.low(op.shiftRightUnsigned64(digits.get(), op.i32(60)));
      digits.set(op.shiftLeft64(digits.get(), op.i32(4)));
      left.set(op.sub(left.get(), op.i32(1)));
      return [digit, op.and(plus, op.isZero(left.get()))];
    });
    op.placeStore8(here, 0, result);
    i.set(op.add(i.get(), op.i32(1)));
    return op.lessUnsigned(i.get(), op.i32(length));
  });
}

/** The general way: twice over all, first without storing, so that an exception changes nothing. */
function editGenerally(op: S370Operations, at: Editor, pattern: I32, source: I32, code: I32): void {
  const stores = op.variable(op.i32(0));
  op.loop(() => {
    const fill = op.load8(pattern);
    const i = op.variable(op.i32(0));
    const from = op.variable(source);
    /** The right digit of a source byte, which waits for its turn; 16: there is none. */
    const waiting = op.variable(op.i32(16));
    at.significant.set(op.i32(0));
    at.digits.set(op.i32(0));
    at.mark.set(op.i32(0));
    op.loop(() => {
      const here = op.add(pattern, i.get());
      const result = editByte(op, at, i.get(), op.load8(here), fill, () => nextDigit(op, from, waiting));
      op.if(stores.get(), () => op.store8(here, result));
      i.set(op.add(i.get(), op.i32(1)));
      return op.isZero(op.lessUnsigned(code, i.get()));
    });
    stores.set(op.add(stores.get(), op.i32(1)));
    return op.lessUnsigned(stores.get(), op.i32(2));
  });
}

/** The next source digit; a sign behind it is looked at together with it. */
function nextDigit(
  op: S370Operations,
  from: { get(): I32; set(value: I32): void },
  waiting: { get(): I32; set(value: I32): void },
): readonly [digit: I32, plus: I32] {
  const digit = op.variable(waiting.get());
  const plus = op.variable(op.i32(0));
  waiting.set(op.i32(16));
  op.if(op.equal(digit.get(), op.i32(16)), () => {
    const byte = op.load8(from.get());
    from.set(op.add(from.get(), op.i32(1)));
    const left = op.shiftRightUnsigned(byte, op.i32(4));
    const right = op.and(byte, op.i32(15));
    op.trapIf(op.lessUnsigned(op.i32(9), left), DATA);
    digit.set(left);
    op.if(
      op.lessUnsigned(op.i32(9), right),
      () => plus.set(op.and(op.shiftRightUnsigned(op.i32(0xd400), right), op.i32(1))),
      () => waiting.set(right),
    );
  });
  return [digit.get(), plus.get()];
}

function edit(op: S370Operations, f: Decoded, marks: boolean): void {
  const pattern = op.address(f.b1, f.d1);
  const source = op.address(f.b2, f.d2);
  const place = op.placeToStore(pattern, op.add(f.l, op.i32(1)));
  const code = op.known(f.l);
  const at = editor(op);
  const done = op.variable(op.i32(0));
  if (code !== undefined && code < LONGEST_QUICK_PATTERN)
    op.if(op.isZero(op.lessSigned(place, op.i32(0))), () => done.set(editQuickly(op, at, place, source, code + 1)));
  op.if(op.isZero(done.get()), () => editGenerally(op, at, pattern, source, f.l));
  finish(op, at, pattern, marks);
}

export const editing: readonly InstructionDefinition[] = [
  ss("ED", 0xde, "Edit", (op, f) => edit(op, f, false)),
  ss("EDMK", 0xdf, "Edit and Mark", (op, f) => edit(op, f, true)),
];
