/** A virtual machine as CP's programs handle it: its VMBLOK, and its storage as its own processor would reach it. */
import type { Host } from "../../s370/index.ts";
import { conditionAndMask, isEc, isProblem, isTranslating, type Psw, stepped } from "../psw.ts";
import type { Cp } from "./cp.ts";
import * as at from "./layout.ts";
import { ADDRESSING, PROTECTION, SPECIFICATION } from "./program-interruptions.ts";
import type { VmState } from "./state.ts";
import { Reflected } from "./wait.ts";

/** Storage key: fetch protection. */
const FETCH_PROTECTION = 0x08;

/** Control register 0, bit 3, and what it protects (GA22-7000, "Low-Address Protection"). */
const LOW_ADDRESS_PROTECTION = 0x10000000;
const LOW_ADDRESSES = 512;

/** Logical addresses at which stores began, and general registers. */
interface Alterations {
  readonly addresses: number[];
  readonly registers: number[];
}

/**
 * Addresses are the virtual machine's logical ones, 24 bits, unless a name says `real` (its own real storage, which CP pages) or `absolute` (the
 * machine's). Storage accesses throw {@link Reflected} where the virtual machine's own processor would refuse them, and `Wait` where a page is not in
 * storage.
 */
export class Vm {
  readonly cp: Cp;
  readonly host: Host;
  readonly state: VmState;
  /** Absolute address of the VMBLOK. */
  readonly block: number;
  /** What the instruction that is simulated changes, while program events are recorded. */
  alterations: Alterations | undefined;

  constructor(cp: Cp, state: VmState) {
    this.cp = cp;
    this.host = cp.host;
    this.state = state;
    this.block = state.block;
  }

  get id(): number {
    return this.state.id;
  }
  get userid(): string {
    return this.state.userid;
  }

  // Registers and virtual PSW.

  /** General register, unsigned. */
  gr(n: number): number {
    return this.host.load32(this.block + at.GPRS + 4 * (n & 15));
  }
  setGr(n: number, value: number): void {
    this.alterations?.registers.push(n & 15);
    this.host.store32(this.block + at.GPRS + 4 * (n & 15), value >>> 0);
  }
  psw(): Psw {
    const place = this.block + at.VPSW;
    return { high: this.host.load32(place), low: this.host.load32(place + 4) };
  }
  setPsw({ high, low }: Psw): void {
    this.host.store32(this.block + at.VPSW, high >>> 0);
    this.host.store32(this.block + at.VPSW + 4, low >>> 0);
  }
  systemMask(): number {
    return this.host.load8(this.block + at.VPSW);
  }
  setSystemMask(value: number): void {
    this.host.store8(this.block + at.VPSW, value & 0xff);
  }
  key(): number {
    return this.host.load8(this.block + at.VPSW + 1) >>> 4;
  }
  setKey(value: number): void {
    const byte = this.host.load8(this.block + at.VPSW + 1);
    this.host.store8(this.block + at.VPSW + 1, (byte & 0x0f) | ((value & 15) << 4));
  }
  problemState(): boolean {
    return isProblem({ high: this.host.load32(this.block + at.VPSW), low: 0 });
  }
  ecMode(): boolean {
    return isEc({ high: this.host.load32(this.block + at.VPSW), low: 0 });
  }
  /** Whether its PSW asks for dynamic address translation. */
  translating(): boolean {
    return isTranslating({ high: this.host.load32(this.block + at.VPSW), low: 0 });
  }
  conditionCode(): number {
    return conditionAndMask(this.psw()) >>> 4;
  }
  setConditionCode(value: number): void {
    const psw = this.psw();
    this.setPsw(stepped(psw, ((value & 3) << 4) | (conditionAndMask(psw) & 15), psw.low));
  }
  instructionAddress(): number {
    return this.host.load32(this.block + at.VPSW + 4) & 0xffffff;
  }
  setInstructionAddress(address: number): void {
    const psw = this.psw();
    this.setPsw({ high: psw.high, low: ((psw.low & 0xff000000) | (address & 0xffffff)) >>> 0 });
  }

  // Control registers, as its program sees them.

  cr(n: number): number {
    return this.host.load32(this.block + at.VCRS + 4 * (n & 15));
  }
  setCr(n: number, value: number): void {
    this.host.store32(this.block + at.VCRS + 4 * (n & 15), value >>> 0);
  }

  // Storage.

  /** Absolute address behind one of its real addresses; undefined where it has no storage there. Throws `Wait`. */
  absolute(real: number): number | undefined {
    return this.cp.storage.absolute(this, real);
  }

  /** The same, or an addressing exception. */
  absoluteOrException(real: number): number {
    return this.absolute(real) ?? this.reflect(ADDRESSING);
  }

  /** Its real address behind a logical one: the same, or by its own tables where it translates. */
  realAddress(address: number): number {
    return this.translating() ? this.cp.shadow.translate(this, address & 0xffffff) : address & 0xffffff;
  }

  /** Absolute address of an operand's byte, after the checks that its own processor would make. */
  operand(address: number, store: boolean): number {
    if (store && address < LOW_ADDRESSES && (this.cr(0) & LOW_ADDRESS_PROTECTION) !== 0) this.reflect(PROTECTION);
    const absolute = this.absoluteOrException(this.realAddress(address));
    const key = this.key();
    if (key !== 0) {
      const storageKey = this.host.isk(absolute & ~0x7ff);
      if (storageKey >>> 4 !== key && (store || (storageKey & FETCH_PROTECTION) !== 0)) this.reflect(PROTECTION);
    }
    if (store) this.alterations?.addresses.push(address & 0xffffff);
    return absolute;
  }

  load8(address: number): number {
    return this.host.load8(this.operand(address, false));
  }
  load16(address: number): number {
    if ((address & 0x7ff) === 0x7ff) return (this.load8(address) << 8) | this.load8(address + 1);
    return this.host.load16(this.operand(address, false));
  }
  load32(address: number): number {
    if ((address & 0x7ff) > 0x7fc) return ((this.load16(address) << 16) | this.load16(address + 2)) >>> 0;
    return this.host.load32(this.operand(address, false));
  }
  store8(address: number, value: number): void {
    this.host.store8(this.operand(address, true), value & 0xff);
  }
  store16(address: number, value: number): void {
    this.writable(address, 2);
    if ((address & 0x7ff) !== 0x7ff) this.host.store16(this.operand(address, true), value & 0xffff);
    else {
      this.store8(address, value >>> 8);
      this.store8(address + 1, value);
    }
  }
  store32(address: number, value: number): void {
    this.writable(address, 4);
    if ((address & 0x7ff) <= 0x7fc) this.host.store32(this.operand(address, true), value >>> 0);
    else {
      this.store16(address, value >>> 16);
      this.store16(address + 2, value);
    }
  }

  /** Bytes from logical storage. */
  load(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (const { from, count, absolute } of this.#pieces(address, length, false))
      bytes.set(this.host.loadBytes(absolute, count), from);
    return bytes;
  }
  /** Bytes to logical storage: all, or none. */
  store(address: number, bytes: Uint8Array): void {
    for (const { from, count, absolute } of this.#pieces(address, bytes.length, true))
      this.host.storeBytes(absolute, bytes.subarray(from, from + count));
  }

  /** Sees to it that `length` bytes can be stored, or ends in a Wait or an exception before any of them is. */
  writable(address: number, length: number): void {
    for (let offset = 0x800 - (address & 0x7ff); offset < length; offset += 0x800) this.operand(address + offset, true);
  }

  /** All pieces of a stretch within blocks of one key; asked for before the first is used. */
  #pieces(address: number, length: number, store: boolean): { from: number; count: number; absolute: number }[] {
    const pieces: { from: number; count: number; absolute: number }[] = [];
    for (let from = 0; from < length; ) {
      const place = (address + from) & 0xffffff;
      const count = Math.min(length - from, 0x800 - (place & 0x7ff));
      pieces.push({ from, count, absolute: this.operand(place, store) });
      from += count;
    }
    return pieces;
  }

  // Its assigned storage, which the virtual processor itself reaches whatever the key.

  /** Absolute address of an assigned location of its own, below 4,096. */
  assigned(location: number): number {
    return this.absoluteOrException(location);
  }
  loadAssigned32(location: number): number {
    return this.host.load32(this.assigned(location));
  }
  storeAssigned16(location: number, value: number): void {
    this.host.store16(this.assigned(location), value);
  }
  storeAssigned32(location: number, value: number): void {
    this.host.store32(this.assigned(location), value >>> 0);
  }

  /** Ends the simulation of its instruction with a program interruption. */
  reflect(code: number): never {
    throw new Reflected(code);
  }

  requireBoundary(address: number, boundary: number): void {
    if (address % boundary !== 0) this.reflect(SPECIFICATION);
  }
}
