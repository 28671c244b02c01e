/** What stands in the instruction table's place for operation codes E6xx, which no assembler of IBM's has a mnemonic for. */
import { raise } from "../../translator/interpreter.ts";
import type { Helper } from "../../translator/operations.ts";
import type { InstructionDefinition } from "../instructions/definition.ts";
import { OPERATION, PRIVILEGED_OPERATION } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";

/** Where to go on. */
const assistControlProgram: Helper<Processor> = {
  name: "assistControlProgram",
  effect: "changes",
  run: (processor, code, first, second) => {
    const { assists } = processor;
    // Not installed, it is no instruction, in whatever state.
    if (!assists?.features.controlProgram) return raise(OPERATION);
    if (processor.problem) return raise(PRIVILEGED_OPERATION);
    return assists.controlProgram(code, first, second);
  },
};

/** Any operation code that begins with E6. */
export const controlProgramAssist: InstructionDefinition = {
  mnemonic: "",
  opcode: 0xe6,
  format: "SSE",
  privileged: false,
  name: "Control-Program Assist",
  define: (op, f) => {
    const to = op.call(assistControlProgram, f.i2, op.address(f.b1, f.d1), op.address(f.b2, f.d2));
    op.jumpIf(op.notEqual(to, op.get(state.instructionAddress)), to);
  },
};
