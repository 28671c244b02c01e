/** The end of DSP1 and DSP2: makes the processor run a virtual machine, as the control program's LPSW would. */
import { leave } from "../real-blocks.ts";
import { ADDRESS, type ControlProgramCall } from "./call.ts";
import { openExternal } from "./dispatcher-entry.ts";
import {
  APSTAT2,
  CPSTATUS,
  ECBLOK,
  PSA,
  TRACFLG2,
  TREXT,
  VMBLOK,
  VMDSTAT,
  VMESTAT,
  VMMCR6,
  VMOSTAT,
  VMPEND,
  VMPSTAT,
  VMTRCTL,
} from "./layout.ts";
import { TRACED, trace } from "./trace-table.ts";

/** Displacements in the second operand of DSP1 and DSP2. */
export const DISPATCHER_EXIT = {
  LOG_OFF: 0,
  SCHEDULE: 4,
  EXTENDING: 8,
  FRET: 12,
  SHARED: 16,
  NO_ECPS: 20,
  IDLE: 24,
  ABEND: 28,
} as const;

/** Bits of a PSW's left word. */
const EC = 0x0008_0000;
const PROBLEM = 0x0001_0000;
const TRANSLATION = 0x0400_0000;
const KEY = 0x00f0_0000;
/** The real one: translation, all interruptions, EC mode, machine checks, problem state. */
const RUNNING = 0x070d_0000;
const PER = 0x4000_0000;

/** Of the byte in the MICBLOK that says so: an interruption is pending. */
const PENDING = 0x80;
const MICVPSW = 8;

/** What is known of the virtual machine. */
interface User {
  readonly vmblok: number;
  readonly hasEcMode: boolean;
  /** Left and right word of its PSW. */
  readonly left: number;
  readonly right: number;
  readonly ecblok: number;
  readonly extended: number;
}

function userOf(call: ControlProgramCall, vmblok: number): User {
  return {
    vmblok,
    hasEcMode: (call.byte(vmblok + VMBLOK.VMPSTAT) & VMPSTAT.VMV370R) !== 0,
    left: call.word(vmblok + VMBLOK.VMPSW),
    right: call.word(vmblok + VMBLOK.VMPSW + 4),
    ecblok: call.word(vmblok + VMBLOK.VMECEXT),
    extended: call.byte(vmblok + VMBLOK.VMESTAT),
  };
}

const isExtended = ({ hasEcMode, extended }: User): boolean => hasEcMode && (extended & VMESTAT.VMEXTCM) !== 0;

/** Returns where to go on: the virtual machine's next instruction, or an exit. */
export function runUser(call: ControlProgramCall, vmblok: number): number {
  const user = userOf(call, vmblok);
  const both = VMESTAT.VMINVSEG | VMESTAT.VMNEWCR0;
  if (isExtended(user) && (user.extended & both) === both) return call.exit(DISPATCHER_EXIT.ABEND);
  const stale = VMESTAT.VMINVPAG | VMESTAT.VMSHADT;
  // Shadow page tables are to be made invalid first.
  if ((user.extended & stale) === stale) leave();

  call.loadFloatingRegisters(vmblok + VMBLOK.VMFPRS);
  call.setFlags(vmblok + VMBLOK.VMESTAT, VMESTAT.VMINVPAG, 0);
  call.setFlags(vmblok + VMBLOK.VMDSTAT, 0, VMDSTAT.VMDSP);
  const records = call.byte(vmblok + VMBLOK.VMTRCTL) & VMTRCTL.VMTRPER;
  setControls(call, user, records !== 0);
  call.setWord(PSA.STACKVM, 0);
  call.setDoubleword(PSA.PROBSTRT, call.doubleword(vmblok + VMBLOK.VMTMOUTQ));
  call.setWord(PSA.QUANTUM, call.word(PSA.INTTIMER));
  call.setByte(PSA.CPSTATUS, CPSTATUS.CPRUN);
  for (let register = 0; register < 16; register++)
    call.setGr(register, call.word(vmblok + VMBLOK.VMGPRS + 4 * register));
  call.setByte(PSA.IOOPSW, 0);
  if (call.byte(PSA.APSTAT2) & APSTAT2.CPPTLBR) {
    call.purgeTlb();
    call.setFlags(PSA.APSTAT2, APSTAT2.CPPTLBR, 0);
  }
  call.storeCpuTimer(vmblok + VMBLOK.VMTTIME);
  call.loadCpuTimer(vmblok + VMBLOK.VMTMOUTQ);
  return start(call, user, records !== 0);
}

/** Control registers: translation, the virtual machine's own from 4 on, the assist's, and program events'. */
function setControls(call: ControlProgramCall, user: User, records: boolean): void {
  const { vmblok, ecblok, hasEcMode, left } = user;
  const shadows = isExtended(user) && (left & TRANSLATION) !== 0;
  const cr0 = call.word(shadows ? ecblok + ECBLOK.EXTSHCR0 : PSA.CPCREG0);
  const cr1 = call.word(shadows ? ecblok + ECBLOK.EXTSHCR1 : vmblok + VMBLOK.VMSEG);
  const assists = assistControls(call, user, shadows);
  if (hasEcMode)
    for (let register = 4; register < 14; register++)
      call.setControlRegister(register, call.word(ecblok + ECBLOK.EXTCR0 + 4 * register));
  call.setByte(vmblok + VMBLOK.VMMICRO, assists);
  if (records) {
    const events = call.word(vmblok + VMBLOK.VMTREXT) + TREXT.TREXCR9;
    for (let i = 0; i < 3; i++) call.setControlRegister(9 + i, call.word(events + 4 * i));
  }
  call.setControlRegister(6, call.word(vmblok + VMBLOK.VMMICRO));
  call.setControlRegister(0, cr0);
  call.setControlRegister(1, cr1);
  call.setWord(PSA.RUNCR0, cr0);
  call.setWord(PSA.RUNCR1, cr1);
}

/** First byte of control register 6; the MICBLOK learns whether an interruption is pending. */
function assistControls(call: ControlProgramCall, user: User, shadows: boolean): number {
  const { vmblok, left } = user;
  const kept = ~(VMMCR6.VMMSHADT | VMMCR6.VMMPROB | VMMCR6.VMMNOSK | VMMCR6.VMMFE);
  let bits = (call.byte(vmblok + VMBLOK.VMMICRO) & kept) | (shadows ? VMMCR6.VMMSHADT : 0);
  const micblok = call.pointer(vmblok + VMBLOK.VMMICRO);
  if (micblok === 0) return bits;
  const traced = VMTRCTL.VMTRSVC | VMTRCTL.VMTRPRV | VMTRCTL.VMTRBRIN;
  const isTraced = (call.byte(vmblok + VMBLOK.VMTRCTL) & traced) !== 0;
  if (!isTraced) {
    bits |= VMMCR6.VMMFE;
    // Its keys are not its own while it shares pages.
    if (call.byte(vmblok + VMBLOK.VMOSTAT) & VMOSTAT.VMSHR) bits |= VMMCR6.VMMNOSK;
    if (left & PROBLEM) bits |= VMMCR6.VMMPROB;
  }
  call.setByte(micblok + MICVPSW, !isTraced && isPending(call, user) ? PENDING : 0);
  return bits;
}

/** Whether an interruption waits that LPSW, SSM or SVC might let in. */
function isPending(call: ControlProgramCall, user: User): boolean {
  const { vmblok } = user;
  if (call.halfword(vmblok + VMBLOK.VMIOINT) !== 0) return true;
  if (isExtended(user) && call.byte(vmblok + VMBLOK.VMPEND) & VMPEND.VMPGPND) return true;
  return openExternal(call, vmblok) !== undefined;
}

function start(call: ControlProgramCall, { vmblok, left, right }: User, records: boolean): number {
  const isEc = (left & EC) !== 0;
  const conditions = isEc ? left & 0x3f00 : (right >>> 16) & 0x3f00;
  const real = RUNNING | (records ? PER : 0) | (left & KEY) | conditions;
  const address = right & ADDRESS;
  call.setWord(PSA.RUNPSW, real);
  call.setWord(PSA.RUNPSW + 4, address);
  if (call.byte(PSA.TRACFLG2) & TRACFLG2.TRAC0A) trace(call, TRACED.RUN, [0, vmblok, real, address]);
  return call.loadPsw(real, address);
}
