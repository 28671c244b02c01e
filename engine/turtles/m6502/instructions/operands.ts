/** Where operands are (MCS6500 Programming Manual, "Addressing Techniques" and "Index Registers and Index Addressing Concepts"). */
import type { I32, Word } from "../../../translator/operations.ts";
import type { M6502Operations } from "../operations.ts";
import { state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import type { Semantics } from "./definition.ts";

/** An address that may go beyond 16 bits: storage takes it modulo 64 KiB. */
interface Place {
  readonly address: I32;
  /** What an index was added to; undefined where none was, or none that could cross a page. */
  readonly base?: I32;
}

function indexed(op: M6502Operations, base: I32, index: Word): Place {
  return { address: op.add(base, op.get(index)), base };
}

function withinPageZero(op: M6502Operations, f: Decoded, index: Word): I32 {
  return op.and(op.add(f.operand, op.get(index)), op.i32(0xff));
}

function place(op: M6502Operations, f: Decoded): Place {
  switch (f.mode) {
    case "zeroPageX":
      return { address: withinPageZero(op, f, state.indexX) };
    case "zeroPageY":
      return { address: withinPageZero(op, f, state.indexY) };
    case "absoluteX":
      return indexed(op, f.operand, state.indexX);
    case "absoluteY":
      return indexed(op, f.operand, state.indexY);
    case "indexedIndirect":
      return { address: op.pointerWithinPage(withinPageZero(op, f, state.indexX)) };
    case "indirectIndexed":
      return indexed(op, op.pointerWithinPage(f.operand), state.indexY);
    default:
      return { address: f.operand };
  }
}

/** An instruction that uses a byte. It takes a cycle more where indexing crosses a page. */
export function reads(use: (op: M6502Operations, value: I32) => void): Semantics {
  return (op, f) => {
    if (f.mode === "immediate") return use(op, f.operand);
    const { address, base } = place(op, f);
    use(op, op.load8(address));
    if (base !== undefined) op.takeCycles(op.and(op.shiftRightUnsigned(op.xor(address, base), op.i32(8)), op.i32(1)));
  };
}

/** An instruction that stores a register. */
export function stores(register: Word): Semantics {
  return (op, f) => op.store8(place(op, f).address, op.get(register));
}

/** What an instruction makes of a byte; `carry` where it sets that flag. */
export interface Modified {
  readonly value: I32;
  readonly carry?: I32;
}

/** An instruction that changes a byte where it stands, the accumulator's or one in storage, and sets N and Z by it. */
export function modifies(change: (op: M6502Operations, value: I32) => Modified): Semantics {
  return (op, f) => {
    let result: Modified;
    if (f.mode === "accumulator") {
      result = change(op, op.get(state.accumulator));
      op.set(state.accumulator, result.value);
    } else {
      const { address } = place(op, f);
      result = change(op, op.load8(address));
      op.store8(address, result.value);
    }
    if (result.carry !== undefined) op.set(state.carry, result.carry);
    op.setNZ(result.value);
  };
}

/** An instruction that moves what it reads into a register, and sets N and Z. */
export function loads(register: Word): Semantics {
  return reads((op, value) => {
    op.set(register, value);
    op.setNZ(value);
  });
}

/** An instruction that moves one register to another, and sets N and Z. */
export function transfers(from: Word, to: Word): Semantics {
  return (op) => {
    const value = op.get(from);
    op.set(to, value);
    op.setNZ(value);
  };
}
