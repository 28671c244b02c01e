/** The real card reader, punch and printer: what is put in, and what comes out. */
import { useEffect, useRef, useState } from "preact/hooks";
import hello from "../../../engine/guests/programs/hello.asm?raw";
import { ROOM_TERMINALS, ROOM_UNITS } from "../../../engine/installations/room.ts";
import { plural } from "../../lab/data/format.ts";
import { loadWork, saveWork } from "../../lab/data/saved.ts";
import type { Editor } from "../../lab/source/editor.ts";
import { Fanfold } from "../../terminals/fanfold.tsx";
import { addressText } from "../../terminals/names.ts";
import type { CpModel } from "../model.ts";

/** Under which the text is kept in the browser. */
const WORK = "cp";
const FILE = "deck";
const USERS = ROOM_TERMINALS.map(({ userid }) => userid).filter((userid) => userid !== "OPERATOR");

const titleOf = (unit: keyof typeof ROOM_UNITS, what: string): string =>
  `${ROOM_UNITS[unit].type} ${what} ${addressText(ROOM_UNITS[unit].address)}`;

export function DeckPanel({ model }: { model: CpModel }) {
  const [isProgram, setProgram] = useState(true);
  const [userid, setUser] = useState(USERS[0]);
  const [name, setName] = useState("HELLO");
  const text = useRef(hello);
  const [editor, setEditor] = useState<Editor>();
  const host = useRef<HTMLDivElement>(null);
  const isOn = model.state.value !== undefined && !model.isLoading.value;
  const { errors = [], loaded } = model.deck.value ?? {};
  const title = titleOf("reader", "card reader");
  useEffect(() => {
    let made: Editor | undefined;
    let gone = false;
    void Promise.all([import("../../lab/source/editor.ts"), loadWork(WORK).catch(() => undefined)]).then(
      ([{ createEditor }, work]) => {
        if (gone || !host.current) return;
        text.current = work?.files?.[FILE] ?? hello;
        made = createEditor({
          parent: host.current,
          text: text.current,
          language: "assembler",
          label: "Text of the deck",
          privileged: new Set(),
          onChange: (changed) => {
            text.current = changed;
            void saveWork(WORK, { files: changed === hello ? undefined : { [FILE]: changed } }).catch(() => undefined);
          },
        });
        setEditor(made);
      },
    );
    return () => {
      gone = true;
      made?.destroy();
    };
  }, []);
  useEffect(() => editor?.setErrors(errors.map((error) => ({ file: FILE, ...error }))), [editor, errors]);
  const send = () => {
    if (isOn && name !== "")
      model.loadReader({ userid, name, type: isProgram ? "TEXT" : "DATA" }, text.current, isProgram);
  };
  return (
    <section class="panel deck" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        <span class="acts">
          <button type="button" class="quiet" onClick={() => editor?.setText(hello)}>
            put back the program as given
          </button>
        </span>
      </div>
      <p class="about">
        A deck for a user’s virtual reader, with an ID card in front. A program is assembled first: its cards are an
        object deck.
      </p>
      <div class="editor" ref={host} />
      {errors.length > 0 && (
        <div class="errors">
          <p>{plural(errors.length, "error")}: no card was cut.</p>
          <ul>
            {errors.map(({ line, column, message }) => (
              <li key={`${line}:${column}:${message}`}>
                <button type="button" onClick={() => editor?.focus(line, column)}>
                  line {line}, column {column}
                </button>{" "}
                {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="feed">
        <label>
          as{" "}
          <select value={isProgram ? "program" : "cards"} onChange={() => setProgram(!isProgram)}>
            <option value="program">a program</option>
            <option value="cards">cards as they stand</option>
          </select>
        </label>
        <label>
          for{" "}
          <select value={userid} onChange={({ currentTarget }) => setUser(currentTarget.value)}>
            {USERS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label>
          called{" "}
          <input
            type="text"
            value={name}
            size={9}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => {
              currentTarget.value = currentTarget.value
                .toUpperCase()
                .replaceAll(/[^A-Z0-9$#@]/g, "")
                .slice(0, 8);
              setName(currentTarget.value);
            }}
          />
        </label>
        <button type="button" aria-disabled={!isOn || name === "" || undefined} onClick={send}>
          put it in the reader
        </button>
      </div>
      <p class="about" role="status">
        {loaded &&
          (loaded.type === "TEXT" ? (
            <>
              The deck is in. Logged on, with the CMS-style system loaded, {loaded.userid} types{" "}
              <code>readcard {loaded.name.toLowerCase()} text</code>, then{" "}
              <code>load {loaded.name.toLowerCase()} (start</code>.
            </>
          ) : (
            <>
              The deck is in. {loaded.userid} types <code>readcard {loaded.name.toLowerCase()} data</code>; Bob’s kernel
              lists each card that comes.
            </>
          ))}
      </p>
    </section>
  );
}

export function PaperPanel({ model }: { model: CpModel }) {
  const title = titleOf("printer", "printer");
  const punched = model.state.value?.punched ?? 0;
  return (
    <section class="panel printer" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        <span class="about">{punched > 0 && `${plural(punched, "card")} in the punch’s stacker`}</span>
      </div>
      <Fanfold
        label={`Paper of the ${title}`}
        text={model.papers.value.get(ROOM_UNITS.printer.address) ?? ""}
        cut="The beginning is not shown."
      />
    </section>
  );
}
