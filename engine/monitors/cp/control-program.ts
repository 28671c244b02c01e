/** CP as a monitor of the real machine: the way in, and what is done there. */
import type { Monitor } from "../../machine/monitor.ts";
import type { Crossing } from "../../machine/trace.ts";
import type { Host } from "../../s370/index.ts";
import { addressOf, conditionAndMask, stepped } from "../psw.ts";
import type { Instruction } from "../types.ts";
import { Cp, type CpConfiguration } from "./cp.ts";
import { isTimerAssisted, VIRTUAL_TIMER_CODE } from "./dispatch/assist.ts";
import { dispatch } from "./dispatch/dispatcher.ts";
import { noteCrossing } from "./dispatch/exits.ts";
import { INTERVAL_TIMER } from "./dispatch/virtual-time.ts";
import { countIdle } from "./dispatch/waits.ts";
import { enterCp, reflectProgram, reflectSvc } from "./interruptions.ts";
import * as at from "./layout.ts";
import { INSTSIM } from "./monitoring/classes.ts";
import { simulated } from "./monitoring/event-records.ts";
import { simulations, trappedInstruction } from "./privileged/index.ts";
import { noteAlterations, ownEvent, type ProgramEvent } from "./program-events.ts";
import {
  ADDRESSING,
  MONITOR_EVENT,
  OPERATION,
  PAGE_TRANSLATION,
  PER_EVENT,
  PRIVILEGED_OPERATION,
  SEGMENT_TRANSLATION,
} from "./program-interruptions.ts";
import { isSoft, softCheck } from "./recording/soft-checks.ts";
import { ERROR_RECORDING, recordForProgram } from "./recording/supervisor-call.ts";
import { start } from "./start.ts";
import type { Vm } from "./vm.ts";
import { Reflected, Wait } from "./wait.ts";

/** PSW bit 15. */
const PROBLEM = 0x00010000;
const CPU_TIMER = 0x1005;
const CLOCK_COMPARATOR = 0x1004;

export class ControlProgram implements Monitor<Host> {
  readonly cp: Cp;
  readonly entryPoints: ReadonlySet<number> = new Set([
    at.ENTRY_RESTART,
    at.ENTRY_EXTERNAL,
    at.ENTRY_SVC,
    at.ENTRY_PROGRAM,
    at.ENTRY_MACHINE_CHECK,
    at.ENTRY_IO,
  ]);

  constructor(configuration: CpConfiguration) {
    this.cp = new Cp(configuration);
  }

  save(): unknown {
    return this.cp.save();
  }

  restore(data: unknown): void {
    this.cp.restore(data);
  }

  crossed(crossing: Crossing): void {
    noteCrossing(this.cp.state, crossing);
  }

  start(host: Host): void {
    this.cp.host = host;
    start(this.cp);
    dispatch(this.cp);
  }

  entered(host: Host, address: number): void {
    const { cp } = this;
    const { state } = cp;
    // The time of the crossing itself is CP's.
    const { crossing, privilegedCall } = host.costs;
    host.charge(crossing);
    state.enteredAt = host.microseconds() - crossing - privilegedCall;
    cp.traceTable.entered(address);
    const block = host.load32(at.RUNNING_USER);
    if (block === 0) {
      countIdle(state, state.enteredAt - state.dispatchedAt);
      this.#interruption(address);
      return dispatch(cp);
    }
    host.stm(0, 15, block + at.GPRS);
    const vm = cp.vm(state.running);
    if (vm.state.bypassing) cp.shadow.hasBypassed(vm);
    const used = state.enteredAt - state.dispatchedAt;
    vm.state.time.virtual += used;
    if (!isTimerAssisted(vm)) vm.state.time.timerOwed += used;
    cp.scheduler.ran(vm, used);
    switch (address) {
      case at.ENTRY_PROGRAM: {
        // A program event of an SVC comes after the SVC's own interruption: to CP's first instruction.
        const old = host.load32(at.PROGRAM_OLD + 4);
        if ((host.load32(at.PROGRAM_OLD) & PROBLEM) === 0 && old === at.ENTRY_SVC) {
          this.#supervisorCall(vm, storedEvent(host));
          return dispatch(cp);
        }
        step(vm, at.PROGRAM_OLD);
        return dispatch(cp, vm, this.#program(vm));
      }
      case at.ENTRY_SVC:
        this.#supervisorCall(vm, undefined);
        return dispatch(cp);
      case at.ENTRY_EXTERNAL:
        step(vm, at.EXTERNAL_OLD);
        break;
      case at.ENTRY_IO:
        step(vm, at.IO_OLD);
        break;
      case at.ENTRY_RESTART:
        step(vm, at.RESTART_OLD);
        break;
      case at.ENTRY_MACHINE_CHECK:
        step(vm, at.MACHINE_CHECK_OLD);
        if (isSoft(cp)) {
          softCheck(cp, vm.userid);
          return dispatch(cp);
        }
        cp.recording.machineCheck(vm.userid);
        // What the processor was doing is lost: that is one user's, not everybody's.
        enterCp(vm, "MACHINE CHECK; VIRTUAL MACHINE STOPPED");
        return dispatch(cp);
    }
    this.#interruption(address);
    dispatch(cp);
  }

  /** An interruption that is nobody's instruction. */
  #interruption(address: number): void {
    const { cp } = this;
    const { host } = cp;
    switch (address) {
      case at.ENTRY_EXTERNAL: {
        const code = host.load16(at.EXTERNAL_CODE);
        if (code === CLOCK_COMPARATOR) cp.timers.due(host.microseconds());
        else if (code === CPU_TIMER) host.setCpuTimer(2 ** 50);
        else if ((code & VIRTUAL_TIMER_CODE) !== 0 && code < 0x1000 && cp.state.running !== 0)
          cp.external(cp.vm(cp.state.running), INTERVAL_TIMER);
        return;
      }
      case at.ENTRY_RESTART:
        return cp.dumps.restarted();
      case at.ENTRY_IO:
        return cp.io.interruption(host.load16(at.IO_ADDRESS));
      default:
        // A machine check while nobody ran: nothing was lost.
        return isSoft(cp) ? softCheck(cp, "") : cp.recording.machineCheck("");
    }
  }

  #supervisorCall(vm: Vm, event: ProgramEvent | undefined): void {
    const { host } = this.cp;
    step(vm, at.SVC_OLD);
    const lengthCode = lengthCodeAt(host, at.SVC_LENGTH);
    const own = ownEvent(vm, event);
    try {
      const code = host.load16(at.SVC_CODE);
      if (this.cp.tracing.reached(vm, code, lengthCode)) return;
      if (code !== ERROR_RECORDING || !records(vm)) reflectSvc(vm, code, lengthCode);
      vm.state.event = own && { ...own, lengthCode };
      if (event !== undefined) this.cp.traced(vm, event);
    } catch (error) {
      if (!(error instanceof Wait)) throw error;
      // The page with the new PSW comes first; then it is executed again.
      vm.setInstructionAddress(vm.instructionAddress() - 2 * lengthCode);
      vm.state.waitingFor = error.what;
    }
  }

  /** Returns the length code with which to settle the virtual PSW. */
  #program(vm: Vm): number {
    const { host } = this.cp;
    const stored = host.load16(at.PROGRAM_CODE);
    const code = stored & ~PER_EVENT;
    const length = lengthCodeAt(host, at.PROGRAM_LENGTH);
    const event = (stored & PER_EVENT) === 0 ? undefined : storedEvent(host);
    const before = vm.psw();
    const own = ownEvent(vm, event);
    const isTranslation = code === SEGMENT_TRANSLATION || code === PAGE_TRANSLATION;
    try {
      if (code === 0) vm.state.event = own && { ...own, lengthCode: length };
      else if (!vm.problemState() && (code === PRIVILEGED_OPERATION || this.#isOwn(vm, code, length))) {
        const settled = this.#simulate(vm, length, own);
        if (event !== undefined) this.cp.traced(vm, event);
        return settled;
      } else if (isTranslation) {
        return this.#fault(vm, host.load32(at.TRANSLATION_ADDRESS) & 0xffffff, length, own);
      } else {
        if (code === MONITOR_EVENT) passMonitorCall(vm);
        reflectProgram(vm, code, length, undefined, own);
      }
      if (event !== undefined) this.cp.traced(vm, event);
    } catch (error) {
      if (!(error instanceof Wait)) throw error;
      vm.setPsw(before);
      // An instruction that was completed, suppressed or terminated is done again; one that was nullified is not passed yet.
      if (!isTranslation) vm.setInstructionAddress(vm.instructionAddress() - 2 * length);
      vm.state.waitingFor = error.what;
    }
    return 0;
  }

  /** Whether an exception is an instruction that CP has and the processor has not. */
  #isOwn(vm: Vm, code: number, length: number): boolean {
    return code === OPERATION && this.cp.iucv.isCalled(vm, 2 * length);
  }

  #simulate(vm: Vm, length: number, event: ProgramEvent | undefined): number {
    const withAlterations = noteAlterations(vm, (vm.instructionAddress() - 2 * length) & 0xffffff);
    try {
      const instruction = trappedInstruction(vm, 2 * length);
      const { mnemonic } = instruction;
      const simulation = simulations[mnemonic];
      if (simulation === undefined) vm.reflect(OPERATION);
      // Composed before anything is done: it looks at storage, and may have to wait.
      const record = this.cp.monitoring.takes(INSTSIM) ? simulationRecord(vm, instruction) : undefined;
      simulation(vm, instruction);
      if (record !== undefined) this.cp.monitoring.call(INSTSIM, 0, record);
      this.cp.tracing.simulated(vm, instruction);
      if (this.cp.iucv.isResting(vm)) return 0;
      const own = withAlterations(event);
      vm.state.event = own && { ...own, lengthCode: length };
      return mnemonic === "LPSW" ? 0 : length;
    } catch (error) {
      if (!(error instanceof Reflected)) throw error;
      // Translation exceptions nullify the instruction.
      if (error.address !== undefined) vm.setInstructionAddress(vm.instructionAddress() - 2 * length);
      reflectProgram(vm, error.code, length, error.address, event);
      return 0;
    } finally {
      vm.alterations = undefined;
    }
  }

  /** An address of the virtual machine's that the real tables do not translate. The instruction is nullified: the virtual PSW points to it. */
  #fault(vm: Vm, address: number, length: number, event: ProgramEvent | undefined): 0 {
    try {
      if (vm.translating()) this.cp.shadow.fault(vm, address);
      else if (vm.absolute(address) === undefined) vm.reflect(ADDRESSING);
    } catch (error) {
      if (!(error instanceof Reflected)) throw error;
      const { code } = error;
      // Translation exceptions nullify; others end the instruction.
      if (error.address === undefined) {
        const psw = vm.psw();
        vm.setPsw(stepped(psw, conditionAndMask(psw), addressOf(psw) + 2 * length));
      }
      reflectProgram(vm, code, length, error.address, event);
    }
    return 0;
  }
}

/** Whether SVC 76 has had CP record an error. Where its record cannot be fetched, it is for its own supervisor. Throws `Wait`. */
function records(vm: Vm): boolean {
  try {
    return recordForProgram(vm);
  } catch (error) {
    if (error instanceof Reflected) return false;
    throw error;
  }
}

/** A monitor call's class and code, from the real assigned locations to its own. */
function passMonitorCall(vm: Vm): void {
  const { host } = vm;
  const zero = vm.assigned(0);
  host.store16(zero + at.MONITOR_CLASS, host.load16(at.MONITOR_CLASS));
  host.store32(zero + at.MONITOR_CODE, host.load32(at.MONITOR_CODE));
}

/** The program event that the real processor has stored. */
function storedEvent(host: Host): ProgramEvent {
  return { code: host.load16(at.PER_CODE) & 0xf000, address: host.load32(at.PER_ADDRESS) & 0xffffff };
}

/** What the monitor is told of an instruction that has been looked at. */
function simulationRecord(vm: Vm, { address }: Instruction): Uint8Array {
  const half = (place: number): number => vm.host.load16(vm.absoluteOrException(vm.realAddress(place)));
  return simulated(vm, address, half(address) * 0x10000 + half((address + 2) & 0xffffff));
}

/** Takes condition code, program mask and instruction address of who was interrupted into the virtual PSW. */
function step(vm: Vm, oldLocation: number): void {
  const { host } = vm;
  const old = { high: host.load32(oldLocation), low: host.load32(oldLocation + 4) };
  vm.setPsw(stepped(vm.psw(), conditionAndMask(old), addressOf(old)));
}

function lengthCodeAt(host: Host, location: number): number {
  return (host.load8(location) >>> 1) & 3;
}
