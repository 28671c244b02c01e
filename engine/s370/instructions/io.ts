/** Input/output instructions (GA22-7000, "Input/Output Instructions"). */
import type { Helper } from "../../translator/operations.ts";
import type { Processor } from "../processor.ts";
import { type InstructionDefinition, privilegedS } from "./definition.ts";

type Operation = "startIo" | "testIo" | "haltIo" | "testChannel";

/** All four work alike: an address of channel and device, a condition code. */
function instruction(mnemonic: string, opcode: number, name: string, operation: Operation): InstructionDefinition {
  const helper: Helper<Processor> = {
    name: operation,
    effect: "changes",
    run: (processor, address) => processor.channels[operation](address & 0xffff),
  };
  return privilegedS(mnemonic, opcode, name, (op, f) => op.setCc(op.call(helper, op.address(f.b2, f.d2))));
}

export const inputOutput: readonly InstructionDefinition[] = [
  instruction("SIO", 0x9c00, "Start I/O", "startIo"),
  instruction("SIOF", 0x9c01, "Start I/O Fast Release", "startIo"),
  instruction("TIO", 0x9d00, "Test I/O", "testIo"),
  instruction("HIO", 0x9e00, "Halt I/O", "haltIo"),
  instruction("TCH", 0x9f00, "Test Channel", "testChannel"),
];
