/** Directives, by their names; those that have a second name in another assembler have it here. */
import { type Expression, parseExpression, startOf } from "./expressions.ts";
import type { FirstPass } from "./first-pass.ts";
import { Fault, type Scanner } from "./scanner.ts";
import type { SourceLine } from "./source.ts";
import type { Context } from "./symbols.ts";

/** What a directive is given; the scanner stands behind its name, which is at `at`. */
export interface DirectiveLine {
  readonly pass: FirstPass;
  readonly source: SourceLine;
  readonly scanner: Scanner;
  readonly at: number;
  readonly context: Context;
}

/** Does a directive. Throws Faults. */
export type Directive = (line: DirectiveLine) => void;

/** What `.byte` and its like list: a string's bytes, or a value. */
type Part = readonly number[] | Expression;

const isString = (part: Part): part is readonly number[] => Array.isArray(part);

/** Reads what stands between commas, at least one. */
function list<T>(scanner: Scanner, read: () => T): T[] {
  const parts = [read()];
  while (scanner.take(",")) parts.push(read());
  scanner.expectEnd();
  return parts;
}

function part(scanner: Scanner): Part {
  scanner.skipBlanks();
  return scanner.peek() === '"' ? scanner.string() : parseExpression(scanner);
}

/** A value as bytes. Throws a Fault where it does not fit. */
function bytesOf(value: number, size: number, highFirst: boolean, at: number): number[] {
  const most = 2 ** (8 * size) - 1;
  if (value < -(most + 1) / 2 || value > most)
    throw new Fault(at, `${size === 1 ? "a byte" : "a word"} is ${-(most + 1) / 2} to ${most}, not ${value}`);
  const bytes = Array.from({ length: size }, (_, i) => (value >> (8 * i)) & 0xff);
  return highFirst ? bytes.reverse() : bytes;
}

/** Values of so many bytes each; strings among them a byte a character. */
function data(size: 1 | 2, highFirst = false, ending: readonly number[] = []): Directive {
  return ({ pass, source, scanner, context }) => {
    const parts = list(scanner, () => part(scanner));
    const text = parts.find(isString);
    if (size > 1 && text !== undefined) throw new Fault(0, "a string stands in .byte or .text, not among words");
    const length = parts.reduce((sum, one) => sum + (isString(one) ? one.length : size), ending.length);
    pass.add(source, "data", length, () => [
      ...parts.flatMap((one) =>
        isString(one) ? one : bytesOf(pass.value(one, context), size, highFirst, startOf(one)),
      ),
      ...ending,
    ]);
  };
}

/** So many bytes reserved, or filled where a value is given. */
function reserve(line: DirectiveLine, count: number, fill: Expression | undefined): void {
  const { pass, source, context } = line;
  if (count === 0) return;
  pass.add(source, fill === undefined ? "reserved" : "data", count, () =>
    fill === undefined ? [] : new Array<number>(count).fill(bytesOf(pass.value(fill, context), 1, false, fill.at)[0]),
  );
}

const res: Directive = (line) => {
  const { pass, scanner, context } = line;
  const [count, fill, more] = list(scanner, () => parseExpression(scanner));
  if (more !== undefined) throw new Fault(startOf(more), "after the count comes one value at most");
  reserve(line, pass.number(count, context, "a count of bytes", 0, 0x10000), fill);
};

const align: Directive = (line) => {
  const { pass, scanner, context } = line;
  const [boundary, fill, more] = list(scanner, () => parseExpression(scanner));
  if (more !== undefined) throw new Fault(startOf(more), "after the boundary comes one value at most");
  const multiple = pass.number(boundary, context, "a boundary", 1, 0x8000);
  reserve(line, (multiple - (pass.location % multiple)) % multiple, fill);
};

const org: Directive = ({ pass, scanner, context }) => {
  const expression = parseExpression(scanner);
  scanner.expectEnd();
  pass.moveTo(pass.number(expression, context, "an address", 0, 0xffff));
};

const repeat: Directive = ({ pass, source, scanner, at, context }) => {
  let count = 0;
  let counter: string | undefined;
  let fault: Fault | undefined;
  try {
    count = pass.number(parseExpression(scanner), context, "a count of repetitions", 0, 0xffff);
    if (scanner.take(",")) {
      scanner.skipBlanks();
      if (!scanner.atName) scanner.fail(`${scanner.found()}, where the counter's name should stand`);
      counter = scanner.name();
    }
    scanner.expectEnd();
  } catch (thrown) {
    // The block is left out all the same.
    if (!(thrown instanceof Fault)) throw thrown;
    fault = thrown;
  }
  pass.source.repeat(source, fault === undefined ? count : 0, counter, at);
  if (fault !== undefined) throw fault;
};

const end: Directive = ({ pass, scanner, context }) => {
  scanner.skipBlanks();
  if (!scanner.atEnd) pass.entry = { expression: parseExpression(scanner), context };
  scanner.expectEnd();
  pass.ended = true;
};

/** `.assert CONDITION, "MESSAGE"`: looked at when all names are known. */
const assert: Directive = ({ pass, source, scanner, at, context }) => {
  const expression = parseExpression(scanner);
  const message = scanner.take(",") ? messageOf(scanner) : "the assertion does not hold";
  scanner.expectEnd();
  pass.add(source, "reserved", 0, () => {
    if (pass.value(expression, context) === 0) throw new Fault(at, message);
    return [];
  });
};

function messageOf(scanner: Scanner): string {
  scanner.skipBlanks();
  if (scanner.peek() !== '"') scanner.fail(`${scanner.found()}, where a message should stand: "…"`);
  return String.fromCharCode(...scanner.string().slice(0, 200));
}

const stop =
  (closing: string, opening: string): Directive =>
  ({ at }) => {
    throw new Fault(at, `there is no ${opening} before this ${closing}`);
  };

const single: Directive = ({ at }) => {
  throw new Fault(at, "a program is one file: there is no including another");
};

/** By name in lower case. */
export const directives: Readonly<Record<string, Directive>> = {
  ".org": org,
  org: org,
  ".byte": data(1),
  ".byt": data(1),
  ".db": data(1),
  "dc.b": data(1),
  ".text": data(1),
  ".ascii": data(1),
  ".asciiz": data(1, false, [0]),
  ".word": data(2),
  ".addr": data(2),
  ".dw": data(2),
  "dc.w": data(2),
  ".dbyt": data(2, true),
  ".res": res,
  ".ds": res,
  ds: res,
  ".align": align,
  align: align,
  ".repeat": repeat,
  ".rep": repeat,
  ".macro": ({ pass, source, scanner, at }) => pass.source.defineMacro(source, scanner, at),
  ".mac": ({ pass, source, scanner, at }) => pass.source.defineMacro(source, scanner, at),
  ".assert": assert,
  ".error": ({ scanner, at }) => {
    throw new Fault(at, messageOf(scanner));
  },
  ".end": end,
  end: end,
  ".endmacro": stop(".endmacro", ".macro"),
  ".endmac": stop(".endmac", ".mac"),
  ".endrepeat": stop(".endrepeat", ".repeat"),
  ".endrep": stop(".endrep", ".rep"),
  ".include": single,
  ".incbin": single,
};
