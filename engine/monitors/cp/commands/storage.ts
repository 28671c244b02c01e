/** What is in a virtual machine, shown and altered from its panel (GC20-1820, "DISPLAY", "STORE", "DUMP"). */
import { requirePrinted } from "../console/printing.ts";
import type { Cp } from "../cp.ts";
import { FPRS, PAGE } from "../layout.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { hexadecimal, issuerVm, isWord } from "./operands.ts";
import { type Range, range } from "./ranges.ts";
import {
  cawLine,
  cswLine,
  keyLines,
  pswLine,
  registerLines,
  saveFloatingPoint,
  storageLines,
  suppressed,
} from "./storage-lines.ts";

/** Lines of one DISPLAY: more than that is DUMP's. */
const MOST_LINES = 2000;
/** Where STORE STATUS puts things (GA22-7000, "Store Status"). */
const STATUS = { cpuTimer: 0xd8, comparator: 0xe0, psw: 0x100, fpr: 0x160, gpr: 0x180, cr: 0x1c0 } as const;

function linesOf(vm: Vm, operand: string, module: string): Iterable<string> {
  if (isWord(operand, "PSW", 1)) return [pswLine(vm)];
  if (isWord(operand, "CAW", 3)) return [cawLine(vm)];
  if (isWord(operand, "CSW", 3)) return [cswLine(vm)];
  const found = range(operand, vm.state.size, module);
  if (found === undefined) throw failed(module, 4, `INVALID HEXLOC - ${operand}`);
  return rangeLines(vm, found);
}

function rangeLines(vm: Vm, found: Range): Iterable<string> {
  switch (found.kind) {
    case "K":
      return keyLines(vm, found);
    case "G":
    case "X":
    case "Y":
      return registerLines(vm, found);
    default:
      return storageLines(vm, found);
  }
}

function display(_cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  // All of it before the first line is said: a page may have to come.
  const lines: string[] = [];
  for (const operand of operands.length === 0 ? ["L0"] : joined(operands))
    for (const line of linesOf(vm, operand, "CDB")) {
      lines.push(line);
      if (lines.length >= MOST_LINES) break;
    }
  for (const line of lines) issuer.say(line);
}

/** "L200 - 300" is one operand: blanks around the separator do not count. */
function joined(operands: readonly string[]): string[] {
  return operands
    .join(" ")
    .replace(/\s*([-:.])\s*/g, "$1")
    .split(" ");
}

// STORE

type Storing = () => void;

function word(text: string | undefined, operand: string): number {
  const value = hexadecimal(text, 8);
  if (value === undefined) throw failed("CDS", 5, `INVALID HEXDATA - ${(text ?? operand).toUpperCase()}`);
  return value;
}

/** What STORE shall do, all operands looked at before the first is stored. Throws `Wait`. */
function storings(vm: Vm, operands: readonly string[]): Storing[] {
  const all: Storing[] = [];
  for (let at = 0; at < operands.length; ) {
    const where = operands[at].toUpperCase();
    const values: string[] = [];
    if (where === "PSW" || where === "P") {
      for (at++; at < operands.length && values.length < 2; at++) values.push(operands[at]);
      if (values.length === 0) throw failed("CDS", 26, "OPERAND MISSING OR INVALID");
      const words = values.map((value) => word(value, where));
      const psw = vm.psw();
      const loaded = words.length === 2 ? { high: words[0], low: words[1] } : { high: psw.high, low: words[0] };
      all.push(() => {
        vm.setPsw(loaded);
        vm.cp.shadow.pswLoaded(vm);
      });
      continue;
    }
    const register = /^([GYX])([0-9A-F]{1,2})$/.exec(where);
    if (register !== null) {
      at = registers(vm, register, operands, at + 1, all);
      continue;
    }
    if (/^S[0-9A-F]{1,6}$/.test(where)) {
      at = characters(vm, where, operands, at, all);
      continue;
    }
    const address = hexadecimal(where.replace(/^L(?=.)/, ""), 6);
    if (address === undefined) throw failed("CDS", 4, `INVALID HEXLOC - ${where}`);
    let place = address & ~3;
    const start = ++at;
    for (; at < operands.length && /^[0-9A-F]{1,8}$/i.test(operands[at]); at++, place += 4) {
      vm.cp.segments.unshare(vm, place);
      const absolute = vm.absolute(place);
      if (absolute === undefined) throw failed("CDS", 160, `HEXLOC ${where} EXCEEDS STORAGE`);
      const value = word(operands[at], where);
      all.push(() => vm.host.store32(absolute, value));
    }
    if (at === start) word(operands[at], where);
  }
  return all;
}

function registers(vm: Vm, found: RegExpExecArray, operands: readonly string[], from: number, all: Storing[]): number {
  const kind = found[1];
  let n = /^\d+$/.test(found[2]) ? Number(found[2]) : Number.parseInt(found[2], 16);
  let at = from;
  const digits = kind === "Y" ? 16 : 8;
  for (; at < operands.length && new RegExp(`^[0-9A-F]{1,${digits}}$`, "i").test(operands[at]); at++) {
    const register = n;
    if (register > 15 || (kind === "Y" && (register > 6 || register % 2 !== 0)))
      throw failed("CDS", 10, `INVALID REGISTER - ${found[0]}`);
    const value = operands[at];
    if (kind === "Y") all.push(() => storeFloatingPoint(vm, register, value));
    else if (kind === "G") all.push(() => vm.setGr(register, word(value, found[0])));
    else
      all.push(() => {
        vm.setCr(register, word(value, found[0]));
        vm.cp.shadow.controlLoaded(vm);
      });
    n += kind === "Y" ? 2 : 1;
  }
  if (at === from) word(operands[at], found[0]);
  return at;
}

/** A value is left-adjusted: its first digits are sign and characteristic. */
function storeFloatingPoint(vm: Vm, n: number, text: string): void {
  const digits = text.padEnd(16, "0");
  saveFloatingPoint(vm);
  vm.host.store32(vm.block + FPRS + 4 * n, Number.parseInt(digits.slice(0, 8), 16));
  vm.host.store32(vm.block + FPRS + 4 * n + 4, Number.parseInt(digits.slice(8), 16));
}

/** S: bytes, from any address on, packed as they are written; they are all that is left of the line's word. */
function characters(vm: Vm, where: string, operands: readonly string[], at: number, all: Storing[]): number {
  const digits = operands[at + 1] ?? "";
  if (!/^([0-9A-F]{2})+$/i.test(digits)) throw failed("CDS", 5, `INVALID HEXDATA - ${digits.toUpperCase()}`);
  const address = Number.parseInt(where.slice(1), 16);
  for (let i = 0; i < digits.length / 2; i++) {
    vm.cp.segments.unshare(vm, address + i);
    const absolute = vm.absolute(address + i);
    if (absolute === undefined) throw failed("CDS", 160, `HEXLOC ${where.slice(1)} EXCEEDS STORAGE`);
    const value = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
    all.push(() => vm.host.store8(absolute, value));
  }
  return at + 2;
}

function store(_cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  if (operands.length === 0) throw failed("CDS", 26, "OPERAND MISSING OR INVALID");
  if (isWord(operands[0], "STATUS", 4)) storeStatus(vm);
  else for (const storing of storings(vm, operands)) storing();
  issuer.say("STORE COMPLETE");
}

/** The machine-save function of the operator's panel. */
function storeStatus(vm: Vm): void {
  const zero = vm.assigned(0);
  const { host } = vm;
  saveFloatingPoint(vm);
  const psw = vm.psw();
  host.store32(zero + STATUS.psw, psw.high);
  host.store32(zero + STATUS.psw + 4, psw.low);
  for (let n = 0; n < 8; n++) host.store32(zero + STATUS.fpr + 4 * n, host.load32(vm.block + FPRS + 4 * n));
  for (let n = 0; n < 16; n++) {
    host.store32(zero + STATUS.gpr + 4 * n, vm.gr(n));
    host.store32(zero + STATUS.cr + 4 * n, vm.cr(n));
  }
}

// DUMP

function dump(cp: Cp, issuer: Issuer, operands: readonly string[], text: string): void {
  const vm = issuerVm(issuer);
  // A program that asks for dumps without end gets them one by one.
  requirePrinted(cp, vm.id, "dump");
  const star = text.indexOf("*");
  const title = star < 0 ? "" : text.slice(star + 1).trim();
  const words =
    star < 0
      ? operands
      : text
          .slice(0, star)
          .trim()
          .split(/\s+/)
          .filter((each) => each !== "");
  const lines = [
    `VIRTUAL MACHINE DUMP ${title}`.trimEnd(),
    pswLine(vm),
    ...registerLines(vm, { kind: "G", first: 0, last: 15 }),
    ...registerLines(vm, { kind: "X", first: 0, last: 15 }),
    ...registerLines(vm, { kind: "Y", first: 0, last: 6 }),
  ];
  const ranges = joined(words.length === 0 ? ["T0-END"] : words).map((operand) => {
    const found = range(operand, vm.state.size, "CDM");
    if (found === undefined) throw failed("CDM", 4, `INVALID HEXLOC - ${operand}`);
    return found;
  });
  if (!cp.spool.print(vm, lines)) throw failed("CDM", 60, "DUMP FAILED; PRINTER UNAVAILABLE");
  // The rest page by page: there may be more of it than real storage has room for.
  for (const found of ranges) cp.tasks.add("dump", found, vm.id);
  cp.tasks.add("dump", "DUMP COMPLETE", vm.id);
}

/** Registers what DUMP leaves to be done later. */
export function handleDumps(cp: Cp): void {
  cp.tasks.handle("dump", ({ vm: id, data }) => {
    const vm = cp.vm(id);
    requirePrinted(cp, id);
    if (typeof data === "string") return cp.consoles.message(vm, data);
    // What DUMP put there.
    const found = data as Range;
    const isStorage = found.kind === "L" || found.kind === "T";
    const end = isStorage ? Math.min(found.last, found.first - (found.first % PAGE) + PAGE - 1) : found.last;
    const part = { ...found, last: end };
    cp.spool.print(vm, [...(isStorage ? suppressed(storageLines(vm, part)) : rangeLines(vm, part))]);
    if (end < found.last) cp.tasks.first("dump", { ...found, first: end + 1 }, id);
  });
}

export const storageCommands: readonly Command[] = [
  {
    name: "DISPLAY",
    shortest: 1,
    classes: "G",
    format: "[L|T|K]hexloc[-hexloc|:hexloc|-END|.bytes] | G|Y|Xreg[-reg] | Psw | CAW | CSW …",
    purpose: "Shows storage, keys, registers, the PSW, the channel address and status words.",
    run: display,
  },
  {
    name: "STORE",
    shortest: 2,
    classes: "G",
    format: "[L]hexloc word … | Shexloc bytes | G|Y|Xreg value … | PSW [word] word | STATus",
    purpose: "Alters storage, registers, or the PSW, or saves all of the processor's state in storage.",
    run: store,
  },
  {
    name: "DUMP",
    shortest: 2,
    classes: "G",
    format: "[L|T|K]hexloc[-hexloc|:hexloc|-END|.bytes] … [* title]",
    purpose: "Prints registers and storage on the virtual printer.",
    run: dump,
  },
];
