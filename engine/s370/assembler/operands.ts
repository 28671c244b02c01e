/** Operands of machine instructions, as written: expressions, subscripts in parentheses, literals. */
import { type Expression, parseExpression, type Scope } from "./expressions.ts";
import type { Literal, LiteralPools } from "./literals.ts";
import { Scanner } from "./scanner.ts";

/** What stands in parentheses after an operand: (X,B), (L,B), (,B), (X), (L) or (B). */
export interface Subscript {
  readonly at: number;
  readonly first?: Expression;
  /** Present after a comma. */
  readonly second?: Expression;
}

/** One operand of a machine instruction. */
export type Operand =
  | {
      readonly kind: "expression";
      readonly at: number;
      readonly expression: Expression;
      readonly subscript?: Subscript;
    }
  | { readonly kind: "literal"; readonly at: number; readonly literal: Literal; readonly subscript?: Subscript };

/** Reads an operand field. Literals join the pool; symbols in their lengths must be defined already. Throws a Fault. */
export function parseOperands(text: string, scope: Scope, pools: LiteralPools): Operand[] {
  if (text === "") return [];
  const scanner = new Scanner(text);
  const operands: Operand[] = [];
  do {
    if (scanner.atEnd)
      scanner.fail("an operand should stand after this comma; a blank ends the operands", scanner.offset - 1);
    operands.push(parseOperand(scanner, scope, pools));
  } while (scanner.take(","));
  if (!scanner.atEnd) {
    const hint =
      scanner.peek() === ")"
        ? "; there is no “(” for it"
        : scanner.peek() === "'"
          ? "; a string needs its type before it, as in C'A'"
          : "";
    scanner.fail(`${scanner.found()}, where a comma or the operands' end should be${hint}`);
  }
  return operands;
}

function parseOperand(scanner: Scanner, scope: Scope, pools: LiteralPools): Operand {
  const at = scanner.offset;
  if (scanner.peek() === "=") {
    const literal = pools.read(scanner, scope);
    return { kind: "literal", at, literal, subscript: parseSubscript(scanner) };
  }
  if (scanner.peek() === "," || scanner.atEnd) scanner.fail("an operand is missing here");
  const expression = parseExpression(scanner);
  return { kind: "expression", at, expression, subscript: parseSubscript(scanner) };
}

function parseSubscript(scanner: Scanner): Subscript | undefined {
  const at = scanner.offset;
  if (!scanner.take("(")) return undefined;
  const first = scanner.peek() === "," ? undefined : parseExpression(scanner);
  const second = scanner.take(",") ? parseExpression(scanner) : undefined;
  scanner.expect(")", "for the “(” before it");
  return { at, first, second };
}
