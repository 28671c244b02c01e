/** Free storage: pieces of frames for what channels read, CCWs, lists of addresses, buffers. Powers of two from 64 to 4,096 bytes. */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";

const LEAST = 64;

export class FreeStorage {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Absolute address of a piece of at least so many bytes, at most 4,096; on a boundary of its size. Throws `Wait` until there is a frame. */
  get(bytes: number): number {
    if (bytes > PAGE) throw new RangeError(`${bytes} bytes of free storage: at most ${PAGE}`);
    return this.#piece(sizeFor(bytes));
  }

  /** Gives a piece back: of so many bytes as it was asked for. Neighbours that are free become one; a whole frame can be used for anything again. */
  release(address: number, bytes: number): void {
    for (let size = sizeFor(bytes), piece = address; ; size *= 2) {
      if (size === PAGE) return this.#cp.storage.free(piece);
      const list = this.#list(size);
      const neighbour = list.indexOf(piece ^ size);
      if (neighbour < 0) {
        list.push(piece);
        return;
      }
      list.splice(neighbour, 1);
      piece &= ~size;
    }
  }

  /** Bytes that are in no use, in pieces of less than a frame. */
  get unused(): number {
    return Object.entries(this.#cp.state.storage.free).reduce(
      (sum, [size, list]) => sum + Number(size) * list.length,
      0,
    );
  }

  #piece(size: number): number {
    if (size === PAGE) return this.#cp.storage.take();
    const list = this.#list(size);
    const found = list.pop();
    if (found !== undefined) return found;
    const larger = this.#piece(2 * size);
    list.push(larger + size);
    return larger;
  }

  #list(size: number): number[] {
    const { free } = this.#cp.state.storage;
    free[size] ??= [];
    return free[size];
  }
}

function sizeFor(bytes: number): number {
  let size = LEAST;
  while (size < bytes) size *= 2;
  return size;
}
