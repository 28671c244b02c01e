/** `tae cp directory`: checks a user directory, as DIRECT with EDIT did, shows what is in it, and writes it to its volume, as DIRECT did. */
import {
  type Directory,
  DirectoryError,
  type DirectoryMessage,
  type DirectoryUser,
  deviceAddress,
  directoryMessage,
  directorySpace,
  formatVolumeMaps,
  mapVolumes,
  readDirectory,
} from "../monitors/cp/directory/index.ts";
import { DirectoryWriteError, writeDirectory } from "../monitors/cp/directory/object/index.ts";
import { type Arguments, type OptionKinds, readArguments, UsageError } from "./arguments.ts";
import { type DirectoryTarget, directoryTarget, imageTarget } from "./directory-volume.ts";
import { readText } from "./files.ts";

const options: OptionKinds = { "--json": "flag", "--map": "flag", "--config": "value", "--volume": "value" };

/**
 * Reads a directory and prints a summary, the whole of it, or what is where on its volumes; with a configuration or an image it also writes it to its volume. Errors:
 * exit status 1.
 */
export function cpDirectory(list: readonly string[]): number {
  const given = readArguments("tae cp directory", list, options);
  const [file, ...more] = given.operands;
  if (file === undefined || more.length > 0) throw new UsageError("tae cp directory takes one file: a user directory");
  try {
    const { directory, messages } = readDirectory(file, readText(file));
    print(messages);
    const target = targetOf(given, directory);
    if (target !== undefined) {
      writeDirectory(target.pack, directory);
      target.save();
    }
    if (given.has("--json")) console.log(JSON.stringify({ version: 1, directory, messages }, null, 2));
    else console.log(given.has("--map") ? formatVolumeMaps(mapVolumes(directory)).trimEnd() : summary(directory));
    if (target !== undefined) console.error("EOJ DIRECTORY UPDATED");
    return 0;
  } catch (error) {
    if (error instanceof DirectoryError) print(error.messages);
    else if (error instanceof DirectoryWriteError) console.error(error.message);
    else throw error;
    console.error("EOJ DIRECTORY NOT UPDATED");
    return 1;
  }
}

/** The volume that is to have it; undefined where it is only to be checked. */
function targetOf(given: Arguments, { volume }: Directory): DirectoryTarget | undefined {
  const configuration = given.value("--config");
  const image = given.value("--volume");
  if (configuration !== undefined && image !== undefined)
    throw new UsageError(
      "--config says on which drive the volume is, --volume which image it is: one of them is enough",
    );
  if (configuration !== undefined) return directoryTarget(configuration, volume);
  return image === undefined ? undefined : imageTarget(image, volume);
}

function print(messages: readonly DirectoryMessage[]): void {
  for (const message of messages) console.error(directoryMessage(message));
}

function summary(directory: Directory): string {
  const { file, users, volume } = directory;
  const { records, cylinders } = directorySpace(directory);
  const devices = users.reduce((sum, user) => sum + user.devices.length, 0);
  return [
    `${file}: ${users.length} users, ${devices} devices`,
    `directory on ${deviceAddress(volume.device)}, ${volume.type} ${volume.volume}: ${records} records, ${cylinders} cylinders`,
    row(["USERID", "CLASS", "STORAGE", "MAXIMUM", "IPL", "DEVICES"]),
    ...users.map(userRow),
  ].join("\n");
}

function userRow(user: DirectoryUser): string {
  const { userid, classes, storage, maximumStorage, ipl, devices, password } = user;
  const from = ipl === undefined ? "" : "system" in ipl.from ? ipl.from.system : deviceAddress(ipl.from.device);
  const addresses = devices.map(({ address }) => deviceAddress(address)).join(" ");
  return row([
    userid,
    password === undefined ? "NOLOG" : classes,
    size(storage),
    size(maximumStorage),
    from,
    addresses,
  ]);
}

function row([userid, classes, storage, maximum, ipl, devices]: readonly string[]): string {
  const names = [userid.padEnd(8), classes.padEnd(8), storage.padStart(7), maximum.padStart(7), ipl.padEnd(8), devices];
  return names.join(" ").trimEnd();
}

/** Bytes as the directory has them: "16M", "320K". */
function size(bytes: number): string {
  const megabytes = bytes / 2 ** 20;
  return Number.isInteger(megabytes) ? `${megabytes}M` : `${bytes / 1024}K`;
}
