/**
 * Several machines that have to do with one another: a channel-to-channel adapter between two, a network.
 *
 * They take turns, always in the same order. Each goes on for a fixed quantum of its own time, up to a border that all
 * have in common; while one goes on, the others stand still at a border. What one does to another (it adds an event
 * there) finds that one standing, and is seen when its turn comes: so two clocks never differ by more than a quantum, and
 * there is one order of all that happens. Each machine is deterministic, and so is the order: the set is deterministic.
 */
import { type Input, Machine, type Snapshot, type StopReason } from "./machine.ts";

/**
 * Ticks of a turn, unless said otherwise. At each border some hundred instructions are interpreted, since translated
 * program goes on in larger pieces: turns of 1,000 ticks make two busy machines some ten times slower.
 */
const QUANTUM = 10_000;

/** Room for the device numbers of a machine, from -1 (its operator) on, where inputs are logged. */
const DEVICES = 0x2_0000;

interface OwnState {
  readonly turn: number;
  readonly border: number;
  readonly machines: readonly Snapshot[];
}

/**
 * The machines as one, whose clock is theirs added up: at each of its ticks exactly one of them goes on. It is run,
 * stepped, snapshotted and driven back and forth (`TimeTravel`) as any machine is; the single ones must not be meanwhile.
 * A step is one of the machine whose turn it is; turns in which machines only wait are passed over.
 */
export class MachineSet extends Machine {
  readonly machines: readonly Machine[];
  /** Ticks of a machine's turn. */
  readonly quantum: number;
  readonly ticksPerSecond: number;
  /** Which machine goes on. */
  #turn = 0;
  /** Where turns end, in the machines' own time. */
  #border: number;

  /** Throws RangeError where there is none, where they count time differently, or where the quantum is no whole tick. */
  constructor(machines: readonly Machine[], { quantum = QUANTUM }: { quantum?: number } = {}) {
    super();
    const [first] = machines;
    if (!first) throw new RangeError("a set has at least one machine");
    if (!(Number.isInteger(quantum) && quantum > 0)) throw new RangeError(`a quantum has whole ticks, not ${quantum}`);
    if (machines.some(({ ticksPerSecond }) => ticksPerSecond !== first.ticksPerSecond))
      throw new RangeError("machines in a set must have the same number of ticks in a second");
    this.machines = [...machines];
    this.quantum = quantum;
    this.ticksPerSecond = first.ticksPerSecond * machines.length;
    this.#border = (Math.floor(Math.max(...machines.map(({ now }) => now)) / quantum) + 1) * quantum;
    this.#add();
  }

  /** The machine whose turn it is. */
  get current(): Machine {
    return this.machines[this.#turn];
  }

  /** Why the set cannot go on: no machine can, and no device of any has anything to do. */
  get stopped(): StopReason | undefined {
    let reason: StopReason | undefined;
    for (const machine of this.machines) {
      const own = machine.stopped;
      if (own === undefined || machine.restsUntil !== Number.POSITIVE_INFINITY) return undefined;
      if (reason === undefined || own === "idle") reason = own;
    }
    return this.nextInput === Number.POSITIVE_INFINITY ? reason : undefined;
  }

  step(limit = Number.POSITIVE_INFINITY): void {
    if (!this.cutShort) this.stepBegan = this.now;
    this.cutShort = false;
    let isRest = true;
    while (isRest && this.now < limit && !this.stopped) {
      const worked = this.now - this.waited;
      this.#advance(limit, (machine, to) => machine.step(to));
      // What ends a machine's waiting is a step, even where it has not gone on yet.
      isRest = this.now - this.waited === worked && this.current.restsUntil > this.current.now;
    }
    this.cutShort = isRest && this.now >= limit;
  }

  override run({ ticks = Number.POSITIVE_INFINITY, until }: { ticks?: number; until?: () => boolean }): StopReason {
    if (until) return super.run({ ticks, until });
    while (this.now < ticks) {
      const reason = this.stopped;
      if (reason) return reason;
      this.stepBegan = this.now;
      this.cutShort = false;
      this.#advance(ticks, (machine, to) => machine.run({ ticks: to }));
    }
    return this.stopped ?? "limit";
  }

  /** A machine's device in one number, as inputs of a set name it. `device` is -1 for the machine's operator. */
  static deviceOf(machine: number, device: number): number {
    return machine * DEVICES + device + 1;
  }

  /** An input for the device of a machine: see {@link deviceOf}. Throws RangeError where there is no such machine. */
  override input(device: number, text: string): void {
    if (!this.machines[Math.floor(device / DEVICES)])
      throw new RangeError(`input ${device} is for none of the ${this.machines.length} machines of the set`);
    for (const machine of this.machines) machine.trace.forgetFuture();
    super.input(device, text);
  }

  /** One turn, or what `limit` leaves of it. */
  #advance(limit: number, go: (machine: Machine, to: number) => void): void {
    const end = Math.min(limit, this.nextInput);
    this.#takeTurns();
    if (!this.#passRounds(end)) {
      const machine = this.current;
      const to = Math.min(this.#border, machine.now + (end - this.now));
      if (machine.stopped) machine.pass(to);
      else go(machine, to);
    }
    this.#add();
    this.settle();
  }

  /** On to the next machine, where one has come to the border. */
  #takeTurns(): void {
    while (this.current.now >= this.#border) {
      this.#turn = (this.#turn + 1) % this.machines.length;
      if (this.#turn === 0) this.#border += this.quantum;
    }
  }

  /** Whole rounds in which every machine only waits, up to `end` of the set's time, at once. Returns whether there were any. */
  #passRounds(end: number): boolean {
    if (this.#turn !== 0) return false;
    const began = this.#border - this.quantum;
    const rests = Math.min(...this.machines.map(({ restsUntil }) => restsUntil));
    const latest = began + (end - this.now) / this.machines.length;
    const rounds = Math.floor((Math.min(rests, latest) - began) / this.quantum) - 1;
    if (!(rounds > 0) || rounds === Number.POSITIVE_INFINITY) return false;
    const to = began + rounds * this.quantum;
    for (const machine of this.machines) {
      if (machine.stopped) machine.pass(to);
      else if (machine.now < to) machine.step(to);
    }
    this.#border = to + this.quantum;
    return true;
  }

  /** Adds up what the machines have done. */
  #add(): void {
    this.now = 0;
    this.instructions = 0;
    this.waited = 0;
    for (const { now, instructions, waited } of this.machines) {
      this.now += now;
      this.instructions += instructions;
      this.waited += waited;
    }
  }

  protected settleEvents(): void {
    // All events are the machines' own.
  }

  protected deliver({ device, text }: Input): void {
    this.machines[Math.floor(device / DEVICES)]?.happen((device % DEVICES) - 1, text);
  }

  protected saveOwn(): OwnState {
    return { turn: this.#turn, border: this.#border, machines: this.machines.map((machine) => machine.snapshot()) };
  }

  protected restoreOwn(own: unknown): void {
    // What saveOwn() returned.
    const saved = own as OwnState;
    this.#turn = saved.turn;
    this.#border = saved.border;
    saved.machines.forEach((snapshot, i) => {
      this.machines[i].restore(snapshot);
    });
  }
}
