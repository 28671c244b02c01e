/** What System/370's instructions say beyond the translator's own operations: registers, addresses, condition codes. */
import type { I32, I64, Operations } from "../translator/operations.ts";
import type { Register } from "./instructions/decoded.ts";
import { FIXED_POINT_OVERFLOW, SPECIFICATION } from "./interruption-codes.ts";
import type { Processor } from "./processor.ts";
import { loadPsw, supervisorCall } from "./psw-swaps.ts";
import { state } from "./state.ts";

export interface S370Operations extends Operations<Processor> {
  gr(register: Register): I32;
  setGr(register: Register, value: I32): void;
  /** An even-odd pair as one 64-bit value; `register` is even. */
  grPair(register: Register): I64;
  setGrPair(register: Register, value: I64): void;
  /** D(B): 24 bits. */
  address(base: Register, displacement: I32): I32;
  /** D(X,B): 24 bits. */
  indexed(index: Register, base: Register, displacement: I32): I32;
  setCc(code: I32): void;
  /** 0 zero, 1 negative, 2 positive. */
  setCcSigned(value: I32): void;
  /** The same of a 64-bit value. */
  setCcSigned64(value: I64): void;
  /** 3 for overflow, else as {@link setCcSigned}; then the interruption, where the program mask asks for it. */
  finishSigned(result: { readonly value: I32; readonly overflow: I32 }): void;
  /** 0 equal, 1 first low, 2 first high. */
  compareSigned(a: I32, b: I32): void;
  compareLogical(a: I32, b: I32): void;
  /** 0 zero, 1 not zero. */
  setCcLogical(value: I32): void;
  /** Raises fixed-point overflow where it happened and the program mask allows it. The instruction is completed. */
  overflowIf(overflow: I32): void;
  /** Brings in a new PSW, as LPSW does; the last thing that the instruction does. */
  loadPsw(left: I32, right: I32): void;
  /** Ends the instruction with the SVC interruption. */
  supervisorCall(code: I32): void;
  /**
   * Ends a unit of operation of an interruptible instruction: where more of them are `left`, the instruction, or the
   * EXECUTE that it is the target of, is executed again (GA22-7000, "Interruptible Instructions").
   */
  resumeIf(left: I32): void;
  /** Specification exception unless `register` is even; the registers of a definition are known when it runs. */
  needEven(register: Register): void;
  /** Specification exception unless `address` is a multiple of `boundary` (2, 4 or 8). */
  needBoundary(address: I32, boundary: number): void;
}

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Executor = new (...parameters: any[]) => Operations<Processor>;

/** Gives an executor (the interpreter, an emitter) System/370's vocabulary. */
export function withS370(base: Executor): new (...parameters: ConstructorParameters<Executor>) => S370Operations {
  return class extends base implements S370Operations {
    gr(register: Register): I32 {
      return this.getAt(state.generalRegisters, register);
    }
    setGr(register: Register, value: I32): void {
      this.setAt(state.generalRegisters, register, value);
    }
    grPair(register: Register): I64 {
      return this.pair(this.gr(register), this.gr(register + 1));
    }
    setGrPair(register: Register, value: I64): void {
      this.setGr(register, this.high(value));
      this.setGr(register + 1, this.low(value));
    }
    address(base: Register, displacement: I32): I32 {
      return base === 0 ? displacement : this.and(this.add(this.gr(base), displacement), this.i32(0xffffff));
    }
    indexed(index: Register, base: Register, displacement: I32): I32 {
      if (index === 0) return this.address(base, displacement);
      const indexed = this.add(this.gr(index), displacement);
      return this.and(base === 0 ? indexed : this.add(this.gr(base), indexed), this.i32(0xffffff));
    }
    setCc(code: I32): void {
      this.set(state.conditionCode, code);
    }
    setCcSigned(value: I32): void {
      const zero = this.i32(0);
      this.setCc(
        this.select(this.isZero(value), zero, this.select(this.lessSigned(value, zero), this.i32(1), this.i32(2))),
      );
    }
    setCcSigned64(value: I64): void {
      const zero = this.i64(0n);
      const sign = this.select(this.lessSigned64(value, zero), this.i32(1), this.i32(2));
      this.setCc(this.select(this.equal64(value, zero), this.i32(0), sign));
    }
    finishSigned({ value, overflow }: { readonly value: I32; readonly overflow: I32 }): void {
      this.setCcSigned(value);
      this.setCc(this.select(overflow, this.i32(3), this.get(state.conditionCode)));
      this.overflowIf(overflow);
    }
    compareSigned(a: I32, b: I32): void {
      const unequal = this.select(this.lessSigned(a, b), this.i32(1), this.i32(2));
      this.setCc(this.select(this.equal(a, b), this.i32(0), unequal));
    }
    compareLogical(a: I32, b: I32): void {
      const unequal = this.select(this.lessUnsigned(a, b), this.i32(1), this.i32(2));
      this.setCc(this.select(this.equal(a, b), this.i32(0), unequal));
    }
    setCcLogical(value: I32): void {
      this.setCc(this.select(this.isZero(value), this.i32(0), this.i32(1)));
    }
    overflowIf(overflow: I32): void {
      const allowed = this.shiftRightUnsigned(this.get(state.programMask), this.i32(3));
      this.trapIf(this.and(overflow, allowed), FIXED_POINT_OVERFLOW);
    }
    loadPsw(left: I32, right: I32): void {
      this.call(loadPsw, left, right);
    }
    supervisorCall(code: I32): void {
      this.call(supervisorCall, code);
    }
    resumeIf(left: I32): void {
      const here = this.sub(this.get(state.instructionAddress), this.get(state.instructionLength));
      this.jumpIf(left, this.and(here, this.i32(0xffffff)));
    }
    needEven(register: Register): void {
      if (register % 2 !== 0) this.trap(SPECIFICATION);
    }
    needBoundary(address: I32, boundary: number): void {
      this.trapIf(this.and(address, this.i32(boundary - 1)), SPECIFICATION);
    }
  };
}
