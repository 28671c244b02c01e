/**
 * Random instruction definitions: what a seed says is done the same by every executor, so that executors can be compared.
 * A definition asks first and changes last where it stores, as definitions must.
 */
import type { I32, I64, Operations, Variable, WordArray } from "../../../engine/translator/operations.ts";
import { Random } from "../../vectors/random.ts";

/** What a definition may reach. */
export interface Surroundings {
  readonly registers: WordArray;
  /** Bytes of address space, some of them not there: a power of two. */
  readonly space: number;
  /** Addresses of instructions are even and below this, a power of two. */
  readonly program: number;
}

/** Values in reach at a place of a definition. */
export class Scope {
  readonly ints: I32[];
  readonly wides: I64[];
  readonly variables: Variable<I32>[];
  readonly wideVariables: Variable<I64>[];

  constructor(from?: Scope) {
    this.ints = [...(from?.ints ?? [])];
    this.wides = [...(from?.wides ?? [])];
    this.variables = [...(from?.variables ?? [])];
    this.wideVariables = [...(from?.wideVariables ?? [])];
  }
}

/** More kinds of steps, for vocabularies beyond the core: none of them stores. */
export type Step<Op> = (op: Op, scope: Scope, random: Random) => void;

/** What a vocabulary adds to definitions. */
export interface Extra<Op> {
  readonly steps: readonly Step<Op>[];
  /** More ways to store at an address. */
  readonly stores?: readonly ((op: Op, scope: Scope, random: Random, address: I32) => void)[];
}

/** A definition over an executor with the vocabulary of `extra`. */
export function randomDefinition<Op extends Operations<object>>(
  seed: number,
  around: Surroundings,
  extra: Extra<Op> = { steps: [] },
): (op: Op) => void {
  return (op) => new Definition<Op>(op, around, extra).run(seed);
}

const CONSTANTS = [
  0,
  0,
  1,
  1,
  2,
  3,
  7,
  8,
  16,
  24,
  31,
  32,
  255,
  0xff00,
  0xffff,
  0x10000,
  -1,
  -2,
  -256,
  0x7fff_ffff,
  -(2 ** 31),
];
const CODE = [5, 6, 7];

class Definition<Op extends Operations<object>> {
  readonly #op: Op;
  readonly #around: Surroundings;
  readonly #extra: Extra<Op>;

  constructor(op: Op, around: Surroundings, extra: Extra<Op>) {
    this.#op = op;
    this.#around = around;
    this.#extra = extra;
  }

  run(seed: number): void {
    const op = this.#op;
    const random = new Random(seed);
    const scope = new Scope();
    scope.ints.push(this.#register(random), this.#register(random), this.#constant(random));
    scope.wides.push(op.pair(scope.ints[0], scope.ints[1]), op.extendSigned(scope.ints[1]));
    // An instruction either stores at most once, before it changes anything, or it does not store.
    const kind = random.below(10);
    if (kind < 3) {
      this.#steps(scope, random, 1 + random.below(6), 0, false);
      if (random.chance(40)) scope.ints.push(this.#digest(scope, new Scope()));
      this.#store(scope, random);
      this.#change(scope, random);
    } else if (kind < 5) {
      this.#steps(scope, random, random.below(4), 0, false);
      this.#storeTwice(scope, random);
      this.#change(scope, random);
    } else {
      this.#steps(scope, random, 1 + random.below(9), 0, true);
      if (random.chance(60))
        this.#op.setAt(this.#around.registers, this.#number(random), this.#digest(scope, new Scope()));
    }
    if (random.chance(25)) this.#jump(scope, random);
  }

  #steps(scope: Scope, random: Random, count: number, depth: number, changes: boolean): void {
    for (let i = 0; i < count; i++) {
      const choice = random.below(100);
      if (choice < 45) this.#compute(scope, random);
      else if (choice < 50) this.#variable(scope, random);
      else if (choice < 60) this.#load(scope, random, changes);
      else if (choice < 64) this.#bulkLoad(scope, random, depth, changes);
      else if (choice < 74) this.#if(scope, random, depth, changes);
      else if (choice < 77) this.#loop(scope, random, depth, changes);
      else if (choice < 79) this.#trap(scope, random, depth);
      else if (choice < 88 && this.#extra.steps.length > 0) random.pick(this.#extra.steps)(this.#op, scope, random);
      else if (choice < 93) scope.ints.push(this.#register(random));
      else if (changes) this.#change(scope, random);
      else this.#compute(scope, random);
    }
  }

  #register(random: Random): I32 {
    return this.#op.getAt(this.#around.registers, this.#number(random));
  }
  /** Of a register: a few are used much, so that what is read has just been changed. */
  #number(random: Random): number {
    return random.below(random.chance(60) ? 6 : this.#around.registers.length);
  }
  #constant(random: Random): I32 {
    return this.#op.i32(random.chance(80) ? random.pick(CONSTANTS) : random.edgeWord());
  }
  #int(scope: Scope, random: Random): I32 {
    return random.chance(25) ? this.#constant(random) : random.pick(scope.ints);
  }
  #wide(scope: Scope, random: Random): I64 {
    if (!random.chance(20)) return random.pick(scope.wides);
    return this.#op.i64((BigInt(random.edgeWord()) << 32n) | BigInt(random.edgeWord()));
  }
  #count(scope: Scope, random: Random, most: number): I32 {
    if (random.chance(60)) return this.#op.i32(random.pick([0, 1, 8, 16, 24, 31, most, random.below(most)]));
    return this.#op.and(this.#int(scope, random), this.#op.i32(most));
  }
  /** An address that is there, mostly. */
  #address(scope: Scope, random: Random): I32 {
    const op = this.#op;
    const { space } = this.#around;
    if (random.chance(5)) return this.#int(scope, random);
    const base = op.and(this.#int(scope, random), op.i32(random.pick([space / 2 - 1, space / 4 - 1, 0x3c, 0xfc])));
    return random.chance(70) ? op.add(base, op.i32(random.below(space / 2))) : base;
  }

  #compute(scope: Scope, random: Random): void {
    const op = this.#op;
    const { ints, wides } = scope;
    const a = this.#int(scope, random);
    const b = this.#int(scope, random);
    const x = this.#wide(scope, random);
    const y = this.#wide(scope, random);
    const n = this.#count(scope, random, 31);
    const m = this.#count(scope, random, 63);
    const both = <T extends I32 | I64>(pool: T[], ...values: T[]): void => void pool.push(...values);
    const positive = (): I32 => op.or(op.and(b, op.i32(0x7fff_ffff)), op.i32(1));
    const positive64 = (): I64 => op.or64(op.and64(y, op.i64(2n ** 63n - 1n)), op.i64(1n));
    const operations: (() => void)[] = [
      () => ints.push(op.add(a, b)),
      () => ints.push(op.sub(a, b)),
      () => ints.push(op.mul(a, b)),
      () => ints.push(op.and(a, b)),
      () => ints.push(op.or(a, b)),
      () => ints.push(op.xor(a, b)),
      () => ints.push(op.shiftLeft(a, n)),
      () => ints.push(op.shiftRightUnsigned(a, n)),
      () => ints.push(op.shiftRightSigned(a, n)),
      () => ints.push(op.equal(a, b)),
      () => ints.push(op.notEqual(a, b)),
      () => ints.push(op.lessSigned(a, b)),
      () => ints.push(op.lessUnsigned(a, b)),
      () => ints.push(op.isZero(a)),
      () => ints.push(op.select(a, b, this.#int(scope, random))),
      ...Array<() => void>(3).fill(() => ints.push(this.#choice(scope, random))),
      ...Array<() => void>(3).fill(() => ints.push(this.#ordered(scope, random))),
      () => ints.push(op.leadingZeros(a)),
      () => ints.push(op.divUnsigned(a, positive())),
      () => ints.push(op.remUnsigned(a, positive())),
      () => ints.push(op.extend8(a)),
      () => ints.push(op.extend16(a)),
      () => ints.push(op.low(x)),
      () => ints.push(op.high(x)),
      () => ints.push(op.leadingZeros64(x)),
      () => ints.push(op.isZero64(x)),
      () => ints.push(op.equal64(x, y)),
      () => ints.push(op.lessSigned64(x, y)),
      () => ints.push(op.lessUnsigned64(x, y)),
      () => ints.push(op.i32(op.known(a) === undefined ? 1 : 1)),
      () => {
        const { value, overflow } = random.chance(50) ? op.addSigned(a, b) : op.subSigned(a, b);
        both(ints, value, overflow);
      },
      () => {
        const { value, carry } = random.chance(50) ? op.addCarry(a, b) : op.subCarry(a, b);
        both(ints, value, carry);
      },
      () => wides.push(op.add64(x, y)),
      () => wides.push(op.sub64(x, y)),
      () => wides.push(op.mul64(x, y)),
      () => wides.push(op.and64(x, y)),
      () => wides.push(op.or64(x, y)),
      () => wides.push(op.xor64(x, y)),
      () => wides.push(op.shiftLeft64(x, m)),
      () => wides.push(op.shiftRightUnsigned64(x, m)),
      () => wides.push(op.shiftRightSigned64(x, m)),
      () => wides.push(op.select64(a, x, y)),
      () => wides.push(op.pair(a, b)),
      () => wides.push(op.pair(op.high(x), op.low(random.chance(50) ? x : y))),
      () => wides.push(op.extendSigned(a)),
      () => wides.push(op.extendUnsigned(a)),
      () => wides.push(op.divSigned64(x, positive64())),
      () => wides.push(op.remSigned64(x, positive64())),
      () => wides.push(op.divUnsigned64(x, positive64())),
      () => wides.push(op.remUnsigned64(x, positive64())),
      () => {
        const { high, low } = op.mulWide64(x, y);
        both(wides, high, low);
      },
    ];
    random.pick(operations)();
  }

  /** A condition code: a choice among small constants, and a question about it. */
  #choice(scope: Scope, random: Random): I32 {
    const op = this.#op;
    const small = (): I32 => op.i32(random.below(4));
    const inner = op.select(this.#int(scope, random), small(), small());
    const code = op.select(this.#int(scope, random), small(), random.chance(70) ? inner : small());
    const other = small();
    return random.pick([
      () => code,
      () => op.equal(code, other),
      () => op.and(op.shiftRightUnsigned(op.i32(random.below(16)), op.xor(code, op.i32(3))), op.i32(1)),
      () => op.lessUnsigned(other, code),
      () => op.isZero(code),
      () => op.and(op.shiftLeft(op.i32(1), code), op.i32(random.below(16))),
    ])();
  }

  /** Comparisons put together. */
  #ordered(scope: Scope, random: Random): I32 {
    const op = this.#op;
    const few = op.i32(random.pick([-1, 1, 3]));
    const value = (): I32 => (random.chance(60) ? op.and(this.#int(scope, random), few) : this.#int(scope, random));
    const a = value();
    const right = random.chance(40) ? op.i32(random.below(3)) : value();
    const less = random.chance(50) ? op.lessSigned(a, right) : op.lessUnsigned(a, right);
    const answer = random.chance(50) ? op.isZero(less) : less;
    const test = random.chance(50) ? op.equal(a, right) : op.isZero(a);
    const truth = op.i32(random.below(2));
    return random.chance(50) ? op.select(test, truth, answer) : op.select(answer, op.i32(1), op.isZero(test));
  }

  #variable(scope: Scope, random: Random): void {
    const op = this.#op;
    if (random.chance(40)) scope.variables.push(op.variable(this.#int(scope, random)));
    if (random.chance(20)) scope.wideVariables.push(op.variable64(this.#wide(scope, random)));
    if (scope.variables.length > 0) {
      const variable = random.pick(scope.variables);
      if (random.chance(50)) variable.set(this.#int(scope, random));
      scope.ints.push(variable.get());
    }
    if (scope.wideVariables.length > 0) {
      const variable = random.pick(scope.wideVariables);
      if (random.chance(50)) variable.set(this.#wide(scope, random));
      scope.wides.push(variable.get());
    }
  }

  #load(scope: Scope, random: Random, changes: boolean): void {
    const op = this.#op;
    const address = this.#address(scope, random);
    const { ints, wides } = scope;
    random.pick([
      () => ints.push(op.load8(address)),
      () => ints.push(op.load16(address)),
      () => ints.push(op.load16Signed(address)),
      () => ints.push(op.load32(address)),
      () => ints.push(op.load32(address), op.load32(op.add(address, op.i32(random.below(8))))),
      () => wides.push(op.load64(address)),
      () => op.probeLoad(address, op.i32(1 + random.below(20))),
      // Asking to store may give the instruction to the interpreter: it comes before any change.
      () => (changes ? op.probeLoad : op.probeStore).call(op, address, op.i32(1 + random.below(20))),
    ])();
  }

  /** By place where there is one, else byte by byte: the same either way. */
  #bulkLoad(scope: Scope, random: Random, depth: number, changes: boolean): void {
    const op = this.#op;
    const address = this.#address(scope, random);
    const length = 8 + random.below(32);
    const offset = random.below(length - 7);
    const place = op.placeToLoad(address, op.i32(length));
    const found = op.variable(op.i32(0));
    const size = random.pick([1, 2, 4]);
    const seed = random.word();
    op.if(
      op.lessSigned(place, op.i32(0)),
      () => {
        const at = op.add(address, op.i32(offset));
        found.set(size === 1 ? op.load8(at) : size === 2 ? op.load16(at) : op.load32(at));
        if (depth < 2 && changes) this.#part(scope, seed, depth, changes);
      },
      () => {
        if (size === 1) found.set(op.placeLoad8(place, offset));
        else found.set(size === 2 ? op.placeLoad16(place, offset) : op.placeLoad32(place, offset));
        if (depth < 2 && changes) this.#part(scope, seed, depth, changes);
      },
    );
    scope.ints.push(found.get());
  }

  #part(scope: Scope, seed: number, depth: number, changes: boolean): void {
    const random = new Random(seed);
    const inner = new Scope(scope);
    this.#steps(inner, random, random.below(5), depth + 1, changes);
    if (changes && random.chance(50))
      this.#op.setAt(this.#around.registers, this.#number(random), this.#digest(inner, scope));
  }

  #if(scope: Scope, random: Random, depth: number, changes: boolean): void {
    if (depth > 2) return;
    const [first, second] = [random.word(), random.word()];
    const otherwise = random.chance(60) ? () => this.#part(scope, second, depth, changes) : undefined;
    this.#op.if(this.#int(scope, random), () => this.#part(scope, first, depth, changes), otherwise);
  }

  #loop(scope: Scope, random: Random, depth: number, changes: boolean): void {
    if (depth > 1) return;
    const op = this.#op;
    const seed = random.word();
    const rounds = op.variable(op.and(this.#int(scope, random), op.i32(3)));
    const sum = op.variable(this.#int(scope, random));
    const early = random.chance(30) ? this.#int(scope, random) : undefined;
    op.loop(() => {
      const inner = new Scope(scope);
      inner.ints.push(sum.get(), rounds.get());
      const body = new Random(seed);
      this.#steps(inner, body, body.below(5), depth + 1, changes);
      sum.set(body.pick(inner.ints));
      rounds.set(op.sub(rounds.get(), op.i32(1)));
      const more = op.lessSigned(op.i32(0), rounds.get());
      return early ? op.and(more, op.notEqual(early, sum.get())) : more;
    });
    scope.ints.push(sum.get());
  }

  #trap(scope: Scope, random: Random, depth: number): void {
    const op = this.#op;
    const code = random.pick(CODE);
    const rare = op.equal(op.and(this.#int(scope, random), op.i32(31)), op.i32(random.below(32)));
    if (depth > 0 && random.chance(10)) op.trap(code);
    else op.trapIf(rare, code);
  }

  /** One number of all values found since an outer scope, so that none of them goes unseen. */
  #digest(scope: Scope, outer: Scope): I32 {
    const op = this.#op;
    let digest = op.i32(1);
    const take = (value: I32): void => {
      digest = op.add(op.mul(digest, op.i32(0x01000193)), value);
    };
    for (const value of scope.ints.slice(outer.ints.length)) take(value);
    for (const value of scope.wides.slice(outer.wides.length)) {
      take(op.low(value));
      take(op.high(value));
    }
    return digest;
  }

  #change(scope: Scope, random: Random): void {
    const { registers } = this.#around;
    for (let i = random.below(3); i >= 0; i--)
      this.#op.setAt(registers, this.#number(random), this.#int(scope, random));
    if (random.chance(50))
      this.#op.setAt(registers, this.#number(random), this.#half(this.#wide(scope, random), random));
  }

  #half(value: I64, random: Random): I32 {
    return random.chance(50) ? this.#op.high(value) : this.#op.low(value);
  }

  #store(scope: Scope, random: Random): void {
    const op = this.#op;
    const address = this.#address(scope, random);
    const value = this.#int(scope, random);
    if (this.#extra.stores && random.chance(50)) {
      random.pick(this.#extra.stores)(op, scope, random, address);
      return;
    }
    random.pick([
      () => op.store8(address, value),
      () => op.store16(address, value),
      () => op.store32(address, value),
      () => op.store32(address, op.add(op.load32(address), value)),
      () => op.store64(address, this.#wide(scope, random)),
      () => this.#bulkStore(scope, random),
    ])();
  }

  #bulkStore(scope: Scope, random: Random): void {
    const op = this.#op;
    const [to, from] = [this.#address(scope, random), this.#address(scope, random)];
    const length = 8 + random.below(80);
    const byte = this.#int(scope, random);
    const value = this.#int(scope, random);
    const wide = this.#wide(scope, random);
    const manner = random.below(5);
    const amount = random.chance(50) ? op.i32(length) : op.add(op.i32(length - 1), op.equal(byte, byte));
    const source = op.placeToLoad(from, amount);
    const place = op.placeToStore(to, amount);
    const apart = op.or(op.lessSigned(source, op.i32(0)), op.lessSigned(place, op.i32(0)));
    // Where the slow way would overlap, it would not copy as if all were read first.
    const least = op.i32(-length);
    const near = op.and(op.lessSigned(op.sub(to, from), op.i32(length)), op.lessSigned(least, op.sub(to, from)));
    op.if(
      op.and(apart, op.or(near, op.i32(0))),
      () => {},
      () =>
        op.if(
          apart,
          () => {
            if (manner === 0) this.#slowCopy(to, from, length);
            else if (manner === 1) this.#slowFill(to, byte, length);
            else if (manner === 2) op.store32(to, value);
            else if (manner === 3) op.store64(to, wide);
            else op.store8(to, byte);
          },
          () => {
            if (manner === 0) op.placeCopy(place, source, amount);
            else if (manner === 1) op.placeFill(place, byte, amount);
            else if (manner === 2) op.placeStore32(place, 0, value);
            else if (manner === 3) op.placeStore64(place, 0, wide);
            else op.placeStore8(place, 0, byte);
          },
        ),
    );
  }
  #slowCopy(to: I32, from: I32, length: number): void {
    const op = this.#op;
    const at = op.variable(op.i32(0));
    op.loop(() => {
      op.store8(op.add(to, at.get()), op.load8(op.add(from, at.get())));
      at.set(op.add(at.get(), op.i32(1)));
      return op.lessSigned(at.get(), op.i32(length));
    });
  }
  #slowFill(to: I32, byte: I32, length: number): void {
    const op = this.#op;
    const at = op.variable(op.i32(0));
    op.loop(() => {
      op.store8(op.add(to, at.get()), byte);
      at.set(op.add(at.get(), op.i32(1)));
      return op.lessSigned(at.get(), op.i32(length));
    });
  }

  /** Two stores: both are asked for first. */
  #storeTwice(scope: Scope, random: Random): void {
    const op = this.#op;
    // The second does not cross a page: it would give the instruction to the interpreter, after the first is done.
    const [one, two] = [this.#address(scope, random), op.and(this.#address(scope, random), op.i32(-4))];
    op.probeStore(one, op.i32(4));
    op.probeStore(two, op.i32(4));
    op.store32(one, this.#int(scope, random));
    if (random.chance(50)) op.store16(two, this.#int(scope, random));
    else op.store8(two, this.#int(scope, random));
  }

  #jump(scope: Scope, random: Random): void {
    const op = this.#op;
    const { program } = this.#around;
    const mask = op.i32(program - 2);
    const target = random.chance(80) ? op.i32(random.below(program / 2) * 2) : op.and(this.#int(scope, random), mask);
    if (random.chance(25)) op.jump(target);
    else op.jumpIf(this.#int(scope, random), target);
  }
}
