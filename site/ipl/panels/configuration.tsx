/** The configuration: a ready one, or a text that is edited, with what is wrong in it by line and column. */
import { useRef } from "preact/hooks";
import type { ConfigurationMessage } from "../../../engine/index.ts";
import { installations } from "../data/installations.ts";
import type { IplModel } from "../model.ts";

export function ConfigurationPanel({ model }: { model: IplModel }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { origin, errors, notes } = model.configuration.value;
  const chosen = installations.find(({ id }) => id === origin);
  const show = ({ line, column }: ConfigurationMessage) => {
    const element = area.current;
    if (!element) return;
    const before = element.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    const end = start + (/^\S+/.exec(element.value.slice(start))?.[0].length ?? 0);
    element.focus();
    element.setSelectionRange(start, end);
  };
  const list = (messages: readonly ConfigurationMessage[], kind: string) =>
    messages.length > 0 && (
      <ul class={`messages ${kind}`}>
        {messages.map((message) => (
          <li key={`${message.line}:${message.column}:${message.message}`}>
            <button type="button" class="quiet" onClick={() => show(message)}>
              line {message.line}, column {message.column}
            </button>{" "}
            {message.message}
          </li>
        ))}
      </ul>
    );
  return (
    <section class="panel configuration" aria-labelledby="ipl-configuration">
      <div class="cap">
        <h2 id="ipl-configuration">The configuration</h2>
        <select
          aria-label="A ready configuration"
          value={origin}
          onChange={(event) => model.send({ kind: "install", id: event.currentTarget.value })}
        >
          {installations.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
          <option value="shelf">What is on the shelf</option>
          {origin === "own" && <option value="own">Your own</option>}
        </select>
      </div>
      {chosen && <p class="about">{chosen.about}</p>}
      <textarea
        ref={area}
        class="text"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        wrap="off"
        rows={Math.max(10, Math.min(22, model.text.value.split("\n").length + 1))}
        aria-label="Text of the configuration"
        aria-invalid={errors.length > 0 || undefined}
        value={model.text.value}
        onInput={(event) => model.edit(event.currentTarget.value)}
      />
      <div role="status">{list(errors, "problem")}</div>
      {list(notes, "notes")}
    </section>
  );
}
