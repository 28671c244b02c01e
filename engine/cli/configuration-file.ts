/** A configuration file as a machine: read, its media opened, and what its devices have written put back into files. */
import { existsSync, statSync } from "node:fs";
import {
  type Configuration,
  ConfigurationError,
  configurationMessage,
  readConfiguration,
} from "../s370/configuration.ts";
import { attachDevices, type ConfiguredDevices, type Shared, type WrittenFile } from "../s370/configured-machine.ts";
import type { ByteSource } from "../s370/devices/media.ts";
import { MediumError } from "../s370/devices/media.ts";
import type { System370 } from "../s370/index.ts";
import { UsageError } from "./arguments.ts";
import { fileSource, pathOf } from "./file-source.ts";
import { readBytes } from "./files.ts";
import { finishSaving, saveFile, saveTogether } from "./save-file.ts";

/** Reads a configuration file, and those that it includes. Throws UsageError with all that is wrong. */
export function configurationFile(file: string): Configuration {
  return orUsage(() =>
    readConfiguration(file, scriptText(file), {
      include(name) {
        const path = pathOf(name, file);
        return existsSync(path) ? scriptText(path) : undefined;
      },
      symbols: process.env,
    }),
  );
}

/** Text of a configuration or a panel's script: UTF-8, or else characters of one byte (ISO 8859-1), with controls and all. */
export function scriptText(path: string): string {
  const bytes = readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

/** Opens a file that a configuration, or its operator, names; undefined where there is none. */
export function openMedium(name: string, configuration: string): ByteSource | undefined {
  const path = pathOf(name, configuration);
  finishSaving(path);
  return existsSync(path) && !statSync(path).isDirectory() ? fileSource(name, path) : undefined;
}

/** Puts the devices into a machine. Throws UsageError with all that is wrong with them and their media. */
export function attachConfigured(
  machine: System370,
  configuration: Configuration,
  file: string,
  shared?: Shared,
): ConfiguredDevices {
  return orUsage(() => attachDevices(machine, configuration, (name) => openMedium(name, file), shared));
}

function orUsage<T>(what: () => T): T {
  try {
    return what();
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.messages.map(configurationMessage).join("\n"));
    throw error;
  }
}

/** What became of the files that devices have written. */
export interface Saved {
  readonly written: readonly string[];
  /** Why others were not; they are as they were. */
  readonly failures: readonly string[];
}

/** Writes what devices have written; without `images`, only what was printed and punched, and no empty files. */
export function saveWritten(devices: ConfiguredDevices, configuration: string, images: boolean): Saved {
  const written: string[] = [];
  const failures: string[] = [];
  const files = devices.written().filter((file) => images || (file.kind === "output" && !isEmpty(file)));
  const to = (name: string): string => pathOf(name, configuration);
  for (const [image, parts] of Map.groupBy(files, ({ partOf, name }) => partOf ?? name)) {
    try {
      const [{ name, append, pieces }, ...more] = parts;
      if (more.length === 0) saveFile(to(name), pieces(), append);
      else {
        const each = parts.map((part) => ({ path: to(part.name), pieces: part.pieces() }));
        saveTogether(to(image), each);
      }
      written.push(...parts.map(({ name }) => name));
    } catch (error) {
      if (error instanceof UsageError) failures.push(error.message);
      // What was written cannot be kept in that form.
      else if (error instanceof RangeError || error instanceof MediumError) failures.push(`${image}: ${error.message}`);
      else throw error;
    }
  }
  return { written, failures };
}

function isEmpty({ pieces }: WrittenFile): boolean {
  for (const piece of pieces()) if (piece.length > 0) return false;
  return true;
}
