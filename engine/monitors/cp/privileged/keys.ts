/** Storage keys (GA22-7000, "Control Instructions"). They are the real keys of the frames, kept beside the page while it is out. */
import type { Instruction } from "../../types.ts";
import { OPERATION, SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { Simulation } from "./instruction.ts";

/** Storage key: fetch protection. */
const FETCH_PROTECTION = 0x08;

/** The block that R2 of SSK or ISK names, by its real address. */
function block(vm: Vm, { r2 }: Instruction): number {
  const address = vm.gr(r2);
  if ((address & 15) !== 0) vm.reflect(SPECIFICATION);
  return address & 0xfff800;
}

const notInstalled: Simulation = (vm) => vm.reflect(OPERATION);

export const keys: Readonly<Record<string, Simulation>> = {
  SSK: (vm, instruction) => vm.cp.storage.setKey(vm, block(vm, instruction), vm.gr(instruction.r1) & 0xfe),
  ISK: (vm, instruction) => {
    const key = vm.cp.storage.key(vm, block(vm, instruction));
    // Reference and change bits are shown in EC mode only.
    const shown = key & (vm.ecMode() ? 0xfe : 0xf8);
    vm.setGr(instruction.r1, (vm.gr(instruction.r1) & 0xffffff00) | shown);
  },
  RRB: (vm, { operand }) => {
    const place = operand & 0xfff800;
    const key = vm.cp.storage.key(vm, place);
    vm.cp.storage.setKey(vm, place, key & 0xfa);
    vm.setConditionCode((key >>> 1) & 3);
  },
  // Storage-key 4K-byte-block and extended facilities came after VM/370.
  SSKE: notInstalled,
  ISKE: notInstalled,
  RRBE: notInstalled,
  TPROT: (vm, { operand, secondOperand }) => {
    if (!vm.state.options.ecMode) vm.reflect(OPERATION);
    const found = vm.cp.shadow.locate(vm, operand);
    if (found === undefined) return vm.setConditionCode(3);
    const storageKey = vm.host.isk(vm.absoluteOrException(found.real) & ~0x7ff);
    const key = (secondOperand >>> 4) & 15;
    if (key === 0 || key === storageKey >>> 4) vm.setConditionCode(found.isProtected ? 1 : 0);
    else vm.setConditionCode((storageKey & FETCH_PROTECTION) === 0 ? 1 : 2);
  },
};
