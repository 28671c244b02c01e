/** What cases about tapes have in common. */
import { block, MARK, tapeFile } from "../tape-files.ts";

/** Three blocks, a tape mark, one block, two tape marks. */
export const TWO_FILES = () => tapeFile([block(1, 16), block(2, 32), block(3, 8), MARK, block(4, 12), MARK, MARK]);
export const BLANK = () => new Uint8Array(0);

/** Why endings differ. */
export const UNIT_END =
  "GA22-6866, 'Control Unit End', and GA32-0021, 'Not Capable': a control command that ends with unit check or unit exception gives control unit end too. Hercules does so after REWIND UNLOAD only.";
export const COUNT =
  "A tape mark has no data, so that nothing of the count is used up: Hercules says that all is, reading backward.";
export const CHECKS =
  "GA32-0021: REQUEST TRACK IN ERROR, LOOP WRITE TO READ and DIAGNOSTIC MODE SET are there, and SENSE RESERVE and SENSE RELEASE are rejected without the two-channel switch. Hercules has it the other way round.";
export const RING =
  "GA32-0021, 'File Protect': the reel is still on, and its ring in it. Hercules has let go of its file.";

export const READY = ["180 3420 a.aws"];
export const PROTECTED = ["180 3420 a.aws ro"];
export const EMPTY = ["180 3420 *"];

/** CCWs that most cases need, and an area for data. */
export const CCWS = `
READ     CCW   X'02',X'8000',X'20',64
BACKWARD CCW   X'0C',X'803F',X'20',64
REWIND   CCW   X'07',0,X'20',1
UNLOAD   CCW   X'0F',0,X'20',1
MARK     CCW   X'1F',0,X'20',1
GAP      CCW   X'17',0,X'20',1
NOP      CCW   X'03',0,X'20',1
BSB      CCW   X'27',0,X'20',1
BSF      CCW   X'2F',0,X'20',1
FSB      CCW   X'37',0,X'20',1
FSF      CCW   X'3F',0,X'20',1
SENSE    CCW   X'04',X'8100',X'20',24
WRITE    CCW   X'01',DATA,X'20',L'DATA
DATA     DC    C'WRITTEN HERE'
`;

/** So many bytes behind the first 64, in which nothing must change either. */
const DATA = [["8000", 80]] as const;

/**
 * Bits of bytes 0 to 3 and 7 that both have. The rest: bit 1 of byte 1 says here that the unit is ready (GA32-0021, "TU
 * Status A"), and bit 5 that it has written; byte 4 has what the manual has for a tape that has run away; bytes 6 and 13
 * to 20 say which model and which features it has.
 */
export const base = { senseBits: "FF3B00C000000060".padEnd(48, "0"), areas: DATA } as const;
