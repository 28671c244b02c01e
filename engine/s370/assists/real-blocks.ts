/** Real storage as assists use it: with key zero, references and changes recorded. */
import { raise } from "../../translator/interpreter.ts";
import { PRIVILEGED_OPERATION } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { CHANGED, REFERENCED } from "../protection.ts";

/** What the assist does not do: the interruption that there is without it. Nothing has been changed before. */
export function leave(): never {
  return raise(PRIVILEGED_OPERATION);
}

const ADDRESS = 0xff_ffff;

export class RealBlocks {
  readonly #processor: Processor;

  constructor(processor: Processor) {
    this.#processor = processor;
  }

  /** Whether the word at a real address, a multiple of 4, exists. Of addresses 24 bits count, here and below. */
  has(address: number): boolean {
    return this.#processor.real.has(address & ADDRESS);
  }

  /** Signed word at a real address, a multiple of 4; leaves where there is none. */
  word(address: number): number {
    const at = this.#reached(address, REFERENCED);
    if (this.#processor.isTimer(at, 4)) this.#processor.showTimer();
    return this.#processor.real.word(address & ADDRESS);
  }

  /** Unsigned halfword at a real address, a multiple of 2; leaves where there is none. */
  halfword(address: number): number {
    const word = this.word(address & ~3);
    return address & 2 ? word & 0xffff : word >>> 16;
  }

  setWord(address: number, value: number): void {
    const at = this.#reached(address, REFERENCED | CHANGED);
    this.#processor.real.setWord(address & ADDRESS, value);
    if (this.#processor.isTimer(at, 4)) this.#processor.noteTimer();
  }

  setHalfword(address: number, value: number): void {
    const at = this.#reached(address & ~3, REFERENCED | CHANGED);
    if (this.#processor.isTimer(at, 4)) this.#processor.showTimer();
    this.#processor.real.setHalfword(address & ADDRESS, value);
    if (this.#processor.isTimer(at, 4)) this.#processor.noteTimer();
  }

  /** Absolute address of a word that exists, with its reference recorded. */
  #reached(address: number, recorded: number): number {
    const { real, keys } = this.#processor;
    if (!this.has(address)) leave();
    const at = real.absolute(address & ADDRESS);
    keys[at >>> 11] |= recorded;
    return at;
  }
}
