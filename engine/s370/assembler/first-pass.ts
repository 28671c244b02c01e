/** The first pass: gives every statement its place and every symbol its value. */
import { DIRECTIVES, foreignOperation } from "./directives.ts";
import { checkOperandCount, lengthOfInstruction } from "./encode.ts";
import { Fault } from "./fault.ts";
import { Layout, type Report } from "./layout.ts";
import { type Mnemonic, mnemonics } from "./mnemonics.ts";
import { parseOperands } from "./operands.ts";
import type { Statement } from "./source.ts";
import { suggester } from "./suggest.ts";

/** Runs the first pass over a program of at least one line. `macros` are names that a mistyped operation may be meant for. */
export function firstPass(statements: readonly Statement[], report: Report, macros: Iterable<string> = []): Layout {
  const layout = new Layout(statements, report);
  const suggest = suggester(() => [...mnemonics.keys(), ...Object.keys(DIRECTIVES), ...macros]);
  for (const statement of statements) {
    if (statement.card !== undefined && !layout.ended) layout.punched.push(statement.card);
    if (statement.comment) continue;
    if (layout.ended) {
      const place = statement.label?.place ?? statement.operation?.place ?? { line: statement.line, column: 1 };
      report(place, "END has ended the program; what follows is not assembled");
      break;
    }
    layout.during(statement, () => takeStatement(layout, statement, report, suggest));
  }
  if (!layout.ended) layout.finish();
  layout.settle();
  return layout;
}

/** Gives one statement its place. `suggest` finds what a mistyped operation is meant for. Throws a Fault. */
export function takeStatement(
  layout: Layout,
  statement: Statement,
  report: Report,
  suggest: (name: string) => string | undefined,
): void {
  const { label, operation, operands, remark } = statement;
  const written = operation?.name.toUpperCase() ?? "";
  const name = layout.operations.get(written) ?? written;
  const mnemonic = mnemonics.get(name);
  if (mnemonic !== undefined) takeInstruction(layout, statement, mnemonic);
  else if (Object.hasOwn(DIRECTIVES, name)) DIRECTIVES[name](layout, statement);
  else if (label !== undefined && isOperation(label.name)) {
    report(
      label.place,
      `${label.name} is an operation and stands in column 1, where labels stand: put a blank before it`,
    );
  } else if (label !== undefined && /^(;|\/\/|#)/.test(label.name)) {
    report(label.place, "a comment begins with * in column 1");
  } else if (operation === undefined) {
    const alone = `the label ${label?.name.slice(0, 63) ?? ""} stands alone; an operation must follow it (DS 0H only marks the place)`;
    report(label?.place ?? { line: statement.line, column: 1 }, alone);
  } else {
    report(operation.place, unknownOperation(operation.name, operands.text, remark, suggest));
    layout.align(2);
    // Where this is a macro call that is looked ahead to, its label has that type.
    layout.label(4, "M");
  }
}

function takeInstruction(layout: Layout, statement: Statement, mnemonic: Mnemonic): void {
  layout.align(2);
  const length = lengthOfInstruction(mnemonic);
  layout.label(length, "I");
  const at = layout.location();
  layout.advance(length);
  layout.pools.at(statement, at.section, at.counter);
  const {
    operands: { text },
    remark,
  } = statement;
  if (text.endsWith(",") && remark !== "") {
    // A blank after a comma is how other assemblers are written.
    const meant = `${text}${remark.split(/\s/)[0]}`.slice(0, 40);
    throw new Fault(text.length, `write ${meant} without blanks`);
  }
  const operands = parseOperands(text, layout.scope(at, length), layout.pools);
  checkOperandCount(mnemonic, operands, text.length);
  layout.items.push({ kind: "instruction", statement, at, mnemonic, operands });
}

function isOperation(word: string): boolean {
  const name = word.toUpperCase();
  return mnemonics.has(name) || Object.hasOwn(DIRECTIVES, name);
}

function unknownOperation(
  operation: string,
  operands: string,
  remark: string,
  suggest: (name: string) => string | undefined,
): string {
  const name = operation.toUpperCase();
  const foreign = foreignOperation(name);
  if (foreign !== undefined) return `${name} is not an operation: ${foreign}`;
  if (name.startsWith("*")) return "a comment begins with * in column 1";
  // An indented label takes the operation's place, and the operation the operands'.
  if (isOperation(operands) && remark !== "")
    return `${operation.slice(0, 20)} is not an operation; a label stands in column 1`;
  const near = suggest(name.slice(0, 12));
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return `${operation.slice(0, 20)} is not an operation${hint}`;
}
