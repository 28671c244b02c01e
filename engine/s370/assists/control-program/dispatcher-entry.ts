/**
 * DSP0, the main entry to the dispatcher: accounts for the virtual machine that has run, and looks what is to be done for it first (as
 * Hercules 4.x does DISP0).
 */
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import {
  CPSTATUS,
  ECBLOK,
  PSA,
  VMBLOK,
  VMCPWAIT,
  VMDSTAT,
  VMESTAT,
  VMMCR6,
  VMPEND,
  VMPSTAT,
  VMRSTAT,
  VMTLEVEL,
  XINTBLOK,
} from "./layout.ts";

/** Displacements in the first operand: how often it was entered, and what register 9 is to have for {@link EXIT.TIMER}. */
const LIST = { COUNT: 0, BASE: 4 } as const;

/** Displacements in the second operand, by what is found. */
const EXIT = {
  DISPATCH: 0,
  OUT_OF_WAIT: 4,
  TIMER: 8,
  CP_WAIT: 12,
  PENDING: 16,
  EXTERNAL: 20,
  INPUT_OUTPUT: 24,
  VIRTUAL_WAIT: 28,
  BAD_TIMER: 32,
  CLEAN: 36,
} as const;

/** Bits of a PSW's left word. */
const PSW_TRANSLATION = 0x04;
const PSW_INPUT_OUTPUT = 0x0200_0000;
const PSW_EXTERNAL = 0x0100_0000;
const PSW_WAIT = 0x0002_0000;
/** BC mode's masks of channels 0 to 5, and the bits of control register 2 that channels from 6 on have. */
const BC_CHANNELS = 0xfc00_0000 | 0;
const OTHER_CHANNELS = 0x03ff_0000;
const ALL_CHANNELS = 0xffff_0000 | 0;

/** Of times of the CPU timer the first five bytes are compared. */
const COMPARED = 24n;

/** What register 4 says of an interruption by the virtual interval timer: code, and mask. */
const TIMER_INTERRUPTION = 0x0080_0080;

/** General register 11: VMBLOK of whom the dispatcher was entered for. */
export const enterDispatcher: ControlProgramFunction = (call) => {
  call.setWord(call.first + LIST.COUNT, call.word(call.first + LIST.COUNT) + 1);
  return call.exit(byStatus(call));
};

function byStatus(call: ControlProgramCall): number {
  const status = call.byte(PSA.CPSTATUS);
  if ((status & CPSTATUS.CPRUN) === 0) return status & CPSTATUS.CPWAIT ? EXIT.OUT_OF_WAIT : unstack(call);
  const exit = account(call);
  if (exit !== undefined) return exit;
  const interruptedUser = call.byte(PSA.IOOPSW) & PSW_TRANSLATION;
  const stillRuns = call.byte(call.gr(11) + VMBLOK.VMDSTAT) & VMDSTAT.VMDSP;
  return interruptedUser && stillRuns ? EXIT.CLEAN : unstack(call);
}

const isNegative = (value: number): boolean => value < 0;

/** Charges the virtual machine that ran, which register 11 then has, for its time; returns the exit where that needs more. */
function account(call: ControlProgramCall): number | undefined {
  const entered = call.gr(11);
  const vmblok = call.word(PSA.RUNUSER);
  call.setByte(PSA.CPSTATUS, CPSTATUS.CPEX | CPSTATUS.CPSUPER);
  call.storeCpuTimer(entered + VMBLOK.VMTTIME);
  const ranItself = vmblok === entered;
  if (!ranItself) call.loadCpuTimer(vmblok + VMBLOK.VMTTIME);
  const timer = call.word(ranItself ? PSA.INTTIMER : PSA.QUANTUMR);
  call.setGr(11, vmblok);
  if (isNegative(timer)) call.setFlags(vmblok + VMBLOK.VMDSTAT, VMDSTAT.VMDSP, VMDSTAT.VMTSEND);
  const isOver =
    call.doubleword(vmblok + VMBLOK.VMTTIME) >> COMPARED <= call.doubleword(vmblok + VMBLOK.VMTMINQ) >> COMPARED;
  if (isOver) call.setFlags(vmblok + VMBLOK.VMDSTAT, VMDSTAT.VMDSP, VMDSTAT.VMQSEND);
  const spent = call.doubleword(PSA.PROBSTRT) - call.doubleword(vmblok + VMBLOK.VMTMOUTQ);
  if (spent !== 0n) call.setDoubleword(PSA.PROBTIME, call.doubleword(PSA.PROBTIME) - spent);
  const before = call.word(PSA.QUANTUM);
  call.setWord(PSA.QUANTUM, timer);
  return updateTimer(call, entered, (before - call.word(PSA.QUANTUMR)) | 0);
}

/** Brings the virtual interval timer up to date, where no assist does that. */
function updateTimer(call: ControlProgramCall, entered: number, elapsed: number): number | undefined {
  const vmblok = call.gr(11);
  if (call.byte(vmblok + VMBLOK.VMMICRO) & VMMCR6.VMMVTMR) return undefined;
  if ((call.byte(vmblok + VMBLOK.VMTLEVEL) & (VMTLEVEL.VMTON | VMTLEVEL.VMRON)) === 0) return undefined;
  if (isNegative(elapsed)) {
    // Register 11 stays as it was.
    call.setGr(11, entered);
    return EXIT.BAD_TIMER;
  }
  call.setControlRegister(1, call.word(vmblok + VMBLOK.VMSEG));
  const page = call.translate(PSA.INTTIMER);
  // While page 0 is away the VMBLOK has the timer.
  const at = "real" in page ? page.real : vmblok + VMBLOK.VMTIMER;
  const old = call.word(at);
  const now = (old - elapsed) | 0;
  call.setWord(at, now);
  if (isNegative(old) === isNegative(now)) return undefined;
  call.setGr(3, 0);
  call.setGr(4, TIMER_INTERRUPTION);
  call.setGr(9, call.word(call.first + LIST.BASE));
  call.setFlags(vmblok + VMBLOK.VMDSTAT, VMDSTAT.VMDSP, 0);
  return EXIT.TIMER;
}

/** What the virtual machine waits for, or is to get first. */
function unstack(call: ControlProgramCall): number {
  const vmblok = call.gr(11);
  if (call.byte(vmblok + VMBLOK.VMRSTAT) & VMCPWAIT) return EXIT.CP_WAIT;
  if (call.byte(vmblok + VMBLOK.VMPEND) & (VMPEND.VMPERPND | VMPEND.VMPGPND)) return EXIT.PENDING;
  const psw = call.word(vmblok + VMBLOK.VMPSW);
  if (psw & PSW_EXTERNAL && findsExternal(call, vmblok)) return EXIT.EXTERNAL;
  const devices = call.halfword(vmblok + VMBLOK.VMIOINT) << 16;
  const channels = devices & (devices === 0 ? 0 : openChannels(call, vmblok, psw));
  if (channels !== 0) {
    call.setGr(7, channels);
    return EXIT.INPUT_OUTPUT;
  }
  const waits = (psw & PSW_WAIT) !== 0;
  const status = vmblok + VMBLOK.VMRSTAT;
  call.setFlags(status, VMRSTAT.VMPSWAIT | VMRSTAT.VMIDLE, waits ? VMRSTAT.VMPSWAIT : 0);
  return waits ? EXIT.VIRTUAL_WAIT : EXIT.DISPATCH;
}

const hasEcMode = (call: ControlProgramCall, vmblok: number): boolean =>
  (call.byte(vmblok + VMBLOK.VMPSTAT) & VMPSTAT.VMV370R) !== 0;

/** Virtual control register 0. */
export function virtualCr0(call: ControlProgramCall, vmblok: number): number {
  const at = vmblok + VMBLOK.VMECEXT;
  return hasEcMode(call, vmblok) ? call.word(call.word(at) + ECBLOK.EXTCR0) : call.word(at);
}

/**
 * The first external interruption that virtual control register 0 lets in: where its address lies, the block, and its subclasses
 * that are let in.
 */
export function openExternal(
  call: ControlProgramCall,
  vmblok: number,
): { before: number; block: number; subclasses: number } | undefined {
  let before = vmblok + VMBLOK.VMPXINT;
  let block = call.word(before);
  if (block === 0) return undefined;
  const cr0 = virtualCr0(call, vmblok);
  for (; block !== 0; before = block, block = call.word(block + XINTBLOK.XINTNEXT)) {
    call.step();
    const subclasses = call.halfword(block + XINTBLOK.XINTMASK) & cr0;
    if (subclasses !== 0) return { before, block, subclasses };
  }
  return undefined;
}

function findsExternal(call: ControlProgramCall, vmblok: number): boolean {
  const found = openExternal(call, vmblok);
  if (!found) return false;
  call.setGr(4, found.subclasses);
  call.setGr(5, found.before);
  call.setGr(6, found.block);
  return true;
}

/** Channels whose interruptions the virtual machine lets in, at the left of a word (GA22-7000, "Input/Output Interruption"). */
function openChannels(call: ControlProgramCall, vmblok: number, psw: number): number {
  const isEc = call.byte(vmblok + VMBLOK.VMESTAT) & VMESTAT.VMEXTCM;
  const own = isEc ? 0 : psw & BC_CHANNELS;
  if ((psw & PSW_INPUT_OUTPUT) === 0 || !hasEcMode(call, vmblok)) return own;
  const cr2 = call.word((call.word(vmblok + VMBLOK.VMECEXT) & ADDRESS) + ECBLOK.EXTCR2);
  return own | (cr2 & (isEc ? ALL_CHANNELS : OTHER_CHANNELS));
}
