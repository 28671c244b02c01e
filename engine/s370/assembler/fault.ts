/**
 * What is wrong with a statement, found at an offset in its operand field. It is thrown, but is no Error: nobody looks at a
 * stack trace, which takes longer to make than a statement to assemble.
 */
export class Fault {
  readonly message: string;
  /** Offset in the operand field, in UTF-16 units. */
  readonly offset: number;
  /** True where the cause has been reported elsewhere, so that one mistake gives one message. */
  readonly silent: boolean;

  constructor(offset: number, message: string, silent = false) {
    this.message = message;
    this.offset = offset;
    this.silent = silent;
  }
}

/** A number for a message, with commas: 4,112. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 byte", "3 bytes". */
export function bytesOf(value: number): string {
  return `${count(value)} ${value === 1 ? "byte" : "bytes"}`;
}

/** The bytes in upper-case hexadecimal. */
export function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}

/** An address for a message: X'00012A'. */
export function addressOf(address: number): string {
  return `X'${address.toString(16).toUpperCase().padStart(6, "0")}'`;
}
