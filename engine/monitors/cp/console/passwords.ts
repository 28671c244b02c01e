/** Passwords that CP asks a user for in the middle of a command: LINK (GC20-1820, "LINK"). The command waits, and is done again when the line has been typed. */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";

/** Who has given the command: the user by a line, or the program by DIAGNOSE. */
export type PasswordAsker = "line" | "program";

/** A password that has been asked for. */
export interface PasswordDialogue {
  readonly by: PasswordAsker;
  /** What has been typed. */
  answer: string | undefined;
}

export class Passwords {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** The password that the user types, trimmed; empty where nobody is at the terminal. Throws `Wait` until it has been typed. */
  ask(vm: Vm, by: PasswordAsker, prompt: string): string {
    const { console } = vm.state;
    const { consoles } = this.#cp;
    const { asked } = console;
    if (asked?.by === by && asked.answer !== undefined) {
      console.asked = undefined;
      this.#cp.wake(typing(vm));
      return asked.answer;
    }
    const terminal = consoles.of(vm);
    if (terminal === undefined && asked === undefined) return "";
    if (terminal !== undefined && asked === undefined) {
      console.asked = { by, answer: undefined };
      consoles.message(vm, prompt);
      // On a display what is typed is not shown.
      if (terminal.display === undefined) consoles.mask(terminal);
      consoles.poke(terminal);
    }
    throw new Wait(typing(vm));
  }

  /** Whether the next line of the user is a password. */
  isAwaited(vm: Vm): boolean {
    const { asked } = vm.state.console;
    return asked !== undefined && asked.answer === undefined;
  }

  /** A line has been typed that is one; or the user has gone, which no password is. */
  typed(vm: Vm, text: string): void {
    const { asked } = vm.state.console;
    if (asked === undefined) return;
    asked.answer ??= text.trim();
    this.#cp.wake(typing(vm));
  }
}

function typing({ id }: Vm): string {
  return `password ${id}`;
}
