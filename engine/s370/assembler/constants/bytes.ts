/** The second pass over constants: values to bytes, and what is left for a loader to relocate. */
import type { AddressSpace } from "../bases.ts";
import { type Expression, evaluate, evaluateNumber, type Scope, startOf } from "../expressions.ts";
import { count, Fault } from "../fault.ts";
import { placed, relocatable, type Section, type Value } from "../values.ts";
import { type BitField, fieldOf, placeField } from "./field.ts";
import type { Constant, Element } from "./parse.ts";

/** An address in a constant that depends on where sections will lie. */
export interface AddressField {
  readonly kind: "A" | "V" | "Q" | "CXD";
  /** Bytes from the statement's first, and bytes that it takes. */
  readonly offset: number;
  readonly length: number;
  /** Sections whose starts are in the value, each as often as its coefficient says. */
  readonly terms: readonly { readonly section: Section; readonly coefficient: number }[];
}

/** What constants are made with. */
export interface Making {
  /** The statement's bytes. */
  readonly target: Uint8Array;
  /** What terms mean for a value that begins so many bytes from the constant's start. */
  scopeAt(offset: number): Scope;
  readonly space: AddressSpace;
  /** Bytes of all pseudo registers together. */
  readonly pseudoLength: number;
  readonly addressFields: AddressField[];
  /** Is told of each value in error, which stays zero. */
  fault(fault: Fault): void;
}

/** Puts a constant at a bit offset into its statement's bytes. */
export function placeConstant(constant: Constant, bitOffset: number, making: Making): void {
  const { target, addressFields } = making;
  let at = bitOffset;
  let faulty = false;
  // What is wrong in one copy is wrong in all.
  for (let copy = 0; copy < constant.duplication && !faulty; copy++) {
    for (const element of constant.elements) {
      if (element.kind === "field") placeField(target, at, element.field);
      else {
        try {
          const scope = making.scopeAt((at - bitOffset) >> 3);
          const { field, kind, terms } = addressField(element, scope, making);
          placeField(target, at, field);
          if (terms.length > 0 || kind === "CXD")
            addressFields.push({ kind, offset: at / 8, length: element.bits / 8, terms });
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          making.fault(error);
          faulty = true;
        }
      }
      at += element.bits;
    }
  }
}

interface Address {
  readonly field: BitField;
  readonly kind: AddressField["kind"];
  readonly terms: AddressField["terms"];
}

function addressField(element: Exclude<Element, { kind: "field" }>, scope: Scope, making: Making): Address {
  const { bits } = element;
  const { space, pseudoLength } = making;
  switch (element.kind) {
    case "address": {
      const value = evaluate(element.expression, scope);
      checkRelocatable(value, element.expression, bits);
      return {
        field: addressValue(placed(value), startOf(element.expression), bits),
        kind: "A",
        terms: value.sections,
      };
    }
    case "external":
      return external(element.section, element.at, bits);
    case "pseudo-length":
      return { field: fieldOf(BigInt(pseudoLength), bits), kind: "CXD", terms: [] };
    case "base-displacement": {
      const { base, displacement } = element.base
        ? {
            base: evaluateNumber(element.base, scope, "a base register", 0, 15),
            displacement: evaluateNumber(element.expression, scope, "a displacement", 0, 4095),
          }
        : space.resolve(evaluate(element.expression, scope), element.expression);
      return { field: fieldOf(BigInt(base * 4096 + displacement), bits), kind: "A", terms: [] };
    }
  }
}

function external(section: Section, at: number, bits: number): Address {
  if (section.kind === "pseudo") {
    if (section.resolved === "hidden") throw new Fault(at, `no DXD and no DSECT has the name ${section.name}`);
    const terms = [{ section, coefficient: 1 }];
    return { field: addressValue(section.origin, at, bits), kind: "Q", terms };
  }
  if (section.resolved === "hidden") {
    throw new Fault(at, `${section.name} is in this module, and no ENTRY tells others of it: write A(${section.name})`);
  }
  const value = section.resolved ?? relocatable(section, 0);
  // The loader finds the name once more, even that of an entry in this module.
  return { field: addressValue(placed(value), at, bits), kind: "V", terms: [{ section, coefficient: 1 }] };
}

/** Throws a Fault where an address that a loader must mend does not stand in whole bytes, or is none that it can mend. */
function checkRelocatable({ sections }: Value, expression: Expression, bits: number): void {
  if (sections.length === 0) return;
  const at = startOf(expression);
  const dummy = sections.find(({ section }) => section.kind === "dummy" || section.kind === "pseudo");
  if (dummy !== undefined) {
    const { name } = dummy.section;
    throw new Fault(
      at,
      `${name} is a dummy section and lies nowhere; an offset in it is a difference, as in FIELD-${name}`,
    );
  }
  if (bits % 8 !== 0 || bits < 16) {
    const room = bits === 8 ? "1 byte" : `${bits} bits`;
    throw new Fault(
      at,
      `an address does not go into ${room}, as it may be relocated; the difference of two addresses does`,
    );
  }
}

function addressValue(number: number, at: number, bits: number): BitField {
  const limit = 2 ** bits;
  if (number < -limit / 2 || number >= limit) {
    const bytes = bits / 8;
    const room = bits % 8 !== 0 ? `${bits} bits` : bytes === 1 ? "1 byte" : `${bytes} bytes`;
    throw new Fault(at, `${count(number)} does not fit in ${room}`);
  }
  return fieldOf(BigInt(number), bits);
}
