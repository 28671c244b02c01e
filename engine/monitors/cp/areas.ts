/**
 * Stretches of virtual machines' real storage that CP reads and stores into for them, whoever runs: buffers of VMCF and IUCV. Keys are looked at beforehand, with the
 * page in storage or not; then the bytes are moved, after the pages have come.
 */
import { ADDRESSING, PROTECTION } from "./program-interruptions.ts";
import { PAGES_A_SEGMENT } from "./storage/page-tables.ts";
import type { Vm } from "./vm.ts";
import { Reflected } from "./wait.ts";

const PAGE = 0x1000;
/** Bytes under one storage key. */
const BLOCK = 0x800;
const FETCH_PROTECTION = 0x08;

/** By real addresses of a virtual machine; bytes. */
export interface Area {
  readonly address: number;
  readonly length: number;
}

export type AreaFault = "addressing" | "protection";

/** The program interruption that an area's fault is, for the virtual machine that has given it. */
export const FAULT_CODES: Readonly<Record<AreaFault, number>> = { addressing: ADDRESSING, protection: PROTECTION };

/** What keeps a program with a PSW key from an area: it is not all storage, or not all under its key. Nobody but a program itself stores into what it shares with others. */
export function areaFault(vm: Vm, { address, length }: Area, key: number, store: boolean): AreaFault | undefined {
  for (let block = address - (address % BLOCK); block < address + length; block += BLOCK) {
    let theirs: number;
    try {
      theirs = vm.cp.storage.key(vm, block);
    } catch (error) {
      if (error instanceof Reflected) return "addressing";
      throw error;
    }
    if (store && isShared(vm, block)) return "protection";
    if (key !== 0 && theirs >>> 4 !== key && (store || (theirs & FETCH_PROTECTION) !== 0)) return "protection";
  }
  return undefined;
}

/** Whether a page belongs to a saved system that others have too. */
function isShared({ cp, state }: Vm, real: number): boolean {
  const id = state.pages.attached[Math.floor(real / PAGE / PAGES_A_SEGMENT)];
  return id !== undefined && cp.state.storage.attached[id].shared;
}

interface Piece {
  readonly absolute: number;
  readonly from: number;
  readonly count: number;
}

/** Where the pages of an area are. Throws `Wait` until they are all in storage, and {@link Reflected} beyond its storage. */
function pieces(vm: Vm, { address, length }: Area): Piece[] {
  const all: Piece[] = [];
  for (let from = 0; from < length; ) {
    const count = Math.min(length - from, PAGE - ((address + from) % PAGE));
    all.push({ absolute: vm.absoluteOrException(address + from), from, count });
    from += count;
  }
  return all;
}

/** Throws as `pieces` does. */
export function loadArea(vm: Vm, area: Area): Uint8Array {
  const bytes = new Uint8Array(area.length);
  for (const { absolute, from, count } of pieces(vm, area)) bytes.set(vm.host.loadBytes(absolute, count), from);
  return bytes;
}

/** All of it, or nothing. Throws as `pieces` does. */
export function storeArea(vm: Vm, address: number, bytes: Uint8Array): void {
  for (const { absolute, from, count } of pieces(vm, { address, length: bytes.length }))
    vm.host.storeBytes(absolute, bytes.subarray(from, from + count));
}

/** Where one end of a move begins. */
interface Side {
  readonly vm: Vm;
  readonly address: number;
}

/** How far a move has come whose pages have to be waited for: the area of the one who asks, and bytes moved. */
export interface Moving extends Area {
  done: number;
}

/**
 * Moves bytes between virtual machines, page by page: what has been moved when a page has to be waited for is not moved again. `asks` is one of both sides; `record` keeps
 * how far it has come. Whether all could be moved: nobody waits until there is space for pages of somebody else's. Throws as `pieces` does.
 */
export function moveArea(
  record: { moving: Moving | undefined },
  from: Side,
  to: Side,
  asks: Side,
  length: number,
): boolean {
  const { address, vm } = asks;
  const { host, storage } = vm.cp;
  if (record.moving?.address !== address || record.moving.length !== length)
    record.moving = { address, length, done: 0 };
  const { moving } = record;
  while (moving.done < length) {
    const source = from.address + moving.done;
    const target = to.address + moving.done;
    const count = Math.min(length - moving.done, PAGE - (source % PAGE), PAGE - (target % PAGE));
    const bytes = storage.isZeros(from.vm, source)
      ? new Uint8Array(count)
      : host.loadBytes(from.vm.absoluteOrException(source), count);
    if (to.vm.id !== asks.vm.id && !storage.hasSpace(to.vm, target)) break;
    host.storeBytes(to.vm.absoluteOrException(target), bytes);
    moving.done += count;
  }
  const isDone = moving.done >= length;
  record.moving = undefined;
  return isDone;
}
