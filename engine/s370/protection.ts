/** What storage keys, segment and low-address protection permit (GA22-7000, "Protection"). */
import { raise } from "../translator/interpreter.ts";
import { ADDRESSING, PAGE_TRANSLATION, SEGMENT_TRANSLATION } from "./interruption-codes.ts";
import type { Processor } from "./processor.ts";

/** Bits of a storage-key byte. */
export const FETCH_PROTECTED = 0x08;
export const REFERENCED = 0x04;
export const CHANGED = 0x02;

/** Control register 0, bit 3: a program may not store at addresses 0 to 511. */
export const LOW_ADDRESS_PROTECTION = 0x1000_0000;
/** Bytes that low-address protection keeps. */
export const LOW_ADDRESSES = 512;

/**
 * TEST PROTECTION: what `key` may do at a program's address. 0: fetch and store; 1: fetch; 2: neither;
 * 3: the address has no translation. Traps as an access would where storage or tables are not there.
 */
export function testProtection(processor: Processor, address: number, key: number): number {
  let real = address;
  let isKept = address < LOW_ADDRESSES && (processor.controlRegister(0) & LOW_ADDRESS_PROTECTION) !== 0;
  if (processor.translating) {
    const found = processor.walk(address);
    if ("code" in found) {
      if (found.code === SEGMENT_TRANSLATION || found.code === PAGE_TRANSLATION) return 3;
      return raise(found.code);
    }
    const { bounds } = processor.assists ?? {};
    real = bounds === undefined ? found.real : (bounds.real(found.real) ?? raise(ADDRESSING));
    isKept ||= found.isProtected;
  }
  const storageKey = processor.storageKey(real);
  if (key === 0 || key === storageKey >>> 4) return isKept ? 1 : 0;
  return storageKey & FETCH_PROTECTED ? 2 : 1;
}
