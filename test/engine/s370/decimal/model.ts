/** Decimal instructions in unbounded integers: as simple as can be, to compare the real ones with. */

/** What an instruction leaves behind. `trap` is the program-interruption code, 0 for none. */
export interface Ending {
  readonly trap: number;
  readonly code: number;
  readonly register1: number;
  readonly storage: Uint8Array;
}

/** An instruction of format SS taken apart, with the addresses of its operands. */
export interface Operands {
  readonly mnemonic: string;
  /** The first and second operands' bytes; for SRP, `length2` is the rounding digit. */
  readonly length1: number;
  readonly length2: number;
  readonly at1: number;
  /** For SRP the shift value. */
  readonly at2: number;
  /** Whether the program mask allows decimal overflow. */
  readonly allowed: boolean;
}

class Exception extends Error {
  readonly number: number;
  constructor(number: number) {
    super();
    this.number = number;
  }
}

const SPECIFICATION = 6;
const DATA = 7;
const OVERFLOW = 10;
const DIVIDE = 11;

interface Packed {
  readonly magnitude: bigint;
  readonly negative: boolean;
}

/** The first digit that is none, or a sign that is none, is a data exception. */
function parse(bytes: Uint8Array): Packed {
  const text = Buffer.from(bytes).toString("hex");
  const digits = text.slice(0, -1);
  const sign = text.at(-1) ?? "";
  if (!/^\d+$/.test(digits) || !/[a-f]/.test(sign)) throw new Exception(DATA);
  return { magnitude: BigInt(digits), negative: sign === "b" || sign === "d" };
}

/** The rightmost digits that `length` bytes hold, and the sign. */
function format(magnitude: bigint, negative: boolean, length: number): Uint8Array {
  const digits = magnitude
    .toString()
    .padStart(2 * length - 1, "0")
    .slice(1 - 2 * length);
  return Uint8Array.from(Buffer.from(digits + (negative ? "d" : "c"), "hex"));
}

function run(o: Operands, storage: Uint8Array, state: { code: number; register1: number }): void {
  const { length1, length2, at1, at2 } = o;
  const first = (): Uint8Array => storage.slice(at1, at1 + length1);
  const second = (): Uint8Array => storage.slice(at2, at2 + length2);
  const end1 = at1 + length1;
  const end2 = at2 + length2;
  const overlap = at1 < end2 && at2 < end1;
  const put = (bytes: Uint8Array): void => storage.set(bytes, at1);
  const refuse = (wrong: boolean): void => {
    if (wrong) throw new Exception(DATA);
  };
  /** Stores a signed result and says what it was. */
  const finish = (value: bigint, sign: boolean): void => {
    const magnitude = value < 0n ? -value : value;
    const room = 10n ** BigInt(2 * length1 - 1);
    const overflow = magnitude >= room;
    const negative = sign && (overflow || magnitude !== 0n);
    put(format(magnitude % room, negative, length1));
    state.code = overflow ? 3 : magnitude === 0n ? 0 : negative ? 1 : 2;
    if (overflow && o.allowed) throw new Exception(OVERFLOW);
  };
  const signed = ({ magnitude, negative }: Packed): bigint => (negative ? -magnitude : magnitude);

  switch (o.mnemonic) {
    case "AP":
    case "SP":
    case "CP": {
      refuse(overlap && end1 !== end2);
      const a = signed(parse(first()));
      const b = signed(parse(second()));
      if (o.mnemonic === "CP") state.code = a === b ? 0 : a < b ? 1 : 2;
      else {
        const result = o.mnemonic === "AP" ? a + b : a - b;
        finish(result, result < 0n);
      }
      break;
    }
    case "ZAP": {
      refuse(overlap && end2 > end1);
      const b = parse(second());
      finish(b.magnitude, b.negative);
      break;
    }
    case "MP": {
      if (length2 > 8 || length2 >= length1) throw new Exception(SPECIFICATION);
      refuse(overlap && end1 !== end2);
      const a = parse(first());
      const b = parse(second());
      refuse(
        first()
          .slice(0, length2)
          .some((byte) => byte !== 0),
      );
      put(format(a.magnitude * b.magnitude, a.negative !== b.negative, length1));
      break;
    }
    case "DP": {
      if (length2 > 8 || length2 >= length1) throw new Exception(SPECIFICATION);
      refuse(overlap && end1 !== end2);
      const a = parse(first());
      const b = parse(second());
      if (b.magnitude === 0n) throw new Exception(DIVIDE);
      const quotient = a.magnitude / b.magnitude;
      if (quotient >= 10n ** BigInt(2 * (length1 - length2) - 1)) throw new Exception(DIVIDE);
      const left = format(quotient, a.negative !== b.negative, length1 - length2);
      put(Uint8Array.from([...left, ...format(a.magnitude % b.magnitude, a.negative, length2)]));
      break;
    }
    case "SRP": {
      refuse(length2 > 9);
      const a = parse(first());
      const shift = at2 % 64;
      if (shift < 32) finish(a.magnitude * 10n ** BigInt(shift), a.negative);
      else {
        const unit = 10n ** BigInt(63 - shift);
        finish((a.magnitude / unit + BigInt(length2)) / 10n, a.negative);
      }
      break;
    }
    case "PACK": {
      for (let i = 0; i < length1; i++) {
        const zoned = (n: number): number => (n < length2 ? storage[end2 - 1 - n] & 15 : 0);
        const last = storage[end2 - 1];
        // A byte is stored as soon as its sources have been fetched.
        storage[end1 - 1 - i] = i === 0 ? ((last & 15) << 4) | (last >> 4) : (zoned(2 * i) << 4) | zoned(2 * i - 1);
      }
      break;
    }
    case "UNPK": {
      let byte = 0;
      for (let i = 0; i < length1; i++) {
        if (i === 0) {
          const last = storage[end2 - 1];
          storage[end1 - 1] = ((last & 15) << 4) | (last >> 4);
        } else {
          const from = (i + 1) >> 1;
          if (i % 2 === 1) byte = from < length2 ? storage[end2 - 1 - from] : 0;
          storage[end1 - 1 - i] = 0xf0 | (i % 2 === 1 ? byte & 15 : byte >> 4);
        }
      }
      break;
    }
    case "MVO": {
      let before = storage[end1 - 1] & 15;
      for (let i = 0; i < length1; i++) {
        const byte = i < length2 ? storage[end2 - 1 - i] : 0;
        storage[end1 - 1 - i] = ((byte & 15) << 4) | before;
        before = byte >> 4;
      }
      break;
    }
    case "ED":
    case "EDMK":
      edit(o, storage, state);
      break;
    default:
      throw new Error(`no model of ${o.mnemonic}`);
  }
}

function edit(o: Operands, storage: Uint8Array, state: { code: number; register1: number }): void {
  const pattern = storage.slice(o.at1, o.at1 + o.length1);
  const nibbles = [...storage.slice(o.at2, o.at2 + 300)].flatMap((byte) => [byte >> 4, byte & 15]);
  const fill = pattern[0];
  let taken = 0;
  let significant = false;
  let nonzero = false;
  let mark = -1;
  const result = pattern.map((byte, i) => {
    if (byte === 0x22) {
      significant = false;
      nonzero = false;
      return fill;
    }
    if (byte !== 0x20 && byte !== 0x21) return significant ? byte : fill;
    const digit = nibbles[taken++];
    if (digit > 9) throw new Exception(DATA);
    const shown = significant || digit !== 0;
    if (!significant && digit !== 0) mark = o.at1 + i;
    if (digit !== 0) nonzero = true;
    significant = shown || byte === 0x21;
    // Only behind a byte's left digit there may be a sign.
    const sign = taken % 2 === 1 ? nibbles[taken] : 0;
    if (sign > 9) {
      taken++;
      if (sign !== 0xb && sign !== 0xd) significant = false;
    }
    return shown ? 0xf0 | digit : fill;
  });
  storage.set(result, o.at1);
  state.code = nonzero ? (significant ? 1 : 2) : 0;
  if (o.mnemonic === "EDMK" && mark >= 0) state.register1 = ((state.register1 & 0xff000000) | mark) >>> 0;
}

/** How the instruction ends. Exceptions but overflow change nothing. */
export function modelled(o: Operands, before: Uint8Array, code: number, register1: number): Ending {
  const storage = before.slice();
  const state = { code, register1 };
  let trap = 0;
  try {
    run(o, storage, state);
  } catch (thrown) {
    if (!(thrown instanceof Exception)) throw thrown;
    trap = thrown.number;
  }
  const undone = trap !== 0 && trap !== OVERFLOW;
  return {
    trap,
    code: state.code,
    register1: state.register1,
    storage: undone ? before : storage,
  };
}
