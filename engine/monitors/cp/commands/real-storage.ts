/**
 * Real storage for system programmers: DCP, DMCP, STCP, LOCATE (GC20-1806, "CP Commands"). What is altered so is CP itself. The answer of HALT is worded from memory.
 */
import { requirePrinted } from "../console/printing.ts";
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, hexadecimal, hexDigits, issuerVm, loggedOn } from "./operands.ts";
import { type Range, range } from "./ranges.ts";
import { printable, suppressed } from "./storage-lines.ts";

const BYTES_A_LINE = 16;
/** Lines of one DCP: more than that is DMCP's. */
const MOST_LINES = 1024;

function rangeOf(cp: Cp, operand: string, module: string): Range {
  const found = range(operand, cp.configuration.storageSize, module);
  if (found === undefined || (found.kind !== "L" && found.kind !== "T"))
    throw failed(module, 4, `INVALID HEXLOC - ${operand.toUpperCase()}`);
  return found;
}

/** Real storage, four words a line; of T with its characters. */
function* realLines({ host }: Cp, { kind, first, last }: Range): Generator<string> {
  for (let at = kind === "T" ? first & ~15 : first & ~3; at <= last; at += BYTES_A_LINE) {
    const count = kind === "T" ? BYTES_A_LINE : Math.min(BYTES_A_LINE, (last | 3) + 1 - at);
    const words = Array.from({ length: count / 4 }, (_, i) => hexDigits(host.load32(at + 4 * i), 8));
    const line = `${hexDigits(at, 6)}  ${words.join(" ")}`;
    yield kind === "T" ? `${line.padEnd(44)} *${printable(host.loadBytes(at, count))}*` : line;
  }
}

function display(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const ranges = (operands.length === 0 ? ["0"] : operands).map((operand) => rangeOf(cp, operand, "CDB"));
  let lines = 0;
  for (const each of ranges)
    for (const line of realLines(cp, each)) {
      if (lines++ >= MOST_LINES) return;
      issuer.say(line);
    }
}

function dump(cp: Cp, issuer: Issuer, operands: readonly string[], text: string): void {
  const vm = issuerVm(issuer);
  requirePrinted(cp, vm.id, "dump");
  const star = operands.findIndex((word) => word.startsWith("*"));
  const title = star < 0 ? "" : text.slice(text.indexOf("*") + 1).trim();
  const words = star < 0 ? operands : operands.slice(0, star);
  const ranges = (words.length === 0 ? ["T0-END"] : words).map((operand) => rangeOf(cp, operand, "CDM"));
  if (!cp.spool.print(vm, [`REAL STORAGE DUMP ${title}`.trimEnd()]))
    throw failed("CDM", 60, "DUMP FAILED; PRINTER UNAVAILABLE");
  // Page by page, as DUMP does.
  for (const found of ranges) cp.tasks.add("real dump", found, vm.id);
  cp.tasks.add("real dump", "COMMAND COMPLETE", vm.id);
}

/** Registers what DMCP leaves to be done later. */
export function handleRealDumps(cp: Cp): void {
  cp.tasks.handle("real dump", ({ vm: id, data }) => {
    const vm = cp.vm(id);
    requirePrinted(cp, id);
    if (typeof data === "string") return cp.consoles.message(vm, data);
    // What DMCP put there.
    const found = data as Range;
    const end = Math.min(found.last, found.first - (found.first % PAGE) + PAGE - 1);
    cp.spool.print(vm, [...suppressed(realLines(cp, { ...found, last: end }))]);
    if (end < found.last) cp.tasks.first("real dump", { ...found, first: end + 1 }, id);
  });
}

/** Bytes that STCP stores, by their real addresses: all operands are looked at before the first is stored. */
function storings(cp: Cp, operands: readonly string[]): [address: number, bytes: Uint8Array][] {
  const all: [number, Uint8Array][] = [];
  for (let at = 0; at < operands.length; ) {
    const where = operands[at].toUpperCase();
    const byBytes = /^S[0-9A-F]{1,6}$/.test(where);
    const address = hexadecimal(byBytes ? where.slice(1) : where.replace(/^L(?=.)/, ""), 6);
    if (address === undefined) throw failed("CDS", 4, `INVALID HEXLOC - ${where}`);
    let place = byBytes ? address : address & ~3;
    const start = ++at;
    const isValue = byBytes ? /^([0-9A-F]{2})+$/i : /^[0-9A-F]{1,8}$/i;
    for (; at < operands.length && isValue.test(operands[at]) && !(byBytes && at > start); at++) {
      const digits = byBytes ? operands[at] : operands[at].padStart(8, "0");
      const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
      if (place + bytes.length > cp.configuration.storageSize)
        throw failed("CDS", 160, `HEXLOC ${hexDigits(place, 6)} EXCEEDS STORAGE`);
      all.push([place, bytes]);
      place += bytes.length;
    }
    if (at === start) throw failed("CDS", 5, `INVALID HEXDATA - ${(operands[at] ?? where).toUpperCase()}`);
  }
  return all;
}

function store(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  if (operands.length === 0) throw failed("CDS", 26, "OPERAND MISSING OR INVALID");
  for (const [address, bytes] of storings(cp, operands)) cp.host.storeBytes(address, bytes);
  issuer.say("STORE COMPLETE");
}

/** Of control blocks, a user's VMBLOK lies in real storage; those of devices are CP's own data. */
function locate(cp: Cp, issuer: Issuer, [userid, ...more]: readonly string[]): void {
  if (more.length > 0) throw failed("CFD", 3, `INVALID OPTION - ${more[0].toUpperCase()}`);
  issuer.say(`VMBLOK ${hexDigits(loggedOn(cp, "CFD", userid).block, 6)}`);
}

function halt(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const address = hexadecimal(word, 3);
  if (address === undefined) throw failed("CPS", 21, "RADDR MISSING OR INVALID");
  if (cp.io.device(address) === undefined) throw failed("CPS", 40, `DEV ${address3(address)} DOES NOT EXIST`);
  cp.io.halt(address, () => true);
  issuer.say("DEVICE HALTED");
}

export const realStorage: readonly Command[] = [
  {
    name: "DCP",
    shortest: 3,
    classes: "CE",
    format: "[L|T]hexloc[-hexloc|-END|.bytes] …",
    purpose: "Shows real storage.",
    run: display,
  },
  {
    name: "DMCP",
    shortest: 4,
    classes: "CE",
    format: "[L|T]hexloc[-hexloc|-END|.bytes] … [* title]",
    purpose: "Prints real storage on the virtual printer.",
    run: dump,
  },
  {
    name: "STCP",
    shortest: 4,
    classes: "C",
    format: "[L]hexloc word … | Shexloc bytes",
    purpose: "Alters real storage: CP itself, or anybody's pages.",
    run: store,
  },
  {
    name: "LOCATE",
    shortest: 3,
    classes: "CE",
    format: "userid",
    purpose: "Tells where in real storage a user's VMBLOK lies.",
    run: locate,
  },
  {
    name: "HALT",
    shortest: 4,
    classes: "A",
    format: "raddr",
    purpose: "Ends what a real device is doing.",
    run: halt,
  },
];
