/**
 * Images that test a System/370: loaded at 0 and started by the PSW there, they set keys, control registers and
 * registers, load a PSW under which the code to be tested runs, and end in a disabled wait whatever happens: all new
 * PSWs lead there, and the old ones in storage say how.
 */

/** Bytes that an image has, and that are compared afterwards. */
export const IMAGE_SIZE = 0x4000;
/** Bytes of storage that the machine must have. */
export const STORAGE_SIZE = 0x20_0000;

/** Places in an image. From 0x2000 on there are only operands. */
export const PROLOGUE = 0x200;
/** Floating-point registers 0, 2, 4 and 6 before; afterwards as they ended, where a case is about them. */
const FLOATING = 0x160;
const EPILOGUE = 0x2c0;
export const REGISTERS = 0x340;
const TEST_PSW = 0x380;
const SAVED = 0x388;
const WORDS = 0x3c8;
/** Any even address from here to 0x7fe is a SUPERVISOR CALL. */
export const LANDING = 0x400;
export const CODE = 0x800;
export const CONTROL_REGISTERS = 0x17c0;
export const SEGMENT_TABLE = 0x1800;
export const PAGE_TABLES = [0x1880, 0x1900] as const;
export const DATA = 0x2000;

/** Disabled waits; the address says which new PSW it was. */
const waitPsw = (address: number): readonly [number, number] => [0x000a_0000, address];

/** How the tested code finds the machine. */
export interface Setting {
  readonly registers: readonly number[];
  /** Floating-point registers, as eight words, if the case is about them: the end stores them where they came from. */
  readonly floating?: readonly number[];
  /** The PSW that code runs under. */
  readonly psw: readonly [left: number, right: number];
  /** Loaded if given, all sixteen. */
  readonly controlRegisters?: readonly number[];
  /** Storage keys to set, by address of the block. */
  readonly keys?: readonly (readonly [address: number, key: number])[];
  /** Whether the end stores the keys of the blocks from DATA on (at 0x3e0), and purges nothing. */
  readonly showKeys?: boolean;
}

export class Image {
  readonly bytes = new Uint8Array(IMAGE_SIZE);
  readonly #view = new DataView(this.bytes.buffer);

  word(address: number, value: number): void {
    this.#view.setUint32(address, value >>> 0);
  }
  half(address: number, value: number): void {
    this.#view.setUint16(address, value & 0xffff);
  }
  put(address: number, bytes: ArrayLike<number>): void {
    this.bytes.set(bytes, address);
  }

  /** Writes everything but the code to be tested and its operands. */
  set(setting: Setting): void {
    this.#pair(0, [0, PROLOGUE]);
    const end = setting.showKeys || setting.floating ? EPILOGUE : undefined;
    for (const [place, tag] of [
      [0x58, 0xe1],
      [0x60, 0xe2],
      [0x68, 0xe3],
      [0x78, 0xe5],
    ] as const)
      this.#pair(place, end === undefined ? waitPsw(tag) : [0x0008_0000, end]);
    for (let at = LANDING; at < CODE; at += 2) this.half(at, 0x0a00 | ((at >>> 1) & 0xff));

    const program: number[][] = [];
    // These constants share the place of the saved registers: they are used up before.
    let next = SAVED;
    const constant = (value: number): number => {
      this.word(next, value);
      next += 4;
      return next - 4;
    };
    (setting.keys ?? []).slice(0, 8).forEach(([address, key]) => {
      program.push(rx(0x58, 1, constant(key)), rx(0x58, 2, constant(address)), [0x08, 0x12]);
    });
    if (setting.controlRegisters) {
      setting.controlRegisters.forEach((value, i) => {
        this.word(CONTROL_REGISTERS + 4 * i, value);
      });
      this.word(WORDS, CONTROL_REGISTERS);
      program.push(rx(0x58, 1, WORDS), [0xb7, 0x0f, 0x10, 0x00]);
    }
    setting.floating?.forEach((value, i) => {
      this.word(FLOATING + 4 * i, value);
    });
    if (setting.floating) program.push(...FLOATING_REGISTERS.map((n) => rx(0x68, n, FLOATING + 4 * n)));
    setting.registers.forEach((value, i) => {
      this.word(REGISTERS + 4 * i, value);
    });
    program.push([0x98, 0x0f, ...displacement(REGISTERS)], [0x82, 0, ...displacement(TEST_PSW)]);
    this.put(PROLOGUE, program.flat());
    this.#pair(TEST_PSW, setting.psw);
    if (end !== undefined) this.#epilogue(setting);
  }

  /** Stores what is to be shown. For eight keys, at 0x3e0, it keeps the registers and gives them back. */
  #epilogue({ floating, showKeys }: Setting): void {
    const program: number[][] = [];
    if (floating) program.push(...FLOATING_REGISTERS.map((n) => rx(0x60, n, FLOATING + 4 * n)));
    if (showKeys) this.#showKeys(program);
    const end = EPILOGUE + program.flat().length + 4;
    const wait = (end + 7) & ~7;
    program.push([0x82, 0, ...displacement(wait)]);
    this.put(EPILOGUE, program.flat());
    this.#pair(wait, waitPsw(0xe9));
  }

  #showKeys(program: number[][]): void {
    program.push([0x90, 0x0f, ...displacement(SAVED)]);
    program.push(rx(0x41, 1, DATA & 0xfff), rx(0x41, 2, 0x800), [0x89, 0x20, 0, 2], rx(0x41, 3, 8), rx(0x41, 5, 0x3e0));
    // R2 = 0x2000; a loop of ISK, STC, LA, LA, BCT.
    const loop = EPILOGUE + program.flat().length;
    program.push([0x09, 0x42], [0x42, 0x40, 0x50, 0], [0x41, 0x22, 0x08, 0], [0x41, 0x55, 0, 1]);
    program.push([0x46, 0x30, ...displacement(loop)]);
    program.push([0x98, 0x0f, ...displacement(SAVED)]);
  }

  #pair(address: number, [left, right]: readonly [number, number]): void {
    this.word(address, left);
    this.word(address + 4, right);
  }
}

const FLOATING_REGISTERS = [0, 2, 4, 6];

const displacement = (address: number): [number, number] => [address >>> 8, address & 0xff];
const rx = (opcode: number, register: number, address: number): number[] => [
  opcode,
  register << 4,
  ...displacement(address),
];
