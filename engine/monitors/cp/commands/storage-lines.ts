/** Storage and registers as lines of hexadecimal digits. */
import { decodeEbcdic } from "../../../s370/index.ts";
import { CAW, CSW, FPRS, LOADED } from "../layout.ts";
import type { Vm } from "../vm.ts";
import { hexDigits } from "./operands.ts";
import type { Range } from "./ranges.ts";

const BYTES_A_LINE = 16;
const KEY_BLOCK = 2048;

/** Characters as a printer has them; a period for others. */
export function printable(bytes: Uint8Array): string {
  return decodeEbcdic(bytes).replace(/[^ -~¢¬]/g, ".");
}

/** Who looks at a page that is none yet needs no space for it. Throws `Wait`. */
function byteAt(vm: Vm, real: number): number | undefined {
  if (vm.cp.storage.isZeros(vm, real)) return 0;
  const absolute = vm.absolute(real);
  return absolute === undefined ? undefined : vm.host.load8(absolute);
}

/** Lines of storage by the virtual machine's real addresses. Throws `Wait` where a page is not in storage. */
export function* storageLines(vm: Vm, { kind, first, last }: Range): Generator<string> {
  const from = kind === "T" ? first & ~15 : first & ~3;
  for (let at = from; at <= last; ) {
    const end = Math.min(at + BYTES_A_LINE - 1, last | 3);
    const count = Math.ceil((end + 1 - at) / 4) * 4;
    if (byteAt(vm, at) === undefined) return;
    // A line may lead over a page.
    const bytes = Uint8Array.from({ length: count }, (_, i) => byteAt(vm, at + i) ?? 0);
    const words: string[] = [];
    for (let i = 0; i < count; i += 4)
      words.push([...bytes.subarray(i, i + 4)].map((byte) => hexDigits(byte, 2)).join(""));
    const line = `${hexDigits(at, 6)}  ${words.join(" ")}`;
    yield kind === "T" ? `${line.padEnd(44)} *${printable(bytes).padEnd(BYTES_A_LINE)}*` : line;
    at += BYTES_A_LINE;
  }
}

/** Storage keys, neighbours with the same key in one line. */
export function* keyLines(vm: Vm, { first, last }: Range): Generator<string> {
  let from = first - (first % KEY_BLOCK);
  let key = vm.cp.storage.key(vm, from);
  for (let at = from + KEY_BLOCK; ; at += KEY_BLOCK) {
    const next = at > last ? undefined : vm.cp.storage.key(vm, at);
    if (next === key) continue;
    yield `${hexDigits(from, 6)} TO ${hexDigits(at - 1, 6)}  KEY = ${hexDigits(key, 2)}`;
    if (next === undefined) return;
    from = at;
    key = next;
  }
}

/** "GPR  0  =  00000000 00000000 00000000 00000000" */
export function* registerLines(vm: Vm, { kind, first, last }: Range): Generator<string> {
  if (kind === "Y") {
    for (const n of [0, 2, 4, 6]) if (n >= (first & ~1) && n <= last) yield floatingPoint(vm, n);
    return;
  }
  const value = (n: number): string => hexDigits(kind === "G" ? vm.gr(n) : vm.cr(n), 8);
  for (let n = first; n <= last; n += 4) {
    const values = Array.from({ length: Math.min(4, last + 1 - n) }, (_, i) => value(n + i));
    yield `${kind === "G" ? "GPR" : "ECR"} ${String(n).padStart(2)} =  ${values.join(" ")}`;
  }
}

/** Has a virtual machine's floating-point registers in its VMBLOK, where they may be altered; they are loaded again before it runs. */
export function saveFloatingPoint({ host, block }: Vm): void {
  if (host.load32(LOADED) !== block) return;
  for (const n of [0, 2, 4, 6]) host.std(n, block + FPRS + 4 * n);
  host.store32(LOADED, 0);
}

function floatingPoint(vm: Vm, n: number): string {
  saveFloatingPoint(vm);
  const [high, low] = [0, 4].map((offset) => hexDigits(vm.host.load32(vm.block + FPRS + 4 * n + offset), 8));
  return `FPR ${String(n).padStart(2)} =  ${high}${low}`;
}

export function pswLine(vm: Vm): string {
  const { high, low } = vm.psw();
  return `PSW =  ${hexDigits(high, 8)} ${hexDigits(low, 8)}`;
}
export function cawLine(vm: Vm): string {
  return `CAW =  ${hexDigits(vm.loadAssigned32(CAW), 8)}`;
}
export function cswLine(vm: Vm): string {
  return `CSW =  ${hexDigits(vm.loadAssigned32(CSW), 8)} ${hexDigits(vm.loadAssigned32(CSW + 4), 8)}`;
}

/** Lines that repeat what is above them are told by their addresses only. */
export function* suppressed(lines: Iterable<string>): Generator<string> {
  let before = "";
  let since: { readonly from: string; to: string } | undefined;
  for (const line of lines) {
    const [address, body] = [line.slice(0, 6), line.slice(6)];
    if (body === before) {
      since = { from: since?.from ?? address, to: address };
      continue;
    }
    if (since !== undefined) yield `${since.from} TO ${since.to}  SUPPRESSED LINE(S) SAME AS ABOVE`;
    since = undefined;
    before = body;
    yield line;
  }
  if (since !== undefined) yield `${since.from} TO ${since.to}  SUPPRESSED LINE(S) SAME AS ABOVE`;
}
