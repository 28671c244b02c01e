/**
 * System generation: what DMKSYS, DMKSNT and SYSRES told CP when it was assembled (GC20-1801, "Preparing the CP System Control File"), as a text of one statement a line.
 *
 *     OWNED VMRES VMPAGE                     volumes that CP owns, in order
 *     CHECKPOINT VMRES 1 1                   cylinders for the checkpoint: volume, first, count
 *     WARM VMRES 2 1                         cylinders for a warm start
 *     ERROR VMRES 3 2                        cylinders for error records
 *     OPERATOR OPERATOR 01F                  the operator's userid, and the address of its terminal
 *     SYSDUMP OPERATNS                       userid that dumps of CP go to
 *     TIMEZONE EST -18000                    name and seconds from GMT
 *     PASSWORDS HIDDEN                       LOGON and LINK take no password in their lines, but ask for it (SYSJRL PSUPRS)
 *     JOURNAL LOGON OPERATOR 2 3 4           wrong passwords of LOGON and AUTOLOG, or of LINK: whom to tell; how many for a record, a message, the end (SYSJRL)
 *     SYSMON ALICE FROM 08:00 TO 17:00 PERFORM USER   automatic monitoring: whose reader, when (or ALL), classes
 *     TERMINALS MONITORED                    the monitor may collect what users type and read (TRACE(1) in LOCAL COPY)
 *     SYSTEM CMS SIZE 512K ON VMRES 100 1 PAGES 0-3,16-31 SHARED 1 [UNPROTECTED]
 *     NAMENCP NCP1 ON VMRES 110 1 PAGES 70   where a communications controller's program is kept: volume, cylinder, page, pages
 *     NAME3800 LIB1 ON VMRES 120 1 PAGES 30  where a 3800's library is kept
 *
 * An asterisk begins a comment line. Small letters count as capitals.
 */
import type { CpConfiguration } from "./cp.ts";
import { CLASSES } from "./monitoring/classes.ts";
import type { PageImage } from "./storage/page-images.ts";
import type { NamedSystem } from "./storage/saved-systems.ts";

/** What a system is generated with, beside its machine and directory. */
export type Generation = Pick<
  CpConfiguration,
  | "owned"
  | "areas"
  | "operator"
  | "operatorTerminal"
  | "timeZone"
  | "systems"
  | "hidesPasswords"
  | "journal"
  | "images"
  | "dumpUser"
  | "automaticMonitoring"
  | "monitorsTerminals"
>;

/** All that is wrong with the text of a generation: lines `FILE:LINE: message`. */
export class GenerationError extends Error {
  override readonly name = "GenerationError";
}

/** Reads a generation; `file` names it in messages. Throws {@link GenerationError} with all that is wrong. */
export function readGeneration(file: string, text: string): Generation {
  let generation: Generation = {};
  const wrong: string[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    const [keyword, ...operands] = line.toUpperCase().trim().split(/\s+/);
    if (keyword === "" || keyword.startsWith("*")) return;
    const statement = STATEMENTS[keyword];
    try {
      if (statement === undefined)
        throw new RangeError(`there is no statement ${keyword}; there are ${Object.keys(STATEMENTS).join(", ")}`);
      generation = { ...generation, ...statement(operands, generation) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      wrong.push(`${file}:${i + 1}: ${error.message}`);
    }
  });
  if (wrong.length > 0) throw new GenerationError(wrong.join("\n"));
  return generation;
}

/** Throws RangeError, with a sentence, on what it does not understand. */
type Statement = (operands: readonly string[], before: Generation) => Generation;

const STATEMENTS: Readonly<Record<string, Statement | undefined>> = {
  OWNED: (volumes) => {
    if (volumes.length === 0) throw new RangeError("OWNED is followed by volumes");
    return { owned: volumes.map(volume) };
  },
  CHECKPOINT: (operands, { areas }) => ({ areas: { ...areas, checkpoint: area(operands) } }),
  WARM: (operands, { areas }) => ({ areas: { ...areas, "warm start": area(operands) } }),
  ERROR: (operands, { areas }) => ({ areas: { ...areas, "error recording": area(operands) } }),
  OPERATOR: ([userid, address]) => {
    if (userid === undefined || !/^\S{1,8}$/.test(userid)) throw new RangeError("OPERATOR is followed by a userid");
    if (address === undefined) return { operator: userid };
    if (!/^[0-9A-F]{1,3}$/.test(address)) throw new RangeError(`${address} is no device address`);
    return { operator: userid, operatorTerminal: Number.parseInt(address, 16) };
  },
  SYSDUMP: ([userid]) => {
    if (userid === undefined || !/^\S{1,8}$/.test(userid)) throw new RangeError("SYSDUMP is followed by a userid");
    return { dumpUser: userid };
  },
  TIMEZONE: ([name, seconds]) => {
    if (name === undefined || seconds === undefined || !/^[+-]?\d{1,5}$/.test(seconds))
      throw new RangeError("TIMEZONE is followed by a name and seconds from GMT");
    return { timeZone: { name, seconds: Number(seconds) } };
  },
  SYSMON: ([userid, ...operands]) => {
    if (userid === undefined || !/^\S{1,8}$/.test(userid)) throw new RangeError("SYSMON is followed by a userid");
    const isAll = operands[0] === "ALL";
    const [from, begin, to, end] = isAll ? ["FROM", "00:00", "TO", "24:00"] : operands;
    if (from !== "FROM" || to !== "TO")
      throw new RangeError("SYSMON has FROM hh:mm TO hh:mm, or ALL, behind the userid");
    const classes = operands.slice(isAll ? 1 : 4).map((word) => {
      const found = CLASSES.find(({ keyword }) => keyword === word);
      if (found === undefined) throw new RangeError(`there is no class ${word}; there are ${CLASS_NAMES}`);
      return found.number;
    });
    const times = { userid, from: minuteOf(begin), to: minuteOf(end) };
    return { automaticMonitoring: classes.length === 0 ? times : { ...times, classes } };
  },
  TERMINALS: ([how]) => {
    if (how !== "MONITORED") throw new RangeError("TERMINALS is followed by MONITORED");
    return { monitorsTerminals: true };
  },
  JOURNAL: ([what, userid, ...limits], { journal = {} }) => {
    const kind = what?.toLowerCase();
    const [record, message, disable] = limits.map((word) => number(word, "a limit"));
    if (kind !== "logon" && kind !== "link") throw new RangeError("JOURNAL is followed by LOGON or LINK");
    if (userid === undefined || !/^\S{1,8}$/.test(userid) || limits.length !== 3)
      throw new RangeError(
        "JOURNAL has a userid and three numbers of wrong passwords: for a record, a message, and to disable the command",
      );
    return { journal: { ...journal, [kind]: { userid, record, message, disable } } };
  },
  PASSWORDS: ([how]) => {
    if (how !== "HIDDEN") throw new RangeError("PASSWORDS is followed by HIDDEN");
    return { hidesPasswords: true };
  },
  SYSTEM: (operands, { systems = [] }) => ({ systems: [...systems, system(operands)] }),
  NAMENCP: (operands, { images = [] }) => ({ images: [...images, image("370X", operands)] }),
  NAME3800: (operands, { images = [] }) => ({ images: [...images, image("3800", operands)] }),
};

const CLASS_NAMES = CLASSES.map(({ keyword }) => keyword).join(", ");

/** "08:30", in minutes. */
function minuteOf(text: string | undefined): number {
  const parts = /^(\d{2}):([0-5]\d)$/.exec(text ?? "");
  const minute = 60 * Number(parts?.[1]) + Number(parts?.[2]);
  if (parts === null || minute > 24 * 60)
    throw new RangeError(`${text ?? "nothing"} is no time of day: 00:00 to 24:00`);
  return minute;
}

function volume(text: string | undefined): string {
  if (text === undefined || !/^\S{1,6}$/.test(text)) throw new RangeError("a volume has a name of 1 to 6 characters");
  return text;
}

function number(text: string | undefined, what: string): number {
  if (text === undefined || !/^\d{1,5}$/.test(text)) throw new RangeError(`${what} is a decimal number`);
  return Number(text);
}

function area([name, first, count]: readonly string[]): { volume: string; first: number; count: number } {
  return {
    volume: volume(name),
    first: number(first, "the first cylinder"),
    count: number(count, "the count of cylinders"),
  };
}

function system([name, ...operands]: readonly string[]): NamedSystem {
  if (name === undefined || !/^\S{1,8}$/.test(name)) throw new RangeError("SYSTEM is followed by a name");
  const after = (keyword: string, count: number): readonly string[] => {
    const place = operands.indexOf(keyword);
    if (place < 0) throw new RangeError(`SYSTEM ${name} lacks ${keyword}`);
    return operands.slice(place + 1, place + 1 + count);
  };
  const [on, cylinder, page] = after("ON", 3);
  const shared = operands.includes("SHARED") ? (after("SHARED", 1)[0] ?? "").split(",") : [];
  return {
    name,
    size: bytes(after("SIZE", 1)[0]),
    volume: volume(on),
    cylinder: number(cylinder, "the first cylinder"),
    page: number(page, "the first page"),
    pages: (after("PAGES", 1)[0] ?? "").split(",").map(range),
    shared: shared.map((segment) => number(segment, "a shared segment")),
    ...(operands.includes("UNPROTECTED") && { protect: false }),
  };
}

function image(kind: PageImage["kind"], [name, on, ...operands]: readonly string[]): PageImage {
  if (name === undefined || !/^\S{1,8}$/.test(name)) throw new RangeError("a name of 1 to 8 characters comes first");
  const [pack, cylinder, page, pages, count] = operands;
  if (on !== "ON" || pages !== "PAGES") throw new RangeError(`${name} is followed by ON, a place, PAGES, and how many`);
  return {
    kind,
    name,
    volume: volume(pack),
    cylinder: number(cylinder, "the first cylinder"),
    page: number(page, "the first page"),
    pages: number(count, "the count of pages"),
  };
}

function bytes(text: string | undefined): number {
  const match = /^(\d{1,5})([KM])$/.exec(text ?? "");
  if (match === null) throw new RangeError("SIZE is followed by a number with K or M");
  return Number(match[1]) * (match[2] === "K" ? 1024 : 1024 * 1024);
}

function range(text: string): readonly [first: number, last: number] {
  const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(text);
  if (match === null) throw new RangeError(`PAGES is followed by pages and ranges, 0-3,16: not ${text}`);
  return [Number(match[1]), Number(match[2] ?? match[1])];
}
