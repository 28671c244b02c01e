/**
 * SVC 76: an operating system in a virtual machine has an error record written. CP writes it among its own, with real addresses of devices and the userid, and the
 * program goes on behind the SVC; what is no record that CP knows is the virtual machine's own business (GC20-1807, "DIAGNOSE Code X'48' -- Issue SVC 76 From a Second
 * Level VM/370 Virtual Machine").
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import type { Vm } from "../vm.ts";
import { LONGEST_RECORD } from "./pages.ts";
import { CHANNEL_CHECK, CHANNEL_UNIT, HEADER_BYTES, OUTBOARD, PRIMARY_UNIT, SECONDARY_UNIT } from "./records.ts";

export const ERROR_RECORDING = 76;

/** Classes of records, in the first half of the first byte: machine checks, channel checks, devices, software, IPL, reconfiguration, missing interruptions, end, statistics. */
const CLASSES = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Where a record names the program: the userid comes there. */
const PROGRAM = 0x18;
const NAME = 8;
/** Bit of the switches: a short record, which has other fields. */
const SHORT = 0x20;
const SWITCHES = 3;

/**
 * Records what register 1 points to, as many bytes as the complement of register 0 says. False where that is no record: the SVC is for the virtual machine's own
 * supervisor. Throws `Wait`, and reflects exceptions of storage.
 */
export function recordForProgram(vm: Vm): boolean {
  const length = -(vm.gr(0) | 0);
  if (length < HEADER_BYTES || length > LONGEST_RECORD || vm.cp.configuration.areas?.["error recording"] === undefined)
    return false;
  const record = vm.load(vm.gr(1) & 0xffffff, length);
  if (!CLASSES.includes(record[0] >>> 4)) return false;
  withRealNames(vm, record);
  vm.cp.recording.add(record);
  vm.setGr(15, 0);
  return true;
}

function withRealNames(vm: Vm, record: Uint8Array): void {
  const isShort = (record[SWITCHES] & SHORT) !== 0;
  if (record.length >= PROGRAM + NAME && !isShort) record.set(encodeEbcdic(vm.userid.padEnd(NAME)), PROGRAM);
  if (record[0] >>> 4 === OUTBOARD >>> 4 && !isShort)
    for (const place of [PRIMARY_UNIT, SECONDARY_UNIT]) realUnit(vm, record, place);
  if (record[0] >>> 4 === CHANNEL_CHECK >>> 4) realUnit(vm, record, CHANNEL_UNIT);
}

/** Puts the real address in place of a virtual one, of a device that stands for a real one. */
function realUnit(vm: Vm, record: Uint8Array, place: number): void {
  if (place + 3 > record.length) return;
  const device = vm.state.devices[(record[place + 1] << 8) | record[place + 2]];
  const real = device && vm.cp.devices.realOf(vm, device);
  if (real === undefined) return;
  record[place + 1] = real.address >>> 8;
  record[place + 2] = real.address & 0xff;
}
