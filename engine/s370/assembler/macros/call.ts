/** Macro calls: operands to parameters (GC33-4010, "Macro Instructions"). */
import { Fault } from "../fault.ts";
import { nearest } from "../suggest.ts";
import type { Macro } from "./definition.ts";
import { divide, unbalanced } from "./lists.ts";
import { checkLength, type Variable } from "./variables.ts";

const KEYWORD = /^([A-Z$#@_][A-Z0-9$#@_]*)=/i;

/**
 * The variables that a call gives a macro: its parameters and &SYSLIST. Operands are divided before values are put into
 * them, so that a value with a comma stays one operand. Faults go to `report`, at offsets in the operands.
 */
export function bindOperands(
  macro: Macro,
  label: string,
  operands: string,
  substitute: (text: string) => string,
  report: (fault: Fault) => void,
): Map<string, Variable> {
  const positional: string[] = [];
  const keywords = new Map(macro.keywords);
  const given = new Set<string>();
  for (const { text, at } of divide(operands)) {
    try {
      const wrong = unbalanced(text);
      if (wrong !== undefined) throw new Fault(wrong.at, wrong.message);
      const keyword = KEYWORD.exec(text);
      const name = keyword?.[1].toUpperCase();
      const value = checkLength(substitute(text.slice(keyword?.[0].length ?? 0)), 0);
      if (name === undefined) positional.push(value);
      else if (!macro.keywords.has(name)) throw new Fault(0, unknownKeyword(macro, name));
      else if (given.has(name)) throw new Fault(0, `${name}= is given twice`);
      else {
        keywords.set(name, value);
        given.add(name);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      report(new Fault(at + error.offset, error.message, error.silent));
    }
  }
  const variables = new Map<string, Variable>();
  for (const [index, name] of macro.positional.entries())
    variables.set(name, { kind: "parameter", value: positional[index] ?? "" });
  for (const [name, value] of keywords) variables.set(name, { kind: "parameter", value });
  if (macro.label !== undefined) variables.set(macro.label, { kind: "parameter", value: label });
  variables.set("SYSLIST", { kind: "list", label, operands: positional });
  return variables;
}

function unknownKeyword({ name, keywords }: Macro, keyword: string): string {
  const near = nearest(keyword, keywords.keys());
  const known = [...keywords.keys()].slice(0, 8).map((word) => `${word}=`);
  const hint =
    near !== undefined
      ? `did you mean ${near}=?`
      : known.length > 0
        ? `it has ${known.join(" ").slice(0, 100)}`
        : "it has none";
  return `the macro ${name} has no keyword parameter ${keyword.slice(0, 20)}=; ${hint}`;
}
