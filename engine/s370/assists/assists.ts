/** The assists as the processor sees them: see README.md. */
import { raise, Trap } from "../../translator/interpreter.ts";
import type { I32 } from "../../translator/operations.ts";
import { VIRTUAL_INTERVAL_TIMER } from "../external.ts";
import type { Decoded, Register } from "../instructions/decoded.ts";
import type { InstructionDefinition } from "../instructions/definition.ts";
import { OPERATION, PRIVILEGED_OPERATION } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import {
  CONTROL_PROGRAM_FUNCTIONS,
  type ControlProgramFunction,
  LAST_CONTROL_PROGRAM_CODE,
} from "./control-program.ts";
import { loadControl, storeControl } from "./control-registers.ts";
import { type AssistFunction, countDone, countTried } from "./counts.ts";
import type { AssistFeatures } from "./features.ts";
import { VirtualIntervalTimer } from "./interval-timer.ts";
import { insertStorageKey, resetReferenceBit, setStorageKey } from "./keys.ts";
import { insertPswKey, loadPsw, setPswKey, setSystemMask, storeThenSetMask, supervisorCall } from "./psw.ts";
import { leave } from "./real-blocks.ts";
import { loadRealAddress, validateShadow } from "./translation.ts";
import {
  ASSIST_ACTIVE,
  CONTROL_PROGRAM,
  NO_KEYS,
  SHADOW_TABLES,
  SYSTEM_360_ONLY,
  VIRTUAL_PROBLEM,
  VirtualMachine,
} from "./virtual-machine.ts";

/** An assisted instruction: bits of control register 6 that must be zero, and what is done. */
interface Assisted {
  readonly name: AssistFunction;
  readonly inhibitedBy: number;
  readonly execute: (processor: Processor, machine: VirtualMachine, f: Decoded) => void;
}

/** Decoded values, which are the interpreter's numbers wherever an assist is asked. */
const number = (value: I32): number => value as unknown as number;

const register = (processor: Processor, r: Register): number => processor.words[state.generalRegisters.index + r];

/** Address of a storage operand: D(B), or D(X,B). */
function operand(processor: Processor, base: Register, displacement: I32, index: Register = 0): number {
  const part = (r: Register): number => (r === 0 ? 0 : register(processor, r));
  return (part(base) + part(index) + number(displacement)) & 0xff_ffff;
}

const ASSISTED: Readonly<Record<number, Assisted | undefined>> = {
  130: { name: "LPSW", inhibitedBy: 0, execute: (p, m, f) => loadPsw(p, m, operand(p, f.b2, f.d2)) },
  128: { name: "SSM", inhibitedBy: 0, execute: (p, m, f) => setSystemMask(p, m, operand(p, f.b2, f.d2)) },
  172: {
    name: "STNSM",
    inhibitedBy: SYSTEM_360_ONLY,
    execute: (p, m, f) => storeThenSetMask(p, m, operand(p, f.b1, f.d1), (mask) => mask & number(f.i2)),
  },
  173: {
    name: "STOSM",
    inhibitedBy: SYSTEM_360_ONLY,
    execute: (p, m, f) => storeThenSetMask(p, m, operand(p, f.b1, f.d1), (mask) => mask | number(f.i2)),
  },
  45579: { name: "IPK", inhibitedBy: SYSTEM_360_ONLY, execute: (p, m) => insertPswKey(p, m) },
  45578: {
    name: "SPKA",
    inhibitedBy: SYSTEM_360_ONLY,
    execute: (p, m, f) => setPswKey(p, m, operand(p, f.b2, f.d2)),
  },
  9: {
    name: "ISK",
    inhibitedBy: NO_KEYS,
    execute: (p, m, f) => insertStorageKey(p, m, f.r1, register(p, f.r2)),
  },
  8: {
    name: "SSK",
    inhibitedBy: NO_KEYS,
    execute: (p, m, f) => setStorageKey(p, m, register(p, f.r1), register(p, f.r2)),
  },
  45587: {
    name: "RRB",
    inhibitedBy: NO_KEYS | SYSTEM_360_ONLY,
    execute: (p, m, f) => resetReferenceBit(p, m, operand(p, f.b2, f.d2)),
  },
  177: {
    name: "LRA",
    inhibitedBy: SYSTEM_360_ONLY,
    execute: (p, m, f) => loadRealAddress(p, m, f.r1, operand(p, f.b2, f.d2, f.x2)),
  },
  182: {
    name: "STCTL",
    inhibitedBy: SYSTEM_360_ONLY,
    execute: (p, m, f) => storeControl(p, m, f.r1, f.r3, operand(p, f.b2, f.d2)),
  },
  183: {
    name: "LCTL",
    inhibitedBy: SYSTEM_360_ONLY,
    execute: (p, m, f) => loadControl(p, m, f.r1, f.r3, operand(p, f.b2, f.d2)),
  },
};

const FUNCTIONS: Readonly<Record<number, readonly [AssistFunction, ControlProgramFunction] | undefined>> =
  CONTROL_PROGRAM_FUNCTIONS;

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
  execute({ opcode }: InstructionDefinition, f: Decoded): void {
    const assisted = ASSISTED[opcode];
    const controls = this.#activeControls;
    if (!assisted || controls >= 0 || controls & (VIRTUAL_PROBLEM | assisted.inhibitedBy)) return leave();
    countTried(this.#processor.words, assisted.name);
    assisted.execute(this.#processor, this.#machine, f);
    countDone(this.#processor.words, assisted.name);
  }

  /** An SVC in problem state. Returns whether it was the virtual machine's own. */
  supervisorCall(code: number): boolean {
    if (this.#activeControls >= 0) return false;
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

  /** A page-translation interruption is taken. */
  pageTranslationLeft(): void {
    if (this.#validatesShadows) countTried(this.#processor.words, "shadow tables");
  }

  get #validatesShadows(): boolean {
    const controls = this.#activeControls;
    return controls < 0 && (controls & SHADOW_TABLES) !== 0;
  }

  /** Control register 6, negative where the virtual-machine assist is active; else 0. */
  get #activeControls(): number {
    const { controls } = this.#machine;
    if (!this.features.virtualMachine || (controls & ASSIST_ACTIVE) === 0 || this.#machine.isOutside) return 0;
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
    const { controls, blocks } = this.#machine;
    if ((controls & CONTROL_PROGRAM) === 0) return next;
    const known: readonly [AssistFunction, ControlProgramFunction] | undefined = FUNCTIONS[code];
    countTried(processor.words, known?.[0] ?? "other E6");
    if (!known) return next;
    const [name, work] = known;
    let to = next;
    this.#attempt(name, () => {
      to = work({ processor, blocks, first, second, level: this.features.controlProgram });
    });
    return to;
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
