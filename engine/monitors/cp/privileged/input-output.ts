/** Input/output instructions (GA22-7000, "Input/Output Instructions"), done to virtual channels. */
import type { Vm } from "../vm.ts";
import type { Simulation } from "./instruction.ts";

const io =
  (operation: (vm: Vm, address: number) => number): Simulation =>
  (vm, { operand }) =>
    vm.setConditionCode(operation(vm, operand & 0xffff));

export const inputOutput: Readonly<Record<string, Simulation>> = {
  SIO: io((vm, address) => vm.cp.channels.startIo(vm, address)),
  // A fast release is a start, as the manual allows.
  SIOF: io((vm, address) => vm.cp.channels.startIo(vm, address)),
  TIO: io((vm, address) => vm.cp.channels.testIo(vm, address)),
  CLRIO: io((vm, address) => vm.cp.channels.clearIo(vm, address)),
  HIO: io((vm, address) => vm.cp.channels.haltIo(vm, address)),
  HDV: io((vm, address) => vm.cp.channels.haltDevice(vm, address)),
  TCH: io((vm, address) => vm.cp.channels.testChannel(vm, address)),
  STIDC: io((vm, address) => vm.cp.channels.storeChannelId(vm, address)),
  // No virtual channel suspends: there is nothing to resume.
  RIO: io((vm, address) => (vm.cp.channels.device(vm, address) === undefined ? 3 : 1)),
  CLRCH: io((vm, address) => vm.cp.channels.clearChannel(vm, address)),
};
