/** The program-status word, the control registers, and the state that the processor is in. */
import { raise } from "../translator/interpreter.ts";
import type { Word } from "../translator/operations.ts";
import type { Assists } from "./assists/assists.ts";
import { SPECIFICATION } from "./interruption-codes.ts";
import { CHECK_STOP, OPERATING } from "./interruptions.ts";
import { pswHex } from "./psw.ts";
import { MODE_EC, MODE_PROBLEM, MODE_WAIT, state } from "./state.ts";
import type { TranslatedCode } from "./translated.ts";

export abstract class ProgramStatus {
  /** Architectural state. */
  readonly words: Int32Array;
  /** Set by the machine, where programs are translated: it is told of whatever its translations depend on. */
  translated: TranslatedCode | undefined;
  /** Set by the machine, where assists for control programs are installed. */
  assists: Assists | undefined;
  /** Whether the next instruction was reached by a jump, or a new PSW: where translated program may begin. */
  arrived = true;
  /** Whether something has changed that may let an interruption in, or bring one nearer; for the machine to reset. */
  alarmed = false;

  constructor(words: Int32Array) {
    this.words = words;
  }

  word(word: Word): number {
    return this.words[word.index];
  }

  /**
   * Empties the instruction-fetch buffer: the next fetch looks translation and storage key up. A new PSW does that, and
   * every change of mode, key, control register, storage key, prefix, or of the lookaside buffer by the program.
   */
  forget(): void {
    this.words[state.fetchPage.index] = -1;
    this.arrived = true;
    this.alarmed = true;
    this.translated?.modeChanged();
  }

  /** OPERATING, STOPPED, CHECK_STOP or LOADING: see `interruptions.ts`. */
  get operatingState(): number {
    return this.words[state.operatingState.index];
  }
  set operatingState(to: number) {
    this.words[state.operatingState.index] = to;
    this.runTimer(to === OPERATING && !this.stepping);
    this.alarmed = true;
  }

  /** Whether the rate switch stops the processor after each instruction. */
  get stepping(): boolean {
    return this.words[state.rate.index] !== 0;
  }
  set stepping(to: boolean) {
    this.words[state.rate.index] = to ? 1 : 0;
    this.runTimer(this.operatingState === OPERATING && !to);
  }

  /** The interval timer counts, or stands still, from now on. */
  protected abstract runTimer(runs: boolean): void;

  checkStop(): void {
    this.operatingState = CHECK_STOP;
  }

  get ec(): boolean {
    return (this.words[state.modeBits.index] & MODE_EC) !== 0;
  }
  get problem(): boolean {
    return (this.words[state.modeBits.index] & MODE_PROBLEM) !== 0;
  }
  /** An invalid PSW does not wait: its program interruption comes first. */
  get waiting(): boolean {
    return (this.words[state.modeBits.index] & MODE_WAIT) !== 0 && !this.invalid;
  }
  /** Whether the EC-mode PSW has ones where zeros must be; that is noticed before anything else happens. */
  get invalid(): boolean {
    return this.words[state.reservedBits.index] !== 0 || (this.ec && (this.words[state.systemMask.index] & 0xb8) !== 0);
  }
  /** Whether addresses are translated: EC mode with PSW bit 5. */
  get translating(): boolean {
    return this.ec && (this.words[state.systemMask.index] & 4) !== 0;
  }
  /** Whether program events are recorded: EC mode with PSW bit 1, and control register 9 names an event. */
  get per(): boolean {
    const { words } = this;
    return (
      (words[state.systemMask.index] & 0x40) !== 0 && this.ec && words[state.controlRegisters.index + 9] >>> 28 !== 0
    );
  }
  get instructionAddress(): number {
    return this.words[state.instructionAddress.index];
  }

  /** The PSW as left and right word; an interruption adds its code and the instruction's length in BC mode. */
  psw(code = 0, halfwords = 0): [left: number, right: number] {
    const { words } = this;
    const upper =
      (words[state.systemMask.index] << 24) | (words[state.key.index] << 20) | (words[state.modeBits.index] << 16);
    const cc = words[state.conditionCode.index];
    const mask = words[state.programMask.index];
    const address = words[state.instructionAddress.index];
    const reserved = words[state.reservedBits.index];
    if (this.ec) return [upper | (cc << 12) | (mask << 8) | (reserved & 0xc0ff), (reserved & 0xff00_0000) | address];
    return [upper | code, (halfwords << 30) | (cc << 28) | (mask << 24) | address];
  }

  loadPsw(left: number, right: number): void {
    const { words } = this;
    const ec = (left & 0x0008_0000) !== 0;
    words[state.systemMask.index] = left >>> 24;
    words[state.key.index] = (left >>> 20) & 15;
    words[state.modeBits.index] = (left >>> 16) & 15;
    words[state.conditionCode.index] = ec ? (left >>> 12) & 3 : (right >>> 28) & 3;
    words[state.programMask.index] = ec ? (left >>> 8) & 15 : (right >>> 24) & 15;
    words[state.reservedBits.index] = ec ? (left & 0xc0ff) | (right & 0xff00_0000) : 0;
    words[state.instructionAddress.index] = right & 0xff_ffff;
    this.forget();
  }

  /** SSM, STNSM and STOSM: a mask that makes the PSW invalid ends the instruction with its interruption. */
  setSystemMask(mask: number): void {
    this.words[state.systemMask.index] = mask & 0xff;
    this.forget();
    if (this.invalid) raise(SPECIFICATION);
  }

  /** The operator's: the address part of the PSW. */
  setInstructionAddress(address: number): void {
    this.words[state.instructionAddress.index] = address & 0xff_ffff;
    this.forget();
  }

  setKey(key: number): void {
    this.words[state.key.index] = key;
    this.forget();
  }

  setControlRegister(register: number, value: number): void {
    this.words[state.controlRegisters.index + register] = value;
    this.forget();
  }

  controlRegister(register: number): number {
    return this.words[state.controlRegisters.index + register];
  }

  /** The PSW as hexadecimal. */
  get pswHex(): string {
    return pswHex(...this.psw());
  }
}
