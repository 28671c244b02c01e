/** How much memory a set of snapshots takes, when they share parts. */

/** Bytes that the host needs beside the content: for an array buffer with its view, for an object, for a field. */
const BUFFER = 256;
const OBJECT = 32;
const FIELD = 8;
/** Strings shorter than that are not worth looking up. */
const LONG_STRING = 64;

/**
 * Counts the bytes of plain data (objects, arrays, maps, typed arrays, strings), each part once, however many of those
 * that are held have it. Sizes are close to what a JavaScript engine takes, not exact.
 */
export class HeldBytes {
  /** Parts by how often they are held. */
  readonly #parts = new Map<unknown, number>();
  #bytes = 0;

  /** Bytes of all that is held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Holds something. Returns the bytes that nothing else had held. */
  add(part: unknown): number {
    if (!isPart(part)) return 0;
    const held = this.#parts.get(part) ?? 0;
    this.#parts.set(part, held + 1);
    if (held > 0) return 0;
    const own = sizeOf(part);
    this.#bytes += own;
    let all = own;
    for (const inner of within(part)) all += this.add(inner);
    return all;
  }

  /** Lets go of what has been added. */
  remove(part: unknown): void {
    if (!isPart(part)) return;
    const held = this.#parts.get(part) ?? 0;
    if (held > 1) {
      this.#parts.set(part, held - 1);
      return;
    }
    this.#parts.delete(part);
    this.#bytes -= sizeOf(part);
    for (const inner of within(part)) this.remove(inner);
  }

  /** Bytes that {@link remove} would free; parts to which something refers more than once are left out. */
  freedBy(part: unknown): number {
    if (!isPart(part) || this.#parts.get(part) !== 1) return 0;
    let all = sizeOf(part);
    for (const inner of within(part)) all += this.freedBy(inner);
    return all;
  }
}

/** What has a size of its own: not numbers, and not what is shared by nature. */
function isPart(value: unknown): value is object | string {
  return typeof value === "string" ? value.length >= LONG_STRING : typeof value === "object" && value !== null;
}

function sizeOf(part: object | string): number {
  if (typeof part === "string") return 2 * part.length;
  if (ArrayBuffer.isView(part)) return part.byteLength + BUFFER;
  if (Array.isArray(part)) return OBJECT + FIELD * part.length;
  if (part instanceof Map || part instanceof Set) return OBJECT + 4 * FIELD * part.size;
  return OBJECT + FIELD * Object.keys(part).length;
}

/** What an object refers to. */
function within(part: object | string): Iterable<unknown> {
  if (typeof part === "string" || ArrayBuffer.isView(part)) return [];
  if (Array.isArray(part)) return part;
  if (part instanceof Map) return [...part.keys(), ...part.values()];
  if (part instanceof Set) return part;
  return Object.values(part);
}
