/** MNOTE: messages of macros (GC33-4010, "MNOTE — Generate Message"). */
import { Fault } from "../fault.ts";
import { Scanner } from "../scanner.ts";
import type { Evaluator } from "./evaluator.ts";
import { scanBalanced } from "./lists.ts";

/** A message that is no error. Line and column count from 1. */
export interface MacroNote {
  readonly line: number;
  readonly column: number;
  /** 0 to 7; from 8 on a message is an error. */
  readonly severity: number;
  readonly message: string;
}

const FORM = "the message stands between apostrophes: MNOTE 8,'text'";
const DEFAULT_SEVERITY = 1;
const GREATEST_SEVERITY = 255;

/** Reads MNOTE's operands. The severity is undefined where the message is only a comment (*). Throws a Fault. */
export function readNote(operands: string, evaluator: Evaluator): { severity: number | undefined; text: string } {
  const scanner = new Scanner(operands);
  let severity: number | undefined = DEFAULT_SEVERITY;
  if (scanner.peek() !== "'") {
    const end = scanBalanced(operands, 0, (character, depth) => character === "," && depth === 0);
    if (end === operands.length) scanner.fail(FORM);
    const written = evaluator.substitute(operands.slice(0, end));
    if (written === "*") severity = undefined;
    else if (written !== "") severity = severityOf(written, evaluator);
    scanner.offset = end + 1;
  }
  if (scanner.peek() !== "'") scanner.fail(FORM);
  const text = evaluator.character(scanner).replaceAll("&&", "&");
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where the operands' end should be`);
  return { severity, text };
}

function severityOf(written: string, evaluator: Evaluator): number {
  const scanner = new Scanner(written);
  const severity = evaluator.arithmetic(scanner);
  if (!scanner.atEnd || severity < 0 || severity > GREATEST_SEVERITY)
    throw new Fault(0, `a severity is * or 0 to ${GREATEST_SEVERITY}, not ${written.slice(0, 20)}`);
  return severity;
}
