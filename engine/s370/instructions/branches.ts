/** Branches, linkage, EXECUTE and SUPERVISOR CALL (GA22-7000, "General Instructions"). */
import type { I32 } from "../../translator/operations.ts";
import { executeTarget } from "../execute.ts";
import type { S370Operations } from "../operations.ts";
import { state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, rr, rri, rrm, rs, rx, rxm } from "./definition.ts";

/** Mask bit 8 selects condition code 0, 4 selects 1, 2 selects 2, 1 selects 3. */
function selected(op: S370Operations, mask: I32): I32 {
  const bit = op.shiftRightUnsigned(op.i32(8), op.get(state.conditionCode));
  return op.notEqual(op.and(mask, bit), op.i32(0));
}

/** Address in a register: its right 24 bits. */
const addressIn = (op: S370Operations, register: number): I32 => op.and(op.gr(register), op.i32(0xffffff));

/**
 * Link information in 24-bit form: instruction-length code, condition code, program mask, and the address of the next
 * instruction (GA22-7000, "Branch and Link"). The length is of this instruction, or of the EXECUTE that ran it.
 */
function link(op: S370Operations): I32 {
  const lengthCode = op.shiftLeft(op.get(state.instructionLength), op.i32(29));
  const code = op.shiftLeft(op.get(state.conditionCode), op.i32(28));
  const mask = op.shiftLeft(op.get(state.programMask), op.i32(24));
  return op.or(op.or(lengthCode, code), op.or(mask, op.get(state.instructionAddress)));
}

function branchAndLink(op: S370Operations, f: Decoded, information: I32, target: I32 | undefined): void {
  op.setGr(f.r1, information);
  if (target !== undefined) op.jump(target);
}

function branchOnCount(op: S370Operations, f: Decoded, target: I32 | undefined): void {
  const count = op.sub(op.gr(f.r1), op.i32(1));
  op.setGr(f.r1, count);
  if (target !== undefined) op.jumpIf(op.notEqual(count, op.i32(0)), target);
}

function branchOnIndex(op: S370Operations, f: Decoded, high: boolean): void {
  const target = op.address(f.b2, f.d2);
  const sum = op.add(op.gr(f.r1), op.gr(f.r3));
  const limit = op.gr(f.r3 | 1);
  op.setGr(f.r1, sum);
  const greater = op.lessSigned(limit, sum);
  op.jumpIf(high ? greater : op.isZero(greater), target);
}

export const branches: readonly InstructionDefinition[] = [
  rrm("BCR", 0x07, "Branch on Condition Register", (op, f) => {
    if (f.r2 !== 0) op.jumpIf(selected(op, f.m1), addressIn(op, f.r2));
  }),
  rxm("BC", 0x47, "Branch on Condition", (op, f) => op.jumpIf(selected(op, f.m1), op.indexed(f.x2, f.b2, f.d2))),
  rr("BALR", 0x05, "Branch and Link Register", (op, f) =>
    branchAndLink(op, f, link(op), f.r2 === 0 ? undefined : addressIn(op, f.r2)),
  ),
  rx("BAL", 0x45, "Branch and Link", (op, f) => branchAndLink(op, f, link(op), op.indexed(f.x2, f.b2, f.d2))),
  rr("BASR", 0x0d, "Branch and Save Register", (op, f) =>
    branchAndLink(op, f, op.get(state.instructionAddress), f.r2 === 0 ? undefined : addressIn(op, f.r2)),
  ),
  rx("BAS", 0x4d, "Branch and Save", (op, f) =>
    branchAndLink(op, f, op.get(state.instructionAddress), op.indexed(f.x2, f.b2, f.d2)),
  ),
  rr("BCTR", 0x06, "Branch on Count Register", (op, f) =>
    branchOnCount(op, f, f.r2 === 0 ? undefined : addressIn(op, f.r2)),
  ),
  rx("BCT", 0x46, "Branch on Count", (op, f) => branchOnCount(op, f, op.indexed(f.x2, f.b2, f.d2))),
  rs("BXH", 0x86, "Branch on Index High", (op, f) => branchOnIndex(op, f, true)),
  rs("BXLE", 0x87, "Branch on Index Low or Equal", (op, f) => branchOnIndex(op, f, false)),
  rx("EX", 0x44, "Execute", (op, f) => {
    const modifier = f.r1 === 0 ? op.i32(0) : op.and(op.gr(f.r1), op.i32(0xff));
    op.call(executeTarget, op.indexed(f.x2, f.b2, f.d2), modifier);
  }),
  rri("SVC", 0x0a, "Supervisor Call", (op, f) => op.supervisorCall(f.i2)),
];
