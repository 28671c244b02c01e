/** A 3277 display: its screen, and its keyboard under the reader's own. */
import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ScreenView } from "./screen.ts";

/** Keys of a keyboard today, and what they press on the station. Function keys are PF keys; with Shift, twelve more. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: "[enter]",
  Tab: "[tab]",
  "Shift+Tab": "[backtab]",
  ArrowLeft: "[left]",
  ArrowRight: "[right]",
  ArrowUp: "[up]",
  ArrowDown: "[down]",
  Home: "[home]",
  Delete: "[delete]",
  Backspace: "[left]",
  Insert: "[insert]",
  End: "[erase eof]",
  Pause: "[clear]",
};

/** Keys that a keyboard today does not have. */
const BUTTONS = ["clear", "pa1", "pa2", "reset", "erase eof", "erase input", "test req"] as const;

interface DisplayPanelProps {
  /** "3277 display 0C0": names everything of it. */
  readonly title: string;
  readonly screen: ScreenView;
  /** Keystrokes, as the station takes them. */
  readonly onKeys: (keys: string) => void;
  /** Beside its title. */
  readonly children?: ComponentChildren;
}

export function DisplayPanel({ title, screen, onKeys: press, children }: DisplayPanelProps) {
  const { inputInhibited, inserting, isOn } = screen;
  const glass = useRef<HTMLDivElement>(null);
  /** What is typed on a screen's keyboard, which the glass itself does not bring up. */
  const [line, setLine] = useState("");
  /** Escape lets Tab go on through the page. */
  const isLeaving = useRef(false);
  const enter = (event: Event) => {
    event.preventDefault();
    press(`${line.replaceAll("[", "[[")}[enter]`);
    setLine("");
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      isLeaving.current = true;
      return press("[reset]");
    }
    const named = `${event.shiftKey && event.key.length > 1 ? "Shift+" : ""}${event.key}`;
    if (event.key === "Tab" && isLeaving.current) return;
    const text = event.ctrlKey ? undefined : keystroke(named, event.key);
    if (text === undefined) return;
    isLeaving.current = false;
    event.preventDefault();
    press(text);
  };
  return (
    <section class="panel display" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        <span class="about">
          {isOn ? [inputInhibited && "input inhibited", inserting && "insert mode"].filter(Boolean).join(", ") : "off"}
          {children}
        </span>
      </div>
      <div
        ref={glass}
        class="glass"
        role="application"
        aria-label={`Screen of the ${title}. Tab goes to its next field; Escape, then Tab, leaves it.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one types at it
        tabIndex={0}
        onKeyDown={onKey}
        onFocus={() => (isLeaving.current = false)}
        onPaste={(event) => {
          event.preventDefault();
          const text = event.clipboardData?.getData("text").replaceAll(/\s*\n\s*/g, " ") ?? "";
          if (text !== "") press(text.replaceAll("[", "[["));
        }}
      >
        <pre>{rowsOf(screen)}</pre>
      </div>
      <form class="touch" onSubmit={enter}>
        <input
          type="text"
          value={line}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-label={`Text for the ${title}`}
          placeholder="type here, then Enter"
          onInput={(event) => setLine(event.currentTarget.value)}
        />
        <button type="submit">enter</button>
      </form>
      <div class="buttons">
        {BUTTONS.map((name) => (
          <button
            key={name}
            type="button"
            onClick={() => {
              press(`[${name}]`);
              glass.current?.focus();
            }}
          >
            {name}
          </button>
        ))}
        <span class="about">Tab: next field · Esc, then Tab: on through the page · F1-F12: PF keys</span>
      </div>
    </section>
  );
}

function keystroke(named: string, key: string): string | undefined {
  const known = KEYS[named] ?? KEYS[key];
  if (known) return known;
  const numbered = /^(Shift\+)?F(\d+)$/.exec(named);
  if (numbered) return `[pf${Number(numbered[2]) + (numbered[1] ? 12 : 0)}]`;
  if (key.length !== 1) return undefined;
  return key === "[" ? "[[" : key;
}

/** Rows with their bright stretches, and the cursor. */
function rowsOf({ rows, columns, text, bright, cursor }: ScreenView): JSX.Element[] {
  return Array.from({ length: rows }, (_, row) => {
    const parts: JSX.Element[] = [];
    const end = (row + 1) * columns;
    for (let from = row * columns; from < end; ) {
      let to = from + 1;
      if (from !== cursor) while (to < end && to !== cursor && bright[to] === bright[from]) to++;
      const classes = [bright[from] === "1" && "bright", from === cursor && "cursor"].filter(Boolean).join(" ");
      parts.push(
        <span key={from} class={classes || undefined}>
          {text.slice(from, to)}
        </span>,
      );
      from = to;
    }
    return (
      <span key={row} class="row">
        {parts}
        {"\n"}
      </span>
    );
  });
}
