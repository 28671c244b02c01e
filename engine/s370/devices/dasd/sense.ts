/**
 * Sense bytes: what went wrong, in the words of each control (GA26-1592, GA26-1617 and GA26-1638, "Sense Bytes"; GA26-1589;
 * GA26-3599 and GA26-5988, "Sense Byte Summary").
 */
import type { DiskType } from "../images/disk-types.ts";
import type { Drive } from "./drives.ts";

/** Why a command ends with unit check. */
export type Condition =
  /** No such command, or one of a feature that is not there. */
  | "invalid command"
  /** Not after the command before it, or not permitted by the file mask. */
  | "invalid sequence"
  /** The CCW's count is smaller than what the command must have. */
  | "count too small"
  /** A seek address that the drive does not have. */
  | "invalid address"
  /** Another value that is none. */
  | "invalid argument"
  /** No pack. */
  | "intervention required"
  /** A seek, or a change of heads, that the file mask forbids. */
  | "file protected"
  /** A write on a drive that is set to read only. */
  | "write inhibited"
  /** A track that is marked defective. */
  | "track condition"
  /** The index point has passed twice. */
  | "no record found"
  /** The same, with nothing on the track. */
  | "no record at all"
  | "end of cylinder"
  /** A record that does not fit the track. */
  | "track overrun"
  /** The image of the pack is damaged there. */
  | "data check";

interface Bits {
  /** Sense bytes 0 and 1 with six sense bytes. */
  readonly six: readonly [number, number];
  /** Sense bytes 0, 1 and 7 (format and message) with 24. */
  readonly full: readonly [number, number, number];
}

const CONDITIONS: Readonly<Record<Condition, Bits>> = {
  "invalid command": { six: [0x80, 0], full: [0x80, 0, 0x01] },
  "invalid sequence": { six: [0x80, 0x10], full: [0x80, 0, 0x02] },
  "count too small": { six: [0x81, 0], full: [0x80, 0, 0x03] },
  "invalid address": { six: [0x81, 0], full: [0x80, 0, 0x04] },
  "invalid argument": { six: [0x80, 0], full: [0x80, 0, 0x04] },
  "intervention required": { six: [0x40, 0], full: [0x40, 0, 0] },
  "file protected": { six: [0, 0x04], full: [0, 0x04, 0] },
  "write inhibited": { six: [0x80, 0], full: [0x10, 0x02, 0x10] },
  "track condition": { six: [0x02, 0], full: [0x02, 0, 0] },
  "no record found": { six: [0, 0x08], full: [0, 0x08, 0] },
  "no record at all": { six: [0, 0x0a], full: [0, 0x08, 0] },
  "end of cylinder": { six: [0, 0x20], full: [0, 0x20, 0] },
  "track overrun": { six: [0, 0x40], full: [0, 0x40, 0] },
  "data check": { six: [0x08, 0], full: [0x08, 0x80, 0x40] },
};

/** Sense byte 1: the error is within an overflow record, behind its first segment. */
const OVERFLOW_INCOMPLETE = 0x01;

/** An error as it is kept until SENSE asks for it. */
export interface Check {
  readonly condition: Condition;
  /** In an overflow record: whether it was being read (6) or written (5). */
  readonly overflow?: number;
}

/** What else the sense bytes show. */
export interface SenseContext {
  readonly disk: DiskType;
  readonly drive: Drive;
  /** Address of the drive on its control, 0-7. */
  readonly unit: number;
  readonly ready: boolean;
  readonly cylinder: number;
  readonly head: number;
}

/** The sense bytes; without a check, those that say where the drive is. */
export function senseBytes(context: SenseContext, check: Check | undefined): Uint8Array {
  return context.drive.senseBytes === 6 ? sixBytes(context, check) : fullBytes(context, check);
}

function sixBytes({ drive, ready }: SenseContext, check: Check | undefined): Uint8Array {
  const bytes = new Uint8Array(6);
  if (check) {
    [bytes[0], bytes[1]] = CONDITIONS[check.condition].six;
    if (check.overflow !== undefined) {
      bytes[1] |= OVERFLOW_INCOMPLETE;
      bytes[5] = check.overflow;
    }
  }
  // Byte 3, by the drive: 2311 ready and on line; 2314 on line. Both: end of cylinder.
  if (ready) bytes[3] = drive.control === "2841" ? 0xc8 : 0x40;
  if (check?.condition === "end of cylinder") bytes[3] |= 0x04;
  return bytes;
}

function fullBytes({ disk, unit, cylinder, head }: SenseContext, check: Check | undefined): Uint8Array {
  const bytes = new Uint8Array(24);
  if (check) {
    [bytes[0], bytes[1], bytes[7]] = CONDITIONS[check.condition].full;
    if (check.overflow !== undefined) {
      bytes[1] |= OVERFLOW_INCOMPLETE;
      bytes[3] = check.overflow;
    }
    if (check.condition === "data check") {
      bytes.set([cylinder >> 8, cylinder & 0xff, 0, head], 8);
    }
  }
  bytes[5] = cylinder & 0xff;
  const high = cylinder >> 8;
  switch (disk.type) {
    case "3330":
      // Bits 2-4 of the drive's address inverted, bits 5-7 as they are.
      bytes[4] = unit | ((~unit & 0x07) << 3);
      bytes[6] = (high << (disk.name === "3330-1" ? 6 : 5)) | head;
      break;
    case "3340":
      // Rotational position sensing is there; the size of the data module.
      bytes[2] = 0x80 | (disk.name === "3340-35" ? 0x01 : 0x02);
      bytes[4] = 0x80 >> unit;
      bytes[6] = (high << 5) | head;
      break;
    case "3350":
      bytes[4] = 0x80 >> unit;
      bytes[6] = (high << 5) | head;
      break;
    case "3375":
      bytes[4] = unit;
      bytes[6] = (high << 6) | head;
      break;
    case "3380":
      bytes[4] = unit;
      bytes[6] = (high << 4) | head;
      break;
    case "3390":
      bytes[6] = (high << 4) | head;
      break;
    default:
      bytes[6] = head;
  }
  return bytes;
}
