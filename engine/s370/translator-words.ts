/** Words that the translator keeps for a System/370 in linear memory, beside architectural state. */
import type { TranslatorWords } from "../translator/emit/emitter.ts";
import { StateLayout } from "../translator/state.ts";
import { state } from "./state.ts";

/** They lie between state and storage keys. */
const own = new StateLayout(0x7000);

export const words = {
  instructionAddress: state.instructionAddress,
  trapCode: own.word("trapCode"),
  budget: own.word("budget"),
} satisfies TranslatorWords;

/** The mode of access that tags of host addresses carry: one number for each key and way of translation. */
export const accessMode = own.word("accessMode");
/** What program is translated for, besides its place: bits as below. */
export const codeMode = own.word("codeMode");
export const CODE_PROBLEM = 1;
export const CODE_TRANSLATING = 2;
export const CODE_EC = 4;
/** Place of the interval timer. */
export const timerPlace = own.word("timerPlace");
/** Place of real location 0, where PSWs may be exchanged without telling anybody: nothing is recorded, no monitor waits. Else 0. */
export const swapPlace = own.word("swapPlace");
/** System-mask bits that would let in what is pending, by the new PSW's mode. */
export const alarmsBc = own.word("alarmsBc");
export const alarmsEc = own.word("alarmsEc");
/** By key, twice, plus one for translation: the mode of access; -1: not known. */
export const modeNumbers = own.words("modeNumbers", 32);
/** Bits of an address within a page and within a segment, as control register 0 has them; 0: a combination that is none. */
export const pageBits = own.word("pageBits");
export const segmentBits = own.word("segmentBits");
/** Bytes that lie in two pages, brought together. */
export const scratch = own.words("scratch", 4);
