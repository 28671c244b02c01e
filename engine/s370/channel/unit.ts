/** What a channel knows of a device on it: the operation that goes on, and the status that waits to be taken. */
import type { Ccw } from "./ccw.ts";
import type { Answer, Device, Ending } from "./device.ts";
import type { Csw } from "./status.ts";

/** Where an operation is. */
export type Phase =
  /** The command has been taken; positioning, or the first byte, is to come. */
  | "positioning"
  /** Bytes of the present CCW are on their way. */
  | "transferring"
  /** The device has nothing yet. */
  | "waiting"
  /** Channel end has come, and commands are chained: device end is to come. */
  | "chaining"
  /** A CCW with the suspend flag has been met. */
  | "suspended"
  /** IPL, or an ending without chaining: all is over but device end. */
  | "loaded";

/** An I/O operation: a channel program as it is executed. Plain data; arrays in it never change. */
export interface Operation {
  readonly key: number;
  /** Whether CCWs may have the suspend flag. */
  readonly suspends: boolean;
  /** Whether the channel serves nobody else until channel end: a selector channel, or block multiplexing is off. */
  readonly burst: boolean;
  readonly isLoading: boolean;
  phase: Phase;
  /** Address of the next CCW. */
  next: number;
  ccw: Ccw;
  /** The command that is executed: by data chaining others' CCWs come to it. */
  command: number;
  /** Bytes of the present CCW that are left. */
  residual: number;
  /** A PCI flag has been met, and its interruption has not been taken. */
  programControlled: boolean;
  answer: Exclude<Answer, { kind: "waiting" | "refused" }> | undefined;
  /** Bytes of the answer that have been transferred. */
  moved: number;
  /** Of an output: pieces fetched for the present request, and their bytes. */
  pieces: readonly Uint8Array[];
  gathered: number;
  /** Channel status found so far that ends the operation when the device does. */
  check: number;
  /** Ticks that the channel is late with what a paced device gives it: see {@link fallsBehind}. */
  behind: number;
  /** The operator has asked for a chaining check: it comes with the next data chaining on input. */
  overrun: boolean;
  /** With fast devices: commands since the last one that took time. */
  streak: number;
}

/** A device with its subchannel. */
export interface Unit {
  readonly address: number;
  readonly device: Device;
  operation: Operation | undefined;
  /** Why an interruption waits at the subchannel: an operation has ended. */
  ended: Csw | undefined;
  /** Status of the device's own that waits: attention, device end. */
  status: number;
  /** Device end is to come: until then the device is working. */
  working: Ending["later"] | undefined;
}

/** What of a unit a snapshot holds. */
export type UnitState = Pick<Unit, "ended" | "status" | "working"> & {
  readonly operation: Operation | undefined;
  readonly device: unknown;
};

export function saveUnit({ operation, ended, status, working, device }: Unit): UnitState {
  return { operation: operation && { ...operation }, ended, status, working, device: device.save() };
}

export function restoreUnit(unit: Unit, saved: UnitState): void {
  unit.operation = saved.operation && { ...saved.operation };
  unit.ended = saved.ended;
  unit.status = saved.status;
  unit.working = saved.working;
  unit.device.restore(saved.device);
}

/** Whether the subchannel has an interruption to ask for. */
export function isPending({ ended, operation, status }: Unit): boolean {
  return ended !== undefined || (operation?.programControlled ?? false) || (operation === undefined && status !== 0);
}
