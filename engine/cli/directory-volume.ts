/** The image of the volume that a user directory goes to: found by a configuration, or named. */
import { existsSync } from "node:fs";
import { type DirectoryVolume, deviceAddress } from "../monitors/cp/directory/index.ts";
import { DirectoryWriteError } from "../monitors/cp/directory/object/index.ts";
import { type Configuration, readConfiguration } from "../s370/configuration.ts";
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
