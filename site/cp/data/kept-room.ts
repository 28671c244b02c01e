/**
 * What is kept of the room in this browser between visits: the images of its packs as it began, and the state that it is in. Both change in one transaction
 * or not at all. A state that cannot be used is set aside, and stays until the reader gives it up. Less often some snapshots of what has led to the state are kept, so that
 * the reader can go back to them.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { RoomImages, SavedPast, SavedRoom } from "../../../engine/installations/index.ts";

/** Changes whenever {@link KeptState} does. */
export const FORMAT = 1;

/** The room as it was left. */
export interface KeptState {
  readonly format: number;
  /** Which build of the machine it is of: another one may have another state. */
  readonly build: string;
  /** Whether the run began with the packs as they are given: only such a run fits a link. */
  readonly isGiven: boolean;
  /** Whether the machine stood still, as the reader had it. */
  readonly isPaused: boolean;
  readonly room: SavedRoom;
  /** Which run it is, by a name that no other has. */
  readonly run?: string;
}

/** What can be gone back to, of a run. */
export interface KeptPast {
  readonly build: string;
  readonly run: string;
  readonly past: SavedPast;
}

/** A room that could not be used, whatever it is. */
export interface RefusedRoom {
  readonly images: unknown;
  readonly state: unknown;
  readonly why: string;
}

/** What is found, whatever it is. */
export interface Kept {
  readonly images: unknown;
  readonly state: unknown;
  readonly past: unknown;
}

interface Shelves extends DBSchema {
  room: { key: "images" | "state" | "past" | "refused"; value: unknown };
}

const NAME = "trap-and-emulate-cp";
/** Milliseconds that a page which is being left is waited for. */
const PATIENCE = 1_500;

export class KeptRoom {
  #isMine = true;
  #claimed: Promise<boolean> | undefined;
  readonly #opened: Promise<IDBPDatabase<Shelves> | undefined>;

  constructor() {
    this.#opened = openDB<Shelves>(NAME, 1, {
      upgrade(database) {
        database.createObjectStore("room");
      },
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
      },
    }).catch(() => undefined);
  }

  /** Has this page alone write here, until it is closed. False where another one is open that does. */
  claim(): Promise<boolean> {
    this.#claimed ??= this.#claim();
    return this.#claimed;
  }

  async #claim(): Promise<boolean> {
    const { locks } = navigator;
    if (!locks) return true;
    this.#isMine = await new Promise<boolean>((resolve) => {
      const held = () => {
        resolve(true);
        return new Promise<void>(() => {});
      };
      locks.request(NAME, { signal: AbortSignal.timeout(PATIENCE) }, held).catch(() => resolve(false));
    });
    return this.#isMine;
  }

  /** What was kept, as it is found; nothing where nothing was. */
  async read(): Promise<Kept | undefined> {
    const database = await this.#opened;
    const state = await database?.get("room", "state");
    if (state === undefined) return undefined;
    return { images: await database?.get("room", "images"), state, past: await database?.get("room", "past") };
  }

  /** Keeps a state, and with it the images of a room that begins. Rejects where nothing can be kept. */
  async keep(state: KeptState, images: RoomImages | undefined): Promise<void> {
    const transaction = (await this.#mine()).transaction("room", "readwrite", { durability: "strict" });
    if (images) {
      void transaction.store.put(images, "images");
      void transaction.store.delete("past");
    }
    void transaction.store.put(state, "state");
    await transaction.done;
  }

  /** Keeps a past. Rejects where nothing can be kept. */
  async keepPast(past: KeptPast): Promise<void> {
    await (await this.#mine()).put("room", past, "past");
  }

  /** Sets a room aside that cannot be used. */
  async setAside(refused: RefusedRoom): Promise<void> {
    const transaction = (await this.#mine()).transaction("room", "readwrite");
    const before = asRefused(await transaction.store.get("refused"));
    void transaction.store.put([...before, refused], "refused");
    for (const key of ["images", "state", "past"] as const) void transaction.store.delete(key);
    await transaction.done;
  }

  /** Rooms that have been set aside, the last one last. */
  async refused(): Promise<readonly RefusedRoom[]> {
    return asRefused(await (await this.#opened)?.get("room", "refused"));
  }

  async giveUpRefused(): Promise<void> {
    await (await this.#mine()).delete("room", "refused");
  }

  async #mine(): Promise<IDBPDatabase<Shelves>> {
    const database = await this.#opened;
    if (!database || !this.#isMine) throw new Error("nothing can be kept here");
    return database;
  }
}

function asRefused(value: unknown): readonly RefusedRoom[] {
  // Only setAside() writes there.
  return Array.isArray(value) ? (value as RefusedRoom[]) : [];
}
