/** DC, DS, CCW, CNOP, LTORG, ORG: what fills storage and moves the location counter (GC33-4010, "Assembler Instruction Statements"). */
import type { Constant, Element } from "../constants/parse.ts";
import { parseConstant, plainConstant } from "../constants/parse.ts";
import { evaluate, evaluateNumber, startOf } from "../expressions.ts";
import { Fault } from "../fault.ts";
import type { Layout } from "../layout.ts";
import { Scanner } from "../scanner.ts";
import type { Statement } from "../source.ts";
import type { Location } from "../symbols.ts";
import { relocatable, sectionOf } from "../values.ts";
import { type Directive, expressions } from "./directive.ts";

/** DC or DS. */
export const constants =
  (what: "DC" | "DS"): Directive =>
  (layout, statement) => {
    const { text } = statement.operands;
    if (text === "") {
      layout.label(1);
      throw new Fault(0, `${what} needs an operand, as in ${what === "DC" ? "DC F'1'" : "DS F"}`);
    }
    const scanner = new Scanner(text);
    const list: { constant: Constant; bitOffset: number }[] = [];
    let at: Location | undefined;
    // Bits from `at`; the location counter is at the byte that is not yet begun.
    let bits = 0;
    try {
      do {
        const constant = parseConstant(scanner, layout.scope(), what);
        for (const fault of constant.faults) layout.fault(statement, fault);
        if (!constant.bitLength) {
          layout.align(constant.alignment);
          if (at !== undefined) bits = (layout.location().counter - at.counter) * 8;
        }
        if (at === undefined) {
          at = layout.location();
          const { length, typeAttribute, scaleAttribute: scale, integerAttribute: integer } = constant;
          layout.label(length, typeAttribute, { scale, integer });
        }
        list.push({ constant, bitOffset: bits });
        if (what === "DC") layout.countBytes(constant.size, constant.at);
        bits += constant.bits;
        layout.moveTo(at.counter + Math.ceil(bits / 8));
      } while (scanner.take(","));
      if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where a comma or the operands' end should be`);
    } catch (error) {
      if (at === undefined) layout.label(1);
      throw error;
    }
    const size = layout.location().counter - at.counter;
    layout.items.push({ kind: "constants", statement, at, size, constants: list, reserves: what === "DS" });
  };

/** Lays a constant of the statement's own at the location counter. */
export function lay(layout: Layout, statement: Statement, constant: Constant): void {
  const at = layout.location();
  const { size } = constant;
  layout.advance(size);
  layout.items.push({
    kind: "constants",
    statement,
    at,
    size,
    constants: [{ constant, bitOffset: 0 }],
    reserves: false,
  });
}

export const ccw: Directive = (layout, statement) => {
  layout.align(8);
  layout.label(8, "W");
  const parts = expressions(statement, 4, 4, "CCW command,address,flags,count");
  const [command, address, flags, count] = parts.map(
    (expression, index): Element => ({ kind: "address", bits: [8, 24, 8, 16][index], expression }),
  );
  const unused: Element = { kind: "field", bits: 8, field: { bits: 8, bytes: new Uint8Array(1) } };
  lay(layout, statement, plainConstant("W", 8, [command, address, flags, unused, count]));
};

export const cnop: Directive = (layout, statement) => {
  layout.align(2);
  layout.label(1);
  const [byte, of] = expressions(statement, 2, 2, "CNOP byte,4 or CNOP byte,8").map((expression) =>
    evaluateNumber(expression, layout.scope(), "an operand of CNOP", 0, 8),
  );
  if ((of !== 4 && of !== 8) || byte % 2 !== 0 || byte >= of)
    throw new Fault(0, "CNOP is written CNOP 0,4 or 2,4 or 0,8 or 2,8 or 4,8 or 6,8");
  const size = (byte - (layout.location().counter % of) + of) % of;
  // BCR 0,0 as often as it goes.
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index % 2 === 0 ? 0x07 : 0));
  const filling: Element = { kind: "field", bits: size * 8, field: { bits: size * 8, bytes } };
  lay(layout, statement, plainConstant("X", 1, [filling]));
};

export const ltorg: Directive = (layout) => {
  if (layout.current().kind !== "control") {
    layout.labelName();
    throw new Fault(0, "literals are constants, which only a control section holds: LTORG stands in a CSECT");
  }
  layout.align(8);
  layout.label(1);
  layout.layLiterals();
};

export const org: Directive = (layout, statement) => {
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
