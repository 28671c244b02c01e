/** The channel status word (GA22-7000, "Channel-Status Word") and what is stored beside it. */

/** Channel status: CSW bits 40-47. */
export const PROGRAM_CONTROLLED_INTERRUPTION = 0x80;
export const INCORRECT_LENGTH = 0x40;
export const PROGRAM_CHECK = 0x20;
export const PROTECTION_CHECK = 0x10;
export const CHANNEL_DATA_CHECK = 0x08;
export const CHANNEL_CONTROL_CHECK = 0x04;
export const INTERFACE_CONTROL_CHECK = 0x02;
export const CHAINING_CHECK = 0x01;

/** What a check of the equipment is, against those of the program. */
export const EQUIPMENT_CHECKS = CHANNEL_DATA_CHECK | CHANNEL_CONTROL_CHECK | INTERFACE_CONTROL_CHECK;

/** Bit 4 of the CSW: the channel program is suspended. */
const SUSPENDED = 0x08;

/** What a CSW says. */
export interface Csw {
  readonly key: number;
  /** Address of the last CCW, plus 8. */
  readonly next: number;
  readonly unit: number;
  readonly channel: number;
  /** Residual count. */
  readonly count: number;
  readonly suspended?: boolean;
}

/** Status of a device alone, with which no operation has to do: all else is zero. */
export function deviceStatus(unit: number): Csw {
  return { key: 0, next: 0, unit, channel: 0, count: 0 };
}

/** The eight bytes of a CSW. */
export function cswBytes({ key, next, unit, channel, count, suspended = false }: Csw): Uint8Array {
  // Byte by byte: one is made for every interruption, and an array's buffer costs more than the array.
  const bytes = new Uint8Array(8);
  bytes[0] = (key << 4) | (suspended ? SUSPENDED : 0);
  bytes[1] = next >>> 16;
  bytes[2] = next >>> 8;
  bytes[3] = next;
  bytes[4] = unit;
  bytes[5] = channel;
  bytes[6] = count >>> 8;
  bytes[7] = count;
  return bytes;
}
