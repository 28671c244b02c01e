/** Address translation of virtual machines that translate themselves. */
import type { Vm } from "../vm.ts";

export class ShadowTables {
  /** Its real address behind a logical one, by its own tables. Throws `Reflected` with its translation exceptions, `Wait` where a table is not in storage. */
  translate(_vm: Vm, address: number): number {
    return address;
  }

  /** A PSW has been loaded: it may translate now, or not any more. */
  pswLoaded(_vm: Vm): void {}
  /** Control register 0 or 1 has been loaded. */
  controlLoaded(_vm: Vm): void {}
  /** PTLB, or a change of its own tables that it has announced. */
  purge(_vm: Vm): void {}
  /** IPTE of a segment-table entry and an address. */
  invalidate(_vm: Vm, _segment: number, _address: number): void {}
  /** LOAD REAL ADDRESS: what the register gets, and the condition code. */
  loadRealAddress(_vm: Vm, address: number): { value: number; conditionCode: number } {
    return { value: address, conditionCode: 0 };
  }
  /** The real processor could not translate an address for it: makes the entry, or throws `Reflected` or `Wait`. */
  fault(_vm: Vm, _address: number): void {}
}
