/** Assembler instructions (GC33-4010) by name; what belongs to other machines and macro libraries is named too. */
import { drop, equ, using } from "./directives/addressing.ts";
import type { Directive } from "./directives/directive.ts";
import { eject, ictl, iseq, print, punch, repro, space, title } from "./directives/printing.ts";
import { cxd, dxd, end, entry, extrn, section } from "./directives/sections.ts";
import { ccw, cnop, constants, ltorg, org } from "./directives/storage.ts";
import { Fault } from "./fault.ts";
import { mnemonics } from "./mnemonics.ts";

/** Operations of the larger language and of other machines, with what to do instead. */
const FOREIGN: Readonly<Record<string, string>> = {
  AMODE: "addresses of a System/370 have 24 bits, so there is no mode to choose",
  RMODE: "addresses of a System/370 have 24 bits, so there is no mode to choose",
  REGEQU: "R0 to R15 are defined already: leave this out",
  YREGS: "R0 to R15 are defined already: leave this out",
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

/** Gives an operation another name, or takes a name away (GC33-4010, "OPSYN — Equate Operation Code"). */
const opsyn: Directive = (layout, { label, operands }) => {
  layout.keepLabel();
  if (label === undefined) throw new Fault(0, "OPSYN needs a label: the operation's new name");
  const target = operands.text.toUpperCase();
  const known = layout.operations.get(target) ?? target;
  if (target !== "" && !mnemonics.has(known) && !Object.hasOwn(DIRECTIVES, known))
    throw new Fault(0, `${operands.text.slice(0, 20)} is not an operation`);
  layout.operations.set(label.name.toUpperCase(), known);
};

/** Assembler instructions by name. */
export const DIRECTIVES: Readonly<Record<string, Directive>> = {
  DC: constants("DC"),
  DS: constants("DS"),
  EQU: equ,
  ORG: org,
  START: section("START"),
  CSECT: section("CSECT"),
  DSECT: section("DSECT"),
  COM: section("COM"),
  USING: using,
  DROP: drop,
  LTORG: ltorg,
  CCW: ccw,
  CNOP: cnop,
  DXD: dxd,
  CXD: cxd,
  ENTRY: entry,
  EXTRN: extrn(false),
  WXTRN: extrn(true),
  TITLE: title,
  EJECT: eject,
  SPACE: space,
  PRINT: print,
  PUNCH: punch,
  REPRO: repro,
  ICTL: ictl,
  ISEQ: iseq,
  OPSYN: opsyn,
  END: end,
};
