/** What QUERY tells of spooling (GC20-1820 and GC20-1806, "QUERY"): functions for it. */
import type { Cp } from "../cp.ts";
import { queued, spoolDevices, spoolId } from "../spool/queues.ts";
import type { SpoolDevice, SpoolFile, SpoolOutput, SpoolQueue } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import { failed, type Issuer } from "./commands.ts";
import { address3, decimal, issuerVm, isWord } from "./operands.ts";
import { printingText } from "./printing-options.ts";
import { classOf, queueOf, useridOf } from "./spool-operands.ts";
import { dateText, timeOfDay } from "./time.ts";

const CQH = "CQH";
const OPERATOR = "D";
const NAMES: Readonly<Record<SpoolQueue, string>> = { reader: "RDR", printer: "PRT", punch: "PUN" };

/** QUERY FILES [CLass c] [userid]: how many files there are. */
export function queryFiles(cp: Cp, issuer: Issuer, [word, ...more]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const isOperator = vm.state.classes.includes(OPERATOR);
  if (isWord(word, "CLASS", 2)) {
    const spoolClass = classOf("CQR", more.shift());
    const [userid] = more;
    if (userid !== undefined && !isOperator) throw failed("CQR", 3, `INVALID OPTION - ${userid.toUpperCase()}`);
    const whose = userid === undefined ? vm.userid : useridOf("CQR", cp, vm, userid);
    return issuer.say(cp.spool.filesLine(whose, spoolClass));
  }
  if (word === undefined) return issuer.say(cp.spool.filesLine(vm.userid));
  if (!isOperator) throw failed("CQR", 3, `INVALID OPTION - ${word.toUpperCase()}`);
  issuer.say(cp.spool.filesLine(useridOf("CQR", cp, vm, word)));
}

/** QUERY READER, PRINTER or PUNCH [ALL|CLASS c|spoolid|userid|SYSTEM]: a line for each file. False where the word names no queue. */
export function queryQueue(cp: Cp, issuer: Issuer, [word, ...operands]: readonly string[]): boolean {
  const queue = queueOf(word);
  if (queue === undefined) return false;
  const vm = issuerVm(issuer);
  const isOperator = vm.state.classes.includes(OPERATOR);
  const words = [...operands];
  let owner: string | undefined = vm.userid;
  let spoolClass: string | undefined;
  let id: number | undefined;
  let isFull = false;
  let isTable = false;
  for (let next = words.shift(); next !== undefined; next = words.shift()) {
    if (isWord(next, "ALL")) isFull = true;
    else if (isWord(next, "TBL")) isTable = true;
    else if (isWord(next, "CLASS", 2)) spoolClass = classOf(CQH, words.shift());
    else if (next.length <= 4 && decimal(next) !== undefined) {
      id = decimal(next);
      isFull = true;
    } else if (isOperator && isWord(next, "SYSTEM")) owner = undefined;
    else if (isOperator) owner = useridOf(CQH, cp, vm, next);
    else throw failed(CQH, 3, `INVALID OPTION - ${next.toUpperCase()}`);
  }
  const files = queued(cp, queue, owner).filter(
    (file) => (spoolClass === undefined || file.class === spoolClass) && (id === undefined || file.id === id),
  );
  if (files.length === 0) {
    if (id !== undefined) throw failed(CQH, 42, `SPOOLID ${String(id).padStart(4, "0")} DOES NOT EXIST`);
    issuer.say(`NO ${NAMES[queue]} FILES`);
    return true;
  }
  const lines = isTable ? tableLines(files, owner === undefined) : fileLines(cp, files, owner === undefined, isFull);
  for (const line of lines) issuer.say(line);
  return true;
}

/** TBL: what 3800 printers are told of files. The layout is from memory. */
function tableLines(files: readonly SpoolFile[], withOwner: boolean): string[] {
  return [
    `${withOwner ? "OWNERID " : "ORIGINID"} FILE CLASS RECDS  CPY HOLD FLASH FCB  MDFY FLSHC CHARS`,
    ...files.map((file) => {
      const { flash, fcb = "", modify = "", chars = "" } = file.printing ?? {};
      const names = `${(flash?.name ?? "").padEnd(5)} ${fcb.padEnd(4)} ${modify.padEnd(4)}`;
      const count = String(flash?.count ?? 0)
        .padStart(2, "0")
        .padEnd(5);
      return `${fileText(file, withOwner)} ${names} ${count} ${chars}`.trimEnd();
    }),
  ];
}

/** What every line about a file begins with. */
function fileText(file: SpoolFile, withOwner: boolean): string {
  const who = (withOwner ? file.owner : file.origin).padEnd(8);
  const records = String(file.records).padStart(6, "0");
  const copies = String(file.copies).padStart(2, "0");
  return `${who} ${spoolId(file)} ${file.class} ${file.device} ${records} ${copies}  ${holdOf(file)}`;
}

/** Lines about files under their heading: with owners where they differ, or else with who has written them; `isFull`, with date and name. */
export function fileLines(cp: Cp, files: readonly SpoolFile[], withOwner: boolean, isFull: boolean): string[] {
  const heading = `${withOwner ? "OWNERID " : "ORIGINID"} FILE CLASS RECDS  CPY HOLD`;
  const more = " DATE  TIME     NAME         TYPE         DIST";
  return [
    isFull ? heading + more : heading,
    ...files.map((file) => {
      const line = fileText(file, withOwner);
      if (!isFull) return line.trimEnd();
      const date = dateText(cp, file.created).slice(0, 5);
      const named = `${file.name.padEnd(12)} ${file.type.padEnd(12)}`;
      return `${line} ${date} ${timeOfDay(cp, file.created)} ${named} ${file.distribution}`.trimEnd();
    }),
  ];
}

function holdOf({ userHold, systemHold }: SpoolFile): string {
  if (userHold && systemHold) return "USYS";
  if (systemHold) return "SYS ";
  return userHold ? "USER" : "NONE";
}

/** QUERY HOLD: whose files the operator holds. */
export function queryHold(cp: Cp, issuer: Issuer): void {
  const { holds } = cp.state.spool;
  if (holds.length === 0) return issuer.say("NO USERS HELD");
  for (const { userid, queue } of holds) issuer.say(`${userid.padEnd(8)} ${queue === "all" ? "ALL" : NAMES[queue]}`);
}

/** Lines of QUERY VIRTUAL about a virtual unit-record device. */
export function deviceLines(vm: Vm, device: SpoolDevice): string[] {
  const { data } = device;
  const address = address3(device.address);
  const ready = device.notReady === true ? "NOTREADY" : "READY";
  if (data.function === "reader")
    return [`RDR  ${address} CL ${data.class} ${options(data)}   ${data.eof ? "EOF  " : "NOEOF"}    ${ready}`];
  const name = data.function === "printer" ? "PRT " : "PUN ";
  return [
    `${name} ${address} CL ${data.class} ${options(data)} ${copies(data)}    ${ready}`,
    destination(vm, address, data),
    ...printing(address, data),
  ];
}

/** A line about what 3800 printers are to be told, where anything is. */
function printing(address: string, { printing: options }: SpoolOutput): string[] {
  return options === undefined ? [] : [`     ${address} ${printingText(options)}`];
}

/** Lines of QUERY VIRTUAL about the spooling of a virtual console, behind the one that says where it is. */
export function consoleLines(vm: Vm, consoleAddress: number): string[] {
  const console = vm.cp.spool.console(vm);
  const address = address3(consoleAddress);
  return [
    `     ${address} CL ${console.class} ${options(console)} ${copies(console)}    READY`,
    destination(vm, address, console),
    ...printing(address, console),
  ];
}

/** "TERM START": the end of the line that says where a console is. */
export function consoleStatus(vm: Vm): string {
  const console = vm.cp.spool.console(vm);
  return `${console.terminal ? "TERM" : "NOTERM"} ${console.started ? "START" : "STOP"}`;
}

function options({ continuous, hold }: SpoolOutput): string {
  return `${continuous ? "CONT  " : "NOCONT"} ${hold ? "HOLD  " : "NOHOLD"}`;
}

function copies(output: SpoolOutput): string {
  return `COPY ${String(output.copies).padStart(2, "0")}`;
}

function destination(vm: Vm, address: string, { destination }: SpoolOutput): string {
  const { distribution } = vm.state.directory;
  if (destination.kind === "off") return `     ${address} FOR ${vm.userid.padEnd(8)} DIST ${distribution}`;
  return `     ${address} ${destination.kind === "to" ? "TO " : "FOR"} ${destination.userid.padEnd(8)} DIST ${distribution}`;
}

/** Lines of QUERY VIRTUAL UR: all unit-record devices of a virtual machine. */
export function unitRecordLines(vm: Vm): string[] {
  return spoolDevices(vm.state.devices).flatMap((device) => deviceLines(vm, device));
}
