/** A machine with CP, and users whose virtual machines load the CMS-style system, for its tests. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildCms, type CmsSystem } from "../../../engine/guests/cms/build.ts";
import {
  blocksOf,
  CmsDisk,
  deckFile as deckOf,
  type NewFile,
  textFile,
  textOf,
} from "../../../engine/guests/cms/disk.ts";
import { type CmsGeometry, geometryOf } from "../../../engine/guests/cms/geometry.ts";
import { type CmsContents, readCms } from "../../../engine/guests/cms/reader.ts";
import type { NamedSystem } from "../../../engine/monitors/cp/storage/saved-systems.ts";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { blankPack, CountKeyDataDisk, DiskPack, diskType, writeObjectDeck } from "../../../engine/s370/index.ts";
import { ownDisk } from "../monitors/cp/packs.ts";
import { type CpMachine, cpMachine, type Options } from "../monitors/cp/support.ts";

const FOLDER = new URL("../../../engine/guests/cms/", import.meta.url);

let built: CmsSystem | undefined;

/** The system, built once. */
export function cmsSystem(): CmsSystem {
  built ??= buildCms((path) => readFileSync(fileURLToPath(new URL(path, FOLDER)), "utf8"));
  return built;
}

/** Ticks after which no line is awaited any more. */
const LONGEST = 400_000_000;

const SYSTEM = geometryOf("3330", 10);
const OWN = geometryOf("3330", 5);
const SMALL = geometryOf("3330", 1);
/** Cylinders of the pack CMSVOL where the disks begin. */
const PLACES = { 400: 1, A191: 20, A192: 30, B191: 40 } as const;

/** Users A and B, with all classes: system disk, disk 191; A also has 192, which nobody has formatted. */
export const CMS_USERS = ["A", "B"]
  .map((userid) =>
    [
      `USER ${userid} PASS 512K 16M ABCDEFG`,
      "OPTION ECMODE",
      "CONSOLE 009 3215",
      "SPOOL 00C 2540 READER *",
      "SPOOL 00D 2540 PUNCH A",
      "SPOOL 00E 1403 A",
      userid === "A" ? "MDISK 190 3330 1 10 CMSVOL RR ALL" : "LINK A 190 190 RR",
      `MDISK 191 3330 ${userid === "A" ? 20 : 40} 5 CMSVOL MR`,
      ...(userid === "A" ? ["MDISK 192 3330 30 1 CMSVOL MR"] : []),
    ].join("\n"),
  )
  .join("\n");

/** The system name table's entry for it: what the nucleus and page zero need, the nucleus shared. */
export const CMS: NamedSystem = {
  name: "CMS",
  size: 0x40000,
  volume: "VMRES",
  cylinder: 2,
  page: 0,
  pages: [
    [0, 0],
    [16, 31],
  ],
  shared: [1],
};

export interface CmsMachine extends CpMachine {
  readonly pack: DiskPack;
}

/** Program text to an object deck, as a file of type TEXT. */
export function deckFile(name: string, source: string): NewFile {
  const { errors, module } = assemble(source);
  if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `${name}:${line}: ${message}`).join("\n"));
  return deckOf(name, writeObjectDeck(module));
}

/** CP loaded, A and B logged on at 009 and 020, nothing loaded in their machines yet. `files` are on A's 191. */
export function cmsMachine(files: readonly NewFile[] = [], options: Options = {}): CmsMachine {
  const model = diskType("3330");
  if (model === undefined) throw new Error("there is no 3330");
  const pack = new DiskPack(blankPack(model, { volume: "CMSVOL" }));
  new CmsDisk(SYSTEM, "CMSSYS").install(cmsSystem()).close().writeTo(pack, PLACES[0x190]);
  const own = new CmsDisk(OWN, "AAA191");
  for (const file of files) own.add(file);
  own.close().writeTo(pack, PLACES.A191);
  new CmsDisk(OWN, "BBB191").close().writeTo(pack, PLACES.B191);
  const drive = new CountKeyDataDisk(model);
  drive.mount(pack);
  const spool = ownDisk("VMRES", "3350", [["TEMP", 5, 24]]);
  const run = cpMachine([], {
    storageSize: 0x400000,
    source: `USER OPERATOR OPER 256K 1M ABCDEFG\nCONSOLE 009 3215\n${CMS_USERS}`,
    operatorTerminal: 0x01f,
    more: [
      [0x350, spool],
      [0x330, drive],
    ],
    ...options,
  });
  settle(run);
  type(run, 0x009, "logon a pass");
  type(run, 0x020, "logon b pass");
  return { ...run, pack };
}

/** A has loaded the system from its disk 190. */
export function cms(files: readonly NewFile[] = [], options: Options = {}): CmsMachine {
  const run = cmsMachine(files, options);
  type(run, 0x009, "ipl 190");
  return run;
}

/** Lets time pass until a line is wanted at the terminal, and nothing more is written. */
export function settle(run: CpMachine, terminal = 0x009): void {
  const end = run.machine.now + LONGEST;
  for (let quiet = 0, before = ""; quiet < 3 && run.machine.now < end; ) {
    run.machine.run({ ticks: run.machine.now + 20_000 });
    const now = run.terminal(terminal).text;
    quiet = now === before && isAwaited(run, terminal) ? quiet + 1 : 0;
    before = now;
  }
}

function isAwaited({ cp }: CpMachine, address: number): boolean {
  const terminal = cp.state.terminals[address];
  const vm = cp.state.vms[terminal.vm];
  if (vm === undefined) return true;
  const { reading, inCp, sleepsUntil } = vm.console;
  return (reading || inCp) && sleepsUntil === undefined && terminal.output.length === 0;
}

/** Types lines at a terminal, each when the one before has been answered. Returns what has been written since, the typed lines among it. */
export function type(run: CpMachine, terminal: number, ...lines: readonly string[]): string {
  const before = run.terminal(terminal).text.length;
  for (const line of lines) {
    run.machine.input(terminal, line);
    settle(run, terminal);
  }
  return run.terminal(terminal).text.slice(before);
}

/** What a command of A's answers, as lines; of the ready message only `R;` or `R(00028);`. */
export function answer(run: CpMachine, line: string, terminal = 0x009): string[] {
  return type(run, terminal, line)
    .split("\n")
    .slice(1, -1)
    .map((text) => text.trimEnd().replace(/^(R(?:\(-?\d+\))?;) T=\d+\.\d\d\/\d+\.\d\d \d\d:\d\d:\d\d$/, "$1"));
}

/** The blocks of a disk of A's as they are on the pack. */
export function blocks(run: CmsMachine, device: 0x191 | 0x192 = 0x191): Uint8Array[] {
  const [geometry, place]: [CmsGeometry, number] = device === 0x191 ? [OWN, PLACES.A191] : [SMALL, PLACES.A192];
  return blocksOf(run.pack, geometry, place);
}

/** What is on it. */
export function contents(run: CmsMachine, device: 0x191 | 0x192 = 0x191): CmsContents {
  return readCms(blocks(run, device));
}

/** Lines of a file, from the disk itself; undefined where there is no such file. */
export function fileText(run: CmsMachine, name: string, fileType: string): string[] | undefined {
  return contents(run)
    .files.find((file) => file.name === name && file.type === fileType)
    ?.records.map(textOf);
}

export { textFile };
