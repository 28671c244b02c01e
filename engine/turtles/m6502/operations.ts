/** What the 6502's instructions say beyond the translator's own operations: registers, flags, stack, cycles. */
import type { I32, Operations, Word } from "../../translator/operations.ts";
import type { Processor } from "./processor.ts";
import { state } from "./state.ts";

/** Bits of the status register, as it is pushed (MCS6500 Programming Manual, "Concepts of Flags and Status Register"). */
const NEGATIVE = 7;
const OVERFLOW = 6;
const DECIMAL = 3;
const INTERRUPT_DISABLE = 2;
const ZERO = 1;
const CARRY = 0;
/** Bit 5 has no flag behind it, and is pushed as 1; bit 4, "break", is 1 where an instruction pushes. */
export const UNUSED_BIT = 0x20;
export const BREAK_BIT = 0x10;

/** The stack's page. */
const STACK = 0x100;

export interface M6502Operations extends Operations<Processor> {
  /** Sets N and Z by a byte. */
  setNZ(value: I32): void;
  /** Counts clock cycles. */
  takeCycles(cycles: I32): void;
  /** Pushes a byte. It is the instruction's only store, or all have been probed. */
  pushByte(value: I32): void;
  /** Takes a byte from the stack. */
  pullByte(): I32;
  /** Pushes 16 bits, the high byte first, as one store where they lie together. */
  pushWord(value: I32): void;
  /** Takes 16 bits from the stack, the low byte first. */
  pullWord(): I32;
  /** Asks for room for `bytes` bytes on the stack. */
  probePush(bytes: number): void;
  /** The flags as one byte, with `fixed` for the bits that are no flags. */
  statusByte(fixed: number): I32;
  /** Sets all flags from a byte; bits 4 and 5 are ignored. */
  setStatusByte(value: I32): void;
  /** Low byte at an address, high byte at the next one in the same page: after $00FF comes $0000, after $12FF $1200. */
  pointerWithinPage(address: I32): I32;
}

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Executor = new (...parameters: any[]) => Operations<Processor>;

/** Gives an executor (the interpreter, an emitter) the 6502's vocabulary. */
export function withM6502(base: Executor): new (...parameters: ConstructorParameters<Executor>) => M6502Operations {
  return class extends base implements M6502Operations {
    setNZ(value: I32): void {
      this.set(state.negative, this.shiftRightUnsigned(value, this.i32(7)));
      this.set(state.zero, this.isZero(value));
    }
    takeCycles(cycles: I32): void {
      this.set(state.cycles, this.add(this.get(state.cycles), cycles));
    }

    pushByte(value: I32): void {
      const pointer = this.get(state.stackPointer);
      this.store8(this.add(pointer, this.i32(STACK)), value);
      this.set(state.stackPointer, this.#moved(pointer, -1));
    }
    pullByte(): I32 {
      const pointer = this.#moved(this.get(state.stackPointer), 1);
      const value = this.load8(this.add(pointer, this.i32(STACK)));
      this.set(state.stackPointer, pointer);
      return value;
    }
    pushWord(value: I32): void {
      const pointer = this.get(state.stackPointer);
      this.if(
        this.isZero(pointer),
        () => {
          // The stack goes on at its other end: two stores, so both are asked for first.
          this.probeStore(this.i32(STACK), this.i32(1));
          this.probeStore(this.i32(STACK + 0xff), this.i32(1));
          this.store8(this.i32(STACK), this.shiftRightUnsigned(value, this.i32(8)));
          this.store8(this.i32(STACK + 0xff), value);
        },
        () => this.store16(this.add(pointer, this.i32(STACK - 1)), value),
      );
      this.set(state.stackPointer, this.#moved(pointer, -2));
    }
    pullWord(): I32 {
      const pointer = this.get(state.stackPointer);
      const value = this.variable(this.i32(0));
      this.if(
        this.equal(pointer, this.i32(0xfe)),
        () => {
          const low = this.load8(this.i32(STACK + 0xff));
          value.set(this.or(low, this.shiftLeft(this.load8(this.i32(STACK)), this.i32(8))));
        },
        () => value.set(this.load16(this.add(this.#moved(pointer, 1), this.i32(STACK)))),
      );
      this.set(state.stackPointer, this.#moved(pointer, 2));
      return value.get();
    }
    probePush(bytes: number): void {
      const pointer = this.get(state.stackPointer);
      for (let i = 0; i < bytes; i++) this.probeStore(this.add(this.#moved(pointer, -i), this.i32(STACK)), this.i32(1));
    }

    statusByte(fixed: number): I32 {
      const flag = (word: Word, bit: number): I32 => this.shiftLeft(this.get(word), this.i32(bit));
      const upper = this.or(flag(state.negative, NEGATIVE), flag(state.overflow, OVERFLOW));
      const middle = this.or(flag(state.decimal, DECIMAL), flag(state.interruptDisable, INTERRUPT_DISABLE));
      const lower = this.or(flag(state.zero, ZERO), flag(state.carry, CARRY));
      return this.or(this.or(upper, middle), this.or(lower, this.i32(fixed)));
    }
    setStatusByte(value: I32): void {
      const flag = (bit: number): I32 => this.and(this.shiftRightUnsigned(value, this.i32(bit)), this.i32(1));
      this.set(state.negative, flag(NEGATIVE));
      this.set(state.overflow, flag(OVERFLOW));
      this.set(state.decimal, flag(DECIMAL));
      this.set(state.interruptDisable, flag(INTERRUPT_DISABLE));
      this.set(state.zero, flag(ZERO));
      this.set(state.carry, flag(CARRY));
    }

    pointerWithinPage(address: I32): I32 {
      const known = this.known(address);
      if (known !== undefined && (known & 0xff) !== 0xff) return this.load16(address);
      const page = this.and(address, this.i32(0xff00));
      const second = this.or(page, this.#moved(address, 1));
      return this.or(this.load8(address), this.shiftLeft(this.load8(second), this.i32(8)));
    }

    /** A byte moved on, within a byte. */
    #moved(value: I32, by: number): I32 {
      return this.and(this.add(value, this.i32(by)), this.i32(0xff));
    }
  };
}
