/**
 * The relocating loader: places the sections of object decks in storage, finds what they name of one another and mends
 * their address constants (SC26-4941, "Object Deck Output").
 */
import type { EsdItem } from "./object-deck-cards.ts";
import { type CardPlace, type LoadError, type Placed, type ReadModule, readModules } from "./object-deck-reader.ts";
import { joinSegments, lastAtOrBefore, type Segment } from "./segments.ts";

export type { LoadError } from "./object-deck-reader.ts";

/** A program that has been loaded from decks. With errors, what could be placed is still there. */
export interface LoadedProgram {
  /** In the order of decks and cards. */
  readonly errors: readonly LoadError[];
  /** What to put where, in ascending order, not overlapping. */
  readonly segments: readonly Segment[];
  /** The first entry that a deck names, else the first section's start. */
  readonly entry: number;
  /** Names that decks make known to others, with their addresses. */
  readonly symbols: ReadonlyMap<string, number>;
  readonly sections: readonly { readonly name: string; readonly address: number; readonly length: number }[];
}

const STORAGE_LIMIT = 0x1000000;

/** Where a module's section went. */
interface PlacedSection {
  readonly name: string;
  readonly item: Placed<EsdItem>;
  readonly length: number;
  /** Bytes to add to an address as assembled. */
  readonly move: number;
  /** Another deck's section of the same name came first; this one's text is not loaded. */
  readonly replaced: boolean;
}

/** A module with what its ESD numbers mean. */
interface LinkedModule extends ReadModule {
  readonly byId: Map<number, Placed<EsdItem>>;
  readonly places: Map<number, PlacedSection>;
}

/**
 * Loads decks. The first section goes to `origin` (a byte address, a multiple of 8), or to the address for which it was
 * assembled; each other one to the doubleword after the one before it, common sections last. Never throws: errors name
 * card and column.
 */
export function loadObjectDecks(decks: readonly Uint8Array[], origin?: number): LoadedProgram {
  return new Loader(decks, origin).load();
}

class Loader {
  private readonly errors: LoadError[] = [];
  private readonly modules: LinkedModule[];
  private readonly symbols = new Map<string, number>();
  private readonly sections: { name: string; address: number; length: number }[] = [];
  private readonly controlByName = new Map<string, number>();
  private readonly pseudo = new Map<string, { length: number; alignment: number; offset: number }>();
  private pseudoLength = 0;
  private next: number | undefined;

  constructor(decks: readonly Uint8Array[], origin: number | undefined) {
    const report = (place: CardPlace, message: string) => this.report(place, message);
    this.modules = decks.flatMap((bytes, index) =>
      readModules(index + 1, bytes, report).map((module) => ({ ...module, byId: new Map(), places: new Map() })),
    );
    this.next = origin;
  }

  load(): LoadedProgram {
    for (const module of this.modules) this.number(module);
    for (const module of this.modules) this.placeSections(module);
    for (const module of this.modules) this.defineEntries(module);
    this.placeCommon();
    this.placePseudoRegisters();
    const segments = joinSegments(this.modules.flatMap((module) => this.text(module)));
    for (const module of this.modules) this.checkExternals(module);
    for (const module of this.modules) this.relocate(module, segments);
    const entry = this.entry();
    const errors = [...this.errors].sort((a, b) => a.deck - b.deck || a.card - b.card || a.column - b.column);
    return { errors, segments, entry, symbols: this.symbols, sections: this.sections };
  }

  private report(place: CardPlace, message: string): void {
    this.errors.push({ deck: place.deck, card: place.card, column: place.column, message });
  }

  private number(module: LinkedModule): void {
    for (const item of module.symbols) {
      if (item.type === "LD") continue;
      if (module.byId.has(item.id)) this.report(item.place, `the deck uses ESD number ${item.id} twice`);
      else module.byId.set(item.id, item);
    }
  }

  private placeSections(module: LinkedModule): void {
    for (const item of module.byId.values()) {
      if (item.type !== "SD" && item.type !== "PC") continue;
      const { name } = item;
      const length = item.length === 0 ? module.endLength : item.length;
      const before = name === "" ? undefined : this.controlByName.get(name);
      const address = before ?? this.allocate(item, length);
      if (before === undefined) {
        this.sections.push({ name, address, length });
        if (name !== "") {
          this.controlByName.set(name, address);
          this.symbols.set(name, address);
        }
      }
      const replaced = before !== undefined;
      module.places.set(item.id, { name, item, length, move: address - item.address, replaced });
    }
  }

  /** The place of the next section. */
  private allocate(item: Placed<EsdItem>, length: number): number {
    const address = Math.ceil((this.next ?? item.address) / 8) * 8;
    if (address + length > STORAGE_LIMIT) {
      const what = item.name === "" ? "this section" : `section ${item.name}`;
      this.report(item.place, `${what} would run past the end of storage: addresses have 24 bits`);
      return 0;
    }
    this.next = address + length;
    return address;
  }

  private defineEntries(module: LinkedModule): void {
    for (const item of module.symbols) {
      if (item.type !== "LD") continue;
      const section = module.places.get(item.section);
      if (section === undefined)
        this.report(item.place, `${item.name} lies in section number ${item.section}, which the deck has not`);
      else if (section.replaced) continue;
      else if (this.symbols.has(item.name))
        this.report(item.place, `${item.name} is an entry of more than one section`);
      else this.symbols.set(item.name, item.address + section.move);
    }
  }

  /** Common sections of one name are one; a control section of that name takes its place. */
  private placeCommon(): void {
    const longest = new Map<string, { item: Placed<EsdItem>; length: number }>();
    const all = this.modules.flatMap((module) =>
      [...module.byId.values()].filter(({ type }) => type === "CM").map((item) => ({ module, item })),
    );
    for (const { item } of all) {
      const known = longest.get(item.name);
      if (known === undefined || known.length < item.length) longest.set(item.name, { item, length: item.length });
    }
    const addresses = new Map<string, number>();
    for (const [name, { item, length }] of longest) {
      const control = name === "" ? undefined : this.controlByName.get(name);
      const address = control ?? this.allocate(item, length);
      addresses.set(name, address);
      if (control !== undefined) continue;
      this.sections.push({ name, address, length });
      if (name !== "" && !this.symbols.has(name)) this.symbols.set(name, address);
    }
    for (const { module, item } of all) {
      const address = addresses.get(item.name) ?? 0;
      const { name, length } = item;
      module.places.set(item.id, { name, item, length, move: address - item.address, replaced: false });
    }
  }

  private placePseudoRegisters(): void {
    for (const { byId } of this.modules) {
      for (const { type, name, length, alignment } of byId.values()) {
        if (type !== "PR") continue;
        const known = this.pseudo.get(name) ?? { length: 0, alignment: 1, offset: 0 };
        known.length = Math.max(known.length, length);
        known.alignment = Math.max(known.alignment, alignment);
        this.pseudo.set(name, known);
      }
    }
    for (const register of this.pseudo.values()) {
      register.offset = Math.ceil(this.pseudoLength / register.alignment) * register.alignment;
      this.pseudoLength = register.offset + register.length;
    }
  }

  private text(module: LinkedModule): Segment[] {
    return module.text.flatMap(({ section, address, bytes, place }) => {
      const placed = module.places.get(section);
      if (placed === undefined) {
        this.report({ ...place, column: 15 }, `the text belongs to section number ${section}, which the deck has not`);
        return [];
      }
      const { item, length, move, replaced } = placed;
      if (address < item.address || address + bytes.length > item.address + length) {
        this.report(
          place,
          `the text lies outside its section, ${range(item.address, length)}: ${range(address, bytes.length)}`,
        );
        return [];
      }
      if (replaced || address + move < 0 || address + move + bytes.length > STORAGE_LIMIT) return [];
      return [{ address: address + move, bytes }];
    });
  }

  private checkExternals(module: LinkedModule): void {
    for (const { type, name, place } of module.byId.values()) {
      if (type === "ER" && !this.symbols.has(name))
        this.report(place, `no deck here has ${name}, which this one names as external`);
    }
  }

  private relocate(module: LinkedModule, segments: readonly Segment[]): void {
    for (const { kind, target, section, address, length, negative, place } of module.relocations) {
      const placed = module.places.get(section);
      if (placed === undefined) {
        this.report(place, `the address constant lies in section number ${section}, which the deck has not`);
        continue;
      }
      if (placed.replaced) continue;
      const item = module.byId.get(target);
      if (item === undefined && kind !== "CXD") {
        this.report(place, `the address constant refers to ESD number ${target}, which the deck has not`);
        continue;
      }
      const at = address + placed.move;
      const segment = segments[lastAtOrBefore(segments, at)];
      const offset = segment === undefined ? -1 : at - segment.address;
      if (segment === undefined || offset + length > segment.bytes.length) {
        this.report(place, `no text is loaded where this address constant lies, ${hexadecimal(address)}`);
        continue;
      }
      const bytes = segment.bytes.subarray(offset, offset + length);
      const own = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
      let value: number;
      if (kind === "CXD") value = this.pseudoLength;
      else if (kind === "Q") value = this.pseudo.get(item?.name ?? "")?.offset ?? 0;
      else if (kind === "V") value = item === undefined ? 0 : this.addressOf(module, item);
      else value = own + (negative ? -1 : 1) * (item === undefined ? 0 : this.moveOf(module, item));
      const limit = 256 ** length;
      // A halfword has no room for an address beyond 64K: that is a mistake, while 32 bits may wrap around.
      if (length < 4 && (value < 0 || value >= limit) && own < limit / 2)
        this.report(place, `the address ${hexadecimal(value)} does not fit in ${length} bytes`);
      for (let index = length - 1, rest = value; index >= 0; index--) {
        bytes[index] = ((rest % 256) + 256) % 256;
        rest = Math.floor(rest / 256);
      }
    }
  }

  /** Where an item lies: what V stores, whatever the text has in its place. */
  private addressOf(module: LinkedModule, item: EsdItem): number {
    const own = item.type === "ER" || item.type === "WX" ? 0 : item.address;
    return own + this.moveOf(module, item);
  }

  /** What a reference to an item adds: how far its section was moved, or where another module's symbol lies. */
  private moveOf(module: LinkedModule, { id, type, name }: EsdItem): number {
    if (type === "ER" || type === "WX") return this.symbols.get(name) ?? 0;
    return module.places.get(id)?.move ?? 0;
  }

  private entry(): number {
    for (const { entry, entryName, places } of this.modules) {
      if (entryName !== undefined) {
        const address = this.symbols.get(entryName.name);
        if (address !== undefined) return address;
        this.report(entryName.place, `no deck here has ${entryName.name}, which is to be the entry`);
      }
      if (entry === undefined) continue;
      const section = entry.section === 0 ? places.values().next().value : places.get(entry.section);
      if (section !== undefined) return (entry.address + section.move) & 0xffffff;
      this.report(entry.place, `the entry lies in section number ${entry.section}, which the deck has not`);
    }
    return this.sections[0]?.address ?? 0;
  }
}

const hexadecimal = (address: number): string => `X'${Math.abs(address).toString(16).toUpperCase().padStart(6, "0")}'`;

const range = (address: number, length: number): string =>
  length === 0
    ? `${hexadecimal(address)} and empty`
    : `${hexadecimal(address)} to ${hexadecimal(address + length - 1)}`;
