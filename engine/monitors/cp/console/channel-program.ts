/**
 * Channel programs that CP executes itself, for devices that are its own doing: CCWs out of a virtual machine's storage, and the storage that they name, with
 * the checks that its channel would make (GA22-7000, "Channel-Command Word").
 */
import type { Vm } from "../vm.ts";

/** Status bits of the second word of a CSW. */
export const CSW_STATUS = {
  attention: 0x80000000,
  ended: 0x0c000000,
  unitCheck: 0x02000000,
  unitException: 0x01000000,
  programControlled: 0x00800000,
  incorrectLength: 0x00400000,
  programCheck: 0x00200000,
  protectionCheck: 0x00100000,
} as const;

const DATA_CHAINING = 0x80;
const COMMAND_CHAINING = 0x40;
const SUPPRESS_LENGTH = 0x20;
const SKIP = 0x10;
const PROGRAM_CONTROLLED = 0x08;
const INDIRECT = 0x04;
const MUST_BE_ZERO = 0x03;
const TRANSFER_IN_CHANNEL = 0x08;

/** Storage key: fetch protection. */
const FETCH_PROTECTION = 0x08;

/** A CCW, its transfers in channel followed. */
export interface Ccw {
  /** Where it lies. */
  readonly place: number;
  readonly code: number;
  readonly address: number;
  readonly count: number;
  readonly chainsData: boolean;
  readonly chainsCommand: boolean;
  readonly suppressesLength: boolean;
  readonly skips: boolean;
  readonly interrupts: boolean;
  readonly indirect: boolean;
}

/** What a channel finds wrong. */
export interface Wrong {
  readonly check: "programCheck" | "protectionCheck";
  /** Where the CCW lies that is at fault. */
  readonly place: number;
}

/** Whether a channel may reach a block of storage under a key: 0x00 to 0xF0. */
function allows(vm: Vm, absolute: number, key: number, store: boolean): boolean {
  if (key === 0) return true;
  const storageKey = vm.host.isk(absolute);
  return (storageKey & 0xf0) === key || (!store && (storageKey & FETCH_PROTECTION) === 0);
}

function word(vm: Vm, real: number, key: number): number | Wrong["check"] {
  const absolute = vm.absolute(real);
  if (absolute === undefined) return "programCheck";
  return allows(vm, absolute, key, false) ? vm.host.load32(absolute) : "protectionCheck";
}

/**
 * The CCW at a real address of the virtual machine's. `first`: of the channel program, which no transfer in channel may be; `chained`: by data chaining, so that its
 * command code does not count. Throws `Wait`.
 */
export function fetchCcw(vm: Vm, at: number, key: number, first: boolean, chained: boolean): Ccw | Wrong {
  let place = at;
  for (let transfers = 0; ; transfers++) {
    if (place % 8 !== 0) return { check: "programCheck", place: at };
    const high = word(vm, place, key);
    if (typeof high === "string") return { check: high, place };
    const low = word(vm, place + 4, key);
    if (typeof low === "string") return { check: low, place };
    const code = high >>> 24;
    const address = high & 0xffffff;
    if ((code & 0x0f) === TRANSFER_IN_CHANNEL) {
      if (first || transfers > 0) return { check: "programCheck", place };
      place = address;
      continue;
    }
    const flags = low >>> 24;
    const count = low & 0xffff;
    const isWrong = (!chained && (code & 0x0f) === 0) || (flags & MUST_BE_ZERO) !== 0 || count === 0;
    if (isWrong) return { check: "programCheck", place };
    return {
      place,
      code,
      address,
      count,
      chainsData: (flags & DATA_CHAINING) !== 0,
      // Data chaining takes the place of command chaining.
      chainsCommand: (flags & (DATA_CHAINING | COMMAND_CHAINING)) === COMMAND_CHAINING,
      suppressesLength: (flags & SUPPRESS_LENGTH) !== 0,
      skips: (flags & SKIP) !== 0,
      interrupts: (flags & PROGRAM_CONTROLLED) !== 0,
      indirect: (flags & INDIRECT) !== 0,
    };
  }
}

/** Storage of a CCW: what can be reached of it, by absolute addresses, and what stands in the way of the rest. */
export interface Area {
  readonly pieces: readonly { readonly absolute: number; readonly length: number }[];
  readonly check: Wrong["check"] | undefined;
}

/** The first `length` bytes (at most the count) that a CCW names. Throws `Wait` before anything is found. */
export function area(vm: Vm, ccw: Ccw, length: number, key: number, store: boolean): Area {
  const pieces: { absolute: number; length: number }[] = [];
  let entry = ccw.address;
  let at = ccw.indirect ? undefined : ccw.address;
  for (let done = 0; done < length; ) {
    if (at === undefined || (ccw.indirect && done > 0 && at % 2048 === 0)) {
      const found = indirect(vm, entry, key, done === 0);
      if (typeof found === "string") return { pieces, check: found };
      at = found;
      entry += 4;
    }
    const count = Math.min(length - done, 2048 - (at % 2048));
    const absolute = vm.absolute(at);
    if (absolute === undefined) return { pieces, check: "programCheck" };
    if (!allows(vm, absolute, key, store)) return { pieces, check: "protectionCheck" };
    pieces.push({ absolute, length: count });
    done += count;
    at += count;
  }
  return { pieces, check: undefined };
}

/** An indirect data address word: the first anywhere, the others at the beginning of a 2,048-byte block. */
function indirect(vm: Vm, entry: number, key: number, first: boolean): number | Wrong["check"] {
  if (entry % 4 !== 0) return "programCheck";
  const found = word(vm, entry, key);
  if (typeof found === "string") return found;
  return found >>> 24 !== 0 || (!first && found % 2048 !== 0) ? "programCheck" : found;
}

/** Bytes of an area. */
export function fetchArea(vm: Vm, { pieces }: Area): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { absolute, length } of pieces) {
    bytes.set(vm.host.loadBytes(absolute, length), at);
    at += length;
  }
  return bytes;
}

/** Stores as many bytes as there are, or as the area takes. Returns how many. */
export function storeArea(vm: Vm, { pieces }: Area, bytes: Uint8Array): number {
  let at = 0;
  for (const { absolute, length } of pieces) {
    const part = bytes.subarray(at, at + length);
    vm.host.storeBytes(absolute, part);
    at += part.length;
  }
  return at;
}
