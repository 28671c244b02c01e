/** DIAGNOSE functions of error recording (GC20-1807-7, "DIAGNOSE Instruction in a Virtual Machine", codes X'1C', X'2C', X'30' and X'48'). */
import { reflectSvc } from "../interruptions.ts";
import { PAGE } from "../layout.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import { ERROR_RECORDING, recordForProgram } from "../recording/supervisor-call.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

/** X'1C': what is erased. */
const ERROR_RECORDS = 1;
const ALL_RECORDS = 2;

/** X'2C': what is asked for. */
const AREA = 1;
const FIRST = 2;
const FRAMES = 4;
const HAS_FRAMES = 2;

/** X'30': condition codes. */
const READ = 0;
const END_OF_CYLINDER = 1;
const READ_ERROR = 2;
const OUTSIDE = 3;

/** X'48': whose the SVC is. */
const FOR_CP = 0x04;
const FOR_ITSELF = 0x08;

function clear(vm: Vm, rx: number): void {
  const what = vm.gr(rx) & 0xff;
  if (what !== ERROR_RECORDS && what !== ALL_RECORDS) vm.reflect(SPECIFICATION);
  vm.cp.recording.clear(what === ALL_RECORDS);
}

function where(vm: Vm, rx: number, ry: number): void {
  const { recording } = vm.cp;
  const what = vm.gr(rx) & 0xff;
  if (what === AREA) {
    const area = recording.cylinders();
    vm.setGr(rx, area?.start ?? 0);
    vm.setGr(ry, area?.count ?? 0);
    return;
  }
  if (what !== FIRST && what !== FRAMES && what !== (FIRST | FRAMES)) vm.reflect(SPECIFICATION);
  const first = recording.firstRecord();
  const frames = recording.hasFrames() ? HAS_FRAMES : 0;
  if ((what & FIRST) !== 0) vm.setGr(rx, first);
  if ((what & FRAMES) !== 0) vm.setGr(ry, frames);
}

/** Rx: place on the disk. Ry: a page of storage. */
function read(vm: Vm, rx: number, ry: number): void {
  const buffer = vm.gr(ry) & 0xffffff;
  if (buffer % PAGE !== 0) vm.reflect(SPECIFICATION);
  const to = vm.absoluteOrException(buffer);
  const found = vm.cp.recording.read(vm.gr(rx));
  switch (found) {
    case "end of cylinder":
      return vm.setConditionCode(END_OF_CYLINDER);
    case "error":
      return vm.setConditionCode(READ_ERROR);
    case "outside":
      return vm.setConditionCode(OUTSIDE);
  }
  vm.host.storeBytes(to, vm.host.loadBytes(found, PAGE));
  vm.setConditionCode(READ);
}

function recordOrReflect(vm: Vm, rx: number): void {
  switch (vm.gr(rx)) {
    case FOR_CP:
      if (!recordForProgram(vm)) reflectSvc(vm, ERROR_RECORDING, 2);
      return;
    case FOR_ITSELF:
      return reflectSvc(vm, ERROR_RECORDING, 2);
    default:
      vm.reflect(SPECIFICATION);
  }
}

export const recordingDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x1c,
    name: "Clear error recording cylinders",
    classes: "F",
    purpose: "Erases error records: with 1 in Rx all but frame records, with 2 all.",
    run: clear,
  },
  {
    code: 0x2c,
    name: "Return DASD start of LOGREC",
    classes: "CEF",
    purpose:
      "Tells where error records are: with 1 in Rx, the first cylinder (Rx) and how many (Ry); with 2, the first record (Rx); with 4, whether there are frame records (Ry); with 6, both. Places are cylinder, page and number of the volume (CCPD).",
    run: where,
  },
  {
    code: 0x30,
    name: "Read one page of LOGREC data",
    classes: "CEF",
    purpose:
      "Reads the page of error records at the place in Rx (CCPD) into the page of storage at Ry. Condition code 1: behind the cylinder's last page; 2: it cannot be read; 3: outside of the cylinders.",
    run: read,
  },
  {
    code: 0x48,
    name: "Issue SVC 76 from a second-level virtual machine",
    classes: "",
    purpose:
      "With 4 in Rx, has CP record the error record at register 1 (its length complemented in register 0), as SVC 76 does; with 8, the SVC interruption comes to the virtual machine itself.",
    run: recordOrReflect,
  },
];
