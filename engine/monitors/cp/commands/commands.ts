/** CP commands: what there is, who may use it, how a line is understood. */
import type { Terminal } from "../console/state.ts";
import type { Cp } from "../cp.ts";
import type { Task } from "../tasks.ts";
import type { Vm } from "../vm.ts";

/** Who has given a command, and where answers go. */
export interface Issuer {
  /** Absent before LOGON. */
  readonly vm: Vm | undefined;
  readonly terminal: Terminal | undefined;
  /** Says a line of the answer. */
  say(text: string): void;
}

/** A command (GC20-1820). */
export interface Command {
  readonly name: string;
  /** Letters that suffice. */
  readonly shortest: number;
  /** Privilege classes, one of which is needed; "ANY" for everybody who has logged on; "" also before. */
  readonly classes: string;
  /** Does it. `operands` are the words behind the name, `text` the line behind it as it stands. Throws {@link CommandError}; `Wait` before anything is done. */
  run(cp: Cp, issuer: Issuer, operands: readonly string[], text: string): void;
}

/** A message of CP's that ends a command: "DMKCFM001E ?CP: XYZ". */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** CP's return code, also that of DIAGNOSE 8: the message number as a rule. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export class Commands {
  readonly #cp: Cp;
  readonly #commands: Command[] = [];

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("line", (task) => this.#line(task));
  }

  add(commands: readonly Command[]): void {
    this.#commands.push(...commands);
  }

  #line({ data }: Task): void {
    // What the consoles put there.
    const { terminal: address, line } = data as { terminal: number; line: string };
    const terminal = this.#cp.state.terminals[address];
    const vm = terminal.vm === 0 ? undefined : this.#cp.vm(terminal.vm);
    this.execute({ vm, terminal, say: (text) => this.#cp.consoles.write(terminal, text) }, line);
  }

  /** Executes a line and says its error message. Returns the return code. Throws `Wait`. */
  execute(issuer: Issuer, line: string): number {
    try {
      this.#run(issuer, line);
      return 0;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      issuer.say(error.message);
      return error.code;
    }
  }

  #run(issuer: Issuer, line: string): void {
    const [word = "", ...operands] = line.trim().split(/\s+/);
    const name = word.toUpperCase();
    if (name === "") return;
    const found = this.#commands.find((each) => each.name.startsWith(name) && name.length >= each.shortest);
    if (found === undefined || !allowed(found, issuer)) throw new CommandError(1, `DMKCFM001E ?CP: ${name}`);
    found.run(this.#cp, issuer, operands, line.trimStart().slice(word.length).trim());
  }
}

function allowed({ classes }: Command, { vm }: Issuer): boolean {
  if (classes === "") return true;
  if (vm === undefined) return false;
  return classes === "ANY" || [...classes].some((each) => vm.state.classes.includes(each));
}
