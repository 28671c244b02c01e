/**
 * Storage as translated code reaches it: a direct-mapped table of host addresses, looked at inline, and a way out to the
 * machine where it does not answer.
 *
 * An entry has 16 bytes: the tag for reading, the tag for writing, what to add to a guest address to get its place in
 * linear memory, and the tag for fetching instructions. A tag is the page's address with the mode number in its low
 * bits; -1 never matches. What crosses a page never matches either, because the tag compared is that of the last byte.
 */
import type { Word } from "../operations.ts";
import type { Emitter } from "./emitter.ts";
import * as nodes from "./nodes.ts";
import { known, Node } from "./nodes.ts";
import { askSlowly, storeIsPlain, stretchIsPlain } from "./slow-path.ts";
import { I32, I64, OP, V128, type ValueType } from "./wasm.ts";

export { APART, INTERPRET, TRAPPED } from "./slow-path.ts";

export const ENTRY_SIZE = 16;
export const READ_TAG = 0;
export const WRITE_TAG = 4;
export const ADDEND = 8;
export const FETCH_TAG = 12;

/** How many bytes are watched. */
const WATCHED_BYTES = 4;

/** Bytes that are copied piece by piece; beyond that the host's own copying is faster. */
const LONGEST_INLINE = 256;

/** Most pins of a function. */
const PINS = 12;

/**
 * What a function finds out once about an address that it knows: the place, in a local; 0 as long as nobody has asked.
 * Nothing that happens inside can make it wrong, but for translation, where a slow path may fill the architectural
 * lookaside buffer and so replace an entry: it then takes back all pins.
 */
interface Pin {
  readonly address: number;
  readonly size: number;
  readonly write: boolean;
  readonly local: number;
}

export interface MemoryModel {
  readonly littleEndian: boolean;
  /** Bits of an address within a page. */
  readonly pageBits: number;
  /** Bits of an address that count. */
  readonly addressMask: number;
  /** Offset of the table in linear memory, and its entries: a power of two. */
  readonly table: number;
  readonly entries: number;
  /** The mode number that tags carry: below half the size of a page. With the next bit a tag is of the page with watched bytes. */
  readonly mode: Word;
  /** Bytes (a timer) that only the machine itself may reach: how far into their page they are, and the word that holds their place. */
  readonly watched: { readonly offset: number; readonly place: Word } | undefined;
  /** Pages (addresses over page size) of which the machine is asked for every access, such as those with device ports. */
  readonly noticed?: ReadonlySet<number>;
  /**
   * Offset such that the byte at it plus a place divided by 16 is not zero where those 16 bytes hold translated program;
   * undefined: stores are not watched.
   */
  readonly programMap: number | undefined;
  /** Numbers of the imported functions (address, length) → place. */
  readonly imports: {
    readonly load: number;
    readonly store: number;
    readonly rangeLoad: number;
    readonly rangeStore: number;
  };
}

export class MemoryEmitter {
  readonly #emitter: Emitter;
  readonly #model: MemoryModel;
  /** The last place asked for in this instruction. */
  #last: { address: Node; length: number; write: boolean; place: Node } | undefined;

  /** Addresses that have been asked for. */
  readonly asked: Node[] = [];
  readonly #pins: Pin[] = [];
  readonly #pinLocals: number[] = [];
  readonly #translating: boolean;

  /** `translating`: whether a slow path may replace entries of an architectural lookaside buffer. */
  constructor(emitter: Emitter, model: MemoryModel, translating: boolean) {
    this.#emitter = emitter;
    this.#model = model;
    this.#translating = translating;
    if (emitter.options.counts) for (let i = 0; i < PINS; i++) this.#pinLocals.push(emitter.newLocal(I32));
  }

  /** What was asked before says nothing here. */
  forget(): void {
    this.#last = undefined;
  }

  /** Place of a scalar. */
  place(address: Node, size: number, write: boolean): Node {
    const masked = this.#masked(address);
    const last = this.#last;
    if (last && sameValue(last.address, masked) && size <= last.length && (last.write || !write)) return last.place;
    const { imports } = this.#model;
    const place = this.#ask(masked, nodes.constant(size), write, write ? imports.store : imports.load);
    this.asked.push(masked);
    this.#last = { address: masked, length: size, write, place };
    return place;
  }

  /** Place of a stretch, or a negative value where it does not lie together. */
  range(address: Node, length: Node, write: boolean): Node {
    const { imports } = this.#model;
    this.forget();
    this.asked.push(this.#masked(address));
    return this.#ask(this.#masked(address), length, write, write ? imports.rangeStore : imports.rangeLoad);
  }

  #masked(address: Node): Node {
    return nodes.binary(OP.i32And, address, nodes.constant(this.#model.addressMask));
  }

  #ask(address: Node, length: Node, write: boolean, slow: number): Node {
    const emitter = this.#emitter;
    const pin = this.#pin(address, length, write);
    if (!pin) return this.#lookUp(address, length, write, slow);
    const { code } = emitter;
    const place = emitter.newLocal(I32);
    code.with(OP.localGet, pin.local);
    code.constant((known(address) ?? 0) - pin.address);
    code.op(OP.i32Add);
    code.with(OP.localSet, place);
    emitter.branch(
      nodes.isZero(nodes.inLocal(I32, pin.local)),
      () => {
        emitter.push(this.#lookUp(address, length, write, slow));
        emitter.code.with(OP.localTee, place);
        emitter.code.constant(pin.address - (known(address) ?? 0));
        emitter.code.op(OP.i32Add);
        emitter.code.with(OP.localSet, pin.local);
      },
      undefined,
    );
    return nodes.inLocal(I32, place);
  }

  /** The pin for an address that is known, of a scalar in one page and not where bytes are watched. */
  #pin(address: Node, length: Node, write: boolean): Pin | undefined {
    const { pageBits, watched } = this.#model;
    const at = known(address);
    const size = known(length);
    if (at === undefined || size === undefined) return undefined;
    const page = at & -(2 ** pageBits);
    const offset = at - page;
    if (offset + size > 2 ** pageBits || this.#model.noticed?.has(page >>> pageBits)) return undefined;
    if (watched && offset < watched.offset + WATCHED_BYTES && offset + size > watched.offset) return undefined;
    // All loads of a page share a pin; a store has its own, because it also says that no program is there.
    const found = this.#pins.find((pin) =>
      write ? pin.write && pin.address === at && pin.size === size : !pin.write && pin.address === page,
    );
    if (found) return found;
    const local = this.#pinLocals[this.#pins.length];
    if (local === undefined) return undefined;
    const pin = { address: write ? at : page, size: write ? size : 1, write, local };
    this.#pins.push(pin);
    return pin;
  }

  #lookUp(address: Node, length: Node, write: boolean, slow: number): Node {
    const emitter = this.#emitter;
    const model = this.#model;
    const { code } = emitter;
    const { pageBits } = model;
    const at = emitter.settled(address);
    const size = emitter.settled(length);
    // Page number times the size of an entry, in one shift.
    const scaled = nodes.binary(OP.i32ShrU, at, nodes.constant(pageBits - 4));
    const entry = emitter.settled(nodes.binary(OP.i32And, scaled, nodes.constant((model.entries - 1) * ENTRY_SIZE)));
    const end = nodes.binary(OP.i32Add, at, nodes.binary(OP.i32Sub, size, nodes.constant(1)));
    const page = nodes.binary(OP.i32And, end, nodes.constant(-(2 ** pageBits)));
    const tag = emitter.settled(nodes.binary(OP.i32Or, page, emitter.read(model.mode.index)));
    const place = emitter.newLocal(I32);
    emitter.open(OP.block);
    emitter.open(OP.block);
    emitter.open(OP.block);
    const entryTag = emitter.newLocal(I32);
    emitter.push(entry);
    code.memory(OP.i32Load, model.table + (write ? WRITE_TAG : READ_TAG));
    code.with(OP.localTee, entryTag);
    emitter.push(tag);
    code.op(OP.i32Eq);
    code.with(OP.brIf, 0);
    this.#passWatched(at, entry, entryTag, tag, size);
    emitter.close();
    const longest = known(length);
    const short = longest !== undefined && longest <= 16;
    emitter.push(at);
    emitter.push(entry);
    code.memory(OP.i32Load, model.table + ADDEND);
    code.op(OP.i32Add);
    code.with(OP.localSet, place);
    if (!write || model.programMap === undefined) code.with(OP.br, 1);
    else if (short) storeIsPlain(emitter, model.programMap, place, size);
    else stretchIsPlain(emitter, model.programMap, place, size);
    emitter.close();
    askSlowly(emitter, place, () => {
      emitter.push(at);
      emitter.push(size);
      code.with(OP.call, slow);
      if (!this.#translating) return;
      for (const local of this.#pinLocals) {
        code.constant(0);
        code.with(OP.localSet, local);
      }
    });
    emitter.close();
    const node = new Node(I32, nodes.LOCAL, {});
    node.local = place;
    return node;
  }

  /** Goes on where the page is one with watched bytes and these are not among them; else to the slow path. */
  #passWatched(at: Node, entry: Node, entryTag: number, tag: Node, size: Node): void {
    const emitter = this.#emitter;
    const { code } = emitter;
    const { watched, pageBits, table } = this.#model;
    if (!watched) {
      code.with(OP.br, 1);
      return;
    }
    code.with(OP.localGet, entryTag);
    code.constant(2 ** (pageBits - 1));
    code.op(OP.i32Xor);
    emitter.push(tag);
    code.op(OP.i32Ne);
    code.with(OP.brIf, 1);
    // The first byte after these, less the place of the watched ones, from 1 on: they overlap.
    emitter.push(at);
    emitter.push(entry);
    code.memory(OP.i32Load, table + ADDEND);
    code.op(OP.i32Add);
    emitter.push(size);
    code.op(OP.i32Add);
    code.constant(0);
    code.memory(OP.i32Load, 4 * watched.place.index);
    code.op(OP.i32Sub);
    code.constant(1);
    code.op(OP.i32Sub);
    emitter.push(size);
    code.constant(WATCHED_BYTES - 1);
    code.op(OP.i32Add);
    code.op(OP.i32LtU);
    code.with(OP.brIf, 1);
  }

  // --- Raw access

  load(opcode: number, type: ValueType, place: Node, offset: number, ones: number): Node {
    const emitter = this.#emitter;
    emitter.push(place);
    emitter.code.memory(opcode, offset);
    return emitter.pop(type, ones);
  }

  store(opcode: number, place: Node, offset: number, value: Node): void {
    const emitter = this.#emitter;
    emitter.push(place);
    emitter.push(value);
    emitter.code.memory(opcode, offset);
  }

  copy(to: Node, from: Node, length: Node): void {
    const emitter = this.#emitter;
    const bytes = known(length);
    if (bytes !== undefined && bytes <= LONGEST_INLINE) {
      this.#copyShort(to, from, bytes);
      return;
    }
    emitter.push(to);
    emitter.push(from);
    emitter.push(length);
    emitter.code.op(OP.memoryCopy);
    emitter.code.byte(0);
    emitter.code.byte(0);
  }

  /** All is read before any is written, in pieces that may overlap. */
  #copyShort(to: Node, from: Node, length: number): void {
    const pieces: { offset: number; load: number; store: number; type: ValueType }[] = [];
    const piece = (size: number): { load: number; store: number; type: ValueType } =>
      size === 16
        ? { load: OP.v128Load, store: OP.v128Store, type: V128 }
        : size === 8
          ? { load: OP.i64Load, store: OP.i64Store, type: I64 }
          : size === 4
            ? { load: OP.i32Load, store: OP.i32Store, type: I32 }
            : size === 2
              ? { load: OP.i32Load16U, store: OP.i32Store16, type: I32 }
              : { load: OP.i32Load8U, store: OP.i32Store8, type: I32 };
    for (let offset = 0; offset < length; ) {
      const rest = length - offset;
      const size = rest >= 16 ? 16 : rest >= 8 ? 8 : rest >= 4 ? 4 : rest >= 2 ? 2 : 1;
      pieces.push({ offset, ...piece(size) });
      offset += size;
    }
    const values = pieces.map(({ load, type, offset }) => this.load(load, type, from, offset, -1));
    pieces.forEach(({ store, offset }, i) => {
      this.store(store, to, offset, values[i]);
    });
  }

  fill(to: Node, byte: Node, length: Node): void {
    const emitter = this.#emitter;
    emitter.push(to);
    emitter.push(byte);
    emitter.push(length);
    emitter.code.op(OP.memoryFill);
    emitter.code.byte(0);
  }

  // --- Byte order

  ordered16(value: Node): Node {
    if (this.#model.littleEndian) return value;
    const low = nodes.binary(OP.i32And, value, nodes.constant(0xff));
    const high = nodes.binary(OP.i32And, nodes.binary(OP.i32ShrU, value, nodes.constant(8)), nodes.constant(0xff));
    return nodes.binary(OP.i32Or, nodes.binary(OP.i32Shl, low, nodes.constant(8)), high);
  }

  ordered32(value: Node): Node {
    if (this.#model.littleEndian) return value;
    const turned = (count: number, mask: number): Node =>
      nodes.binary(OP.i32And, nodes.binary(OP.i32Rotl, value, nodes.constant(count)), nodes.constant(mask));
    return nodes.binary(OP.i32Or, turned(8, 0x00ff_00ff), turned(24, 0xff00_ff00));
  }

  ordered64(value: Node): Node {
    if (this.#model.littleEndian) return value;
    const left = this.ordered32(nodes.wrap(value));
    const right = this.ordered32(nodes.wrap(nodes.binary64(OP.i64ShrU, value, nodes.constant64(32n))));
    const shifted = nodes.binary64(OP.i64Shl, nodes.extend(left, false), nodes.constant64(32n));
    return nodes.binary64(OP.i64Or, shifted, nodes.extend(right, false));
  }
}

function sameValue(a: Node, b: Node): boolean {
  return a === b || (known(a) !== undefined && known(a) === known(b));
}
