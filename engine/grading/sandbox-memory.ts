/** Copies of a sandbox's WebAssembly memory that share what did not change. */

const pageSize = 8192;
const wordsPerPage = pageSize / 4;

/** A sandbox's memory at some time. Pages are shared between copies and never written; a page of zeros is absent. */
export type MemoryCopy = readonly (Uint32Array | undefined)[];

/** Copies `memory`, keeping the pages of `before` that are still the same. */
export function copyMemory(memory: WebAssembly.Memory, before: MemoryCopy): MemoryCopy {
  const words = new Uint32Array(memory.buffer);
  const pages: (Uint32Array | undefined)[] = [];
  for (let first = 0, page = 0; first < words.length; first += wordsPerPage, page++) {
    const old = before[page];
    pages.push(isSame(words, first, old) ? old : words.slice(first, first + wordsPerPage));
  }
  return pages;
}

function isSame(words: Uint32Array, first: number, old: Uint32Array | undefined): boolean {
  if (old === undefined) {
    for (let i = 0; i < wordsPerPage; i++) if (words[first + i] !== 0) return false;
    return true;
  }
  for (let i = 0; i < wordsPerPage; i++) if (words[first + i] !== old[i]) return false;
  return true;
}

/** Makes `memory` what it was when `copy` was taken. What it has grown by since then becomes zeros, as it was before. */
export function restoreMemory(memory: WebAssembly.Memory, copy: MemoryCopy): void {
  const words = new Uint32Array(memory.buffer);
  for (let first = 0, page = 0; first < words.length; first += wordsPerPage, page++) {
    const old = copy[page];
    if (old === undefined) words.fill(0, first, first + wordsPerPage);
    else words.set(old, first);
  }
}
