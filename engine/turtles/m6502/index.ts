/** The 6502's public face. */
export { type DecodedInstruction, decode } from "./instructions/decoded.ts";
export { findInstruction, type InstructionDefinition, instructions, type Mode } from "./instructions/index.ts";
export { DEFAULT_PORTS, type PortAddresses } from "./ports.ts";
export { INTERRUPT_LINE, KEYBOARD, Mos6502, NON_MASKABLE_LINE, RESET_LINE, type Registers } from "./system.ts";
