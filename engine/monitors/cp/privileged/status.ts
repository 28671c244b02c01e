/** Instructions that change the PSW (GA22-7000, "Control Instructions"). */
import type { Instruction } from "../../types.ts";
import { SPECIAL_OPERATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { Simulation } from "./instruction.ts";

/** SSM suppression: bit 1 of control register 0. */
const SSM_SUPPRESSION = 0x40000000;

function storeThenChange(vm: Vm, { operand }: Instruction, change: (mask: number) => number): void {
  const mask = vm.systemMask();
  vm.store8(operand, mask);
  vm.setSystemMask(change(mask));
  vm.cp.shadow.pswLoaded(vm);
}

export const status: Readonly<Record<string, Simulation>> = {
  LPSW: (vm, { operand }) => {
    vm.requireBoundary(operand, 8);
    vm.setPsw({ high: vm.load32(operand), low: vm.load32(operand + 4) });
    vm.cp.shadow.pswLoaded(vm);
  },
  SSM: (vm, { operand }) => {
    if (vm.state.options.ecMode && (vm.cr(0) & SSM_SUPPRESSION) !== 0) vm.reflect(SPECIAL_OPERATION);
    vm.setSystemMask(vm.load8(operand));
    vm.cp.shadow.pswLoaded(vm);
  },
  STNSM: (vm, instruction) => storeThenChange(vm, instruction, (mask) => mask & instruction.i2),
  STOSM: (vm, instruction) => storeThenChange(vm, instruction, (mask) => mask | instruction.i2),
  SPKA: (vm, { operand }) => vm.setKey((operand >>> 4) & 15),
  IPK: (vm) => vm.setGr(2, (vm.gr(2) & 0xffffff00) | (vm.key() << 4)),
};
