/** A real channel program that has ended: UNTFR and UNTRN (as Hercules 4.x does FCCWS and UXCCW). */
import { leave } from "../real-blocks.ts";
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import { giveBack } from "./free-storage.ts";
import { IOBLOK, IOBSPEC2, RCWCCW, RCWCTL, RCWFLAG, RCWTASK, SAVEAREA } from "./layout.ts";
import { unlock } from "./pages.ts";

const CCW_SIZE = 8;
/** Low half of a command code. */
const READ_BACKWARD = 0xc;
/** Address bits within what an IDAW leads to. */
const IDAW_BITS = 11;
const SAVED_REGISTERS = 12;

/** Displacements in the list of exits of UNTFR. */
const EXIT = { UNREL: 0, UNTFRET: 4, PTRUL2: 8, UNTFRXIT: 12, NXTCCW: 16, PTRUL1: 20, ITSAREL: 24 } as const;

/**
 * UNTFR: unlocks the pages of a real channel program's data, and gives back its storage. General register 10: IOBLOK, 13: SAVEAREA. First
 * operand: addresses of the lists of PTRUL, and of FRETX. Goes on by its second operand's list; what the programs there
 * expect in registers 0, 1, 2 and 4 to 9 they find.
 */
export const freeChannelProgram: ControlProgramFunction = (call) => {
  const ioblok = call.gr(10);
  const frames = call.word(call.first);
  const lists = { chains: call.word(call.first + 4), frames: call.word(call.first + 8) };
  for (let register = 0; register < SAVED_REGISTERS; register++)
    call.setWord(call.gr(13) + SAVEAREA.SAVEREGS + 4 * register, call.gr(register));
  call.setGr(9, call.word(frames));

  const caw = call.pointer(ioblok + IOBLOK.IOBCAW);
  if (caw === 0) leave();
  let task = caw - RCWTASK.RCWHSIZ;
  call.setGr(4, task);
  while (task !== 0) {
    call.step();
    const exit = unlockTask(call, task, frames);
    if (exit !== undefined) return call.exit(exit);
    const count = call.halfword(task + RCWTASK.RCWCCNT);
    call.setGr(0, count);
    call.setGr(1, task);
    const next = call.word(task + RCWTASK.RCWPNT);
    call.setGr(4, next);
    if (!giveBack(call, task & ADDRESS, count, lists)) return call.exit(EXIT.UNTFRET);
    task = next;
  }
  call.setWord(ioblok + IOBLOK.IOBCAW, 0);
  const special = call.byte(ioblok + IOBLOK.IOBSPEC2);
  const isReleased = special & IOBSPEC2.IOBUNREL && (special & IOBSPEC2.IOBCLN) === 0;
  return call.exit(isReleased ? EXIT.ITSAREL : EXIT.UNTFRXIT);
};

/** Unlocks what the CCWs of a part name; returns the exit where that is not all. Register 7: the CCW, 6: how many are left. */
function unlockTask(call: ControlProgramCall, task: number, frames: number): number | undefined {
  const count = call.halfword(task + RCWTASK.RCWRCNT);
  for (let i = 0; i <= count; i++) {
    const ccw = task + RCWTASK.RCWHSIZ + CCW_SIZE * i;
    call.setGr(7, ccw);
    call.setGr(6, count - i);
    if (i === count) return undefined;
    call.step();
    const control = call.byte(ccw + RCWCCW.RCWCTL);
    if ((control & (RCWCTL.RCWIO | RCWCTL.RCWSHR)) === 0) continue;
    const data = call.pointer(ccw);
    call.setGr(5, data);
    if (call.byte(ccw + RCWCCW.RCWFLAG) & RCWFLAG.IDA) {
      const exit = unlockList(call, ccw, control, frames);
      if (exit !== undefined) return exit;
      continue;
    }
    call.setGr(2, data);
    // Copies of shared pages have no exit of their own: the control program looks at the CCW again.
    if ((control & RCWCTL.RCWIO) === 0) return EXIT.NXTCCW;
    if (!unlock(call, frames, data)) return EXIT.PTRUL1;
  }
  return undefined;
}

/** The same for a CCW with indirect addresses. Register 5: the next of them, 0: how many are left. */
function unlockList(call: ControlProgramCall, ccw: number, control: number, frames: number): number | undefined {
  const last = call.halfword(ccw + RCWCCW.RCWCNT) - 1;
  const first = call.word(call.gr(5));
  const isBackward = (call.byte(ccw) & 0xf) === READ_BACKWARD;
  const begin = (isBackward ? first - last : first) >>> IDAW_BITS;
  const end = (isBackward ? first : first + last) >>> IDAW_BITS;
  call.setGr(1, last);
  call.setGr(14, begin);
  call.setGr(15, end - begin);
  call.setGr(0, end - begin + 1);
  if (control & (RCWCTL.RCWHMR | RCWCTL.RCW2311)) return EXIT.UNREL;
  for (let left = end - begin + 1; left > 0; left--) {
    const page = call.word(call.gr(5));
    call.setGr(2, page);
    call.setGr(0, left);
    // One beyond storage ends the list.
    if (page >>> 0 >= call.gr(9) >>> 0) return undefined;
    if ((control & RCWCTL.RCWIO) === 0) return EXIT.NXTCCW;
    if (!unlock(call, frames, page)) return EXIT.PTRUL2;
    call.setGr(5, call.gr(5) + 4);
    call.setGr(0, left - 1);
  }
  return undefined;
}

/** Both halves of the halfword that stands where a CCW has its flags, in front of the first CCW. */
const MARK = 0xffff;

/** UNTRN. First operand: a CSW's first word, whose address of a real CCW becomes that of the virtual one. */
export const untranslateCsw: ControlProgramFunction = (call) => {
  const csw = call.word(call.first);
  let at = csw & ADDRESS;
  if (at === 0) return call.returnAddress;
  let virtual = 0;
  for (;;) {
    call.step();
    at -= CCW_SIZE;
    const flags = call.halfword(at + RCWCCW.RCWFLAG);
    // CCWs that the control program has put in count for nothing.
    if ((flags & RCWCTL.RCWGEN) === 0) virtual += CCW_SIZE;
    if (flags === MARK) break;
  }
  const task = at + RCWCCW.RCWFLAG - RCWTASK.RCWMARK;
  const from = call.word(task + RCWTASK.RCWVCAW);
  call.setWord(call.first, (csw & ~ADDRESS) | ((from + virtual) & ADDRESS));
  return call.returnAddress;
};
