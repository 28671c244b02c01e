/** Queues of files that have been closed: who may have which, in which order. */
import type { Cp } from "../cp.ts";
import type { VmDevices } from "../io/state.ts";
import { isSpooled, type SpoolDevice, type SpoolFile, type SpoolQueue } from "./state.ts";

/** The files of a queue, first come, first served, but for ORDER. */
export function queued(cp: Cp, queue: SpoolQueue, owner?: string): SpoolFile[] {
  return Object.values(cp.state.spool.files)
    .filter((file) => file.queue === queue && (owner === undefined || file.owner === owner))
    .sort((a, b) => a.order - b.order);
}

/** Puts a file behind all others. */
export function enqueue(cp: Cp, file: SpoolFile): void {
  cp.state.spool.files[file.key] = file;
}

export function isHeld(file: SpoolFile): boolean {
  return file.userHold || file.systemHold;
}

/** Whether an operator holds a user's files of a queue (HOLD userid). */
export function isOperatorHeld(cp: Cp, userid: string, queue: SpoolQueue): boolean {
  return cp.state.spool.holds.some((hold) => hold.userid === userid && (hold.queue === "all" || hold.queue === queue));
}

/** Whether a reader of this class may read a file. */
export function matches(file: SpoolFile, spoolClass: string): boolean {
  return spoolClass === "*" || file.class === spoolClass;
}

/** The files that a virtual reader would read, in order: dumps are none. */
export function inputs(cp: Cp, userid: string, spoolClass: string): SpoolFile[] {
  return queued(cp, "reader", userid).filter(
    (file) => file.content !== "dump" && !file.inUse && !isHeld(file) && matches(file, spoolClass),
  );
}

/** The next one. */
export function nextInput(cp: Cp, userid: string, spoolClass: string): SpoolFile | undefined {
  return inputs(cp, userid, spoolClass).at(0);
}

/** Puts some files of a queue before its others. The places stay; who has them changes. */
export function putFirst(cp: Cp, all: readonly SpoolFile[], chosen: readonly SpoolFile[]): void {
  const places = all.map((file) => file.order);
  const sorted = [...chosen, ...all.filter((file) => !chosen.includes(file))];
  for (const [i, file] of sorted.entries()) {
    if (file.order === places[i]) continue;
    file.order = places[i];
    cp.spool.checkpoint.changed(file);
  }
}

/** Takes a file out of its queue for good. */
export function purge(cp: Cp, file: SpoolFile): void {
  delete cp.state.spool.files[file.key];
  cp.spool.checkpoint.remove(file);
}

/** A virtual machine's unit-record devices, by address. */
export function spoolDevices(devices: VmDevices): SpoolDevice[] {
  return Object.values(devices).filter(isSpooled);
}

/** An identification as messages have it. */
export function spoolId({ id }: Pick<SpoolFile, "id">): string {
  return String(id).padStart(4, "0");
}
