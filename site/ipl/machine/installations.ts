/** Configurations that are ready: our own stand-alone programs with what they need, and one made of what is on the shelf. */
import { assemble, diskType, driveOf, iplDeck } from "../../../engine/index.ts";
import { type InstallationInfo, installations } from "../data/installations.ts";
import { damagedWord, type Medium } from "./shelf.ts";

const sources = import.meta.glob<string>("../../../engine/guests/standalone/*.asm", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A ready installation: its configuration, and the media that it brings along. */
export interface Installation {
  readonly info: InstallationInfo;
  readonly text: string;
  media(): readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

export function installation(id: string): Installation | undefined {
  const info = installations.find((each) => each.id === id);
  if (!info) return undefined;
  return {
    info,
    text: info.configuration,
    media() {
      const deck = { name: `${info.program}.deck`, bytes: deckOf(info.program) };
      const cards = Object.entries(info.cards).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
      return [deck, ...cards];
    },
  };
}

/** A stand-alone program as a deck that loads itself. */
function deckOf(program: string): Uint8Array {
  const source = sources[`../../../engine/guests/standalone/${program}.asm`];
  if (source === undefined) throw new RangeError(`there is no program ${program}`);
  const assembly = assemble(source);
  const [error] = assembly.errors;
  if (error) throw new RangeError(`${program}, line ${error.line}: ${error.message}`);
  return iplDeck(assembly);
}

/** Where drives of a type begin, as systems of the time had them. */
const FIRST: Readonly<Record<string, number>> = {
  "2311": 0x190,
  "2314": 0x230,
  "3330": 0x330,
  "3340": 0x340,
  "3350": 0x350,
  "3375": 0x370,
  "3380": 0x380,
  "3390": 0x390,
  "2305": 0x2c0,
};
/** Media that come with the ready installations. */
const READY = new Set(installations.flatMap(({ program, cards }) => [`${program}.deck`, ...Object.keys(cards)]));

const TAPES = 0x180;
const READER = 0x00c;

/** A machine with everything that is on the shelf in or on its devices; it loads from the first disk, else tape, else deck. */
export function shelfConfiguration(media: readonly Medium[]): string {
  const sound = media.filter(
    ({ isPart, damage, isDamagedTaken }) => !isPart && (damage === undefined || isDamagedTaken),
  );
  // What came with a ready installation is left out where there is something of the reader's.
  const own = sound.filter(({ name }) => !READY.has(name));
  const usable = own.length > 0 ? own : sound;
  const next = new Map<string, number>();
  const disks = usable.flatMap((medium) => {
    const { kind, drive, name } = medium;
    if (kind !== "disk" || drive === undefined || !driveOf(diskType(drive) ?? neverDisk())) return [];
    const at = next.get(drive) ?? FIRST[drive] ?? 0x390;
    next.set(drive, at + 1);
    return [{ at, line: `${hex(at)}  ${drive}  ${name}${damagedWord(medium)}` }];
  });
  const tapes = usable
    .filter(({ kind }) => kind === "tape")
    .map((medium, i) => ({ at: TAPES + i, line: `${hex(TAPES + i)}  3420  ${medium.name}${damagedWord(medium)}` }));
  const decks = usable.filter(({ kind }) => kind === "deck").map(({ name }) => ` ${name}`);
  const load = disks[0]?.at ?? tapes[0]?.at ?? READER;
  return [
    "# What is on the shelf, and devices for it.",
    "ARCHMODE S/370",
    `MAINSIZE ${disks.length > 0 ? 16 : 4}`,
    `IPL      ${hex(load)}`,
    "",
    "009  3215",
    `00C  3505 ${decks.join("")}${decks.length > 0 ? " eof" : ""}`.trimEnd(),
    "00D  3525  punch.txt ascii",
    "00E  1403  printer.txt",
    "0C0  3277",
    ...tapes.map(({ line }) => line),
    ...(tapes.length === 0 ? [`${hex(TAPES)}  3420`] : []),
    ...disks.map(({ line }) => line),
    "",
  ].join("\n");
}

function neverDisk(): never {
  throw new RangeError("a pack on the shelf has a drive that there is not");
}

function hex(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}
