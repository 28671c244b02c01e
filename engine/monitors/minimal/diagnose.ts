/**
 * DIAGNOSE: how a guest that knows what it runs under talks to the monitor. The code is the second-operand address, as in VM/370; the two codes
 * are VM/370's own:
 *
 * - X'00' store identification: R1 holds a guest address, R3 how many bytes are wanted. Up to 8 bytes of "TRAPEMUL" are stored; R3 is lowered by as many.
 * - X'44' voluntary end of the time slice: the others go first.
 *
 * Any other code is a specification exception, as DIAGNOSE is on the bare machine here.
 */
import type { Instruction } from "../types.ts";
import { type Guest, SPECIFICATION } from "./guest.ts";
import * as at from "./layout.ts";

/** "TRAPEMUL" in EBCDIC. */
const IDENTIFICATION = [0xe3, 0xd9, 0xc1, 0xd7, 0xc5, 0xd4, 0xe4, 0xd3];

export function diagnose(guest: Guest, { operand, r1, r3 }: Instruction): void {
  if (operand === 0x44) guest.host.store32(at.SLICE_END, guest.host.load32(at.CLOCK));
  else if (operand === 0) {
    const address = guest.gr(r1);
    const wanted = guest.gr(r3);
    const identification = IDENTIFICATION.slice(0, wanted);
    if (identification.length > 0) guest.writable(address, identification.length);
    identification.forEach((byte, i) => {
      guest.store8(address + i, byte);
    });
    guest.setGr(r3, wanted - identification.length);
  } else guest.reflect(SPECIFICATION);
}
