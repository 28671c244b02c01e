/** Brings what programs write into the journal: soon after it was written, all of it or nothing. */
import type { Change, Journal } from "../data/journal.ts";
import type { Changes } from "./changes.ts";

/** Milliseconds after which what has been written is kept. */
const KEEP = 300;

/** Who hears of it. */
export interface KeeperListener {
  /** Something has been written, or been kept. */
  written(): void;
  /** Whether something waits to be kept has changed. */
  unsaved(isUnsaved: boolean): void;
  /** The browser does not keep it. Said once, until it does again. */
  refused(): void;
}

export class Keeper {
  readonly #journal: Journal;
  readonly #changes: Changes;
  readonly #listener: KeeperListener;
  /** Taken from the machine and not kept yet. */
  #backlog: Change[] = [];
  #keeping: Promise<void> | undefined;
  #isDue = false;
  #isUnsaved = false;
  #isRefused = false;

  constructor(journal: Journal, changes: Changes, listener: KeeperListener) {
    this.#journal = journal;
    this.#changes = changes;
    this.#listener = listener;
  }

  /** The machine has run: what it has written is kept in a moment. */
  soon(): void {
    this.#tell();
    if (!this.#isUnsaved || this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      this.now();
    }, KEEP);
  }

  /** Keeps what has been written up to now. What cannot be kept is tried again with what comes next. */
  now(): void {
    const taken = this.#changes.take();
    if (taken.length > 0) {
      this.#backlog.push(...taken);
      this.#listener.written();
    }
    if (this.#backlog.length === 0 || this.#keeping) return;
    const batch = this.#backlog;
    this.#backlog = [];
    this.#keeping = this.#keep(batch);
  }

  /** Gives up what was written on a medium that is on no drive. */
  async forget(name: string): Promise<void> {
    await this.#keeping;
    this.#changes.forget(name);
    this.#backlog = this.#backlog.filter((change) => change.name !== name);
    await this.#journal.forget(name);
    this.#tell();
  }

  async #keep(batch: readonly Change[]): Promise<void> {
    try {
      await this.#journal.keep(batch);
      this.#isRefused = false;
      this.#keeping = undefined;
      if (this.#backlog.length > 0) this.now();
    } catch {
      this.#keeping = undefined;
      this.#backlog = [...batch, ...this.#backlog];
      if (!this.#isRefused) this.#listener.refused();
      this.#isRefused = true;
    }
    this.#tell();
  }

  #tell(): void {
    const isUnsaved = this.#backlog.length > 0 || this.#keeping !== undefined || this.#changes.isPending;
    if (isUnsaved === this.#isUnsaved) return;
    this.#isUnsaved = isUnsaved;
    this.#listener.unsaved(isUnsaved);
  }
}
