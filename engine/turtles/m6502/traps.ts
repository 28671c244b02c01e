/** What can end an instruction of the 6502 before it has changed anything: the codes of its traps. */

/** The byte is none of the 151 documented operation codes. The machine stops there. */
export const ILLEGAL_OPCODE = 1;

/**
 * A jump or taken branch to itself: nothing but an interrupt can end it, so the machine waits instead of going round.
 * The processor counts the cycles of the jump; state is otherwise as it was.
 */
export const SELF_JUMP = 2;
