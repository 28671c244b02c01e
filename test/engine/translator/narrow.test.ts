/** Arithmetic with flags, shifts and 128-bit quotients against unbounded integers, by the interpreter. */
import { describe, expect, test } from "vitest";
import { Interpreter } from "../../../engine/translator/interpreter.ts";
import { withBits } from "../../../engine/translator/interpreter-bits.ts";
import { withWideState } from "../../../engine/translator/interpreter-wide-state.ts";
import {
  type FlagName,
  flag,
  flagsWord,
  flagWords,
  keepFlags,
  keepFlags64,
  setFlagsWord,
} from "../../../engine/translator/lazy-flags.ts";
import type { NarrowOperations } from "../../../engine/translator/narrow-operations.ts";
import * as narrow from "../../../engine/translator/narrow-operations.ts";
import * as shifts from "../../../engine/translator/narrow-shifts.ts";
import type { I32, I64 } from "../../../engine/translator/operations.ts";
import { FLAG, type Outcome } from "../../../engine/translator/outcome.ts";
import { StateLayout } from "../../../engine/translator/state.ts";
import {
  divideSignedWide64,
  divideUnsignedWide64,
  mulSignedWide64,
} from "../../../engine/translator/wide-arithmetic.ts";
import type { WideStateOperations } from "../../../engine/translator/wide-state.ts";
import { Random } from "../../vectors/random.ts";

type Vocabulary = NarrowOperations<object> & WideStateOperations;

const port = { placeToLoad: () => 0, placeToStore: () => 0, stored: () => {}, plain: () => true };
const layout = new StateLayout();
const words = flagWords(layout, "flags");
// What definitions see as opaque values are numbers and bigints in the interpreter.
const op = new (withWideState(withBits(Interpreter)))(new ArrayBuffer(1024), port, {}, true) as unknown as Vocabulary;
const i32 = (value: number): I32 => op.i32(value);
const i64 = (value: bigint): I64 => op.i64(value);
const number = (value: I32): number => value as unknown as number;
const bigint = (value: I32 | I64): bigint => BigInt(value as unknown as bigint | number);

const SIZES = [8, 16, 32, 64] as const;
type Size = (typeof SIZES)[number];

/** An operand of `size` bits with whatever may lie left of it. */
function operand(random: Random, size: Size): bigint {
  const edges = [0n, 1n, 2n, 0xfn, 0x10n, 2n ** BigInt(size - 1), 2n ** BigInt(size - 1) - 1n, 2n ** BigInt(size) - 1n];
  const whole = (BigInt(random.word()) << 32n) | BigInt(random.word());
  return random.chance(50) ? random.pick(edges) | (size < 32 ? (whole << BigInt(size)) & 0xffff_ffffn : 0n) : whole;
}

const signed = (size: Size, value: bigint): bigint => BigInt.asIntN(size, value);
const unsigned = (size: Size, value: bigint): bigint => BigInt.asUintN(size, value);
const evenOnes = (value: bigint): boolean => (unsigned(8, value).toString(2).match(/1/g)?.length ?? 0) % 2 === 0;

/** The flags as the manual defines them, from exact sums. */
function expected(size: Size, a: bigint, b: bigint, c: bigint, subtracts: boolean) {
  const combine = (x: bigint, y: bigint): bigint => (subtracts ? x - y - c : x + y + c);
  const exact = combine(signed(size, a), signed(size, b));
  const plain = combine(unsigned(size, a), unsigned(size, b));
  const digits = combine(a & 15n, b & 15n);
  return {
    value: signed(size, exact),
    carry: Number(plain < 0n || plain >= 2n ** BigInt(size)),
    overflow: Number(exact !== signed(size, exact)),
    adjust: Number(digits < 0n || digits > 15n),
    zero: Number(signed(size, exact) === 0n),
    sign: Number(signed(size, exact) < 0n),
    parity: Number(evenOnes(exact)),
  };
}

function flagsOf(outcome: Outcome<I32> | Outcome<I64>) {
  const { carry, overflow, adjust, zero, sign, parity } = outcome;
  return { value: bigint(outcome.value), carry, overflow, adjust, zero, sign, parity };
}

interface Case {
  readonly name: string;
  readonly subtracts: boolean;
  readonly carried: boolean;
  readonly narrow: (size: narrow.NarrowSize, a: I32, b: I32, c: I32) => Outcome<I32>;
  readonly wide: (a: I64, b: I64, c: I32) => Outcome<I64>;
}
const CASES: readonly Case[] = [
  {
    name: "sum",
    subtracts: false,
    carried: false,
    narrow: (size, a, b) => narrow.sum(op, size, a, b),
    wide: (a, b) => narrow.sum64(op, a, b),
  },
  {
    name: "difference",
    subtracts: true,
    carried: false,
    narrow: (size, a, b) => narrow.difference(op, size, a, b),
    wide: (a, b) => narrow.difference64(op, a, b),
  },
  {
    name: "sum with carry",
    subtracts: false,
    carried: true,
    narrow: (size, a, b, c) => narrow.sumWithCarry(op, size, a, b, c),
    wide: (a, b, c) => narrow.sumWithCarry64(op, a, b, c),
  },
  {
    name: "difference with borrow",
    subtracts: true,
    carried: true,
    narrow: (size, a, b, c) => narrow.differenceWithBorrow(op, size, a, b, c),
    wide: (a, b, c) => narrow.differenceWithBorrow64(op, a, b, c),
  },
];

const outcomeOf = (one: Case, size: Size, a: bigint, b: bigint, c: number): Outcome<I32> | Outcome<I64> =>
  size === 64
    ? one.wide(i64(a), i64(b), i32(c))
    : one.narrow(size, i32(Number(BigInt.asIntN(32, a))), i32(Number(BigInt.asIntN(32, b))), i32(c));

/** Keeps an outcome's flags and reads each back, with its kind known and not. */
function readBack(outcome: Outcome<I32> | Outcome<I64>, name: FlagName): [number, number] {
  if (typeof outcome.value === "bigint") keepFlags64(op, words, outcome as Outcome<I64>);
  else keepFlags(op, words, outcome as Outcome<I32>);
  const blind = Object.create(op, { known: { value: () => undefined } }) as typeof op;
  return [number(flag(op, words, name)), number(flag(blind, words, name))];
}

describe.each(SIZES)("%i bits", (size) => {
  const random = new Random(size);
  test.each(CASES)("$name", (one) => {
    for (let i = 0; i < 400; i++) {
      const [a, b, c] = [operand(random, size), operand(random, size), one.carried ? random.below(2) : 0];
      const outcome = outcomeOf(one, size, a, b, c);
      const say = `${a.toString(16)} ${b.toString(16)} ${c}`;
      const flags = expected(size, a, b, BigInt(c), one.subtracts);
      expect(flagsOf(outcome), say).toEqual(flags);
      for (const name of ["carry", "overflow", "adjust", "zero", "sign", "parity"] as const)
        expect(readBack(outcome, name), `${say} ${name}`).toEqual([flags[name], flags[name]]);
      const [x, y] = [signed(size, a), signed(size, b)];
      const [u, v] = [unsigned(size, a), unsigned(size, b)];
      if (one.subtracts && !one.carried) {
        const order = { below: u < v, belowOrEqual: u <= v, less: x < y, lessOrEqual: x <= y };
        // Object.entries gives strings; the keys are names of flags.
        for (const [name, truth] of Object.entries(order))
          expect(readBack(outcome, name as FlagName), `${say} ${name}`).toEqual([Number(truth), Number(truth)]);
      }
    }
  });

  test("increment and decrement leave the carry", () => {
    for (let i = 0; i < 500; i++) {
      const [a, c] = [operand(random, size), random.below(2)];
      const low = i32(Number(BigInt.asIntN(32, a)));
      const up = size === 64 ? narrow.increment64(op, i64(a), i32(c)) : narrow.increment(op, size, low, i32(c));
      const down = size === 64 ? narrow.decrement64(op, i64(a), i32(c)) : narrow.decrement(op, size, low, i32(c));
      expect(flagsOf(up)).toEqual({ ...expected(size, a, 1n, 0n, false), carry: c });
      expect(flagsOf(down)).toEqual({ ...expected(size, a, 1n, 0n, true), carry: c });
      for (const outcome of [up, down])
        for (const name of ["carry", "overflow", "adjust"] as const)
          expect(readBack(outcome, name)).toEqual([outcome[name], outcome[name]]);
    }
  });

  test("flags of logical operations and given ones", () => {
    for (let i = 0; i < 500; i++) {
      const [a, bits] = [operand(random, size), random.word() & 0x811];
      const low = i32(Number(BigInt.asIntN(32, a)));
      const plain = size === 64 ? narrow.logical64(op, i64(a)) : narrow.logical(op, size, low);
      const given = size === 64 ? narrow.flagged64(op, i64(a), i32(bits)) : narrow.flagged(op, size, low, i32(bits));
      const rest = { value: signed(size, a), zero: Number(signed(size, a) === 0n), sign: Number(signed(size, a) < 0n) };
      const parity = Number(evenOnes(a));
      expect(flagsOf(plain)).toEqual({ ...rest, parity, carry: 0, overflow: 0, adjust: 0 });
      const [carry, overflow, adjust] = [bits & 1, (bits >> 11) & 1, (bits >> 4) & 1];
      expect(flagsOf(given)).toEqual({ ...rest, parity, carry, overflow, adjust });
      for (const name of ["carry", "zero", "sign", "lessOrEqual"] as const)
        expect(readBack(given, name)).toEqual([given[name], given[name]]);
    }
  });

  test("shifts and rotates, bit by bit", () => {
    for (let i = 0; i < 400; i++) {
      const [a, n, c] = [operand(random, size), random.below(size === 64 ? 64 : 32), random.below(2)];
      const low = i32(Number(BigInt.asIntN(32, a)));
      const say = `${unsigned(size, a).toString(16)} by ${n}, carry ${c}`;
      for (const [name, [on32, on64]] of Object.entries(SHIFTS)) {
        const shifted = size === 64 ? on64(i64(a), i32(n), i32(c)) : on32(size, low, i32(n), i32(c));
        const exact = stepped(name, size, unsigned(size, a), n, c);
        expect(bigint(shifted.value), `${name} ${say}`).toBe(signed(size, exact.value));
        if (n === 0) continue;
        expect(number(shifted.carry), `${name} ${say}: carry`).toBe(exact.carry);
        if (n === 1) expect(number(shifted.overflow), `${name} ${say}: overflow`).toBe(exact.overflow);
      }
    }
  });
});

type Shift32 = (size: narrow.NarrowSize, a: I32, n: I32, c: I32) => shifts.Shifted<I32>;
type Shift64 = (a: I64, n: I32, c: I32) => shifts.Shifted<I64>;
const SHIFTS: Record<string, [Shift32, Shift64]> = {
  SHL: [(s, a, n) => shifts.shiftLeftOut(op, s, a, n), (a, n) => shifts.shiftLeftOut64(op, a, n)],
  SHR: [(s, a, n) => shifts.shiftRightUnsignedOut(op, s, a, n), (a, n) => shifts.shiftRightUnsignedOut64(op, a, n)],
  SAR: [(s, a, n) => shifts.shiftRightSignedOut(op, s, a, n), (a, n) => shifts.shiftRightSignedOut64(op, a, n)],
  ROL: [(s, a, n) => shifts.rotateLeftOut(op, s, a, n), (a, n) => shifts.rotateLeftOut64(op, a, n)],
  ROR: [(s, a, n) => shifts.rotateRightOut(op, s, a, n), (a, n) => shifts.rotateRightOut64(op, a, n)],
  RCL: [(s, a, n, c) => shifts.rotateLeftThrough(op, s, a, n, c), (a, n, c) => shifts.rotateLeftThrough64(op, a, n, c)],
  RCR: [
    (s, a, n, c) => shifts.rotateRightThrough(op, s, a, n, c),
    (a, n, c) => shifts.rotateRightThrough64(op, a, n, c),
  ],
};

/** The same one bit at a time, as the manual's pseudocode goes. */
function stepped(name: string, size: Size, from: bigint, n: number, carryIn: number) {
  const top = BigInt(size - 1);
  let value = from;
  let carry = carryIn;
  for (let i = 0; i < n; i++) {
    const [first, last] = [Number(value >> top), Number(value & 1n)];
    const isLeft = name === "SHL" || name === "ROL" || name === "RCL";
    const comesIn = { SHL: 0, SHR: 0, SAR: first, ROL: first, ROR: last, RCL: carry, RCR: carry }[name] ?? 0;
    value = isLeft ? unsigned(size, (value << 1n) | BigInt(comesIn)) : (value >> 1n) | (BigInt(comesIn) << top);
    carry = isLeft ? first : last;
  }
  return { value, carry, overflow: Number(value >> top !== from >> top) };
}

test("double shifts", () => {
  const random = new Random(5);
  for (let i = 0; i < 1000; i++) {
    const size = random.pick([16, 32, 64] as const);
    const [a, b] = [unsigned(size, operand(random, size)), unsigned(size, operand(random, size))];
    const n = random.below(size === 64 ? 64 : 32);
    const s = BigInt(size);
    // The operands in a row, so often that every count finds its bits.
    const leftwards = [a, b, a, b].reduce((all, part) => (all << s) | part);
    const rightwards = [b, a, b, a].reduce((all, part) => (all << s) | part);
    const low = (value: bigint): I32 => i32(Number(BigInt.asIntN(32, value)));
    const left =
      size === 64
        ? shifts.shiftLeftDouble64(op, i64(a), i64(b), i32(n))
        : shifts.shiftLeftDouble(op, size, low(a), low(b), i32(n));
    const right =
      size === 64
        ? shifts.shiftRightDouble64(op, i64(a), i64(b), i32(n))
        : shifts.shiftRightDouble(op, size, low(a), low(b), i32(n));
    const say = `${size} ${a.toString(16)} ${b.toString(16)} ${n}`;
    expect(bigint(left.value), say).toBe(signed(size, leftwards >> (3n * s - BigInt(n))));
    expect(bigint(right.value), say).toBe(signed(size, rightwards >> BigInt(n)));
    if (n === 0) continue;
    expect(bigint(left.carry), say).toBe((leftwards >> (4n * s - BigInt(n))) & 1n);
    expect(bigint(right.carry), say).toBe((rightwards >> BigInt(n - 1)) & 1n);
    if (n > 1) continue;
    expect(bigint(left.overflow), say).toBe((a >> (s - 1n)) ^ ((a >> (s - 2n)) & 1n));
    expect(bigint(right.overflow), say).toBe((a >> (s - 1n)) ^ (b & 1n));
  }
});

test("signed products of 128 bits", () => {
  const random = new Random(6);
  for (let i = 0; i < 1000; i++) {
    const [a, b] = [signed(64, operand(random, 64)), signed(64, operand(random, 64))];
    const { high, low } = mulSignedWide64(op, i64(a), i64(b));
    expect([bigint(high), bigint(low)]).toEqual([(a * b) >> 64n, signed(64, a * b)]);
  }
});

test("quotients of 128-bit dividends", () => {
  const random = new Random(7);
  for (let i = 0; i < 2500; i++) {
    const divisor = operand(random, 64) >> BigInt(random.chance(50) ? random.below(63) : 0) || 1n;
    const u = unsigned(64, divisor);
    const high = unsigned(64, operand(random, 64)) % u;
    const low = unsigned(64, operand(random, 64));
    const whole = (high << 64n) | low;
    const { quotient, remainder } = divideUnsignedWide64(op, i64(high), i64(low), i64(u));
    const say = `${whole.toString(16)} / ${u.toString(16)}`;
    expect([unsigned(64, bigint(quotient)), unsigned(64, bigint(remainder))], say).toEqual([whole / u, whole % u]);
  }
  let overflows = 0;
  for (let i = 0; i < 2500; i++) {
    const divisor = signed(64, operand(random, 64));
    const high =
      random.chance(60) && divisor !== 0n ? (signed(64, operand(random, 64)) % divisor) / 2n : operand(random, 64);
    const whole = (signed(64, high) << 64n) | unsigned(64, operand(random, 64));
    const result = divideSignedWide64(op, i64(whole >> 64n), i64(whole), i64(divisor));
    const say = `${whole.toString(16)} / ${divisor.toString(16)}`;
    const overflow = divisor === 0n || whole / divisor !== signed(64, whole / divisor);
    expect(number(result.overflow), say).toBe(Number(overflow));
    if (overflow) overflows++;
    else expect([bigint(result.quotient), bigint(result.remainder)], say).toEqual([whole / divisor, whole % divisor]);
  }
  expect(overflows).toBeGreaterThan(250);
});

test("bits: rotates, counts, byte order, signed division", () => {
  const random = new Random(8);
  for (let i = 0; i < 1000; i++) {
    const [a, b, n] = [random.edgeWord() | 0, random.edgeWord() | 0, random.below(32)];
    const [wide, m] = [operand(random, 64), random.below(64)];
    const turn = (size: Size, value: bigint, by: number): bigint =>
      signed(size, (unsigned(size, value) << BigInt(by)) | (unsigned(size, value) >> BigInt(size - by)));
    const ones = (value: bigint): number => value.toString(2).replaceAll("0", "").length;
    expect(bigint(op.rotateLeft(i32(a), i32(n)))).toBe(turn(32, BigInt(a), n));
    expect(bigint(op.rotateRight(i32(a), i32(n)))).toBe(turn(32, BigInt(a), (32 - n) % 32));
    expect(bigint(op.rotateLeft64(i64(wide), i32(m)))).toBe(turn(64, wide, m));
    expect(bigint(op.rotateRight64(i64(wide), i32(m)))).toBe(turn(64, wide, (64 - m) % 64));
    expect(number(op.onesCount(i32(a)))).toBe(ones(unsigned(32, BigInt(a))));
    expect(number(op.onesCount64(i64(wide)))).toBe(ones(unsigned(64, wide)));
    const zeros = (size: Size, value: bigint): number => {
      const found = unsigned(size, value).toString(2).padStart(size, "0");
      return found.includes("1") ? size - 1 - found.lastIndexOf("1") : size;
    };
    expect(number(op.trailingZeros(i32(a)))).toBe(zeros(32, BigInt(a)));
    expect(number(op.trailingZeros64(i64(wide)))).toBe(zeros(64, wide));
    const swapped = unsigned(64, wide).toString(16).padStart(16, "0").match(/../g)?.reverse().join("");
    expect(unsigned(64, bigint(narrow.byteSwap64(op, i64(wide))))).toBe(BigInt(`0x${swapped}`));
    expect(number(narrow.byteSwap16(op, i32(a)))).toBe(((a & 255) << 8) | ((a >> 8) & 255));
    if (b === 0 || (a === -(2 ** 31) && b === -1)) continue;
    expect(number(op.divSigned(i32(a), i32(b)))).toBe(Number(BigInt(a) / BigInt(b)));
    expect(number(op.remSigned(i32(a), i32(b)))).toBe(Number(BigInt(a) % BigInt(b)));
  }
});

test("flags as one word", () => {
  const places = Object.values(FLAG).reduce((all, place) => all | place, 0);
  const random = new Random(9);
  for (let i = 0; i < 200; i++) {
    const bits = random.word() | 0;
    setFlagsWord(op, words, i32(bits));
    expect(number(flagsWord(op, words))).toBe(bits & places);
    keepFlags(op, words, narrow.difference(op, 8, i32(3), i32(bits)));
    const blind = Object.create(op, { known: { value: () => undefined } }) as typeof op;
    expect(number(flagsWord(blind, words))).toBe(number(flagsWord(op, words)));
  }
});
