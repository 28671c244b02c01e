/** What `tae run` tells of a System/370: its end state, and what was asked for of its storage. */
import type { StopReason } from "../machine/machine.ts";
import { System370 } from "../s370/index.ts";
import { hexadecimalOption, UsageError } from "./arguments.ts";

/** A System/370 that counts its interruptions by cause, those among them that no world switch comes of. */
export class CountingMachine extends System370 {
  readonly traps: Record<string, number> = {};

  override interrupted(...event: Parameters<System370["interrupted"]>): void {
    const [{ name }, code] = event;
    const detail =
      name === "svc"
        ? String(code)
        : code
            .toString(16)
            .toUpperCase()
            .padStart(name === "io" ? 3 : 1, "0");
    const cause = `${name}:${detail}`;
    this.traps[cause] = (this.traps[cause] ?? 0) + 1;
    super.interrupted(...event);
  }
}

/** What is to be read from storage at the end. */
export interface Dump {
  readonly address: number;
  readonly length: number;
}

export function readDump(text: string): Dump {
  const [address = "", length = "", ...more] = text.split(":");
  if (length === "" || more.length > 0) throw new UsageError(`--dump is ADDR:LEN, both hexadecimal: "${text}" is not`);
  return { address: hexadecimalOption("--dump", address), length: hexadecimalOption("--dump", length) };
}

/** Runs to a stop, or so many instructions. Each takes a tick at least; a wait takes ticks and no instruction. */
export function runInstructions(machine: System370, most: number): StopReason {
  for (;;) {
    const left = most - machine.instructions;
    if (left <= 0) return "limit";
    const reason = machine.run({ ticks: machine.now + left });
    if (reason !== "limit") return reason;
    // To the end of a wait, however little is left: the ticks of a wait are not counted.
    if (machine.psw.wait) machine.step();
  }
}

const sixteen = Array.from({ length: 16 }, (_, n) => n);
const even = [0, 2, 4, 6];

/** The object of `tae run --json`; `console`: all that was written at the console. */
export function asJson(machine: CountingMachine, stopped: string, console: string, dumps: readonly Dump[]): unknown {
  return {
    machine: "s370",
    instructions: machine.instructions,
    stopped,
    psw: machine.pswHex,
    cc: machine.psw.conditionCode,
    gr: sixteen.map((n) => word(machine.gr(n))),
    cr: sixteen.map((n) => word(machine.cr(n))),
    fr: even.map((n) => machine.fr(n)),
    storage: Object.fromEntries(
      dumps.map(({ address, length }) => [address.toString(16).toUpperCase(), hex(machine.read(address, length))]),
    ),
    console,
    traps: machine.traps,
  };
}

/** The same for people. Of the console, what is still to be shown. */
export function asText(machine: CountingMachine, stopped: string, console: string, dumps: readonly Dump[]): string {
  const rows = (values: readonly string[], name: string) =>
    [0, 4, 8, 12].map((first) => `${name}${String(first).padEnd(3)} ${values.slice(first, first + 4).join(" ")}`);
  const traps = Object.entries(machine.traps).map(([cause, count]) => `${cause} ${count}`);
  const lines = [
    ...(console === "" ? [] : [console.replace(/\n$/, "")]),
    `stopped: ${stopped} after ${machine.instructions.toLocaleString("en")} instructions`,
    `psw     ${machine.pswHex}  cc ${machine.psw.conditionCode}`,
    ...rows(
      sixteen.map((n) => word(machine.gr(n))),
      "gr",
    ),
    ...(traps.length === 0 ? [] : [`traps   ${traps.join(", ")}`]),
    ...dumps.map(
      ({ address, length }) =>
        `${address.toString(16).toUpperCase().padStart(6, "0")}  ${hex(machine.read(address, length))}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function word(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}
