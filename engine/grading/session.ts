/** A session: one machine with its programs, going forward and back. Page, command line and grader all use it. */
import { TimeTravel } from "../machine/time-travel.ts";
import type { System370 } from "../s370/index.ts";
import { Digest } from "./digest.ts";
import { type FactValue, worldName } from "./facts.ts";
import type { Fact, InputEvent, Setup } from "./format.ts";
import { pswField } from "./psw-fields.ts";
import { consoleAddress, guestOf, type Made, makeMachine, toHex } from "./session-make.ts";
import type { Files, Session, SessionOptions, StopReason } from "./session-types.ts";
import { guestWorldState, guestWorlds, machineState, machineView } from "./session-view.ts";
import { traceView } from "./trace-view.ts";
import type { BillRow, MachineView, SourceError, TraceView, WorldState } from "./view.ts";

export type { Files, Session, SessionOptions, StopReason } from "./session-types.ts";

/** Ticks after which a search for the end of a trap, or for the next one, is given up. */
const searchLimit = 10_000_000;

/**
 * Makes a machine from a setup and its files.
 * @returns the session, or every error in the files: programs that do not assemble, handlers that do not load, what does not fit in storage
 */
export async function createSession(
  setup: Setup,
  files: Files,
  options: SessionOptions = {},
): Promise<Session | { readonly errors: readonly SourceError[] }> {
  const made = await makeMachine(setup, files, options);
  return "errors" in made ? made : new MachineSession(made);
}

class MachineSession implements Session {
  readonly #made: Made;
  readonly #machine: System370;
  readonly #travel: TimeTravel<System370>;
  #furthest: number;

  constructor(made: Made) {
    this.#made = made;
    this.#machine = made.machine;
    this.#travel = new TimeTravel(made.machine);
    this.#furthest = made.machine.now;
  }

  get setup(): Setup {
    return this.#made.setup;
  }
  get tick(): number {
    return this.#machine.now;
  }
  get instructions(): number {
    return this.#machine.instructions;
  }
  get state(): WorldState {
    return machineState(this.#machine);
  }
  get furthest(): number {
    return this.#furthest;
  }
  get failure(): SourceError | undefined {
    return this.#made.learner?.failure;
  }

  get inputs(): readonly InputEvent[] {
    const worlds = guestWorlds(this.#made);
    return this.#machine.inputs.map(({ tick, device, text }) => {
      return { tick, console: worlds[device - consoleAddress] ?? "machine", text };
    });
  }

  view(): MachineView {
    return machineView(this.#made);
  }

  trace(from = 0, hardwareFrom = 0): TraceView {
    return traceView(this.#machine.trace, from, hardwareFrom);
  }

  bill(): BillRow[] {
    const { totals, last } = this.#machine.trace;
    const rows = new Map<string, { count: number; ticks: number }>();
    for (const { from, to, cause, count, ticks } of totals) {
      if (!isTrap(to)) continue;
      // The last crossing's time is still running.
      const running =
        last && last.from === from && last.to === to && last.cause === cause ? this.#machine.now - last.tick : 0;
      const row = rows.get(cause.label) ?? { count: 0, ticks: 0 };
      rows.set(cause.label, { count: row.count + count, ticks: row.ticks + ticks + running });
    }
    return [...rows]
      .map(([cause, row]) => ({ cause, ...row }))
      .sort((a, b) => b.ticks - a.ticks || (a.cause < b.cause ? -1 : 1));
  }

  read(processor: string, address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const found =
      processor === "machine" || this.#made.monitor === undefined
        ? this.#machine.read(address, length)
        : this.#made.monitor.readGuestStorage(guestOf(processor), address, length);
    bytes.set(found.subarray(0, length));
    return bytes;
  }

  advance(ticks: number): StopReason {
    return this.#run(this.#machine.now + ticks);
  }

  step(): StopReason {
    if (this.failure !== undefined) return "error";
    const { stopped } = this.#machine;
    if (stopped !== undefined) return this.#reason(stopped);
    this.#travel.step();
    this.#note();
    return this.failure === undefined ? "step" : "error";
  }

  stepOverTrap(limit = searchLimit): StopReason {
    const before = this.#machine.trace.count;
    const stopped = this.step();
    const { trace } = this.#machine;
    if (stopped !== "step" || trace.count === before || !isTrap(this.#machine.world)) return stopped;
    const end = this.#run(this.#machine.now + limit, () => isProgram(this.#machine.world));
    return end === "trap" ? "step" : end;
  }

  toNextTrap(limit = searchLimit): StopReason {
    const { trace } = this.#machine;
    const before = trace.count;
    const end = this.#run(
      this.#machine.now + limit,
      () => trace.count > before && trace.last !== undefined && isTrap(trace.last.to),
    );
    return end === "limit" ? "no-trap" : end;
  }

  stepBack(): StopReason {
    this.#travel.stepBack();
    return "step";
  }

  goTo(tick: number): StopReason {
    if (tick >= this.#machine.now) return this.#run(tick);
    this.#travel.goTo(tick);
    return "limit";
  }

  input(console: string, text: string): void {
    const device =
      this.#made.monitor === undefined ? consoleAddress : this.#made.monitor.consoleAddress(guestOf(console));
    this.#travel.input(device, text);
    this.#furthest = this.#machine.now;
  }

  digest(): string {
    const { machine, monitor } = this.#made;
    const digest = new Digest();
    // Through the machine: location 80 is brought up to date when it is read.
    digest.bytes(machine.read(0, machine.storage.size));
    digest.bytes(machine.processor.keys);
    digest.text(machine.pswHex);
    for (let n = 0; n < 16; n++) {
      digest.word(machine.gr(n));
      digest.word(machine.cr(n));
    }
    for (const n of [0, 2, 4, 6]) digest.text(machine.fr(n));
    const consoles =
      monitor === undefined
        ? [this.#made.console]
        : guestWorlds(this.#made).map((world) => monitor.console(guestOf(world)));
    for (const { text } of consoles) digest.text(text);
    for (const count of [machine.now, machine.instructions, machine.trace.count]) {
      digest.word(count);
      digest.word(Math.floor(count / 0x1_0000_0000));
    }
    return digest.hex();
  }

  fact(fact: Fact): FactValue | { readonly why: string } {
    const { world } = fact;
    if (fact.kind === "crossings") return this.#crossings(world, fact.cause);
    if (fact.kind === "executed") return this.#executed(world);
    const isMachine = world === "machine";
    if (!isMachine && !guestWorlds(this.#made).includes(world))
      return { why: `there is no ${worldName(world).replace(/^the /, "")}` };
    switch (fact.kind) {
      case "register":
        return isMachine ? this.#machine.gr(fact.register) : (this.#guest(world).gr[fact.register] ?? 0);
      case "psw":
        return pswField(isMachine ? this.#machine.pswHex : this.#guest(world).psw, fact.field);
      case "state":
        return isMachine ? this.state : guestWorldState(this.#made, world);
      case "storage": {
        const program = this.#made.programs.get(world);
        const address = typeof fact.at === "number" ? fact.at : program?.addressOf(fact.at);
        if (address === undefined) return { why: `${program?.file ?? "the program"} has no symbol ${fact.at}` };
        return toHex(this.read(world, address, fact.length));
      }
    }
  }

  dispose(): void {
    this.#made.learner?.dispose();
  }

  #guest(world: string) {
    // Only asked for worlds of the setup, which has guests only with a monitor.
    return this.#made.monitor!.guestState(guestOf(world));
  }

  #crossings(world: string, cause: string): number {
    const matches = (text: string) => text.toUpperCase() === cause.toUpperCase();
    return this.#machine.trace.totals
      .filter(
        ({ from, cause: { kind, label } }) =>
          (world === "machine" || from === world) && (matches(kind) || matches(label)),
      )
      .reduce((sum, { count }) => sum + count, 0);
  }

  #executed(world: string): number {
    if (world === "machine") return this.#machine.instructions;
    let all = 0;
    let own = 0;
    for (const { from, executed } of this.#machine.trace.totals) {
      all += executed;
      if (from === world) own += executed;
    }
    return this.#machine.world === world ? own + this.#machine.instructions - all : own;
  }

  #run(until: number, condition?: () => boolean): StopReason {
    if (this.failure !== undefined) return "error";
    // Where nothing has to be looked at after each step, the machine may run translated program.
    const watched = condition !== undefined || this.#made.learner !== undefined;
    const reason = this.#travel.run({
      ticks: until,
      ...(watched && { until: () => this.failure !== undefined || condition?.() === true }),
    });
    this.#note();
    return this.#reason(reason);
  }

  #note(): void {
    this.#furthest = Math.max(this.#furthest, this.#machine.now);
  }

  #reason(reason: ReturnType<System370["run"]>): StopReason {
    if (this.failure !== undefined) return "error";
    if (reason === "until") return "trap";
    return reason === "halt" ? "check-stop" : reason;
  }
}

/** Whether who runs is there because of a trap. */
function isTrap(world: string): boolean {
  return world === "monitor" || world === "supervisor";
}

function isProgram(world: string): boolean {
  return world === "program" || world.startsWith("guest-");
}
