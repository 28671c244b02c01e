/** A printer-keyboard: what it has typed, and a line to type. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DeviceView } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";
import { addressText } from "./names.ts";

/** Print positions of a 3215. */
const POSITIONS = 126;

export function ConsolePanel({ model, device }: { model: IplModel; device: DeviceView | undefined }) {
  const paper = useRef<HTMLPreElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [line, setLine] = useState("");
  const address = device?.address ?? 0x009;
  const text = model.papers.value.get(address)?.text ?? "";
  const title = `${device?.type ?? "3215"} console ${addressText(address)}`;
  const reading = device?.reading ?? false;
  useLayoutEffect(() => {
    if (paper.current) paper.current.scrollTop = paper.current.scrollHeight;
  }, [text]);
  useEffect(() => {
    // Whoever looks nowhere in particular can type at once.
    if (reading && document.activeElement === document.body) field.current?.focus({ preventScroll: true });
  }, [reading]);
  const send = (event: Event) => {
    event.preventDefault();
    if (!device) return;
    model.send({ kind: "operate", address, text: line });
    setLine("");
  };
  const key = (which: "request" | "cancel") => device && model.send({ kind: "console-key", address, key: which });
  return (
    <section class="panel console3215" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        <span class="acts">
          <span class={`proceed${reading ? " lit" : ""}`}>{reading ? "PROCEED: a line is awaited" : ""}</span>
          {device?.hasOutput && (
            <button
              type="button"
              class="quiet"
              onClick={() => model.send({ kind: "save-output", address, form: "text" })}
            >
              save the paper
            </button>
          )}
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
          placeholder={device ? "a line, then Enter" : "IPL first: then you can type here"}
          onInput={(event) => setLine(event.currentTarget.value)}
        />
        <button type="submit" aria-disabled={!device || undefined}>
          enter
        </button>
        <button
          type="button"
          title="Request: attention, without a line"
          aria-disabled={!device || undefined}
          onClick={() => key("request")}
        >
          attention
        </button>
        <button
          type="button"
          title="Cancel: the line that the program waits for is not given"
          aria-disabled={!reading || undefined}
          onClick={() => reading && key("cancel")}
        >
          cancel
        </button>
      </form>
    </section>
  );
}
