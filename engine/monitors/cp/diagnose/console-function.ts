/** DIAGNOSE X'08': a virtual machine's program gives CP commands (GC20-1807, "DIAGNOSE Code X'08' -- Virtual Console Function"). */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import type { Issuer } from "../commands/commands.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";

/** Flags in the leftmost byte of Ry: the answer goes to a buffer; passwords in the line are refused. */
const TO_BUFFER = 0x40;
const HIDES_PASSWORDS = 0x80;
/** Characters of a command, bytes of a buffer: at most. */
const LONGEST_COMMAND = 132;
const LONGEST_BUFFER = 8192;
/** Between commands, and between lines of an answer. */
const NEW_LINE = 0x15;

/** Absolute pieces of a stretch of the virtual machine's real storage. Throws `Wait` and `Reflected`. */
function storage(vm: Vm, address: number, length: number): { absolute: number; length: number }[] {
  const pieces: { absolute: number; length: number }[] = [];
  for (let at = 0; at < length; ) {
    const count = Math.min(length - at, 2048 - ((address + at) % 2048));
    const absolute = vm.absoluteOrException(address + at);
    pieces.push({ absolute, length: count });
    at += count;
  }
  return pieces;
}

/** Rx: address of the line, Ry: flags and length; with a buffer Rx+1: its address, Ry+1: its length. A line without length is for the user: CP READ. */
export function consoleFunction(vm: Vm, rx: number, ry: number): void {
  const flags = vm.gr(ry) >>> 24;
  const length = vm.gr(ry) & 0xffffff;
  const address = vm.gr(rx) & 0xffffff;
  const usesBuffer = (flags & TO_BUFFER) !== 0;
  if (length === 0) return vm.cp.consoles.cpRead(vm);
  if (length > LONGEST_COMMAND || (usesBuffer && (rx === 15 || ry === 15 || Math.abs(rx - ry) <= 1)))
    vm.reflect(SPECIFICATION);
  const buffer = vm.gr(rx + 1) & 0xffffff;
  const room = vm.gr(ry + 1);
  if (usesBuffer && (room === 0 || room > LONGEST_BUFFER)) vm.reflect(SPECIFICATION);
  // All that may wait comes before the command is executed.
  const pieces = usesBuffer ? storage(vm, buffer, room) : [];
  const line = new Uint8Array(length);
  let at = 0;
  for (const piece of storage(vm, address, length)) {
    line.set(vm.host.loadBytes(piece.absolute, piece.length), at);
    at += piece.length;
  }
  const { console } = vm.state;
  // Answers that the terminal has not written yet do not pile up.
  if (!usesBuffer && console.commands === undefined) vm.cp.consoles.requireRoom(vm);
  console.commands ??= { done: 0, said: [] };
  const { said } = console.commands;
  const issuer: Issuer = {
    vm,
    terminal: undefined,
    hidesPasswords: (flags & HIDES_PASSWORDS) !== 0,
    say: (text) => {
      if (usesBuffer) said.push(text);
      else vm.cp.consoles.message(vm, text);
    },
  };
  const code = execute(vm, issuer, line);
  console.commands = undefined;
  // A command that has ended the machine's run has left no registers to answer in.
  if (vm.cp.state.vms[vm.id] === undefined) return;
  vm.setGr(ry, code);
  if (!usesBuffer) return;
  const answer = encodeEbcdic(said.map((text) => `${text}\u0085`).join(""));
  at = 0;
  for (const piece of pieces) {
    const part = answer.subarray(at, at + piece.length);
    vm.host.storeBytes(piece.absolute, part);
    at += part.length;
  }
  vm.setGr(ry + 1, answer.length <= room ? answer.length : answer.length - room);
  vm.setConditionCode(answer.length <= room ? 0 : 1);
}

/** The commands of a line, one after another, up to one that fails. When one has waited, those before it are not executed again. */
function execute(vm: Vm, issuer: Issuer, line: Uint8Array): number {
  const lines: string[] = [];
  let from = 0;
  for (let at = 0; at <= line.length; at++) {
    if (at < line.length && line[at] !== NEW_LINE) continue;
    lines.push(decodeEbcdic(line.subarray(from, at)).replaceAll("\0", " "));
    from = at + 1;
  }
  const progress = vm.state.console.commands ?? { done: 0, said: [] };
  for (; progress.done < lines.length; progress.done++) {
    const code = vm.cp.commands.execute(issuer, lines[progress.done]);
    if (code !== 0) return code;
  }
  return 0;
}
