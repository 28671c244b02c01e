/** Expressions: symbols, self-defining terms, attributes, the location counter, + - * / and parentheses (GC33-4010, "Expressions"). */
import { encodeEbcdic, isEncodable } from "../ebcdic.ts";
import { count, Fault } from "./fault.ts";
import type { Scanner } from "./scanner.ts";
import { absolute, addValues, type Section, type Value } from "./values.ts";

/** L' length in bytes, T' type (a letter in EBCDIC), S' scale and I' integer digits (GC33-4010, "Attributes"). */
export type Attribute = "L" | "T" | "S" | "I";

/** A parsed expression; `at` is its offset in the operand field. */
export type Expression =
  | { readonly kind: "number"; readonly at: number; readonly value: number }
  | { readonly kind: "symbol"; readonly at: number; readonly name: string }
  | { readonly kind: "location"; readonly at: number }
  | { readonly kind: "attribute"; readonly at: number; readonly attribute: Attribute; readonly name: string }
  | { readonly kind: "negative"; readonly at: number; readonly operand: Expression }
  | {
      readonly kind: "operation";
      readonly at: number;
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: Expression;
      readonly right: Expression;
    };

/** What an expression's terms mean where it is used. Each throws a Fault at the given offset if it has no meaning there. */
export interface Scope {
  symbol(name: string, at: number): Value;
  attributeOf(name: string, attribute: Attribute, at: number): number;
  /** The section that stands for a symbol of another module (V) or for a pseudo register (Q). */
  external(name: string, at: number, type: "V" | "Q"): Section;
  /** The location counter. */
  location(at: number): Value;
  /** L'* and the implied length of *: the length of the instruction at hand. */
  readonly locationLength: number;
}

/** Longer expressions than this are nobody's; the limit keeps evaluation's depth small. */
const MOST_TERMS = 250;
const DEEPEST_PARENTHESES = 40;

/** Reads an expression. Throws a Fault where something else stands. */
export function parseExpression(scanner: Scanner): Expression {
  return new ExpressionParser(scanner).sum(0);
}

class ExpressionParser {
  private readonly scanner: Scanner;
  private terms = 0;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  sum(depth: number): Expression {
    const { scanner } = this;
    let left = this.product(depth);
    while (scanner.peek() === "+" || scanner.peek() === "-") {
      const operator = scanner.peek() === "+" ? "+" : "-";
      const at = scanner.offset++;
      left = { kind: "operation", at, operator, left, right: this.product(depth) };
    }
    return left;
  }

  private product(depth: number): Expression {
    const { scanner } = this;
    let left = this.term(depth);
    while (scanner.peek() === "*" || scanner.peek() === "/") {
      const operator = scanner.peek() === "*" ? "*" : "/";
      const at = scanner.offset++;
      left = { kind: "operation", at, operator, left, right: this.term(depth) };
    }
    return left;
  }

  private term(depth: number): Expression {
    const { scanner } = this;
    const at = scanner.offset;
    if (++this.terms > MOST_TERMS) scanner.fail(`an expression has at most ${MOST_TERMS} terms`);
    let negative = false;
    while (scanner.peek() === "+" || scanner.peek() === "-") {
      if (scanner.peek() === "-") negative = !negative;
      scanner.offset++;
    }
    const operand = this.primary(depth);
    return negative ? { kind: "negative", at, operand } : operand;
  }

  private primary(depth: number): Expression {
    const { scanner } = this;
    const at = scanner.offset;
    if (scanner.take("(")) {
      if (depth >= DEEPEST_PARENTHESES) scanner.fail(`parentheses go at most ${DEEPEST_PARENTHESES} deep`, at);
      const inner = this.sum(depth + 1);
      scanner.expect(")", `for the “(” before it`);
      return inner;
    }
    if (scanner.take("*")) return { kind: "location", at };
    if (scanner.atDigit) return { kind: "number", at, value: decimalTerm(scanner) };
    if (scanner.peek(1) === "'" && /[XBC]/.test(scanner.peek()))
      return { kind: "number", at, value: selfDefiningTerm(scanner) };
    if (scanner.peek(1) === "'" && isAttributeLetter(scanner.peek())) return this.attribute(scanner.peek());
    if (scanner.atName) return { kind: "symbol", at, name: scanner.name() };
    if (scanner.peek() === '"')
      scanner.fail(`strings stand between apostrophes, as in C'A', not between quotation marks`);
    if (scanner.peek() === "'") scanner.fail("a string needs its type before it, as in C'A' or X'41'");
    if (scanner.peek() === "=") scanner.fail("a literal stands alone as an operand, not in an expression");
    return scanner.fail(`${scanner.found()}, where a symbol or number should stand`);
  }

  private attribute(attribute: string): Expression {
    const { scanner } = this;
    const at = scanner.offset;
    scanner.offset += 2;
    if (!isAttributeLetter(attribute)) return scanner.fail(`${attribute}' is no attribute`, at);
    if (attribute === "L" && scanner.take("*")) return { kind: "attribute", at, attribute, name: "*" };
    if (!scanner.atName) scanner.fail(`${attribute}' is followed by a symbol, whose ${ATTRIBUTES[attribute]} it is`);
    return { kind: "attribute", at, attribute, name: scanner.name() };
  }
}

const ATTRIBUTES: Readonly<Record<Attribute, string>> = {
  L: "length",
  T: "type",
  S: "scale",
  I: "number of integer digits",
};

const isAttributeLetter = (letter: string): letter is Attribute => Object.hasOwn(ATTRIBUTES, letter);

function decimalTerm(scanner: Scanner): number {
  const at = scanner.offset;
  const digits = scanner.digits();
  if (scanner.atName) {
    scanner.fail(
      `“${digits}${scanner.peek()}” is neither a number nor a symbol: hexadecimal is written X'…', and a symbol begins with a letter`,
      at,
    );
  }
  const value = Number(digits);
  if (value > 0xffffffff) scanner.fail(`${digits.slice(0, 20)} does not fit in 32 bits`, at);
  return value;
}

function selfDefiningTerm(scanner: Scanner): number {
  const at = scanner.offset;
  const type = scanner.peek();
  scanner.offset++;
  const text = scanner.quoted();
  if (type === "C") {
    const characters = Array.from(text.replaceAll("&&", "&"));
    if (characters.length < 1 || characters.length > 4)
      scanner.fail("a character term has one to four characters; a longer text is a DC or a literal", at);
    const bad = characters.find((character) => !isEncodable(character));
    if (bad !== undefined) scanner.fail(`“${bad}” is not in EBCDIC code page 037`, at);
    return encodeEbcdic(characters.join("")).reduce((value, byte) => value * 256 + byte, 0);
  }
  const [digits, most, name] =
    type === "X" ? ([/^[0-9A-Fa-f]+$/, 8, "hexadecimal"] as const) : ([/^[01]+$/, 32, "binary"] as const);
  if (!digits.test(text))
    scanner.fail(
      `${type}'…' holds ${name} digits${text === "" ? ", at least one" : `, not “${text.slice(0, 20)}”`}`,
      at,
    );
  if (text.length > most) scanner.fail(`a ${name} term has at most ${most} digits`, at);
  return Number.parseInt(text, type === "X" ? 16 : 2);
}

/** The value of an expression. Throws a Fault at the term that is to blame. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "number":
      return absolute(expression.value);
    case "symbol":
      return scope.symbol(expression.name, expression.at);
    case "location":
      return scope.location(expression.at);
    case "attribute": {
      const { attribute, name, at } = expression;
      return absolute(name === "*" ? scope.locationLength : scope.attributeOf(name, attribute, at));
    }
    case "negative":
      return addValues(absolute(0), evaluate(expression.operand, scope), -1);
    case "operation": {
      const left = evaluate(expression.left, scope);
      const right = evaluate(expression.right, scope);
      const value = combine(expression.operator, left, right, expression.at);
      if (value.number < -0x80000000 || value.number > 0xffffffff)
        throw new Fault(expression.at, "the value does not fit in 32 bits");
      return value;
    }
  }
}

function combine(operator: "+" | "-" | "*" | "/", left: Value, right: Value, at: number): Value {
  if (operator === "+") return addValues(left, right, 1);
  if (operator === "-") return addValues(left, right, -1);
  if (left.sections.length > 0 || right.sections.length > 0) {
    throw new Fault(
      at,
      `an address cannot be ${operator === "*" ? "multiplied" : "divided"}; the difference of two addresses can, in parentheses`,
    );
  }
  if (operator === "*") return absolute(left.number * right.number);
  // Division by zero gives zero in this language.
  return absolute(right.number === 0 ? 0 : Math.trunc(left.number / right.number) + 0);
}

/** The number that an expression must be, between two bounds. Throws a Fault naming `what` otherwise. */
export function evaluateNumber(
  expression: Expression,
  scope: Scope,
  what: string,
  least: number,
  most: number,
): number {
  const value = evaluate(expression, scope);
  if (value.sections.length > 0)
    throw new Fault(
      startOf(expression),
      `${what} is a number from ${count(least)} to ${count(most)}, and this is an address`,
    );
  if (value.number < least || value.number > most) {
    throw new Fault(startOf(expression), `${what} is ${count(least)} to ${count(most)}, not ${count(value.number)}`);
  }
  return value.number;
}

/** Offset of an expression's first term. */
export function startOf(expression: Expression): number {
  return expression.kind === "operation" ? startOf(expression.left) : expression.at;
}

/** The length that an expression implies for a storage operand: that of its first term. */
export function impliedLength(expression: Expression, scope: Scope): number {
  switch (expression.kind) {
    case "symbol":
      return scope.attributeOf(expression.name, "L", expression.at);
    case "location":
      return scope.locationLength;
    case "operation":
      return impliedLength(expression.left, scope);
    case "negative":
      return impliedLength(expression.operand, scope);
    default:
      return 1;
  }
}

/** The symbol an expression is mostly about, for messages: its first. */
export function subjectOf(expression: Expression): string | undefined {
  if (expression.kind === "symbol") return expression.name;
  if (expression.kind === "location") return "*";
  if (expression.kind === "operation") return subjectOf(expression.left) ?? subjectOf(expression.right);
  return expression.kind === "negative" ? subjectOf(expression.operand) : undefined;
}

/** Whether an expression's value depends on where it stands. */
export function usesLocation(expression: Expression): boolean {
  if (expression.kind === "operation") return usesLocation(expression.left) || usesLocation(expression.right);
  return expression.kind === "negative" ? usesLocation(expression.operand) : expression.kind === "location";
}
