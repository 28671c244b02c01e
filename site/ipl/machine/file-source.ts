/** Files of the reader's as media: bytes are read where and when the machine needs them. */
import { type ByteSource, MediumError } from "../../../engine/index.ts";

/** Bytes that are read at once, and how many such pieces of a file are kept. */
const PIECE = 0x4_0000;
const PIECES = 16;

/** A file, or what was kept of one. Reading throws {@link MediumError} where the file cannot be read any more. */
export function fileSource(name: string, file: Blob): ByteSource {
  const reader = new FileReaderSync();
  const kept = new Map<number, Uint8Array>();
  const { size } = file;
  const readAt = (from: number, to: number): Uint8Array => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(from, to)));
    } catch {
      throw new MediumError(name, from, "the file cannot be read any more: it was moved or changed; drop it again");
    }
  };
  const piece = (number: number): Uint8Array => {
    let bytes = kept.get(number);
    if (bytes) kept.delete(number);
    else bytes = readAt(number * PIECE, Math.min(size, (number + 1) * PIECE));
    // The piece used last is at the end; the first one goes.
    kept.set(number, bytes);
    const [oldest] = kept.keys();
    if (kept.size > PIECES) kept.delete(oldest);
    return bytes;
  };
  return {
    name,
    size,
    read(at, length) {
      const end = Math.min(size, at + length);
      if (at >= end) return new Uint8Array(0);
      if (end - at > PIECE) return readAt(at, end);
      const number = Math.floor(at / PIECE);
      const first = piece(number).subarray(at - number * PIECE, end - number * PIECE);
      if (first.length === end - at) return first;
      const bytes = new Uint8Array(end - at);
      bytes.set(first);
      bytes.set(piece(number + 1).subarray(0, end - at - first.length), first.length);
      return bytes;
    },
  };
}
