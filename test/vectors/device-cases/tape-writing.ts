/** Cases about writing on tapes; see ../device-cases-tape.ts. */
import type { DeviceCase } from "../device-case.ts";
import { TWO_FILES, BLANK, UNIT_END, COUNT, READY, PROTECTED, CCWS, base } from "./tape-common.ts";

export const writing: readonly DeviceCase[] = [
  {
    name: "3420: writes a tape, and reads it back both ways",
    source: `
         IO    X'180',WRITE
         IO    X'180',PIECES
         IO    X'180',MARK
         IO    X'180',WRITE
         IO    X'180',MARK
         IO    X'180',MARK
         IO    X'180',REWIND
         IO    X'180',READ
         IO    X'180',READ2
         IO    X'180',READ
         IO    X'180',BACKWARD
         IO    X'180',BACK2
         IO    X'180',FSF
         IO    X'180',READ
         IO    X'180',READ
         DONE
READ2    CCW   X'02',X'8040',X'20',64
BACK2    CCW   X'0C',X'809F',X'20',64
PIECES   CCW   X'01',DATA,X'20',3
${CCWS}`,
    configuration: READY,
    files: { "a.aws": BLANK },
    outputs: ["a.aws"],
    ...base,
    areas: [["8000", 0xa0]],
    differs: COUNT,
    expected: {
      "slot 11": "io 180 cc 0 csw 00 0010E0 0D 00 0040",
    },
  },
  {
    name: "3420: a chain of commands writes, goes back, and reads",
    source: `
         IO    X'180',CHAIN
         DONE
CHAIN    CCW   X'07',0,X'60',1
         CCW   X'01',DATA,X'60',4
         CCW   X'01',DATA+4,X'60',4
         CCW   X'1F',0,X'60',1
         CCW   X'27',0,X'60',1
         CCW   X'27',0,X'60',1
         CCW   X'02',X'8000',X'60',16
         CCW   X'07',0,X'60',1
         CCW   X'02',X'8010',X'60',16
         CCW   X'03',0,X'20',1
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    outputs: ["a.aws"],
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 1": "io 180 cc 0 csw 00 001038 25 00 0001",
    },
  },
  {
    name: "3420: what is written in the middle of a tape ends it",
    source: `
         IO    X'180',FSB
         IO    X'180',WRITE
         IO    X'180',BSB
         IO    X'180',READ
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    outputs: ["a.aws"],
    ...base,
  },
  {
    name: "3420: a tape mark in the middle of a tape ends it",
    source: `
         IO    X'180',FSF
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',MARK
         IO    X'180',BSB
         IO    X'180',BACKWARD
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    outputs: ["a.aws"],
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 2": "io 180 cc 1 csw 00 000000 2D 00 0000",
      "slot 5": "io 180 cc 1 csw 00 000000 2D 00 0000",
    },
  },
  {
    name: "3420: a tape mark ends a chain by unit exception",
    source: `
         IO    X'180',CHAIN
         IO    X'180',CHAIN
         DONE
CHAIN    CCW   X'02',X'8000',X'60',64
         CCW   X'02',X'8000',X'60',64
         CCW   X'02',X'8000',X'60',64
         CCW   X'02',X'8040',X'60',64
         CCW   X'02',X'8000',X'20',64
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
  },
  {
    name: "3420: nothing is written without the ring",
    source: `
         IO    X'180',WRITE
         IO    X'180',MARK
         IO    X'180',READ
         IO    X'180',WRITE
         IO    X'180',ERASES
         IO    X'180',FSB
         IO    X'180',BSB
         IO    X'180',SENSE
         DONE
ERASES   CCW   X'17',0,X'60',1
         CCW   X'97',0,X'20',1
${CCWS}`,
    configuration: PROTECTED,
    files: { "a.aws": TWO_FILES },
    ...base,
  },
];
