/** The timeline as a table: each crossing in order, with the same selection as the picture. */
import { useEffect, useRef, useState } from "preact/hooks";
import { count } from "../data/format.ts";
import { shortTitle } from "../panels/names.ts";
import type { TimelineModel } from "./model.ts";
import type { TimelineView } from "./view.ts";

/** Rows shown at a time. */
const PAGE = 100;

export function CrossingsTable({ model, view }: { model: TimelineModel; view: TimelineView }) {
  const { first: dropped, crossings } = model.trace.value;
  const state = model.view.value;
  const box = useRef<HTMLDivElement>(null);
  const passed = Math.max(0, (state?.crossings ?? 0) - dropped);
  const marked = view.selected.value ?? Math.max(0, passed - 1);
  const [page, setPage] = useState(Math.floor(marked / PAGE));
  const [focused, setFocused] = useState<number | undefined>();
  const pages = Math.max(1, Math.ceil(crossings.length / PAGE));
  const shown = Math.min(page, pages - 1);
  useEffect(() => setPage(Math.floor(marked / PAGE)), [marked]);
  useEffect(() => {
    if (focused !== undefined) box.current?.querySelector<HTMLElement>(`[data-row="${focused}"]`)?.focus();
  }, [focused, shown]);

  if (crossings.length === 0) return <p class="empty">No crossing yet: nothing has trapped.</p>;
  const first = shown * PAGE;
  const rows = crossings.slice(first, first + PAGE);
  const title = (world: string) => shortTitle(state?.lanes.find((lane) => lane.world === world)?.title ?? world);
  const go = (index: number) => {
    view.selected.value = index;
    void model.goTo(crossings[index].tick);
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 10,
      PageUp: index - 10,
      Home: 0,
      End: crossings.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(crossings.length - 1, Math.max(0, to));
    view.selected.value = next;
    setPage(Math.floor(next / PAGE));
    setFocused(next);
  };
  const reachable = rows[marked - first] ? marked : first;
  return (
    <div class="crossings">
      {pages > 1 && (
        <div class="pager">
          <button
            type="button"
            aria-disabled={shown === 0 || undefined}
            onClick={() => setPage(Math.max(0, shown - 1))}
          >
            ◂ earlier
          </button>
          <span>
            {count(dropped + first + 1)}–{count(dropped + first + rows.length)} of {count(dropped + crossings.length)}
          </span>
          <button
            type="button"
            aria-disabled={shown === pages - 1 || undefined}
            onClick={() => setPage(Math.min(pages - 1, shown + 1))}
          >
            later ▸
          </button>
        </div>
      )}
      <div class="scroll" ref={box}>
        <table aria-rowcount={crossings.length + 1}>
          <caption class="sr-only">World switches in order of time. Arrow keys move; Enter goes to that tick.</caption>
          <thead>
            <tr>
              <th scope="col">tick</th>
              <th scope="col">from</th>
              <th scope="col">to</th>
              <th scope="col">cause</th>
              <th scope="col">executed</th>
              <th scope="col">modelled</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((crossing, offset) => {
              const index = first + offset;
              const classes = [index === marked ? "on" : "", index >= passed ? "ahead" : ""].join(" ").trim();
              return (
                <tr
                  key={index}
                  class={classes || undefined}
                  aria-rowindex={index + 2}
                  aria-current={index === passed - 1 ? "step" : undefined}
                >
                  <td>
                    <button
                      type="button"
                      data-row={index}
                      tabIndex={index === reachable ? 0 : -1}
                      aria-label={`Go to tick ${count(crossing.tick)}: ${crossing.cause.label}`}
                      onClick={() => go(index)}
                      onKeyDown={(event) => onKey(event, index)}
                    >
                      {count(crossing.tick)}
                    </button>
                  </td>
                  <td class={`world-${crossing.from}`}>{title(crossing.from)}</td>
                  <td class={`world-${crossing.to}`}>{title(crossing.to)}</td>
                  <td>{crossing.cause.label}</td>
                  <td class="n">{count(crossing.executed)}</td>
                  <td class="n">{count(crossing.modelled)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
