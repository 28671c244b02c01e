/**
 * Configurations: which machine, which channels, which devices with which media. The language is that of Hercules'
 * configuration files, as far as a System/370 of ours has what they speak of, with a few statements more: see
 * engine/configuration.md. A configuration is text in, plain data out; nothing is opened here.
 */
import { NO_ASSISTS } from "./assists/features.ts";
import {
  type ConfigurationMessage,
  type ConfigurationOptions,
  type ConfigurationPlace,
  ConfigurationText,
  type Reporter,
  type Statement,
  type Word,
} from "./configuration-text.ts";
import { type DeviceDefinition, readDevice } from "./configured-device.ts";
import { readSystemStatement, type SystemSettings } from "./configured-system.ts";

export type { ConfigurationMessage, ConfigurationOptions, ConfigurationPlace } from "./configuration-text.ts";
export type { DeviceDefinition } from "./configured-device.ts";
export type { ChannelKind, SystemSettings } from "./configured-system.ts";

/** A machine to be made. */
export interface Configuration extends SystemSettings {
  /** By address; no two have the same. */
  readonly devices: readonly DeviceDefinition[];
  /** What was understood and has no effect, or has another than elsewhere. */
  readonly notes: readonly ConfigurationMessage[];
}

/** A configuration that cannot be used: all that is wrong with it. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** In the order of the text. At least one. */
  readonly messages: readonly ConfigurationMessage[];

  constructor(messages: readonly ConfigurationMessage[]) {
    super(messages.map(configurationMessage).join("\n"));
    this.messages = messages;
  }
}

/** "machine.cnf:3:6: there is no …". */
export function configurationMessage({ file, line, column, message }: ConfigurationMessage): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** What a configuration has that says nothing about itself. */
const DEFAULTS: SystemSettings = {
  storageSize: 2 << 20,
  loadDevice: undefined,
  fastDevices: true,
  serialNumber: 0x370,
  model: 0x3158,
  assists: NO_ASSISTS,
  channels: new Map(),
};

/** Reads a configuration; `file` names it in messages. Throws {@link ConfigurationError}. */
export function readConfiguration(file: string, text: string, options: ConfigurationOptions = {}): Configuration {
  const errors: ConfigurationMessage[] = [];
  const notes: ConfigurationMessage[] = [];
  const into =
    (list: ConfigurationMessage[]) =>
    ({ file, line, column }: ConfigurationPlace, message: string): void => {
      list.push({ file, line, column, message });
    };
  const reporter: Reporter = { error: into(errors), note: into(notes) };
  let settings = DEFAULTS;
  const devices = new Map<number, DeviceDefinition>();
  for (const statement of new ConfigurationText(file, text, options, reporter).statements()) {
    if (isDevice(statement)) addDevices(devices, statement, reporter);
    else settings = { ...settings, ...readSystemStatement(statement, settings, reporter) };
  }
  if (errors.length > 0) throw new ConfigurationError(errors);
  return { ...settings, devices: [...devices.values()].sort((a, b) => a.address - b.address), notes };
}

/** A statement about devices begins with their addresses. */
function isDevice([first]: Statement): boolean {
  return /^[0-9a-f:.,-]+$/i.test(first.text) && /^([0-9a-f]:)?[0-9a-f]{1,4}([.,-]|$)/i.test(first.text);
}

function addDevices(devices: Map<number, DeviceDefinition>, statement: Statement, reporter: Reporter): void {
  const [first] = statement;
  for (const address of addresses(first, reporter)) {
    const known = devices.get(address);
    if (known !== undefined) {
      const { file, line } = known.place;
      const where = file === first.file ? `line ${line}` : `${file}, line ${line}`;
      reporter.note(first, `${deviceAddress(address)} is a ${known.type} already (${where}), and stays that`);
      continue;
    }
    const device = readDevice(address, statement, reporter);
    if (device !== undefined) devices.set(address, device);
  }
}

/** "0200-0207", "0300.8", "0400,0403": the addresses that a word names. */
function addresses(word: Word, reporter: Reporter): number[] {
  const found: number[] = [];
  const text = word.text.replace(/^0:/, "");
  if (text.includes(":")) {
    reporter.note(word, `${word.text}: there is one channel set, 0; what others have is left out`);
    return [];
  }
  for (const part of text.split(",")) {
    const match = /^([0-9a-f]{1,4})(?:-([0-9a-f]{1,4})|\.(\d{1,3}))?$/i.exec(part);
    if (!match) {
      reporter.error(word, `${word.text} is no device address; 01F, 200-207, 200.8 and 200,204 are`);
      return [];
    }
    const first = Number.parseInt(match[1], 16);
    const count = Number(match[3] ?? 1);
    const last = match[2] === undefined ? first + count - 1 : Number.parseInt(match[2], 16);
    if (last < first || last > 0xfff) {
      reporter.error(word, `${word.text}: addresses go upwards, from 000 to FFF`);
      return [];
    }
    for (let address = first; address <= last; address++) found.push(address);
  }
  return found;
}

/** "01F". */
export function deviceAddress(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}
