/**
 * Translating a virtual channel program into a real one: DECCW1, DECCWO and CCWGENRL (as Hercules 4.x does DFCCW, DNCCW and CCWGN).
 *
 * Registers, as the control program has them there: 4 a CCW's count less one, 6 the real CCW, 7 the end of the place for real ones,
 * 9 the virtual CCW, 11 VMBLOK, 12 the control program's base, 13 SAVEAREA. Each ends at an address of its second operand's list.
 */
import { PAGE_TRANSLATION, SEGMENT_TRANSLATION } from "../../interruption-codes.ts";
import { leave } from "../real-blocks.ts";
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import {
  IOBLOK,
  MEMO1,
  MEMO2,
  PRVFLAG,
  RCWCCW,
  RCWCTL,
  RCWFLAG,
  RCWTASK,
  SAVEAREA,
  VDEVBLOK,
  VDEVFLAG,
  VDEVFLG2,
  VDEVSTAT,
  VDEVTYPC,
  VDEVTYPE,
  VMBLOK,
  VMOSTAT,
} from "./layout.ts";
import { entryOf, hasFlag, lock, present, SHARED } from "./pages.ts";

/** Displacements in the list of exits of DECCWO and DECCW1. */
const DECODE_EXIT = { CCWBAD: 0, CCWNROOM: 4, CCWTIC1: 8, ADDRINVL: 12, CCWTIC: 16 } as const;

/** Low half of a command code: of a transfer in channel. */
const TRANSFER_IN_CHANNEL = 0x8;
/** Command that marks a transfer in channel behind a CCW with chained data. */
const CDTIC = 0x18;

const CCW_SIZE = 8;
const COUNT = 0xffff;

const byteOf = (word: number): number => word >>> 24;

/** The VDEVBLOK, whose displacement was saved. */
const deviceOf = (call: ControlProgramCall, saveArea: number): number =>
  call.word(saveArea + SAVEAREA.SAVER8) + call.word(call.gr(11) + VMBLOK.VMDVSTRT);

/**
 * Brings the virtual CCW into the real channel program; `real`: where it lies. The first operand has the core table's address and that of
 * the program for CCWs of no special kind, which goes to register 2.
 */
function decode(call: ControlProgramCall, real: number): number {
  const saveArea = call.gr(13);
  const at = call.gr(6);
  const left = call.word(real);
  const right = call.word(real + 4);
  call.setGr(8, deviceOf(call, saveArea));
  call.setGr(3, left);
  call.setGr(4, right);
  call.setWord(at, left);
  call.setWord(at + 4, right);
  call.setByte(at + RCWCCW.RCWCTL, 0);
  call.setGr(1, left & ADDRESS);
  call.setGr(2, call.word(call.first + 4));

  if (call.byte(saveArea + SAVEAREA.PRVFLAG) & RCWFLAG.CD) {
    if ((byteOf(left) & 0xf) === TRANSFER_IN_CHANNEL) {
      call.setByte(at, CDTIC);
      return call.exit(DECODE_EXIT.CCWTIC1);
    }
    // While data is chained the first CCW's command counts; where a new part of the real program begins, it is needed again.
    const isFirst = at === call.word(saveArea + SAVEAREA.THISRCW) + RCWTASK.RCWHSIZ;
    const command = isFirst ? call.byte(saveArea + SAVEAREA.PRVCOMND) : 0;
    call.setGr(3, (left & ADDRESS) | (command << 24));
    call.setByte(at, command);
  } else call.setByte(saveArea + SAVEAREA.VIRCOMND, byteOf(left));
  call.setByte(saveArea + SAVEAREA.VIRFLAG, byteOf(right) & (RCWFLAG.CD | RCWFLAG.CC));

  const data = call.translate(left);
  if ("code" in data) {
    if (data.beyond) leave();
    if (data.code === SEGMENT_TRANSLATION) return call.exit(DECODE_EXIT.ADDRINVL);
    if (data.code !== PAGE_TRANSLATION) leave();
  }
  return byCommand(call, right & COUNT);
}

/** Where the device's kind of CCW is translated. */
function byCommand(call: ControlProgramCall, count: number): number {
  const saveArea = call.gr(13);
  const command = call.byte(saveArea + SAVEAREA.VIRCOMND) & 0xf;
  if (count === 0 && command !== TRANSFER_IN_CHANNEL) {
    call.setGr(4, 0);
    call.setGr(1, call.gr(9));
    return call.exit(DECODE_EXIT.CCWBAD);
  }
  call.setGr(4, count - 1);
  if (count === 0) return call.exit(DECODE_EXIT.CCWTIC);
  const displacement = call.halfword(call.word(saveArea + SAVEAREA.DEVTABLE) + 2 * command);
  return (call.gr(12) + displacement) & ADDRESS;
}

/** DECCW1: decodes the first CCW. */
export const decodeFirst: ControlProgramFunction = (call) => {
  const { real } = present(call, call.first, call.gr(9));
  return decode(call, real);
};

/** DECCWO: goes on to the next CCW. */
export const decodeNext: ControlProgramFunction = (call) => {
  const saveArea = call.gr(13);
  const { real } = present(call, call.first, call.gr(9) + CCW_SIZE);
  call.setGr(9, call.gr(9) + CCW_SIZE);
  call.setGr(6, call.gr(6) + CCW_SIZE);
  // Command and flags together.
  call.setHalfword(saveArea + SAVEAREA.PRVCOMND, call.halfword(saveArea + SAVEAREA.VIRCOMND));
  if (call.gr(6) + CCW_SIZE > call.gr(7)) return call.exit(DECODE_EXIT.CCWNROOM);
  return decode(call, real);
};

/** Displacements in the list of exits of CCWGENRL. */
const GENERAL_EXIT = {
  FWDIDAL: 0,
  CCWMANYF: 4,
  CCWNXT10: 16,
  CCWNEXT: 20,
  CCWNEWV2: 24,
  TICSCAN: 28,
  CCWDIAL: 32,
  CALLISM: 36,
  CCWEXIT: 40,
  CCWNXT12: 44,
  ITSAREL: 48,
} as const;

/** CCWGENRL: a CCW whose data lies in one page. First operand: addresses of the core table and of the table for dialed lines. */
export const translateGeneral: ControlProgramFunction = (call) => {
  const at = call.gr(6);
  if (call.byte(at + RCWCCW.RCWFLAG) & RCWFLAG.IDA) return call.exit(GENERAL_EXIT.FWDIDAL);
  const from = call.gr(1);
  if ((from ^ (from + call.gr(4))) & 0xff_f000) return call.exit(GENERAL_EXIT.CCWMANYF);
  const vmblok = call.gr(11);
  const sharesSystem = (call.byte(vmblok + VMBLOK.VMOSTAT) & VMOSTAT.VMSHR) !== 0;
  lockData(call, sharesSystem);

  const saveArea = call.gr(13);
  const device = deviceOf(call, saveArea);
  call.setGr(8, device);
  if (call.byte(device + VDEVBLOK.VDEVFLAG) & VDEVFLAG.VDEVUC) return call.exit(GENERAL_EXIT.CCWNXT10);
  if (sharesSystem) return call.exit(GENERAL_EXIT.CCWNXT12);
  const goesOn =
    call.byte(saveArea + SAVEAREA.VIRFLAG) & (RCWFLAG.CD | RCWFLAG.CC) ||
    call.byte(saveArea + SAVEAREA.PRVFLAG) & (PRVFLAG.SMCOM | PRVFLAG.FWDTIC);
  return goesOn ? call.exit(GENERAL_EXIT.CCWNEXT) : endPart(call, saveArea, device);
};

/** Gives the real CCW its data's real address, which also goes to register 2, and locks the page; leaves a shared one. */
function lockData(call: ControlProgramCall, sharesSystem: boolean): void {
  const at = call.gr(6);
  const found = call.translate(call.gr(1));
  if (!("real" in found)) return leave();
  const { real } = found;
  const entry = entryOf(call.word(call.first), real);
  // Of a shared page the control program makes a copy.
  if (sharesSystem && hasFlag(call, entry, SHARED)) leave();
  lock(call, entry);
  call.setGr(2, real);
  call.setWord(at, (call.byte(at) << 24) | real);
  const isShared = call.byte(at + RCWCCW.RCWCTL) & RCWCTL.RCWSHR;
  call.setFlags(at + RCWCCW.RCWCTL, isShared ? RCWCTL.RCWIO : 0, isShared ? 0 : RCWCTL.RCWIO);
}

/** The virtual channel program, or this part of it, is at its end. */
function endPart(call: ControlProgramCall, saveArea: number, device: number): number {
  const task = call.word(saveArea + SAVEAREA.THISRCW);
  const ccws = (from: number, last: number): number => (last + CCW_SIZE - from) >>> 3;
  call.setGr(10, task);
  call.setHalfword(task + RCWTASK.RCWVCNT, ccws(call.word(task + RCWTASK.RCWVCAW), call.gr(9)));
  call.setHalfword(task + RCWTASK.RCWRCNT, ccws(task + RCWTASK.RCWHSIZ, call.gr(6)));
  if (call.byte(saveArea + SAVEAREA.MEMO2) & MEMO2.STRTNEW) return call.exit(GENERAL_EXIT.CCWNEWV2);
  if (call.byte(saveArea + SAVEAREA.MEMO1) & MEMO1.HADUTIC) return call.exit(GENERAL_EXIT.TICSCAN);

  const ioblok = call.word(saveArea + SAVEAREA.SAVER10);
  call.setGr(10, ioblok);
  call.setWord(ioblok + IOBLOK.IOBCAW, call.word(saveArea + SAVEAREA.FIRSTRCW) + RCWTASK.RCWHSIZ);
  return byDevice(call, saveArea, device);
}

/** What is left to do for some devices. */
function byDevice(call: ControlProgramCall, saveArea: number, device: number): number {
  const isDialed = call.word(saveArea + SAVEAREA.DEVTABLE) === call.word(call.first + 4);
  if (isDialed) return call.exit(GENERAL_EXIT.CCWDIAL);
  const kind = call.byte(device + VDEVBLOK.VDEVTYPC);
  const isDedicated = (call.byte(device + VDEVBLOK.VDEVSTAT) & VDEVSTAT.VDEVDED) !== 0;
  if (kind & VDEVTYPC.CLASGRAF) {
    const isDisplay = call.byte(device + VDEVBLOK.VDEVTYPE) & (VDEVTYPE.TYP3277 | VDEVTYPE.TYP3278);
    if (!isDisplay) return call.exit(GENERAL_EXIT.CCWEXIT);
    if (!isDedicated) return call.exit(GENERAL_EXIT.CCWDIAL);
  }
  if ((kind & VDEVTYPC.CLASDASD) === 0) return call.exit(GENERAL_EXIT.CCWEXIT);
  if (call.byte(device + VDEVBLOK.VDEVFLG2) & VDEVFLG2.VDEVRRF) return call.exit(GENERAL_EXIT.ITSAREL);
  const isIsam = call.byte(saveArea + SAVEAREA.MEMO1) & MEMO1.HADISAM;
  const isWhole = isDedicated || call.halfword(device + VDEVBLOK.VDEVRELN) === 0;
  return call.exit(isIsam && isWhole ? GENERAL_EXIT.CALLISM : GENERAL_EXIT.CCWEXIT);
}
