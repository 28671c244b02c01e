/** USER and the statements that say what the virtual machine is: ACCOUNT, OPTION, IPL, and VM/SP's ACIGROUP, SCREEN, IUCV. */
import type { Statement } from "./cards.ts";
import type { Messages } from "./messages.ts";
import {
  ACCOUNT_NUMBER,
  DEVICE_ADDRESS,
  DISTRIBUTION,
  decimal,
  GROUP_NAME,
  LINE_EDIT,
  Operands,
  PASSWORD,
  PRIVILEGE_CLASSES,
  PROCESSOR_IDENTIFICATION,
  STORAGE,
  SYSTEM_NAME,
  USERID,
} from "./operands.ts";
import type {
  AutomaticIpl,
  DirectoryUser,
  IucvAuthorization,
  LineEditSymbol,
  ScreenArea,
  UserOptions,
} from "./types.ts";

/** What a user has whose statements say nothing else (GC20-1801, "USER" and "OPTION"). */
const DEFAULT_STORAGE = 128 * 1024;
const DEFAULT_MAXIMUM = 1024 * 1024;
const DEFAULT_CLASSES = "G";
const DEFAULT_PRIORITY = 64;

export const NO_OPTIONS: UserOptions = {
  realTimer: false,
  ecMode: false,
  isam: false,
  virtualEqualsReal: false,
  accounting: false,
  svcOff: false,
  blockMultiplexer: false,
  vmSave: false,
  shadowTablesFirst: false,
  missingInterruptions: false,
};

/** Names that CP uses for itself: the system's, and those of lines where somebody is about to log on or off. */
const CPS_OWN = /^(SYSTEM|LOG(N|ON|OF)[0-9A-F]{3})$/;

/**
 * USER userid pass [stor [mstor [cl [pri [le [ld [cd [es]]]]]]]] (GC20-1801, "USER Control Statement"). An entry comes
 * back even where an operand is wrong, so that what follows has one to belong to.
 */
export function readUser(statement: Statement, messages: Messages): DirectoryUser {
  const operands = new Operands(statement, messages);
  const name = operands.place;
  const userid = operands.required(USERID) ?? "";
  if (CPS_OWN.test(userid)) messages.warn(name, `${userid} is a name that CP uses itself: nobody can log on with it`);
  const password = operands.required(PASSWORD);
  const value = <T>(given: T | undefined | "wrong", otherwise: T): T =>
    given === undefined || given === "wrong" ? otherwise : given;
  const storage = value(operands.optional(STORAGE), DEFAULT_STORAGE);
  const maximum = operands.peek();
  const maximumStorage = value(operands.optional(STORAGE), Math.max(DEFAULT_MAXIMUM, storage));
  if (maximum !== undefined && maximumStorage < storage)
    messages.invalid(maximum, maximum.text, "the greatest storage is not less than what there is at logon");
  const letters = operands.peek();
  const classes = [...value(operands.optional(PRIVILEGE_CLASSES), DEFAULT_CLASSES)];
  if (letters !== undefined && new Set(classes).size < classes.length)
    messages.invalid(letters, letters.text, "a privilege class is given once");
  const priority = value(operands.optional(decimal(0, 99, "a priority")), DEFAULT_PRIORITY);
  const symbol = (): LineEditSymbol => value<LineEditSymbol>(operands.optional(LINE_EDIT), "ON");
  return {
    userid,
    password: password === "NOLOG" ? undefined : password,
    storage,
    maximumStorage,
    classes: classes.sort().join(""),
    priority,
    lineEnd: symbol(),
    lineDelete: symbol(),
    characterDelete: symbol(),
    escape: symbol(),
    account: userid,
    distribution: userid,
    options: NO_OPTIONS,
    screen: [],
    iucv: [],
    devices: [],
    line: statement.name.line,
  };
}

/** ACCOUNT number [distribution] (GC20-1801, "ACCOUNT Control Statement"). */
export function readAccount(statement: Statement, messages: Messages): Partial<DirectoryUser> {
  const operands = new Operands(statement, messages);
  const account = operands.required(ACCOUNT_NUMBER);
  const distribution = operands.optional(DISTRIBUTION);
  return {
    ...(account !== undefined && { account }),
    ...(distribution !== undefined && distribution !== "wrong" && { distribution }),
  };
}

/** Options that stand alone. Capitals are what cannot be left out. */
const FLAGS = {
  Realtimer: "realTimer",
  Ecmode: "ecMode",
  Isam: "isam",
  "Virt=real": "virtualEqualsReal",
  Acct: "accounting",
  Svcoff: "svcOff",
  BMX: "blockMultiplexer",
  VMSAVE: "vmSave",
  STFIRST: "shadowTablesFirst",
  MIH: "missingInterruptions",
} as const;

const KNOWN_OPTIONS = [
  ...Object.keys(FLAGS).map((form) => form.toUpperCase()),
  "CPUID bbbbbb",
  "AFFINITY nn",
  "MAXCONN nnnnn",
].join(", ");

const LATER_OPTIONS = ["STFIRST", "MIH", "MAXCONN"];

/** OPTION …: options in any order, on as many statements as they need (GC20-1801, "OPTION Control Statement"). */
export function readOptions(statement: Statement, messages: Messages): Partial<UserOptions> {
  const operands = new Operands(statement, messages);
  let options: Partial<UserOptions> = {};
  if (operands.peek() === undefined) operands.missing("OPTION names at least one option");
  for (let word = operands.peek(); word !== undefined; word = operands.peek()) {
    const { text } = word;
    // BMX, VMSAVE and AFF are looked for first: their first letters alone are other options.
    const flag = [...Object.entries(FLAGS)].reverse().find(([form]) => operands.keyword(form) !== undefined);
    const given = flag?.[0].toUpperCase() ?? operands.keyword("CPUID", "AFFinity", "MAXCONN");
    if (flag !== undefined) options = { ...options, [flag[1]]: true };
    else if (given === "CPUID")
      options = { ...options, processorIdentification: operands.required(PROCESSOR_IDENTIFICATION) };
    else if (given === "AFFINITY")
      options = { ...options, affinity: operands.required(decimal(0, 63, "a processor's address")) };
    else if (given === "MAXCONN")
      options = { ...options, mostConnections: operands.required(decimal(1, 65_535, "MAXCONN")) };
    else {
      operands.take();
      messages.invalid(word, text, `options are ${KNOWN_OPTIONS}`);
    }
    if (given !== undefined && LATER_OPTIONS.includes(given)) messages.later(word, `OPTION ${given}`);
  }
  return options;
}

/** IPL iplsys [PARM text] (GC20-1801, "IPL Control Statement"; PARM: VM/SP). */
export function readIpl(statement: Statement, messages: Messages): AutomaticIpl | undefined {
  const operands = new Operands(statement, messages);
  const name = operands.required(SYSTEM_NAME);
  const keyword = operands.peek();
  let parameter: string | undefined;
  if (operands.keyword("PARM") !== undefined && keyword !== undefined) {
    messages.later(keyword, "IPL with PARM");
    const first = operands.peek();
    if (first === undefined) operands.missing("PARM is followed by what the system is told");
    else parameter = statement.card.slice(first.column - 1);
  }
  if (name === undefined) return undefined;
  const device = DEVICE_ADDRESS.read(name);
  const from = device === undefined ? { system: name } : { device };
  return { from, ...(parameter !== undefined && { parameter }), line: statement.name.line };
}

/** ACIGROUP groupname (VM/SP: "ACIGROUP Control Statement"). */
export function readGroup(statement: Statement, messages: Messages): string | undefined {
  messages.later(statement.name, "ACIGROUP");
  return new Operands(statement, messages).required(GROUP_NAME);
}

const AREAS = ["ALL", "CPOUT", "INAREA", "INREDISP", "STATAREA", "VMOUT"];
const COLORS = ["BLUE", "DEFAULT", "GREEN", "PINK", "RED", "TURQUOISE", "WHITE", "YELLOW"];
const HIGHLIGHTS = ["BLINK", "NONE", "REVVIDEO", "UNDERLINE"];

/** SCREEN area [colour] [highlighting] … (VM/SP: "SCREEN Control Statement"). */
export function readScreen(statement: Statement, messages: Messages): ScreenArea[] {
  messages.later(statement.name, "SCREEN");
  const operands = new Operands(statement, messages);
  const areas: ScreenArea[] = [];
  if (operands.peek() === undefined) operands.missing(`SCREEN names an area: ${AREAS.join(", ")}`);
  for (let word = operands.peek(); word !== undefined; word = operands.peek()) {
    const area = operands.keyword(...AREAS);
    if (area === undefined) {
      messages.invalid(
        word,
        word.text,
        `areas are ${AREAS.join(", ")}; colours ${COLORS.join(", ")}; highlighting ${HIGHLIGHTS.join(", ")}`,
      );
      operands.take();
      continue;
    }
    const color = operands.keyword(...COLORS);
    const highlight = operands.keyword(...HIGHLIGHTS);
    if (color === undefined && highlight === undefined)
      operands.missing(`${area} is followed by a colour, highlighting or both`);
    areas.push({ area, ...(color !== undefined && { color }), ...(highlight !== undefined && { highlight }) });
  }
  return areas;
}

/** IUCV {userid|ANY|ALLOW} [PRIORITY] [MSGLIMIT limit] (VM/SP: "IUCV Control Statement"). */
export function readIucv(statement: Statement, messages: Messages): IucvAuthorization | undefined {
  messages.later(statement.name, "IUCV");
  const operands = new Operands(statement, messages);
  const other = operands.required(USERID);
  let priority = false;
  let messageLimit: number | undefined;
  for (let word = operands.peek(); word !== undefined; word = operands.peek()) {
    const keyword = operands.keyword("PRIORITY", "MSGLIMIT");
    if (keyword === "PRIORITY") priority = true;
    else if (keyword === "MSGLIMIT") messageLimit = operands.required(decimal(1, 255, "MSGLIMIT"));
    else {
      messages.invalid(word, word.text, "IUCV has PRIORITY and MSGLIMIT");
      operands.take();
    }
  }
  if (other === undefined) return undefined;
  return { with: other, priority, ...(messageLimit !== undefined && { messageLimit }), line: statement.name.line };
}
