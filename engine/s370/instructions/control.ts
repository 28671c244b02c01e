/** Instructions that control the processor (GA22-7000, "Control Instructions"). */

import { raise } from "../../translator/interpreter.ts";
import type { Helper, I32 } from "../../translator/operations.ts";
import { MONITOR_EVENT, SPECIAL_OPERATION, SPECIFICATION } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import {
  diagnose,
  type InstructionDefinition,
  privilegedNone,
  privilegedRre,
  privilegedRs,
  privilegedRx,
  privilegedS,
  privilegedSi,
  si,
} from "./definition.ts";

/** Assigned storage locations of a monitor event: class number, and monitor code. */
const MONITOR_CLASS = 0x94;
const MONITOR_CODE = 0x9c;

const operand = (op: S370Operations, f: Decoded): I32 => op.address(f.b2, f.d2);

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

const invalidatePage: Helper<Processor> = {
  name: "invalidatePage",
  effect: "changes",
  run: (processor, segment, address) => {
    processor.invalidatePage(segment, address);
    return 0;
  },
};

/** MC: a class that is monitored ends the instruction, which is completed. */
const monitorCall: Helper<Processor> = {
  name: "monitorCall",
  effect: "changes",
  run: ({ real, words }, monitorClass, code) => {
    if (((words[state.controlRegisters.index + 8] << monitorClass) & 0x8000) === 0) return 0;
    if (real.hasAssignedLocations) {
      real.setHalfword(MONITOR_CLASS, monitorClass);
      real.setWord(MONITOR_CODE, code);
    }
    return raise(MONITOR_EVENT);
  },
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

export const control: readonly InstructionDefinition[] = [
  privilegedS("LPSW", 0x82, "Load PSW", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 8);
    op.probeLoad(address, op.i32(8));
    op.loadPsw(op.load32(address), op.load32(op.add(address, op.i32(4))));
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
    op.store64(address, op.pair(op.get(state.serialNumber), op.get(state.model)));
  }),
  privilegedRre("IPTE", 0xb221, "Invalidate Page Table Entry", (op, f) => {
    op.call(invalidatePage, op.gr(f.r1), op.gr(f.r2));
  }),
  si("MC", 0xaf, "Monitor Call", (op, f) => {
    op.trapIf(op.and(f.i2, op.i32(0xf0)), SPECIFICATION);
    op.call(monitorCall, op.and(f.i2, op.i32(15)), op.address(f.b1, f.d1));
  }),
  diagnose("DIAG", 0x83, "Diagnose", (op) => op.call(unassigned)),
];
