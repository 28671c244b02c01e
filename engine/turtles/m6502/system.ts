/** A whole machine around a 6502: processor, 64 KiB of storage, ports for characters, lines for interrupts. */
import { type Input, Machine, type StopReason } from "../../machine/machine.ts";
import { Storage, type StorageCopy } from "../../machine/storage.ts";
import type { Word } from "../../translator/operations.ts";
import { ABSENT, REASON } from "../../translator/translator.ts";
import { DEFAULT_PORTS, type PortAddresses, type PortState, Ports } from "./ports.ts";
import { Processor, type ProcessorState, STORAGE_AT, STORAGE_SIZE } from "./processor.ts";
import { state } from "./state.ts";
import { MEMORY_SIZE, TranslatedCode } from "./translated.ts";

/** What runs a machine's programs. */
export type ExecutorName = "interpreter" | "translator";

/** Most instructions of one stretch of translated program: the host improves a function between calls, not during one. */
const LONGEST_STRETCH = 1_000_000;

/** Device of inputs that are typed: each character a byte. */
export const KEYBOARD = 0;
/** Device of inputs "hold" and "release" of the interrupt line: while it is held, and I is 0, interrupts are taken. */
export const INTERRUPT_LINE = 1;
/** Device of inputs, whatever their text, that are a pulse on the line of the non-maskable interrupt. */
export const NON_MASKABLE_LINE = 2;
/** Device of inputs, whatever their text, that are a pulse on the reset line. */
export const RESET_LINE = 3;

interface OwnState {
  readonly processor: ProcessorState;
  readonly pages: StorageCopy;
  readonly ports: PortState;
}

/** The registers, as numbers: a byte each, the program counter 16 bits. */
export interface Registers {
  readonly a: number;
  readonly x: number;
  readonly y: number;
  readonly s: number;
  /** N V 1 0 D I Z C, from the left. */
  readonly p: number;
  readonly pc: number;
}

/**
 * A tick is an instruction, so {@link now} and {@link instructions} are the same number; clock cycles are counted beside
 * it, in {@link cycles}. An instruction that jumps to itself goes on doing so, a tick each time, until an interrupt;
 * when none is coming the machine has stopped (`idle`). A byte that is no documented operation code stops it as well
 * (`check-stop`), and so does a store at the exit port (`halt`).
 */
export class Mos6502 extends Machine {
  /** At a clock of 1 MHz and four cycles an instruction. */
  readonly ticksPerSecond = 250_000;
  readonly storage = new Storage(STORAGE_AT, STORAGE_SIZE, MEMORY_SIZE);
  readonly ports: Ports;
  readonly processor: Processor;

  /** What runs hot programs; none where the interpreter runs all. */
  readonly translated: TranslatedCode | undefined;

  /**
   * Registers and storage are zero, and I is set, as before a {@link reset}. `executor`: what {@link run} uses; a step is
   * always the interpreter's. Throws RangeError on ports that overlap.
   */
  constructor({
    ports = DEFAULT_PORTS,
    executor = "translator",
  }: { ports?: PortAddresses; executor?: ExecutorName } = {}) {
    super();
    this.ports = new Ports(ports);
    this.processor = new Processor(this.storage, this.ports);
    this.processor.words[state.interruptDisable.index] = 1;
    if (executor === "interpreter") return;
    const translated = new TranslatedCode(this.processor, this.ports.all);
    this.translated = translated;
    this.processor.translated = translated;
    this.storage.watcher = (address, length) => translated.stored(STORAGE_AT + address, length);
  }

  // --- Registers and storage, for views, checks and the command line

  get registers(): Registers {
    const { processor } = this;
    return {
      a: processor.word(state.accumulator),
      x: processor.word(state.indexX),
      y: processor.word(state.indexY),
      s: processor.word(state.stackPointer),
      p: processor.status,
      pc: processor.programCounter,
    };
  }

  /** Sets those that are given; of `p` the flags count. */
  setRegisters({ a, x, y, s, p, pc }: Partial<Registers>): void {
    const { processor } = this;
    const put = (word: Word, value: number | undefined): void => {
      if (value !== undefined) processor.words[word.index] = value & 0xff;
    };
    put(state.accumulator, a);
    put(state.indexX, x);
    put(state.indexY, y);
    put(state.stackPointer, s);
    if (p !== undefined) processor.status = p;
    if (pc !== undefined) processor.programCounter = pc;
    processor.forget();
  }

  /** Clock cycles so far. */
  get cycles(): number {
    return this.processor.cycles;
  }

  /** What the program has printed, a character for each byte. */
  get text(): string {
    return this.ports.text;
  }

  /** The byte that the program stored at its exit port. */
  get exitCode(): number | undefined {
    return this.ports.exitCode;
  }

  /** Where the machine stopped at a byte that is no documented operation code, and the byte. */
  get illegalOpcode(): { readonly address: number; readonly opcode: number } | undefined {
    const address = this.processor.programCounter;
    return this.processor.illegal ? { address, opcode: this.storage.bytes[address] } : undefined;
  }

  /** A copy of `length` bytes; what lies beyond $FFFF is left out. */
  read(address: number, length: number): Uint8Array {
    return this.storage.read(address, length);
  }

  /** Stores from outside: loading, patching. Ports do not notice. Throws RangeError beyond $FFFF. */
  write(address: number, bytes: Uint8Array): void {
    this.storage.write(address, bytes);
    this.processor.forget();
  }

  /** What a pulse on the reset line does: on at the address in $FFFC. */
  reset(): void {
    this.ports.exitCode = undefined;
    this.processor.reset();
  }

  // --- Running

  get stopped(): StopReason | undefined {
    return (
      this.#dead ?? (this.processor.waiting > 0 && this.#nextEvent === Number.POSITIVE_INFINITY ? "idle" : undefined)
    );
  }

  /** Why nothing but a reset leads on. */
  get #dead(): StopReason | undefined {
    if (this.ports.exitCode !== undefined) return "halt";
    return this.processor.illegal ? "check-stop" : undefined;
  }

  step(limit = Number.POSITIVE_INFINITY): void {
    const { processor } = this;
    if (this.stopped) return;
    if (!this.cutShort) this.stepBegan = this.now;
    this.cutShort = false;
    if (processor.waiting > 0) this.#wait(limit);
    else {
      this.now++;
      this.instructions++;
      processor.executeOne();
    }
    this.settle();
  }

  /** As {@link Machine.run}; what runs hot is translated, where nothing must be looked at after each step. */
  override run({ ticks = Number.POSITIVE_INFINITY, until }: { ticks?: number; until?: () => boolean }): StopReason {
    const { translated, processor } = this;
    if (!translated || until) return super.run({ ticks, ...(until && { until }) });
    while (this.now < ticks) {
      const reason = this.stopped;
      if (reason) return reason;
      if (!processor.arrived || !this.#runTranslated(translated, ticks)) this.step(ticks);
    }
    return this.stopped ?? "limit";
  }

  /** Executes what is translated from the program counter on; returns false where the interpreter must go on. */
  #runTranslated(translated: TranslatedCode, limit: number): boolean {
    const { processor, ports } = this;
    // An interrupt that a change of I has let in comes after the next instruction.
    if (processor.waiting > 0 || (ports.held && processor.word(state.interruptDisable) === 0)) return false;
    const stretch = Math.min(limit, this.#nextEvent, this.now + LONGEST_STRETCH) - this.now;
    if (stretch <= 0) return false;
    const { reason, executed } = processor.executeTranslated(translated, stretch);
    if (executed > 0) {
      this.now += executed;
      this.instructions += executed;
      this.stepBegan = this.now - 1;
      this.cutShort = false;
      this.settle();
    }
    switch (reason) {
      case ABSENT:
        if (translated.visit()) return true;
        processor.arrived = false;
        return executed > 0;
      case REASON.guard:
        translated.refused();
        return executed > 0;
      case REASON.interpret:
        // After what the interpreter does, translated program may go on.
        if (executed === 0) this.step(limit);
        processor.arrived = true;
        return true;
      default:
        // Too little is left of the stretch for the region's next part.
        if (executed === 0) processor.arrived = false;
        return executed > 0;
    }
  }

  /** The step of a machine that goes round at one instruction. */
  #wait(limit: number): void {
    const next = this.#nextEvent;
    this.cutShort = limit < next;
    const ticks = Math.max(1, Math.min(next, limit) - this.now);
    this.now += ticks;
    this.instructions += ticks;
    this.waited += ticks;
    this.processor.wait(ticks);
  }

  get #nextEvent(): number {
    return Math.min(this.events.next, this.nextInput);
  }

  protected settleEvents(): void {
    // No part of this machine asks for events of its own.
    if (this.ports.held && this.processor.masked === 0 && !this.#dead) this.processor.interrupt("irq");
  }

  protected deliver({ device, text }: Input): void {
    if (device === RESET_LINE) this.reset();
    else if (device === INTERRUPT_LINE) this.ports.held = text === "hold";
    else if (device === NON_MASKABLE_LINE && !this.#dead) this.processor.interrupt("nmi");
    else if (device === KEYBOARD) this.ports.typed += text;
  }

  // --- Snapshots

  protected saveOwn(): OwnState {
    // From here on it must be noticed again what is stored into.
    this.translated?.forgetHosts();
    return { processor: this.processor.save(), pages: this.storage.save(), ports: this.ports.save() };
  }

  protected restoreOwn(own: unknown): void {
    // What saveOwn() returned.
    const saved = own as OwnState;
    this.processor.restore(saved.processor);
    this.storage.restore(saved.pages);
    this.translated?.forgetHosts();
    this.ports.restore(saved.ports);
  }
}
