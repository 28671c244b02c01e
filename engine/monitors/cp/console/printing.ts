/** Lines that CP prints for a user on his virtual printer: DUMP, TRACE PRINTER. */
import type { Vm } from "../vm.ts";

/** Prints; returns false where there is no printer. Throws `Wait` before it has printed anything. */
export type Printer = (vm: Vm, lines: readonly string[]) => boolean;

export class Printing {
  #printer: Printer = () => false;

  /** Says who prints. For the constructors of other parts. */
  handle(printer: Printer): void {
    this.#printer = printer;
  }

  print(vm: Vm, lines: readonly string[]): boolean {
    return this.#printer(vm, lines);
  }
}
