/** Single instructions run by an interpreter of their own, in either of the ways that a definition may have. */
import { decode } from "../../../../engine/s370/instructions/decoded.ts";
import { findInstruction } from "../../../../engine/s370/instructions/index.ts";
import { type Executor, type S370Operations, withS370 } from "../../../../engine/s370/operations.ts";
import { STATE_SIZE, state } from "../../../../engine/s370/state.ts";
import { type AddressPort, Interpreter, raise, Trap } from "../../../../engine/translator/interpreter.ts";
import type { Ending } from "./model.ts";

/** Bytes of storage: five blocks of 2,048. */
export const SIZE = 0x2800;
const STORAGE_AT = (STATE_SIZE + 0xffff) & ~0xffff;

class Port implements AddressPort {
  readonly #plain: boolean;
  constructor(plain: boolean) {
    this.#plain = plain;
  }
  placeToLoad(address: number, length: number): number {
    const at = address & 0xffffff;
    if ((at & 0x7ff) + length > 0x800) return -1;
    if (at >= SIZE) raise(5);
    return STORAGE_AT + at;
  }
  placeToStore(address: number, length: number): number {
    return this.placeToLoad(address, length);
  }
  stored(): void {}
  plain(): boolean {
    return this.#plain;
  }
}

/** Nothing is known while the definition runs, as for an executor that is made once for all operands. */
class Unknowing extends Interpreter<unknown> {
  override known(): undefined {
    return undefined;
  }
}

/**
 * What decides in which way a definition goes: whether lengths are known, and whether what is stored has a place
 * (it has none where a timer is, or program that has been translated).
 */
export interface Way {
  readonly known: boolean;
  readonly places: boolean;
}

/** Runs one instruction. Definitions see opaque values where these interpreters have numbers. */
export class SingleStep {
  readonly #memory = new ArrayBuffer(STORAGE_AT + SIZE);
  readonly #words = new Int32Array(this.#memory);
  readonly #storage = new Uint8Array(this.#memory, STORAGE_AT);
  readonly #op: S370Operations;

  /** What definitions are run over, for those who look at their parts. */
  get op(): S370Operations {
    return this.#op;
  }

  constructor({ known, places }: Way) {
    const base = (known ? Interpreter : Unknowing) as unknown as Executor;
    const S370Interpreter = withS370(base);
    this.#op = new S370Interpreter(this.#memory, new Port(places), undefined, false);
  }

  /** `registers` from 0 on; `code` and `mask` of the PSW. */
  run(
    instruction: readonly number[],
    storage: Uint8Array,
    registers: readonly number[],
    code: number,
    mask: number,
  ): Ending & { readonly registers: readonly number[] } {
    const definition = findInstruction(instruction[0], instruction[1]);
    if (!definition) throw new Error(`no instruction ${instruction}`);
    const at = state.generalRegisters.index;
    this.#storage.set(storage);
    this.#words.set(registers, at);
    this.#words[state.conditionCode.index] = code;
    this.#words[state.programMask.index] = mask;
    let trap = 0;
    try {
      definition.define(this.#op, decode(instruction));
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      trap = thrown.code;
    }
    return {
      trap,
      code: this.#words[state.conditionCode.index],
      register1: this.#words[at + 1] >>> 0,
      storage: this.#storage.slice(0, storage.length),
      registers: [...this.#words.subarray(at, at + 16)],
    };
  }
}
