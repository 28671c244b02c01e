/** QUERY: what a user can know of his own virtual machine and of others (GC20-1820, "QUERY"). */
import type { Cp } from "../cp.ts";
import type { MessageSource } from "../iucv/message-service.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { dialed } from "./dial.ts";
import { logMessageLines } from "./log-message.ts";
import { accounting } from "./logging-on.ts";
import { address3, decimal, hexDigits, issuerVm, loggedOn } from "./operands.ts";
import { queueOf } from "./spool-operands.ts";
import { queryFiles, queryHold, queryQueue } from "./spool-query.ts";
import { type Run, subcommand } from "./subcommands.ts";
import { terminalLines } from "./terminal.ts";
import { timeAndDate } from "./time.ts";

const NAMES_A_LINE = 4;
const LAST_FUNCTION_KEY = 24;

const query = (word: string, letters: number, format: string, purpose: string, run: Run, classes = "G"): Command =>
  subcommand("QUERY", 1, [word, letters], { classes, format, purpose }, run);

function on(value: boolean): string {
  return value ? "ON " : "OFF";
}

/** QUERY SET. */
export function setLines({ state }: Vm): string[] {
  const { options, time, directory } = state;
  const affinity = directory.options.affinity === undefined ? "NONE" : on(options.affinity).trimEnd();
  const assists = options.assist
    ? `ON  ${options.svcAssist ? "SVC" : "NOSVC"} ${options.timerAssist ? "TMR" : "NOTMR"}`
    : "OFF";
  const messages = (source: MessageSource): string => (options.messageService[source] ? "IUCV" : on(options[source]));
  const mark = options.shadowBypass;
  const bypass =
    mark === undefined ? "OFF" : mark === "virtual=real" ? "VR" : `${String(mark / 1024).padStart(5, "0")}K`;
  const timer = { on: "ON ", off: "OFF", real: "REAL" }[time.timer];
  return [
    `MSG ${messages("message")}, WNG ${messages("warning")}, EMSG ${options.errorMessages.toUpperCase().padEnd(4)}, ACNT ${on(options.accounting)}, RUN ${on(options.run)}`.trimEnd(),
    `LINEDIT ${on(options.lineEdit)}, TIMER ${timer}, ISAM ${on(options.isam)}, ECMODE ${on(options.ecMode)}`.trimEnd(),
    `ASSIST ${assists}, PAGEX ${on(options.pageExchange)}, AUTOPOLL ${on(options.autoPoll)}`.trimEnd(),
    `IMSG ${on(options.informational)}, SMSG ${messages("special")}, AFFINITY ${affinity}, NOTRANS OFF`,
    `STBYPASS ${bypass}`,
  ];
}

/** "SMITH - 01F", or DSC for who is disconnected. */
function named(cp: Cp, vm: Vm): string {
  const terminal = cp.consoles.of(vm);
  return `${vm.userid.padEnd(8)} - ${terminal === undefined ? "DSC" : address3(terminal.address)}`;
}

function names(cp: Cp, issuer: Issuer): void {
  const all = cp.vms.map((vm) => named(cp, vm));
  for (let i = 0; i < all.length; i += NAMES_A_LINE) issuer.say(all.slice(i, i + NAMES_A_LINE).join(", "));
}

function users(cp: Cp, issuer: Issuer, [userid]: readonly string[]): void {
  if (userid !== undefined) return issuer.say(named(cp, loggedOn(cp, "CQG", userid)));
  const three = (value: number): string => String(value).padStart(3, "0");
  issuer.say(`${three(cp.vms.length)} USERS, ${three(dialed(cp))} DIALED, ${three(0)} NET`);
}

function functionKeys(vm: Vm, issuer: Issuer, first: string): void {
  const number = first.length > 2 ? decimal(first.slice(2)) : undefined;
  if (first.length > 2 && (number === undefined || number < 1 || number > LAST_FUNCTION_KEY))
    throw failed("CQY", 3, `INVALID OPTION - ${first.toUpperCase()}`);
  const all = number === undefined ? Array.from({ length: LAST_FUNCTION_KEY }, (_, i) => i + 1) : [number];
  for (const key of all) {
    const does = vm.state.console.functionKeys[key];
    issuer.say(`PF${String(key).padStart(2, "0")} ${does ?? "UNDEFINED"}`);
  }
}

/** The processor as its program sees it. */
function processor(vm: Vm): string {
  const [left, right] = vm.host.stidp();
  const serial = vm.state.options.processorIdentification ?? left & 0xffffff;
  return `CPUID = FF${hexDigits(serial, 6)}${hexDigits(right, 8)}`;
}

export const queries: readonly Command[] = [
  query("TIME", 1, "", "Tells date and time, and what has been used since logon.", (cp, issuer) => {
    issuer.say(`TIME IS ${timeAndDate(cp)}`);
    issuer.say(accounting(issuerVm(issuer)));
  }),
  query("SET", 1, "", "Tells what SET has decided.", (_cp, issuer) => {
    for (const line of setLines(issuerVm(issuer))) issuer.say(line);
  }),
  query("TERMINAL", 4, "", "Tells what TERMINAL has decided.", (_cp, issuer) => {
    for (const line of terminalLines(issuerVm(issuer).state.console.settings)) issuer.say(line);
  }),
  query("USERS", 1, "[userid]", "Counts who is logged on, or tells where a user is.", users, "ANY"),
  query("NAMES", 1, "", "Tells who is logged on, and where.", names, "ANY"),
  query(
    "LOGMSG",
    3,
    "",
    "Tells the lines that each user is told at logon.",
    (cp, issuer) => {
      if (cp.state.logMessage.length === 0) issuer.say("THERE IS NO LOGMSG DATA");
      for (const line of logMessageLines(cp)) issuer.say(line);
    },
    "ANY",
  ),
  query("CPUID", 3, "", "Tells the identification that the program's STIDP stores.", (_cp, issuer) =>
    issuer.say(processor(issuerVm(issuer))),
  ),
  query("PRIORITY", 5, "userid", "Tells a user's priority.", priority, "AE"),
  query("FAVORED", 4, "userid", "Tells whether a user is favored, and with which percentage.", favored, "AE"),
  query("FILES", 1, "[CLass c] [userid]", "Counts spool files.", queryFiles, "DG"),
  query("HOLD", 1, "", "Tells whose files the operator holds.", (cp, issuer) => queryHold(cp, issuer), "D"),
  {
    name: "QUERY",
    shortest: 1,
    classes: "DG",
    format: "Reader|RDR|Printer|PRT|PUnch|PCH [ALL|TBL|CLass c|spoolid] [userid|SYSTEM]",
    purpose:
      "Tells of each spool file in a queue; TBL, what 3800 printers are told. Operators name others, or everybody.",
    takes: ([first]) => queueOf(first) !== undefined,
    run: (cp, issuer, operands) => {
      queryQueue(cp, issuer, operands);
    },
  },
  {
    name: "QUERY",
    shortest: 1,
    classes: "G",
    format: "PF[nn]",
    purpose: "Tells what program function keys do.",
    takes: ([first]) => /^PF\d*$/i.test(first ?? ""),
    run: (_cp, issuer, [first]) => functionKeys(issuerVm(issuer), issuer, first),
  },
  {
    name: "QUERY",
    shortest: 1,
    classes: "ANY",
    format: "userid",
    purpose: "Tells where a user is logged on.",
    run: (cp, issuer, [userid]) => {
      if (userid === undefined) throw failed("CFC", 26, "OPERAND MISSING OR INVALID");
      if (userid.length > 8) throw failed("CQY", 3, `INVALID OPTION - ${userid.toUpperCase()}`);
      users(cp, issuer, [userid]);
    },
  },
];

function priority(cp: Cp, issuer: Issuer, [userid]: readonly string[]): void {
  const vm = loggedOn(cp, "CQR", userid);
  issuer.say(`${vm.userid} PRIORITY = ${String(vm.state.schedule.priority).padStart(2, "0")}`);
}

function favored(cp: Cp, issuer: Issuer, [userid]: readonly string[]): void {
  const { userid: name, state } = loggedOn(cp, "CQR", userid);
  const { favored: isFavored, share } = state.schedule;
  const says = [isFavored ? "FAVORED" : "", share > 0 ? `${share}%` : ""].filter((each) => each !== "").join(" ");
  issuer.say(`${name} ${says === "" ? "NOT FAVORED" : says}`);
}
