/** EQU, USING, DROP (GC33-4010, "Symbol Definition", "Addressing"). */
import { Fault } from "../fault.ts";
import { type Directive, expressions, here } from "./directive.ts";

export const equ: Directive = (layout, statement) => {
  const name = layout.labelName();
  if (statement.label === undefined) throw new Fault(0, "EQU needs a label: NAME EQU value");
  try {
    const form = "NAME EQU value or NAME EQU value,length,type";
    const [value, length, type] = expressions(statement, 1, 3, form);
    if (name === undefined) return;
    layout.symbols.equate(name, statement, { value, length, type }, layout.scope(here(layout, value)));
    layout.items.push({ kind: "note", statement, value: () => layout.symbols.valueOf(name) });
  } catch (error) {
    if (name !== undefined) layout.symbols.fail(name);
    throw error;
  }
};

export const using: Directive = (layout, statement) => {
  layout.noLabel();
  try {
    const [base, ...registers] = expressions(statement, 2, 17, "USING address,register");
    layout.items.push({ kind: "using", statement, at: here(layout, base), base, registers });
  } catch (error) {
    layout.items.push({ kind: "broken-using", statement });
    throw error;
  }
};

export const drop: Directive = (layout, statement) => {
  layout.noLabel();
  layout.items.push({ kind: "drop", statement, registers: expressions(statement, 0, 16, "DROP register") });
};
