/** Users come and go (GC20-1820, "LOGON", "LOGOFF", "DISCONN"; GC20-1806, "AUTOLOG", "FORCE"). */
import type { Trier } from "../console/journal.ts";
import type { Terminal } from "../console/state.ts";
import type { Cp } from "../cp.ts";
import { checkPassword, type DirectoryUser, findUser } from "../directory/index.ts";
import { createVm, endVm } from "../logon.ts";
import { systemOperator, tellOperator } from "../operator-messages.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { logMessageLines } from "./log-message.ts";
import { issuerVm, isWord, loggedOn, terminalName } from "./operands.ts";
import { elapsed, processorTime, timeAndDate, timeOfDay } from "./time.ts";

const LONGEST_PASSWORD = 8;

function users(cp: Cp, vm: Vm, more = ""): string {
  return `${vm.userid.padEnd(8)} USERS = ${String(cp.vms.length).padStart(3, "0")}${more}`;
}

/** "CONNECT= 00:01:02 VIRTCPU= 000:00.10 TOTCPU= 000:00.20", since logon or the last ACNT. */
export function accounting(vm: Vm): string {
  const { console, time } = vm.state;
  const connected = elapsed(vm.host.microseconds() - console.loggedOnAt);
  const virtual = processorTime(time.virtual - console.accountedVirtual);
  const total = processorTime(time.virtual + time.overhead - console.accountedTotal);
  return `CONNECT= ${connected} VIRTCPU= ${virtual} TOTCPU= ${total}`;
}

function directoryEntry(cp: Cp, userid: string): DirectoryUser {
  const user = findUser(cp.users.current, userid);
  if (user === undefined) throw failed("LOG", 53, `${userid.toUpperCase()} NOT IN CP DIRECTORY`);
  return user;
}

/** Throws where the user is logged on at a terminal already. */
function requireFree(cp: Cp, userid: string): void {
  const vm = cp.user(userid);
  const terminal = vm === undefined ? undefined : cp.consoles.of(vm);
  if (terminal !== undefined) throw failed("LOG", 54, `ALREADY LOGGED ON ${terminalName(terminal)}`);
}

/** The user is let in: a new virtual machine, or the one that was left. Throws `Wait`. */
function letIn(cp: Cp, terminal: Terminal, user: DirectoryUser, noIpl: boolean): void {
  const there = cp.user(user.userid);
  if (there !== undefined) {
    cp.consoles.connect(there, terminal);
    cp.consoles.write(terminal, `RECONNECTED AT ${timeAndDate(cp)}`);
    cp.consoles.cpRead(there);
    tellOperator(cp, `${terminalName(terminal)} RECONNECT ${users(cp, there)}`);
    return;
  }
  const vm = createVm(cp, user);
  cp.consoles.connect(vm, terminal);
  for (const line of logMessageLines(cp)) cp.consoles.message(vm, line);
  cp.consoles.message(vm, `LOGON AT ${timeAndDate(cp)}`);
  cp.sessions.loggedOn(vm);
  tellOperator(cp, `${terminalName(terminal)} LOGON  AS ${users(cp, vm)}`);
  if (!noIpl) cp.ipl.automatic(vm);
}

function askPassword(cp: Cp, terminal: Terminal, masked: boolean): void {
  cp.consoles.write(terminal, "ENTER PASSWORD:");
  if (masked) cp.consoles.mask(terminal);
}

/** A line that is a password. Throws `Wait`. */
export function password(cp: Cp, terminal: Terminal, line: string, logon = terminal.logon): void {
  if (logon === undefined) return;
  const typed = line.trim();
  if (typed === "" && !logon.masked) {
    logon.masked = true;
    cp.consoles.mask(terminal);
    return;
  }
  const user = findUser(cp.users.current, logon.userid);
  const isRight = user !== undefined && typed.length <= LONGEST_PASSWORD && checkPassword(user, typed) === "accepted";
  const trier = { terminal: terminal.address, vm: undefined };
  if (!isRight) {
    terminal.logon = undefined;
    cp.journal.wrong(trier, logon.userid, typed);
    throw failed("LOG", 50, "PASSWORD INCORRECT - REINITIATE LOGON PROCEDURE");
  }
  try {
    requireFree(cp, logon.userid);
  } catch (error) {
    terminal.logon = undefined;
    throw error;
  }
  cp.journal.right(trier);
  letIn(cp, terminal, user, logon.noIpl);
}

/** Throws CommandError where there have been too many wrong passwords. */
function requireEnabled(cp: Cp, trier: Trier): void {
  if (cp.journal.isDisabled(trier)) throw failed("LOG", 51, "MAXIMUM PASSWORD ATTEMPTS EXCEEDED, TRY AGAIN LATER");
}

function logon(cp: Cp, { vm, terminal }: Issuer, [userid, ...operands]: readonly string[]): void {
  // Nobody who has a virtual machine finds this command.
  if (vm !== undefined || terminal === undefined) return;
  requireEnabled(cp, { terminal: terminal.address, vm });
  if (userid === undefined || userid.length > 8) throw failed("LOG", 20, "USERID MISSING OR INVALID");
  let given: string | undefined;
  let masked = false;
  let noIpl = false;
  operands.forEach((word, i) => {
    if (isWord(word, "MASK", 1) && word.length <= 4) masked = true;
    else if (isWord(word, "NOIPL", 1)) noIpl = true;
    else if (i === 0 && word.length <= LONGEST_PASSWORD) given = word;
    else throw failed("LOG", 3, `INVALID OPTION - ${word.toUpperCase()}`);
  });
  const user = directoryEntry(cp, userid);
  requireFree(cp, user.userid);
  const dialogue = { userid: user.userid, noIpl, masked };
  if (given !== undefined && cp.configuration.hidesPasswords === true)
    throw failed("LOG", 3, "INVALID OPTION - PASSWORD");
  if (given !== undefined) return password(cp, terminal, given, dialogue);
  terminal.logon = dialogue;
  askPassword(cp, terminal, masked);
}

/** Ends a virtual machine and says so. `reason` goes to the operator: " FORCED". Throws `Wait`. */
export function logOff(cp: Cp, vm: Vm, reason = ""): void {
  const terminal = cp.consoles.of(vm);
  const text = accounting(vm);
  // Nothing more comes: a channel program that does not end would have files written without end, too.
  vm.state.stopped = true;
  cp.channels.resetAll(vm);
  cp.sessions.loggingOff(vm);
  if (cp.configuration.accounting === true) cp.accounting.session(vm);
  endVm(cp, vm);
  const isAt = terminal === undefined ? "USER DSC" : terminalName(terminal);
  tellOperator(cp, `${isAt} LOGOFF AS ${users(cp, vm, reason)}`);
  if (terminal === undefined) return;
  cp.consoles.write(terminal, text);
  cp.consoles.write(terminal, `LOGOFF AT ${timeAndDate(cp)}${reason === "" ? "" : " BY SYSTEM"}`);
  cp.consoles.begin(terminal);
}

/** HOLD, which keeps a line open, is all that LOGOFF and DISCONN may have: terminals here stay connected. */
function requireHold(word: string | undefined): void {
  if (word !== undefined && !isWord(word, "HOLD", 2)) throw failed("USO", 3, `INVALID OPTION - ${word.toUpperCase()}`);
}

function disconnect(cp: Cp, issuer: Issuer, [hold]: readonly string[]): void {
  const vm = issuerVm(issuer);
  requireHold(hold);
  const terminal = cp.consoles.of(vm);
  if (terminal === undefined) return;
  cp.consoles.write(terminal, `DISCONNECT AT ${timeAndDate(cp)}`);
  cp.consoles.disconnect(vm);
  // Its program goes on.
  cp.consoles.resume(vm);
  tellOperator(cp, `${terminalName(terminal)} DISCONNECT ${users(cp, vm)}`);
  cp.consoles.begin(terminal);
}

/** A virtual machine without a user at a terminal. Throws `Wait`. */
export function logOnDisconnected(cp: Cp, user: DirectoryUser, by: string): Vm {
  const vm = createVm(cp, user);
  tellOperator(cp, `AUTO LOGON   ***   ${users(cp, vm, `  BY  ${by}`)}`);
  cp.ipl.automatic(vm);
  return vm;
}

function autolog(cp: Cp, issuer: Issuer, [userid, given, ...words]: readonly string[]): void {
  const vm = issuerVm(issuer);
  if (userid === undefined || userid.length > 8) throw failed("ALG", 20, "USERID MISSING OR INVALID");
  const refused = (why: string) => failed("LOG", 59, `AUTOLOG FAILED FOR ${userid.toUpperCase()} - ${why}`);
  const user = findUser(cp.users.current, userid);
  if (user === undefined) throw refused("NOT IN CP DIRECTORY");
  const trier = { terminal: cp.consoles.of(vm)?.address, vm };
  requireEnabled(cp, trier);
  if (given === undefined || checkPassword(user, given) !== "accepted") {
    cp.journal.wrong(trier, user.userid, given ?? "");
    throw refused("PASSWORD INCORRECT");
  }
  cp.journal.right(trier);
  if (cp.user(user.userid) !== undefined) throw refused("ALREADY LOGGED ON");
  if (user.ipl === undefined && words.length === 0) throw refused("NO IPL IN DIRECTORY");
  // The operator is told of each: who logs users on without end waits for that.
  const operator = systemOperator(cp);
  if (operator !== undefined) cp.consoles.requireRoom(operator);
  const created = logOnDisconnected(cp, user, vm.userid);
  if (words.length > 0) created.state.console.lines.push(words.join(" "));
  issuer.say("AUTO LOGON STARTED");
}

export const loggingOn: readonly Command[] = [
  {
    name: "LOGON",
    shortest: 1,
    classes: "",
    format: "userid [password] [Mask] [Noipl]",
    purpose: "Identifies a user and gives him his virtual machine, or the one that he left disconnected.",
    run: logon,
  },
  {
    name: "LOGIN",
    shortest: 4,
    classes: "",
    format: "userid [password] [Mask] [Noipl]",
    purpose: "The same as LOGON.",
    run: logon,
  },
  ...["LOGOFF", "LOGOUT"].map(
    (name): Command => ({
      name,
      shortest: 3,
      classes: "ANY",
      format: "[HOld]",
      purpose: "Ends a virtual machine and its user's session.",
      run: (cp, issuer, [hold]) => {
        const vm = issuerVm(issuer);
        requireHold(hold);
        vm.state.stopped = true;
        cp.tasks.add("logoff", { vm: vm.id, forced: false });
      },
    }),
  ),
  {
    name: "DISCONN",
    shortest: 4,
    classes: "ANY",
    format: "[HOld]",
    purpose: "Leaves the virtual machine running without its user.",
    run: disconnect,
  },
  {
    name: "AUTOLOG",
    shortest: 6,
    classes: "AB",
    format: "userid password [line]",
    purpose: "Logs a user on without a terminal; the directory says what is loaded.",
    run: autolog,
  },
  {
    name: "FORCE",
    shortest: 5,
    classes: "A",
    format: "userid",
    purpose: "Logs another user off.",
    run: (cp, issuer, [userid]) => {
      issuerVm(issuer);
      const vm = loggedOn(cp, "USO", userid);
      vm.state.stopped = true;
      cp.tasks.add("logoff", { vm: vm.id, forced: true });
    },
  },
];

/** Registers what these commands leave to be done later. */
export function handleLogoffs(cp: Cp): void {
  cp.tasks.handle("logoff", ({ data }) => {
    // What LOGOFF and its like put there.
    const { vm, forced } = data as { vm: number; forced: boolean };
    if (cp.state.vms[vm] !== undefined) logOff(cp, cp.vm(vm), forced ? "  FORCED" : "");
  });
  cp.tasks.handle("operator", ({ data }) => {
    const user = findUser(cp.users.current, cp.configuration.operator ?? "OPERATOR");
    // What `start` put there.
    const terminal = cp.state.terminals[data as number];
    if (user === undefined || cp.user(user.userid) !== undefined || terminal === undefined || terminal.vm !== 0) return;
    const vm = createVm(cp, user);
    cp.consoles.connect(vm, terminal);
    cp.consoles.message(vm, `${timeOfDay(cp)} AUTO LOGON   ***   ${users(cp, vm, "  BY  SYSTEM")}`);
    cp.ipl.automatic(vm);
  });
}
