/** Real devices as the system's operators have them (GC20-1806, "ATTACH", "DETACH", "VARY"). */
import type { Cp } from "../cp.ts";
import { sortOf } from "../io/dedicated.ts";
import { isDiskType } from "../io/device-codes.ts";
import type { RealDevice } from "../io/state.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { virtualAddress } from "./devices.ts";
import { address3, hexadecimal, isWord, loggedOn } from "./operands.ts";

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

function attach(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const [raddr, userid, as] = operands.filter((word) => !["TO", "AS"].includes(word.toUpperCase()));
  const real = realDevice(cp, "VDA", raddr);
  if (real.offline === true) throw failed("VDA", 46, `${name(real)} OFFLINE`);
  if (userid?.toUpperCase() === "SYSTEM") return attachToSystem(cp, issuer, real, as);
  const vm = loggedOn(cp, "VDA", userid);
  const address = virtualAddress("VDA", as);
  if (vm.state.devices[address] !== undefined)
    throw failed("VDA", 123, `${vm.userid} ${address3(address)} ALREADY DEFINED`);
  const refused = cp.dedicated.attach(vm, real, address);
  if (refused !== undefined) throw failed("VDA", 122, `${name(real)} ${refused}`);
  const device = `${sortOf(real.type)} ${address3(address)}`;
  if (vm !== issuer.vm) cp.consoles.message(vm, `${device} ATTACHED`);
  issuer.say(`${name(real)} ATTACHED TO ${vm.userid} ${address3(address)}`);
}

function attachToSystem(cp: Cp, issuer: Issuer, real: RealDevice, volume: string | undefined): void {
  if (!isDiskType(real.type)) throw failed("VDA", 6, `INVALID DEVICE TYPE - ${address3(real.address)}`);
  if (real.attachedAs !== undefined) throw failed("VDA", 122, `${name(real)} ALREADY ATTACHED TO ${real.owner}`);
  if (volume !== undefined && real.volume !== volume.toUpperCase())
    throw failed("VDA", 124, `${name(real)} VOLID ${volume.toUpperCase()} NOT MOUNTED`);
  cp.volumes.mounted(real.address);
  issuer.say(`${name(real)} ATTACHED TO SYSTEM ${real.volume ?? volume?.toUpperCase() ?? ""}`.trimEnd());
}

function detach(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const [raddr, userid] = operands.filter((word) => word.toUpperCase() !== "FROM");
  const real = realDevice(cp, "VDD", raddr);
  const vm = loggedOn(cp, "VDD", userid);
  const address = real.attachedAs;
  const device = address === undefined || real.owner !== vm.userid ? undefined : vm.state.devices[address];
  if (address === undefined || device === undefined)
    throw failed("VDD", 121, `${name(real)} NOT ATTACHED TO ${vm.userid}`);
  cp.devices.remove(vm, device);
  if (vm !== issuer.vm) cp.consoles.message(vm, `${sortOf(real.type)} ${address3(address)} DETACHED`);
  issuer.say(`${name(real)} DETACHED ${vm.userid} ${address3(address)}`);
}

function vary(cp: Cp, issuer: Issuer, [how, ...words]: readonly string[]): void {
  const isOn = isWord(how, "ONLINE", 2);
  if (!isOn && !isWord(how, "OFFLINE", 3)) throw failed("CPS", 26, "OPERAND MISSING OR INVALID");
  if (words.length === 0) throw failed("CPS", 21, "RADDR MISSING OR INVALID");
  for (const word of words) {
    const real = realDevice(cp, "CPS", word);
    if (!isOn && (real.attachedAs !== undefined || cp.dedicated.isUsed(real)))
      throw failed("CPS", 123, `${name(real)} IN USE`);
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
    format: "raddr [TO] {userid [AS] vaddr|SYSTEM [AS] volid}",
    purpose: "Gives a real device to a virtual machine, or the volume on it to CP.",
    run: attach,
  },
  {
    name: "DETACH",
    shortest: 3,
    classes: "B",
    format: "raddr [FROM] userid",
    purpose: "Takes a real device back from a virtual machine.",
    takes: ([, second]) => second !== undefined && hexadecimal(second, 3) === undefined,
    run: detach,
  },
  {
    name: "VARY",
    shortest: 4,
    classes: "B",
    format: "{ONline|OFFline} raddr...",
    purpose: "Makes real devices available, or not.",
    run: vary,
  },
];
