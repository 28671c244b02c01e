/** The assists as the processor sees them: see README.md. */
import { raise, Trap } from "../../translator/interpreter.ts";
import { VIRTUAL_INTERVAL_TIMER } from "../external.ts";
import type { Decoded } from "../instructions/decoded.ts";
import type { InstructionDefinition } from "../instructions/definition.ts";
import { OPERATION, PRIVILEGED_OPERATION } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { ControlProgramCall, type ControlProgramFunction } from "./control-program/call.ts";
import { CONTROL_PROGRAM_FUNCTIONS, LAST_CONTROL_PROGRAM_CODE } from "./control-program/functions.ts";
import { CONTROL_PROGRAM_CALLS } from "./control-program/linkage.ts";
import { type AssistFunction, countDone, countTried } from "./counts.ts";
import type { AssistFeatures } from "./features.ts";
import { ASSISTED, BYPASSED } from "./instructions.ts";
import { VirtualIntervalTimer } from "./interval-timer.ts";
import { supervisorCall } from "./psw.ts";
import { leave } from "./real-blocks.ts";
import { BYPASS, BYPASS_REFLECT, reflectPageFault, translatesItself } from "./shadow-bypass.ts";
import { validateShadow } from "./translation.ts";
import {
  ASSIST_ACTIVE,
  BOUNDED,
  CONTROL_PROGRAM,
  SHADOW_TABLES,
  SYSTEM_360_ONLY,
  VIRTUAL_PROBLEM,
  VirtualMachine,
} from "./virtual-machine.ts";

type NamedFunction = readonly [AssistFunction, ControlProgramFunction];

const FUNCTIONS: Readonly<Record<number, NamedFunction | undefined>> = CONTROL_PROGRAM_FUNCTIONS;
const CALLS: Readonly<Record<number, NamedFunction | undefined>> = CONTROL_PROGRAM_CALLS;

export class Assists {
  readonly features: AssistFeatures;
  readonly #processor: Processor;
  readonly #machine: VirtualMachine;
  readonly #timer: VirtualIntervalTimer;

  constructor(processor: Processor, features: AssistFeatures) {
    this.#processor = processor;
    this.features = features;
    this.#machine = new VirtualMachine(processor);
    this.#timer = new VirtualIntervalTimer(processor, this.#machine);
  }

  /** A privileged instruction in problem state: executes it for the virtual machine, or raises what there is without assists. */
  execute({ mnemonic }: InstructionDefinition, f: Decoded): void {
    const controls = this.#activeControls;
    if (controls >= 0 || controls & VIRTUAL_PROBLEM) leave();
    if (this.#bypasses(mnemonic, f)) return;
    const assisted = ASSISTED.get(mnemonic);
    if (!assisted || !this.features.virtualMachine || controls & assisted.inhibitedBy) return leave();
    countTried(this.#processor.words, assisted.name);
    assisted.execute(this.#processor, this.#machine, f);
    countDone(this.#processor.words, assisted.name);
  }

  /** What the shadow-table-bypass assist does comes first. Returns whether that was all. */
  #bypasses(mnemonic: string, f: Decoded): boolean {
    const bypassed = BYPASSED.get(mnemonic);
    if (!bypassed || !this.#bypassIsActive(bypassed.activatedBy)) return false;
    if (this.#machine.controls & SYSTEM_360_ONLY) return false;
    countTried(this.#processor.words, bypassed.name);
    return this.#attempt(bypassed.name, () => bypassed.execute(this.#processor, this.#machine, f));
  }

  #bypassIsActive(functionBit: number): boolean {
    if (!this.features.shadowBypass) return false;
    const both = BYPASS | functionBit;
    return (this.#machine.functions & both) === both;
  }

  /** An SVC. Returns whether it was the virtual machine's own, or one of the control program's that has been done. */
  supervisorCall(code: number): boolean {
    if (!this.#processor.problem) return this.#callProgram(code);
    if (this.#activeControls >= 0 || !this.features.virtualMachine) return false;
    countTried(this.#processor.words, "SVC");
    return this.#attempt("SVC", () => supervisorCall(this.#processor, this.#machine, code));
  }

  /** A page-table entry is invalid. Returns whether it is valid now. */
  validateShadow(address: number, entry: number): boolean {
    if (!this.#validatesShadows) return false;
    const isValid = this.#attempt("shadow tables", () =>
      validateShadow(this.#processor, this.#machine, address, entry),
    );
    // One that is left counts with its interruption: executors may look at an address more than once.
    if (isValid) countTried(this.#processor.words, "shadow tables");
    return isValid;
  }

  /** Where the tables of a virtual machine lie that translates by its own and is kept within its storage; undefined: nobody is. */
  get bounds(): VirtualMachine["bounds"] | undefined {
    const { controls } = this.#machine;
    if ((controls & BOUNDED) === 0 || controls >= 0 || !this.features.shadowBypass || !this.#processor.problem)
      return undefined;
    return translatesItself(this.#machine) ? this.#machine.bounds : undefined;
  }

  /** A page-translation exception. Returns whether the program interruption was the virtual machine's own. */
  reflectPageFault(): boolean {
    if (this.#validatesShadows) countTried(this.#processor.words, "shadow tables");
    if (this.#activeControls >= 0 || !this.features.shadowBypass) return false;
    return this.#attempt("bypass page fault", () => {
      if (!this.#bypassIsActive(BYPASS_REFLECT)) leave();
      countTried(this.#processor.words, "bypass page fault");
      reflectPageFault(this.#processor, this.#machine);
    });
  }

  get #validatesShadows(): boolean {
    const controls = this.#activeControls;
    return controls < 0 && (controls & SHADOW_TABLES) !== 0 && this.features.virtualMachine;
  }

  /** Control register 6, negative where assists of virtual machines are active; else 0. */
  get #activeControls(): number {
    const { controls } = this.#machine;
    if ((controls & ASSIST_ACTIVE) === 0 || this.#machine.isOutside) return 0;
    return controls;
  }

  #attempt(name: AssistFunction, work: () => void): boolean {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof Trap) || thrown.code !== PRIVILEGED_OPERATION) throw thrown;
      return false;
    }
    countDone(this.#processor.words, name);
    return true;
  }

  /**
   * An instruction E6xx in supervisor state; `code`: its second byte. Returns the address to go on at: the next instruction's
   * where the work is left to the program. Raises OPERATION where there is no such instruction.
   */
  controlProgram(code: number, first: number, second: number): number {
    const processor = this.#processor;
    const next = processor.instructionAddress;
    if (code > LAST_CONTROL_PROGRAM_CODE) return raise(OPERATION);
    if ((this.#machine.controls & CONTROL_PROGRAM) === 0) return next;
    const known = FUNCTIONS[code];
    if (!known) countTried(processor.words, "other E6");
    return (known && this.#work(known, first, second)) ?? next;
  }

  /** An SVC of the control program's. Returns whether that is done. */
  #callProgram(code: number): boolean {
    const known = CALLS[code];
    if (!known || this.features.controlProgram === 0 || (this.#machine.controls & CONTROL_PROGRAM) === 0) return false;
    const to = this.#work(known, 0, 0);
    if (to !== undefined) this.#processor.setInstructionAddress(to);
    return to !== undefined;
  }

  /** Returns the address to go on at; undefined: the work is left, and nothing has changed. */
  #work([name, work]: NamedFunction, first: number, second: number): number | undefined {
    const processor = this.#processor;
    countTried(processor.words, name);
    let to = 0;
    const isDone = this.#attempt(name, () => {
      const level = this.features.controlProgram;
      const call = new ControlProgramCall(processor, this.#machine.blocks, first, second, level);
      to = work(call);
      call.commit();
    });
    return isDone ? to : undefined;
  }

  // --- Time

  /** The next tick after `now` at which something is to be done; `whoever`: even if no virtual machine runs now. */
  nextAfter(now: number, whoever: boolean): number {
    const { features } = this;
    if (!features.intervalTimer || !this.#timer.isActive) return Number.POSITIVE_INFINITY;
    return whoever || this.#processor.problem ? this.#timer.nextAfter(now) : Number.POSITIVE_INFINITY;
  }

  /** Time has come to `now`. */
  advance(now: number): void {
    if (!this.features.intervalTimer || !this.#timer.isStep(now)) return;
    countTried(this.#processor.words, "interval timer");
    this.#attempt("interval timer", () => {
      if (this.#timer.decrement()) this.#processor.external.request(VIRTUAL_INTERVAL_TIMER);
    });
  }
}
