/** The timeline's geometry: which world runs from when to when, as paths. Pure, so that it can be drawn anywhere and tested. */
import type { LaneView } from "../../../engine/grading/view.ts";
import type { Crossing, HardwareRun } from "../../../engine/machine/trace.ts";

/** Ticks in view. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly span: Span;
  readonly lanes: readonly LaneView[];
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface LaneDrawing {
  readonly lane: LaneView;
  readonly top: number;
  readonly height: number;
  /** Stretches in which the world runs. */
  readonly path: string;
  /** The modelled part of them, to be hatched. */
  readonly hatched: string;
  /** A letter in each stretch that is wide enough. */
  readonly letters: readonly Label[];
}

export interface Drawing {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly lanes: readonly LaneDrawing[];
  readonly lines: string;
  readonly causes: readonly (Label & { readonly index: number })[];
  readonly marks: readonly (Label & { readonly tick: number })[];
  /** Whether stretches are drawn as shares of time, being too many to draw each. */
  readonly aggregated: boolean;
}

/** Crossings in view above which stretches become shares of time. */
const MANY = 700;
/** Pixels of a column of shares. */
const COLUMN = 3;
const LETTER = 7.3;
const CAUSE_ROW = 20;
const AXIS = 28;

/** Pixels left of the lanes, where their names stand. */
export function leftOf(width: number): number {
  return width < 460 ? 82 : 84;
}

/** Pixel of a tick. */
export function xOf(frame: Frame, tick: number): number {
  const left = leftOf(frame.width);
  const { from, to } = frame.span;
  return left + ((tick - from) / (to - from)) * (frame.width - left - 14);
}

/** Tick at a pixel, not outside the view. */
export function tickAt(frame: Frame, x: number): number {
  const left = leftOf(frame.width);
  const share = (x - left) / (frame.width - left - 14);
  const { from, to } = frame.span;
  return Math.round(from + Math.min(1, Math.max(0, share)) * (to - from));
}

/** Index of the first crossing at or after a tick. */
export function firstAt(crossings: readonly Crossing[], tick: number): number {
  let low = 0;
  let high = crossings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (crossings[middle].tick < tick) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the crossing nearest to a pixel, within `reach` pixels. */
export function crossingNear(
  frame: Frame,
  crossings: readonly Crossing[],
  x: number,
  reach: number,
): number | undefined {
  const after = firstAt(crossings, tickAt(frame, x));
  let best: number | undefined;
  for (const index of [after - 1, after]) {
    const crossing = crossings[index];
    if (!crossing) continue;
    const distance = Math.abs(xOf(frame, crossing.tick) - x);
    if (distance <= reach && (best === undefined || distance < Math.abs(xOf(frame, crossings[best].tick) - x)))
      best = index;
  }
  return best;
}

/**
 * Draws a run up to `furthest`; `world` is who runs after the last crossing. What came before the first crossing is not
 * known where earlier ones have been `dropped`.
 */
export function draw(
  frame: Frame,
  crossings: readonly Crossing[],
  hardware: readonly HardwareRun[],
  furthest: number,
  world: string,
  dropped = false,
): Drawing {
  const { lanes, width, height, span } = frame;
  const left = leftOf(width);
  const right = width - 14;
  // Causes have a row of their own, above the monitor's lane (the one crossings lead to).
  const target = Math.max(
    1,
    lanes.findIndex(({ role }) => role === "monitor"),
  );
  const pitch = (height - AXIS - CAUSE_ROW - 6) / lanes.length;
  const top = (lane: number) => 6 + lane * pitch + (lane >= target ? CAUSE_ROW : 0);
  const tall = pitch - 4;
  const first = firstAt(crossings, span.from);
  const end = firstAt(crossings, span.to + 1);
  const aggregated = end - first > MANY;
  const stretches = lanes.map(() => new Stretches(tall));

  const runs = function* (): Generator<readonly [lane: number, from: number, to: number, modelled: number]> {
    for (let index = first; index <= end && index <= crossings.length; index++) {
      if (index === 0 && dropped) continue;
      const from = index === 0 ? 0 : crossings[index - 1].tick;
      const next = crossings[index];
      const to = next?.tick ?? furthest;
      const name = next?.from ?? crossings[index - 1]?.to ?? world;
      const lane = lanes.findIndex((each) => each.world === name);
      if (lane >= 0 && to > from) yield [lane, from, to, next?.modelled ?? 0];
    }
  };

  const hardwareLane = lanes.findIndex(({ role }) => role === "hardware");
  const busy = function* (): Generator<readonly [lane: number, from: number, to: number]> {
    for (const run of hardware) {
      if (run.to >= span.from && run.from <= Math.min(span.to, furthest))
        yield [hardwareLane, run.from, Math.min(run.to, furthest)];
    }
  };

  if (aggregated) {
    shareColumns(frame, left, right, runs(), stretches, top);
    if (hardwareLane >= 0) shareColumns(frame, left, right, busy(), stretches, top);
  } else {
    for (const [lane, from, to, modelled] of runs()) {
      const x1 = Math.max(left, xOf(frame, from));
      const x2 = Math.min(right, xOf(frame, to));
      stretches[lane].add(x1, Math.max(1.5, x2 - x1 - 0.6), top(lane));
      const hatchFrom = Math.max(left, xOf(frame, to - modelled));
      if (modelled > 0 && x2 - hatchFrom > 1) stretches[lane].hatch(hatchFrom, x2 - hatchFrom - 0.6, top(lane));
      if (x2 - x1 > 26) stretches[lane].letter(x1 + 7, top(lane) + tall / 2 + 4, letterOf(lanes[lane]));
    }
  }
  if (!aggregated && hardwareLane >= 0)
    drawHardware(frame, hardware, furthest, stretches[hardwareLane], top(hardwareLane), tall);

  const { lines, causes } = aggregated
    ? { lines: "", causes: [] }
    : crossingLines(frame, crossings, first, end, { top, tall, causeY: top(target) - 7, right });

  return {
    left,
    right,
    bottom: height - 19,
    lanes: lanes.map((lane, index) => ({ lane, top: top(index), height: tall, ...stretches[index].drawing() })),
    lines,
    causes,
    marks: marks(frame, height - 6),
    aggregated,
  };
}

/** Rectangles of one lane, gathered into one path. */
class Stretches {
  readonly #tall: number;
  readonly #path: string[] = [];
  readonly #hatched: string[] = [];
  readonly #letters: Label[] = [];

  constructor(tall: number) {
    this.#tall = tall;
  }

  add(x: number, width: number, top: number, height = this.#tall): void {
    this.#path.push(box(x, top, width, height));
  }

  hatch(x: number, width: number, top: number): void {
    this.#hatched.push(box(x, top, width, this.#tall));
  }

  letter(x: number, y: number, text: string): void {
    this.#letters.push({ x, y, text });
  }

  drawing(): Pick<LaneDrawing, "path" | "hatched" | "letters"> {
    return { path: this.#path.join(""), hatched: this.#hatched.join(""), letters: this.#letters };
  }
}

const fixed = (value: number): string => value.toFixed(1);

function box(x: number, y: number, width: number, height: number): string {
  if (width < 5) return `M${fixed(x)} ${fixed(y)}h${fixed(width)}v${fixed(height)}h${fixed(-width)}z`;
  const w = fixed(width - 4);
  const h = fixed(height - 4);
  return `M${fixed(x + 2)} ${fixed(y)}h${w}a2 2 0 0 1 2 2v${h}a2 2 0 0 1 -2 2h-${w}a2 2 0 0 1 -2 -2v-${h}a2 2 0 0 1 2 -2z`;
}

function letterOf({ role, letter }: LaneView): string {
  return letter ?? { "guest-a": "A", "guest-b": "B", monitor: "M", hardware: "H" }[role];
}

/** Shares of time in columns: what is drawn when there are too many stretches to see each. */
function shareColumns(
  frame: Frame,
  left: number,
  right: number,
  runs: Iterable<readonly [lane: number, from: number, to: number, modelled?: number]>,
  stretches: readonly Stretches[],
  top: (lane: number) => number,
): void {
  const columns = Math.ceil((right - left) / COLUMN);
  const shares = stretches.map(() => new Float64Array(columns));
  for (const [lane, from, to] of runs) {
    const x1 = Math.max(0, (xOf(frame, from) - left) / COLUMN);
    const x2 = Math.min(columns, (xOf(frame, to) - left) / COLUMN);
    for (let column = Math.floor(x1); column < x2; column++) {
      shares[lane][column] += Math.min(x2, column + 1) - Math.max(x1, column);
    }
  }
  stretches.forEach((stretch, lane) => {
    const pitch = top(1) - top(0) - 4;
    shares[lane].forEach((share, column) => {
      if (share <= 0) return;
      // What is there at all is seen: at least two pixels.
      const height = Math.max(2, Math.min(1, share) * pitch);
      stretch.add(left + column * COLUMN, COLUMN, top(lane) + pitch - height, height);
    });
  });
}

function drawHardware(
  frame: Frame,
  hardware: readonly HardwareRun[],
  furthest: number,
  stretches: Stretches,
  top: number,
  tall: number,
): void {
  const { from, to } = frame.span;
  let last = Number.NEGATIVE_INFINITY;
  for (const run of hardware) {
    if (run.to < from || run.from > to || run.from > furthest) continue;
    const x1 = Math.max(leftOf(frame.width), xOf(frame, run.from));
    const x2 = Math.min(frame.width - 14, xOf(frame, Math.min(run.to, furthest)));
    // Runs that fall on the same pixel are drawn once.
    if (x2 - last < 0.7) continue;
    last = x2;
    stretches.add(x1, Math.max(1.5, x2 - x1 - 0.6), top);
    if (x2 - x1 > 26) stretches.letter(x1 + 7, top + tall / 2 + 4, "H");
  }
}

function crossingLines(
  frame: Frame,
  crossings: readonly Crossing[],
  first: number,
  end: number,
  { top, tall, causeY, right }: { top: (lane: number) => number; tall: number; causeY: number; right: number },
): { lines: string; causes: (Label & { index: number })[] } {
  const parts: string[] = [];
  const causes: (Label & { index: number })[] = [];
  const laneOf = (world: string) => frame.lanes.findIndex((each) => each.world === world);
  let free = leftOf(frame.width);
  for (let index = first; index < end; index++) {
    const { tick, from, to, cause } = crossings[index];
    const one = laneOf(from);
    const other = laneOf(to);
    if (one < 0 || other < 0) continue;
    const x = xOf(frame, tick);
    parts.push(`M${fixed(x)} ${fixed(top(Math.min(one, other)) + 2)}V${fixed(top(Math.max(one, other)) + tall - 2)}`);
    // The way back has its cause in the way there; only what led into the monitor (or the supervisor) is labelled.
    const wide = cause.label.length * LETTER;
    if (frame.lanes[other].role === "monitor" && x + 4 > free && x + 4 + wide < right) {
      causes.push({ x: x + 4, y: causeY, text: cause.label, index });
      free = x + 10 + wide;
    }
  }
  return { lines: parts.join(""), causes };
}

/** Round ticks along the axis, about 90 pixels apart. */
function marks(frame: Frame, y: number): (Label & { tick: number })[] {
  const { from, to } = frame.span;
  const room = frame.width - leftOf(frame.width);
  const least = (to - from) / Math.max(2, room / 90);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = Math.max(1, [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least) ?? 10 * power);
  const made: (Label & { tick: number })[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) {
    made.push({ x: xOf(frame, tick), y, text: tick.toLocaleString("en"), tick });
  }
  return made;
}
