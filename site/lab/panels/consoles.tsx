/** The 3215 consoles: what the programs have typed, and a line to type where one may be read. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConsoleView } from "../../../engine/grading/view.ts";
import type { LabModel } from "../machine/model.ts";
import { guestTitle } from "./names.ts";

interface ConsolesProps {
  readonly model: LabModel;
  /** Whether lines can be typed before a program asks for one. */
  readonly typing?: boolean;
}

export function Consoles({ model, typing = true }: ConsolesProps) {
  const consoles = model.view.value?.consoles ?? consolesBefore(model);
  return (
    <div class="consoles">
      {consoles.map((each) => (
        <Console key={each.id} model={model} console={each} offer={typing} />
      ))}
    </div>
  );
}

function Console({ model, console, offer }: { model: LabModel; console: ConsoleView; offer: boolean }) {
  const paper = useRef<HTMLPreElement>(null);
  const [typing, setTyping] = useState(false);
  const [line, setLine] = useState("");
  useLayoutEffect(() => {
    if (paper.current) paper.current.scrollTop = paper.current.scrollHeight;
  }, [console.text]);
  useEffect(() => {
    if (console.reading) setTyping(true);
  }, [console.reading]);
  const send = (event: Event) => {
    event.preventDefault();
    void model.type(console.id, line);
    setLine("");
  };
  return (
    <div class={`console world-${console.id}`}>
      <div class="cap">
        <span>
          {console.title} · {console.device}
        </span>
        {offer && !typing && model.view.value && (
          <button
            type="button"
            class="quiet"
            aria-label={`Type a line at the console of ${console.title}`}
            onClick={() => setTyping(true)}
          >
            type …
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre ref={paper} tabIndex={0}>
        {lastLines(console.text)}
      </pre>
      {typing && (
        <form onSubmit={send}>
          <input
            type="text"
            value={line}
            maxLength={126}
            autocomplete="off"
            aria-label={`Line for the console of ${console.title}`}
            placeholder={console.reading ? "the program waits for a line" : "a line, then Enter"}
            onInput={(event) => setLine(event.currentTarget.value)}
          />
        </form>
      )}
    </div>
  );
}

/** Characters of paper that are kept on screen. */
const PAPER = 12_000;

/** The end of a long printout, from a whole line on. */
function lastLines(text: string): string {
  if (text.length <= PAPER) return text;
  return `…\n${text.slice(text.indexOf("\n", text.length - PAPER) + 1)}`;
}

/** The consoles that a setup will have, before its machine is made. */
function consolesBefore(model: LabModel): readonly ConsoleView[] {
  const { setup } = model.source;
  const empty = { device: "009", text: "", reading: false };
  if (setup.kind === "bare") return [{ ...empty, id: "machine", title: "machine" }];
  return setup.guests.map((guest) => ({ ...empty, id: `guest-${guest.id}`, title: guestTitle(guest) }));
}
