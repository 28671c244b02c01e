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
  readonly tracks: Map<number, Uint8Array>;
}

interface TapeWork {
  readonly kind: "tape";
  readonly isBlank: boolean;
  state: ReelState;
}

type Written = ReelState["written"];
type WrittenItem = Written extends Sequence<infer Item> ? Item : never;

export class Changes {
  readonly #works = new Map<string, DiskWork | TapeWork>();
  /** Packs and reels that have been seen on drives: what they are called, and what is known of them. */
  readonly #packs = new Map<
    DiskPack,
    { readonly name: string; readonly blank: string | undefined; seen: DiskOverlay }
  >();
  readonly #reels = new Map<TapeReel, { readonly isBlank: boolean; seen: ReelState }>();

  /** Takes what the journal had. */
  load({ name, medium, parts }: Change): void {
    if (medium.kind === "disk") {
      // Parts of a disk are tracks: the journal gives back what it was given.
      const tracks = new Map(parts.map(({ number, content }) => [number, content as Uint8Array]));
      this.#works.set(name, { ...medium, tracks });
      return;
    }
    let written: Written = emptySequence();
    for (let i = 0; i < Math.min(parts.length, medium.length); i++)
      // Parts of a tape are what its reel had written, in order.
      written = withItem(written, i, parts[i].content as WrittenItem);
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

  /** What is new on all media since the last time. */
  take(): Change[] {
    const changes: Change[] = [];
    for (const [pack, known] of this.#packs) {
      const change = this.#ofPack(pack, known);
      if (change) changes.push(change);
    }
    for (const [reel, known] of this.#reels) {
      const change = this.#ofReel(reel, known);
      if (change) changes.push(change);
    }
    return changes;
  }

  /** All that was written on a medium, as if nothing of it had been kept: after the journal could not take it. */
  all(name: string): Change | undefined {
    const work = this.#works.get(name);
    if (!work) return undefined;
    if (work.kind === "tape") return tapeChange(name, work, 0);
    const parts = [...work.tracks].map(([number, content]) => ({ number, content }));
    return { name, medium: diskMedium(work), parts };
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
    const image = definition?.image ?? pack.name;
    const name = definition?.shadow === undefined ? image : `${image} with ${definition.shadow}`;
    const blank = pack.name === image ? undefined : definition?.blank;
    const { disk, cylinders } = pack.geometry;
    const work = this.#works.get(name);
    if (work?.kind === "disk") {
      if (work.disk !== disk.name || work.cylinders !== cylinders)
        throw new RangeError(
          `${name} has been written on as a ${work.disk} of ${work.cylinders} cylinders, and this is a ${disk.name} of ${cylinders}: give up what was written, or change the configuration`,
        );
      // The drive's pack may be read only; what was written before belongs to it all the same.
      const whole = new DiskPack(withoutDamage(pack));
      for (const [number, track] of work.tracks) whole.replace(number, track);
      pack.restore(whole.save());
    }
    this.#packs.set(pack, { name, blank, seen: pack.save() });
  }

  #meetReel(reel: TapeReel): void {
    const before = this.#works.get(reel.name);
    this.putOn(reel);
    const isBlank = before?.kind === "tape" ? before.isBlank : !reel.image.has(0) && !reel.image.damage;
    this.#reels.set(reel, { isBlank, seen: reel.save() });
  }

  #ofPack(
    pack: DiskPack,
    known: { readonly name: string; readonly blank: string | undefined; seen: DiskOverlay },
  ): Change | undefined {
    const now = pack.save();
    const parts: ChangedPart[] = [];
    now.forEach((table, at) => {
      const before = known.seen[at];
      if (table === undefined || table === before) return;
      table.forEach((content, within) => {
        if (content !== undefined && content !== before?.[within])
          parts.push({ number: at * table.length + within, content });
      });
    });
    known.seen = now.slice();
    if (parts.length === 0) return undefined;
    const { disk, cylinders } = pack.geometry;
    let work = this.#works.get(known.name);
    if (work?.kind !== "disk") {
      work = { kind: "disk", disk: disk.name, cylinders, blank: known.blank, tracks: new Map() };
      this.#works.set(known.name, work);
    }
    for (const { number } of parts) work.tracks.set(number, pack.track(number));
    return { name: known.name, medium: diskMedium(work), parts };
  }

  #ofReel(reel: TapeReel, known: { readonly isBlank: boolean; seen: ReelState }): Change | undefined {
    const now = reel.save();
    const { seen } = known;
    known.seen = now;
    if (!reel.changed || (now.written === seen.written && now.kept === seen.kept)) return undefined;
    const work: TapeWork = { kind: "tape", isBlank: known.isBlank, state: { ...now, position: 0, erased: 0 } };
    this.#works.set(reel.name, work);
    return tapeChange(reel.name, work, now.kept === seen.kept ? shared(seen.written, now.written) : 0);
  }
}

/** The tracks of a pack without the word that they are damaged, which forbids writing. */
function withoutDamage({ base }: DiskPack): DiskPack["base"] {
  return { name: base.name, geometry: base.geometry, read: (number) => base.read(number) };
}

function diskMedium({ kind, disk, cylinders, blank }: DiskWork): Change["medium"] {
  return { kind, disk, cylinders, blank };
}

/** What is on a reel from a place on; what was behind is cut off. */
function tapeChange(name: string, { isBlank, state }: TapeWork, from: number): Change {
  const { kept, written, density } = state;
  const parts: ChangedPart[] = [];
  for (let number = from; number < written.length; number++) parts.push({ number, content: itemOf(written, number) });
  return { name, medium: { kind: "tape", kept, length: written.length, density, isBlank }, parts, cutFrom: from };
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
