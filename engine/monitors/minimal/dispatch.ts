/** Who runs next, and how it is put on the processor. */
import type { Host } from "../../s370/index.ts";
import { type Psw, realPsw } from "../psw.ts";
import { Guest } from "./guest.ts";
import * as at from "./layout.ts";
import { settle } from "./reflect.ts";
import { accountWait, arm, beginSlice, sliceLeft, timerOf } from "./time.ts";

/** EC-mode wait PSWs of the real machine: enabled for I/O, for I/O and external, for nothing. */
const WAIT_IO = 0x020a0000;
const WAIT_IO_AND_EXTERNAL = 0x030a0000;
const WAIT_FOR_NOTHING = 0x000a0000;

/** Puts the guest on the processor: its timer limit, its registers, its PSW. Nothing of the monitor's runs after this. */
function run(guest: Guest, psw: Psw, world: string): void {
  const { host, block } = guest;
  const own = timerOf(guest, psw);
  const left = sliceLeft(host) - 1;
  arm(host, own === undefined ? left : Math.min(left, own));
  const real = realPsw(psw);
  host.store32(at.RUN_PSW, real.high);
  host.store32(at.RUN_PSW + 4, real.low);
  host.running(world);
  host.lm(0, 15, block + at.GPRS);
  host.lpsw(at.RUN_PSW);
}

/** Exchanges what `run` does not load each time: floating-point registers, and the control registers that translation reads. */
function exchange(host: Host, block: number): void {
  const loaded = host.load32(at.LOADED);
  if (loaded === block) return;
  for (const n of [0, 2, 4, 6]) {
    if (loaded !== 0) host.std(n, loaded + at.FPRS + 4 * n);
    host.ld(n, block + at.FPRS + 4 * n);
  }
  host.lctl(0, 1, block + at.REAL_CRS);
  host.store32(at.LOADED, block);
}

/** The ring of control blocks from the one after `block` to `block` itself. */
export function ringAfter(host: Host, block: number): number[] {
  const ring: number[] = [];
  let next = block;
  do {
    next = host.load32(next + at.NEXT);
    ring.push(next);
  } while (next !== block);
  return ring;
}

function timersOf(guests: readonly Guest[]): number[] {
  return guests.map((guest) => timerOf(guest, guest.psw())).filter((value) => value !== undefined);
}

/** Waits: with nobody ready, until something comes; with nobody waiting either, for ever. */
function idle(host: Host, waiting: readonly Guest[]): void {
  const timers = timersOf(waiting);
  host.store32(at.CURRENT, 0);
  if (timers.length > 0) arm(host, Math.min(...timers));
  const mask = waiting.length === 0 ? WAIT_FOR_NOTHING : timers.length === 0 ? WAIT_IO : WAIT_IO_AND_EXTERNAL;
  host.store32(at.RUN_PSW, mask);
  host.store32(at.RUN_PSW + 4, 0);
  host.running("idle");
  host.lpsw(at.RUN_PSW);
}

/**
 * Leaves the monitor. The guest that had the processor keeps it until its slice is over or it cannot run; then the next one in the ring
 * that can run gets a slice. `lengthCode` as for `settle`.
 */
export function dispatch(host: Host, worldOf: (block: number) => string, lengthCode = 0): void {
  const current = host.load32(at.CURRENT);
  if (current !== 0) {
    const guest = new Guest(host, current);
    const psw = settle(guest, lengthCode);
    if (psw !== undefined && sliceLeft(host) > 0) return run(guest, psw, worldOf(current));
  }
  const waiting: Guest[] = [];
  let chosen: { guest: Guest; psw: Psw } | undefined;
  for (const block of ringAfter(host, host.load32(at.LAST))) {
    const guest = new Guest(host, block);
    if (host.load8(block + at.STATE) === at.STATE_WAITING) accountWait(guest);
    // Only the first that can run is settled: the others' turn is when interruptions reach them.
    if (chosen === undefined) {
      const psw = settle(guest);
      if (psw !== undefined) chosen = { guest, psw };
    }
    if (host.load8(block + at.STATE) === at.STATE_WAITING) waiting.push(guest);
  }
  if (chosen === undefined) return idle(host, waiting);
  const { guest, psw } = chosen;
  host.store32(at.CURRENT, guest.block);
  host.store32(at.LAST, guest.block);
  beginSlice(host, Math.min(...timersOf(waiting).map((value) => value + 1)));
  exchange(host, guest.block);
  run(guest, psw, worldOf(guest.block));
}
