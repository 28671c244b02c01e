/**
 * Clocks (GA22-7000, "Timing"). The time-of-day clock is the machine's own, and STORE CLOCK is not privileged: every virtual machine reads it. So none can
 * set it; SET CLOCK finds the switch in the secure position.
 */
import { checkClocks, cpuTimer, setCpuTimer } from "../dispatch/virtual-time.ts";
import { OPERATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { Simulation } from "./instruction.ts";

/** Bit 51 of a clock is a microsecond. */
const UNITS = 12n;

function load(vm: Vm, operand: number): bigint {
  vm.requireBoundary(operand, 8);
  return (BigInt(vm.load32(operand)) << 32n) | BigInt(vm.load32(operand + 4));
}

function store(vm: Vm, operand: number, microseconds: number): void {
  vm.requireBoundary(operand, 8);
  const value = BigInt.asUintN(64, BigInt(Math.round(microseconds)) << UNITS);
  vm.writable(operand, 8);
  vm.store32(operand, Number(value >> 32n));
  vm.store32(operand + 4, Number(value & 0xffff_ffffn));
}

/** Comparator and CPU timer belong to EC mode's virtual machines. */
const clock =
  (simulation: Simulation): Simulation =>
  (vm, instruction) => {
    if (!vm.state.options.ecMode) vm.reflect(OPERATION);
    simulation(vm, instruction);
  };

export const timing: Readonly<Record<string, Simulation>> = {
  SCK: (vm, { operand }) => {
    load(vm, operand);
    vm.setConditionCode(1);
  },
  SCKC: clock((vm, { operand }) => {
    vm.state.time.comparator = Number(load(vm, operand) >> UNITS);
    checkClocks(vm);
  }),
  STCKC: clock((vm, { operand }) => store(vm, operand, vm.state.time.comparator)),
  SPT: clock((vm, { operand }) => setCpuTimer(vm, Number(BigInt.asIntN(64, load(vm, operand)) >> UNITS))),
  STPT: clock((vm, { operand }) => store(vm, operand, cpuTimer(vm))),
};
