/**
 * Where a program meets the outside: a few addresses that are not plain storage. They notice the access that an
 * instruction is for; the part's wasted ones (reads while an address is being computed, the first of the two stores of an
 * instruction that changes a byte) are not made here. Instructions are fetched from storage, not from ports.
 */

/** Addresses of the ports; one that is left out is plain storage. */
export interface PortAddresses {
  /** A byte stored here is a character printed. */
  readonly output?: number;
  /** A load gives the next character typed, and takes it; 0 where there is none. */
  readonly input?: number;
  /** A load gives $80 where a character waits, else 0. */
  readonly status?: number;
  /** A load gives $80 while the interrupt line is held, else 0; a store lets go of it. */
  readonly interrupt?: number;
  /** A byte stored here stops the machine; it is the exit code. */
  readonly exit?: number;
}

/** The ports where nothing else is said. */
export const DEFAULT_PORTS: PortAddresses = {
  output: 0xf001,
  input: 0xf004,
  status: 0xf005,
  interrupt: 0xf006,
  exit: 0xf00f,
};

/** Everything about ports and lines that decides how the machine goes on. */
export interface PortState {
  readonly text: string;
  readonly typed: string;
  readonly held: boolean;
  readonly exitCode: number | undefined;
}

export class Ports {
  readonly addresses: PortAddresses;
  /** What was printed, a character for each byte. */
  text = "";
  /** What was typed and not read yet, a character for each byte. */
  typed = "";
  /** Whether the interrupt line is held. */
  held = false;
  /** What was stored at the exit port. */
  exitCode: number | undefined;
  readonly #special: ReadonlySet<number>;

  /** Throws RangeError where an address is beyond $FFFF, or two ports share one. */
  constructor(addresses: PortAddresses) {
    const all = Object.values(addresses).filter((address): address is number => address !== undefined);
    this.addresses = { ...addresses };
    this.#special = new Set(all);
    if (all.some((address) => !(Number.isInteger(address) && address >= 0 && address <= 0xffff)))
      throw new RangeError("a port's address is a number from 0 to 65,535");
    if (this.#special.size < all.length) throw new RangeError("two ports have the same address");
  }

  /** The addresses that are ports. */
  get all(): readonly number[] {
    return [...this.#special];
  }

  /** Whether an address is a port. */
  has(address: number): boolean {
    return this.#special.has(address);
  }

  /** What a load at a port finds there; undefined where it finds what was stored last. */
  read(address: number): number | undefined {
    const { addresses } = this;
    if (address === addresses.input) {
      const character = this.typed.charCodeAt(0);
      this.typed = this.typed.slice(1);
      return Number.isNaN(character) ? 0 : character & 0xff;
    }
    if (address === addresses.status) return this.typed === "" ? 0 : 0x80;
    if (address === addresses.interrupt) return this.held ? 0x80 : 0;
    return undefined;
  }

  /** A byte has been stored at a port. */
  write(address: number, value: number): void {
    const { addresses } = this;
    if (address === addresses.output) this.text += String.fromCharCode(value);
    else if (address === addresses.interrupt) this.held = false;
    else if (address === addresses.exit) this.exitCode = value;
  }

  save(): PortState {
    return { text: this.text, typed: this.typed, held: this.held, exitCode: this.exitCode };
  }

  restore({ text, typed, held, exitCode }: PortState): void {
    this.text = text;
    this.typed = typed;
    this.held = held;
    this.exitCode = exitCode;
  }
}
