/** The statements that give a virtual machine its devices: CONSOLE, MDISK, SPOOL, DEDICATE, LINK, SPECIAL. */
import type { Statement } from "./cards.ts";
import type { Messages } from "./messages.ts";
import {
  ACCESS_MODE,
  CLASS,
  cylindersOf,
  DEVICE_ADDRESS,
  DISK,
  decimal,
  isLaterDisk,
  LINK_MODE,
  Operands,
  PASSWORD,
  READER_CLASS,
  USERID,
  VOLUME,
} from "./operands.ts";
import type {
  ConsoleDevice,
  DedicatedDevice,
  LinkedDevice,
  Minidisk,
  MinidiskPasswords,
  SourcePlace,
  SpecialDevice,
  SpoolDevice,
  SpoolType,
  TemporaryDisk,
  VirtualDevice,
} from "./types.ts";

/** What a device's statement says; the address also where the rest is wrong. */
export interface ReadDevice {
  readonly address: number | undefined;
  /** Where the address stands. */
  readonly at: SourcePlace;
  readonly device: VirtualDevice | undefined;
}

/** Reads what follows the address. Undefined where something is wrong, which has then been said. */
type Reader = (operands: Operands, base: Base, messages: Messages) => VirtualDevice | undefined;

interface Base {
  readonly address: number;
  readonly line: number;
}

const READERS: Readonly<Record<string, Reader>> = {
  CONSOLE: readConsole,
  MDISK: readMinidisk,
  SPOOL: readSpool,
  DEDICATE: readDedicated,
  SPECIAL: readSpecial,
};

/** A device's statement by its full name. */
export function readDeviceStatement(name: string, statement: Statement, messages: Messages): ReadDevice {
  const operands = new Operands(statement, messages);
  if (name === "LINK") return readLink(operands, statement.name.line);
  const at = operands.place;
  const address = operands.required(DEVICE_ADDRESS);
  // What follows a wrong address is looked at all the same.
  const device = READERS[name](operands, { address: address ?? 0, line: statement.name.line }, messages);
  return { address, at, device: address === undefined ? undefined : device };
}

/** CONSOLE cuu devtype [class [secondary]] (GC20-1801, "CONSOLE Control Statement"; secondary user: VM/SP). */
function readConsole(operands: Operands, base: Base, messages: Messages): ConsoleDevice | undefined {
  const type = operands.required({
    form: "a virtual console is a 1052, 3210 or 3215, whatever terminal is behind it",
    read: (text) => (["1052", "3210", "3215"] as const).find((each) => each === text),
  });
  const spoolClass = operands.optional(CLASS);
  const second = operands.peek();
  const secondary = operands.optional(USERID);
  if (second !== undefined) messages.later(second, "CONSOLE with a secondary user");
  if (type === undefined || spoolClass === "wrong" || secondary === "wrong") return undefined;
  return {
    kind: "console",
    ...base,
    type,
    class: spoolClass ?? "T",
    ...(secondary !== undefined && { secondary }),
  };
}

/**
 * MDISK cuu devtype {cylr cyls volser [mode [pr [pw [pm]]]] | T-DISK cyls} (GC20-1801, "MDISK Control Statement"). A write
 * password needs a read password before it, a multiple-write password both: they are told apart by their order.
 */
function readMinidisk(operands: Operands, base: Base, messages: Messages): Minidisk | TemporaryDisk | undefined {
  const named = operands.place;
  const type = operands.required(DISK);
  if (type !== undefined && isLaterDisk(type)) messages.later(named, `a ${type}`);
  let half: "TOP" | "BOTTOM" | undefined;
  if (type === "2311") {
    half = operands.keyword("Top", "Bottom") === "BOTTOM" ? "BOTTOM" : "TOP";
  }
  const split = half !== undefined && { half };
  const most = Math.max(...(type === undefined ? [999] : cylindersOf(type)));
  const on = type === undefined ? "" : ` of a ${type}`;
  if (operands.keyword("T-DISK") !== undefined) {
    const cylinders = operands.required(decimal(1, most, `the number of cylinders${on}`));
    return type === undefined || cylinders === undefined
      ? undefined
      : { kind: "temporary-disk", ...base, type, ...split, cylinders };
  }
  const start = operands.required(decimal(0, most - 1, `the number of the first cylinder${on}`));
  const counted = operands.place;
  const cylinders = operands.required(decimal(1, most, `the number of cylinders${on}`));
  if (start !== undefined && cylinders !== undefined && start + cylinders > most) {
    const last = start + cylinders - 1;
    messages.invalid(
      counted,
      `${cylinders}`,
      `from ${start} on it goes to cylinder ${last}; the last${on} is ${most - 1}`,
    );
  }
  const volume = operands.required(VOLUME);
  const mode = operands.optional(ACCESS_MODE);
  const passwords = (["read", "write", "multiple"] as const).map(
    (which) => [which, operands.optional(PASSWORD)] as const,
  );
  if (type === undefined || start === undefined || cylinders === undefined || volume === undefined) return undefined;
  if (mode === "wrong" || passwords.some(([, password]) => password === "wrong")) return undefined;
  return {
    kind: "minidisk",
    ...base,
    type,
    ...split,
    start,
    cylinders,
    volume,
    mode: mode?.mode ?? "W",
    reserve: mode?.reserve ?? false,
    passwords: given(passwords),
  };
}

function given(
  passwords: readonly (readonly ["read" | "write" | "multiple", string | undefined])[],
): MinidiskPasswords {
  return Object.fromEntries(passwords.filter(([, password]) => password !== undefined));
}

/** Unit-record devices by machine type; a 2540 is two devices, told apart by the word behind it. */
const SPOOLED: Readonly<Record<SpoolType, SpoolDevice["function"] | undefined>> = {
  "1403": "printer",
  "1443": "printer",
  "2501": "reader",
  "2540": undefined,
  "3203": "printer",
  "3211": "printer",
  "3505": "reader",
  "3525": "punch",
};

/** SPOOL cuu devtype [class]; a 2540 is followed by READER or PUNCH (GC20-1801, "SPOOL Control Statement"). */
function readSpool(operands: Operands, base: Base, messages: Messages): SpoolDevice | undefined {
  // The keys of SPOOLED are SpoolTypes by its declaration.
  const types = Object.keys(SPOOLED) as SpoolType[];
  const type = operands.required({
    form: `a spooled device is a ${types.join(", ")}`,
    read: (text) => types.find((each) => each === text),
  });
  let use = type && SPOOLED[type];
  if (type === "2540") {
    const side = operands.keyword("Reader", "Punch");
    if (side !== undefined) use = side === "READER" ? "reader" : "punch";
    else wrongSide(operands, messages);
  }
  const spoolClass = operands.optional(use === "reader" || use === undefined ? READER_CLASS : CLASS);
  if (type === undefined || use === undefined || spoolClass === "wrong") return undefined;
  return { kind: "spool", ...base, type, function: use, class: spoolClass ?? (use === "reader" ? "*" : "A") };
}

function wrongSide(operands: Operands, messages: Messages): void {
  const word = operands.take();
  const right = "a 2540 is followed by READER or PUNCH";
  if (word === undefined) operands.missing(right);
  else messages.invalid(word, word.text, right);
}

/** DEDICATE cuu {rdev | [VOLID] volser} [R/O] [3330V] (GC20-1801, "DEDICATE Control Statement"; NETWORK: VM/SP). */
function readDedicated(operands: Operands, base: Base, messages: Messages): DedicatedDevice | undefined {
  const real = realDevice(operands, messages);
  let readOnly = false;
  let massStorage = false;
  for (let word = operands.peek(); word !== undefined; word = operands.peek()) {
    const keyword = operands.keyword("R/O", "3330V");
    if (keyword === "R/O") readOnly = true;
    else if (keyword === "3330V") massStorage = true;
    else break;
  }
  return real && { kind: "dedicated", ...base, real, readOnly, massStorage };
}

function realDevice(operands: Operands, messages: Messages): DedicatedDevice["real"] | undefined {
  const word = operands.peek();
  if (word === undefined) {
    operands.missing("a real device's address or a volume serial number follows");
    return undefined;
  }
  if (operands.keyword("VOLID") !== undefined) {
    const volume = operands.required(VOLUME);
    return volume === undefined ? undefined : { volume };
  }
  if (operands.keyword("NETwork") !== undefined) {
    messages.later(word, "DEDICATE NETWORK");
    const resource = operands.required({
      form: "a resource identification is 1 to 3 hexadecimal digits",
      read: DEVICE_ADDRESS.read,
    });
    return resource === undefined ? undefined : { resource };
  }
  if (word.text.length > 3) {
    const volume = operands.required(VOLUME);
    return volume === undefined ? undefined : { volume };
  }
  const device = operands.required({
    form: "a real device's address is 1 to 3 hexadecimal digits; before a volume's name as short as this stands VOLID",
    read: DEVICE_ADDRESS.read,
  });
  return device === undefined ? undefined : { device };
}

/** LINK userid cuu1 [cuu2 [mode]] (GC20-1801, "LINK Control Statement"). */
function readLink(operands: Operands, line: number): ReadDevice {
  const userid = operands.required(USERID);
  let at = operands.place;
  const of = operands.required(DEVICE_ADDRESS);
  if (operands.peek() !== undefined) at = operands.place;
  const own = operands.optional(DEVICE_ADDRESS);
  const mode = operands.optional(LINK_MODE);
  const address = own === "wrong" ? undefined : (own ?? of);
  if (userid === undefined || of === undefined || address === undefined || mode === "wrong")
    return { address, at, device: undefined };
  const device: LinkedDevice = { kind: "link", address, line, userid, of, mode: mode ?? "R" };
  return { address, at, device };
}

const LINES: readonly string[] = ["2701", "2702", "2703"];

/** SPECIAL cuu devtype [IBM|TELE] (GC20-1801, "SPECIAL Control Statement"). */
function readSpecial(operands: Operands, base: Base): SpecialDevice | undefined {
  const type = operands.required({
    form: "a special device is a 2701, 2702, 2703, 3270, CTCA or TIMER",
    read: (text) => (["2701", "2702", "2703", "3270", "CTCA", "TIMER"] as const).find((each) => each === text),
  });
  if (type === undefined) return undefined;
  if (!LINES.includes(type)) return { kind: "special", ...base, type };
  const terminal = operands.required({
    form: `a ${type} is followed by IBM or TELE`,
    read: (text) => (["IBM", "TELE"] as const).find((each) => each === text),
  });
  return terminal && { kind: "special", ...base, type, terminal };
}
