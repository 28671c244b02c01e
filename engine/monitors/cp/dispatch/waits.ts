/** Time in which nobody wanted the processor, by what was waited for (GC20-1807, "VM Monitor Tape Format and Content": idle, page and I/O wait). */
import type { CpState } from "../state.ts";

export type WaitKind = "idle" | "page" | "io";

export interface WaitsState {
  /** What is waited for at present. */
  kind: WaitKind;
  /** Microseconds, all together what `idleTime` is. */
  readonly times: Record<WaitKind, number>;
}

export function initialWaits(): WaitsState {
  return { kind: "idle", times: { idle: 0, page: 0, io: 0 } };
}

/** Everybody waits from here on: for pages if anybody does, else for devices. */
export function noteWait({ vms, io, waits }: CpState): void {
  const users = Object.values(vms);
  if (users.some(({ waitingFor }) => waitingFor?.startsWith("page"))) waits.kind = "page";
  else waits.kind = Object.values(io.devices).some(({ active, queue }) => active && queue[0]?.vm !== 0) ? "io" : "idle";
}

/** The wait is over after so many microseconds. */
export function countIdle(state: CpState, microseconds: number): void {
  state.idleTime += microseconds;
  state.waits.times[state.waits.kind] += microseconds;
}
