/**
 * An island in a page. When the site is built it is drawn in full, with a machine that has not been started; in the browser that drawing is
 * left as it is until the reader presses something, and only then is the real one loaded and put in its place.
 */
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export type IslandProps =
  | { readonly kind: "lab" | "exercise" | "workbench" | "home"; readonly id: string }
  | { readonly kind: "compare"; readonly ids: readonly string[] };

// Taken out of what browsers load: there the condition is false when the site is built.
const server = import.meta.env.SSR ? await import("./server.tsx") : undefined;

/** What the reader pressed, so that it can be pressed again on the real thing. */
interface Pressed {
  readonly key: string;
  readonly line: string | undefined;
  readonly click: boolean;
}

export function Island(props: IslandProps) {
  const host = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<VNode | undefined>();
  const [problem, setProblem] = useState("");
  const pressed = useRef<Pressed | undefined>(undefined);
  const opening = useRef(false);
  const entered = useRef<readonly Entered[] | undefined>(undefined);
  const focus = useRef<Focus | undefined>(undefined);

  const open = (press?: Pressed) => {
    if (press) pressed.current = press;
    if (opening.current) return;
    opening.current = true;
    host.current?.setAttribute("data-loading", "");
    import("./live.tsx")
      .then(({ openIsland }) => openIsland(props))
      .then(setLive)
      .catch((error: unknown) => {
        opening.current = false;
        setProblem(`This lab could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => host.current?.removeAttribute("data-loading"));
  };

  useEffect(() => {
    if (props.kind === "workbench") open();
    else if (props.kind === "lab" || props.kind === "exercise") {
      void import("../data/saved.ts")
        .then(({ loadWork }) => loadWork(`${props.kind}:${props.id}`))
        .then((work) => work && open());
    }
  }, []);

  // Read while the drawing still stands and written as soon as it is replaced, so that no key falls between the two.
  if (live && !entered.current) {
    entered.current = readEntered(host.current);
    focus.current = readFocus(host.current);
  }
  useLayoutEffect(() => {
    const element = host.current;
    if (!live || !element) return;
    enter(element, entered.current ?? []);
    if (focus.current) giveFocus(element, focus.current);
    const again = pressed.current;
    pressed.current = undefined;
    // Only after what was entered has been drawn: the button must find it.
    if (again) setTimeout(() => replay(element, again));
  }, [live]);

  if (server) return <div class="lab-island not-content">{server.poster(props)}</div>;
  if (live) {
    return (
      <div class="lab-island not-content" data-live="" ref={host}>
        {live}
      </div>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: listens for the buttons inside */}
      <div
        class="lab-island not-content"
        ref={host}
        onClick={(event) => press(event, open, true)}
        onFocusIn={(event) => event.target instanceof HTMLInputElement && press(event, open, false)}
        onKeyDown={(event) =>
          event.key === "Enter" &&
          event.target instanceof Element &&
          event.target.matches(".listing") &&
          press(event, open, true)
        }
        // What stands in the page stays: hydration leaves inner HTML that it is told nothing of.
        dangerouslySetInnerHTML={{ __html: "" }}
      />
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function press(event: Event, open: (press: Pressed) => void, click: boolean): void {
  const target = event.target instanceof Element ? event.target : undefined;
  if (!target || target.closest("a")) return;
  const keyed =
    target.closest<HTMLElement>("[data-key]") ?? target.closest("label")?.querySelector<HTMLElement>("[data-key]");
  if (!keyed?.dataset.key) return;
  if (keyed.matches("[type=submit]")) event.preventDefault();
  open({ key: keyed.dataset.key, line: target.closest<HTMLElement>("[data-line]")?.dataset.line, click });
}

/** What stands in a field, so that it can be put into the same field of the real thing. */
interface Entered {
  readonly key: string;
  readonly value: string;
  readonly checked: boolean;
}

function readEntered(host: HTMLElement | null): readonly Entered[] {
  return [...(host?.querySelectorAll<HTMLInputElement>("input[data-key]") ?? [])].map((field) => ({
    key: field.dataset.key ?? "",
    value: field.value,
    checked: field.checked,
  }));
}

/** The reader may have filled in several fields while the real thing was loading. */
function enter(host: HTMLElement, entered: readonly Entered[]): void {
  for (const { key, value, checked } of entered) {
    const field = host.querySelector<HTMLInputElement>(`input[data-key="${CSS.escape(key)}"]`);
    if (!field) continue;
    if (field.type === "radio" || field.type === "checkbox") {
      if (checked && !field.checked) field.click();
    } else if (value && field.value !== value) {
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
}

/** The field that the reader is typing into, and what is selected in it. */
interface Focus {
  readonly key: string;
  readonly selection: readonly [start: number | null, end: number | null];
}

function readFocus(host: HTMLElement | null): Focus | undefined {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) || !field.dataset.key || !host?.contains(field)) return undefined;
  return { key: field.dataset.key, selection: [field.selectionStart, field.selectionEnd] };
}

function giveFocus(host: HTMLElement, { key, selection }: Focus): void {
  const field = host.querySelector<HTMLInputElement>(`input[data-key="${CSS.escape(key)}"]`);
  field?.focus({ preventScroll: true });
  // Only what holds text has a selection.
  if (field && selection[0] !== null) field.setSelectionRange(...selection);
}

function replay(host: HTMLElement, { key, line, click }: Pressed): void {
  const element = host.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!element) return;
  element.focus({ preventScroll: true });
  if (!click) return;
  const within = line && element.querySelector<HTMLElement>(`[data-line="${line}"]`);
  (within || element).click();
}
