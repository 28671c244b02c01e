/** Loads, stores, transfers, the stack and the flags (MCS6500 Programming Manual, "Stack Processing" and others). */
import type { Word } from "../../../translator/operations.ts";
import { BREAK_BIT, UNUSED_BIT } from "../operations.ts";
import { state } from "../state.ts";
import { type InstructionDefinition, instruction, type Semantics } from "./definition.ts";
import { loads, stores, transfers } from "./operands.ts";

const sets =
  (flag: Word, value: 0 | 1): Semantics =>
  (op) =>
    op.set(flag, op.i32(value));

export const moves: readonly InstructionDefinition[] = [
  ...instruction("LDA", "Load Accumulator with Memory", loads(state.accumulator), [
    [0xa9, "immediate", 2],
    [0xa5, "zeroPage", 3],
    [0xb5, "zeroPageX", 4],
    [0xad, "absolute", 4],
    [0xbd, "absoluteX", 4],
    [0xb9, "absoluteY", 4],
    [0xa1, "indexedIndirect", 6],
    [0xb1, "indirectIndexed", 5],
  ]),
  ...instruction("LDX", "Load Index X with Memory", loads(state.indexX), [
    [0xa2, "immediate", 2],
    [0xa6, "zeroPage", 3],
    [0xb6, "zeroPageY", 4],
    [0xae, "absolute", 4],
    [0xbe, "absoluteY", 4],
  ]),
  ...instruction("LDY", "Load Index Y with Memory", loads(state.indexY), [
    [0xa0, "immediate", 2],
    [0xa4, "zeroPage", 3],
    [0xb4, "zeroPageX", 4],
    [0xac, "absolute", 4],
    [0xbc, "absoluteX", 4],
  ]),
  ...instruction("STA", "Store Accumulator in Memory", stores(state.accumulator), [
    [0x85, "zeroPage", 3],
    [0x95, "zeroPageX", 4],
    [0x8d, "absolute", 4],
    [0x9d, "absoluteX", 5],
    [0x99, "absoluteY", 5],
    [0x81, "indexedIndirect", 6],
    [0x91, "indirectIndexed", 6],
  ]),
  ...instruction("STX", "Store Index X in Memory", stores(state.indexX), [
    [0x86, "zeroPage", 3],
    [0x96, "zeroPageY", 4],
    [0x8e, "absolute", 4],
  ]),
  ...instruction("STY", "Store Index Y in Memory", stores(state.indexY), [
    [0x84, "zeroPage", 3],
    [0x94, "zeroPageX", 4],
    [0x8c, "absolute", 4],
  ]),

  ...instruction("TAX", "Transfer Accumulator to Index X", transfers(state.accumulator, state.indexX), [
    [0xaa, "implied", 2],
  ]),
  ...instruction("TAY", "Transfer Accumulator to Index Y", transfers(state.accumulator, state.indexY), [
    [0xa8, "implied", 2],
  ]),
  ...instruction("TXA", "Transfer Index X to Accumulator", transfers(state.indexX, state.accumulator), [
    [0x8a, "implied", 2],
  ]),
  ...instruction("TYA", "Transfer Index Y to Accumulator", transfers(state.indexY, state.accumulator), [
    [0x98, "implied", 2],
  ]),
  ...instruction("TSX", "Transfer Stack Pointer to Index X", transfers(state.stackPointer, state.indexX), [
    [0xba, "implied", 2],
  ]),
  // The one transfer that sets no flags.
  ...instruction("TXS", "Transfer Index X to Stack Pointer", (op) => op.set(state.stackPointer, op.get(state.indexX)), [
    [0x9a, "implied", 2],
  ]),

  ...instruction("PHA", "Push Accumulator on Stack", (op) => op.pushByte(op.get(state.accumulator)), [
    [0x48, "implied", 3],
  ]),
  ...instruction("PHP", "Push Processor Status on Stack", (op) => op.pushByte(op.statusByte(UNUSED_BIT | BREAK_BIT)), [
    [0x08, "implied", 3],
  ]),
  ...instruction(
    "PLA",
    "Pull Accumulator from Stack",
    (op) => {
      const value = op.pullByte();
      op.set(state.accumulator, value);
      op.setNZ(value);
    },
    [[0x68, "implied", 4]],
  ),
  ...instruction(
    "PLP",
    "Pull Processor Status from Stack",
    (op) => op.setStatusByte(op.pullByte()),
    [[0x28, "implied", 4]],
    "delayed",
  ),

  ...instruction("CLC", "Clear Carry Flag", sets(state.carry, 0), [[0x18, "implied", 2]]),
  ...instruction("SEC", "Set Carry Flag", sets(state.carry, 1), [[0x38, "implied", 2]]),
  ...instruction("CLD", "Clear Decimal Mode", sets(state.decimal, 0), [[0xd8, "implied", 2]]),
  ...instruction("SED", "Set Decimal Mode", sets(state.decimal, 1), [[0xf8, "implied", 2]]),
  ...instruction("CLV", "Clear Overflow Flag", sets(state.overflow, 0), [[0xb8, "implied", 2]]),
  ...instruction("CLI", "Clear Interrupt Disable", sets(state.interruptDisable, 0), [[0x58, "implied", 2]], "delayed"),
  ...instruction("SEI", "Set Interrupt Disable", sets(state.interruptDisable, 1), [[0x78, "implied", 2]], "delayed"),
  ...instruction("NOP", "No Operation", () => {}, [[0xea, "implied", 2]]),
];
