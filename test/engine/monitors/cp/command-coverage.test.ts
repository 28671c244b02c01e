/** Every entry of the table of commands: each keyword, each abbreviation, each class, with what it does to a real machine. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../engine/machine/machine.ts";
import type { Command } from "../../../../engine/monitors/cp/commands/commands.ts";
import { decodeEbcdic } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import type { CommandCase } from "./command-case.ts";
import { DEVICE_CASES } from "./command-cases-devices.ts";
import { MACHINE_CASES } from "./command-cases-machine.ts";
import { MONITOR_CASES } from "./command-cases-monitor.ts";
import { OPERATOR_CASES } from "./command-cases-operator.ts";
import { QUERY_CASES } from "./command-cases-query.ts";
import { SET_CASES } from "./command-cases-set.ts";
import { SPOOL_CASES } from "./command-cases-spool.ts";
import { DUMP_CASES, SYSTEM_CASES } from "./command-cases-system.ts";
import { USER_CASES } from "./command-cases-users.ts";
import { PLACES, type Place, type Room, room, USERIDS } from "./command-room.ts";

const CASES: readonly CommandCase[] = [
  ...USER_CASES,
  ...MACHINE_CASES,
  ...QUERY_CASES,
  ...SET_CASES,
  ...DEVICE_CASES,
  ...SPOOL_CASES,
  ...OPERATOR_CASES,
  ...MONITOR_CASES,
  ...SYSTEM_CASES,
  ...DUMP_CASES,
];
const ALL_CLASSES = "ABCDEFGH";

let at: Room;
let beginning: Snapshot;
beforeAll(() => {
  at = room();
  beginning = at.machine.snapshot();
});

/** Another terminal's line: "operator: query time". */
function isPlace(word: string | undefined): word is Place {
  return word !== undefined && word in PLACES;
}

/** Everything as it was when the users had logged on, and what comes before a case. */
function prepare({ guest, before = [] }: CommandCase): void {
  at.machine.restore(beginning);
  if (guest !== undefined) {
    // Page 0 is in storage then.
    at.type("smith", "store 0 0");
    const frame = at.vm("SMITH").state.pages.frame[0] << 12;
    for (const { address, bytes } of program(guest).segments) at.machine.write(frame + address, bytes);
  }
  for (const line of before) {
    const [, place, text] = /^(?:(\w+): )?(.*)$/.exec(line) ?? [];
    at.type(isPlace(place) ? place : "smith", text ?? "");
  }
}

/** The entry that a line means to whoever types it. */
function entryOf(line: string, by: Place): Command | undefined {
  const [name, ...operands] = line.split(" ");
  const userid = USERIDS[by];
  const vm = userid === undefined ? undefined : at.cp.user(userid);
  return at.cp.commands.find(name.toUpperCase(), operands, { vm, terminal: undefined, say: () => {} });
}

/** A keyword of an entry: letters that suffice, and all of it; or how words begin that have something behind them. */
interface Keyword {
  readonly shortest: string;
  readonly name: string;
  readonly isPrefix: boolean;
}

function keywordsOf({ format = "" }: Command): Keyword[] {
  const words = new Set(format.split(/[\s[\]{}|…]+|\.{3}|-|\*|\.(?=bytes)/));
  const found = [...words].flatMap((word): Keyword[] => {
    // "Shexloc", "PFnn", "PASS=password": something stands right behind the letters.
    const [, prefix] = /^([A-Z]+=?)(?:hexloc|reg|nn|password)$/.exec(word) ?? [];
    if (prefix !== undefined) return [{ shortest: prefix, name: prefix, isPrefix: true }];
    if (/^[LTKGYX]$/.test(word)) return [{ shortest: word, name: word, isPrefix: true }];
    const [, shortest, rest] = /^(T?\d{4}[RP]?|[A-Z][A-Z/=]*)([a-z]*)$/.exec(word) ?? [];
    return shortest === undefined ? [] : [{ shortest, name: shortest + (rest ?? "").toUpperCase(), isPrefix: false }];
  });
  // What has several meanings in one format may need more letters in one of them.
  return found.filter(
    ({ name, shortest }) => !found.some((other) => other.name === name && other.shortest.length > shortest.length),
  );
}

function uses(line: string, { name, isPrefix }: Keyword): boolean {
  const words = line.split(/[ -]/).slice(1);
  return words.some((word) => (isPrefix ? word.startsWith(name) && word.length > name.length : word === name));
}

/** The line with its name, and one keyword or all, abbreviated. */
function abbreviated(line: string, entry: Command): string {
  const [, ...words] = line.split(" ");
  const keywords = keywordsOf(entry).filter(({ isPrefix }) => !isPrefix);
  const short = (word: string): string => keywords.find(({ name }) => name === word)?.shortest ?? word;
  return [entry.name.slice(0, entry.shortest), ...words.map(short)].join(" ");
}

const placeOf = ({ by = "smith" }: CommandCase): Place => by;

function wanted({ answer }: CommandCase): unknown[] {
  return answer.map((each) => (typeof each === "string" ? each : expect.stringMatching(each)));
}

function matches(found: unknown, is: unknown): boolean {
  try {
    expect(found).toEqual(is);
    return true;
  } catch {
    return false;
  }
}

describe.each(CASES.map((each) => [[...(each.before ?? []), each.line].join(" / "), each] as const))(
  "%s",
  (_, each) => {
    it("is answered and done, also where it is abbreviated as far as can be", () => {
      prepare(each);
      const entry = entryOf(each.line, placeOf(each));
      if (entry === undefined) throw new Error("no command");
      const before = at.machine.snapshot();
      for (const line of new Set([each.line, abbreviated(each.line, entry)])) {
        at.machine.restore(before);
        expect(at.answer(placeOf(each), line), line).toEqual(wanted(each));
        if (each.effect !== undefined) expect(each.effect(at), line).toEqual(each.is);
      }
    });
  },
);

/** What fewer letters stand for where a case cannot show it: a volume's name, another word for the same device. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  "QUERY DAsd": ["FREE", "OFFLINE", "ATTACHED"],
  "QUERY Reader": ["PRT"],
  DEFINE: ["PRT"],
  INDICATE: ["I/O"],
  MONITOR: ["TAPE", "CPTRACE"],
  "ATTACH raddr": ["R/O"],
};

function isOtherwise({ name: command, format }: Command, name: string): boolean {
  return Object.entries(OTHERWISE).some(
    ([begin, names]) => `${command} ${format}`.startsWith(begin) && names.includes(name),
  );
}

it("takes no keyword with fewer letters than it needs", () => {
  // By entry and keyword, whether a case has shown it: with some, fewer letters are data, or mean another keyword that comes to the same.
  const shown = new Map<string, boolean>();
  for (const each of CASES) {
    at.machine.restore(beginning);
    const by = placeOf(each);
    const entry = entryOf(each.line, by);
    if (entry === undefined) throw new Error(each.line);
    for (const { shortest, name, isPrefix } of keywordsOf(entry)) {
      const words = each.line.split(" ");
      const place = words.indexOf(name, 1);
      const key = `${entry.name} ${entry.format}: ${shortest.slice(0, -1)} for ${name}`;
      if (isPrefix || place < 0 || shortest.length < 2 || shown.get(key) === true) continue;
      if (isOtherwise(entry, name)) continue;
      prepare(each);
      words[place] = shortest.slice(0, -1);
      const said = at.answer(by, words.join(" "));
      const isDone = each.effect !== undefined && matches(each.effect(at), each.is);
      shown.set(key, !(matches(said, wanted(each)) && (isDone || each.effect === undefined)));
    }
  }
  expect([...shown].filter(([, isShown]) => !isShown).map(([key]) => key)).toEqual([]);
  expect(shown.size).toBeGreaterThan(100);
});

it("takes no name with fewer letters than it needs", () => {
  at.machine.restore(beginning);
  at.vm("OPERATOR").state.classes = ALL_CLASSES;
  for (const { name, shortest } of at.cp.commands.all) {
    const short = name.slice(0, shortest - 1);
    if (short === "") continue;
    const found = entryOf(`${short} 0`, "operator");
    expect(found?.name, short).not.toBe(name);
    if (found === undefined && name !== "CP") expect(at.answer("operator", short)).toEqual([`?CP: ${short}`]);
  }
});

it("has a case for each entry, and for each of its keywords", () => {
  const used = new Map<Command, string[]>();
  at.machine.restore(beginning);
  for (const each of CASES) {
    const entry = entryOf(each.line, placeOf(each));
    if (entry === undefined) throw new Error(each.line);
    used.set(entry, [...(used.get(entry) ?? []), each.line]);
  }
  const missing = at.cp.commands.all
    .filter(({ format }) => format !== undefined)
    .flatMap((entry) => {
      const lines = used.get(entry);
      if (lines === undefined) return [`${entry.name} ${entry.format}`];
      return keywordsOf(entry)
        .filter((keyword) => !lines.some((line) => uses(line, keyword)))
        .map(({ name }) => `${entry.name} … ${name}`);
    });
  expect(missing).toEqual([]);
});

it("lets those use an entry who are of one of its classes, and nobody else", () => {
  const tried = new Set<Command>();
  for (const each of CASES) {
    const by = placeOf(each);
    const userid = USERIDS[by];
    at.machine.restore(beginning);
    const entry = entryOf(each.line, by);
    if (entry === undefined || userid === undefined || tried.has(entry)) continue;
    tried.add(entry);
    prepare(each);
    const { classes } = entry;
    const before = at.machine.snapshot();
    for (const one of classes === "ANY" ? ALL_CLASSES : classes) {
      at.machine.restore(before);
      at.vm(userid).state.classes = one;
      expect(entryOf(each.line, by), `${each.line} by class ${one}`).toBe(entry);
      expect(at.answer(by, each.line).join("\n"), `${each.line} by class ${one}`).not.toMatch(/^\?CP: /);
    }
    if (classes === "ANY") continue;
    at.machine.restore(before);
    at.vm(userid).state.classes = [...ALL_CLASSES].filter((one) => !classes.includes(one)).join("");
    const other = entryOf(each.line, by);
    expect(other, each.line).not.toBe(entry);
    if (other === undefined) expect(at.answer(by, each.line)).toEqual([`?CP: ${entry.name.slice(0, 8)}`]);
  }
  expect(tried.size).toBeGreaterThan(100);
});

/** Commands that end, stop or alter the program that would give them, or answer it later, on its console. */
const NOT_FOR_PROGRAMS = [
  "ADSTOP",
  "ATTN",
  "BEGIN",
  "COUPLE",
  "DISCONN",
  "DUMP",
  "ECHO",
  "EXTERNAL",
  "IPL",
  "LOGOFF",
  "LOGOUT",
  "PER",
  "REQUEST",
  "SLEEP",
  "SYSTEM",
  "TRACE",
  "VMDUMP",
];
/** What asking changes itself: registers, PSW, exits; what comes later, or to the console beside the answer. */
const OWN = /^(DISPLAY (G|PSW|.*END)|STORE (PSW|STATUS)|DEFINE STORAGE|SET ECMODE|INDICATE EXITS|TRANSFER .* FROM)/;

const PLACE = 0x3000;
const BUFFER = 0x800;

/** Gives a command by DIAGNOSE X'8' and keeps the answer. */
function asking(line: string): string {
  return `
GUEST    START 0
         USING *,12
         ORG   GUEST+X'${PLACE.toString(16)}'
         BALR  12,0
         USING *,12
         LA    2,COMMAND
         LA    3,ANSWER
         L     4,=A(L'COMMAND)
         O     4,=X'40000000'
         L     5,=A(${BUFFER})
         DIAG  2,4,X'8'
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000D0E5'
COMMAND  DC    C'${line.replaceAll("'", "''").replaceAll("&", "&&")}'
         LTORG
         ORG   GUEST+X'${(PLACE + 0x100).toString(16)}'
ANSWER   DS    XL${BUFFER}
         END
`;
}

it("says the same to programs that ask by DIAGNOSE 8", () => {
  let asked = 0;
  const other: string[] = [];
  for (const each of CASES) {
    const isFit = each.by === undefined && each.guest === undefined && !OWN.test(each.line);
    if (!isFit || NOT_FOR_PROGRAMS.includes(each.line.split(" ")[0])) continue;
    prepare(each);
    at.type("smith", `store ${PLACE.toString(16)} 0`);
    const frame = at.vm("SMITH").state.pages.frame[PLACE >>> 12] << 12;
    for (const { address, bytes } of program(asking(each.line)).segments)
      at.machine.write(frame + address - PLACE, bytes);
    at.type("smith", "store psw 0 0", `begin ${PLACE.toString(16)}`);
    const left = at.vm("SMITH").gr(5);
    const text = decodeEbcdic(at.machine.read(frame + 0x100, BUFFER));
    const lines = text.slice(0, left).split("\u0085").slice(0, -1);
    if (!matches(lines, wanted(each))) other.push(`${each.line}: ${lines.join(" / ")}`);
    asked++;
  }
  expect(other).toEqual([]);
  expect(asked).toBeGreaterThan(200);
});
