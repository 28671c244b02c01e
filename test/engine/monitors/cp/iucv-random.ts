/**
 * Random IUCV instructions, and a program that executes them one after another while interruptions come as they like. It keeps of each instruction what came of it, and of each
 * interruption what it told.
 */
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import type { Random } from "../../../vectors/random.ts";
import { program } from "../support.ts";
import { ANSWERS, AREA, driver, ENTRY, LIST, NEWS, RECEIVED, STORAGE, TABLE, TEXTS } from "./communication-driver.ts";

const BUFFER = 0xc00;

const DRIVER = (entries: number): string =>
  driver({
    entries,
    mask: "00000002",
    buffer: BUFFER,
    words: 10,
    execute: `
         LM    9,10,4(7)
         BCT   9,*
         MVC   LIST(40),16(7)
         CLI   15(7),16
         BL    OTHERS
         SR    9,9
         IC    9,15(,7)
         SH    9,=H'16'
         AR    9,9
         LH    8,PATHS(9)
         STH   8,LIST
         B     OWN
OTHERS   CLI   15(7),1
         BL    OWN
         BH    IDONLY
         MVC   LIST(2),LAST
IDONLY   MVC   LIST+4(8),LAST+4
OWN      L     0,0(,7)
         LR    1,10
         SR    15,15
         DC    X'B2F01000'
         BALR  2,0
         ST    2,4(,7)
         ST    15,8(,7)
         MVC   16(40,7),LIST`,
    look: `
         SR    9,9
         IC    9,BUFFER+3
         AR    9,9
         LH    8,BUFFER
         STH   8,PATHS(9)
         CLI   BUFFER+3,8
         BL    BACK`,
    constants: "\nPATHS    DC    10H'0'",
  });

/** The letter with which a virtual machine's texts are filled. */
export const letter = (userid: string): number => encodeEbcdic(userid)[0];

/** An address in one of the areas, or somewhere else, and a length. */
function area(random: Random, base: number): [number, number] {
  const length = random.chance(20) ? random.below(AREA) : random.below(64);
  const kind = random.below(30);
  if (kind === 0) return [STORAGE - random.below(8), 64 + length];
  if (kind === 1) return [random.chance(50) ? 0xfffffff0 : 0x1000000, length];
  if (kind === 2) return [base, 0x80000000 + length];
  return [base + random.below(AREA - length), length];
}

const FLAGS = [0, 0, 0x10, 0x20, 0x30, 0x80, 0x90, 0xa0, 0xb0];
const SEARCHES = [0, 0, 1, 2, 2, 3, 7, 7, 7, 7];
/** Functions as often as they stand here. */
const CODES = [0, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 8, 9, 9, 10, 10, 10, 11, 11, 13, 14, 14, 15, 16, 17];
const PATH_CODES = [10, 10, 10, 11, 11, 15];
const RETRIEVE = 2;
const SEVER = 15;

interface Choice {
  /** SEVER, and RETRIEVE BUFFER, among the others. */
  readonly severs: boolean;
}

/**
 * One instruction: function code, delay, address of the list, whether its path, id and class are those of the last message told of (1; 2: without the path; 16 and more: the path
 * alone, of the last interruption of type 0 and more), and the list.
 */
function entry(random: Random, { severs }: Choice): Uint8Array {
  const bytes = new Uint8Array(ENTRY);
  const view = new DataView(bytes.buffer);
  // Where paths go, others have to come.
  let code = severs && random.chance(25) ? random.pick(PATH_CODES) : random.pick(CODES);
  if (random.chance(1)) code = random.pick([12, 18, 0xffffffff]);
  if (severs && random.chance(1)) code = RETRIEVE;
  if (!severs && code === SEVER) code = 4;
  view.setUint32(0, code);
  view.setUint32(4, 1 + random.below(1500));
  const isElsewhere = random.chance(2);
  view.setUint32(8, isElsewhere ? random.pick([LIST + 4, STORAGE - 8, 0xfffff8]) : LIST);
  const list = new DataView(bytes.buffer, 16);
  list.setUint16(0, random.below(random.chance(90) ? 4 : 0x10000));
  const searches = [3, 5, 7, 8, 9].includes(code);
  bytes[18] = searches ? random.pick(SEARCHES) : random.pick(FLAGS);
  if (random.chance(80))
    bytes[15] = 16 + (code === 4 ? 1 + random.below(2) : code === 10 ? 1 : code === SEVER ? 3 : -16);
  if (code === 13 && random.chance(70)) bytes[18] = 0;
  if (code === SEVER) bytes[18] = random.chance(10) ? 0x80 : 0;
  if (code === 16 || code === 17) bytes[16] = random.chance(70) ? 0xff : random.below(256);
  if (code === 10 || code === 11) {
    list.setUint16(4, random.chance(90) ? random.below(8) : random.below(0x10000));
    const to = random.chance(90)
      ? random.pick(["A", "B", "C"])
      : random.pick(["", "NOBODY", "*MSG", "*NONE", "SYSTEM"]);
    bytes.set(encodeEbcdic(to.padEnd(8)), 24);
    return bytes;
  }
  if (code === 5 || code === 6 || (code === 8 && random.chance(50))) {
    bytes[15] = random.pick([0, 1, 1, 1, 2]);
    if (bytes[15] > 0 && code !== 6) bytes[18] = 7;
  }
  list.setUint32(4, random.below(200));
  list.setUint32(8, random.below(3));
  const [first, firstLength] = code === 12 ? [BUFFER, 0] : area(random, code === 4 ? TEXTS : RECEIVED);
  list.setUint32(12, first);
  list.setUint32(16, firstLength);
  list.setUint32(20, random.below(3));
  list.setUint32(24, random.below(1000));
  const [second, secondLength] = area(random, code === 6 ? TEXTS : ANSWERS);
  list.setUint32(28, second);
  list.setUint32(32, secondLength);
  return bytes;
}

/** A virtual machine's storage with so many instructions. */
export function randomGuest(random: Random, userid: string, count: number, choice: Choice): Uint8Array {
  const storage = new Uint8Array(STORAGE);
  for (const { address, bytes } of program(DRIVER(count + 1)).segments) storage.set(bytes, address);
  const declare = new Uint8Array(ENTRY);
  const view = new DataView(declare.buffer);
  view.setUint32(0, 12);
  view.setUint32(4, 1);
  view.setUint32(8, LIST);
  view.setUint32(16 + 12, BUFFER);
  storage.set(declare, TABLE);
  for (let i = 1; i <= count; i++) {
    // Communications begin again at once.
    const isEnded = storage[TABLE + ENTRY * (i - 1) + 3] === RETRIEVE;
    storage.set(isEnded ? declare : entry(random, choice), TABLE + ENTRY * i);
  }
  storage.fill(letter(userid), TEXTS, TEXTS + AREA);
  return storage;
}

export interface Executed {
  readonly code: number;
  readonly conditionCode: number;
  /** Code of a program interruption, or 0. */
  readonly exception: number;
  readonly message: number;
}

/** What became of the instructions of a guest, from its storage. */
export function executed(storage: Uint8Array, count: number): Executed[] {
  const view = new DataView(storage.buffer, storage.byteOffset);
  return Array.from({ length: count }, (_, i) => {
    const at = TABLE + ENTRY * (i + 1);
    return {
      code: view.getUint32(at),
      conditionCode: (view.getUint32(at + 4) >>> 28) & 3,
      exception: view.getUint32(at + 8),
      message: view.getUint32(at + 20),
    };
  });
}

/** Ids of messages whose end a guest has been told of, by interruption or by its own TEST COMPLETION and PURGE. */
export function endsKnown(storage: Uint8Array, count: number): number[] {
  const view = new DataView(storage.buffer, storage.byteOffset);
  const ids: number[] = [];
  for (let at = NEWS; at < STORAGE && view.getUint32(at) + view.getUint32(at + 4) > 0; at += 40)
    if (storage[at + 3] === 6 || storage[at + 3] === 7) ids.push(view.getUint32(at + 4));
  for (const { code, conditionCode, exception, message } of executed(storage, count)) {
    const found = exception === 0 && (conditionCode === 0 || conditionCode === 3);
    if ((code === 7 || code === 9) && found) ids.push(message);
  }
  return ids;
}

/** Bytes of an area that are neither untouched nor out of a text of somebody's. */
export function strangers(storage: Uint8Array, from: number): number {
  const known = new Set([0, ...[..."ABC"].map(letter)]);
  return storage.subarray(from, from + AREA).filter((byte) => !known.has(byte)).length;
}
