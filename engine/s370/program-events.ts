/** Program-event recording (GA22-7000, "Program-Event Recording"): what an instruction did of what CR9-11 ask about. */
import type { I32, WordArray } from "../translator/operations.ts";
import type { S370Operations } from "./operations.ts";
import type { RealStorage } from "./prefixing.ts";
import { state } from "./state.ts";

/** Bits of the PER code; in control register 9 they are bits 0-3. */
const BRANCH = 8;
const FETCH = 4;
const STORAGE_ALTERATION = 2;
const REGISTER_ALTERATION = 1;

/** Assigned storage locations: PER code, and address of the instruction. */
const PER_CODE = 0x96;
const PER_ADDRESS = 0x98;

/** The events of one instruction. */
export class ProgramEvents {
  readonly #words: Int32Array;
  #mask = 0;
  #registers = 0;
  #start = 0;
  #end = 0;
  /** Where the instruction, or the EXECUTE that it is the target of, lies. */
  address = 0;
  /** PER code of the events so far; 0: none. */
  code = 0;

  /** `words`: architectural state. */
  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** An instruction begins; what it does to the control registers matters only for the next. */
  begin(address: number): void {
    const control = state.controlRegisters.index;
    this.#mask = this.#words[control + 9] >>> 28;
    this.#registers = this.#words[control + 9] & 0xffff;
    this.#start = this.#words[control + 10] & 0xff_ffff;
    this.#end = this.#words[control + 11] & 0xff_ffff;
    this.address = address;
    this.code = 0;
  }

  /** The instruction, or the target of EXECUTE, has come from an address. */
  fetched(address: number): void {
    if (this.#isWithin(address)) this.#note(FETCH);
  }

  branched(): void {
    this.#note(BRANCH);
  }

  /** A general register has been given a value, the same or another. */
  altered(register: number): void {
    if (this.#registers & (0x8000 >>> register)) this.#note(REGISTER_ALTERATION);
  }

  stored(address: number, length: number): void {
    for (let i = 0; i < length; i++) if (this.#isWithin((address + i) & 0xff_ffff)) this.#note(STORAGE_ALTERATION);
  }

  /** Leaves the code and the instruction's address in storage, for an interruption. */
  identify(real: RealStorage): void {
    if (!real.hasAssignedLocations) return;
    real.setHalfword(PER_CODE, this.code << 12);
    real.setWord(PER_ADDRESS, this.address);
  }

  #note(event: number): void {
    this.code |= event & this.#mask;
  }

  /** Whether the storage area holds an address; one that ends before it starts goes through address 0. */
  #isWithin(address: number): boolean {
    if (this.#start <= this.#end) return address >= this.#start && address <= this.#end;
    return address >= this.#start || address <= this.#end;
  }
}

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
type S370Executor = new (...parameters: any[]) => S370Operations;

/** Values are plain numbers in an interpreter, whose results are looked at here. */
const numberOf = (value: I32): number => value as unknown as number;

/** Gives an interpreter eyes for program events. */
export function withProgramEvents(
  base: S370Executor,
): new (
  ...parameters: ConstructorParameters<S370Executor>
) => S370Operations & { events: ProgramEvents } {
  return class extends base {
    events!: ProgramEvents;

    override setAt(array: WordArray, index: number, value: I32): void {
      super.setAt(array, index, value);
      if (array === state.generalRegisters) this.events.altered(index);
    }
    override store8(address: I32, value: I32): void {
      super.store8(address, value);
      this.events.stored(numberOf(address), 1);
    }
    override store16(address: I32, value: I32): void {
      super.store16(address, value);
      this.events.stored(numberOf(address), 2);
    }
    override store32(address: I32, value: I32): void {
      super.store32(address, value);
      this.events.stored(numberOf(address), 4);
    }
    // Going on where it is is no branch.
    override resumeIf(left: I32): void {
      const next = this.get(state.instructionAddress);
      const here = this.and(this.sub(next, this.get(state.instructionLength)), this.i32(0xffffff));
      this.set(state.instructionAddress, this.select(left, here, next));
    }
    // Bulk stores would not be seen: definitions then store one by one.
    override placeToStore(address: I32, length: I32): I32 {
      super.placeToStore(address, length);
      return this.i32(-1);
    }
  };
}
