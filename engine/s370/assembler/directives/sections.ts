/** START, CSECT, DSECT, COM, END; ENTRY, EXTRN, WXTRN; DXD, CXD (GC33-4010, "Program Sectioning and Linking"). */
import { parseConstant, plainConstant } from "../constants/parse.ts";
import { evaluateNumber, startOf } from "../expressions.ts";
import { Fault } from "../fault.ts";
import type { Layout } from "../layout.ts";
import { Scanner } from "../scanner.ts";
import type { Statement } from "../source.ts";
import { checkExternalName } from "../symbols.ts";
import { relocatable } from "../values.ts";
import { type Directive, expressions, names } from "./directive.ts";
import { lay } from "./storage.ts";

const KINDS = { START: "control", CSECT: "control", DSECT: "dummy", COM: "common" } as const;

/** Begins a section or goes on with one. */
export const section =
  (word: keyof typeof KINDS): Directive =>
  (layout, statement) => {
    const kind = KINDS[word];
    const name = statement.label?.name.toUpperCase() ?? "";
    const again = layout.findSection(name, kind);
    let origin = 0;
    if (word === "START") origin = startAddress(layout, statement);
    else if (again !== undefined) {
      layout.section = again;
      if (name !== "") layout.keepLabel();
      return;
    }
    if (word === "DSECT" && name === "") throw new Fault(0, "DSECT needs a label: the name of what it describes");
    layout.beginSection(name, kind, origin);
    if (kind !== "dummy") layout.checkExternalLabel();
    layout.label(1, "J");
    const begun = layout.current();
    layout.items.push({ kind: "note", statement, value: () => relocatable(begun, 0) });
  };

function startAddress(layout: Layout, statement: Statement): number {
  if (layout.sections.some(({ kind }) => kind === "control")) {
    layout.labelName();
    throw new Fault(0, "START stands before everything that makes storage");
  }
  if (statement.operands.text === "") return 0;
  const [start] = expressions(statement, 1, 1, "START address");
  const origin = evaluateNumber(start, layout.scope(), "a start address", 0, 0xfffff8);
  if (origin % 8 === 0) return origin;
  const next = (Math.ceil(origin / 8) * 8).toString(16).toUpperCase();
  throw new Fault(startOf(start), `a section starts at a multiple of 8; the next is X'${next}'`);
}

export const end: Directive = (layout, statement) => {
  layout.noLabel();
  const at = layout.section && layout.location();
  layout.finish();
  if (statement.operands.text === "") return;
  const [entry] = expressions(statement, 1, 1, "END or END address");
  layout.items.push({ kind: "end", statement, at, entry });
};

export const entry: Directive = (layout, statement) => {
  layout.noLabel();
  for (const { name, at } of names(statement)) {
    checkExternalName(name, at);
    layout.symbols.use(name, statement.line);
    if (!layout.entries.has(name)) layout.entries.set(name, { statement, at });
  }
};

/** EXTRN, or WXTRN for what need not be found. */
export const extrn =
  (weak: boolean): Directive =>
  (layout, statement) => {
    layout.noLabel();
    for (const { name, at } of names(statement)) {
      checkExternalName(name, at);
      const known = layout.symbols.definedAt(name);
      const external = layout.symbols.external(name, "external", statement.line);
      // To name it twice in EXTRN is no mistake.
      if (known !== undefined && layout.symbols.valueOf(name)?.sections[0]?.section === external) continue;
      if (known !== undefined) throw new Fault(at, `${name} is defined in this module, at line ${known}`);
      external.implicit = false;
      external.weak = weak;
      const type = weak ? "$" : "T";
      layout.symbols.define({ name, line: statement.line, value: relocatable(external, 0), length: 1, type });
    }
  };

export const dxd: Directive = (layout, statement) => {
  const name = layout.labelName();
  if (statement.label === undefined) throw new Fault(0, "DXD needs a label: the name of a pseudo register");
  const scanner = new Scanner(statement.operands.text);
  let size = 0;
  let alignment = 1;
  do {
    const constant = parseConstant(scanner, layout.scope(), "DS");
    for (const fault of constant.faults) layout.fault(statement, fault);
    size = Math.ceil(size / constant.alignment) * constant.alignment + constant.size;
    alignment = Math.max(alignment, constant.alignment);
  } while (scanner.take(","));
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where a comma or the operands' end should be`);
  if (name === undefined) return;
  layout.checkExternalLabel();
  const register = layout.symbols.external(name, "pseudo", statement.line);
  register.implicit = false;
  register.size = size;
  register.alignment = alignment;
  layout.symbols.define({ name, line: statement.line, value: relocatable(register, 0), length: size, type: "U" });
};

export const cxd: Directive = (layout, statement) => {
  layout.align(4);
  layout.label(4, "A");
  expressions(statement, 0, 0, "CXD without operands");
  lay(layout, statement, plainConstant("A", 4, [{ kind: "pseudo-length", bits: 32 }]));
};
