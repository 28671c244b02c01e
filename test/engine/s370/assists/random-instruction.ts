/** Random instructions that assists know, and what must become of them: by the table in engine/s370/assists/README.md. */
import { Random } from "../../../vectors/random.ts";
import {
  hasFormat,
  hasTables,
  isPrefilled,
  isPresent,
  isTranslating,
  PROGRAM,
  SIZE,
  shadowEntry,
  type VirtualMachine,
  walkVirtual,
} from "./random-machine.ts";

/** What becomes of an instruction: as on a machine of its own, or the real interruption. */
export type Outcome = "done" | "privileged" | "svc" | { readonly program: number; readonly address?: number };

export interface Instruction {
  readonly mnemonic: string;
  readonly bytes: readonly number[];
  /** Changes to the virtual machine that go with it. */
  readonly storage: readonly { readonly address: number; readonly bytes: readonly number[] }[];
  readonly registers: Readonly<Record<number, number>>;
}

const MNEMONICS = [
  "LPSW",
  "SSM",
  "STNSM",
  "STOSM",
  "IPK",
  "SPKA",
  "ISK",
  "SSK",
  "RRB",
  "LRA",
  "STCTL",
  "LCTL",
  "SVC",
] as const;

const bytesOf = (...words: number[]): number[] =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);

/** The virtual machine's tables and what lies behind. Looking at them is recorded in the frame's key, unlike on a machine of its own. */
const TABLES = 0x7000;

/** Register of the operand's address. */
const BASE = 5;

export function randomInstruction(given: VirtualMachine): Instruction {
  const random = new Random(given.seed ^ 0x5a5a_5a5a);
  const mnemonic = random.pick(MNEMONICS);
  const boundary = mnemonic === "LPSW" ? 8 : mnemonic.endsWith("CTL") ? 4 : 1;
  let address = random.chance(4) ? random.below(0x2_0000) : random.below(SIZE);
  // Where pages meet, now and then.
  if (random.chance(15)) address = (address & ~0x7ff) + 0x7f0 + random.below(32);
  if (!random.chance(4)) address &= ~(boundary - 1);
  // Not into the program, nor into the tables, which would make it another machine.
  if (address >= 0x7000 || (address >= 0xf80 && address < 0x1080)) address -= 0x400;
  const displacement = Math.min(random.below(4096), address);
  const registers: Record<number, number> = { [BASE]: (address - displacement) | (random.below(256) << 24) };
  const [high, low] = [(BASE << 4) | (displacement >>> 8), displacement & 255];
  const byte = random.below(256);
  const storage: { address: number; bytes: number[] }[] = [];
  const put = (...values: number[]): void => {
    values.forEach((value, i) => {
      const where = real(given, address + 4 * i);
      // Program and tables stay what they are.
      const isKept = where === undefined || where & 3 || where >= 0x7000 || (where >= PROGRAM && where < PROGRAM + 32);
      if (!isKept) storage.push({ address: where, bytes: bytesOf(value) });
    });
  };
  switch (mnemonic) {
    case "LPSW":
      put(...newPsw(given, random));
      return { mnemonic, bytes: [0x82, byte, high, low], storage, registers };
    case "SSM":
      put(newMask(given, random) << 24);
      return { mnemonic, bytes: [0x80, byte, high, low], storage, registers };
    case "STNSM":
    case "STOSM": {
      const mask = given.left >>> 24;
      const immediate = random.chance(50) ? byte : mnemonic === "STNSM" ? byte | 0x44 : byte & 0x03;
      const same = random.chance(20) ? mask : immediate;
      return { mnemonic, bytes: [mnemonic === "STNSM" ? 0xac : 0xad, same, high, low], storage, registers };
    }
    case "IPK":
      return { mnemonic, bytes: [0xb2, 0x0b, 0, 0], storage, registers };
    case "SPKA":
      return { mnemonic, bytes: [0xb2, 0x0a, high, low], storage, registers };
    case "ISK":
    case "SSK":
      registers[BASE] = (random.below(TABLES / 16) << 4) | (random.below(256) << 24) | (random.chance(5) ? 1 : 0);
      return {
        mnemonic,
        bytes: [mnemonic === "ISK" ? 0x09 : 0x08, (random.below(16) << 4) | BASE],
        storage,
        registers,
      };
    case "RRB":
      registers[BASE] = random.below(TABLES) & ~0xff;
      return { mnemonic, bytes: [0xb2, 0x13, BASE << 4, low], storage, registers };
    case "LRA":
      registers[BASE] = random.chance(70)
        ? random.below(SIZE)
        : random.pick([0x1_0000, 0x10_0000, 0xf0_0000]) + random.below(SIZE);
      return { mnemonic, bytes: [0xb1, random.below(16) << 4, BASE << 4, 0], storage, registers };
    case "STCTL":
    case "LCTL": {
      const first = random.below(16);
      const last = random.chance(60) ? first : random.below(16);
      if (mnemonic === "LCTL") put(...newControlRegisters(given, random, first, last));
      return {
        mnemonic,
        bytes: [mnemonic === "LCTL" ? 0xb7 : 0xb6, (first << 4) | last, high, low],
        storage,
        registers,
      };
    }
    case "SVC": {
      storage.push({ address: 0x60, bytes: bytesOf(...newPsw(given, random)) });
      const code = random.chance(5) ? 76 : byte;
      if (random.chance(70)) return { mnemonic, bytes: [0x0a, code], storage, registers };
      // As EXECUTE's target.
      storage.push({ address: PROGRAM + 16, bytes: [0x0a, code] });
      registers[BASE] = PROGRAM;
      return { mnemonic, bytes: [0x44, 0, BASE << 4, 16], storage, registers };
    }
  }
}

/** Where in the virtual machine's storage its program's address is, whatever is wrong with it. */
function real(given: VirtualMachine, address: number): number | undefined {
  const found = isTranslating(given) ? walkVirtual(given, address) : address;
  return typeof found === "number" && found < SIZE ? found : undefined;
}

function newMask(given: VirtualMachine, random: Random): number {
  const mask = given.left >>> 24;
  if ((given.left & 0x0008_0000) === 0) return random.chance(50) ? mask & random.below(256) : random.below(256);
  return random.chance(85) ? (mask & 0x44) | random.below(4) : random.below(256);
}

function newPsw(given: VirtualMachine, random: Random): [left: number, right: number] {
  const ec = random.chance(92) ? given.left & 0x0008_0000 : random.below(2) << 19;
  const mode = ec | (random.chance(4) ? 0x0002_0000 : 0) | (random.below(2) << 16) | (random.below(2) << 18);
  const left = (newMask(given, random) << 24) | (random.below(16) << 20) | mode;
  if (!ec) return [left | random.below(0x1_0000), random.word() | 0];
  const strange = random.chance(4) ? 1 << random.below(16) : 0;
  return [left | (random.below(64) << 8) | strange, random.below(0x100_0000) | (random.chance(3) ? 0x0100_0000 : 0)];
}

function newControlRegisters(given: VirtualMachine, random: Random, first: number, last: number): number[] {
  const registers = Array.from({ length: ((last - first) & 15) + 1 }, (_, i) => (first + i) & 15);
  return registers.map((register) => {
    const old = given.controlRegisters[register];
    if (random.chance(first === last ? 25 : 85)) return old;
    // Of register 0, no mask of a clock that would ask at once on a machine of its own.
    if (register === 0) return random.chance(60) ? old & ~0x40 : (old ^ (1 << random.below(32))) & ~0x0ce0;
    return random.chance(50) ? old & random.word() : random.word() | 0;
  });
}

/** What must become of it. `given` has the instruction's own changes already. */
export function expected(given: VirtualMachine, { mnemonic, bytes }: Instruction): Outcome {
  const left: Outcome = mnemonic === "SVC" ? "svc" : "privileged";
  const fetched = access(given, PROGRAM, false);
  if (fetched !== undefined) return fetched;
  const inhibited = { ISK: 0x20, SSK: 0x20, RRB: 0x30, SVC: 0x08, LPSW: 0, SSM: 0 }[mnemonic] ?? 0x10;
  const problem = mnemonic === "SVC" ? 0 : 0x40;
  if ((given.controls & 0x80) === 0 || given.controls & (problem | inhibited) || given.realPer) return left;

  const address = (given.registers[BASE] + (((bytes[2] & 15) << 8) | bytes[3])) & 0xff_ffff;
  const isEc = (given.left & 0x0008_0000) !== 0;
  switch (mnemonic) {
    case "LPSW": {
      if (address & 7) return left;
      const fault = access(given, address, false);
      return fault ?? (mayReplace(given, at(given, address), at(given, address + 4)) ? "done" : left);
    }
    case "SVC": {
      const code = bytes[0] === 0x44 ? given.storage[PROGRAM + 17] : bytes[1];
      if (code === 76 || !isPresent(given, 0)) return left;
      if (isEc && given.left & 0x4000_0000) return left;
      return mayReplace(given, word(given, 0x60), word(given, 0x64)) ? "done" : left;
    }
    case "SSM": {
      if (given.controlRegisters[0] & 0x4000_0000) return left;
      const fault = access(given, address, false);
      return fault ?? (mayMask(given, byteAt(given, address)) ? "done" : left);
    }
    case "STNSM":
    case "STOSM": {
      const mask = given.left >>> 24;
      if (!mayMask(given, mnemonic === "STNSM" ? mask & bytes[1] : mask | bytes[1])) return left;
      return access(given, address, true) ?? "done";
    }
    case "IPK":
    case "SPKA":
      return "done";
    case "ISK":
    case "SSK":
      if (given.registers[BASE] & 15 || given.realPage === 2048) return left;
      return mnemonic === "ISK" || isPresent(given, given.registers[BASE] & 0xff_f800) ? "done" : left;
    case "RRB":
      return given.realPage === 2048 ? left : "done";
    case "LRA": {
      if (!hasFormat(given)) return left;
      const found = walkVirtual(given, given.registers[BASE]);
      // Beyond its length nobody looks at the table.
      if (typeof found === "object" && found.cc === 3 && found.code === 0x10) return "done";
      if (!hasTables(given)) return left;
      return typeof found === "number" || found.cc >= 0 ? "done" : left;
    }
    case "STCTL":
    case "LCTL": {
      if (address & 3) return left;
      const [first, last] = [bytes[1] >>> 4, bytes[1] & 15];
      const registers = Array.from({ length: ((last - first) & 15) + 1 }, (_, i) => (first + i) & 15);
      for (let i = 0; i < registers.length; i++) {
        const fault = access(given, address + 4 * i, mnemonic === "STCTL");
        if (fault !== undefined) return fault;
      }
      if (mnemonic === "STCTL") return "done";
      return registers.every((register, i) => mayLoad(given, register, at(given, address + 4 * i))) ? "done" : left;
    }
  }
  throw new Error(mnemonic);
}

/** The real interruption of an access of the program's; undefined: none. */
function access(given: VirtualMachine, address: number, storing: boolean): Outcome | undefined {
  let where = address;
  if (isTranslating(given)) {
    const found = shadowed(given, address);
    if (typeof found !== "number") return found;
    where = found;
  }
  const beyond = where >= 0x1_0000 && !given.isLargeSegment ? 0x10 : 0x11;
  if (where >= SIZE) return { program: beyond, address };
  if (!isPresent(given, where)) return { program: 0x11, address };
  const { access: lock } = given.keys[where >>> 11];
  const key = (given.left >>> 20) & 15;
  const isOpen = key === 0 || key === lock >>> 4 || (!storing && (lock & 8) === 0);
  return isOpen ? undefined : { program: 0x04 };
}

/** By the shadow tables, made valid where that is possible: the virtual machine's real address. */
function shadowed(given: VirtualMachine, address: number): number | Outcome {
  const found = walkVirtual(given, address);
  if (typeof found === "object" && found.code !== 0x11) return { program: 0x10, address };
  const alike = given.isShadowAlike && hasFormat(given);
  const validates = (given.controls & 0x84) === 0x84 && !given.realPer && hasTables(given) && alike;
  if (typeof found === "object" || found >= SIZE) return { program: 0x11, address };
  if (isPrefilled(given, address)) return found;
  if (!validates || shadowEntry(given, address) === undefined) return { program: 0x11, address };
  return found;
}

const word = (given: VirtualMachine, address: number): number =>
  new DataView(given.storage.buffer, given.storage.byteOffset).getInt32(address);

const at = (given: VirtualMachine, address: number): number => word(given, real(given, address) ?? 0);
const byteAt = (given: VirtualMachine, address: number): number => given.storage[real(given, address) ?? 0];

function enables(given: VirtualMachine, left: number): boolean {
  const masks = given.left & 0x0008_0000 ? 0x0300_0000 : 0xff00_0000;
  return given.isPending && (left & ~given.left & masks) !== 0;
}

function mayMask(given: VirtualMachine, mask: number): boolean {
  const old = given.left >>> 24;
  if (given.left & 0x0008_0000 && ((old ^ mask) & 0x44 || mask & 0xb8)) return false;
  return !enables(given, mask << 24);
}

function mayReplace(given: VirtualMachine, left: number, right: number): boolean {
  const ec = left & 0x0008_0000;
  if (left & 0x0002_0000 || (given.left & 0x0008_0000) !== ec) return false;
  if (ec && (left & 0xf800_c0ff || right & 0xff00_0000)) return false;
  if (ec && (given.left & 0x4000_0000 || (given.left ^ left) & 0x0400_0000)) return false;
  return !enables(given, left);
}

function mayLoad(given: VirtualMachine, register: number, value: number): boolean {
  const old = given.controlRegisters[register];
  if (register === 1 || (register >= 8 && register <= 11)) return value === old;
  if (register === 0) return (value ^ old) >>> 16 === 0 && (value & ~old & 0xffff) === 0;
  return register !== 2 || !given.isPending || (value & ~old) === 0;
}
