/** The interpreter: does each operation at once. It is the reference and the single-stepper. */
import type { Helper, OperationsOn, Variable, Word, WordArray } from "./operations.ts";

/** How an instruction set turns a program's address into a place in linear memory. */
export interface AddressPort {
  /**
   * Byte offset in linear memory at which `length` bytes may be read, or -1 where they do not lie together
   * (the interpreter then asks for one at a time). Throws {@link Trap} where the access faults.
   */
  placeToLoad(address: number, length: number): number;
  placeToStore(address: number, length: number): number;
  /** Told after every store, by the place; for words that the hardware keeps, such as a timer. */
  stored(place: number, length: number): void;
  /** Whether stores there need no telling: the port would not act on {@link stored}. */
  plain(place: number, length: number): boolean;
}

/** Thrown to end an instruction; `code` is the instruction set's. One object is thrown again and again: it carries no stack. */
export class Trap {
  code = 0;
}

const trap = new Trap();

/** Ends the current instruction with a trap. */
export function raise(code: number): never {
  trap.code = code;
  throw trap;
}

const wide = (value: bigint): bigint => BigInt.asIntN(64, value);
const unsigned64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** 32-bit values are JavaScript numbers in signed form (`x | 0`), 64-bit ones signed bigints. */
export class Interpreter<Processor> implements OperationsOn<number, bigint, Processor> {
  readonly words: Int32Array;
  readonly bytes: DataView;
  readonly #storage: Uint8Array;
  readonly port: AddressPort;
  readonly processor: Processor;
  readonly littleEndian: boolean;
  /** Where the instruction asked to go on; -1: at the next one. */
  target = -1;
  /** Whether a helper that may change anything has been called; for the machine to look at, and to reset. */
  changed = false;

  constructor(memory: ArrayBuffer, port: AddressPort, processor: Processor, littleEndian: boolean) {
    this.words = new Int32Array(memory);
    this.bytes = new DataView(memory);
    this.#storage = new Uint8Array(memory);
    this.port = port;
    this.processor = processor;
    this.littleEndian = littleEndian;
  }

  i32(value: number): number {
    return value | 0;
  }
  i64(value: bigint): bigint {
    return wide(value);
  }
  extendSigned(value: number): bigint {
    return BigInt(value);
  }
  extendUnsigned(value: number): bigint {
    return BigInt(value >>> 0);
  }
  low(value: bigint): number {
    return Number(BigInt.asIntN(32, value));
  }
  high(value: bigint): number {
    return Number(value >> 32n);
  }
  pair(left: number, right: number): bigint {
    return (BigInt(left) << 32n) | BigInt(right >>> 0);
  }
  extend8(value: number): number {
    return (value << 24) >> 24;
  }
  extend16(value: number): number {
    return (value << 16) >> 16;
  }

  known(value: number): number | undefined {
    return value;
  }

  add(a: number, b: number): number {
    return (a + b) | 0;
  }
  sub(a: number, b: number): number {
    return (a - b) | 0;
  }
  mul(a: number, b: number): number {
    return Math.imul(a, b);
  }
  and(a: number, b: number): number {
    return a & b;
  }
  or(a: number, b: number): number {
    return a | b;
  }
  xor(a: number, b: number): number {
    return a ^ b;
  }
  shiftLeft(a: number, count: number): number {
    return a << count;
  }
  shiftRightUnsigned(a: number, count: number): number {
    return (a >>> count) | 0;
  }
  shiftRightSigned(a: number, count: number): number {
    return a >> count;
  }
  equal(a: number, b: number): number {
    return a === b ? 1 : 0;
  }
  notEqual(a: number, b: number): number {
    return a !== b ? 1 : 0;
  }
  lessSigned(a: number, b: number): number {
    return a < b ? 1 : 0;
  }
  lessUnsigned(a: number, b: number): number {
    return a >>> 0 < b >>> 0 ? 1 : 0;
  }
  isZero(a: number): number {
    return a === 0 ? 1 : 0;
  }
  select(condition: number, ifTrue: number, ifFalse: number): number {
    return condition !== 0 ? ifTrue : ifFalse;
  }
  leadingZeros(a: number): number {
    return Math.clz32(a);
  }
  divUnsigned(a: number, b: number): number {
    return ((a >>> 0) / (b >>> 0)) | 0;
  }
  remUnsigned(a: number, b: number): number {
    return ((a >>> 0) % (b >>> 0)) | 0;
  }
  addSigned(a: number, b: number): { value: number; overflow: number } {
    const value = (a + b) | 0;
    return { value, overflow: value === a + b ? 0 : 1 };
  }
  subSigned(a: number, b: number): { value: number; overflow: number } {
    const value = (a - b) | 0;
    return { value, overflow: value === a - b ? 0 : 1 };
  }
  addCarry(a: number, b: number): { value: number; carry: number } {
    return { value: (a + b) | 0, carry: (a >>> 0) + (b >>> 0) > 0xffff_ffff ? 1 : 0 };
  }
  subCarry(a: number, b: number): { value: number; carry: number } {
    return { value: (a - b) | 0, carry: a >>> 0 >= b >>> 0 ? 1 : 0 };
  }

  add64(a: bigint, b: bigint): bigint {
    return wide(a + b);
  }
  sub64(a: bigint, b: bigint): bigint {
    return wide(a - b);
  }
  mul64(a: bigint, b: bigint): bigint {
    return wide(a * b);
  }
  divSigned64(a: bigint, b: bigint): bigint {
    return wide(a / b);
  }
  remSigned64(a: bigint, b: bigint): bigint {
    return a % b;
  }
  divUnsigned64(a: bigint, b: bigint): bigint {
    return wide(unsigned64(a) / unsigned64(b));
  }
  remUnsigned64(a: bigint, b: bigint): bigint {
    return wide(unsigned64(a) % unsigned64(b));
  }
  mulWide64(a: bigint, b: bigint): { high: bigint; low: bigint } {
    const product = unsigned64(a) * unsigned64(b);
    return { high: wide(product >> 64n), low: wide(product) };
  }
  leadingZeros64(a: bigint): number {
    const left = this.high(a);
    return left === 0 ? 32 + Math.clz32(this.low(a)) : Math.clz32(left);
  }
  isZero64(a: bigint): number {
    return a === 0n ? 1 : 0;
  }
  and64(a: bigint, b: bigint): bigint {
    return a & b;
  }
  or64(a: bigint, b: bigint): bigint {
    return a | b;
  }
  xor64(a: bigint, b: bigint): bigint {
    return a ^ b;
  }
  shiftLeft64(a: bigint, count: number): bigint {
    return wide(a << BigInt(count));
  }
  shiftRightUnsigned64(a: bigint, count: number): bigint {
    return wide(unsigned64(a) >> BigInt(count));
  }
  shiftRightSigned64(a: bigint, count: number): bigint {
    return a >> BigInt(count);
  }
  equal64(a: bigint, b: bigint): number {
    return a === b ? 1 : 0;
  }
  lessSigned64(a: bigint, b: bigint): number {
    return a < b ? 1 : 0;
  }
  lessUnsigned64(a: bigint, b: bigint): number {
    return unsigned64(a) < unsigned64(b) ? 1 : 0;
  }
  select64(condition: number, ifTrue: bigint, ifFalse: bigint): bigint {
    return condition !== 0 ? ifTrue : ifFalse;
  }

  get(word: Word): number {
    return this.words[word.index];
  }
  set(word: Word, value: number): void {
    this.words[word.index] = value;
  }
  getAt(array: WordArray, index: number): number {
    return this.words[array.index + index];
  }
  setAt(array: WordArray, index: number, value: number): void {
    this.words[array.index + index] = value;
  }

  load8(address: number): number {
    return this.bytes.getUint8(this.port.placeToLoad(address, 1));
  }
  load16(address: number): number {
    const place = this.port.placeToLoad(address, 2);
    return place < 0 ? this.#loadBytes(address, 2) : this.bytes.getUint16(place, this.littleEndian);
  }
  load16Signed(address: number): number {
    return (this.load16(address) << 16) >> 16;
  }
  load32(address: number): number {
    const place = this.port.placeToLoad(address, 4);
    return place < 0 ? this.#loadBytes(address, 4) : this.bytes.getInt32(place, this.littleEndian);
  }
  load64(address: number): bigint {
    const first = this.load32(address);
    const second = this.load32(address + 4);
    return this.littleEndian ? this.pair(second, first) : this.pair(first, second);
  }
  store8(address: number, value: number): void {
    const place = this.port.placeToStore(address, 1);
    this.bytes.setUint8(place, value);
    this.port.stored(place, 1);
  }
  store16(address: number, value: number): void {
    const place = this.port.placeToStore(address, 2);
    if (place < 0) {
      this.#storeBytes(address, value, 2);
    } else {
      this.bytes.setInt16(place, value, this.littleEndian);
      this.port.stored(place, 2);
    }
  }
  store32(address: number, value: number): void {
    const place = this.port.placeToStore(address, 4);
    if (place < 0) {
      this.#storeBytes(address, value, 4);
    } else {
      this.bytes.setInt32(place, value, this.littleEndian);
      this.port.stored(place, 4);
    }
  }
  store64(address: number, value: bigint): void {
    this.probeStore(address, 8);
    this.store32(address, this.littleEndian ? this.low(value) : this.high(value));
    this.store32(address + 4, this.littleEndian ? this.high(value) : this.low(value));
  }
  probeLoad(address: number, length: number): void {
    if (this.port.placeToLoad(address, length) < 0)
      for (let i = 0; i < length; i++) this.port.placeToLoad(address + i, 1);
  }
  probeStore(address: number, length: number): void {
    if (this.port.placeToStore(address, length) < 0)
      for (let i = 0; i < length; i++) this.port.placeToStore(address + i, 1);
  }

  placeToLoad(address: number, length: number): number {
    const place = this.port.placeToLoad(address, length);
    if (place < 0) this.probeLoad(address, length);
    return place;
  }
  placeToStore(address: number, length: number): number {
    const place = this.port.placeToStore(address, length);
    if (place < 0) this.probeStore(address, length);
    return place >= 0 && this.port.plain(place, length) ? place : -1;
  }
  placeLoad8(place: number, offset: number): number {
    return this.bytes.getUint8(place + offset);
  }
  placeLoad16(place: number, offset: number): number {
    return this.bytes.getUint16(place + offset, this.littleEndian);
  }
  placeLoad32(place: number, offset: number): number {
    return this.bytes.getInt32(place + offset, this.littleEndian);
  }
  placeLoad64(place: number, offset: number): bigint {
    return this.bytes.getBigInt64(place + offset, this.littleEndian);
  }
  placeStore8(place: number, offset: number, value: number): void {
    this.bytes.setUint8(place + offset, value);
  }
  placeStore16(place: number, offset: number, value: number): void {
    this.bytes.setInt16(place + offset, value, this.littleEndian);
  }
  placeStore32(place: number, offset: number, value: number): void {
    this.bytes.setInt32(place + offset, value, this.littleEndian);
  }
  placeStore64(place: number, offset: number, value: bigint): void {
    this.bytes.setBigInt64(place + offset, value, this.littleEndian);
  }
  placeCopy(to: number, from: number, length: number): void {
    this.#storage.copyWithin(to, from, from + length);
  }
  placeFill(to: number, byte: number, length: number): void {
    this.#storage.fill(byte, to, to + length);
  }

  if(condition: number, then: () => void, otherwise?: () => void): void {
    if (condition !== 0) then();
    else otherwise?.();
  }
  loop(body: () => number): void {
    while (body() !== 0);
  }
  variable(initial: number): Variable<number> {
    let current = initial;
    return {
      get: () => current,
      set: (value) => {
        current = value;
      },
    };
  }
  variable64(initial: bigint): Variable<bigint> {
    let current = initial;
    return {
      get: () => current,
      set: (value) => {
        current = value;
      },
    };
  }
  jump(address: number): void {
    this.target = address;
  }
  jumpIf(condition: number, address: number): void {
    if (condition !== 0) this.target = address;
  }
  trap(code: number): void {
    raise(code);
  }
  trapIf(condition: number, code: number): void {
    if (condition !== 0) raise(code);
  }
  call(helper: Helper<Processor>, a = 0, b = 0, c = 0): number {
    if (helper.effect === "changes") this.changed = true;
    return helper.run(this.processor, a, b, c);
  }

  /** Bytes that lie in different pages. */
  #loadBytes(address: number, length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) {
      const shift = 8 * (this.littleEndian ? i : length - 1 - i);
      value |= this.load8(address + i) << shift;
    }
    return value;
  }
  #storeBytes(address: number, value: number, length: number): void {
    this.probeStore(address, length);
    for (let i = 0; i < length; i++) {
      const shift = 8 * (this.littleEndian ? i : length - 1 - i);
      this.store8(address + i, value >>> shift);
    }
  }
}
