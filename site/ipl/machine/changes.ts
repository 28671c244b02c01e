/**
 * What programs have written on packs and reels, medium by medium: noticed as the machine goes on, handed to the journal, and put on again
 * when a medium is mounted again.
 */
import {
  blankPack,
  CountKeyDataDisk,
  type Device,
  type DeviceDefinition,
  type DiskOverlay,
  DiskPack,
  diskType,
  emptySequence,
  itemOf,
  type ReelState,
  type Sequence,
  TapeDrive,
  type TapeReel,
  withItem,
} from "../../../engine/index.ts";
import type { Change, ChangedPart } from "../data/journal.ts";

/** A device in its place. */
export interface Placed {
  readonly definition: DeviceDefinition;
  readonly device: Device;
}

/** A medium that was blank, and is in no file. */
export interface BlankMedium {
  readonly name: string;
  readonly kind: "disk" | "tape";
  readonly about: string;
}

interface DiskWork {
  readonly kind: "disk";
  readonly disk: string;
  readonly cylinders: number;
  readonly blank: string | undefined;
  readonly shadow: string | undefined;
  readonly tracks: Map<number, Uint8Array>;
}

/** A pack on a drive. */
interface KnownPack {
  readonly name: string;
  readonly blank: string | undefined;
  readonly shadow: string | undefined;
  seen: DiskOverlay;
}

interface TapeWork {
  readonly kind: "tape";
  readonly isBlank: boolean;
  state: ReelState;
}

/** Entries of the journal of one medium. */
const MOST_ENTRIES = 400;

type Written = ReelState["written"];
type WrittenItem = Written extends Sequence<infer Item> ? Item : never;

export class Changes {
  readonly #isFile: (name: string) => boolean;
  readonly #works = new Map<string, DiskWork | TapeWork>();
  /** Entries that the journal has of a medium. */
  readonly #entries = new Map<string, number>();
  /** Packs and reels that have been seen on drives: what they are called, and what is known of them. */
  readonly #packs = new Map<DiskPack, KnownPack>();
  readonly #reels = new Map<TapeReel, { readonly isBlank: boolean; seen: ReelState }>();

  /** `isFile`: whether a medium of that name is in a file; a pack that is in none was blank. */
  constructor(isFile: (name: string) => boolean) {
    this.#isFile = isFile;
  }

  /** Takes an entry of the journal, in their order. */
  load({ name, medium, parts, cutFrom = 0, isAll }: Change): void {
    this.#entries.set(name, isAll ? 1 : (this.#entries.get(name) ?? 0) + 1);
    const before = isAll ? undefined : this.#works.get(name);
    if (medium.kind === "disk") {
      const tracks = before?.kind === "disk" ? before.tracks : new Map<number, Uint8Array>();
      // Parts of a disk are tracks: the journal gives back what it was given.
      for (const { number, content } of parts) tracks.set(number, content as Uint8Array);
      this.#works.set(name, { ...medium, tracks });
      return;
    }
    let written: Written = before?.kind === "tape" && cutFrom > 0 ? before.state.written : emptySequence();
    // Parts of a tape are what its reel had written, in order.
    for (const { number, content } of parts) written = withItem(written, number, content as WrittenItem);
    if (medium.length === 0) written = emptySequence();
    else if (written.length > medium.length)
      written = withItem(written, medium.length - 1, itemOf(written, medium.length - 1));
    const { kept, density, isBlank } = medium;
    this.#works.set(name, { kind: "tape", isBlank, state: { kept, written, position: 0, erased: 0, density } });
  }

  /** "3 tracks written"; nothing where nothing was. */
  about(name: string): string | undefined {
    const work = this.#works.get(name);
    if (!work) return undefined;
    if (work.kind === "disk") return `${plural(work.tracks.size, "track")} written`;
    const { length } = work.state.written;
    return length === 0 ? "erased" : `${plural(length, "block")} written`;
  }

  /** Media that have been written on and were blank: they are in no file. */
  get blanks(): readonly BlankMedium[] {
    return [...this.#works].flatMap(([name, work]): BlankMedium[] => {
      if (work.kind === "tape") return work.isBlank ? [{ name, kind: work.kind, about: "new tape" }] : [];
      if (work.blank === undefined) return [];
      return [{ name, kind: work.kind, about: `${work.disk}, ${work.cylinders} cylinders` }];
    });
  }

  has(name: string): boolean {
    return this.#works.has(name);
  }

  forget(name: string): void {
    this.#works.delete(name);
    this.#entries.delete(name);
  }

  /** The machine is gone, and its drives with it. */
  powerOff(): void {
    this.#packs.clear();
    this.#reels.clear();
  }

  /**
   * Looks at what is on the drives, and puts on what programs had written where a medium has been mounted anew. `isFirst`: the drives have what
   * the configuration says; later it is what the operator has mounted. Throws RangeError where what was written does not fit.
   */
  meet(devices: readonly Placed[], isFirst = false): void {
    for (const { definition, device } of devices) {
      if (device instanceof CountKeyDataDisk && device.pack && !this.#packs.has(device.pack)) {
        const isConfigured = isFirst && definition.kind === "disk";
        this.#meetPack(device.pack, isConfigured ? definition : undefined);
      }
      if (device instanceof TapeDrive && device.reel && !this.#reels.has(device.reel)) this.#meetReel(device.reel);
    }
  }

  /** What is new on all media since the last time. Where the journal has many entries of a medium, all that was written takes their place. */
  take(): Change[] {
    const changes: Change[] = [];
    for (const [pack, known] of this.#packs) {
      const change = this.#ofPack(pack, known);
      if (change) changes.push(this.#entry(change));
    }
    for (const [reel, known] of this.#reels) {
      const change = this.#ofReel(reel, known);
      if (change) changes.push(this.#entry(change));
    }
    return changes;
  }

  #entry(change: Change): Change {
    const { name } = change;
    const entries = (this.#entries.get(name) ?? 0) + 1;
    const work = entries > MOST_ENTRIES ? this.#works.get(name) : undefined;
    this.#entries.set(name, work ? 1 : entries);
    if (!work) return change;
    if (work.kind === "tape") return { ...tapeChange(name, work, 0), isAll: true };
    const parts = [...work.tracks].map(([number, content]) => ({ number, content: exact(content) }));
    return { name, medium: diskMedium(work), parts, isAll: true };
  }

  /** Whether something has been written that {@link take} has not given yet. */
  get isPending(): boolean {
    for (const [pack, { seen }] of this.#packs) if (pack.save() !== seen) return true;
    for (const [reel, { seen }] of this.#reels) if (hasChanged(reel.save(), seen)) return true;
    return false;
  }

  /** The shadow file with which a pack was mounted when it was written on. */
  shadowOf(name: string): string | undefined {
    const work = this.#works.get(name);
    return work?.kind === "disk" ? work.shadow : undefined;
  }

  /** A pack with what was written on it: over an image that is opened, or over a blank one. */
  packOf(name: string, opened: DiskPack | undefined): DiskPack | undefined {
    const work = this.#works.get(name);
    if (work?.kind !== "disk") return opened;
    const type = diskType(work.disk);
    const blank = work.blank !== undefined && type ? blankPack(type, { volume: work.blank }) : undefined;
    const base = blank ?? opened?.base;
    if (!base) return undefined;
    const pack = new DiskPack(base);
    for (const [number, track] of work.tracks) pack.replace(number, track);
    return pack;
  }

  /** Puts what was written on a reel. */
  putOn(reel: TapeReel): void {
    const work = this.#works.get(reel.name);
    if (work?.kind === "tape" && !reel.changed) reel.restore(work.state);
  }

  #meetPack(pack: DiskPack, definition: Extract<DeviceDefinition, { kind: "disk" }> | undefined): void {
    const name = definition?.image ?? pack.name;
    const shadow = definition?.shadow;
    const blank = this.#isFile(name) ? undefined : definition?.blank;
    const { disk, cylinders } = pack.geometry;
    const work = this.#works.get(name);
    if (work?.kind === "disk") {
      if (work.disk !== disk.name || work.cylinders !== cylinders)
        throw new RangeError(
          `${name} has been written on as a ${work.disk} of ${work.cylinders} cylinders, and this is a ${disk.name} of ${cylinders}: give up what was written, or change the configuration`,
        );
      if (work.shadow !== shadow)
        throw new RangeError(
          `${name} has been written on ${work.shadow === undefined ? "without a shadow file" : `with the shadow file ${work.shadow}`}: give up what was written, or mount it so again`,
        );
      // The drive's pack may be read only; what was written before belongs to it all the same.
      const whole = new DiskPack(withoutDamage(pack));
      for (const [number, track] of work.tracks) whole.replace(number, track);
      pack.restore(whole.save());
    }
    this.#packs.set(pack, { name, blank, shadow, seen: pack.save() });
  }

  #meetReel(reel: TapeReel): void {
    const before = this.#works.get(reel.name);
    this.putOn(reel);
    const isBlank = before?.kind === "tape" ? before.isBlank : !reel.image.has(0) && !reel.image.damage;
    this.#reels.set(reel, { isBlank, seen: reel.save() });
  }

  #ofPack(pack: DiskPack, known: KnownPack): Change | undefined {
    const now = pack.save();
    if (now === known.seen) return undefined;
    const parts: ChangedPart[] = [];
    now.forEach((table, at) => {
      const before = known.seen[at];
      if (table === undefined || table === before) return;
      table.forEach((content, within) => {
        if (content !== undefined && content !== before?.[within])
          parts.push({ number: at * table.length + within, content: exact(content) });
      });
    });
    known.seen = now;
    if (parts.length === 0) return undefined;
    const { disk, cylinders } = pack.geometry;
    let work = this.#works.get(known.name);
    if (work?.kind !== "disk") {
      const { blank, shadow } = known;
      work = { kind: "disk", disk: disk.name, cylinders, blank, shadow, tracks: new Map() };
      this.#works.set(known.name, work);
    }
    for (const { number } of parts) work.tracks.set(number, pack.track(number));
    return { name: known.name, medium: diskMedium(work), parts };
  }

  #ofReel(reel: TapeReel, known: { readonly isBlank: boolean; seen: ReelState }): Change | undefined {
    const now = reel.save();
    const { seen } = known;
    known.seen = now;
    if (!hasChanged(now, seen)) return undefined;
    const work: TapeWork = { kind: "tape", isBlank: known.isBlank, state: { ...now, position: 0, erased: 0 } };
    this.#works.set(reel.name, work);
    return tapeChange(reel.name, work, now.kept === seen.kept ? shared(seen.written, now.written) : 0);
  }
}

/** Bytes alone: a part of a larger buffer would be kept with all of that. */
function exact(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** The tracks of a pack without the word that they are damaged, which forbids writing. */
function withoutDamage({ base }: DiskPack): DiskPack["base"] {
  return { name: base.name, geometry: base.geometry, read: (number) => base.read(number) };
}

function diskMedium({ kind, disk, cylinders, blank, shadow }: DiskWork): Change["medium"] {
  return { kind, disk, cylinders, blank, shadow };
}

/** What is on a reel from a place on; what was behind is cut off. */
function tapeChange(name: string, { isBlank, state }: TapeWork, from: number): Change {
  const { kept, written, density } = state;
  const parts: ChangedPart[] = [];
  for (let number = from; number < written.length; number++) {
    const { data, ...rest } = itemOf(written, number);
    parts.push({ number, content: { ...rest, data: data && exact(data) } });
  }
  return { name, medium: { kind: "tape", kept, length: written.length, density, isBlank }, parts, cutFrom: from };
}

function hasChanged(now: ReelState, before: ReelState): boolean {
  return now.written !== before.written || now.kept !== before.kept;
}

/** How many items two sequences have in common: what was written earlier stays the same, up to where it was written over. */
function shared(before: Written, now: Written): number {
  let from = 0;
  let to = Math.min(before.length, now.length);
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (itemOf(before, middle - 1) === itemOf(now, middle - 1)) from = middle;
    else to = middle - 1;
  }
  return from;
}

function plural(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}
