/**
 * The control-program assist: instructions E6xx, of which each does a piece of VM/370's own work on its control blocks, or nothing at
 * all, and then the instructions behind it do that (SY20-0886, appendix A, "Control Program Assist"). All addresses are real. Names
 * are those of that manual's table, which leaves to the program's listings what operands and exits are.
 */
import type { ControlProgramFunction } from "./call.ts";
import { decodeFirst, decodeNext, translateGeneral } from "./channel-programs.ts";
import { dispatch, dispatchShortly } from "./dispatcher.ts";
import { enterDispatcher } from "./dispatcher-entry.ts";
import { getBlock, returnBlock } from "./free-storage.ts";
import { checkSharedPages, lockPage, testAndLockPage, testPage, unlockPage } from "./pages.ts";
import { findRealBlocks, findVirtualBlocks } from "./scan.ts";
import { zapPage, zapSegments } from "./shadow-tables.ts";
import { freeChannelProgram, untranslateCsw } from "./untranslate.ts";

/** STECPSVM. First operand: a word that gets the level. */
const storeLevel: ControlProgramFunction = (call) => {
  call.setWord(call.first, call.level);
  return call.next;
};

/** Second bytes of operation codes that there are: to X'16'. Those without a function do nothing. */
export const LAST_CONTROL_PROGRAM_CODE = 0x16;

/** Functions by the second byte of the operation code, with the names of their counts. */
export const CONTROL_PROGRAM_FUNCTIONS = {
  2: ["PTRLK", lockPage],
  3: ["PTRUL", unlockPage],
  4: ["DECCWO", decodeNext],
  5: ["UNTFR", freeChannelProgram],
  6: ["SCNVU", findVirtualBlocks],
  7: ["DSP1", dispatch],
  8: ["TRANBRNG", testPage],
  9: ["TRANLOCK", testAndLockPage],
  10: ["ZAPSEGS", zapSegments],
  11: ["ZAPPAGE", zapPage],
  12: ["DECCW1", decodeFirst],
  13: ["DSP0", enterDispatcher],
  14: ["SCNRU", findRealBlocks],
  15: ["CCWGENRL", translateGeneral],
  16: ["UNTRN", untranslateCsw],
  17: ["DSP2", dispatchShortly],
  18: ["STECPSVM", storeLevel],
  19: ["SHARED", checkSharedPages],
  20: ["FREEX", getBlock],
  21: ["FRETX", returnBlock],
} as const satisfies Readonly<Record<number, readonly [string, ControlProgramFunction]>>;
