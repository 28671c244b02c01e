/**
 * The operations in which every instruction of every machine is written.
 *
 * A definition is a function over this interface. It runs against an *executor*: the interpreter does each operation at
 * once, an emitter writes it down as WebAssembly. So values are opaque: a definition may branch in TypeScript on what
 * decoding knows, never on a guest value; for those there are `if`, `select` and `loop`.
 *
 * Faults and order: an operation that can fault (a load, a store, a probe, `trapIf`) ends the instruction there. What
 * the definition changed before stays changed, so it asks first and changes last, unless the manual says otherwise.
 */

declare const i32: unique symbol;
declare const i64: unique symbol;

/** A 32-bit integer of the guest's; signed or unsigned by the operation that uses it. Truth is 1, falsehood 0. */
export interface I32 {
  readonly [i32]: true;
}

/** A 64-bit integer of the guest's. */
export interface I64 {
  readonly [i64]: true;
}

/** A 32-bit word of architectural state, at a fixed place in linear memory. */
export interface Word {
  readonly name: string;
  /** Index among the 32-bit words of linear memory. */
  readonly index: number;
}

/** Consecutive 32-bit words of architectural state: a register file. */
export interface WordArray extends Word {
  readonly length: number;
}

/** A variable of one instruction's execution; needed only where a loop changes it. */
export interface Variable<T> {
  get(): T;
  set(value: T): void;
}

/**
 * What is too rare or intricate to write in operations: plain TypeScript over the processor.
 * `pure` reads nothing but its arguments; `reads` may read state and storage; `changes` may change anything, and after
 * it the deadline and pending interruptions are looked at again.
 */
export interface Helper<Processor> {
  readonly name: string;
  readonly effect: "pure" | "reads" | "changes";
  readonly run: (processor: Processor, a: number, b: number, c: number) => number;
}

/** The interface, over the executor's own representation of values. Definitions see it as {@link Operations}. */
export interface OperationsOn<T32, T64, Processor> {
  // Constants and conversions
  i32(value: number): T32;
  i64(value: bigint): T64;
  /** Sign-extends to 64 bits. */
  extendSigned(value: T32): T64;
  /** Zero-extends to 64 bits. */
  extendUnsigned(value: T32): T64;
  /** Bits 32 to 63 of a 64-bit value (IBM's numbering: the right half). */
  low(value: T64): T32;
  /** Bits 0 to 31: the left half. */
  high(value: T64): T32;
  /** The 64-bit value of a left and a right half. */
  pair(left: T32, right: T32): T64;
  /** Sign-extends the rightmost 8 bits. */
  extend8(value: T32): T32;
  /** Sign-extends the rightmost 16 bits. */
  extend16(value: T32): T32;
  /**
   * The value, where the executor knows it while the definition runs (the interpreter always, a translator for what
   * decoding gave, a cold handler never). Only for choosing a faster way to the same result.
   */
  known(value: T32): number | undefined;

  // 32-bit integers; shift counts are 0 to 31
  add(a: T32, b: T32): T32;
  sub(a: T32, b: T32): T32;
  mul(a: T32, b: T32): T32;
  and(a: T32, b: T32): T32;
  or(a: T32, b: T32): T32;
  xor(a: T32, b: T32): T32;
  shiftLeft(a: T32, count: T32): T32;
  shiftRightUnsigned(a: T32, count: T32): T32;
  shiftRightSigned(a: T32, count: T32): T32;
  equal(a: T32, b: T32): T32;
  notEqual(a: T32, b: T32): T32;
  lessSigned(a: T32, b: T32): T32;
  lessUnsigned(a: T32, b: T32): T32;
  isZero(a: T32): T32;
  select(condition: T32, ifTrue: T32, ifFalse: T32): T32;
  /** How many zero bits lead; 32 for zero. */
  leadingZeros(a: T32): T32;
  /** Quotient and remainder, truncated. The definition has excluded a zero divisor and, signed, overflow. */
  divUnsigned(a: T32, b: T32): T32;
  remUnsigned(a: T32, b: T32): T32;
  /** Signed sum, and whether it overflowed. */
  addSigned(a: T32, b: T32): { readonly value: T32; readonly overflow: T32 };
  subSigned(a: T32, b: T32): { readonly value: T32; readonly overflow: T32 };
  /** Unsigned sum, and its carry out of bit 0. */
  addCarry(a: T32, b: T32): { readonly value: T32; readonly carry: T32 };
  /** Unsigned difference; carry means *no* borrow. */
  subCarry(a: T32, b: T32): { readonly value: T32; readonly carry: T32 };

  // 64-bit integers; shift counts are 0 to 63
  add64(a: T64, b: T64): T64;
  sub64(a: T64, b: T64): T64;
  mul64(a: T64, b: T64): T64;
  /** Signed quotient, truncated. The definition has excluded a zero divisor and overflow. */
  divSigned64(a: T64, b: T64): T64;
  remSigned64(a: T64, b: T64): T64;
  divUnsigned64(a: T64, b: T64): T64;
  remUnsigned64(a: T64, b: T64): T64;
  /** The whole product of two unsigned values. */
  mulWide64(a: T64, b: T64): { readonly high: T64; readonly low: T64 };
  /** How many zero bits lead; 64 for zero. */
  leadingZeros64(a: T64): T32;
  isZero64(a: T64): T32;
  and64(a: T64, b: T64): T64;
  or64(a: T64, b: T64): T64;
  xor64(a: T64, b: T64): T64;
  shiftLeft64(a: T64, count: T32): T64;
  shiftRightUnsigned64(a: T64, count: T32): T64;
  shiftRightSigned64(a: T64, count: T32): T64;
  equal64(a: T64, b: T64): T32;
  lessSigned64(a: T64, b: T64): T32;
  lessUnsigned64(a: T64, b: T64): T32;
  select64(condition: T32, ifTrue: T64, ifFalse: T64): T64;

  // Architectural state
  get(word: Word): T32;
  set(word: Word, value: T32): void;
  /** Element of a register file; the index comes from decoding, or from an `eachRegister` of the instruction set. */
  getAt(array: WordArray, index: number): T32;
  setAt(array: WordArray, index: number, value: T32): void;

  // Storage, by the addresses of the program that runs; byte order is the machine's. All may fault.
  load8(address: T32): T32;
  load16Signed(address: T32): T32;
  load16(address: T32): T32;
  load32(address: T32): T32;
  load64(address: T32): T64;
  store8(address: T32, value: T32): void;
  store16(address: T32, value: T32): void;
  store32(address: T32, value: T32): void;
  store64(address: T32, value: T64): void;
  /** Faults as reading `length` bytes (1 or more) would; changes nothing but reference bits. */
  probeLoad(address: T32, length: T32): void;
  /** Faults as storing `length` bytes would. */
  probeStore(address: T32, length: T32): void;

  // Storage in bulk: a place is an offset in linear memory, good until the instruction ends. Nothing here faults but
  // the asking. Bytes of a place may be reached one by one, or in the machine's byte order.
  /** Place of `length` bytes (1 or more) that may be read, or -1 where they do not lie together. Faults as reading would. */
  placeToLoad(address: T32, length: T32): T32;
  /** As {@link placeToLoad}, for storing; -1 also where a store must be noticed (a timer, program that has been translated). */
  placeToStore(address: T32, length: T32): T32;
  placeLoad8(place: T32, offset: number): T32;
  placeLoad16(place: T32, offset: number): T32;
  placeLoad32(place: T32, offset: number): T32;
  placeLoad64(place: T32, offset: number): T64;
  placeStore8(place: T32, offset: number, value: T32): void;
  placeStore16(place: T32, offset: number, value: T32): void;
  placeStore32(place: T32, offset: number, value: T32): void;
  placeStore64(place: T32, offset: number, value: T64): void;
  /** Copies bytes as if all were read before any is written. */
  placeCopy(to: T32, from: T32, length: T32): void;
  /** Stores the same byte `length` times. */
  placeFill(to: T32, byte: T32, length: T32): void;

  // Control
  if(condition: T32, then: () => void, otherwise?: () => void): void;
  /** Does `body` again for as long as it returns truth. */
  loop(body: () => T32): void;
  variable(initial: T32): Variable<T32>;
  variable64(initial: T64): Variable<T64>;
  /** Goes on at `address` when the instruction ends. */
  jump(address: T32): void;
  jumpIf(condition: T32, address: T32): void;
  /** Ends the instruction with the trap that the instruction set numbers `code`. */
  trap(code: number): void;
  trapIf(condition: T32, code: number): void;
  call(helper: Helper<Processor>, a?: T32, b?: T32, c?: T32): T32;
}

/** What definitions are written over. */
export type Operations<Processor> = OperationsOn<I32, I64, Processor>;
