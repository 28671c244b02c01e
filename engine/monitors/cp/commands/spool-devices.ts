/** How virtual unit-record devices spool (GC20-1820, "SPOOL", "CLOSE", "LOADVFCB"). */
import type { Cp } from "../cp.ts";
import { type Closed, type CloseOptions, closeInput, closeOutput, tellClosed } from "../spool/close.ts";
import { formImage } from "../spool/forms.ts";
import { changed, type PrintingChanges } from "../spool/printing-options.ts";
import type { Destination, SpoolDevice, SpooledConsole, SpoolOutput } from "../spool/state.ts";
import { hasFormsControl, loadForm } from "../spool/virtual-printer.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, decimal, issuerVm, isWord } from "./operands.ts";
import { printingChange } from "./printing-options.ts";
import { classOf, copiesOf, distributionOf, nameOf, type Target, targetOf, useridOf } from "./spool-operands.ts";

const CSP = "CSP";
const CSQ = "CSQ";

/** What SPOOL changes. */
interface Changes {
  class?: string;
  continuous?: boolean;
  hold?: boolean;
  eof?: boolean;
  copies?: number;
  destination?: Destination;
  printing?: PrintingChanges;
  started?: boolean;
  terminal?: boolean;
  close?: boolean;
  purge?: boolean;
}

/** Words of SPOOL that stand alone: letters that suffice, and what they change. */
const SWITCHES: readonly (readonly [word: string, shortest: number, changes: Changes])[] = [
  ["CONT", 3, { continuous: true }],
  ["NOCONT", 3, { continuous: false }],
  ["HOLD", 2, { hold: true }],
  ["NOHOLD", 3, { hold: false }],
  ["EOF", 3, { eof: true }],
  ["NOEOF", 3, { eof: false }],
  ["OFF", 3, { destination: { kind: "off" } }],
  ["SYSTEM", 6, { destination: { kind: "off" } }],
  ["START", 3, { started: true }],
  ["STOP", 3, { started: false }],
  ["TERM", 2, { terminal: true }],
  ["NOTERM", 3, { terminal: false }],
  ["CLOSE", 5, { close: true }],
  ["PURGE", 5, { purge: true }],
];

function merge(changes: Changes, more: Changes, word: string): void {
  for (const [key, value] of Object.entries(more)) {
    const before = Object.entries(changes).find(([name]) => name === key)?.[1];
    if (before !== undefined && before !== value) throw failed(CSP, 13, `CONFLICTING OPTION - ${word.toUpperCase()}`);
  }
  Object.assign(changes, more);
}

function spoolChanges(cp: Cp, vm: Vm, target: Target, words: readonly string[]): Changes {
  const changes: Changes = {};
  const isReader = target.kind === "devices" && target.does === "reader";
  const isConsole = target.kind === "console";
  const isPrinter = isConsole || target.does === "printer";
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const printing = isPrinter ? printingChange(CSP, word, rest) : undefined;
    if (printing !== undefined) {
      changes.printing = { ...changes.printing, ...printing };
      continue;
    }
    const found = SWITCHES.find(([name, shortest]) => isWord(word, name, shortest));
    if (found !== undefined) {
      const [name, , more] = found;
      const isForReader = "eof" in more;
      const isForConsole = "started" in more || "terminal" in more;
      const isForOutput = "destination" in more || "close" in more || "purge" in more;
      if ((isForReader && !isReader) || (isForConsole && !isConsole) || (isForOutput && isReader))
        throw failed(CSP, 3, `INVALID OPTION - ${name}`);
      merge(changes, more, word);
    } else if (isWord(word, "CLASS", 2)) {
      const name = rest.shift();
      merge(changes, { class: isReader && name === "*" ? "*" : classOf(CSP, name) }, "CLASS");
    } else if (isReader) throw failed(CSP, 3, `INVALID OPTION - ${word.toUpperCase()}`);
    else if (isWord(word, "COPY", 2)) merge(changes, { copies: copiesOf(CSP, rest.shift()) }, "COPY");
    else if (isWord(word, "TO", 1)) merge(changes, { destination: to(cp, vm, rest.shift()) }, "TO");
    else if (isWord(word, "FOR", 1)) {
      const userid = useridOf(CSP, cp, vm, rest.shift());
      merge(changes, { destination: userid === vm.userid ? { kind: "off" } : { kind: "for", userid } }, "FOR");
    } else merge(changes, { destination: to(cp, vm, word) }, word);
  }
  return changes;
}

function to(cp: Cp, vm: Vm, word: string | undefined): Destination {
  if (isWord(word, "SYSTEM")) return { kind: "off" };
  return { kind: "to", userid: useridOf(CSP, cp, vm, word) };
}

function apply(output: SpoolOutput, { close, purge, started, terminal, printing, ...changes }: Changes): void {
  Object.assign(output, changes);
  const options = printing === undefined ? output.printing : changed(output.printing, printing);
  if (options === undefined) delete output.printing;
  else output.printing = options;
}

function spool(cp: Cp, issuer: Issuer, [word, ...words]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const target = targetOf(CSP, vm, word);
  if (words.length === 0) throw failed(CSP, 26, "OPERAND MISSING OR INVALID");
  const changes = spoolChanges(cp, vm, target, words);
  const outputs: (SpoolOutput & Partial<Pick<SpooledConsole, "started" | "terminal">>)[] =
    target.kind === "console" ? [target.console] : target.devices.map(({ data }) => data);
  for (const output of outputs) apply(output, changes);
  if (target.kind === "console") {
    if (changes.started !== undefined) target.console.started = changes.started;
    if (changes.terminal !== undefined) target.console.terminal = changes.terminal;
  }
  if (changes.close || changes.purge) closeTarget(cp, issuer, vm, target, { purge: changes.purge, force: true });
}

/** Closes what a command is about, one after the other. Throws `Wait` between them. */
function closeTarget(cp: Cp, issuer: Issuer, vm: Vm, target: Target, options: CloseOptions): void {
  const tell = (closed: Closed | undefined): void => {
    if (closed !== undefined) tellClosed(vm, closed, (text) => issuer.say(text));
  };
  if (target.kind === "console") {
    cp.spool.writeConsole(vm);
    return tell(closeOutput(cp, target.console, options));
  }
  for (const device of target.devices) {
    if (device.data.function === "reader") closeInput(cp, device, options.hold);
    else tell(closeOutput(cp, device.data, options));
    device.pending = undefined;
  }
}

function close(cp: Cp, issuer: Issuer, [word, ...words]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const target = targetOf(CSQ, vm, word);
  const isReader = target.kind === "devices" && target.does === "reader";
  closeTarget(cp, issuer, vm, target, closeOptions(words, isReader));
}

function closeOptions(words: readonly string[], isReader: boolean): CloseOptions {
  let options: CloseOptions = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const isHold = isWord(word, "HOLD", 2);
    if (isHold || isWord(word, "NOHOLD", 3)) {
      if (options.hold !== undefined && options.hold !== isHold)
        throw failed(CSQ, 13, `CONFLICTING OPTION - ${word.toUpperCase()}`);
      options = { ...options, hold: isHold };
    } else if (isReader) throw failed(CSQ, 3, `INVALID OPTION - ${word.toUpperCase()}`);
    else if (isWord(word, "PURGE", 3)) options = { ...options, purge: true };
    else if (isWord(word, "DIST", 2)) options = { ...options, distribution: distributionOf(CSQ, rest.shift()) };
    else if (isWord(word, "NAME", 1)) {
      const { name, type, used } = nameOf(CSQ, rest);
      rest.splice(0, used);
      options = { ...options, name, type };
    } else throw failed(CSQ, 3, `INVALID OPTION - ${word.toUpperCase()}`);
  }
  return options;
}

function printerOf(vm: Vm, word: string | undefined): SpoolDevice {
  const target = targetOf("CSB", vm, word);
  if (target.kind !== "devices" || target.devices.length !== 1 || !hasFormsControl(target.devices[0].type))
    throw failed("CSB", 6, `INVALID DEVICE TYPE - ${word?.toUpperCase()}`);
  return target.devices[0];
}

function loadVirtualForm(_cp: Cp, issuer: Issuer, [word, fcb, name, index, amount]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const device = printerOf(vm, word);
  if (!isWord(fcb, "FCB", 1) || name === undefined) throw failed("CSB", 26, "OPERAND MISSING OR INVALID");
  let indexed: number | undefined;
  if (index !== undefined) {
    indexed = amount === undefined ? 1 : decimal(amount);
    if (!isWord(index, "INDEX", 3) || indexed === undefined || indexed < 1 || indexed > 31)
      throw failed("CSB", 3, `INVALID OPTION - ${index.toUpperCase()}`);
  }
  const image = formImage(name.toUpperCase(), indexed);
  if (image === undefined) throw failed("CSB", 43, `BUFFER ${name.toUpperCase()} NOT FOUND`);
  if (device.busy) throw failed("CSB", 58, `DEV ${address3(device.address)} BUSY`);
  loadForm(device, image);
}

export const spoolDeviceCommands: readonly Command[] = [
  {
    name: "SPOOL",
    shortest: 2,
    classes: "G",
    format:
      "Reader|Printer|PUnch|CONsole|vaddr [CLass c] [CONt|NOCont] [HOld|NOHold] [EOF|NOEof] [COpy [*]nn] [[To|For] userid|*|SYSTEM|OFF] [STArt|STOp] [TErm|NOTerm] [FLash name [nn]] [MOdify name] [CHars name] [FCB name] [CLOSE|PURGE]",
    purpose:
      "Says what becomes of the files that a virtual device writes or reads; also what a 3800 is told when it prints them, until the name is NULL.",
    run: spool,
  },
  {
    name: "CLOSE",
    shortest: 1,
    classes: "G",
    format: "Reader|Printer|PUnch|CONsole|vaddr [PURge] [HOld|NOHold] [DIst code] [Name fn [ft]|dsname]",
    purpose: "Ends the file that a virtual device writes or reads.",
    run: close,
  },
  {
    name: "LOADVFCB",
    shortest: 8,
    classes: "G",
    format: "vaddr Fcb name [INDex [nn]]",
    purpose: "Loads a forms control buffer into a virtual printer.",
    run: loadVirtualForm,
  },
];
