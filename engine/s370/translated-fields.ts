/** Decoded fields as the emitting executors have them, and what their kinds depend on. */
import { constant, type Node } from "../translator/emit/nodes.ts";
import type { I32 } from "../translator/operations.ts";
import type { Decoded } from "./instructions/decoded.ts";
import type { S370Operations } from "./operations.ts";

/** Formats whose second byte holds no register, so that EXECUTE may modify it at run time. */
export const MODIFIES_VALUES = new Set(["SI", "S", "SS", "SSL", "SSI"]);

/** Formats whose second byte is one value, or more of the operation code. */
export const HAS_NO_REGISTERS = new Set(["SI", "S", "SS", "SSL", "SSI", "RRI", "SNONE"]);
/** Formats whose first field is a mask. */
export const HAS_MASK_FIRST = new Set(["RRM", "RXM"]);
/** What never goes on at the next instruction. */
export const ENDS_FLOW = new Set(["BAL", "BAS", "SVC", "LPSW"]);

/** The fields that a handler of the cold executor has: registers as decoded, values as its record holds them. */
export function fromRecord(op: S370Operations, decoded: Decoded, [d1, d2, second]: readonly Node[]): Decoded {
  const i2 = op.and(opaque(second), op.i32(0xff));
  const left = op.shiftRightUnsigned(i2, op.i32(4));
  const right = op.and(i2, op.i32(15));
  const displacement = (field: Node): I32 => op.and(opaque(field), op.i32(0xfff));
  return {
    ...decoded,
    d1: displacement(d1),
    d2: displacement(d2),
    i2,
    l: i2,
    l1: left,
    l2: right,
    m1: left,
    m3: right,
  };
}

/** A definition's opaque value, as the emitter's own. */
export const node = (value: I32): Node => value as unknown as Node;
const opaque = (value: Node): I32 => value as unknown as I32;

/** The fields with their values as nodes: what `decode` gives are the interpreter's numbers. */
export function asNodes(decoded: Decoded): Decoded {
  const value = (field: I32): I32 => opaque(constant(field as unknown as number));
  return {
    ...decoded,
    d1: value(decoded.d1),
    d2: value(decoded.d2),
    m1: value(decoded.m1),
    m3: value(decoded.m3),
    i2: value(decoded.i2),
    l: value(decoded.l),
    l1: value(decoded.l1),
    l2: value(decoded.l2),
  };
}

/** The fields with a modifier ORed into the second byte. */
export function modified(op: S370Operations, decoded: Decoded, modifier: I32): Decoded {
  const fields = asNodes(decoded);
  const i2 = op.or(fields.i2, modifier);
  const left = op.shiftRightUnsigned(i2, op.i32(4));
  const right = op.and(i2, op.i32(15));
  return { ...fields, i2, l: i2, l1: left, l2: right };
}
