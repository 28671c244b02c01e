/** The keys of a virtual machine's panel: it is loaded, started, reset, interrupted (GC20-1820, "BEGIN", "IPL", "SYSTEM", "EXTERNAL", "ATTN"). */
import type { Cp } from "../cp.ts";
import { type IplOptions, type IplSource, PLAIN_IPL } from "../ipl.ts";
import { PAGE } from "../layout.ts";
import { resetSystem } from "../logon.ts";
import type { Vm } from "../vm.ts";
import { asErrorMessage, type Command, CommandError, failed, type Issuer } from "./commands.ts";
import { decimal, hexadecimal, issuerVm, isWord } from "./operands.ts";

const INTERRUPT_KEY = 0x40;
const MICROSECONDS = 1_000_000;
/** SLEEP: most hours. */
const MOST_SLEEP = 99;

interface Loading {
  readonly source: IplSource;
  readonly options: IplOptions;
}

function begin(cp: Cp, issuer: Issuer, [where]: readonly string[]): void {
  const vm = issuerVm(issuer);
  if (where !== undefined) {
    const address = hexadecimal(where);
    if (address === undefined) throw failed("CFC", 4, `INVALID HEXLOC - ${where.toUpperCase()}`);
    vm.setInstructionAddress(address);
  }
  cp.consoles.resume(vm);
}

function iplOperands([from, ...words]: readonly string[], text: string): Loading {
  if (from === undefined) throw failed("CFG", 26, "OPERAND MISSING OR INVALID");
  const device = hexadecimal(from, 3);
  const source = device === undefined ? { system: from.toUpperCase() } : { device };
  if (from.length > 8) throw failed("CFG", 44, `${from.toUpperCase()} SYSTEM DOES NOT EXIST`);
  let options = PLAIN_IPL;
  words.some((word, i) => {
    if (isWord(word, "PARM", 4)) {
      options = { ...options, parameter: /\bparm\s+(.*)$/i.exec(text)?.[1] ?? "" };
      return true;
    }
    if (isWord(word, "CLEAR", 2)) options = { ...options, clear: true };
    else if (isWord(word, "NOCLEAR", 4)) options = { ...options, clear: false };
    else if (isWord(word, "STOP")) options = { ...options, stop: true };
    else if (isWord(word, "ATTN")) options = { ...options, attention: true };
    else if (i === 0 && decimal(word) !== undefined) options = { ...options, cylinder: Number(word) };
    else throw failed("CFG", 3, `INVALID OPTION - ${word.toUpperCase()}`);
    return false;
  });
  return { source, options };
}

function ipl(cp: Cp, issuer: Issuer, operands: readonly string[], text: string): void {
  const vm = issuerVm(issuer);
  const loading = iplOperands(operands, text);
  // Later: it may be the machine's own program that asks.
  vm.state.stopped = true;
  cp.tasks.add("ipl", loading, vm.id);
}

function clearStorage(cp: Cp, vm: Vm): void {
  cp.storage.clear(vm, 0, vm.state.size / PAGE - 1);
}

/** Throws `Wait`. */
function load(cp: Cp, vm: Vm, { source, options }: Loading): void {
  vm.state.stopped = true;
  vm.state.console.inCp = false;
  cp.tracing.endStop(vm);
  resetSystem(vm);
  try {
    if (options.clear) clearStorage(cp, vm);
    cp.ipl.load(vm, source, options);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    cp.consoles.message(vm, asErrorMessage(vm, error.message));
    cp.consoles.cpRead(vm);
  }
}

/** Registers what these commands leave to be done later. */
export function handleLoading(cp: Cp): void {
  cp.tasks.handle("ipl", ({ vm, data }) => {
    // What IPL put there.
    load(cp, cp.vm(vm), data as Loading);
  });
}

function system(cp: Cp, issuer: Issuer, [what]: readonly string[]): void {
  const vm = issuerVm(issuer);
  if (isWord(what, "CLEAR", 2)) {
    cp.tracing.endStop(vm);
    resetSystem(vm);
    clearStorage(cp, vm);
    issuer.say("STORAGE CLEARED - SYSTEM RESET");
  } else if (isWord(what, "RESET")) {
    cp.tracing.endStop(vm);
    resetSystem(vm);
    issuer.say("SYSTEM RESET");
  } else if (isWord(what, "RESTART", 4)) {
    // The restart key: PSWs are exchanged.
    const zero = vm.assigned(0);
    const old = vm.psw();
    vm.setPsw({ high: vm.host.load32(zero), low: vm.host.load32(zero + 4) });
    vm.host.store32(zero + 8, old.high);
    vm.host.store32(zero + 12, old.low);
    cp.shadow.pswLoaded(vm);
    cp.consoles.resume(vm);
  } else if (what === undefined) throw failed("CPB", 26, "OPERAND MISSING OR INVALID");
  else throw failed("CPB", 2, `INVALID OPERAND - ${what.toUpperCase()}`);
}

function external(cp: Cp, issuer: Issuer, [code]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const value = code === undefined ? INTERRUPT_KEY : hexadecimal(code, 4);
  const isClock = vm.state.options.ecMode && (value === 0x1004 || value === 0x1005);
  if (value === undefined || (!isClock && (value === 0 || value > 0xff)))
    throw failed("CPB", 2, `INVALID OPERAND - ${code?.toUpperCase()}`);
  cp.external(vm, value);
  cp.consoles.resume(vm);
}

function attention(cp: Cp, issuer: Issuer): void {
  const vm = issuerVm(issuer);
  if (cp.consoles.virtual.device(vm) === undefined) throw failed("CPB", 40, "DEV 009 DOES NOT EXIST");
  cp.consoles.virtual.attend(vm);
  cp.consoles.resume(vm);
}

function sleep(cp: Cp, issuer: Issuer, [count, unit = "MIN"]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const units = { SEC: 1, MIN: 60, HR: 3600 };
  const seconds = Object.entries(units).find(([name]) => name === unit.toUpperCase())?.[1];
  const value = count === undefined ? undefined : decimal(count);
  if (seconds === undefined) throw failed("CFC", 3, `INVALID OPTION - ${unit.toUpperCase()}`);
  if (count !== undefined && (value === undefined || value > MOST_SLEEP))
    throw failed("CFC", 3, `INVALID OPTION - ${count.toUpperCase()}`);
  const { console } = vm.state;
  vm.state.stopped = true;
  console.inCp = false;
  console.sleepsUntil =
    value === undefined ? Number.POSITIVE_INFINITY : cp.host.microseconds() + value * seconds * MICROSECONDS;
  if (value !== undefined) cp.timers.set("sleep", console.sleepsUntil, vm.id);
}

export const running: readonly Command[] = [
  {
    name: "BEGIN",
    shortest: 1,
    classes: "G",
    format: "[hexloc]",
    purpose: "Lets the virtual machine go on, where it stopped or at an address.",
    run: begin,
  },
  {
    name: "IPL",
    shortest: 1,
    classes: "G",
    format: "vaddr [cylno] [CLear|NOCLear] [STOP] [ATTN] [PARM text] | systemname [PARM text]",
    purpose: "Loads a program from a virtual device, or a saved system, and starts it.",
    run: ipl,
  },
  {
    name: "SYSTEM",
    shortest: 3,
    classes: "G",
    format: "CLear | RESET | RESTart",
    purpose: "Resets the virtual machine, with or without clearing its storage, or presses its restart key.",
    run: system,
  },
  {
    name: "EXTERNAL",
    shortest: 3,
    classes: "G",
    format: "[code]",
    purpose: "Presses the interrupt key, or causes another external interruption, and lets the machine go on.",
    run: external,
  },
  {
    name: "ATTN",
    shortest: 4,
    classes: "G",
    format: "",
    purpose: "Makes an attention interruption pending at the virtual console.",
    run: attention,
  },
  {
    name: "REQUEST",
    shortest: 3,
    classes: "G",
    format: "",
    purpose: "The same as ATTN.",
    run: attention,
  },
  {
    name: "SLEEP",
    shortest: 2,
    classes: "ANY",
    format: "[nn [SEC|MIN|HR]]",
    purpose: "Stops the virtual machine for a time, or until the attention key is pressed.",
    run: sleep,
  },
];
