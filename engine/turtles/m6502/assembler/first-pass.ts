/** The first pass: reads every line once, gives labels their addresses, and notes what bytes are to be made. */

import { type Directive, directives } from "./directives.ts";
import { type Expression, evaluate, parseExpression, readName } from "./expressions.ts";
import { chooseForm, encode, formsOf, parseOperand } from "./operands.ts";
import { Fault, Scanner } from "./scanner.ts";
import { Source, type SourceLine } from "./source.ts";
import { type Context, Symbols } from "./symbols.ts";

/** What takes storage. */
export interface Item {
  readonly source: SourceLine;
  readonly address: number;
  /** Bytes of storage. */
  readonly length: number;
  readonly kind: "instruction" | "data" | "reserved";
  /** As many bytes; none where storage is reserved only. Called when all names are known; throws Faults. */
  readonly make: () => readonly number[];
}

/** Where a program lies that does not say so: behind the stack. */
const FIRST_ADDRESS = 0x200;
const END_OF_STORAGE = 0x10000;

/** A condition that is open: whether its lines are assembled now, and whether a branch of it has been already. */
interface Conditional {
  readonly source: SourceLine;
  readonly at: number;
  active: boolean;
  taken: boolean;
  otherwise: boolean;
}

const CONDITIONAL = /^\.(if|ifdef|ifndef|else|elseif|endif)$/i;

export class FirstPass {
  readonly items: Item[] = [];
  readonly symbols = new Symbols();
  readonly source: Source;
  location = FIRST_ADDRESS;
  /** What `.end` names. */
  entry: { readonly expression: Expression; readonly context: Context } | undefined;
  ended = false;
  readonly #report: (source: SourceLine, fault: Fault) => void;
  readonly #conditionals: Conditional[] = [];
  #after = "";
  /** Whether it has been said that the program goes beyond storage. */
  #beyond = false;

  constructor(text: string, report: (source: SourceLine, fault: Fault) => void) {
    this.source = new Source(text);
    this.#report = report;
    for (let line = this.source.next(); line !== undefined && !this.ended; line = this.source.next()) {
      try {
        this.#line(line, new Scanner(line.text));
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        report(line, thrown);
      }
    }
    for (const { source, at } of this.#conditionals)
      report(source, new Fault(at, "this is not closed; .endif should follow"));
    this.symbols.settle((context, fault) => report(context.source, fault));
  }

  // --- For directives

  context(source: SourceLine): Context {
    return { source, after: this.#after, unnamed: this.symbols.unnamedCount, location: this.location };
  }

  /** A value that is needed now. Throws a Fault where it is not known yet, or out of bounds. */
  number(expression: Expression, context: Context, what: string, least: number, most: number): number {
    const value = evaluate(expression, this.symbols.scope(context));
    if (value === undefined)
      throw new Fault(expression.at, `${what} must be known here: define its names in lines before this`);
    if (value < least || value > most) throw new Fault(expression.at, `${what} is ${least} to ${most}, not ${value}`);
    return value;
  }

  /** A value that is needed in the end. Throws a Fault where it is not defined. */
  value(expression: Expression, context: Context): number {
    return evaluate(expression, this.symbols.scope(context)) ?? 0;
  }

  /** Goes on at another address. */
  moveTo(address: number): void {
    this.location = address;
    this.#beyond = false;
  }

  /** Takes storage. Throws a Fault where there is no more. */
  add(source: SourceLine, kind: Item["kind"], length: number, make: Item["make"]): void {
    if (this.location + length > END_OF_STORAGE) {
      const known = this.#beyond;
      this.#beyond = true;
      throw new Fault(0, "the program goes beyond $FFFF, where storage ends", known);
    }
    this.items.push({ source, address: this.location, length, kind, make });
    this.location += length;
  }

  // --- Lines

  #line(source: SourceLine, scanner: Scanner): void {
    scanner.skipBlanks();
    if (scanner.atEnd) return;
    if (this.#conditional(source, scanner) || !this.#active) return;
    const start = scanner.offset;
    if (this.#label(source, scanner)) return;
    scanner.skipBlanks();
    if (scanner.atEnd) return;
    this.#operation(source, scanner, start);
  }

  get #active(): boolean {
    return this.#conditionals.at(-1)?.active ?? true;
  }

  /** Whether the line is one of `.if`, `.else` and so on, which it then follows. */
  #conditional(source: SourceLine, scanner: Scanner): boolean {
    const at = scanner.offset;
    const word = /^\.\w*/.exec(scanner.text.slice(at, at + 9))?.[0].toLowerCase() ?? "";
    if (!CONDITIONAL.test(word)) return false;
    scanner.offset += word.length;
    if (word.startsWith(".if")) {
      const outer = this.#active;
      // Lines that are left out may say anything; only their nesting counts.
      const conditional = { source, at, active: false, taken: !outer, otherwise: false };
      this.#conditionals.push(conditional);
      if (outer) this.#decide(conditional, word, source, scanner);
      return true;
    }
    const current = this.#conditionals.at(-1);
    if (current === undefined) throw new Fault(at, `there is no .if before this ${word}`);
    if (word === ".endif") this.#conditionals.pop();
    else if (current.otherwise) throw new Fault(at, `${word} comes after .else`);
    else {
      current.otherwise = word === ".else";
      current.active = false;
      if (!current.taken) this.#decide(current, word, source, scanner);
      else return true;
    }
    if (word === ".endif" || word === ".else") scanner.expectEnd();
    return true;
  }

  /** Evaluates a condition. One that is wrong leaves its lines out. */
  #decide(conditional: Conditional, word: string, source: SourceLine, scanner: Scanner): void {
    const context = this.context(source);
    if (word === ".else") conditional.active = true;
    else if (word === ".ifdef" || word === ".ifndef") {
      scanner.skipBlanks();
      const defined = this.symbols.isDefined(readName(scanner), context);
      conditional.active = defined === (word === ".ifdef");
    } else {
      const expression = parseExpression(scanner);
      conditional.active = this.number(expression, context, "a condition", -0x8000_0000, 0xffff_ffff) !== 0;
    }
    conditional.taken = conditional.active;
    scanner.expectEnd();
  }

  /** A label, which the scanner steps over; true where the line was a definition, and is done with. */
  #label(source: SourceLine, scanner: Scanner): boolean {
    const at = scanner.offset;
    const context = this.context(source);
    if (scanner.peek() === "*") {
      scanner.offset++;
      scanner.expect("=", "that sets the address");
      this.#run(directives[".org"], source, scanner, at);
      return true;
    }
    if (scanner.peek() === ":") {
      scanner.offset++;
      this.symbols.unnamedLabel(this.location);
      return false;
    }
    if (scanner.peek() !== "@" && !scanner.atName) return false;
    const name = readName(scanner);
    const behind = scanner.offset;
    if (this.#takesDefinition(scanner)) {
      this.#define(name, at, context, scanner);
      return true;
    }
    // Right behind the name: BNE :- has a colon too.
    scanner.offset = behind;
    const colon = scanner.peek() === ":";
    if (colon) scanner.offset++;
    if (!colon) {
      const known = formsOf(name) !== undefined || this.source.isMacro(name) || directiveOf(name) !== undefined;
      if (!name.startsWith("@") && (at > 0 || known)) {
        scanner.offset = at;
        return false;
      }
      scanner.skipBlanks();
      if (!scanner.atEnd && !/[.\w]/.test(scanner.peek()))
        throw new Fault(at, `there is no instruction, directive or macro ${name}`);
    } else if (formsOf(name) !== undefined)
      throw new Fault(at, `${name} is an instruction's name; a label has another`);
    this.symbols.label(name, at, context);
    if (!name.startsWith("@")) this.#after = name;
    return false;
  }

  /** Steps over `=`, `:=`, `.equ` or `equ`. */
  #takesDefinition(scanner: Scanner): boolean {
    scanner.skipBlanks();
    const sign = /^(:?=(?!=)|\.?equ\b)/i.exec(scanner.text.slice(scanner.offset, scanner.offset + 5))?.[0];
    if (sign !== undefined) scanner.offset += sign.length;
    return sign !== undefined;
  }

  #define(name: string, at: number, context: Context, scanner: Scanner): void {
    try {
      const expression = parseExpression(scanner);
      scanner.expectEnd();
      this.symbols.constant(name, at, context, expression);
    } catch (thrown) {
      this.symbols.spoil(name, context);
      throw thrown;
    }
  }

  #operation(source: SourceLine, scanner: Scanner, start: number): void {
    const at = scanner.offset;
    const word = /^\.?[A-Za-z_][\w.]*/.exec(scanner.text.slice(at, at + 80))?.[0];
    if (word === undefined) scanner.fail(`${scanner.found()}, where an instruction should stand`);
    scanner.offset += word.length;
    const forms = formsOf(word);
    if (forms !== undefined) {
      this.#instruction(forms, source, scanner);
      return;
    }
    if (this.source.isMacro(word)) {
      this.source.callMacro(word, source, scanner, at);
      return;
    }
    const directive = directiveOf(word);
    if (directive === undefined) {
      const what = word.startsWith(".") ? "directive" : "instruction, directive or macro";
      const hint =
        start === at && !word.startsWith(".") ? "; a label that does not begin its line ends in a colon" : "";
      throw new Fault(at, `there is no ${what} ${word}${hint}`);
    }
    this.#run(directive, source, scanner, at);
  }

  #run(directive: Directive, source: SourceLine, scanner: Scanner, at: number): void {
    directive({ pass: this, source, scanner, at, context: this.context(source) });
  }

  #instruction(forms: NonNullable<ReturnType<typeof formsOf>>, source: SourceLine, scanner: Scanner): void {
    const operand = parseOperand(scanner);
    const context = this.context(source);
    const { expression } = operand;
    let value: number | undefined;
    try {
      value = expression && evaluate(expression, this.symbols.scope(context));
    } catch (thrown) {
      // Reported when the bytes are made; the form is still chosen, so that what follows has its address.
      if (!(thrown instanceof Fault)) throw thrown;
    }
    const form = chooseForm(forms, operand, value);
    const length = encode(form, this.location, undefined, form.mode === "relative" ? this.location : 0).length;
    const address = this.location;
    this.add(source, "instruction", length, () =>
      encode(form, address, expression, expression === undefined ? 0 : this.value(expression, context)),
    );
  }

  /** Tells of something wrong, and goes on. */
  warn(source: SourceLine, fault: Fault): void {
    this.#report(source, fault);
  }
}

function directiveOf(word: string): Directive | undefined {
  const name = word.toLowerCase();
  return Object.hasOwn(directives, name) ? directives[name] : undefined;
}
