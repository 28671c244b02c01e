/**
 * A virtual machine's clocks. Its interval timer, at its location 80, and its CPU timer count its own processor time; with SET TIMER REAL the former counts
 * its waits too (GC20-1807, "Virtual Timing Facilities").
 */
import { externalEnabled } from "../../psw.ts";
import type { Vm } from "../vm.ts";
import { isAssisted, isTimerAssisted } from "./assist.ts";

export const INTERVAL_TIMER = 0x0080;
export const CLOCK_COMPARATOR = 0x1004;
export const CPU_TIMER = 0x1005;

const LOCATION = 80;
/** Units of the interval timer in a second: bit 23 counts 300 times. */
const UNITS_A_SECOND = 76_800;
const MICROSECONDS = 1_000_000;

/** Masks in control register 0. */
const INTERVAL_TIMER_MASK = 0x80;
const CLOCK_COMPARATOR_MASK = 0x800;
const CPU_TIMER_MASK = 0x400;

/** Counts down location 80 by what it owes. Throws `Wait` where its page 0 is not in storage. */
export function keepIntervalTimer(vm: Vm): void {
  const { time } = vm.state;
  if (time.timer === "off") return;
  const units = Math.floor((time.timerOwed * UNITS_A_SECOND) / MICROSECONDS);
  if (units === 0) return;
  const place = vm.assigned(LOCATION);
  const before = vm.host.load32(place) | 0;
  vm.host.store32(place, (before - units) >>> 0);
  time.timerOwed -= (units * MICROSECONDS) / UNITS_A_SECOND;
  if (before >= 0 && before - units < 0) vm.cp.external(vm, INTERVAL_TIMER);
}

/** A virtual wait begins. A real timer counts in it, and may end it. */
export function beginWait(vm: Vm): void {
  const { time } = vm.state;
  const { enteredAt } = vm.cp.state;
  time.waitSince = enteredAt;
  if (time.timer !== "real" || (vm.cr(0) & INTERVAL_TIMER_MASK) === 0 || !externalEnabled(vm.psw())) return;
  const left = timerLeft(vm);
  if (left !== undefined) vm.cp.timers.set("interval timer", enteredAt + left, vm.id);
}

/** Counts what has passed of a wait. */
export function countWait(vm: Vm): void {
  const { time } = vm.state;
  if (time.waitSince === 0) return;
  const { enteredAt } = vm.cp.state;
  if (time.timer === "real") time.timerOwed += Math.max(0, enteredAt - time.waitSince);
  time.waitSince = 0;
  vm.cp.timers.cancel("interval timer", vm.id);
}

/** Microseconds until its interval timer passes zero; undefined where it has. Throws `Wait`. */
function timerLeft(vm: Vm): number | undefined {
  const value = vm.loadAssigned32(LOCATION) | 0;
  if (value < 0) return undefined;
  return Math.max(1, Math.ceil(((value + 1) * MICROSECONDS) / UNITS_A_SECOND - vm.state.time.timerOwed));
}

/** Its CPU timer's value now, microseconds. */
export function cpuTimer(vm: Vm): number {
  const { time } = vm.state;
  return time.cpuTimer - (time.virtual - time.cpuTimerAt);
}

export function setCpuTimer(vm: Vm, value: number): void {
  const { time } = vm.state;
  time.cpuTimer = value;
  time.cpuTimerAt = time.virtual;
  checkClocks(vm);
}

/** Makes the interruptions of its CPU timer and clock comparator pending that are asked for; those that are not any more are withdrawn. */
export function checkClocks(vm: Vm): void {
  const { state, cp } = vm;
  request(vm, CPU_TIMER, cpuTimer(vm) < 0);
  const isDue = state.time.comparator < cp.host.microseconds();
  request(vm, CLOCK_COMPARATOR, isDue);
  if (!isDue) cp.timers.set("comparator", state.time.comparator + 1, vm.id);
  else cp.timers.cancel("comparator", vm.id);
}

function request(vm: Vm, code: number, isAsked: boolean): void {
  if (isAsked) vm.cp.external(vm, code);
  else vm.state.external = vm.state.external.filter((other) => other !== code);
}

/** Microseconds of its own processor time after which a clock of its own may interrupt it; Infinity where none can. */
export function nextOwnClock(vm: Vm): number {
  // The assist may let external interruptions in, and CP would not hear of it.
  if (!externalEnabled(vm.psw()) && !isAssisted(vm)) return Number.POSITIVE_INFINITY;
  const masks = vm.cr(0);
  const { time } = vm.state;
  let next = Number.POSITIVE_INFINITY;
  if (time.timer !== "off" && (masks & INTERVAL_TIMER_MASK) !== 0 && !isTimerAssisted(vm)) next = timerLeft(vm) ?? next;
  if (vm.state.options.ecMode && (masks & CPU_TIMER_MASK) !== 0) {
    const left = cpuTimer(vm);
    if (left >= 0) next = Math.min(next, left + 1);
  }
  return Math.max(1, next);
}

/** The mask bit of control register 0 for an external interruption (GA22-7000, "External Interruption"). */
export function externalMask(code: number): number {
  switch (code) {
    case INTERVAL_TIMER:
      return INTERVAL_TIMER_MASK;
    case CLOCK_COMPARATOR:
      return CLOCK_COMPARATOR_MASK;
    case CPU_TIMER:
      return CPU_TIMER_MASK;
    case 0x0040:
      return 0x40;
    case 0x4000:
      // IUCV (later than VM/370).
      return 0x02;
    case 0x4001:
      // VMCF.
      return 0x01;
    case 0x2402:
      // Logical devices (later than VM/370).
      return 0x200;
    default:
      return code < 0x40 ? 0x20 : 0;
  }
}
