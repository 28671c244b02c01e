/** A System/370 with one of everything that commands are about, and users in front of it. */
import type { NamedSystem } from "../../../../engine/monitors/cp/storage/saved-systems.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import { CardPunch, CardReader, Display3277, LinePrinter, screenText } from "../../../../engine/s370/index.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

/** Who types where: the operator and SMITH at their terminals, somebody who is not logged on at another, and at a display. */
export const PLACES = { operator: 0x009, smith: 0x01f, nobody: 0x020, display: 0x0c0 } as const;
export type Place = keyof typeof PLACES;

/** Users who are logged on there. */
export const USERIDS: Readonly<Partial<Record<Place, string>>> = { operator: "OPERATOR", smith: "SMITH" };

const UNIT_RECORD = `
SPOOL 00C 2540 READER *
SPOOL 00D 2540 PUNCH A
SPOOL 00E 1403 A`.trim();

const SOURCE = `
USER OPERATOR OPER 256K 1M ABCDEF
ACCOUNT 1 BIN-OPER
CONSOLE 009 3215
${UNIT_RECORD}
MDISK 191 3350 010 005 USERS1 MR RPASS WPASS MPASS
USER SMITH SECRET 256K 1M G
ACCOUNT 2 BIN-SMIT
OPTION ECMODE
CONSOLE 009 3215
${UNIT_RECORD}
SPOOL 01E 3211 A
SPECIAL 0A0 CTCA
SPECIAL 0B0 3270
MDISK 191 3350 020 005 USERS1 MR
USER JONES WORD 256K 1M G
CONSOLE 009 3215
${UNIT_RECORD}
SPECIAL 0A0 CTCA
USER ROBOT AUTO 256K 1M G
IPL 191
CONSOLE 009 3215`.trim();

const SYSTEMS: readonly NamedSystem[] = [
  { name: "MINI", size: 0x40000, volume: "VMRES", cylinder: 201, page: 0, pages: [[0, 2]], shared: [] },
];

export interface Room extends CpMachine {
  readonly printer: LinePrinter;
  readonly screen: Display3277;
  /** Lines typed, each when the one before has been answered; what has been written at the terminal since, the typed lines among it. */
  readonly type: (place: Place, ...lines: readonly string[]) => string;
  /** The lines that one typed line is answered with. */
  readonly answer: (place: Place, line: string) => string[];
  readonly wait: (ticks?: number) => void;
}

/** Rows of a display above its input area. */
const OUTPUT_ROWS = 22;
/** Ticks in which CP answers a line, its disks included. */
const ANSWER = 2_000_000;

/** The operator is logged on, and SMITH, who has nothing loaded. */
export function room(options: Options = {}): Room {
  const printer = new LinePrinter("1403");
  const screen = new Display3277({ numericLock: false });
  const system = ownDisk("VMRES", "3330", [
    ["TEMP", 5, 100],
    ["TDSK", 101, 120],
    ["PERM", 200, 210],
  ]);
  const run = cpMachine([], {
    source: SOURCE,
    systems: SYSTEMS,
    journal: {
      logon: { userid: "OPERATOR", record: 2, message: 3, disable: 4 },
      link: { userid: "OPERATOR", record: 2, message: 5, disable: 10 },
    },
    ...options,
    more: [
      [0x00c, new CardReader("3505")],
      [0x00d, new CardPunch("2540P")],
      [0x00e, printer],
      [0x00f, new LinePrinter("3211")],
      [0x0c0, screen],
      [0x130, system],
      [0x140, mountedDisk("3340", "SPARE1", 0x140)],
      [0x180, tape3420()],
      [0x280, tape3420()],
      [0x350, mountedDisk("3350", "USERS1", 0x350)],
      ...(options.more ?? []),
    ],
  });
  const wait = (ticks = ANSWER): void => {
    run.machine.run({ ticks: run.machine.now + ticks });
  };
  /** A display shows what is new behind what is old: its output area is empty when a line is typed. */
  const typeAtDisplay = (lines: readonly string[]): string => {
    for (const line of lines)
      for (const keys of ["[clear]", `${line}[enter]`]) {
        run.machine.input(PLACES.display, keys);
        wait();
      }
    const rows = screenText(screen.screen).slice(0, OUTPUT_ROWS);
    return rows
      .map((row) => row.trimEnd())
      .filter((row) => row !== "")
      .join("\n")
      .concat("\n");
  };
  const type = (place: Place, ...lines: readonly string[]): string => {
    if (place === "display") return typeAtDisplay(lines);
    const terminal = PLACES[place];
    const before = run.terminal(terminal).text.length;
    for (const line of lines) {
      run.machine.input(terminal, line);
      wait();
    }
    return run.terminal(terminal).text.slice(before);
  };
  const answer = (place: Place, line: string): string[] => type(place, line).split("\n").slice(1, -1);
  wait();
  type("smith", "logon smith secret");
  return { ...run, printer, screen, type, answer, wait };
}
