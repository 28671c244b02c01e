/** Read commands (GA26-1592, "Read Commands"). */
import { type Answer, ENDED, UNIT_EXCEPTION } from "../../channel/device.ts";
import { COUNT, HOME_ADDRESS } from "../images/ckd-track.ts";
import type { Found } from "./chain.ts";
import * as op from "./commands.ts";
import type { StorageControl } from "./control.ts";
import { isLate } from "./drives.ts";
import type { Condition } from "./sense.ts";

/** Command by which an overflow record was being read, as the sense bytes have it. */
const READING = 0x06;

/** In the first byte of a count area: all but the bit that says that the record overflows. */
const WITHOUT_OVERFLOW = 0x7f;

/** `found`: what the command before it has. */
export function beginRead(control: StorageControl, code: number, found: Found): Answer {
  const { access } = control;
  if (code !== op.READ_COUNT && code !== op.READ_SECTOR) access.indexPassed = false;
  const nextHead = code & op.MULTITRACK ? control.nextHead : undefined;
  switch (code & 0x7f) {
    case op.READ_DATA: {
      if (access.place !== "count" && access.place !== "key") {
        const condition = access.toNextRecord(false, nextHead);
        if (condition) return control.failRead(condition);
      }
      if (found === "identifier" || found === "key") control.found = found;
      return readRecord(control, access.data, access.ticksToData());
    }
    case op.READ_KEY_AND_DATA: {
      if (access.place !== "count") {
        const condition = access.toNextRecord(false, nextHead);
        if (condition) return control.failRead(condition);
      }
      if (found === "identifier") control.found = found;
      return readRecord(control, access.at + COUNT, access.ticksToKey());
    }
    case op.READ_COUNT: {
      const condition = access.toNextRecord(false, nextHead);
      if (condition) return control.failRead(condition);
      return control.transfer(plainCount(access.track.subarray(access.at, access.at + COUNT)), access.ticksToCount());
    }
    case op.READ_COUNT_KEY_AND_DATA: {
      const condition = access.toNextRecord(false, nextHead);
      return condition ? control.failRead(condition) : readRecord(control, access.at, access.ticksToCount());
    }
    case op.READ_RECORD_ZERO: {
      const condition = nextHead?.() ?? access.toRecordZero();
      return condition ? control.failRead(condition) : readRecord(control, access.at, access.ticksToCount());
    }
    case op.READ_HOME_ADDRESS: {
      const condition = nextHead?.() ?? access.readable(false);
      if (condition) return control.failRead(condition);
      const before = access.passHomeAddress();
      return control.transfer(access.track.subarray(0, HOME_ADDRESS), before);
    }
    default:
      return nextHead ? control.refuse("invalid command") : beginSingleTrackRead(control, code);
  }
}

/** Reads that have no multitrack form. */
function beginSingleTrackRead(control: StorageControl, code: number): Answer {
  const { access } = control;
  switch (code) {
    case op.READ_MULTIPLE_COUNT_KEY_AND_DATA:
      return isLate(control.drive) ? readMultiple(control) : control.refuse("invalid command");
    case op.READ_SECTOR: {
      if (control.drive.sectors === 0) return control.refuse("invalid command");
      const { sector } = access;
      access.lose();
      return control.transfer(Uint8Array.of(sector), 0);
    }
    case op.READ_IPL:
      return readIpl(control);
    default:
      return control.refuse("invalid command");
  }
}

/** Reads the present record from an offset of its track on, to its end. */
function readRecord(control: StorageControl, from: number, before: number): Answer {
  const { access } = control;
  const isWhole = from === access.at;
  const isOverflow = access.overflows;
  const area = access.track.subarray(from, access.data + access.dataLength);
  const data = isWhole ? plainCount(area) : area;
  const status = access.dataLength === 0 ? ENDED | UNIT_EXCEPTION : ENDED;
  access.passData();
  return isOverflow ? readFurther(control, data, before) : control.transfer(data, before, status);
}

/**
 * Goes on with the data of an overflow record's further segments, on the tracks behind it. What comes before a segment
 * that cannot be reached has been transferred.
 */
function readFurther(control: StorageControl, first: Uint8Array, before: number): Answer {
  const { access } = control;
  const pieces = [first];
  let status = ENDED;
  do {
    const condition = toNextSegment(control);
    if (condition) {
      ({ status } = control.fail(condition, READING));
      break;
    }
    pieces.push(access.track.subarray(access.data, access.data + access.dataLength));
  } while (access.overflows);
  access.passData();
  const data = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return control.transfer(data, before, status);
}

/** Goes to the next segment of an overflow record: the first record behind record 0 of the next track. */
export function toNextSegment(control: StorageControl): Condition | undefined {
  return control.nextHead() ?? control.access.toNextRecord(false, () => "no record found");
}

function readMultiple(control: StorageControl): Answer {
  const { access } = control;
  const condition = access.toNextRecord(false);
  if (condition) return control.failRead(condition);
  const before = access.ticksToCount();
  const from = access.at;
  const counts = [from];
  while (access.hasNext) {
    access.toNextRecord(false);
    counts.push(access.at);
  }
  const data = access.track.slice(from, access.data + access.dataLength);
  access.passData();
  for (const at of counts) data[at - from] &= WITHOUT_OVERFLOW;
  return control.transfer(data, before);
}

function readIpl(control: StorageControl): Answer {
  const { access, chain } = control;
  if (chain.maskIsSet || chain.spaced) return control.failRead("invalid sequence");
  const ticks = access.seek(0, 0);
  access.passHomeAddress();
  const condition = access.toNextRecord(false);
  return condition ? control.failRead(condition) : readRecord(control, access.data, ticks + access.ticksToData());
}

/** A count area, or what begins with one, without the bit that says that the record overflows. */
function plainCount(bytes: Uint8Array): Uint8Array {
  if ((bytes[0] & ~WITHOUT_OVERFLOW) === 0) return bytes;
  const copy = bytes.slice();
  copy[0] &= WITHOUT_OVERFLOW;
  return copy;
}
