/** The engine's public face for the site: what its worker, and its pages at build time, import. */
export * from "./grading/format.ts";
export { grade, type Result } from "./grading/runner.ts";
export { createSession, type Session } from "./grading/session.ts";
export * from "./grading/view.ts";
export { assemble } from "./s370/assembler/index.ts";
export { instructions } from "./s370/instructions/index.ts";

// Machines with devices, as the page "IPL your own" makes them.
export {
  type Configuration,
  ConfigurationError,
  type ConfigurationMessage,
  type DeviceDefinition,
  deviceAddress,
  readConfiguration,
} from "./s370/configuration.ts";
export { attachDevices, type ConfiguredDevices } from "./s370/configured-machine.ts";
export { consoleKey, PrinterKeyboard } from "./s370/devices/console.ts";
export { CountKeyDataDisk } from "./s370/devices/dasd/disk.ts";
export { driveOf } from "./s370/devices/dasd/drives.ts";
export { Display3277 } from "./s370/devices/display/display.ts";
export type { Screen } from "./s370/devices/display/screen.ts";
export { isDiskImage, readDeviceHeader } from "./s370/devices/images/ckd-header.ts";
export { cardLine, checkDeck, Deck, deckCode } from "./s370/devices/images/deck.ts";
export { blankPack } from "./s370/devices/images/disk-blank.ts";
export { type DiskForm, diskFile, openDisk, otherFileNames } from "./s370/devices/images/disk-image.ts";
export { type DiskOverlay, DiskPack } from "./s370/devices/images/disk-pack.ts";
export { diskType } from "./s370/devices/images/disk-types.ts";
export { openTape, writeTape } from "./s370/devices/images/tape.ts";
export { blankTape } from "./s370/devices/images/tape-image.ts";
export { type ReelState, TapeReel } from "./s370/devices/images/tape-reel.ts";
export { emptySequence, itemOf, withItem } from "./s370/devices/images/tape-sequence.ts";
export { type ByteSource, bytesOf, MediumError } from "./s370/devices/media.ts";
export { LinePrinter } from "./s370/devices/printer.ts";
export { CardPunch } from "./s370/devices/punch.ts";
export { CardReader } from "./s370/devices/reader.ts";
export { TapeDrive } from "./s370/devices/tape/tape-drive.ts";
export { CHECK_STOP, LOADING, STOPPED } from "./s370/interruptions.ts";
export { iplDeck } from "./s370/ipl-deck.ts";
export type { OperatorKey } from "./s370/operator.ts";
export { System370 } from "./s370/system.ts";
