/** What DIAGNOSE X'14' and X'34' have in common (GC20-1807-7): they read by a virtual reader, and tell alike what came of it. */
import { isSpooled, type SpoolDevice } from "../spool/state.ts";
import type { Vm } from "../vm.ts";

/** Condition codes. */
export const DONE = 0;
export const END = 1;
export const NOT_FOUND = 2;
export const WRONG = 3;

/** What Ry+1 says of condition code 3. */
const NO_DEVICE = 4;
const WRONG_TYPE = 8;
const BUSY = 12;
export const PAGING_ERROR = 16;

/** The condition code, and with 3 what is wrong. */
export type Result = typeof DONE | typeof END | typeof NOT_FOUND | { readonly wrong: number };

/** Sets the condition code, and Ry+1 where something is wrong. */
export function answer(vm: Vm, ry: number, result: Result): void {
  if (typeof result === "number") return vm.setConditionCode(result);
  vm.setGr(ry + 1, result.wrong);
  vm.setConditionCode(WRONG);
}

/** The reader at an address, where these may read by it. */
export function readerAt(vm: Vm, address: number): SpoolDevice | { readonly wrong: number } {
  const device = vm.state.devices[address];
  if (device === undefined) return { wrong: NO_DEVICE };
  if (!isSpooled(device) || device.data.function !== "reader") return { wrong: WRONG_TYPE };
  const { reading } = device.data;
  const isOpen = reading !== undefined && !reading.byDiagnose;
  return device.busy || device.notReady === true || isOpen ? { wrong: BUSY } : device;
}
