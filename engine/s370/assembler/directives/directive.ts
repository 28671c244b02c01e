/** What directives share: their type, and reading operands that are expressions. */
import { type Expression, parseExpression, startOf, usesLocation } from "../expressions.ts";
import { Fault } from "../fault.ts";
import type { Layout } from "../layout.ts";
import { Scanner } from "../scanner.ts";
import type { Statement } from "../source.ts";
import type { Location } from "../symbols.ts";

/** Does an assembler instruction's work in the first pass. Throws a Fault. */
export type Directive = (layout: Layout, statement: Statement) => void;

/** Reads expressions separated by commas, `least` to `most` of them. `form` shows how the statement is written. */
export function expressions({ operands }: Statement, least: number, most: number, form: string): Expression[] {
  const scanner = new Scanner(operands.text);
  const list: Expression[] = [];
  while (!scanner.atEnd) {
    if (list.length > 0) scanner.expect(",", "between operands");
    if (scanner.atEnd)
      scanner.fail("an operand should stand after this comma; a blank ends the operands", scanner.offset - 1);
    list.push(parseExpression(scanner));
  }
  if (list.length < least || list.length > most) {
    throw new Fault(
      list.length > most ? startOf(list[most]) : operands.text.length,
      `${list.length === 0 ? "an operand is missing" : `there ${list.length === 1 ? "is 1 operand" : `are ${list.length} operands`}`}; it is written ${form}`,
    );
  }
  return list;
}

/** Reads names separated by commas, at least one. */
export function names({ operands, operation }: Statement): { name: string; at: number }[] {
  const scanner = new Scanner(operands.text);
  const list: { name: string; at: number }[] = [];
  do {
    if (!scanner.atName)
      scanner.fail(`${scanner.found()}, where a name for ${operation?.name.toUpperCase()} should stand`);
    const at = scanner.offset;
    list.push({ name: scanner.name(), at });
  } while (scanner.take(","));
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where a comma or the operands' end should be`);
  return list;
}

/** The location, if there is one; an expression that names it begins a section where there is none. */
export function here(layout: Layout, expression: Expression): Location | undefined {
  return layout.section !== undefined || usesLocation(expression) ? layout.location() : undefined;
}
