/**
 * Each DIAGNOSE code of the table: programs with good registers, and what they come to; and what it may come to with bad ones. What each does in full is in the tests of
 * its own.
 */
import { ADDRESSING, type Call, type Outcome, PROTECTION, SPECIFICATION } from "./diagnosing.ts";
import type { CpMachine } from "./support.ts";

export interface Code {
  readonly code: number;
  /** Calls that it needs before, and the good one. */
  readonly calls: readonly Call[];
  /** What lies from X'1000' on. */
  readonly data?: string;
  /** Of the last call: whether it has come to what the manual says. */
  readonly isGood: (outcome: Outcome, run: CpMachine) => boolean;
  /** Condition codes that it may set; empty where it sets none: they stay what they were, which is 0. */
  readonly conditionCodes: readonly number[];
  /** Program interruptions that it may cause. */
  readonly interruptions: readonly number[];
  /** Values of Rx and Ry that would have the program destroy itself, or give the user a terminal's turn. */
  readonly harms?: (rx: number, ry: number) => boolean;
}

const NEVER = (): boolean => false;
const name = (text: string): Pick<Call, "rx" | "rx1"> => {
  const codes = [...text.padEnd(8)].map((letter) => EBCDIC[letter] ?? 0x40);
  const word = (from: number): number => codes.slice(from, from + 4).reduce((all, code) => all * 256 + code, 0);
  return { rx: word(0), rx1: word(4) };
};
/** The letters and digits of the names below. */
const EBCDIC: Readonly<Record<string, number>> = {
  L: 0xd3,
  I: 0xc9,
  B: 0xc2,
  "1": 0xf1,
  V: 0xe5,
  M: 0xd4,
  R: 0xd9,
  E: 0xc5,
  S: 0xe2,
};

const place = (cylinder: number, page: number): number => (cylinder << 16) | (page << 8);
/** Whether a buffer would lie over the program. */
const overProgram = (address: number): boolean => (address & 0xffffff) < 0x1000;

/** Reads record 1 of the minidisk's first track; its count has the real cylinder. */
const READ = `
CCWS     CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEARCH,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'06',BUFFER,X'20',8
SEEK     DC    X'000000000000'
SEARCH   DC    X'0014000001'
BUFFER   DC    8X'EE'
`;

export const CODES: readonly Code[] = [
  {
    code: 0x00,
    calls: [{ code: 0x00, rx: 0x1000, ry: 40 }],
    isGood: ({ ry }, run) => ry === 8 && run.storage("A", 0x1000, 6) === "E5D461F3F7F0",
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x04,
    calls: [{ code: 0x04, rx: 0x1000, ry: 1, ry1: 0x1800 }],
    data: "         DC    F'108'",
    isGood: (_outcome, run) => run.storage("A", 0x1800, 4) === "00000830",
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x08,
    calls: [{ code: 0x08, rx: 0x1000, ry: 11 }],
    data: "         DC    C'MSG * HELLO'",
    isGood: ({ ry }, run) => ry === 0 && run.terminal(0x009).text.includes("HELLO"),
    conditionCodes: [0, 1],
    interruptions: [SPECIFICATION, ADDRESSING],
    harms: (_rx, ry) => (ry & 0xffffff) === 0,
  },
  {
    code: 0x0c,
    calls: [{ code: 0x0c, rx: 0x1000 }],
    isGood: (_outcome, run) => /^(F\d){2}61/.test(run.storage("A", 0x1000, 8)),
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x10,
    calls: [{ code: 0x10, rx: 0x2000, ry: 0x3000 }],
    data: "         ORG   GUEST+X'2000'\n         DC    8192X'11'",
    isGood: (_outcome, run) => run.storage("A", 0x2000, 4) === "" && run.storage("A", 0x3000, 4) === "",
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
    harms: (rx) => overProgram(rx),
  },
  {
    code: 0x14,
    calls: [{ code: 0x14, rx: 0x8000, ry: 0x00c, ry1: 0 }],
    // Nothing waits at the reader.
    isGood: ({ cc }) => cc === 2,
    conditionCodes: [0, 1, 2, 3],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x18,
    calls: [{ code: 0x18, rx: 0x191, ry: 0x1000, r15: 1 }],
    data: READ,
    isGood: ({ cc }, run) => cc === 0 && run.storage("A", 0x102b, 8) === "0000000000000000",
    conditionCodes: [0, 1, 2, 3],
    interruptions: [],
  },
  {
    code: 0x1c,
    calls: [{ code: 0x1c, rx: 1 }],
    // It has begun, or is done.
    isGood: ({ interruption }, { cp: { state } }) =>
      interruption === undefined && (state.recording.clearing !== undefined || state.recording.page === 1),
    conditionCodes: [],
    interruptions: [SPECIFICATION],
  },
  {
    code: 0x20,
    calls: [{ code: 0x20, rx: 0x191, ry: 0x1000 }],
    data: READ,
    isGood: ({ cc }, run) => cc === 0 && run.storage("A", 0x102b, 8) === "0000000000000000",
    conditionCodes: [0, 1, 2, 3],
    interruptions: [],
  },
  {
    code: 0x24,
    calls: [{ code: 0x24, rx: 0x191 }],
    isGood: ({ cc, ry, ry1 }) => cc === 0 && ry >>> 16 === 0x0410 && ry1 >>> 16 === 0x0410,
    conditionCodes: [0, 2, 3],
    interruptions: [],
  },
  {
    code: 0x28,
    calls: [{ code: 0x28, rx: 0x1000, ry: 0x191 }],
    data: "         CCW   X'03',0,X'20',1",
    // Nothing goes on there.
    isGood: ({ cc, r15 }) => cc === 1 && r15 === 5,
    conditionCodes: [0, 1, 2],
    interruptions: [],
  },
  {
    code: 0x2c,
    calls: [{ code: 0x2c, rx: 1 }],
    isGood: ({ rx, ry }) => rx === place(3, 1) && ry === 2,
    conditionCodes: [],
    interruptions: [SPECIFICATION],
  },
  {
    code: 0x30,
    calls: [{ code: 0x30, rx: place(3, 2), ry: 0x8000 }],
    isGood: ({ cc }, run) => cc === 0 && run.storage("A", 0x8000, 4) === "00030200",
    conditionCodes: [0, 1, 2, 3],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x34,
    calls: [{ code: 0x34, rx: 0x8000, ry: 0x00c }],
    // There has been no dump.
    isGood: ({ cc }) => cc === 2,
    conditionCodes: [0, 1, 2, 3],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x38,
    calls: [{ code: 0x38, rx: 0x8000 }],
    isGood: (_outcome, run) => run.storage("A", 0x8000, 6) === "C4D4D2D7E2C1",
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
    harms: (rx) => overProgram(rx),
  },
  {
    code: 0x3c,
    calls: [{ code: 0x3c, rx: name("VMRE").rx, ry: name("S").rx }],
    // The directory in use is none of a volume's.
    isGood: ({ cc }) => cc === 2,
    conditionCodes: [0, 2, 3],
    interruptions: [],
  },
  {
    code: 0x40,
    calls: [{ code: 0x40 }],
    isGood: ({ interruption }) => interruption === SPECIFICATION,
    conditionCodes: [],
    interruptions: [SPECIFICATION],
  },
  {
    code: 0x48,
    calls: [{ code: 0x48, rx: 4, r0: -32, r1: 0x1000, r15: 7 }],
    data: "         DC    X'10660000',28X'00'",
    isGood: ({ r15 }) => r15 === 0,
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x4c,
    calls: [{ code: 0x4c }],
    isGood: ({ cc }) => cc === 0,
    conditionCodes: [0, 1, 2, 3],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x50,
    calls: [{ code: 0x50, rx: 0x1000, ry: 1 }],
    data: "         DC    CL8'NCP1',A(X'2000',4096,32,0)",
    isGood: ({ ry }) => ry === 0,
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x54,
    calls: [{ code: 0x54, rx: 1 }],
    isGood: (_outcome, run) => run.vm("A").state.console.programAccess2,
    conditionCodes: [],
    interruptions: [],
  },
  {
    code: 0x58,
    calls: [{ code: 0x58, rx: 0x1000, ry: 0x009 }],
    data: "         DC    X'19',AL3(X'1008'),X'20',X'00',AL2(8)",
    // The console is no display.
    isGood: ({ cc }) => cc === 1,
    conditionCodes: [0, 1],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x5c,
    calls: [
      { code: 0x08, rx: 0x1000, ry: 13 },
      { code: 0x5c, rx: 0x1010, ry: 20 },
    ],
    data: "         DC    C'SET EMSG TEXT'",
    isGood: ({ rx, ry }) => rx === 0x101b && ry === 9,
    conditionCodes: [],
    interruptions: [SPECIFICATION],
  },
  {
    code: 0x60,
    calls: [{ code: 0x60 }],
    isGood: ({ rx }) => rx === 0x40000,
    conditionCodes: [],
    interruptions: [],
  },
  {
    code: 0x64,
    calls: [
      { code: 0x08, rx: 0x1008, ry: 11 },
      { code: 0x64, rx: 0x1000, ry: 0x0c },
    ],
    data: "         DC    CL8'SEG'\n         DC    C'SAVESYS SEG'",
    isGood: ({ cc, rx, ry }) => cc === 1 && rx === 0x20000 && ry === 0x20fff,
    conditionCodes: [0, 1, 2],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x68,
    calls: [{ code: 0x68, rx: 0x1000, ry: 99 }],
    data: "         DC    40X'00'",
    // AUTHORIZE, with no room for interruptions.
    isGood: ({ ry }) => ry === 1,
    conditionCodes: [0, 1, 2, 3],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x74,
    calls: [{ code: 0x74, ...name("LIB1"), ry: 0x8000, ry1: 4096 }],
    isGood: ({ ry }, run) => ry === 0 && run.storage("A", 0x8000, 4) === "00000000",
    conditionCodes: [],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
  {
    code: 0x78,
    calls: [{ code: 0x78 }],
    isGood: ({ interruption }) => interruption === PROTECTION,
    conditionCodes: [],
    interruptions: [PROTECTION],
  },
  {
    code: 0x84,
    calls: [{ code: 0x84, rx: 0x1000, ry: 32 }],
    data: "         DC    CL8'NOSUCH',CL8'PASS',CL8'LOGPASS',CL8'NEW'",
    // There is no such user.
    isGood: ({ cc, ry }) => cc === 1 && ry !== 32,
    conditionCodes: [0, 1],
    interruptions: [SPECIFICATION, ADDRESSING],
  },
];

/** Whether registers have the program destroy itself. */
export function harms({ harms: does = NEVER }: Code, rx: number, ry: number): boolean {
  return does(rx, ry);
}
