/** Time of a virtual machine: what it has used, and its clocks (GA22-7000, "Timing"). All in microseconds. */

export interface VmTime {
  /** Processor time of its own. */
  virtual: number;
  /** CP's work for it. */
  overhead: number;
  /** SET TIMER: whether its interval timer is kept, and whether it counts in virtual waits too. */
  timer: "off" | "on" | "real";
  /** Microseconds by which its location 80 is behind. */
  timerOwed: number;
  /** When a virtual wait began, whose time a real timer counts too. */
  waitSince: number;
  /** Value of its CPU timer when its processor time was `cpuTimerAt`. */
  cpuTimer: number;
  cpuTimerAt: number;
  /** Its clock comparator. */
  comparator: number;
}

export function initialTime(timer: "on" | "real"): VmTime {
  return {
    virtual: 0,
    overhead: 0,
    timer,
    timerOwed: 0,
    waitSince: 0,
    cpuTimer: 0,
    cpuTimerAt: 0,
    comparator: 0,
  };
}

/** Something that falls due: `kind` says who is told. */
export interface TimerRequest {
  readonly at: number;
  readonly kind: string;
  /** Number of a virtual machine, 0 for none. Its logoff ends the request. */
  readonly vm: number;
}
