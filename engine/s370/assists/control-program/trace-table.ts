/** Entries of the control program's trace table: 16 bytes, round and round (as Hercules 4.x does). */
import type { ControlProgramCall } from "./call.ts";
import { PSA } from "./layout.ts";

/** First bytes of entries: those of the control program's own, with bit 0 one because an assist made them. */
export const TRACED = { SVC: 0x82, FREE: 0x86, FRET: 0x87, RUN: 0x8a } as const;

const ENTRY_SIZE = 16;

/** Makes the next entry, of four words; `kind` takes the place of the first one's first byte. */
export function trace(call: ControlProgramCall, kind: number, words: readonly [number, number, number, number]): void {
  const at = call.pointer(PSA.TRACCURR);
  const next = at + ENTRY_SIZE;
  call.setWord(PSA.TRACCURR, next === call.pointer(PSA.TRACEND) ? call.word(PSA.TRACSTRT) : next);
  words.forEach((word, i) => {
    call.setWord(at + 4 * i, word);
  });
  call.setByte(at, kind);
}
