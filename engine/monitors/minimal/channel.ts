/**
 * The guest's console at 009: its channel programs, translated and given to a real console. The real channel knows nothing of the guest's
 * storage, so a copy of each CCW with real addresses is made in the control block; where a data area lies in several pages, the copy names its
 * pieces by indirect-data-address words (GA22-7000, "Channel Indirect Data Addressing"). What is wrong in the guest's program is left wrong in
 * the copy: the real channel finds it, and the guest gets the channel's own answer. A channel program that changes itself while it runs is not
 * followed.
 */
import type { Host } from "../../s370/index.ts";
import { costs } from "../costs.ts";
import { Guest } from "./guest.ts";
import * as at from "./layout.ts";
import { stop } from "./reflect.ts";

const TRANSFER_IN_CHANNEL = 0x08;
const CHAIN_DATA = 0x80;
const CHAIN_COMMAND = 0x40;
/** Of a CCW's second word. */
const INDIRECT = 0x04000000;
/** Beyond any storage: a channel that is sent here reports a program check. */
const NOWHERE = 0xfffff8;
const BUSY_STATUS = 0x10;
const ATTENTION_STATUS = 0x80;
const CHANNEL_END = 0x08;
const PENDING_DEVICE = at.PENDING_IO | at.PENDING_ATTENTION;

/** The copy of a channel program, as it grows in the control block. */
class Copy {
  readonly #guest: Guest;
  /** Guest address of each CCW already copied, to its place in the copy. */
  readonly #places = new Map<number, number>();
  #ccws = 0;
  #idaws = 0;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  /** Whether the control block has no room for all of it. */
  get isTooLong(): boolean {
    return this.#ccws > at.MAX_CCWS || this.#idaws > at.MAX_IDAWS;
  }

  #add(high: number, low: number, origin: number): void {
    const { host, block } = this.#guest;
    if (this.#ccws < at.MAX_CCWS) {
      host.store32(block + at.CCWS + 8 * this.#ccws, high >>> 0);
      host.store32(block + at.CCWS + 8 * this.#ccws + 4, low >>> 0);
      host.store32(block + at.CCW_ORIGINS + 4 * this.#ccws, origin);
    }
    this.#ccws++;
  }

  #transferTo(target: number, origin: number): void {
    this.#add((TRANSFER_IN_CHANNEL << 24) | target, 0, origin);
  }

  /** Copies the program that begins at a guest address. */
  program(start: number): void {
    const guest = this.#guest;
    let address = start;
    let afterTransfer = false;
    while (!this.isTooLong) {
      const place = this.#places.get(address);
      if (place !== undefined) return this.#transferTo(guest.block + at.CCWS + 8 * place, address);
      const real = guest.translate(address);
      if (real === undefined || address % 8 !== 0) return this.#transferTo(NOWHERE | (address & 7), address);
      const high = guest.host.load32(real);
      const low = guest.host.load32(real + 4);
      this.#places.set(address, this.#ccws);
      if (((high >>> 24) & 15) === TRANSFER_IN_CHANNEL) {
        // The first CCW may not be a transfer, nor may one transfer lead to another.
        if (afterTransfer || this.#ccws === 0) return this.#transferTo(NOWHERE, address);
        const target = high & 0xffffff;
        const known = this.#places.get(target);
        this.#transferTo(guest.block + at.CCWS + 8 * (known ?? this.#ccws + 1), address);
        if (known !== undefined) return;
        address = target;
        afterTransfer = true;
        continue;
      }
      this.#data(high, low, address);
      if (((low >>> 24) & (CHAIN_DATA | CHAIN_COMMAND)) === 0) return;
      address = (address + 8) & 0xffffff;
      afterTransfer = false;
    }
  }

  /** One CCW that moves data. */
  #data(high: number, low: number, origin: number): void {
    this.#guest.host.charge(costs.channelCommand);
    const command = high & 0xff000000;
    const from = high & 0xffffff;
    const length = low & 0xffff;
    const inOnePage = (from & 0xfff) + length <= 0x1000;
    if ((low & INDIRECT) === 0 && inOnePage)
      return this.#add(command | (this.#guest.translate(from) ?? NOWHERE), low, origin);
    const list = this.#guest.block + at.IDAWS + 4 * this.#idaws;
    if ((low & INDIRECT) === 0) this.#listPieces(from, length);
    else if (!this.#copyList(from, length)) return this.#add(command | NOWHERE, low, origin);
    this.#add(command | list, low | INDIRECT, origin);
  }

  /** Real addresses of a data area's beginning and of each 2 KiB boundary in it. */
  #listPieces(from: number, length: number): void {
    for (let address = from; address < from + length; address = (address & ~0x7ff) + 0x800)
      this.#addIdaw(this.#guest.translate(address) ?? NOWHERE);
  }

  /** The guest's own list, translated. False where it is not all in the guest's storage. */
  #copyList(list: number, length: number): boolean {
    let left = length;
    for (let entry = list; left > 0; entry += 4) {
      const real = entry % 4 === 0 ? this.#guest.translate(entry) : undefined;
      if (real === undefined) return false;
      const address = this.#guest.host.load32(real);
      // An invalid word stays invalid, so that the channel refuses it.
      this.#addIdaw(address > 0xffffff ? address : (this.#guest.translate(address) ?? NOWHERE));
      left -= 0x800 - (address & 0x7ff);
    }
    return true;
  }

  #addIdaw(word: number): void {
    if (this.#idaws < at.MAX_IDAWS) this.#guest.host.store32(this.#guest.block + at.IDAWS + 4 * this.#idaws, word);
    this.#idaws++;
  }
}

/** Guest address for the CCW address in a real CSW: one CCW beyond the last one used. */
function guestCcwAddress(guest: Guest, realAddress: number): number {
  const { host, block } = guest;
  const place = (realAddress - 8 - block - at.CCWS) / 8;
  if (place < 0 || place >= at.MAX_CCWS || !Number.isInteger(place)) return realAddress === 0 ? 0 : NOWHERE;
  return (host.load32(block + at.CCW_ORIGINS + 4 * place) + 8) & 0xffffff;
}

/** The CSW that the real channel stored, as the guest's channel would have: with guest addresses. */
function guestCsw(guest: Guest): { high: number; low: number } {
  const high = guest.host.load32(at.CSW);
  const low = guest.host.load32(at.CSW + 4);
  return { high: ((high & 0xff000000) | guestCcwAddress(guest, high & 0xffffff)) >>> 0, low };
}

function storeStatus(guest: Guest, status: number): void {
  guest.setAssigned16(at.CSW + 4, status);
}

function storeCsw(guest: Guest, { high, low }: { high: number; low: number }): void {
  guest.setAssigned32(at.CSW, high);
  guest.setAssigned32(at.CSW + 4, low);
}

function setBusy(guest: Guest, busy: boolean): void {
  guest.host.store8(guest.block + at.BUSY, busy ? 0x80 : 0);
}

function isBusy(guest: Guest): boolean {
  return guest.host.load8(guest.block + at.BUSY) !== 0;
}

const pendingOf = (guest: Guest): number => guest.host.load8(guest.block + at.PENDING);
const deviceOf = (guest: Guest): number => guest.host.load16(guest.block + at.DEVICE);

/** Takes away what is pending first and returns it, as words of a CSW. */
function takePending(guest: Guest, pending: number): { high: number; low: number } {
  const { host, block } = guest;
  const fromChannel = (pending & at.PENDING_IO) !== 0;
  host.store8(block + at.PENDING, pending & ~(fromChannel ? at.PENDING_IO : at.PENDING_ATTENTION));
  if (!fromChannel) return { high: 0, low: (ATTENTION_STATUS << 24) >>> 0 };
  return { high: host.load32(block + at.PENDING_CSW), low: host.load32(block + at.PENDING_CSW + 4) };
}

/** START I/O of the guest's; returns its condition code (GA22-7000, "Start I/O"). */
export function startIo(guest: Guest, device: number): number {
  const { host, block } = guest;
  if (device !== at.VIRTUAL_CONSOLE) return 3;
  const pending = pendingOf(guest);
  // An operation has ended, and its interruption has not been taken: the subchannel is not available.
  if (isBusy(guest) || (pending & at.PENDING_IO) !== 0) return 2;
  if ((pending & at.PENDING_ATTENTION) !== 0) {
    storeStatus(guest, (takePending(guest, pending).low >>> 16) | (BUSY_STATUS << 8));
    return 1;
  }
  const caw = guest.assigned32(at.CAW);
  const start = caw & 0xffffff;
  const copy = new Copy(guest);
  const valid = start % 8 === 0 && guest.translate(start) !== undefined;
  if (valid) copy.program(start);
  if (copy.isTooLong) {
    stop(guest, at.STOP_CHANNEL_PROGRAM);
    return 0;
  }
  host.store32(at.CAW, ((caw & 0xff000000) | (valid ? block + at.CCWS : NOWHERE | (start & 7))) >>> 0);
  const conditionCode = host.sio(deviceOf(guest));
  if (conditionCode === 0) setBusy(guest, true);
  if (conditionCode === 1) storeStatus(guest, host.load16(at.CSW + 4));
  return conditionCode;
}

/** TEST I/O of the guest's: a pending interruption is cleared by being told. */
export function testIo(guest: Guest, device: number): number {
  if (device !== at.VIRTUAL_CONSOLE) return 3;
  const pending = pendingOf(guest);
  if ((pending & PENDING_DEVICE) !== 0) {
    storeCsw(guest, takePending(guest, pending));
    return 1;
  }
  const conditionCode = guest.host.tio(deviceOf(guest));
  if (conditionCode === 1) {
    const csw = guestCsw(guest);
    storeCsw(guest, csw);
    if (((csw.low >>> 24) & CHANNEL_END) !== 0) setBusy(guest, false);
  }
  return conditionCode;
}

/** HALT I/O of the guest's. */
export function haltIo(guest: Guest, device: number): number {
  if (device !== at.VIRTUAL_CONSOLE) return 3;
  if ((pendingOf(guest) & at.PENDING_IO) !== 0) return 0;
  const conditionCode = guest.host.hio(deviceOf(guest));
  if (conditionCode === 1) storeStatus(guest, guest.host.load16(at.CSW + 4));
  return conditionCode;
}

/** TEST CHANNEL of the guest's: channel 0 is there; 1 says that an interruption is pending in it. */
export function testChannel(guest: Guest, device: number): number {
  if (device >>> 8 !== 0) return 3;
  return (pendingOf(guest) & PENDING_DEVICE) !== 0 ? 1 : 0;
}

/** A real I/O interruption: finds whose console it is and leaves it pending there. */
export function ioInterruption(host: Host, ring: readonly number[]): void {
  const device = host.load16(at.IO_ADDRESS);
  for (const block of ring) {
    if (host.load16(block + at.DEVICE) !== device) continue;
    const guest = new Guest(host, block);
    const csw = guestCsw(guest);
    const status = csw.low >>> 24;
    let pending = pendingOf(guest);
    if (status === ATTENTION_STATUS) pending |= at.PENDING_ATTENTION;
    else {
      host.store32(block + at.PENDING_CSW, csw.high);
      host.store32(block + at.PENDING_CSW + 4, csw.low);
      if ((status & CHANNEL_END) !== 0 || (csw.low & 0x00ff0000) !== 0) setBusy(guest, false);
      pending |= at.PENDING_IO;
    }
    host.store8(block + at.PENDING, pending);
    return;
  }
}
