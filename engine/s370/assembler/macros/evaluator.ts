/** The expressions of conditional assembly: arithmetic, logical, character (GC33-4010, "The Conditional Assembly Language"). */
import { Fault } from "../fault.ts";
import { NAME, type Scanner } from "../scanner.ts";
import type { OrdinarySymbols } from "./attributes.ts";
import { countEntries, sublist } from "./lists.ts";
import { Substitution, textOf } from "./substitution.ts";
import { checkNumber, compareCharacters, readSelfDefiningTerm, selfDefiningValue } from "./terms.ts";
import { checkLength, LONGEST_TEXT, type Variables } from "./variables.ts";

/** A value of an expression. Of a variable that stands outside apostrophes, it is not yet known what it is to be. */
type Term =
  | { readonly kind: "number"; readonly at: number; readonly value: number }
  | { readonly kind: "truth"; readonly at: number; readonly value: boolean }
  | { readonly kind: "text"; readonly at: number; readonly value: string }
  | { readonly kind: "variable"; readonly at: number; readonly value: string; readonly name: string };

const RELATIONS: Readonly<Record<string, (order: number) => boolean>> = {
  EQ: (order) => order === 0,
  NE: (order) => order !== 0,
  LT: (order) => order < 0,
  LE: (order) => order <= 0,
  GT: (order) => order > 0,
  GE: (order) => order >= 0,
};
const WORD = /^(?:EQ|NE|LT|LE|GT|GE|AND|OR|NOT)(?![A-Z0-9$#@_])/i;
const ATTRIBUTE = /^[TLNKSID]'/i;

/** Evaluates with the variables of one macro definition, or of open code. */
export class Evaluator extends Substitution {
  private readonly symbols: OrdinarySymbols;

  constructor(variables: Variables, symbols: OrdinarySymbols) {
    super(variables);
    this.symbols = symbols;
  }

  /** An arithmetic expression. Throws a Fault. */
  override arithmetic(scanner: Scanner): number {
    return this.number(this.sum(scanner));
  }

  /** A logical expression. Throws a Fault. */
  logical(scanner: Scanner): boolean {
    return this.truth(this.disjunction(scanner));
  }

  /** A character expression. Throws a Fault. */
  character(scanner: Scanner): string {
    const at = scanner.offset;
    const term = this.primary(scanner);
    if (term.kind === "text") return term.value;
    throw new Fault(at, "characters stand between apostrophes, as in 'A' or '&X'");
  }

  /** Any expression: what AND and OR join, or a number, or characters. */
  private disjunction(scanner: Scanner): Term {
    const left = this.conjunction(scanner);
    if (this.word(scanner) !== "OR") return left;
    let value = this.truth(left);
    while (this.takeWord(scanner, "OR")) value = this.truth(this.conjunction(scanner)) || value;
    return { kind: "truth", at: left.at, value };
  }

  private conjunction(scanner: Scanner): Term {
    const left = this.negation(scanner);
    if (this.word(scanner) !== "AND") return left;
    let value = this.truth(left);
    while (this.takeWord(scanner, "AND")) value = this.truth(this.negation(scanner)) && value;
    return { kind: "truth", at: left.at, value };
  }

  private negation(scanner: Scanner): Term {
    let negative = false;
    let not = false;
    for (; this.takeWord(scanner, "NOT"); not = true) negative = !negative;
    const term = this.relation(scanner);
    return not ? { kind: "truth", at: term.at, value: this.truth(term) !== negative } : term;
  }

  private relation(scanner: Scanner): Term {
    const left = this.sum(scanner);
    const word = this.word(scanner);
    if (!Object.hasOwn(RELATIONS, word)) return left;
    scanner.offset += word.length;
    const right = this.sum(scanner);
    return { kind: "truth", at: left.at, value: RELATIONS[word](this.order(left, right)) };
  }

  private order(left: Term, right: Term): number {
    if (left.kind === "text" && right.kind === "text") return compareCharacters(left.value, right.value);
    const [text, other] = left.kind === "text" ? [left, right] : [right, left];
    if (text.kind === "text") {
      const hint = other.kind === "variable" ? `: write '&${other.name}'` : "";
      throw new Fault(other.at, `characters are compared with characters, which stand between apostrophes${hint}`);
    }
    return this.number(left) - this.number(right);
  }

  private sum(scanner: Scanner): Term {
    let left = this.product(scanner);
    for (;;) {
      skipBlanks(scanner);
      const operator = scanner.peek();
      if (operator !== "+" && operator !== "-") return left;
      const at = scanner.offset++;
      const right = this.number(this.product(scanner));
      const value = operator === "+" ? this.number(left) + right : this.number(left) - right;
      left = { kind: "number", at: left.at, value: checkNumber(value, at) };
    }
  }

  private product(scanner: Scanner): Term {
    let left = this.signed(scanner);
    for (;;) {
      skipBlanks(scanner);
      const operator = scanner.peek();
      if (operator !== "*" && operator !== "/") return left;
      const at = scanner.offset++;
      const right = this.number(this.signed(scanner));
      // Division by zero gives zero in this language.
      const quotient = right === 0 ? 0 : Math.trunc(this.number(left) / right) + 0;
      const value = operator === "*" ? this.number(left) * right : quotient;
      left = { kind: "number", at: left.at, value: checkNumber(value, at) };
    }
  }

  private signed(scanner: Scanner): Term {
    skipBlanks(scanner);
    const at = scanner.offset;
    let negative = false;
    while (scanner.peek() === "+" || scanner.peek() === "-") {
      if (scanner.peek() === "-") negative = !negative;
      scanner.offset++;
    }
    const term = this.primary(scanner);
    if (scanner.offset === at || (scanner.text[at] !== "+" && scanner.text[at] !== "-")) return term;
    const value = this.number(term);
    return { kind: "number", at, value: checkNumber(negative ? 0 - value : value, at) };
  }

  private primary(scanner: Scanner): Term {
    skipBlanks(scanner);
    const at = scanner.offset;
    const rest = scanner.text.slice(at, at + 2);
    if (rest.startsWith("'")) return this.characters(scanner);
    if (ATTRIBUTE.test(rest)) return this.attribute(scanner);
    if (rest.startsWith("&")) {
      const { name, subscripts } = this.reference(scanner);
      const value = this.variables.read(name, subscripts, at);
      return typeof value === "number" ? { kind: "number", at, value } : { kind: "variable", at, value, name };
    }
    if (scanner.take("(")) {
      const inner = this.nested(at, () => this.disjunction(scanner));
      skipBlanks(scanner);
      scanner.expect(")", "for the “(” before it");
      return scanner.peek() === "'" ? this.characters(scanner, inner) : inner;
    }
    const value = readSelfDefiningTerm(scanner);
    if (value !== undefined && !scanner.atName) return { kind: "number", at, value };
    if (value === undefined && scanner.atName)
      scanner.fail(
        `${scanner.name()} is not a variable symbol: here stand numbers, &names, attributes, and characters between apostrophes`,
        at,
      );
    return scanner.fail(`${scanner.found()}, where a number, a variable symbol or characters should stand`);
  }

  /** Strings with their duplication factors and substrings, joined by periods. The first factor may be read already. */
  private characters(scanner: Scanner, factor?: Term): Term {
    const at = factor?.at ?? scanner.offset;
    let copies = factor === undefined ? 1 : this.copies(factor);
    let value = "";
    for (;;) {
      const from = scanner.offset;
      const piece = this.substring(scanner, this.quoted(scanner));
      if (piece.length * copies > LONGEST_TEXT) throw new Fault(from, `a value has at most ${LONGEST_TEXT} characters`);
      value = checkLength(value + piece.repeat(copies), from);
      if (scanner.peek() === "." && /^['(]$/.test(scanner.peek(1))) scanner.offset++;
      else if (scanner.peek() !== "'") return { kind: "text", at, value };
      copies = 1;
      if (scanner.peek() === "(") {
        const before = scanner.offset++;
        copies = this.copies({
          kind: "number",
          at: before,
          value: this.nested(before, () => this.arithmetic(scanner)),
        });
        scanner.expect(")", "after a duplication factor");
      }
    }
  }

  private copies(factor: Term): number {
    const copies = this.number(factor);
    if (copies < 0) throw new Fault(factor.at, `a duplication factor is 0 or more, not ${copies}`);
    return copies;
  }

  private quoted(scanner: Scanner): string {
    const start = scanner.offset;
    scanner.expect("'", "that opens characters");
    let end = scanner.offset;
    for (; end < scanner.text.length; end++) {
      if (scanner.text[end] !== "'") continue;
      if (scanner.text[end + 1] !== "'") break;
      end++;
    }
    if (end >= scanner.text.length)
      throw new Fault(start, "this apostrophe is not closed; an apostrophe among characters is written twice ('')");
    const value = this.substituteIn(scanner, end, (literal) => literal.replaceAll("''", "'"));
    if (scanner.offset !== end) scanner.fail("a variable symbol runs past these characters' end", start);
    scanner.offset = end + 1;
    return checkLength(value, start);
  }

  private substring(scanner: Scanner, value: string): string {
    const at = scanner.offset;
    if (!scanner.take("(")) return value;
    const first = this.nested(at, () => this.arithmetic(scanner));
    scanner.expect(",", "between the start and the length of a substring");
    const length = scanner.take("*") ? value.length - first + 1 : this.nested(at, () => this.arithmetic(scanner));
    scanner.expect(")", "after a substring's length");
    if (length < 0 && first <= value.length) throw new Fault(at, `a substring's length is 0 or more, not ${length}`);
    if (length === 0) return "";
    if (first < 1 || first > value.length) {
      const have = value === "" ? "there are no characters" : `the characters are number 1 to ${value.length}`;
      throw new Fault(at, `this substring begins at character ${first}, and ${have}`);
    }
    return value.slice(first - 1, first - 1 + length);
  }

  private attribute(scanner: Scanner): Term {
    const at = scanner.offset;
    const letter = scanner.peek();
    scanner.offset += 2;
    if (scanner.peek() !== "&") {
      if (!scanner.atName) scanner.fail(`${letter}' is followed by a variable symbol or a symbol`, at);
      const name = scanner.name();
      if (letter === "N" || letter === "K") scanner.fail(`${letter}' is of variable symbols, and ${name} is none`, at);
      return this.symbolAttribute(letter, name, at);
    }
    const { name, subscripts } = this.reference(scanner);
    const variable = this.variables.look(name, at);
    if (scanner.peek() === "." && !/^['(]$/.test(scanner.peek(1))) scanner.offset++;
    if (letter === "N") {
      if (variable.kind === "list" && subscripts === undefined)
        return { kind: "number", at, value: variable.operands.length };
      if (variable.kind === "set") return { kind: "number", at, value: Math.max(0, ...variable.values.keys()) };
      return { kind: "number", at, value: countEntries(textOf(this.variables.read(name, subscripts, at))) };
    }
    const value = this.variables.read(name, subscripts, at);
    if (letter === "K") return { kind: "number", at, value: textOf(value).length };
    if (letter === "T" && typeof value === "number") return { kind: "text", at, value: "N" };
    return this.symbolAttribute(letter, textOf(value), at);
  }

  /** An attribute of what a text names; of a sublist, of its first entry. */
  private symbolAttribute(letter: string, text: string, at: number): Term {
    const name = (sublist(text)?.[0] ?? text).toUpperCase();
    const known = NAME.test(name) ? this.symbols.look(name) : undefined;
    switch (letter) {
      case "T": {
        const value = name === "" ? "O" : selfDefiningValue(name) !== undefined ? "N" : (known?.type ?? "U");
        return { kind: "text", at, value };
      }
      case "D":
        return { kind: "number", at, value: NAME.test(name) && this.symbols.lookBack(name) !== undefined ? 1 : 0 };
      case "L":
        if (known !== undefined) return { kind: "number", at, value: known.length };
        break;
      default: {
        const value = letter === "S" ? known?.scale : known?.integer;
        if (value !== undefined) return { kind: "number", at, value };
      }
    }
    const what = name === "" ? "an omitted operand" : `“${text.slice(0, 20)}”`;
    throw new Fault(at, `${letter}' is not known of ${what}: it is of symbols that the program defines`);
  }

  private number(term: Term): number {
    switch (term.kind) {
      case "number":
        return term.value;
      case "variable": {
        const value = selfDefiningValue(term.value);
        if (value !== undefined) return value;
        const is = term.value === "" ? "empty" : `“${term.value.slice(0, 20)}”`;
        throw new Fault(term.at, `&${term.name} is ${is}, where a number is needed`);
      }
      case "text":
        throw new Fault(term.at, "characters stand here, where a number is needed");
      case "truth":
        throw new Fault(term.at, "a logical value stands here, where a number is needed");
    }
  }

  private truth(term: Term): boolean {
    if (term.kind === "truth") return term.value;
    if (term.kind === "text")
      throw new Fault(term.at, "characters stand here alone; EQ or another relation should follow");
    return this.number(term) !== 0;
  }

  private word(scanner: Scanner): string {
    skipBlanks(scanner);
    return (WORD.exec(scanner.text.slice(scanner.offset, scanner.offset + 4))?.[0] ?? "").toUpperCase();
  }

  private takeWord(scanner: Scanner, word: string): boolean {
    if (this.word(scanner) !== word) return false;
    scanner.offset += word.length;
    return true;
  }
}

function skipBlanks(scanner: Scanner): void {
  while (/^[ \t\u00a0]$/.test(scanner.peek())) scanner.offset++;
}
