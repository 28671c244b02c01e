/**
 * Changes of one entry by DIAGNOSE X'84' (GC20-1807, "DIAGNOSE Code X'84' -- Directory Update-In-Place"). Of the names of operations ACCOUNT, IACCOUNT, TACCOUNT,
 * DISTRIB, OPTIONS and MDISK could be read there; the others are from memory.
 */
import { statementOf } from "./cards.ts";
import { Messages } from "./messages.ts";
import {
  ACCESS_MODE,
  ACCOUNT_NUMBER,
  DEVICE_ADDRESS,
  DISTRIBUTION,
  decimal,
  LINE_EDIT,
  PASSWORD,
  PRIVILEGE_CLASSES,
  STORAGE,
  SYSTEM_NAME,
} from "./operands.ts";
import type { Directory, DirectoryUser, Minidisk } from "./types.ts";
import { NO_OPTIONS, readOptions } from "./user-statements.ts";

/** Why an entry is not changed. */
export type ChangeRefusal =
  | "no such operation"
  | "value is invalid"
  | "no such class"
  | "classes are misspelt"
  | "priority is misspelt"
  | "priority is too large"
  | "no such option"
  | "options have no end"
  | "option's value is invalid"
  | "no such minidisk"
  | "no such mode"
  | "minidisk's password is invalid";

/** The entry as it is to be, or why not. `data` is what follows the operation in the parameter list, as text. */
type Change = (user: DirectoryUser, data: string) => DirectoryUser | ChangeRefusal;

const INVALID = "value is invalid";
const FIELD = 8;
const LINE_EDIT_SYMBOLS = 4;

/** A field of eight characters that has a form. `refusal` says what is wrong with one that has not. */
function field<T>(
  form: { read(text: string): T | undefined },
  change: (user: DirectoryUser, value: T) => DirectoryUser,
  refusal: (text: string) => ChangeRefusal = () => INVALID,
) {
  return (user: DirectoryUser, data: string): DirectoryUser | ChangeRefusal => {
    const text = data.slice(0, FIELD).trim();
    const value = text === "" || text.includes(" ") ? undefined : form.read(text);
    return value === undefined ? refusal(text) : change(user, value);
  };
}

const account = field(ACCOUNT_NUMBER, (user, text) => ({ ...user, account: text }));
const PRIORITY = decimal(0, 99, "a priority");

const CHANGES: Readonly<Record<string, Change | undefined>> = {
  LOGPASS: field(PASSWORD, (user, text) => ({ ...user, password: text === "NOLOG" ? undefined : text })),
  STORAGE: field(STORAGE, (user, storage) => ({ ...user, storage })),
  MAXSTOR: field(STORAGE, (user, maximumStorage) => ({ ...user, maximumStorage })),
  PRIVLEGE: field(
    PRIVILEGE_CLASSES,
    (user, letters) => ({ ...user, classes: [...new Set(letters)].sort().join("") }),
    (text) => (/^[A-Z]+$/.test(text) ? "no such class" : "classes are misspelt"),
  ),
  PRIORITY: field(
    PRIORITY,
    (user, priority) => ({ ...user, priority }),
    (text) => (/^\d+$/.test(text) ? "priority is too large" : "priority is misspelt"),
  ),
  EDITCHAR: lineEdit,
  IPL: ipl,
  ACCOUNT: account,
  IACCOUNT: account,
  // Until the user logs off: nothing in the directory changes.
  TACCOUNT: (user, data) => {
    const changed = account(user, data);
    return typeof changed === "string" ? changed : user;
  },
  DISTRIB: field(DISTRIBUTION, (user, distribution) => ({ ...user, distribution })),
  OPTIONS: options,
  MDISK: minidisk,
};

/** What stands behind the options of OPTIONS, a character for each byte of X'FFFFFFFF': no EBCDIC character is one. */
export const END_OF_OPTIONS = "\u{ffff}".repeat(4);

/** Operations that hold for the session that the user has now. */
export const AT_ONCE: readonly string[] = ["IACCOUNT", "TACCOUNT"];

/** Changes the entry of a user whom the directory has. */
export function changeEntry(
  directory: Directory,
  userid: string,
  operation: string,
  data: string,
): Directory | ChangeRefusal {
  const user = directory.users.find((each) => each.userid === userid);
  const change = CHANGES[operation];
  if (user === undefined || change === undefined) return "no such operation";
  const changed = change(user, data.toUpperCase());
  if (typeof changed === "string") return changed;
  if (changed.maximumStorage < changed.storage) return INVALID;
  return { ...directory, users: directory.users.map((each) => (each === user ? changed : each)) };
}

/** Line end, line delete, character delete, escape: ON, OFF, a character or two hexadecimal digits each, divided by blanks. */
function lineEdit(user: DirectoryUser, data: string): DirectoryUser | ChangeRefusal {
  const symbols = data
    .trim()
    .split(/\s+/)
    .map((text) => LINE_EDIT.read(text));
  const [lineEnd, lineDelete, characterDelete, last] = symbols;
  if (lineEnd === undefined || lineDelete === undefined || characterDelete === undefined || last === undefined)
    return INVALID;
  return symbols.length > LINE_EDIT_SYMBOLS ? INVALID : { ...user, lineEnd, lineDelete, characterDelete, escape: last };
}

/** A system's name or a device; blanks: nothing is loaded. */
function ipl(user: DirectoryUser, data: string): DirectoryUser | ChangeRefusal {
  const { ipl: _, ...without } = user;
  if (data.slice(0, FIELD).trim() === "") return without;
  return field(SYSTEM_NAME, (_user, name) => {
    const device = DEVICE_ADDRESS.read(name);
    return { ...without, ipl: { from: device === undefined ? { system: name } : { device }, line: 0 } };
  })(user, data);
}

/** Options with a value behind them. */
const WITH_VALUE = /(CPUID|AFF\w*|MAXCONN)$/;

/** All options anew, up to what ends them; blanks: none. */
function options(user: DirectoryUser, data: string): DirectoryUser | ChangeRefusal {
  const [words, ends] = data.split(END_OF_OPTIONS);
  if (ends === undefined) return "options have no end";
  if (words.trim() === "") return { ...user, options: NO_OPTIONS };
  const messages = new Messages("");
  const card = `OPTION ${words}`;
  const statement = statementOf(card, 0);
  const changed = statement && readOptions(statement, messages);
  const wrong = messages.all.find(({ severity }) => severity === "error");
  if (changed !== undefined && wrong === undefined) return { ...user, options: { ...NO_OPTIONS, ...changed } };
  // What is wrong is at the first error's column, or was to be there.
  const before = card.slice(0, (wrong?.column ?? card.length) - 1).trimEnd();
  return WITH_VALUE.test(before) || WITH_VALUE.test(card.trimEnd()) ? "option's value is invalid" : "no such option";
}

/** Bytes of the data of MDISK: address, mode, three passwords. */
const ADDRESS_BYTES = 3;
const MODE_BYTES = 3;

function minidisk(user: DirectoryUser, data: string): DirectoryUser | ChangeRefusal {
  const address = DEVICE_ADDRESS.read(data.slice(0, ADDRESS_BYTES).trim());
  const mode = ACCESS_MODE.read(data.slice(ADDRESS_BYTES, ADDRESS_BYTES + MODE_BYTES).trim());
  const passwords = [0, 1, 2].map((i) => {
    const at = ADDRESS_BYTES + MODE_BYTES + i * FIELD;
    return data.slice(at, at + FIELD).trim();
  });
  const disk = user.devices.find(
    (device): device is Minidisk => device.kind === "minidisk" && device.address === address,
  );
  if (disk === undefined) return "no such minidisk";
  if (mode === undefined) return "no such mode";
  if (passwords.some((text) => text.includes(" "))) return "minidisk's password is invalid";
  const [read, write, multiple] = passwords;
  const changed: Minidisk = {
    ...disk,
    ...mode,
    passwords: { ...(read !== "" && { read }), ...(write !== "" && { write }), ...(multiple !== "" && { multiple }) },
  };
  return { ...user, devices: user.devices.map((device) => (device === disk ? changed : device)) };
}
