/**
 * The emitting executor: definitions run over it once, and what they say becomes WebAssembly. Values are {@link Node}s.
 */
import type { Helper, OperationsOn, Variable, Word, WordArray } from "../operations.ts";
import { Emitter, type EmitterOptions, REASON } from "./emitter.ts";
import type { MemoryModel } from "./memory.ts";
import { MemoryEmitter } from "./memory.ts";
import * as nodes from "./nodes.ts";
import { inLocal, known, Node } from "./nodes.ts";
import { I32, I64, OP, V128, type ValueType } from "./wasm.ts";

/** Thrown by a definition's run where it calls for what translated code leaves to the interpreter. */
export class Untranslatable extends Error {}

/** Where an instruction asked to go on. */
export interface Jump {
  /** Undefined: always. */
  readonly condition: Node | undefined;
  readonly target: Node;
}

export class Builder<Processor> extends Emitter implements OperationsOn<Node, Node, Processor> {
  readonly memory: MemoryEmitter;
  /** What the present instruction asked for. */
  jumped: Jump | undefined;
  #conditional = 0;

  /** `translating`: see {@link MemoryEmitter}. */
  constructor(options: EmitterOptions, model: MemoryModel, translating: boolean) {
    super(options);
    this.memory = new MemoryEmitter(this, model, translating);
  }

  /** Begins an instruction of a region. */
  begin(address: number, next: number): void {
    this.here = address;
    this.next = next;
    this.jumped = undefined;
    this.memory.forget();
  }

  protected override addressNode(address: number): Node {
    return nodes.constant(address);
  }

  // --- Constants and conversions

  i32(value: number): Node {
    return nodes.constant(value);
  }
  i64(value: bigint): Node {
    return nodes.constant64(value);
  }
  extendSigned(value: Node): Node {
    return nodes.extend(value, true);
  }
  extendUnsigned(value: Node): Node {
    return nodes.extend(value, false);
  }
  low(value: Node): Node {
    return nodes.wrap(value);
  }
  high(value: Node): Node {
    return nodes.wrap(nodes.binary64(OP.i64ShrU, value, nodes.constant64(32n)));
  }
  pair(left: Node, right: Node): Node {
    const shifted = nodes.binary64(OP.i64Shl, nodes.extend(left, false), nodes.constant64(32n));
    return nodes.binary64(OP.i64Or, shifted, nodes.extend(right, false));
  }
  extend8(value: Node): Node {
    return this.#sign(value, OP.i32Extend8S, 24);
  }
  extend16(value: Node): Node {
    return this.#sign(value, OP.i32Extend16S, 16);
  }
  #sign(value: Node, opcode: number, shift: number): Node {
    const number = known(value);
    return number === undefined ? nodes.unary(I32, opcode, value) : nodes.constant((number << shift) >> shift);
  }
  known(value: Node): number | undefined {
    return known(value);
  }

  // --- 32-bit integers

  add(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Add, a, b);
  }
  sub(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Sub, a, b);
  }
  mul(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Mul, a, b);
  }
  and(a: Node, b: Node): Node {
    return nodes.binary(OP.i32And, a, b);
  }
  or(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Or, a, b);
  }
  xor(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Xor, a, b);
  }
  shiftLeft(a: Node, count: Node): Node {
    return nodes.binary(OP.i32Shl, a, count);
  }
  shiftRightUnsigned(a: Node, count: Node): Node {
    return nodes.binary(OP.i32ShrU, a, count);
  }
  shiftRightSigned(a: Node, count: Node): Node {
    return nodes.binary(OP.i32ShrS, a, count);
  }
  equal(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Eq, a, b);
  }
  notEqual(a: Node, b: Node): Node {
    return nodes.binary(OP.i32Ne, a, b);
  }
  lessSigned(a: Node, b: Node): Node {
    return nodes.binary(OP.i32LtS, a, b);
  }
  lessUnsigned(a: Node, b: Node): Node {
    return nodes.binary(OP.i32LtU, a, b);
  }
  isZero(a: Node): Node {
    return nodes.isZero(a);
  }
  select(condition: Node, ifTrue: Node, ifFalse: Node): Node {
    return nodes.select(condition, ifTrue, ifFalse);
  }
  leadingZeros(a: Node): Node {
    return nodes.unary(I32, OP.i32Clz, a, 63);
  }
  divUnsigned(a: Node, b: Node): Node {
    return this.settled(nodes.binary(OP.i32DivU, a, b));
  }
  remUnsigned(a: Node, b: Node): Node {
    return this.settled(nodes.binary(OP.i32RemU, a, b));
  }
  addSigned(a: Node, b: Node): { value: Node; overflow: Node } {
    const value = this.add(a, b);
    return { value, overflow: this.#signBit(this.and(this.xor(a, value), this.xor(b, value))) };
  }
  subSigned(a: Node, b: Node): { value: Node; overflow: Node } {
    const value = this.sub(a, b);
    return { value, overflow: this.#signBit(this.and(this.xor(a, b), this.xor(a, value))) };
  }
  #signBit(value: Node): Node {
    return this.shiftRightUnsigned(value, nodes.constant(31));
  }
  addCarry(a: Node, b: Node): { value: Node; carry: Node } {
    const value = this.add(a, b);
    return { value, carry: this.lessUnsigned(value, a) };
  }
  subCarry(a: Node, b: Node): { value: Node; carry: Node } {
    return { value: this.sub(a, b), carry: nodes.isZero(this.lessUnsigned(a, b)) };
  }

  // --- 64-bit integers

  add64(a: Node, b: Node): Node {
    return nodes.binary64(OP.i64Add, a, b);
  }
  sub64(a: Node, b: Node): Node {
    return nodes.binary64(OP.i64Sub, a, b);
  }
  mul64(a: Node, b: Node): Node {
    return nodes.binary64(OP.i64Mul, a, b);
  }
  // Division can end the function: it happens where it is asked for, after what excludes that.
  divSigned64(a: Node, b: Node): Node {
    return this.settled(nodes.binary64(OP.i64DivS, a, b));
  }
  remSigned64(a: Node, b: Node): Node {
    return this.settled(nodes.binary64(OP.i64RemS, a, b));
  }
  divUnsigned64(a: Node, b: Node): Node {
    return this.settled(nodes.binary64(OP.i64DivU, a, b));
  }
  remUnsigned64(a: Node, b: Node): Node {
    return this.settled(nodes.binary64(OP.i64RemU, a, b));
  }
  /** By halves: four products and their carries. */
  mulWide64(a: Node, b: Node): { high: Node; low: Node } {
    const mask = nodes.constant64(0xffff_ffffn);
    const half = nodes.constant64(32n);
    const right = (x: Node): Node => nodes.binary64(OP.i64And, x, mask);
    const left = (x: Node): Node => nodes.binary64(OP.i64ShrU, x, half);
    const low = this.mul64(right(a), right(b));
    const middle = this.add64(this.mul64(left(a), right(b)), left(low));
    const other = this.add64(this.mul64(right(a), left(b)), right(middle));
    const high = this.add64(this.add64(this.mul64(left(a), left(b)), left(middle)), left(other));
    return { high, low: this.mul64(a, b) };
  }
  leadingZeros64(a: Node): Node {
    return nodes.wrap(nodes.unary(I64, OP.i64Clz, a));
  }
  isZero64(a: Node): Node {
    return nodes.compare64(OP.i64Eq, a, nodes.constant64(0n));
  }
  and64(a: Node, b: Node): Node {
    return nodes.binary64(OP.i64And, a, b);
  }
  or64(a: Node, b: Node): Node {
    return nodes.binary64(OP.i64Or, a, b);
  }
  xor64(a: Node, b: Node): Node {
    return nodes.binary64(OP.i64Xor, a, b);
  }
  shiftLeft64(a: Node, count: Node): Node {
    return nodes.binary64(OP.i64Shl, a, nodes.extend(count, false));
  }
  shiftRightUnsigned64(a: Node, count: Node): Node {
    return nodes.binary64(OP.i64ShrU, a, nodes.extend(count, false));
  }
  shiftRightSigned64(a: Node, count: Node): Node {
    return nodes.binary64(OP.i64ShrS, a, nodes.extend(count, false));
  }
  equal64(a: Node, b: Node): Node {
    return nodes.compare64(OP.i64Eq, a, b);
  }
  lessSigned64(a: Node, b: Node): Node {
    return nodes.compare64(OP.i64LtS, a, b);
  }
  lessUnsigned64(a: Node, b: Node): Node {
    return nodes.compare64(OP.i64LtU, a, b);
  }
  select64(condition: Node, ifTrue: Node, ifFalse: Node): Node {
    return nodes.select(condition, ifTrue, ifFalse);
  }

  // --- Architectural state

  get(word: Word): Node {
    if (this.options.counts && word.index === this.options.words.instructionAddress.index)
      return nodes.constant(this.next);
    return this.read(word.index);
  }
  set(word: Word, value: Node): void {
    this.assign(word.index, value);
  }
  getAt(array: WordArray, index: number): Node {
    return this.read(array.index + index);
  }
  setAt(array: WordArray, index: number, value: Node): void {
    this.assign(array.index + index, value);
  }

  // --- Storage

  load8(address: Node): Node {
    return this.placeLoad8(this.memory.place(address, 1, false), 0);
  }
  load16(address: Node): Node {
    return this.placeLoad16(this.memory.place(address, 2, false), 0);
  }
  load16Signed(address: Node): Node {
    return this.extend16(this.load16(address));
  }
  load32(address: Node): Node {
    return this.placeLoad32(this.memory.place(address, 4, false), 0);
  }
  load64(address: Node): Node {
    return this.placeLoad64(this.memory.place(address, 8, false), 0);
  }
  store8(address: Node, value: Node): void {
    this.placeStore8(this.memory.place(address, 1, true), 0, value);
  }
  store16(address: Node, value: Node): void {
    this.placeStore16(this.memory.place(address, 2, true), 0, value);
  }
  store32(address: Node, value: Node): void {
    this.placeStore32(this.memory.place(address, 4, true), 0, value);
  }
  store64(address: Node, value: Node): void {
    this.placeStore64(this.memory.place(address, 8, true), 0, value);
  }
  probeLoad(address: Node, length: Node): void {
    this.memory.range(address, length, false);
  }
  probeStore(address: Node, length: Node): void {
    this.memory.range(address, length, true);
  }
  placeToLoad(address: Node, length: Node): Node {
    return this.memory.range(address, length, false);
  }
  placeToStore(address: Node, length: Node): Node {
    return this.memory.range(address, length, true);
  }

  placeLoad8(place: Node, offset: number): Node {
    return this.memory.load(OP.i32Load8U, I32, place, offset, 0xff);
  }
  placeLoad16(place: Node, offset: number): Node {
    const raw = this.memory.load(OP.i32Load16U, I32, place, offset, 0xffff);
    return this.memory.ordered16(raw);
  }
  placeLoad32(place: Node, offset: number): Node {
    return this.memory.ordered32(this.memory.load(OP.i32Load, I32, place, offset, -1));
  }
  placeLoad64(place: Node, offset: number): Node {
    return this.memory.ordered64(this.memory.load(OP.i64Load, I64, place, offset, -1));
  }
  placeStore8(place: Node, offset: number, value: Node): void {
    this.memory.store(OP.i32Store8, place, offset, value);
  }
  placeStore16(place: Node, offset: number, value: Node): void {
    this.memory.store(OP.i32Store16, place, offset, this.memory.ordered16(value));
  }
  placeStore32(place: Node, offset: number, value: Node): void {
    this.memory.store(OP.i32Store, place, offset, this.memory.ordered32(value));
  }
  placeStore64(place: Node, offset: number, value: Node): void {
    this.memory.store(OP.i64Store, place, offset, this.memory.ordered64(value));
  }
  placeCopy(to: Node, from: Node, length: Node): void {
    this.memory.copy(to, from, length);
  }
  placeFill(to: Node, byte: Node, length: Node): void {
    this.memory.fill(to, byte, length);
  }

  // --- Control

  if(condition: Node, then: () => void, otherwise?: () => void): void {
    const decided = known(condition);
    if (decided !== undefined) {
      if (decided !== 0) then();
      else otherwise?.();
      return;
    }
    this.memory.forget();
    this.#conditional++;
    this.branch(
      condition,
      () => {
        then();
        this.memory.forget();
      },
      otherwise &&
        (() => {
          otherwise();
          this.memory.forget();
        }),
    );
    this.#conditional--;
  }
  loop(body: () => Node): void {
    this.memory.forget();
    this.#conditional++;
    this.repeat(body);
    this.#conditional--;
    this.memory.forget();
  }
  variable(initial: Node): Variable<Node> {
    return this.#variable(I32, initial);
  }
  variable64(initial: Node): Variable<Node> {
    return this.#variable(I64, initial);
  }
  #variable(type: ValueType, initial: Node): Variable<Node> {
    const local = this.newLocal(type);
    const set = (value: Node): void => {
      this.push(value);
      this.code.with(OP.localSet, local);
    };
    set(initial);
    return {
      // A copy, because the variable may change before the value is used.
      get: () => {
        this.code.with(OP.localGet, local);
        return this.pop(type);
      },
      set,
    };
  }

  jump(address: Node): void {
    this.#jump({ condition: undefined, target: address });
  }
  jumpIf(condition: Node, address: Node): void {
    const decided = known(condition);
    if (decided === 0) return;
    this.#jump({ condition: decided === undefined ? condition : undefined, target: address });
  }
  #jump(jump: Jump): void {
    if (this.#conditional > 0) throw new Untranslatable("a jump inside a condition");
    this.jumped = jump;
  }

  trap(code: number): void {
    this.leave(this.tail(REASON.trap, { completed: true, trapCode: code }));
  }
  trapIf(condition: Node, code: number): void {
    const decided = known(condition);
    if (decided === 0) return;
    if (decided !== undefined) {
      this.trap(code);
      return;
    }
    this.push(condition);
    this.leaveIf(this.tail(REASON.trap, { completed: true, trapCode: code }));
  }
  call(helper: Helper<Processor>): Node {
    throw new Untranslatable(helper.name);
  }
}

export { I32, I64, inLocal, Node, V128 };
