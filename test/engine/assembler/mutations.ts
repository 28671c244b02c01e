/** Changed sources for tests of robustness, and what an assembly must hold to. */
import { type AssemblyOptions, assemble } from "../../../engine/s370/assembler/index.ts";

/** A small generator of numbers (Mulberry32), so that a failure can be found again. */
export function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Changes a text in one to six places: takes pieces out, puts others in, repeats some. */
export function mutate(text: string, pieces: readonly string[], random: (below: number) => number): string {
  let result = text;
  for (let count = 1 + random(6); count > 0; count--) {
    const at = random(result.length + 1);
    const until = Math.min(result.length, at + random(12));
    const choice = random(4);
    if (choice === 0) result = result.slice(0, at) + result.slice(until);
    else if (choice === 1) result = result.slice(0, at) + pieces[random(pieces.length)] + result.slice(at);
    else if (choice === 2) result = result.slice(0, at) + pieces[random(pieces.length)] + result.slice(until);
    else {
      const from = random(result.length + 1);
      result = result.slice(0, at) + result.slice(from, from + random(80)) + result.slice(at);
    }
  }
  return result;
}

/** What contradicts itself or the source in an assembly. */
export function contradictions(source: string, options: AssemblyOptions = {}): string[] {
  const assembly = assemble(source, options);
  const found: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) found.push(`${what} in ${JSON.stringify(source.slice(0, 2000))}`);
  };
  const lines = source.split(/\r\n|\n|\r/);
  for (const { line, column, message } of assembly.errors) {
    check(
      message !== "" && message.length < 300 && !/undefined|NaN|\[object/.test(message),
      `the message “${message}”`,
    );
    // One past the end is where something is missing.
    check(column >= 1 && column <= (lines[line - 1] ?? "").length + 1, `the place ${line}:${column} of “${message}”`);
  }
  for (const { address, bytes } of assembly.segments) {
    check(Number.isInteger(address) && address >= 0 && address + bytes.length <= 0x1000000, `a segment at ${address}`);
  }
  for (const { line, address, length, bytes } of assembly.lines) {
    check(
      lines[line - 1] !== undefined && Number.isInteger(address) && (bytes.length === 0 || bytes.length === length),
      `the entry of line ${line}`,
    );
  }
  return found;
}
