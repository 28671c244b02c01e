/** The second pass: turns placed statements into bytes. */
import { AddressSpace } from "./bases.ts";
import { type AddressField, placeConstant } from "./constants/bytes.ts";
import type { Constant } from "./constants/parse.ts";
import { encodeInstruction, lengthOfInstruction, type OperandAddresses } from "./encode.ts";
import { evaluate, evaluateNumber, type Scope, startOf } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Item } from "./items.ts";
import type { EntryName, Layout, Report } from "./layout.ts";
import type { Statement } from "./source.ts";
import type { Location, SymbolTable } from "./symbols.ts";
import { placed, type Section, sectionOf, type Value } from "./values.ts";

/** What became of a statement, or of one literal at LTORG or END. */
export interface Made {
  readonly statement: Statement;
  /** Where it lies; the value of an EQU. Undefined where it has no place. */
  readonly address: number | undefined;
  /** The section in which it lies, and the offset there. */
  readonly section?: Section;
  readonly counter?: number;
  /** Bytes of storage that it takes. */
  readonly length: number;
  /** Empty where storage is reserved only, and outside control sections. */
  readonly bytes: Uint8Array;
  /** Describes storage that is elsewhere. */
  readonly dummy: boolean;
  /** Addresses in the bytes that move with sections. */
  readonly addressFields: readonly AddressField[];
  /** Addresses of storage operands, for the listing. */
  readonly addresses: OperandAddresses;
  /** The literal's text, for a literal. */
  readonly literal?: string;
}

const NONE = new Uint8Array(0);

/** Makes the bytes of a program from what the first pass found. */
export class SecondPass {
  readonly made: Made[] = [];
  /** END's operand, as an address and as a place in a section. */
  entry: number | undefined;
  entryValue: Value | undefined;
  private readonly space = new AddressSpace();
  private readonly symbols: SymbolTable;
  private readonly pseudoLength: number;
  private readonly report: Report;

  constructor({ items, symbols, entries, pseudoLength }: Layout, report: Report) {
    this.symbols = symbols;
    this.pseudoLength = pseudoLength;
    this.report = report;
    for (const item of items) {
      try {
        this.take(item);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.fault(item.statement, error);
      }
    }
    for (const [name, entry] of entries) this.checkEntry(name, entry);
  }

  /** An ENTRY names a place in a control section. */
  private checkEntry(name: string, { statement, at }: EntryName): void {
    const value = this.symbols.valueOf(name);
    if (value === undefined ? this.symbols.isFailed(name) : sectionOf(value)?.kind === "control") return;
    const message =
      value === undefined
        ? `${name} is not defined in this module; EXTRN names what others define`
        : `${name} is no place in a control section, so it cannot be an entry`;
    this.fault(statement, new Fault(at, message));
  }

  private take(item: Item): void {
    const { statement } = item;
    switch (item.kind) {
      case "instruction": {
        const { section, counter } = item.at;
        const { bytes, addresses, faults } = encodeInstruction(
          item.mnemonic,
          item.operands,
          this.scope(statement, item.at, lengthOfInstruction(item.mnemonic)),
          this.space,
        );
        for (const fault of faults) this.fault(statement, fault);
        this.add(statement, section, counter, bytes.length, bytes, { addresses });
        return;
      }
      case "constants": {
        const { section, counter } = item.at;
        const addressFields: AddressField[] = [];
        let bytes = NONE;
        if (!item.reserves) {
          bytes = new Uint8Array(item.size);
          for (const { constant, bitOffset } of item.constants) {
            const at = { section, counter: counter + (bitOffset >> 3) };
            // In a CCW * is where it begins; in a DC it goes on with each value.
            this.constant(statement, constant, at, constant.type !== "W", bytes, bitOffset, addressFields);
          }
        }
        this.add(statement, section, counter, item.size, bytes, { addressFields });
        return;
      }
      case "literals":
        for (const literal of item.literals) {
          if (literal.place === undefined) continue;
          const { section, counter } = literal.place;
          const bytes = new Uint8Array(literal.constant.size);
          const addressFields: AddressField[] = [];
          this.constant(literal.statement, literal.constant, literal, false, bytes, 0, addressFields);
          this.add(statement, section, counter, bytes.length, bytes, { addressFields, literal: literal.text });
        }
        return;
      case "using":
        this.using(item);
        return;
      case "broken-using":
        this.space.unsure = true;
        return;
      case "drop":
        this.drop(item);
        return;
      case "end":
        this.end(item);
        return;
      case "note": {
        const value = item.value();
        if (value !== undefined) this.show(statement, { address: placed(value) });
      }
    }
  }

  /** Puts a constant in its place; what is in error stays zero. `moving`: * goes on with each value, as it does in a DC. */
  private constant(
    statement: Statement,
    constant: Constant,
    at: Location,
    moving: boolean,
    target: Uint8Array,
    bitOffset: number,
    addressFields: AddressField[],
  ): void {
    const scopeAt = (offset: number): Scope =>
      this.scope(statement, { section: at.section, counter: at.counter + (moving ? offset : 0) }, constant.length);
    const { space, pseudoLength } = this;
    const fault = (found: Fault): void => this.fault(statement, found);
    placeConstant(constant, bitOffset, { target, scopeAt, space, pseudoLength, addressFields, fault });
  }

  private using({ statement, at, base, registers }: Extract<Item, { kind: "using" }>): void {
    const scope = this.scope(statement, at);
    try {
      const value = evaluate(base, scope);
      this.show(statement, { addresses: { second: placed(value) } });
      for (const [index, expression] of registers.entries()) {
        const register = evaluateNumber(expression, scope, "a base register", 0, 15);
        if (register === 0 && index > 0) {
          throw new Fault(
            startOf(expression),
            "register 0 counts as zero when it is a base, so it can only be the first",
          );
        }
        // Each further register is promised to hold 4,096 more.
        this.space.use(register, { ...value, number: value.number + 4096 * index }, statement.line, startOf(base));
      }
    } catch (error) {
      this.space.unsure = true;
      throw error;
    }
  }

  private drop({ statement, registers }: Extract<Item, { kind: "drop" }>): void {
    if (registers.length === 0) this.space.dropAll();
    for (const expression of registers) {
      const register = evaluateNumber(expression, this.scope(statement, undefined), "a base register", 0, 15);
      if (!this.space.drop(register))
        throw new Fault(startOf(expression), `no USING in force names register ${register}`);
    }
  }

  private end({ statement, at, entry }: Extract<Item, { kind: "end" }>): void {
    const value = evaluate(entry, this.scope(statement, at));
    if (sectionOf(value)?.kind !== "control") {
      throw new Fault(startOf(entry), "END names the place where the program starts: an address in a control section");
    }
    this.entry = placed(value);
    this.entryValue = value;
  }

  private scope(statement: Statement, at: Location | undefined, locationLength = 1): Scope {
    return this.symbols.scope(statement.line, at, locationLength);
  }

  /** Shows a place or value beside a statement that makes nothing. */
  private show(statement: Statement, shown: Pick<Partial<Made>, "address" | "addresses">): void {
    const nothing = { length: 0, bytes: NONE, dummy: false, addressFields: [], addresses: {} };
    this.made.push({ statement, address: undefined, ...nothing, ...shown });
  }

  private add(
    statement: Statement,
    section: Section,
    counter: number,
    length: number,
    bytes: Uint8Array,
    more: Partial<Pick<Made, "addresses" | "addressFields" | "literal">> = {},
  ): void {
    const { kind } = section;
    this.made.push({
      statement,
      address: section.origin + counter,
      section,
      counter,
      length,
      bytes: kind === "control" ? bytes : NONE,
      dummy: kind === "dummy",
      addressFields: [],
      addresses: {},
      ...more,
    });
  }

  private fault(statement: Statement, fault: Fault): void {
    if (!fault.silent) this.report(statement.operands.place(fault.offset), fault.message);
  }
}
