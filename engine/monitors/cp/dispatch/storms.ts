/**
 * Interruptions that need no START I/O. A channel program that goes round may interrupt at each of its commands (program-controlled interruption), more often than CP can take
 * them: nobody would execute an instruction any more. So a channel that does is left alone for a while; what it has to say meanwhile becomes one interruption.
 */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";

/** Such interruptions that a channel may have in a window, which is so many microseconds; and how long it is masked then. */
const MOST = 8;
const WINDOW = 10_000;
const PAUSE = 5_000;
const OVER = "channel storm";

/** Of channels that have had such interruptions. */
export interface StormsState {
  /** By channel: since when, in microseconds, and how many. */
  windows: Record<number, { since: number; count: number }>;
  /** Channels that are masked: bits as in control register 2. */
  masked: number;
}

export function initialStorms(): StormsState {
  return { windows: {}, masked: 0 };
}

const ALL = 0xffffffff;

export class Storms {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.timers.handle(OVER, () => {
      this.#state.masked = 0;
      this.#load();
    });
  }

  get #state(): StormsState {
    return this.#cp.state.schedule.storms;
  }

  /** A device has interrupted in the middle of its channel program. */
  note(address: number): void {
    const { enteredAt } = this.#cp.state;
    const channel = address >>> 8;
    const { windows } = this.#state;
    const window = windows[channel];
    if (window === undefined || enteredAt - window.since >= WINDOW) {
      windows[channel] = { since: enteredAt, count: 1 };
      return;
    }
    if (++window.count < MOST) return;
    delete windows[channel];
    if (this.#state.masked === 0) this.#cp.timers.set(OVER, this.#cp.host.microseconds() + PAUSE);
    this.#state.masked = (this.#state.masked | (0x80000000 >>> channel)) >>> 0;
    this.#load();
  }

  /** Control registers of a virtual machine have been loaded: what is masked is so for everybody. */
  loaded(): void {
    if (this.#state.masked !== 0) this.#load();
  }

  #load(): void {
    const { host } = this.#cp;
    const place = at.OWN_CRS + 4 * 2;
    host.store32(place, (ALL & ~this.#state.masked) >>> 0);
    host.lctl(2, 2, place);
  }
}
