/** The CodeMirror editor, loaded when a reader begins to edit. */
import { closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { Tag, tags } from "@lezer/highlight";
import type { SourceError } from "../../../engine/grading/view.ts";
import { address } from "../data/format.ts";
import { editorTheme } from "./editor-theme.ts";
import { operationClass, statementFields } from "./statement.ts";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly language: "assembler" | "typescript";
  readonly label: string;
  readonly privileged: ReadonlySet<string>;
  readonly onChange: (text: string) => void;
}

/** An editor on the page, told what changes around it. */
export interface Editor {
  focus(line?: number, column?: number): void;
  setText(text: string): void;
  setAddresses(addresses: ReadonlyMap<number, number>): void;
  setHere(line: number | undefined): void;
  setErrors(errors: readonly SourceError[]): void;
  destroy(): void;
}

const operation = Tag.define();
const privilegedOperation = Tag.define();

const highlighting = HighlightStyle.define([
  { tag: operation, color: "var(--hardware)", fontWeight: "600" },
  { tag: privilegedOperation, color: "var(--monitor)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--ink-3)" },
  { tag: [tags.keyword, tags.typeName], color: "var(--hardware)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--guest-a)" },
]);

/** Statement by statement: the tokens are the fields that the listing has too. */
function assembler(privileged: ReadonlySet<string>): Extension {
  const language = StreamLanguage.define<{ pending: readonly (readonly [length: number, token: string | null])[] }>({
    name: "assembler",
    startState: () => ({ pending: [] }),
    copyState: (state) => ({ pending: state.pending }),
    token(stream, state) {
      if (stream.sol()) {
        state.pending = statementFields(stream.string).map(({ kind, text }) => {
          if (kind === "operation")
            return [
              text.length,
              { priv: "privilegedOperation", op: "operation", dir: null }[operationClass(text, privileged)],
            ];
          return [text.length, kind === "comment" || kind === "remarks" ? "comment" : null];
        });
      }
      const [next, ...rest] = state.pending;
      if (!next) {
        stream.skipToEnd();
        return null;
      }
      state.pending = rest;
      stream.pos += next[0];
      return next[1];
    },
    tokenTable: { operation, privilegedOperation },
    languageData: { commentTokens: { line: "*" } },
  });
  return language;
}

const setHereLine = StateEffect.define<number | undefined>();

const hereLine = StateField.define<number | undefined>({
  create: () => undefined,
  update: (line, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setHereLine)) return effect.value;
    return line;
  },
});

const bar = Decoration.line({ class: "bar" });
const here = Decoration.line({ class: "here", attributes: { "aria-current": "step" } });

/** The paper's green bars, and the line that is about to run. */
const paper = EditorView.decorations.compute(["doc", hereLine], (state): DecorationSet => {
  const builder = new RangeSetBuilder<Decoration>();
  const current = state.field(hereLine);
  for (let number = 1; number <= state.doc.lines; number++) {
    const { from } = state.doc.line(number);
    if (number === current) builder.add(from, from, here);
    else if ((number - 1) % 4 < 2) builder.add(from, from, bar);
  }
  return builder.finish();
});

class AddressMarker extends GutterMarker {
  readonly text: string;

  constructor(value: number | undefined) {
    super();
    this.text = value === undefined ? "      " : address(value);
  }

  override eq(other: AddressMarker): boolean {
    return other.text === this.text;
  }

  override toDOM(): Node {
    return document.createTextNode(this.text);
  }
}

function addressGutter(addresses: ReadonlyMap<number, number>): Extension {
  return gutter({
    class: "cm-addresses",
    lineMarker: (view, line) => new AddressMarker(addresses.get(view.state.doc.lineAt(line.from).number)),
    initialSpacer: () => new AddressMarker(0),
  });
}

/** Puts an editor into a shadow root. */
export function createEditor(options: EditorOptions): Editor {
  const addresses = new Compartment();
  const assembled = options.language === "assembler";
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lintGutter(),
        lineNumbers(),
        assembled ? addresses.of(addressGutter(new Map())) : [],
        history(),
        drawSelection(),
        bracketMatching(),
        // Tab is not bound: it leaves the editor, as everywhere on a page.
        keymap.of([...defaultKeymap, ...historyKeymap]),
        assembled ? assembler(options.privileged) : [javascript({ typescript: true }), closeBrackets()],
        syntaxHighlighting(highlighting),
        hereLine,
        paper,
        editorTheme,
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          tabindex: "0",
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });

  const position = (line: number, column: number) => {
    const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    return Math.min(found.from + Math.max(column - 1, 0), found.to);
  };

  return {
    focus(line, column = 1) {
      view.focus();
      if (line !== undefined) {
        const at = position(line, column);
        view.dispatch({
          selection: { anchor: at },
          effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: 60 }),
        });
      }
    },
    setText(text) {
      if (text !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setAddresses(map) {
      if (assembled) view.dispatch({ effects: addresses.reconfigure(addressGutter(map)) });
    },
    setHere(line) {
      if (view.state.field(hereLine) === line) return;
      const shown =
        line === undefined || view.hasFocus
          ? []
          : [EditorView.scrollIntoView(position(line, 1), { y: "nearest", yMargin: 60 })];
      view.dispatch({ effects: [setHereLine.of(line), ...shown] });
    },
    setErrors(errors) {
      const diagnostics = errors.map(({ line, column, message }) => {
        const from = position(line, column);
        const end = view.state.doc.lineAt(from).to;
        const word = /^[^\s,()]+/.exec(view.state.sliceDoc(from, end))?.[0].length ?? 1;
        return { from, to: Math.min(from + word, end), severity: "error" as const, message };
      });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    destroy: () => view.destroy(),
  };
}
