/** What users say to one another (GC20-1820, "MESSAGE", "ECHO"; GC20-1806, "WARNING"). */
import type { Cp } from "../cp.ts";
import { sayByIucv } from "../iucv/message-service.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { decimal, issuerVm, isWord, loggedOn } from "./operands.ts";
import { timeOfDay } from "./time.ts";

/** ECHO repeats a line so often at most. */
const MOST_ECHOES = 99;

function receivers(cp: Cp, issuer: Issuer, userid: string | undefined): readonly Vm[] {
  const vm = issuerVm(issuer);
  if (userid === "*") return [vm];
  const isOperator = isWord(userid, "OPERATOR", 2) && cp.user(userid?.toUpperCase() ?? "") === undefined;
  if (isWord(userid, "ALL", 3)) {
    // Only operators speak to everybody.
    if (![..."AB"].some((each) => vm.state.classes.includes(each))) throw failed("MSG", 45, "ALL NOT LOGGED ON");
    return cp.vms;
  }
  return [loggedOn(cp, "MSG", isOperator ? (cp.configuration.operator ?? "OPERATOR") : userid)];
}

/** The words behind the first, as they were typed. */
function behind(text: string, userid: string | undefined): string {
  return text.slice(userid?.length ?? 0).trim();
}

function tell(cp: Cp, issuer: Issuer, userid: string | undefined, text: string, warns: boolean): void {
  const vm = issuerVm(issuer);
  const line = behind(text, userid);
  const isAll = isWord(userid, "ALL", 3);
  const to = receivers(cp, issuer, userid);
  if (line === "") throw failed("MSG", 26, "OPERAND MISSING OR INVALID");
  const [only] = to;
  if (!isAll && only !== undefined && sayByIucv(only, warns ? "warning" : "message", vm.userid, line)) return;
  if (!isAll && only !== undefined && only.id !== vm.id) {
    const { message, warning } = only.state.options;
    if (cp.consoles.of(only) === undefined) throw failed("MSG", 57, `${only.userid} NOT RECEIVING; DISCONNECTED`);
    if (!(warns ? warning : message))
      throw failed("MSG", 57, `${only.userid} NOT RECEIVING; ${warns ? "WNG" : "MSG"} OFF`);
  }
  for (const each of to) cp.consoles.requireRoom(each);
  for (const each of to) {
    const { message, warning } = each.state.options;
    if (isAll && !(warns ? warning : message)) continue;
    if (sayByIucv(each, warns ? "warning" : "message", vm.userid, line)) continue;
    cp.consoles.message(each, `${timeOfDay(cp)}  * ${warns ? "WNG" : "MSG"} FROM ${vm.userid.padEnd(8)}: ${line}`);
  }
}

/** A message to a program (later than VM/370): what its virtual machine does with it is its own. */
function special(cp: Cp, issuer: Issuer, userid: string | undefined, text: string): void {
  const vm = issuerVm(issuer);
  const to = loggedOn(cp, "MSG", userid);
  const line = behind(text, userid);
  if (line === "") throw failed("MSG", 26, "OPERAND MISSING OR INVALID");
  if (sayByIucv(to, "special", vm.userid, line)) return;
  if (!to.state.options.special || !cp.sessions.special(vm, to, line))
    throw failed("MSG", 57, `${to.userid} NOT RECEIVING; SMSG OFF`);
}

function echo(cp: Cp, issuer: Issuer, [count]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const times = count === undefined ? 1 : decimal(count);
  if (times === undefined || times === 0 || times > MOST_ECHOES) throw failed("MSG", 2, `INVALID OPERAND - ${count}`);
  issuer.say('ECHO ENTERED; TO TERMINATE TEST, TYPE "END"');
  vm.state.console.echo = times;
  cp.consoles.changed(vm);
}

export const messages: readonly Command[] = [
  ...["MSG", "MESSAGE"].map(
    (name): Command => ({
      name,
      shortest: name === "MSG" ? 1 : 2,
      classes: "ANY",
      format: "userid|*|OPerator|ALL text",
      purpose: "Sends a line to a user; operators send it to ALL.",
      run: (cp, issuer, [userid], text) => tell(cp, issuer, userid, text, false),
    }),
  ),
  ...["WNG", "WARNING"].map(
    (name): Command => ({
      name,
      shortest: 1,
      classes: "AB",
      format: "userid|OPerator|ALL text",
      purpose: "Sends a line to a user, or ALL, that SET MSG OFF does not keep away.",
      run: (cp, issuer, [userid], text) => tell(cp, issuer, userid, text, true),
    }),
  ),
  {
    name: "SMSG",
    shortest: 2,
    classes: "G",
    format: "userid text",
    purpose: "Sends a line to the program of a user's virtual machine (later than VM/370).",
    run: (cp, issuer, [userid], text) => special(cp, issuer, userid, text),
  },
  {
    name: "ECHO",
    shortest: 2,
    classes: "G",
    format: "[nn]",
    purpose: "Repeats what is typed, nn times a line, until END is typed.",
    run: echo,
  },
];
