/** Two machines that must be the same wherever they are stopped: one interprets, the other translates. */
import { expect } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { System370 } from "../../../engine/s370/index.ts";
import { state } from "../../../engine/s370/state.ts";

/** All that a machine is, short enough to compare often. */
export function stateOf(machine: System370): Record<string, unknown> {
  const { processor } = machine;
  // Storage first: it brings location 80 up to date.
  const storage = Buffer.from(machine.read(0, machine.storage.size));
  const words: Record<string, string> = {};
  for (const [name, word] of Object.entries(state)) {
    // Without a fetch buffer, where it was says nothing.
    if (name === "fetchReal" && processor.word(state.fetchPage) < 0) continue;
    const { index } = word;
    const length = "length" in word ? word.length : 1;
    const values = processor.words.subarray(index, index + length);
    words[name] = Array.from(values, (word) => (word >>> 0).toString(16)).join(" ");
  }
  return {
    now: machine.now,
    instructions: machine.instructions,
    waited: machine.waited,
    stopped: machine.stopped,
    psw: machine.pswHex,
    ...words,
    keys: Buffer.from(processor.keys).toString("hex"),
    timer: JSON.stringify(machine.timer.save()),
    storage,
  };
}

/** Where the states differ: empty if nowhere. */
export function difference(one: System370, other: System370): string {
  const [a, b] = [stateOf(one), stateOf(other)];
  const found: string[] = [];
  for (const name of Object.keys(a)) {
    const [x, y] = [a[name], b[name]];
    if (Buffer.isBuffer(x) && Buffer.isBuffer(y)) {
      if (x.equals(y)) continue;
      const at = x.findIndex((byte, i) => byte !== y[i]);
      found.push(`${name} at ${at.toString(16)}: ${x.toString("hex", at, at + 8)}, ${y.toString("hex", at, at + 8)}`);
    } else if (x !== y) found.push(`${name}: ${String(x)}, ${String(y)}`);
  }
  return found.join("\n");
}

export function expectSame(one: System370, other: System370, what: string): void {
  const found = difference(one, other);
  if (found !== "") expect.fail(`${what}\n${found}`);
}

/** What two machines begin with: stretches of storage and the PSW in location 0, or in the word given. */
export interface Start {
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/** Assembles a program that begins with the PSW in its location 0. */
export function assembled(source: string): Start {
  const { errors, segments } = assemble(source);
  if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  return { segments };
}

export const SIZE = 0x8000;

/** How a machine executes: on the cold executor, or translating what has been arrived at so often. */
export type Way = "cold" | number;

/** A machine that interprets, and others that do not. */
export class Executors {
  readonly interpreting = new System370({ storageSize: SIZE, executor: "interpreter" });
  readonly others: readonly { readonly way: Way; readonly machine: System370 }[];
  readonly #fresh = this.interpreting.snapshot();

  constructor(...ways: Way[]) {
    this.others = ways.map((way) => ({
      way,
      machine: new System370({
        storageSize: SIZE,
        ...(way === "cold" ? { executor: "cold" } : { executor: "translator", hot: way }),
      }),
    }));
  }

  get all(): System370[] {
    return [this.interpreting, ...this.others.map(({ machine }) => machine)];
  }

  /** All as they were made, then loaded and about to start. */
  start({ segments }: Start): void {
    for (const machine of this.all) {
      machine.restore(this.#fresh);
      for (const { address, bytes } of segments) machine.write(address, bytes);
      machine.setPsw(Buffer.from(machine.read(0, 8)).toString("hex").toUpperCase());
    }
  }

  /** Runs all to a tick, and compares. */
  runTo(ticks: number, what: string): void {
    for (const machine of this.all) machine.run({ ticks });
    for (const { way, machine } of this.others)
      expectSame(this.interpreting, machine, `${what}, at ${ticks}, ${way === "cold" ? way : `hot ${way}`}`);
  }
}
