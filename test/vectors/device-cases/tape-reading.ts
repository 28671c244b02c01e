/** Cases about reading tapes, forward and backward, and spacing over them; see ../device-cases-tape.ts. */
import type { DeviceCase } from "../device-case.ts";
import { TWO_FILES, UNIT_END, COUNT, READY, CCWS, base } from "./tape-common.ts";

export const reading: readonly DeviceCase[] = [
  {
    name: "3420: reads blocks and tape marks, and beyond",
    source: `
         IO    X'180',READ
         IO    X'180',READ2
         IO    X'180',READ3
         IO    X'180',READ
         IO    X'180',READ4
         IO    X'180',READ
         IO    X'180',READ
         IO    X'180',READ
         DONE
READ2    CCW   X'02',X'8020',X'20',64
READ3    CCW   X'02',X'8060',X'20',64
READ4    CCW   X'02',X'8080',X'20',64
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    areas: [["8000", 0xa0]],
  },
  {
    name: "3420: counts that are shorter and longer than the block, with and without their indication",
    source: `
         IO    X'180',EXACT
         IO    X'180',SHORT
         IO    X'180',LONG
         IO    X'180',REWIND
         IO    X'180',SHORTOK
         IO    X'180',LONGOK
         IO    X'180',SKIPS
         DONE
EXACT    CCW   X'02',X'8000',0,16
SHORT    CCW   X'02',X'8010',0,10
LONG     CCW   X'02',X'8020',0,10
SHORTOK  CCW   X'02',X'8030',X'20',10
LONGOK   CCW   X'02',X'8040',X'20',200
SKIPS    CCW   X'02',X'8100',X'30',8
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    areas: [["8000", 0x80]],
  },
  {
    name: "3420: a block read in pieces by data chaining",
    source: `
         IO    X'180',PIECES
         IO    X'180',PIECES2
         DONE
PIECES   CCW   X'02',X'8000',X'80',3
         CCW   0,X'8010',X'90',4
         CCW   0,X'8020',X'00',9
PIECES2  CCW   X'02',X'8030',X'80',30
         CCW   0,X'8050',X'A0',1
         CCW   0,X'8060',X'20',9
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    areas: [["8000", 0x80]],
  },
  {
    name: "3420: reads backward, blocks and tape marks, to the load point",
    source: `
         IO    X'180',FSF
         IO    X'180',BACKWARD
         IO    X'180',BACK2
         IO    X'180',BACK3
         IO    X'180',BACKWARD
         IO    X'180',BACKWARD
         IO    X'180',BACKWARD
         IO    X'180',READ
         DONE
BACK2    CCW   X'0C',X'8047',0,8
BACK3    CCW   X'0C',X'805F',X'20',16
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    areas: [["8000", 0x80]],
    differs: COUNT,
    expected: {
      "slot 2": "io 180 cc 0 csw 00 001088 0D 00 0040",
    },
  },
  {
    name: "3420: spaces over blocks",
    source: `
         IO    X'180',FSB
         IO    X'180',FSB
         IO    X'180',FSB
         IO    X'180',FSB
         IO    X'180',FSB
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',READ
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',BSB
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 4": "io 180 cc 1 csw 00 000000 2D 00 0000",
      "slot 7": "io 180 cc 1 csw 00 000000 2D 00 0000",
      "slot 13": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 0048000200C03B0000000000000000000000000000000000 left 0000",
      "slot 14": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 0048000200C03B0000000000000000000000000000000000 left 0000",
    },
  },
  {
    name: "3420: spaces over files",
    source: `
         IO    X'180',FSF
         IO    X'180',READ
         IO    X'180',FSF
         IO    X'180',FSF
         IO    X'180',BSF
         IO    X'180',BSF
         IO    X'180',BSF
         IO    X'180',BACKWARD
         IO    X'180',BSF
         IO    X'180',BSF
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 9": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 0048000200C03B0000000000000000000000000000000000 left 0000",
      "slot 10": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 0048000200C03B0000000000000000000000000000000000 left 0000",
    },
  },
  {
    name: "3420: spaces beyond what is written",
    source: `
         IO    X'180',FSF
         IO    X'180',FSF
         IO    X'180',FSF
         IO    X'180',FSB
         IO    X'180',FSF
         IO    X'180',BSB
         IO    X'180',READ
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 4": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 1040000042C03B6000000000000000000000000000000000 left 0000",
      "slot 5": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 1040000042C03B6000000000000000000000000000000000 left 0000",
      "slot 6": "io 180 cc 1 csw 00 000000 2D 00 0000",
    },
  },
];
