/** Channels that belong to a virtual machine as a whole (GC20-1806, "ATTACH CHANNEL"): all of their devices, at their real addresses, for as long as that is so. */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { dedicatedOf } from "./dedicated.ts";
import type { RealDevice } from "./state.ts";

/** The real devices of a channel, 0 to 15. */
export function devicesOn(cp: Cp, channel: number): RealDevice[] {
  return Object.values(cp.state.io.devices).filter(({ address }) => address >>> 8 === channel);
}

/** Userid of the virtual machine to which a channel belongs. */
export function ownerOf(cp: Cp, channel: number): string | undefined {
  return cp.state.io.channels[channel];
}

/** Gives a channel, of which nobody has anything, to a virtual machine. */
export function dedicateChannel(vm: Vm, channel: number): void {
  vm.cp.state.io.channels[channel] = vm.userid;
  for (const real of devicesOn(vm.cp, channel)) vm.cp.dedicated.attach(vm, real, real.address);
}

/** Takes it back; what goes on there is forgotten. */
export function releaseChannel(vm: Vm, channel: number): void {
  delete vm.cp.state.io.channels[channel];
  for (const device of Object.values(vm.state.devices)) {
    const dedicated = dedicatedOf(device);
    if (dedicated !== undefined && dedicated.real >>> 8 === channel) vm.cp.devices.remove(vm, device);
  }
}

/** All of a virtual machine's, when it ends. */
export function releaseChannels({ cp, userid }: Vm): void {
  const { channels } = cp.state.io;
  for (const [channel, owner] of Object.entries(channels)) if (owner === userid) delete channels[Number(channel)];
}
