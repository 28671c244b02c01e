/** Macro processing: walks through open code and macro bodies, and puts out what is to be assembled. */
import { DIRECTIVES } from "../directives.ts";
import { Fault } from "../fault.ts";
import type { Report } from "../layout.ts";
import { mnemonics } from "../mnemonics.ts";
import { type Generated, generatedStatement, type Place, type Statement, type StatementFields } from "../source.ts";
import { OrdinarySymbols } from "./attributes.ts";
import { bindOperands } from "./call.ts";
import { type CodeStatement, Library, operationOf } from "./code.ts";
import { CONDITIONALS } from "./conditional.ts";
import { endOfDefinition, type Macro, readDefinition, readSequence } from "./definition.ts";
import { Evaluator } from "./evaluator.ts";
import { type Caller, FieldFault, Frame, inField, Runaway } from "./frame.ts";
import { type MacroNote, readNote } from "./note.ts";
import { Globals, type Variable, Variables } from "./variables.ts";

/** What an assembly knows beside its source. */
export interface MacroOptions {
  /** Members by name in upper case, for COPY and for macro definitions that the source does not have. */
  readonly members?: ReadonlyMap<string, string>;
  /** The value of &SYSPARM. */
  readonly parameter?: string | undefined;
  /** The value of &SYSDATE, as month/day/year. There is no clock, so that a source is always assembled alike. */
  readonly date?: string;
  /** The value of &SYSTIME, as hour.minute. */
  readonly time?: string;
}

/** A program after macro processing. */
export interface Expansion {
  /** In the order in which they are assembled; what is only to be listed is a comment. */
  readonly statements: readonly Statement[];
  /** Messages of MNOTE that are no errors. */
  readonly notes: readonly MacroNote[];
  /** Names of the macros. */
  readonly macros: Iterable<string>;
}

/** Statements that macros may take: for one call in open code, and in all. */
const MOST_STEPS_OF_CALL = 50_000;
const MOST_STEPS = 200_000;
/** Of a call that does not end, so many statements are kept for the listing. */
const SHOWN_OF_RUNAWAY = 100;
/** What takes longer counts as several statements: so many characters, an error, parameters. */
const CHARACTERS_OF_STEP = 128;
const COST_OF_ERROR = 50;
const PARAMETERS_OF_STEP = 8;
/** Macros may call one another this deep. */
const DEEPEST_CALL = 100;
/** MNOTE severities from here on are errors. */
const ERROR_SEVERITY = 8;
const NO_DATE = "01/01/70";
const NO_TIME = "00.00";
const SECTIONS: ReadonlySet<string> = new Set(["START", "CSECT", "DSECT", "COM"]);

/** Processes a program's macros and conditional assembly. Takes any text and never throws. */
export function expandMacros(lines: readonly string[], options: MacroOptions, report: Report): Expansion {
  return new Expander(lines, options, report);
}

class Expander implements Expansion {
  readonly statements: Statement[] = [];
  readonly notes: MacroNote[] = [];
  private readonly definitions = new Map<string, Macro>();
  private readonly globals = new Globals();
  private readonly system: (readonly [string, Variable])[];
  private readonly library: Library;
  private readonly symbols: OrdinarySymbols;
  private readonly report: Report;
  private readonly told = new Set<string>();
  private section = "";
  private calls = 0;
  private steps = 0;
  private stepsLeft = MOST_STEPS_OF_CALL;
  private ended = false;
  private exhausted = false;

  constructor(lines: readonly string[], options: MacroOptions, report: Report) {
    this.report = report;
    const given = {
      SYSPARM: options.parameter ?? "",
      SYSDATE: options.date ?? NO_DATE,
      SYSTIME: options.time ?? NO_TIME,
    };
    this.system = Object.entries(given).map(([name, value]) => [name, { kind: "parameter", value }]);
    this.library = new Library(options.members ?? new Map());
    const code = this.library.source(lines);
    this.symbols = new OrdinarySymbols(openStatements(code));
    const { sequence, faults } = readSequence(code);
    const variables = new Variables(this.globals, this.system);
    const frame = new Frame(undefined, code, sequence, variables, new Evaluator(variables, this.symbols), undefined);
    for (const { statement, place, message } of faults) this.fail(frame, statement, place, message);
    this.openCode(frame);
  }

  get macros(): Iterable<string> {
    return this.definitions.keys();
  }

  private openCode(frame: Frame): void {
    while (frame.at < frame.code.length) {
      const code = frame.code[frame.at++];
      this.stepsLeft = MOST_STEPS_OF_CALL;
      // What follows END, and what can no longer be processed, is listed as it is.
      if (this.ended) this.put(frame, code, fieldsOf(code.statement));
      else if (this.exhausted && frame.repeats) this.list(frame, code);
      else {
        const before = this.statements.length;
        try {
          this.step(frame, code);
        } catch (error) {
          if (!(error instanceof Runaway)) throw error;
          this.statements.length = Math.min(this.statements.length, before + SHOWN_OF_RUNAWAY);
          if (!this.exhausted) this.fail(frame, code, code.statement.operation?.place, error.message);
          this.exhausted ||= this.steps > MOST_STEPS;
        }
      }
    }
  }

  private walk(frame: Frame): void {
    while (frame.at < frame.code.length && !this.ended) this.step(frame, frame.code[frame.at++]);
  }

  private step(frame: Frame, code: CodeStatement): void {
    this.countStep(frame, code);
    const { statement } = code;
    const { operands } = statement;
    try {
      if (statement.comment) this.comment(frame, code);
      else if (operationOf(code) === "MACRO") this.define(frame);
      else if (operationOf(code) === "COPY") {
        this.list(frame, code);
        if (code.wrong !== undefined) throw new Fault(0, code.wrong);
      } else if (Object.hasOwn(CONDITIONALS, operationOf(code))) {
        this.list(frame, code);
        this.checkLabel(frame, code);
        CONDITIONALS[operationOf(code)](frame, statement);
      } else this.model(frame, code);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.silent) return;
      const field = error instanceof FieldFault ? (statement[error.field] ?? statement.operation) : undefined;
      const place =
        field === undefined
          ? operands.place(error.offset)
          : { ...field.place, column: field.place.column + Math.min(error.offset, field.name.length) };
      this.spend(frame, COST_OF_ERROR);
      this.fail(frame, code, place, error.message);
    }
  }

  /** Conditional assembly gives its labels no address: only a sequence symbol has a meaning there. */
  private checkLabel(frame: Frame, code: CodeStatement): void {
    const { label } = code.statement;
    if (label === undefined || /^[.&]/.test(label.name) || operationOf(code).startsWith("SET")) return;
    this.fail(frame, code, label.place, `${operationOf(code)} takes no label, only a sequence symbol: .NAME`);
  }

  private countStep(frame: Frame, { statement }: CodeStatement): void {
    this.spend(frame, 1 + statement.operands.text.length / CHARACTERS_OF_STEP);
    if (frame.macro === undefined && !frame.repeats) return;
    if (this.steps > MOST_STEPS)
      throw new Runaway("macros have taken more than 200,000 statements; macro calls that follow are not processed");
    if (frame.macro !== undefined && this.stepsLeft < 0) {
      throw new Runaway(
        `the macro ${this.outermost(frame)} has taken more than 50,000 statements in this call: does a loop in it end?`,
      );
    }
  }

  private spend(frame: Frame, steps: number): void {
    // Open code that is passed once is bounded by its length.
    if (frame.macro === undefined && !frame.repeats) return;
    this.steps += steps;
    this.stepsLeft -= steps;
  }

  private outermost(frame: Frame): string {
    let outer = frame;
    while (outer.caller?.frame.macro !== undefined) outer = outer.caller.frame;
    return outer.macro?.name ?? "";
  }

  private comment(frame: Frame, code: CodeStatement): void {
    const { card } = code.statement;
    if (frame.macro === undefined) this.list(frame, code);
    else if (card !== undefined || !code.lines[0].startsWith(".*")) this.addComment(frame, code, code.lines);
    const listed = this.statements.at(-1);
    if (card !== undefined && listed !== undefined) this.statements.splice(-1, 1, { ...listed, card });
  }

  /** Lists a statement of open code, without anything being assembled. In macros nothing is shown of it. */
  private list(frame: Frame, code: CodeStatement): void {
    if (frame.macro !== undefined) return;
    const { statement } = code;
    if (frame.isForeign(code)) this.addComment(frame, code, code.lines);
    else this.statements.push(commentOf(statement));
  }

  private addComment(frame: Frame, code: CodeStatement, lines: readonly string[], message = false): Generated {
    const generated = { ...this.generated(frame, code, lines), message };
    const { line } = frame.siteOf(code);
    const operands = { text: "", place: () => frame.siteOf(code) };
    this.statements.push({ ...NO_FIELDS, line, operands, generated });
    return generated;
  }

  private generated(frame: Frame, code: CodeStatement, lines: readonly string[]): Generated {
    const copied = frame.macro === undefined && code.site !== undefined;
    const origin = frame.isForeign(code) ? frame.originOf(code) : "after substitution";
    return { lines, mark: copied ? "C" : "+", origin };
  }

  /** Reports an error, once; one inside a macro is listed with the statement of the macro. */
  private fail(frame: Frame, code: CodeStatement, place: Place | undefined, message: string): void {
    if (!frame.isForeign(code)) {
      this.report(place ?? { line: code.statement.line, column: 1 }, message);
      return;
    }
    const site = frame.siteOf(code);
    const key = `${site.line}:${site.column}:${frame.originOf(code)}:${message}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.report({ ...site, generated: this.addComment(frame, code, code.lines) }, message);
  }

  private define(frame: Frame): void {
    const start = frame.at - 1;
    const { macro, end, faults } = readDefinition(frame.code, start);
    this.spend(frame, end - start);
    for (let index = start; index < end; index++) this.list(frame, frame.code[index]);
    for (const { statement, place, message } of faults) this.fail(frame, statement, place, message);
    if (macro !== undefined) this.definitions.set(macro.name, macro);
    frame.at = end;
  }

  /** A statement to assemble, or a macro call: values are put in place of variable symbols. */
  private model(frame: Frame, code: CodeStatement): void {
    const { statement } = code;
    const { evaluator } = frame;
    const written = fieldsOf(statement);
    const label = inField("label", () => evaluator.substitute(written.label));
    const operation = inField("operation", () => evaluator.substitute(written.operation));
    const name = operation.toUpperCase();
    const macro = this.definitions.get(name) ?? inField("operation", () => this.fromLibrary(frame, code, name));
    if (macro !== undefined) return this.call(macro, { frame, statement: code }, label);
    if (name === "MNOTE") return this.note(frame, code);
    if (name === "OPSYN" && this.rename(label, written.operands)) return this.list(frame, code);
    if (Object.hasOwn(CONDITIONALS, name) || name === "MACRO" || name === "COPY")
      throw new FieldFault("operation", 0, `${name} is not made by substitution: write it as it is`);
    if (operation === "" && statement.operation !== undefined)
      throw new FieldFault("operation", 0, `${written.operation.slice(0, 20)} is empty: there is no operation`);
    if (operation === "" && statement.label?.name.startsWith("."))
      throw new FieldFault("label", 0, "a sequence symbol stands alone; ANOP must follow it");
    const { text: operands, origin } = evaluator.substituteTraced(written.operands);
    const fields = { label, operation, operands, remark: written.remark };
    this.spend(frame, operands.length / CHARACTERS_OF_STEP);
    const same = label === written.label && operation === written.operation && operands === written.operands;
    if (same && frame.macro === undefined) this.put(frame, code, fields);
    else {
      if (frame.macro === undefined) this.list(frame, code);
      const generated = this.generated(frame, code, [textOf(fields, code)]);
      const at = (place: Place): Place => ({ ...(frame.isForeign(code) ? frame.siteOf(code) : place), generated });
      const places = {
        label: at(statement.label?.place ?? frame.siteOf(code)),
        operands: (offset: number) => at(statement.operands.place(origin(offset))),
      };
      this.add(generatedStatement(fields, at(frame.siteOf(code)), places));
    }
  }

  /** Puts out a statement of open code that needs no substitution. */
  private put(frame: Frame, code: CodeStatement, fields: StatementFields): void {
    const { statement } = code;
    if (frame.isForeign(code)) {
      const place = { ...frame.siteOf(code), generated: this.generated(frame, code, code.lines) };
      this.add({ ...generatedStatement(fields, place), comment: statement.comment });
    } else if (fields.label !== (statement.label?.name ?? "")) this.add({ ...statement, label: undefined });
    else this.add(frame.repeats ? { ...statement } : statement);
  }

  private add(statement: Statement): void {
    this.statements.push(statement);
    if (statement.comment) return;
    this.symbols.note(statement);
    const operation = statement.operation?.name.toUpperCase() ?? "";
    if (SECTIONS.has(operation)) this.section = statement.label?.name.toUpperCase() ?? "";
    else if (operation === "END") this.ended = true;
  }

  private call(macro: Macro, caller: Caller, label: string): void {
    const { frame, statement: code } = caller;
    const { operands } = code.statement;
    this.list(frame, code);
    if (frame.depth >= DEEPEST_CALL) {
      throw new Runaway(
        `macros call one another more than ${DEEPEST_CALL} deep: ${frame.macro?.name} calls ${macro.name}, and so on`,
      );
    }
    this.spend(frame, (macro.positional.length + macro.keywords.size) / PARAMETERS_OF_STEP);
    if (this.exhausted) return;
    if (label !== "") this.symbols.noteCall(label);
    const given = bindOperands(
      macro,
      label,
      operands.text,
      (text) => frame.evaluator.substitute(text),
      (fault) => this.fail(frame, code, operands.place(fault.offset), fault.message),
    );
    const index = String(++this.calls).padStart(4, "0");
    given.set("SYSNDX", { kind: "parameter", value: index });
    given.set("SYSECT", { kind: "parameter", value: this.section });
    const variables = new Variables(this.globals, [...this.system, ...given]);
    const evaluator = new Evaluator(variables, this.symbols);
    this.walk(new Frame(macro, macro.body, macro.sequence, variables, evaluator, caller));
  }

  /** A macro that the source does not define, from the library. */
  private fromLibrary(frame: Frame, code: CodeStatement, name: string): Macro | undefined {
    if (name === "" || mnemonics.has(name) || Object.hasOwn(DIRECTIVES, name)) return undefined;
    const member = this.library.member(name);
    if (member === undefined) return undefined;
    const start = member.findIndex(({ statement }) => !statement.comment);
    if (start < 0 || operationOf(member[start]) !== "MACRO")
      throw new Fault(0, `the member ${name} does not begin with MACRO; COPY brings what it holds`);
    const { macro, faults } = readDefinition(member, start);
    for (const { statement, message } of faults)
      this.fail(
        frame,
        code,
        code.statement.operation?.place,
        `line ${statement.statement.line} of member ${name}: ${message}`,
      );
    // What is wrong with the definition has been said.
    if (macro === undefined) throw new Fault(0, "", true);
    if (macro.name !== name) throw new Fault(0, `the member ${name} defines ${macro.name}`);
    this.definitions.set(name, macro);
    return macro;
  }

  /** OPSYN for a macro; returns false where it is about another operation. */
  private rename(label: string, operand: string): boolean {
    const macro = this.definitions.get(operand.toUpperCase());
    if (macro === undefined || label === "") return false;
    this.definitions.set(label.toUpperCase(), macro);
    return true;
  }

  private note(frame: Frame, code: CodeStatement): void {
    const { severity, text } = readNote(code.statement.operands.text, frame.evaluator);
    if (frame.macro === undefined) this.list(frame, code);
    const site = frame.siteOf(code);
    const generated = this.addComment(frame, code, [`${severity ?? "*"},${text}`], true);
    if (severity === undefined) return;
    if (severity < ERROR_SEVERITY) this.notes.push({ line: site.line, column: site.column, severity, message: text });
    else this.report(frame.isForeign(code) ? { ...site, generated } : site, text);
  }
}

const NO_FIELDS = { lineCount: 1, comment: true, remark: "" } as const;

/** A statement that is only listed. */
function commentOf({ line, lineCount }: Statement): Statement {
  return { ...NO_FIELDS, line, lineCount, operands: { text: "", place: () => ({ line, column: 1 }) } };
}

/** The fields of a statement; a sequence symbol is no label. */
function fieldsOf({ label, operation, operands, remark }: Statement): StatementFields {
  const name = label?.name ?? "";
  return {
    label: name.startsWith(".") ? "" : name,
    operation: operation?.name ?? "",
    operands: operands.text,
    remark,
  };
}

/** A generated statement as the listing shows it: its fields at the columns at which the model has them, if they fit. */
function textOf({ label, operation, operands, remark }: StatementFields, { statement, lines }: CodeStatement): string {
  const column = (at: number, text: string): string =>
    `${text.padEnd(at - 1)}${text.length >= at - 1 && text !== "" ? " " : ""}`;
  const start = Math.min(statement.operation?.place.column ?? 10, Math.max(10, label.length + 2));
  let text = column(Math.max(2, start), label) + operation;
  if (operands !== "" || remark !== "")
    text = column(Math.max(start + 6, 16), text) + (operands === "" ? "," : operands);
  const remarkAt = remark === "" ? -1 : lines[0].lastIndexOf(remark);
  return remark === "" ? text : column(remarkAt + 1, text) + remark;
}

/** The statements of open code, for looking ahead in. */
function openStatements(code: readonly CodeStatement[]): Statement[] {
  const statements: Statement[] = [];
  for (let index = 0; index < code.length; index++) {
    if (operationOf(code[index]) === "MACRO") index = endOfDefinition(code, index) - 1;
    else statements.push(code[index].statement);
  }
  return statements;
}
