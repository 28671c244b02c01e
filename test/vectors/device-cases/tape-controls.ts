/** Cases about controlling tapes, about images of them, and loading from one; see ../device-cases-tape.ts. */
import { assembleCase, type DeviceCase } from "../device-case.ts";
import { TWO_FILES, BLANK, UNIT_END, CHECKS, RING, READY, EMPTY, CCWS, base } from "./tape-common.ts";
import { block, MARK, tapeFile, text } from "../tape-files.ts";

export const controls: readonly DeviceCase[] = [
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
