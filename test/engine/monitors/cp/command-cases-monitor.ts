/** MONITOR. What it collects has tests of its own. */
import { type CommandCase, same } from "./command-case.ts";

const by = { by: "operator" } as const;
const TAPE_ERROR = ["COMMAND COMPLETE", /MONITOR STOPPED; TAPE 180 ERROR$/];
const FILE = /^PUN FILE 0001 {2}FROM SYSTEM/;

export const MONITOR_CASES: readonly CommandCase[] = [
  { ...by, line: "MONITOR DISPLAY", answer: displayed("SPOOL TO OPERATOR") },
  { ...by, line: "MONITOR DISPLAY ALL", answer: displayed("SPOOL TO OPERATOR") },
  { ...by, line: "MONITOR DISPLAY SPOOL", answer: displayed("SPOOL TO OPERATOR") },
  { ...by, line: "MONITOR DISPLAY TAPE", answer: displayed(undefined) },
  ...same(
    ["COMMAND COMPLETE"],
    [
      "MONITOR ENABLE perform user",
      "MONITOR INTERVAL 40 SEC",
      "MONITOR INTERVAL 2 MIN",
      "MONITOR START CPTRACE",
      "MONITOR START SPOOL TO smith BUFFS 2",
      "MONITOR AUTODISK ON",
      "MONITOR AUTODISK OFF",
      "MONITOR TIME FROM 08:00 TO 17:00",
      "MONITOR TIME FROM 08:00 FOR 02:00",
      "MONITOR TIME ALL",
      "MONITOR TIME NONE",
      "MONITOR LIMIT 5 NOSTOP",
      "MONITOR LIMIT 5 STOP",
      "MONITOR LIMIT 5 SAMPLE",
      "MONITOR SEEKS INCLUDE 350",
      "MONITOR SEEKS EXCLUDE 350",
      "MONITOR SEEKS DELETE",
    ],
    by,
  ),
  { ...by, line: "MONITOR INTERVAL 2 SEC", answer: ["INVALID OPERAND - 2"] },
  { ...by, line: "MONITOR SEEKS DISPLAY", answer: ["EXCLUDE NONE"] },
  // No reel is on the drive.
  ...["800", "1600", "6250"].map(
    (mode): CommandCase => ({ ...by, line: `MONITOR START TAPE 180 MODE ${mode} BUFFS 2`, answer: TAPE_ERROR }),
  ),
  { ...by, line: "MONITOR STOP TAPE", answer: ["MONITOR NOT ACTIVE"] },
  { ...by, before: ["operator: monitor start cptrace"], line: "MONITOR STOP CPTRACE", answer: ["COMMAND COMPLETE"] },
  { ...by, before: ["operator: monitor start spool"], line: "MONITOR STOP SPOOL", answer: ["COMMAND COMPLETE", FILE] },
  { ...by, before: ["operator: monitor start spool"], line: "MONITOR CLOSE", answer: ["COMMAND COMPLETE", FILE] },
];

/** A line for each class, one for the trace table, and two for the spool file. */
function displayed(spool: string | undefined): CommandCase["answer"] {
  const classes = ["CLS  KEYWORD", ...Array.from({ length: 8 }, () => /^ \d {3}[A-Z]+ +DISABLED$/), "CPTRACE INACTIVE"];
  return spool === undefined
    ? classes
    : [...classes, /^AUTODISK OFF {2}TIME NONE {2}INTERVAL 60 SEC$/, new RegExp(`^${spool} `)];
}
