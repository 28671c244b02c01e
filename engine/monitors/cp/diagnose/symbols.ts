/** DIAGNOSE X'38': CP's symbols, for programs that look into its storage or into dumps of it (GC20-1807-7, "DIAGNOSE Code X'38' -- Read System Symbol Table"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const NAME = 8;
const ENTRY = 12;

/** What VM/370 calls what lies at these real addresses. */
const SYMBOLS: readonly (readonly [name: string, address: number])[] = [
  ["DMKPSA", 0],
  ["RUNUSER", at.RUNNING_USER],
  ["LASTUSER", at.LOADED],
  ["RUNPSW", at.RUN_PSW],
  ["CPCREG0", at.OWN_CRS],
  ["DMKPSAEX", at.ENTRY_EXTERNAL],
  ["DMKPSASV", at.ENTRY_SVC],
  ["DMKPRGIN", at.ENTRY_PROGRAM],
  ["DMKMCHIN", at.ENTRY_MACHINE_CHECK],
  ["DMKIOSIN", at.ENTRY_IO],
  ["DMKCPEND", at.FRAMES],
];

/** A page of entries: a name of eight characters and an address, a word of ones behind the last. */
export function symbolTable(): Uint8Array {
  const bytes = new Uint8Array(PAGE);
  const view = new DataView(bytes.buffer);
  SYMBOLS.forEach(([name, address], i) => {
    bytes.set(encodeEbcdic(name.padEnd(NAME)), ENTRY * i);
    view.setUint32(ENTRY * i + NAME, address);
  });
  view.setUint32(ENTRY * SYMBOLS.length, 0xffffffff);
  return bytes;
}

export const symbolDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x38,
    name: "Read system symbol table",
    classes: "CE",
    purpose:
      "Stores names of what is in CP's real storage, each eight characters and an address, into the page at Rx; a word of ones ends them.",
    run: (vm, rx) => {
      const address = vm.gr(rx) & 0xffffff;
      if (address % PAGE !== 0) vm.reflect(SPECIFICATION);
      vm.host.storeBytes(vm.absoluteOrException(address), symbolTable());
    },
  },
];
