/** Assembler instructions (GC33-4010): those that define, place and address; what the language has beyond them is named. */
import { type Constant, parseConstant } from "./constants.ts";
import { type Expression, evaluate, evaluateNumber, parseExpression, startOf, usesLocation } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { FirstPass } from "./first-pass.ts";
import { Scanner } from "./scanner.ts";
import type { Statement } from "./source.ts";
import type { Location } from "./symbols.ts";
import { relocatable, sectionOf } from "./values.ts";

type Directive = (pass: FirstPass, statement: Statement) => void;

/** Operations of the larger language, with what to do instead. */
const FOREIGN: Readonly<Record<string, string>> = {
  MACRO: "macros are not part of this assembler",
  MEND: "macros are not part of this assembler",
  COPY: "COPY is not part of this assembler: a program is one file",
  EXTRN: "there is no linking here: all symbols of a program are defined in its file",
  WXTRN: "there is no linking here: all symbols of a program are defined in its file",
  COM: "common sections are not part of this assembler: use CSECT or DSECT",
};

/** What to say about an operation that IBM's assembler has and this one has not. */
export function foreignOperation(name: string): string | undefined {
  return Object.hasOwn(FOREIGN, name) ? FOREIGN[name] : undefined;
}

/** Reads expressions separated by commas, `least` to `most` of them. `form` shows how the statement is written. */
function expressions({ operands, remark }: Statement, least: number, most: number, form: string): Expression[] {
  const scanner = new Scanner(operands.text);
  const list: Expression[] = [];
  while (!scanner.atEnd) {
    if (list.length > 0) scanner.expect(",", "between operands");
    if (scanner.atEnd)
      scanner.fail(
        `an operand should stand after this comma${remark === "" ? "" : "; a blank ends the operands"}`,
        scanner.offset - 1,
      );
    list.push(parseExpression(scanner));
  }
  if (list.length < least || list.length > most) {
    throw new Fault(
      list.length > most ? startOf(list[most]) : operands.text.length,
      `${list.length === 0 ? "an operand is missing" : `there are ${list.length} operands`}; it is written ${form}`,
    );
  }
  return list;
}

const constants =
  (what: "DC" | "DS"): Directive =>
  (pass, statement) => {
    const { text } = statement.operands;
    if (text === "") {
      pass.label(1);
      throw new Fault(0, `${what} needs an operand, as in ${what === "DC" ? "DC F'1'" : "DS F"}`);
    }
    const scanner = new Scanner(text);
    const list: { constant: Constant; offset: number }[] = [];
    let at: Location | undefined;
    try {
      do {
        const constant = parseConstant(scanner, pass.scope(), what);
        pass.align(constant.alignment);
        if (at === undefined) {
          at = pass.location();
          pass.label(constant.length);
        }
        list.push({ constant, offset: pass.location().counter - at.counter });
        if (what === "DC") pass.countBytes(constant.size, constant.at);
        pass.advance(constant.size);
      } while (scanner.take(","));
      if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where a comma or the operands' end should be`);
    } catch (error) {
      if (at === undefined) pass.label(1);
      throw error;
    }
    pass.items.push({
      kind: "constants",
      statement,
      at,
      size: pass.location().counter - at.counter,
      constants: list,
      reserves: what === "DS",
    });
  };

const equ: Directive = (pass, statement) => {
  const name = pass.labelName();
  if (statement.label === undefined) throw new Fault(0, "EQU needs a label: NAME EQU value");
  try {
    const [value, length] = expressions(statement, 1, 3, "NAME EQU value or NAME EQU value,length");
    if (name === undefined) return;
    const scope = pass.scope(here(pass, value));
    pass.symbols.equate(name, statement, value, length, scope);
    pass.items.push({ kind: "note", statement, value: () => evaluate(value, scope) });
  } catch (error) {
    if (name !== undefined) pass.symbols.fail(name);
    throw error;
  }
};

const org: Directive = (pass, statement) => {
  pass.label(1);
  const section = pass.current();
  if (statement.operands.text === "") return pass.moveTo(section.size);
  const [place] = expressions(statement, 1, 1, "ORG address, or ORG alone to go on after the furthest byte");
  const value = evaluate(place, pass.scope());
  const at = startOf(place);
  // IBM's assembler wants a relocatable operand. Here a number is an address, since sections have their final places.
  if (value.sections.length > 0 ? sectionOf(value) !== section : !section.originKnown) {
    throw new Fault(
      at,
      `ORG moves within the present section${section.name === "" ? "" : `, ${section.name}`}; this lies elsewhere`,
    );
  }
  const counter = value.sections.length > 0 ? value.number : value.number - section.origin;
  if (counter < 0) throw new Fault(at, "this lies before the start of the section");
  pass.moveTo(counter);
  pass.items.push({ kind: "note", statement, value: () => relocatable(section, counter) });
};

const section =
  (kind: "START" | "CSECT" | "DSECT"): Directive =>
  (pass, statement) => {
    const { operands } = statement;
    const name = statement.label?.name.toUpperCase() ?? "";
    let origin = 0;
    const again = pass.sections.find((known) => known.name === name && known.dummy === (kind === "DSECT"));
    if (kind === "START") {
      if (pass.sections.some(({ dummy }) => !dummy)) {
        pass.labelName();
        throw new Fault(0, "START stands before everything that makes storage");
      }
      if (operands.text !== "") {
        const [start] = expressions(statement, 1, 1, "START address");
        origin = evaluateNumber(start, pass.scope(), "a start address", 0, 0xfffff8);
        if (origin % 8 !== 0)
          throw new Fault(
            startOf(start),
            `a section starts at a multiple of 8; the next is X'${(Math.ceil(origin / 8) * 8).toString(16).toUpperCase()}'`,
          );
      }
    } else if (again !== undefined) {
      pass.section = again;
      if (name !== "") pass.keepLabel();
      return;
    }
    if (kind === "DSECT" && name === "") throw new Fault(0, "DSECT needs a label: the name of what it describes");
    pass.beginSection(name, kind === "DSECT", origin);
    pass.label(1);
    const begun = pass.current();
    pass.items.push({ kind: "note", statement, value: () => relocatable(begun, 0) });
  };

const using: Directive = (pass, statement) => {
  pass.noLabel();
  try {
    const [base, ...registers] = expressions(statement, 2, 17, "USING address,register");
    pass.items.push({ kind: "using", statement, at: here(pass, base), base, registers });
  } catch (error) {
    pass.items.push({ kind: "broken-using", statement });
    throw error;
  }
};

/** The location, if there is one; an expression that names it begins a section where there is none. */
function here(pass: FirstPass, expression: Expression): Location | undefined {
  return pass.section !== undefined || usesLocation(expression) ? pass.location() : undefined;
}

const drop: Directive = (pass, statement) => {
  pass.noLabel();
  pass.items.push({ kind: "drop", statement, registers: expressions(statement, 0, 16, "DROP register") });
};

const ltorg: Directive = (pass) => {
  pass.align(8);
  pass.label(1);
  pass.layLiterals();
};

const cnop: Directive = (pass, statement) => {
  pass.align(2);
  pass.label(1);
  const [byte, of] = expressions(statement, 2, 2, "CNOP byte,4 or CNOP byte,8").map((expression) =>
    evaluateNumber(expression, pass.scope(), "an operand of CNOP", 0, 8),
  );
  if ((of !== 4 && of !== 8) || byte % 2 !== 0 || byte >= of)
    throw new Fault(0, "CNOP is written CNOP 0,4 or 2,4 or 0,8 or 2,8 or 4,8 or 6,8");
  const at = pass.location();
  const size = (byte - (at.counter % of) + of) % of;
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index % 2 === 0 ? 0x07 : 0));
  const constant: Constant = {
    type: "X",
    alignment: 1,
    duplication: 1,
    length: size,
    size,
    elements: [{ kind: "bytes", bytes }],
    at: 0,
  };
  pass.advance(size);
  pass.items.push({ kind: "constants", statement, at, size, constants: [{ constant, offset: 0 }], reserves: false });
};

const end: Directive = (pass, statement) => {
  pass.noLabel();
  const at = pass.section && pass.location();
  pass.finish();
  if (statement.operands.text === "") return;
  const [entry] = expressions(statement, 1, 1, "END or END address");
  pass.items.push({ kind: "end", statement, at, entry });
};

/** For the reader of a printed listing; nothing is assembled. */
const printing: Directive = (pass) => pass.noLabel();

/** Assembler instructions by name. */
export const DIRECTIVES: Readonly<Record<string, Directive>> = {
  DC: constants("DC"),
  DS: constants("DS"),
  EQU: equ,
  ORG: org,
  START: section("START"),
  CSECT: section("CSECT"),
  DSECT: section("DSECT"),
  USING: using,
  DROP: drop,
  LTORG: ltorg,
  CNOP: cnop,
  END: end,
  ENTRY: printing,
  TITLE: printing,
  EJECT: printing,
  SPACE: printing,
  PRINT: printing,
};
