/**
 * What is kept in this browser between visits: the media themselves, the configuration, and what programs have written on the media. Changes
 * go into a journal, all that belong together in one transaction: either all of them are kept or none is.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** What there is to know about a medium that has been written on, besides what was written. */
export type ChangedMedium =
  | {
      readonly kind: "disk";
      /** Model and cylinders: tracks fit no other pack. */
      readonly disk: string;
      readonly cylinders: number;
      /** Volume serial number of a pack that was blank, and is in no file. */
      readonly blank: string | undefined;
    }
  | {
      readonly kind: "tape";
      /** How many blocks and marks of the image are still there; the rest has been written. */
      readonly kept: number;
      readonly length: number;
      readonly density: number | undefined;
      readonly isBlank: boolean;
    };

/** A track of a disk (by its number), or a block or mark of a tape (by its place behind what is kept). */
export interface ChangedPart {
  readonly number: number;
  /** Plain data, as the engine has it. */
  readonly content: unknown;
}

/** What has changed on a medium since the last time. */
export interface Change {
  readonly name: string;
  readonly medium: ChangedMedium;
  readonly parts: readonly ChangedPart[];
  /** Parts from this number on are no more. */
  readonly cutFrom?: number;
}

export interface KeptMedium {
  readonly file: Blob;
  readonly isDamagedTaken: boolean;
}

/** The page as it was left. */
export interface KeptPage {
  readonly origin: string;
  /** Text of a configuration that was edited. */
  readonly text: string;
}

interface Shelves extends DBSchema {
  media: { key: string; value: KeptMedium };
  changed: { key: string; value: ChangedMedium };
  parts: { key: [name: string, number: number]; value: unknown };
  page: { key: string; value: KeptPage };
}

export class Journal {
  readonly #opened: Promise<IDBPDatabase<Shelves> | undefined>;

  constructor() {
    this.#opened = openDB<Shelves>("trap-and-emulate-ipl", 1, {
      upgrade(database) {
        database.createObjectStore("media");
        database.createObjectStore("changed");
        database.createObjectStore("parts");
        database.createObjectStore("page");
      },
    }).catch(() => undefined);
  }

  /** Whether anything can be kept: private windows may refuse. */
  async works(): Promise<boolean> {
    return (await this.#opened) !== undefined;
  }

  async media(): Promise<ReadonlyMap<string, KeptMedium>> {
    const database = await this.#opened;
    const media = new Map<string, KeptMedium>();
    for (const name of (await database?.getAllKeys("media")) ?? []) {
      const medium = await database?.get("media", name);
      if (medium) media.set(name, medium);
    }
    return media;
  }

  /** Keeps a medium. Rejects where there is no room for it. */
  async keepMedium(name: string, medium: KeptMedium): Promise<void> {
    await (await this.#opened)?.put("media", medium, name);
  }

  async removeMedium(name: string): Promise<void> {
    await (await this.#opened)?.delete("media", name);
  }

  async page(): Promise<KeptPage | undefined> {
    return (await this.#opened)?.get("page", "page");
  }

  async keepPage(page: KeptPage): Promise<void> {
    await (await this.#opened)?.put("page", page, "page");
  }

  /** All that has been written, medium by medium. */
  async *changes(): AsyncGenerator<Change> {
    const database = await this.#opened;
    if (!database) return;
    for (const name of await database.getAllKeys("changed")) {
      const transaction = database.transaction(["changed", "parts"]);
      const medium = await transaction.objectStore("changed").get(name);
      const range = partsOf(name);
      const keys = await transaction.objectStore("parts").getAllKeys(range);
      const contents = await transaction.objectStore("parts").getAll(range);
      if (medium) yield { name, medium, parts: keys.map(([, number], i) => ({ number, content: contents[i] })) };
    }
  }

  /** Keeps changes: all or none. Rejects where there is no room for them. */
  async keep(changes: readonly Change[]): Promise<void> {
    const database = await this.#opened;
    if (!database || changes.length === 0) return;
    const transaction = database.transaction(["changed", "parts"], "readwrite", { durability: "strict" });
    const parts = transaction.objectStore("parts");
    const asked: Promise<unknown>[] = [];
    for (const { name, medium, parts: changed, cutFrom } of changes) {
      asked.push(transaction.objectStore("changed").put(medium, name));
      if (cutFrom !== undefined) asked.push(parts.delete(partsOf(name, cutFrom)));
      for (const { number, content } of changed) asked.push(parts.put(content, [name, number]));
    }
    await Promise.all([...asked, transaction.done]);
  }

  /** Gives up what was written on a medium. */
  async forget(name: string): Promise<void> {
    const database = await this.#opened;
    if (!database) return;
    const transaction = database.transaction(["changed", "parts"], "readwrite");
    await Promise.all([
      transaction.objectStore("changed").delete(name),
      transaction.objectStore("parts").delete(partsOf(name)),
      transaction.done,
    ]);
  }
}

/** The keys of a medium's parts, from a number on. */
function partsOf(name: string, from = 0): IDBKeyRange {
  return IDBKeyRange.bound([name, from], [name, Number.POSITIVE_INFINITY]);
}
