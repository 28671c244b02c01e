/** The virtual-interval-timer assist (SY20-0886, appendix A, "Virtual Interval Timer Assist"). */
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import { ASSIST_ACTIVE, VIRTUAL_TIMER, type VirtualMachine } from "./virtual-machine.ts";

/** The timer is decremented three times in so many ticks: every 1/300 of a second. */
const TICKS_OF_THREE = 10_000;

/** Bit 23 of the word. */
const STEP = 0x100;

export class VirtualIntervalTimer {
  readonly #processor: Processor;
  readonly #machine: VirtualMachine;

  constructor(processor: Processor, machine: VirtualMachine) {
    this.#processor = processor;
    this.#machine = machine;
  }

  /** Whether it would be decremented, were the processor in problem state. */
  get isActive(): boolean {
    const both = ASSIST_ACTIVE | VIRTUAL_TIMER;
    return (this.#machine.controls & both) === both;
  }

  /** The first tick after `now` at which it may be decremented. */
  nextAfter(now: number): number {
    return Math.ceil(((stepsBy(now) + 1) * TICKS_OF_THREE) / 3);
  }

  /**
   * Time has come to `now`: whether that is the tick of a step, a virtual machine runs, and the step has not been taken. A
   * step in time that the control program spent is nobody's.
   */
  isStep(now: number): boolean {
    const { words } = this.#processor;
    const steps = stepsBy(now);
    // A tick may be looked at more than once.
    if (words[state.virtualTimerSteps.index] === (steps | 0)) return false;
    words[state.virtualTimerSteps.index] = steps;
    return now === Math.ceil((steps * TICKS_OF_THREE) / 3) && this.isActive && this.#processor.problem;
  }

  /** Takes the step. Returns whether the word went from zero or more to less. */
  decrement(): boolean {
    const { blocks, timerAddress } = this.#machine;
    const value = blocks.word(timerAddress);
    const less = (value - STEP) | 0;
    blocks.setWord(timerAddress, less);
    return value >= 0 && less < 0;
  }
}

/** Steps from tick 0 up to a tick, that one included. */
const stepsBy = (now: number): number => Math.floor((now * 3) / TICKS_OF_THREE);
