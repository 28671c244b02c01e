/** A hypervisor of one page, in machine code, that runs one virtual machine with the processor's assists. */
import { assemble } from "../../../../engine/s370/assembler/index.ts";
import { type AssistFeatures, System370 } from "../../../../engine/s370/index.ts";
import type { ExecutorName } from "../../../../engine/s370/system.ts";

/** Where things are in real storage. */
export const AT = {
  micblok: 0x2000,
  virtualPsw: 0x2020,
  controlRegisters: 0x2040,
  segmentTable: 0x2100,
  /** The word before it points to the swap table. */
  pageTable: 0x2148,
  swapTable: 0x2180,
  left: 0x304,
  svcs: 0x308,
  lastLeft: 0x30c,
} as const;

/** The virtual machine's pages of 4 KiB and their frames; the fourth is not in storage. */
export const FRAMES: readonly (number | undefined)[] = [0x1_0000, 0x1_3000, 0x1_2000, undefined, 0x1_5000];

/**
 * What the assists leave, the hypervisor counts and skips; with SVC it stops. Nothing is simulated: what is done has been
 * done by the processor.
 */
const HYPERVISOR = `
HV       CSECT
         USING HV,0
         DC    X'0008000000000800'
         ORG   HV+X'58'
         DC    X'00080000',A(EXTINT)
         DC    X'00080000',A(SVCINT)
         DC    X'00080000',A(PGMINT)
         ORG   HV+X'300'
EXTERNAL DC    F'0'
LEFT     DC    F'0'
SVCS     DC    F'0'
LASTLEFT DC    F'0'
CRS      DS    2F
CR6      DS    F
SAVE     DS    16F
RUNPSW   DS    D
HALTED   DC    X'000A0000',A(X'F0')
HALTSVC  DC    X'000A0000',A(X'F1')
         ORG   HV+X'800'
START    LCTL  0,1,CRS
         LCTL  6,6,CR6
         LPSW  RUNPSW
PGMINT   STM   0,15,SAVE
         CLI   X'8F',2
         BNE   STOP
         L     1,LEFT
         LA    1,1(,1)
         ST    1,LEFT
         MVC   LASTLEFT,X'2C'
         LM    0,15,SAVE
         LPSW  X'28'
STOP     LPSW  HALTED
SVCINT   LPSW  HALTSVC
EXTINT   ST    1,SAVE
         L     1,EXTERNAL
         LA    1,1(,1)
         ST    1,EXTERNAL
         L     1,SAVE
         LPSW  X'18'
         END
`;

export interface Given {
  /** The virtual machine's program, at its real addresses, in pages 0 to 2; it begins at X'800'. */
  readonly guest: string;
  /** Control register 6 without the MICBLOK's address; the assist active, and nothing else, unless given. */
  readonly controls?: number;
  /** The virtual PSW as 16 digits; EC mode, key 0, supervisor state unless given. */
  readonly psw?: string;
  /** Virtual control registers. */
  readonly controlRegisters?: Readonly<Record<number, number>>;
  readonly isPending?: boolean;
  /** Swap-table entries' first words, by page. */
  readonly swap?: Readonly<Record<number, number>>;
  readonly features?: Partial<AssistFeatures>;
  readonly executor?: ExecutorName;
  readonly hot?: number;
}

export interface Run {
  readonly machine: System370;
  /** A word of real storage, eight digits. */
  readonly word: (address: number) => string;
  /** A word of the virtual machine's storage, eight digits. */
  readonly guestWord: (address: number) => string;
  /** Instructions that were left to the hypervisor. */
  readonly left: () => number;
  /** The virtual PSW with what counts of the real one, at the time of the last SVC, 16 digits. */
  readonly virtualPsw: () => string;
}

const PSW = "0008000000000800";

/** A machine whose hypervisor is about to dispatch the virtual machine. */
export function hypervisor(given: Given): Run {
  const machine = new System370({
    storageSize: 0x2_0000,
    executor: given.executor ?? "translator",
    ...(given.hot !== undefined && { hot: given.hot }),
    assists: given.features ?? { virtualMachine: true, intervalTimer: true },
  });
  const put = (address: number, ...words: number[]): void => {
    const bytes = new Uint8Array(4 * words.length);
    words.forEach((word, i) => {
      new DataView(bytes.buffer).setUint32(4 * i, word >>> 0);
    });
    machine.write(address, bytes);
  };
  const word = (address: number): string => Buffer.from(machine.read(address, 4)).toString("hex").toUpperCase();
  for (const { address, bytes } of assembled(HYPERVISOR)) machine.write(address, bytes);
  for (const { address, bytes } of assembled(given.guest)) {
    bytes.forEach((byte, i) => {
      machine.write(frameOf(address + i), Uint8Array.of(byte));
    });
  }

  const psw = given.psw ?? PSW;
  const [left, right] = [Number.parseInt(psw.slice(0, 8), 16), Number.parseInt(psw.slice(8), 16)];
  put(AT.micblok, AT.segmentTable, AT.controlRegisters, AT.virtualPsw | (given.isPending ? 0x8000_0000 : 0), 0, 0, 0);
  put(AT.micblok + 16, frameOf(80));
  put(AT.virtualPsw, left, right);
  for (const [register, value] of Object.entries(given.controlRegisters ?? {}))
    put(AT.controlRegisters + 4 * Number(register), value);
  // Pages beyond the last frame are beyond the table too.
  put(AT.segmentTable, ((FRAMES.length - 1) << 28) | AT.pageTable, ...new Array(15).fill(1));
  put(AT.pageTable - 4, AT.swapTable);
  const entries = FRAMES.map((frame) => (frame === undefined ? 0x8 : frame >>> 8));
  entries.forEach((entry, page) => {
    machine.write(AT.pageTable + 2 * page, Uint8Array.of(entry >>> 8, entry));
  });
  for (const [page, value] of Object.entries(given.swap ?? {})) put(AT.swapTable + 8 * Number(page), value);

  // The real interval timer asks for nothing.
  put(80, 0x7fff_ffff);
  // Pages of 4 KiB, segments of 64 KiB, all external masks but the interval timers'.
  put(0x310, 0x0080_0080, AT.segmentTable, (given.controls ?? 0x8000_0000) | AT.micblok);
  const ec = (left & 0x0008_0000) !== 0;
  const cc = ec ? (left >>> 12) & 3 : (right >>> 28) & 3;
  const mask = ec ? (left >>> 8) & 15 : (right >>> 24) & 15;
  put(0x360, 0x0409_0000 | (left & 0x00f0_0000) | (cc << 12) | (mask << 8), right & 0xff_ffff);
  machine.setPsw("0008000000000800");
  return {
    machine,
    word,
    guestWord: (address) => word(frameOf(address)),
    left: () => Number.parseInt(word(AT.left), 16),
    virtualPsw: () => combined(word(AT.virtualPsw), word(AT.virtualPsw + 4), word(0x20), word(0x24)),
  };
}

/** Runs until the hypervisor stops, or at most so many ticks. */
export function run(given: Given, ticks = 10_000): Run {
  const begun = hypervisor(given);
  begun.machine.run({ ticks });
  return begun;
}

function assembled(source: string): readonly { address: number; bytes: Uint8Array }[] {
  const { errors, segments } = assemble(source);
  if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  return segments;
}

/** Real address of the virtual machine's real address. */
export function frameOf(address: number): number {
  const frame = FRAMES[address >>> 12];
  if (frame === undefined) throw new RangeError(`page ${address >>> 12} is not in storage`);
  return frame + (address & 0xfff);
}

/** System mask, key and mode from the virtual PSW, the rest from the real one, which is in EC mode. */
function combined(left: string, right: string, realLeft: string, realRight: string): string {
  const virtual = Number.parseInt(left, 16);
  const real = Number.parseInt(realLeft, 16);
  const address = realRight.slice(2);
  const hex = (value: number): string => (value >>> 0).toString(16).toUpperCase().padStart(8, "0");
  if (virtual & 0x0008_0000) return hex((virtual & 0xffff_00ff) | (real & 0x3f00)) + right.slice(0, 2) + address;
  return hex(virtual & 0xffff_0000) + hex(((real & 0x3f00) << 16) | Number.parseInt(address, 16));
}
