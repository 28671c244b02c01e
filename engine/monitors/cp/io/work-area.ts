/**
 * Storage that each real device has for channel programs that CP cannot wait for storage with: its sense bytes; of a disk, where its arm is, and putting it
 * elsewhere.
 */
import type { Host } from "../../../s370/index.ts";

/** Bytes of a work area. */
export const WORK_AREA = 128;

export const SENSE_BYTES = 24;

const SENSE_CCW = 0x00;
const READ_CCW = 0x08;
const SEEK_CCW = 0x10;
const SENSE_DATA = 0x20;
const READ_DATA = 0x40;
const SEEK_DATA = 0x48;

const SENSE = 0x04;
const READ_HOME_ADDRESS = 0x1a;
const SEEK = 0x07;
const REWIND = 0x07;
const SUPPRESS_LENGTH = 0x20;
const HOME_ADDRESS_BYTES = 5;
const SEEK_BYTES = 6;

/** Cylinder and head of a disk: real, or of a minidisk. */
export interface TrackAddress {
  readonly cylinder: number;
  readonly head: number;
}

function write(host: Host, at: number, command: number, address: number, count: number): number {
  host.store32(at, ((command << 24) | address) >>> 0);
  host.store32(at + 4, ((SUPPRESS_LENGTH << 24) | count) >>> 0);
  return at;
}

/** A channel program that reads the sense bytes: its absolute address. */
export function senseProgram(host: Host, work: number): number {
  return write(host, work + SENSE_CCW, SENSE, work + SENSE_DATA, SENSE_BYTES);
}

export function senseRead(host: Host, work: number): Uint8Array {
  return host.loadBytes(work + SENSE_DATA, SENSE_BYTES);
}

/** One that reads the home address of the track where the arm is. */
export function homeAddressProgram(host: Host, work: number): number {
  return write(host, work + READ_CCW, READ_HOME_ADDRESS, work + READ_DATA, HOME_ADDRESS_BYTES);
}

export function homeAddressRead(host: Host, work: number): TrackAddress {
  return { cylinder: host.load16(work + READ_DATA + 1), head: host.load16(work + READ_DATA + 3) };
}

/** One that moves the arm. */
export function seekProgram(host: Host, work: number, { cylinder, head }: TrackAddress): number {
  host.storeBytes(work + SEEK_DATA, Uint8Array.of(0, 0, cylinder >>> 8, cylinder, head >>> 8, head));
  return write(host, work + SEEK_CCW, SEEK, work + SEEK_DATA, SEEK_BYTES);
}

/** One that rewinds a tape. */
export function rewindProgram(host: Host, work: number): number {
  return write(host, work + SEEK_CCW, REWIND, work + SEEK_DATA, 1);
}
