/** What other parts of CP have to say or do when users come and go. */
import type { Vm } from "../vm.ts";

/** Says something to a user who has just logged on: "FILES:  NO RDR,  NO PRT,  NO PUN". */
export type LogonMessage = (vm: Vm, say: (text: string) => void) => void;
/** Gives back or puts in order what a virtual machine has, before it ends. Throws `Wait` before it has done anything that it would do again. */
export type Logoff = (vm: Vm) => void;

/** Gives a special message to a virtual machine's program; false where it does not take any. */
export type SpecialMessage = (from: Vm, to: Vm, text: string) => boolean;

export class Sessions {
  #special: SpecialMessage = () => false;
  readonly #messages: LogonMessage[] = [];
  readonly #logoffs: Logoff[] = [];

  /** For the constructors of other parts. */
  onLogon(message: LogonMessage): void {
    this.#messages.push(message);
  }
  /** For the constructors of other parts. */
  onLogoff(logoff: Logoff): void {
    this.#logoffs.push(logoff);
  }

  /** Says who hands special messages to programs: VMCF. */
  handleSpecial(special: SpecialMessage): void {
    this.#special = special;
  }
  special(from: Vm, to: Vm, text: string): boolean {
    return this.#special(from, to, text);
  }

  loggedOn(vm: Vm): void {
    for (const message of this.#messages) message(vm, (text) => vm.cp.consoles.message(vm, text));
  }
  loggingOff(vm: Vm): void {
    for (const logoff of this.#logoffs) logoff(vm);
  }
}
