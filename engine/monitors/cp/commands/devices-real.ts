/** Real devices as the system's operators have them (GC20-1806, "ATTACH", "DETACH", "VARY"). */
import type { Cp } from "../cp.ts";
import { sortOf } from "../io/dedicated.ts";
import { isDiskType } from "../io/device-codes.ts";
import type { RealDevice } from "../io/state.ts";
import { systemOperator, tellOperator } from "../operator-messages.ts";
import type { Vm } from "../vm.ts";
import { addressesOf, isAddressOrRange, takeFiller } from "./addresses.ts";
import { requireOwnChannel } from "./channels.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { virtualAddress } from "./devices.ts";
import { address3, hexadecimal, issuerVm, isWord, loggedOn } from "./operands.ts";

/** A real device that there is. Throws CommandError 021, 046. */
export function realDevice(cp: Cp, module: string, word: string | undefined): RealDevice {
  const address = hexadecimal(word, 3);
  if (address === undefined) throw failed(module, 21, "RADDR MISSING OR INVALID");
  const device = cp.io.device(address);
  if (device === undefined) throw failed(module, 40, `DEV ${address3(address)} DOES NOT EXIST`);
  return device;
}

function name({ type, address }: RealDevice): string {
  return `${sortOf(type)} ${address3(address)}`;
}

/** Tells who has given the command what was done; and the system operator, if that is somebody else. */
function told(cp: Cp, issuer: Issuer, text: string): void {
  issuer.say(text);
  const operator = systemOperator(cp);
  if (issuer.vm !== undefined && issuer.vm !== operator) tellOperator(cp, `${text} BY ${issuer.vm.userid}`);
}

const MISSING: readonly [number: number, text: string] = [21, "RADDR MISSING OR INVALID"];

/** Real devices that words stand for: addresses, and of ranges those that are meant. Throws CommandError 009, 021, 040. */
function realDevices(
  cp: Cp,
  module: string,
  words: readonly (string | undefined)[],
  isMeant: (real: RealDevice) => boolean = () => true,
): RealDevice[] {
  const isThere = (address: number): boolean => {
    const real = cp.io.device(address);
    return real !== undefined && isMeant(real);
  };
  return words.flatMap((word) =>
    addressesOf(module, word, isThere, MISSING).map((address) => realDevice(cp, module, address3(address))),
  );
}

/** Takes the addresses and ranges with which a line begins: the first word in any case. */
function takeAddresses(words: string[]): (string | undefined)[] {
  const taken: (string | undefined)[] = [words.shift()];
  while (isAddressOrRange(words[0])) taken.push(words.shift());
  return taken;
}

function attach(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const words = [...operands];
  const taken = takeAddresses(words);
  const isOne = taken.length === 1 && !taken[0]?.includes("-");
  takeFiller(words, "TO");
  const userid = words.shift();
  const readOnly = isWord(words[words.length - 1], "R/O", 1) && words.pop() !== undefined;
  takeFiller(words, "AS");
  const [as, more] = words;
  if (more !== undefined) throw failed("VDA", 3, `INVALID OPTION - ${more.toUpperCase()}`);
  const devices = realDevices(cp, "VDA", taken);
  for (const real of devices) if (real.offline === true) throw failed("VDA", 46, `${name(real)} OFFLINE`);
  if (userid?.toUpperCase() === "SYSTEM") return attachToSystem(cp, issuer, devices[0], as);
  const vm = userid === "*" ? issuerVm(issuer) : loggedOn(cp, "VDA", userid);
  if (!isOne && as !== undefined) throw failed("VDA", 3, `INVALID OPTION - ${as.toUpperCase()}`);
  for (const real of devices)
    attachOne(cp, issuer, { vm, real, address: isOne ? virtualAddress("VDA", as) : real.address, readOnly });
}

function attachOne(
  cp: Cp,
  issuer: Issuer,
  { vm, real, address, readOnly }: { vm: Vm; real: RealDevice; address: number; readOnly: boolean },
): void {
  if (readOnly && !isDiskType(real.type)) throw failed("VDA", 6, `INVALID DEVICE TYPE - ${address3(real.address)}`);
  if (vm.state.devices[address] !== undefined)
    throw failed("VDA", 123, `${vm.userid} ${address3(address)} ALREADY DEFINED`);
  const refused = cp.dedicated.attach(vm, real, address, readOnly);
  if (refused !== undefined) throw failed("VDA", 122, `${name(real)} ${refused}`);
  const device = `${sortOf(real.type)} ${address3(address)}`;
  if (vm !== issuer.vm) cp.consoles.message(vm, `${device} ATTACHED`);
  told(cp, issuer, `${name(real)} ATTACH TO ${vm.userid} ${address3(address)}`);
}

function attachToSystem(cp: Cp, issuer: Issuer, real: RealDevice, volume: string | undefined): void {
  if (!isDiskType(real.type)) throw failed("VDA", 6, `INVALID DEVICE TYPE - ${address3(real.address)}`);
  if (real.attachedAs !== undefined) throw failed("VDA", 122, `${name(real)} ALREADY ATTACHED TO ${real.owner}`);
  const label = real.volume ?? real.removed;
  if (volume !== undefined && label !== volume.toUpperCase())
    throw failed("VDA", 124, `${name(real)} VOLID ${volume.toUpperCase()} NOT MOUNTED`);
  delete real.removed;
  cp.volumes.mounted(real.address);
  told(cp, issuer, `${name(real)} ATTACH TO SYSTEM ${label ?? volume?.toUpperCase() ?? ""}`.trimEnd());
}

function detach(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const rest = [...operands];
  const taken = takeAddresses(rest);
  const [userid, more] = rest.filter((word) => word.toUpperCase() !== "FROM");
  if (more !== undefined) throw failed("VDD", 3, `INVALID OPTION - ${more.toUpperCase()}`);
  if (userid?.toUpperCase() === "SYSTEM") {
    const hasVolume = ({ volume }: RealDevice): boolean => volume !== undefined;
    for (const real of realDevices(cp, "VDD", taken, hasVolume)) detachFromSystem(cp, issuer, real);
    return;
  }
  const vm = loggedOn(cp, "VDD", userid);
  const isHis = ({ owner }: RealDevice): boolean => owner === vm.userid;
  for (const real of realDevices(cp, "VDD", taken, isHis)) detachOne(cp, issuer, vm, real);
}

function detachOne(cp: Cp, issuer: Issuer, vm: Vm, real: RealDevice): void {
  const address = real.attachedAs;
  const device = address === undefined || real.owner !== vm.userid ? undefined : vm.state.devices[address];
  if (address === undefined || device === undefined)
    throw failed("VDD", 121, `${name(real)} NOT ATTACHED TO ${vm.userid}`);
  requireOwnChannel(cp, real);
  cp.devices.remove(vm, device);
  if (vm !== issuer.vm)
    cp.consoles.message(vm, `${sortOf(real.type)} ${address3(address)} DETACHED BY ${issuerVm(issuer).userid}`);
  issuer.say(`${name(real)} DETACHED ${vm.userid} ${address3(address)}`);
}

/** A volume that nobody uses is CP's no longer: nobody can link to what is on it. */
function detachFromSystem(cp: Cp, issuer: Issuer, real: RealDevice): void {
  const { volume } = real;
  if (!isDiskType(real.type)) throw failed("VDD", 6, `INVALID DEVICE TYPE - ${address3(real.address)}`);
  if (volume === undefined || real.attachedAs !== undefined)
    throw failed("VDD", 121, `${name(real)} NOT ATTACHED TO SYSTEM`);
  if (cp.dedicated.isUsed(real)) throw failed("VDD", 143, `${name(real)} IN USE`);
  delete real.volume;
  real.removed = volume;
  issuer.say(`${name(real)} DETACHED SYSTEM ${volume}`);
}

function vary(cp: Cp, issuer: Issuer, [how, ...words]: readonly string[]): void {
  const isOn = isWord(how, "ONLINE", 2);
  if (!isOn && !isWord(how, "OFFLINE", 3)) throw failed("CPS", 26, "OPERAND MISSING OR INVALID");
  if (words.length === 0) throw failed("CPS", 21, "RADDR MISSING OR INVALID");
  for (const real of realDevices(cp, "CPS", words)) {
    if (!isOn && (real.attachedAs !== undefined || cp.dedicated.isUsed(real)))
      throw failed("CPS", 143, `${name(real)} IN USE`);
    real.offline = !isOn;
    if (isOn && isDiskType(real.type)) cp.volumes.mounted(real.address);
    issuer.say(`${address3(real.address)} VARIED ${isOn ? "ONLINE" : "OFFLINE"}`);
  }
}

export const realDeviceCommands: readonly Command[] = [
  {
    name: "ATTACH",
    shortest: 3,
    classes: "B",
    format:
      "raddr [To] userid|* [As] vaddr [R/O] | raddr|raddr-raddr… [To] userid|* [R/O] | raddr [To] SYSTEM [As] volid",
    purpose:
      "Gives real devices to a virtual machine, several at their own addresses, a disk to be read only if so said; or the volume on one to CP.",
    run: attach,
  },
  {
    name: "DETACH",
    shortest: 3,
    classes: "B",
    format: "raddr|raddr-raddr… [FROM] userid|SYSTEM",
    purpose: "Takes real devices back from a virtual machine, or volumes that nobody uses from CP.",
    takes: (operands) =>
      operands.slice(1).some((word) => hexadecimal(word, 3) === undefined && !isAddressOrRange(word)),
    run: detach,
  },
  {
    name: "VARY",
    shortest: 4,
    classes: "B",
    format: "{ONline|OFFline} raddr|raddr-raddr…",
    purpose: "Makes real devices available, or not.",
    run: vary,
  },
];
