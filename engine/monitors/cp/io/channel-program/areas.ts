/** Where the data of a virtual machine's CCW lie: its real addresses to begin with, then lists of absolute ones (GA22-7000, "Channel Indirect Data Addressing"). */
import { BLOCK, type Ccw, INDIRECT, SKIP } from "./ccw.ts";
import type { GuestStorage, Stretch, Unreachable } from "./guest-storage.ts";

/** Pieces of an area in the order of transfer, none across a boundary of 2,048 bytes; `at` is the address of the first byte that is transferred. */
export type AreaPiece = { readonly at: number; readonly length: number } | { readonly unreachable: Unreachable };

export interface Area {
  readonly pieces: readonly AreaPiece[];
  /** The list of the virtual machine's own, if it has one. */
  readonly list?: Stretch;
  /** What is read does not come there. */
  readonly skips: boolean;
}

const WORD = 4;

/** The area of a CCW; `backward`, downwards from its address. It ends where a channel would find that it cannot go on. */
export function areaOf(storage: GuestStorage, ccw: Ccw, backward: boolean): Area {
  return (ccw.flags & INDIRECT) === 0 ? direct(storage, ccw, backward) : indirect(storage, ccw, backward);
}

/** Bytes from an address to the end, or backward to the beginning, of its block. */
function reach(at: number, backward: boolean): number {
  return backward ? (at % BLOCK) + 1 : BLOCK - (at % BLOCK);
}

function direct({ size }: GuestStorage, { address, count, flags }: Ccw, backward: boolean): Area {
  const pieces: AreaPiece[] = [];
  let at = address;
  for (let left = count; left > 0; ) {
    if (at < 0 || at >= size) {
      pieces.push({ unreachable: "outside" });
      break;
    }
    const length = Math.min(left, reach(at, backward));
    pieces.push({ at, length });
    at += backward ? -length : length;
    left -= length;
  }
  return { pieces, skips: (flags & SKIP) !== 0 };
}

function indirect(storage: GuestStorage, { address, count, flags }: Ccw, backward: boolean): Area {
  const pieces: AreaPiece[] = [];
  let place = address;
  for (let left = count; left > 0; place += WORD) {
    const at = listed(storage, place, pieces.length > 0, backward);
    if (typeof at !== "number") {
      pieces.push({ unreachable: at });
      break;
    }
    const length = Math.min(left, reach(at, backward));
    pieces.push({ at, length });
    left -= length;
  }
  return { pieces, list: { from: address, to: place + WORD }, skips: (flags & SKIP) !== 0 };
}

/** The address that a word of a list gives; all but the first begin a block. */
function listed(storage: GuestStorage, place: number, further: boolean, backward: boolean): number | Unreachable {
  if (place + WORD > storage.size) return "outside";
  const unreachable = storage.why(place);
  if (unreachable !== undefined) return unreachable;
  const at = storage.word(place);
  if (at >= storage.size) return "outside";
  if (further && at % BLOCK !== (backward ? BLOCK - 1 : 0)) return "outside";
  return at;
}

/** The virtual machine's storage that an area takes. */
export function stretchesOf({ pieces }: Area, backward: boolean): Stretch[] {
  return pieces.flatMap((piece) => {
    if ("unreachable" in piece) return [];
    const { at, length } = piece;
    return [backward ? { from: at - length + 1, to: at + 1 } : { from: at, to: at + length }];
  });
}

/** The first bytes of areas that are chained, up to `most`; or why they cannot be fetched. */
export function fetchArea(storage: GuestStorage, areas: readonly Area[], most: number): Uint8Array | Unreachable {
  const bytes: number[] = [];
  for (const { pieces } of areas)
    for (const piece of pieces) {
      if (bytes.length === most) break;
      if ("unreachable" in piece) return piece.unreachable;
      for (let i = 0; i < piece.length && bytes.length < most; i++) {
        const unreachable = storage.why(piece.at + i);
        if (unreachable !== undefined) return unreachable;
        bytes.push(storage.byte(piece.at + i));
      }
    }
  return Uint8Array.from(bytes);
}
