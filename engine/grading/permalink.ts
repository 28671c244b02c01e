/** Permalinks: `/lab/<id>#v1.<data>`, where data is base64url of deflated JSON. What they hold is enough to run the same run again. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { z } from "zod";
import type { InputEvent } from "./format.ts";

/** Changes whenever the same program with the same inputs would run otherwise than before. */
export const behaviour = 1;

/** Characters a whole link may have in mail. */
export const mailLimit = 2000;

/** Bytes that a link's data may unpack to: far more than a lab's files, far less than a page can hold. */
const unpackedLimit = 1_000_000;

/** What a link says about a run. */
export interface LinkedRun {
  /** Files that differ from the lab's own. */
  readonly files: Readonly<Record<string, string>>;
  /** Lines that were typed, each at its tick. */
  readonly input: readonly InputEvent[];
  /** Tick at which to stop. */
  readonly stop: number;
  /** Digest of the state at `stop`. */
  readonly digest: string;
  /** Digests of the images that the machine was made of, by their names. */
  readonly images?: Readonly<Record<string, string>>;
}

export type Decoded =
  | { readonly ok: true; readonly run: LinkedRun; readonly note?: string }
  | { readonly ok: false; readonly why: string };

const tick = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Short keys: every character counts in a link. */
const packed = z.object({
  b: z.number().int(),
  f: z.record(z.string().min(1).max(200), z.string()),
  i: z.array(z.tuple([tick, z.string().min(1).max(40), z.string().max(1000)])).max(10_000),
  t: tick,
  d: z.string().regex(/^[0-9A-F]{16}$/),
  h: z.record(z.string().min(1).max(40), z.string().max(100)).optional(),
});

/** The fragment for a run: "v1.…", without the number sign. */
export function encodeLink(run: LinkedRun): string {
  const data: z.infer<typeof packed> = {
    b: behaviour,
    f: { ...run.files },
    i: run.input.map((event) => [event.tick, event.console, event.text]),
    t: run.stop,
    d: run.digest,
    ...(run.images && { h: { ...run.images } }),
  };
  return `v1.${toBase64Url(deflateSync(strToU8(JSON.stringify(data)), { level: 9 }))}`;
}

/** Whether a link with this fragment, at this address ("https://…/lab/<id>"), is short enough for mail. */
export function fitsMail(address: string, fragment: string): boolean {
  return address.length + 1 + fragment.length <= mailLimit;
}

/** Reads a fragment, with or without the number sign. Never throws: an unreadable link says why. */
export function decodeLink(fragment: string): Decoded {
  const text = fragment.replace(/^#/, "").trim();
  const version = /^v(\d+)\./.exec(text);
  if (version === null) return { ok: false, why: "the link has no run in it: it should go on with #v1. and data" };
  if (version[1] !== "1")
    return { ok: false, why: `the link is of version ${version[1]}, and this page reads version 1` };
  const bytes = fromBase64Url(text.slice(version[0].length));
  if (bytes === undefined) return { ok: false, why: "the link has characters in it that do not belong there" };
  let json: string;
  try {
    json = unpack(bytes);
  } catch {
    return { ok: false, why: "the link is cut off or damaged" };
  }
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return { ok: false, why: "the link is damaged" };
  }
  const checked = packed.safeParse(data);
  if (!checked.success) return { ok: false, why: "the link's data is not that of a run" };
  const { b, f, i, t, d, h } = checked.data;
  const input = i.map(([at, console, line]) => ({ tick: at, console, text: line }));
  const run: LinkedRun = { files: f, input, stop: t, digest: d, ...(h && { images: h }) };
  if (b === behaviour) return { ok: true, run };
  return { ok: true, run, note: "the link was made by another version of the machine, so the run may end otherwise" };
}

function unpack(bytes: Uint8Array): string {
  // A buffer of its own size bounds what a hostile link can make of the page's memory.
  const out = inflateSync(bytes, { out: new Uint8Array(unpackedLimit) });
  if (out.length >= unpackedLimit) throw new RangeError("too long");
  return strFromU8(out);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = left >= 3 ? 4 : left + 1;
    for (let d = 0; d < digits; d++) text += alphabet[(word >> (18 - 6 * d)) & 63];
  }
  return text;
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (const character of text) {
    word = ((word << 6) | alphabet.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (word >> bits) & 0xff;
  }
  return bytes;
}
