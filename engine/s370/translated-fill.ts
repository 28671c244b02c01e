/**
 * Host addresses found without leaving WebAssembly: what the processor does at an access whose page is not in the table
 * of host addresses, for the usual case. Lookaside buffer, tables, keys and the notes of what is dirty change as the
 * processor's own way changes them; whatever is not usual (a fault, prefixing, the timer's page, program) goes there.
 */

import { Builder } from "../translator/emit/builder.ts";
import { ADDEND, ENTRY_SIZE, FETCH_TAG, type MemoryModel, READ_TAG, WRITE_TAG } from "../translator/emit/memory.ts";
import { constant, inLocal, type Node } from "../translator/emit/nodes.ts";
import { encodeModule, type FunctionBody, I32, I64, type ImportedFunction, OP } from "../translator/emit/wasm.ts";
import { SLOW_IMPORTS } from "../translator/translator.ts";
import { BOUNDED } from "./assists/virtual-machine.ts";
import type { Processor } from "./processor.ts";
import { CHANGED, FETCH_PROTECTED, REFERENCED } from "./protection.ts";
import { KEYS_AT, STORAGE_AT, state, TLB_ENTRIES } from "./state.ts";
import { PROTECTED_FRAME } from "./translation.ts";
import {
  accessMode,
  CODE_TRANSLATING,
  codeMode,
  pageBits,
  segmentBits,
  timerPlace,
  words,
} from "./translator-words.ts";

const PAGE = 2048;
/** CR0 bits 8-12: the sizes of pages and segments. */
const SIZES = 0x00f8_0000;

const type = { parameters: [I32, I32], results: [I32] } as const;

/** A module whose functions stand before those of the same names. `dirty`: place of the notes of what is dirty. */
export function fillModule(model: MemoryModel, storageSize: number, dirty: number): Uint8Array {
  const imports: ImportedFunction[] = SLOW_IMPORTS.map((name) => ({ name, type }));
  const functions = SLOW_IMPORTS.map((name, i) => new Fill(model, storageSize, dirty).body(name, i));
  return encodeModule(imports, functions);
}

class Fill {
  readonly #builder: Builder<Processor>;
  readonly #model: MemoryModel;
  readonly #storageSize: number;
  readonly #dirty: number;
  /** How deep the block is that the unusual leaves. */
  #usual = 0;

  constructor(model: MemoryModel, storageSize: number, dirty: number) {
    this.#builder = new Builder({ words, parameters: 2, counts: false }, model, false);
    this.#model = model;
    this.#storageSize = storageSize;
    this.#dirty = dirty;
  }

  body(name: string, slow: number): FunctionBody {
    const b = this.#builder;
    const [address, length] = [inLocal(I32, 0), inLocal(I32, 1)];
    b.open(OP.block);
    this.#usual = b.nest;
    this.#find(address, length, name === "store" || name === "rangeStore");
    b.close();
    b.push(address);
    b.push(length);
    b.code.with(OP.call, slow);
    b.code.with(OP.localSet, b.reason);
    return { name, type, locals: b.locals, code: b.finish() };
  }

  #unusualIf(condition: Node): void {
    const b = this.#builder;
    b.push(condition);
    b.code.with(OP.brIf, b.nest - this.#usual);
  }

  #word(place: Node, offset: number): Node {
    return this.#builder.memory.load(OP.i32Load, I32, place, offset, -1);
  }

  #setWord(place: Node, offset: number, value: Node): void {
    this.#builder.memory.store(OP.i32Store, place, offset, value);
  }

  #find(address: Node, length: Node, write: boolean): void {
    const b = this.#builder;
    const n = constant;
    this.#unusualIf(b.lessUnsigned(n(PAGE), b.add(b.and(address, n(PAGE - 1)), length)));
    this.#unusualIf(b.get(state.prefix));
    if (write) this.#unusualIf(b.lessUnsigned(address, n(PAGE)));
    const frame = b.variable(b.and(address, n(-PAGE)));
    b.if(b.and(b.get(codeMode), n(CODE_TRANSLATING)), () => frame.set(this.#translate(address)));
    const found = b.settled(frame.get());
    const isProtected = b.and(found, n(PROTECTED_FRAME));
    if (write) this.#unusualIf(isProtected);
    const real = b.settled(b.and(found, n(-PAGE)));
    this.#unusualIf(b.isZero(b.lessUnsigned(real, n(this.#storageSize))));
    const page = b.settled(b.add(real, n(STORAGE_AT)));
    this.#unusualIf(b.equal(page, b.and(b.get(timerPlace), n(-PAGE))));

    const block = b.settled(b.shiftRightUnsigned(real, n(11)));
    const key = b.placeLoad8(block, KEYS_AT);
    const own = b.get(state.key);
    const mayStore = b.or(b.isZero(own), b.equal(own, b.shiftRightUnsigned(key, n(4))));
    const may = write ? mayStore : b.or(mayStore, b.isZero(b.and(key, n(FETCH_PROTECTED))));
    this.#unusualIf(b.isZero(may));
    b.placeStore8(block, KEYS_AT, b.or(key, n(write ? REFERENCED | CHANGED : REFERENCED)));
    const notes = b.settled(b.shiftRightUnsigned(real, n(12)));
    if (write) b.placeStore8(notes, this.#dirty, n(1));

    const place = b.settled(b.add(page, b.and(address, n(PAGE - 1))));
    this.#enter(
      address,
      page,
      write,
      b.and(
        b.and(b.and(mayStore, b.isZero(isProtected)), b.isZero(b.isZero(b.and(key, n(CHANGED))))),
        b.placeLoad8(notes, this.#dirty),
      ),
    );
    if (write) this.#unusualIf(this.#holdsProgram(place, length));
    b.push(place);
    b.code.op(OP.return);
  }

  /** Enters the page in the table of host addresses. `storable`: for reading, whether it might be stored into as well. */
  #enter(address: Node, page: Node, write: boolean, storable: Node): void {
    const b = this.#builder;
    const { table, entries } = this.#model;
    const slot = b.settled(b.and(b.shiftRightUnsigned(address, constant(7)), constant((entries - 1) * ENTRY_SIZE)));
    const guestPage = b.and(address, constant(-PAGE));
    const tag = b.settled(b.or(guestPage, b.get(accessMode)));
    this.#setWord(slot, table + READ_TAG, tag);
    this.#setWord(slot, table + FETCH_TAG, tag);
    // The first page may be protected by its addresses.
    const both = b.and(storable, b.notEqual(guestPage, constant(0)));
    this.#setWord(slot, table + WRITE_TAG, write ? tag : b.select(both, tag, constant(-1)));
    this.#setWord(slot, table + ADDEND, b.sub(page, guestPage));
  }

  /** Whether translated program lies in what is about to be stored into, or within 16 bytes of it. */
  #holdsProgram(place: Node, length: Node): Node {
    const b = this.#builder;
    const map = this.#model.programMap ?? 0;
    const at = b.variable(b.shiftRightUnsigned(place, constant(4)));
    const end = b.settled(b.shiftRightUnsigned(b.add(b.add(place, length), constant(15)), constant(4)));
    const found = b.variable(constant(0));
    b.loop(() => {
      const here = at.get();
      const clean = b.isZero64(b.memory.load(OP.i64Load, I64, here, map, -1));
      found.set(b.isZero(clean));
      at.set(b.add(here, constant(8)));
      return b.and(clean, b.lessUnsigned(at.get(), end));
    });
    return found.get();
  }

  /** Real address of the page, and {@link PROTECTED_FRAME}: from the lookaside buffer, or by the tables and then into it. */
  #translate(address: Node): Node {
    const b = this.#builder;
    const n = constant;
    const tlb = 4 * state.tlb.index;
    const page = b.settled(b.shiftRightUnsigned(address, n(11)));
    const entry = b.settled(b.shiftLeft(b.and(page, n(TLB_ENTRIES - 1)), n(4)));
    const cr0 = b.settled(b.and(b.getAt(state.controlRegisters, 0), n(SIZES)));
    const cr1 = b.getAt(state.controlRegisters, 1);
    const valid = b.settled(b.or(b.shiftLeft(page, n(1)), n(1)));
    const old = this.#word(entry, tlb);
    const sameSizes = b.equal(this.#word(entry, tlb + 4), cr0);
    const sameTable = b.equal(this.#word(entry, tlb + 8), cr1);
    const frame = b.variable(this.#word(entry, tlb + 12));
    b.if(b.isZero(b.and(b.and(b.equal(old, valid), sameSizes), sameTable)), () => {
      const found = this.#walk(address, cr1);
      frame.set(found);
      // What the old entry stood for is no longer known.
      const stale = b.and(
        b.shiftLeft(b.shiftRightUnsigned(old, n(1)), n(4)),
        n((this.#model.entries - 1) * ENTRY_SIZE),
      );
      for (const tag of [READ_TAG, WRITE_TAG, FETCH_TAG]) this.#setWord(stale, this.#model.table + tag, n(-1));
      this.#setWord(entry, tlb, valid);
      this.#setWord(entry, tlb + 4, cr0);
      this.#setWord(entry, tlb + 8, cr1);
      this.#setWord(entry, tlb + 12, found);
    });
    return frame.get();
  }

  /** As `walk` of translation.ts, where all is well and the tables lie in storage beyond the first page. */
  #walk(address: Node, cr1: Node): Node {
    const b = this.#builder;
    const n = constant;
    const [pages, segments] = [b.get(pageBits), b.get(segmentBits)];
    this.#unusualIf(b.isZero(pages));
    // A virtual machine that is kept within bounds: see assists/README.md.
    this.#unusualIf(b.and(b.getAt(state.controlRegisters, 6), n(BOUNDED)));
    const beyond = (entry: Node): Node =>
      b.isZero(b.lessUnsigned(b.sub(entry, n(PAGE)), n(this.#storageSize - PAGE - 4)));
    const segmentIndex = b.settled(b.shiftRightUnsigned(address, segments));
    this.#unusualIf(b.lessUnsigned(b.shiftRightUnsigned(cr1, n(24)), b.shiftRightUnsigned(segmentIndex, n(4))));
    const segmentEntry = b.settled(b.add(b.and(cr1, n(0xff_ffc0)), b.shiftLeft(segmentIndex, n(2))));
    this.#unusualIf(beyond(segmentEntry));
    const segment = b.settled(b.placeLoad32(segmentEntry, STORAGE_AT));
    this.#unusualIf(b.and(segment, n(0x0f00_0001)));
    const within = b.sub(b.shiftLeft(n(1), segments), n(1));
    const pageIndex = b.settled(b.shiftRightUnsigned(b.and(address, within), pages));
    // The page table's length counts sixteenths of the longest one.
    const sixteenths = b.sub(b.sub(segments, pages), n(4));
    this.#unusualIf(b.lessUnsigned(b.shiftRightUnsigned(segment, n(28)), b.shiftRightUnsigned(pageIndex, sixteenths)));
    const pageEntry = b.settled(b.add(b.and(segment, n(0xff_fff8)), b.shiftLeft(pageIndex, n(1))));
    this.#unusualIf(beyond(pageEntry));
    const entry = b.settled(b.placeLoad16(pageEntry, STORAGE_AT));
    const large = b.equal(pages, n(12));
    this.#unusualIf(b.and(entry, b.select(large, n(0xe), n(0x6))));
    const frame = b.shiftLeft(b.and(entry, b.select(large, n(0xfff0), n(0xfff8))), n(8));
    const isProtected = b.and(b.shiftRightUnsigned(segment, n(2)), n(PROTECTED_FRAME));
    return b.settled(b.or(b.or(frame, isProtected), b.select(large, b.and(address, n(PAGE)), n(0))));
  }
}
