/** Classes DASTAP, SEEKS and SYSPROF: what real disks and tapes do (GC20-1807, "VM Monitor Tape Format and Content"). */
import type { Cp } from "../cp.ts";
import { deviceCode, isDiskType, isTapeType } from "../io/device-codes.ts";
import type { IoRequest, RealDevice } from "../io/state.ts";
import { BLOCK_HEAD, Fields, RECORD_HEAD } from "./record.ts";
import type { DeviceSamples, MonitoringState } from "./state.ts";
import { problemTime } from "./system-records.ts";

/** Codes of class 6. */
export const FIRST_COUNTS = 0;
export const COUNTS = 1;
export const SAMPLES = 2;

/** Bytes of a device's entry in a record of class 6, code 0 or 1. */
const ENTRY = 14;
const MOST_ENTRIES = Math.floor((4096 - BLOCK_HEAD - RECORD_HEAD - 2) / ENTRY);

/** CCWs that are looked at for a seek. */
const SEEK_COMMANDS = [0x07, 0x0b];
/** CCW flag: indirect data addresses. */
const INDIRECT = 0x04;
const WITHOUT_SEEKS = "2305";

/** Disks and tapes, as many as a record has room for. */
function devices({ state }: Cp): RealDevice[] {
  return Object.values(state.io.devices)
    .filter(({ type }) => isDiskType(type) || isTapeType(type))
    .slice(0, MOST_ENTRIES);
}

/** How many there are; for each its address, class and type, volume serial number, and how often it was started. */
export function counts(cp: Cp): Uint8Array {
  const listed = devices(cp);
  const fields = new Fields().half(listed.length);
  for (const { address, type, volume, starts } of listed)
    fields
      .half(address)
      .byte(...deviceCode(type))
      .text(volume ?? "", 6)
      .word(starts ?? 0);
  return fields.bytes;
}

/** Looks at each disk and tape once more. */
export function sample(cp: Cp, into: Record<number, DeviceSamples>): void {
  const { devices: all } = cp.state.io;
  const onChannel = ({ address }: RealDevice): RealDevice[] =>
    Object.values(all).filter((other) => other.address >>> 8 === address >>> 8);
  for (const device of devices(cp)) {
    into[device.address] ??= { channel: 0, device: 0, queuedOnChannel: 0, queuedOnDevice: 0 };
    const found = into[device.address];
    const neighbours = onChannel(device);
    if (neighbours.some(({ active }) => active)) found.channel++;
    if (device.active) found.device++;
    found.queuedOnChannel += neighbours.reduce((sum, other) => sum + waiting(other), 0);
    found.queuedOnDevice += waiting(device);
  }
}

/** Requests behind the one that goes on. */
function waiting({ queue, active }: RealDevice): number {
  return queue.length - (active ? 1 : 0);
}

/** Samples taken; for each device its address, how often channel, control unit and device were busy, and what waited for them. A control unit is as busy as its device. */
export function samples(taken: number, found: Readonly<Record<number, DeviceSamples>>): Uint8Array {
  const fields = new Fields().half(taken);
  for (const [address, { channel, device, queuedOnChannel, queuedOnDevice }] of Object.entries(found))
    fields.half(Number(address), channel, device, device, queuedOnChannel, queuedOnDevice).byte(queuedOnDevice);
  return fields.bytes;
}

/** Whether MONITOR SEEKS wants to hear of a disk. */
export function seeksWanted({ type, address }: RealDevice, { seeks }: MonitoringState): boolean {
  if (!isDiskType(type) || type === WITHOUT_SEEKS) return false;
  return seeks === undefined || seeks.devices.includes(address) !== seeks.excluded;
}

/** The cylinder that a channel program seeks first, by the CCW that it begins with; undefined where it begins with something else. */
export function soughtBy({ host, configuration }: Cp, { program }: IoRequest): number | undefined {
  const first = host.load32(program);
  if (!SEEK_COMMANDS.includes(first >>> 24)) return undefined;
  const isIndirect = (host.load8(program + 4) & INDIRECT) !== 0;
  const within = (address: number): boolean => address + 4 <= configuration.storageSize;
  let address = first & 0xffffff;
  if (isIndirect) address = within(address) ? host.load32(address) : configuration.storageSize;
  return within(address) ? host.load16(address + 2) : undefined;
}

/** Class 7: who, which disk, the cylinder sought and where the arm is, what waits for device, control unit and channel, and the direction (1: to higher cylinders). */
export function seek(cp: Cp, device: RealDevice, userid: string, cylinder: number): Uint8Array {
  const { address, cylinder: present = 0 } = device;
  const neighbours = Object.values(cp.state.io.devices).filter((other) => other.address >>> 8 === address >>> 8);
  const onChannel = neighbours.reduce((sum, other) => sum + waiting(other), 0);
  return new Fields()
    .text(userid)
    .half(address, cylinder, present)
    .byte(waiting(device), waiting(device), onChannel, cylinder > present ? 1 : 0).bytes;
}

/**
 * Class 8: how many disks and tapes there are, how often each was started, in the order of class 6; then users logged on, page reads and writes,
 * pageable pages, and idle, page-wait, I/O-wait and problem time.
 */
export function profile(cp: Cp): Uint8Array {
  const { state, storage } = cp;
  const { times } = state.waits;
  const listed = devices(cp);
  return new Fields()
    .half(listed.length)
    .word(...listed.map(({ starts }) => starts ?? 0))
    .word(cp.vms.length, state.storage.counts.reads, state.storage.counts.writes, storage.pageable)
    .time(times.idle, times.page, times.io, problemTime(cp)).bytes;
}
