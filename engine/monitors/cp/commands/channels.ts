/** ATTACH CHANNEL and DETACH CHANNEL (GC20-1806; GC20-1820, "DETACH CHANNEL"). Most texts of what is refused are from memory. */
import type { Cp } from "../cp.ts";
import { dedicateChannel, devicesOn, ownerOf, releaseChannel } from "../io/channels.ts";
import { sortOf } from "../io/dedicated.ts";
import type { RealDevice } from "../io/state.ts";
import { tellOperator } from "../operator-messages.ts";
import type { Vm } from "../vm.ts";
import { takeFiller } from "./addresses.ts";
import { type Command, type CommandError, failed, type Issuer } from "./commands.ts";
import { address3, hexadecimal, issuerVm, isWord, loggedOn } from "./operands.ts";

const VCH = "VCH";

const isChannel = (word: string | undefined): boolean => isWord(word, "CHANNEL", 4);

function channelOf(word: string | undefined): number {
  const channel = hexadecimal(word, 1);
  if (channel === undefined) throw failed(VCH, 34, "CHANNEL MISSING OR INVALID");
  return channel;
}

function name(channel: number): string {
  return `CHANNEL ${channel.toString(16).toUpperCase()}`;
}

/** Devices of a channel that belongs to a virtual machine go with it. Throws CommandError. */
export function requireOwnChannel(cp: Cp, { type, address }: RealDevice): void {
  const channel = address >>> 8;
  if (ownerOf(cp, channel) === undefined) return;
  throw failed("VDD", 123, `${sortOf(type)} ${address3(address)} NOT DETACHED; ${name(channel)} DEDICATED`);
}

/** Why a channel cannot be anybody's; undefined where it can. */
function refusal(cp: Cp, vm: Vm, channel: number): CommandError | undefined {
  const devices = devicesOn(cp, channel);
  const owner = ownerOf(cp, channel);
  if (devices.length === 0) return failed(VCH, 40, `${name(channel)} DOES NOT EXIST`);
  if (owner !== undefined) return failed(VCH, 122, `${name(channel)} ALREADY ATTACHED TO ${owner}`);
  for (const real of devices) {
    const device = `${sortOf(real.type)} ${address3(real.address)}`;
    if (real.offline === true) return failed(VCH, 46, `${device} OFFLINE`);
    if (real.attachedAs !== undefined) return failed(VCH, 122, `${device} ALREADY ATTACHED TO ${real.owner}`);
    const spooled = cp.spool.real.device(real.address);
    const isBusy = spooled?.active !== undefined || spooled?.input !== undefined;
    if (isBusy || cp.dedicated.isUsed(real)) return failed(VCH, 122, `${device} IN USE BY SYSTEM`);
  }
  const { devices: own, console } = vm.state;
  const there = [...Object.keys(own).map(Number), ...console.displayLines].find((each) => each >>> 8 === channel);
  if (there !== undefined) return failed(VCH, 123, `${vm.userid} ${address3(there)} ALREADY DEFINED`);
  const busy = Object.values(own).find((device) => device.busy);
  return busy && failed(VCH, 58, `${vm.userid} ${address3(busy.address)} BUSY`);
}

function attach(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const [word, ...words] = operands.slice(1);
  const channel = channelOf(word);
  takeFiller(words, "TO");
  const [userid, ...rest] = words;
  if (rest.length > 0) throw failed(VCH, 3, `INVALID OPTION - ${rest[0].toUpperCase()}`);
  const vm = userid === "*" ? issuerVm(issuer) : loggedOn(cp, VCH, userid);
  const refused = refusal(cp, vm, channel);
  if (refused !== undefined) throw refused;
  dedicateChannel(vm, channel);
  if (vm !== issuer.vm) cp.consoles.message(vm, `${name(channel)} ATTACHED`);
  issuer.say(`${name(channel)} ATTACHED TO ${vm.userid}`);
}

function release(cp: Cp, issuer: Issuer, channel: number, vm: Vm): void {
  if (ownerOf(cp, channel) !== vm.userid) throw failed(VCH, 121, `${name(channel)} NOT ATTACHED TO ${vm.userid}`);
  releaseChannel(vm, channel);
  const text = `${name(channel)} DETACHED ${vm.userid}`;
  if (vm !== issuer.vm) cp.consoles.message(vm, `${name(channel)} DETACHED`);
  issuer.say(text);
  if (issuer.vm?.userid !== (cp.configuration.operator ?? "OPERATOR")) tellOperator(cp, text);
}

export const channelCommands: readonly Command[] = [
  {
    name: "ATTACH",
    shortest: 3,
    classes: "B",
    format: "CHANnel c [To] userid|*",
    purpose: "Gives a channel with all of its devices to a virtual machine, at their real addresses.",
    takes: ([first]) => isChannel(first),
    run: attach,
  },
  {
    name: "DETACH",
    shortest: 3,
    classes: "B",
    format: "CHANnel c [FROM] userid",
    purpose: "Takes a channel back from a virtual machine.",
    takes: ([first, , third]) => isChannel(first) && third !== undefined,
    run: (cp, issuer, operands) => {
      const [word, userid] = operands.slice(1).filter((each) => each.toUpperCase() !== "FROM");
      release(cp, issuer, channelOf(word), loggedOn(cp, VCH, userid));
    },
  },
  {
    name: "DETACH",
    shortest: 3,
    classes: "G",
    format: "CHANnel c",
    purpose: "Gives a channel back that belongs to the virtual machine.",
    takes: ([first]) => isChannel(first),
    run: (cp, issuer, [, word]) => release(cp, issuer, channelOf(word), issuerVm(issuer)),
  },
];
