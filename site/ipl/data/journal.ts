/**
 * What is kept in this browser between visits: the media themselves, the configuration, what programs have written on the media, and what they
 * have printed and punched. What is new goes to the end of a journal, all that belongs together in one transaction: either all of it is kept
 * or nothing is.
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

/** What a printer or punch has put out since the last time. */
export interface PaperEntry {
  /** What the device's tray is called. */
  readonly tray: string;
  readonly address: number;
  /** The machine type: "1403". */
  readonly type: string;
  readonly kind: "printer" | "punch";
  /** File name that the configuration gives it. */
  readonly name?: string | undefined;
  /** Of a printer. */
  readonly text?: string;
  /** Of a punch: cards by stacker. */
  readonly cards?: readonly (readonly Uint8Array[])[];
  /** Whether it is all that lies in the tray, and stands in place of its entries so far. */
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
  paper: { key: number; value: PaperEntry; indexes: { tray: string } };
  page: { key: string; value: KeptPage };
}

/** Milliseconds that a page which is being left is waited for. */
const PATIENCE = 1_500;

export class Journal {
  #isMine = true;
  readonly #opened: Promise<IDBPDatabase<Shelves> | undefined>;

  constructor() {
    this.#opened = new Promise((resolve) => {
      const nothing = () => resolve(undefined);
      openDB<Shelves>("trap-and-emulate-ipl", 2, {
        upgrade(database, before) {
          if (before < 1) {
            database.createObjectStore("media");
            database.createObjectStore("journal", { autoIncrement: true }).createIndex("name", "name");
            database.createObjectStore("page");
          }
          if (before < 2) database.createObjectStore("paper", { autoIncrement: true }).createIndex("tray", "tray");
        },
        // A window with an older page is open, which cannot read what this one would write.
        blocked: nothing,
        blocking: (_current, _blocked, event) => {
          if (event.target instanceof IDBDatabase) event.target.close();
        },
      }).then(resolve, nothing);
    });
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

  /** What has been printed and punched, the oldest first. */
  async *papers(): AsyncGenerator<PaperEntry> {
    const database = await this.#opened;
    for (const key of (await database?.getAllKeys("paper")) ?? []) {
      const entry = await database?.get("paper", key);
      if (entry) yield entry;
    }
  }

  /** Keeps what has been written, and what has been printed and punched: all or none. Rejects where there is no room for it, or nothing can be kept. */
  async keep(changes: readonly Change[], papers: readonly PaperEntry[] = []): Promise<void> {
    const database = await this.#opened;
    if (!database || !this.#isMine) throw new Error("nothing can be kept here");
    const transaction = database.transaction(["journal", "paper"], "readwrite", { durability: "strict" });
    const journal = transaction.objectStore("journal");
    const paper = transaction.objectStore("paper");
    const asked: Promise<unknown>[] = [];
    for (const change of changes) {
      if (change.isAll)
        for (const key of await journal.index("name").getAllKeys(change.name)) await journal.delete(key);
      asked.push(journal.add(change));
    }
    for (const entry of papers) {
      if (entry.isAll) for (const key of await paper.index("tray").getAllKeys(entry.tray)) await paper.delete(key);
      asked.push(paper.add(entry));
    }
    await Promise.all([...asked, transaction.done]);
  }

  /** Throws away what lay in a tray. */
  async tearOff(tray: string): Promise<void> {
    const database = await this.#opened;
    if (!database || !this.#isMine) return;
    const transaction = database.transaction("paper", "readwrite");
    for (const key of await transaction.store.index("tray").getAllKeys(tray)) await transaction.store.delete(key);
    await transaction.done;
  }

  /** Gives up what was written on a medium. */
  async forget(name: string): Promise<void> {
    const database = await this.#opened;
    if (!database || !this.#isMine) return;
    const transaction = database.transaction("journal", "readwrite");
    for (const key of await transaction.store.index("name").getAllKeys(name)) await transaction.store.delete(key);
    await transaction.done;
  }
}
