/**
 * The 6502's public face. A machine has 64 KiB of storage, page zero and the stack's page 1 among it, vectors at $FFFA
 * (NMI), $FFFC (reset) and $FFFE (IRQ and BRK), and ports, by default at $F001 (print), $F004 (key), $F005 (is there a
 * key), $F006 (interrupt line) and $F00F (exit).
 */
export { type DecodedInstruction, decode } from "./instructions/decoded.ts";
export { findInstruction, type InstructionDefinition, instructions, type Mode } from "./instructions/index.ts";
export { DEFAULT_PORTS, type PortAddresses } from "./ports.ts";
export {
  type ExecutorName,
  INTERRUPT_LINE,
  KEYBOARD,
  Mos6502,
  NON_MASKABLE_LINE,
  RESET_LINE,
  type Registers,
} from "./system.ts";
