/** The program-status word in its two formats (GA22-7000, "Program-Status Word"). */

/** Fields of a PSW; the mode says which bits they came from. */
export interface Psw {
  readonly mode: "BC" | "EC";
  /** Bits 0-7 as they stand: channel masks and external mask (BC), or PER, translation, I/O and external masks (EC). */
  readonly systemMask: number;
  readonly key: number;
  readonly machineCheckMask: boolean;
  readonly wait: boolean;
  readonly problem: boolean;
  /** Bits 16-31, of a BC-mode PSW that an interruption has stored. */
  readonly interruptionCode: number;
  /** Halfwords, of a BC-mode PSW that an interruption has stored. */
  readonly instructionLengthCode: number;
  readonly conditionCode: number;
  readonly programMask: number;
  /** Bits 40-63. */
  readonly address: number;
}

/** Takes a PSW, as left and right word, apart. */
export function decodePsw(left: number, right: number): Psw {
  const ec = (left & 0x0008_0000) !== 0;
  return {
    mode: ec ? "EC" : "BC",
    systemMask: left >>> 24,
    key: (left >>> 20) & 15,
    machineCheckMask: (left & 0x0004_0000) !== 0,
    wait: (left & 0x0002_0000) !== 0,
    problem: (left & 0x0001_0000) !== 0,
    interruptionCode: ec ? 0 : left & 0xffff,
    instructionLengthCode: ec ? 0 : right >>> 30,
    conditionCode: ec ? (left >>> 12) & 3 : (right >>> 28) & 3,
    programMask: ec ? (left >>> 8) & 15 : (right >>> 24) & 15,
    address: right & 0xff_ffff,
  };
}

/** A PSW's 16 hexadecimal digits as two words; undefined where the text is not that. */
export function parsePsw(text: string): readonly [left: number, right: number] | undefined {
  const digits = text.replace(/\s/g, "");
  if (!/^[0-9a-f]{16}$/i.test(digits)) return undefined;
  return [Number.parseInt(digits.slice(0, 8), 16) | 0, Number.parseInt(digits.slice(8), 16) | 0];
}

/** Two words as 16 upper-case hexadecimal digits. */
export function pswHex(left: number, right: number): string {
  return hexWord(left) + hexWord(right);
}

/** A word as eight upper-case hexadecimal digits. */
export function hexWord(word: number): string {
  return (word >>> 0).toString(16).toUpperCase().padStart(8, "0");
}

/** Whether an EC-mode PSW has ones where zeros must be: bits 0, 2-4, 16-17 and 24-39. */
export function isInvalidPsw(left: number, right: number): boolean {
  if ((left & 0x0008_0000) === 0) return false;
  return (left & 0xb800_c0ff) !== 0 || right >>> 24 !== 0;
}
