/** Real storage as the monitor's IPL leaves it: control blocks, translation tables, guests' programs in their frames. */
import * as at from "./layout.ts";

/** A guest to be made. */
export interface GuestImage {
  /** "a": the world is "guest-a". */
  readonly id: string;
  /** Bytes, a multiple of 4,096 from 4,096 to 1 MiB. */
  readonly storageSize: number;
  /** What lies where in the guest's storage at the start. */
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  /** PSW to start with: 16 hexadecimal digits; the one in the guest's location 0 unless given. */
  readonly psw?: string;
}

/** Control registers after a reset (GA22-7000, "Initial CPU Reset"). */
const RESET_CONTROL_REGISTERS: ReadonlyMap<number, number> = new Map([
  [0, 0x000000e0],
  [2, 0xffffffff],
  [14, 0xc2000000],
  [15, 0x00000200],
]);
/** 4 KiB pages, 64 KiB segments (bits 8-12), and interruptions by the interval timer (bit 24). */
const REAL_CR0 = 0x00800080;
const PAGE = 0x1000;
const PAGES_A_SEGMENT = 16;
const SEGMENTS = 16;
const SEGMENT_INVALID = 1;
const PAGE_INVALID = 0x08;

export const controlBlock = (index: number): number => at.BLOCKS + index * at.BLOCK_SIZE;

/** Real frames of each guest's pages, dealt in turn: neighbouring pages of a guest lie apart, as they do in any system that has run for a while. */
function dealFrames(guests: readonly GuestImage[]): number[][] {
  const frames: number[][] = guests.map(() => []);
  let next = controlBlock(guests.length);
  const most = Math.max(...guests.map((guest) => guest.storageSize / PAGE));
  for (let page = 0; page < most; page++) {
    guests.forEach((guest, i) => {
      if (page * PAGE >= guest.storageSize) return;
      frames[i].push(next);
      next += PAGE;
    });
  }
  return frames;
}

function check(guests: readonly GuestImage[], storageSize: number): void {
  if (guests.length === 0) throw new RangeError("The minimal monitor needs at least one guest.");
  for (const { id, storageSize: size, segments } of guests) {
    if (size % PAGE !== 0 || size < PAGE || size > 0x100000)
      throw new RangeError(`guest ${id}: storage of ${size} bytes; it has to be a multiple of 4,096 up to 1,048,576`);
    for (const { address, bytes } of segments)
      if (address + bytes.length > size)
        throw new RangeError(
          `guest ${id}: ${bytes.length} bytes at X'${address.toString(16).toUpperCase()}' lie beyond its ${size} bytes of storage`,
        );
  }
  const needed = controlBlock(guests.length) + guests.reduce((sum, guest) => sum + guest.storageSize, 0);
  if (needed > storageSize)
    throw new RangeError(
      `the guests and the monitor need ${needed} bytes of real storage; the machine has ${storageSize}`,
    );
}

/** The PSW that a guest starts with, as 8 bytes: the one asked for, or its location 0. */
export function firstPsw(guest: GuestImage, locationZero: Uint8Array): Uint8Array {
  if (guest.psw === undefined) return locationZero.slice(0, 8);
  return Uint8Array.from(guest.psw.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * The whole of real storage but for the guests' first PSWs. Throws RangeError where the guests do not fit.
 * `consoles` are the device addresses of the real consoles, `slice` is in timer units.
 */
export function initialStorage(
  guests: readonly GuestImage[],
  consoles: readonly number[],
  slice: number,
  storageSize: number,
): Uint8Array {
  check(guests, storageSize);
  const bytes = new Uint8Array(storageSize);
  const view = new DataView(bytes.buffer);
  const frames = dealFrames(guests);
  view.setUint32(at.LAST, controlBlock(guests.length - 1));
  view.setUint32(at.SLICE, slice);
  guests.forEach((guest, i) => {
    const block = controlBlock(i);
    guest.segments.forEach((segment) => {
      segment.bytes.forEach((byte, offset) => {
        const address = segment.address + offset;
        bytes[frames[i][address >>> 12] + (address & 0xfff)] = byte;
      });
    });
    RESET_CONTROL_REGISTERS.forEach((value, n) => {
      view.setUint32(block + at.VCRS + 4 * n, value);
    });
    view.setUint32(block + at.REAL_CRS, REAL_CR0);
    view.setUint32(block + at.REAL_CRS + 4, block + at.SEGMENT_TABLE);
    view.setUint16(block + at.DEVICE, consoles[i]);
    view.setUint32(block + at.NEXT, controlBlock((i + 1) % guests.length));
    view.setUint32(block + at.PAGE_ZERO, frames[i][0]);
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const table = block + at.PAGE_TABLE + 2 * PAGES_A_SEGMENT * segment;
      const used = frames[i].length > segment * PAGES_A_SEGMENT;
      // Page-table length 15: all sixteen entries are there, invalid where the guest has no storage.
      view.setUint32(block + at.SEGMENT_TABLE + 4 * segment, (0xf0000000 | table | (used ? 0 : SEGMENT_INVALID)) >>> 0);
    }
    for (let page = 0; page < SEGMENTS * PAGES_A_SEGMENT; page++) {
      const frame = frames[i][page];
      view.setUint16(block + at.PAGE_TABLE + 2 * page, frame === undefined ? PAGE_INVALID : (frame >>> 12) << 4);
    }
  });
  return bytes;
}

/** The monitor's new PSWs: EC mode, supervisor state, no translation, nothing enabled. */
export const newPsws: readonly (readonly [oldLocation: number, entry: number])[] = [
  [at.EXTERNAL_OLD, at.ENTRY_EXTERNAL],
  [at.SVC_OLD, at.ENTRY_SVC],
  [at.PROGRAM_OLD, at.ENTRY_PROGRAM],
  [at.MACHINE_CHECK_OLD, at.ENTRY_MACHINE_CHECK],
  [at.IO_OLD, at.ENTRY_IO],
];

/** Bits 0-31 of a new PSW: EC mode alone. */
export const MONITOR_PSW = 0x00080000;
