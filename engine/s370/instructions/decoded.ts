/** An instruction taken apart. */
import type { I32 } from "../../translator/operations.ts";

/** Number of a register field that is known when a definition runs. As a base or index, 0 means "none". */
export type Register = number;

/**
 * The fields of any format; those that the format lacks are 0. Immediate values, masks, lengths and displacements are
 * values of the executor (a definition computes with them); register numbers are known when it runs.
 */
export interface Decoded {
  /** Bytes: 2, 4 or 6. */
  readonly length: number;
  readonly r1: Register;
  readonly r2: Register;
  readonly r3: Register;
  readonly x2: Register;
  readonly b1: Register;
  readonly b2: Register;
  readonly d1: I32;
  readonly d2: I32;
  readonly m1: I32;
  readonly m3: I32;
  /** Immediate byte of SI and SVC. */
  readonly i2: I32;
  /** Length code of SS: bytes less one, 0 to 255. */
  readonly l: I32;
  /** Length codes of the two operands, 0 to 15. */
  readonly l1: I32;
  readonly l2: I32;
}

/** How many bytes an instruction has, from its first byte's bits 0 and 1. */
export function instructionLength(firstByte: number): 2 | 4 | 6 {
  if (firstByte < 0x40) return 2;
  return firstByte < 0xc0 ? 4 : 6;
}

/**
 * Takes six bytes apart (those beyond the instruction's length are ignored).
 * The interpreter's values are plain numbers: the one place where they are given the definitions' opaque type.
 */
export function decode(bytes: ArrayLike<number>): Decoded {
  const value = (n: number): I32 => n as unknown as I32;
  const length = instructionLength(bytes[0]);
  const high = bytes[1] >>> 4;
  const low = bytes[1] & 15;
  const storage = length > 2;
  const second = length === 6;
  // Of format RRE the fourth byte has the registers; what else begins so has none.
  const registers = bytes[0] === 0xb2 ? bytes[3] : bytes[1];
  return {
    length,
    r1: registers >>> 4,
    r2: bytes[0] === 0xb2 ? registers & 15 : storage ? 0 : low,
    r3: low,
    x2: low,
    b1: storage ? bytes[2] >>> 4 : 0,
    d1: value(storage ? ((bytes[2] & 15) << 8) | bytes[3] : 0),
    b2: second ? bytes[4] >>> 4 : storage ? bytes[2] >>> 4 : 0,
    d2: value(second ? ((bytes[4] & 15) << 8) | bytes[5] : storage ? ((bytes[2] & 15) << 8) | bytes[3] : 0),
    m1: value(high),
    m3: value(low),
    i2: value(bytes[1]),
    l: value(bytes[1]),
    l1: value(high),
    l2: value(low),
  };
}
