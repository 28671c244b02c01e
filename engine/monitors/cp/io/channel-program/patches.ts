/**
 * Real cylinder and head numbers that a channel program has put into a virtual machine's storage: home addresses, record 0's count, sense bytes. VM/370's DMKUNT makes
 * virtual ones of them when the channel program has ended; so do we, where what is there has come from the disk.
 */
import type { Vm } from "../../vm.ts";
import type { Area } from "./areas.ts";
import type { GuestStorage } from "./guest-storage.ts";
import type { PatchKind } from "./rules.ts";
import type { Slot } from "./scan.ts";

/** Where a byte is to be relocated, if it has changed: absolute address, of a page that is kept in storage. */
interface PatchPlace {
  readonly place: number;
  readonly before: number;
}

/** Two bytes that go together. */
export interface Patch {
  readonly kind: PatchKind;
  /** Undefined: the channel program does not store it. */
  readonly bytes: readonly [PatchPlace | undefined, PatchPlace | undefined];
}

/** A pair of bytes as it comes from the disk; undefined where it was not stored. */
export type PatchPair = readonly [number | undefined, number | undefined];

/** Where the two bytes are among those that a command reads. */
const OFFSETS: Readonly<Record<PatchKind, number>> = {
  "home address": 1,
  "head of home address": 3,
  "record zero": 0,
  "head of record zero": 2,
  sense: 5,
};

/** What is to be looked at after a slot's command; with its pages in storage. */
export function patchOf({ kind, treatment, area, chained }: Slot, storage: GuestStorage): Patch[] {
  if (kind !== "ccw" || treatment.kind !== "area" || treatment.patches === undefined) return [];
  const chain = [area, ...chained.map((slot) => slot.area)];
  return treatment.patches.flatMap((patch) => {
    const offset = OFFSETS[patch];
    const bytes = [placeOf(chain, offset, storage), placeOf(chain, offset + 1, storage)] as const;
    return bytes[0] === undefined && bytes[1] === undefined ? [] : [{ kind: patch, bytes }];
  });
}

/** Where a byte of chained areas is stored. */
function placeOf(chain: readonly Area[], offset: number, storage: GuestStorage): PatchPlace | undefined {
  let left = offset;
  for (const { pieces, skips } of chain)
    for (const piece of pieces) {
      if ("unreachable" in piece) return undefined;
      if (left < piece.length)
        return skips ? undefined : { place: storage.absolute(piece.at + left), before: storage.byte(piece.at + left) };
      left -= piece.length;
    }
  return undefined;
}

/** Relocates what has come from the disk. `relocated` says what a pair of bytes is to be; undefined where it is not of the minidisk. */
export function applyPatches(
  vm: Vm,
  patches: readonly Patch[],
  relocated: (kind: PatchKind, pair: PatchPair) => readonly [number, number] | undefined,
): void {
  const { host } = vm;
  for (const { kind, bytes } of patches) {
    const now = bytes.map((byte) => (byte === undefined ? undefined : host.load8(byte.place)));
    if (bytes.every((byte, i) => byte === undefined || byte.before === now[i])) continue;
    const pair = relocated(kind, [now[0], now[1]]);
    if (pair === undefined) continue;
    bytes.forEach((byte, i) => {
      if (byte !== undefined) host.store8(byte.place, pair[i]);
    });
  }
}
