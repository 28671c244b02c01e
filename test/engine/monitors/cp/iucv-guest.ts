/**
 * Programs that call IUCV or VMCF, written as lists of steps. Each step is the instruction with a parameter list, or a wait for an interruption; what comes of it is logged in
 * storage: condition codes and lists at the end, interruptions as they come.
 */
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import type { CpMachine } from "./support.ts";

/** Functions by their code. */
const CODES = {
  query: 0,
  testMessage: 1,
  retrieve: 2,
  describe: 3,
  send: 4,
  receive: 5,
  reply: 6,
  testCompletion: 7,
  reject: 8,
  purge: 9,
  accept: 10,
  connect: 11,
  declare: 12,
  quiesce: 13,
  resume: 14,
  sever: 15,
  setMask: 16,
  setControlMask: 17,
} as const;

/** Fields of a parameter list that are not zero. */
export interface Fields {
  readonly path?: number;
  readonly flags?: number;
  readonly limit?: number;
  readonly functionCode?: number;
  readonly to?: string;
  readonly user?: string;
  /** Eight bytes, "DATA..." in EBCDIC. */
  readonly data?: string;
  readonly message?: number;
  readonly class?: number;
  readonly buffer?: readonly [address: number, length: number];
  readonly answer?: readonly [address: number, length: number];
  readonly sourceClass?: number;
  readonly tag?: number;
  readonly mask?: number;
}

/** Fields of VMCF's parameter list that are not zero. */
export interface VmcfFields {
  readonly flags?: number;
  readonly id?: number;
  readonly user?: string;
  readonly data?: readonly [address: number, length: number];
  readonly reply?: readonly [address: number, length: number];
  /** The user doubleword. */
  readonly use?: string;
}

export type Step =
  /** A subfunction of VMCF. */
  | { readonly vmcf: number; readonly fields?: VmcfFields }
  /** An IUCV function. */
  | { readonly iucv: keyof typeof CODES | number; readonly fields?: Fields; readonly at?: number }
  /** So many interruptions. */
  | { readonly wait: number }
  /** Lets interruptions in, or keeps them out. */
  | { readonly open: boolean }
  /** Counts down from a number: time for others. */
  | { readonly spin: number }
  /** Lines of assembler. SVC ends the program, from the problem state too. */
  | { readonly code: string };

/** Where a program logs interruptions: 64 bytes each, of which 40 are IUCV's. */
const NEWS = 0x4000;
/** Bytes of each list with its condition code before it. */
const ENTRY = 48;
export const LISTS = 0x2000;
export const BUFFER = 0x340;
/** For texts and replies. */
export const TEXT = 0x8000;
export const ROOM = 0x9000;

/** A program's source: it stops in a disabled wait at the end. It begins with interruptions kept out. `storage`: what else is in its storage. */
export function guest(steps: readonly Step[], storage: Readonly<Record<number, string>> = {}): string {
  const lines = steps.map((step, i) => {
    if ("iucv" in step) {
      const list = LISTS + ENTRY * i + 8;
      return [
        `         LA    0,${typeof step.iucv === "number" ? step.iucv : CODES[step.iucv]}`,
        `         L     1,=A(${step.at ?? list})`,
        "         SR    15,15",
        "         DC    X'B2F01000'",
        "         BALR  2,0",
        `         L     3,=A(${LISTS + ENTRY * i})`,
        "         ST    2,0(,3)",
        "         ST    15,4(,3)",
        ...(step.iucv === "query" ? ["         STM   0,1,8(3)"] : []),
      ].join("\n");
    }
    if ("vmcf" in step)
      return [
        `         L     1,=A(${LISTS + ENTRY * i + 8})`,
        "         SR    15,15",
        "         LA    2,99",
        "         DC    X'83120068'",
        `         L     3,=A(${LISTS + ENTRY * i})`,
        "         ST    2,0(,3)",
        "         ST    15,4(,3)",
      ].join("\n");
    if ("wait" in step)
      return [
        `         LA    8,${step.wait}`,
        `GO${i}     C     8,COUNT`,
        `         BNH   ON${i}`,
        `         LPSW  WAIT${i}`,
        `ON${i}     L     9,COUNT`,
        "         SR    9,8",
        "         ST    9,COUNT",
      ].join("\n");
    if ("open" in step) return `         SSM   ${step.open ? "OPEN" : "SHUT"}`;
    if ("spin" in step) return `         L     9,=F'${step.spin}'\n         BCT   9,*`;
    return step.code;
  });
  return `
GUEST    START 0
         USING GUEST,0
         USING GUEST+X'1000',12
         DC    X'0008000000000400'
         ORG   GUEST+X'58'
         DC    X'00080000',A(NEWS)
         DC    X'00080000',A(SVC)
         DC    X'00080000',A(CHECK)
         ORG   GUEST+X'200'
CHECK    LH    15,X'8E'
         LPSW  X'28'
SVC      LPSW  STOP
NEWS     STM   8,11,SAVE
         L     10,NEXT
         MVC   0(40,10),X'${BUFFER.toString(16)}'
         MVC   40(4,10),X'84'
         LA    10,64(,10)
         ST    10,NEXT
         L     11,COUNT
         LA    11,1(,11)
         ST    11,COUNT
         TM    X'19',X'02'
         BZ    RUNNING
         NI    X'18',X'FE'
         NI    X'19',X'FD'
RUNNING  DS    0H
         LM    8,11,SAVE
         LPSW  X'18'
BASE     DC    X'00001000'
SAVE     DC    4F'0'
COUNT    DC    F'0'
NEXT     DC    A(${NEWS})
CR0      DC    X'00000003'
OPEN     DC    X'01'
SHUT     DC    X'00'
         ORG   GUEST+X'400'
         L     12,BASE
         LCTL  0,0,CR0
${lines.join("\n")}
         LPSW  STOP
         DS    0D
STOP     DC    X'000A000000000ABC'
${steps.map((step, i) => ("wait" in step ? `         DS    0D\nWAIT${i}    DC    X'010A0000',A(GO${i})` : "")).join("\n")}
         LTORG
${steps.map((step, i) => ("iucv" in step ? listSource(LISTS + ENTRY * i, step.fields ?? {}) : "")).join("\n")}
${steps.map((step, i) => ("vmcf" in step ? entrySource(LISTS + ENTRY * i, vmcfList(step.vmcf, step.fields ?? {})) : "")).join("\n")}
${Object.entries(storage)
  .map(([at, text]) => `         ORG   GUEST+${at}\n         DC    ${text}`)
  .join("\n")}
         END
`;
}

/** The end of a program, but for what lies behind: X'ABC' in its PSW. */
export const STOPPED = "000A000000000ABC";

function listSource(at: number, fields: Fields): string {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  const { path = 0, flags = 0, limit, functionCode, to, user, data, message, mask } = fields;
  view.setUint16(0, path);
  bytes[2] = flags;
  if (mask !== undefined) bytes[0] = mask;
  if (limit !== undefined) view.setUint16(4, limit);
  if (functionCode !== undefined) bytes[6] = functionCode;
  if (message !== undefined) view.setUint32(4, message);
  if (fields.class !== undefined) view.setUint32(8, fields.class);
  if (to !== undefined) bytes.set(encodeEbcdic(to.padEnd(8)), 8);
  if (fields.buffer !== undefined) for (const i of [0, 1]) view.setUint32(12 + 4 * i, fields.buffer[i]);
  if (data !== undefined) bytes.set(encodeEbcdic(data.padEnd(8)), 12);
  if (user !== undefined) bytes.set(encodeEbcdic(user.padEnd(16)), 16);
  if (fields.sourceClass !== undefined) view.setUint32(20, fields.sourceClass);
  if (fields.tag !== undefined) view.setUint32(24, fields.tag);
  if (fields.answer !== undefined) for (const i of [0, 1]) view.setUint32(28 + 4 * i, fields.answer[i]);
  return entrySource(at, bytes);
}

/** VMCF's list. */
function vmcfList(
  code: number,
  { flags = 0, id = 0, user = "", data, reply, use = "DOUBLEWD" }: VmcfFields,
): Uint8Array {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  bytes[0] = flags;
  view.setUint16(2, code);
  view.setUint32(4, id);
  bytes.set(encodeEbcdic(user.padEnd(8)), 8);
  for (const i of [0, 1]) {
    view.setUint32(16 + 4 * i, data?.[i] ?? 0);
    view.setUint32(24 + 4 * i, reply?.[i] ?? 0);
  }
  bytes.set(encodeEbcdic(use.padEnd(8)), 32);
  return bytes;
}

/** A list with room for what comes of its step before it. */
function entrySource(at: number, bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `         ORG   GUEST+${at}\n         DC    F'-1,0'\n         DC    X'${hex.toUpperCase()}'`;
}

/** A list or interruption as it lies in storage. */
export class Forty {
  readonly #view: DataView;
  readonly bytes: Uint8Array;

  constructor(hex: string) {
    this.bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    this.#view = new DataView(this.bytes.buffer);
  }
  get path(): number {
    return this.#view.getUint16(0);
  }
  get flags(): number {
    return this.bytes[2];
  }
  /** IPRCODE or IPTYPE. */
  get code(): number {
    return this.bytes[3];
  }
  get limit(): number {
    return this.#view.getUint16(4);
  }
  get message(): number {
    return this.#view.getUint32(4);
  }
  /** Target class, or audit trail. */
  get third(): number {
    return this.#view.getUint32(8);
  }
  get audit(): number {
    return this.third >>> 8;
  }
  get buffer(): readonly [number, number] {
    return [this.#view.getUint32(12), this.#view.getUint32(16)];
  }
  get sourceClass(): number {
    return this.#view.getUint32(20);
  }
  get tag(): number {
    return this.#view.getUint32(24);
  }
  get answer(): readonly [number, number] {
    return [this.#view.getUint32(28), this.#view.getUint32(32)];
  }
}

export interface StepResult {
  /** VMCF's return code. */
  readonly code: number;
  /** Condition code; undefined where the step was not done. */
  readonly cc: number | undefined;
  /** Code of the program interruption that it ended with, or 0. */
  readonly exception: number;
  readonly list: Forty;
}

/** What became of a step, counted from 0. */
export function result({ storage }: CpMachine, userid: string, step: number): StepResult {
  const at = LISTS + ENTRY * step;
  const code = storage(userid, at, 4);
  const cc = code === "FFFFFFFF" ? undefined : (Number.parseInt(code, 16) >>> 28) & 3;
  const exception = Number.parseInt(storage(userid, at + 4, 4), 16);
  return { code: Number.parseInt(code, 16), cc, exception, list: new Forty(storage(userid, at + 8, 40)) };
}

/** Its interruptions, in order. */
export function interruptions({ storage }: CpMachine, userid: string): Forty[] {
  const all: Forty[] = [];
  for (let at = NEWS; ; at += 64) {
    const bytes = storage(userid, at, 44);
    if (bytes === "" || /^0*$/.test(bytes)) return all;
    all.push(new Forty(bytes.slice(0, 80)));
  }
}
