/** The shelf: files that the reader has dropped, what each of them is, and whether it is sound. */
import {
  assemble,
  type ByteSource,
  bytesOf,
  checkDeck,
  Deck,
  type DeviceDefinition,
  type DiskPack,
  deckCode,
  diskType,
  driveOf,
  iplDeck,
  isDiskImage,
  MediumError,
  openDisk,
  openTape,
  otherFileNames,
  readDeviceHeader,
} from "../../../engine/index.ts";
import type { KeptMedium } from "../data/journal.ts";
import { fileSource } from "./file-source.ts";
import type { MediumView } from "./protocol.ts";

/** Files larger than this are no configurations and no sources. */
const MOST_TEXT = 0x10_0000;
/** Decks up to this many bytes are counted. */
const MOST_COUNTED = 0x10_0000;
const CONFIGURATION = /\.(cnf|conf|cfg|config)$/i;
const SOURCE = /\.(asm|s370|assemble|mlc)$/i;
const ARCHIVE = /\.(zip|gz|tgz|bz2|xz|7z|rar|tar)$/i;

export interface Medium {
  readonly name: string;
  readonly source: ByteSource;
  readonly file: Blob;
  readonly kind: MediumView["kind"];
  readonly about: string;
  readonly damage: string | undefined;
  /** Machine type of the drives on which a pack fits; nothing for one that no drive here takes. */
  readonly drive: string | undefined;
  /** Whether the reader takes it though it is damaged. */
  readonly isDamagedTaken: boolean;
  /** Whether a deck begins with a program, as far as it can be seen: no text. */
  readonly isProgram: boolean;
  /** A further file of an image, or a shadow file: nothing of its own. */
  readonly isPart: boolean;
  kept: MediumView["kept"];
}

/** What a dropped file is for. */
export type Dropped =
  | { readonly kind: "medium"; readonly medium: Medium }
  | { readonly kind: "configuration"; readonly text: string }
  | { readonly kind: "refused"; readonly why: string };

export class Shelf {
  readonly #media = new Map<string, Medium>();

  get media(): readonly Medium[] {
    return [...this.#media.values()];
  }

  get(name: string): Medium | undefined {
    return this.#media.get(name);
  }

  put(medium: Medium): void {
    this.#media.set(medium.name, medium);
    // A pack in several files is known when all of them are there.
    for (const each of this.media) {
      const others = otherFileNames(each.name).filter((name) => this.#media.has(name));
      if (each.kind !== "disk" || others.length === 0) continue;
      this.#media.set(each.name, this.#described(each.name, each.source, each));
      for (const name of others) {
        const part = this.#media.get(name);
        if (part) this.#media.set(name, { ...part, about: `belongs to ${each.name}`, damage: undefined, isPart: true });
      }
    }
  }

  remove(name: string): void {
    this.#media.delete(name);
  }

  acceptDamage(name: string): Medium | undefined {
    const medium = this.#media.get(name);
    if (!medium) return undefined;
    const taken = { ...medium, isDamagedTaken: true };
    this.#media.set(name, taken);
    return taken;
  }

  /** A medium that was kept from an earlier visit. */
  kept(name: string, { file, isDamagedTaken }: KeptMedium): void {
    this.put(this.#described(name, fileSource(name, file), { file, isDamagedTaken, kept: "yes" }));
  }

  /** Looks what a file is. An assembler source becomes a deck that can be loaded. */
  async look(file: File): Promise<Dropped> {
    const name = nameOf(file.name);
    if (CONFIGURATION.test(name) && file.size <= MOST_TEXT) return { kind: "configuration", text: await file.text() };
    if (SOURCE.test(name) && file.size <= MOST_TEXT) return this.#assembled(name, await file.text());
    if (ARCHIVE.test(name)) return refused(`${name} is an archive: take it apart first, and drop what was in it`);
    if (file.size === 0) return refused(`${name} is empty`);
    const medium = this.#described(name, fileSource(name, file), { file, isDamagedTaken: false, kept: "soon" });
    return { kind: "medium", medium };
  }

  /** A medium that this page makes: a program's deck. */
  made(name: string, bytes: Uint8Array): Medium {
    const file = new Blob([new Uint8Array(bytes)]);
    return this.#described(name, bytesOf(name, bytes), { file, isDamagedTaken: false, kept: "soon" });
  }

  /** The pack of an image, all its files together, with shadow files (`*` stands for a digit). Throws {@link MediumError}. */
  open(name: string, shadow?: string): DiskPack | undefined {
    const medium = this.#media.get(name);
    if (!medium) return undefined;
    const others = otherFileNames(name).flatMap((other) => this.#media.get(other)?.source ?? []);
    const names = shadow === undefined ? [] : [..."12345678"].map((digit) => shadow.replace("*", digit));
    const shadows = [...new Set(names)].flatMap((each) => this.#media.get(each)?.source ?? []);
    return openDisk([medium.source, ...others, ...shadows], { damaged: medium.isDamagedTaken });
  }

  #assembled(name: string, text: string): Dropped {
    const assembly = assemble(text);
    const [first] = assembly.errors;
    if (first) {
      const more = assembly.errors.length > 1 ? `, and ${assembly.errors.length - 1} more` : "";
      return refused(`${name}, line ${first.line}, column ${first.column}: ${first.message}${more}`);
    }
    try {
      return { kind: "medium", medium: this.made(name.replace(SOURCE, ".deck"), iplDeck(assembly)) };
    } catch (error) {
      if (error instanceof RangeError) return refused(`${name}: ${error.message}`);
      throw error;
    }
  }

  #described(name: string, source: ByteSource, rest: Pick<Medium, "file" | "isDamagedTaken" | "kept">): Medium {
    const { file, isDamagedTaken, kept } = rest;
    const isProgram = deckCode(source) !== "ascii";
    const medium = { name, source, file, isDamagedTaken, kept, isProgram, isPart: false };
    const other = otherFileNames(name).flatMap((each) => this.#media.get(each)?.source ?? []);
    return { ...medium, ...(isDiskImage(source) ? aboutDisk([source, ...other]) : aboutOther(source)) };
  }
}

/** Names stand in statements of a configuration, whose words end at a blank. */
function nameOf(name: string): string {
  return name.replace(/[\s"'#]+/g, "_");
}

function refused(why: string): Dropped {
  return { kind: "refused", why };
}

type About = Pick<Medium, "kind" | "about" | "damage" | "drive">;

function aboutDisk(files: readonly ByteSource[]): About {
  const [{ name }] = files;
  if (readDeviceHeaderOf(files[0])?.kind === "shadow")
    return { kind: "disk", about: "shadow file: what was changed of an image", damage: undefined, drive: undefined };
  try {
    return { ...disk(openDisk(files)), damage: undefined };
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    const damage = error.message.replace(`${name}, `, "");
    try {
      return { ...disk(openDisk(files, { damaged: true })), damage };
    } catch {
      return { kind: "disk", about: "disk image", damage, drive: undefined };
    }
  }
}

function readDeviceHeaderOf(file: ByteSource): ReturnType<typeof readDeviceHeader> | undefined {
  try {
    return readDeviceHeader(file);
  } catch {
    return undefined;
  }
}

function disk({ geometry }: DiskPack): Omit<About, "damage"> {
  const { disk: type, cylinders } = geometry;
  const drive = driveOf(diskType(type.name) ?? type) ? type.type : undefined;
  const without = drive === undefined ? "; there is no such drive here" : "";
  return { kind: "disk", about: `${type.name}, ${cylinders} cylinders${without}`, drive };
}

function aboutOther(source: ByteSource): About {
  try {
    const image = openTape(source);
    const isHet = /\.het$/i.test(source.name);
    if (image.has(0)) return { kind: "tape", about: isHet ? "HET tape" : "AWS tape", damage: undefined, drive: "3420" };
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    // A file whose first bytes are no tape's is a deck, unless its name says otherwise.
    if (error.at > 0 || /\.(aws|het)$/i.test(source.name))
      return { kind: "tape", about: "tape", damage: error.message.replace(`${source.name}, `, ""), drive: "3420" };
  }
  const code = deckCode(source);
  const coded = code === "ascii" ? "text" : code === "binary" ? "card images" : "EBCDIC";
  if (source.size > MOST_COUNTED) return { kind: "deck", about: `deck, ${coded}`, damage: undefined, drive: "3505" };
  try {
    const cards = checkDeck(new Deck(source, { code }));
    return {
      kind: "deck",
      about: `${cards} card${cards === 1 ? "" : "s"}, ${coded}`,
      damage: undefined,
      drive: "3505",
    };
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    return {
      kind: "deck",
      about: `deck, ${coded}`,
      damage: error.message.replace(`${source.name}, `, ""),
      drive: "3505",
    };
  }
}

/** What a damaged medium is called in the devices of a configuration: the word that takes it as it is. */
export function damagedWord({ damage, isDamagedTaken }: Medium): string {
  return damage !== undefined && isDamagedTaken ? " damaged" : "";
}

/** The names of media that a device of a configuration has. */
export function mediaOf(definition: DeviceDefinition): readonly string[] {
  switch (definition.kind) {
    case "reader":
      return definition.decks;
    case "punch":
      return definition.reads?.deck === undefined ? [] : [definition.reads.deck];
    case "disk":
      return definition.image === undefined ? [] : [definition.image];
    case "tape":
      return definition.tape === undefined ? [] : [definition.tape];
    default:
      return [];
  }
}
