/** Control registers, and identification (GA22-7000, "Control Instructions", "Multiprocessing"). */
import type { Instruction } from "../../types.ts";
import { loadEventControls } from "../program-events.ts";
import { OPERATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { Simulation } from "./instruction.ts";

/** Version code of a processor that is a virtual one: VM/370 stores the same. */
const VIRTUAL_VERSION = 0xff;

function registers({ r1, r3 }: Instruction): number[] {
  return Array.from({ length: ((r3 - r1) & 15) + 1 }, (_, i) => (r1 + i) & 15);
}

const notInstalled: Simulation = (vm) => vm.reflect(OPERATION);

/** A virtual machine without ECMODE has control registers 0 alone (GC20-1807, "Extended Control Mode"): the others keep what a reset gives them. */
function has(vm: Vm, register: number): boolean {
  return vm.state.options.ecMode || register === 0;
}

export const control: Readonly<Record<string, Simulation>> = {
  LCTL: (vm, instruction) => {
    vm.requireBoundary(instruction.operand, 4);
    const values = registers(instruction).map((_, i) => vm.load32(instruction.operand + 4 * i));
    registers(instruction).forEach((register, i) => {
      if (has(vm, register)) vm.setCr(register, values[i]);
    });
    vm.cp.shadow.controlLoaded(vm);
    loadEventControls(vm);
  },
  STCTL: (vm, instruction) => {
    vm.requireBoundary(instruction.operand, 4);
    const view = new DataView(new ArrayBuffer(4 * registers(instruction).length));
    registers(instruction).forEach((register, i) => {
      view.setUint32(4 * i, vm.cr(register));
    });
    vm.store(instruction.operand, new Uint8Array(view.buffer));
  },
  STIDP: (vm, { operand }) => {
    vm.requireBoundary(operand, 8);
    const [left, right] = vm.host.stidp();
    const serial = vm.state.options.processorIdentification ?? left & 0x00ffffff;
    vm.writable(operand, 8);
    vm.store32(operand, ((VIRTUAL_VERSION << 24) | serial) >>> 0);
    vm.store32(operand + 4, right >>> 0);
  },
  STAP: (vm, { operand }) => {
    vm.requireBoundary(operand, 2);
    vm.store16(operand, 0);
  },
  // A virtual machine is no multiprocessor.
  SPX: notInstalled,
  STPX: notInstalled,
  SIGP: notInstalled,
  WRD: notInstalled,
  RDD: notInstalled,
};
