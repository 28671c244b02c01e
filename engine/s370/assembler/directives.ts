/** Assembler instructions (GC33-4010): those that define, place and address; what the language has beyond them is named. */
import { type Constant, parseConstant } from "./constants.ts";
import { type Expression, evaluate, evaluateNumber, parseExpression, startOf, usesLocation } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Layout } from "./layout.ts";
import { Scanner } from "./scanner.ts";
import type { Statement } from "./source.ts";
import type { Location } from "./symbols.ts";
import { relocatable, sectionOf } from "./values.ts";

type Directive = (layout: Layout, statement: Statement) => void;

/** Operations of the larger language and of other machines, with what to do instead. */
const FOREIGN: Readonly<Record<string, string>> = {
  MACRO: "macros are not part of this assembler",
  MEND: "macros are not part of this assembler",
  COPY: "a program is one file",
  EXTRN: "there is no linking here: all symbols of a program are defined in its file",
  WXTRN: "there is no linking here: all symbols of a program are defined in its file",
  REGEQU: "R0 to R15 are defined already: leave this out",
  YREGS: "R0 to R15 are defined already: leave this out",
  COM: "common sections are not part of this assembler: use CSECT or DSECT",
  MOV: "LR copies a register, L and LA load one, ST stores one, MVC copies storage",
  JMP: "B branches",
  CALL: "BAL and BALR branch and leave the address to return to in a register",
  RET: "BR branches to the address in a register, as in BR 14",
  ADD: "A adds storage to a register, AR a register",
  SUB: "S subtracts storage from a register, SR a register",
  CMP: "C compares a register with storage, CR with a register, CLC storage with storage",
};

/** What to say about an operation that is somebody's but not this assembler's. */
export function foreignOperation(name: string): string | undefined {
  return Object.hasOwn(FOREIGN, name) ? FOREIGN[name] : undefined;
}

/** Reads expressions separated by commas, `least` to `most` of them. `form` shows how the statement is written. */
function expressions({ operands }: Statement, least: number, most: number, form: string): Expression[] {
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

const constants =
  (what: "DC" | "DS"): Directive =>
  (layout, statement) => {
    const { text } = statement.operands;
    if (text === "") {
      layout.label(1);
      throw new Fault(0, `${what} needs an operand, as in ${what === "DC" ? "DC F'1'" : "DS F"}`);
    }
    const scanner = new Scanner(text);
    const list: { constant: Constant; offset: number }[] = [];
    let at: Location | undefined;
    try {
      do {
        const constant = parseConstant(scanner, layout.scope(), what);
        layout.align(constant.alignment);
        if (at === undefined) {
          at = layout.location();
          layout.label(constant.length);
        }
        list.push({ constant, offset: layout.location().counter - at.counter });
        if (what === "DC") layout.countBytes(constant.size, constant.at);
        layout.advance(constant.size);
      } while (scanner.take(","));
      if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where a comma or the operands' end should be`);
    } catch (error) {
      if (at === undefined) layout.label(1);
      throw error;
    }
    layout.items.push({
      kind: "constants",
      statement,
      at,
      size: layout.location().counter - at.counter,
      constants: list,
      reserves: what === "DS",
    });
  };

const equ: Directive = (layout, statement) => {
  const name = layout.labelName();
  if (statement.label === undefined) throw new Fault(0, "EQU needs a label: NAME EQU value");
  try {
    const [value, length] = expressions(statement, 1, 3, "NAME EQU value or NAME EQU value,length");
    if (name === undefined) return;
    const scope = layout.scope(here(layout, value));
    layout.symbols.equate(name, statement, value, length, scope);
    layout.items.push({ kind: "note", statement, value: () => layout.symbols.valueOf(name) });
  } catch (error) {
    if (name !== undefined) layout.symbols.fail(name);
    throw error;
  }
};

const org: Directive = (layout, statement) => {
  layout.label(1);
  const section = layout.current();
  if (statement.operands.text === "") return layout.moveTo(section.size);
  const [place] = expressions(statement, 1, 1, "ORG address, or ORG alone to go on after the furthest byte");
  const value = evaluate(place, layout.scope());
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
  layout.moveTo(counter);
  layout.items.push({ kind: "note", statement, value: () => relocatable(section, counter) });
};

const section =
  (kind: "START" | "CSECT" | "DSECT"): Directive =>
  (layout, statement) => {
    const { operands } = statement;
    const name = statement.label?.name.toUpperCase() ?? "";
    let origin = 0;
    const again = layout.sections.find((known) => known.name === name && known.dummy === (kind === "DSECT"));
    if (kind === "START") {
      if (layout.sections.some(({ dummy }) => !dummy)) {
        layout.labelName();
        throw new Fault(0, "START stands before everything that makes storage");
      }
      if (operands.text !== "") {
        const [start] = expressions(statement, 1, 1, "START address");
        origin = evaluateNumber(start, layout.scope(), "a start address", 0, 0xfffff8);
        if (origin % 8 !== 0)
          throw new Fault(
            startOf(start),
            `a section starts at a multiple of 8; the next is X'${(Math.ceil(origin / 8) * 8).toString(16).toUpperCase()}'`,
          );
      }
    } else if (again !== undefined) {
      layout.section = again;
      if (name !== "") layout.keepLabel();
      return;
    }
    if (kind === "DSECT" && name === "") throw new Fault(0, "DSECT needs a label: the name of what it describes");
    layout.beginSection(name, kind === "DSECT", origin);
    layout.label(1);
    const begun = layout.current();
    layout.items.push({ kind: "note", statement, value: () => relocatable(begun, 0) });
  };

const using: Directive = (layout, statement) => {
  layout.noLabel();
  try {
    const [base, ...registers] = expressions(statement, 2, 17, "USING address,register");
    layout.items.push({ kind: "using", statement, at: here(layout, base), base, registers });
  } catch (error) {
    layout.items.push({ kind: "broken-using", statement });
    throw error;
  }
};

/** The location, if there is one; an expression that names it begins a section where there is none. */
function here(layout: Layout, expression: Expression): Location | undefined {
  return layout.section !== undefined || usesLocation(expression) ? layout.location() : undefined;
}

const drop: Directive = (layout, statement) => {
  layout.noLabel();
  layout.items.push({ kind: "drop", statement, registers: expressions(statement, 0, 16, "DROP register") });
};

const ltorg: Directive = (layout) => {
  layout.align(8);
  layout.label(1);
  layout.layLiterals();
};

const cnop: Directive = (layout, statement) => {
  layout.align(2);
  layout.label(1);
  const [byte, of] = expressions(statement, 2, 2, "CNOP byte,4 or CNOP byte,8").map((expression) =>
    evaluateNumber(expression, layout.scope(), "an operand of CNOP", 0, 8),
  );
  if ((of !== 4 && of !== 8) || byte % 2 !== 0 || byte >= of)
    throw new Fault(0, "CNOP is written CNOP 0,4 or 2,4 or 0,8 or 2,8 or 4,8 or 6,8");
  const at = layout.location();
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
  layout.advance(size);
  layout.items.push({ kind: "constants", statement, at, size, constants: [{ constant, offset: 0 }], reserves: false });
};

const ccw: Directive = (layout, statement) => {
  layout.align(8);
  layout.label(8);
  const at = layout.location();
  const parts = expressions(statement, 4, 4, "CCW command,address,flags,count");
  const [command, address, flags, count] = parts.map((expression, index) => ({
    kind: "address" as const,
    length: [1, 3, 1, 2][index],
    expression,
  }));
  const unused = { kind: "bytes" as const, bytes: new Uint8Array(1) };
  const elements = [command, address, flags, unused, count];
  const constant: Constant = { type: "A", alignment: 8, duplication: 1, length: 8, size: 8, elements, at: 0 };
  layout.advance(8);
  layout.items.push({
    kind: "constants",
    statement,
    at,
    size: 8,
    constants: [{ constant, offset: 0 }],
    reserves: false,
  });
};

const end: Directive = (layout, statement) => {
  layout.noLabel();
  const at = layout.section && layout.location();
  layout.finish();
  if (statement.operands.text === "") return;
  const [entry] = expressions(statement, 1, 1, "END or END address");
  layout.items.push({ kind: "end", statement, at, entry });
};

/** For the reader of a printed listing; nothing is assembled. */
const printing: Directive = (layout) => layout.noLabel();

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
  CCW: ccw,
  CNOP: cnop,
  END: end,
  ENTRY: printing,
  TITLE: printing,
  EJECT: printing,
  SPACE: printing,
  PRINT: printing,
};
