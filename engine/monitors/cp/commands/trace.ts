/** TRACE and ADSTOP (GC20-1820). */

import { requirePrinted } from "../console/printing.ts";
import { ACTIVITIES, type Activity, type TraceTarget } from "../console/trace-state.ts";
import { tracePrinted } from "../console/tracing.ts";
import type { Cp } from "../cp.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { hexadecimal, issuerVm, isWord } from "./operands.ts";

/** Operands, and how many letters suffice. */
const WORDS: readonly (readonly [word: string, letters: number, activity: Activity])[] = [
  ["SVC", 3, "svc"],
  ["I/O", 3, "i/o"],
  ["PROGRAM", 3, "program"],
  ["EXTERNAL", 3, "external"],
  ["PRIV", 4, "priv"],
  ["SIO", 3, "sio"],
  ["CCW", 3, "ccw"],
  ["BRANCH", 2, "branch"],
  ["INSTRUCT", 4, "instruction"],
  ["CSW", 3, "csw"],
];

function trace(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const { console } = vm.state;
  if (operands.length === 0) throw failed("TRA", 26, "OPERAND MISSING OR INVALID");
  if (isWord(operands[0], "END")) {
    console.trace = {};
    cp.tracing.changed(vm);
    issuer.say("TRACE ENDED");
    return;
  }
  const activities: Activity[] = [];
  let target: TraceTarget = { terminal: true, printer: false, runs: false };
  let ends = false;
  for (const operand of operands) {
    const found = WORDS.find(([word, letters]) => isWord(operand, word, letters));
    if (found !== undefined) activities.push(found[2]);
    else if (isWord(operand, "ALL")) activities.push(...ACTIVITIES.filter((each) => each !== "csw"));
    else if (isWord(operand, "PRINTER", 3)) target = { ...target, terminal: false, printer: true };
    else if (isWord(operand, "TERMINAL", 4)) target = { ...target, terminal: true };
    else if (isWord(operand, "BOTH")) target = { ...target, terminal: true, printer: true };
    else if (isWord(operand, "NORUN", 3)) target = { ...target, runs: false };
    else if (isWord(operand, "RUN")) target = { ...target, runs: true };
    else if (isWord(operand, "OFF", 2)) ends = true;
    else throw failed("TRA", 2, `INVALID OPERAND - ${operand.toUpperCase()}`);
  }
  if (activities.length === 0) throw failed("TRA", 26, "OPERAND MISSING OR INVALID");
  const before = Object.keys(console.trace).length;
  const next = { ...console.trace };
  for (const activity of activities) {
    if (ends) delete next[activity];
    else next[activity] = target;
  }
  console.trace = next;
  cp.tracing.changed(vm);
  const after = Object.keys(next).length;
  if (before === 0 && after > 0) issuer.say("TRACE STARTED");
  if (before > 0 && after === 0) issuer.say("TRACE ENDED");
}

/** Events of PER: control register 9. */
const PER_EVENTS = [
  ["BRANCH", 2, 0x80000000],
  ["INSTRUCT", 2, 0x40000000],
  ["STORE", 2, 0x20000000],
] as const;
const ANY_REGISTER = 0x1000ffff;

function per(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const { console } = vm.state;
  const [what, ...options] = operands;
  if (what === undefined) throw failed("PEC", 26, "OPERAND MISSING OR INVALID");
  if (isWord(what, "END")) {
    console.per = undefined;
    cp.tracing.changed(vm);
    issuer.say("PER ENDED");
    return;
  }
  const invalid = (word: string | undefined) =>
    failed("PEC", 2, `INVALID OPERAND - ${word?.toUpperCase() ?? ""}`.trimEnd());
  const register = /^G(\d{1,2})?$/i.exec(what);
  const named = PER_EVENTS.find(([word, letters]) => isWord(what, word, letters))?.[2];
  const number = Number(register?.[1] ?? 0);
  if ((named === undefined && register === null) || number > 15) throw invalid(what);
  const events = named ?? (register?.[1] === undefined ? ANY_REGISTER : 0x10000000 | (0x8000 >>> number));
  let [first, last] = [0, 0xffffff];
  let target: TraceTarget = { terminal: true, printer: false, runs: false };
  for (let i = 0; i < options.length; i++) {
    const option = options[i];
    if (isWord(option, "RANGE", 2)) {
      const [from, to = from] = (options[++i] ?? "").split("-");
      const [low, high] = [hexadecimal(from), hexadecimal(to)];
      if (low === undefined || high === undefined || high < low) throw invalid(options[i]);
      [first, last] = [low, high];
    } else if (isWord(option, "PRINTER", 5)) target = { ...target, terminal: false, printer: true };
    else if (isWord(option, "TERMINAL", 4)) target = { ...target, terminal: true };
    else if (isWord(option, "BOTH")) target = { ...target, terminal: true, printer: true };
    else if (isWord(option, "RUN", 1)) target = { ...target, runs: true };
    else if (isWord(option, "NORUN", 3)) target = { ...target, runs: false };
    else throw invalid(option);
  }
  console.per = { events: events >>> 0, first, last, target };
  cp.tracing.changed(vm);
  issuer.say("PER STARTED");
}

function adstop(cp: Cp, issuer: Issuer, [where]: readonly string[]): void {
  const vm = issuerVm(issuer);
  if (isWord(where, "OFF")) return cp.tracing.endStop(vm);
  const address = hexadecimal(where);
  if (where === undefined) throw failed("CFD", 26, "OPERAND MISSING OR INVALID");
  if (address === undefined || address % 2 !== 0) throw failed("CFD", 4, `INVALID HEXLOC - ${where.toUpperCase()}`);
  if (!cp.tracing.stopAt(vm, address)) throw failed("CFD", 160, `HEXLOC ${where.toUpperCase()} EXCEEDS STORAGE`);
}

export const tracingCommands: readonly Command[] = [
  {
    name: "TRACE",
    shortest: 2,
    classes: "G",
    format:
      "SVC|I/O|PROgram|EXTernal|PRIV|SIO|CCW|BRanch|INSTruct|ALL|CSW … [PRInter|TERMinal|BOTH] [NORun|RUN] [OFf] | END",
    purpose:
      "Tells each interruption, instruction or I/O operation as it happens, at the terminal or on the virtual printer.",
    run: trace,
  },
  {
    name: "PER",
    shortest: 3,
    classes: "G",
    format: "BRanch|INstruct|STore|G[nn] [RAnge hexloc[-hexloc]] [PRINTer|TERMinal|BOTH] [Run|NORun] | END",
    purpose:
      "Tells successful branches, instructions, stores or altered registers, in a range of addresses (later than VM/370).",
    run: per,
  },
  {
    name: "ADSTOP",
    shortest: 6,
    classes: "G",
    format: "hexloc | OFF",
    purpose: "Stops the virtual machine before the instruction at an address.",
    run: adstop,
  },
];

/** Registers what tracing leaves to be done later. */
export function handleTraces(cp: Cp): void {
  cp.tasks.handle("trace", ({ vm: id }) => {
    const vm = cp.vm(id);
    requirePrinted(cp, id);
    cp.spool.print(vm, vm.state.console.traced);
    vm.state.console.traced = [];
    cp.wake(tracePrinted(id));
  });
}
