/**
 * Shadow tables: what the real processor translates by for a virtual machine that translates itself (GC20-1807, "Shadow Page Tables"). Its own tables lead from its
 * virtual addresses to its real ones, CP's from there to absolute ones; the shadow tables lead the whole way. They begin empty, are filled by translation exceptions,
 * and forget when the virtual machine says that its own have changed (PTLB, IPTE, control registers 0 and 1) or CP takes a page away: so they are the virtual
 * machine's lookaside buffer, and a program that forgets a PTLB fails on them as it would on the machine.
 */
import { sizes } from "../../../s370/index.ts";
import { isTranslating } from "../../psw.ts";
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { OWN_CONTROL_REGISTERS, PAGE } from "../layout.ts";
import {
  ADDRESSING,
  PAGE_TRANSLATION,
  SEGMENT_TRANSLATION,
  TRANSLATION_SPECIFICATION,
} from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import { Reflected } from "../wait.ts";

/** Shadow tables of one virtual machine. */
export interface ShadowState {
  /** Frame of the segment table. */
  readonly segmentTable: number;
  /** Frames of the page tables: for all 16 MiB, in the format of the virtual machine's. */
  readonly pageTables: readonly number[];
  /** Segments that have a page table. */
  built: number[];
  /** What they were built for: format in control register 0, and control register 1. */
  format: number;
  origin: number;
}

/** Format of tables in control register 0: page and segment size. */
const FORMAT = 0x00f80000;
const SEGMENT_TABLE_ENTRIES = 256;
/** Segment-table length of a control register 1: all that 24 bits of address can name. */
const wholeTable = (segmentBits: number): number => (2 ** (24 - segmentBits) / 16 - 1) * 2 ** 24;
const INVALID_SEGMENT = 1;
/** Control register 0, bit 3. */
const LOW_ADDRESS_PROTECTION = 0x10000000;
const LOW_ADDRESSES = 512;
const WHOLE_PAGE_TABLE = 0xf0000000;
const SEGMENT_PROTECTION = 0x4;
/** Page tables never need more: 1,024 bytes for each of 16 segments of 1 MiB with pages of 2 KiB. */
const PAGE_TABLE_FRAMES = 4;

/** Where one of its own tables says no. */
interface Refused {
  readonly code: number;
  /** Its real address of the entry. */
  readonly entry: number;
  /** Whether the entry would lie beyond its table. */
  readonly beyond: boolean;
}

interface Found {
  readonly real: number;
  readonly segment: number;
}

export class ShadowTables {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  // What the virtual machine's own tables say.

  /** Its real address behind a logical one, by its own tables. Throws `Reflected` with its translation exceptions, `Wait` where a table is not in storage. */
  translate(vm: Vm, address: number): number {
    return this.#walkOrReflect(vm, address).real;
  }

  /** LOAD REAL ADDRESS: what the register gets, and the condition code (GA22-7000, "Load Real Address"). */
  loadRealAddress(vm: Vm, address: number): { value: number; conditionCode: number } {
    const found = this.#walk(vm, address);
    if ("real" in found) return { value: found.real, conditionCode: 0 };
    if (found.code === TRANSLATION_SPECIFICATION || found.code === ADDRESSING) return vm.reflect(found.code);
    return { value: found.entry, conditionCode: found.beyond ? 3 : found.code === SEGMENT_TRANSLATION ? 1 : 2 };
  }

  /** TEST PROTECTION: its real address behind a logical one, and whether a store there is refused whatever its key; undefined where there is no translation. */
  locate(vm: Vm, address: number): { real: number; isProtected: boolean } | undefined {
    const isLow = address < LOW_ADDRESSES && (vm.cr(0) & LOW_ADDRESS_PROTECTION) !== 0;
    if (!vm.translating()) return { real: address, isProtected: isLow };
    const found = this.#walk(vm, address);
    if ("real" in found) return { real: found.real, isProtected: isLow || (found.segment & SEGMENT_PROTECTION) !== 0 };
    if (found.code === TRANSLATION_SPECIFICATION || found.code === ADDRESSING) return vm.reflect(found.code);
    return undefined;
  }

  #walkOrReflect(vm: Vm, address: number): Found {
    const found = this.#walk(vm, address);
    if ("real" in found) return found;
    const isTranslation = found.code === SEGMENT_TRANSLATION || found.code === PAGE_TRANSLATION;
    throw new Reflected(found.code, isTranslation ? address & ~0x7ff : undefined);
  }

  /** A walk (GA22-7000, "Dynamic Address Translation"). Its tables are found by its real addresses, whatever its key. */
  #walk(vm: Vm, address: number): Found | Refused {
    const { host } = vm;
    const size = sizes(vm.cr(0));
    if (size === undefined) return { code: TRANSLATION_SPECIFICATION, entry: 0, beyond: false };
    const { segmentBits, pageBits } = size;
    const origin = vm.cr(1);
    const segmentIndex = address >>> segmentBits;
    const segmentEntry = ((origin & 0xffffc0) + 4 * segmentIndex) & 0xffffff;
    if (segmentIndex >>> 4 > origin >>> 24) return { code: SEGMENT_TRANSLATION, entry: segmentEntry, beyond: true };
    const segmentPlace = vm.absolute(segmentEntry);
    if (segmentPlace === undefined) return { code: ADDRESSING, entry: segmentEntry, beyond: false };
    const segment = host.load32(segmentPlace);
    if ((segment & INVALID_SEGMENT) !== 0) return { code: SEGMENT_TRANSLATION, entry: segmentEntry, beyond: false };
    if ((segment & 0x0f000000) !== 0) return { code: TRANSLATION_SPECIFICATION, entry: 0, beyond: false };
    const pageIndex = (address & (2 ** segmentBits - 1)) >>> pageBits;
    const pageEntry = ((segment & 0xfffff8) + 2 * pageIndex) & 0xffffff;
    if (pageIndex >>> (segmentBits - pageBits - 4) > segment >>> 28)
      return { code: PAGE_TRANSLATION, entry: pageEntry, beyond: true };
    const pagePlace = vm.absolute(pageEntry);
    if (pagePlace === undefined) return { code: ADDRESSING, entry: pageEntry, beyond: false };
    const page = host.load16(pagePlace);
    const invalid = pageBits === 12 ? 0x8 : 0x4;
    if ((page & invalid) !== 0) return { code: PAGE_TRANSLATION, entry: pageEntry, beyond: false };
    if ((page & (invalid - 2)) !== 0) return { code: TRANSLATION_SPECIFICATION, entry: 0, beyond: false };
    const frame = (page & (pageBits === 12 ? 0xfff0 : 0xfff8)) << 8;
    return { real: frame | (address & (2 ** pageBits - 1)), segment };
  }

  // The shadow tables.

  /** The real processor could not translate an address for it: makes the entry, or throws `Reflected` or `Wait`. */
  fault(vm: Vm, address: number): void {
    const { real, segment } = this.#walkOrReflect(vm, address);
    const absolute = vm.absoluteOrException(real);
    // Its tables are the real ones: there is nothing to enter.
    if (vm.state.bypassing) return;
    const size = sizes(vm.cr(0));
    // The walk has looked at it.
    if (size === undefined) return;
    const { segmentBits, pageBits } = size;
    const shadow = this.#tables(vm);
    const { host } = vm;
    const segmentIndex = address >>> segmentBits;
    const bytes = 2 * 2 ** (segmentBits - pageBits);
    const table = shadow.pageTables[Math.floor((segmentIndex * bytes) / PAGE)] + ((segmentIndex * bytes) % PAGE);
    if (!shadow.built.includes(segmentIndex)) {
      for (let place = 0; place < bytes; place += 4)
        host.store32(table + place, pageBits === 12 ? 0x00080008 : 0x00040004);
      shadow.built.push(segmentIndex);
      host.store32(
        shadow.segmentTable + 4 * segmentIndex,
        (WHOLE_PAGE_TABLE | table | (segment & SEGMENT_PROTECTION)) >>> 0,
      );
    }
    const pageIndex = (address & (2 ** segmentBits - 1)) >>> pageBits;
    host.store16(table + 2 * pageIndex, (absolute >>> 8) & (pageBits === 12 ? 0xfff0 : 0xfff8));
  }

  /** Forgets what the virtual machine may have changed: all but the segments that its user has promised to be one-to-one (SET STBYPASS). */
  purge(vm: Vm): void {
    this.#forget(vm, keptSegments(vm));
  }

  /** Forgets the segments from one on. */
  #forget(vm: Vm, from: number): void {
    const { shadow, bypassing } = vm.state;
    if (bypassing) vm.host.ptlb();
    if (shadow === undefined || shadow.built.length === 0) return;
    for (const segment of shadow.built)
      if (segment >= from) vm.host.store32(shadow.segmentTable + 4 * segment, INVALID_SEGMENT);
    shadow.built = shadow.built.filter((segment) => segment < from);
    if (!bypassing) vm.host.ptlb();
  }

  /** IPTE of a segment-table entry and an address: the entry in its own table, and what the shadow tables have of it. Operation exception where not installed. */
  invalidate(vm: Vm, segment: number, address: number): void {
    const size = sizes(vm.cr(0));
    if (size === undefined) return vm.reflect(TRANSLATION_SPECIFICATION);
    const { segmentBits, pageBits } = size;
    const pageIndex = (address & (2 ** segmentBits - 1)) >>> pageBits;
    const place = vm.absoluteOrException(((segment & 0xfffff8) + 2 * pageIndex) & 0xffffff);
    vm.host.store16(place, vm.host.load16(place) | (pageBits === 12 ? 0x8 : 0x4));
    // Other segments may lead to the same page table.
    this.purge(vm);
  }

  /** CP takes away one of its pages, or changes where it lies: before the frame is used for anything else. */
  stolen(vm: Vm): void {
    this.#forget(vm, 0);
  }

  // Bypassing them.

  /** It is run by its own tables from now on, or by shadow tables again. What the lookaside buffer has of it is forgotten. */
  bypass(vm: Vm, on: boolean): void {
    const { state } = vm;
    this.#forget(vm, 0);
    vm.host.ptlb();
    state.bypassing = on;
    if (state.shadow !== undefined) {
      state.shadow.format = vm.cr(0) & FORMAT;
      state.shadow.origin = vm.cr(1);
    }
    this.#translate(vm);
  }

  /** It has run by its own tables: the processor may have turned translation on or off, and changed control register 1, as its program asked. */
  hasBypassed(vm: Vm): void {
    const { state, host } = vm;
    const translates = isTranslating(vm.psw());
    const table = translates ? vm.cr(1) : ownSegmentTable(vm.block);
    if (translates === state.translates && table === host.load32(vm.block + at.REAL_CRS + 4)) return;
    state.translates = translates;
    this.#translate(vm);
  }

  /** A PSW has been loaded: it may translate now, or not any more. */
  pswLoaded(vm: Vm): void {
    const { state } = vm;
    const translates = isTranslating(vm.psw());
    if (translates === state.translates) return;
    state.translates = translates;
    this.#translate(vm);
  }

  /** Real control registers 0 and 1, whether it translates or not. */
  #translate(vm: Vm): void {
    const { state, host } = vm;
    if (state.translates) return this.#load(vm);
    state.reload = true;
    const place = vm.block + at.REAL_CRS;
    host.store32(place, (OWN_CONTROL_REGISTERS[0] | (vm.cr(0) & LOW_ADDRESS_PROTECTION)) >>> 0);
    host.store32(place + 4, ownSegmentTable(vm.block));
  }

  /** Control registers 0 and 1 have been loaded. Where they name other tables, or another format, the shadow tables begin again. */
  controlLoaded(vm: Vm): void {
    const { shadow, translates, bypassing } = vm.state;
    this.#protectLowAddresses(vm);
    const [format, origin] = [vm.cr(0) & FORMAT, vm.cr(1)];
    if (bypassing && translates) this.#load(vm);
    if (shadow === undefined) return;
    if (shadow.format === format && shadow.origin === origin) return;
    if (!bypassing) this.#forget(vm, shadow.format === format ? keptSegments(vm) : 0);
    shadow.format = format;
    shadow.origin = origin;
    if (translates) this.#load(vm);
  }

  /** What control register 0 wants for the lowest 512 bytes is the real processor's to see to. */
  #protectLowAddresses(vm: Vm): void {
    const place = vm.block + at.REAL_CRS;
    const control = vm.host.load32(place);
    const wanted = ((control & ~LOW_ADDRESS_PROTECTION) | (vm.cr(0) & LOW_ADDRESS_PROTECTION)) >>> 0;
    if (wanted === control) return;
    vm.host.store32(place, wanted);
    vm.state.reload = true;
  }

  /** Gives the frames back: at logoff. */
  release(vm: Vm): void {
    const { shadow } = vm.state;
    if (shadow === undefined) return;
    for (const frame of [shadow.segmentTable, ...shadow.pageTables]) this.#cp.storage.free(frame);
    vm.state.shadow = undefined;
  }

  /** Real control registers 0 and 1 for translating: its own, or by the shadow tables. Until there are any, an empty table serves: every access comes to `fault`. */
  #load(vm: Vm): void {
    const { state, host } = vm;
    const format = vm.cr(0) & FORMAT;
    const size = sizes(format);
    const place = vm.block + at.REAL_CRS;
    host.store32(
      place,
      ((OWN_CONTROL_REGISTERS[0] & ~FORMAT) |
        (vm.cr(0) & LOW_ADDRESS_PROTECTION) |
        (size === undefined ? OWN_CONTROL_REGISTERS[0] & FORMAT : format)) >>>
        0,
    );
    state.reload = true;
    if (state.bypassing && size !== undefined) return host.store32(place + 4, vm.cr(1));
    const table = state.shadow?.segmentTable ?? vm.block + at.NO_SEGMENTS;
    host.store32(
      place + 4,
      state.shadow === undefined || size === undefined
        ? vm.block + at.NO_SEGMENTS
        : (wholeTable(size.segmentBits) + table) >>> 0,
    );
  }

  #tables(vm: Vm): ShadowState {
    const { state, host } = vm;
    if (state.shadow !== undefined) return state.shadow;
    const frames: number[] = [];
    try {
      for (let n = 0; n <= PAGE_TABLE_FRAMES; n++) frames.push(this.#cp.storage.take());
    } catch (error) {
      for (const frame of frames) this.#cp.storage.free(frame);
      throw error;
    }
    const [segmentTable, ...pageTables] = frames;
    for (let segment = 0; segment < SEGMENT_TABLE_ENTRIES; segment++)
      host.store32(segmentTable + 4 * segment, INVALID_SEGMENT);
    state.shadow = { segmentTable, pageTables, built: [], format: vm.cr(0) & FORMAT, origin: vm.cr(1) };
    if (state.translates) this.#load(vm);
    return state.shadow;
  }
}

/** How many of its first segments a user has promised to be one-to-one, whatever the tables are. */
function keptSegments(vm: Vm): number {
  const { shadowBypass } = vm.state.options;
  const size = sizes(vm.cr(0));
  return typeof shadowBypass === "number" && size !== undefined ? shadowBypass >>> size.segmentBits : 0;
}

/** Control register 1 of a virtual machine that does not translate: its own storage. */
export function ownSegmentTable(block: number): number {
  return (wholeTable(16) + block + at.SEGMENT_TABLE) >>> 0;
}
