/** CP commands: what there is, who may use it, how a line is understood. */
import type { Terminal } from "../console/state.ts";
import type { Cp } from "../cp.ts";
import { PAGING_SPACE } from "../storage/page-space.ts";
import type { Vm } from "../vm.ts";
import { Reflected, Wait } from "../wait.ts";

/** Who has given a command, and where answers go. */
export interface Issuer {
  /** Absent before LOGON. */
  readonly vm: Vm | undefined;
  readonly terminal: Terminal | undefined;
  /** Passwords that stand in the line are refused where the system is generated so. */
  readonly hidesPasswords?: boolean;
  /** Says a line of the answer. */
  say(text: string): void;
}

/** A command (GC20-1820; of the privileged classes GC20-1806). */
export interface Command {
  readonly name: string;
  /** Letters that suffice (the table of commands in DMKCFC has how many). */
  readonly shortest: number;
  /** Privilege classes, one of which is needed; "ANY" for everybody who has logged on; "" for those who have not. */
  readonly classes: string;
  /** Its operands as the manual writes them: "userid|* text". */
  readonly format?: string;
  /** What it does, in a sentence, for the reference. */
  readonly purpose?: string;
  /** Of commands of one name that differ by their operands (QUERY, SET): whether it is this one. Those without come last. */
  takes?(operands: readonly string[]): boolean;
  /** Does it. `operands` are the words behind the name, `text` the line behind it as it stands. Throws {@link CommandError}; `Wait` before anything is done. */
  run(cp: Cp, issuer: Issuer, operands: readonly string[], text: string): void;
}

/** A message of CP's that ends a command: "DMKCFC001E ?CP: XYZ". */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** CP's return code, also that of DIAGNOSE 8: the message number as a rule. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The message with a number, of severity E, of one of CP's modules: "CFC", 20 and "USERID MISSING OR INVALID". */
export function failed(module: string, number: number, text: string): CommandError {
  return new CommandError(number, `DMK${module}${String(number).padStart(3, "0")}E ${text}`);
}

const OUTSIDE_STORAGE = 160;
const NO_SPACE = 400;
/** So much of an unknown command is said. */
const LONGEST_NAME = 8;

export class Commands {
  readonly #cp: Cp;
  readonly #commands: Command[] = [];
  #password: (terminal: Terminal, line: string) => void = () => {};

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** All of them, for the reference. */
  get all(): readonly Command[] {
    return this.#commands;
  }

  /** Says who takes a line that is a password. */
  handlePassword(take: (terminal: Terminal, line: string) => void): void {
    this.#password = take;
  }

  add(commands: readonly Command[]): void {
    this.#commands.push(...commands);
  }

  /** A line at a terminal at which nobody is logged on: a command, or the password that LOGON has asked for. Throws `Wait`. */
  executeUnknown(terminal: Terminal, line: string): void {
    if (!terminal.enabled) return;
    const issuer: Issuer = { vm: undefined, terminal, say: (text) => this.#cp.consoles.write(terminal, text) };
    if (terminal.logon === undefined) this.execute(issuer, line);
    else this.#guarded(issuer, () => this.#password(terminal, line));
  }

  /** Executes a line and says its error message. Returns the return code. Throws `Wait`. */
  execute(issuer: Issuer, line: string): number {
    return this.#guarded(issuer, () => this.#run(issuer, line));
  }

  #guarded(issuer: Issuer, run: () => void): number {
    try {
      run();
      return 0;
    } catch (error) {
      // Storage that the virtual machine does not have: no command is there to handle that interruption.
      if (error instanceof Reflected) {
        issuer.say(asErrorMessage(issuer.vm, "DMKCFC160E HEXLOC EXCEEDS STORAGE"));
        return OUTSIDE_STORAGE;
      }
      // Who types it must be able to type something else, which may make room.
      if (error instanceof Wait && error.what === PAGING_SPACE && issuer.terminal !== undefined) {
        issuer.say("DMKPGT400I SYSTEM TEMP SPACE FULL; COMMAND NOT DONE");
        return NO_SPACE;
      }
      if (!(error instanceof CommandError)) throw error;
      const text = asErrorMessage(issuer.vm, error.message);
      if (text !== "") issuer.say(text);
      return error.code;
    }
  }

  /** The command that a line means to somebody: several of one name differ by class and by operands. */
  find(name: string, operands: readonly string[], { vm }: Issuer): Command | undefined {
    const named = this.#commands.filter(
      (each) => each.name.startsWith(name) && name.length >= each.shortest && allowed(each, vm),
    );
    // An abbreviation that several commands share means the first of them.
    const same = named.filter((each) => each.name === named[0].name);
    return same.find((each) => each.takes?.(operands)) ?? same.find((each) => each.takes === undefined);
  }

  #run(issuer: Issuer, line: string): void {
    const [word = "", ...operands] = line.trim().split(/\s+/);
    const name = word.toUpperCase();
    if (name === "") return;
    // CP QUERY TIME is QUERY TIME.
    const rest = line.trimStart().slice(word.length).trim();
    if (name === "CP" && rest !== "") return this.#run(issuer, rest);
    if (name === "CP") return;
    const found = this.find(name, operands, issuer);
    if (found === undefined && issuer.vm === undefined) {
      issuer.say("ENTER LOGON");
      return;
    }
    if (found === undefined) throw failed("CFC", 1, `?CP: ${name.slice(0, LONGEST_NAME)}`);
    found.run(this.#cp, issuer, operands, rest);
  }
}

function allowed({ classes }: Command, vm: Vm | undefined): boolean {
  if (vm === undefined) return classes === "";
  return classes === "ANY" || [...classes].some((each) => vm.state.classes.includes(each));
}

/** An error message as SET EMSG wants it. Before logon, all of it. */
export function asErrorMessage(vm: Vm | undefined, message: string): string {
  const parts = /^(DMK\w{3}\d{3}[A-Z]) (.*)$/s.exec(message);
  if (parts === null) return message;
  switch (vm?.state.options.errorMessages) {
    case "off":
      return "";
    case "code":
      return parts[1];
    case "text":
      return parts[2];
    default:
      return message;
  }
}
