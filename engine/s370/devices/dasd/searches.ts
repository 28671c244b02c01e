/** Search commands (GA26-1592, "Search Commands"); those of key and data are in scans.ts. */
import type { Acceptance, Answer } from "../../channel/device.ts";
import { COUNT } from "../images/ckd-track.ts";
import * as op from "./commands.ts";
import { compareBytes, compareId, satisfies } from "./compare.ts";
import type { StorageControl } from "./control.ts";
import type { Condition } from "./sense.ts";

/** In the last five bits of a search's code: what is compared. */
const KIND = 0x1f;
const IDENTIFIER = op.SEARCH_ID_EQUAL & KIND;
const HOME_ADDRESS = op.SEARCH_HOME_ADDRESS_EQUAL & KIND;

const IDENTIFIER_BYTES = 5;
const ADDRESS_BYTES = 4;

export function isSearch(code: number): boolean {
  switch (code & 0x7f) {
    case op.SEARCH_HOME_ADDRESS_EQUAL:
    case op.SEARCH_ID_EQUAL:
    case op.SEARCH_ID_HIGH:
    case op.SEARCH_ID_EQUAL_OR_HIGH:
    case op.SEARCH_KEY_EQUAL:
    case op.SEARCH_KEY_HIGH:
    case op.SEARCH_KEY_EQUAL_OR_HIGH:
      return true;
    default:
      return false;
  }
}

export function beginSearch(control: StorageControl, code: number): Answer {
  const { access } = control;
  const nextHead = code & op.MULTITRACK ? control.nextHead : undefined;
  const kind = code & KIND;
  if (kind === IDENTIFIER) {
    const condition = access.toNextRecord(true, nextHead);
    return condition ? control.failSearch(condition) : control.ask(IDENTIFIER_BYTES, access.ticksToCount());
  }
  if (kind === HOME_ADDRESS) {
    const condition = (nextHead ? nextHead() : passIndex(control)) ?? access.readable(false);
    return condition ? control.failSearch(condition) : control.ask(ADDRESS_BYTES, access.passHomeAddress());
  }
  if (access.place !== "count") {
    const condition = access.toNextRecord(false, nextHead);
    if (condition) return control.failSearch(condition);
  }
  return control.ask(access.keyLength, access.ticksToKey());
}

export function acceptSearch(control: StorageControl, code: number, data: Uint8Array): Acceptance {
  const { access } = control;
  switch (code & KIND) {
    case IDENTIFIER: {
      const comparison = compareOn(control, code, data, { compare: compareId, full: IDENTIFIER_BYTES, offset: 0 });
      const whole = data.length === IDENTIFIER_BYTES;
      if (comparison === 0 && whole && (code & 0x7f) === op.SEARCH_ID_EQUAL) control.found = "identifier";
      return finish(control, code, comparison, !whole);
    }
    case HOME_ADDRESS: {
      const comparison = compareBytes(access.track, 1, data, data.length);
      const whole = data.length === ADDRESS_BYTES;
      if (comparison === 0 && whole) control.found = "home address";
      return finish(control, code, comparison, !whole);
    }
    default: {
      const full = access.keyLength;
      access.passKey();
      // Nothing is compared where there is no key.
      if (full === 0) return control.end();
      const comparison = compareOn(control, code, data, { compare: compareBytes, full, offset: COUNT });
      access.passKey();
      const whole = data.length === full;
      if (comparison === 0 && whole && (code & 0x7f) === op.SEARCH_KEY_EQUAL) control.found = "key";
      return finish(control, code, comparison, !whole);
    }
  }
}

/** The index point passes: for the second time with no other command between, there is no such home address. */
function passIndex({ access }: StorageControl): Condition | undefined {
  if (access.indexPassed) return "no record found";
  access.indexPassed = true;
  return undefined;
}

function finish(control: StorageControl, code: number, comparison: number, unsatisfied: boolean): Acceptance {
  if (!satisfies(code, comparison)) return control.end(unsatisfied);
  control.search = 0;
  return control.satisfy(unsatisfied);
}

interface Area {
  readonly compare: typeof compareBytes;
  /** Bytes of the area. */
  readonly full: number;
  /** Where it begins in the record. */
  readonly offset: number;
}

/**
 * Compares the present record. Without times, a search that is given again with the same argument goes on to the record
 * that satisfies it, or to the last one of the track: a channel that is so slow lets the others go by.
 */
function compareOn(control: StorageControl, code: number, data: Uint8Array, { compare, full, offset }: Area): number {
  const { access } = control;
  const { track } = access;
  let comparison = compare(track, access.at + offset, data, data.length);
  if (!control.fast || satisfies(code, comparison)) return comparison;
  if (control.search !== code || !equalBytes(control.argument, data)) {
    control.search = code;
    control.argument = data.slice();
    return comparison;
  }
  const isKey = offset > 0;
  while (access.hasNext && (!isKey || access.nextKeyLength === full)) {
    access.toNextRecord(!isKey);
    comparison = compare(track, access.at + offset, data, data.length);
    if (satisfies(code, comparison)) break;
  }
  return comparison;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, 0, b, b.length) === 0;
}
