/** Operands of instructions: from their form to an addressing mode, and to bytes. */
import { lengthOf } from "../instructions/definition.ts";
import { type InstructionDefinition, instructions, type Mode } from "../instructions/index.ts";
import { type Expression, parseExpression, startOf } from "./expressions.ts";
import { Fault, hexadecimal, type Scanner } from "./scanner.ts";

const byMnemonic = Map.groupBy(instructions, ({ mnemonic }) => mnemonic);

/** The forms of an instruction, if there is one of that name (in any case). */
export function formsOf(mnemonic: string): readonly InstructionDefinition[] | undefined {
  return byMnemonic.get(mnemonic.toUpperCase());
}

/** What an operand looks like: the modes that it may mean, the shortest first. */
export interface Operand {
  readonly at: number;
  readonly modes: readonly Mode[];
  /** None for implied and accumulator. */
  readonly expression?: Expression;
}

/** How a mode's operand is written, for messages. */
const WRITTEN: Readonly<Record<Mode, string>> = {
  implied: "nothing",
  accumulator: "A",
  immediate: "#$12",
  zeroPage: "$12",
  zeroPageX: "$12,X",
  zeroPageY: "$12,Y",
  absolute: "$1234",
  absoluteX: "$1234,X",
  absoluteY: "$1234,Y",
  indirect: "($1234)",
  indexedIndirect: "($12,X)",
  indirectIndexed: "($12),Y",
  relative: "the address of a target",
};

/** Reads an operand up to the line's end. Throws a Fault where it is none. */
export function parseOperand(scanner: Scanner): Operand {
  scanner.skipBlanks();
  const at = scanner.offset;
  const operand = readOperand(scanner, at);
  scanner.expectEnd();
  return operand;
}

function readOperand(scanner: Scanner, at: number): Operand {
  if (scanner.atEnd) return { at, modes: ["implied", "accumulator"] };
  if (/^a\s*$/i.test(scanner.text.slice(at))) {
    scanner.offset = scanner.text.length;
    return { at, modes: ["accumulator"] };
  }
  if (scanner.take("#")) return { at, modes: ["immediate"], expression: parseExpression(scanner) };
  if (scanner.peek() === "(") {
    const indirect = readIndirect(scanner, at);
    if (indirect !== undefined) return indirect;
  }
  const size = /^[az]:/i.exec(scanner.text.slice(at, at + 2))?.[0].toLowerCase();
  if (size !== undefined) scanner.offset += 2;
  const expression = parseExpression(scanner);
  const index = readIndex(scanner);
  const direct: readonly Mode[] =
    index === "x"
      ? ["zeroPageX", "absoluteX"]
      : index === "y"
        ? ["zeroPageY", "absoluteY"]
        : ["zeroPage", "absolute", "relative"];
  const modes = size === undefined ? direct : direct.filter((mode) => (lengthOf(mode) === 3) === (size === "a:"));
  return { at, modes, expression };
}

/** `,X` or `,Y`, if it comes next. */
function readIndex(scanner: Scanner): "x" | "y" | undefined {
  if (!scanner.take(",")) return undefined;
  scanner.skipBlanks();
  const index = scanner.peek().toLowerCase();
  if (index !== "x" && index !== "y") return scanner.fail(`${scanner.found()}, where the index X or Y should stand`);
  scanner.offset++;
  return index;
}

/** An operand whose parentheses mean "what is stored there"; undefined where they are those of an expression. */
function readIndirect(scanner: Scanner, at: number): Operand | undefined {
  scanner.take("(");
  const expression = parseExpression(scanner);
  const inner = readIndex(scanner);
  if (inner === "y")
    return scanner.fail("inside the parentheses the index is X; Y stands behind them: ($12),Y", scanner.offset - 1);
  scanner.expect(")", "for the “(” before it");
  if (inner === "x") return { at, modes: ["indexedIndirect"], expression };
  scanner.skipBlanks();
  if (scanner.atEnd) return { at, modes: ["indirect"], expression };
  if (scanner.peek() === ",") {
    if (readIndex(scanner) === "y") return { at, modes: ["indirectIndexed"], expression };
    return scanner.fail("behind the parentheses the index is Y; X stands inside them: ($12,X)", scanner.offset - 1);
  }
  scanner.offset = at;
  return undefined;
}

/**
 * The form that an operand asks for. `value` is undefined where it is not known yet: then page zero is not assumed.
 * Throws a Fault where the instruction has no such form.
 */
export function chooseForm(
  forms: readonly InstructionDefinition[],
  operand: Operand,
  value: number | undefined,
): InstructionDefinition {
  const possible = operand.modes.flatMap((mode) => forms.find((form) => form.mode === mode) ?? []);
  const inPageZero = value !== undefined && value >= 0 && value <= 0xff;
  // The shorter form is named first; it serves where the value fits, or where there is no other.
  const chosen = inPageZero ? possible[0] : (possible.find((form) => lengthOf(form.mode) !== 2) ?? possible[0]);
  if (chosen !== undefined) return chosen;
  const modes = forms.map(({ mode }) => WRITTEN[mode]);
  const { mnemonic } = forms[0];
  const allowed = modes.length === 1 ? modes[0] : `${modes.slice(0, -1).join("  ")}  or  ${modes.at(-1)}`;
  const message = operand.expression === undefined ? "needs an operand" : "cannot have this operand";
  throw new Fault(operand.at, `${mnemonic} ${message}; what may follow is ${allowed}`);
}

/** The bytes of an instruction at an address. Throws a Fault where the value does not fit. */
export function encode(
  { mnemonic, opcode, mode }: InstructionDefinition,
  address: number,
  expression: Expression | undefined,
  value: number,
): number[] {
  const at = expression === undefined ? 0 : startOf(expression);
  switch (lengthOf(mode)) {
    case 1:
      return [opcode];
    case 3:
      if (value < 0 || value > 0xffff) throw new Fault(at, `an address is $0000 to $FFFF, not ${hexadecimal(value)}`);
      return [opcode, value & 0xff, value >>> 8];
    default:
      if (mode === "relative") return [opcode, displacement(mnemonic, value - (address + 2), value, at) & 0xff];
      if (mode === "immediate") {
        if (value < -128 || value > 0xff)
          throw new Fault(at, `an immediate byte is -128 to 255, not ${value}; < and > take the low and high byte`);
      } else if (value < 0 || value > 0xff)
        throw new Fault(at, `${WRITTEN[mode]} of ${mnemonic} is an address in page zero, not ${hexadecimal(value)}`);
      return [opcode, value & 0xff];
  }
}

function displacement(mnemonic: string, distance: number, target: number, at: number): number {
  if (distance >= -128 && distance <= 127) return distance;
  const far = distance < 0 ? `${-distance} bytes back` : `${distance} bytes on`;
  throw new Fault(
    at,
    `${hexadecimal(target)} is ${far} from the end of ${mnemonic}, which reaches 128 back and 127 on; branch around a JMP`,
  );
}
