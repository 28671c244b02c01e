/** What CP knows of real devices, and of virtual ones. */

/** A channel program for a real device: an IOBLOK. */
export interface IoRequest {
  /** Who is told when it has ended. */
  readonly kind: string;
  /** Real address of its first CCW. */
  readonly program: number;
  /** Protection key of the channel address word, in its place: 0x00 to 0xF0. With 0x08 CCWs may be suspended at. */
  readonly key: number;
  /** Number of the virtual machine for which it is; 0 for none. */
  readonly vm: number;
  /** Whatever `kind` needs. */
  readonly data: unknown;
  /** How often it is started again after an error that may pass before anybody is told. */
  readonly retries?: number;
  /** Virtual address of the minidisk whose place of the arm is to be kept. */
  readonly virtual?: number;
  /** Whether the arm has to be where the minidisk's user has left it. */
  readonly needsArm?: boolean;
}

/** What a real device is doing. */
export type DevicePhase =
  /** Nothing that CP has started. */
  | "idle"
  /** Its first request. */
  | "started"
  /** Channel end has come, device end is to come. */
  | "ending"
  /** Its sense bytes are to be read, or being read. */
  | "sense wanted"
  | "sensing";

/** A real device: an RDEVBLOK. */
export interface RealDevice {
  readonly address: number;
  /** "3350", "3215", … */
  readonly type: string;
  /** The first is being executed, or about to be. */
  queue: IoRequest[];
  /** Whether the first has been started and has not ended. */
  active: boolean;
  /** Volume serial number of a disk that is mounted. */
  volume?: string;
  /** Volume that DETACH has taken from CP, until ATTACH gives it back. */
  removed?: string;
  /** Userid of a virtual machine to which it belongs alone; "SYSTEM" for CP's own. */
  owner?: string;
  phase?: DevicePhase;
  /** When the first request was started: microseconds. */
  startedAt?: number;
  /** CSW of the request whose sense bytes are read, or whose device end is to come. */
  csw?: Csw;
  /** Real address of storage of its own: see `work-area.ts`. */
  work?: number;
  /** How often the first request has been started again. */
  retried?: number;
  /** VARY OFF: nobody gets it. */
  offline?: boolean;
  /** Virtual address that it has in its owner's machine. */
  attachedAs?: number;
  /** Whose place the arm is at: a virtual machine's number and virtual address; undefined: nobody's. */
  arm?: { readonly vm: number; readonly device: number };
  /** Limited channel logout of the last channel program that has met a failure of the channel. */
  logout?: number;
  /** Channel programs that have been started, and where the last seek went. */
  starts?: number;
  cylinder?: number;
  /** Errors that were told to the operator. */
  errors?: number;
}

export interface RealIoState {
  /** By address. */
  devices: Record<number, RealDevice>;
  /** Absolute address of a block from which channels may not fetch; 0 until one is needed. */
  protectedBlock: number;
  /** Userids of the virtual machines to which channels belong as a whole, by channel. */
  readonly channels: Record<number, string>;
  /** Minidisks that are reserved by a virtual machine (virtual RESERVE). */
  reserved: Reservation[];
}

/** A virtual RESERVE: by the real place of the minidisk, as several virtual devices have it. */
export interface Reservation {
  readonly real: number;
  readonly start: number;
  /** Number of the virtual machine that has reserved it. */
  readonly vm: number;
  /** Virtual machines that have met it busy, with their virtual addresses: device end is owed to them. */
  waiting: { readonly vm: number; readonly device: number }[];
}

export function initialRealIo(): RealIoState {
  return { devices: {}, channels: {}, protectedBlock: 0, reserved: [] };
}

/** A channel-status word, as two words, unsigned. */
export interface Csw {
  readonly high: number;
  readonly low: number;
}

/** A virtual device: a VDEVBLOK. `kind` says what is behind it. */
export interface VirtualDevice {
  /** Virtual address. */
  readonly address: number;
  readonly kind: string;
  /** "3215", "3350", "2540R", … */
  readonly type: string;
  /** A channel program of the guest's goes on. */
  busy: boolean;
  /** Channel end has come, device end is to come. */
  working?: boolean;
  /** NOTREADY: intervention is required, whatever is started. */
  notReady?: boolean;
  /** Initial program loading from it goes on. */
  loading?: boolean;
  /** An instruction waits for the end of this channel program: the virtual machine gets no interruption. */
  awaited?: number;
  /** Interruption that is pending. */
  pending: Csw | undefined;
  /** Sense bytes of the last unit check, for a device that is CP's doing. */
  sense: Uint8Array;
  /** Limited channel logout that goes with what is pending. */
  logout?: number;
  /** Whatever `kind` needs. */
  data: unknown;
}

/** Of one virtual machine, by virtual address. */
export type VmDevices = Record<number, VirtualDevice>;
