/**
 * What makes CP work, and what that costs: by virtual machine and cause, summed up from the very records that the trace is given. INDICATE, the monitor's records, accounting
 * cards and the page's bill all read it.
 */
import type { Crossing } from "../../../machine/trace.ts";
import type { CpState, VmState } from "../state.ts";

/** What exits of one cause have come to. */
export interface ExitCost {
  count: number;
  /** Instructions that the virtual machine executed before them, since it got the processor. */
  executed: number;
  /** Ticks charged for CP's work from there until it gave the processor away. Never added to `executed`. */
  modelled: number;
}

export interface ExitsState {
  /** For whom CP has been entered, by number (0: nobody), and why: it is charged to that. */
  vm: number;
  cause: string;
  /** Exits of nobody's: CP's own beginning, and interruptions while everybody waited. */
  readonly system: Record<string, ExitCost>;
  /** All exits of virtual machines that have logged off. */
  readonly departed: ExitCost;
}

/** The cause of CP's own first work. */
const LOADING = "start";

export function initialExits(): ExitsState {
  return { vm: 0, cause: LOADING, system: {}, departed: noCost() };
}

function noCost(): ExitCost {
  return { count: 0, executed: 0, modelled: 0 };
}

/** Notes a world switch: into CP, an exit with what was executed before it; out of it, what it has cost. */
export function noteCrossing(state: CpState, { to, cause, executed, modelled }: Crossing): void {
  const { exits } = state;
  if (to === "monitor") {
    exits.vm = state.running;
    exits.cause = cause.label;
    const cost = present(state);
    cost.count++;
    cost.executed += executed;
    return;
  }
  present(state).modelled += modelled;
  const vm: VmState | undefined = state.vms[exits.vm];
  if (vm !== undefined) vm.time.overhead += modelled;
  else state.systemTime += modelled;
  state.dispatchedAt = state.enteredAt + modelled;
}

/** Where what happens now is counted. */
function present({ exits, vms }: CpState): ExitCost {
  const vm: VmState | undefined = vms[exits.vm];
  if (vm === undefined && exits.vm !== 0) return exits.departed;
  const costs = vm === undefined ? exits.system : vm.exits;
  costs[exits.cause] ??= noCost();
  return costs[exits.cause];
}

/** Keeps what a virtual machine's exits have come to that logs off. */
export function departed({ exits }: CpState, vm: VmState): void {
  const { count, executed, modelled } = sumOf(vm.exits);
  exits.departed.count += count;
  exits.departed.executed += executed;
  exits.departed.modelled += modelled;
}

/** All of them together. */
export function sumOf(costs: Readonly<Record<string, ExitCost>>): ExitCost {
  const sum = noCost();
  for (const { count, executed, modelled } of Object.values(costs)) {
    sum.count += count;
    sum.executed += executed;
    sum.modelled += modelled;
  }
  return sum;
}
