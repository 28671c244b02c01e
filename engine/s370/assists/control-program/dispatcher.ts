/**
 * DSP1 and DSP2: looks whom the control program is to go on with, a block that is stacked or a virtual machine (as Hercules 4.x does
 * DISP1 and DISP2).
 */
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import { giveBack } from "./free-storage.ts";
import {
  APSTAT2,
  CPEXBLOK,
  CPSTAT2,
  PSA,
  STACKED,
  VMBLOK,
  VMCPWAIT,
  VMDSTAT,
  VMOSTAT,
  VMQLEVEL,
  VMQSTAT,
  VMRSTAT,
} from "./layout.ts";
import { DISPATCHER_EXIT as EXIT, runUser } from "./run-user.ts";

/** Displacements in the first operand of both. */
const LIST = {
  /** Both anchor, forward and backward, what is stacked: CPEXBLOKs, and IOBLOKs with TRQBLOKs. */
  CPEX: 0,
  STACK: 8,
  TIME_SLICE: 16,
  /** Address of the anchor of those that may run. */
  RUN_LIST: 24,
  /** Addresses of the lists of FRETX. */
  FRETX_CHAINS: 28,
  FRETX_FRAMES: 32,
  SAVED: 40,
  /** Bits of VMRSTAT to VMQSTAT, and how they are in a virtual machine of which the scheduler need know nothing. */
  SCHMASK: 64,
  SCHMON: 68,
} as const;

/** Of the byte XTNDLOCK. */
const EXTENDING = 0xff;
/** Of a PSW's left word. */
const PSW_WAIT = 0x0002_0000;

/** DSP1. General register 11: VMBLOK of whom the dispatcher was entered for. */
export const dispatch: ControlProgramFunction = (call) => scheduleFirst(call) ?? goOn(call);

/** DSP2, which does without the scheduler. */
export const dispatchShortly: ControlProgramFunction = (call) => goOn(call);

/** The exit to the scheduler, where it is to know. */
function scheduleFirst(call: ControlProgramCall): number | undefined {
  const vmblok = call.gr(11);
  const mask = call.word(call.first + LIST.SCHMASK);
  if ((call.word(vmblok + VMBLOK.VMRSTAT) & mask) === call.word(call.first + LIST.SCHMON)) return undefined;
  if (vmblok === call.word(PSA.ASYSVM)) return undefined;
  const operator = call.byte(vmblok + VMBLOK.VMOSTAT);
  if ((operator & VMOSTAT.VMKILL) === 0) return call.exit(EXIT.SCHEDULE);
  const isReading = call.byte(vmblok + VMBLOK.VMQSTAT) & VMQSTAT.VMCFREAD;
  if (!isReading && operator & VMOSTAT.VMCF) return call.exit(EXIT.SCHEDULE);
  call.setFlags(vmblok + VMBLOK.VMQSTAT, VMQSTAT.VMCFREAD, 0);
  call.setFlags(vmblok + VMBLOK.VMOSTAT, VMOSTAT.VMKILL, 0);
  if (call.byte(vmblok + VMBLOK.VMRSTAT) & VMRSTAT.VMLOGOFF) return undefined;
  call.setFlags(vmblok + VMBLOK.VMRSTAT, 0, VMRSTAT.VMLOGOFF);
  return call.exit(EXIT.LOG_OFF);
}

function goOn(call: ControlProgramCall): number {
  call.storeCpuTimer(call.gr(11) + VMBLOK.VMTTIME);
  if (call.byte(PSA.XTNDLOCK) === EXTENDING) return call.exit(EXIT.EXTENDING);
  if (call.byte(PSA.APSTAT2) & APSTAT2.CPMCHLK) return call.exit(EXIT.EXTENDING);
  const stacked = call.word(call.first + LIST.STACK);
  if (stacked !== call.first) return unstack(call, stacked);
  const request = call.word(call.first + LIST.CPEX);
  if (request !== call.first) return execute(call, request);
  if (call.byte(PSA.CPSTAT2) & CPSTAT2.CPSHRLK) return call.exit(EXIT.IDLE);
  return findUser(call);
}

/** Takes a block out of its chain; `links`: displacement of its addresses forward and backward. */
function takeOut(call: ControlProgramCall, block: number, links: number): void {
  const next = call.word(block + links);
  const before = call.word(block + links + 4);
  call.setWord(before + links, next);
  call.setWord(next + links + 4, before);
}

/** A block less is stacked for a virtual machine, which is charged from now on. */
function charge(call: ControlProgramCall, vmblok: number): void {
  call.setHalfword(vmblok + VMBLOK.VMSTKCNT, call.halfword(vmblok + VMBLOK.VMSTKCNT) - 1);
  call.loadCpuTimer(vmblok + VMBLOK.VMTTIME);
}

/** An IOBLOK or TRQBLOK, which goes to register 10. */
function unstack(call: ControlProgramCall, block: number): number {
  takeOut(call, block, STACKED.FPNT);
  const vmblok = call.word(block + STACKED.USER);
  charge(call, vmblok);
  call.setWord(PSA.STACKVM, vmblok);
  const to = call.word(block + STACKED.IRA);
  call.setGr(10, block);
  call.setGr(11, vmblok);
  call.setGr(12, to);
  return to & ADDRESS;
}

/** A CPEXBLOK: its registers are loaded, and it is given back to free storage. */
function execute(call: ControlProgramCall, block: number): number {
  takeOut(call, block, CPEXBLOK.CPEXFPNT);
  const register = (n: number): number => call.word(block + CPEXBLOK.CPEXREGS + 4 * n);
  charge(call, register(11));
  const registers = Array.from({ length: 15 }, (_, n) => register(n));
  const to = call.word(block + CPEXBLOK.CPEXADD);
  const lists = {
    chains: call.word(call.first + LIST.FRETX_CHAINS),
    frames: call.word(call.first + LIST.FRETX_FRAMES),
  };
  if (giveBack(call, block & ADDRESS, CPEXBLOK.doublewords, lists)) {
    registers.forEach((value, n) => {
      call.setGr(n, value);
    });
    call.setGr(15, to);
    return to & ADDRESS;
  }
  // The control program gives it back, and then loads registers 12 to 1 from where they are saved.
  call.setGr(0, CPEXBLOK.doublewords);
  call.setGr(1, block);
  for (let n = 2; n < 12; n++) call.setGr(n, registers[n]);
  [registers[12], registers[13], registers[14], to, registers[0], registers[1]].forEach((value, i) => {
    call.setWord(call.first + LIST.SAVED + 4 * i, value);
  });
  return call.exit(EXIT.FRET);
}

const mayRun = (call: ControlProgramCall, vmblok: number): boolean =>
  (call.word(vmblok + VMBLOK.VMPSW) & PSW_WAIT) === 0 &&
  (call.byte(vmblok + VMBLOK.VMDSTAT) & VMDSTAT.VMRUN) !== 0 &&
  (call.byte(vmblok + VMBLOK.VMRSTAT) & VMCPWAIT) === 0;

function findUser(call: ControlProgramCall): number {
  const anchor = call.word(call.first + LIST.RUN_LIST);
  for (let vmblok = call.word(anchor); vmblok !== anchor; vmblok = call.word(vmblok + VMBLOK.VMQFPNT)) {
    call.step();
    if (!mayRun(call, vmblok)) continue;
    if (call.byte(vmblok + VMBLOK.VMNOECPS) === 0) return switchTo(call, vmblok);
    call.setGr(1, vmblok);
    call.setGr(11, call.word(PSA.ASYSVM));
    return call.exit(EXIT.NO_ECPS);
  }
  return call.exit(EXIT.IDLE);
}

function switchTo(call: ControlProgramCall, vmblok: number): number {
  const ran = call.word(PSA.RUNUSER);
  let slice = call.word(PSA.QUANTUM);
  if (vmblok !== ran) {
    call.setFlags(ran + VMBLOK.VMDSTAT, VMDSTAT.VMDSP, 0);
    const last = call.word(PSA.LASTUSER);
    const other = last !== call.word(PSA.ASYSVM) && last !== vmblok;
    if (other && call.byte(last + VMBLOK.VMOSTAT) & VMOSTAT.VMSHR) {
      // Whether it has changed a shared page is the control program's to find out.
      call.loadCpuTimer(last + VMBLOK.VMTTIME);
      call.setGr(10, vmblok);
      call.setGr(11, last);
      return call.exit(EXIT.SHARED);
    }
  }
  if (vmblok !== ran || slice < 0) {
    slice = call.word(call.first + LIST.TIME_SLICE);
    if (call.byte(vmblok + VMBLOK.VMQLEVEL) & VMQLEVEL.VMCOMP) slice <<= 2;
  }
  call.setWord(PSA.INTTIMER, slice);
  call.loadCpuTimer(vmblok + VMBLOK.VMTTIME);
  call.setWord(PSA.LASTUSER, vmblok);
  call.setWord(PSA.RUNUSER, vmblok);
  return runUser(call, vmblok);
}
