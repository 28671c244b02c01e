/** The way out of CP: its own work first, then the virtual machine whose turn it is, or the wait. */
import { type Psw, realPsw } from "../../psw.ts";
import type { Cp } from "../cp.ts";
import { settle } from "../interruptions.ts";
import * as at from "../layout.ts";
import { eventBit } from "../program-events.ts";
import type { Vm } from "../vm.ts";
import { Reflected, Wait } from "../wait.ts";
import { loadAssist } from "./assist.ts";
import { settleBypass } from "./bypass.ts";
import { nextOwnClock } from "./virtual-time.ts";
import { noteWait } from "./waits.ts";

/** EC-mode wait PSW of the real machine, enabled for I/O, external interruptions and machine checks. */
const WAIT_PSW = 0x030e0000;
/** Disabled wait after SHUTDOWN, and its code (GC20-1808, "CP Wait State Codes"). */
const DOWN_PSW = 0x000a0000;
const DOWN_CODE = 0x006;

/** Leaves CP. `lengthCode` is that of an instruction just simulated for the virtual machine `after` (see `settle`). */
export function dispatch(cp: Cp, after?: Vm, lengthCode = 0): void {
  for (;;) {
    cp.tasks.run();
    const chosen = choose(cp, after, lengthCode);
    // Nobody else sees what it may have changed in shared segments.
    if (chosen?.vm.block !== cp.host.load32(at.LOADED) && cp.segments.check()) continue;
    if (chosen !== undefined) return run(cp, chosen);
    // What was tried may have made work.
    if (cp.state.tasks.some(({ waitingFor }) => waitingFor === undefined)) continue;
    return idle(cp);
  }
}

/** A virtual machine that can be run: under which PSW, and for how many microseconds as far as its own clocks go. */
interface Chosen {
  readonly vm: Vm;
  readonly psw: Psw;
  readonly clock: number;
}

function choose(cp: Cp, after: Vm | undefined, lengthCode: number): Chosen | undefined {
  const kept = after !== undefined && cp.scheduler.mayKeep(after) ? attempt(cp, after, lengthCode) : undefined;
  if (kept !== undefined) return kept;
  for (const vm of cp.scheduler.candidates()) {
    const chosen = attempt(cp, vm, vm === after ? lengthCode : 0);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

/** Settles a virtual machine and says whether it can be run. */
function attempt(cp: Cp, vm: Vm, lengthCode: number): Chosen | undefined {
  try {
    const psw = settle(vm, lengthCode);
    // TRACE may have stopped it.
    return psw && !vm.state.stopped ? { vm, psw, clock: nextOwnClock(vm) } : undefined;
  } catch (error) {
    if (error instanceof Wait) vm.state.waitingFor = error.what;
    // Its assigned storage is not there: its processor would be in the check-stop state.
    else if (error instanceof Reflected) cp.consoles.checkStop(vm);
    else throw error;
    return undefined;
  }
}

/** Lets CP's time since it was entered count as processor time of whom it worked for. What it has cost is counted when all is over: see `exits.ts`. */
function account(cp: Cp, world: number): void {
  const { state } = cp;
  const overhead = cp.host.microseconds() - state.enteredAt;
  const vm = state.running === 0 ? undefined : state.vms[state.running];
  if (vm !== undefined) cp.scheduler.ran(cp.vm(vm.id), overhead);
  state.running = world;
}

/** Puts a virtual machine on the processor. Nothing of CP's runs after this. */
function run(cp: Cp, { vm, psw, clock }: Chosen): void {
  const { host } = cp;
  const microseconds = Math.min(cp.scheduler.slice(vm), clock);
  settleBypass(vm, psw);
  exchange(cp, vm);
  cp.storms.loaded();
  loadAssist(vm, psw);
  account(cp, vm.id);
  const real = realPsw(psw);
  host.store32(at.RUN_PSW, real.high | eventBit(vm));
  host.store32(at.RUN_PSW + 4, real.low);
  host.store32(at.RUNNING_USER, vm.block);
  cp.traceTable.runs(vm.block);
  host.running(vm.userid);
  host.lm(0, 15, vm.block + at.GPRS);
  // Last, and with what loading the PSW takes: who has a microsecond left gets it, and does not come back without having had it.
  host.setCpuTimer(Math.floor(microseconds) + host.costs.privilegedCall);
  host.lpsw(at.RUN_PSW);
}

/** Exchanges what `run` does not load each time: floating-point registers, and the control registers under which it runs. */
function exchange(cp: Cp, vm: Vm): void {
  const { host } = cp;
  const loaded = host.load32(at.LOADED);
  if (loaded !== vm.block) {
    for (const n of [0, 2, 4, 6]) {
      if (loaded !== 0) host.std(n, loaded + at.FPRS + 4 * n);
      host.ld(n, vm.block + at.FPRS + 4 * n);
    }
    host.store32(at.LOADED, vm.block);
  } else if (!vm.state.reload) return;
  host.lctl(0, 15, vm.block + at.REAL_CRS);
  vm.state.reload = false;
}

function idle(cp: Cp): void {
  const { host } = cp;
  account(cp, 0);
  noteWait(cp.state);
  host.setCpuTimer(2 ** 50);
  const isDown = cp.state.shutDown && cp.consoles.areQuiet;
  host.store32(at.RUN_PSW, isDown ? DOWN_PSW : WAIT_PSW);
  host.store32(at.RUN_PSW + 4, isDown ? DOWN_CODE : 0);
  host.store32(at.RUNNING_USER, 0);
  host.running("idle");
  host.lpsw(at.RUN_PSW);
}
