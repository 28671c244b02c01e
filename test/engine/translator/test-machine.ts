/** A small machine for tests of executors: state, storage with its traps, and one instruction executed by the interpreter. */
import { WIDE_ENTRY_SIZE } from "../../../engine/translator/emit/wide-storage.ts";
import type { FloatOperations } from "../../../engine/translator/float-operations.ts";
import { type AddressPort, Interpreter, raise, Trap } from "../../../engine/translator/interpreter.ts";
import { withBits } from "../../../engine/translator/interpreter-bits.ts";
import { withFloats } from "../../../engine/translator/interpreter-floats.ts";
import { withVectors } from "../../../engine/translator/interpreter-vectors.ts";
import { withWideState } from "../../../engine/translator/interpreter-wide-state.ts";
import { withWideStorage } from "../../../engine/translator/interpreter-wide-storage.ts";
import { flagWords } from "../../../engine/translator/lazy-flags.ts";
import type { NarrowOperations } from "../../../engine/translator/narrow-operations.ts";
import { StateLayout } from "../../../engine/translator/state.ts";
import type { VectorOperations } from "../../../engine/translator/vector-operations.ts";
import type { WideStateOperations } from "../../../engine/translator/wide-state.ts";
import type { WideAddressPort, WideStorageOperations } from "../../../engine/translator/wide-storage.ts";
import type { Random } from "../../vectors/random.ts";
import { BASES } from "./wide-steps.ts";

export const PAGE_BITS = 8;
export const PAGE = 2 ** PAGE_BITS;
export const PAGES = 8;
export const ENTRIES = 4;

// Linear memory: state, table of host addresses, storage, program map.
export const layout = new StateLayout();
export const registers = layout.words("registers", 28);
export const wideRegisters = layout.wideWords("wideRegisters", 6);
export const flags = flagWords(layout, "flags");
export const instructionAddress = layout.word("instructionAddress");
export const trapCode = layout.word("trapCode");
export const budget = layout.word("budget");
export const mode = layout.word("mode");
export const watched = layout.word("watched");
export const scratch = layout.words("scratch", 4);
export const wideSet = layout.word("wideSet");
export const wideMode = layout.word("wideMode");
export const TABLE = 1024;
export const WIDE_TABLE = 2048;
/** Bytes of one set of host addresses for 64-bit addresses. */
export const WIDE_SET = ENTRIES * WIDE_ENTRY_SIZE;
export const STORAGE = 4096;
export const MAP = 8192;
export const MEMORY = 65536;
export const MODE = 5;
export const WIDE_MODE = 0xc3;

/** How far into their page the watched bytes are. */
export const WATCHED_AT = 0x40;

export const PROGRAM = 32;
export const TRAP_ABSENT = 1;
export const TRAP_READ_ONLY = 2;

/** Two pages do not lie where their addresses say, one is read-only, one is not there. */
export class Port implements AddressPort, WideAddressPort {
  readonly #watched: number;
  readonly #words: Int32Array;
  constructor(words: Int32Array) {
    this.#watched = words[watched.index];
    this.#words = words;
  }
  placeToLoad(address: number, length: number): number {
    const at = address & (PAGE * PAGES - 1);
    if ((at % PAGE) + length > PAGE) return -1;
    const page = Math.floor(at / PAGE);
    if (page === 6) raise(TRAP_ABSENT);
    return STORAGE + PAGE * [2, 1, 0, 3, 4, 5, 6, 7][page] + (at % PAGE);
  }
  placeToStore(address: number, length: number): number {
    const at = address & (PAGE * PAGES - 1);
    if (Math.floor(at / PAGE) === 5 && (at % PAGE) + length <= PAGE) raise(TRAP_READ_ONLY);
    return this.placeToLoad(address, length);
  }
  /** Host and guest see the same pages in another order at each base; one page may be written by the host only. */
  placeToLoadAt(address: bigint, length: number): number {
    const at = Number(BigInt.asUintN(11, address));
    if ((at % PAGE) + length > PAGE) return -1;
    const base = BASES.findIndex((first) => first === address - BigInt(at));
    const page = Math.floor(at / PAGE);
    if (base < 0 || base === BASES.length - 1 || (page === 6 && base === 2)) raise(TRAP_ABSENT);
    return STORAGE + PAGE * ((page + 3 * base + (this.#isGuest ? 1 : 0)) % PAGES) + (at % PAGE);
  }
  placeToStoreAt(address: bigint, length: number): number {
    const place = this.placeToLoadAt(address, length);
    if (place >= 0 && this.#isGuest && Math.floor((place - STORAGE) / PAGE) === 4) raise(TRAP_READ_ONLY);
    return place;
  }
  get #isGuest(): boolean {
    return this.#words[wideSet.index] !== 0;
  }
  stored(): void {}
  plain(place: number, length: number): boolean {
    return place + length <= this.#watched || place >= this.#watched + 4;
  }
}

export type Vocabulary = NarrowOperations<object> &
  FloatOperations &
  VectorOperations &
  WideStorageOperations &
  WideStateOperations;
export type Define = (op: Vocabulary) => void;

export const TestInterpreter = withWideState(withWideStorage(withVectors(withFloats(withBits(Interpreter)))));

/** What both machines share: the program and how one instruction of it is interpreted. */
export class Machine {
  readonly memory: WebAssembly.Memory | undefined;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly port: Port;
  readonly #interpreter: Interpreter<object>;
  readonly #program: readonly Define[];
  /** Where each instruction went when it last jumped. */
  readonly taken = new Map<number, number>();

  constructor(
    image: Uint8Array,
    program: readonly Define[],
    { littleEndian, shared }: { littleEndian: boolean; shared: boolean },
  ) {
    this.memory = shared ? new WebAssembly.Memory({ initial: 1 }) : undefined;
    const buffer = this.memory?.buffer ?? new ArrayBuffer(MEMORY);
    this.bytes = new Uint8Array(buffer);
    this.bytes.set(image);
    this.words = new Int32Array(buffer);
    this.port = new Port(this.words);
    this.#interpreter = new TestInterpreter(buffer, this.port, {}, littleEndian);
    this.#program = program;
  }

  /** Executes an instruction by the interpreter; returns the trap that ended it. */
  step(): number | undefined {
    const at = this.words[instructionAddress.index];
    const next = (at + 2) % PROGRAM;
    this.#interpreter.target = -1;
    try {
      // The interpreter's numbers and bigints are what definitions see as opaque values.
      this.#program[at / 2](this.#interpreter as unknown as Vocabulary);
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      this.words[instructionAddress.index] = next;
      return thrown.code;
    }
    const { target } = this.#interpreter;
    if (target >= 0) this.taken.set(at, target);
    this.words[instructionAddress.index] = target >= 0 ? target : next;
    return undefined;
  }

  get state() {
    return {
      registers: [...this.words.subarray(registers.index, registers.index + registers.length)],
      wideRegisters: [
        ...this.words.subarray(2 * wideRegisters.wideIndex, 2 * (wideRegisters.wideIndex + wideRegisters.length)),
      ],
      flags: [...this.words.subarray(flags.kind.index, 2 * flags.wideValue.wideIndex + 2)],
      address: this.words[instructionAddress.index],
      storage: Array.from({ length: (PAGE * PAGES) / 16 }, (_, row) => {
        const at = STORAGE + 16 * row;
        return `${at}: ${Buffer.from(this.bytes.subarray(at, at + 16)).toString("hex")}`;
      }),
    };
  }
}

export interface Setting {
  readonly littleEndian: boolean;
  /** Whether some bytes are the machine's alone. */
  readonly watches: boolean;
  /** Whether stores must look out for translated program. */
  readonly holdsProgram: boolean;
  /** Whether a slow path may replace what fast ones rely on. */
  readonly translating: boolean;
  /** One function for each instruction, instead of regions. */
  readonly handlers: boolean;
}

/** Linear memory to begin with. */
export function randomImage(random: Random, { watches }: Setting): Uint8Array {
  const image = new Uint8Array(STORAGE + PAGE * PAGES);
  const words = new Int32Array(image.buffer);
  for (let i = 0; i < registers.length; i++) words[registers.index + i] = random.edgeWord();
  for (let at = STORAGE; at < image.length; at++) image[at] = random.chance(30) ? 0 : random.below(256);
  // At 0 lies no storage.
  words[watched.index] = watches ? STORAGE + PAGE + WATCHED_AT : 0;
  words[mode.index] = MODE;
  words[wideMode.index] = WIDE_MODE;
  return image;
}
