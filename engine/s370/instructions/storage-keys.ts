/** Instructions on storage keys, and TEST PROTECTION (GA22-7000, "Control Instructions"). */
import type { Helper, I32 } from "../../translator/operations.ts";
import { SPECIFICATION } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Processor } from "../processor.ts";
import { CHANGED, REFERENCED, testProtection as test } from "../protection.ts";
import { MODE_EC, state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, privilegedRr, privilegedRre, privilegedS, privilegedSse } from "./definition.ts";

/** Storage key of the 2 KiB at a real address: IBM's bits 0-6 of a byte. */
const storageKey: Helper<Processor> = {
  name: "storageKey",
  effect: "reads",
  run: (processor, address) => processor.storageKey(address),
};

const setStorageKey: Helper<Processor> = {
  name: "setStorageKey",
  effect: "changes",
  run: (processor, address, key) => {
    processor.setStorageKey(address, key);
    return 0;
  },
};

const testProtection: Helper<Processor> = {
  name: "testProtection",
  effect: "reads",
  run: test,
};

const RECORDED = REFERENCED | CHANGED;

/** Address of a 2 KiB block in a register: bits 28-31 must be zero. */
function blockAddress(op: S370Operations, f: Decoded): I32 {
  op.trapIf(op.notEqual(op.and(op.gr(f.r2), op.i32(15)), op.i32(0)), SPECIFICATION);
  return op.and(op.gr(f.r2), op.i32(0xfff800));
}

/** Address of a 4 KiB block in a register, of 31 bits: it has two keys, of which the extended instructions make one. */
const pairAddress = (op: S370Operations, f: Decoded): I32 => op.and(op.gr(f.r2), op.i32(0x7fff_f000));
const secondOfPair = (op: S370Operations, address: I32): I32 => op.or(address, op.i32(0x800));

/**
 * One key for two: access control and fetch protection of the first, reference and change bits of either
 * (GA22-7000, "Storage Keys with Storage-Key 4K-Byte-Block Facility Not Installed").
 */
function pairKey(op: S370Operations, address: I32): I32 {
  const second = op.call(storageKey, secondOfPair(op, address));
  return op.or(op.call(storageKey, address), op.and(second, op.i32(RECORDED)));
}

function insert(op: S370Operations, register: number, key: I32): void {
  op.setGr(register, op.or(op.and(op.gr(register), op.i32(0xffffff00)), key));
}

/** RRB and RRBE: the condition code tells reference and change bit as they were. */
function setCcRecorded(op: S370Operations, key: I32): void {
  op.setCc(op.and(op.shiftRightUnsigned(key, op.i32(1)), op.i32(3)));
}

function resetReference(op: S370Operations, address: I32, key: I32): void {
  op.call(setStorageKey, address, op.and(key, op.i32(~REFERENCED & 0xff)));
}

export const storageKeys: readonly InstructionDefinition[] = [
  privilegedRr("SSK", 0x08, "Set Storage Key", (op, f) => {
    op.call(setStorageKey, blockAddress(op, f), op.and(op.gr(f.r1), op.i32(0xfe)));
  }),
  privilegedRr("ISK", 0x09, "Insert Storage Key", (op, f) => {
    const key = op.call(storageKey, blockAddress(op, f));
    // Reference and change bits are shown in EC mode only.
    const ec = op.and(op.get(state.modeBits), op.i32(MODE_EC));
    insert(op, f.r1, op.and(key, op.select(ec, op.i32(0xfe), op.i32(0xf8))));
  }),
  privilegedS("RRB", 0xb213, "Reset Reference Bit", (op, f) => {
    const address = op.and(op.address(f.b2, f.d2), op.i32(0xfff800));
    const key = op.call(storageKey, address);
    setCcRecorded(op, key);
    resetReference(op, address, key);
  }),
  privilegedRre("SSKE", 0xb22b, "Set Storage Key Extended", (op, f) => {
    const address = pairAddress(op, f);
    const key = op.and(op.gr(f.r1), op.i32(0xfe));
    op.call(setStorageKey, address, key);
    op.call(setStorageKey, secondOfPair(op, address), key);
  }),
  privilegedRre("ISKE", 0xb229, "Insert Storage Key Extended", (op, f) =>
    insert(op, f.r1, pairKey(op, pairAddress(op, f))),
  ),
  privilegedRre("RRBE", 0xb22a, "Reset Reference Bit Extended", (op, f) => {
    const address = pairAddress(op, f);
    const first = op.call(storageKey, address);
    const second = op.call(storageKey, secondOfPair(op, address));
    setCcRecorded(op, op.or(first, op.and(second, op.i32(RECORDED))));
    resetReference(op, address, first);
    resetReference(op, secondOfPair(op, address), second);
  }),
  privilegedSse("TPROT", 0xe501, "Test Protection", (op, f) => {
    const key = op.and(op.shiftRightUnsigned(op.address(f.b2, f.d2), op.i32(4)), op.i32(15));
    op.setCc(op.call(testProtection, op.address(f.b1, f.d1), key));
  }),
];
