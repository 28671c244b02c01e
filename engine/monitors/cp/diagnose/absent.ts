/**
 * DIAGNOSE functions that CP refuses, as VM/370 does where there is no such thing: it has been generated without mass storage, and loads virtual machines itself, not by
 * a program in their storage.
 */
import { PROTECTION, SPECIFICATION } from "../program-interruptions.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

export const absentDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x40,
    name: "Clean-up after virtual IPL by device",
    classes: "",
    purpose:
      "For VM/370's own program that loads virtual machines; a specification exception to all others, and so to everybody here (later than Release 6: SC19-6203, \"Diagnose Code X'40'\").",
    run: (vm) => vm.reflect(SPECIFICATION),
  },
  {
    code: 0x78,
    name: "MSS communication",
    classes: "",
    purpose:
      "For the program that mounts volumes of mass storage; a protection exception in a system without it, as this one.",
    run: (vm) => vm.reflect(PROTECTION),
  },
];
