/** The user directory: its source form, what is in it, who may log on, and who gets which minidisk. */
export { deviceAddress } from "./address.ts";
export { formatVolumeMaps, type Gap, type MappedMinidisk, mapVolumes, type VolumeMap } from "./disk-map.ts";
export {
  decideLink,
  grantedAccess,
  type LinkDecision,
  type LinkHolder,
  type LinkRequest,
  passwordFor,
  primaryAccess,
} from "./link.ts";
export { checkPassword, findDevice, findMinidisk, findUser, hasClass } from "./logon.ts";
export { DirectoryError, type DirectoryMessage, directoryMessage, type Severity } from "./messages.ts";
export { linkMode } from "./operands.ts";
export { type DirectoryReading, readDirectory } from "./read.ts";
export { directorySpace } from "./space.ts";
export type * from "./types.ts";
