/** Values in place of variable symbols (GC33-4010, "Variable Symbols", "Concatenation"). */
import { Fault } from "../fault.ts";
import { NAME, Scanner } from "../scanner.ts";
import { scanBalanced } from "./lists.ts";
import type { Variables } from "./variables.ts";

/** A variable symbol with its subscripts. */
export interface Reference {
  readonly name: string;
  readonly subscripts: readonly number[] | undefined;
  readonly at: number;
}

/** Where a piece of a text after substitution begins, and what it comes from. */
interface Seam {
  readonly from: number;
  /** Offset in the text before substitution. */
  readonly at: number;
  /** A value, which as a whole comes from its variable symbol. */
  readonly value: boolean;
}

/** Characters of a field into which values have been put. */
const LONGEST_FIELD = 4096;
const DEEPEST_PARENTHESES = 40;

/** A value as it is put into text: a number without its sign. */
export function textOf(value: number | string): string {
  return typeof value === "number" ? String(Math.abs(value)) : value;
}

/** Finds variable symbols in text. Their subscripts are arithmetic expressions, which the class that extends it knows. */
export abstract class Substitution {
  protected readonly variables: Variables;
  private depth = 0;

  constructor(variables: Variables) {
    this.variables = variables;
  }

  /** Reads an arithmetic expression. Throws a Fault. */
  abstract arithmetic(scanner: Scanner): number;

  /** Puts values in place of the variable symbols in a text. Doubled ampersands stay. Throws a Fault. */
  substitute(text: string): string {
    return this.substituteTraced(text).text;
  }

  /** Likewise; `origin` gives the offset in the text before for one after. */
  substituteTraced(text: string): { text: string; origin: (offset: number) => number } {
    if (!text.includes("&")) return { text, origin: (offset) => offset };
    const seams: Seam[] = [];
    const output = this.substituteIn(new Scanner(text), text.length, (literal) => literal, seams);
    const origin = (offset: number): number => {
      const seam = seams.findLast(({ from }) => from <= offset);
      return seam === undefined ? offset : seam.value ? seam.at : seam.at + offset - seam.from;
    };
    return { text: output, origin };
  }

  /** Likewise for a part of a text, from the scanner's place to an offset; `literal` changes what stands between variables. */
  protected substituteIn(scanner: Scanner, end: number, literal: (text: string) => string, seams: Seam[] = []): string {
    const { text } = scanner;
    let output = "";
    while (scanner.offset < end) {
      const ampersand = text.indexOf("&", scanner.offset);
      const until = ampersand < 0 || ampersand > end ? end : ampersand;
      seams.push({ from: output.length, at: scanner.offset, value: false });
      output += literal(text.slice(scanner.offset, until));
      scanner.offset = until;
      if (until === end) break;
      if (text[until + 1] === "&" || !/[A-Za-z$#@_(]/.test(text[until + 1] ?? "")) {
        const length = text[until + 1] === "&" ? 2 : 1;
        seams.push({ from: output.length, at: until, value: false });
        output += "&&".slice(0, length);
        scanner.offset += length;
        continue;
      }
      const { name, subscripts, at } = this.reference(scanner);
      seams.push({ from: output.length, at, value: true });
      output += textOf(this.variables.read(name, subscripts, at));
      if (output.length > LONGEST_FIELD) throw new Fault(at, "this has more than 4,096 characters after substitution");
      scanner.take(".");
    }
    return output;
  }

  /** Reads a variable symbol from its ampersand on, with its subscripts if it can have some. Throws a Fault. */
  reference(scanner: Scanner): Reference {
    const at = scanner.offset;
    const name = this.variableName(scanner);
    const variable = this.variables.look(name, at);
    if (scanner.peek() !== "(") return { name, subscripts: undefined, at };
    if (variable.kind === "set" && variable.dimension === undefined)
      throw new Fault(scanner.offset, `&${name} has no dimension; a parenthesis after its value is written &${name}.(`);
    return { name, subscripts: this.subscripts(scanner), at };
  }

  /** The name of a variable symbol, from its ampersand on; a created one, as in &(A&I), is put together. */
  variableName(scanner: Scanner): string {
    const at = scanner.offset;
    scanner.expect("&", "of a variable symbol");
    if (scanner.atName) return scanner.name();
    if (scanner.peek() !== "(") return scanner.fail("a name should follow this ampersand", at);
    const close = scanBalanced(
      scanner.text,
      scanner.offset + 1,
      (character, depth) => character === ")" && depth === 0,
    );
    if (close === scanner.text.length)
      scanner.fail("the parenthesis of this created variable symbol is not closed", at);
    const inner = new Scanner(scanner.text.slice(0, close));
    inner.offset = scanner.offset + 1;
    const name = this.nested(at, () => this.substituteIn(inner, close, (literal) => literal)).toUpperCase();
    if (!NAME.test(name)) scanner.fail(`“${name.slice(0, 20)}” is no name of a variable symbol`, at);
    scanner.offset = close + 1;
    return name;
  }

  /** Subscripts in parentheses. */
  subscripts(scanner: Scanner): number[] {
    scanner.expect("(", "before a subscript");
    const list: number[] = [];
    do {
      list.push(this.nested(scanner.offset, () => this.arithmetic(scanner)));
    } while (scanner.take(","));
    scanner.expect(")", "after a subscript");
    return list;
  }

  /** Does work inside parentheses. Throws a Fault where they go too deep. */
  protected nested<Result>(at: number, work: () => Result): Result {
    if (this.depth >= DEEPEST_PARENTHESES) throw new Fault(at, `parentheses go at most ${DEEPEST_PARENTHESES} deep`);
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
}
