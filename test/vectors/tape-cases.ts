/** Tapes that Hercules' utilities read after us, and that we read after them: what record-tapes.ts records. */
import { block, MARK, tapeFile, text } from "./tape-files.ts";

/** An image that is written here. */
export interface WrittenTape {
  readonly name: string;
  readonly contents: readonly (Uint8Array | null)[];
  readonly options: Parameters<typeof tapeFile>[1];
}

/** What hetmap says of a file of a tape. */
export interface FileMap {
  readonly blocks: number;
  readonly least: number;
  readonly most: number;
  readonly bytes: number;
}

export interface TapeRecording {
  /** By names of {@link TAPES}: checksum of the image, what hetmap says of each file, SHA-256 of what hetget takes out of each. */
  readonly written: Readonly<
    Record<string, { readonly sha256: string; readonly hetmap: readonly FileMap[]; readonly hetget: readonly string[] }>
  >;
  /** By names of {@link MADE}: the images (gzip, base64). */
  readonly made: Readonly<Record<string, string>>;
}

/** The largest block that these programs have. */
const LONGEST = 65_535;

const DATA: readonly (Uint8Array | null)[] = [
  block(1, 16),
  block(2, 300),
  MARK,
  ...Array.from({ length: 40 }, (_, i) => block(i, 1 + 97 * i)),
  MARK,
  mixed(LONGEST),
  mixed(30_000),
  MARK,
  MARK,
];

export const TAPES: readonly WrittenTape[] = [
  { name: "plain.aws", contents: DATA, options: {} },
  { name: "strict.aws", contents: DATA, options: { chunk: 4096 } },
  { name: "small-chunks.aws", contents: DATA, options: { chunk: 11 } },
  { name: "packed.het", contents: DATA, options: { compression: "zlib" } },
  { name: "packed-chunks.het", contents: DATA, options: { compression: "zlib", chunk: 128 } },
];

/** Images that utilities make: of plain.aws, or of nothing. */
export const MADE: Readonly<Record<string, { readonly command: readonly string[]; readonly contents: TapeContents }>> = {
  "hetupd-zlib.het": { command: ["hetupd", "-z", "plain.aws", "hetupd-zlib.het"], contents: DATA },
  "hetupd-zlib-1.het": { command: ["hetupd", "-z", "-1", "-c", "4096", "plain.aws", "hetupd-zlib-1.het"], contents: DATA },
  "hetupd-bzip2.het": { command: ["hetupd", "-b", "plain.aws", "hetupd-bzip2.het"], contents: DATA },
  "hetupd-bzip2-9.het": { command: ["hetupd", "-b", "-9", "-c", "5000", "packed.het", "hetupd-bzip2-9.het"], contents: DATA },
  "hetupd-strict.aws": { command: ["hetupd", "-s", "packed-chunks.het", "hetupd-strict.aws"], contents: DATA },
  "hetupd-plain.aws": { command: ["hetupd", "-d", "packed.het", "hetupd-plain.aws"], contents: DATA },
  "hetinit-labels.het": {
    command: ["hetinit", "-i", "hetinit-labels.het", "TAPE01", "SOMEONE"],
    contents: [
      text(`VOL1TAPE01${" ".repeat(31)}SOMEONE${" ".repeat(32)}`),
      text(`HDR1${"0".repeat(76)}`),
      MARK,
    ],
  },
  "hetinit-none.aws": { command: ["hetinit", "-d", "-n", "hetinit-none.aws"], contents: [MARK, MARK] },
};

type TapeContents = readonly (Uint8Array | null)[];

export function imageOf({ contents, options }: WrittenTape): Uint8Array {
  return tapeFile(contents, options);
}

/** Bytes of which every fiftieth is another one: they can be compressed, but not to nothing. */
function mixed(length: number): Uint8Array {
  let state = length;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return i % 50 === 0 ? (state >> 16) & 0xff : i % 50;
  });
}
