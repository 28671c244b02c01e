/** Where a program goes on (MCS6500 Programming Manual, "Test, Branch and Jump Instructions", "Stack Processing"). */
import type { I32, Word } from "../../../translator/operations.ts";
import { BREAK_BIT, type M6502Operations, UNUSED_BIT } from "../operations.ts";
import { state } from "../state.ts";
import { SELF_JUMP } from "../traps.ts";
import { type InstructionDefinition, instruction, type Semantics } from "./definition.ts";

/** The vector of BRK and IRQ. */
export const INTERRUPT_VECTOR = 0xfffe;

const wrapped = (op: M6502Operations, address: I32): I32 => op.and(address, op.i32(0xffff));

/** A branch takes a cycle more where it is taken, and another where it leaves the page of the next instruction. */
function branches(flag: Word, when: 0 | 1): Semantics {
  return (op, f) => {
    const taken = when === 1 ? op.get(flag) : op.isZero(op.get(flag));
    op.trapIf(op.and(taken, op.equal(f.operand, op.i32(-f.length))), SELF_JUMP);
    const next = op.get(state.programCounter);
    const target = wrapped(op, op.add(next, f.operand));
    const crossed = op.notEqual(op.and(op.xor(next, target), op.i32(0xff00)), op.i32(0));
    op.takeCycles(op.select(taken, op.add(crossed, op.i32(1)), op.i32(0)));
    op.jumpIf(taken, target);
  };
}

/** JMP to an address that it holds. */
const jump: Semantics = (op, f) => {
  const own = op.sub(op.get(state.programCounter), op.i32(f.length));
  op.trapIf(op.equal(f.operand, wrapped(op, own)), SELF_JUMP);
  op.jump(f.operand);
};

/** JMP to an address in storage; the high byte comes from the same page as the low one, as in every NMOS part. */
const jumpIndirect: Semantics = (op, f) => op.jump(op.pointerWithinPage(f.operand));

/**
 * What is pushed is the address of the instruction's last byte. The part reads that byte after it has pushed; here the
 * instruction is read whole before, which differs only where a JSR overwrites itself.
 */
const jumpToSubroutine: Semantics = (op, f) => {
  op.pushWord(wrapped(op, op.sub(op.get(state.programCounter), op.i32(1))));
  op.jump(f.operand);
};

const returnFromSubroutine: Semantics = (op) => op.jump(wrapped(op, op.add(op.pullWord(), op.i32(1))));

const returnFromInterrupt: Semantics = (op) => {
  op.setStatusByte(op.pullByte());
  op.jump(op.pullWord());
};

/** The byte after BRK is skipped: what is pushed is the address after it. */
const forceBreak: Semantics = (op) => {
  op.probePush(3);
  const status = op.statusByte(UNUSED_BIT | BREAK_BIT);
  op.pushWord(wrapped(op, op.add(op.get(state.programCounter), op.i32(1))));
  op.pushByte(status);
  op.set(state.interruptDisable, op.i32(1));
  op.jump(op.load16(op.i32(INTERRUPT_VECTOR)));
};

export const branching: readonly InstructionDefinition[] = [
  ...instruction("BPL", "Branch on Result Plus", branches(state.negative, 0), [[0x10, "relative", 2]]),
  ...instruction("BMI", "Branch on Result Minus", branches(state.negative, 1), [[0x30, "relative", 2]]),
  ...instruction("BVC", "Branch on Overflow Clear", branches(state.overflow, 0), [[0x50, "relative", 2]]),
  ...instruction("BVS", "Branch on Overflow Set", branches(state.overflow, 1), [[0x70, "relative", 2]]),
  ...instruction("BCC", "Branch on Carry Clear", branches(state.carry, 0), [[0x90, "relative", 2]]),
  ...instruction("BCS", "Branch on Carry Set", branches(state.carry, 1), [[0xb0, "relative", 2]]),
  ...instruction("BNE", "Branch on Result Not Zero", branches(state.zero, 0), [[0xd0, "relative", 2]]),
  ...instruction("BEQ", "Branch on Result Zero", branches(state.zero, 1), [[0xf0, "relative", 2]]),
  ...instruction("JMP", "Jump to New Location", jump, [[0x4c, "absolute", 3]]),
  ...instruction("JMP", "Jump to New Location", jumpIndirect, [[0x6c, "indirect", 5]]),
  ...instruction("JSR", "Jump to New Location Saving Return Address", jumpToSubroutine, [[0x20, "absolute", 6]]),
  ...instruction("RTS", "Return from Subroutine", returnFromSubroutine, [[0x60, "implied", 6]]),
  ...instruction("RTI", "Return from Interrupt", returnFromInterrupt, [[0x40, "implied", 6]], "at once"),
  ...instruction("BRK", "Force Break", forceBreak, [[0x00, "implied", 7]], "at once"),
];
