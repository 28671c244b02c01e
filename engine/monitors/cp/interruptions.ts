/**
 * Interruptions of virtual machines: what a processor does with PSWs in storage, done with virtual PSWs in the virtual machine's own (GA22-7000,
 * "Interruptions").
 */
import { asOldPsw, externalEnabled, isDisabled, isEc, isMalformed, isWaiting, type Psw } from "../psw.ts";
import { beginWait, checkClocks, countWait, externalMask, keepIntervalTimer } from "./dispatch/virtual-time.ts";
import { IUCV_INTERRUPTION } from "./iucv/iucv.ts";
import * as at from "./layout.ts";
import type { ProgramEvent } from "./program-events.ts";
import { PER_EVENT, SPECIFICATION } from "./program-interruptions.ts";
import type { Vm } from "./vm.ts";
import { VMCF_INTERRUPTION } from "./vmcf/vmcf.ts";

/** Where EC mode has code and instruction-length code: the word's last halfword, and bits 13-14. */
const PROGRAM_WORD = at.PROGRAM_CODE - 2;
const SVC_WORD = at.SVC_CODE - 2;

/** Exchanges PSWs. With `word`, code and length are stored there in EC mode. */
function swap(vm: Vm, oldLocation: number, code: number, lengthCode: number, word?: number): void {
  const { host } = vm;
  const zero = vm.assigned(0);
  const psw = vm.psw();
  const old = asOldPsw(psw, code, lengthCode);
  if (word !== undefined && isEc(psw)) host.store32(zero + word, (lengthCode << 17) | code);
  host.store32(zero + oldLocation, old.high);
  host.store32(zero + oldLocation + 4, old.low);
  vm.setPsw({
    high: host.load32(zero + oldLocation + at.NEW_PSW),
    low: host.load32(zero + oldLocation + at.NEW_PSW + 4),
  });
  vm.cp.shadow.pswLoaded(vm);
  vm.cp.iucv.interrupted(vm);
  vm.cp.tracing.interrupted(vm, oldLocation, psw, code);
}

/**
 * A program interruption. The virtual PSW points where the old PSW shall; `lengthCode` is in halfwords, `address` that of a translation exception. Throws `Wait` before
 * anything is done. With `event`, it tells of that too; with code 0, of nothing else.
 */
export function reflectProgram(vm: Vm, code: number, lengthCode: number, address?: number, event?: ProgramEvent): void {
  if (address !== undefined && vm.ecMode()) vm.storeAssigned32(at.TRANSLATION_ADDRESS, address);
  if (event !== undefined) {
    vm.storeAssigned16(at.PER_CODE, event.code);
    vm.storeAssigned32(at.PER_ADDRESS, event.address);
  }
  swap(vm, at.PROGRAM_OLD, code | (event === undefined ? 0 : PER_EVENT), lengthCode, PROGRAM_WORD);
}

export function reflectSvc(vm: Vm, code: number, lengthCode: number): void {
  swap(vm, at.SVC_OLD, code, lengthCode, SVC_WORD);
}

function reflectExternal(vm: Vm, psw: Psw, code: number): void {
  const zero = vm.assigned(0);
  const stays =
    (code === VMCF_INTERRUPTION && vm.cp.vmcf.present(vm)) || (code === IUCV_INTERRUPTION && vm.cp.iucv.present(vm));
  if (!stays) vm.state.external = vm.state.external.filter((other) => other !== code);
  if (isEc(psw)) vm.host.store16(zero + at.EXTERNAL_CODE, code);
  swap(vm, at.EXTERNAL_OLD, code, 0);
}

function reflectIo(vm: Vm, psw: Psw, device: number): void {
  const zero = vm.assigned(0);
  const { high, low } = vm.cp.channels.take(vm, device);
  vm.host.store32(zero + at.CSW, high);
  vm.host.store32(zero + at.CSW + 4, low);
  if (isEc(psw)) vm.host.store16(zero + at.IO_ADDRESS, device);
  swap(vm, at.IO_OLD, device, 0);
}

/** The channels that are let in, channel 0 leftmost (GA22-7000, "I/O-Interruption Masks"). */
export function channelMask(vm: Vm, psw: Psw): number {
  const mask = psw.high >>> 24;
  const masks = vm.cr(2);
  if (isEc(psw)) return (mask & 2) !== 0 ? masks : 0;
  return (((mask & 0xfc) << 24) | ((mask & 2) !== 0 ? masks & 0x03ff_ffff : 0)) >>> 0;
}

/** The external interruption that comes first of those let in. */
function externalOf(vm: Vm, psw: Psw): number | undefined {
  if (vm.state.external.length === 0 || !externalEnabled(psw)) return undefined;
  const masks = vm.cr(0);
  return vm.state.external
    .filter((code) => (masks & externalMask(code)) !== 0)
    .sort((a, b) => a - b)
    .at(0);
}

/** Gives it, one after another, what is pending and let in: external before I/O. The last one taken is the first one handled. */
function deliver(vm: Vm): void {
  for (let taken = 0; taken < 16; taken++) {
    const psw = vm.psw();
    if (isMalformed(psw)) return;
    const external = externalOf(vm, psw);
    if (external !== undefined) {
      reflectExternal(vm, psw, external);
      continue;
    }
    const device = vm.cp.channels.pending(vm, channelMask(vm, psw));
    if (device === undefined) return;
    reflectIo(vm, psw, device);
  }
}

/**
 * Does with the virtual PSW what a processor does between two instructions: takes what is pending, refuses a malformed PSW, waits. Returns the PSW to
 * run under, or undefined where it cannot go on now. Throws `Wait`. `lengthCode` is that of the instruction which may have made the PSW malformed.
 */
export function settle(vm: Vm, lengthCode = 0): Psw | undefined {
  countWait(vm);
  keepIntervalTimer(vm);
  const { event } = vm.state;
  if (event !== undefined) {
    // A PSW that has just been loaded and is malformed is told of together with the event of its loading.
    if (isMalformed(vm.psw())) reflectProgram(vm, SPECIFICATION, lengthCode, undefined, event);
    else reflectProgram(vm, 0, event.lengthCode, undefined, event);
    vm.state.event = undefined;
  }
  if (vm.state.options.ecMode) checkClocks(vm);
  deliver(vm);
  let psw = vm.psw();
  if (isMalformed(psw)) {
    reflectProgram(vm, SPECIFICATION, lengthCode);
    psw = vm.psw();
    // The real machine would interrupt itself for ever here.
    if (isMalformed(psw)) return enterCp(vm, "DMKDSP453W CP ENTERED; PROGRAM INTERRUPT LOOP");
    deliver(vm);
    psw = vm.psw();
  }
  if (!isWaiting(psw)) {
    if (!vm.cp.iucv.takesRest(vm)) return psw;
  } else if (isDisabled(psw)) {
    const hex = [psw.high, psw.low].map((word) => (word >>> 0).toString(16).toUpperCase().padStart(8, "0")).join(" ");
    return enterCp(vm, `DMKDSP450W CP ENTERED; DISABLED WAIT PSW '${hex}'`);
  }
  beginWait(vm);
  vm.state.waiting = true;
  return undefined;
}

/** Stops a virtual machine and tells its user why; the user is in CP then (CP READ). */
export function enterCp(vm: Vm, message: string): undefined {
  vm.state.stopped = true;
  vm.cp.consoles.message(vm, message);
  vm.cp.consoles.cpRead(vm);
}
