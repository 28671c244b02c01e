/** Users who come, go, and talk to one another. */
import { expect } from "vitest";
import { type CommandCase, same, says, written } from "./command-case.ts";

const AT = String.raw`\d\d:\d\d:\d\d GMT MONDAY \d\d\/\d\d\/\d\d`;
const LOGGED_ON = [new RegExp(`^LOGON AT ${AT}$`), "FILES:  NO RDR,  NO PRT,  NO PUN"];
const LOGGED_OFF = [
  /^CONNECT= \d\d:\d\d:\d\d VIRTCPU= \d{3}:\d\d\.\d\d TOTCPU= \d{3}:\d\d\.\d\d$/,
  new RegExp(`^LOGOFF AT ${AT}$`),
  "VM/370 ONLINE",
];
const ECHO = 'ECHO ENTERED; TO TERMINATE TEST, TYPE "END"';
/** Waits for whatever may come. */
const WAITS = ["store psw ff020000 200"];

const users = ({ cp }: { readonly cp: { readonly vms: readonly { readonly userid: string }[] } }): string[] =>
  cp.vms.map(({ userid }) => userid).toSorted();

export const USER_CASES: readonly CommandCase[] = [
  {
    by: "nobody",
    line: "LOGON jones word NOIPL",
    answer: LOGGED_ON,
    effect: users,
    is: ["JONES", "OPERATOR", "SMITH"],
  },
  {
    by: "nobody",
    line: "LOGON jones MASK",
    answer: ["ENTER PASSWORD:"],
    effect: says("word", "nobody"),
    is: [line(/^LOGON AT/), "FILES:  NO RDR,  NO PRT,  NO PUN"],
  },
  { by: "nobody", line: "LOGON robot auto", answer: [...LOGGED_ON, "DEV 191 DOES NOT EXIST", "CP"] },
  { by: "nobody", line: "LOGON robot auto NOIPL", answer: LOGGED_ON },
  { by: "nobody", line: "LOGIN jones word NOIPL", answer: LOGGED_ON },
  { by: "nobody", line: "LOGIN jones MASK", answer: ["ENTER PASSWORD:"] },
  { line: "LOGOFF", answer: LOGGED_OFF, effect: users, is: ["OPERATOR"] },
  { line: "LOGOFF HOLD", answer: LOGGED_OFF, effect: users, is: ["OPERATOR"] },
  { line: "LOGOUT HOLD", answer: LOGGED_OFF, effect: users, is: ["OPERATOR"] },
  {
    line: "DISCONN",
    answer: [new RegExp(`^DISCONNECT AT ${AT}$`), "VM/370 ONLINE"],
    effect: users,
    is: ["OPERATOR", "SMITH"],
  },
  {
    before: WAITS,
    line: "DISCONN HOLD",
    answer: [new RegExp(`^DISCONNECT AT ${AT}$`), "VM/370 ONLINE"],
    effect: ({ vm }) => vm("SMITH").state.stopped,
    is: false,
  },
  {
    by: "operator",
    line: "AUTOLOG robot auto",
    answer: [/AUTO LOGON {3}\*{3} {3}ROBOT {4}USERS = 003 {2}BY {2}OPERATOR$/, "AUTO LOGON STARTED"],
    effect: users,
    is: ["OPERATOR", "ROBOT", "SMITH"],
  },
  { by: "operator", line: "AUTOLOG jones word begin", answer: [/JONES {4}USERS = 003/, "AUTO LOGON STARTED"] },
  { by: "operator", line: "AUTOLOG jones word", answer: ["AUTOLOG FAILED FOR JONES - NO IPL IN DIRECTORY"] },
  { by: "operator", line: "AUTOLOG robot wrong", answer: ["AUTOLOG FAILED FOR ROBOT - PASSWORD INCORRECT"] },
  {
    by: "operator",
    line: "FORCE smith",
    answer: [/CONS 01F LOGOFF AS SMITH {4}USERS = 001 {2}FORCED$/],
    effect: users,
    is: ["OPERATOR"],
  },
  { by: "operator", line: "FORCE nobody", answer: ["NOBODY NOT LOGGED ON"] },

  // Messages.
  {
    by: "operator",
    line: "MSG smith Hello, you",
    answer: [],
    effect: written("smith"),
    is: [line(/\* MSG FROM OPERATOR: Hello, you$/)],
  },
  { by: "operator", line: "MSG * hello", answer: [/\* MSG FROM OPERATOR: hello$/] },
  { line: "MSG OPERATOR hello", answer: [], effect: written("operator"), is: [line(/\* MSG FROM SMITH {3}: hello$/)] },
  {
    by: "operator",
    line: "MSG ALL hello",
    answer: [/MSG FROM OPERATOR/],
    effect: written("smith"),
    is: [line(/MSG FROM OPERATOR/)],
  },
  { line: "MSG ALL hello", answer: ["ALL NOT LOGGED ON"] },
  { line: "MESSAGE OPERATOR hello", answer: [], effect: written("operator"), is: [line(/MSG FROM SMITH/)] },
  { by: "operator", line: "MESSAGE ALL hello", answer: [/MSG FROM OPERATOR/] },
  {
    before: ["set msg off"],
    by: "operator",
    line: "WNG smith hello",
    answer: [],
    effect: written("smith"),
    is: [line(/\* WNG FROM OPERATOR: hello$/)],
  },
  { by: "operator", line: "WNG OPERATOR hello", answer: [/WNG FROM OPERATOR/] },
  {
    by: "operator",
    line: "WNG ALL hello",
    answer: [/WNG FROM OPERATOR/],
    effect: written("smith"),
    is: [line(/WNG FROM OPERATOR/)],
  },
  { by: "operator", line: "WARNING OPERATOR hello", answer: [/WNG FROM OPERATOR/] },
  { by: "operator", line: "WARNING ALL hello", answer: [/WNG FROM OPERATOR/] },
  { line: "SMSG operator hello", answer: ["OPERATOR NOT RECEIVING; SMSG OFF"] },
  { line: "ECHO", answer: [ECHO], effect: says("abc"), is: ["abc"] },
  { line: "ECHO 2", answer: [ECHO], effect: says("abc"), is: ["abc", "abc"] },
  ...same(["INVALID OPERAND - 0"], ["ECHO 0"]),
  { line: "* anything", answer: [] },

  // Displays.
  { by: "display", line: "DIAL smith", answer: ["DIALED TO SMITH 0B0"], effect: users, is: ["OPERATOR", "SMITH"] },
  { by: "display", line: "DIAL smith 0b1", answer: ["DMKDIA040E DEV 0B1 DOES NOT EXIST"] },
];

/** A line that a pattern describes. */
function line(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
