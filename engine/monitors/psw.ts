/** The two formats of a PSW, as pairs of words (GA22-7000, "Program-Status-Word Format"). Bit 0 is the leftmost. */

/** Bits 0-31 and 32-63, unsigned. */
export interface Psw {
  readonly high: number;
  readonly low: number;
}

const EC_MODE = 0x00080000; // bit 12
const WAIT = 0x00020000; // bit 14
const PROBLEM = 0x00010000; // bit 15
const EC_DAT = 0x04000000; // bit 5
const EC_IO = 0x02000000; // bit 6
const EXTERNAL = 0x01000000; // bit 7, in both modes
const EC_MUST_BE_ZERO = 0xb800c0ff; // bits 0, 2-4, 16, 17, 24-31
const EC_LOW_MUST_BE_ZERO = 0xff000000; // bits 32-39

export const isEc = (psw: Psw): boolean => (psw.high & EC_MODE) !== 0;
export const isWaiting = (psw: Psw): boolean => (psw.high & WAIT) !== 0;
export const isProblem = (psw: Psw): boolean => (psw.high & PROBLEM) !== 0;
export const isTranslating = (psw: Psw): boolean => isEc(psw) && (psw.high & EC_DAT) !== 0;
export const keyOf = (psw: Psw): number => (psw.high >>> 20) & 15;
export const addressOf = (psw: Psw): number => psw.low & 0xffffff;

/** Condition code and program mask, as six bits: CC, then mask. */
export function conditionAndMask(psw: Psw): number {
  return isEc(psw) ? (psw.high >>> 8) & 0x3f : (psw.low >>> 24) & 0x3f;
}

/** The same PSW with another condition code and program mask (six bits) and instruction address. */
export function stepped(psw: Psw, conditionAndMask: number, address: number): Psw {
  return isEc(psw)
    ? { high: ((psw.high & ~0x3f00) | (conditionAndMask << 8)) >>> 0, low: address & 0xffffff }
    : { high: psw.high, low: ((conditionAndMask << 24) | (address & 0xffffff)) >>> 0 };
}

/** Whether an EC-mode PSW has a one where a zero must be: a specification exception, recognized as soon as the PSW is loaded. */
export function isMalformed(psw: Psw): boolean {
  return isEc(psw) && ((psw.high & EC_MUST_BE_ZERO) !== 0 || (psw.low & EC_LOW_MUST_BE_ZERO) !== 0);
}

/** Whether external interruptions are enabled by the PSW (control register 0 has its say too). */
export const externalEnabled = (psw: Psw): boolean => (psw.high & EXTERNAL) !== 0;

/** Whether I/O interruptions from channel 0 are enabled; in EC mode, control register 2 has its say too. */
export function channelZeroEnabled(psw: Psw, controlRegister2: () => number): boolean {
  if (!isEc(psw)) return psw.high >>> 31 !== 0;
  return (psw.high & EC_IO) !== 0 && controlRegister2() >>> 31 !== 0;
}

/** Whether no external and no I/O interruption can ever end a wait under this PSW. */
export function isDisabled(psw: Psw): boolean {
  return isEc(psw) ? (psw.high & (EC_IO | EXTERNAL)) === 0 : psw.high >>> 24 === 0;
}

/** The PSW as an interruption stores it: in BC mode with interruption code and instruction-length code, which EC mode puts elsewhere. */
export function asOldPsw(psw: Psw, code: number, lengthCode: number): Psw {
  if (isEc(psw)) return psw;
  return { high: ((psw.high & 0xffff0000) | code) >>> 0, low: ((psw.low & 0x3fffffff) | (lengthCode << 30)) >>> 0 };
}

/** The real PSW under which a guest with this virtual PSW runs: EC mode, translation, problem state, everything enabled; key, condition code, mask and address the guest's. */
export function realPsw(psw: Psw): Psw {
  return { high: (0x070d0000 | (keyOf(psw) << 20) | (conditionAndMask(psw) << 8)) >>> 0, low: addressOf(psw) };
}

/** 16 hexadecimal digits. */
export function pswHex(psw: Psw): string {
  return [psw.high, psw.low].map((word) => (word >>> 0).toString(16).toUpperCase().padStart(8, "0")).join("");
}
