/** Macro definitions: prototype, parameters, body, sequence symbols (GC33-4010, "Macro Definitions"). */
import { Fault } from "../fault.ts";
import { NAME } from "../scanner.ts";
import type { Place, Statement } from "../source.ts";
import { type CodeStatement, operationOf } from "./code.ts";
import { divide, scanBalanced } from "./lists.ts";
import { checkLength, SYSTEM_VARIABLES } from "./variables.ts";

/** A macro definition. Names are without & and period, in upper case. */
export interface Macro {
  readonly name: string;
  /** The name field's parameter. */
  readonly label: string | undefined;
  readonly positional: readonly string[];
  /** Keyword parameters with their default values. */
  readonly keywords: ReadonlyMap<string, string>;
  /** Up to MEND, which is the last. */
  readonly body: readonly CodeStatement[];
  /** Index in the body by sequence symbol. */
  readonly sequence: ReadonlyMap<string, number>;
}

/** What is wrong in a definition, where. */
export interface DefinitionFault {
  readonly statement: CodeStatement;
  readonly place: Place;
  readonly message: string;
}

/** A definition as far as it can be read. */
export interface Definition {
  /** Undefined where the prototype is missing or in error. */
  readonly macro: Macro | undefined;
  /** Index of the first statement after MEND. */
  readonly end: number;
  readonly faults: readonly DefinitionFault[];
}

/** Index of the statement after the MEND that belongs to the MACRO at an index; undefined where there is none. */
function closeOfDefinition(code: readonly CodeStatement[], start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < code.length; index++) {
    const operation = operationOf(code[index]);
    if (operation === "MACRO") depth++;
    else if (operation === "MEND" && --depth === 0) return index + 1;
  }
  return undefined;
}

/** Index of the first statement after a definition that begins at an index. */
export function endOfDefinition(code: readonly CodeStatement[], start: number): number {
  return closeOfDefinition(code, start) ?? code.length;
}

/** Reads the definition that begins with the MACRO statement at an index. */
export function readDefinition(code: readonly CodeStatement[], start: number): Definition {
  const end = closeOfDefinition(code, start);
  const faults: DefinitionFault[] = [];
  const fail = (message: string, index = start): void => {
    faults.push(faultAt(code[index], code[index].statement.operation?.place, message));
  };
  if (end === undefined) {
    fail("this MACRO has no MEND");
    return { macro: undefined, end: code.length, faults };
  }
  let at = start + 1;
  while (code[at].statement.comment) at++;
  if (at === end - 1) {
    fail("a prototype should follow MACRO: the macro's name and its parameters");
    return { macro: undefined, end, faults };
  }
  const body = code.slice(at + 1, end);
  const { sequence, faults: wrong } = readSequence(body);
  const prototype = readPrototype(code[at], faults);
  return { macro: prototype && { ...prototype, body, sequence }, end, faults: [...faults, ...wrong] };
}

type Prototype = Pick<Macro, "name" | "label" | "positional" | "keywords">;

function readPrototype(code: CodeStatement, faults: DefinitionFault[]): Prototype | undefined {
  const { label, operation, operands } = code.statement;
  const name = operationOf(code);
  if (!NAME.test(name)) {
    faults.push(
      faultAt(code, operation?.place, `“${name.slice(0, 20)}” is no name for a macro: it begins with a letter`),
    );
    return undefined;
  }
  const seen = new Set<string>();
  const parameter = (text: string): string => {
    const word = text.slice(1).toUpperCase();
    if (!text.startsWith("&") || !NAME.test(word))
      throw new Fault(0, `“${text.slice(0, 20)}” is no parameter: it is written &NAME or &NAME=default`);
    if (SYSTEM_VARIABLES.has(word)) throw new Fault(0, `&${word} is a system variable symbol`);
    if (seen.has(word)) throw new Fault(0, `&${word} is a parameter already`);
    seen.add(word);
    return word;
  };
  let labelName: string | undefined;
  try {
    if (label !== undefined) labelName = parameter(label.name);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    faults.push(faultAt(code, label?.place, `the prototype's name field: ${error.message}`));
  }
  const positional: string[] = [];
  const keywords = new Map<string, string>();
  for (const { text, at } of divide(operands.text)) {
    try {
      const equals = text.indexOf("=");
      if (equals < 0) positional.push(parameter(text));
      else keywords.set(parameter(text.slice(0, equals)), checkLength(text.slice(equals + 1), 0));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(faultAt(code, operands.place(at), error.message));
    }
  }
  return { name, label: labelName, positional, keywords };
}

/** The sequence symbols of open code or of a definition's body; definitions inside it have their own. */
export function readSequence(code: readonly CodeStatement[]): {
  sequence: Map<string, number>;
  faults: DefinitionFault[];
} {
  const sequence = new Map<string, number>();
  const faults: DefinitionFault[] = [];
  const branches: CodeStatement[] = [];
  for (let index = 0; index < code.length; index++) {
    const { label } = code[index].statement;
    const operation = operationOf(code[index]);
    if (label?.name.startsWith(".")) {
      const name = label.name.slice(1).toUpperCase();
      if (!NAME.test(name))
        faults.push(
          faultAt(code[index], label.place, `“${label.name.slice(0, 20)}” is no sequence symbol: it is written .NAME`),
        );
      else if (sequence.has(name)) faults.push(faultAt(code[index], label.place, `.${name} stands here a second time`));
      else sequence.set(name, index);
    }
    if (operation === "AIF" || operation === "AGO") branches.push(code[index]);
    if (operation === "MACRO") index = endOfDefinition(code, index) - 1;
  }
  for (const branch of branches) {
    for (const { name, at } of branchTargets(branch.statement)) {
      if (!sequence.has(name))
        faults.push(faultAt(branch, branch.statement.operands.place(at), `there is no sequence symbol .${name}`));
    }
  }
  return { sequence, faults };
}

/** The sequence symbols that an AIF or AGO names: they follow the periods outside parentheses. */
function branchTargets({ operands: { text } }: Statement): { name: string; at: number }[] {
  const targets: { name: string; at: number }[] = [];
  let at = scanBalanced(text, 0, isPeriod);
  while (at < text.length) {
    const name = /^[A-Z$#@_][A-Z0-9$#@_]*/i.exec(text.slice(at + 1, at + 65))?.[0].toUpperCase();
    if (name !== undefined && (at === 0 || /[),]/.test(text[at - 1]))) targets.push({ name, at });
    at = scanBalanced(text, at + 1, isPeriod);
  }
  return targets;
}

const isPeriod = (character: string, depth: number): boolean => character === "." && depth === 0;

function faultAt(statement: CodeStatement, place: Place | undefined, message: string): DefinitionFault {
  return { statement, place: place ?? { line: statement.statement.line, column: 1 }, message };
}
