/** SET of those who run and repair the system: what is recorded, how much is lost in page waits, the CP assists. */
import { expect } from "vitest";
import { type CommandCase, same, says } from "./command-case.ts";
import type { Room } from "./command-room.ts";

const RECOVERY_MASK = 0x08000000;
/** Whether recovery reports are let in, in CP's own control register 14 and in SMITH's. */
const reports = ({ cp, vm }: Room): boolean[] =>
  [0x240, vm("SMITH").block + 0xa8].map((place) => (cp.host.load32(place + 4 * 14) & RECOVERY_MASK) !== 0);
const intensive = ({ cp }: Room) => cp.state.recording.intensive;

export const SYSTEM_CASES: readonly CommandCase[] = [
  { by: "operator", line: "SET MODE RETRY QUIET", answer: [], effect: reports, is: [false, false] },
  {
    before: ["operator: set mode retry quiet"],
    by: "operator",
    line: "SET MODE MAIN RECORD",
    answer: [],
    effect: reports,
    is: [true, true],
  },
  {
    before: ["operator: set mode main quiet"],
    by: "operator",
    line: "SET MODE RETRY RECORD",
    answer: [],
    effect: (room) => [...reports(room), room.cp.state.recording.recordsStorage],
    is: [true, true, false],
  },
  {
    by: "operator",
    line: "SET MODE MAIN QUIET",
    answer: [],
    effect: (room) => [...reports(room), room.cp.state.recording.recordsStorage],
    is: [true, true, false],
  },
  { by: "operator", line: "SET MODE", answer: ["OPERAND MISSING OR INVALID"] },
  { by: "operator", line: "SET MODE RETRY LOUD", answer: ["INVALID OPTION - LOUD"] },
  {
    by: "operator",
    line: "SET RECORD ON 350 LIMIT 2 BYTE 0 BIT 1",
    answer: [],
    effect: intensive,
    is: { device: 0x350, limit: 2, first: { byte: 0, bit: 1 }, second: undefined, count: 0, recorded: 0 },
  },
  {
    by: "operator",
    line: "SET RECORD ON 180 LIMIT 1 BYTE 0 BIT 1 AND BYTE 1 BIT 7",
    answer: [],
    effect: (room) => intensive(room)?.second,
    is: { byte: 1, bit: 7, both: true },
  },
  {
    by: "operator",
    line: "SET RECORD ON 180 LIMIT 1 BYTE 0 BIT 1 OR BYTE 23 BIT 0",
    answer: [],
    effect: (room) => intensive(room)?.second,
    is: { byte: 23, bit: 0, both: false },
  },
  ...["350", "ALL"].map(
    (which): CommandCase => ({
      before: ["operator: set record on 350 limit 1 byte 0 bit 0"],
      by: "operator",
      line: `SET RECORD OFF ${which}`,
      answer: [],
      effect: (room) => intensive(room) === undefined,
      is: true,
    }),
  ),
  {
    before: ["operator: set record on 350 limit 1 byte 0 bit 0"],
    by: "operator",
    line: "SET RECORD ON 180 LIMIT 1 BYTE 0 BIT 0",
    answer: ["DEV 350 IN USE; RECORD ALREADY ON"],
  },
  { by: "operator", line: "SET RECORD OFF 350", answer: ["DEV 350 DOES NOT EXIST"] },
  { by: "operator", line: "SET RECORD ON 777 LIMIT 1 BYTE 0 BIT 0", answer: ["DEV 777 DOES NOT EXIST"] },
  { by: "operator", line: "SET RECORD ON 350 LIMIT 0 BYTE 0 BIT 0", answer: ["INVALID OPTION - 0"] },
  { by: "operator", line: "SET RECORD ON 350 LIMIT 1 BYTE 24 BIT 0", answer: ["INVALID OPTION - 24"] },
  { by: "operator", line: "SET RECORD ON 350 LIMIT 1 BYTE 0 BIT 8", answer: ["INVALID OPTION - 8"] },
  { by: "operator", line: "SET RECORD ON 350", answer: ["OPERAND MISSING OR INVALID"] },
  {
    by: "operator",
    line: "SET PAGING 15",
    answer: [],
    effect: says("query paging", "operator"),
    is: [expectPaging("15")],
  },
  ...same(["INVALID OPTION - 101"], ["SET PAGING 101"], { by: "operator" }),
  ...(
    [
      ["ALL ON", "ON", "ON"],
      ["LOGON OFF", "OFF", "ON"],
      ["LINK OFF", "ON", "OFF"],
    ] as const
  ).map(
    ([operands, logon, link]): CommandCase => ({
      by: "operator",
      line: `SET JOURNAL ${operands}`,
      answer: [],
      effect: says("query journal", "operator"),
      is: [`JOURNAL: LOGON-${logon}, LINK-${link}`],
    }),
  ),
  { by: "operator", line: "SET JOURNAL ACNT ON", answer: ["INVALID OPTION - ACNT"] },
  { by: "operator", line: "QUERY JOURNAL", answer: ["JOURNAL: LOGON-ON, LINK-ON"] },
  { by: "operator", line: "QUERY SASSIST PROC 00", answer: ["SASSIST OFF"] },
  { by: "operator", line: "QUERY SASSIST 01", answer: ["INVALID OPTION - 01"] },
  {
    by: "operator",
    line: "SET SASSIST OFF PROC 00",
    answer: [],
    effect: ({ cp }) => cp.state.schedule.assists,
    is: false,
  },
  {
    by: "operator",
    line: "SET SASSIST OFF PROC 01",
    answer: ["INVALID OPTION - 01"],
    effect: ({ cp }) => cp.state.schedule.assists,
    is: true,
  },
  { by: "operator", line: "SET SASSIST OFF PROC", answer: ["OPERAND MISSING OR INVALID"] },
  // Neither the processor nor the table of charges has any here.
  ...["ON", "OFF"].map(
    (word): CommandCase => ({ by: "operator", line: `SET CPASSIST ${word}`, answer: ["INVALID OPTION - CPASSIST"] }),
  ),
];

/** Userid, records and name of the dump that there is. */
const dump = ({ cp }: Room): unknown[] => {
  const [file] = Object.values(cp.state.spool.files);
  return [file?.owner, file?.records, file?.type];
};

export const DUMP_CASES: readonly CommandCase[] = (
  [
    ["VMDUMP 0-1000 3000:3fff 5000.10", ["SMITH", 8, ""]],
    ["VMDUMP 0 TO operator *why", ["OPERATOR", 5, ""]],
    ["VMDUMP 0 TO *", ["SMITH", 5, ""]],
    ["VMDUMP 0 SYSTEM FORMAT os", ["OPERATOR", 5, "OS"]],
    ["VMDUMP 0 DSS", ["SMITH", 5, ""]],
  ] as const
).map(([line, is]) => ({
  line,
  answer: [...(is[0] === "SMITH" ? [/^PUN FILE 0001 /] : []), "COMMAND COMPLETE"],
  effect: dump,
  is,
}));

function expectPaging(set: string): unknown {
  return expect.stringMatching(new RegExp(`^PAGING \\d\\d, SET ${set}, RATE \\d{3}/SEC$`));
}
