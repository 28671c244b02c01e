/** What a program writes: characters and orders (GA27-2749, "Write Command", "Erase/Write Command", "Orders"). */
import type { DisplayBuffer } from "./buffer.ts";
import { PROTECTED } from "./buffer.ts";
import {
  decodeAddress,
  ERASE_UNPROTECTED_TO_ADDRESS,
  INSERT_CURSOR,
  NULL,
  PROGRAM_TAB,
  REPEAT_TO_ADDRESS,
  SET_BUFFER_ADDRESS,
  START_FIELD,
} from "./codes.ts";

/** What is written to, and where it is written on. */
export interface Written {
  /** The buffer address after the last character or order. */
  readonly address: number;
  /** Where INSERT CURSOR has put it, if there was one. */
  readonly cursor?: number;
  /** Whether there was an address that the buffer does not have, or an order without all of its bytes. The rest is not written. */
  readonly operationCheck: boolean;
}

/** How many bytes follow an order's code. */
const OPERANDS = new Map([
  [PROGRAM_TAB, 0],
  [SET_BUFFER_ADDRESS, 2],
  [ERASE_UNPROTECTED_TO_ADDRESS, 2],
  [INSERT_CURSOR, 0],
  [START_FIELD, 1],
  [REPEAT_TO_ADDRESS, 3],
]);

/** Writes characters and orders from an address on. The write control character is not among them. */
export function writeStream(buffer: DisplayBuffer, from: number, stream: Uint8Array): Written {
  let address = from;
  let cursor: number | undefined;
  const ending = (operationCheck: boolean): Written => ({
    address,
    operationCheck,
    ...(cursor !== undefined && { cursor }),
  });
  /** What PROGRAM TAB does depends on what came before it. */
  let afterCharacter = false;
  for (let at = 0; at < stream.length; ) {
    const code = stream[at++];
    const operands = OPERANDS.get(code);
    if (operands === undefined) {
      buffer.setCharacter(address, code);
      address = buffer.next(address);
      afterCharacter = true;
      continue;
    }
    if (at + operands > stream.length) return ending(true);
    const operand = decodeAddress(stream[at], stream[at + 1]);
    if (operands >= 2 && operand >= buffer.size) return ending(true);
    let erasing = false;
    switch (code) {
      case START_FIELD:
        buffer.setAttribute(address, stream[at]);
        address = buffer.next(address);
        break;
      case SET_BUFFER_ADDRESS:
        address = operand;
        break;
      case INSERT_CURSOR:
        cursor = address;
        break;
      case PROGRAM_TAB: {
        const tab = programTab(buffer, address, afterCharacter);
        address = tab.address;
        erasing = tab.erasing;
        break;
      }
      case REPEAT_TO_ADDRESS:
        do {
          buffer.setCharacter(address, stream[at + 2]);
          address = buffer.next(address);
        } while (address !== operand);
        break;
      case ERASE_UNPROTECTED_TO_ADDRESS:
        buffer.eraseUnprotected(address, operand);
        address = operand;
        break;
    }
    afterCharacter = erasing;
    at += operands;
  }
  return ending(false);
}

/**
 * PROGRAM TAB: on to the next unprotected field's first location, at most to location 0. After a character, the rest of
 * the field that it leaves becomes nulls; where that stops at location 0 only, another tab goes on with it (`erasing`).
 */
function programTab(
  buffer: DisplayBuffer,
  from: number,
  afterCharacter: boolean,
): { readonly address: number; readonly erasing: boolean } {
  const here = buffer.attribute(from);
  if (here !== undefined && (here & PROTECTED) === 0) return { address: buffer.next(from), erasing: false };
  const address = tabbed(buffer, from);
  if (afterCharacter)
    for (let at = from; at < buffer.size && buffer.attribute(at) === undefined; at++) buffer.setCharacter(at, NULL);
  return { address, erasing: afterCharacter && address === 0 };
}

function tabbed(buffer: DisplayBuffer, from: number): number {
  const field = buffer.unprotectedFrom(from);
  // A field that begins with the last location has its first character in location 0.
  return field ?? 0;
}
