/** SFBLOK: a spool file as programs see it (VM/370 Data Areas and Control Block Logic, "SFBLOK"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import type { SpoolFile, SpoolOrigin } from "./state.ts";

/** Thirteen doublewords. */
export const FILE_BLOCK_BYTES = 104;

const START = 0x04;
const USER = 0x08;
const ORIGIN = 0x10;
const RECORDS = 0x18;
const RECORD_SIZE = 0x1c;
const ID = 0x1e;
const FLAG = 0x20;
const TYPE = 0x21;
const NAME = 0x28;
const FILE_TYPE = 0x34;
const DATE = 0x40;
const TIME = 0x48;
const LAST = 0x50;
const COPIES = 0x54;
const CLASS = 0x56;
const FLAG_2 = 0x57;
const DISTRIBUTION = 0x58;

const IN_USE = 0x80;
/** Allocation records are complete, as they always are here. */
const COMPLETE = 0x40;
const USER_HOLD = 0x20;
const SYSTEM_HOLD = 0x04;
const DUMP = 0x10;
/** Of the second flag byte. */
const MONITOR = 0x01;

/** Device types: 1403, 2540 punch, 3215, 2540 reader. */
const TYPES: Readonly<Record<SpoolOrigin, number>> = { PRT: 0x41, PUN: 0x82, CON: 0x41, RDR: 0x82 };

/** Whether a file has lines, not cards. */
export function isPrinted({ device }: SpoolFile): boolean {
  return device === "PRT" || device === "CON";
}

export function fileBlock(cp: Cp, file: SpoolFile): Uint8Array {
  const bytes = new Uint8Array(FILE_BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string, length: number): void => {
    bytes.set(encodeEbcdic(value.padEnd(length).slice(0, length)), at);
  };
  view.setUint32(START, file.blocks[0]);
  text(USER, file.owner, 8);
  text(ORIGIN, file.origin, 8);
  view.setUint32(RECORDS, file.records);
  view.setUint16(RECORD_SIZE, file.recordSize);
  view.setUint16(ID, file.id);
  bytes[FLAG] =
    COMPLETE | (file.inUse ? IN_USE : 0) | (file.userHold ? USER_HOLD : 0) | (file.systemHold ? SYSTEM_HOLD : 0);
  if (file.content === "dump") bytes[FLAG] |= DUMP;
  if (file.content === "monitor") bytes[FLAG_2] |= MONITOR;
  bytes[TYPE] = TYPES[file.device];
  text(NAME, file.name, 12);
  text(FILE_TYPE, file.type, 12);
  text(DATE, dateText(cp, file.created), 8);
  text(TIME, timeOfDay(cp, file.created), 8);
  view.setUint32(LAST, file.blocks[file.blocks.length - 1]);
  view.setUint16(COPIES, file.copies);
  text(CLASS, file.class, 1);
  text(DISTRIBUTION, file.distribution, 8);
  return bytes;
}
