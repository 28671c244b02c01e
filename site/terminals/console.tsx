/** A printer-keyboard: what it has typed, and a line to type. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Print positions of a 3215. */
const POSITIONS = 126;

interface ConsolePanelProps {
  /** "3215 console 009": names everything of it. */
  readonly title: string;
  /** What it has typed. */
  readonly text: string;
  /** A line is awaited. */
  readonly reading: boolean;
  /** Whether there is a machine yet. */
  readonly isOn: boolean;
  /** Whether the field is taken up when a line is awaited and the reader is nowhere else. */
  readonly takesFocus?: boolean;
  readonly onLine: (line: string) => void;
  readonly onKey: (key: "request" | "cancel") => void;
  /** Beside its title. */
  readonly children?: ComponentChildren;
}

export function ConsolePanel({
  title,
  text,
  reading,
  isOn,
  takesFocus = false,
  onLine,
  onKey,
  children,
}: ConsolePanelProps) {
  const paper = useRef<HTMLPreElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [line, setLine] = useState("");
  useLayoutEffect(() => {
    if (paper.current) paper.current.scrollTop = paper.current.scrollHeight;
  }, [text]);
  useEffect(() => {
    // Whoever looks nowhere in particular can type at once.
    if (takesFocus && reading && document.activeElement === document.body)
      field.current?.focus({ preventScroll: true });
  }, [reading]);
  const send = (event: Event) => {
    event.preventDefault();
    if (!isOn) return;
    onLine(line);
    setLine("");
  };
  return (
    <section class="panel console3215" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        <span class="acts">
          <span class={`proceed${reading ? " lit" : ""}`}>{reading ? "PROCEED: a line is awaited" : ""}</span>
          {children}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre ref={paper} role="log" aria-label={`Paper of the ${title}`} tabIndex={0}>
        {text}
      </pre>
      <form onSubmit={send}>
        <input
          ref={field}
          type="text"
          value={line}
          maxLength={POSITIONS}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-label={`Line for the ${title}`}
          placeholder={isOn ? "a line, then Enter" : "IPL first: then you can type here"}
          onInput={(event) => setLine(event.currentTarget.value)}
        />
        <button type="submit" aria-disabled={!isOn || undefined}>
          enter
        </button>
        <button
          type="button"
          title="Request: attention, without a line"
          aria-disabled={!isOn || undefined}
          onClick={() => isOn && onKey("request")}
        >
          attention
        </button>
        <button
          type="button"
          title="Cancel: the line that the program waits for is not given"
          aria-disabled={!reading || undefined}
          onClick={() => reading && onKey("cancel")}
        >
          cancel
        </button>
      </form>
    </section>
  );
}
