/** An assembled source file: what to load, and where its lines and symbols are. */
import { type Assembly, assemble } from "../s370/assembler/index.ts";
import type { SourceError } from "./view.ts";

export class Program {
  readonly file: string;
  readonly assembly: Assembly;
  readonly #lines: ReadonlyMap<number, number>;

  constructor(file: string, source: string) {
    this.file = file;
    this.assembly = assemble(source);
    // Where ORG laid one statement over another, the later one is what was loaded.
    this.#lines = new Map(this.assembly.lines.map(({ address, line }) => [address, line]));
  }

  get errors(): readonly SourceError[] {
    const { errors, externals } = this.assembly;
    // A world's program stands alone: nothing links it with others.
    const missing = externals.map(({ name, line }) => ({
      line,
      column: 1,
      message: `${name} is in another module, and there is no other here`,
    }));
    return [...errors, ...missing].map((error) => ({ file: this.file, ...error }));
  }

  /** Whether the program fills the doubleword at location 0, from which a PSW is loaded at IPL. */
  get hasInitialPsw(): boolean {
    return this.assembly.segments.some(({ address, bytes }) => address === 0 && bytes.length >= 8);
  }

  /** Where the statement at an address stands in the source. */
  placeOf(address: number): { readonly file: string; readonly line: number } | undefined {
    const line = this.#lines.get(address);
    return line === undefined ? undefined : { file: this.file, line };
  }

  /** The address that a number or a symbol means; undefined where there is no such symbol. */
  addressOf(at: number | string): number | undefined {
    return typeof at === "number" ? at : this.assembly.symbols.get(at.toUpperCase())?.value;
  }
}
