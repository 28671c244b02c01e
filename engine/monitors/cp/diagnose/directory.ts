/** DIAGNOSE X'3C': the directory in use (GC20-1807, "DIAGNOSE Code X'3C' -- VM/370 Directory"; condition codes: SC19-6203, VM/SP's edition of it). */
import { decodeEbcdic } from "../../../s370/index.ts";
import type { DirectoryOutcome } from "../directory/online-state.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const CONDITION_CODES: Readonly<Record<DirectoryOutcome, number>> = { done: 0, "not found": 2, failed: 3 };

/** The volume serial number: four characters in Rx, two in the left half of Ry. */
function serial(vm: Vm, rx: number, ry: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint32(0, vm.gr(rx) >>> 0);
  bytes.setUint32(4, vm.gr(ry) >>> 0);
  return decodeEbcdic(new Uint8Array(bytes.buffer, 0, 6)).trimEnd();
}

export const directoryDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x3c,
    name: "Dynamically update the system user directory",
    classes: "ABC",
    purpose:
      "Puts the directory into use that has been written to a volume: Rx the first four characters of the volume serial number, Ry the other two. Condition code 2: the system's directory is on no such volume; 3: it cannot be read, and the one before stays.",
    run: (vm, rx, ry) => vm.setConditionCode(CONDITION_CODES[vm.cp.users.renew(serial(vm, rx, ry), vm.id)]),
  },
];
