/** What statements say about one another. Nothing here keeps a directory from being used: CP meets it at logon. */
import { deviceAddress } from "./address.ts";
import { mapVolumes, packType } from "./disk-map.ts";
import type { Messages } from "./messages.ts";
import type { Directory, DirectoryUser, LinkedDevice, SourcePlace } from "./types.ts";

/** The last address of channel 5: a virtual machine without ECMODE has no channels behind it (GC20-1801, "ECMODE"). */
const LAST_WITHOUT_EC_MODE = 0x5ff;

/** Warns of what will not work. `places` has the places of users, devices and IPL. */
export function checkDirectory(
  directory: Directory,
  places: ReadonlyMap<object, SourcePlace>,
  messages: Messages,
): void {
  const at = (thing: object): SourcePlace => places.get(thing) ?? { line: 1, column: 1 };
  const users = new Map(directory.users.map((user) => [user.userid, user]));
  for (const user of directory.users) {
    for (const text of iplWarnings(user)) messages.warn(at(user.ipl ?? user), text);
    for (const device of user.devices) {
      if (!user.options.ecMode && device.address > LAST_WITHOUT_EC_MODE)
        messages.warn(
          at(device),
          `${deviceAddress(device.address)} is out of reach: without OPTION ECMODE there are channels 0 to 5`,
        );
      const wrong = device.kind === "link" ? linkWarning(device, users) : undefined;
      if (wrong !== undefined) messages.warn(at(device), wrong);
    }
  }
  warnOfOverlaps(directory, at, messages);
}

function iplWarnings({ ipl, options, devices, userid }: DirectoryUser): string[] {
  if (ipl === undefined) return [];
  const { from } = ipl;
  if ("system" in from)
    return options.virtualEqualsReal
      ? [`${from.system} cannot be loaded where VIRT=REAL storage is used: IPL a device`]
      : [];
  return devices.some(({ address }) => address === from.device)
    ? []
    : [`IPL ${deviceAddress(from.device)}: USER ${userid} has no such device`];
}

function linkWarning(link: LinkedDevice, users: ReadonlyMap<string, DirectoryUser>): string | undefined {
  const owner = users.get(link.userid);
  if (owner === undefined) return `USER ${link.userid} is not in the directory: this LINK will not be made`;
  const device = owner.devices.find(({ address }) => address === link.of);
  if (device?.kind === "minidisk") return undefined;
  return `USER ${link.userid} has no minidisk ${deviceAddress(link.of)}: this LINK will not be made`;
}

function warnOfOverlaps(directory: Directory, at: (thing: object) => SourcePlace, messages: Messages): void {
  for (const { volume, types, entries } of mapVolumes(directory)) {
    for (const entry of entries) {
      if (entry.kind === "gap") continue;
      const [first, ...more] = entry.overlaps;
      if (first !== undefined) {
        const shared = `${entry.start} to ${Math.min(entry.end, first.end)}`;
        const other = `MDISK ${deviceAddress(first.minidisk.address)} of USER ${first.userid} (line ${first.minidisk.line})`;
        const rest = more.length > 0 ? `, and with ${more.length} more` : "";
        messages.warn(at(entry.minidisk), `overlaps on ${volume}, cylinders ${shared}, with ${other}${rest}`);
      }
      if (packType(entry.minidisk.type) !== types[0])
        messages.warn(
          at(entry.minidisk),
          `${volume} is a ${types[0]} by other statements: a volume is one type of disk`,
        );
    }
  }
}
