/**
 * Writes one WebAssembly function: locals for architectural state, assignments put off until they are needed, and the
 * places where the function is left early.
 *
 * State words live in locals. `set` only notes the new value; it is written to its local at the end of the guest block
 * (or before a construct that changes it), so that what is overwritten before anybody looks costs nothing. Where the
 * function is left in the middle, a *tail* behind the main path computes what was put off, for that place alone.
 */
import type { Word } from "../operations.ts";
import { CONSTANT, inLocal, LOCAL, type Node } from "./nodes.ts";
import { Code, I32, I64, OP, type ValueType, VOID } from "./wasm.ts";

/** Why a function was left: what its caller does next. */
export const REASON = {
  /** Go on at the instruction address. */
  next: 0,
  /** Take the trap whose code is in the trap word; the instruction has been counted. */
  trap: 1,
  /** Execute the instruction at the instruction address by the interpreter. */
  interpret: 2,
  /** The budget does not reach for the next stretch: go on step by step. */
  budget: 3,
  /** What the translation assumes of registers does not hold. */
  guard: 4,
  /** The machine must look at the new state before it goes on. */
  machine: 6,
} as const;

/** Words that the translator itself needs in the layout of state. */
export interface TranslatorWords {
  /** Address of the next instruction. */
  readonly instructionAddress: Word;
  /** Code of the trap that ended an instruction. */
  readonly trapCode: Word;
  /** Instructions that may still be executed. */
  readonly budget: Word;
}

export interface EmitterOptions {
  readonly words: TranslatorWords;
  /** How many parameters the function has: 32-bit values, the first locals. */
  readonly parameters: number;
  /** Whether the function counts instructions and keeps their address itself (a region), or its caller does (a cold handler). */
  readonly counts: boolean;
}

interface Tail {
  readonly code: Code;
}

/** Operations that the value of a word may still need when it is put off. */
const MOST_PUT_OFF = 24;

/** Whether more operations than `most` are needed to compute a value. */
function isLong(node: Node, most: number): boolean {
  let left = most;
  const count = (part: Node | undefined): void => {
    if (!part || part.opcode === CONSTANT || part.local >= 0 || left < 0) return;
    left--;
    count(part.a);
    count(part.b);
    count(part.c);
  };
  count(node);
  return left < 0;
}

export class Emitter {
  readonly options: EmitterOptions;
  readonly locals: ValueType[] = [];
  code = new Code();
  /** Constructs open around the present place. */
  nest = 0;
  /** Instructions of the present block that are complete. */
  done = 0;
  /** Address of the present instruction, and of the next one; regions only. */
  here = 0;
  next = 0;
  /** State held in locals: local by word. */
  readonly wordLocals = new Map<number, number>();
  readonly written = new Set<number>();
  /** Indexes of words that have 64 bits. */
  readonly wideWords = new Set<number>();
  /** Words whose value is known and guarded at entry. */
  readonly assumed = new Map<number, Node>();
  #pending = new Map<number, Node>();
  #reads = new Map<number, Node>();
  /** Words whose locals have been written inside the innermost conditional construct. */
  #changed = new Set<number>();
  /** Nodes that were first computed inside the innermost conditional construct. */
  #scope: Node[] = [];
  readonly #tails: Tail[] = [];
  /** Changes with every `set`, so that tails of one state can be shared. */
  #version = 0;
  #lastTail = { key: "", index: 0 };
  readonly budget: number;
  readonly reason: number;

  constructor(options: EmitterOptions) {
    this.options = options;
    this.budget = this.newLocal(I32);
    this.reason = this.newLocal(I32);
  }

  newLocal(type: ValueType): number {
    this.locals.push(type);
    return this.options.parameters + this.locals.length - 1;
  }

  // --- Values

  /** Leaves the value on the stack. What took an operation stays in a local for the next use. */
  push(node: Node): void {
    const { code } = this;
    if (node.opcode === CONSTANT) {
      if (typeof node.value === "bigint") code.constant64(node.value);
      else if (node.type === I32) code.constant(node.value);
      else this.pushConstant(node);
      return;
    }
    if (node.local >= 0) {
      code.with(OP.localGet, node.local);
      return;
    }
    this.pushOperation(node);
    node.local = this.newLocal(node.type);
    this.#scope.push(node);
    code.with(OP.localTee, node.local);
  }

  /** Constants of other types than integers. */
  protected pushConstant(_node: Node): void {
    throw new Error("a constant of a type that the core does not know");
  }

  /** Operands and opcode. */
  protected pushOperation(node: Node): void {
    if (node.a) this.push(node.a);
    if (node.b) this.push(node.b);
    if (node.c) this.push(node.c);
    this.code.op(node.opcode);
  }

  /** The value as a node that is a constant or sits in a local, computed here. */
  settled(node: Node): Node {
    if (node.opcode === CONSTANT || node.local >= 0) return node;
    this.push(node);
    this.code.op(OP.drop);
    return node;
  }

  /** What lies on the stack, as a node. */
  pop(type: ValueType, ones = -1): Node {
    const local = this.newLocal(type);
    this.code.with(OP.localSet, local);
    return inLocal(type, local, ones);
  }

  // --- Constructs

  open(opcode: typeof OP.block | typeof OP.loop | typeof OP.if): void {
    this.code.op(opcode);
    this.code.byte(VOID);
    this.nest++;
  }

  close(): void {
    this.code.op(OP.end);
    this.nest--;
  }

  /** Runs `body` with its code in a buffer of its own; what it computed first is not there outside. */
  protected conditional(body: () => void): Code {
    const { code } = this;
    const outer = this.#scope;
    this.#scope = [];
    this.code = new Code();
    body();
    const inner = this.code;
    for (const node of this.#scope) node.local = -1;
    this.#scope = outer;
    this.code = code;
    this.#version++;
    return inner;
  }

  // --- State

  wordLocal(index: number): number {
    const found = this.wordLocals.get(index);
    if (found !== undefined) return found;
    const local = this.newLocal(this.wordType(index));
    this.wordLocals.set(index, local);
    return local;
  }

  /** Type of the local that holds a word: 64 bits for those named in {@link wideWords}. */
  wordType(index: number): typeof I32 | typeof I64 {
    return this.wideWords.has(index) ? I64 : I32;
  }

  read(index: number): Node {
    const pending = this.#pending.get(index) ?? this.#reads.get(index);
    if (pending) return pending;
    const assumed = this.assumed.get(index);
    if (assumed) return assumed;
    const node = inLocal(this.wordType(index), this.wordLocal(index));
    this.#reads.set(index, node);
    return node;
  }

  assign(index: number, node: Node): void {
    // Each tail computes anew what is put off: values that grow from one another would do so without end.
    if (isLong(node, MOST_PUT_OFF)) this.settled(node);
    this.#pending.set(index, node);
    this.#version++;
  }

  /** Forgets what is known of state: the present place can be reached from elsewhere. */
  forgetState(): void {
    this.#reads = new Map();
    this.#version++;
  }

  /** Writes what was put off to its locals. */
  commit(): void {
    this.#writeWords([...this.#pending]);
    this.#pending = new Map();
  }

  #writeWords(words: readonly (readonly [number, Node])[]): void {
    const changed = words.filter(([index, node]) => node.opcode !== LOCAL || node.local !== this.wordLocals.get(index));
    if (changed.length === 0) return;
    for (const [, node] of changed) this.push(node);
    for (const [index] of [...changed].reverse()) {
      this.#keepRead(index);
      this.written.add(index);
      this.#changed.add(index);
      this.code.with(OP.localSet, this.wordLocal(index));
      this.#reads.delete(index);
    }
    this.#version++;
  }

  /** The word's local is about to change: what was read from it moves to a local of its own. */
  #keepRead(index: number): void {
    const read = this.#reads.get(index);
    const local = this.wordLocals.get(index);
    if (!read || local === undefined || read.local !== local) return;
    read.local = this.newLocal(read.type);
    this.code.with(OP.localGet, local);
    this.code.with(OP.localSet, read.local);
  }

  /** Before a construct whose parts may change words. */
  #keepAllReads(): void {
    for (const index of [...this.#reads.keys()]) this.#keepRead(index);
  }

  /** Emits an if; both parts start from the same state, and what either changes is in its locals afterwards. */
  branch(condition: Node, then: () => void, otherwise: (() => void) | undefined): void {
    this.settled(condition);
    this.#keepAllReads();
    const outer = this.#pending;
    const around = this.#changed;
    // What the parts write to its locals by themselves, such as in conditions of their own, is among it.
    const changed = new Set<number>();
    this.#changed = changed;
    const part = (body: () => void): Code => {
      const reads = this.#reads;
      const code = this.conditional(() => {
        this.#pending = new Map(outer);
        this.#reads = new Map(reads);
        body();
        const own = [...this.#pending].filter(([index, node]) => outer.get(index) !== node);
        for (const [index] of own) changed.add(index);
        for (const index of outer.keys()) if (!this.#pending.has(index)) changed.add(index);
        this.#writeWords(own);
      });
      this.#reads = reads;
      return code;
    };
    this.nest++;
    const first = part(then);
    const second = otherwise ? part(otherwise) : undefined;
    this.nest--;
    this.#changed = around;
    for (const index of changed) around.add(index);
    this.#pending = outer;
    this.#writeWords([...outer].filter(([index]) => changed.has(index)));
    this.push(condition);
    this.open(OP.if);
    this.code.append(first);
    if (second && second.length > 0) {
      this.code.op(OP.else);
      this.code.append(second);
    }
    this.close();
    this.#pending = new Map([...outer].filter(([index]) => !changed.has(index)));
    this.#reads = new Map([...this.#reads].filter(([index]) => !changed.has(index)));
    this.#version++;
  }

  /** Emits a loop that goes round for as long as `body` gives truth. */
  repeat(body: () => Node): void {
    this.#keepAllReads();
    this.commit();
    this.#reads = new Map();
    this.nest++;
    const inner = this.conditional(() => {
      const again = this.settled(body());
      this.commit();
      this.push(again);
      this.code.with(OP.brIf, 0);
    });
    this.nest--;
    this.open(OP.loop);
    this.code.append(inner);
    this.close();
    this.#reads = new Map();
  }

  // --- Leaving

  /** Number of the tail that leaves here for `reason`; a branch to it is `nest` plus that deep. */
  tail(
    reason: number,
    { completed, target, trapCode }: { completed: boolean; target?: Node; trapCode?: number },
  ): number {
    const key = `${this.#version} ${reason} ${completed} ${trapCode} ${this.done} ${this.here}`;
    if (target === undefined && this.#lastTail.key === key) return this.#lastTail.index;
    const code = this.conditional(() => {
      const pending = [...this.#pending];
      const pc = target ?? this.#tailAddress(completed);
      if (pc) {
        this.code.constant(0);
        this.push(pc);
        this.code.memory(OP.i32Store, 4 * this.options.words.instructionAddress.index);
      }
      for (const [, node] of pending) this.push(node);
      for (const [index] of pending.reverse()) {
        this.written.add(index);
        this.code.with(OP.localSet, this.wordLocal(index));
      }
      if (trapCode !== undefined) {
        this.code.constant(0);
        this.code.constant(trapCode);
        this.code.memory(OP.i32Store, 4 * this.options.words.trapCode.index);
      }
      const count = this.done + (completed ? 1 : 0);
      if (this.options.counts && count > 0) this.spend(count);
      this.code.constant(reason);
      this.code.with(OP.localSet, this.reason);
    });
    // The tail's own version change is none.
    this.#lastTail = {
      key: `${this.#version} ${reason} ${completed} ${trapCode} ${this.done} ${this.here}`,
      index: this.#tails.length,
    };
    this.#tails.push({ code });
    return this.#tails.length - 1;
  }

  #tailAddress(completed: boolean): Node | undefined {
    if (!this.options.counts) return undefined;
    return this.addressNode(completed ? this.next : this.here);
  }

  protected addressNode(_address: number): Node | undefined {
    return undefined;
  }

  /** Takes instructions off the budget. */
  spend(count: number): void {
    this.code.with(OP.localGet, this.budget);
    this.code.constant(count);
    this.code.op(OP.i32Sub);
    this.code.with(OP.localSet, this.budget);
  }

  leave(tail: number): void {
    this.code.with(OP.br, this.nest + tail);
  }

  /** Leaves where the stack says so. */
  leaveIf(tail: number): void {
    this.code.with(OP.brIf, this.nest + tail);
  }

  /** The whole function: state comes in, the body, the tails, state goes out. */
  finish(prologue: () => void = () => {}): Code {
    const { words, counts } = this.options;
    const body = this.code;
    this.code = new Code();
    prologue();
    const entry = this.code;
    const code = new Code();
    const transfer = (index: number): number => 4 * index;
    if (counts) {
      code.constant(0);
      code.memory(OP.i32Load, transfer(words.budget.index));
      code.with(OP.localSet, this.budget);
    }
    for (const [index, local] of this.wordLocals) {
      code.constant(0);
      code.memory(this.wordType(index) === I64 ? OP.i64Load : OP.i32Load, transfer(index));
      code.with(OP.localSet, local);
    }
    code.op(OP.block);
    code.byte(VOID);
    for (let i = 0; i < this.#tails.length; i++) {
      code.op(OP.block);
      code.byte(VOID);
    }
    code.append(entry);
    code.append(body);
    const last = this.#tails.length - 1;
    // Where the body ends of itself, it has set its reason.
    code.with(OP.br, last + 1);
    this.#tails.forEach((tail, i) => {
      code.op(OP.end);
      code.append(tail.code);
      code.with(OP.br, last - i);
    });
    code.op(OP.end);
    for (const index of this.written) {
      code.constant(0);
      code.with(OP.localGet, this.wordLocal(index));
      code.memory(this.wordType(index) === I64 ? OP.i64Store : OP.i32Store, transfer(index));
    }
    if (counts) {
      code.constant(0);
      code.with(OP.localGet, this.budget);
      code.memory(OP.i32Store, transfer(words.budget.index));
    }
    code.with(OP.localGet, this.reason);
    return code;
  }
}
