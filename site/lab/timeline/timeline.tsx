/** The picture of who runs: lanes, crossings with their causes, and one line for now. */
import { useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { count } from "../data/format.ts";
import { whoRuns } from "../machine/stops.ts";
import { shortTitle } from "../panels/names.ts";
import { crossingNear, type Drawing, draw, type Frame, tickAt, xOf } from "./geometry.ts";
import type { TimelineModel } from "./model.ts";
import type { TimelineView } from "./view.ts";

interface TimelineProps {
  readonly model: TimelineModel;
  readonly view: TimelineView;
  readonly height: number;
  /** Whether a line under the picture says how to read it. */
  readonly explained?: boolean;
  /** Width drawn before the real one is known; what is too wide is cut off. */
  readonly width?: number;
}

const WIDE = 1_400;

/** Pixels within which a click means the crossing. */
const REACH = 8;

export function Timeline({ model, view, height, explained = false, width: assumed = WIDE }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(assumed);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(280, Math.round(entry.contentRect.width))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const state = model.view.value;
  const { first, crossings, hardware, furthest } = model.trace.value;
  const lanes = state?.lanes ?? model.lanes;
  const frame: Frame = { width, height, span: view.span.value, lanes };
  const now = state?.tick ?? 0;
  const drawing = useMemo(
    () => draw(frame, crossings, hardware, furthest, state?.world ?? "", first > 0),
    [width, height, view.span.value, lanes.length, crossings, hardware, furthest],
  );
  const selected = view.selected.value === undefined ? undefined : crossings[view.selected.value];

  const scrub = useRef<{ moved: boolean; x: number; label: string | null } | undefined>(undefined);
  const at = (event: PointerEvent) => event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
  const grab = (event: PointerEvent) => {
    if (!state || event.button !== 0 || model.locked.value) return;
    // Asked now: once the pointer is captured, every event is the picture's own.
    const label = event.target instanceof Element ? event.target.getAttribute("data-crossing") : null;
    scrub.current = { moved: false, x: at(event), label };
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent) => {
    const current = scrub.current;
    if (!current) return;
    if (Math.abs(at(event) - current.x) > 3) current.moved = true;
    if (current.moved) void model.goTo(Math.min(tickAt(frame, at(event)), furthest));
  };
  const release = () => {
    const current = scrub.current;
    scrub.current = undefined;
    if (!current || current.moved) return;
    const { label, x } = current;
    const index = label === null ? crossingNear(frame, crossings, x, REACH) : Number(label);
    view.selected.value = index;
    void model.goTo(index === undefined ? Math.min(tickAt(frame, x), furthest) : crossings[index].tick);
  };

  return (
    <>
      <div
        ref={box}
        class="picture"
        role="slider"
        tabIndex={0}
        data-key="timeline"
        aria-label="Timeline: position in time"
        aria-valuemin={0}
        aria-valuemax={Math.max(furthest, now)}
        aria-valuenow={now}
        aria-valuetext={valueText(model, view)}
        aria-disabled={state ? undefined : true}
        onKeyDown={(event) => onTimelineKey(event, model, view)}
        onPointerDown={grab}
        onPointerMove={drag}
        onPointerUp={release}
        onPointerCancel={() => (scrub.current = undefined)}
      >
        <Picture
          drawing={drawing}
          frame={frame}
          now={now}
          begun={state !== undefined}
          selected={selected && xOf(frame, selected.tick)}
        />
      </div>
      {explained && state && (
        <p class="key">
          {drawing.aggregated
            ? "too many crossings to draw each: columns show the share of time; zoom in to see them"
            : "hatched: modelled ticks, charged for the monitor’s TypeScript by a published table"}
        </p>
      )}
    </>
  );
}

interface PictureProps {
  readonly drawing: Drawing;
  readonly frame: Frame;
  readonly now: number;
  readonly begun: boolean;
  readonly selected: number | undefined;
}

function Picture({ drawing, frame, now, begun, selected }: PictureProps) {
  const hatch = useId();
  const { width, height, span } = frame;
  const x = xOf(frame, now);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="stripe" width="1.6" height="5" />
        </pattern>
      </defs>
      {drawing.lanes.map(({ lane, top, height: tall, path, hatched, letters }) => (
        <g key={lane.world} class={`lane role-${lane.role}`}>
          <rect class="track" x={drawing.left} y={top} width={drawing.right - drawing.left} height={tall} rx="3" />
          <text class="name" x={drawing.left - 10} y={top + tall / 2 + 4} text-anchor="end">
            {shortTitle(lane.title)}
          </text>
          <path class="run" d={path} />
          <path d={hatched} fill={`url(#${hatch})`} />
          {letters.map((letter) => (
            <text key={letter.x} class="letter" x={letter.x} y={letter.y}>
              {letter.text}
            </text>
          ))}
        </g>
      ))}
      <path class="crossing" d={drawing.lines} />
      {drawing.causes.map((cause) => (
        <text key={cause.index} class="cause" data-crossing={cause.index} x={cause.x} y={cause.y}>
          {cause.text}
        </text>
      ))}
      {drawing.marks.map(({ x: at, y, text, tick }) => (
        <g key={tick} class="axis">
          <line x1={at} x2={at} y1={drawing.bottom - 4} y2={drawing.bottom} />
          <text x={at} y={y} text-anchor={at + text.length * 4 > width ? "end" : "middle"}>
            {text}
          </text>
        </g>
      ))}
      {selected !== undefined && <line class="selected" x1={selected} x2={selected} y1={2} y2={drawing.bottom} />}
      {begun && now >= span.from && now <= span.to && (
        <g class="now">
          <line x1={x} x2={x} y1={0} y2={drawing.bottom} />
          <path d={`M${x - 6} 0h12l-6 8z`} />
        </g>
      )}
    </svg>
  );
}

function valueText(model: TimelineModel, view: TimelineView): string {
  const state = model.view.value;
  if (!state) return "not started";
  const index = view.selected.value;
  const chosen = index === undefined ? undefined : model.trace.value.crossings[index];
  const selection = chosen
    ? `; selected: crossing ${count(model.trace.value.first + index! + 1)}, ${chosen.cause.label} at tick ${count(chosen.tick)}`
    : "";
  return `tick ${count(state.tick)}, ${whoRuns(state)}${selection}`;
}

/** Keys on the timeline: left and right step, page keys choose a crossing, Enter goes there, plus and minus zoom. */
export function onTimelineKey(event: KeyboardEvent, model: TimelineModel, view: TimelineView): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = {
    ArrowRight: () => void model.press("step"),
    ArrowLeft: () => void model.press("stepBack"),
    ArrowDown: () => choose(model, view, 1),
    ArrowUp: () => choose(model, view, -1),
    PageDown: () => choose(model, view, 10),
    PageUp: () => choose(model, view, -10),
    Home: () => void model.goTo(0),
    End: () => void model.goTo(model.trace.value.furthest),
    Enter: () => goToSelected(model, view),
    "+": () => view.zoom(2),
    "=": () => view.zoom(2),
    "-": () => view.zoom(0.5),
  }[event.key];
  if (!act || !model.view.value) return;
  event.preventDefault();
  act();
}

/** Marks the crossing so many before or after the marked one, or before or after now. */
function choose(model: TimelineModel, view: TimelineView, by: number): void {
  const { first, crossings } = model.trace.value;
  if (crossings.length === 0) return;
  const passed = (model.view.value?.crossings ?? 0) - first;
  const from = view.selected.value ?? (by > 0 ? passed - 1 : passed);
  view.selected.value = Math.min(crossings.length - 1, Math.max(0, from + by));
}

/** Goes to the marked crossing; without one, to the last that was passed. */
export function goToSelected(model: TimelineModel, view: TimelineView): void {
  const { first, crossings } = model.trace.value;
  const index = view.selected.value ?? (model.view.value?.crossings ?? 0) - first - 1;
  const crossing = crossings[index];
  if (!crossing) return;
  view.selected.value = index;
  void model.goTo(crossing.tick);
}
