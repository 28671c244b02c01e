/**
 * Scripts of Hercules' panel (its .rc files) as lines of our operator: loading from a device, what is put into devices, the
 * machine's keys, and lines for the console.
 */

import type { Moment, OperatorInput } from "./operator-input.ts";
import { parseAddress } from "./operator-lines.ts";

/** What a script is about. */
export interface ScriptSurroundings {
  /** Kind of the device at an address; undefined where there is none. */
  readonly kindOf: (address: number) => string | undefined;
  /** Text of a further script; undefined where there is none. */
  readonly read: (name: string) => string | undefined;
  /** Is told of each command that has no effect here: in which script and line, and why. */
  readonly note: (message: string) => void;
}

/** What a script comes to. */
export interface OperatorScript {
  readonly lines: readonly string[];
  /** Whether it ends the run. */
  readonly ends: boolean;
}

/** Scripts one in another at most. */
const DEEPEST = 10;

/** Commands that are keys of ours. */
const KEYS: Readonly<Record<string, string>> = {
  start: "start",
  startall: "start",
  g: "start",
  stop: "stop",
  stopall: "stop",
  restart: "restart",
  ext: "external",
  sysreset: "reset",
  sysclear: "reset-clear",
  "store-status": "store-status",
  ssd: "store-status",
};

/** Commands that only wait for a while: here each line waits until the machine rests. */
const WAITS = ["pause", "sleep"];

const ENDS = ["quit", "exit", "power"];

/** Translates a script, and those that it names. */
export function operatorScript(name: string, text: string, around: ScriptSurroundings, depth = 0): OperatorScript {
  const lines: string[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const where = `${name}:${at + 1}`;
    const command = line.trim();
    if (command === "" || command.startsWith("#") || command.startsWith("*")) continue;
    if (command.startsWith("/")) {
      // Its text may begin with the sign that our own orders begin with.
      lines.push(command.startsWith("//") ? command : command.slice(1));
      continue;
    }
    const [first, ...operands] = command.split(/\s+/);
    const word = first.toLowerCase();
    if (ENDS.includes(word)) return { lines, ends: true };
    if (word === "script") {
      for (const each of operands) {
        const further = depth < DEEPEST ? around.read(each) : undefined;
        if (further === undefined) {
          around.note(`${where}: there is no script ${each}${depth < DEEPEST ? "" : " so deep"}`);
          continue;
        }
        const { lines: more, ends } = operatorScript(each, further, around, depth + 1);
        lines.push(...more);
        if (ends) return { lines, ends };
      }
      continue;
    }
    const order = orderOf(word, operands, around);
    if (order === undefined) around.note(`${where}: ${first} has no effect here`);
    else if (order !== "") lines.push(order);
  }
  return { lines, ends: false };
}

/** A command as our operator's line: "" for one that is done without, undefined for one that has no effect. */
function orderOf(word: string, operands: readonly string[], around: ScriptSurroundings): string | undefined {
  if (WAITS.includes(word)) return "";
  const key = KEYS[word];
  if (key !== undefined) return `/${key}`;
  const [place = "", ...rest] = operands;
  const address = parseAddress(place.replace(/^0:/, ""));
  if (address === undefined) return undefined;
  const unit = address.toString(16).toUpperCase().padStart(3, "0");
  switch (word) {
    case "ipl":
      return `/load ${unit}`;
    case "iplc":
      return `/load-clear ${unit}`;
    case "i":
      return `/${unit} ${around.kindOf(address) === "console" ? "request" : "ready"}`;
    case "devinit":
      return mounting(around.kindOf(address), unit, rest);
    default:
      return undefined;
  }
}

/** What is put into a device. */
function mounting(kind: string | undefined, unit: string, operands: readonly string[]): string | undefined {
  const [name, ...options] = operands;
  const said = (...words: string[]): boolean => options.some((option) => words.includes(option.toLowerCase()));
  switch (kind) {
    case "reader": {
      if (name === undefined || name === "*") return `/${unit} empty`;
      const code = said("ascii") ? " ascii" : said("ebcdic") ? " ebcdic" : "";
      return `/${unit} load ${name}${code}${said("trunc", "autopad") ? " lenient" : ""}`;
    }
    case "tape":
      if (name === undefined || name === "*") return `/${unit} unmount`;
      return `/${unit} mount ${name}${said("ro", "noring", "readonly=1") ? "" : " ring"}`;
    case "disk":
      if (name === undefined || name === "*") return `/${unit} unmount`;
      return `/${unit} mount ${name}${said("ro", "r", "readonly", "rdonly") ? " read-only" : ""}`;
    default:
      return undefined;
  }
}

/** A script's lines, each when the machine rests, and then what another has to say. */
export class ScriptedInput implements OperatorInput {
  readonly #lines: string[];
  readonly #ends: boolean;
  readonly #after: OperatorInput;

  constructor({ lines, ends }: OperatorScript, after: OperatorInput) {
    this.#lines = [...lines];
    this.#ends = ends;
    this.#after = after;
  }

  get isLive(): boolean {
    return this.#after.isLive;
  }

  get echoes(): boolean {
    return this.#lines.length === 0 && this.#after.echoes;
  }

  async next(moment: Moment): Promise<string | "ended" | undefined> {
    if (this.#lines.length === 0 && !this.#ends) return this.#after.next(moment);
    if (!moment.rests) return undefined;
    return this.#lines.shift() ?? "ended";
  }

  close(): void {
    this.#after.close();
  }
}
