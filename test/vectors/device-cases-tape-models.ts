/** Cases about tape units other than the 3420: what they have of its commands, and their sense bytes. */
import type { DeviceCase } from "./device-case.ts";
import { TWO_FILES } from "./device-cases/tape-common.ts";

/** Commands that the 3420 has too, and their codes. */
const SHARED = `
READ     CCW   X'02',X'8000',X'20',64
BACKWARD CCW   X'0C',X'803F',X'20',64
REWIND   CCW   X'07',0,X'20',1
UNLOAD   CCW   X'0F',0,X'20',1
MARK     CCW   X'1F',0,X'20',1
GAP      CCW   X'17',0,X'20',1
NOP      CCW   X'03',0,X'20',1
BSB      CCW   X'27',0,X'20',1
FSB      CCW   X'37',0,X'20',1
BSF      CCW   X'2F',0,X'20',1
FSF      CCW   X'3F',0,X'20',1
SENSE    CCW   X'04',X'8100',X'20',24
MODE1600 CCW   X'C3',0,X'20',1
WRITE    CCW   X'01',DATA,X'20',L'DATA
ERASE    CCW   X'17',0,X'60',1
         CCW   X'97',0,X'20',1
DATA     DC    C'WRITTEN HERE'
`;

/** Codes that a 3410 rejects: DIAGNOSTIC MODE SET, LOOP WRITE TO READ, SET DIAGNOSE, mode set of 6250, sense for two channels, none. */
const REJECTED = ["0B", "8B", "4B", "D3", "F4", "D4", "E4", "77"];

/**
 * Bits of the sense bytes that are compared: of byte 1 not that the unit is ready, which Hercules says by none, nor that it has
 * written; not bytes 3 and 4, where it has neither density nor direction, and something of its own; of byte 6 not which model it is.
 */
const senseBits = "FFAB000000FFFCFFFF".padEnd(48, "0");

const UNIT_END =
  "GA22-6866, 'Control Unit End': a control command that ends with unit check or unit exception gives control unit end too. Hercules does so after REWIND UNLOAD only.";

export const cases: readonly DeviceCase[] = ["3410", "3411"].flatMap((type): DeviceCase[] => [
  {
    name: `${type}: reads, spaces and writes`,
    source: `
         IO    X'180',READ
         IO    X'180',FSB
         IO    X'180',BACKWARD
         IO    X'180',BSB
         IO    X'180',FSF
         IO    X'180',READ
         IO    X'180',NOP
         IO    X'180',MODE1600
         IO    X'180',WRITE
         IO    X'180',MARK
         IO    X'180',GAP
         IO    X'180',BSF
         IO    X'180',BSB
         IO    X'180',READ
         IO    X'180',REWIND
         IO    X'180',SENSE
         DONE
${SHARED}`,
    configuration: [`180 ${type} a.aws`],
    files: { "a.aws": TWO_FILES },
    areas: [["8000", 80]],
    outputs: ["a.aws"],
    senseBits,
  },
  {
    name: `${type}: rejects what only a 3420 has`,
    source: `
${REJECTED.map((code) => `         IO    X'180',C${code}\n`).join("")}         IO    X'180',SENSE
         IO    X'180',BSB
         IO    X'180',ERASE
         IO    X'180',UNLOAD
         IO    X'180',SENSE
         DONE
${REJECTED.map((code) => `C${code}      CCW   X'${code}',X'8000',X'20',1\n`).join("")}${SHARED}`,
    configuration: [`180 ${type} a.aws ro`],
    files: { "a.aws": TWO_FILES },
    senseBits,
    differs: UNIT_END,
    expected: {
      "slot 10":
        "io 180 cc 1 csw 00 000000 2E 00 0000 sense 004A00060040230000000000000000000000000000000000 left 000F",
    },
  },
]);
