/**
 * A program in the role of VM/370's CP: it has control blocks in storage, loads registers, comes to an instruction E6xx, and stops
 * where it goes on: with SVC n at exit n of its list, or as below.
 */
import { expect } from "vitest";
import { assemble } from "../../../../../engine/s370/assembler/index.ts";
import { type AssistFunction, System370 } from "../../../../../engine/s370/index.ts";
import type { ExecutorName } from "../../../../../engine/s370/system.ts";
import { expectSame } from "../../executors.ts";

/** SVC codes: behind the instruction, at the address in register 14 or 8, and in a virtual machine. */
export const LEFT = 255;
export const BACK = 254;
export const BACK_8 = 253;
export const IN_VIRTUAL_MACHINE = 252;

/** Where things are. Segment and page tables: see {@link TRANSLATION}. */
export const AT = {
  LIST: 0xb00,
  EXITS: 0xb80,
  PSA: 0,
  CORE: 0x1800,
  VM1: 0x2000,
  VM2: 0x2200,
  SYSTEM: 0x2400,
  ECB: 0x2600,
  SAVE: 0x2700,
  TASK: 0x2800,
  TASK2: 0x2900,
  IOB: 0x2a00,
  DEVICE: 0x2b00,
  BLOCK: 0x2c00,
  MORE: 0x2d00,
  MIC: 0x2e00,
  SEGMENTS: 0x3000,
  PAGES: 0x3040,
  SHADOW: 0x3100,
  TRACE: 0x3200,
  /** The virtual machine's page 1 is this frame. */
  FRAME: 0x4000,
} as const;

/** Displacements of fields: typed from a listing of the control program's copies, not taken from the assist. */
const FIELDS = {
  VMECEXT: 0x0c,
  VMSEG: 0x10,
  VMDVSTRT: 0x20,
  VMRSTAT: 0x58,
  VMDSTAT: 0x59,
  VMOSTAT: 0x5a,
  VMQSTAT: 0x5b,
  VMPSTAT: 0x5c,
  VMESTAT: 0x5d,
  VMTRCTL: 0x5e,
  VMQLEVEL: 0x60,
  VMTLEVEL: 0x62,
  VMPEND: 0x63,
  VMIOINT: 0x6a,
  VMTIMER: 0x6c,
  VMTMOUTQ: 0x78,
  VMTTIME: 0x80,
  VMTMINQ: 0x88,
  VMTREXT: 0xa0,
  VMPSW: 0xa8,
  VMGPRS: 0xb0,
  VMFPRS: 0xf0,
  VMMICRO: 0x17c,
  VMPXINT: 0x184,
  VMASSIST: 0x19c,
  VMNOECPS: 0x1a7,
  VMSTKCNT: 0x1cc,
} as const;

/** Page 0 is frame 5, page 1 frame 4, page 2 is away; segment 1 there is none, and the table is no longer than 16 entries. */
export const TRANSLATION = [
  "ORG SEGMENTS",
  "DC X'F0003040',15X'00000001'",
  "ORG PAGES",
  "DC X'0050',X'0040',X'0008',13X'0008'",
];

export interface Given {
  /** Operation code and operands, as a control program writes them: "E60D LIST,EXITS"; or "SVC 8". */
  readonly op: string;
  /** Instructions before it. */
  readonly code?: readonly string[];
  /** Control blocks; what comes later replaces what lies there. */
  readonly blocks?: readonly string[];
  /** Storage keys to set before, by real address. */
  readonly keys?: Readonly<Record<number, number>>;
}

const NAMES = Object.entries({ ...AT, ...FIELDS }).map(([name, value]) => `@${name} EQU ${value}`);
const EXITS = Array.from({ length: 16 }, (_, i) => i);

/** Lines that begin with a label have an @ before it. */
function source({ op, code = [], blocks = [] }: Given): string {
  const [opcode, operands] = op.split(" ");
  const lines = [
    "@P CSECT",
    "USING P,0",
    ...NAMES,
    "ORG P+X'60'",
    "DC X'000A0000',A(X'F2')",
    "ORG P+X'68'",
    "DC X'000A0000',A(X'F0')",
    "ORG P+X'800'",
    "LCTL 0,1,TABLES",
    "LA 14,BACK",
    "LA 8,BACK8",
    ...code,
    "LCTL 6,6,ON",
    opcode === "SVC" ? op : `DC X'${opcode}',S(${operands})`,
    `SVC ${LEFT}`,
    `@BACK SVC ${BACK}`,
    `@BACK8 SVC ${BACK_8}`,
    "DS 0F",
    "@TABLES DC X'00800000',A(SEGMENTS)",
    "@ON DC X'02000000'",
    "LTORG",
    "ORG P+EXITS",
    ...EXITS.map((i) => `DC A(TO${i})`),
    ...EXITS.map((i) => `@TO${i} SVC ${i}`),
    ...[...TRANSLATION, ...blocks].map((line) => line.replace(/^ORG /, "ORG P+")),
    "ORG",
    "END",
  ];
  return lines.map((line) => (line.startsWith("@") ? line.slice(1) : ` ${line}`)).join("\n");
}

type Segments = ReturnType<typeof assemble>["segments"];

function assembled(given: Given): Segments {
  const { errors, segments } = assemble(source(given));
  if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  return segments;
}

function machine(given: Given, segments: Segments, way: { executor: ExecutorName; hot?: number }): System370 {
  const made = new System370({ storageSize: 0x1_0000, ...way, assists: { controlProgram: 20 } });
  for (const { address, bytes } of segments) made.write(address, bytes);
  for (const [address, key] of Object.entries(given.keys ?? {})) made.processor.setStorageKey(Number(address), key);
  made.setPsw("0008000000000800");
  return made;
}

/** How it ended. */
export interface Ended {
  readonly machine: System370;
  /** The SVC's code, or what it stopped with else. */
  readonly at: number | string;
  gr(register: number): number;
  /** Hexadecimal of bytes from an address on. */
  bytes(address: number, length?: number): string;
}

/** Runs it, and runs it translated from the first instruction on, which must end alike. */
export function run(given: Given): Ended {
  const segments = assembled(given);
  const ran = machine(given, segments, { executor: "interpreter" });
  ran.run({ ticks: 60 });
  const other = machine(given, segments, { executor: "translator", hot: 0 });
  other.run({ ticks: 60 });
  expectSame(ran, other, given.op);
  const bytes = (address: number, length = 4): string =>
    Buffer.from(ran.read(address, length)).toString("hex").toUpperCase();
  const stopped = ran.pswHex.endsWith("F2");
  return { machine: ran, at: stopped ? Number.parseInt(bytes(0x8a, 2), 16) : ran.pswHex, gr: (n) => ran.gr(n), bytes };
}

/** It did its work, and went on there. */
export function expectDone(name: AssistFunction, at: number, given: Given): Ended {
  const ended = run(given);
  expect([ended.at, ended.machine.assistCounts[name]]).toEqual([at, { tried: 1, done: 1 }]);
  return ended;
}

/** It left the work, and nothing has changed: it is as if the instruction had been one that does nothing. */
export function expectLeft(name: AssistFunction, given: Given): void {
  const [, operands] = given.op.split(" ");
  const ended = run(given);
  expect([ended.at, ended.machine.assistCounts[name]]).toEqual([LEFT, { tried: 1, done: 0 }]);
  const without = run({ ...given, op: `E600 ${operands}` });
  expect(differences(ended.machine, without.machine)).toEqual([]);
}

/** Storage beside the instruction itself, and registers, that differ. */
function differences(one: System370, other: System370): string[] {
  const [own, others] = [one, other].map((machine) => machine.read(0, 0x1_0000));
  const bytes = [...own.keys()].filter((at) => own[at] !== others[at] && own[at - 1] !== 0xe6);
  const registers = Array.from({ length: 16 }, (_, n) => n);
  const general = registers.filter((n) => one.gr(n) !== other.gr(n));
  const control = registers.filter((n) => one.cr(n) !== other.cr(n));
  return [...bytes.map((at) => at.toString(16)), ...general.map((n) => `GR${n}`), ...control.map((n) => `CR${n}`)];
}
