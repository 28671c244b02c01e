/** Input/output instructions (GA22-7000, "Input/Output Instructions"). */
import { raise } from "../../translator/interpreter.ts";
import type { Helper } from "../../translator/operations.ts";
import { ADDRESSING } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { type InstructionDefinition, privilegedS } from "./definition.ts";

type Operation =
  | "startIo"
  | "resumeIo"
  | "testIo"
  | "clearIo"
  | "haltIo"
  | "haltDevice"
  | "testChannel"
  | "storeChannelId"
  | "clearChannel";

/** Control register 0, bit 0: block multiplexing, without which CLEAR I/O is TEST I/O. */
const BLOCK_MULTIPLEXING = 0x8000_0000;

/** All work alike: an address of channel and device, a condition code. */
function instruction(mnemonic: string, opcode: number, name: string, operation: Operation): InstructionDefinition {
  const helper: Helper<Processor> = {
    name: operation,
    effect: "changes",
    run: (processor, address) => {
      // CSW and CAW cannot be reached.
      if (!processor.real.hasAssignedLocations) raise(ADDRESSING);
      const clears = operation === "clearIo" && (processor.controlRegister(0) & BLOCK_MULTIPLEXING) !== 0;
      const function_ = operation === "clearIo" && !clears ? "testIo" : operation;
      return processor.channels[function_](address & 0xffff);
    },
  };
  return privilegedS(mnemonic, opcode, name, (op, f) => op.setCc(op.call(helper, op.address(f.b2, f.d2))));
}

export const inputOutput: readonly InstructionDefinition[] = [
  instruction("SIO", 0x9c00, "Start I/O", "startIo"),
  instruction("SIOF", 0x9c01, "Start I/O Fast Release", "startIo"),
  instruction("RIO", 0x9c02, "Resume I/O", "resumeIo"),
  instruction("TIO", 0x9d00, "Test I/O", "testIo"),
  instruction("CLRIO", 0x9d01, "Clear I/O", "clearIo"),
  instruction("HIO", 0x9e00, "Halt I/O", "haltIo"),
  instruction("HDV", 0x9e01, "Halt Device", "haltDevice"),
  instruction("TCH", 0x9f00, "Test Channel", "testChannel"),
  instruction("CLRCH", 0x9f01, "Clear Channel", "clearChannel"),
  instruction("STIDC", 0xb203, "Store Channel ID", "storeChannelId"),
];
