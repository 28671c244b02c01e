/**
 * Program-event recording and monitoring for virtual machines (GA22-7000, "Program-Event Recording", "Monitoring"): the real processor watches with the virtual
 * control registers 8 to 11. CP may watch a virtual machine too, for its TRACE; then the real registers hold what both want, and here is decided whose event it is.
 */
import * as at from "./layout.ts";
import type { Vm } from "./vm.ts";

/** What CP watches a virtual machine for: values as of control registers 9 to 11. */
export interface Watch {
  readonly events: number;
  readonly first: number;
  readonly last: number;
}

/** An event as the processor stores it: which (0x8000: branch, 0x4000: fetch, 0x2000: store, 0x1000: register), and the instruction's address. */
export interface ProgramEvent {
  readonly code: number;
  readonly address: number;
}

/** PSW bit 1. */
const PER = 0x40000000;
const FETCH = 0x40000000;
const STORE = 0x20000000;
const REGISTER = 0x10000000;
const ADDRESSES = 0xffffff;

/** Whether it asks for program-event recording itself. */
export function recordsEvents(vm: Vm): boolean {
  const { high } = vm.psw();
  return (high & 0x00080000) !== 0 && (high & PER) !== 0;
}

/** The PSW bit with which it must run: its own recording, or CP's watch. */
export function eventBit(vm: Vm): number {
  return vm.state.watch !== undefined || recordsEvents(vm) ? PER : 0;
}

/** Sets the real control registers 8 to 11 under which it runs: after its own have been loaded, or CP's watch has changed. */
export function loadEventControls(vm: Vm): void {
  const { state, host } = vm;
  const { watch } = state;
  const place = vm.block + at.REAL_CRS;
  const own = { events: vm.cr(9), first: vm.cr(10) & ADDRESSES, last: vm.cr(11) & ADDRESSES };
  // What only CP watches for the processor compares itself.
  const shared = { events: (own.events | (watch?.events ?? 0)) >>> 0, first: 0, last: ADDRESSES };
  const both = watch === undefined ? own : own.events === 0 ? watch : shared;
  host.store32(place + 4 * 8, vm.cr(8));
  host.store32(place + 4 * 9, both.events);
  host.store32(place + 4 * 10, both.first);
  host.store32(place + 4 * 11, both.last);
  state.reload = true;
}

/** Whether an event is one of those that somebody watches for. Of fetching and storing the processor has compared the address already, but for a wider range. */
export function isWatched(event: ProgramEvent, { events, first, last }: Watch): boolean {
  const wanted = (event.code << 16) & events;
  if ((wanted & ~FETCH) !== 0) return true;
  if ((wanted & FETCH) === 0) return false;
  return first <= last
    ? event.address >= first && event.address <= last
    : event.address >= first || event.address <= last;
}

/** Has a simulation's alterations noted, where it records them; returns what adds them to the instruction's own event. */
export function noteAlterations(
  vm: Vm,
  instruction: number,
): (event: ProgramEvent | undefined) => ProgramEvent | undefined {
  if (!recordsEvents(vm)) return (event) => event;
  const [wanted, first, last] = [vm.cr(9), vm.cr(10) & ADDRESSES, vm.cr(11) & ADDRESSES];
  const noted = { addresses: [] as number[], registers: [] as number[] };
  vm.alterations = noted;
  return (event) => {
    vm.alterations = undefined;
    const inRange = (address: number): boolean =>
      first <= last ? address >= first && address <= last : address >= first || address <= last;
    const stored = (wanted & STORE) !== 0 && noted.addresses.some(inRange) ? STORE >>> 16 : 0;
    const isNamed = (register: number): boolean => (wanted & (0x8000 >>> register)) !== 0;
    const changed = (wanted & REGISTER) !== 0 && noted.registers.some(isNamed) ? REGISTER >>> 16 : 0;
    const code = (event?.code ?? 0) | stored | changed;
    return code === 0 ? undefined : { code, address: instruction };
  };
}

/** The part of an event that the virtual machine is to be told of; undefined where it does not record that. */
export function ownEvent(vm: Vm, event: ProgramEvent | undefined): ProgramEvent | undefined {
  if (event === undefined || !recordsEvents(vm)) return undefined;
  const watch = { events: vm.cr(9), first: vm.cr(10) & ADDRESSES, last: vm.cr(11) & ADDRESSES };
  return isWatched(event, watch) ? { code: event.code & (watch.events >>> 16), address: event.address } : undefined;
}
