/** Random programs that know no good: streams of privileged instructions, channel programs, DIAGNOSEs, tables, commands, or plain bytes. */
import { encodeEbcdic } from "../../../../../engine/s370/index.ts";
import { Random } from "../../../../vectors/random.ts";
import { randomImage } from "../random-channel-programs.ts";
import { randomProgram } from "../random-programs.ts";

const SIZE = 0x4000;
/** Words that registers are loaded from, commands, CCWs and their areas, page tables, instructions. */
const RESUME = 0x600;
const WORDS = 0x800;
const WORD_COUNT = 256;
const TEXTS = 0xc00;
const TEXT = 64;
const TEXT_COUNT = 16;
/** Parameter lists of VMCF and IUCV, names of systems. */
const LISTS = 0x300;
const LIST = 64;
const LIST_COUNT = 12;
const CCWS = 0x1000;
const SEGMENTS = 0x1800;
const PAGES = 0x1c00;
const CODE = 0x2000;
const CODE_END = 0x3f00;

const DEVICES = [
  0x009, 0x00c, 0x00d, 0x00e, 0x191, 0x192, 0x350, 0x01f, 0x000, 0xfff, 0x291, 0x181, 0x20d, 0x500, 0x0b0, 0x0b1,
];

/** What commands' operands are made of, beside the words of their formats. */
const OPERANDS = [
  "*", "A", "B", "W", "OPERATOR", "SYSTEM", "ALL", "NOSUCH", "READ", "PASS", "191", "192", "00C", "00D", "00E", "009", "350", "FFF", "1000", "0", "1", "2", "99",
  "100", "255", "4095", "16M", "256K", "512K", "4K", "17M", "FFFFFF", "0.1000", "L0.FFFFFF", "T0-3FFFF", "G0-15", "X2", "Y", "PSW", "K0-3F000", "0-FFFFFF",
  "ON", "OFF", "TO", "FOR", "AS", "CLASS", "NAME", "HOLD", "NOHOLD", "RDR", "PRT", "PUN", "CONSOLE", "READER", "PRINTER", "PUNCH", "STORAGE", "T3350", "GRAF",
  "CTCA", "MW", "R", "W", "291", "181", "20D", "500", "0B0", "C", "SHARED", "CTCA", "GRAF", "60000", "T60000-61FFF", "IPL", "SVC", "PRIV", "I/O", "END", "RUN", "NORUN", "BOTH", "TERMINAL", "CLEAR", "RESET", "PF12", "IMMED", "SEC", "1", "3", "BASIC", "(", "-1", "",
]; // biome-ignore format: a table

export interface RandomOptions {
  /** Names of CP's commands, with the words of their formats. */
  readonly commands: readonly (readonly string[])[];
}

/** Instructions, privileged and not, with random registers and displacements. */
class Stream {
  readonly #random: Random;
  readonly #view: DataView;
  #at = CODE;

  constructor(random: Random, view: DataView) {
    this.#random = random;
    this.#view = view;
  }

  get isFull(): boolean {
    return this.#at > CODE_END;
  }

  halfwords(...values: readonly number[]): void {
    for (const value of values) {
      this.#view.setUint16(this.#at, value & 0xffff);
      this.#at += 2;
    }
  }

  /** L of one of the words. */
  load(register: number): void {
    this.halfwords(0x5800 | (register << 4), WORDS + 4 * this.#random.below(WORD_COUNT));
  }

  /** An address: of the words, of any place below 4,096, or by a register. */
  operand(): number {
    const random = this.#random;
    const kind = random.below(4);
    if (kind === 0) return WORDS + 8 * random.below(WORD_COUNT / 2);
    if (kind === 1) return random.below(0x800);
    return random.word() & 0xffff;
  }

  /** Back to one of the instructions: the stream may end nowhere. */
  branch(): void {
    // Second words of PSWs: most lead to code.
    this.halfwords(0x58f0, WORDS + 32 * this.#random.below(WORD_COUNT / 8) + 4, 0x07ff);
  }
}

const S_FORMAT = [0x80, 0x9c, 0x9d, 0x9e, 0x9f, 0x93, 0x80, 0x82];
const SI_FORMAT = [0xac, 0xad, 0xae, 0xaf, 0x84, 0x85];
const B2 = [0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0d, 0x10, 0x11, 0x12, 0x13, 0x21];
const RS_FORMAT = [0xb6, 0xb7, 0xb1, 0x83, 0x90, 0x98, 0xba, 0xbb, 0x0e, 0x44, 0x45, 0x46];

/** Kinds of instructions: those below, of which an attacker may have one that it likes. */
const KINDS = 15;

function instruction(random: Random, stream: Stream, liked: number): void {
  const registers = random.below(256);
  switch (random.chance(50) ? liked : random.below(KINDS)) {
    case 0:
      return stream.halfwords((random.pick(S_FORMAT) << 8) | random.pick([0, 1, 0x80]), stream.operand());
    case 1:
      return stream.halfwords((random.pick(SI_FORMAT) << 8) | registers, stream.operand());
    case 2:
    case 3:
      return stream.halfwords((random.pick(RS_FORMAT) << 8) | registers, stream.operand());
    case 4:
    case 5:
      return stream.halfwords(0xb200 | (random.chance(90) ? random.pick(B2) : random.below(256)), stream.operand());
    case 6:
      return stream.halfwords((random.pick([0x08, 0x09, 0x0a, 0x04, 0x05, 0x07]) << 8) | registers);
    case 7:
      // Start, test, halt devices that are there, with a channel address word that may lead somewhere.
      stream.halfwords(0xd203, 0x48, WORDS + 4 * random.below(WORD_COUNT));
      return stream.halfwords((random.pick([0x9c, 0x9d, 0x9e, 0x9f]) << 8) | random.below(2), random.pick(DEVICES));
    case 8: {
      // A DIAGNOSE that exists, most likely.
      const [x, y] = [random.below(16), random.below(16)];
      stream.load(x);
      stream.load(y);
      if (random.chance(50)) stream.load((x + 1) & 15);
      if (random.chance(50)) stream.load((y + 1) & 15);
      return stream.halfwords(0x8300 | (x << 4) | y, 4 * random.below(random.chance(90) ? 0x30 : 0x400));
    }
    case 9: {
      // A command.
      const text = TEXTS + TEXT * random.below(TEXT_COUNT);
      stream.halfwords(0x4120, text);
      stream.halfwords(0x4140, random.chance(80) ? TEXT : random.below(300));
      if (random.chance(30)) stream.load(5);
      return stream.halfwords(0x8324, 8);
    }
    case 10:
      if (random.chance(15)) return stream.branch();
      return stream.load(random.below(16));
    case 11:
      if (random.chance(30)) return stream.halfwords(random.word(), random.word(), random.word());
      // Something to look at, or to store into.
      return stream.halfwords(0xd207, stream.operand(), stream.operand());
    case 12:
      // Systems, messages and paths: by names and lists that somebody has.
      return call(random, stream);
    default:
      return stream.load(random.below(16));
  }
}

/** DIAGNOSE X'64' and X'68', and IUCV. */
function call(random: Random, stream: Stream): void {
  const list = LISTS + LIST * random.below(LIST_COUNT);
  if (random.chance(30)) {
    stream.halfwords(0x4120, list + 8 * random.below(2), 0x4130, 4 * random.below(5));
    return stream.halfwords(0x8323, 0x64);
  }
  if (random.chance(50)) return stream.halfwords(0x4120, list, 0x8320, 0x68);
  stream.halfwords(0x4100, random.below(19), 0xb2f0, list);
}

/** Forty bytes and more that VMCF, IUCV or DIAGNOSE X'64' may make something of. */
function parameterList(random: Random): Uint8Array {
  const bytes = new Uint8Array(LIST);
  const view = new DataView(bytes.buffer);
  const name = encodeEbcdic(random.pick(["A", "B", "C", "D", "W", "SHARED", "*MSG", "NOSUCH"]).padEnd(8));
  const address = (): number => random.pick([0x2000, 0x800, 0x10000, 0x3fff0, 0x60000, random.word() & 0xffffff]);
  const length = (): number => random.pick([0, 1, 80, 4096, 70_000, random.word() & 0xffffff]);
  const isPath = random.chance(50);
  // IUCV: path, flags, limit; else VMCF: flags, function.
  view.setUint16(0, random.below(4));
  view.setUint16(2, isPath ? random.pick([0, 0x80, 0x40, 0x20, 0x10]) << 8 : random.below(14));
  view.setUint32(4, random.pick([1, 2, 7, random.word()]));
  bytes.set(name, random.chance(85) ? 8 : 0);
  if (isPath && random.chance(50)) view.setUint32(8, random.below(4));
  for (const at of [16, 24]) view.setUint32(at, address());
  for (const at of [20, 28]) view.setUint32(at, length());
  view.setUint32(32, address());
  view.setUint32(36, length());
  return bytes;
}

function psw(random: Random): readonly [number, number] {
  const code = CODE + 2 * random.below(0x400);
  const address = random.chance(85) ? code : random.word() & 0xffffff;
  const isProblem = random.chance(10) ? 0x00010000 : 0;
  const waits = random.chance(5) ? 0x00020000 : 0;
  const key = random.chance(15) ? (random.below(16) << 20) >>> 0 : 0;
  if (random.chance(4)) return [random.word(), random.word()];
  if (random.chance(50))
    return [((random.pick([0, 0xff, 0xfe, 0x01, 0x80]) << 24) | key | isProblem | waits) >>> 0, address];
  const mask = random.pick([0x00, 0x03, 0x07, 0x04, 0x43, 0x02, 0x01, 0x47]);
  return [((mask << 24) | key | 0x00080000 | isProblem | waits) >>> 0, address];
}

function word(random: Random): number {
  switch (random.below(14)) {
    case 0:
      return random.pick(DEVICES);
    case 1:
    case 2:
      return CODE + 2 * random.below(0x400);
    case 3:
      return TEXTS + TEXT * random.below(TEXT_COUNT);
    case 4:
      return (
        (random.pick([0, 0x40, 0x20, 0x80, 0xc0, 0xff]) << 24) | random.pick([1, 8, 64, 240, 241, 4096, 8192, 0xffffff])
      );
    case 5:
    case 6:
      return ((random.chance(20) ? random.below(256) << 24 : 0) | (CCWS + 8 * random.below(128))) >>> 0;
    case 7:
      return (
        random.pick([0x00800000, 0x00900000, 0x00400000, 0x00500000, 0x00801000]) | (random.chance(30) ? 0xc00 : 0xe0)
      );
    case 8:
      return ((random.below(4) << 24) | SEGMENTS) >>> 0;
    case 9:
      return 4 * random.below(64);
    case 10:
      return 0x1000 * random.below(80);
    case 11:
      return random.edgeWord();
    case 12:
      return random.pick([
        0x40000 - random.below(16),
        0x60000 + random.below(0x2000),
        LISTS + LIST * random.below(LIST_COUNT),
      ]);
    default:
      return random.word();
  }
}

function command(random: Random, { commands }: RandomOptions): string {
  const words = random.pick(commands);
  const [name] = words;
  const shown = name.slice(0, Math.max(1, name.length - (random.chance(40) ? random.below(name.length) : 0)));
  const operands = Array.from({ length: random.below(6) }, () => {
    if (random.chance(5)) return random.word().toString(random.pick([10, 16, 36]));
    return random.chance(50) ? random.pick(words) : random.pick(OPERANDS);
  });
  return [shown, ...operands].join(" ");
}

function channelCommand(random: Random): readonly [number, number] {
  const code = random.pick([
    0x01,
    0x02,
    0x03,
    0x04,
    0x05,
    0x06,
    0x07,
    0x08,
    0x08,
    0x09,
    0x0a,
    0x0b,
    0x0d,
    0x1d,
    0x31,
    0x41,
    0x42,
    0x1b,
    0x63,
    0x92,
    random.below(256),
  ]);
  const address = random.pick([
    CCWS + 8 * random.below(128),
    CCWS + 8 * random.below(128),
    TEXTS + random.below(0x400),
    WORDS + 4 * random.below(WORD_COUNT),
    0x3ff00 + random.below(0x200),
    0x60000 + random.below(0x2000),
    random.word() & 0xffffff,
    random.below(0x200),
  ]);
  const flags = random.pick([
    0x00,
    0x20,
    0x40,
    0x60,
    0x80,
    0xc0,
    0x44,
    0x64,
    0x04,
    0x50,
    0x48,
    0x2a,
    random.below(256),
  ]);
  const count = random.pick([1, 5, 6, 8, 80, 132, 800, 4096, 65535, 0, random.below(256)]);
  return [((code << 24) | address) >>> 0, ((flags << 24) | count) >>> 0];
}

/** Text, channel programs, tables, new PSWs and a stream of instructions. */
function mixed(random: Random, options: RandomOptions): Uint8Array {
  const image = new Uint8Array(SIZE);
  const view = new DataView(image.buffer);
  const doubleword = (at: number, [left, right]: readonly [number, number]): void => {
    view.setUint32(at, left);
    view.setUint32(at + 4, right);
  };
  doubleword(0, [random.pick([0, 0, 0xff000000, 0x00080000, 0x03080000]), CODE]);
  for (let at = 0x58; at < 0x80; at += 8) doubleword(at, psw(random));
  // Most go on behind whatever fails.
  if (random.chance(80)) doubleword(0x68, [random.chance(50) ? 0 : 0x00080000, RESUME]);
  if (random.chance(60)) doubleword(0x60, [random.chance(50) ? 0 : 0x00080000, RESUME + 4]);
  view.setUint32(RESUME, 0x82000028);
  view.setUint32(RESUME + 4, 0x82000020);
  view.setUint32(0x50, random.pick([0, 1, 100, 1000, 0x7fffffff]));
  for (let at = 0; at < WORD_COUNT; at++) view.setUint32(WORDS + 4 * at, word(random));
  for (let at = 0; at < WORD_COUNT; at += 8) doubleword(WORDS + 4 * at, psw(random));
  for (let n = 0; n < TEXT_COUNT; n++)
    image.set(encodeEbcdic(command(random, options).slice(0, TEXT).padEnd(TEXT)), TEXTS + TEXT * n);
  for (let n = 0; n < LIST_COUNT; n++) image.set(parameterList(random), LISTS + LIST * n);
  for (let at = CCWS; at < SEGMENTS; at += 8) doubleword(at, channelCommand(random));
  for (let at = SEGMENTS; at < PAGES; at += 4)
    view.setUint32(
      at,
      random.pick([
        (0xf0000000 | PAGES) >>> 0,
        0x10000000 | SEGMENTS,
        0xf0000001,
        0xf0ffff00,
        0xf003fff8,
        random.word(),
      ]),
    );
  for (let at = PAGES; at < CODE; at += 2)
    view.setUint16(
      at,
      random.pick([0x10 * random.below(64), 0x10 * random.below(4), 0x8, 0x4, 0xfff0, random.word() & 0xffff]),
    );
  const stream = new Stream(random, view);
  const liked = random.below(KINDS);
  while (!stream.isFull) instruction(random, stream, liked === 10 ? 9 : liked);
  stream.branch();
  return image;
}

function bytes(random: Random): Uint8Array {
  const image = new Uint8Array(SIZE);
  for (let at = 0; at < SIZE; at++) image[at] = random.below(256);
  new DataView(image.buffer).setUint32(0, random.pick([0, 0x00080000, 0xff000000, 0x04080000]));
  new DataView(image.buffer).setUint32(4, 2 * random.below(SIZE / 2));
  return image;
}

/** What a user types at the terminal or the displays: keys that there are. */
export function randomTyping(
  seed: number,
  { commands }: RandomOptions,
): { readonly line: string; readonly keys: string } {
  const random = new Random(seed);
  const line = command(random, { commands }).replace(/[[\]]/g, "");
  const word = random.pick([
    "dial a",
    "dial b 0b0",
    "dial w",
    "logon c wrong",
    "begin",
    "#cp query users",
    "x".repeat(90),
    line.toLowerCase(),
  ]);
  const keys = Array.from({ length: random.below(3) }, () =>
    random.pick(["[enter]", "[clear]", "[pa1]", "[pa2]", "[pf1]", "[reset]"]),
  );
  return { line, keys: `[reset]${word}[enter]${keys.join("")}` };
}

/** The storage with which a random attacker begins. */
export function randomAttacker(seed: number, options: RandomOptions): Uint8Array {
  const random = new Random(seed);
  switch (random.below(10)) {
    case 0:
      return bytes(random);
    case 1:
      return randomProgram(seed);
    case 2:
      return randomImage(seed, { cylinders: 1, heads: 30 });
    default:
      return mixed(random, options);
  }
}
