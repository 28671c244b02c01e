/**
 * The channel programs that DIAGNOSE X'18' takes (GC20-1807, "DIAGNOSE Code X'18' -- Standard DASD I/O"): for each record SEEK or SEEK HEAD, SET SECTOR if any, SEARCH ID
 * EQUAL with its TRANSFER IN CHANNEL, READ or WRITE DATA.
 */
import { CCW, type Ccw, CHAIN_COMMAND, ccwOf, isTransfer } from "../io/channel-program/ccw.ts";
import { minidiskOf } from "../io/minidisk-data.ts";
import type { VirtualDevice } from "../io/state.ts";
import type { Vm } from "../vm.ts";

/** Condition code and completion code of a channel program that is not executed. */
export interface Refusal {
  readonly conditionCode: 1 | 2;
  readonly code: number;
}

export const NOT_ATTACHED: Refusal = { conditionCode: 1, code: 1 };
export const NO_DISK: Refusal = { conditionCode: 1, code: 2 };
const READ_ONLY: Refusal = { conditionCode: 1, code: 3 };
const NO_CYLINDER: Refusal = { conditionCode: 1, code: 4 };
export const BUSY: Refusal = { conditionCode: 1, code: 5 };
const NOT_ALIGNED: Refusal = { conditionCode: 2, code: 5 };
const NO_ARGUMENT: Refusal = { conditionCode: 2, code: 6 };
const NO_TRANSFER: Refusal = { conditionCode: 2, code: 7 };
const NO_COUNT: Refusal = { conditionCode: 2, code: 8 };
const TOO_LONG: Refusal = { conditionCode: 2, code: 9 };
const NO_BUFFER: Refusal = { conditionCode: 2, code: 10 };
const WRONG_NUMBER: Refusal = { conditionCode: 2, code: 11 };
const OTHER_CYLINDER: Refusal = { conditionCode: 2, code: 12 };

const SEEK = 0x07;
const SEEK_HEAD = 0x1b;
const SET_SECTOR = 0x23;
const SEARCH_ID_EQUAL = 0x31;
const READ_DATA = 0x06;
const WRITE_DATA = 0x05;
const LONGEST_RECORD = 2048;
const MOST_RECORDS = 15;

/** Where the check of a channel program is. */
class Reader {
  readonly vm: Vm;
  place: number;

  constructor(vm: Vm, place: number) {
    this.vm = vm;
    this.place = place;
  }

  /** The CCW at hand; undefined beyond storage. Throws `Wait`. */
  get ccw(): Ccw | undefined {
    const { vm, place } = this;
    if (place + CCW > vm.state.size) return undefined;
    const at = vm.absoluteOrException(place);
    return ccwOf(vm.host.load32(at), vm.host.load32(at + 4));
  }

  /** Passes it. */
  next(): void {
    this.place += CCW;
  }

  halfword(real: number): number {
    const { vm } = this;
    return (vm.host.load8(vm.absoluteOrException(real)) << 8) | vm.host.load8(vm.absoluteOrException(real + 1));
  }

  isWithin(address: number, length: number): boolean {
    return address + length <= this.vm.state.size;
  }
}

/** Why a channel program is not executed; undefined where it is right. Throws `Wait`. */
export function checkStandard(vm: Vm, device: VirtualDevice, place: number, records: number): Refusal | undefined {
  if (place % CCW !== 0) return NOT_ALIGNED;
  if (records < 1 || records > MOST_RECORDS) return WRONG_NUMBER;
  const reader = new Reader(vm, place);
  let cylinder: number | undefined;
  for (let record = 0; record < records; record++) {
    const seek = checkSeek(reader, device, cylinder);
    if (typeof seek !== "number") return seek;
    cylinder = seek;
    const ending = checkRecord(reader, device);
    if (ending !== "more") return ending === "last" ? undefined : ending;
  }
  return WRONG_NUMBER;
}

/** The cylinder that stays the same in all of the channel program. */
function checkSeek(reader: Reader, device: VirtualDevice, before: number | undefined): number | Refusal {
  const { ccw } = reader;
  const isSeek = ccw?.command === SEEK || ccw?.command === SEEK_HEAD;
  // Where the head stays the same, none is needed.
  if (ccw === undefined || !isSeek) return before ?? NO_TRANSFER;
  if (!reader.isWithin(ccw.address, 6)) return NO_ARGUMENT;
  reader.next();
  const cylinder = reader.halfword(ccw.address + 2);
  if (before !== undefined && cylinder !== before) return OTHER_CYLINDER;
  const disk = minidiskOf(device);
  return disk !== undefined && cylinder >= disk.cylinders ? NO_CYLINDER : cylinder;
}

function checkRecord(reader: Reader, device: VirtualDevice): "more" | "last" | Refusal {
  if (reader.ccw?.command === SET_SECTOR) reader.next();
  const search = reader.ccw;
  if (search?.command !== SEARCH_ID_EQUAL) return NO_TRANSFER;
  if (!reader.isWithin(search.address, 5)) return NO_ARGUMENT;
  reader.next();
  if (reader.ccw === undefined || !isTransfer(reader.ccw)) return NO_TRANSFER;
  reader.next();
  const { ccw } = reader;
  if (ccw?.command !== READ_DATA && ccw?.command !== WRITE_DATA) return NO_TRANSFER;
  if (ccw.count === 0) return NO_COUNT;
  if (ccw.count > LONGEST_RECORD) return TOO_LONG;
  if (!reader.isWithin(ccw.address, ccw.count)) return NO_BUFFER;
  if (ccw.command === WRITE_DATA && minidiskOf(device)?.access === "R/O") return READ_ONLY;
  reader.next();
  return (ccw.flags & CHAIN_COMMAND) === 0 ? "last" : "more";
}
