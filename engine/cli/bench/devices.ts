/**
 * Benchmarks of devices: programs that read disks, copy tapes, read and print cards, with files that this machine and
 * another one share. What the files hold is computed, so that it is the same each time.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assemble } from "../../s370/assembler/index.ts";
import { makeTrack } from "../../s370/devices/images/ckd-track.ts";
import { geometryOf } from "../../s370/devices/images/disk-blank.ts";
import { diskFile } from "../../s370/devices/images/disk-image.ts";
import { DiskPack, type TrackSource } from "../../s370/devices/images/disk-pack.ts";
import { diskType } from "../../s370/devices/images/disk-types.ts";
import { writeTape } from "../../s370/devices/images/tape.ts";
import { iplDeck } from "../../s370/ipl-deck.ts";
import { textCard } from "../../s370/object-deck-cards.ts";

/** A program that is to be started, and where its result comes to be. */
export interface DeviceProgram {
  readonly image: Uint8Array;
  readonly result: { readonly address: number; readonly expected: Uint8Array };
}

export interface DeviceBenchmark {
  readonly name: string;
  /** What is counted: "records of 4,096 bytes". */
  readonly what: string;
  readonly count: number;
  /** Statements of a configuration, in words that both machines understand. */
  readonly configuration: readonly string[];
  /** Writes the files that the configuration names into a folder. */
  prepare(folder: string): void;
  /** Either a program that is started, or the device to load from. */
  readonly start: DeviceProgram | { readonly load: string };
  /** The file that it makes, and whether that is as it should be. */
  readonly output?: { readonly name: string; isRight(bytes: Uint8Array): boolean };
}

const CYLINDERS = 180;
const HEADS = 30;
const RECORDS = 4;
const RECORD_BYTES = 4096;
const TRACKS = CYLINDERS * HEADS;
/** A plain image of 105 MB. */
export const DISK = "pack.ckd";
const RANDOM_READS = 60_000;
/** An odd number: the sum of all is that of one. */
const PASSES = 5;

const BLOCKS = 8000;
const BLOCK_BYTES = 8192;
const CARDS = 100_000;

/** All of them, in the order in which they are measured. */
export function deviceBenchmarks(): readonly DeviceBenchmark[] {
  const disk = [`0120 3350 ${DISK} ro`];
  return [
    {
      name: "disk-seq",
      what: `records of ${RECORD_BYTES.toLocaleString("en")} bytes, ${RECORDS} at a time`,
      count: PASSES * TRACKS * RECORDS,
      configuration: disk,
      prepare: prepareDisk,
      start: programOf("disk-seq", sum(Array.from({ length: TRACKS * RECORDS }, (_, i) => firstWord(i)))),
    },
    {
      name: "disk-random",
      what: `records of ${RECORD_BYTES.toLocaleString("en")} bytes`,
      count: RANDOM_READS,
      configuration: disk,
      prepare: prepareDisk,
      start: programOf("disk-random", sum(randomRecords().map(firstWord))),
    },
    {
      name: "tape-copy",
      what: `blocks of ${BLOCK_BYTES.toLocaleString("en")} bytes, read and written`,
      count: BLOCKS,
      configuration: ["0180 3420 in.aws", "0181 3420 out.aws"],
      prepare: prepareTape,
      start: programOf("tape-copy", sum(Array.from({ length: BLOCKS }, (_, i) => firstWord(i)))),
      output: {
        name: "out.aws",
        isRight: (bytes) => Buffer.compare(bytes, tapeImage()) === 0,
      },
    },
    {
      name: "cards",
      what: "cards, read and printed",
      count: CARDS,
      configuration: ["000C 3505 cards.deck ebcdic eof", "000E 1403 print.txt"],
      prepare: prepareCards,
      start: { load: "00C" },
      output: {
        name: "print.txt",
        isRight: (bytes) => Buffer.from(bytes.subarray(-20)).toString("latin1").trim().endsWith(`${CARDS} CARDS`),
      },
    },
  ];
}

function programOf(name: string, expected: number): DeviceProgram {
  const { segments, symbols, errors } = assemble(readFileSync(new URL(`${name}.asm`, import.meta.url), "utf8"));
  if (errors.length > 0)
    throw new Error(errors.map(({ line, message }) => `${name}.asm:${line}: ${message}`).join("\n"));
  const last = segments[segments.length - 1];
  const image = new Uint8Array(last.address + last.bytes.length);
  for (const { address, bytes } of segments) image.set(bytes, address);
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, expected);
  return { image, result: { address: symbols.get("RESULT")?.value ?? 0, expected: bytes } };
}

/** The first word of a record or block, by its number; what follows it are the next ones. */
function firstWord(number: number): number {
  return Math.imul(number + 1, 0x9e3779b1);
}

function filled(number: number, length: number): Uint8Array {
  const words = new DataView(new ArrayBuffer(length));
  for (let i = 0; i < length / 4; i++)
    words.setInt32(4 * i, Math.imul(firstWord(number) + i, i === 0 ? 1 : 0x85ebca6b));
  return new Uint8Array(words.buffer);
}

function sum(words: readonly number[]): number {
  return words.reduce((all, word) => all ^ word, 0);
}

/** The records that disk-random reads. */
function randomRecords(): number[] {
  let seed = 1;
  return Array.from({ length: RANDOM_READS }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) | 0;
    return (seed >>> 8) % (TRACKS * RECORDS);
  });
}

/** The pack of both disk benchmarks. */
export function benchmarkPack(): DiskPack {
  const disk = diskType("3350");
  if (disk === undefined) throw new Error("there is no 3350");
  const source: TrackSource = {
    name: DISK,
    geometry: geometryOf(disk, CYLINDERS),
    damage: undefined,
    read(number) {
      const records = Array.from({ length: RECORDS }, (_, i) => ({
        record: i + 1,
        data: filled(number * RECORDS + i, RECORD_BYTES),
      }));
      return makeTrack(Math.floor(number / HEADS), number % HEADS, [
        { record: 0, data: new Uint8Array(8) },
        ...records,
      ]);
    },
  };
  return new DiskPack(source);
}

function prepareDisk(folder: string): void {
  writeFileSync(join(folder, DISK), Buffer.concat([...diskFile(benchmarkPack(), "plain")]));
}

function tapeImage(): Uint8Array {
  const blocks = Array.from({ length: BLOCKS }, (_, i) => filled(i, BLOCK_BYTES));
  return Buffer.concat([...writeTape([...blocks, null])]);
}

function prepareTape(folder: string): void {
  writeFileSync(join(folder, "in.aws"), tapeImage());
  writeFileSync(join(folder, "out.aws"), new Uint8Array(0));
}

function prepareCards(folder: string): void {
  const lister = readFileSync(new URL("../../guests/standalone/card-lister.asm", import.meta.url), "utf8");
  const cards = Array.from({ length: CARDS }, (_, i) => textCard(`CARD ${i + 1} OF ${CARDS}`.padEnd(72, " .")));
  writeFileSync(join(folder, "cards.deck"), Buffer.concat([iplDeck(assemble(lister)), ...cards]));
}
