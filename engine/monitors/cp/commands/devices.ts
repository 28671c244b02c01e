/** Devices of a virtual machine that its own user has come and go (GC20-1820, "DETACH", "RESET", "READY", "NOTREADY", "REWIND"). */

import type { Cp } from "../cp.ts";
import { adapterOf } from "../io/adapters.ts";
import { dedicatedOf, sortOf } from "../io/dedicated.ts";
import { isTapeType } from "../io/device-codes.ts";
import { minidiskOf } from "../io/minidisk-data.ts";
import type { VirtualDevice } from "../io/state.ts";
import { DEVICE_END } from "../io/status.ts";
import type { Vm } from "../vm.ts";
import { addressesOf } from "./addresses.ts";
import { requireOwnChannel } from "./channels.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { dropLine } from "./dial.ts";
import { address3, hexadecimal, issuerVm, loggedOn } from "./operands.ts";

/** A virtual address, 000 to FFF. Throws CommandError 022. */
export function virtualAddress(module: string, word: string | undefined): number {
  const address = hexadecimal(word, 3);
  if (address === undefined) throw failed(module, 22, "VADDR MISSING OR INVALID");
  return address;
}

/** A virtual device that there is. Throws CommandError 022, 040. */
export function virtualDevice(vm: Vm, module: string, word: string | undefined): VirtualDevice {
  const address = virtualAddress(module, word);
  const device = vm.state.devices[address];
  if (device === undefined) throw failed(module, 40, `DEV ${address3(address)} DOES NOT EXIST`);
  return device;
}

/** How responses name a virtual device: "DASD 191". */
export function deviceName({ type, address }: { readonly type: string; readonly address: number }): string {
  return `${sortOf(type)} ${address3(address)}`;
}

/** Operands without the words that only make them readable. */
export function without(words: readonly string[], ...fillers: readonly string[]): string[] {
  return words.filter((word) => !fillers.includes(word.toUpperCase()));
}

/** A line for displays that nobody has dialed. */
function dropDisplayLine(issuer: Issuer, vm: Vm, address: number): boolean {
  const { console, devices } = vm.state;
  if (devices[address] !== undefined || !console.displayLines.includes(address)) return false;
  console.displayLines = console.displayLines.filter((line) => line !== address);
  issuer.say(`GRAF ${address3(address)} DETACHED`);
  return true;
}

/** A user's own devices; of class B those of others are in devices-real.ts. */
function detach(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const isThere = (address: number): boolean =>
    vm.state.devices[address] !== undefined || vm.state.console.displayLines.includes(address);
  const addresses = (operands.length === 0 ? [undefined] : operands).flatMap((word) =>
    addressesOf("VDD", word, isThere, [22, "VADDR MISSING OR INVALID"]),
  );
  for (const address of addresses) {
    if (dropDisplayLine(issuer, vm, address)) continue;
    const device = virtualDevice(vm, "VDD", address3(address));
    const real = dedicatedOf(device) && cp.devices.realOf(vm, device);
    if (real !== undefined) requireOwnChannel(cp, real);
    cp.devices.remove(vm, device);
    issuer.say(`${deviceName(device)} DETACHED`);
  }
}

function couple(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const [word, userid, otherWord] = without(operands, "TO");
  const device = virtualDevice(vm, "DIB", word);
  const otherVm = loggedOn(cp, "DIB", userid);
  const other = otherVm.state.devices[virtualAddress("DIB", otherWord)];
  if (adapterOf(device) === undefined) throw failed("DIB", 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  if (other === undefined)
    throw failed("DIB", 48, `${otherVm.userid} ${otherWord?.toUpperCase() ?? ""} DOES NOT EXIST`);
  if (adapterOf(other) === undefined)
    throw failed("DIB", 11, `${otherVm.userid} ${address3(other.address)} INVALID DEVICE TYPE`);
  if (device === other) throw failed("DIB", 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  cp.adapters.couple(vm, device, otherVm, other);
  cp.consoles.message(otherVm, `${deviceName(other)} COUPLED BY ${vm.userid} ${address3(device.address)}`);
  issuer.say(`${deviceName(device)} COUPLED TO ${otherVm.userid} ${address3(other.address)}`);
}

function reset(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const device = virtualDevice(vm, "CPB", word);
  if (!dropLine(cp, vm, device.address)) cp.channels.reset(vm, device);
  issuer.say("DEVICE RESET");
}

function ready(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const device = virtualDevice(vm, "CPB", word);
  device.notReady = false;
  cp.channels.present(vm, device, { high: 0, low: DEVICE_END });
}

function notReady(issuer: Issuer, [word]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const device = virtualDevice(vm, "CPB", word);
  if (minidiskOf(device) !== undefined || dedicatedOf(device) !== undefined)
    throw failed("CPB", 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  device.notReady = true;
}

function rewind(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const device = virtualDevice(vm, "CPB", word);
  if (dedicatedOf(device) === undefined || !isTapeType(device.type))
    throw failed("CPB", 6, `INVALID DEVICE TYPE - ${address3(device.address)}`);
  cp.dedicated.rewind(vm, device);
  issuer.say("REWIND COMPLETE");
}

const user = (name: string, shortest: number, format: string, purpose: string, run: Command["run"]): Command => ({
  name,
  shortest,
  classes: "G",
  format,
  purpose,
  run,
});

export const deviceCommands: readonly Command[] = [
  { ...user("DETACH", 3, "vaddr|vaddr-vaddr…", "Takes devices away from the virtual machine.", detach) },
  user(
    "COUPLE",
    6,
    "vaddr [TO] userid vaddr",
    "Joins a virtual channel-to-channel adapter to one of another virtual machine's.",
    couple,
  ),
  user("RESET", 5, "vaddr", "Ends what a device does, and forgets what is pending from it.", reset),
  user("READY", 5, "vaddr", "Has a device end pending from a device.", ready),
  user("NOTREADY", 4, "vaddr", "Makes a spooled device or a console not ready.", (_cp, issuer, operands) =>
    notReady(issuer, operands),
  ),
  user("REWIND", 3, "vaddr", "Rewinds a tape.", rewind),
];
