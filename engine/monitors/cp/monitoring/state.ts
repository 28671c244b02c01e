/** What CP knows of monitoring. */
import type { SpoolOutput } from "../spool/state.ts";

/** Microseconds of virtual time between samples of how busy devices are. */
export const SAMPLE = 2_000_000;
/** Seconds between records of classes that are sampled, unless MONITOR INTERVAL says otherwise. */
export const USUAL_INTERVAL = 60;

export interface MonitorTape {
  readonly kind: "tape";
  readonly address: number;
  /** Command code of Set Mode; undefined: the drive's own density. */
  readonly mode: number | undefined;
  /** Absolute address of storage for channel programs. */
  readonly program: number;
  /** Rewound: blocks can be written. */
  ready: boolean;
  /** Whether its first block has been written. */
  begun: boolean;
  /** The last channel program is under way: tape marks, rewind and unload. */
  closing: boolean;
}

export interface MonitorSpool {
  readonly kind: "spool";
  /** Who gets the file. */
  readonly userid: string;
  readonly output: SpoolOutput;
  /** When the present file was begun, and blocks in it. */
  begunAt: number;
  blocks: number;
  /** Intervals that have been sampled for it. */
  sampled: number;
  /** MONITOR CLOSE: the file is closed, and another begun. */
  closing: boolean;
}

/** How often a device, its channel, and what waits for it were found so since the last record of class 6, code 2. */
export interface DeviceSamples {
  channel: number;
  device: number;
  queuedOnChannel: number;
  queuedOnDevice: number;
}

/** Data collection from MONITOR START to STOP. */
export interface MonitorSession {
  /** Userid of who has started it. */
  readonly by: string;
  readonly output: MonitorTape | MonitorSpool;
  /** Absolute addresses of buffers, a frame each. */
  readonly buffers: readonly number[];
  /** Bytes of a block, at most. */
  readonly capacity: number;
  /** Buffer that is being filled, and bytes in it; undefined while there is none. */
  current: number | undefined;
  used: number;
  /** Buffers that are full, in order, with their bytes. The first may be on its way. */
  full: { readonly buffer: number; readonly used: number }[];
  writing: boolean;
  /** Userid of who has given STOP. */
  stopping: string | undefined;
  /** The last record is in a buffer. */
  complete: boolean;
  /** Since all buffers have been full: when that began; how often it has, in all. */
  suspendedAt: number | undefined;
  suspensions: number;
  /** Records that have come into buffers, by class and code: "5 0". */
  readonly collected: Record<string, number>;
  /** Samples taken since the last record. */
  samples: number;
  readonly devices: Record<number, DeviceSamples>;
}

export interface MonitoringState {
  /** Classes that MONITOR ENABLE has named; undefined: none. */
  classes: readonly number[] | undefined;
  /** Seconds. */
  interval: number;
  /** MONITOR SEEKS: only these disks, or all but these; undefined: all. */
  seeks: { readonly excluded: boolean; readonly devices: readonly number[] } | undefined;
  /** Who gets spool files unless START says it: TO of the last one; undefined: the operator. */
  userid: string | undefined;
  /** MONITOR AUTODISK; TIME: minutes of the day, local; undefined: none. */
  automatic: boolean;
  time: { readonly from: number; readonly to: number } | undefined;
  /** MONITOR LIMIT: blocks of a spool file, and whether monitoring stops then or goes on in another file; or samples to a file. Undefined: none. */
  limit: { readonly blocks: number; readonly action: "stop" | "nostop" | "sample" } | undefined;
  session: MonitorSession | undefined;
}

export function initialMonitoring(): MonitoringState {
  return {
    classes: undefined,
    interval: USUAL_INTERVAL,
    seeks: undefined,
    userid: undefined,
    automatic: false,
    time: undefined,
    limit: undefined,
    session: undefined,
  };
}
