/**
 * Storage by 64-bit addresses as translated code reaches it: sets of host addresses side by side (a host's and its
 * guest's), each a direct-mapped table that is looked at inline, and a way out to the machine where it does not answer.
 *
 * An entry has 32 bytes: 64-bit tags for reading, writing and fetching instructions, and what to add to the right half of an
 * address to get its place in linear memory. A tag is the page's address with the mode number in its low bits; -1 never
 * matches. What crosses a page never matches either, because the tag compared is that of the last byte.
 */
import type { Word } from "../operations.ts";
import type { WideStorageOperationsOn } from "../wide-storage.ts";
import type { BuilderClass } from "./bits.ts";
import * as nodes from "./nodes.ts";
import { inLocal, known, type Node } from "./nodes.ts";
import { askSlowly, storeIsPlain, stretchIsPlain } from "./slow-path.ts";
import { I32, OP } from "./wasm.ts";

export const WIDE_ENTRY_SIZE = 32;
export const WIDE_READ_TAG = 0;
export const WIDE_WRITE_TAG = 8;
export const WIDE_FETCH_TAG = 16;
export const WIDE_ADDEND = 24;

export interface WideMemoryModel {
  /** Bits of an address within a page. */
  readonly pageBits: number;
  /** Offset of the first set in linear memory, and how many entries a set has: a power of two. */
  readonly table: number;
  readonly entries: number;
  /** How many bytes after the first the set in use begins: 0 for the host's, `entries` times the size of one for the guest's. */
  readonly set: Word;
  /** The mode number that tags carry: privilege, address space, guest; below the size of a page. */
  readonly mode: Word;
  /** As the core's memory model has it. */
  readonly programMap: number | undefined;
  /** Numbers of the imported functions (right half of the address, left half, length) → place. */
  readonly imports: {
    readonly load: number;
    readonly store: number;
    readonly rangeLoad: number;
    readonly rangeStore: number;
  };
}

/** Gives a builder storage by 64-bit addresses. */
export function withWideStorage<B extends BuilderClass>(
  base: B,
  model: WideMemoryModel,
): B & (new (...parameters: ConstructorParameters<B>) => WideStorageOperationsOn<Node, Node>) {
  const { imports } = model;
  return class extends base implements WideStorageOperationsOn<Node, Node> {
    loadAt8(address: Node): Node {
      return this.placeLoad8(this.#scalar(address, 1, false), 0);
    }
    loadAt16(address: Node): Node {
      return this.placeLoad16(this.#scalar(address, 2, false), 0);
    }
    loadAt32(address: Node): Node {
      return this.placeLoad32(this.#scalar(address, 4, false), 0);
    }
    loadAt64(address: Node): Node {
      return this.placeLoad64(this.#scalar(address, 8, false), 0);
    }
    storeAt8(address: Node, value: Node): void {
      this.placeStore8(this.#scalar(address, 1, true), 0, value);
    }
    storeAt16(address: Node, value: Node): void {
      this.placeStore16(this.#scalar(address, 2, true), 0, value);
    }
    storeAt32(address: Node, value: Node): void {
      this.placeStore32(this.#scalar(address, 4, true), 0, value);
    }
    storeAt64(address: Node, value: Node): void {
      this.placeStore64(this.#scalar(address, 8, true), 0, value);
    }
    probeLoadAt(address: Node, length: Node): void {
      this.placeToLoadAt(address, length);
    }
    probeStoreAt(address: Node, length: Node): void {
      this.placeToStoreAt(address, length);
    }
    placeToLoadAt(address: Node, length: Node): Node {
      return this.#look(address, length, false, imports.rangeLoad);
    }
    placeToStoreAt(address: Node, length: Node): Node {
      return this.#look(address, length, true, imports.rangeStore);
    }

    #scalar(address: Node, size: number, write: boolean): Node {
      return this.#look(address, nodes.constant(size), write, write ? imports.store : imports.load);
    }

    #look(address: Node, length: Node, write: boolean, slow: number): Node {
      const { code } = this;
      const { pageBits, table, entries, programMap } = model;
      // The core may have found places in pages that are now replaced.
      this.memory.forget();
      const at = this.settled(address);
      const size = this.settled(length);
      const right = nodes.wrap(at);
      const scaled = nodes.wrap(
        nodes.binary64(OP.i64ShrU, at, nodes.constant64(BigInt(pageBits - Math.log2(WIDE_ENTRY_SIZE)))),
      );
      const place = nodes.binary(OP.i32And, scaled, nodes.constant((entries - 1) * WIDE_ENTRY_SIZE));
      const entry = this.settled(nodes.binary(OP.i32Add, place, this.read(model.set.index)));
      const last = nodes.binary64(
        OP.i64Add,
        at,
        nodes.binary64(OP.i64Sub, nodes.extend(size, false), nodes.constant64(1n)),
      );
      const page = nodes.binary64(OP.i64And, last, nodes.constant64(-(2n ** BigInt(pageBits))));
      const tag = nodes.binary64(OP.i64Or, page, nodes.extend(this.read(model.mode.index), false));
      const found = this.newLocal(I32);
      // What both ways use is computed before they part.
      this.settled(right);
      this.open(OP.block);
      this.open(OP.block);
      this.push(tag);
      this.push(entry);
      code.memory(OP.i64Load, table + (write ? WIDE_WRITE_TAG : WIDE_READ_TAG));
      code.op(OP.i64Ne);
      code.with(OP.brIf, 0);
      this.push(right);
      this.push(entry);
      code.memory(OP.i32Load, table + WIDE_ADDEND);
      code.op(OP.i32Add);
      code.with(OP.localSet, found);
      if (!write || programMap === undefined) code.with(OP.br, 1);
      else if ((known(length) ?? Number.POSITIVE_INFINITY) <= 16) storeIsPlain(this, programMap, found, size);
      else stretchIsPlain(this, programMap, found, size);
      this.close();
      askSlowly(this, found, () => {
        this.push(right);
        this.push(nodes.wrap(nodes.binary64(OP.i64ShrU, at, nodes.constant64(32n))));
        this.push(size);
        code.with(OP.call, slow);
      });
      this.close();
      return inLocal(I32, found);
    }
  };
}
