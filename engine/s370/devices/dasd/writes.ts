/** Write commands (GA26-1592, "Write Commands"): what they may follow, what they leave on the track. */
import { type Acceptance, type Answer, ENDED, type OutputEnding, UNIT_EXCEPTION } from "../../channel/device.ts";
import { COUNT, HOME_ADDRESS } from "../images/ckd-track.ts";
import type { TrackAccess } from "./access.ts";
import { type Found, permitsWrite, type WriteKind } from "./chain.ts";
import * as op from "./commands.ts";
import { NO_BYTES, type StorageControl } from "./control.ts";
import { toNextSegment } from "./reads.ts";

/** Command by which an overflow record was being written, as the sense bytes have it. */
const WRITING = 0x05;

/** `found`: what the command before it has. */
export function beginWrite(control: StorageControl, code: number, found: Found): Answer {
  const { access } = control;
  const kind = writeKind(code);
  if (kind === undefined) return control.refuse("invalid command");
  const isInPlace = mayFollow(code, found, access) && !control.chain.spaced;
  if (!isInPlace || !permitsWrite(control.chain, kind)) {
    return control.endWithoutData(control.fail("invalid sequence"));
  }
  if (control.pack?.readOnly) return control.endWithoutData(control.fail("write inhibited"));
  switch (code) {
    case op.WRITE_HOME_ADDRESS: {
      const condition = access.readable(false);
      if (condition) return control.endWithoutData(control.fail(condition));
      return control.ask(HOME_ADDRESS, access.passHomeAddress());
    }
    case op.WRITE_DATA:
    case op.WRITE_KEY_AND_DATA: {
      control.found = found;
      control.isFurther = false;
      if (access.dataLength === 0) return control.endWithoutData({ status: ENDED | UNIT_EXCEPTION });
      return code === op.WRITE_DATA
        ? control.ask(access.dataLength, access.ticksToData())
        : control.ask(access.keyLength + access.dataLength, access.ticksToKey());
    }
    default:
      control.count = undefined;
      return control.ask(COUNT, access.ticksToEnd());
  }
}

export function acceptWrite(control: StorageControl, code: number, data: Uint8Array): Acceptance {
  switch (code) {
    case op.WRITE_HOME_ADDRESS:
      control.access.formatHomeAddress(data[0]);
      control.found = "home address";
      return control.end(data.length < HOME_ADDRESS);
    case op.WRITE_DATA:
    case op.WRITE_KEY_AND_DATA:
      return update(control, code, data);
    default:
      return format(control, code, data);
  }
}

/** Writes into a record that is there. What storage has no bytes for is zero. */
function update(control: StorageControl, code: number, data: Uint8Array): Acceptance {
  const { access } = control;
  // Of an overflow record's further segments only data are written.
  const withKey = code === op.WRITE_KEY_AND_DATA && !control.isFurther;
  control.isFurther = false;
  const length = access.dataLength + (withKey ? access.keyLength : 0);
  access.update(withKey ? access.at + COUNT : access.data, data, length);
  const isOverflow = access.overflows;
  access.passData();
  if (!isOverflow) return control.end(data.length < length);
  const condition = toNextSegment(control);
  if (condition) return control.fail(condition, WRITING);
  control.isFurther = true;
  return { more: access.dataLength };
}

/** Makes a record: first its count area comes, which says how many bytes follow. */
function format(control: StorageControl, code: number, data: Uint8Array): Acceptance {
  const { access, count } = control;
  if (count) return finishFormat(control, code, { count, data, unsatisfied: data.length < keyAndData(count) });
  const whole = new Uint8Array(COUNT);
  whole.set(data);
  // It would be taken for the end of the track.
  if (whole.every((byte) => byte === 0xff)) return control.fail("invalid argument");
  if (!access.fits(whole[5], (whole[6] << 8) | whole[7])) return control.fail("track overrun");
  if (keyAndData(whole) === 0 || data.length < COUNT) {
    return finishFormat(control, code, { count: whole, data: NO_BYTES, unsatisfied: data.length < COUNT });
  }
  control.count = whole;
  return { more: keyAndData(whole) };
}

function finishFormat(
  control: StorageControl,
  code: number,
  { count, data, unsatisfied }: { count: Uint8Array; data: Uint8Array; unsatisfied: boolean },
): OutputEnding {
  control.count = undefined;
  control.found = "record";
  if (code === op.ERASE) control.access.erase();
  else control.access.format(count, data, code === op.WRITE_SPECIAL_COUNT_KEY_AND_DATA);
  return control.end(unsatisfied);
}

/** Bytes of key and data. */
function keyAndData(count: Uint8Array): number {
  return count[5] + ((count[6] << 8) | count[7]);
}

function writeKind(code: number): WriteKind | undefined {
  switch (code) {
    case op.WRITE_HOME_ADDRESS:
    case op.WRITE_RECORD_ZERO:
      return "home address";
    case op.WRITE_COUNT_KEY_AND_DATA:
    case op.WRITE_SPECIAL_COUNT_KEY_AND_DATA:
    case op.ERASE:
      return "format";
    case op.WRITE_DATA:
    case op.WRITE_KEY_AND_DATA:
      return "update";
    default:
      return undefined;
  }
}

/** Whether a write may follow what has been found. */
function mayFollow(code: number, found: Found, { place }: TrackAccess): boolean {
  switch (code) {
    case op.WRITE_HOME_ADDRESS:
      return true;
    case op.WRITE_RECORD_ZERO:
      return found === "home address";
    case op.WRITE_KEY_AND_DATA:
      return found === "identifier" && place === "count";
    case op.WRITE_DATA:
      return (found === "identifier" && place === "count") || (found === "key" && place === "key");
    default:
      return found === "identifier" || found === "key" || found === "record";
  }
}
