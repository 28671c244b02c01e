/**
 * Cases about devices: stand-alone programs that drive them, run on another System/370 (record-devices.ts) and here
 * (test/engine/s370/devices). A topic's cases are `cases` of device-cases-TOPIC.ts.
 */
import { readFileSync } from "node:fs";
import { assemble } from "../../engine/s370/assembler/index.ts";
import { openDisk } from "../../engine/s370/devices/images/disk-image.ts";
import { tracksOf } from "../../engine/s370/devices/images/disk-pack.ts";
import { bytesOf } from "../../engine/s370/devices/media.ts";
import { checksum } from "./s370-recording.ts";

export interface DeviceCase {
  /** Unique in its topic, and what a reader learns from it: "3505: command reject for a write". */
  readonly name: string;
  /** Statements behind the frame of device-prologue.asm, which says what macros there are. Ends in DONE. */
  readonly source: string;
  /** Device statements of a Hercules configuration: "00E 1403 print.txt crlf". Names of files are those of `files`, and `outputs`. */
  readonly configuration: readonly string[];
  /** What lies in the folder of the configuration before. */
  readonly files?: Readonly<Record<string, Uint8Array | (() => Uint8Array)>>;
  /**
   * Files that are made by a utility of Hercules when recording: name, and the command that makes it there
   * (`["dasdinit", "-z", "a.cckd", "3350", "VOL001"]`). They become part of the recording.
   */
  readonly made?: Readonly<Record<string, readonly string[]>>;
  /** What is done from outside while the program runs, in order. */
  readonly steps?: readonly Step[];
  /** IPL from that device (hexadecimal) in place of starting the assembled program, whose symbols still name what is compared. */
  readonly ipl?: string;
  /** Storage that is compared at the end besides the results: from a symbol or a hexadecimal address, so many bytes. */
  readonly areas?: readonly (readonly [at: string, length: number])[];
  /**
   * Files that the devices write and that are compared at the end, byte for byte. "0C0.screen" is what the display
   * station there shows then.
   */
  readonly outputs?: readonly string[];
  /** Which bits of sense bytes are compared, hexadecimal from byte 0 on; all, unless given. A comment says what the others are. */
  readonly senseBits?: string;
  /**
   * Where the other system needs something else: device statements in place of those of `configuration`, and bytes
   * (hexadecimal) at symbols, of the program that it runs.
   */
  readonly there?: {
    readonly configuration: readonly string[];
    readonly patches: Readonly<Record<string, string>>;
  };
  /** Why it ends here otherwise than it did there: what the manual says, which one, and what the other does. */
  readonly differs?: string;
  /** Where it `differs`: what must be here in place of the recorded result, by the recording's words ("slot 3": "io 00E …", "psw", an area's or a file's name). */
  readonly expected?: Readonly<Record<string, string>>;
}

/** Something done when the program has come to a STAGE, and waits. */
export type Step = { readonly stage: number } & (
  | { /** A line typed at the console. */ readonly type: string }
  | {
      /** What the operator of a display station does: device, hexadecimal, and keystrokes. */
      readonly display: string;
      readonly keys: string;
    }
  | {
      /** Commands of Hercules: "devinit 00C next.deck". */
      readonly hercules: readonly string[];
      /** The same here: device, hexadecimal, and what its operator does; or "operator", and the key on the system's panel. */
      readonly here: readonly (readonly [device: string, text: string])[];
    }
);

/** How a case ended. */
export interface DeviceOutcome {
  /** 16 hexadecimal digits. */
  readonly psw: string;
  /** Each slot of results in words: see {@link slotText}. */
  readonly slots: readonly string[];
  /** Hexadecimal, by the words of `areas`. */
  readonly areas: Readonly<Record<string, string>>;
  /** Contents of a small file, each byte a character; "SIZE bytes, SHA-256 …" of a large one. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface DeviceRecording {
  readonly recorder: string;
  readonly cases: Readonly<
    Record<
      string,
      {
        /** Checksum of what the case gives: a changed one is to be recorded again. */
        readonly given: number;
        /** Files made by utilities, in base64 of their gzip form. */
        readonly made?: Readonly<Record<string, string>>;
        readonly outcome: DeviceOutcome;
      }
    >
  >;
}

/** Where results begin, and bytes of one. */
export const RESULTS = 0x4000;
export const SLOT = 48;
const MOST_SLOTS = 170;
/** Bytes of storage that both machines have, and of which the first are looked at. */
export const DEVICE_STORAGE = 0x20_0000;
export const SHOWN_STORAGE = 0x8_0000;

const prologue = readFileSync(new URL("device-prologue.asm", import.meta.url), "utf8");
const prologueLines = prologue.split("\n").length - 1;

/** A case's program as an image from location 0, and its symbols. Throws on errors in the source, by its own lines. */
export function assembleCase({ name, source }: DeviceCase): { image: Uint8Array; at: (symbol: string) => number } {
  const assembly = assemble(`${prologue}${source.replace(/^\n/, "").replace(/\n?$/, "\n")}         END\n`);
  if (assembly.errors.length > 0)
    throw new Error(
      `${name}: ${assembly.errors.map(({ line, message }) => `line ${line - prologueLines}: ${message}`).join("\n")}`,
    );
  const last = assembly.segments[assembly.segments.length - 1];
  const image = new Uint8Array(Math.max(RESULTS, last.address + last.bytes.length));
  for (const { address, bytes } of assembly.segments) image.set(bytes, address);
  return {
    image,
    at: (symbol) => {
      const found = assembly.symbols.get(symbol)?.value ?? Number.parseInt(symbol, 16);
      if (!(found >= 0)) throw new Error(`${name}: no symbol ${symbol}, and no address`);
      return found;
    },
  };
}

/** What lies in a case's folder before it runs, without what utilities make. */
export function filesOf({ files = {} }: DeviceCase): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(files).map(([name, made]) => [name, typeof made === "function" ? made() : made]));
}

/** Checksum of everything that decides how a case runs. */
export function givenBy(device: DeviceCase): number {
  const { configuration, steps, ipl, areas, outputs, made, there } = device;
  const text = new TextEncoder().encode(JSON.stringify({ configuration, steps, ipl, areas, outputs, made, there }));
  const files = [...filesOf(device)].map(([name, bytes]) => `${name} ${checksum(bytes)}`).join();
  return checksum(assembleCase(device).image) ^ checksum(text) ^ checksum(new TextEncoder().encode(files));
}

/** How it ended, from storage (its first {@link SHOWN_STORAGE} bytes) and files. */
export function outcomeOf(
  device: DeviceCase,
  psw: string,
  storage: Uint8Array,
  output: (name: string) => Uint8Array | undefined,
  digest: (bytes: Uint8Array) => string,
): DeviceOutcome {
  const { at } = assembleCase(device);
  const view = new DataView(storage.buffer, storage.byteOffset, storage.byteLength);
  const next = view.getUint32(at("IONEXT"));
  // A case that loads another program need not have results.
  const count = next > RESULTS && next <= RESULTS + MOST_SLOTS * SLOT ? Math.floor((next - RESULTS) / SLOT) : 0;
  const slots = Array.from({ length: count }, (_, i) =>
    slotText(storage.subarray(RESULTS + SLOT * i, RESULTS + SLOT * (i + 1))),
  );
  const areas = (device.areas ?? []).map(([symbol, length]): [string, string] => [
    symbol,
    hex(storage.subarray(at(symbol), at(symbol) + length)),
  ]);
  const outputs = (device.outputs ?? []).map((name): [string, string] => {
    const bytes = output(name);
    if (bytes === undefined) return [name, "not written"];
    if (/\.c?ckd$/.test(name)) return [name, tracksText(name, bytes, digest)];
    if (bytes.length > LARGE) return [name, `${bytes.length} bytes, SHA-256 ${digest(bytes)}`];
    return [name, Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")];
  });
  return { psw, slots, areas: Object.fromEntries(areas), outputs: Object.fromEntries(outputs) };
}

/** What is on a disk, whatever the form of its image. */
function tracksText(name: string, image: Uint8Array, digest: (bytes: Uint8Array) => string): string {
  const pack = openDisk([bytesOf(name, image)]);
  const count = tracksOf(pack.geometry);
  const tracks = new Uint8Array(count * pack.geometry.trackBytes);
  let length = 0;
  for (let number = 0; number < count; number++) {
    const track = pack.track(number);
    tracks.set(track, length);
    length += track.length;
  }
  return `${count} tracks with ${length} bytes, SHA-256 ${digest(tracks.subarray(0, length))}`;
}

/** Bytes of a file above which only its digest is kept. */
const LARGE = 0x8000;

const KINDS = ["?", "io", "await", "begin", "ask", "other"];

/** "io 00E cc 0 csw 00 001208 0C 00 0000": kind, device, condition code, then key, CCW address, unit and channel status, count; and sense bytes. */
function slotText(slot: Uint8Array): string {
  const [cc, kind] = slot;
  const csw = slot.subarray(8, 16);
  const parts = [KINDS[kind] ?? `kind ${kind}`, hex(slot.subarray(2, 4)).slice(1), `cc ${cc}`];
  parts.push("csw", hex(csw.subarray(0, 1)), hex(csw.subarray(1, 4)));
  parts.push(hex(csw.subarray(4, 5)), hex(csw.subarray(5, 6)), hex(csw.subarray(6, 8)));
  if (csw[4] & 0x02) parts.push("sense", hex(slot.subarray(16, 40)), "left", hex(slot.subarray(42, 44)));
  return parts.join(" ");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}
