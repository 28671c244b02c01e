/** The image of the volume that a user directory goes to: found by a configuration, or named. */
import { existsSync } from "node:fs";
import { type DirectoryVolume, deviceAddress } from "../monitors/cp/directory/index.ts";
import {
  DamagedDirectory,
  DirectoryWriteError,
  directoryOn,
  volumeSerial,
} from "../monitors/cp/directory/object/index.ts";
import { type Configuration, readConfiguration } from "../s370/configuration.ts";
import type { ConfiguredDevices } from "../s370/configured-machine.ts";
import { CountKeyDataDisk, type DiskPack, System370 } from "../s370/index.ts";
import { UsageError } from "./arguments.ts";
import { attachConfigured, configurationFile, saveWritten } from "./configuration-file.ts";

/** A pack in its image. */
export interface DirectoryTarget {
  readonly pack: DiskPack;
  /** Puts what has been written into the image. Throws {@link DirectoryWriteError} where it cannot be; the image is as it was then. */
  save(): void;
}

/** The drive of a configuration that the DIRECTORY statement names. */
export function directoryTarget(file: string, { device }: DirectoryVolume): DirectoryTarget {
  return target(configurationFile(file), file, device);
}

/** An image by its file. */
export function imageTarget(image: string, { device, type }: DirectoryVolume): DirectoryTarget {
  if (!existsSync(image)) throw new UsageError(`${image}: there is no such file`);
  const text = `${device.toString(16)} ${type} "${image}"`;
  return target(readConfiguration(image, text, {}), image, device);
}

function target(configuration: Configuration, file: string, address: number): DirectoryTarget {
  // Printers and punches stay as they are.
  const disks = { ...configuration, devices: configuration.devices.filter(({ kind }) => kind === "disk") };
  const devices = attachConfigured(new System370({ storageSize: configuration.storageSize }), disks, file);
  const drive = devices.devices.find(({ definition }) => definition.address === address)?.device;
  const pack = drive instanceof CountKeyDataDisk ? drive.pack : undefined;
  if (pack === undefined)
    throw new DirectoryWriteError(
      `DMKDIR754E DEV ${deviceAddress(address)} NOT OPERATIONAL: ${file} has no pack there`,
    );
  if (pack.readOnly)
    throw new DirectoryWriteError(`DMKDIR755E I/O ERROR ${deviceAddress(address)}: ${pack.name} may not be written on`);
  return {
    pack,
    save() {
      const [failure] = saveWritten(devices, file, true).failures;
      if (failure !== undefined)
        throw new DirectoryWriteError(`DMKDIR755E I/O ERROR ${deviceAddress(address)}: ${failure}`);
    },
  };
}

/** Sees that CP will find a directory on one of its volumes, in the order in which CP looks. Throws UsageError where it will not, or where that one is damaged. */
export function requireDirectory({ devices }: ConfiguredDevices, owned: readonly string[] | undefined): void {
  const packs = devices.flatMap(({ device }) =>
    device instanceof CountKeyDataDisk && device.pack !== undefined ? [device.pack] : [],
  );
  const found = packs.flatMap((pack) => {
    const state = stateOf(pack);
    return state === "none" ? [] : [{ volume: volumeSerial(pack), state }];
  });
  const first =
    owned === undefined ? found[0] : owned.flatMap((serial) => found.find(({ volume }) => volume === serial) ?? [])[0];
  const write = "tae cp directory FILE --config FILE writes one";
  if (first === undefined)
    throw new UsageError(
      `no volume of CP's has a user directory: ${write}; or --directory FILE gives one for this run`,
    );
  if (first.state !== "sound")
    throw new UsageError(`the user directory is damaged: ${first.state.damage}; ${write} anew`);
}

/** Whether a pack has a directory, and what is wrong with it. */
function stateOf(pack: DiskPack): "none" | "sound" | { readonly damage: string } {
  try {
    return directoryOn(pack) === undefined ? "none" : "sound";
  } catch (error) {
    if (error instanceof DamagedDirectory) return { damage: error.message };
    throw error;
  }
}
