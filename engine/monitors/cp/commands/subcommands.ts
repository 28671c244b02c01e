/** Commands of one name that are told apart by their first operand: QUERY TIME, SET MSG, DEFINE STORAGE. */
import type { Cp } from "../cp.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { isWord } from "./operands.ts";

/** What is behind the first operand. */
export type Run = (cp: Cp, issuer: Issuer, operands: readonly string[], text: string) => void;

/** One of them: `word` in full, and how many of its letters suffice. `text` and `operands` of `run` are what stands behind that word. */
export function subcommand(
  name: string,
  shortest: number,
  [word, letters]: readonly [word: string, letters: number],
  { classes, format, purpose }: { readonly classes: string; readonly format: string; readonly purpose: string },
  run: Run,
): Command {
  return {
    name,
    shortest,
    classes,
    format: `${word.slice(0, letters)}${word.slice(letters).toLowerCase()} ${format}`.trim(),
    purpose,
    takes: ([first]) => isWord(first, word, letters),
    run: (cp, issuer, [first, ...operands], text) => run(cp, issuer, operands, text.slice(first.length).trim()),
  };
}

/** What a command says to a first operand that it does not have. */
export function unknownOperand(name: string, shortest: number, classes: string, module: string): Command {
  return {
    name,
    shortest,
    classes,
    run: (_cp, _issuer, [first]) => {
      if (first === undefined) throw failed(module, 26, "OPERAND MISSING OR INVALID");
      throw failed(module, 3, `INVALID OPTION - ${first.toUpperCase()}`);
    },
  };
}
