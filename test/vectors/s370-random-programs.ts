/**
 * Random programs of 50 to 500 instructions: loops of loops and calls, branches, exceptions and supervisor calls that a
 * handler passes, EXECUTE with modified lengths, operands across pages, decimal and floating-point pieces, instructions
 * that are changed just before, some way before and by another address. The code only: the image around it is
 * s370-cases-random-programs.ts's.
 */
import type { Random } from "./random.ts";
import { baseInstructions, definitionsOf } from "./s370-base.ts";
import { DECIMAL_DATA, decimalPiece } from "./s370-decimal-programs.ts";

/** Address of the code by another virtual address, link, what EXECUTE modifies by, code, counter, data, numbers. */
export const ALIAS = 7;
const LINK = 8;
const MODIFIER = 9;
export const HERE = 10;
const COUNTER = 11;
export const BASE = 12;
export const NUMBERS = 13;
/** Registers of an inner loop: index, increment and limit. */
const INNER = [6, 14, 15] as const;
const RESERVED = [ALIAS, LINK, MODIFIER, HERE, COUNTER, BASE, NUMBERS];

/** Floating-point numbers behind the decimal ones. */
export const FLOATING_AT = DECIMAL_DATA;
export const FLOATING_COUNT = 200;

/** Real storage in the first page that a program may store into. */
const SCRATCH = 0x3f8;
/** Displacement of the word for control register 1 from the code. */
const TABLE_WORD = 0xfc4;

/** What a program may hold. */
export interface Flavour {
  /** Whether privileged instructions are there (in the supervisor state they do something, else they trap). */
  readonly control: boolean;
  readonly translated: boolean;
  readonly decimal: boolean;
  readonly floating: boolean;
}

const NOT_USED =
  /^(BALR?|BASR?|BCR?|BCTR?|BXH|BXLE|EX|SVC|MVCL|CLCL|LM|SPM|STCK|AP|CP|DP|ED|EDMK|MP|SP|SRP|ZAP|CVB|PACK)$/;
const usable = baseInstructions.filter(({ mnemonic, privileged }) => !privileged && !NOT_USED.test(mnemonic));
const floating = definitionsOf(
  `LER LE LDR LD STE STD LTER LTDR LCER LCDR LPER LPDR LNER LNDR LRER HER HDR AER AE ADR AD AUR AU AWR AW
   SER SE SDR SD SUR SU SWR SW CER CE CDR CD MER ME MDR MD MXDR MXD DER DE DDR DD AXR SXR LRDR MXR`
    .trim()
    .split(/\s+/),
);
const EXTENDED = /^(AXR|SXR|MXR|MXDR|MXD|LRDR)$/;
const PAIRS = new Set(["MR", "M", "DR", "D", "SLDL", "SRDL", "SLDA", "SRDA", "CDS"]);
const PAGE = 0x800;

class Program {
  readonly bytes: number[] = [];
  readonly random: Random;
  readonly flavour: Flavour;
  /** Instructions so far; and how many are executed at most, roughly. */
  count = 0;
  executed = 0;
  /** How often what is written now is gone through. */
  times = 1;
  #held: readonly number[] = RESERVED;
  readonly #subroutines: number[] = [];

  constructor(random: Random, flavour: Flavour) {
    this.random = random;
    this.flavour = flavour;
  }

  emit(...instructions: readonly (readonly number[])[]): void {
    for (const instruction of instructions) this.bytes.push(...instruction);
    this.count += instructions.length;
    this.executed += instructions.length * this.times;
  }

  get #at(): number {
    return this.bytes.length;
  }

  /** Base and displacement of a place in the code. */
  #here(offset: number): number[] {
    return [(HERE << 4) | (offset >>> 8), offset & 0xff];
  }

  /** As {@link #here}, or by the other address. */
  #somehow(offset: number): number[] {
    const [high, low] = this.#here(offset);
    return this.random.chance(40) ? [(ALIAS << 4) | (high & 15), low] : [high, low];
  }

  /** A register that may change; of pairs the even one. */
  #free(pair = false): number {
    for (;;) {
      const register = pair ? this.random.below(8) * 2 : this.random.below(16);
      if (!this.#held.includes(register) && !(pair && this.#held.includes(register + 1))) return register;
    }
  }

  #operand(room: number): number[] {
    const { random } = this;
    let displacement = random.below(0x1000 - room) & (room === 1 || random.chance(70) ? ~7 : ~0);
    if (room > 1 && random.chance(15)) displacement = PAGE - random.below(room);
    return [(BASE << 4) | (displacement >>> 8), displacement & 0xff];
  }

  /** Any instruction that computes, from storage and registers. */
  #one(): number[] {
    const { random } = this;
    const { mnemonic, opcode, format } = random.pick(usable);
    const pair = PAIRS.has(mnemonic);
    const first = this.#free(pair) << 4;
    switch (format) {
      case "RR":
        return [opcode, first | random.below(16)];
      case "RX":
        return [opcode, first, ...this.#operand(8)];
      case "RS":
        if (mnemonic === "STM") return [opcode, (random.below(10) << 4) | random.between(10, 15), ...this.#operand(64)];
        return [opcode, first | (pair ? random.below(8) * 2 : random.below(16)), ...this.#operand(8)];
      case "RSM":
        // What a zero mask looks at, and COMPARE beyond unequal bytes, is not the same everywhere.
        return [opcode, first | random.between(1, 15), ...this.#operand(mnemonic === "CLM" ? 1 : 8)];
      case "RS1":
        return [opcode, first, 0, random.below(64)];
      case "SI":
        return [opcode, random.below(256), ...this.#operand(1)];
      case "S":
        return [opcode, 0, ...this.#operand(8)];
      case "SSL":
        return [opcode, random.below(256), ...this.#operand(16), ...this.#operand(16)];
      default: {
        // TRANSLATE AND TEST changes registers 1 and 2, which nothing depends on.
        const length = random.chance(70) ? random.below(20) : random.below(256);
        // What is compared beyond unequal bytes is not the same everywhere.
        if (mnemonic === "CLC") return [opcode, random.below(8), ...this.#operand(1), ...this.#operand(1)];
        return [opcode, length, ...this.#operand(length + 1), ...this.#operand(256)];
      }
    }
  }

  #floatingOne(): number[] {
    const { random } = this;
    const { mnemonic, opcode, format } = random.pick(floating);
    const register = (): number => (EXTENDED.test(mnemonic) ? random.pick([0, 4]) : random.pick([0, 2, 4, 6]));
    const first = register() << 4;
    if (format === "RR") return [opcode, first | register()];
    const at = FLOATING_AT + 8 * random.below(FLOATING_COUNT) + (random.chance(5) ? 4 : 0);
    return [opcode, first, (NUMBERS << 4) | (at >>> 8), at & 0xff];
  }

  /** What the program computes with, as its flavour has it. */
  #work(): void {
    const { random, flavour } = this;
    const kind = random.below(10);
    if (flavour.floating && kind < 4) this.emit(this.#floatingOne());
    else if (flavour.decimal && kind < 7) {
      const bytes = decimalPiece(random, NUMBERS, random.pick([2, 3, 4, 5]));
      this.emit(...split(bytes));
    } else this.emit(this.#one());
  }

  /** An instruction by itself, or with a branch, an EXECUTE, a change or an exception. */
  piece(): void {
    const { random } = this;
    const kind = random.below(40);
    if (kind === 0) this.#branchOver();
    else if (kind < 4) this.#execute();
    else if (kind < 7) this.#change();
    else if (kind === 7) this.emit([0x04, this.#free() << 4]);
    else if (kind === 8 && (this.times <= 10 || random.chance(20))) this.#exception();
    else if (kind === 9) this.emit([0x0a, random.below(255)]);
    else if (kind === 10) this.#load();
    else if (kind === 11) this.#long();
    else if (kind < 14) this.#control();
    else if (kind === 14) this.#call();
    else if (kind === 15) this.#branchOver();
    else if (kind === 16 && this.times * 8 * 10 + this.executed < MOST_EXECUTED) this.#innerLoop();
    else this.#work();
  }

  #branchOver(): void {
    const next = this.#one();
    this.emit([0x47, this.random.below(16) << 4, ...this.#here(this.#at + 4 + next.length)], next);
  }

  /** The target lies in a branched-over place; its second byte is modified where it holds no register that is kept. */
  #execute(): void {
    const { random } = this;
    let target = this.#one();
    let value = 0;
    if (this.flavour.decimal && random.chance(40)) {
      const pieces = split(decimalPiece(random, NUMBERS, random.pick([2, 3, 4, 5])));
      target = pieces[pieces.length - 1].length === 6 ? pieces[pieces.length - 1] : target;
    }
    const silent = target[0] === 0x0a;
    if (target.length === 6) value = random.chance(80) ? random.below(20) : random.below(256);
    else if (target[0] >= 0x90 && target[0] < 0x98 && target[0] !== 0x90) value = random.below(256);
    else if (target.length === 2 && !silent) {
      target = [target[0], target[1] & 0xf0];
      value = random.below(16);
    }
    if (target[0] === 0x93) value = 0;
    this.emit([0x41, MODIFIER << 4, 0, value]);
    const to = this.#at + 8;
    const over = this.#here(to + target.length);
    this.emit([0x44, random.chance(20) ? 0 : MODIFIER << 4, ...this.#somehow(to)]);
    this.emit([0x47, 0xf0, ...over], target);
  }

  /** An instruction of the program that another changes before it is executed. */
  #change(): void {
    const { random } = this;
    const register = this.#free() << 4;
    const at = this.#at;
    const opcodes = [0x18, 0x1a, 0x17, 0x16, 0x1b, 0x12];
    switch (random.below(8)) {
      case 0:
        // The second byte of the next instruction.
        this.emit([0x92, register | random.below(16), ...this.#somehow(at + 5)], [random.pick(opcodes), 0]);
        return;
      case 1:
        // Now AR, now SR.
        this.emit([0x97, 1, ...this.#somehow(at + 4)], [random.pick([0x1a, 0x1b]), register | random.below(16)]);
        return;
      case 2: {
        // A displacement that counts, of an instruction some way off.
        const other = this.#free() << 4;
        this.emit(
          [0x48, other, ...this.#here(at + 18)],
          [0x41, other | (other >>> 4), 0, 1],
          [0x40, other, ...this.#somehow(at + 18)],
          [0x1a, register | (other >>> 4)],
          [0x17, register | random.below(16)],
          [0x41, register, 0, random.below(256)],
        );
        return;
      }
      case 3:
      case 4: {
        // One of two instructions of the same length, over a third.
        const [x, y] = [this.#fourBytes(register), this.#fourBytes(register)];
        const from = at + 6 + 4 + 4 + 4 * random.below(2);
        this.emit([0xd2, 3, ...this.#somehow(at + 10), ...this.#here(from)], [0x47, 0xf0, ...this.#here(at + 10)]);
        this.emit(this.#fourBytes(register), x, y);
        return;
      }
      case 5:
        // By registers: STORE, and STORE CHARACTERS UNDER MASK.
        this.emit(
          [0x58, register, ...this.#here(at + 12)],
          random.chance(50)
            ? [0x50, register, ...this.#somehow(at + 8)]
            : [0xbe, register | 12, ...this.#somehow(at + 8)],
          [0x41, register, 0, 7],
          this.#fourBytes(register),
        );
        return;
      case 6:
        // What has been gone through already, in a loop.
        this.emit([random.pick(opcodes), register | random.below(16)]);
        this.emit([random.pick([0x94, 0x96, 0x97]), 0xf0 ^ random.pick([0x0f, 0x07]), ...this.#somehow(at + 1)]);
        // It must not name a register that is kept.
        this.emit([0x92, register | random.below(16), ...this.#somehow(at + 1)]);
        return;
      default:
        // The length of a move.
        this.emit(
          [0x42, random.below(16) << 4, ...this.#somehow(at + 5)],
          [0xd2, 0, ...this.#operand(256), ...this.#operand(256)],
        );
    }
  }

  #fourBytes(register: number): number[] {
    const { random } = this;
    const opcode = random.pick([0x41, 0x5a, 0x5b, 0x58, 0x57, 0x50, 0x4a, 0x43, 0x42]);
    return [opcode, register, ...this.#operand(8)];
  }

  /** An instruction that cannot be executed, for one reason or another; the handler goes on behind it. */
  #exception(): void {
    const { random } = this;
    const wild = this.#free();
    switch (random.below(6)) {
      case 0:
        return this.emit([random.pick([0x00, 0x01, 0x52, 0x99, 0xe0]), 0, ...[0, 0]].slice(0, 2), [0x18, wild << 4]);
      case 1:
        // An odd register of a pair.
        return this.emit([random.pick([0x1c, 0x1d]), 0x10 | random.below(16)]);
      case 2:
        return this.emit([0x1b, wild * 17], [0x1d, (this.#free(true) << 4) | wild]);
      case 3: {
        // Beyond storage.
        const opcode = random.pick([0x58, 0x50, 0x5a, 0x43, 0x42, 0x92, 0x95, 0x48, 0x40]);
        const kept = opcode === 0x92 || opcode === 0x95 ? random.below(256) : this.#free() << 4;
        if (wild === 0) return;
        return this.emit([0x1b, wild * 17], [0x06, wild << 4], [opcode, kept, wild << 4, 0]);
      }
      case 4:
        // Not on a boundary.
        return this.emit([
          random.pick([0xba, 0xbb]),
          (this.#free(true) << 4) | random.below(16),
          (BASE << 4) | 1,
          0x1d,
        ]);
      default:
        return this.emit([random.pick([0x28, 0x2a, 0x38]), 0x10]);
    }
  }

  #load(): void {
    const { random } = this;
    const last = random.pick([15, 0, 3, 5]);
    const first = random.chance(50) && last < 6 ? random.below(last + 1) : 14;
    if (this.#held.includes(14))
      return this.emit([0x98, random.below(3) * 16 + random.between(3, 5), ...this.#operand(64)]);
    this.emit([0x98, (first << 4) | last, ...this.#operand(64)]);
  }

  /** MOVE LONG, COMPARE LOGICAL LONG. */
  #long(): void {
    const { random } = this;
    const length = (): number[] => [0, random.chance(60) ? random.below(64) : random.below(256)];
    const at = [random.below(3), random.below(256), random.below(4), random.below(256)];
    this.emit(
      [0x41, 0x20, (BASE << 4) | at[0], at[1]],
      [0x41, 0x30, ...length()],
      [0x41, 0x40, (BASE << 4) | at[2], at[3]],
      [0x41, 0x50, ...length()],
      [random.pick([0x0e, 0x0f]), 0x24],
    );
  }

  #call(): void {
    if (this.#subroutines.length === 0) return this.#work();
    const to = this.random.pick(this.#subroutines);
    this.executed += 8 * this.times;
    this.emit([this.random.pick([0x45, 0x4d]), LINK << 4, ...this.#here(to)]);
  }

  /** A branch over subroutines; then they. */
  subroutines(): void {
    const { random } = this;
    const from = this.#at;
    this.emit([0x47, 0xf0, 0, 0]);
    for (let i = random.below(4); i > 0; i--) {
      const begin = this.#at;
      for (let n = random.between(1, 5); n > 0; n--) this.#work();
      this.emit([0x07, 0xf0 | LINK]);
      this.#subroutines.push(begin);
    }
    this.bytes.splice(from + 2, 2, ...this.#here(this.#at));
  }

  #innerLoop(): void {
    const { random } = this;
    const [index, increment, limit] = INNER;
    const { times } = this;
    const held = this.#held;
    const rounds = random.between(2, 8);
    this.emit([0x1b, index * 17], [0x41, increment << 4, 0, 1], [0x41, limit << 4, 0, rounds - 1]);
    this.#held = [...held, ...INNER];
    this.times *= rounds;
    const begin = this.#at;
    for (let n = random.between(1, 6); n > 0; n--) this.#work();
    this.emit([0x87, (index << 4) | increment, ...this.#here(begin)]);
    this.#held = held;
    this.times = times;
  }

  /** Privileged instructions, whose effects stay small. */
  #control(): void {
    const { random, flavour } = this;
    if (!flavour.control) return this.#work();
    const [register, other] = [this.#free(), this.#free() || 1];
    switch (random.below(8)) {
      case 0:
        return this.emit([0xb2, 0x0d, 0, 0]);
      case 1: {
        // Without translation for two instructions.
        if (!flavour.translated) return this.#work();
        const scratch = [SCRATCH >>> 8, SCRATCH & 0xff];
        return this.emit([0xac, 0xfb, ...scratch], [0x1a, (register << 4) | other], [0xad, 0x04, ...scratch]);
      }
      case 2:
        // A key that is shown, without what is noted of references and changes.
        return this.emit(
          [0x41, other << 4, ...this.#operand(8)],
          [0x88, other << 4, 0, 4],
          [0x89, other << 4, 0, 4],
          [0x09, (register << 4) | other],
          [0x88, register << 4, 0, 3],
        );
      case 3: {
        // Another key for a block of data.
        const key = random.pick([0x10, 0x10, 0x18, 0x20, 0x00, 0x28]);
        if (register === other) return this.#work();
        return this.emit(
          [0x41, other << 4, 0x0f, 0],
          [0x89, other << 4, 0, random.pick([1, 2])],
          [0x41, register << 4, 0, key],
          [0x08, (register << 4) | other],
        );
      }
      case 4:
        return this.emit([0xb2, 0x0a, 0, random.pick([0, 0x10, 0x10, 0x20])]);
      case 5:
        // IPK puts the key into register 2.
        return this.emit(this.#held.includes(2) ? [0x18, register << 4] : [0xb2, 0x0b, 0, 0]);
      case 6:
        return this.emit([0xb7, 0x11, (HERE << 4) | (TABLE_WORD >>> 8), TABLE_WORD & 0xff]);
      default:
        return this.emit([0xb1, register << 4, ...this.#operand(8)]);
    }
  }

  /** A loop of pieces. */
  loop(pieces: number, rounds: number): void {
    const { random } = this;
    const byRegister = random.chance(15);
    const back = this.#free() || 1;
    this.emit([0x41, COUNTER << 4, 0, rounds]);
    const held = this.#held;
    if (byRegister) {
      this.emit([0x05, back << 4]);
      this.#held = [...held, back];
    }
    const begin = this.#at;
    this.times = rounds;
    for (let i = 0; i < pieces; i++) this.#pieceThatKeeps(byRegister ? back : -1);
    this.times = 1;
    this.#held = held;
    this.emit(byRegister ? [0x06, (COUNTER << 4) | back] : [0x46, COUNTER << 4, ...this.#here(begin)]);
  }

  /** A loop that goes back by a register holds only what leaves it alone. */
  #pieceThatKeeps(register: number): void {
    if (register < 0) this.piece();
    else {
      const one = this.#one();
      // TRANSLATE AND TEST has registers of its own.
      this.emit(one[0] === 0xdd && register < 3 ? [0x1a, this.#free() * 17] : one);
    }
  }

  end(): void {
    for (const register of [0, 2, 4, 6]) {
      const at = FLOATING_AT + 8 * FLOATING_COUNT + 4 * register;
      this.emit([0x60, register << 4, (NUMBERS << 4) | (at >>> 8), at & 0xff]);
    }
    this.emit([0x0a, 0xff]);
  }
}

/** Bytes as instructions, each by itself. */
function split(bytes: readonly number[]): number[][] {
  const found: number[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = [2, 4, 4, 6][bytes[at] >>> 6];
    found.push(bytes.slice(at, at + length));
    at += length;
  }
  return found;
}

const MOST_EXECUTED = 6000;
/** Bytes of code: behind it are the words for control registers. */
const ROOM = 0xf00;

/** The code; it lies where register {@link HERE} points, ends in SVC 255, and has about `count` instructions. */
export function randomProgram(random: Random, flavour: Flavour, count: number): number[] {
  const program = new Program(random, flavour);
  for (const register of [0, 2, 4, 6]) {
    const at = FLOATING_AT + 8 * random.below(FLOATING_COUNT);
    program.emit([0x68, register << 4, (NUMBERS << 4) | (at >>> 8), at & 0xff]);
  }
  program.subroutines();
  const last = count - 6;
  while (program.count < last && program.bytes.length < ROOM) {
    const left = last - program.count;
    if (random.chance(30)) program.piece();
    else {
      const pieces = Math.min(
        random.between(1, 30),
        Math.ceil(left / 2),
        Math.floor((ROOM - program.bytes.length) / 16) + 1,
      );
      const most = Math.max(1, Math.floor((MOST_EXECUTED - program.executed) / (pieces * 2)));
      program.loop(pieces, Math.min(most, random.pick([1, 2, 3, 10, 20, 60, 100])));
    }
  }
  program.end();
  return program.bytes;
}
