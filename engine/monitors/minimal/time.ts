/**
 * Time: one interval timer for everyone. It ends slices, and the guests' own timers at their X'50' are kept from it.
 *
 * A guest's timer counts while the guest has the processor, the monitor's work for it included, and while it waits; it stands still while the
 * guest is ready and another has the processor.
 */
import type { Host } from "../../s370/index.ts";
import type { Psw } from "../psw.ts";
import type { Guest } from "./guest.ts";
import * as at from "./layout.ts";
import { timerEnabled } from "./reflect.ts";

/** The interval timer counts 76,800 units a second, a tick is a microsecond: timer units of so many ticks, at least one. */
export function timerUnits(ticks: number): number {
  return Math.max(1, Math.round((ticks * 768) / 10_000));
}

/** Counts `units` off the guest's timer and notes the interruption that falls due when it passes zero. */
function count(guest: Guest, units: number): void {
  if (units === 0) return;
  const before = guest.assigned32(at.INTERVAL_TIMER) | 0;
  const after = (before - units) | 0;
  guest.setAssigned32(at.INTERVAL_TIMER, after);
  if (before >= 0 && before < units) {
    const pending = guest.block + at.PENDING;
    guest.host.store8(pending, guest.host.load8(pending) | at.PENDING_TIMER);
  }
}

/** Looks at the interval timer: moves the clock on and charges the time to `guest`, who had the processor, or to nobody. */
export function account(host: Host, guest: Guest | undefined): void {
  const now = host.load32(at.INTERVAL_TIMER) | 0;
  const elapsed = ((host.load32(at.TIMER_BASE) | 0) - now) | 0;
  if (elapsed === 0) return;
  host.store32(at.TIMER_BASE, now);
  host.store32(at.CLOCK, (host.load32(at.CLOCK) + elapsed) >>> 0);
  if (guest !== undefined) count(guest, elapsed);
}

/** Brings the timer of a waiting guest up to date. */
export function accountWait(guest: Guest): void {
  const { host, block } = guest;
  const clock = host.load32(at.CLOCK);
  const since = host.load32(block + at.SINCE);
  if (clock === since) return;
  host.store32(block + at.SINCE, clock);
  count(guest, (clock - since) >>> 0);
}

/**
 * Value of the guest's timer: units, less one, until it passes zero. Undefined where nothing hangs on that moment: it has passed already, or the
 * guest's masks keep the interruption out. What lets it in again (SSM, LPSW, LCTL, …) traps, and then this is asked again.
 */
export function timerOf(guest: Guest, psw: Psw): number | undefined {
  if (!timerEnabled(guest, psw)) return undefined;
  const value = guest.assigned32(at.INTERVAL_TIMER) | 0;
  return value < 0 ? undefined : value;
}

/** Units that are left of the slice; 0 or less when it is over. */
export function sliceLeft(host: Host): number {
  return (host.load32(at.SLICE_END) - host.load32(at.CLOCK)) | 0;
}

/** Begins a slice, cut short to `atMost` units. */
export function beginSlice(host: Host, atMost: number): void {
  const units = Math.min(host.load32(at.SLICE), atMost);
  host.store32(at.SLICE_END, (host.load32(at.CLOCK) + units) >>> 0);
}

/** Sets the interval timer so that it passes zero `value + 1` units after the last look at it, without losing the time since that look. */
export function arm(host: Host, value: number): void {
  const base = host.load32(at.TIMER_BASE) | 0;
  if (base === value) return;
  const since = (base - host.load32(at.INTERVAL_TIMER)) | 0;
  host.store32(at.INTERVAL_TIMER, Math.max(0, value - since));
  host.store32(at.TIMER_BASE, value);
}
