/**
 * Regions: the blocks that can be reached from a hot instruction by direct branches, as one WebAssembly function with
 * recovered structure. Registers live in locals from entry to exit.
 */
import { type Builder, Untranslatable } from "./emit/builder.ts";
import { REASON } from "./emit/emitter.ts";
import { constant, known, LOCAL, type Node } from "./emit/nodes.ts";
import { type Code, I32, OP, type ValueType } from "./emit/wasm.ts";
import { FlowGraph } from "./flow-graph.ts";
import type { Word } from "./operations.ts";
import { structure, type Way } from "./structure.ts";

/** Bytes of linear memory. */
export interface Stretch {
  readonly place: number;
  readonly length: number;
}

/** An instruction of the guest's as a translator sees it. */
export interface GuestInstruction<B> {
  /** Where the program sees it, in bytes, and where the next one lies. */
  readonly address: number;
  readonly next: number;
  /** Where the bytes lie in linear memory that it was taken from (two stretches for one that executes another). */
  readonly bytes: readonly Stretch[];
  /** Where it went when it last jumped. */
  readonly predicted: number | undefined;
  /** Stands for the bytes: what was found out about the same object, at the same address and in the same mode, holds again. */
  readonly identity?: object;
  readonly mode?: number;
  /** Runs its definition. */
  define(builder: B): void;
}

/** What the region builder asks of an instruction set. */
export interface Guest<B> {
  /** A fresh builder with the instruction set's vocabulary. */
  newBuilder(): B;
  /** The instruction at an address, or undefined where none may be translated (another page, a monitor's entry). */
  instruction(address: number): GuestInstruction<B> | undefined;
  /** Whether the program may be expected to come there: what has never been executed is left out of regions. */
  hasRun?(address: number): boolean;
  /** The present value of a word of state. */
  value(wordIndex: number): number;
  /** Holds the length of the present instruction, where the machine keeps it. */
  readonly lengthWord: Word | undefined;
  /** Words that seldom change and that much depends on: their value is assumed where the region does not change them. */
  readonly steady: readonly Word[];
}

export interface RegionCode {
  readonly code: Code;
  readonly locals: readonly ValueType[];
  /** Stretches of linear memory that the translation depends on. */
  readonly bytes: readonly Stretch[];
  readonly instructions: number;
  /** Values that words must have at the entry. */
  readonly assumed: ReadonlyMap<number, number>;
  /** Addresses that it leaves for because the program has never been there. */
  readonly left: ReadonlySet<number>;
}

/** Most instructions of a region. */
export const LIMIT = 400;

interface Item<B> extends Facts {
  readonly instruction: GuestInstruction<B>;
}

/** What a definition says about itself. */
interface Facts {
  readonly address: number;
  readonly mode: number | undefined;
  readonly jump: { readonly isConditional: boolean; readonly target: number | undefined } | undefined;
  /** Words that the jump's target and operands' addresses are computed from, where it is from nothing else. */
  readonly sources: readonly number[];
  readonly written: readonly number[];
}

interface Block<B> {
  readonly items: Item<B>[];
  /** Where it goes when its last instruction does not jump; undefined when it always jumps. */
  fallsTo: number | undefined;
  /** Where its last instruction jumps, if that is known, assumed or predicted. */
  jumpsTo: number | undefined;
  /** Whether {@link jumpsTo} is a guess that must be compared. */
  guessed: boolean;
}

/**
 * Translates the region that begins at `entry`; undefined where not even its first instruction can be. Words that jumps
 * and addresses depend on are taken to have their present value at each entry; `varying` are those that had others.
 * `limit`: most instructions.
 */
export function translateRegion<Processor, B extends Builder<Processor>>(
  guest: Guest<B>,
  entry: number,
  varying: ReadonlySet<number>,
  limit = LIMIT,
): RegionCode | undefined {
  const left = new Set<number>();
  const items = discover(guest, entry, left, limit);
  if (!items.has(entry)) return undefined;
  const assumed = assumptions(guest, items, varying);
  const blocks = split(guest, items, entry, assumed);
  const order = [...blocks.keys()];
  const numbers = new Map(order.map((address, i) => [address, i]));
  const successors = order.map((address) => {
    const block = blocks.get(address);
    const to = block ? [block.jumpsTo, block.fallsTo] : [];
    return to.flatMap((target) => {
      const number = target === undefined ? undefined : numbers.get(target);
      return number === undefined ? [] : [number];
    });
  });
  const graph = new FlowGraph(order.length, (block) => successors[block], [0]);
  const lengths = order.map((address) => blocks.get(address)?.items.length ?? 0);
  const paths = graph.maxPath((block) => lengths[block]);

  const builder = guest.newBuilder();
  builder.begin(entry, entry);
  const guardTail = builder.tail(REASON.guard, { completed: false });
  for (const [word, value] of assumed) {
    builder.assumed.set(word, constant(value));
    // So that the function brings it in.
    builder.wordLocal(word);
  }
  const label = builder.newLocal(I32);

  const emitBlock = (number: number): Block<B> => {
    const address = order[number];
    const block = blocks.get(address);
    if (!block) throw new Error("a block that was not made");
    builder.forgetState();
    builder.done = 0;
    builder.begin(address, address);
    const path = paths.get(number);
    if (path !== undefined) {
      builder.code.with(OP.localGet, builder.budget);
      builder.code.constant(path);
      builder.code.op(OP.i32LtS);
      builder.leaveIf(builder.tail(REASON.budget, { completed: false }));
    }
    for (const { instruction } of block.items) {
      define(guest, builder, instruction);
      builder.done++;
    }
    return block;
  };

  const to = (target: number): Way => {
    const number = numbers.get(target);
    return number ?? (() => builder.leave(builder.tail(REASON.next, { completed: false, target: constant(target) })));
  };

  structure(graph, {
    block: () => builder.open(OP.block),
    loop: () => builder.open(OP.loop),
    if: () => builder.open(OP.if),
    end: () => builder.close(),
    br: (depth) => builder.code.with(OP.br, depth),
    brIf: (depth) => builder.code.with(OP.brIf, depth),
    brTable: (depths, otherwise) => {
      builder.code.op(OP.brTable);
      builder.code.unsigned(depths.length);
      for (const depth of [...depths, otherwise]) builder.code.unsigned(depth);
    },
    not: () => builder.code.op(OP.i32Eqz),
    setLabel: (value) => {
      builder.code.constant(value);
      builder.code.with(OP.localSet, label);
    },
    getLabel: () => builder.code.with(OP.localGet, label),
    body: (number, ways) => {
      const block = emitBlock(number);
      const { jumped } = builder;
      const condition = jumped?.condition && builder.settled(jumped.condition);
      const target = jumped && builder.settled(jumped.target);
      if (condition) builder.push(condition);
      // The condition waits below what is committed.
      builder.commit();
      builder.spend(builder.done);
      builder.done = 0;
      if (!target) {
        ways.go(to(block.fallsTo ?? 0));
        return;
      }
      const taken = jumpWay(builder, block, target, to);
      if (condition) ways.choose(taken, to(block.fallsTo ?? 0));
      else ways.go(taken);
    },
  });

  const code = builder.finish(() => {
    for (const [word, value] of assumed) {
      builder.code.with(OP.localGet, builder.wordLocal(word));
      builder.code.constant(value);
      builder.code.op(OP.i32Ne);
      builder.leaveIf(guardTail);
    }
  });
  return {
    code,
    locals: builder.locals,
    bytes: joined([...items.values()].flatMap(({ instruction }) => instruction.bytes)),
    instructions: items.size,
    assumed,
    left,
  };
}

function jumpWay<P, B extends Builder<P>>(builder: B, block: Block<B>, target: Node, to: (target: number) => Way): Way {
  const leave = (): void => builder.leave(builder.tail(REASON.next, { completed: false, target }));
  if (block.jumpsTo === undefined) return leave;
  const way = to(block.jumpsTo);
  if (!block.guessed || typeof way !== "number") return block.guessed ? leave : way;
  const expected = block.jumpsTo;
  return {
    to: way,
    before: () => {
      builder.push(target);
      builder.code.constant(expected);
      builder.code.op(OP.i32Ne);
      builder.leaveIf(builder.tail(REASON.next, { completed: false, target }));
    },
  };
}

/** Runs a definition as part of a block. */
function define<P, B extends Builder<P>>(guest: Guest<B>, builder: B, instruction: GuestInstruction<B>): void {
  builder.begin(instruction.address, instruction.next);
  if (guest.lengthWord) builder.set(guest.lengthWord, constant(instruction.next - instruction.address));
  instruction.define(builder);
}

/** Instructions that can be reached from the entry, with what their definitions do; `left`: where it would go on, had that run. */
function discover<P, B extends Builder<P>>(
  guest: Guest<B>,
  entry: number,
  left: Set<number>,
  limit: number,
): Map<number, Item<B>> {
  const items = new Map<number, Item<B>>();
  const queue = [entry];
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    let at: number | undefined = address;
    while (at !== undefined && !items.has(at) && items.size < limit) {
      const item: Item<B> | undefined = look(guest, at);
      if (!item) break;
      items.set(at, item);
      const { jump, instruction }: Item<B> = item;
      if (!jump) {
        at = instruction.next;
        continue;
      }
      const direct = jump.target ?? instruction.predicted;
      const ways = [direct, jump.isConditional ? instruction.next : undefined].filter((way) => way !== undefined);
      for (const way of ways) if (guest.hasRun?.(way) === false) left.add(way);
      if (direct !== undefined && !left.has(direct)) queue.push(direct);
      at = jump.isConditional && !left.has(instruction.next) ? instruction.next : undefined;
    }
  }
  return items;
}

/** Stretches of linear memory, those that touch made one. */
function joined(parts: readonly Stretch[]): Stretch[] {
  const all: { place: number; length: number }[] = [];
  for (const { place, length } of [...parts].sort((a, b) => a.place - b.place)) {
    const last = all.at(-1);
    if (last && place <= last.place + last.length) last.length = Math.max(last.length, place + length - last.place);
    else all.push({ place, length });
  }
  return all;
}

/** What has been found out about instructions. */
const facts = new WeakMap<object, Facts | "untranslatable">();

/** An instruction with what its definition says about itself; undefined: it is left to the interpreter. */
function look<P, B extends Builder<P>>(guest: Guest<B>, address: number): Item<B> | undefined {
  const instruction = guest.instruction(address);
  if (!instruction) return undefined;
  const { mode, identity } = instruction;
  let found = identity && facts.get(identity);
  if (found === undefined || (found !== "untranslatable" && !(found.address === address && found.mode === mode))) {
    found = find(guest, instruction) ?? "untranslatable";
    if (identity) facts.set(identity, found);
  }
  return found === "untranslatable" ? undefined : { ...found, instruction };
}

/** Runs a definition for what it says about itself. */
function find<P, B extends Builder<P>>(
  guest: Guest<B>,
  instruction: GuestInstruction<B>,
  assumed?: ReadonlyMap<number, number>,
): Facts | undefined {
  const builder = guest.newBuilder();
  for (const [word, value] of assumed ?? []) builder.assumed.set(word, constant(value));
  try {
    define(guest, builder, instruction);
  } catch (thrown) {
    if (thrown instanceof Untranslatable) return undefined;
    throw thrown;
  }
  const { jumped } = builder;
  // What is assumed of a word, and compared at the entry, are 32 bits.
  const narrow = [...builder.wordLocals].filter(([word]) => !builder.wideWords.has(word));
  const words = new Map(narrow.map(([word, local]) => [local, word]));
  const addresses = jumped ? [jumped.target, ...builder.memory.asked] : builder.memory.asked;
  const sources = addresses.flatMap((address) => wordsOf(address, words) ?? []);
  builder.commit();
  const jump = jumped && { isConditional: jumped.condition !== undefined, target: known(jumped.target) };
  return { address: instruction.address, mode: instruction.mode, jump, sources, written: [...builder.written] };
}

/** Words of state that a value is computed from. */
function wordsOf(node: Node, words: ReadonlyMap<number, number>): number[] | undefined {
  if (node.opcode === LOCAL) {
    const word = words.get(node.local);
    return word === undefined ? undefined : [word];
  }
  const found: number[] = [];
  for (const operand of [node.a, node.b, node.c]) {
    const more = operand ? wordsOf(operand, words) : [];
    if (!more) return undefined;
    found.push(...more);
  }
  return found;
}

/** Values of the words that jumps and addresses depend on, where nothing in the region changes them. */
function assumptions<B>(
  guest: Guest<B>,
  items: ReadonlyMap<number, Item<B>>,
  varying: ReadonlySet<number>,
): Map<number, number> {
  const changing = new Set([...varying, ...[...items.values()].flatMap((item) => item.written)]);
  const wanted = [...items.values()].flatMap((item) => item.sources);
  const steady = guest.steady.map((word) => word.index);
  const assumed = new Map<number, number>();
  for (const word of [...steady, ...wanted]) if (!changing.has(word)) assumed.set(word, guest.value(word));
  return assumed;
}

/** Cuts the instructions into basic blocks, by the address of the first; the entry's comes first. */
function split<P, B extends Builder<P>>(
  guest: Guest<B>,
  items: ReadonlyMap<number, Item<B>>,
  entry: number,
  assumed: ReadonlyMap<number, number>,
): Map<number, Block<B>> {
  const targets = new Map<number, { to: number | undefined; guessed: boolean }>();
  const leaders = new Set([entry]);
  for (const [address, item] of items) {
    if (!item.jump) continue;
    const isAssumed = item.sources.some((word) => assumed.has(word));
    const sure = (isAssumed ? find(guest, item.instruction, assumed)?.jump : item.jump)?.target;
    const to = sure ?? item.instruction.predicted;
    targets.set(address, { to, guessed: sure === undefined });
    if (to !== undefined && items.has(to)) leaders.add(to);
    if (item.jump.isConditional && items.has(item.instruction.next)) leaders.add(item.instruction.next);
  }
  const blocks = new Map<number, Block<B>>();
  const queue = [entry];
  for (let start = queue.shift(); start !== undefined; start = queue.shift()) {
    if (blocks.has(start)) continue;
    const block: Block<B> = { items: [], fallsTo: undefined, jumpsTo: undefined, guessed: false };
    blocks.set(start, block);
    let at = start;
    for (;;) {
      const item = items.get(at);
      if (!item) {
        block.fallsTo = at;
        break;
      }
      block.items.push(item);
      at = item.instruction.next;
      if (item.jump) {
        const target = targets.get(item.instruction.address);
        block.jumpsTo = target?.to;
        block.guessed = target?.guessed ?? false;
        block.fallsTo = item.jump.isConditional ? at : undefined;
        break;
      }
      if (leaders.has(at)) {
        block.fallsTo = at;
        break;
      }
    }
    for (const to of [block.jumpsTo, block.fallsTo]) if (to !== undefined && items.has(to)) queue.push(to);
  }
  return blocks;
}
