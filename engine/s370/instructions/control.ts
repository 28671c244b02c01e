/** Instructions that control the processor (GA22-7000, "Control Instructions"). */

import { raise } from "../../translator/interpreter.ts";
import type { Helper, I32 } from "../../translator/operations.ts";
import { SPECIAL_OPERATION, SPECIFICATION } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Processor } from "../processor.ts";
import { MODE_EC, state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import {
  diagnose,
  type InstructionDefinition,
  privilegedNone,
  privilegedRr,
  privilegedRs,
  privilegedRx,
  privilegedS,
  privilegedSi,
  s,
} from "./definition.ts";

const operand = (op: S370Operations, f: Decoded): I32 => op.address(f.b2, f.d2);

const loadPsw: Helper<Processor> = {
  name: "loadPsw",
  effect: "changes",
  run: (processor, left, right) => {
    processor.loadPsw(left, right);
    processor.leftBySwap("LPSW");
    return 0;
  },
};

const setSystemMask: Helper<Processor> = {
  name: "setSystemMask",
  effect: "changes",
  run: (processor, mask) => {
    processor.setSystemMask(mask);
    return 0;
  },
};

const setKey: Helper<Processor> = {
  name: "setKey",
  effect: "changes",
  run: (processor, key) => {
    processor.setKey(key);
    return 0;
  },
};

const setControlRegister: Helper<Processor> = {
  name: "setControlRegister",
  effect: "changes",
  run: (processor, register, value) => {
    processor.setControlRegister(register, value);
    return 0;
  },
};

const purgeTlb: Helper<Processor> = {
  name: "purgeTlb",
  effect: "changes",
  run: (processor) => {
    processor.purgeTlb();
    return 0;
  },
};

/** Storage key of the block at a real address: bits 0-6 of a byte, IBM's numbering. */
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

const loadReal: Helper<Processor> = {
  name: "loadReal",
  effect: "reads",
  run: (processor, address) => processor.loadRealAddress(address),
};

const realAddress: Helper<Processor> = {
  name: "realAddress",
  effect: "reads",
  run: (processor) => processor.word(state.translationExceptionAddress),
};

/** Left (0) or right (1) half of the time-of-day clock. */
const timeOfDay: Helper<Processor> = {
  name: "timeOfDay",
  effect: "reads",
  run: ({ clocks }, half) => Number(BigInt.asIntN(32, half === 0 ? clocks.timeOfDay >> 32n : clocks.timeOfDay)),
};

const timeOfDayState: Helper<Processor> = {
  name: "timeOfDayState",
  effect: "reads",
  run: ({ clocks }) => clocks.timeOfDayState,
};

const unassigned: Helper<Processor> = { name: "unassigned", effect: "changes", run: () => raise(SPECIFICATION) };

/** SSM suppression: CR0 bit 1 (GA22-7000, "Set System Mask"). */
function checkSuppression(op: S370Operations): void {
  const suppressed = op.and(op.getAt(state.controlRegisters, 0), op.i32(0x4000_0000));
  op.trapIf(op.notEqual(suppressed, op.i32(0)), SPECIAL_OPERATION);
}

/** STNSM and STOSM: the mask as it was goes to storage, then changes. */
function storeThen(combine: (op: S370Operations, mask: I32, immediate: I32) => I32) {
  return (op: S370Operations, f: Decoded): void => {
    const mask = op.get(state.systemMask);
    op.store8(operand(op, f), mask);
    op.call(setSystemMask, combine(op, mask, f.i2));
  };
}

/** Control registers r1 to r3, wrapping from 15 to 0. */
function controlRegisters(f: Decoded): number[] {
  return Array.from({ length: ((f.r3 - f.r1) & 15) + 1 }, (_, i) => (f.r1 + i) & 15);
}

/** Address of a storage key in a register: bits 28-31 must be zero. */
function keyAddress(op: S370Operations, f: Decoded): I32 {
  op.trapIf(op.notEqual(op.and(op.gr(f.r2), op.i32(15)), op.i32(0)), SPECIFICATION);
  return op.and(op.gr(f.r2), op.i32(0xfff800));
}

export const control: readonly InstructionDefinition[] = [
  privilegedS("LPSW", 0x82, "Load PSW", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 8);
    op.probeLoad(address, op.i32(8));
    op.call(loadPsw, op.load32(address), op.load32(op.add(address, op.i32(4))));
  }),
  privilegedS("SSM", 0x80, "Set System Mask", (op, f) => {
    checkSuppression(op);
    op.call(setSystemMask, op.load8(operand(op, f)));
  }),
  privilegedSi(
    "STNSM",
    0xac,
    "Store Then And System Mask",
    storeThen((op, mask, i) => op.and(mask, i)),
  ),
  privilegedSi(
    "STOSM",
    0xad,
    "Store Then Or System Mask",
    storeThen((op, mask, i) => op.or(mask, i)),
  ),
  privilegedRs("LCTL", 0xb7, "Load Control", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 4);
    const all = controlRegisters(f);
    op.probeLoad(address, op.i32(4 * all.length));
    const values = all.map((_, i) => op.load32(op.add(address, op.i32(4 * i))));
    all.forEach((register, i) => {
      op.call(setControlRegister, op.i32(register), values[i]);
    });
  }),
  privilegedRs("STCTL", 0xb6, "Store Control", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 4);
    const all = controlRegisters(f);
    op.probeStore(address, op.i32(4 * all.length));
    all.forEach((register, i) => {
      op.store32(op.add(address, op.i32(4 * i)), op.getAt(state.controlRegisters, register));
    });
  }),
  privilegedRr("SSK", 0x08, "Set Storage Key", (op, f) => {
    op.call(setStorageKey, keyAddress(op, f), op.and(op.gr(f.r1), op.i32(0xfe)));
  }),
  privilegedRr("ISK", 0x09, "Insert Storage Key", (op, f) => {
    const key = op.call(storageKey, keyAddress(op, f));
    // Reference and change bits are shown in EC mode only.
    const ec = op.and(op.get(state.modeBits), op.i32(MODE_EC));
    const shown = op.and(key, op.select(ec, op.i32(0xfe), op.i32(0xf8)));
    op.setGr(f.r1, op.or(op.and(op.gr(f.r1), op.i32(0xffffff00)), shown));
  }),
  privilegedS("RRB", 0xb213, "Reset Reference Bit", (op, f) => {
    const address = op.and(operand(op, f), op.i32(0xfff800));
    const key = op.call(storageKey, address);
    op.setCc(op.and(op.shiftRightUnsigned(key, op.i32(1)), op.i32(3)));
    op.call(setStorageKey, address, op.and(key, op.i32(0xfa)));
  }),
  privilegedS("SPKA", 0xb20a, "Set PSW Key from Address", (op, f) => {
    op.call(setKey, op.and(op.shiftRightUnsigned(operand(op, f), op.i32(4)), op.i32(15)));
  }),
  privilegedNone("IPK", 0xb20b, "Insert PSW Key", (op) => {
    op.setGr(2, op.or(op.and(op.gr(2), op.i32(0xffffff00)), op.shiftLeft(op.get(state.key), op.i32(4))));
  }),
  privilegedNone("PTLB", 0xb20d, "Purge TLB", (op) => op.call(purgeTlb)),
  privilegedRx("LRA", 0xb1, "Load Real Address", (op, f) => {
    const cc = op.call(loadReal, op.indexed(f.x2, f.b2, f.d2));
    op.setGr(f.r1, op.call(realAddress));
    op.setCc(cc);
  }),
  privilegedS("STIDP", 0xb202, "Store CPU ID", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 8);
    // Version 0, serial number 000370, model 3158, no machine-check extended logout.
    op.store64(address, op.i64(0x0000037031580000n));
  }),
  privilegedS("STAP", 0xb212, "Store CPU Address", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 2);
    op.store16(address, op.i32(0));
  }),
  s("STCK", 0xb205, "Store Clock", (op, f) => {
    const address = operand(op, f);
    op.probeStore(address, op.i32(8));
    op.store32(address, op.call(timeOfDay, op.i32(0)));
    op.store32(op.add(address, op.i32(4)), op.call(timeOfDay, op.i32(1)));
    op.setCc(op.call(timeOfDayState));
  }),
  diagnose("DIAG", 0x83, "Diagnose", (op) => op.call(unassigned)),
];
