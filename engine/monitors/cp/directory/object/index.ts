/** The directory as it is on its volume. */

export {
  DirectoryWriteError,
  directoryOn,
  type FoundDirectory,
  type TrackWriter,
  volumeSerial,
  type Written,
  writeDirectory,
} from "./pack.ts";
export { DamagedDirectory } from "./record.ts";
