/** Reading a command's arguments. */

/** Bad usage or bad input: one line for the person at the keyboard; exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Options of a command by name, with their dashes: whether each stands alone or takes a value. */
export type OptionKinds = Readonly<Record<string, "flag" | "value">>;

export interface Arguments {
  /** What is not an option. */
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The value given last. */
  value(name: string): string | undefined;
  /** All values given. */
  values(name: string): readonly string[];
}

/** Splits arguments into options and operands. Options may stand anywhere, `--name=value` or `--name value`; after `--` all are operands. */
export function readArguments(command: string, list: readonly string[], kinds: OptionKinds): Arguments {
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  for (let i = 0; i < list.length; i++) {
    const argument = list[i] ?? "";
    if (argument === "--") {
      operands.push(...list.slice(i + 1));
      break;
    }
    if (!argument.startsWith("-") || argument === "-") {
      operands.push(argument);
      continue;
    }
    const [name = "", ...rest] = splitShort(argument, kinds);
    const kind = kinds[name];
    if (kind === undefined)
      throw new UsageError(`${command} has no option ${name}; it has ${Object.keys(kinds).join(" ")}`);
    if (kind === "flag" && rest.length > 0) throw new UsageError(`${name} takes no value`);
    const value = kind === "flag" ? "" : (rest[0] ?? list[++i]);
    if (value === undefined) throw new UsageError(`${name} needs a value`);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  return {
    operands,
    has: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

/** "-j4" is "-j 4", "--max=5" is "--max 5". */
function splitShort(argument: string, kinds: OptionKinds): string[] {
  const equals = argument.indexOf("=");
  if (argument.startsWith("--")) {
    return equals < 0 ? [argument] : [argument.slice(0, equals), argument.slice(equals + 1)];
  }
  const short = argument.slice(0, 2);
  return argument.length > 2 && kinds[short] === "value" ? [short, argument.slice(2)] : [argument];
}

/** A hexadecimal address or length, at most `limit`. */
export function hexadecimalOption(name: string, text: string, limit = 0xffffff): number {
  const value = /^(0x)?[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text.replace(/^0x/i, ""), 16) : Number.NaN;
  if (Number.isNaN(value)) throw new UsageError(`${name} is hexadecimal: "${text}" is not`);
  if (value > limit)
    throw new UsageError(`${name} is at most ${limit.toString(16).toUpperCase()}: ${text} is too large`);
  return value;
}

/** A decimal number from `least` on. */
export function decimalOption(name: string, text: string, least = 1): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < least)
    throw new UsageError(`${name} is a decimal number from ${least} on: "${text}" is not`);
  return value;
}

/** Bytes, decimal, with K or M for KiB or MiB. */
export function sizeOption(name: string, text: string): number {
  const parts = /^(\d{1,9})([KM]?)$/i.exec(text);
  if (parts === null) throw new UsageError(`${name} is a decimal number of bytes, with K or M: "${text}" is not`);
  const unit = { "": 1, K: 1024, M: 1024 * 1024 }[parts[2]?.toUpperCase() ?? ""] ?? 1;
  return Number(parts[1]) * unit;
}

/** One of a few words. */
export function choiceOption<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${name} is one of ${choices.join(", ")}: "${text}" is not`);
  return found;
}

/** What is to run the program: `--translator on` or `off`. */
export function executorOption(options: Arguments): "translator" | "interpreter" {
  const choice = choiceOption("--translator", options.value("--translator") ?? "on", ["on", "off"]);
  return choice === "on" ? "translator" : "interpreter";
}
