/**
 * How programs of the control program call each other and return: SVC 8 and SVC 12 in supervisor state. They are part of the
 * control-program assist (SY20-0886, appendix A, "Control Program Assist"); what they do is as Hercules 4.x does LINK and RETRN. What is
 * left is the SVC interruption that there is without the assist.
 */
import { leave } from "../real-blocks.ts";
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import { PSA, SAVEAREA, SVCLIST, TRACFLG1 } from "./layout.ts";
import { TRACED, trace } from "./trace-table.ts";

/** Second word of an entry: length of the instruction, and the SVC's code. */
const traced = (code: number): number => 0x0002_0000 | code;

function traceCall(call: ControlProgramCall, code: number, to: number): void {
  if ((call.byte(PSA.TRACFLG1) & TRACFLG1.TRAC02) === 0) return;
  trace(call, TRACED.SVC, [to, traced(code), ...call.psw]);
}

/** Leaves a program that is none of the nucleus's: it may be away. */
function checkResident(call: ControlProgramCall, program: number): void {
  if (program >>> 0 >= call.word(PSA.APAGCP) >>> 0) leave();
}

/** SVC 8: calls the program that general register 15 names, with a save area of the chain in register 13. */
const link: ControlProgramFunction = (call) => {
  const list = call.word(PSA.ASVCLIST);
  const saveArea = call.word(list + SVCLIST.NEXTSAVE);
  const to = call.gr(15);
  if (saveArea === 0) leave();
  checkResident(call, to);
  call.setWord(list + SVCLIST.NEXTSAVE, call.word(saveArea + SAVEAREA.SAVENEXT));
  call.setWord(saveArea + SAVEAREA.SAVERETN, call.next);
  call.setWord(saveArea + SAVEAREA.SAVER12, call.gr(12));
  call.setWord(saveArea + SAVEAREA.SAVER13, call.gr(13));
  call.setGr(12, to);
  call.setGr(13, saveArea);
  call.setGr(14, call.next);
  traceCall(call, LINK, to);
  return to & ADDRESS;
};

/** SVC 12: returns, and gives the save area that register 13 names back to the chain. */
const goBack: ControlProgramFunction = (call) => {
  const list = call.word(PSA.ASVCLIST);
  const saveArea = call.gr(13);
  const lowest = call.word(list + SVCLIST.SLCADDR) >>> 0;
  checkResident(call, call.gr(12));
  if (call.gr(12) >>> 0 < lowest) leave();
  // Save areas are the nucleus's, or lie in free storage.
  const isBelow = saveArea >>> 0 < call.word(list + SVCLIST.DMKSVCHI) >>> 0;
  const isPaged = saveArea >>> 0 > call.word(list + SVCLIST.DMKSVCLO) >>> 0;
  if (isBelow && (isPaged || saveArea >>> 0 < lowest)) leave();
  const to = call.pointer(saveArea + SAVEAREA.SAVERETN);
  const first = call.word(list + SVCLIST.NEXTSAVE);
  call.setGr(12, call.word(saveArea + SAVEAREA.SAVER12));
  call.setGr(13, call.word(saveArea + SAVEAREA.SAVER13));
  call.setGr(14, first);
  call.setWord(saveArea + SAVEAREA.SAVENEXT, first);
  call.setWord(list + SVCLIST.NEXTSAVE, saveArea);
  traceCall(call, RETURN, to);
  return to;
};

const LINK = 8;
const RETURN = 12;

/** Functions by the SVC's code, with the names of their counts. */
export const CONTROL_PROGRAM_CALLS = {
  [LINK]: ["SVC 8", link],
  [RETURN]: ["SVC 12", goBack],
} as const satisfies Readonly<Record<number, readonly [string, ControlProgramFunction]>>;
