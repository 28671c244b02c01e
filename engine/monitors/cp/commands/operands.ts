/** Operands of commands. */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { failed, type Issuer } from "./commands.ts";

/** The virtual machine for which a command is given. Throws CommandError before LOGON. */
export function issuerVm({ vm }: Issuer): Vm {
  if (vm === undefined) throw failed("CFC", 1, "?CP: LOGON FIRST");
  return vm;
}

/** Whether a word is a keyword or one of its abbreviations, of which `shortest` letters suffice. */
export function isWord(word: string | undefined, keyword: string, shortest = keyword.length): boolean {
  const name = word?.toUpperCase() ?? "";
  return name.length >= shortest && keyword.startsWith(name);
}

/** A hexadecimal number of at most `digits` digits; undefined where it is none. */
export function hexadecimal(word: string | undefined, digits = 6): number | undefined {
  if (word === undefined || word.length > digits || !/^[0-9A-F]+$/i.test(word)) return undefined;
  return Number.parseInt(word, 16);
}

/** A decimal number of at most nine digits; undefined where it is none. */
export function decimal(word: string | undefined): number | undefined {
  return word !== undefined && /^\d{1,9}$/.test(word) ? Number(word) : undefined;
}

/** ON or OFF. */
export function onOff(word: string | undefined): boolean | undefined {
  const name = word?.toUpperCase();
  return name === "ON" ? true : name === "OFF" ? false : undefined;
}

/** "1FA". */
export function address3(value: number): string {
  return value.toString(16).toUpperCase().padStart(3, "0");
}

export function hexDigits(value: number, digits: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(digits, "0");
}

/** A user who is logged on, by an operand. Throws CommandError: 020 where it is missing, 045 where the user is not logged on. */
export function loggedOn(cp: Cp, module: string, word: string | undefined): Vm {
  if (word === undefined || word.length > 8) throw failed(module, 20, "USERID MISSING OR INVALID");
  const vm = cp.user(word.toUpperCase());
  if (vm === undefined) throw failed(module, 45, `${word.toUpperCase()} NOT LOGGED ON`);
  return vm;
}

/** "GRAF 0C0", "CONS 009": how messages name a terminal. */
export function terminalName({ type, address }: { readonly type: string; readonly address: number }): string {
  return `${type === "3277" ? "GRAF" : "CONS"} ${address3(address)}`;
}
