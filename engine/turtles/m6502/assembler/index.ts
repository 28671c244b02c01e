/**
 * The 6502 assembler: source text to storage, in two passes.
 *
 * A line is `label: operation operands ; comment`. The colon may be left out where the label begins the line. Names are
 * as written, operations in any case. Labels that begin with @ are local to what lies between two other labels, and to a
 * macro's or repetition's lines; a colon alone is a label without a name, reached by :+ and :-. Operands are written as in
 * the MCS6500 Programming Manual. An address below $100 that is known when the line is read is taken to be in page zero;
 * `a:` and `z:` before it say what it is. A program lies at $0200 where `.org` (or `*=`) says nothing else.
 *
 * Directives: .org .byte .word .dbyt .text .asciiz .res .align .equ (or =) .if .ifdef .ifndef .elseif .else .endif
 * .repeat .macro .assert .error .end; and the names that other assemblers have for some of them.
 */
import { FirstPass, type Item } from "./first-pass.ts";
import { writeListing } from "./listing.ts";
import { Fault, hexadecimal } from "./scanner.ts";
import { type SourceLine, sourceLines } from "./source.ts";
import type { AssemblySymbol } from "./symbols.ts";

export type { AssemblySymbol } from "./symbols.ts";

/** One error, at the place where the mistake can be mended. Line and column count from 1, columns in UTF-16 units. */
export interface AssemblyError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a line became; there are several for one that calls a macro. */
export interface SourceBytes {
  readonly line: number;
  readonly address: number;
  /** Bytes of storage that it takes. */
  readonly length: number;
  /** As many; none where storage is only reserved. */
  readonly bytes: Uint8Array;
}

/** An assembled program. With errors in it, what could be assembled is still there, zeros in place of what could not. */
export interface Assembly {
  /** All of them, in source order. */
  readonly errors: readonly AssemblyError[];
  /** What to load where, in ascending order, not overlapping. What is reserved is not filled. */
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  /** What .end names; else what the program has at $FFFC, the reset vector; else its first instruction. */
  readonly entry: number;
  /** Labels and constants; local labels have the label before them in front: LOOP@NEXT. */
  readonly symbols: ReadonlyMap<string, AssemblySymbol>;
  /** What takes storage, in source order. */
  readonly lines: readonly SourceBytes[];
  /** For people. */
  readonly listing: string;
}

const RESET_VECTOR = 0xfffc;

/** Assembles a program. Takes any text and never throws; what is wrong is in `errors`. */
export function assemble(source: string): Assembly {
  const lines = sourceLines(source);
  const found = new Map<string, AssemblyError>();
  const report = (at: SourceLine, { offset, message, silent }: Fault): void => {
    if (silent) return;
    const { line, call } = at;
    // What a repetition has put in a line may have moved it.
    const column = call?.column ?? Math.min(offset, lines[line - 1].length) + 1;
    const text = call === undefined ? message : `${message} (line ${call.line}, in macro ${call.macro})`;
    // One mistake may be met in both passes, or in every repetition.
    found.set(`${line}:${column}:${text}`, { line, column, message: text });
  };
  const pass = new FirstPass(source, report);
  const image = new Image();
  const made = pass.items.map((item) => ({ item, bytes: bytesOf(item, report) }));
  for (const { item, bytes } of made) {
    const other = image.put(item, bytes);
    if (other !== undefined)
      report(
        item.source,
        new Fault(0, `${hexadecimal(other.address)} already holds what line ${other.line} has put there`),
      );
  }
  const entry = entryOf(pass, image, report);
  const errors = [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  const symbols = pass.symbols.all();
  const taken = made
    .filter(({ item }) => item.length > 0)
    .map(({ item: { source: at, address, length }, bytes }) => ({ line: at.line, address, length, bytes }))
    .sort((a, b) => a.line - b.line);
  return {
    errors,
    segments: image.segments(),
    entry,
    symbols,
    lines: taken,
    listing: writeListing(lines, taken, errors, symbols),
  };
}

function bytesOf(item: Item, report: (at: SourceLine, fault: Fault) => void): Uint8Array {
  try {
    return Uint8Array.from(item.make());
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    report(item.source, thrown);
    return new Uint8Array(item.kind === "reserved" ? 0 : item.length);
  }
}

function entryOf(pass: FirstPass, image: Image, report: (at: SourceLine, fault: Fault) => void): number {
  if (pass.entry !== undefined) {
    const { expression, context } = pass.entry;
    try {
      const value = pass.value(expression, context);
      if (value >= 0 && value <= 0xffff) return value;
      throw new Fault(expression.at, `an address is $0000 to $FFFF, not ${hexadecimal(value)}`);
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      report(context.source, thrown);
    }
  }
  const vector = image.word(RESET_VECTOR);
  const first = pass.items.find(({ kind }) => kind === "instruction") ?? pass.items.find(({ length }) => length > 0);
  return vector ?? first?.address ?? 0;
}

/** The 64 KiB, and which line has filled what of it. */
class Image {
  readonly #bytes = new Uint8Array(0x10000);
  /** Line that has put a byte there; 0 for none. */
  readonly #lines = new Uint32Array(0x10000);

  /** Puts bytes. Returns the first place that was taken already, if any. */
  put({ address, source }: Item, bytes: Uint8Array): { readonly address: number; readonly line: number } | undefined {
    const taken = this.#lines.subarray(address, address + bytes.length).findIndex((line) => line !== 0);
    const other = taken < 0 ? undefined : { address: address + taken, line: this.#lines[address + taken] };
    this.#bytes.set(bytes, address);
    this.#lines.fill(source.line, address, address + bytes.length);
    return other;
  }

  /** Two bytes, the low one first, where the program has put both. */
  word(address: number): number | undefined {
    if (this.#lines[address] === 0 || this.#lines[address + 1] === 0) return undefined;
    return this.#bytes[address] | (this.#bytes[address + 1] << 8);
  }

  segments(): { address: number; bytes: Uint8Array }[] {
    const segments: { address: number; bytes: Uint8Array }[] = [];
    let address = 0;
    while (address < 0x10000) {
      if (this.#lines[address] === 0) address++;
      else {
        let end = address;
        while (end < 0x10000 && this.#lines[end] !== 0) end++;
        segments.push({ address, bytes: this.#bytes.slice(address, end) });
        address = end;
      }
    }
    return segments;
  }
}
