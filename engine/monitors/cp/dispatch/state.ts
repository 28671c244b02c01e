/** What the scheduler knows. Times in microseconds. */
import { initialLoad, type LoadState } from "./load.ts";
import { initialPagingLoad, type PagingLoad } from "./paging-load.ts";
import { initialStorms, type StormsState } from "./storms.ts";

/**
 * Where a virtual machine stands (GC20-1807, "Scheduling"): in the interactive or the non-interactive queue, from which the processor is given away; waiting for a
 * place in one of them; or dormant, as it wants nothing.
 */
export type ScheduleList = "dormant" | "Q1" | "Q2" | "E1" | "E2";

/** Of one virtual machine. */
export interface VmSchedule {
  list: ScheduleList;
  /** Processor time that is left of its dispatching slice, and of its stay in the queue. */
  sliceLeft: number;
  queueLeft: number;
  /** Processor time that it has had, weighted by its priority: who has the least is first, on the eligible list and in the queue. */
  deadline: number;
  /** Its user has typed something: it is a candidate for the interactive queue. */
  interactive: boolean;
  /** 0 (first) to 99: SET PRIORITY, or the directory's. */
  priority: number;
  /** SET FAVORED: it is always in a queue. */
  favored: boolean;
  /** SET FAVORED nn: percentage of the processor that it gets while it wants it, 1 to 100; 0: none named. */
  share: number;
  /** Processor time that it has had in the present interval. */
  used: number;
  /** SET QDROP OFF: it stays in its queue through waits. */
  keepsQueue: boolean;
  /** Pages that it had in storage when it left the queue last: what it will need. */
  workingSet: number;
  /** Its page reads when it came into the queue. */
  readsBefore: number;
  /** Since then: pages that it had in storage, summed up over all reads, and pages that were taken away from it. */
  residentAtReads: number;
  stolen: number;
}

export function initialVmSchedule(priority: number): VmSchedule {
  return {
    list: "dormant",
    sliceLeft: 0,
    queueLeft: 0,
    deadline: 0,
    interactive: true,
    priority,
    favored: false,
    share: 0,
    used: 0,
    keepsQueue: false,
    workingSet: 0,
    readsBefore: 0,
    residentAtReads: 0,
    stolen: 0,
  };
}

export interface ScheduleState {
  /** Virtual machines in the queues, by number: the order in which they get the processor. */
  queue: number[];
  /** Those that are eligible, by number. */
  eligible: number[];
  /** When the present interval began, in which shares are counted. */
  intervalSince: number;
  readonly load: LoadState;
  readonly storms: StormsState;
  /** Only one wanted the processor when that was looked at last. */
  alone: boolean;
  /** SET SASSIST: the processor's assists may be used at all. */
  assists: boolean;
  /** SET CPASSIST; whether CP is charged as if it had them. */
  cpAssist: boolean;
  modelsCpAssist: boolean;
  readonly paging: PagingLoad;
  /** Somebody has become ready who may come before the one that runs. */
  changed: boolean;
}

export function initialSchedule(): ScheduleState {
  return {
    queue: [],
    eligible: [],
    intervalSince: 0,
    load: initialLoad(),
    storms: initialStorms(),
    alone: false,
    assists: true,
    cpAssist: false,
    modelsCpAssist: false,
    paging: initialPagingLoad(),
    changed: true,
  };
}
