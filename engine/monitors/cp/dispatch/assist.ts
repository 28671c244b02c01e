/**
 * The processor's assists for virtual machines (GA22-7074, "Virtual-Machine Assist"): what CP sets up for them, where they are installed and the user has not switched them off by SET
 * ASSIST. Storage keys lie in swap tables beside the page tables, as the assist
 * wants them.
 */
import { isEc, isProblem, type Psw } from "../../psw.ts";
import * as at from "../layout.ts";
import { recordsEvents } from "../program-events.ts";
import { ownSegmentTable } from "../storage/shadow.ts";
import type { Vm } from "../vm.ts";
import { cpAssistBit } from "./cp-assist.ts";

// Control register 6.
const ACTIVE = 0x80000000;
const PROBLEM_STATE = 0x40000000;
const BASIC_ONLY = 0x10000000;
const NO_SVC = 0x08000000;
const VALIDATE_SHADOW = 0x04000000;
const TIMER = 0x01000000;
/** The machine's own: see `bypass.ts`. */
const BOUNDED = 0x00000001;

// Offsets in the MICBLOK.
const SEGMENT_TABLE = 0;
const CONTROL_REGISTERS = 4;
const VIRTUAL_PSW = 8;
const WORK = 12;
const VIRTUAL_TIMER = 16;
const FUNCTIONS = 20;

/** A virtual interruption is pending, in MICVPSW. */
const PENDING = 0x80000000;

/** External-interruption code of the virtual interval timer. */
export const VIRTUAL_TIMER_CODE = 0x0100;

const INTERVAL_TIMER_MASK = 0x80;

/** Once, when a virtual machine is made. */
export function initializeAssist(vm: Vm): void {
  const { host, block } = vm;
  const micblok = block + at.MICBLOK;
  host.store32(micblok + SEGMENT_TABLE, ownSegmentTable(block));
  host.store32(micblok + CONTROL_REGISTERS, block + at.VCRS);
  host.store32(micblok + WORK, block + at.MICROCODE_WORK);
  host.store32(micblok + FUNCTIONS, 0);
}

/** Whether the processor does what it can for it. */
export function isAssisted({ cp, state }: Vm): boolean {
  return (
    state.options.assist && cp.state.schedule.assists && !state.console.assistOff && cp.host.assists.virtualMachine
  );
}

/** Whether the processor keeps its interval timer while it runs. */
export function isTimerAssisted(vm: Vm): boolean {
  const { cp, state } = vm;
  return (
    isAssisted(vm) &&
    state.options.timerAssist &&
    cp.host.assists.intervalTimer &&
    state.time.timer !== "off" &&
    state.pages.frame[0] !== 0
  );
}

/** Whether the processor does what it can for it while it runs under this PSW: not while program events are watched for. */
export function isAssistActive(vm: Vm, psw: Psw): boolean {
  return isAssisted(vm) && vm.state.watch === undefined && !(isEc(psw) && recordsEvents(vm));
}

/** Sets the assists up for a virtual machine that is about to run under this PSW: control register 6, and what of the MICBLOK changes. */
export function loadAssist(vm: Vm, psw: Psw): void {
  const { host, state, block, cp } = vm;
  if (!cp.host.assists.virtualMachine) return;
  const place = block + at.REAL_CRS;
  if (!isAssistActive(vm, psw)) {
    host.store32(place + 4 * 6, cpAssistBit(cp));
    return host.lctl(6, 6, place + 4 * 6);
  }
  const micblok = block + at.MICBLOK;
  const isPending = state.external.length > 0 || cp.channels.pending(vm, -1) !== undefined;
  host.store32(micblok + VIRTUAL_PSW, ((isPending ? PENDING : 0) | (block + at.VPSW)) >>> 0);
  const timer = isTimerAssisted(vm);
  if (timer) {
    host.store32(micblok + VIRTUAL_TIMER, state.pages.frame[0] * at.PAGE + at.INTERVAL_TIMER);
    const control = host.load32(place);
    if ((control & INTERVAL_TIMER_MASK) === 0) {
      host.store32(place, (control | INTERVAL_TIMER_MASK) >>> 0);
      host.lctl(0, 0, place);
    }
  }
  const control =
    ACTIVE |
    (isProblem(psw) ? PROBLEM_STATE : 0) |
    (state.options.ecMode ? 0 : BASIC_ONLY) |
    (state.options.svcAssist ? 0 : NO_SVC) |
    (state.bypassing ? BOUNDED : state.translates && state.shadow !== undefined ? VALIDATE_SHADOW : 0) |
    (timer ? TIMER : 0) |
    cpAssistBit(cp) |
    micblok;
  host.store32(place + 4 * 6, control >>> 0);
  host.lctl(6, 6, place + 4 * 6);
}
