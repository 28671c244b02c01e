/** A configuration's devices in a machine: made, loaded with their media, and asked at the end for what they wrote. */

import { AbsentMedium } from "./absent-medium.ts";
import type { Device } from "./channel/device.ts";
import { type Configuration, ConfigurationError, type ConfigurationMessage, deviceAddress } from "./configuration.ts";
import type { DeviceDefinition } from "./configured-device.ts";
import { type MadeDevice, makeDevice, type Room, tapeFile, type WrittenFile } from "./configured-media.ts";
import { type ByteSource, MediumError } from "./devices/media.ts";
import { TapeLibrary } from "./devices/tape/tape-library.ts";
import type { System370 } from "./system.ts";

export type { WrittenFile } from "./configured-media.ts";

/** A device in its place. */
export interface ConfiguredDevice {
  readonly definition: DeviceDefinition;
  readonly device: Device;
}

/** A configuration's devices in a machine. */
export interface ConfiguredDevices {
  /** By address, lowest first. */
  readonly devices: readonly ConfiguredDevice[];
  /** Media that are not there: their devices are not ready. */
  readonly notes: readonly ConfigurationMessage[];
  /** Files that they have made or changed so far. */
  written(): readonly WrittenFile[];
}

/** Bits of the time-of-day clock behind that of a microsecond. */
const CLOCK_UNIT = 12n;

/** What machines of one run have in common: the other sides of adapters, and packs, of which each is on one drive. */
export type Shared = Pick<Room, "adapters" | "disks">;

/** Where media come from: the file of a name, or undefined where there is none. */
export type OpenMedium = (name: string) => ByteSource | undefined;

/**
 * Puts a configuration's channels and devices into a machine that has none of them, with their media mounted. Throws
 * {@link ConfigurationError} with all media that are not what they should be, and that of the device to load from where it
 * is not there; without others, their devices are not ready. `shared`: the same for
 * machines that are to have channel-to-channel adapters between them.
 */
export function attachDevices(
  machine: System370,
  configuration: Configuration,
  open: OpenMedium,
  shared: Shared = { adapters: new Map(), disks: new Map() },
): ConfiguredDevices {
  machine.identify(configuration);
  if (configuration.clock !== undefined)
    machine.processor.clocks.setTimeOfDay(BigInt(configuration.clock) << CLOCK_UNIT);
  machine.channels.fastDevices = configuration.fastDevices;
  for (const [number, kind] of configuration.channels) machine.channels.setChannel(number, kind);
  const room: Room = {
    open(name) {
      const source = machine.shelf.get(name) ?? open(name);
      if (source) machine.shelf.set(name, source);
      return source;
    },
    tapes: new TapeLibrary(),
    ...shared,
  };
  const wrong: ConfigurationMessage[] = [];
  const notes: ConfigurationMessage[] = [];
  const made: { definition: DeviceDefinition; made: MadeDevice }[] = [];
  for (const definition of configuration.devices) {
    try {
      const device = makeDevice(definition, room);
      machine.attach(definition.address, device.device);
      made.push({ definition, made: device });
      device.mount?.();
    } catch (error) {
      // What speaks to the person who wrote the configuration; anything else is ours.
      if (!(error instanceof MediumError || error instanceof RangeError)) throw error;
      const isAbsent = error instanceof AbsentMedium && definition.address !== configuration.loadDevice;
      if (isAbsent) notes.push({ ...definition.place, message: `${error.message}; ${notReady(definition)}` });
      else wrong.push({ ...definition.place, message: error.message });
    }
  }
  if (wrong.length > 0) throw new ConfigurationError(wrong);
  // Devices have become ready, which nobody is to be told before the machine runs.
  machine.channels.reset();
  return {
    notes,
    devices: made.map(({ definition, made: { device } }) => ({ definition, device })),
    written() {
      const files = made.flatMap(({ made: { written } }) => written?.() ?? []);
      return [...files, ...takenOff(room.tapes, machine, files)];
    },
  };
}

const notReady = ({ address }: DeviceDefinition): string => `${deviceAddress(address)} is not ready`;

/** Reels that have been written on and are on no drive any more. */
function takenOff(tapes: TapeLibrary, machine: System370, files: readonly WrittenFile[]): WrittenFile[] {
  return [...tapes.written]
    .filter(([name]) => !files.some((file) => file.name === name))
    .map(([, { mounting, state }]) => {
      const reel = tapes.open(mounting, machine.shelf);
      reel.restore(state);
      return tapeFile(reel);
    });
}
