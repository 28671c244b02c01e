/** Dynamic address translation (GA22-7000, "Dynamic Address Translation"). */
import { OPERATION } from "../program-interruptions.ts";
import type { Simulation } from "./instruction.ts";

export const translation: Readonly<Record<string, Simulation>> = {
  LRA: (vm, { operand, r1, r2 }) => {
    if (!vm.state.options.ecMode) vm.reflect(OPERATION);
    // R2's place holds the index register of format RX.
    const address = (operand + (r2 === 0 ? 0 : vm.gr(r2))) & 0xffffff;
    const { value, conditionCode } = vm.cp.shadow.loadRealAddress(vm, address);
    vm.setGr(r1, value);
    vm.setConditionCode(conditionCode);
  },
  PTLB: (vm) => vm.cp.shadow.purge(vm),
  IPTE: (vm, { r1, r2 }) => vm.cp.shadow.invalidate(vm, vm.gr(r1), vm.gr(r2)),
};
