/** Cases about tapes: each command of a 3420, and each of its endings, on AWS and HET images. */
import { assembleCase, type DeviceCase } from "./device-case.ts";
import { block, MARK, tapeFile, text } from "./tape-files.ts";

/** Three blocks, a tape mark, one block, two tape marks. */
const TWO_FILES = () => tapeFile([block(1, 16), block(2, 32), block(3, 8), MARK, block(4, 12), MARK, MARK]);
const BLANK = () => new Uint8Array(0);

const UNIT_END =
  "GA22-6866, 'Control Unit End', and GA32-0021, 'Not Capable': a control command that ends with unit check or unit exception gives control unit end too. Hercules does so after REWIND UNLOAD only.";
const COUNT =
  "A tape mark has no data, so that nothing of the count is used up: Hercules says that all is, reading backward.";
const CHECKS =
  "GA32-0021: REQUEST TRACK IN ERROR, LOOP WRITE TO READ and DIAGNOSTIC MODE SET are there, and SENSE RESERVE and SENSE RELEASE are rejected without the two-channel switch. Hercules has it the other way round.";
const RING =
  "GA32-0021, 'File Protect': the reel is still on, and its ring in it. Hercules has let go of its file.";

const READY = ["180 3420 a.aws"];
const PROTECTED = ["180 3420 a.aws ro"];
const EMPTY = ["180 3420 *"];

/** CCWs that most cases need, and an area for data. */
const CCWS = `
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
const base = { senseBits: "FF3B00C000000060".padEnd(48, "0"), areas: DATA } as const;

export const cases: readonly DeviceCase[] = [
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
  {
    name: "3420: commands that it does not have",
    source: `
         IO    X'180',WRONG1
         IO    X'180',WRONG2
         IO    X'180',WRONG3
         IO    X'180',WRONG4
         IO    X'180',WRONG5
         IO    X'180',READ
         DONE
WRONG1   CCW   X'05',X'8000',X'20',1
WRONG2   CCW   X'06',X'8000',X'20',1
WRONG3   CCW   X'E4',X'8000',X'20',7
WRONG4   CCW   X'4B',DATA,X'20',1
WRONG5   CCW   X'43',X'8000',X'20',1
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
  },
  {
    name: "3420: mode sets, of nine tracks and of seven",
    source: `
         IO    X'180',MODES1
         IO    X'180',MODES2
         IO    X'180',MODES3
         IO    X'180',MODES4
         IO    X'180',READ
         DONE
MODES1   CCW   X'C3',0,X'60',1
         CCW   X'CB',0,X'60',1
         CCW   X'D3',0,X'60',1
         CCW   X'EB',0,X'20',1
MODES2   CCW   X'13',0,X'60',1
         CCW   X'23',0,X'60',1
         CCW   X'2B',0,X'60',1
         CCW   X'33',0,X'60',1
         CCW   X'3B',0,X'20',1
MODES3   CCW   X'53',0,X'60',1
         CCW   X'63',0,X'60',1
         CCW   X'6B',0,X'60',1
         CCW   X'73',0,X'60',1
         CCW   X'7B',0,X'20',1
MODES4   CCW   X'93',0,X'60',1
         CCW   X'A3',0,X'60',1
         CCW   X'AB',0,X'60',1
         CCW   X'B3',0,X'60',1
         CCW   X'BB',0,X'20',1
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
  },
  {
    name: "3420: request track in error, loop write to read, diagnostic mode set",
    source: `
         IO    X'180',TRACK
         IO    X'180',LOOP
         IO    X'180',DIAGNOSE
         IO    X'180',RESERVE
         IO    X'180',RELEASE
         IO    X'180',READ
         DONE
TRACK    CCW   X'1B',DATA,X'20',1
LOOP     CCW   X'8B',DATA,X'20',12
DIAGNOSE CCW   X'0B',0,X'20',1
RESERVE  CCW   X'F4',X'8040',X'20',24
RELEASE  CCW   X'D4',X'8040',X'20',24
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    differs: CHECKS,
    expected: {
      "slot 1": "io 180 cc 0 csw 00 001058 0C 00 0000",
      "slot 2": "io 180 cc 0 csw 00 001060 0C 00 0000",
      "slot 3": "io 180 cc 1 csw 00 000000 0C 00 0000",
      "slot 4": "io 180 cc 1 csw 00 000000 02 00 0000 sense 8048000000C03B0000000000000000000000000000000000 left 0000",
      "slot 5": "io 180 cc 1 csw 00 000000 02 00 0000 sense 8048000000C03B0000000000000000000000000000000000 left 0000",
    },
  },
  {
    name: "3420: no tape is on",
    source: `
         IO    X'180',READ
         IO    X'180',BACKWARD
         IO    X'180',WRITE
         IO    X'180',MARK
         IO    X'180',REWIND
         IO    X'180',FSB
         IO    X'180',BSF
         IO    X'180',NOP
         IO    X'180',SENSE
         DONE
${CCWS}`,
    configuration: EMPTY,
    ...base,
  },
  {
    name: "3420: a tape is put on: device end",
    source: `
         IO    X'180',READ
         STAGE 1
         AWAIT
         IO    X'180',READ
         IO    X'180',UNLOAD
         IO    X'180',READ
         STAGE 2
         AWAIT
         IO    X'180',READ
         DONE
${CCWS}`,
    configuration: EMPTY,
    files: { "a.aws": TWO_FILES },
    steps: [
      { stage: 1, hercules: ["devinit 180 a.aws"], here: [["180", "mount a.aws ring"]] },
      { stage: 2, hercules: ["devinit 180 a.aws"], here: [["180", "ready"]] },
    ],
    ...base,
    differs: RING,
    expected: {
      "slot 4": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 4020000000C03B0000000000000000000000000000000000 left 0000",
      "slot 5": "io 180 cc 1 csw 00 000000 02 00 0000 sense 4020000000C03B0000000000000000000000000000000000 left 0000",
    },
  },
  {
    name: "3420: rewinds, from where it is and from the load point",
    source: `
         IO    X'180',REWIND
         IO    X'180',READ
         IO    X'180',FSF
         IO    X'180',REWIND
         IO    X'180',READ
         IO    X'180',REWIND
         IO    X'180',BSB
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": TWO_FILES },
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 7": "io 180 cc 1 csw 00 000000 2E 00 0000 sense 0048000200C03B0000000000000000000000000000000000 left 0000",
    },
  },
  {
    name: "3420: erases a gap where nothing is written",
    source: `
         IO    X'180',WRITE
         IO    X'180',GAP
         IO    X'180',WRITE
         IO    X'180',REWIND
         IO    X'180',FSB
         IO    X'180',READ
         DONE
${CCWS}`,
    configuration: READY,
    files: { "a.aws": BLANK },
    outputs: ["a.aws"],
    ...base,
  },
  {
    name: "3420: blocks in several chunks, read both ways",
    source: `
         IO    X'180',READ
         IO    X'180',FSB
         IO    X'180',READ2
         IO    X'180',BACKWARD
         DONE
READ2    CCW   X'02',X'8040',X'20',16
${CCWS}`,
    configuration: READY,
    files: { "a.aws": () => tapeFile([block(1, 50), block(2, 64), block(3, 30), MARK], { chunk: 7 }) },
    ...base,
  },
  {
    name: "3420: a HET image, compressed by zlib, read and written on",
    source: `
         IO    X'180',READ
         IO    X'180',BIG
         IO    X'180',WRITE
         IO    X'180',BSB
         IO    X'180',BSB
         IO    X'180',BIGBACK
         IO    X'180',FSB
         IO    X'180',READ
         DONE
BIG      CCW   X'02',X'10000',X'20',60000
BIGBACK  CCW   X'0C',X'2FFFF',X'20',40000
${CCWS}`,
    configuration: ["180 3420 a.het"],
    files: { "plain.aws": bigTape },
    made: { "a.het": ["hetupd", "-z", "-c", "4096", "plain.aws", "a.het"] },
    ...base,
    areas: [
      ["8000", 64],
      ["10000", 16],
      ["19C30", 32],
      ["263C0", 8],
    ],
  },
  {
    name: "3420: a HET image, compressed by bzip2",
    source: `
         IO    X'180',READ
         IO    X'180',BIG
         IO    X'180',READ
         DONE
BIG      CCW   X'02',X'10000',X'20',60000
${CCWS}`,
    configuration: ["180 3420 a.het"],
    files: { "plain.aws": bigTape },
    made: { "a.het": ["hetupd", "-b", "plain.aws", "a.het"] },
    ...base,
    areas: [
      ["8000", 64],
      ["10000", 16],
      ["19C30", 32],
    ],
  },
  {
    name: "3420: a labelled tape as hetinit makes it",
    source: `
         IO    X'180',READ
         IO    X'180',READ2
         IO    X'180',READ3
         IO    X'180',READ3
         DONE
READ2    CCW   X'02',X'8080',X'20',80
READ3    CCW   X'02',X'8100',X'20',80
READ     CCW   X'02',X'8000',X'20',80
`,
    configuration: ["180 3420 a.het"],
    made: { "a.het": ["hetinit", "-i", "a.het", "TAPE01", "OWNER"] },
    ...base,
    areas: [["8000", 0x100]],
  },
  {
    name: "3420: a block that cannot be read",
    source: `
         IO    X'180',READ
         IO    X'180',READ
         DONE
${CCWS}`,
    configuration: ["180 3420 a.het"],
    files: { "a.het": unreadable },
    ...base,
  },
  {
    name: "3420: the end of the tape is near",
    source: `
         IO    X'180',READ
         STAGE 1
         AWAIT
         IO    X'180',LONG
         IO    X'180',LONG
         IO    X'180',LONG
         IO    X'180',LONG
         IO    X'180',MARK
         IO    X'180',GAP
         IO    X'180',BSB
         IO    X'180',BACKWARD
         IO    X'180',READ
         IO    X'180',REWIND
         IO    X'180',LONG
         DONE
LONG     CCW   X'01',X'10000',X'20',60000
${CCWS}`,
    configuration: EMPTY,
    files: { "a.aws": BLANK },
    steps: [
      {
        stage: 1,
        // Behind 128 KB there, behind 24 inches at 6,250 bits per inch here: both within the third block.
        hercules: ["devinit 180 a.aws maxsizek=256"],
        here: [["180", "mount a.aws ring feet 37"]],
      },
    ],
    ...base,
    differs: UNIT_END,
    expected: {
      "slot 7": "io 180 cc 1 csw 00 000000 2D 00 0000",
      "slot 8": "io 180 cc 1 csw 00 000000 2D 00 0000",
      "slot 9": "io 180 cc 1 csw 00 000000 2D 00 0000",
    },
  },
  iplCase(),
];

/** Two blocks, compressed; the first one's bytes are damaged. */
function unreadable(): Uint8Array {
  const image = tapeFile([new Uint8Array(50), block(2, 32)], { compression: "zlib" });
  image[9] ^= 0x55;
  return image;
}


/** Blocks that do not fit into one chunk of 4,096 bytes, compressed or not. */
function bigTape(): Uint8Array {
  const words = text("THE QUICK BROWN FOX ");
  let state = 7;
  const mixed = Uint8Array.from({ length: 40_000 }, (_, i) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return i % 3 === 0 ? state >> 16 : words[i % words.length];
  });
  return tapeFile([block(1, 64), mixed, MARK, MARK]);
}

/** A program that is read from tape: 24 bytes with its PSW and the CCW that reads the rest, and the rest. */
function iplCase(): DeviceCase {
  const loaded: DeviceCase = {
    name: "3420: a program is loaded from tape",
    source: `
         IO    X'180',READ
         IO    X'180',READ
         DONE
${CCWS}`,
    configuration: READY,
    ipl: "180",
    files: {
      "a.aws": () => {
        const { image } = assembleCase(loaded);
        const first = Uint8Array.from([...image.subarray(0, 8), 0x02, 0, 0, 0, 0x20, 0, 0xff, 0xff, ...new Uint8Array(8)]);
        return tapeFile([first, image, block(5, 48), MARK]);
      },
    },
    ...base,
  };
  return loaded;
}
