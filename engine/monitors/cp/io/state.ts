/** What CP knows of real devices, and of virtual ones. */

/** A channel program of CP's own making for a real device: an IOBLOK. */
export interface IoRequest {
  /** Who is told when it has ended. */
  readonly kind: string;
  /** Real address of its first CCW. */
  readonly program: number;
  /** Protection key of the channel address word, in its place: 0x00 to 0xF0. */
  readonly key: number;
  /** Number of the virtual machine for which it is; 0 for none. */
  readonly vm: number;
  /** Whatever `kind` needs. */
  readonly data: unknown;
}

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
  /** Userid of a virtual machine to which it belongs alone; "SYSTEM" for CP's own. */
  owner?: string;
}

export interface RealIoState {
  /** By address. */
  devices: Record<number, RealDevice>;
}

export function initialRealIo(): RealIoState {
  return { devices: {} };
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
  /** Interruption that is pending. */
  pending: Csw | undefined;
  /** Sense bytes of the last unit check, for a device that is CP's doing. */
  sense: Uint8Array;
  /** Whatever `kind` needs. */
  data: unknown;
}

/** Of one virtual machine, by virtual address. */
export type VmDevices = Record<number, VirtualDevice>;
