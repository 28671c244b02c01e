/**
 * The directory program (GC20-1801, "The Directory Program"; SY20-0882, "DMKDIR"): a source in the form of USER DIRECT to
 * a typed directory, or all that is wrong with it. Unlike DMKDIR it reads on after a statement out of order.
 */
import { deviceAddress } from "./address.ts";
import { readCards, type Statement } from "./cards.ts";
import { checkDirectory } from "./checks.ts";
import { readDeviceStatement } from "./device-statements.ts";
import { DirectoryError, type DirectoryMessage, Messages } from "./messages.ts";
import { abbreviates, DISK, FULL_ADDRESS, isLaterDisk, Operands, VOLUME } from "./operands.ts";
import type { Directory, DirectoryUser, DirectoryVolume, SourcePlace, VirtualDevice } from "./types.ts";
import { readAccount, readGroup, readIpl, readIucv, readOptions, readScreen, readUser } from "./user-statements.ts";

/** Control statements. What stands before the first small letter cannot be left out. */
const STATEMENTS = [
  "DIRectory",
  "User",
  "Account",
  "Option",
  "Ipl",
  "Console",
  "Mdisk",
  "Spool",
  "Dedicate",
  "Link",
  "SPEcial",
  "ACIgroup",
  "SCReen",
  "IUCV",
];

/** Statements that stand between USER and the first device, and once in an entry. */
const ONCE = ["ACCOUNT", "IPL", "ACIGROUP"];
const DEVICES = ["CONSOLE", "MDISK", "SPOOL", "DEDICATE", "LINK", "SPECIAL"];

/** A directory, and what is to be said about it although it can be used. */
export interface DirectoryReading {
  readonly directory: Directory;
  /** Warnings and notes, in the order of the source. */
  readonly messages: readonly DirectoryMessage[];
}

/** Reads a directory; `file` names its source in messages. Throws {@link DirectoryError}. */
export function readDirectory(file: string, text: string): DirectoryReading {
  const messages = new Messages(file);
  const reader = new Reader(messages);
  for (const statement of readCards(text, messages)) reader.read(statement);
  const found = reader.end();
  if (messages.failed || found === undefined) throw new DirectoryError(messages.all);
  const directory = { file, ...found };
  checkDirectory(directory, reader.places, messages);
  return { directory, messages: messages.all };
}

/** An entry that is being read. */
interface Entry {
  user: DirectoryUser;
  /** Where devices were defined, by address. */
  readonly units: Map<number, SourcePlace>;
  readonly devices: VirtualDevice[];
  /** Names of the statements so far. */
  readonly seen: Set<string>;
}

class Reader {
  /** Where the statements of users, devices and IPL stand. */
  readonly places = new Map<object, SourcePlace>();
  readonly #messages: Messages;
  readonly #entries: Entry[] = [];
  readonly #byUserid = new Map<string, Entry>();
  #volume: DirectoryVolume | undefined;
  #begun = false;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  read(statement: Statement): void {
    const { name } = statement;
    const form = STATEMENTS.find((each) => abbreviates(name.text, each));
    const first = !this.#begun;
    this.#begun = true;
    if (first && form !== "DIRectory") this.#messages.noDirectory(name);
    if (form === undefined) {
      const known = STATEMENTS.map((each) => each.toUpperCase()).join(", ");
      this.#messages.invalid(name, name.text, `control statements are ${known}`);
    } else if (form === "DIRectory") this.#readVolume(statement, first);
    else if (form === "User") this.#readUser(statement);
    else this.#readInEntry(form.toUpperCase(), statement);
  }

  /** What was read; undefined where the source lacks DIRECTORY or users, which has then been said. */
  end(): { readonly volume: DirectoryVolume; readonly users: readonly DirectoryUser[] } | undefined {
    const nowhere = { line: 1, column: 1 };
    if (!this.#begun) this.#messages.noDirectory(nowhere);
    const last = this.#entries.at(-1);
    if (last !== undefined) this.#needDevice(last, this.places.get(last) ?? nowhere);
    else if (this.#begun) this.#messages.sequence(nowhere, undefined, "there is no USER statement");
    const users = this.#entries.map((entry) => {
      const user = { ...entry.user, devices: entry.devices };
      this.places.set(user, this.places.get(entry) ?? nowhere);
      return user;
    });
    return this.#volume && { volume: this.#volume, users };
  }

  get #current(): Entry | undefined {
    return this.#entries.at(-1);
  }

  /** DIRECTORY cuu devtype volser (GC20-1801, "DIRECTORY Control Statement"). */
  #readVolume(statement: Statement, first: boolean): void {
    if (!first)
      this.#messages.sequence(statement.name, this.#current?.user.userid, "DIRECTORY is the first statement, once");
    const operands = new Operands(statement, this.#messages);
    const device = operands.required(FULL_ADDRESS);
    const named = operands.place;
    const type = operands.required(DISK);
    if (type === "2311") this.#messages.invalid(named, type, "a directory does not go on a 2311");
    if (type !== undefined && isLaterDisk(type)) this.#messages.later(named, `a ${type}`);
    const volume = operands.required(VOLUME);
    if (device !== undefined && type !== undefined && volume !== undefined)
      this.#volume ??= { device, type, volume, line: statement.name.line };
  }

  #readUser(statement: Statement): void {
    const before = this.#current;
    if (before !== undefined) this.#needDevice(before, statement.name);
    const user = readUser(statement, this.#messages);
    const entry: Entry = { user, units: new Map(), devices: [], seen: new Set() };
    const known = this.#byUserid.get(user.userid);
    const operand = statement.operands[0];
    if (known !== undefined && operand !== undefined)
      this.#messages.invalid(operand, user.userid, `this userid is in the directory already (line ${known.user.line})`);
    else if (user.userid !== "") this.#byUserid.set(user.userid, entry);
    this.places.set(entry, statement.name);
    this.#entries.push(entry);
  }

  #needDevice(entry: Entry, at: SourcePlace): void {
    if (entry.seen.has("device")) return;
    const { userid, line } = entry.user;
    this.#messages.sequence(
      at,
      userid,
      `the entry (line ${line}) has no device: CONSOLE, MDISK, SPOOL, DEDICATE, LINK or SPECIAL`,
    );
  }

  #readInEntry(name: string, statement: Statement): void {
    const entry = this.#current;
    if (entry === undefined)
      this.#messages.sequence(statement.name, undefined, `${name} belongs to an entry, which begins with USER`);
    // What stands before the first USER is looked at all the same; nobody gets it.
    if (DEVICES.includes(name)) this.#readDevice(entry, name, statement);
    else this.#readProperty(entry, name, statement);
  }

  #readProperty(entry: Entry | undefined, name: string, statement: Statement): void {
    const userid = entry?.user.userid;
    if (entry?.seen.has("device"))
      this.#messages.sequence(statement.name, userid, `${name} stands before the first device of an entry`);
    else if (ONCE.includes(name) && entry?.seen.has(name))
      this.#messages.sequence(statement.name, userid, `${name} stands once in an entry`);
    entry?.seen.add(name);
    const change = this.#property(entry?.user, name, statement);
    if (entry !== undefined) entry.user = { ...entry.user, ...change };
  }

  #property(user: DirectoryUser | undefined, name: string, statement: Statement): Partial<DirectoryUser> {
    const messages = this.#messages;
    switch (name) {
      case "ACCOUNT":
        return readAccount(statement, messages);
      case "OPTION": {
        const options = readOptions(statement, messages);
        return user === undefined ? {} : { options: { ...user.options, ...options } };
      }
      case "IPL":
        return { ipl: this.#placed(readIpl(statement, messages), statement) };
      case "ACIGROUP":
        return { accessGroup: readGroup(statement, messages) };
      case "SCREEN":
        return { screen: [...(user?.screen ?? []), ...readScreen(statement, messages)] };
      default: {
        const authorization = readIucv(statement, messages);
        return authorization === undefined ? {} : { iucv: [...(user?.iucv ?? []), authorization] };
      }
    }
  }

  #placed<T extends object>(thing: T | undefined, { name }: Statement): T | undefined {
    if (thing !== undefined) this.places.set(thing, name);
    return thing;
  }

  #readDevice(entry: Entry | undefined, name: string, statement: Statement): void {
    const { address, at, device } = readDeviceStatement(name, statement, this.#messages);
    if (entry === undefined) return;
    if (name === "CONSOLE" && entry.seen.has("CONSOLE"))
      this.#messages.duplicate(statement.name, `USER ${entry.user.userid} has a CONSOLE already`);
    entry.seen.add("device").add(name);
    if (address === undefined) return;
    const before = entry.units.get(address);
    if (before !== undefined) {
      this.#messages.duplicate(at, `${deviceAddress(address)} is defined already (line ${before.line})`);
      return;
    }
    entry.units.set(address, at);
    if (device === undefined) return;
    entry.devices.push(device);
    this.places.set(device, statement.name);
  }
}
