/** Operands of DISPLAY and DUMP: "T200-2FF", "G0:5", "L100.20", "K" (GC20-1820, "DISPLAY"). */
import { failed } from "./commands.ts";
import { hexadecimal } from "./operands.ts";

/** A range of storage or of registers, both ends included. */
export interface Range {
  /** L: storage; T: with its characters; K: keys; G, Y, X: general, floating-point, control registers. */
  readonly kind: "L" | "T" | "K" | "G" | "Y" | "X";
  readonly first: number;
  readonly last: number;
}

/** Takes an operand apart; undefined where it is no range but a word such as PSW. `size`: bytes of storage. Throws CommandError. */
export function range(operand: string, size: number, module: string): Range | undefined {
  const [, letter, start, separator, end] = /^([LTKGYX]?)([^-:.]*)(?:([-:.])(.*))?$/.exec(operand.toUpperCase()) ?? [];
  if (start === undefined) throw failed(module, 4, `INVALID HEXLOC - ${operand.toUpperCase()}`);
  // The expression allows no other letters.
  const kind = (letter || "L") as Range["kind"];
  const isRegister = kind === "G" || kind === "Y" || kind === "X";
  const limit = isRegister ? (kind === "Y" ? 6 : 15) : size - 1;
  const first = start === "" ? 0 : number(start, isRegister, module);
  let last: number;
  if (separator === undefined) last = start === "" ? limit : first;
  else if (end === "" || end === "END") last = limit;
  else if (separator === ".") last = first + Math.max(1, number(end, isRegister, module)) * (kind === "Y" ? 2 : 1) - 1;
  else last = number(end, isRegister, module);
  if (last < first) throw failed(module, 9, `INVALID RANGE - ${operand.toUpperCase()}`);
  if (isRegister && (last > 15 || first > limit))
    throw failed(module, 10, `INVALID REGISTER - ${operand.toUpperCase()}`);
  if (first > limit) throw failed(module, 160, `HEXLOC ${start} EXCEEDS STORAGE`);
  return { kind, first, last: Math.min(last, limit) };
}

function number(text: string, isRegister: boolean, module: string): number {
  // Registers may be written in decimal or hexadecimal: 10 is the tenth.
  const decimal = isRegister && /^\d{1,2}$/.test(text) ? Number(text) : undefined;
  const value = decimal ?? hexadecimal(text, isRegister ? 1 : 6);
  if (value === undefined)
    throw failed(module, isRegister ? 10 : 4, `INVALID ${isRegister ? "REGISTER" : "HEXLOC"} - ${text}`);
  return value;
}
