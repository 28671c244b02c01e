/** What the scheduler knows. */

/** Of one virtual machine. */
export interface VmSchedule {
  /** Microseconds of the processor that are left of its time slice. */
  sliceLeft: number;
  /** 0 (first) to 99: SET PRIORITY, or the directory's. */
  priority: number;
}

export interface ScheduleState {
  /** Virtual machines that want the processor, by number, in the order in which they get it. */
  queue: number[];
}

export function initialSchedule(): ScheduleState {
  return { queue: [] };
}
