/** LPSW, SVC and the system mask, of a virtual machine (GA22-7074-0, chapter 2). */
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import { leave } from "./real-blocks.ts";
import { NO_SVC, type VirtualMachine } from "./virtual-machine.ts";

/** Bits of a PSW's left word. */
export const EC = 0x0008_0000;
const WAIT = 0x0002_0000;
const PROBLEM = 0x0001_0000;
export const PER = 0x4000_0000;
export const TRANSLATION = 0x0400_0000;
/** Masks of interruptions: all of BC mode's bits 0-7, EC mode's 6 and 7. */
const BC_MASKS = 0xff00_0000 | 0;
const EC_MASKS = 0x0300_0000;
/** What must be zero in EC mode for LPSW and SVC, PER mask included; of the system mask alone. */
const EC_LEFT_ZEROS = 0xf800_c0ff | 0;
const EC_MASK_ZEROS = 0xb800_0000 | 0;

/** Virtual control register 0: SSM is suppressed. */
const SSM_SUPPRESSION = 0x4000_0000;

/** Locations of virtual page 0. */
const SVC_OLD = 0x20;
const SVC_NEW = 0x60;
const SVC_IDENTIFICATION = 0x88;

/** SVC by which a virtual machine's error recording reaches the control program. */
const ERROR_RECORDING = 76;

/** Whether an interruption that waits would be let in by a new system mask. */
function letsIn(machine: VirtualMachine, old: number, left: number): boolean {
  return (left & ~old & (left & EC ? EC_MASKS : BC_MASKS)) !== 0 && machine.isInterruptionPending;
}

/**
 * Leaves unless the virtual PSW may be replaced by this one without anybody else having to do anything; `translation`: whether
 * that may change.
 */
export function checkNew(machine: VirtualMachine, left: number, right: number, translation = false): void {
  if (left & WAIT) leave();
  if (left & EC && (left & EC_LEFT_ZEROS || right >>> 24)) leave();
  const old = machine.psw;
  if ((old ^ left) & EC) leave();
  if (left & EC && (old & PER || (!translation && (old ^ left) & TRANSLATION))) leave();
  if (letsIn(machine, old, left) || !machine.blocks.has(machine.pswAddress + 4)) leave();
}

/** Makes it the virtual PSW, and the real PSW go on by it. */
export function bringIn(processor: Processor, machine: VirtualMachine, left: number, right: number): void {
  const { words } = processor;
  const at = machine.pswAddress;
  machine.blocks.setWord(at, left);
  machine.blocks.setWord(at + 4, right);
  const ec = (left & EC) !== 0;
  words[state.conditionCode.index] = ec ? (left >>> 12) & 3 : (right >>> 28) & 3;
  words[state.programMask.index] = ec ? (left >>> 8) & 15 : (right >>> 24) & 15;
  words[state.key.index] = (left >>> 20) & 15;
  machine.setProblem((left & PROBLEM) !== 0);
  processor.setInstructionAddress(right);
}

export function loadPsw(processor: Processor, machine: VirtualMachine, address: number): void {
  if (address & 7) leave();
  const [left, right] = processor.operandWords(address, 2);
  checkNew(machine, left, right);
  bringIn(processor, machine, left, right);
}

export function supervisorCall(processor: Processor, machine: VirtualMachine, code: number): void {
  if (machine.controls & NO_SVC || code === ERROR_RECORDING) leave();
  const page = machine.translate(0);
  if (!("real" in page)) leave();
  const { blocks } = machine;
  const left = blocks.word(page.real + SVC_NEW);
  const right = blocks.word(page.real + SVC_NEW + 4);
  const old = machine.psw;
  if (old & EC && old & PER) leave();
  checkNew(machine, left, right);
  const { words } = processor;
  const key = words[state.key.index] << 20;
  const cc = words[state.conditionCode.index];
  const mask = words[state.programMask.index];
  const address = words[state.instructionAddress.index];
  const halfwords = words[state.instructionLength.index] / 2;
  if (old & EC) {
    blocks.setWord(page.real + SVC_OLD, (old & 0xff0f_0000) | key | (cc << 12) | (mask << 8));
    blocks.setWord(page.real + SVC_OLD + 4, address);
    blocks.setWord(page.real + SVC_IDENTIFICATION, (halfwords << 17) | code);
  } else {
    blocks.setWord(page.real + SVC_OLD, (old & 0xff0f_0000) | key | code);
    blocks.setWord(page.real + SVC_OLD + 4, (halfwords << 30) | (cc << 28) | (mask << 24) | address);
  }
  bringIn(processor, machine, left, right);
}

/** Leaves unless the virtual PSW may get this system mask. */
function checkMask(machine: VirtualMachine, old: number, left: number): void {
  if (left & EC && (((old ^ left) & (PER | TRANSLATION)) !== 0 || left & EC_MASK_ZEROS)) leave();
  if (letsIn(machine, old, left)) leave();
}

const withMask = (psw: number, mask: number): number => (psw & 0x00ff_ffff) | (mask << 24);

export function setSystemMask(processor: Processor, machine: VirtualMachine, address: number): void {
  if (machine.controlRegister(0) & SSM_SUPPRESSION) leave();
  const mask = processor.operandByte(address);
  const old = machine.psw;
  const left = withMask(old, mask);
  checkMask(machine, old, left);
  machine.blocks.setWord(machine.pswAddress, left);
}

/** STNSM and STOSM. */
export function storeThenSetMask(
  processor: Processor,
  machine: VirtualMachine,
  address: number,
  combine: (mask: number) => number,
): void {
  const old = machine.psw;
  const mask = old >>> 24;
  const left = withMask(old, combine(mask));
  checkMask(machine, old, left);
  processor.storeOperandByte(address, mask);
  machine.blocks.setWord(machine.pswAddress, left);
}

export function insertPswKey(processor: Processor, machine: VirtualMachine): void {
  const at = state.generalRegisters.index + 2;
  processor.words[at] = (processor.words[at] & 0xffff_ff00) | ((machine.psw >>> 16) & 0xf0);
}

export function setPswKey(processor: Processor, machine: VirtualMachine, address: number): void {
  const key = (address >>> 4) & 15;
  machine.blocks.setWord(machine.pswAddress, (machine.psw & 0xff0f_ffff) | (key << 20));
  processor.setKey(key);
}
