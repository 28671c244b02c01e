/** A machine room: configurations, devices with their media, images. What the page "IPL your own" is made of. */

export type { Device } from "./channel/device.ts";
export {
  type Configuration,
  ConfigurationError,
  type ConfigurationMessage,
  type DeviceDefinition,
  deviceAddress,
  readConfiguration,
} from "./configuration.ts";
export { attachDevices, type ConfiguredDevices } from "./configured-machine.ts";
export { CardStacker } from "./devices/card-stacker.ts";
export { consoleKey, PrinterKeyboard } from "./devices/console.ts";
export { CountKeyDataDisk } from "./devices/dasd/disk.ts";
export { driveOf } from "./devices/dasd/drives.ts";
export { Display3277 } from "./devices/display/display.ts";
export type { Screen } from "./devices/display/screen.ts";
export { isDiskImage, readDeviceHeader } from "./devices/images/ckd-header.ts";
export { cardLine, checkDeck, Deck, deckCode } from "./devices/images/deck.ts";
export { blankPack } from "./devices/images/disk-blank.ts";
export { type DiskForm, diskFile, openDisk, otherFileNames } from "./devices/images/disk-image.ts";
export { type DiskOverlay, DiskPack } from "./devices/images/disk-pack.ts";
export { diskType } from "./devices/images/disk-types.ts";
export { openTape, writeTape } from "./devices/images/tape.ts";
export { blankTape } from "./devices/images/tape-image.ts";
export { type ReelState, TapeReel } from "./devices/images/tape-reel.ts";
export { emptySequence, itemOf, type Sequence, withItem } from "./devices/images/tape-sequence.ts";
export { type ByteSource, bytesOf, MediumError } from "./devices/media.ts";
export { LinePrinter } from "./devices/printer.ts";
export { CardPunch } from "./devices/punch.ts";
export { CardReader } from "./devices/reader.ts";
export { TapeDrive } from "./devices/tape/tape-drive.ts";
export { CHECK_STOP, LOADING, STOPPED } from "./interruptions.ts";
export { iplDeck } from "./ipl-deck.ts";
export type { OperatorKey } from "./operator.ts";
export { System370 } from "./system.ts";
