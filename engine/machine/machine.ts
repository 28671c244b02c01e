/** What every machine has: virtual time, inputs with their tick, run control, a trace. */
import { EventQueue } from "./events.ts";
import { Trace } from "./trace.ts";

/** Why a run ended. `idle`: waiting, enabled, and nothing is coming. `halt`: stopped by an operator, or by the program for one. */
export type StopReason = "limit" | "until" | "disabled-wait" | "idle" | "check-stop" | "halt";

/** Something from outside: a line typed at a console. */
export interface Input {
  readonly tick: number;
  readonly device: number;
  readonly text: string;
}

/** Everything that decides how a machine goes on; what a machine adds to it is its own. */
export interface Snapshot {
  readonly now: number;
  readonly instructions: number;
  readonly waited: number;
  readonly stepBegan: number;
  readonly cutShort: boolean;
  readonly inputs: number;
  readonly events: ReturnType<EventQueue["save"]>;
  readonly trace: ReturnType<Trace["save"]>;
  readonly own: unknown;
}

export abstract class Machine {
  /** Virtual time, in ticks. An instruction takes one. */
  now = 0;
  /** Instructions executed since the machine was made. */
  instructions = 0;
  /** Of all ticks, those in which the machine only waited. */
  waited = 0;
  /** Tick at which the last step began: where stepping back leads. */
  stepBegan = 0;
  /** Whether the last step was a jump that a limit has cut short: going on with it is the same step. */
  protected cutShort = false;
  readonly events = new EventQueue();
  readonly trace = new Trace();
  /** Inputs in order of tick; those beyond the cursor have not happened yet. */
  #inputs: Input[] = [];
  #cursor = 0;

  /** Ticks that make a second of the machine's time. */
  abstract readonly ticksPerSecond: number;

  /** Why the machine cannot step, if it cannot. */
  abstract get stopped(): StopReason | undefined;

  /**
   * One instruction, one call of a monitor, or one jump of a waiting machine to its next event or to `limit`.
   * Then whatever is due: events, inputs, interruptions. Time goes on by at least one tick, unless the machine is stopped.
   */
  abstract step(limit?: number): void;

  /** Events and interruptions due now. */
  protected abstract settleEvents(): void;
  protected abstract deliver(input: Input): void;
  protected abstract saveOwn(): unknown;
  protected abstract restoreOwn(own: unknown): void;

  /** Steps until the tick is reached, the condition holds after a step, or the machine stops. */
  run({ ticks = Number.POSITIVE_INFINITY, until }: { ticks?: number; until?: () => boolean }): StopReason {
    while (this.now < ticks) {
      const reason = this.stopped;
      if (reason) return reason;
      this.step(ticks);
      if (until?.()) return "until";
    }
    return this.stopped ?? "limit";
  }

  /** Inputs so far, and those that are still to come. */
  get inputs(): readonly Input[] {
    return this.#inputs;
  }

  /** Tick of the next input, or Infinity. */
  protected get nextInput(): number {
    return this.#cursor < this.#inputs.length ? this.#inputs[this.#cursor].tick : Number.POSITIVE_INFINITY;
  }

  /** What is due now. An input comes after what was due without it: a replay does what happened when it was typed. */
  protected settle(): void {
    this.settleEvents();
    while (this.nextInput <= this.now) {
      this.deliver(this.#inputs[this.#cursor++]);
      this.settleEvents();
    }
  }

  /** The tick up to which it would only wait, or be stopped; now, where it works. */
  get restsUntil(): number {
    return this.stopped ? Math.min(this.events.next, this.nextInput) : this.now;
  }

  /**
   * Lets time pass up to a tick for a machine that is stopped, since others go on (see `machine-set.ts`). Its devices go
   * on too; where that starts it again, no more time passes.
   */
  pass(to: number): void {
    while (this.now < to && this.stopped) {
      this.stepBegan = this.now;
      this.cutShort = false;
      this.now = Math.max(this.now + 1, Math.min(to, this.restsUntil));
      this.waited += this.now - this.stepBegan;
      this.settle();
    }
  }

  /** An input that happens now, and that somebody else logs: the set to which the machine belongs. */
  happen(device: number, text: string): void {
    this.cutShort = false;
    this.deliver({ tick: this.now, device, text });
    this.settle();
  }

  /** An input that happens now. It makes another future: inputs and trace beyond now are dropped. */
  input(device: number, text: string): void {
    this.#inputs.length = this.#cursor;
    this.trace.forgetFuture();
    this.#inputs.push({ tick: this.now, device, text });
    this.cutShort = false;
    this.settle();
  }

  /** Inputs that are known from the start (a lab's, a permalink's). Call before the first step. */
  scheduleInputs(inputs: readonly Input[]): void {
    this.#inputs = [...inputs].sort((a, b) => a.tick - b.tick);
    this.#cursor = 0;
    this.settle();
  }

  snapshot(): Snapshot {
    return {
      now: this.now,
      instructions: this.instructions,
      waited: this.waited,
      stepBegan: this.stepBegan,
      cutShort: this.cutShort,
      inputs: this.#cursor,
      events: this.events.save(),
      trace: this.trace.save(),
      own: this.saveOwn(),
    };
  }

  restore(snapshot: Snapshot): void {
    this.now = snapshot.now;
    this.instructions = snapshot.instructions;
    this.waited = snapshot.waited;
    this.stepBegan = snapshot.stepBegan;
    this.cutShort = snapshot.cutShort;
    this.#cursor = snapshot.inputs;
    this.events.restore(snapshot.events);
    this.trace.restore(snapshot.trace);
    this.restoreOwn(snapshot.own);
  }
}
