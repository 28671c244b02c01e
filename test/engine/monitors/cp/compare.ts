/** One program, on the bare machine and in a virtual machine: both must end alike. */
import { System370 } from "../../../../engine/s370/index.ts";
import { hex, program } from "../support.ts";
import { cpMachine, type Options } from "./support.ts";

/** What a program can see of its machine at the end. */
export interface End {
  readonly psw: string;
  readonly gr: readonly string[];
  readonly cr: readonly string[];
  readonly fr: readonly string[];
  /** Storage, the interval timer apart, in rows of 32 bytes; those of zeros left out. */
  readonly storage: Readonly<Record<string, string>>;
  readonly keys: string;
}

const word = (value: number): string => (value >>> 0).toString(16).toUpperCase().padStart(8, "0");

const LEAST = 0x40000;

function pagesOf(read: (page: number) => Uint8Array | undefined): Record<string, string> {
  const pages: Record<string, string> = {};
  for (let page = 0; page < LEAST >>> 12; page++) {
    const bytes = read(page)?.slice();
    if (bytes === undefined) continue;
    if (page === 0) bytes.fill(0, 80, 84);
    for (let at = 0; at < 4096; at += 32) {
      const row = bytes.subarray(at, at + 32);
      if (row.some((byte) => byte !== 0)) pages[word((page << 12) + at)] = hex(row);
    }
  }
  return pages;
}

/** A PSW without what BC mode has only in old PSWs: interruption code and instruction-length code. */
function seen(psw: string): string {
  const isEc = (Number.parseInt(psw[3], 16) & 8) !== 0;
  if (isEc) return psw;
  return `${psw.slice(0, 4)}0000${(Number.parseInt(psw[8], 16) & 3).toString(16)}${psw.slice(9)}`;
}

function segmentsOf(source: string | Uint8Array) {
  return typeof source === "string" ? program(source).segments : [{ address: 0, bytes: source }];
}

/** The bare machine's end, with 256 KiB; undefined where it does not come to one. */
export function onBareMachine(
  source: string | Uint8Array,
  ticks = 1_000_000,
  prepare?: (machine: System370) => void,
): End | undefined {
  const machine = new System370({ storageSize: LEAST, executor: "interpreter" });
  for (const { address, bytes } of segmentsOf(source)) machine.write(address, bytes);
  machine.addConsole(0x009);
  machine.setPsw(hex(machine.read(0, 8)));
  machine.setCr(2, -1);
  prepare?.(machine);
  machine.run({ ticks });
  if (!machine.processor.waiting) return undefined;
  return {
    psw: seen(machine.pswHex),
    gr: Array.from({ length: 16 }, (_, n) => word(machine.gr(n))),
    cr: Array.from({ length: 16 }, (_, n) => word(machine.cr(n))),
    fr: [0, 2, 4, 6].map((n) => machine.fr(n)),
    storage: pagesOf((page) => machine.read(page << 12, 4096)),
    keys: hex(machine.processor.keys.map((key) => key & 0xf8)),
  };
}

/** The same in user A's virtual machine of 256 KiB. */
export function underCp(
  source: string | Uint8Array,
  options: Options = {},
  ticks = 3_000_000,
): End & { console: string } {
  const { machine, cp, vm, terminal } = cpMachine([source], { executor: "interpreter", ...options });
  machine.run({ ticks });
  const { state, block } = vm("A");
  const read = (address: number): string => hex(machine.read(address, 4));
  const running = hex(machine.read(0x204, 4)) === word(block);
  if (running) throw new Error("it still runs");
  // Floating-point registers stay in the processor until another virtual machine needs them.
  const loaded = read(0x208) === word(block);
  return {
    psw: seen(read(block) + read(block + 4)),
    gr: Array.from({ length: 16 }, (_, n) => read(block + 8 + 4 * n)),
    cr: Array.from({ length: 16 }, (_, n) => read(block + 0x68 + 4 * n)),
    fr: [0, 2, 4, 6].map((n) => (loaded ? machine.fr(n) : hex(machine.read(block + 0x48 + 4 * n, 8)))),
    storage: pagesOf((page) =>
      state.pages.frame[page] === 0 ? undefined : machine.read(state.pages.frame[page] << 12, 4096),
    ),
    keys: hex(Uint8Array.from({ length: LEAST >>> 11 }, (_, n) => cp.storage.key(vm("A"), n << 11) & 0xf8)),
    console: terminal(0x009).text,
  };
}
