/**
 * One instruction of the control-program assist while it works: what it stores, loads into registers and brings in is kept
 * aside until it is known that all of it can be done. Whoever finds what is not his leaves, and nothing has changed.
 */
import { truncated } from "../../clocks.ts";
import type { Processor } from "../../processor.ts";
import { state } from "../../state.ts";
import { type TableStorage, type Translation, walk } from "../../translation.ts";
import { leave, type RealBlocks } from "../real-blocks.ts";

export const ADDRESS = 0xff_ffff;

/** Blocks of one chain, or entries of one table, beyond which it is no chain that a control program has. */
const MOST_STEPS = 65_536;

/** Floating-point registers 0, 2, 4 and 6, as eight words. */
const FLOATING_WORDS = 8;

export class ControlProgramCall {
  /** The operands, as addresses. */
  readonly first: number;
  readonly second: number;
  /** What STECPSVM stores. */
  readonly level: number;
  readonly #processor: Processor;
  readonly #blocks: RealBlocks;
  /** Words of storage by their real addresses. */
  readonly #stored = new Map<number, number>();
  readonly #registers: Int32Array;
  readonly #controls = new Map<number, number>();
  #floating: readonly number[] = [];
  #conditionCode: number;
  #cpuTimer: bigint | undefined;
  #purges = false;
  #psw: readonly [left: number, right: number] | undefined;
  #steps = 0;

  constructor(processor: Processor, blocks: RealBlocks, first: number, second: number, level: number) {
    this.#processor = processor;
    this.#blocks = blocks;
    this.first = first;
    this.second = second;
    this.level = level;
    const { index, length } = state.generalRegisters;
    this.#registers = processor.words.slice(index, index + length);
    this.#conditionCode = processor.words[state.conditionCode.index];
  }

  // --- Storage, by real addresses of which 24 bits count. A field that does not lie on its boundary, or at all, is left

  /** Signed. */
  word(address: number): number {
    if (address & 3) leave();
    const at = address & ADDRESS;
    return this.#stored.get(at) ?? this.#blocks.word(at);
  }

  /** Unsigned. */
  halfword(address: number): number {
    if (address & 1) leave();
    const word = this.word(address & ~3);
    return address & 2 ? word & 0xffff : word >>> 16;
  }

  byte(address: number): number {
    return (this.word(address & ~3) >>> shift(address)) & 0xff;
  }

  /** Unsigned; on a word boundary. */
  doubleword(address: number): bigint {
    return (BigInt(this.word(address) >>> 0) << 32n) | BigInt(this.word(address + 4) >>> 0);
  }

  /** Eight bits, or all, of an address that a word has. */
  pointer(address: number): number {
    return this.word(address) & ADDRESS;
  }

  setWord(address: number, value: number): void {
    if (address & 3 || !this.#blocks.has(address)) leave();
    this.#stored.set(address & ADDRESS, value | 0);
  }

  setHalfword(address: number, value: number): void {
    if (address & 1) leave();
    this.#setPart(address, address & 2 ? 0 : 16, 0xffff, value);
  }

  setByte(address: number, value: number): void {
    this.#setPart(address, shift(address), 0xff, value);
  }

  setDoubleword(address: number, value: bigint): void {
    this.setWord(address, Number(BigInt.asIntN(32, value >> 32n)));
    this.setWord(address + 4, Number(BigInt.asIntN(32, value)));
  }

  /** Turns flags of a byte off, and then on. */
  setFlags(address: number, off: number, on: number): void {
    this.setByte(address, (this.byte(address) & ~off) | on);
  }

  #setPart(address: number, left: number, mask: number, value: number): void {
    const at = address & ~3;
    this.setWord(at, (this.word(at) & ~(mask << left)) | ((value & mask) << left));
  }

  /** Storage key of the 2 KiB at a real address. */
  storageKey(address: number): number {
    if (!this.#blocks.has(address & ~3)) leave();
    return this.#processor.storageKey(address & ADDRESS);
  }

  /** Goes on to the next block of a chain, or entry of a table; leaves what has no end. */
  step(): void {
    if (++this.#steps > MOST_STEPS) leave();
  }

  // --- Registers

  /** A general register, signed. */
  gr(register: number): number {
    return this.#registers[register];
  }

  setGr(register: number, value: number): void {
    this.#registers[register] = value;
  }

  setConditionCode(code: number): void {
    this.#conditionCode = code;
  }

  controlRegister(register: number): number {
    return this.#controls.get(register) ?? this.#processor.controlRegister(register);
  }

  setControlRegister(register: number, value: number): void {
    this.#controls.set(register, value);
  }

  /** Loads floating-point registers 0, 2, 4 and 6 from the four doublewords at an address. */
  loadFloatingRegisters(address: number): void {
    this.#floating = Array.from({ length: FLOATING_WORDS }, (_, i) => this.word(address + 4 * i));
  }

  // --- The CPU timer, 64 bits unsigned

  /** STPT. */
  storeCpuTimer(address: number): void {
    this.setDoubleword(address, this.#cpuTimer ?? this.#processor.clocks.cpuTimer);
  }

  /** SPT. */
  loadCpuTimer(address: number): void {
    this.#cpuTimer = truncated(this.doubleword(address));
  }

  // --- Translation

  /** Translates by control registers 0 and 1 and the tables that they describe, as LRA does. */
  translate(address: number): Translation {
    const storage: TableStorage = {
      has: (real) => this.#blocks.has(real),
      word: (real) => this.word(real),
      halfword: (real) => this.halfword(real),
    };
    return walk(storage, this.controlRegister(0), this.controlRegister(1), address & ADDRESS);
  }

  /** PTLB. */
  purgeTlb(): void {
    this.#purges = true;
  }

  // --- Where to go on

  /** Address of the next instruction: there the control program does the work itself. */
  get next(): number {
    return this.#processor.instructionAddress;
  }

  /** Where a program of the control program's goes back to. */
  get returnAddress(): number {
    return this.gr(14) & ADDRESS;
  }

  /** An address of the list that the second operand is. */
  exit(displacement: number): number {
    return this.pointer(this.second + displacement);
  }

  /** Left and right word of the PSW, with the address of the next instruction. */
  get psw(): [left: number, right: number] {
    return this.#processor.psw();
  }

  /** LPSW: the address that the PSW has is where to go on. */
  loadPsw(left: number, right: number): number {
    this.#psw = [left, right];
    return right & ADDRESS;
  }

  /** Does what has been kept aside. */
  commit(): void {
    const processor = this.#processor;
    for (const [address, value] of this.#stored) this.#blocks.setWord(address, value);
    processor.words.set(this.#registers, state.generalRegisters.index);
    processor.words.set(this.#floating, state.floatingPointRegisters.index);
    processor.words[state.conditionCode.index] = this.#conditionCode;
    for (const [register, value] of this.#controls) processor.setControlRegister(register, value);
    if (this.#cpuTimer !== undefined) processor.clocks.cpuTimer = this.#cpuTimer;
    if (this.#purges) processor.purgeTlb();
    if (!this.#psw) return;
    processor.loadPsw(...this.#psw);
    processor.leftBySwap("DSP2");
  }
}

/** Places of a byte from the right of its word. */
const shift = (address: number): number => 24 - 8 * (address & 3);

/** Does its work on what the call keeps aside, and returns the address to go on at. */
export type ControlProgramFunction = (call: ControlProgramCall) => number;
