/** The interpreter's operations against arithmetic on unbounded integers, and its way with addresses and traps. */
import { describe, expect, test } from "vitest";
import { type AddressPort, Interpreter, raise, Trap } from "../../../engine/translator/interpreter.ts";
import { StateLayout } from "../../../engine/translator/state.ts";
import { Random } from "../../vectors/random.ts";

const PAGE = 64;
const STORAGE = 4096;

/** Storage of two pages that lie apart in memory, page 1 before page 0; page 2 may be read only, page 3 is not there. */
class Port implements AddressPort {
  readonly stores: [place: number, length: number][] = [];
  placeToLoad(address: number, length: number): number {
    if ((address % PAGE) + length > PAGE) return -1;
    if (address >= 3 * PAGE) raise(5);
    return STORAGE + [PAGE, 0, 2 * PAGE][Math.floor(address / PAGE)] + (address % PAGE);
  }
  placeToStore(address: number, length: number): number {
    if ((address % PAGE) + length > PAGE) return -1;
    if (address >= 2 * PAGE && address < 3 * PAGE) raise(4);
    return this.placeToLoad(address, length);
  }
  plain(): boolean {
    return true;
  }
  stored(place: number, length: number): void {
    this.stores.push([place, length]);
  }
}

function made(littleEndian = false) {
  const port = new Port();
  return { port, op: new Interpreter(new ArrayBuffer(8192), port, {}, littleEndian) };
}

const s32 = (value: bigint): number => Number(BigInt.asIntN(32, value));
const s64 = (value: bigint): bigint => BigInt.asIntN(64, value);
const u32 = (value: number): bigint => BigInt(value >>> 0);
const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

function trapOf(action: () => void): number | undefined {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof Trap) return thrown.code;
    throw thrown;
  }
  return undefined;
}

describe.each([1, 2, 3])("32 and 64 bits, seed %i", (seed) => {
  const random = new Random(seed);
  const { op } = made();
  const words = Array.from({ length: 300 }, () => random.edgeWord() | 0);
  const pairs = words.map((word) => [word, random.edgeWord() | 0] as const);

  test("32-bit sums and differences, with overflow, carry and borrow", () => {
    for (const [a, b] of pairs) {
      const sum = BigInt(a) + BigInt(b);
      const difference = BigInt(a) - BigInt(b);
      expect(op.add(a, b)).toBe(s32(sum));
      expect(op.sub(a, b)).toBe(s32(difference));
      expect(op.mul(a, b)).toBe(s32(BigInt(a) * BigInt(b)));
      expect(op.addSigned(a, b)).toEqual({ value: s32(sum), overflow: sum === BigInt(s32(sum)) ? 0 : 1 });
      expect(op.subSigned(a, b)).toEqual({
        value: s32(difference),
        overflow: difference === BigInt(s32(difference)) ? 0 : 1,
      });
      expect(op.addCarry(a, b)).toEqual({ value: s32(sum), carry: Number((u32(a) + u32(b)) >> 32n) });
      expect(op.subCarry(a, b)).toEqual({ value: s32(difference), carry: u32(a) >= u32(b) ? 1 : 0 });
    }
  });

  test("32-bit comparison and shifts", () => {
    for (const [a, b] of pairs) {
      const count = b & 31;
      expect(op.equal(a, b)).toBe(a === b ? 1 : 0);
      expect(op.notEqual(a, b)).toBe(a === b ? 0 : 1);
      expect(op.lessSigned(a, b)).toBe(a < b ? 1 : 0);
      expect(op.lessUnsigned(a, b)).toBe(u32(a) < u32(b) ? 1 : 0);
      expect(op.shiftLeft(a, count)).toBe(s32(BigInt(a) << BigInt(count)));
      expect(op.shiftRightSigned(a, count)).toBe(s32(BigInt(a) >> BigInt(count)));
      expect(op.shiftRightUnsigned(a, count)).toBe(s32(u32(a) >> BigInt(count)));
      expect(op.extend8(a)).toBe(Number(BigInt.asIntN(8, BigInt(a))));
      expect(op.extend16(a)).toBe(Number(BigInt.asIntN(16, BigInt(a))));
    }
  });

  test("64-bit values are made of halves and come apart again, and their arithmetic wraps", () => {
    for (const [a, b] of pairs) {
      const value = op.pair(a, b);
      expect(value).toBe(s64((BigInt(a) << 32n) | u32(b)));
      expect([op.high(value), op.low(value)]).toEqual([a, b]);
      expect(op.extendSigned(a)).toBe(BigInt(a));
      expect(op.extendUnsigned(a)).toBe(u32(a));
      const other = op.pair(b, a);
      expect(op.add64(value, other)).toBe(s64(value + other));
      expect(op.sub64(value, other)).toBe(s64(value - other));
      expect(op.mul64(value, other)).toBe(s64(value * other));
      expect(op.lessUnsigned64(value, other)).toBe(u64(value) < u64(other) ? 1 : 0);
      expect(op.lessSigned64(value, other)).toBe(value < other ? 1 : 0);
      const count = a & 63;
      expect(op.shiftLeft64(value, count)).toBe(s64(value << BigInt(count)));
      expect(op.shiftRightUnsigned64(value, count)).toBe(s64(u64(value) >> BigInt(count)));
      expect(op.shiftRightSigned64(value, count)).toBe(value >> BigInt(count));
    }
  });
});

describe("storage", () => {
  test.each([
    [false, [0x11, 0x22, 0x33, 0x44]],
    [true, [0x44, 0x33, 0x22, 0x11]],
  ])("bytes lie in the machine's order; little-endian: %s", (littleEndian, order) => {
    const { op } = made(littleEndian);
    op.store32(8, 0x11223344);
    expect([8, 9, 10, 11].map((address) => op.load8(address))).toEqual(order);
    expect(op.load32(8)).toBe(0x11223344);
    op.store64(16, 0x1122334455667788n);
    expect(op.load64(16)).toBe(0x1122334455667788n);
    op.store16(24, 0x8001);
    expect([op.load16(24), op.load16Signed(24)]).toEqual([0x8001, -0x7fff]);
  });

  test.each([false, true])(
    "an operand in two pages that lie apart is put together; little-endian: %s",
    (littleEndian) => {
      const { op } = made(littleEndian);
      for (let before = 1; before < 8; before++) {
        op.store64(PAGE - before, 0x0102030405060708n);
        expect(op.load64(PAGE - before)).toBe(0x0102030405060708n);
        const byte = littleEndian ? 8 - before : 1 + before;
        expect(op.load8(PAGE)).toBe(byte);
      }
    },
  );

  test("a store whose second page cannot be stored into changes nothing in the first", () => {
    const { op, port } = made();
    expect(trapOf(() => op.store32(2 * PAGE - 2, -1))).toBe(4);
    expect(trapOf(() => op.store64(2 * PAGE - 2, -1n))).toBe(4);
    expect(op.load16(2 * PAGE - 2)).toBe(0);
    expect(port.stores).toEqual([]);
  });

  test("a probe traps as the access would, and the port is told of stores alone", () => {
    const { op, port } = made();
    expect(trapOf(() => op.probeLoad(0, 3 * PAGE))).toBeUndefined();
    expect(trapOf(() => op.probeLoad(0, 3 * PAGE + 1))).toBe(5);
    expect(trapOf(() => op.probeStore(PAGE, PAGE + 1))).toBe(4);
    expect(port.stores).toEqual([]);
    op.store8(PAGE, 1);
    expect(port.stores).toEqual([[STORAGE, 1]]);
  });
});

describe("control", () => {
  test("if, loop, select and variables", () => {
    const { op } = made();
    const sum = op.variable(0);
    const i = op.variable(0);
    op.loop(() => {
      op.if(
        i.get() & 1,
        () => sum.set(op.add(sum.get(), i.get())),
        () => sum.set(op.sub(sum.get(), 1)),
      );
      i.set(op.add(i.get(), 1));
      return op.lessSigned(i.get(), 10);
    });
    expect(sum.get()).toBe(1 + 3 + 5 + 7 + 9 - 5);
    expect([op.select(1, 7, 8), op.select(0, 7, 8)]).toEqual([7, 8]);
  });

  test("a jump that is not taken leaves the next instruction's address alone", () => {
    const { op } = made();
    op.jumpIf(0, 100);
    expect(op.target).toBe(-1);
    op.jumpIf(1, 100);
    expect(op.target).toBe(100);
  });

  test("traps end an instruction with their code", () => {
    const { op } = made();
    expect(trapOf(() => op.trapIf(0, 9))).toBeUndefined();
    expect(trapOf(() => op.trapIf(1, 9))).toBe(9);
    expect(trapOf(() => op.trap(6))).toBe(6);
  });
});

test("a layout gives every word of state a place of its own", () => {
  const layout = new StateLayout();
  const one = layout.word("one");
  const file = layout.words("file", 16);
  const last = layout.word("last");
  expect([one.index, file.index, last.index]).toEqual([0, 1, 17]);
  expect(layout.size).toBe(18 * 4);
});
