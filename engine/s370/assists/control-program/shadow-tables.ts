/** Shadow tables that are made invalid as a whole: ZAPSEGS and ZAPPAGE (as Hercules 4.x does VIST and VIPT). */
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import { APSTAT2, ARCHTECT, ECBLOK, PSA } from "./layout.ts";

const SEGMENT_INVALID = 1;
const ORIGIN = 0xff_fff8;

/** Fills the page table of a shadow segment-table entry with invalid entries; then the segment is valid. `row`: of ARCHTECT. */
function invalidatePages(call: ControlProgramCall, row: number, segmentEntry: number): void {
  const segment = call.word(segmentEntry);
  const table = segment & ORIGIN;
  if (table === 0) return;
  call.setWord(segmentEntry, segment & ~SEGMENT_INVALID);
  const invalid = call.byte(row + ARCHTECT.PINVBIT);
  const length = call.halfword(row + ARCHTECT.PAGTLEN);
  const word = Math.imul(invalid, 0x0101_0101);
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) call.setWord(table + at, word);
  for (let at = whole; at < length; at++) call.setByte(table + at, invalid);
}

/** ZAPPAGE. General register 6: shadow segment-table entry. First operand: ARCHTECT. Second: displacement of the row there. */
export const zapPage: ControlProgramFunction = (call) => {
  invalidatePages(call, call.first + call.second, call.gr(6));
  return call.returnAddress;
};

/**
 * ZAPSEGS. General register 9: displacement of the row of ARCHTECT, which is the first operand. Second: EXTSHCR1, and behind it
 * the shadow segment table's length in bytes. Goes back to register 8, with the last entry's address in 6.
 */
export const zapSegments: ControlProgramFunction = (call) => {
  const row = call.first + call.gr(9);
  const table = call.word(call.second) & ORIGIN;
  const length = call.halfword(call.second + ECBLOK.EXTSHLEN - ECBLOK.EXTSHCR1);
  for (let entry = table; entry < table + length; entry += 4) {
    call.setWord(entry, call.word(entry) | SEGMENT_INVALID);
    call.setGr(6, entry);
    invalidatePages(call, row, entry);
  }
  call.setFlags(PSA.APSTAT2, 0, APSTAT2.CPPTLBR);
  return call.gr(8) & ADDRESS;
};
