/**
 * Expressions: numbers ($1F, %101, 12, 'c'), names, the location counter (*), unnamed labels (:+, :-), and operators:
 * unary < > (low and high byte) - + ~ !, then * / %, + -, << >>, < <= > >=, == = != <>, &, ^, |, &&, ||, from the
 * tightest to the loosest.
 */
import { Fault, type Scanner } from "./scanner.ts";

/** A parsed expression; `at` is its offset in the line. */
export type Expression =
  | { readonly kind: "number"; readonly at: number; readonly value: number }
  | { readonly kind: "name"; readonly at: number; readonly name: string }
  | { readonly kind: "location"; readonly at: number }
  /** By how many unnamed labels on: never 0. */
  | { readonly kind: "unnamed"; readonly at: number; readonly by: number }
  | { readonly kind: "unary"; readonly at: number; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly at: number;
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

/** What an expression's terms mean where it is used; undefined where that is not known yet. Each may throw a Fault. */
export interface Scope {
  name(name: string, at: number): number | undefined;
  unnamed(by: number, at: number): number | undefined;
  readonly location: number;
}

/** Longer expressions than this are nobody's; the limits keep evaluation's depth small. */
const MOST_TERMS = 250;
const DEEPEST = 40;

const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!=", "<>", "="],
  ["<=", ">=", "<", ">"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];
const OPERATORS = [
  "||",
  "&&",
  "==",
  "!=",
  "<>",
  "<=",
  ">=",
  "<<",
  ">>",
  "|",
  "^",
  "&",
  "=",
  "<",
  ">",
  "+",
  "-",
  "*",
  "/",
  "%",
];
const UNARY = /[<>+\-~!]/;

/** Reads an expression. Throws a Fault where something else stands. */
export function parseExpression(scanner: Scanner): Expression {
  return new Parser(scanner).binary(0, 0);
}

class Parser {
  readonly #scanner: Scanner;
  #terms = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  binary(level: number, depth: number): Expression {
    if (level === LEVELS.length) return this.#term(depth);
    let left = this.binary(level + 1, depth);
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined || !LEVELS[level].includes(operator)) return left;
      const at = this.#scanner.offset;
      this.#scanner.offset += operator.length;
      left = { kind: "binary", at, operator, left, right: this.binary(level + 1, depth) };
    }
  }

  /** The longest operator that stands here. */
  #operator(): string | undefined {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    return OPERATORS.find((operator) => scanner.text.startsWith(operator, scanner.offset));
  }

  #term(depth: number): Expression {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    const at = scanner.offset;
    if (++this.#terms > MOST_TERMS) scanner.fail(`an expression has at most ${MOST_TERMS} terms`);
    if (depth >= DEEPEST) scanner.fail(`an expression goes at most ${DEEPEST} deep`);
    const operator = scanner.peek();
    if (UNARY.test(operator)) {
      scanner.offset++;
      return { kind: "unary", at, operator, operand: this.#term(depth + 1) };
    }
    if (scanner.take("(")) {
      const inner = this.binary(0, depth + 1);
      scanner.expect(")", "for the “(” before it");
      return inner;
    }
    return this.#primary(at);
  }

  #primary(at: number): Expression {
    const scanner = this.#scanner;
    const next = scanner.peek();
    if (scanner.take("*")) return { kind: "location", at };
    if (next === "$") return this.#digits(at, 1, /[0-9A-Fa-f]/, 16, "hexadecimal digits");
    if (next === "%") return this.#digits(at, 1, /[01]/, 2, "binary digits");
    if (/[0-9]/.test(next)) return this.#digits(at, 0, /[0-9]/, 10, "digits");
    if (next === "'") return { kind: "number", at, value: this.#character() };
    if (next === '"') scanner.fail(`a string stands in .byte or .text; one character in an expression is written 'A'`);
    if (next === ":") return this.#unnamed(at);
    if (next === "@" || scanner.atName) return { kind: "name", at, name: readName(scanner) };
    return scanner.fail(`${scanner.found()}, where a number or name should stand`);
  }

  #digits(at: number, prefix: number, pattern: RegExp, radix: number, what: string): Expression {
    const scanner = this.#scanner;
    scanner.offset += prefix;
    const digits = scanner.run(pattern);
    if (digits === "") scanner.fail(`${what} should follow “${scanner.text[at]}”`);
    if (/[A-Za-z0-9_$]/.test(scanner.peek()))
      scanner.fail(`“${scanner.text.slice(at, scanner.offset + 1)}” is neither a number nor a name`, at);
    const value = Number.parseInt(digits, radix);
    if (value > 0xffff_ffff) scanner.fail("the number does not fit in 32 bits", at);
    return { kind: "number", at, value };
  }

  /** The closing apostrophe may be left out. */
  #character(): number {
    const scanner = this.#scanner;
    scanner.offset++;
    if (scanner.atEnd) scanner.fail("a character should follow the apostrophe");
    const value = scanner.character();
    if (scanner.peek() === "'") scanner.offset++;
    return value;
  }

  #unnamed(at: number): Expression {
    const scanner = this.#scanner;
    scanner.offset++;
    const sign = scanner.peek();
    const count = scanner.run(sign === "+" ? /\+/ : /-/).length;
    if (count === 0) scanner.fail("“:” is followed by “+” for the next unnamed label, or by “-” for the last one");
    return { kind: "unnamed", at, by: sign === "+" ? count : -count };
  }
}

/** Takes a name that may be local: @name. Throws a Fault where none stands. */
export function readName(scanner: Scanner): string {
  const local = scanner.peek() === "@";
  if (local) scanner.offset++;
  if (!scanner.atName) scanner.fail(`${scanner.found()}, where a name should stand`);
  return (local ? "@" : "") + scanner.name();
}

/** The value of an expression, or undefined where a name in it is not known yet. Throws a Fault at the term to blame. */
export function evaluate(expression: Expression, scope: Scope): number | undefined {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return scope.name(expression.name, expression.at);
    case "location":
      return scope.location;
    case "unnamed":
      return scope.unnamed(expression.by, expression.at);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      return operand === undefined ? undefined : unary(expression.operator, operand);
    }
    case "binary": {
      const left = evaluate(expression.left, scope);
      const right = evaluate(expression.right, scope);
      if (left === undefined || right === undefined) return undefined;
      const value = binary(expression.operator, left, right, expression.at);
      if (value < -0x8000_0000 || value > 0xffff_ffff)
        throw new Fault(expression.at, "the value does not fit in 32 bits");
      return value;
    }
  }
}

function unary(operator: string, value: number): number {
  switch (operator) {
    case "<":
      return value & 0xff;
    case ">":
      return (value >> 8) & 0xff;
    case "-":
      return 0 - value;
    case "~":
      return ~value;
    case "!":
      return value === 0 ? 1 : 0;
    default:
      return value;
  }
}

function binary(operator: string, a: number, b: number, at: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
    case "%":
      if (b === 0) throw new Fault(at, "the divisor is zero");
      return operator === "/" ? Math.trunc(a / b) + 0 : (a % b) + 0;
    case "<<":
    case ">>":
      if (b < 0 || b > 31) throw new Fault(at, `a shift goes by 0 to 31 bits, not by ${b}`);
      return operator === "<<" ? a << b : a >> b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    default:
      return holds(operator, a, b) ? 1 : 0;
  }
}

function holds(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "&&":
      return a !== 0 && b !== 0;
    case "||":
      return a !== 0 || b !== 0;
    default:
      return (a === b) === (operator === "=" || operator === "==");
  }
}

/** Offset of an expression's first term. */
export function startOf(expression: Expression): number {
  return expression.kind === "binary" ? startOf(expression.left) : expression.at;
}
