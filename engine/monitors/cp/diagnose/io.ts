/** DIAGNOSE functions of input and output (GC20-1807, "The DIAGNOSE Instruction in a Virtual Machine"). */
import { deviceCode, isDiskType } from "../io/device-codes.ts";
import { minidiskOf } from "../io/minidisk-data.ts";
import type { Csw, VirtualDevice } from "../io/state.ts";
import * as status from "../io/status.ts";
import * as at from "../layout.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";
import { BUSY, checkStandard, NO_DISK, NOT_ATTACHED, type Refusal } from "./standard-disk.ts";

/** Completion code: a permanent error. */
const FAILED = 13;
const UNIT_EXCEPTION = 2;
const WRONG_LENGTH = 3;
const BAD = status.ERRORS | status.CHANNEL_FAILURES | status.INCORRECT_LENGTH;
/** In an address register: the console, wherever it is. */
const CONSOLE = 0xffffffff;

/** Flags of a virtual disk: read only, of CP's temporary space. */
const READ_ONLY = 0x80;
const TEMPORARY = 0x40;
/** Status of a virtual device that belongs to a real one alone. */
const DEDICATED = 0x01;

function refuse(vm: Vm, { conditionCode, code }: Refusal): void {
  vm.setGr(15, code);
  vm.setConditionCode(conditionCode);
}

/** A device that is free, or for whose end the instruction waits already; or why not. */
function freeDevice(vm: Vm, register: number): VirtualDevice | Refusal {
  const device = vm.state.devices[vm.gr(register) & 0xffff];
  if (device === undefined) return NOT_ATTACHED;
  if (device.awaited !== undefined) return device;
  return device.busy || device.working === true || device.pending !== undefined ? BUSY : device;
}

/** Rx: virtual address. Ry: the CCWs. General register 15: how many records. */
function standardDisk(vm: Vm, rx: number, ry: number): void {
  const device = freeDevice(vm, rx);
  if ("conditionCode" in device) return refuse(vm, device);
  if (!isDiskType(device.type)) return refuse(vm, NO_DISK);
  const place = vm.gr(ry) & 0xffffff;
  // What has been started has been checked.
  if (device.awaited === undefined) {
    const wrong = checkStandard(vm, device, place, vm.gr(15));
    if (wrong !== undefined) return refuse(vm, wrong);
  }
  const zero = vm.assigned(0);
  const csw = vm.cp.channels.execute(vm, device, device.awaited ?? place, vm.key() << 4);
  if (csw !== 3 && isGood(csw)) return vm.setConditionCode(0);
  if (csw !== 3) {
    vm.host.store32(zero + at.CSW, csw.high);
    vm.host.store32(zero + at.CSW + 4, csw.low);
  }
  vm.setGr(15, FAILED);
  vm.setConditionCode(3);
}

/** Rx: virtual address. Ry: storage key in its first byte, and the CCWs. */
function generalIo(vm: Vm, rx: number, ry: number): void {
  const device = freeDevice(vm, rx);
  if ("conditionCode" in device) return refuse(vm, device);
  const place = vm.gr(ry) & 0xffffff;
  const csw = vm.cp.channels.execute(vm, device, device.awaited ?? place, (vm.gr(ry) >>> 24) & 0xf0);
  if (csw === 3) return refuse(vm, NOT_ATTACHED);
  if (isGood(csw)) return vm.setConditionCode(0);
  const { low } = csw;
  const errors = low & BAD;
  const isException = (errors & ~(status.UNIT_EXCEPTION | status.INCORRECT_LENGTH)) === 0;
  if (isException) {
    vm.setGr(15, (low & status.UNIT_EXCEPTION) !== 0 ? UNIT_EXCEPTION : WRONG_LENGTH);
    return vm.setConditionCode(2);
  }
  const [first = 0, second = 0] = device.sense;
  vm.setGr(ry, ((vm.gr(ry) & 0xffff0000) | (first << 8) | second) >>> 0);
  vm.setGr(15, FAILED);
  vm.setConditionCode(3);
}

function isGood({ low }: Csw): boolean {
  return (low & BAD) === 0;
}

/** Rx: virtual address, or -1 for the console. Ry gets what the virtual device is, the register after it the real one. */
function deviceType(vm: Vm, rx: number, ry: number): void {
  const asked = vm.gr(rx);
  const device = asked === CONSOLE ? vm.cp.consoles.virtual.device(vm) : vm.state.devices[asked & 0xffff];
  if (device === undefined) return vm.setConditionCode(3);
  if (asked === CONSOLE) vm.setGr(rx, device.address);
  const [deviceClass, type] = deviceCode(device.type);
  const disk = minidiskOf(device);
  const flags = disk === undefined ? 0 : (disk.access === "R/O" ? READ_ONLY : 0) | (disk.temporary ? TEMPORARY : 0);
  const real = vm.cp.devices.realOf(vm, device);
  const state = device.kind === "dedicated" ? DEDICATED : 0;
  vm.setGr(ry, ((deviceClass << 24) | (type << 16) | (state << 8) | flags) >>> 0);
  if (real === undefined) return vm.setConditionCode(2);
  const [realClass, realType] = deviceCode(real.type);
  const lineSize = device.kind === "console" ? vm.state.console.settings.lineSize : 0;
  // There is no register behind 15.
  if (ry !== 15) vm.setGr(ry + 1, ((realClass << 24) | (realType << 16) | lineSize) >>> 0);
  vm.setConditionCode(0);
}

export const ioDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x18,
    name: "Standard DASD I/O",
    classes: "",
    purpose:
      "Reads or writes records of the disk at address Rx by the standard channel program at Ry, as many as register 15 says; ends when they have been transferred.",
    run: standardDisk,
  },
  {
    code: 0x20,
    name: "General I/O",
    classes: "",
    purpose: "Executes the channel program at Ry on the device at address Rx to its end, without an interruption.",
    run: generalIo,
  },
  {
    code: 0x24,
    name: "Device Type and Features",
    classes: "",
    purpose:
      "Says in Ry what the virtual device at address Rx is (the console for -1), in the register after it (but behind 15) what the real one is, with the length of a console's lines.",
    run: deviceType,
  },
];
