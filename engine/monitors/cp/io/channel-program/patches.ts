/**
 * Real cylinder numbers that a channel program has put into a virtual machine's storage: home addresses, record 0's count, sense bytes. VM/370's DMKUNT makes
 * virtual ones of them when the channel program has ended; so do we, where what is there has come from the disk.
 */
import type { Vm } from "../../vm.ts";
import type { Area } from "./areas.ts";
import { SKIP } from "./ccw.ts";
import type { GuestStorage } from "./guest-storage.ts";
import type { PatchKind } from "./rules.ts";
import type { Slot } from "./scan.ts";

/** Two bytes that are to be relocated, if they have changed. */
export interface Patch {
  readonly kind: PatchKind;
  /** Absolute addresses, of pages that are kept in storage. */
  readonly places: readonly [number, number];
  readonly before: readonly [number, number];
}

/** Where the two bytes are among those that a command reads. */
const OFFSETS: Readonly<Record<PatchKind, number>> = { "home address": 1, "record zero": 0, sense: 5 };

/** What is to be looked at after a slot's command; with its pages in storage. */
export function patchOf({ kind, treatment, chain, ccw }: Slot, storage: GuestStorage): Patch[] {
  if (kind !== "ccw" || treatment.kind !== "area" || treatment.patch === undefined || (ccw.flags & SKIP) !== 0)
    return [];
  const offset = OFFSETS[treatment.patch];
  const first = realPlace(chain, offset);
  const second = realPlace(chain, offset + 1);
  if (first === undefined || second === undefined) return [];
  const places = [storage.absolute(first), storage.absolute(second)] as const;
  return [{ kind: treatment.patch, places, before: [storage.byte(first), storage.byte(second)] }];
}

/** The virtual machine's real address of a byte of chained areas. */
function realPlace(chain: readonly Area[], offset: number): number | undefined {
  let left = offset;
  for (const { pieces } of chain)
    for (const piece of pieces) {
      if ("unreachable" in piece) return undefined;
      if (left < piece.length) return piece.at + left;
      left -= piece.length;
    }
  return undefined;
}

/** Relocates what has come from the disk. `relocated` says what a pair of bytes is to be; undefined where it is not of the minidisk. */
export function applyPatches(
  vm: Vm,
  patches: readonly Patch[],
  relocated: (kind: PatchKind, bytes: readonly [number, number]) => readonly [number, number] | undefined,
): void {
  const { host } = vm;
  for (const { kind, places, before } of patches) {
    const now = [host.load8(places[0]), host.load8(places[1])] as const;
    if (now[0] === before[0] && now[1] === before[1]) continue;
    const bytes = relocated(kind, now);
    if (bytes === undefined) continue;
    places.forEach((place, i) => {
      host.store8(place, bytes[i]);
    });
  }
}
