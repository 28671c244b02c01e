/**
 * The shadow-table-bypass assist (GA22-7074-0, chapter 4): a virtual machine whose real addresses are real ones, but for
 * those of its page 0, translates by its own tables, without shadows. So what it does about its tables is done for it, and
 * a page fault is its own.
 */
import { PAGE_TRANSLATION } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { testProtection } from "../protection.ts";
import { state } from "../state.ts";
import { sizes } from "../translation.ts";
import { bringIn, checkNew, EC, PER, TRANSLATION } from "./psw.ts";
import { leave } from "./real-blocks.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

/** Bits of MICACF: the assist as a whole, and its functions. */
export const BYPASS = 0x0080_0000;
export const BYPASS_PURGE = 0x0040_0000;
export const BYPASS_INVALIDATE = 0x0020_0000;
export const BYPASS_REFLECT = 0x0010_0000;
export const BYPASS_LOAD_REAL = 0x0008_0000;
export const BYPASS_MASKS = 0x0002_0000;
export const BYPASS_LOAD_CONTROL = 0x0001_0000;

/** Bits 8-12 of control register 0. */
const FORMAT = 0x00f8_0000;
/** Pages of 4 KiB, segments of 64 KiB: what MICRSEG's tables have. */
const OWN_FORMAT = 0x0080_0000;

/** Real locations that get control registers 0 and 1 whenever they change. */
const RUNCR0 = 0x340;
const RUNCR1 = 0x344;

/** Bytes of a page table: pages of 2 KiB, segments of 1 MiB. */
const LONGEST_PAGE_TABLE = 1024;

/** Masks of STOSM and STNSM that turn translation on and off, and change nothing else. */
const TURN_ON = 0x04;
const TURN_OFF = 0xfb;

/** Locations of virtual page 0. */
const PROGRAM_OLD = 0x28;
const PROGRAM_NEW = 0x68;
const PROGRAM_IDENTIFICATION = 0x8c;
const TRANSLATION_EXCEPTION = 0x90;

/** Whether the virtual machine translates: control registers 0 and 1 are its own then. */
export function translatesItself(machine: VirtualMachine): boolean {
  const psw = machine.psw;
  return (psw & EC) !== 0 && (psw & TRANSLATION) !== 0;
}

function needTranslating(machine: VirtualMachine): void {
  if (!translatesItself(machine)) leave();
}

/** Real control registers 0 and 1 for a virtual machine that translates, or does not. */
function translateBy(processor: Processor, machine: VirtualMachine, translating: boolean): void {
  const format = translating ? machine.controlRegister(0) & FORMAT : OWN_FORMAT;
  const tables = translating ? machine.controlRegister(1) : machine.segmentTable;
  processor.setControlRegister(0, (processor.controlRegister(0) & ~FORMAT) | format);
  processor.setControlRegister(1, tables);
  machine.blocks.setWord(RUNCR0, processor.controlRegister(0));
  machine.blocks.setWord(RUNCR1, tables);
}

export function purgeTlb(processor: Processor): void {
  processor.purgeTlb();
}

/** IPTE. Tables in the first 4 KiB would be in those of the virtual machine that are elsewhere. */
export function invalidatePage(processor: Processor, machine: VirtualMachine, table: number, address: number): void {
  needTranslating(machine);
  if ((table & 0xff_f000) === 0) leave();
  const bounds = processor.assists?.bounds;
  if (bounds && bounds.real((table & 0xff_fff8) + LONGEST_PAGE_TABLE) === undefined) leave();
  processor.invalidatePage(table, address);
}

/** TPROT, as in supervisor state. */
export function testProtectionOf(processor: Processor, machine: VirtualMachine, address: number, key: number): void {
  needTranslating(machine);
  processor.words[state.conditionCode.index] = testProtection(processor, address, key);
}

export function loadRealAddress(processor: Processor, machine: VirtualMachine, r1: number, address: number): void {
  needTranslating(machine);
  const code = processor.loadRealAddress(address);
  processor.words[state.generalRegisters.index + r1] = processor.word(state.translationExceptionAddress);
  processor.words[state.conditionCode.index] = code;
}

/** LCTL of register 1 alone. */
export function loadControl(
  processor: Processor,
  machine: VirtualMachine,
  r1: number,
  r3: number,
  address: number,
): void {
  if (r1 !== 1 || r3 !== 1 || address & 3) leave();
  needTranslating(machine);
  const [tables] = processor.operandWords(address, 1);
  machine.blocks.setWord(machine.controlRegisterAddress(1), tables);
  translateBy(processor, machine, true);
}

/** STOSM and STNSM with the masks that turn translation on and off. */
export function turnTranslation(
  processor: Processor,
  machine: VirtualMachine,
  on: boolean,
  mask: number,
  address: number,
): void {
  const psw = machine.psw;
  if (mask !== (on ? TURN_ON : TURN_OFF) || !(psw & EC)) leave();
  if (on && !(sizes(machine.controlRegister(0)) && machine.blocks.has(machine.controlRegisterAddress(1)))) leave();
  processor.storeOperandByte(address, psw >>> 24);
  if (((psw & TRANSLATION) !== 0) === on) return;
  machine.blocks.setWord(machine.pswAddress, psw ^ TRANSLATION);
  translateBy(processor, machine, on);
}

/** A page-translation exception: the program interruption is the virtual machine's. The instruction counts as not begun. */
export function reflectPageFault(processor: Processor, machine: VirtualMachine): void {
  needTranslating(machine);
  const { blocks } = machine;
  const old = machine.psw;
  if (old & PER) leave();
  const page = machine.translate(0);
  if (!("real" in page)) return leave();
  const left = blocks.word(page.real + PROGRAM_NEW);
  const right = blocks.word(page.real + PROGRAM_NEW + 4);
  const translating = (left & TRANSLATION) !== 0;
  checkNew(machine, left, right, true);
  if (!(left & EC)) leave();
  const { words } = processor;
  const conditions = (words[state.conditionCode.index] << 12) | (words[state.programMask.index] << 8);
  const key = words[state.key.index] << 20;
  const length = words[state.instructionLength.index];
  blocks.setWord(page.real + PROGRAM_OLD, (old & 0xff0f_0000) | key | conditions);
  blocks.setWord(page.real + PROGRAM_OLD + 4, words[state.instructionAddress.index]);
  blocks.setWord(page.real + PROGRAM_IDENTIFICATION, (length << 16) | PAGE_TRANSLATION);
  blocks.setWord(page.real + TRANSLATION_EXCEPTION, words[state.translationExceptionAddress.index]);
  bringIn(processor, machine, left, right);
  if (!translating) translateBy(processor, machine, false);
}
