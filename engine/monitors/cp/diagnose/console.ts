/** DIAGNOSE functions of identity, console and accounting (GC20-1807, "The DIAGNOSE Instruction in a Virtual Machine"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import { consoleFunction } from "./console-function.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

/** Version, level and program level change: those of VM/370 Release 6. */
const RELEASE = [6, 0, 29] as const;
/** "DMKxxxnnnS" */
const MESSAGE_CODE = 10;
const LONGEST_MESSAGE = 256;

/** Bytes at one of its real addresses. Throws `Wait` before any is stored, and `Reflected`. */
function store(vm: Vm, address: number, bytes: Uint8Array): void {
  const places = Array.from(bytes, (_, i) => vm.absoluteOrException(address + i));
  places.forEach((place, i) => {
    vm.host.store8(place, bytes[i]);
  });
}

/** "VM/370", release, processor identification, userid. */
function identification(vm: Vm): Uint8Array {
  const [left, right] = vm.host.stidp();
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  bytes.set(encodeEbcdic("VM/370".padEnd(8)));
  bytes.set(RELEASE, 8);
  bytes[11] = left >>> 24;
  view.setUint16(12, right & 0xffff);
  bytes.set(encodeEbcdic(vm.userid.padEnd(8)), 16);
  return bytes;
}

function clock(microseconds: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(Math.floor(microseconds)));
  return new Uint8Array(view.buffer);
}

export const consoleDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x00,
    name: "Store extended-identification code",
    classes: "",
    purpose:
      "Tells the control program's name and release, and the userid: Rx address, Ry length, from which what is stored is subtracted.",
    run: (vm, rx, ry) => {
      const address = vm.gr(rx) & 0xffffff;
      vm.requireBoundary(address, 8);
      const length = vm.gr(ry) | 0;
      if (length < 0) vm.reflect(SPECIFICATION);
      const bytes = identification(vm).subarray(0, length);
      store(vm, address, bytes);
      vm.setGr(ry, length - bytes.length);
    },
  },
  {
    code: 0x04,
    name: "Examine real storage",
    classes: "CE",
    purpose:
      "Fetches words of real storage: Rx address of a list of real addresses, Ry their number, Ry+1 where the words go.",
    run: (vm, rx, ry) => {
      if (ry === 15) vm.reflect(SPECIFICATION);
      const [list, count, to] = [vm.gr(rx) & 0xffffff, vm.gr(ry), vm.gr(ry + 1) & 0xffffff];
      vm.requireBoundary(list, 4);
      vm.requireBoundary(to, 4);
      if (count === 0 || count > 1024) vm.reflect(SPECIFICATION);
      const words = Array.from({ length: count }, (_, i) => {
        const real = vm.host.load32(vm.absoluteOrException(list + 4 * i)) & 0xffffff;
        if (real + 4 > vm.cp.configuration.storageSize) vm.reflect(SPECIFICATION);
        return vm.host.load32(real);
      });
      const places = words.map((_, i) => vm.absoluteOrException(to + 4 * i));
      words.forEach((word, i) => {
        vm.host.store32(places[i], word);
      });
    },
  },
  {
    code: 0x08,
    name: "Virtual console function",
    classes: "",
    purpose:
      "Executes CP commands: Rx address, Ry length; X'40' in Ry's first byte puts the answer into the buffer of Rx+1, Ry+1.",
    run: consoleFunction,
  },
  {
    code: 0x0c,
    name: "Pseudo timer",
    classes: "",
    purpose: "Stores date, time, virtual and total processor time in microseconds: 32 bytes at the address in Rx.",
    run: (vm, rx) => {
      const address = vm.gr(rx) & 0xffffff;
      vm.requireBoundary(address, 8);
      const { virtual, overhead } = vm.state.time;
      const bytes = new Uint8Array(32);
      bytes.set(encodeEbcdic(dateText(vm.cp) + timeOfDay(vm.cp)));
      bytes.set(clock(virtual), 16);
      bytes.set(clock(virtual + overhead), 24);
      store(vm, address, bytes);
    },
  },
  {
    code: 0x54,
    name: "Control the function of the PA2 function key",
    classes: "",
    purpose: "Lets PA2 be an external interruption (Rx not zero), or clear the screen (zero).",
    run: (vm, rx) => {
      vm.state.console.programAccess2 = vm.gr(rx) !== 0;
    },
  },
  {
    code: 0x5c,
    name: "Error message editing",
    classes: "",
    purpose: "Shortens a message as SET EMSG wants it: Rx address, Ry length, both changed to what is to be written.",
    run: (vm, rx, ry) => {
      const length = vm.gr(ry);
      if (length > LONGEST_MESSAGE || rx === ry) vm.reflect(SPECIFICATION);
      switch (vm.state.options.errorMessages) {
        case "on":
          return;
        case "off":
          return vm.setGr(ry, 0);
        case "code":
          return vm.setGr(ry, Math.min(length, MESSAGE_CODE));
        case "text": {
          const code = Math.min(length, MESSAGE_CODE + 1);
          vm.setGr(rx, vm.gr(rx) + code);
          vm.setGr(ry, length - code);
        }
      }
    },
  },
  {
    code: 0x60,
    name: "Determining the virtual machine storage size",
    classes: "",
    purpose: "Puts the size of storage, in bytes, into Rx.",
    run: (vm, rx) => vm.setGr(rx, vm.state.size),
  },
];
