/** A source file as a listing: line number, address, statement; the line that is about to run is marked. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { address } from "../data/format.ts";
import type { SourceFile } from "../data/source.ts";
import { operationClass, statementFields } from "./statement.ts";
import { typescriptPieces } from "./typescript-words.ts";

interface ListingProps {
  readonly file: SourceFile;
  readonly text: string;
  readonly addresses: ReadonlyMap<number, number>;
  readonly privileged: ReadonlySet<string>;
  readonly here: number | undefined;
  readonly wrong: ReadonlySet<number>;
  /** Asks for the editor, with the line to put the caret on; absent where the file may not be edited. */
  readonly onEdit: ((line: number) => void) | undefined;
}

export function Listing({ file, text, addresses, privileged, here, wrong, onEdit }: ListingProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (here !== undefined && box.current) reveal(box.current, here);
  }, [here, file.name]);
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll alike in all browsers, and a section would be a landmark for each lab
    <div
      role="group"
      ref={box}
      class="listing"
      aria-label={onEdit ? `Source of ${file.title}. Press Enter to edit.` : `Source of ${file.title}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      data-key={`source:${file.name}`}
      data-edit={onEdit ? "" : undefined}
      onClick={(event) => onEdit?.(lineAt(event))}
      onKeyDown={(event) => {
        if (!onEdit || (event.key !== "Enter" && event.key !== "F2")) return;
        event.preventDefault();
        onEdit(here ?? 1);
      }}
    >
      <ol>
        {lines.map((line, index) => {
          const number = index + 1;
          const at = addresses.get(number);
          const classes = [index % 4 < 2 ? "bar" : "", number === here ? "here" : "", wrong.has(number) ? "wrong" : ""];
          return (
            <li
              key={number}
              class={classes.join(" ").trim() || undefined}
              data-line={number}
              aria-current={number === here ? "step" : undefined}
            >
              <i>{number}</i>
              {file.language === "assembler" && <u>{at === undefined ? "" : address(at)}</u>}
              <span>
                {file.language === "assembler" ? (
                  <Statement line={line} privileged={privileged} />
                ) : (
                  <TypeScriptLine line={line} />
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Statement({ line, privileged }: { line: string; privileged: ReadonlySet<string> }) {
  return (
    <>
      {statementFields(line).map(({ kind, text }, index) => {
        if (kind === "operation")
          return (
            <span key={index} class={operationClass(text, privileged)}>
              {text}
            </span>
          );
        if (kind === "comment" || kind === "remarks")
          return (
            <span key={index} class="c">
              {text}
            </span>
          );
        return text;
      })}
      {line === "" ? " " : null}
    </>
  );
}

function TypeScriptLine({ line }: { line: string }) {
  const pieces = typescriptPieces(line);
  return (
    <>
      {pieces.length === 0
        ? " "
        : pieces.map(({ text, kind }, index) =>
            kind ? (
              <span key={index} class={kind}>
                {text}
              </span>
            ) : (
              text
            ),
          )}
    </>
  );
}

/** Scrolls a listing, and nothing around it, so that a line is in sight. */
function reveal(box: HTMLElement, line: number): void {
  const row = box.querySelector<HTMLElement>(`li[data-line="${line}"]`);
  if (!row) return;
  const top = row.offsetTop;
  const margin = 3 * row.offsetHeight;
  if (top < box.scrollTop + margin) box.scrollTop = Math.max(0, top - margin);
  else if (top + row.offsetHeight > box.scrollTop + box.clientHeight - margin) {
    box.scrollTop = top + row.offsetHeight - box.clientHeight + margin;
  }
}

function lineAt(event: MouseEvent): number {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>("li[data-line]") : null;
  return Number(row?.dataset.line ?? 1);
}
