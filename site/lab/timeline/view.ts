/** Which ticks the timeline shows: following the machine, or where the reader has put it. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Span } from "./geometry.ts";
import type { TimelineModel } from "./model.ts";

/** Fewest ticks in view. */
const CLOSEST = 20;
/** Where in the view "now" is kept while it moves on, from the left. */
const AHEAD = 0.86;
/** Fewest ticks in view when all are. */
const EMPTY = 40;

export class TimelineView {
  readonly model: TimelineModel;
  /** How many ticks are in view; nothing means all that has run. */
  readonly ticks: Signal<number | undefined> = signal(undefined);
  readonly from: Signal<number> = signal(0);
  /** Whether the view moves so that "now" stays in it. */
  readonly follow: Signal<boolean> = signal(true);
  /** Index of the crossing that the table and the picture have marked. */
  readonly selected: Signal<number | undefined> = signal(undefined);
  readonly span: ReadonlySignal<Span>;

  constructor(model: TimelineModel, ticks?: number) {
    this.model = model;
    this.ticks.value = ticks;
    this.span = computed(() => this.#span());
    effect(() => this.#keepNow());
  }

  /** Zooms by a factor (above 1: closer), keeping a tick in its place. */
  zoom(factor: number, around = this.model.view.value?.tick ?? 0): void {
    const { from, to } = this.span.value;
    const all = this.#all();
    const wanted = Math.max(CLOSEST, (to - from) / factor);
    if (wanted >= all) {
      this.all();
      return;
    }
    const share = Math.min(1, Math.max(0, (around - from) / (to - from)));
    this.ticks.value = wanted;
    this.from.value = Math.max(0, around - share * wanted);
  }

  /** Shows all that has run. */
  all(): void {
    this.ticks.value = undefined;
    this.from.value = 0;
    this.follow.value = true;
  }

  /** Moves the view by a share of its width. */
  pan(share: number): void {
    const { from, to } = this.span.value;
    this.follow.value = false;
    this.from.value = Math.max(0, Math.min(from + share * (to - from), this.#all() - (to - from)));
    this.ticks.value = to - from;
  }

  #all(): number {
    return nice(Math.max(EMPTY, this.model.trace.value.furthest));
  }

  #span(): Span {
    const ticks = this.ticks.value;
    if (ticks === undefined) return { from: 0, to: this.#all() };
    const from = this.from.value;
    // A run that is shorter than the view is drawn larger.
    const { furthest } = this.model.trace.value;
    const part = from > 0 ? 1 : furthest < ticks / 5 ? 1 / 4 : furthest < ticks / 2.5 ? 1 / 2 : 1;
    return { from, to: from + ticks * part };
  }

  /** Moves the view just so far that "now" is in it. */
  #keepNow(): void {
    const ticks = this.ticks.value;
    const now = this.model.view.value?.tick;
    if (!this.follow.value || ticks === undefined || now === undefined) return;
    const from = this.from.peek();
    if (now > from + AHEAD * ticks) this.from.value = now - AHEAD * ticks;
    else if (now < from) this.from.value = Math.max(0, now - (1 - AHEAD) * ticks);
  }
}

/** The next round number, so that the axis does not crawl while the machine runs. */
function nice(ticks: number): number {
  const power = 10 ** Math.floor(Math.log10(ticks));
  const step = power / 4;
  return Math.ceil((ticks * 1.02) / step) * step;
}
