/** The reader's work, kept in this browser: one record for each lab or exercise, and for the deck of the page "CP". */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { InputEvent } from "../../../engine/grading/format.ts";
import type { Result } from "../../../engine/grading/results.ts";
import type { Files } from "../machine/protocol.ts";

export interface Work {
  /** Only files that differ from the lesson's. */
  readonly files?: Files;
  /** Where the machine stood. */
  readonly tick?: number;
  /** What the reader typed at the consoles. */
  readonly typed?: readonly InputEvent[];
  readonly answers?: Readonly<Record<string, string>>;
  readonly result?: Result;
  readonly passed?: boolean;
  readonly hints?: number;
}

interface Shelves extends DBSchema {
  work: { key: string; value: Work };
}

let opened: Promise<IDBPDatabase<Shelves> | undefined> | undefined;

/** The database, or nothing where the browser refuses one (private windows): then work lasts as long as the page. */
function shelves(): Promise<IDBPDatabase<Shelves> | undefined> {
  opened ??= openDB<Shelves>("trap-and-emulate", 1, {
    upgrade(database) {
      database.createObjectStore("work");
    },
  }).catch(() => undefined);
  return opened;
}

/** Saved work of a lab or exercise. */
export async function loadWork(key: string): Promise<Work | undefined> {
  return (await shelves())?.get("work", key);
}

/** Keeps work; empty work is removed. */
export async function saveWork(key: string, work: Work): Promise<void> {
  const database = await shelves();
  if (Object.values(work).every((value) => value === undefined)) await database?.delete("work", key);
  else await database?.put("work", work, key);
}

/** All saved work, by key. */
export async function allWork(): Promise<readonly (readonly [key: string, work: Work])[]> {
  const database = await shelves();
  if (!database) return [];
  const keys = await database.getAllKeys("work");
  return Promise.all(keys.map(async (key) => [key, (await database.get("work", key)) ?? {}] as const));
}
