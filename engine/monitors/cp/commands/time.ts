/** Dates and times as CP writes them. */
import type { Cp } from "../cp.ts";

const MICROSECONDS = 1_000_000;
/** Seconds between the epochs of the time-of-day clock (1900) and of `Date` (1970). */
const EPOCH = 2_208_988_800;
const DAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

export function two(value: number): string {
  return String(value).padStart(2, "0");
}

function dateOf(cp: Cp, microseconds: number): Date {
  const { seconds } = cp.timeZone;
  return new Date((Math.floor(microseconds / MICROSECONDS) - EPOCH + seconds) * 1000);
}

/** "10:52:36", local time. */
export function timeOfDay(cp: Cp, microseconds = cp.host.microseconds()): string {
  const date = dateOf(cp, microseconds);
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
}

/** "11/22/76", local date. */
export function dateText(cp: Cp, microseconds = cp.host.microseconds()): string {
  const date = dateOf(cp, microseconds);
  return [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCFullYear() % 100].map(two).join("/");
}

/** "10:52:36 EST TUESDAY 11/22/76". */
export function timeAndDate(cp: Cp, microseconds = cp.host.microseconds()): string {
  const day = DAYS[dateOf(cp, microseconds).getUTCDay()];
  return `${timeOfDay(cp, microseconds)} ${cp.timeZone.name} ${day} ${dateText(cp, microseconds)}`;
}

/** Connect time, "hh:mm:ss". */
export function elapsed(microseconds: number): string {
  const seconds = Math.floor(microseconds / MICROSECONDS);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
}

/** Processor time, "mmm:ss.hh". */
export function processorTime(microseconds: number): string {
  const hundredths = Math.floor(microseconds / 10_000);
  const minutes = String(Math.floor(hundredths / 6000)).padStart(3, "0");
  return `${minutes}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

/** Minutes since midnight, local time. */
export function minuteOfDay(cp: Cp, microseconds: number): number {
  const date = dateOf(cp, microseconds);
  return date.getUTCHours() * 60 + date.getUTCMinutes();
}
