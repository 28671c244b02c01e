/** Variable symbols: SET symbols, symbolic parameters and system variables (GC33-4010, "Variable Symbols"). */
import { count, Fault } from "../fault.ts";
import { nearest } from "../suggest.ts";
import { entryOf } from "./lists.ts";

/** A number, B truth (0 or 1), C characters. */
export type SetType = "A" | "B" | "C";

/** A variable that SETA, SETB or SETC assigns to. */
export interface SetSymbol {
  readonly kind: "set";
  readonly type: SetType;
  /** The greatest subscript; undefined where there are none. */
  readonly dimension: number | undefined;
  /** By subscript, 1 where there is none. */
  readonly values: Map<number, number | string>;
}

/** What a variable symbol stands for. */
export type Variable =
  | SetSymbol
  /** A symbolic parameter, or a system variable symbol. */
  | { readonly kind: "parameter"; readonly value: string }
  /** &SYSLIST: all positional operands, and the name field as number 0. */
  | { readonly kind: "list"; readonly label: string; readonly operands: readonly string[] };

/** Characters that a SETC symbol, an operand or a character expression has at most. */
export const LONGEST_TEXT = 255;
const GREATEST_DIMENSION = 32767;

/** Throws a Fault if a text is longer than the language's values may be. */
export function checkLength(text: string, at: number): string {
  if (text.length > LONGEST_TEXT)
    throw new Fault(at, `a value has at most ${LONGEST_TEXT} characters; this has ${count(text.length)}`);
  return text;
}

/** System variable symbols; some of them only macros have. */
export const SYSTEM_VARIABLES: ReadonlySet<string> = new Set([
  "SYSDATE",
  "SYSECT",
  "SYSLIST",
  "SYSNDX",
  "SYSPARM",
  "SYSTIME",
]);

/** Unknown names for which a near one is looked for; more would make a large broken program slow. */
const MOST_SUGGESTIONS = 100;

/** What all macros and open code share. */
export class Globals {
  readonly symbols = new Map<string, SetSymbol>();
  suggestions = 0;
}

/** The variable symbols that one macro definition, or open code, sees. */
export class Variables {
  private readonly globals: Globals;
  private readonly own: Map<string, Variable>;

  /** `globals` are shared by all; `given` are parameters and system variables. Names are without & and in upper case. */
  constructor(globals: Globals, given: Iterable<readonly [string, Variable]>) {
    this.globals = globals;
    this.own = new Map(given);
  }

  /** The variable of a name. Throws a Fault where there is none. */
  look(name: string, at: number): Variable {
    const variable = this.own.get(name);
    if (variable !== undefined) return variable;
    const global = this.globals.symbols.get(name);
    const near = ++this.globals.suggestions > MOST_SUGGESTIONS ? undefined : nearest(name, this.own.keys());
    const hint =
      near !== undefined
        ? `; did you mean &${near}?`
        : global !== undefined
          ? `; a GBL${global.type} must declare it here too`
          : "; in a text, an ampersand is written twice (&&)";
    throw new Fault(at, `the variable symbol &${name} is not known here${hint}`);
  }

  /** LCLA, LCLB, LCLC; GBLA, GBLB, GBLC. `repeated`: the statement may have been passed before. Throws a Fault. */
  declare(
    scope: "LCL" | "GBL",
    type: SetType,
    name: string,
    dimension: number | undefined,
    at: number,
    repeated = false,
  ): void {
    if (dimension !== undefined && (dimension < 1 || dimension > GREATEST_DIMENSION))
      throw new Fault(at, `a dimension is 1 to ${count(GREATEST_DIMENSION)}, not ${count(dimension)}`);
    if (SYSTEM_VARIABLES.has(name)) throw new Fault(at, `&${name} is a system variable symbol`);
    const known = this.own.get(name);
    const global = this.globals.symbols.get(name);
    if (repeated && known?.kind === "set" && known.type === type && known.dimension === dimension) return;
    if (known?.kind === "parameter") throw new Fault(at, `&${name} is a parameter of this macro already`);
    if (known !== undefined && !(scope === "GBL" && known === global))
      throw new Fault(at, `&${name} is declared already`);
    if (scope === "GBL" && global !== undefined) {
      if (global.type !== type)
        throw new Fault(at, `&${name} is declared elsewhere with GBL${global.type}: all must say the same`);
      if (global.dimension !== dimension) {
        const elsewhere = global.dimension === undefined ? "without a dimension" : `as &${name}(${global.dimension})`;
        throw new Fault(at, `&${name} is declared elsewhere ${elsewhere}: all must say the same`);
      }
      this.own.set(name, global);
      return;
    }
    const symbol: SetSymbol = { kind: "set", type, dimension, values: new Map() };
    this.own.set(name, symbol);
    if (scope === "GBL") this.globals.symbols.set(name, symbol);
  }

  /** Assigns to a SET symbol; one that is not declared becomes a local one of the type. Throws a Fault. */
  assign(type: SetType, name: string, subscript: number | undefined, value: number | string, at: number): void {
    const known = this.own.get(name);
    if (known === undefined)
      this.declare("LCL", type, name, subscript === undefined ? undefined : GREATEST_DIMENSION, at);
    const symbol = known ?? this.look(name, at);
    if (symbol.kind !== "set") throw new Fault(at, `&${name} is a parameter: SET${type} cannot change it`);
    if (symbol.type !== type) throw new Fault(at, `&${name} is declared for SET${symbol.type}, not SET${type}`);
    symbol.values.set(checkSubscript(name, symbol, subscript, at), value);
  }

  /** A variable's value: a number for A and B. Throws a Fault. */
  read(name: string, subscripts: readonly number[] | undefined, at: number): number | string {
    const variable = this.look(name, at);
    switch (variable.kind) {
      case "set": {
        if (subscripts !== undefined && subscripts.length > 1)
          throw new Fault(at, `&${name} is a SET symbol and has one subscript`);
        const subscript = checkSubscript(name, variable, subscripts?.[0], at);
        return variable.values.get(subscript) ?? (variable.type === "C" ? "" : 0);
      }
      case "parameter":
        return entryAt(variable.value, subscripts ?? [], at);
      case "list": {
        if (subscripts === undefined)
          throw new Fault(at, `&${name} needs a subscript: &${name}(1) is the first operand`);
        const [first, ...inner] = subscripts;
        if (first < 0) throw new Fault(at, `the subscript of &${name} is 0 or more, not ${first}`);
        return entryAt(first === 0 ? variable.label : (variable.operands[first - 1] ?? ""), inner, at);
      }
    }
  }
}

function entryAt(value: string, subscripts: readonly number[], at: number): string {
  let entry = value;
  for (const subscript of subscripts) {
    if (subscript < 1) throw new Fault(at, `a subscript of a sublist is 1 or more, not ${count(subscript)}`);
    entry = entryOf(entry, subscript);
  }
  return entry;
}

function checkSubscript(name: string, { dimension }: SetSymbol, subscript: number | undefined, at: number): number {
  if (dimension === undefined) {
    if (subscript === undefined) return 1;
    throw new Fault(at, `&${name} has no dimension; a parenthesis after its value is written &${name}.(`);
  }
  if (subscript === undefined)
    throw new Fault(at, `&${name} has a dimension: a subscript must follow, as in &${name}(1)`);
  if (subscript < 1 || subscript > dimension)
    throw new Fault(at, `the subscript of &${name} is 1 to ${count(dimension)}, not ${count(subscript)}`);
  return subscript;
}
