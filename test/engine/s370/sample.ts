/** A sample of recorded cases that has some of every kind: what `npm test` runs of what `npm run test:long` runs. */
import type { Outcome } from "../../vectors/s370-recording.ts";

/** Of each kind the first, and from there on each `every`th: the same ones in every run. */
export class Sample {
  readonly #every: number;
  readonly #seen = new Map<string, number>();

  constructor(every: number) {
    this.#every = every;
  }

  /** How many kinds it has seen. */
  get kinds(): number {
    return this.#seen.size;
  }

  /** Whether the next case of this kind belongs to it. */
  takes(kind: string): boolean {
    const before = this.#seen.get(kind) ?? 0;
    this.#seen.set(kind, before + 1);
    return before % this.#every === 0;
  }
}

/** Bytes that tell how a case ended: condition codes of SVC old PSWs in both modes, interruption codes in both modes. */
const TELLING: readonly (readonly [address: number, mask: number])[] = [
  [0x22, 0x30],
  [0x24, 0x30],
  [0x2b, 0xff],
  [0x8f, 0xff],
];

/** The kind of a case: its name without its number, its last PSW, condition code and interruption code. */
export function kindOf(name: string, { psw, storage }: Outcome): string {
  const told = TELLING.map(([address, mask]) => byteAt(storage, address) & mask);
  return [name.replace(/ #\d+$/, ""), psw, ...told].join(" ");
}

/** What a changed byte is now, as {@link Outcome.storage} says; 0 if it did not change. */
function byteAt(storage: string, address: number): number {
  for (const stretch of storage.split(" ")) {
    const [at, bytes = ""] = stretch.split(":");
    const offset = 2 * (address - Number.parseInt(at, 16));
    if (offset >= 0 && offset < bytes.length) return Number.parseInt(bytes.slice(offset, offset + 2), 16);
  }
  return 0;
}
