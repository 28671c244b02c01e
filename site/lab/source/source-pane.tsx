/** The sources: a tab for each file, the listing or the editor, and the list of errors under it. */
import { signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { plural } from "../data/format.ts";
import { type SourceFile, sourceFiles } from "../data/source.ts";
import type { LabModel } from "../machine/model.ts";
import { Tabs } from "../panels/tabs.tsx";
import type { Editor } from "./editor.ts";
import { Listing } from "./listing.tsx";

/** Where a file's editor should put its caret when it appears. */
interface Caret {
  readonly line: number;
  readonly column: number;
}

export function SourcePane({ model }: { model: LabModel }) {
  const files = sourceFiles(model.source.setup);
  const [selected, select] = useState(() => (model.source.exercise && model.source.editable[0]) || files[0].name);
  // The tab follows the machine to the guest that runs, unless the reader is writing in it.
  const writing = useMemo(() => signal(false), []);
  const view = model.view.value;
  useEffect(() => {
    if (!view || writing.value || model.phase.value === "running") return;
    const world = files.find(({ world }) => world === view.world);
    if (world && files.filter(({ language }) => language === "assembler").length > 1) select(world.name);
  }, [view?.tick]);
  return (
    <div class="pane source">
      <Tabs
        label="Source files"
        selected={selected}
        onSelect={select}
        tabs={files.map((file) => ({
          id: file.name,
          title: (
            <>
              <span class={`role-${file.role}`}>{file.title}</span>
              {model.edited.value.includes(file.name) && <em class="mark">edited</em>}
            </>
          ),
          panel: <FileView key={file.name} model={model} file={file} onWriting={(now) => (writing.value = now)} />,
        }))}
      />
    </div>
  );
}

function FileView({
  model,
  file,
  onWriting,
}: {
  model: LabModel;
  file: SourceFile;
  onWriting: (now: boolean) => void;
}) {
  const [caret, setCaret] = useState<Caret | undefined>();
  const text = model.files.value[file.name] ?? "";
  const assembled = model.assembled.value[file.name];
  const addresses = useMemo(() => new Map(assembled?.addresses), [assembled]);
  const privileged = useMemo(
    () => new Set(model.operations.value.filter((each) => each.privileged).map((each) => each.mnemonic)),
    [model.operations.value],
  );
  const errors = model.errors.value.filter((error) => error.file === file.name);
  const here = model.stale.value ? undefined : currentLine(model, file);
  const editable = model.source.editable.includes(file.name);
  return (
    <div class="file">
      {caret ? (
        <EditorView
          model={model}
          file={file}
          caret={caret}
          addresses={addresses}
          privileged={privileged}
          here={here}
          onWriting={onWriting}
        />
      ) : (
        <Listing
          file={file}
          text={text}
          addresses={addresses}
          privileged={privileged}
          here={here}
          wrong={new Set(errors.map(({ line }) => line))}
          onEdit={editable ? (line) => setCaret({ line, column: 1 }) : undefined}
        />
      )}
      <div class="filebar">
        {editable && !caret && (
          <button
            type="button"
            class="quiet"
            data-key={`edit:${file.name}`}
            data-edit=""
            onClick={() => setCaret({ line: here ?? 1, column: 1 })}
          >
            edit
          </button>
        )}
        {model.edited.value.includes(file.name) && (
          <button type="button" class="quiet" onClick={() => model.restore(file.name)}>
            put back as given
          </button>
        )}
        {model.undo.value && (
          <button type="button" class="quiet" onClick={() => takeUndo(model)}>
            undo reset
          </button>
        )}
        {model.stale.value && <span>changed since this run: the next press starts it anew</span>}
      </div>
      {errors.length > 0 && (
        <div class="errors">
          <p>{plural(errors.length, "error")}</p>
          <ul>
            {errors.map((error) => (
              <li key={`${error.line}:${error.column}:${error.message}`}>
                <button type="button" onClick={() => setCaret({ line: error.line, column: error.column })}>
                  line {error.line}, column {error.column}
                </button>{" "}
                {error.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function takeUndo(model: LabModel): void {
  const undo = model.undo.value;
  model.undo.value = undefined;
  undo?.();
}

/** The line of a file at which its world's processor stands. */
function currentLine(model: LabModel, file: SourceFile): number | undefined {
  for (const { here, state } of model.view.value?.processors ?? []) {
    // A program that has ended stands nowhere: its last PSW's address is only a sign.
    if (here?.file === file.name) return state === "disabled-wait" ? undefined : here.line;
  }
  return undefined;
}

interface EditorViewProps {
  readonly model: LabModel;
  readonly file: SourceFile;
  readonly caret: Caret;
  readonly addresses: ReadonlyMap<number, number>;
  readonly privileged: ReadonlySet<string>;
  readonly here: number | undefined;
  readonly onWriting: (now: boolean) => void;
}

function EditorView({ model, file, caret, addresses, privileged, here, onWriting }: EditorViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | undefined>();
  const text = model.files.value[file.name] ?? "";
  const errors = model.errors.value.filter((error) => error.file === file.name);
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    let made: Editor | undefined;
    let gone = false;
    void import("./editor.ts").then(({ createEditor }) => {
      if (gone) return;
      made = createEditor({
        parent,
        text: model.files.peek()[file.name] ?? "",
        language: file.language,
        label: `Source of ${file.title}`,
        privileged,
        onChange: (changed) => model.edit(file.name, changed),
      });
      made.focus(caret.line, caret.column);
      setEditor(made);
    });
    return () => {
      gone = true;
      made?.destroy();
      onWriting(false);
    };
  }, [file.name, privileged]);
  useEffect(() => editor?.focus(caret.line, caret.column), [caret]);
  // The text of this moment, not of this drawing: the reader may have typed on since.
  useEffect(() => editor?.setText(model.files.peek()[file.name] ?? ""), [editor, text]);
  useEffect(() => editor?.setAddresses(addresses), [editor, addresses]);
  useEffect(() => editor?.setHere(here), [editor, here]);
  useEffect(() => editor?.setErrors(errors), [editor, model.errors.value]);
  return <div class="editor" ref={host} onFocusIn={() => onWriting(true)} onFocusOut={() => onWriting(false)} />;
}
