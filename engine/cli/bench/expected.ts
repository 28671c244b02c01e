/**
 * What the benchmark programs must come to, computed here in another way: each function takes how often the program does
 * its work, and gives the bytes at its RESULT.
 */

/** Words as storage holds them. */
function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt32(4 * i, value);
  return bytes;
}

/** The programs' pseudorandom numbers: 32 bits each. */
function* random(): Generator<number, never> {
  let seed = 1;
  for (;;) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    yield seed;
  }
}

/** A check sum in which order counts. */
function checkSum(values: Iterable<number>, start = 0): number {
  let sum = start;
  for (const value of values) sum = (Math.imul(sum, 31) + value) | 0;
  return sum;
}

/** The loop's count is zero at its end; how many loops were done. */
export function bct(times: number): Uint8Array {
  return words(0, times);
}

const STEP = 0x12345677;

/** The last sum stored, and the running sum of those sums without sign. */
export function mix(times: number): Uint8Array {
  let x = 1;
  let sum = 0;
  for (let i = 10_000 * times; i > 0; i--) {
    x = (x + STEP) | 0;
    sum = (sum + x) & 0x7fff_ffff;
  }
  return words(x, sum);
}

/** How many primes there are up to 8,191, by trial division; and as many for each time. */
export function sieve(times: number): Uint8Array {
  let primes = 0;
  for (let n = 2; n <= 8191; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n) primes++;
  }
  return words(primes, Math.imul(primes, times));
}

/** The check bytes of 4,096 pseudorandom bytes that follow each other so many times, four bits at a step. */
export function crc32(times: number): Uint8Array {
  const table = Array.from({ length: 16 }, (_, nibble) => {
    let value = nibble;
    for (let bit = 0; bit < 4; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    return value;
  });
  const source = random();
  const data = Uint8Array.from({ length: 4096 }, () => source.next().value >>> 24);
  let crc = 0xffff_ffff;
  for (let i = 0; i < times; i++) {
    for (const byte of data) {
      crc ^= byte;
      crc = (crc >>> 4) ^ table[crc & 15];
      crc = (crc >>> 4) ^ table[crc & 15];
    }
  }
  return words(~crc);
}

/** A check sum over 1,024 pseudorandom words, sorted; it goes on from time to time. */
export function sort(times: number): Uint8Array {
  const source = random();
  const list = new Int32Array(1024).map(() => source.next().value).sort();
  let sum = 0;
  for (let i = 0; i < times; i++) sum = checkSum(list, sum);
  return words(sum);
}

/**
 * A check sum over all that was copied, after the last time; and the sum of a word that each time was another, from
 * the first byte of the short and of the long moves.
 */
export function memcpy(times: number): Uint8Array {
  const storage = new Uint8Array(0x30000);
  const view = new DataView(storage.buffer);
  const source = random();
  for (let at = 0x10000; at < 0x18000; at += 4) view.setUint32(at, source.next().value);
  // The program counts down to 1.
  view.setUint32(0x10000, 1);
  const copy = (to: number, from: number, length: number) => storage.copyWithin(to, from, from + length);
  copy(0x20000, 0x10000, 0x4000);
  copy(0x24003, 0x10000, 0x4000);
  copy(0x28010, 0x10004, 100);
  copy(0x28100, 0x10333, 1000);
  copy(0x29000, 0x11000, 4096);
  copy(0x2a001, 0x12002, 16000);
  storage.fill(0x40, 0x2f000, 0x2f000 + 4000);
  copy(0x2f000, 0x17f00, 200);
  const arrived = Array.from({ length: 16384 }, (_, i) => view.getInt32(0x20000 + 4 * i));
  const numbers = BigInt(times) * BigInt(times + 1);
  return words(checkSum(arrived), Number(BigInt.asIntN(32, numbers)));
}

/** The sum of the last two figures, sign and blank of each edited line; the last total, packed; the last line. */
export function decimal(times: number): Uint8Array {
  let total = 0;
  let sum = 0;
  let line = "";
  for (let amount = 1000; amount > 0; amount--) {
    total -= 10475 * amount;
    line = `${edited(-total)}- `;
    sum = (sum + new DataView(ebcdic(line).buffer).getInt32(16)) | 0;
  }
  const bytes = new Uint8Array(32);
  bytes.set(words(Math.imul(sum, times)));
  const digits = `${String(-total).padStart(13, "0")}D`;
  for (let i = 0; i < 7; i++) bytes[4 + i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  bytes.set(ebcdic(line), 12);
  return bytes;
}

/** A number of cents, 18 characters. */
function edited(cents: number): string {
  return (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 }).padStart(18);
}

/** Figures and what stands between them. */
function ebcdic(text: string): Uint8Array {
  const signs: Readonly<Record<string, number>> = { " ": 0x40, ".": 0x4b, "-": 0x60, ",": 0x6b };
  return Uint8Array.from(text, (sign) => signs[sign] ?? 0xf0 + Number(sign));
}

/** A check sum over the product of two matrices, whose elements are all exact; and how often it was formed. */
export function hfp(times: number): Uint8Array {
  const source = random();
  const [a, b] = [0, 1].map(() => Float64Array.from({ length: 256 }, () => (source.next().value >>> 8) - 0x80_0000));
  const halves: number[] = [];
  for (let row = 0; row < 16; row++) {
    for (let column = 0; column < 16; column++) {
      let sum = 0;
      for (let i = 0; i < 16; i++) sum += a[16 * row + i] * b[16 * i + column];
      const long = longHexadecimal(sum);
      halves.push(Number(BigInt.asIntN(32, long >> 32n)), Number(BigInt.asIntN(32, long)));
    }
  }
  return words(checkSum(halves), times);
}

/** A whole number of less than 57 bits as a normalized long floating-point number (GA22-7000, "Data Format"). */
function longHexadecimal(value: number): bigint {
  if (value === 0) return 0n;
  const digits = BigInt(Math.abs(value)).toString(16);
  const sign = value < 0 ? 1n << 63n : 0n;
  return sign | (BigInt(64 + digits.length) << 56n) | BigInt(`0x${digits.padEnd(14, "0")}`);
}

/** How many calls there were. */
export function trap(times: number): Uint8Array {
  return words(1000 * times);
}

/** As for the mix, over 200 words that each have their own sum. */
export function dat(times: number): Uint8Array {
  const pages = new Int32Array(200);
  let sum = 0;
  for (let i = 0; i < times; i++) {
    for (let page = 0; page < pages.length; page++) {
      for (let j = 0; j < 8; j++) {
        pages[page] += STEP;
        sum = (sum + pages[page]) & 0x7fff_ffff;
      }
    }
  }
  return words(sum);
}

/**
 * For the 6502: the odd primes up to 16,385 (2 bytes); a CCITT check sum over 512 flags, each time going on from the
 * last (2 bytes); all primes ever found, in decimal (4 bytes). The low byte comes first.
 */
export function mos6502(times: number): Uint8Array {
  const flags = Uint8Array.from({ length: 8192 }, (_, i) => {
    const number = 2 * i + 3;
    let divisor = 3;
    while (divisor * divisor <= number && number % divisor !== 0) divisor += 2;
    return divisor * divisor > number ? 1 : 0;
  });
  const primes = flags.reduce((sum, flag) => sum + flag, 0);
  const table = Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << 8;
    for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value & 0x8000 ? 0x1021 : 0);
    return value;
  });
  let check = 0xffff;
  for (let i = 0; i < times; i++)
    for (let first = 0; first < 256; first++)
      for (const flag of [flags[first], flags[first + 256]])
        check = ((check << 8) & 0xffff) ^ table[(check >>> 8) ^ flag];
  const digits = String((primes * times) % 1e8).padStart(8, "0");
  const decimals = [6, 4, 2, 0].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
  return Uint8Array.of(primes & 0xff, primes >>> 8, check & 0xff, check >>> 8, ...decimals);
}
