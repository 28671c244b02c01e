/** Channel command words of virtual machines' channel programs (GA22-7000, "Channel-Command Word"). */

export const CHAIN_DATA = 0x80;
export const CHAIN_COMMAND = 0x40;
export const SUPPRESS_LENGTH = 0x20;
export const SKIP = 0x10;
export const PROGRAM_CONTROLLED = 0x08;
export const INDIRECT = 0x04;
export const SUSPEND = 0x02;
/** Must be zero: a CCW with it is none. */
export const INVALID = 0x01;

export const TRANSFER_IN_CHANNEL = 0x08;
export const NO_OPERATION = 0x03;

/** Bytes of a CCW. */
export const CCW = 8;
/** Bytes that an indirect data address word reaches through. */
export const BLOCK = 0x800;

/** Taken apart, valid or not. */
export interface Ccw {
  readonly command: number;
  readonly address: number;
  readonly flags: number;
  readonly count: number;
}

export function ccwOf(left: number, right: number): Ccw {
  return { command: left >>> 24, address: left & 0xffffff, flags: right >>> 24, count: right & 0xffff };
}

/** Its two words, unsigned. */
export function wordsOf({ command, address, flags, count }: Ccw): readonly [left: number, right: number] {
  return [((command << 24) | address) >>> 0, ((flags << 24) | count) >>> 0];
}

/** One at which a channel finds a program check. */
export const INVALID_CCW: Ccw = { command: 0, address: 0, flags: 0, count: 0 };

export function isTransfer({ command }: Ccw): boolean {
  return (command & 0x0f) === TRANSFER_IN_CHANNEL;
}

/** Whether a command stores into storage: reads and sense. */
export function isInput(command: number): boolean {
  return (command & 1) === 0;
}

/** Whether it stores from the highest address down. */
export function isBackward(command: number): boolean {
  return (command & 0x0f) === 0x0c;
}
