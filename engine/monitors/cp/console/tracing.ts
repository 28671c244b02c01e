/** TRACE and ADSTOP: what a virtual machine does, told to its user as it does it (GC20-1820, "TRACE", "ADSTOP"). */
import { disassembleOne } from "../../../s370/index.ts";
import type { Psw } from "../../psw.ts";
import { addressOf } from "../../psw.ts";
import type { Instruction } from "../../types.ts";
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { isWatched, loadEventControls, type ProgramEvent } from "../program-events.ts";
import type { Vm } from "../vm.ts";
import { Reflected, Wait } from "../wait.ts";
import type { Activity, TraceTarget } from "./trace-state.ts";

/** Events of the processor: successful branching, fetching of an instruction. */
const BRANCH = 0x80000000;
const FETCH = 0x40000000;
const EVENT_BRANCH = 0x8000;
/** The SVC that ADSTOP puts in an instruction's place. */
export const ADSTOP_SVC = 0xb3;
const SVC = 0x0a;

const IO_INSTRUCTIONS = ["SIO", "SIOF", "TIO", "CLRIO", "HIO", "HDV", "TCH", "STIDC", "RIO", "CLRCH"];
/** Lines that wait for the virtual printer. */
const MOST_LINES = 500;
/** CCWs of a channel program that are told. */
const MOST_CCWS = 32;
const COMMAND_OR_DATA_CHAINING = 0xc0;
const TRANSFER_IN_CHANNEL = 0x08;

/** Interruptions by their old PSWs. */
const INTERRUPTIONS: Readonly<Record<number, readonly [activity: Activity, name: string]>> = {
  [at.SVC_OLD]: ["svc", "SVC"],
  [at.PROGRAM_OLD]: ["program", "PROG"],
  [at.EXTERNAL_OLD]: ["external", "EXT"],
  [at.IO_OLD]: ["i/o", "I/O"],
};

export class Tracing {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tracer = (vm, event) => this.#event(vm, event);
  }

  /** What is traced has changed: the processor's help is asked for, or given up. */
  changed(vm: Vm): void {
    const { trace, per, adstop } = vm.state.console;
    const fetch = trace.instruction === undefined ? 0 : FETCH;
    const traced = fetch | (trace.branch === undefined && fetch === 0 ? 0 : BRANCH);
    const events = (traced | (per?.events ?? 0)) >>> 0;
    // What TRACE wants it wants everywhere.
    const range = per !== undefined && traced === 0 ? per : { first: 0, last: 0xffffff };
    vm.state.watch = events === 0 ? undefined : { events, first: range.first, last: range.last };
    vm.state.console.assistOff = adstop !== undefined || Object.keys(trace).length > 0;
    loadEventControls(vm);
  }

  // What happens.

  /** An interruption has been given to it: the old PSW lies at `location`, its own is the new one. */
  interrupted(vm: Vm, location: number, old: Psw, code: number): void {
    const { trace } = vm.state.console;
    const [activity, name] = INTERRUPTIONS[location];
    const target = trace[activity] ?? trace.branch ?? trace.instruction;
    if (target === undefined) return;
    const digits = activity === "i/o" ? 3 : activity === "svc" ? 2 : 4;
    this.#say(
      vm,
      target,
      `*** ${hex(addressOf(old), 6)} ${name} ${hex(code, digits)} ==> ${hex(vm.instructionAddress(), 6)}`,
    );
    if (activity !== "i/o" || trace.csw === undefined) return;
    const csw = [at.CSW, at.CSW + 4].map((location) => hex(peek(vm, location, 4) ?? 0, 8)).join(" ");
    this.#say(vm, trace.csw, `CSW V ${hex(code, 3)} ${csw}`);
  }

  /** A privileged instruction of its has been simulated. */
  simulated(vm: Vm, { mnemonic, address, length, operand }: Instruction): void {
    const { trace } = vm.state.console;
    const isIo = IO_INSTRUCTIONS.includes(mnemonic);
    const target = isIo ? (trace.sio ?? trace.ccw) : (trace.priv ?? (mnemonic === "LPSW" ? trace.branch : undefined));
    if (target === undefined) return;
    const begin = `${hex(address, 6)} ${mnemonic.padEnd(5)} ${instructionText(vm, address, length)}`;
    if (!isIo) {
      this.#say(vm, target, `... ${begin}${this.#effect(vm, mnemonic, operand)}`);
      return;
    }
    const device = vm.cp.channels.device(vm, operand & 0xffff);
    const type = device === undefined ? "DEV " : nameOf(device.kind, device.type);
    this.#say(vm, target, `I/O ${begin} ${type} ${hex(operand & 0xffff, 3)} CC ${vm.conditionCode()}`);
    if (mnemonic.startsWith("SIO") && trace.ccw !== undefined) this.#channelProgram(vm, trace.ccw);
  }

  #effect(vm: Vm, mnemonic: string, operand: number): string {
    switch (mnemonic) {
      case "SSM":
      case "STOSM":
      case "STNSM":
        return ` ${hex(vm.systemMask(), 2)}`;
      case "LPSW": {
        const { high, low } = vm.psw();
        return ` ${hex(high, 8)} ${hex(low, 8)}`;
      }
      case "DIAG":
        return ` ${hex(operand & 0xffff, 4)}`;
      default:
        return "";
    }
  }

  #channelProgram(vm: Vm, target: TraceTarget): void {
    const caw = peek(vm, at.CAW, 4) ?? 0;
    this.#say(vm, target, `    CAW ${hex(caw, 8)}`);
    let place = caw & 0xffffff;
    for (let i = 0; i < MOST_CCWS; i++) {
      const [high, low] = [peek(vm, place, 4), peek(vm, place + 4, 4)];
      if (high === undefined || low === undefined) return;
      this.#say(vm, target, `    CCW ${hex(place, 6)} ${hex(high, 8)} ${hex(low, 8)}`);
      if ((high >>> 24) % 16 === TRANSFER_IN_CHANNEL) place = high & 0xffffff;
      else if (((low >>> 24) & COMMAND_OR_DATA_CHAINING) === 0) return;
      else place += 8;
    }
  }

  #event(vm: Vm, { code, address }: ProgramEvent): void {
    const { trace, per } = vm.state.console;
    const branches = (code & EVENT_BRANCH) !== 0;
    const isPer = per !== undefined && isWatched({ code, address }, per);
    const target = (branches ? trace.branch : undefined) ?? trace.instruction ?? (isPer ? per.target : undefined);
    if (target === undefined) return;
    const length = [2, 4, 4, 6][(peekLogical(vm, address, 1) ?? 0) >>> 6];
    const bytes = Uint8Array.from({ length }, (_, i) => peekLogical(vm, address + i, 1) ?? 0);
    const { operation } = disassembleOne(bytes, { address, extended: false });
    const goes = branches ? ` ==> ${hex(vm.instructionAddress(), 6)}` : "";
    const text = instructionText(vm, address, length);
    this.#say(
      vm,
      target,
      `${hex(address, 6)} ${operation.padEnd(5)} ${text.padEnd(12)}${goes} CC ${vm.conditionCode()}`,
    );
  }

  #say(vm: Vm, { terminal, printer, runs }: TraceTarget, line: string): void {
    if (printer) this.#print(vm, line);
    if (!terminal) return;
    this.#cp.consoles.message(vm, line);
    if (runs) this.#cp.consoles.slowDown(vm);
    else if (!vm.state.console.inCp) {
      vm.state.stopped = true;
      this.#cp.consoles.cpRead(vm);
    }
  }

  /** Lines go to the printer by a task, since that may have to wait. */
  #print(vm: Vm, line: string): void {
    const { traced } = vm.state.console;
    traced.push(line);
    // A machine that is faster than its printer waits for it.
    if (traced.length >= MOST_LINES) vm.state.waitingFor ??= tracePrinted(vm.id);
    if (!this.#cp.tasks.has("trace", vm.id)) this.#cp.tasks.add("trace", undefined, vm.id);
  }

  // ADSTOP

  /** Puts the SVC in an instruction's place: in a copy of its own, where that is in a shared segment. Throws `Wait`; returns false where there is no such place. */
  stopAt(vm: Vm, address: number): boolean {
    vm.cp.segments.unshare(vm, address);
    const absolute = vm.absolute(address);
    if (absolute === undefined) return false;
    this.endStop(vm);
    vm.state.console.adstop = { address, instruction: vm.host.load16(absolute) };
    vm.host.store16(absolute, (SVC << 8) | ADSTOP_SVC);
    this.changed(vm);
    return true;
  }

  /** Puts the instruction back. Throws `Wait` before that. */
  endStop(vm: Vm): void {
    const { adstop } = vm.state.console;
    if (adstop === undefined) return;
    const absolute = vm.absolute(adstop.address);
    if (absolute !== undefined && vm.host.load16(absolute) === ((SVC << 8) | ADSTOP_SVC)) {
      vm.host.store16(absolute, adstop.instruction);
    }
    vm.state.console.adstop = undefined;
    this.changed(vm);
  }

  /** An SVC of the virtual machine's: whether it is ADSTOP's. Then the machine stops before the instruction that was there. */
  reached(vm: Vm, code: number, lengthCode: number): boolean {
    const { adstop } = vm.state.console;
    const address = (vm.instructionAddress() - 2 * lengthCode) & 0xffffff;
    if (code !== ADSTOP_SVC || adstop === undefined || vm.realAddress(address) !== adstop.address) return false;
    this.endStop(vm);
    vm.setInstructionAddress(address);
    vm.state.stopped = true;
    this.#cp.consoles.message(vm, `ADSTOP AT ${hex(address, 6)}`);
    this.#cp.consoles.cpRead(vm);
    return true;
  }
}

/** What a virtual machine waits for whose trace is being printed. */
export function tracePrinted(vm: number): string {
  return `trace ${vm}`;
}

function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(digits, "0");
}

/** "CONS", "RDR ": what its user calls a device. */
function nameOf(kind: string, type: string): string {
  if (kind === "console") return "CONS";
  if (kind === "minidisk" || /^(23|33)\d\d$/.test(type)) return "DASD";
  if (/^(2401|34\d\d)/.test(type)) return "TAPE";
  if (/^(2540R|2501|3505)/.test(type)) return "RDR ";
  if (/^(2540P|3525)/.test(type)) return "PUN ";
  return /^(1403|1443|3203|3211)/.test(type) ? "PRT " : "DEV ";
}

/** Bytes at one of its real addresses, as a number, where they can be had at once. */
function peek(vm: Vm, real: number, length: 1 | 4): number | undefined {
  try {
    const absolute = vm.absolute(real);
    if (absolute === undefined) return undefined;
    return length === 1 ? vm.host.load8(absolute) : vm.host.load32(absolute);
  } catch (error) {
    if (error instanceof Wait || error instanceof Reflected) return undefined;
    throw error;
  }
}

function peekLogical(vm: Vm, address: number, length: 1 | 4): number | undefined {
  try {
    return peek(vm, vm.realAddress(address), length);
  } catch (error) {
    if (error instanceof Wait || error instanceof Reflected) return undefined;
    throw error;
  }
}

function instructionText(vm: Vm, address: number, length: number): string {
  return Array.from({ length }, (_, i) => hex(peekLogical(vm, address + i, 1) ?? 0, 2)).join("");
}
