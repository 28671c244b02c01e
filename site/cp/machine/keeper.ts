/** Keeps the room as it goes on: soon after something has happened, and not all the time while it does. */
import type { RoomImages } from "../../../engine/installations/index.ts";
import type { KeptPast, KeptRoom, KeptState } from "../data/kept-room.ts";

/** Milliseconds after which what has happened is kept, and from one time to the next. */
const SOON = 1_000;
const PAUSE = 4_000;
/** From one time to the next that the past is kept. */
const PAST_PAUSE = 20_000;

/** The room that is to be kept. */
export interface KeptSubject {
  /** Changes with all that happens; not while everybody waits. */
  readonly place: string;
  state(): KeptState;
  past(): KeptPast;
  images(): RoomImages;
}

export class Keeper {
  readonly #store: KeptRoom;
  readonly #tell: (kept: "yes" | "soon" | "no") => void;
  #subject: KeptSubject | undefined;
  #keptPlace = "";
  #hasImages = false;
  #keptAt = Number.NEGATIVE_INFINITY;
  #pastKeptAt = Number.NEGATIVE_INFINITY;
  #pastPlace = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;
  #isRefused = false;
  #said: "yes" | "soon" | "no" | undefined;

  /** `tell`: whether all is kept, will soon be, or cannot be. */
  constructor(store: KeptRoom, tell: (kept: "yes" | "soon" | "no") => void) {
    this.#store = store;
    this.#tell = tell;
  }

  /** From now on this room is kept, or none. `isKept`: it has just been taken from what is kept. */
  follow(subject: KeptSubject | undefined, isKept: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#subject = subject;
    this.#keptPlace = isKept && subject ? subject.place : "";
    this.#hasImages = isKept;
    this.#pastKeptAt = Number.NEGATIVE_INFINITY;
    this.#pastPlace = "";
    this.#isRefused = false;
    this.#said = undefined;
    if (subject) this.#say();
  }

  /** The machine has gone on. */
  soon(): void {
    const { place } = this.#subject ?? {};
    if (place === undefined || place === this.#keptPlace || this.#isRefused) return;
    this.#say();
    if (this.#timer !== undefined) return;
    const wait = Math.max(SOON, this.#keptAt + PAUSE - performance.now());
    this.#timer = setTimeout(() => void this.now(), wait);
  }

  /** Keeps it as it is now. `isLeft`: its past too, however short a time ago that has been kept. */
  async now({ isLeft = false } = {}): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (isLeft) this.#pastKeptAt = Number.NEGATIVE_INFINITY;
    const subject = this.#subject;
    if (!subject || this.#isBusy) return;
    if (subject.place === this.#keptPlace) return this.#keepPast(subject);
    this.#isBusy = true;
    await this.#keep(subject);
  }

  async #keep(subject: KeptSubject): Promise<void> {
    const { place } = subject;
    try {
      await this.#store.keep(subject.state(), this.#hasImages ? undefined : subject.images());
      if (this.#subject !== subject) return;
      this.#keptPlace = place;
      this.#hasImages = true;
      this.#isRefused = false;
      await this.#keepPast(subject);
    } catch {
      this.#isRefused = true;
    } finally {
      this.#isBusy = false;
      this.#keptAt = performance.now();
      if (this.#subject === subject) this.#say();
      this.soon();
    }
  }

  /** A room whose past cannot be kept is kept nevertheless. */
  async #keepPast(subject: KeptSubject): Promise<void> {
    const { place } = subject;
    if (place === this.#pastPlace || performance.now() < this.#pastKeptAt + PAST_PAUSE) return;
    this.#pastPlace = place;
    this.#pastKeptAt = performance.now();
    await this.#store.keepPast(subject.past()).catch(() => undefined);
  }

  #say(): void {
    const kept = this.#isRefused ? "no" : this.#subject?.place === this.#keptPlace ? "yes" : "soon";
    if (kept !== this.#said) this.#tell(kept);
    this.#said = kept;
  }
}
