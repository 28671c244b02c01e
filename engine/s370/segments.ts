/** Stretches of storage, as assembler and loader hand them on. */

/** Bytes and the address of the first. */
export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Joins pieces into stretches in ascending order that neither overlap nor touch; of bytes in one place the later piece's hold. */
export function joinSegments(pieces: readonly Segment[]): Segment[] {
  const stretches: { start: number; end: number }[] = [];
  for (const { address, bytes } of [...pieces].sort((a, b) => a.address - b.address)) {
    if (bytes.length === 0) continue;
    const last = stretches.at(-1);
    if (last !== undefined && address <= last.end) last.end = Math.max(last.end, address + bytes.length);
    else stretches.push({ start: address, end: address + bytes.length });
  }
  const segments = stretches.map(({ start, end }) => ({ address: start, bytes: new Uint8Array(end - start) }));
  for (const { address, bytes } of pieces) {
    if (bytes.length === 0) continue;
    const segment = segments[lastAtOrBefore(segments, address)];
    segment.bytes.set(bytes, address - segment.address);
  }
  return segments;
}

/** Index of the last segment that starts at or before an address; -1 if there is none. */
export function lastAtOrBefore(segments: readonly { readonly address: number }[], address: number): number {
  let low = -1;
  let high = segments.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (segments[middle].address <= address) low = middle;
    else high = middle - 1;
  }
  return low;
}
