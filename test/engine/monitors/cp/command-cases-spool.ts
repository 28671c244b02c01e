/** Spooling: virtual devices, closed files, and real devices. */
import { type CommandCase, same, says } from "./command-case.ts";
import type { Room } from "./command-room.ts";

/** A printed file of SMITH's console: one record at least. */
const WRITTEN = ["spool console start", "msg * hello", "spool console stop"];
/** The same, closed: file 0001 of class T. */
const CLOSED = [...WRITTEN, "close console"];
/** Two files in SMITH's own reader: 0001 and 0002. */
const READ = ["spool console to *", ...CLOSED, "spool console start", "msg * hello", "spool console stop close"];
/** A file that the printer at 00E is busy with: the second page is long in coming. */
const PRINTING = [
  "operator: start 00e class at nosep",
  "spool console start",
  "query pf",
  "query pf",
  "query pf",
  "query pf",
  "spool console stop close",
];

const by = { by: "operator" } as const;
const data =
  (address: number, ...names: readonly string[]) =>
  ({ vm }: Room): unknown[] => {
    // A spooled device's data.
    const found = vm("SMITH").state.devices[address].data as Readonly<Record<string, unknown>>;
    return names.map((name) => found[name]);
  };
const files = ({ cp }: Room) => Object.values(cp.state.spool.files).sort((a, b) => a.order - b.order);
const first =
  (
    ...names: readonly ("class" | "copies" | "userHold" | "systemHold" | "name" | "type" | "distribution" | "owner")[]
  ) =>
  (room: Room): unknown[] =>
    names.map((name) => files(room)[0]?.[name]);
const ids = (room: Room): number[] => files(room).map(({ id }) => id);
const realDevice = ({ cp }: Room) => cp.state.spool.real[0x00e];

/** What a 3800 is told of the first file. */
const printing = (room: Room) => files(room)[0]?.printing;
const ALL_OPTIONS = {
  flash: { name: "LOGO", count: 5 },
  modify: "COPY",
  chars: "GT12",
  fcb: "8",
};

export const SPOOL_CASES: readonly CommandCase[] = [
  // 3800 printers.
  {
    line: "SPOOL PRINTER FLASH logo 5 MODIFY copy CHARS gt12 FCB 8",
    answer: [],
    effect: says("query virtual 00e"),
    is: [
      "PRT  00E CL A NOCONT NOHOLD COPY 01    READY",
      "     00E FOR SMITH    DIST BIN-SMIT",
      "     00E FLASH LOGO 05 CHAR GT12 MDFY COPY FCB 8",
    ],
  },
  {
    before: ["spool printer flash logo chars gt12"],
    line: "SPOOL PRINTER CHARS NULL",
    answer: [],
    effect: data(0x00e, "printing"),
    is: [{ flash: { name: "LOGO", count: 0 } }],
  },
  {
    before: ["spool printer flash logo"],
    line: "SPOOL PRINTER FLASH null",
    answer: [],
    effect: data(0x00e, "printing"),
    is: [undefined],
  },
  { line: "SPOOL PUNCH FCB 8", answer: [/^FCB NOT IN CP DIRECTORY$/] },
  { line: "SPOOL PRINTER FLASH toolong", answer: ["OPERAND MISSING OR INVALID"] },
  { line: "SPOOL PRINTER FLASH logo 100", answer: ["OPERAND MISSING OR INVALID"] },
  {
    before: ["spool console flash logo 5 modify copy", ...CLOSED],
    line: "CHANGE PRINTER 1 CHARS gt12 FCB 8",
    answer: ["0001 FILE CHANGED"],
    effect: printing,
    is: ALL_OPTIONS,
  },
  {
    before: ["spool console fcb 6", ...CLOSED],
    line: "CHANGE PRINTER ALL FLASH logo 5 MODIFY copy FCB NULL",
    answer: ["0001 FILE CHANGED"],
    effect: printing,
    is: { flash: { name: "LOGO", count: 5 }, modify: "COPY" },
  },
  { before: READ, line: "CHANGE READER 1 FCB 8", answer: ["INVALID OPTION - FCB"] },
  {
    before: ["spool console flash logo 5 modify copy chars gt12 fcb 8", ...CLOSED],
    line: "QUERY PRINTER TBL",
    answer: [
      "ORIGINID FILE CLASS RECDS  CPY HOLD FLASH FCB  MDFY FLSHC CHARS",
      "SMITH    0001 T CON 000003 01  NONE LOGO  8    COPY 05    GT12",
    ],
  },
  ...["FLASH logo", "CHARS gt12", "FCB 6", "IMAGE lib1", "PURGE"].map(
    (operands): CommandCase => ({ ...by, line: `START 00e ${operands}`, answer: ["INVALID DEVICE TYPE - 00E"] }),
  ),
  { ...by, line: "START 00e IMAGE", answer: ["OPERAND MISSING OR INVALID"] },
  { before: CLOSED, line: "QUERY FILES CLASS t", answer: ["FILES:  NO RDR, 001 PRT,  NO PUN"] },
  { before: CLOSED, ...by, line: "QUERY FILES CLASS a smith", answer: ["FILES:  NO RDR,  NO PRT,  NO PUN"] },

  {
    line: "SPOOL READER CLASS k CONT HOLD NOEOF",
    answer: [],
    effect: data(0x00c, "class", "continuous", "hold", "eof"),
    is: ["K", true, true, false],
  },
  {
    before: ["spool reader class k cont hold noeof"],
    line: "SPOOL READER NOCONT NOHOLD EOF CLASS *",
    answer: [],
    effect: data(0x00c, "class", "continuous", "hold", "eof"),
    is: ["*", false, false, true],
  },
  {
    line: "SPOOL PRINTER CLASS b COPY 2 TO operator",
    answer: [],
    effect: data(0x01e, "class", "copies", "destination"),
    is: ["B", 2, { kind: "to", userid: "OPERATOR" }],
  },
  {
    line: "SPOOL PUNCH FOR operator",
    answer: [],
    effect: data(0x00d, "destination"),
    is: [{ kind: "for", userid: "OPERATOR" }],
  },
  {
    line: "SPOOL PUNCH operator",
    answer: [],
    effect: data(0x00d, "destination"),
    is: [{ kind: "to", userid: "OPERATOR" }],
  },
  ...["SYSTEM", "OFF"].map(
    (word): CommandCase => ({
      before: ["spool punch to operator"],
      line: `SPOOL PUNCH ${word}`,
      answer: [],
      effect: data(0x00d, "destination"),
      is: [{ kind: "off" }],
    }),
  ),
  {
    line: "SPOOL CONSOLE START TERM",
    answer: [],
    effect: says("query virtual 009"),
    is: [
      "CONS 009 ON CONS 01F  TERM START",
      "     009 CL T NOCONT NOHOLD COPY 01    READY",
      "     009 FOR SMITH    DIST BIN-SMIT",
    ],
  },
  {
    before: ["spool console start"],
    line: "SPOOL CONSOLE STOP NOTERM",
    answer: [],
    effect: (room) => room.answer("smith", "query virtual 009")[0],
    is: "CONS 009 ON CONS 01F  NOTERM STOP",
  },
  {
    before: WRITTEN,
    line: "SPOOL CONSOLE CLOSE",
    answer: ["CON FILE 0001  FOR  SMITH    COPY 01    NOHOLD"],
    effect: ids,
    is: [1],
  },
  { before: WRITTEN, line: "SPOOL CONSOLE PURGE", answer: [], effect: ids, is: [] },
  { line: "SPOOL 00e COPY 3", answer: [], effect: data(0x00e, "copies"), is: [3] },
  { line: "SPOOL PUNCH HOLD NOHOLD", answer: [/^CONFLICTING OPTION - NOH/] },
  { line: "SPOOL 777 CONT", answer: ["DEV 777 DOES NOT EXIST"] },

  {
    before: WRITTEN,
    line: "CLOSE CONSOLE",
    answer: ["CON FILE 0001  FOR  SMITH    COPY 01    NOHOLD"],
    effect: ids,
    is: [1],
  },
  {
    before: WRITTEN,
    line: "CLOSE CONSOLE HOLD DIST here NAME a report",
    answer: ["CON FILE 0001  FOR  SMITH    COPY 01    HOLD"],
    effect: first("userHold", "distribution", "name", "type"),
    is: [true, "HERE", "A", "REPORT"],
  },
  {
    before: [...WRITTEN, "spool console hold"],
    line: "CLOSE CONSOLE NOHOLD",
    answer: ["CON FILE 0001  FOR  SMITH    COPY 01    NOHOLD"],
    effect: first("userHold"),
    is: [false],
  },
  { before: WRITTEN, line: "CLOSE 009 PURGE", answer: [], effect: ids, is: [] },
  ...same([], ["CLOSE READER", "CLOSE PRINTER"]),
  // A dump is printed, not punched.
  { before: ["dump 0-f"], line: "CLOSE PUNCH", answer: [] },
  { line: "LOADVFCB 01e FCB fcb8 INDEX 3", answer: [] },
  { line: "LOADVFCB 00e FCB fcb8", answer: ["INVALID DEVICE TYPE - 00E"] },
  { line: "LOADVFCB 01e FCB nosuch", answer: ["BUFFER NOSUCH NOT FOUND"] },

  // Closed files.
  {
    before: CLOSED,
    line: "CHANGE PRINTER 1 CLASS b COPY 3 HOLD DIST there NAME new name",
    answer: ["0001 FILE CHANGED"],
    effect: first("class", "copies", "userHold", "distribution", "name", "type"),
    is: ["B", 3, true, "THERE", "NEW", "NAME"],
  },
  {
    before: [...CLOSED, "change printer 1 hold"],
    line: "CHANGE PRINTER ALL NOHOLD",
    answer: ["0001 FILE CHANGED"],
    effect: first("userHold"),
    is: [false],
  },
  {
    before: READ,
    line: "CHANGE READER CLASS t CLASS k",
    answer: ["0002 FILES CHANGED"],
    effect: first("class"),
    is: ["K"],
  },
  { before: CLOSED, line: "CHANGE PUNCH ALL CLASS k", answer: ["NO FILES CHANGED"] },
  {
    before: CLOSED,
    by: "operator",
    line: "CHANGE smith PRINTER 1 HOLD",
    answer: ["0001 FILE CHANGED"],
    effect: first("systemHold"),
    is: [true],
  },
  {
    before: CLOSED,
    by: "operator",
    line: "CHANGE SYSTEM PRINTER ALL HOLD",
    answer: ["0001 FILE CHANGED"],
    effect: first("systemHold"),
    is: [true],
  },
  { before: READ, line: "ORDER READER 2", answer: ["0001 FILE ORDERED"], effect: ids, is: [2, 1] },
  { before: READ, line: "ORDER READER CLASS t", answer: ["0002 FILES ORDERED"], effect: ids, is: [1, 2] },
  ...same(["NO FILES ORDERED"], ["ORDER PRINTER 1"]),
  ...same(["NO FILES ORDERED"], ["ORDER PUNCH 1"], { before: CLOSED }),
  {
    before: READ,
    by: "operator",
    line: "ORDER SYSTEM READER 2",
    answer: ["0001 FILE ORDERED"],
    effect: ids,
    is: [2, 1],
  },
  { before: READ, line: "PURGE READER 1", answer: ["0001 FILE PURGED"], effect: ids, is: [2] },
  { before: READ, line: "PURGE READER CLASS t", answer: ["0002 FILES PURGED"], effect: ids, is: [] },
  { before: READ, line: "PURGE ALL", answer: ["0002 FILES PURGED"], effect: ids, is: [] },
  ...same(["NO FILES PURGED"], ["PURGE PRINTER ALL"]),
  ...same(["NO FILES PURGED"], ["PURGE PUNCH ALL"], { before: CLOSED }),
  { before: READ, by: "operator", line: "PURGE SYSTEM READER ALL", answer: ["0002 FILES PURGED"], effect: ids, is: [] },
  {
    before: READ,
    line: "TRANSFER READER 1 TO operator",
    answer: ["0001 FILE TRANSFERRED"],
    effect: first("owner"),
    is: ["SMITH"],
  },
  {
    before: READ,
    line: "TRANSFER ALL TO operator",
    answer: ["0002 FILES TRANSFERRED"],
    effect: first("owner"),
    is: ["OPERATOR"],
  },
  {
    before: [...READ, "transfer all to operator"],
    line: "TRANSFER CLASS t FROM operator",
    answer: [/^CON FILE 0001/, /^CON FILE 0002/, "0002 FILES TRANSFERRED"],
    effect: first("owner"),
    is: ["SMITH"],
  },
  { line: "TAG DEV PRINTER node user", answer: [], effect: says("tag query dev prt"), is: ["NODE USER"] },
  { line: "TAG DEV PUNCH node user", answer: [], effect: says("tag query dev 00d"), is: ["NODE USER"] },
  { line: "TAG DEV CONSOLE node", answer: [], effect: says("tag query dev console"), is: ["NODE"] },
  { before: CLOSED, line: "TAG FILE 1 node", answer: [], effect: says("tag query file 1"), is: ["NODE"] },
  ...same(["TAG IS BLANK"], ["TAG QUERY DEV PRINTER", "TAG QUERY DEV PUNCH", "TAG QUERY DEV CONSOLE"]),
  { before: CLOSED, line: "TAG QUERY FILE 1", answer: ["TAG IS BLANK"] },

  // Real devices.
  {
    ...by,
    line: "DRAIN 00e",
    answer: [/PRT {2}00E DRAINED {3}SYSTEM {3}CLASS = A {6}SEP$/],
    effect: (room) => realDevice(room).drained,
    is: true,
  },
  { ...by, line: "DRAIN READER", answer: [/RDR {2}00C DRAINED {3}SYSTEM$/] },
  { ...by, line: "DRAIN PRINTER", answer: [/PRT {2}00E DRAINED/, /PRT {2}00F DRAINED/] },
  { ...by, line: "DRAIN PUNCH", answer: [/PUN {2}00D DRAINED {3}SYSTEM {3}CLASS = A {6}SEP$/] },
  { ...by, line: "DRAIN ALL", answer: [/RDR {2}00C/, /PUN {2}00D/, /PRT {2}00E/, /PRT {2}00F/] },
  {
    ...by,
    line: "START 00e CLASS bk NOSEP",
    answer: [/PRT {2}00E STARTED {3}SYSTEM {3}CLASS = BK {5}NOSEP$/],
    effect: (room) => realDevice(room).classes,
    is: "BK",
  },
  {
    ...by,
    before: ["operator: start 00e nosep"],
    line: "START 00e SEP",
    answer: [/PRT {2}00E STARTED {3}SYSTEM {3}CLASS = A {6}SEP$/],
  },
  { ...by, line: "START READER", answer: [/RDR {2}00C STARTED {3}SYSTEM$/] },
  { ...by, line: "START PRINTER", answer: [/PRT {2}00E STARTED/, /PRT {2}00F STARTED/] },
  { ...by, line: "START PUNCH", answer: [/PUN {2}00D STARTED/] },
  {
    ...by,
    before: ["operator: drain all"],
    line: "START ALL",
    answer: [/RDR {2}00C/, /PUN {2}00D/, /PRT {2}00E/, /PRT {2}00F/],
    effect: (room) => realDevice(room).drained,
    is: false,
  },
  ...same(["PRT 00E INACTIVE"], ["BACKSPAC 00e", "FLUSH 00e", "REPEAT 00e", "SPACE 00e"], by),
  { ...by, before: PRINTING, line: "BACKSPAC 00e 2", answer: [/PRT 00E BACKSPACED/] },
  { ...by, before: PRINTING, line: "BACKSPAC 00e FILE", answer: [/PRT 00E BACKSPACED/] },
  { ...by, before: PRINTING, line: "REPEAT 00e 2 HOLD", answer: [/PRT 00E TO REPEAT SMITH .*COPY = 03/] },
  {
    ...by,
    before: PRINTING,
    line: "SPACE 00e",
    answer: [],
    effect: (room) => realDevice(room).active?.singleSpace,
    is: true,
  },
  {
    ...by,
    before: PRINTING,
    line: "FLUSH 00e ALL HOLD",
    answer: [/PRT 00E FLUSHED {3}SMITH/, /PRT 00E FILE HELD SMITH/],
    effect: (room) => realDevice(room).active?.flush ?? "over",
    is: "over",
  },
  { ...by, line: "HOLD smith PRINTER", answer: [], effect: says("query hold", "operator"), is: ["SMITH    PRT"] },
  { ...by, line: "HOLD smith PUNCH", answer: [], effect: says("query hold", "operator"), is: ["SMITH    PUN"] },
  { ...by, line: "HOLD smith READER", answer: [], effect: says("query hold", "operator"), is: ["SMITH    RDR"] },
  { ...by, line: "HOLD smith ALL", answer: [], effect: says("query hold", "operator"), is: ["SMITH    ALL"] },
  ...["PRINTER", "PUNCH", "READER", "ALL"].map(
    (queue): CommandCase => ({
      ...by,
      before: [`operator: hold smith ${queue}`],
      line: `FREE smith ${queue}`,
      answer: [],
      effect: says("query hold", "operator"),
      is: ["NO USERS HELD"],
    }),
  ),
  { ...by, line: "LOADBUF 00f FCB fcb8 INDEX 3", answer: [] },
  { ...by, line: "LOADBUF 00f UCS an", answer: [] },
  {
    ...by,
    line: "LOADBUF 00e UCS an FOLD VER",
    answer: [],
    // The train, twice 120 characters.
    effect: ({ printer }) => printer.text.split("\n").filter((line) => line.length === 120).length,
    is: 2,
  },
  { ...by, line: "LOADBUF 00e UCS an SLOW", answer: ["INVALID OPTION - SLOW"] },
  { ...by, line: "BACKSPAC 00e 2 EOF", before: PRINTING, answer: ["INVALID OPTION - EOF"] },
  { ...by, line: "LOADBUF 00c FCB fcb8", answer: ["INVALID DEVICE TYPE - 00C"] },
];
