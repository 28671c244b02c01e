/** Operands that commands about spooling have in common (GC20-1820, "SPOOL"). */
import type { Cp } from "../cp.ts";
import { findUser } from "../directory/index.ts";
import { spoolDevices } from "../spool/queues.ts";
import { isSpooled, type SpoolDevice, type SpooledConsole, type SpoolQueue } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import { failed } from "./commands.ts";
import { address3, decimal, hexadecimal, isWord } from "./operands.ts";

/** What a command is about: devices, or the console. */
export type Target =
  | {
      readonly kind: "devices";
      readonly devices: readonly SpoolDevice[];
      readonly does: SpoolDevice["data"]["function"];
    }
  | { readonly kind: "console"; readonly console: SpooledConsole };

/** The function that a word names: Reader, RDR, Printer, PRT, PUnch, PCH. */
export function functionOf(word: string | undefined): SpoolDevice["data"]["function"] | undefined {
  if (isWord(word, "READER", 1) || isWord(word, "RDR")) return "reader";
  if (isWord(word, "PUNCH", 2) || isWord(word, "PCH")) return "punch";
  if (isWord(word, "PRINTER", 1) || isWord(word, "PRT")) return "printer";
  return undefined;
}

/** The queue that a word names. */
export function queueOf(word: string | undefined): SpoolQueue | undefined {
  return functionOf(word);
}

/** Devices of a virtual machine: all of a function, one by its address, or the console. Throws CommandError. */
export function targetOf(module: string, vm: Vm, word: string | undefined): Target {
  if (word === undefined) throw failed(module, 26, "OPERAND MISSING OR INVALID");
  if (isWord(word, "CONSOLE", 3)) return { kind: "console", console: vm.cp.spool.console(vm) };
  const does = functionOf(word);
  if (does !== undefined) {
    const devices = spoolDevices(vm.state.devices).filter(({ data }) => data.function === does);
    return { kind: "devices", devices, does };
  }
  const address = hexadecimal(word, 3);
  if (address === undefined) throw failed(module, 22, "VADDR MISSING OR INVALID");
  const device = vm.state.devices[address];
  if (device === undefined) throw failed(module, 40, `DEV ${address3(address)} DOES NOT EXIST`);
  if (device.kind === "console") return { kind: "console", console: vm.cp.spool.console(vm) };
  if (!isSpooled(device)) throw failed(module, 6, `INVALID DEVICE TYPE - ${address3(address)}`);
  return { kind: "devices", devices: [device], does: device.data.function };
}

/** A class, A to Z or 0 to 9. Throws CommandError. */
export function classOf(module: string, word: string | undefined): string {
  const name = word?.toUpperCase() ?? "";
  if (!/^[A-Z0-9]$/.test(name)) throw failed(module, 28, "CLASS MISSING OR INVALID");
  return name;
}

/** Copies, 1 to 99; an asterisk before the number is for printers that copy by themselves. Throws CommandError. */
export function copiesOf(module: string, word: string | undefined): number {
  const number = decimal(word?.replace(/^\*/, ""));
  if (number === undefined || number < 1 || number > 99) throw failed(module, 30, "COPIES MISSING OR INVALID");
  return number;
}

/** A user of the directory; `*` is the one who asks. Throws CommandError. */
export function useridOf(module: string, cp: Cp, vm: Vm, word: string | undefined): string {
  if (word === undefined || word.length > 8) throw failed(module, 20, "USERID MISSING OR INVALID");
  if (word === "*") return vm.userid;
  const user = findUser(cp.users.current, word);
  if (user === undefined) throw failed(module, 53, `${word.toUpperCase()} NOT IN CP DIRECTORY`);
  return user.userid;
}

/** NAME's operands: filename and filetype, or a data set name of at most 24 characters. Throws CommandError. */
export function nameOf(module: string, words: readonly string[]): { name: string; type: string; used: number } {
  const [first, second] = words.map((word) => word.toUpperCase());
  if (first === undefined || first.length > 24) throw failed(module, 29, "FILENAME MISSING OR INVALID");
  if (first.length > 8) return { name: first.slice(0, 12), type: first.slice(12), used: 1 };
  if (second === undefined || isOption(second)) return { name: first, type: "", used: 1 };
  if (second.length > 8) throw failed(module, 29, "FILETYPE MISSING OR INVALID");
  return { name: first, type: second, used: 2 };
}

/** Whether a word is a keyword that may stand behind a name. */
function isOption(word: string): boolean {
  return (
    isWord(word, "HOLD", 2) ||
    isWord(word, "NOHOLD", 3) ||
    isWord(word, "DIST", 2) ||
    isWord(word, "PURGE", 3) ||
    isWord(word, "CLASS", 2) ||
    isWord(word, "COPY", 2)
  );
}

/** A distribution word. Throws CommandError. */
export function distributionOf(module: string, word: string | undefined): string {
  if (word === undefined || word.length > 8) throw failed(module, 32, "DISTCODE MISSING OR INVALID");
  return word.toUpperCase();
}
