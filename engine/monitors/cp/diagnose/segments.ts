/** DIAGNOSE functions of storage: pages given up, its size, segments of saved systems (GC20-1807, "The DIAGNOSE Instruction in a Virtual Machine"). */
import { decodeEbcdic } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { NamedSystem } from "../storage/saved-systems.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const NOT_FOUND = 44;
const PAGING_ERROR = 177;

/** The saved system that Rx names, by eight characters on a doubleword boundary. */
function named(vm: Vm, rx: number): NamedSystem | undefined {
  const address = vm.gr(rx) & 0xffffff;
  vm.requireBoundary(address, 8);
  const name = decodeEbcdic(vm.host.loadBytes(vm.absoluteOrException(address), 8)).trimEnd();
  return vm.cp.systems.find(name);
}

function answer(vm: Vm, ry: number, code: number): void {
  vm.setGr(ry, code);
  vm.setConditionCode(2);
}

function load(vm: Vm, rx: number, ry: number, shared: boolean): void {
  const system = named(vm, rx);
  if (system === undefined) return answer(vm, ry, NOT_FOUND);
  const { first, last } = vm.cp.segments.range(system);
  const isWithin = first < vm.state.size;
  if (!vm.cp.segments.load(vm, system, shared))
    return answer(vm, ry, vm.cp.systems.isBad(system) ? PAGING_ERROR : NOT_FOUND);
  vm.setGr(rx, first);
  if (isWithin) vm.setGr(ry, last);
  vm.setConditionCode(isWithin ? 1 : 0);
}

function purge(vm: Vm, rx: number, ry: number): void {
  const system = named(vm, rx);
  if (system === undefined) return answer(vm, ry, NOT_FOUND);
  const attached = vm.cp.segments.has(vm, system.name);
  if (attached !== undefined) vm.cp.segments.detach(vm.state, attached.id);
  vm.setConditionCode(attached === undefined ? 1 : 0);
}

function find(vm: Vm, rx: number, ry: number): void {
  const system = named(vm, rx);
  if (system === undefined) return answer(vm, ry, NOT_FOUND);
  const isLoaded = vm.cp.segments.has(vm, system.name) !== undefined;
  if (!isLoaded && vm.cp.systems.saved(system) === undefined)
    return answer(vm, ry, vm.cp.systems.isBad(system) ? PAGING_ERROR : NOT_FOUND);
  const { first, last } = vm.cp.segments.range(system);
  vm.setGr(rx, first);
  vm.setGr(ry, last);
  vm.setConditionCode(isLoaded ? 0 : 1);
}

export const storageDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x10,
    name: "Release pages",
    classes: "",
    purpose:
      "Gives pages up: Rx address of the first, Ry of the last, both on boundaries of 4,096 bytes. They are zeros from then on.",
    run: (vm, rx, ry) => {
      const [first, last] = [vm.gr(rx) & 0xffffff, vm.gr(ry) & 0xffffff];
      if (first % PAGE !== 0 || last % PAGE !== 0 || last < first) vm.reflect(SPECIFICATION);
      vm.absoluteOrException(last);
      vm.cp.storage.giveUp(vm, first / PAGE, last / PAGE);
    },
  },
  {
    code: 0x64,
    name: "Find, load and purge a named segment",
    classes: "",
    purpose:
      "Ry 0: attaches the saved segments whose name Rx points to, shared; 4: the same for this virtual machine alone; 8: detaches them; 12: tells where they are.",
    run: (vm, rx, ry) => {
      switch (vm.gr(ry)) {
        case 0x00:
          return load(vm, rx, ry, true);
        case 0x04:
          return load(vm, rx, ry, false);
        case 0x08:
          return purge(vm, rx, ry);
        case 0x0c:
          return find(vm, rx, ry);
        default:
          return vm.reflect(SPECIFICATION);
      }
    },
  },
];
