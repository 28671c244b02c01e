/** Lines that CP prints for a user on his virtual printer, in their order: DUMP, TRACE PRINTER. */
import type { Cp } from "../cp.ts";
import { Wait } from "../wait.ts";

/** Microseconds until it is looked again whether lines have been printed. */
const PATIENCE = 10_000;

/** Throws `Wait` while lines of a virtual machine's are on their way to its printer: more would overtake them; or while other work for it is left. */
export function requirePrinted(cp: Cp, vm: number, work = "spool print"): void {
  if (!cp.tasks.has(work, vm)) return;
  cp.timers.set("printing", cp.host.microseconds() + PATIENCE, vm);
  throw new Wait(`printing ${vm}`);
}

/** Once, when CP is made. */
export function handlePrinting(cp: Cp): void {
  cp.timers.handle("printing", ({ vm }) => cp.wake(`printing ${vm}`));
}
