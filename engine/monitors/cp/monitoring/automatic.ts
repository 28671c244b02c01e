/** Automatic monitoring: a spool file each day between two times (GC20-1807, "The MONITOR Command": AUTODISK, TIME). */
import { minuteOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import { systemOperator } from "../operator-messages.ts";
import { newSpool } from "./spool.ts";

export const DAY = 24 * 60;
const MINUTE = 60_000_000;
const CLOCK = "monitor clock";
const TASK = "monitor automatic";
/** Buffers of a processor of medium size. */
export const USUAL_BUFFERS = 3;

/** Once, when CP is made. */
export function handleAutomatic(cp: Cp): void {
  cp.timers.handle(CLOCK, () => lookAtClock(cp));
  cp.tasks.handle(TASK, () => begin(cp));
}

/** Begins or ends monitoring as the time of day wants it, and asks for the next moment. */
export function lookAtClock(cp: Cp): void {
  const { monitoring } = cp.state;
  cp.timers.cancel(CLOCK);
  const { automatic, time } = monitoring;
  if (!automatic || time === undefined) return;
  const now = cp.host.microseconds();
  const minute = minuteOfDay(cp, now);
  const isWanted =
    time.from < time.to ? minute >= time.from && minute < time.to : minute >= time.from || minute < time.to;
  const running = monitoring.session?.output;
  if (isWanted && running === undefined) cp.tasks.add(TASK, undefined);
  // All day: a file each day.
  else if (isWanted && running?.kind === "spool" && minute === 0) cp.monitoring.close();
  else if (!isWanted && running?.kind === "spool") cp.monitoring.stop(monitoring.session?.by ?? "");
  const next = Math.min(...[time.from, time.to].map((at) => (at - minute + DAY - 1) % DAY)) + 1;
  cp.timers.set(CLOCK, (Math.floor(now / MINUTE) + next) * MINUTE);
}

/** Throws `Wait` until there is storage. */
function begin(cp: Cp): void {
  const { monitoring } = cp.state;
  if (monitoring.session !== undefined || !monitoring.automatic) return;
  const operator = cp.configuration.operator ?? "OPERATOR";
  cp.monitoring.start(
    systemOperator(cp)?.userid ?? operator,
    newSpool(cp, monitoring.userid ?? operator),
    USUAL_BUFFERS,
  );
}
