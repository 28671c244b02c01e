/** TRACE and ADSTOP (GC20-1820). */

import { requirePrinted } from "../console/printing.ts";
import { ACTIVITIES, type Activity, type TraceTarget } from "../console/trace-state.ts";
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
  });
}
