/** SET and TERMINAL. */
import { expect } from "vitest";
import { type CommandCase, same, says } from "./command-case.ts";
import type { Room } from "./command-room.ts";

/** Lines of QUERY SET together. */
const settings = (room: Room): string => room.answer("smith", "query set").join(", ");

/** SET, and whether QUERY SET shows it then. */
function shown(cases: readonly (readonly [line: string, shown: string])[]): CommandCase[] {
  return cases.map(([line, text]) => ({
    line,
    answer: [],
    effect: (room) => (settings(room).includes(text) ? text : settings(room)),
    is: text,
  }));
}

/** Options that are ON or OFF. */
function switches(...names: readonly string[]): CommandCase[] {
  return names.flatMap((name) =>
    shown([
      [`SET ${name} ON`, `${name} ON`],
      [`SET ${name} OFF`, `${name} OFF`],
    ]),
  );
}

/** TERMINAL, and what QUERY TERMINAL shows then. */
function terminal(cases: readonly (readonly [line: string, shown: RegExp])[]): CommandCase[] {
  return cases.map(([line, pattern]) => ({
    line,
    answer: [],
    effect: (room) => {
      const lines = room.answer("smith", "query terminal").join(" / ");
      return pattern.test(lines) ? "shown" : lines;
    },
    is: "shown",
  }));
}

const LOGMSG = expect.stringMatching(/^LOGMSG - \d\d:\d\d:\d\d GMT MONDAY \d\d\/\d\d\/\d\d$/);
const schedule = ({ vm }: Room) => vm("SMITH").state.schedule;

export const SET_CASES: readonly CommandCase[] = [
  ...switches("ACNT", "MSG", "WNG", "IMSG", "SMSG", "RUN", "ISAM", "PAGEX", "AUTOPOLL"),
  ...shown([
    ["SET MSG IUCV", "MSG IUCV"],
    ["SET WNG IUCV", "WNG IUCV"],
    ["SET SMSG IUCV", "SMSG IUCV"],
    ["SET LINEDIT OFF", "LINEDIT OFF"],
    ["SET LINEDIT ON", "LINEDIT ON"],
    ["SET ASSIST OFF", "ASSIST OFF"],
    ["SET ASSIST ON NOSVC NOTMR", "ASSIST ON  NOSVC NOTMR"],
    ["SET ASSIST SVC TMR", "ASSIST ON  SVC TMR"],
    ["SET EMSG ON", "EMSG ON"],
    ["SET EMSG CODE", "EMSG CODE"],
    ["SET EMSG TEXT", "EMSG TEXT"],
    ["SET EMSG OFF", "EMSG OFF"],
    ["SET TIMER OFF", "TIMER OFF"],
    ["SET TIMER ON", "TIMER ON"],
    ["SET TIMER REAL", "TIMER REAL"],
  ]),
  {
    line: "SET ECMODE OFF",
    answer: ["SYSTEM RESET", "CP"],
    effect: ({ vm }) => vm("SMITH").state.options.ecMode,
    is: false,
  },
  { line: "SET ECMODE ON", answer: [] },
  ...["ON", "OFF"].map((word): CommandCase => ({ line: `SET NOTRANS ${word}`, answer: ["INVALID DEVICE TYPE - V=R"] })),
  ...shown([
    ["SET STBYPASS 128K", "STBYPASS 00128K"],
    ["SET STBYPASS OFF", "STBYPASS OFF"],
  ]),
  { line: "SET STBYPASS VR", answer: ["INVALID DEVICE TYPE - V=R"] },
  { line: "SET STBYPASS 0K", answer: ["INVALID OPTION - 0K"] },
  { line: "SET STBYPASS 99M", answer: ["INVALID OPTION - 99M"] },
  { line: "SET STBYPASS 64", answer: ["INVALID OPTION - 64"] },
  { line: "SET STBYPASS", answer: ["OPERAND MISSING OR INVALID"] },
  { before: ["set ecmode off"], line: "SET STBYPASS 128K", answer: ["INVALID OPTION - STBYPASS"] },
  { line: "SET MSG", answer: ["OPERAND MISSING OR INVALID"] },
  { line: "SET MSG perhaps", answer: ["INVALID OPTION - PERHAPS"] },
  {
    line: "SET INPUT ! 5a",
    answer: [],
    effect: ({ vm }) => vm("SMITH").state.console.inputTranslation,
    is: { 90: 0x5a },
  },
  {
    before: ["set input ! 40"],
    line: "SET INPUT OFF",
    answer: [],
    effect: ({ vm }) => vm("SMITH").state.console.inputTranslation,
    is: {},
  },
  {
    line: "SET OUTPUT 81 !",
    answer: [],
    effect: ({ vm }) => vm("SMITH").state.console.outputTranslation,
    is: { 129: 0x5a },
  },
  {
    before: ["set output 81 !"],
    line: "SET OUTPUT OFF",
    answer: [],
    effect: ({ vm }) => vm("SMITH").state.console.outputTranslation,
    is: {},
  },
  { line: "SET PF1 IMMED query time", answer: [], effect: says("query pf1"), is: ["PF01 IMMED query time"] },
  { line: "SET PF2 DELAYED msg op", answer: [], effect: says("query pf2"), is: ["PF02 DELAYED msg op"] },
  { line: "SET PF3 RETRIEVE", answer: [], effect: says("query pf3"), is: ["PF03 RETRIEVE"] },
  { before: ["set pf3 retrieve"], line: "SET PF3", answer: [], effect: says("query pf3"), is: ["PF03 UNDEFINED"] },

  { line: "SET PF4 TAB 10 20", answer: [], effect: says("query pf4"), is: ["PF04 TAB 10 20"] },
  { line: "SET PF5 COPY", answer: [], effect: says("query pf5"), is: ["PF05 COPY"] },
  { line: "SET PF5 COPY 0c1f", answer: [], effect: says("query pf5"), is: ["PF05 COPY 0C1F"] },
  { line: "SET PF5 COPY printer", answer: ["INVALID OPTION - PRINTER"] },
  { line: "SET PF4 TAB 20 10", answer: ["INVALID OPTION - 10"] },
  {
    line: "SET CPUID 123456",
    answer: [],
    effect: (room) => room.answer("smith", "query cpuid")[0].slice(8, 16),
    is: "FF123456",
  },
  { line: "SET CPUID 12345", answer: ["INVALID OPTION - 12345"] },
  ...["ON", "OFF"].map(
    (word): CommandCase => ({ line: `SET AFFINITY ${word}`, answer: ["INVALID OPTION - AFFINITY"] }),
  ),
  { by: "operator", line: "SET SASSIST OFF", answer: [], effect: ({ cp }) => cp.state.schedule.assists, is: false },
  {
    before: ["operator: set sassist off"],
    by: "operator",
    line: "SET SASSIST ON",
    answer: [],
    effect: ({ cp }) => cp.state.schedule.assists,
    is: true,
  },

  // Operators.
  ...same([], ["SET DUMP AUTO", "SET DUMP AUTO CP"], {
    by: "operator",
    effect: says("query dump", "operator"),
    is: ["DUMP UNIT AUTO CP"],
  }),
  {
    by: "operator",
    line: "SET DUMP AUTO ALL",
    answer: [],
    effect: says("query dump", "operator"),
    is: ["DUMP UNIT AUTO ALL"],
  },
  { by: "operator", line: "SET FAVORED smith", answer: [], effect: (room) => schedule(room).favored, is: true },
  { by: "operator", line: "SET FAVORED smith 30", answer: [], effect: (room) => schedule(room).share, is: 30 },
  {
    before: ["operator: set favored smith 30"],
    by: "operator",
    line: "SET FAVORED smith OFF",
    answer: [],
    effect: (room) => schedule(room).share,
    is: 0,
  },
  {
    by: "operator",
    line: "SET PRIORITY smith 20",
    answer: [],
    effect: says("query priority smith", "operator"),
    is: ["SMITH PRIORITY = 20"],
  },
  { by: "operator", line: "SET PRIORITY smith 100", answer: ["INVALID OPTION - 100"] },
  { by: "operator", line: "SET QDROP smith OFF", answer: [], effect: (room) => schedule(room).keepsQueue, is: true },
  {
    before: ["operator: set qdrop smith off"],
    by: "operator",
    line: "SET QDROP smith ON",
    answer: [],
    effect: (room) => schedule(room).keepsQueue,
    is: false,
  },
  { by: "operator", line: "SET RESERVE smith 20", answer: [] },
  {
    by: "operator",
    line: "SET LOGMSG 1 hello",
    answer: ["LOG MESSAGE SET"],
    effect: says("query logmsg"),
    is: [LOGMSG, "* hello"],
  },
  {
    before: ["operator: set logmsg 1 hello"],
    by: "operator",
    line: "SET LOGMSG NULL",
    answer: [],
    effect: says("query logmsg"),
    is: ["THERE IS NO LOGMSG DATA"],
  },
  {
    before: ["operator: set logmsg 1 hello", "operator: set logmsg 2 you"],
    by: "operator",
    line: "SET LOGMSG 1 NULL",
    answer: ["LOG MESSAGE SET"],
    effect: says("query logmsg"),
    is: [LOGMSG, "* you"],
  },

  ...terminal([
    ["TERMINAL CHARDEL % LINEDEL OFF", /LINEDEL OFF, CHARDEL % /],
    ["TERMINAL LINEND * ESCAPE !", /^LINEND \* .*ESCAPE !/],
    ["TERMINAL CHARDEL OFF LINEND OFF ESCAPE OFF", /^LINEND OFF, .*CHARDEL OFF, ESCAPE OFF/],
    ["TERMINAL LINEDEL ON", /LINEDEL ¢/],
    ["TERMINAL LINESIZE 80 MASK ON", /LINESIZE 080, MASK ON /],
    ["TERMINAL LINESIZE OFF", /LINESIZE OFF/],
    ["TERMINAL APL ON TEXT ON", /APL ON , TEXT ON /],
    ["TERMINAL ATTN OFF MODE CP", /ATTN OFF, .*MODE CP/],
    ["TERMINAL MODE VM", /MODE VM/],
    ["TERMINAL BREAKIN GUESTCTL", /BREAKIN GUESTCTL$/],
    ["TERMINAL BREAKIN IMMED", /BREAKIN IMMED$/],
  ]),
  { line: "TERMINAL", answer: ["OPERAND MISSING OR INVALID"] },
  { line: "TERMINAL LINESIZE 999", answer: ["INVALID OPERAND - 999"] },
];
