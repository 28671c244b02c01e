/** Brings what programs write, print and punch into the journal: soon after it was written, all of it or nothing. */
import type { Change, Journal, PaperEntry } from "../data/journal.ts";
import type { Changes } from "./changes.ts";
import type { Papers } from "./papers.ts";

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
  readonly #papers: Papers;
  readonly #listener: KeeperListener;
  /** Taken from the machine and not kept yet. */
  #backlog: Change[] = [];
  #paperBacklog: PaperEntry[] = [];
  #keeping: Promise<void> | undefined;
  #isDue = false;
  #isUnsaved = false;
  #isRefused = false;

  constructor(journal: Journal, changes: Changes, papers: Papers, listener: KeeperListener) {
    this.#journal = journal;
    this.#changes = changes;
    this.#papers = papers;
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
    this.#paperBacklog.push(...this.#papers.take());
    if (!this.#hasBacklog || this.#keeping) return;
    const batch = this.#backlog;
    const papers = this.#paperBacklog;
    this.#backlog = [];
    this.#paperBacklog = [];
    this.#keeping = this.#keep(batch, papers);
  }

  get #hasBacklog(): boolean {
    return this.#backlog.length > 0 || this.#paperBacklog.length > 0;
  }

  /** Gives up what was written on a medium that is on no drive. */
  async forget(name: string): Promise<void> {
    await this.#keeping;
    this.#changes.forget(name);
    this.#backlog = this.#backlog.filter((change) => change.name !== name);
    await this.#journal.forget(name);
    this.#tell();
  }

  /** Throws away what lies in the tray of a printer or punch. Throws RangeError where nothing does. */
  async tearOff(address: number): Promise<void> {
    const tray = this.#papers.tearOff(address);
    await this.#keeping;
    this.#paperBacklog = this.#paperBacklog.filter((entry) => entry.tray !== tray);
    await this.#journal.tearOff(tray);
    this.#tell();
  }

  async #keep(batch: readonly Change[], papers: readonly PaperEntry[]): Promise<void> {
    try {
      await this.#journal.keep(batch, papers);
      this.#isRefused = false;
      this.#keeping = undefined;
      if (this.#hasBacklog) this.now();
    } catch {
      this.#keeping = undefined;
      this.#backlog = [...batch, ...this.#backlog];
      this.#paperBacklog = [...papers, ...this.#paperBacklog];
      if (!this.#isRefused) this.#listener.refused();
      this.#isRefused = true;
    }
    this.#tell();
  }

  #tell(): void {
    const isPending = this.#changes.isPending || this.#papers.isPending;
    const isUnsaved = this.#hasBacklog || this.#keeping !== undefined || isPending;
    if (isUnsaved === this.#isUnsaved) return;
    this.#isUnsaved = isUnsaved;
    this.#listener.unsaved(isUnsaved);
  }
}
