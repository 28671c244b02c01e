/**
 * What a minidisk makes of its user's commands (GC20-1807, "Minidisks"; GC20-1801, "VM/370 Restrictions"; commands: GA26-1592): addresses become real ones, and
 * nothing reaches a track that is not the minidisk's. An arm is moved by SEEK, SEEK CYLINDER, RECALIBRATE and READ IPL, all of which go to the device with bytes of
 * CP's own, read when they are translated and checked then; heads are switched within a cylinder, which is the minidisk's in full. The lower half of one ends with it;
 * from the upper half a drive would go on to the lower one, so that multitrack commands keep to their track there. (VM/370 lets them go on: a virtual 2311 on the upper
 * half never hears of the end of a cylinder.)
 *
 * Record 0 and home addresses have the real cylinder, other records the user's own. A search for record 0 or a home address is made with the real one; one for another
 * record with what the user says, so that SEARCH ID HIGH, or EQUAL OR HIGH, finds record 0 high where it should not, on a minidisk that does not begin at cylinder 0. That
 * is VM/370's own limit: it relocates arguments with a record number of zero alone, and wants OS minidisks with a VTOC of more than a track to begin at real cylinder 0
 * (GC20-1801, "VM/370 Restrictions" and "Minidisks").
 */
import type { Ccw } from "./channel-program/ccw.ts";
import { CHAIN_COMMAND, CHAIN_DATA, INDIRECT, SKIP, SUPPRESS_LENGTH } from "./channel-program/ccw.ts";
import type { Unreachable } from "./channel-program/guest-storage.ts";
import type { CommandRules, PatchKind, Treatment } from "./channel-program/rules.ts";
import type { MinidiskData } from "./minidisk-data.ts";

const MULTITRACK = 0x80;
const WRITE_SPECIAL = 0x01;
const READ_IPL = 0x02;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const SEEK = 0x07;
const SEEK_CYLINDER = 0x0b;
const WRITE_DATA = 0x05;
const WRITE_KEY_AND_DATA = 0x0d;
const ERASE = 0x11;
const RECALIBRATE = 0x13;
const WRITE_RECORD_ZERO = 0x15;
const READ_RECORD_ZERO = 0x16;
const RESTORE = 0x17;
const WRITE_HOME_ADDRESS = 0x19;
const READ_HOME_ADDRESS = 0x1a;
const SEEK_HEAD = 0x1b;
const WRITE_COUNT_KEY_AND_DATA = 0x1d;
const SET_FILE_MASK = 0x1f;
const SEARCH_HOME_ADDRESS = 0x39;
const DIAGNOSTIC_LOAD = 0x53;
const DIAGNOSTIC_WRITE = 0x73;
const RELEASE = 0x94;
const BUFFERED_LOG = 0xa4;

const SEARCH_ID = [0x31, 0x51, 0x71];
const SEARCHES = [...SEARCH_ID, SEARCH_HOME_ADDRESS, 0x29, 0x49, 0x69, 0x2d, 0x4d, 0x6d];
const WRITES = [WRITE_SPECIAL, WRITE_DATA, WRITE_KEY_AND_DATA, ERASE, WRITE_COUNT_KEY_AND_DATA];

/** A control command that no storage control has: command reject. */
const NO_COMMAND = 0x43;
/** The same among writes. */
const NO_WRITE = 0x41;

export const SEEK_BYTES = 6;
const ID_BYTES = 5;
const ADDRESS_BYTES = 4;
/** In the file mask: permits all writes, home address and record 0 included. */
const ALL_WRITES = 0xc0;
/** A cylinder that no disk has. */
const NO_CYLINDER = 0xffff;

export function diskRules(disk: MinidiskData): CommandRules {
  return {
    argumentBytes: argumentBytes(disk),
    modifiesStatus: (command) => SEARCHES.includes(command & 0x7f),
    treat: (ccw, argument) => treat(disk, ccw, argument),
  };
}

function argumentBytes({ half }: MinidiskData): (command: number) => number {
  return (command) => {
    if (command === SEEK || command === SEEK_CYLINDER || (command === SEEK_HEAD && half)) return SEEK_BYTES;
    if (command === SET_FILE_MASK) return 1;
    const search = command & ~MULTITRACK;
    if (SEARCH_ID.includes(search)) return ID_BYTES;
    return search === SEARCH_HOME_ADDRESS ? ADDRESS_BYTES : 0;
  };
}

function treat(disk: MinidiskData, ccw: Ccw, argument: Uint8Array | Unreachable): Treatment {
  const { command, flags, count } = ccw;
  switch (command) {
    case NO_OPERATION:
    case RESTORE:
      return { kind: "no data" };
    case RECALIBRATE: {
      // Without data, it would not have had chained any, nor commands behind such.
      const chains = (flags & CHAIN_DATA) !== 0 ? CHAIN_DATA | CHAIN_COMMAND : 0;
      const kept = (flags & ~(chains | INDIRECT)) | SUPPRESS_LENGTH;
      return { kind: "argument", command: SEEK, argument: seekBytes(disk, 0, 0), flags: kept, count: SEEK_BYTES };
    }
    case SEEK:
    case SEEK_CYLINDER:
    case SEEK_HEAD:
      if (command === SEEK_HEAD && !disk.half) return { kind: "area" };
      return {
        kind: "argument",
        command,
        argument: typeof argument === "string" ? argument : realSeek(disk, argument),
      };
    case SET_FILE_MASK:
      return { kind: "argument", command, argument: typeof argument === "string" ? argument : argument.map(realMask) };
    case READ_IPL:
      return { kind: "load", seek: seekBytes(disk, 0, 0) };
    case SENSE:
    case RELEASE:
    case BUFFERED_LOG:
      return { kind: "area", patches: ["sense"] };
    case WRITE_RECORD_ZERO:
      return disk.access === "R/O"
        ? { kind: "area", command: WRITE_HOME_ADDRESS }
        : { kind: "no data", command: READ_RECORD_ZERO, flags: (flags | SKIP) & ~(INDIRECT | CHAIN_DATA) };
    case DIAGNOSTIC_LOAD:
    case DIAGNOSTIC_WRITE:
      return { kind: "area", command: NO_COMMAND };
  }
  // The mask that would permit it is never set: the device rejects it.
  if (WRITES.includes(command) && disk.access === "R/O") return { kind: "area", command: WRITE_HOME_ADDRESS };
  // Its further segments could lie in the other half.
  if (command === WRITE_SPECIAL && isUpperHalf(disk)) return { kind: "area", command: NO_WRITE };
  return treatTrackCommand(disk, ccw, argument, count);
}

/** Searches and reads, which have a multitrack form. */
function treatTrackCommand(
  disk: MinidiskData,
  { command }: Ccw,
  argument: Uint8Array | Unreachable,
  _count: number,
): Treatment {
  const single = command & ~MULTITRACK;
  const isOutput = (command & 1) !== 0;
  const isTrack = isOutput ? SEARCHES.includes(single) : (command & 0x0f) !== 0x04;
  const real = isUpperHalf(disk) && isTrack ? single : command;
  if (single === READ_HOME_ADDRESS)
    return { kind: "area", command: real, patches: patches(disk, "home address", "head of home address") };
  if (single === READ_RECORD_ZERO)
    return { kind: "area", command: real, patches: patches(disk, "record zero", "head of record zero") };
  if (typeof argument === "string" || argument.length < 2) return { kind: "area", command: real };
  if (SEARCH_ID.includes(single) && argument.length === ID_BYTES && argument[4] === 0)
    return { kind: "argument", command: real, argument: relocated(disk, argument) };
  if (single === SEARCH_HOME_ADDRESS) return { kind: "argument", command: real, argument: relocated(disk, argument) };
  return { kind: "area", command: real };
}

function isUpperHalf({ half, headOffset }: MinidiskData): boolean {
  return half && headOffset === 0;
}

/** Of a cylinder in full, heads are those of the drive. */
function patches({ headOffset }: MinidiskData, cylinder: PatchKind, head: PatchKind): readonly PatchKind[] {
  return headOffset === 0 ? [cylinder] : [cylinder, head];
}

/** Where a seek of the user's really goes; one that leads out of the minidisk goes nowhere, and the device says so. */
function realSeek(disk: MinidiskData, argument: Uint8Array): Uint8Array {
  if (argument.length < SEEK_BYTES) return argument;
  const cylinder = (argument[2] << 8) | argument[3];
  const head = (argument[4] << 8) | argument[5];
  const isWithin = cylinder < disk.cylinders && head < disk.heads;
  const bytes = seekBytes(disk, cylinder, head);
  if (!isWithin) bytes.set([NO_CYLINDER >> 8, NO_CYLINDER & 0xff, 0xff, 0xff], 2);
  bytes.set(argument.subarray(0, 2));
  return bytes;
}

/** Whether a relocated seek address is one of the minidisk's. */
export function isSeekable([bin, cell, high, low]: Uint8Array): boolean {
  return (bin | cell) === 0 && ((high << 8) | low) !== NO_CYLINDER;
}

function seekBytes({ start, headOffset }: MinidiskData, cylinder: number, head: number): Uint8Array {
  const real = start + cylinder;
  const realHead = headOffset + head;
  return Uint8Array.of(0, 0, real >>> 8, real & 0xff, realHead >>> 8, realHead & 0xff);
}

/** Cylinder and head of record 0 or of a home address, which are the real ones. */
function relocated({ start, headOffset }: MinidiskData, argument: Uint8Array): Uint8Array {
  const bytes = argument.slice();
  const cylinder = ((bytes[0] << 8) | bytes[1]) + start;
  bytes.set([(cylinder >>> 8) & 0xff, cylinder & 0xff]);
  if (bytes.length >= ADDRESS_BYTES) {
    const head = ((bytes[2] << 8) | bytes[3]) + headOffset;
    bytes.set([(head >>> 8) & 0xff, head & 0xff], 2);
  }
  return bytes;
}

/** Home addresses and record 0 are nobody's to write. */
function realMask(mask: number): number {
  return (mask & ALL_WRITES) === ALL_WRITES ? mask & ~ALL_WRITES : mask;
}
