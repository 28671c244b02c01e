/**
 * Intensive recording of one device's errors (SET RECORD): each unit check whose sense bytes have a bit, or one or both of two, counts, and every so many is recorded,
 * whether a retry helps or not (VM/370 Data Areas and Control Block Logic, "IRMBLOK").
 */
import type { Cp } from "../cp.ts";
import type { Csw, IoRequest, RealDevice } from "../io/state.ts";

/** Bit `bit` (0-7) of sense byte `byte`. */
export interface SenseBit {
  readonly byte: number;
  readonly bit: number;
}

/** IRMBLOK. */
export interface Intensive {
  /** Real address of the device. */
  readonly device: number;
  /** Every error of this number is recorded, from 1. */
  readonly limit: number;
  readonly first: SenseBit;
  /** A second bit, and whether both must be one. */
  readonly second: (SenseBit & { readonly both: boolean }) | undefined;
  /** Errors since the last that was recorded. */
  count: number;
  /** Records made. */
  recorded: number;
}

/** Records of one SET RECORD: it ends by itself then (from memory). */
export const MOST_RECORDS = 10;

function isOne(sense: Uint8Array, { byte, bit }: SenseBit): boolean {
  return ((sense.at(byte) ?? 0) & (0x80 >>> bit)) !== 0;
}

function matches({ first, second }: Intensive, sense: Uint8Array): boolean {
  if (second === undefined) return isOne(sense, first);
  return second.both ? isOne(sense, first) && isOne(sense, second) : isOne(sense, first) || isOne(sense, second);
}

/** A device has given sense bytes after a unit check. */
export function noteSense(cp: Cp, device: RealDevice, request: IoRequest, csw: Csw, sense: Uint8Array): void {
  const { recording, vms } = cp.state;
  const { intensive } = recording;
  if (intensive?.device !== device.address || !matches(intensive, sense)) return;
  if (++intensive.count < intensive.limit) return;
  intensive.count = 0;
  const userid = vms[request.vm]?.userid ?? "";
  cp.recording.failed({ device, csw, sense, retries: device.retried ?? 0, userid }, false);
  if (++intensive.recorded >= MOST_RECORDS) recording.intensive = undefined;
}
