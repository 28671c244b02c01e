/**
 * The directory as it is on disk: 4,096-byte records of control blocks (SY20-0882, "Data Areas" of DMKDIR; SY20-0884, "UDIRBLOK", "UMACBLOK",
 * "UDEVBLOK"). Blocks are chained by the address of a record and a displacement in it. What the manuals leave open is ours, and marked so.
 */

/** Bytes of a record, and of those the ones that have blocks; the rest is {@link TRAILER}. */
export const RECORD = 4096;
export const BLOCKS_END = 4080;

/** UDIRBLOK: a user's name and password. The first of a record is a dummy: it leads to the record's last, and to the next record of such blocks. */
export const UDIRBLOK = { displacement: 2, address: 4, userid: 8, password: 16, size: 24 } as const;
export const USERS_OF_RECORD = Math.floor(BLOCKS_END / UDIRBLOK.size) - 1;

/** UMACBLOK: a virtual machine, chained to its first device. */
export const UMACBLOK = {
  devices: 0,
  displacement: 2,
  address: 4,
  classes: 8,
  priority: 9,
  options: 0x0a,
  moreOptions: 0x0b,
  lineEnd: 0x0c,
  lineDelete: 0x0d,
  characterDelete: 0x0e,
  escape: 0x0f,
  storage: 0x10,
  maximumStorage: 0x14,
  account: 0x18,
  distribution: 0x20,
  ipl: 0x28,
  processorIdentification: 0x30,
  affinity: 0x33,
  /** Ours: which of the four line-edit symbols are codes, {@link SYMBOL_CODES}; the others are ON or OFF. */
  symbols: 0x34,
  size: 56,
} as const;

/** UMACOPT. */
export const OPTIONS = {
  isam: 0x80,
  ecMode: 0x40,
  realTimer: 0x20,
  virtualEqualsReal: 0x10,
  accounting: 0x08,
  svcOff: 0x02,
  blockMultiplexer: 0x01,
} as const;

/** UMACOPT2. The second and third are ours: UMACCPUID and UMACAFF have been given. */
export const VMSAVE = 0x10;
export const HAS_IDENTIFICATION = 0x02;
export const HAS_AFFINITY = 0x01;

/** Line-edit symbols that are no codes. */
export const SYMBOL_ON = 0xff;
export const SYMBOL_OFF = 0x00;
/** In `symbols`: line end, line delete, character delete, escape. */
export const SYMBOL_CODES = [0x80, 0x40, 0x20, 0x10] as const;

/** UDEVBLOK: a virtual device, chained to the next; the long one has a minidisk's passwords. */
export const UDEVBLOK = {
  device: 0,
  displacement: 2,
  address: 4,
  status: 8,
  mode: 9,
  deviceClass: 0x0a,
  type: 0x0b,
  /** Ours: {@link FEATURE}. */
  feature: 0x0c,
  spoolClass: 0x0d,
  /** Of a link: the owner's virtual address. Of a dedicated device: the real one (ours). */
  link: 0x0e,
  linkUserid: 0x10,
  cylinders: 0x0e,
  start: 0x10,
  volume: 0x12,
  shortSize: 0x18,
  readPassword: 0x18,
  writePassword: 0x20,
  multiplePassword: 0x28,
  longSize: 0x30,
} as const;

/** UDEVSTAT. TEXT is ours: see {@link TEXT}. */
export const STATUS = {
  dedicated: 0x80,
  temporary: 0x40,
  long: 0x20,
  link: 0x10,
  spool: 0x08,
  reserve: 0x02,
  text: 0x01,
} as const;

/** UDEVMODE: links allowed, as there are passwords; below them the owner's mode, its place in {@link MODES} times four. */
export const READ_LINKS = 0x80;
export const WRITE_LINKS = 0x40;
export const MULTIPLE_LINKS = 0x20;
export const MODES = ["R", "RR", "W", "WR", "M", "MR", "MW"] as const;

/** UDEVFTR, ours; the model tells types apart that have one code. */
export const FEATURE = {
  bottom: 0x80,
  top: 0x40,
  readOnly: 0x80,
  massStorage: 0x40,
  volume: 0x20,
  teletype: 0x80,
  model: 0x0f,
} as const;

/**
 * A block of ours in the chain of devices: part of a statement for which the other blocks have no room, in most cases one that came with VM/SP. Its
 * device is that of the statement, or NO_DEVICE.
 */
export const TEXT = { length: 9, text: 0x0a, most: 14, size: 24 } as const;
export const NO_DEVICE = 0xffff;
/** In `length`: the statement goes on in the next block. */
export const CONTINUED = 0x80;

/**
 * At the end of each record, where 170 blocks of 24 bytes leave 16 bytes; ours. The checksum is a CRC-32 of all that stands before it: a record that
 * was not written to its end does not have it.
 */
export const TRAILER = { mark: 4080, generation: 4084, index: 4088, count: 4090, checksum: 4092 } as const;
export const MARK = "DRCT";

/**
 * In the volume label: the address of the first record, and the number of the directory that it begins, counted from 1. That the label leads to the
 * directory is VM/370's (SY20-0882, "Data Areas"); the place is ours.
 */
export const LABEL = { address: 52, generation: 56 } as const;

/** An address of a record: cylinder (two bytes), number within the cylinder from 1, and a byte of zeros. 0: none. */
export type DasdAddress = number;

export function dasdAddress(page: number, pagesACylinder: number): DasdAddress {
  return Math.floor(page / pagesACylinder) * 0x10000 + ((page % pagesACylinder) + 1) * 0x100;
}

/** The page of a volume, from 0; undefined where there can be none. */
export function pageOfAddress(address: DasdAddress, pagesACylinder: number): number | undefined {
  const within = ((address >>> 8) & 0xff) - 1;
  if ((address & 0xff) !== 0 || within < 0 || within >= pagesACylinder) return undefined;
  return (address >>> 16) * pagesACylinder + within;
}

/** "cylinder 3, record 12". */
export function placeName(address: DasdAddress): string {
  return `cylinder ${address >>> 16}, record ${(address >>> 8) & 0xff}`;
}
