/** QUERY, for every class. */
import { type CommandCase, same } from "./command-case.ts";

const TIME = /^TIME IS \d\d:\d\d:\d\d GMT MONDAY \d\d\/\d\d\/\d\d$/;
const USED = /^CONNECT= \d\d:\d\d:\d\d VIRTCPU= \d{3}:\d\d\.\d\d TOTCPU= \d{3}:\d\d\.\d\d$/;
const KEYS = Array.from({ length: 24 }, (_, i) => `PF${String(i + 1).padStart(2, "0")} UNDEFINED`);
const CONSOLE = [
  "CONS 009 ON CONS 01F  TERM STOP",
  "     009 CL T NOCONT NOHOLD COPY 01    READY",
  "     009 FOR SMITH    DIST BIN-SMIT",
];
const UNIT_RECORD = [
  "RDR  00C CL * NOCONT NOHOLD   EOF      READY",
  "PUN  00D CL A NOCONT NOHOLD COPY 01    READY",
  "     00D FOR SMITH    DIST BIN-SMIT",
  "PRT  00E CL A NOCONT NOHOLD COPY 01    READY",
  "     00E FOR SMITH    DIST BIN-SMIT",
  "PRT  01E CL A NOCONT NOHOLD COPY 01    READY",
  "     01E FOR SMITH    DIST BIN-SMIT",
];
const DISK = "DASD 191 3350 USERS1 R/W  0005 CYL";
const ALL = ["STORAGE = 00256K", "CHANNELS = SEL", ...CONSOLE, ...UNIT_RECORD, "CTCA 0A0 NOT COUPLED", DISK];

/** Files of SMITH's: one printed, of class T, held, and one in his own reader. */
const FILES = [
  "spool console start",
  "msg * hello",
  "spool console stop hold close",
  "spool console start to * nohold",
  "msg * hello",
  "spool console stop",
  "close console name a report",
];
const HEADING = "ORIGINID FILE CLASS RECDS  CPY HOLD";
const FULL_HEADING = `${HEADING} DATE  TIME     NAME         TYPE         DIST`;

const CONSOLES = ["CONS 009 LOGON AS OPERATOR", "CONS 01F LOGON AS SMITH"];
const DISKS = ["DASD 130 CP OWNED  VMRES    000", "DASD 140 CP SYSTEM SPARE1   000", "DASD 350 CP SYSTEM USERS1   002"];
const SPOOLED = [
  "RDR  00C STARTED   SYSTEM",
  "PUN  00D STARTED   SYSTEM   CLASS = A      SEP",
  "PRT  00E STARTED   SYSTEM   CLASS = A      SEP",
  "PRT  00F STARTED   SYSTEM   CLASS = A      SEP",
];
const FREE_CONSOLE = "CONS 020 ENABLED";
const TAPE = ["TAPE 180 FREE", "TAPE 280 FREE"];
const DISPLAY = ["GRAF 0C0 ENABLED"];

/** A query of real devices with each of its operands. */
function real(
  what: string,
  lines: { readonly all: readonly string[]; readonly active: readonly string[]; readonly free: readonly string[] },
  none: string,
): CommandCase[] {
  const by = { by: "operator" } as const;
  const or = (some: readonly string[]): readonly string[] => (some.length === 0 ? [none] : some);
  return [
    ...same(or(lines.all), [`QUERY ${what}`, `QUERY ${what} ALL`], by),
    { ...by, line: `QUERY ${what} ACTIVE`, answer: or(lines.active) },
    { ...by, line: `QUERY ${what} FREE`, answer: or(lines.free) },
    ...same([none], [`QUERY ${what} OFFLINE`, `QUERY ${what} ATTACHED`], by),
  ];
}

export const QUERY_CASES: readonly CommandCase[] = [
  { line: "QUERY TIME", answer: [TIME, USED] },
  {
    line: "QUERY SET",
    answer: [
      "MSG ON , WNG ON , EMSG TEXT, ACNT OFF, RUN OFF",
      "LINEDIT ON , TIMER ON , ISAM OFF, ECMODE ON",
      "ASSIST ON  SVC TMR, PAGEX OFF, AUTOPOLL OFF",
      "IMSG ON , SMSG OFF, AFFINITY NONE, NOTRANS OFF",
      "STBYPASS OFF",
    ],
  },
  {
    line: "QUERY TERMINAL",
    answer: [
      'LINEND #  , LINEDEL ¢  , CHARDEL @  , ESCAPE "',
      /^LINESIZE 130, MASK OFF, ATTN ON , APL OFF, TEXT OFF, MODE VM$/,
      "BREAKIN IMMED",
    ],
  },
  { line: "QUERY USERS", answer: ["002 USERS, 000 DIALED, 000 NET"] },
  { before: ["display: dial smith"], line: "QUERY USERS", answer: ["002 USERS, 001 DIALED, 000 NET"] },
  { line: "QUERY USERS operator", answer: ["OPERATOR - 009"] },
  { line: "QUERY NAMES", answer: ["OPERATOR - 009, SMITH    - 01F"] },
  { line: "QUERY LOGMSG", answer: ["THERE IS NO LOGMSG DATA"] },
  { line: "QUERY CPUID", answer: [/^CPUID = FF[\dA-F]{14}$/] },
  { line: "QUERY operator", answer: ["OPERATOR - 009"] },
  { line: "QUERY nobody", answer: ["NOBODY NOT LOGGED ON"] },
  { line: "QUERY PF", answer: KEYS },
  { line: "QUERY PF3", answer: ["PF03 UNDEFINED"] },
  { line: "QUERY LINKS 191", answer: ["SMITH    191 R/W"] },
  { line: "QUERY LINKS 00c", answer: ["INVALID DEVICE TYPE - 00C"] },

  ...same(ALL, ["QUERY VIRTUAL", "QUERY VIRTUAL ALL"]),
  { line: "QUERY VIRTUAL STORAGE", answer: ["STORAGE = 00256K"] },
  { line: "QUERY VIRTUAL CHANNELS", answer: ["CHANNELS = SEL"] },
  ...same(CONSOLE, ["QUERY VIRTUAL CONSOLE", "QUERY VIRTUAL 009"]),
  { line: "QUERY VIRTUAL DASD", answer: [DISK] },
  { line: "QUERY VIRTUAL UR", answer: UNIT_RECORD },
  { line: "QUERY VIRTUAL CTCA", answer: ["CTCA 0A0 NOT COUPLED"] },
  { line: "QUERY VIRTUAL LINES", answer: ["NO LINES"] },
  { line: "QUERY VIRTUAL TAPES", answer: ["NO TAPES"] },
  { before: ["operator: attach 180 smith 181"], line: "QUERY VIRTUAL TAPES", answer: ["TAPE 181 ON DEV 180"] },
  { line: "QUERY VIRTUAL GRAF", answer: ["NO GRAF"] },
  { before: ["display: dial smith"], line: "QUERY VIRTUAL GRAF", answer: ["GRAF 0B0 ON DEV 0C0"] },
  { line: "QUERY VIRTUAL 777", answer: ["DEV 777 DOES NOT EXIST"] },

  // Spool files.
  { before: FILES, line: "QUERY FILES", answer: ["FILES: 001 RDR, 001 PRT,  NO PUN"] },
  { before: FILES, by: "operator", line: "QUERY FILES smith", answer: ["FILES: 001 RDR, 001 PRT,  NO PUN"] },
  ...same(["INVALID OPTION - OPERATOR"], ["QUERY FILES operator"]),
  { before: FILES, line: "QUERY READER", answer: [HEADING, /^SMITH {4}0002 T CON 00000\d 01 {2}NONE$/] },
  {
    before: FILES,
    line: "QUERY READER ALL",
    answer: [
      FULL_HEADING,
      /^SMITH {4}0002 T CON 00000\d 01 {2}NONE \d\d\/\d\d \d\d:\d\d:\d\d A {12}REPORT {7}BIN-SMIT$/,
    ],
  },
  { before: FILES, line: "QUERY READER 2", answer: [FULL_HEADING, /^SMITH {4}0002 T CON/] },
  { before: FILES, line: "QUERY RDR CLASS a", answer: ["NO RDR FILES"] },
  { before: FILES, line: "QUERY PRINTER CLASS t", answer: [HEADING, /^SMITH {4}0001 T CON 00000\d 01 {2}USER$/] },
  { before: FILES, by: "operator", line: "QUERY PRT smith", answer: [HEADING, /^SMITH {4}0001 T CON/] },
  { before: FILES, by: "operator", line: "QUERY PRT SYSTEM", answer: [/^OWNERID {2}FILE/, /^SMITH {4}0001 T CON/] },
  ...same(["NO PUN FILES"], ["QUERY PUNCH", "QUERY PCH"]),
  {
    before: FILES,
    by: "operator",
    line: "QUERY READER SYSTEM",
    answer: ["OWNERID  FILE CLASS RECDS  CPY HOLD", /^SMITH {4}0002 T CON/],
  },
  { line: "QUERY READER 99", answer: ["SPOOLID 0099 DOES NOT EXIST"] },

  // Operators.
  { by: "operator", line: "QUERY PRIORITY smith", answer: ["SMITH PRIORITY = 64"] },
  { by: "operator", line: "QUERY FAVORED smith", answer: ["SMITH NOT FAVORED"] },
  { by: "operator", line: "QUERY HOLD", answer: ["NO USERS HELD"] },
  { before: ["operator: hold smith printer"], by: "operator", line: "QUERY HOLD", answer: ["SMITH    PRT"] },
  ...real("DASD", { all: DISKS, active: DISKS, free: [] }, "NO DASD"),
  { by: "operator", line: "QUERY DASD users1", answer: [DISKS[2]] },
  ...real("TAPES", { all: TAPE, active: [], free: TAPE }, "NO TAPES"),
  { before: ["operator: vary offline 180"], by: "operator", line: "QUERY TAPES OFFLINE", answer: ["TAPE 180 OFFLINE"] },
  {
    before: ["operator: attach 180 smith 181"],
    by: "operator",
    line: "QUERY TAPES ATTACHED",
    answer: ["TAPE 180 ATTACHED TO SMITH 181"],
  },
  ...real("LINES", { all: [...CONSOLES, FREE_CONSOLE], active: CONSOLES, free: [FREE_CONSOLE] }, "NO LINES"),
  ...real("GRAF", { all: DISPLAY, active: [], free: DISPLAY }, "NO GRAF"),
  { before: ["operator: disable 0c0"], by: "operator", line: "QUERY GRAF", answer: ["GRAF 0C0 DISABLED"] },
  ...real("UR", { all: SPOOLED, active: SPOOLED, free: [] }, "NO UR"),
  { by: "operator", line: "QUERY UR nowhere", answer: ["INVALID OPTION - NOWHERE"] },
  {
    by: "operator",
    line: "QUERY ALL",
    answer: [
      "STORAGE = 02048K",
      CONSOLES[0],
      ...SPOOLED,
      CONSOLES[1],
      FREE_CONSOLE,
      ...DISPLAY,
      DISKS[0],
      DISKS[1],
      ...TAPE,
      DISKS[2],
    ],
  },
  { by: "operator", line: "QUERY SYSTEM 350", answer: ["OPERATOR 191 R/W, SMITH    191 R/W"] },
  { by: "operator", line: "QUERY SYSTEM 00e", answer: ["INVALID DEVICE TYPE - 00E"] },
  { by: "operator", line: "QUERY TDSK", answer: ["NO TDSK"] },
  { before: ["define t3330 195 5"], by: "operator", line: "QUERY TDSK", answer: ["SMITH    195 VMRES  101-105 CYL"] },
  { by: "operator", line: "QUERY STORAGE", answer: ["STORAGE = 02048K"] },
  { by: "operator", line: "QUERY CPASSIST", answer: ["CPASSIST OFF"] },
  { by: "operator", line: "QUERY SASSIST", answer: ["SASSIST OFF"] },
  { by: "operator", line: "QUERY DUMP", answer: ["DUMP UNIT AUTO CP"] },
  { line: "QUERY PROCESSR", answer: ["PROCESSOR 00 ONLINE"] },
  {
    by: "operator",
    line: "QUERY PAGING",
    answer: [/^PAGING \d\d, SET 100, RATE \d{3}\/SEC$/],
  },
  { by: "operator", line: "QUERY 350", answer: [DISKS[2]] },
  { by: "operator", line: "QUERY 777", answer: ["DEV 777 DOES NOT EXIST"] },
];
