/** A guest as the monitor handles it: its control block and its storage, both reached through real storage. */
import type { Host } from "../../s370/index.ts";
import { costs } from "../costs.ts";
import { conditionAndMask, isEc, isProblem, type Psw, stepped } from "../psw.ts";
import { type GuestAccess, HandlerEnded } from "../types.ts";
import * as at from "./layout.ts";

/** Program-interruption codes (GA22-7000, "Program-Interruption Conditions"). */
export const OPERATION = 0x01;
export const PRIVILEGED_OPERATION = 0x02;
export const PROTECTION = 0x04;
export const ADDRESSING = 0x05;
export const SPECIFICATION = 0x06;
export const SPECIAL_OPERATION = 0x13;

const PTE_INVALID = 0x08;
const FETCH_PROTECTION = 0x08;

/** Addresses are guest real addresses, 24 bits, unless a name says `real`. */
export class Guest implements GuestAccess {
  readonly host: Host;
  /** Real address of the control block. */
  readonly block: number;

  constructor(host: Host, block: number) {
    this.host = host;
    this.block = block;
  }

  // The control block.

  gr(n: number): number {
    return this.host.load32(this.block + at.GPRS + 4 * (n & 15)) >>> 0;
  }

  setGr(n: number, value: number): void {
    this.host.store32(this.block + at.GPRS + 4 * (n & 15), value >>> 0);
  }

  psw(): Psw {
    const block = this.block + at.VPSW;
    return { high: this.host.load32(block) >>> 0, low: this.host.load32(block + 4) >>> 0 };
  }

  setPsw(psw: Psw): void {
    this.host.store32(this.block + at.VPSW, psw.high);
    this.host.store32(this.block + at.VPSW + 4, psw.low);
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

  // Control registers, as the guest's program sees them.

  cr(n: number): number {
    return this.host.load32(this.block + at.VCRS + 4 * (n & 15)) >>> 0;
  }

  setCr(n: number, value: number): void {
    this.host.store32(this.block + at.VCRS + 4 * (n & 15), value);
  }

  // Storage.

  /** Real address behind a guest address, by the guest's page table; undefined where the guest has no storage. */
  translate(address: number): number | undefined {
    this.host.charge(costs.translation);
    const page = (address & 0xffffff) >>> 12;
    if (page >= 256) return undefined;
    const entry = this.host.load16(this.block + at.PAGE_TABLE + 2 * page);
    return (entry & PTE_INVALID) !== 0 ? undefined : ((entry >>> 4) << 12) | (address & 0xfff);
  }

  load8(address: number): number {
    return this.host.load8(this.operand(address, false));
  }

  load16(address: number): number {
    if ((address & 0xfff) === 0xfff) return (this.load8(address) << 8) | this.load8(address + 1);
    return this.host.load16(this.operand(address, false));
  }

  load32(address: number): number {
    if ((address & 0xfff) > 0xffc) return ((this.load16(address) << 16) | this.load16(address + 2)) >>> 0;
    return this.host.load32(this.operand(address, false)) >>> 0;
  }

  store8(address: number, value: number): void {
    this.host.store8(this.operand(address, true), value & 0xff);
  }

  store16(address: number, value: number): void {
    this.writable(address, 2);
    if ((address & 0xfff) !== 0xfff) this.host.store16(this.operand(address, true), value & 0xffff);
    else {
      this.store8(address, value >>> 8);
      this.store8(address + 1, value);
    }
  }

  store32(address: number, value: number): void {
    this.writable(address, 4);
    if ((address & 0xfff) <= 0xffc) this.host.store32(this.operand(address, true), value >>> 0);
    else {
      this.store16(address, value >>> 16);
      this.store16(address + 2, value);
    }
  }

  /** Sees to it that a store of `length` bytes is refused whole, before any of it is done, where its end is. */
  writable(address: number, length: number): void {
    if ((address & 0x7ff) + length > 0x800) this.operand(address + length - 1, true);
  }

  loadReal8(address: number): number {
    return this.host.load8(address);
  }

  loadReal16(address: number): number {
    return this.host.load16(address);
  }

  loadReal32(address: number): number {
    return this.host.load32(address) >>> 0;
  }

  reflect(programInterruptionCode: number): never {
    throw new HandlerEnded(programInterruptionCode);
  }

  /** Ends the handler with a specification exception where `address` is no multiple of `boundary`. */
  requireBoundary(address: number, boundary: number): void {
    if (address % boundary !== 0) this.reflect(SPECIFICATION);
  }

  /** Real address of an operand's byte, after the checks that the guest's own processor would make: that it exists, and the key. Ends the handler. */
  operand(address: number, store: boolean): number {
    const real = this.translate(address);
    if (real === undefined) return this.reflect(ADDRESSING);
    const key = this.key();
    if (key !== 0) {
      const storageKey = this.host.isk(real & ~0x7ff);
      if (storageKey >>> 4 !== key && (store || (storageKey & FETCH_PROTECTION) !== 0)) return this.reflect(PROTECTION);
    }
    return real;
  }

  // Assigned storage of the guest: stored and fetched by the (virtual) processor itself, so no key is looked at.

  assigned32(location: number): number {
    return this.host.load32(this.pageZero() + location) >>> 0;
  }

  setAssigned16(location: number, value: number): void {
    this.host.store16(this.pageZero() + location, value);
  }

  setAssigned32(location: number, value: number): void {
    this.host.store32(this.pageZero() + location, value);
  }

  /** Real address of the guest's page 0. */
  pageZero(): number {
    return this.host.load32(this.block + at.PAGE_ZERO);
  }
}
