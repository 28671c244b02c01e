/** The form of s370.json.gz: only what a case changed, so that ten thousand of them stay small. */

/** How a case ended; hexadecimal. */
export interface Outcome {
  readonly psw: string;
  readonly gr: string;
  readonly cr: string;
  /** "AAAA:BBBB…" of each changed stretch, separated by blanks; see also {@link condensedChanges}. */
  readonly storage: string;
}

export interface Recording {
  readonly recorder: string;
  /** Checksum of the image, so that a changed generator is noticed; and the outcome, or nothing where there was none. */
  readonly cases: [image: number, outcome: [psw: string, gr: string, cr: string, storage: string] | []][];
}

/** The interval timer: it ran on. */
const TIMER = { from: 0x50, to: 0x54 };
/** The first part of storage that the cases' own machinery writes in and that says nothing: saved registers. */
const SAVED = { from: 0x388, to: 0x3c8 };

export function storageChanges(before: Uint8Array, after: Uint8Array): string {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at <= before.length; at++) {
    // Most of it has not changed: found out by long stretches.
    while (start < 0 && at + STRETCH <= before.length && isSame(before, after, at)) at += STRETCH;
    const skipped = (at >= TIMER.from && at < TIMER.to) || (at >= SAVED.from && at < SAVED.to);
    const changed = at < before.length && !skipped && before[at] !== after[at];
    if (changed && start < 0) start = at;
    if (!changed && start >= 0) {
      found.push(`${start.toString(16)}:${Buffer.from(after.subarray(start, at)).toString("hex")}`);
      start = -1;
    }
  }
  return found.join(" ");
}

const STRETCH = 256;

function isSame(before: Uint8Array, after: Uint8Array, at: number): boolean {
  return Buffer.compare(before.subarray(at, at + STRETCH), after.subarray(at, at + STRETCH)) === 0;
}

/** Where code and operands begin, of which a condensed recording has only a checksum. */
const CONDENSED_FROM = 0x800;

/** As {@link storageChanges}; of code and operands only a checksum, in place of their first four bytes. */
export function condensedChanges(before: Uint8Array, after: Uint8Array): string {
  const low = storageChanges(before.subarray(0, CONDENSED_FROM), after.subarray(0, CONDENSED_FROM));
  const sum = checksum(after.subarray(CONDENSED_FROM)).toString(16).padStart(8, "0");
  return `${low} ${CONDENSED_FROM.toString(16)}:${sum}`.trim();
}

/** "n:VALUE" of each register that no longer has what the image gives it at `given`. */
export function registerChanges(image: Uint8Array, given: number, values: readonly number[]): string {
  const view = new DataView(image.buffer, image.byteOffset);
  return values
    .map((value, i) => (value === view.getUint32(given + 4 * i) ? "" : `${i.toString(16)}:${value.toString(16)}`))
    .filter((text) => text !== "")
    .join(" ");
}

/** FNV-1a. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
