/** MNOTE: messages of macros (GC33-4010, "MNOTE — Generate Message"). */
import { Fault } from "../fault.ts";
import { Scanner } from "../scanner.ts";
import type { Evaluator } from "./evaluator.ts";

/** A message that is no error. Line and column count from 1. */
export interface MacroNote {
  readonly line: number;
  readonly column: number;
  /** 0 to 7; from 8 on a message is an error. */
  readonly severity: number;
  readonly message: string;
}

const GREATEST_SEVERITY = 255;

/** Reads MNOTE's operands. The severity is undefined where the message is only a comment (*). Throws a Fault. */
export function readNote(operands: string, evaluator: Evaluator): { severity: number | undefined; text: string } {
  const scanner = new Scanner(operands);
  let severity: number | undefined = 1;
  if (scanner.take("*")) severity = undefined;
  else if (scanner.peek() !== "'" && scanner.peek() !== ",") {
    severity = evaluator.arithmetic(scanner);
    if (severity < 0 || severity > GREATEST_SEVERITY)
      throw new Fault(0, `a severity is 0 to ${GREATEST_SEVERITY}, not ${severity}`);
  }
  if (scanner.peek() !== "'") scanner.expect(",", "between severity and message");
  if (scanner.peek() !== "'") scanner.fail("the message stands between apostrophes: MNOTE 8,'text'");
  const text = evaluator.character(scanner).replaceAll("&&", "&");
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where the operands' end should be`);
  return { severity, text };
}
