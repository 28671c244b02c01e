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
  /** Those of virtual machines that have logged off, all together. */
  readonly departed: Record<string, ExitCost>;
}

/** The cause of CP's own first work. */
const LOADING = "start";

export function initialExits(): ExitsState {
  return { vm: 0, cause: LOADING, system: {}, departed: {} };
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
  const gone = exits.vm === 0 ? exits.system : exits.departed;
  return costOf(vm?.exits ?? gone, exits.cause);
}

function costOf(costs: Record<string, ExitCost>, cause: string): ExitCost {
  costs[cause] ??= noCost();
  return costs[cause];
}

function add(to: ExitCost, { count, executed, modelled }: ExitCost): void {
  to.count += count;
  to.executed += executed;
  to.modelled += modelled;
}

/** Keeps what a virtual machine's exits have come to that logs off. */
export function departed({ exits }: CpState, vm: VmState): void {
  for (const [cause, cost] of Object.entries(vm.exits)) add(costOf(exits.departed, cause), cost);
}

/** All of them together. */
export function sumOf(costs: Readonly<Record<string, ExitCost>>): ExitCost {
  const sum = noCost();
  for (const cost of Object.values(costs)) add(sum, cost);
  return sum;
}

/** What all that there has been has come to, by cause. */
export function sumByCause({ exits, vms }: CpState): Record<string, ExitCost> {
  const sums: Record<string, ExitCost> = {};
  for (const costs of [exits.system, exits.departed, ...Object.values(vms).map((vm) => vm.exits)])
    for (const [cause, cost] of Object.entries(costs)) add(costOf(sums, cause), cost);
  return sums;
}
