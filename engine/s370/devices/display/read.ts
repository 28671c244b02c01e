/** What a program reads (GA27-2749, "Read Buffer Command", "Read Modified Command"). */
import type { DisplayBuffer } from "./buffer.ts";
import { MODIFIED } from "./buffer.ts";
import { AID, encodeAddress, graphicOf, isShortRead, NULL, SET_BUFFER_ADDRESS, START_FIELD } from "./codes.ts";

/** What a read sends. */
export interface Inbound {
  readonly data: Uint8Array;
  /** For each byte the buffer address when it has been taken. */
  readonly addresses: Uint16Array;
}

/** The buffer address when so many bytes have been taken. */
export function addressAfter({ addresses }: Inbound, count: number): number {
  return count === 0 ? 0 : addresses[Math.min(count, addresses.length) - 1];
}

/** Bytes one after the other, each with the buffer address behind it. */
class Collector {
  readonly #bytes: number[] = [];
  readonly #addresses: number[] = [];
  #address: number;

  constructor(address: number) {
    this.#address = address;
  }

  add(...bytes: readonly number[]): void {
    for (const byte of bytes) {
      this.#bytes.push(byte);
      this.#addresses.push(this.#address);
    }
  }

  /** Bytes after which the address is another one. */
  addUpTo(address: number, ...bytes: readonly number[]): void {
    this.add(...bytes);
    this.#address = address;
    this.#addresses[this.#addresses.length - 1] = address;
  }

  get inbound(): Inbound {
    return { data: Uint8Array.from(this.#bytes), addresses: Uint16Array.from(this.#addresses) };
  }
}

/** AID, cursor address, and every location from an address to the last one; attributes as START FIELD orders. */
export function readBuffer(buffer: DisplayBuffer, from: number, aid: number, cursor: number): Inbound {
  const sent = new Collector(from);
  sent.add(aid, ...encodeAddress(cursor));
  for (let at = from; at < buffer.size; at++) {
    const attribute = buffer.attribute(at);
    if (attribute !== undefined) sent.add(START_FIELD);
    sent.addUpTo(buffer.next(at), attribute === undefined ? buffer.character(at) : graphicOf(attribute));
  }
  return sent.inbound;
}

/**
 * AID, cursor address, and the fields whose modified data tag is set and whose attribute is at an address or behind it:
 * each with the address of its first character, and without nulls; of an unformatted buffer, all that is no null. The
 * selector pen sends addresses without data, CLEAR and program-access keys send the AID alone.
 */
export function readModified(buffer: DisplayBuffer, from: number, aid: number, cursor: number): Inbound {
  const sent = new Collector(from);
  sent.add(aid);
  if (isShortRead(aid)) return sent.inbound;
  sent.add(...encodeAddress(cursor));
  if (!buffer.isFormatted) {
    if (aid !== AID.selectorPen) for (let at = from; at < buffer.size; at++) sendCharacter(buffer, at, sent);
    return sent.inbound;
  }
  for (let at = from; at < buffer.size; at++) {
    if (((buffer.attribute(at) ?? 0) & MODIFIED) === 0) continue;
    const first = buffer.next(at);
    sent.addUpTo(first, SET_BUFFER_ADDRESS, ...encodeAddress(first));
    if (aid === AID.selectorPen) continue;
    // The last field goes on where the buffer begins.
    for (let i = first; buffer.attribute(i) === undefined; i = buffer.next(i)) sendCharacter(buffer, i, sent);
  }
  return sent.inbound;
}

function sendCharacter(buffer: DisplayBuffer, at: number, sent: Collector): void {
  const character = buffer.character(at);
  if (character !== NULL) sent.addUpTo(buffer.next(at), character);
}
