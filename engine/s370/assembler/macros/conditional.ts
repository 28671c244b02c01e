/** Conditional assembly: declaring and setting variables, branching (GC33-4010, "The Conditional Assembly Language"). */
import { Scanner } from "../scanner.ts";
import type { Statement } from "../source.ts";
import { FieldFault, type Frame, inField } from "./frame.ts";
import type { SetType } from "./variables.ts";

/** Does a statement. Throws a Fault. */
type Conditional = (frame: Frame, statement: Statement) => void;

const declare =
  (scope: "LCL" | "GBL", type: SetType): Conditional =>
  ({ evaluator, variables, repeats }, { operands }) => {
    const scanner = new Scanner(operands.text);
    do {
      const at = scanner.offset;
      if (scanner.peek() !== "&") scanner.fail(`a variable symbol should stand here, as in ${scope}${type} &NAME`);
      const name = evaluator.variableName(scanner);
      let dimension: number | undefined;
      if (scanner.take("(")) {
        dimension = evaluator.arithmetic(scanner);
        scanner.expect(")", "after a dimension");
      }
      variables.declare(scope, type, name, dimension, at, repeats);
    } while (scanner.take(","));
    expectEnd(scanner);
  };

const set =
  (type: SetType): Conditional =>
  ({ evaluator, variables }, { label, operands }) => {
    const form = `&NAME SET${type} value`;
    if (label === undefined || !label.name.startsWith("&"))
      throw new FieldFault("label", 0, `the variable symbol stands in the name field: ${form}`);
    const { name, subscript } = inField("label", () => {
      const scanner = new Scanner(label.name);
      const name = evaluator.variableName(scanner);
      const subscripts = scanner.peek() === "(" ? evaluator.subscripts(scanner) : [];
      if (subscripts.length > 1) scanner.fail("a SET symbol has one subscript", 0);
      if (!scanner.atEnd) scanner.fail(`the name field holds one variable symbol: ${form}`, 0);
      return { name, subscript: subscripts.at(0) };
    });
    const scanner = new Scanner(operands.text);
    if (scanner.atEnd) scanner.fail(`a value is missing: ${form}`);
    const values: (number | string)[] = [];
    do {
      if (type === "A") values.push(evaluator.arithmetic(scanner));
      else if (type === "B") values.push(evaluator.logical(scanner) ? 1 : 0);
      else values.push(evaluator.character(scanner));
    } while (subscript !== undefined && scanner.take(","));
    expectEnd(scanner);
    inField("label", () => {
      // Several values go to the elements from the subscript on.
      for (const [index, value] of values.entries())
        variables.assign(type, name, subscript === undefined ? undefined : subscript + index, value, 0);
    });
  };

const aif: Conditional = (frame, { operands }) => {
  const scanner = new Scanner(operands.text);
  do {
    if (scanner.peek() !== "(") scanner.fail("a condition in parentheses should stand here: AIF (condition).NAME");
    scanner.offset++;
    const holds = frame.evaluator.logical(scanner);
    while (scanner.peek() === " ") scanner.offset++;
    scanner.expect(")", "after the condition");
    const at = scanner.offset;
    const target = sequenceSymbol(scanner);
    if (holds) return frame.branch(target, at);
  } while (scanner.take(","));
  expectEnd(scanner);
};

const ago: Conditional = (frame, { operands }) => {
  const scanner = new Scanner(operands.text);
  let chosen = 1;
  const computed = scanner.peek() === "(";
  if (scanner.take("(")) {
    chosen = frame.evaluator.arithmetic(scanner);
    scanner.expect(")", "after the number of the branch");
  }
  const targets: { name: string; at: number }[] = [];
  do {
    const at = scanner.offset;
    targets.push({ name: sequenceSymbol(scanner), at });
  } while (computed && scanner.take(","));
  expectEnd(scanner);
  const target = targets[chosen - 1];
  // A number that chooses none goes on with the next statement.
  if (target !== undefined) frame.branch(target.name, target.at);
};

const actr: Conditional = (frame, { operands }) => {
  const scanner = new Scanner(operands.text);
  frame.branches = frame.evaluator.arithmetic(scanner);
  expectEnd(scanner);
};

const mexit: Conditional = (frame, { operation }) => {
  if (frame.macro === undefined)
    throw new FieldFault("operation", 0, `${operation?.name.toUpperCase()} stands outside of a macro definition`);
  frame.exit();
};

/** Statements of conditional assembly by operation. MACRO, COPY and MNOTE are not among them: they do more than this. */
export const CONDITIONALS: Readonly<Record<string, Conditional>> = {
  LCLA: declare("LCL", "A"),
  LCLB: declare("LCL", "B"),
  LCLC: declare("LCL", "C"),
  GBLA: declare("GBL", "A"),
  GBLB: declare("GBL", "B"),
  GBLC: declare("GBL", "C"),
  SETA: set("A"),
  SETB: set("B"),
  SETC: set("C"),
  AIF: aif,
  AGO: ago,
  ACTR: actr,
  ANOP: () => {},
  MEXIT: mexit,
  MEND: mexit,
};

function sequenceSymbol(scanner: Scanner): string {
  const at = scanner.offset;
  if (!scanner.take(".") || !scanner.atName) scanner.fail("a sequence symbol should stand here: .NAME", at);
  return scanner.name();
}

function expectEnd(scanner: Scanner): void {
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where a comma or the operands' end should be`);
}
