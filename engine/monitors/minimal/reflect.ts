/** Interruptions of the virtual machine: what the processor does with PSWs in storage, done in software with virtual PSWs in the guest's storage. */

import {
  asOldPsw,
  channelZeroEnabled,
  externalEnabled,
  isDisabled,
  isEc,
  isMalformed,
  isTranslating,
  isWaiting,
  type Psw,
} from "../psw.ts";
import type { Guest } from "./guest.ts";
import { SPECIFICATION } from "./guest.ts";
import * as at from "./layout.ts";

/** External-interruption code of the interval timer (GA22-7000, "Interval Timer"). */
const INTERVAL_TIMER_CODE = 0x0080;
/** Bit 24 of control register 0: the interval timer's subclass mask. */
const INTERVAL_TIMER_MASK = 0x80;
const ATTENTION = 0x8000;

/** Where EC mode has code and instruction-length code of an interruption: the word's last halfword, and bits 13-14. */
const PROGRAM_WORD = at.PROGRAM_CODE - 2;
const SVC_WORD = at.SVC_CODE - 2;

/** Exchanges PSWs. With `word`, code and length are stored there in EC mode. */
function swap(guest: Guest, oldLocation: number, code: number, lengthCode: number, word?: number): void {
  const { host } = guest;
  const zero = guest.pageZero();
  const psw = guest.psw();
  const old = asOldPsw(psw, code, lengthCode);
  if (word !== undefined && isEc(psw)) host.store32(zero + word, (lengthCode << 17) | code);
  host.store32(zero + oldLocation, old.high);
  host.store32(zero + oldLocation + 4, old.low);
  guest.setPsw({
    high: host.load32(zero + oldLocation + at.NEW_PSW),
    low: host.load32(zero + oldLocation + at.NEW_PSW + 4),
  });
}

/** Gives the guest a program interruption. The virtual PSW points where the old PSW shall; `lengthCode` is in halfwords. */
export function reflectProgram(guest: Guest, code: number, lengthCode: number): void {
  swap(guest, at.PROGRAM_OLD, code, lengthCode, PROGRAM_WORD);
}

/** Gives the guest the supervisor-call interruption that its SVC caused. */
export function reflectSvc(guest: Guest, code: number, lengthCode: number): void {
  swap(guest, at.SVC_OLD, code, lengthCode, SVC_WORD);
}

function reflectTimer(guest: Guest, psw: Psw): void {
  if (isEc(psw)) guest.setAssigned16(at.EXTERNAL_CODE, INTERVAL_TIMER_CODE);
  swap(guest, at.EXTERNAL_OLD, INTERVAL_TIMER_CODE, 0);
}

function reflectIo(guest: Guest, psw: Psw, pending: number): void {
  const { host, block } = guest;
  const fromChannel = (pending & at.PENDING_IO) !== 0;
  guest.setAssigned32(at.CSW, fromChannel ? host.load32(block + at.PENDING_CSW) : 0);
  guest.setAssigned32(at.CSW + 4, fromChannel ? host.load32(block + at.PENDING_CSW + 4) : ATTENTION << 16);
  host.store8(block + at.PENDING, pending & ~(fromChannel ? at.PENDING_IO : at.PENDING_ATTENTION));
  if (isEc(psw)) guest.setAssigned16(at.IO_ADDRESS, at.VIRTUAL_CONSOLE);
  swap(guest, at.IO_OLD, at.VIRTUAL_CONSOLE, 0);
}

/** Whether PSW and control register 0 let interruptions by the guest's interval timer in. */
export function timerEnabled(guest: Guest, psw: Psw): boolean {
  return externalEnabled(psw) && (guest.cr(0) & INTERVAL_TIMER_MASK) !== 0;
}

/**
 * Gives the guest, one after another, the pending interruptions that its masks allow: external before I/O, as the processor does
 * (GA22-7000, "Priority of Interruptions"). The last one taken is the first one handled.
 */
function deliver(guest: Guest): void {
  for (;;) {
    const pending = guest.host.load8(guest.block + at.PENDING);
    if (pending === 0) return;
    const psw = guest.psw();
    if (isMalformed(psw) || isTranslating(psw)) return;
    if ((pending & at.PENDING_TIMER) !== 0 && timerEnabled(guest, psw)) {
      guest.host.store8(guest.block + at.PENDING, pending & ~at.PENDING_TIMER);
      reflectTimer(guest, psw);
    } else if ((pending & ~at.PENDING_TIMER) !== 0 && channelZeroEnabled(psw, () => guest.cr(2))) {
      reflectIo(guest, psw, pending);
    } else return;
  }
}

/** Stops one guest for good, leaving why in its control block. The others go on. */
export function stop(guest: Guest, reason: number, operation = 0): undefined {
  guest.host.store8(guest.block + at.STATE, at.STATE_CHECK_STOP);
  guest.host.store8(guest.block + at.STOP, reason);
  guest.host.store16(guest.block + at.STOP_OPERATION, operation);
}

/**
 * Does with the virtual PSW what a processor does between two instructions: takes what is pending, refuses a malformed PSW, waits.
 * Returns the PSW to run the guest under, or undefined where it waits or has stopped. `lengthCode` is that of the instruction which may have
 * made the PSW malformed by changing its mask; 0 where a PSW was loaded.
 */
export function settle(guest: Guest, lengthCode = 0): Psw | undefined {
  const { host, block } = guest;
  const state = host.load8(block + at.STATE);
  if (state > at.STATE_WAITING) return undefined;
  deliver(guest);
  let psw = guest.psw();
  if (isMalformed(psw)) {
    reflectProgram(guest, SPECIFICATION, lengthCode);
    // The real machine would interrupt itself for ever here, and nothing but the operator could end it.
    if (isMalformed(guest.psw())) return stop(guest, at.STOP_NEW_PSW);
    deliver(guest);
    psw = guest.psw();
  }
  if (isTranslating(psw)) return stop(guest, at.STOP_TRANSLATION);
  if (!isWaiting(psw)) {
    if (state !== at.STATE_RUNNING) host.store8(block + at.STATE, at.STATE_RUNNING);
    return psw;
  }
  if (isDisabled(psw)) host.store8(block + at.STATE, at.STATE_DISABLED_WAIT);
  else if (state !== at.STATE_WAITING) {
    host.store8(block + at.STATE, at.STATE_WAITING);
    host.store32(block + at.SINCE, host.load32(at.CLOCK));
  }
  return undefined;
}
