import type { Crossing } from "./trace.ts";

/**
 * A hypervisor written in TypeScript, sitting where real hypervisor software sits: the new PSWs (or the VMCS's host
 * state) point at its entry points, and the processor calls it when it gets there. From there it has a host: storage,
 * and a call for each instruction that software has. It never reaches into the processor's objects.
 */
export interface Monitor<Host> {
  /** Addresses at which the processor, having got there in supervisor state without translation, calls {@link entered}. */
  readonly entryPoints: ReadonlySet<number>;
  /** Sets up storage and new PSWs and gives control to a first guest. */
  start(host: Host): void;
  /** The handler at an entry point. Runs to completion; ends by loading a PSW. */
  entered(host: Host, address: number): void;
  /** Told of each record that the trace is given, when it is complete; costs nothing. So what the monitor counts and what the trace shows are one thing. */
  crossed?(crossing: Crossing): void;
  /** The monitor's own state, as plain data; what lies in storage is not part of it. */
  save(): unknown;
  restore(data: unknown): void;
}
