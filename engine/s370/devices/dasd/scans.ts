/**
 * The file scan commands: searches for key and data, and those that continue one in a further segment of an overflow record
 * where it could not go on ("Overflow Incomplete": sense byte 5 says with which). GX20-1703, "Channel Commands", 2314 and 2311;
 * System/360 Field Engineering Manual, 2841, "Sense Information Summary".
 */
import { type Acceptance, type Answer, ENDED, UNIT_EXCEPTION } from "../../channel/device.ts";
import { COUNT } from "../images/ckd-track.ts";
import * as op from "./commands.ts";
import { compareMasked } from "./compare.ts";
import type { StorageControl } from "./control.ts";
import { toNextSegment } from "./reads.ts";

/** How the comparison stands: equal up to here, or decided, whatever comes. */
export type Scan = "equal" | "met" | "failed";

export function isScan(code: number): boolean {
  switch (code & ~op.MULTITRACK) {
    case op.SEARCH_KEY_AND_DATA_EQUAL:
    case op.SEARCH_KEY_AND_DATA_HIGH:
    case op.SEARCH_KEY_AND_DATA_EQUAL_OR_HIGH:
      return true;
    default:
      return isContinued(code);
  }
}

export function beginScan(control: StorageControl, code: number): Answer {
  const { access } = control;
  if (control.drive.senseBytes !== 6) return control.refuse("invalid command");
  const isData = isContinued(code);
  if (access.place !== "count" && !(isData && access.place === "key")) {
    const condition = access.toNextRecord(false, code & op.MULTITRACK ? control.nextHead : undefined);
    if (condition) return control.failSearch(condition);
  }
  control.isFurther = false;
  control.scan = begunWith(code);
  if (isData) return control.ask(access.dataLength, access.ticksToData());
  return control.ask(access.keyLength + access.dataLength, access.ticksToKey());
}

export function acceptScan(control: StorageControl, code: number, data: Uint8Array): Acceptance {
  const { access } = control;
  const isData = control.isFurther || isContinued(code);
  const from = isData ? access.data : access.at + COUNT;
  const full = access.dataLength + (isData ? 0 : access.keyLength);
  control.isFurther = false;
  if (control.scan === "equal") {
    const comparison = compareMasked(access.track, from, data, data.length);
    if (comparison !== 0) control.scan = comparison > 0 && code & op.SATISFIED_HIGH ? "met" : "failed";
  }
  const isOverflow = access.overflows;
  access.passData();
  if (access.dataLength === 0) return { status: ENDED | UNIT_EXCEPTION };
  if (data.length < full || !isOverflow) return finish(control, code, data.length < full);
  const condition = toNextSegment(control);
  if (condition) return control.fail(condition, toContinue(control.scan, code));
  control.isFurther = true;
  return { more: access.dataLength };
}

function finish(control: StorageControl, code: number, unsatisfied: boolean): Acceptance {
  const { scan } = control;
  const isSatisfied = scan === "met" || (scan === "equal" && (code & op.SATISFIED_EQUAL) !== 0);
  return isSatisfied ? control.satisfy(unsatisfied) : control.end(unsatisfied);
}

function isContinued(code: number): boolean {
  switch (code & ~op.MULTITRACK) {
    case op.CONTINUE_SCAN_EQUAL:
    case op.CONTINUE_SCAN_HIGH:
    case op.CONTINUE_SCAN_EQUAL_OR_HIGH:
    case op.CONTINUE_SCAN_SET_STATUS_MODIFIER:
    case op.CONTINUE_SCAN_MET:
    case op.CONTINUE_SCAN_FAILED:
      return true;
    default:
      return false;
  }
}

function begunWith(code: number): Scan {
  switch (code & ~op.MULTITRACK) {
    case op.CONTINUE_SCAN_SET_STATUS_MODIFIER:
    case op.CONTINUE_SCAN_MET:
      return "met";
    case op.CONTINUE_SCAN_FAILED:
      return "failed";
    default:
      return "equal";
  }
}

/** The command with which a search goes on, as sense byte 5 has it. */
function toContinue(scan: Scan, code: number): number {
  switch (scan) {
    case "met":
      return op.CONTINUE_SCAN_MET;
    case "failed":
      return op.CONTINUE_SCAN_FAILED;
    case "equal":
      return op.CONTINUES | (code & (op.SATISFIED_EQUAL | op.SATISFIED_HIGH));
  }
}
