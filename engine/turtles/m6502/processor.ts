/** The processor: fetches, decodes and executes; takes interrupts. */
import type { Storage } from "../../machine/storage.ts";
import { type AddressPort, Interpreter, Trap } from "../../translator/interpreter.ts";
import type { I32, Word } from "../../translator/operations.ts";
import { DecodedCache, type DecodedEntry } from "./decoded-cache.ts";
import { INTERRUPT_VECTOR } from "./instructions/branches.ts";
import { type Executor, type M6502Operations, UNUSED_BIT, withM6502 } from "./operations.ts";
import type { Ports } from "./ports.ts";
import { STATE_SIZE, state } from "./state.ts";
import type { TranslatedCode } from "./translated.ts";
import { SELF_JUMP } from "./traps.ts";

/** Offset of storage in linear memory. */
export const STORAGE_AT = 0x10000;
/** Bytes of storage: all that 16 bits of address reach. */
export const STORAGE_SIZE = 0x10000;

const NMI_VECTOR = 0xfffa;
const RESET_VECTOR = 0xfffc;
/** Cycles of a reset or an interrupt until the first instruction of its program. */
const INTERRUPT_CYCLES = 7;
/** Bytes that an interrupt pushes, and by which a reset moves the stack pointer without pushing. */
const INTERRUPT_BYTES = 3;

/** Definitions see opaque values where the interpreter has numbers and bigints. */
const M6502Interpreter = withM6502(Interpreter as unknown as Executor);

/** Everything about the processor that is not in its words. */
export interface ProcessorState {
  readonly words: Int32Array;
  readonly waiting: number;
  readonly masked: number;
  readonly illegal: boolean;
}

export class Processor implements AddressPort {
  readonly storage: Storage;
  readonly words: Int32Array;
  readonly #ports: Ports;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #cache = new DecodedCache();
  readonly #interpreter: M6502Operations & Pick<Interpreter<Processor>, "target">;
  /** At an instruction that jumps to itself: the cycles that it takes each time. Else 0. */
  waiting = 0;
  /** Interrupt-disable flag as the interrupt line is masked by: after CLI, SEI and PLP the flag from before. */
  masked = 1;
  /** Whether the program counter is at bytes that are no documented instruction; only a reset leads on. */
  illegal = false;
  /** Set by the machine, where programs are translated: it is told of stores. */
  translated: TranslatedCode | undefined;
  /** Whether the next instruction was reached by a jump, or from outside: where translated program may begin. */
  arrived = true;

  constructor(storage: Storage, ports: Ports) {
    this.storage = storage;
    this.#ports = ports;
    const memory = storage.memory.buffer;
    this.words = new Int32Array(memory, 0, STATE_SIZE / 4);
    this.#bytes = storage.bytes;
    this.#view = new DataView(memory, STORAGE_AT, STORAGE_SIZE);
    // Still an interpreter, whose results are looked at here.
    this.#interpreter = new M6502Interpreter(memory, this, this, true) as M6502Operations & Interpreter<Processor>;
  }

  word(word: Word): number {
    return this.words[word.index];
  }

  get programCounter(): number {
    return this.words[state.programCounter.index];
  }
  set programCounter(address: number) {
    this.words[state.programCounter.index] = address & 0xffff;
    this.forget();
  }

  /** Clock cycles since the machine was made; exact up to 2^53. */
  get cycles(): number {
    return this.words[state.cyclesHigh.index] * 2 ** 32 + (this.words[state.cycles.index] >>> 0);
  }

  /** The status register: bit 5 is 1, bit 4 (break) 0. */
  get status(): number {
    return Number(this.#interpreter.statusByte(UNUSED_BIT));
  }
  set status(value: number) {
    this.#interpreter.setStatusByte(value as unknown as I32); // a plain number is the interpreter's value
    this.masked = this.words[state.interruptDisable.index];
  }

  /** Drops what was derived from storage or the program counter, after either was changed from outside. */
  forget(): void {
    this.waiting = 0;
    this.illegal = false;
    this.arrived = true;
  }

  // --- Addresses

  placeToLoad(address: number, length: number): number {
    const at = address & 0xffff;
    if (length > 1) return this.#together(at, length) ? STORAGE_AT + at : -1;
    if (this.#ports.has(at)) this.#load(at);
    return STORAGE_AT + at;
  }

  placeToStore(address: number, length: number): number {
    const at = address & 0xffff;
    if (length > 1 && !this.#together(at, length)) return -1;
    this.storage.dirty[at >>> 12] = 1;
    this.storage.dirty[(at + length - 1) >>> 12] = 1;
    return STORAGE_AT + at;
  }

  stored(place: number, length: number): void {
    this.translated?.stored(place, length);
    for (let at = place - STORAGE_AT; length > 0; at++, length--)
      if (this.#ports.has(at)) this.#ports.write(at, this.#bytes[at]);
  }

  plain(place: number, length: number): boolean {
    return this.#plain(place - STORAGE_AT, length) && !this.translated?.holds(place, length);
  }

  /** Whether bytes may be reached at once: not around the end of storage, and not at a port. */
  #together(address: number, length: number): boolean {
    return address + length <= STORAGE_SIZE && this.#plain(address, length);
  }

  #plain(address: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.#ports.has(address + i)) return false;
    return true;
  }

  /** Puts what a port gives where the load will find it. */
  #load(address: number): void {
    const value = this.#ports.read(address);
    if (value === undefined) return;
    this.#bytes[address] = value;
    this.storage.dirty[address >>> 12] = 1;
  }

  // --- Execution

  /** The instruction at an address, without going through ports: they are not for program. */
  fetch(address: number): DecodedEntry {
    return this.#cache.find(
      address,
      address <= STORAGE_SIZE - 4 ? this.#view.getInt32(address, true) : this.#last(address),
    );
  }

  /** The bytes at the end of storage, and from its beginning on. */
  #last(address: number): number {
    const byte = (offset: number): number => this.#bytes[(address + offset) & 0xffff];
    return byte(0) | (byte(1) << 8) | (byte(2) << 16);
  }

  /**
   * Executes one instruction. At one that is illegal, or that jumps to itself, the program counter stays and says so
   * ({@link illegal}, {@link waiting}).
   */
  executeOne(): void {
    const { words } = this;
    const interpreter = this.#interpreter;
    const address = words[state.programCounter.index];
    const entry = this.fetch(address);
    const { definition, f } = entry;
    const flag = words[state.interruptDisable.index];
    words[state.programCounter.index] = (address + f.length) & 0xffff;
    interpreter.target = -1;
    const before = words[state.cycles.index];
    try {
      definition.define(interpreter, f);
      if (interpreter.target >= 0) {
        words[state.programCounter.index] = interpreter.target;
        entry.taken = interpreter.target;
        this.arrived = true;
      }
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      words[state.programCounter.index] = address;
      this.#trapped(thrown.code, definition.cycles, address + f.length);
    }
    this.masked = definition.masking === "delayed" ? flag : words[state.interruptDisable.index];
    this.#carryCycles(before);
  }

  #trapped(code: number, cycles: number, next: number): void {
    if (code !== SELF_JUMP) {
      this.illegal = true;
      return;
    }
    const { words } = this;
    // Two cycles are those of a branch: it is taken, and it may go back over the end of a page.
    const crossed = ((next ^ words[state.programCounter.index]) & 0xff00) === 0 ? 0 : 1;
    this.waiting = cycles === 2 ? 3 + crossed : cycles;
    words[state.cycles.index] += this.waiting;
  }

  /**
   * Executes up to `budget` instructions (below 2^28) of translated program. Returns why that ended, and how many it was.
   * None of them changes the interrupt-disable flag.
   */
  executeTranslated(translated: TranslatedCode, budget: number): { reason: number; executed: number } {
    const before = this.words[state.cycles.index];
    const result = translated.run(budget);
    this.#carryCycles(before);
    if (result.executed > 0) this.masked = this.words[state.interruptDisable.index];
    return result;
  }

  /** Goes round so many times at an instruction that jumps to itself. */
  wait(times: number): void {
    const cycles = this.cycles + times * this.waiting;
    this.words[state.cycles.index] = (cycles % 2 ** 32) | 0;
    this.words[state.cyclesHigh.index] = Math.floor(cycles / 2 ** 32);
  }

  /** After instructions that took fewer than 2^32 cycles: `before` is the word of cycles before them. */
  #carryCycles(before: number): void {
    if (this.words[state.cycles.index] >>> 0 < before >>> 0) this.words[state.cyclesHigh.index]++;
  }

  // --- Interrupts (MCS6500 Programming Manual, "Reset and Interrupt Considerations")

  /** Registers and flags are kept, but for I; the stack pointer moves as if three bytes were pushed. */
  reset(): void {
    const { words } = this;
    words[state.stackPointer.index] = (words[state.stackPointer.index] - INTERRUPT_BYTES) & 0xff;
    this.#enter(RESET_VECTOR);
  }

  /** Comes between two instructions: one that the part would let into the middle of a BRK comes after it. */
  interrupt(kind: "nmi" | "irq"): void {
    const { words } = this;
    const status = this.status;
    const address = words[state.programCounter.index];
    for (const value of [address >>> 8, address & 0xff, status]) {
      const pointer = words[state.stackPointer.index];
      this.#interpreter.store8((0x100 + pointer) as unknown as I32, value as unknown as I32); // as above
      words[state.stackPointer.index] = (pointer - 1) & 0xff;
    }
    this.#enter(kind === "nmi" ? NMI_VECTOR : INTERRUPT_VECTOR);
  }

  #enter(vector: number): void {
    const { words } = this;
    const before = words[state.cycles.index];
    words[state.interruptDisable.index] = 1;
    words[state.cycles.index] += INTERRUPT_CYCLES;
    this.#carryCycles(before);
    this.masked = 1;
    this.programCounter = this.#view.getUint16(vector, true);
  }

  // --- Snapshots

  save(): ProcessorState {
    return { words: this.words.slice(), waiting: this.waiting, masked: this.masked, illegal: this.illegal };
  }

  restore({ words, waiting, masked, illegal }: ProcessorState): void {
    this.words.set(words);
    this.waiting = waiting;
    this.masked = masked;
    this.illegal = illegal;
    this.arrived = true;
  }
}
