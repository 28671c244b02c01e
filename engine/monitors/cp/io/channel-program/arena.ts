/** Pieces of free storage for what belongs together. */
import type { Cp } from "../../cp.ts";
import { PAGE } from "../../layout.ts";

/** Something that needs a place: `address` is absolute, once there is one. */
export interface Placed {
  readonly bytes: number;
  address: number;
}

/** A piece of free storage. */
export interface Piece {
  readonly address: number;
  readonly bytes: number;
}

const ALIGNMENT = 8;

/** Finds places, on doubleword boundaries. Throws `Wait`, having taken nothing. */
export function allocate(cp: Cp, items: readonly Placed[]): Piece[] {
  const pieces: Piece[] = [];
  let together: Placed[] = [];
  let size = 0;
  const take = (): void => {
    if (size === 0) return;
    const address = cp.free.get(size);
    pieces.push({ address, bytes: size });
    let at = address;
    for (const item of together) {
      item.address = at;
      at += rounded(item.bytes);
    }
    together = [];
    size = 0;
  };
  try {
    for (const item of items) {
      if (size + rounded(item.bytes) > PAGE) take();
      together.push(item);
      size += rounded(item.bytes);
    }
    take();
  } catch (error) {
    giveBack(cp, pieces);
    throw error;
  }
  return pieces;
}

export function giveBack(cp: Cp, pieces: readonly Piece[]): void {
  for (const { address, bytes } of pieces) cp.free.release(address, bytes);
}

function rounded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
