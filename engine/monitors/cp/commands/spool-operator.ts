/** The spooling operator's commands for real devices (GC20-1806, "CP Commands": BACKSPAC, DRAIN, FLUSH, FREE, HOLD, LOADBUF, REPEAT, SPACE, START). */
import type { Cp } from "../cp.ts";
import type { BufferLoad } from "../spool/real-output.ts";
import type { RealActivity, RealSpoolDevice, SpoolFile, SpoolState } from "../spool/state.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, decimal, hexadecimal, issuerVm, isWord } from "./operands.ts";
import { printingChange } from "./printing-options.ts";
import { functionOf, queueOf, useridOf } from "./spool-operands.ts";

const CSO = "CSO";
const CSB = "CSB";

function deviceAt(cp: Cp, word: string | undefined, module = CSO): RealSpoolDevice {
  const address = hexadecimal(word, 3);
  if (address === undefined) throw failed(module, 21, "RADDR MISSING OR INVALID");
  const device = cp.spool.real.device(address);
  if (device !== undefined) return device;
  if (cp.io.device(address) === undefined) throw failed(module, 40, `DEV ${address3(address)} DOES NOT EXIST`);
  throw failed(module, 6, `INVALID DEVICE TYPE - ${address3(address)}`);
}

/** Devices by address, function or ALL. */
function devicesOf(cp: Cp, word: string | undefined): readonly RealSpoolDevice[] {
  const { all } = cp.spool.real;
  if (isWord(word, "ALL")) return all;
  const does = functionOf(word);
  return does === undefined ? [deviceAt(cp, word)] : all.filter((device) => device.function === does);
}

/** A printer or punch that is busy with a file. */
function activeAt(
  cp: Cp,
  word: string | undefined,
): { device: RealSpoolDevice; active: RealActivity; file: SpoolFile } {
  const device = deviceAt(cp, word);
  if (device.function === "reader") throw failed(CSO, 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  const { active } = device;
  const file = active && cp.state.spool.files[active.key];
  if (active === undefined || file === undefined)
    throw failed(CSO, 141, `${device.function === "printer" ? "PRT" : "PUN"} ${address3(device.address)} INACTIVE`);
  return { device, active, file };
}

function drain(cp: Cp, _issuer: Issuer, [word]: readonly string[]): void {
  for (const device of devicesOf(cp, word)) {
    device.drained = true;
    if (device.active === undefined && device.input === undefined) cp.spool.real.drained(device);
  }
}

/** Operands that only a 3800 has: its overlay, its tables for separators, its library, what becomes of files with wrong names. Takes those behind a keyword. */
function takes3800(keyword: string, words: string[]): boolean {
  if (isWord(keyword, "PURGE", 3)) return true;
  if (!isWord(keyword, "IMAGE", 2)) return printingChange(CSO, keyword, words) !== undefined;
  if (words.shift() === undefined) throw failed(CSO, 26, "OPERAND MISSING OR INVALID");
  return true;
}

function start(cp: Cp, _issuer: Issuer, [word, ...operands]: readonly string[]): void {
  const devices = devicesOf(cp, word);
  const words = [...operands];
  let classes: string | undefined;
  let separator: boolean | undefined;
  let is3800 = false;
  for (let next = words.shift(); next !== undefined; next = words.shift()) {
    if (isWord(next, "CLASS", 2)) {
      classes = words.shift()?.toUpperCase();
      if (classes === undefined || !/^([A-Z0-9]{1,8}|\*)$/.test(classes))
        throw failed(CSO, 28, "CLASS MISSING OR INVALID");
    } else if (isWord(next, "NOSEP", 3)) separator = false;
    else if (isWord(next, "SEP", 3)) separator = true;
    else if (takes3800(next, words)) is3800 = true;
    else throw failed(CSO, 3, `INVALID OPTION - ${next.toUpperCase()}`);
  }
  for (const { type, address } of devices)
    if (is3800 && type !== "3800") throw failed(CSO, 6, `INVALID DEVICE TYPE - ${address3(address)}`);
  for (const device of devices) {
    device.drained = false;
    device.stopped = false;
    if (device.function !== "reader") {
      device.classes = classes ?? device.classes;
      device.separator = separator ?? true;
    }
    cp.spool.real.started(device);
    cp.spool.real.poke(device);
  }
}

function flush(cp: Cp, _issuer: Issuer, [word, ...words]: readonly string[]): void {
  const { device, active } = activeAt(cp, word);
  let all = false;
  let hold = false;
  for (const each of words) {
    if (isWord(each, "ALL")) all = true;
    else if (isWord(each, "HOLD", 2)) hold = true;
    else throw failed(CSO, 3, `INVALID OPTION - ${each.toUpperCase()}`);
  }
  active.flush = all ? "all" : "copy";
  active.hold ||= hold;
  again(cp, device);
}

function backspace(cp: Cp, _issuer: Issuer, [word, amount, end]: readonly string[]): void {
  const { device, active, file } = activeAt(cp, word);
  const isPrinter = device.function === "printer";
  const pages = amount === undefined ? (isPrinter ? 1 : Number.POSITIVE_INFINITY) : decimal(amount);
  const isWhole = isWord(amount, "FILE", 1);
  // Only a 3800 has pages to come when a file has been sent to its end.
  if (end !== undefined) throw failed(CSO, 3, `INVALID OPTION - ${end.toUpperCase()}`);
  if (!isWhole && (pages === undefined || pages < 1 || (!isPrinter && amount !== undefined)))
    throw failed(CSO, 26, "OPERAND MISSING OR INVALID");
  active.back = isWhole || pages === undefined ? Number.POSITIVE_INFINITY : pages;
  cp.spool.real.outputs.say(device, file, "BACKSPACED");
  again(cp, device);
}

function repeat(cp: Cp, _issuer: Issuer, [word, ...words]: readonly string[]): void {
  const { active, file, device } = activeAt(cp, word);
  const given = decimal(words[0]);
  if (given !== undefined) words.shift();
  const [hold] = words;
  if (hold !== undefined && !isWord(hold, "HOLD", 2)) throw failed(CSO, 3, `INVALID OPTION - ${hold.toUpperCase()}`);
  const more = given ?? 1;
  if (more < 1 || more > 99) throw failed(CSO, 30, "COPIES MISSING OR INVALID");
  file.copies = Math.min(99, file.copies + more);
  active.hold ||= hold !== undefined;
  cp.spool.checkpoint.changed(file);
  cp.spool.real.outputs.say(device, file, "TO REPEAT");
}

function space(cp: Cp, _issuer: Issuer, [word]: readonly string[]): void {
  const { active, device } = activeAt(cp, word);
  if (device.function !== "printer") throw failed(CSO, 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  active.singleSpace = true;
}

function again(cp: Cp, device: RealSpoolDevice): void {
  device.stopped = false;
  cp.spool.real.poke(device);
}

type Held = SpoolState["holds"][number];

/** Userid and queue of HOLD and FREE: `userid Printer|PUnch|Reader|ALL`. */
function heldOf(cp: Cp, issuer: Issuer, [word, kind]: readonly string[]): Held {
  const userid = useridOf("CSQ", cp, issuerVm(issuer), word);
  const queue = kind === undefined || isWord(kind, "ALL") ? "all" : queueOf(kind);
  if (queue === undefined) throw failed("CSQ", 26, "OPERAND MISSING OR INVALID");
  return { userid, queue };
}

function hold(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const held = heldOf(cp, issuer, operands);
  const { spool } = cp.state;
  free(cp, issuer, operands);
  spool.holds.push(held);
}

function free(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const { userid, queue } = heldOf(cp, issuer, operands);
  const { spool } = cp.state;
  spool.holds = spool.holds.filter(
    (hold) => hold.userid !== userid || (queue !== "all" && hold.queue !== "all" && hold.queue !== queue),
  );
  for (const file of Object.values(spool.files)) {
    if (file.owner !== userid || !file.systemHold || (queue !== "all" && file.queue !== queue)) continue;
    file.systemHold = false;
    cp.spool.checkpoint.changed(file);
  }
  cp.spool.real.wake();
}

/** UCS name [Fold] [Ver]. */
function trainOf(name: string, words: readonly string[]): BufferLoad {
  const wrong = words.find((word) => !isWord(word, "FOLD", 1) && !isWord(word, "VER", 1));
  if (wrong !== undefined) throw failed(CSB, 3, `INVALID OPTION - ${wrong.toUpperCase()}`);
  const has = (keyword: string): boolean => words.some((word) => isWord(word, keyword, 1));
  return { kind: "train", name: name.toUpperCase(), folds: has("FOLD"), verifies: has("VER") };
}

/** FCB name [INDex [nn]]. */
function formOf(name: string, [word, amount = "1", ...more]: readonly string[]): BufferLoad {
  const index = word === undefined ? undefined : decimal(amount);
  const isWrong = word !== undefined && (!isWord(word, "INDEX", 3) || index === undefined || index < 1 || index > 31);
  if (isWrong || more.length > 0) throw failed(CSB, 3, `INVALID OPTION - ${(isWrong ? word : more[0]).toUpperCase()}`);
  return { kind: "form", name: name.toUpperCase(), index };
}

function loadBuffer(cp: Cp, _issuer: Issuer, [word, kind, name, ...words]: readonly string[]): void {
  const device = deviceAt(cp, word, CSB);
  if (device.function !== "printer") throw failed(CSB, 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  if (name === undefined) throw failed(CSB, 26, "OPERAND MISSING OR INVALID");
  if (device.active !== undefined) throw failed(CSB, 142, `PRT ${address3(device.address)} NOT DRAINED`);
  const isTrain = isWord(kind, "UCS", 3);
  if (!isTrain && !isWord(kind, "FCB", 3)) throw failed(CSB, 26, "OPERAND MISSING OR INVALID");
  const load = isTrain ? trainOf(name, words) : formOf(name, words);
  if (!cp.spool.real.outputs.loadBuffer(device, load)) throw failed(CSB, 43, `BUFFER ${name.toUpperCase()} NOT FOUND`);
}

export const spoolOperatorCommands: readonly Command[] = [
  {
    name: "BACKSPAC",
    shortest: 2,
    classes: "D",
    format: "raddr [File|pages]",
    purpose: "Has a printer go back in its file, or begin it again; a punch begins it again.",
    run: backspace,
  },
  {
    name: "DRAIN",
    shortest: 2,
    classes: "D",
    format: "raddr|Reader|Printer|PUnch|ALL",
    purpose: "Has real unit-record devices stop after the file at hand.",
    run: drain,
  },
  {
    name: "FLUSH",
    shortest: 1,
    classes: "D",
    format: "raddr [ALL] [HOld]",
    purpose: "Ends the output of a real printer or punch: of this copy or of all, or has the file held.",
    run: flush,
  },
  {
    name: "FREE",
    shortest: 2,
    classes: "D",
    format: "userid [Printer|PUnch|Reader|ALL]",
    purpose: "Undoes HOLD.",
    run: free,
  },
  {
    name: "HOLD",
    shortest: 2,
    classes: "D",
    format: "userid [Printer|PUnch|Reader|ALL]",
    purpose: "Keeps a user's files from being printed, punched or read.",
    run: hold,
  },
  {
    name: "LOADBUF",
    shortest: 7,
    classes: "D",
    format: "raddr UCS name [Fold] [Ver] | raddr FCB name [INDex [nn]]",
    purpose:
      "Loads a real printer's character set buffer, so that small letters print as capitals (FOLD), and prints it (VER); or its forms control buffer.",
    run: loadBuffer,
  },
  {
    name: "REPEAT",
    shortest: 3,
    classes: "D",
    format: "raddr [nn] [HOld]",
    purpose: "Adds copies of the file at hand, or keeps it when it has been printed.",
    run: repeat,
  },
  {
    name: "SPACE",
    shortest: 3,
    classes: "D",
    format: "raddr",
    purpose: "Has the rest of a file printed with single spaces.",
    run: space,
  },
  {
    name: "START",
    shortest: 3,
    classes: "D",
    format:
      "raddr|Reader|Printer|PUnch|ALL [CLass classes|*] [NOSep|SEP] [FLash name] [CHars name] [FCB name] [IMage name] [PURge]",
    purpose:
      "Has real unit-record devices go on, with other classes if any are named. The operands behind NOSEP are for 3800 printers, of which there are none here: other devices refuse them.",
    run: start,
  },
];
