/**
 * What is kept in this browser between visits: the media themselves, the configuration, and what programs have written on the media. Changes
 * go to the end of a journal, all that belong together in one transaction: either all of them are kept or none is.
 */
import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb";

/** What there is to know about a medium that has been written on, besides what was written. */
export type ChangedMedium =
  | {
      readonly kind: "disk";
      /** Model and cylinders: tracks fit no other pack. */
      readonly disk: string;
      readonly cylinders: number;
      /** Volume serial number of a pack that was blank, and is in no file. */
      readonly blank: string | undefined;
      /** Shadow file with which the image was mounted. */
      readonly shadow: string | undefined;
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

/** What has changed on a medium since the last time: an entry of the journal. */
export interface Change {
  readonly name: string;
  readonly medium: ChangedMedium;
  readonly parts: readonly ChangedPart[];
  /** Of a tape: parts from this number on are no more, but for those that are given here. */
  readonly cutFrom?: number;
  /** Whether it is all that was written on the medium, and stands in place of its entries so far. */
  readonly isAll?: boolean;
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
  journal: { key: number; value: Change; indexes: { name: string } };
  page: { key: string; value: KeptPage };
}

/** Milliseconds that a page which is being left is waited for. */
const PATIENCE = 1_500;

export class Journal {
  #isMine = true;
  readonly #opened: Promise<IDBPDatabase<Shelves> | undefined>;

  constructor() {
    this.#opened = openDB<Shelves>("trap-and-emulate-ipl", 1, {
      upgrade(database) {
        database.createObjectStore("media");
        database.createObjectStore("journal", { autoIncrement: true }).createIndex("name", "name");
        database.createObjectStore("page");
      },
    }).catch(() => undefined);
  }

  /** Has this page alone write here, until it is closed. False where another one is open that does. */
  async claim(): Promise<boolean> {
    const { locks } = navigator;
    if (!locks) return true;
    this.#isMine = await new Promise<boolean>((resolve) => {
      const held = () => {
        resolve(true);
        return new Promise<void>(() => {});
      };
      locks
        .request("trap-and-emulate-ipl", { signal: AbortSignal.timeout(PATIENCE) }, held)
        .catch(() => resolve(false));
    });
    return this.#isMine;
  }

  /** Whether anything can be kept: private windows may refuse, and only one page at a time may write. */
  async works(): Promise<boolean> {
    return this.#isMine && (await this.#opened) !== undefined;
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
    if (this.#isMine) await (await this.#opened)?.delete("media", name);
  }

  async page(): Promise<KeptPage | undefined> {
    return (await this.#opened)?.get("page", "page");
  }

  async keepPage(page: KeptPage): Promise<void> {
    if (this.#isMine) await (await this.#opened)?.put("page", page, "page");
  }

  /** All entries, the oldest first. */
  async *changes(): AsyncGenerator<Change> {
    const database = await this.#opened;
    for (const key of (await database?.getAllKeys("journal")) ?? []) {
      const change = await database?.get("journal", key);
      if (change) yield change;
    }
  }

  /** Keeps changes: all or none. Rejects where there is no room for them, or nothing can be kept. */
  async keep(changes: readonly Change[]): Promise<void> {
    const database = await this.#opened;
    if (!database || !this.#isMine) throw new Error("nothing can be kept here");
    const transaction = database.transaction("journal", "readwrite", { durability: "strict" });
    const { store } = transaction;
    const asked: Promise<unknown>[] = [];
    for (const change of changes) {
      if (change.isAll) await deleteEntries(store, change.name);
      asked.push(store.add(change));
    }
    await Promise.all([...asked, transaction.done]);
  }

  /** Gives up what was written on a medium. */
  async forget(name: string): Promise<void> {
    const database = await this.#opened;
    if (!database || !this.#isMine) return;
    const transaction = database.transaction("journal", "readwrite");
    await deleteEntries(transaction.store, name);
    await transaction.done;
  }
}

type Entries = IDBPObjectStore<Shelves, ["journal"], "journal", "readwrite">;

/** Takes a medium's entries out. */
async function deleteEntries(store: Entries, name: string): Promise<void> {
  for (const key of await store.index("name").getAllKeys(name)) await store.delete(key);
}
