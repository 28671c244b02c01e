/**
 * Channel programs of virtual machines that real devices execute: started, suspended where they have to be looked at again, ended. What a device's commands become
 * is its kind's.
 */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { CHAIN_DATA, ccwOf, isTransfer, NO_OPERATION } from "./channel-program/ccw.ts";
import { applyPatches, type Patch, type PatchPair } from "./channel-program/patches.ts";
import type { CommandRules, PatchKind } from "./channel-program/rules.ts";
import { type RealProgram, release, translate } from "./channel-program/translate.ts";
import type { Csw, IoRequest, RealDevice, VirtualDevice } from "./state.ts";
import * as status from "./status.ts";

/** A channel program that goes on: plain data. */
export interface Running {
  program: RealProgram;
  /** The one before it, which the channel has left at a suspension. */
  previous: RealProgram | undefined;
  /** 0x00 to 0xF0. */
  readonly key: number;
  /** What it has been made to go on with while it ran (DIAGNOSE X'28'). */
  added?: RealProgram[];
  /** The user has been told of channel end. */
  channelEnded: boolean;
  /** Real address of the CCW at which it is suspended; 0 where it is not. */
  suspendedAt: number;
}

/** What a kind of device is to the channel programs on it. */
export interface ProgramKind {
  /** "minidisk", "dedicated". */
  readonly name: string;
  real(device: VirtualDevice): number;
  running(device: VirtualDevice): Running | undefined;
  setRunning(device: VirtualDevice, running: Running | undefined): void;
  rules(device: VirtualDevice): CommandRules;
  /** Whether the arm has to be put where its user has left it: unless the first command moves it. */
  needsArm(program: RealProgram): boolean;
  relocate(device: VirtualDevice, kind: PatchKind, pair: PatchPair): readonly [number, number] | undefined;
  /** The channel program has ended: notes what is to be remembered. */
  ended(device: VirtualDevice, program: RealProgram, csw: Csw, sense: Uint8Array | undefined): void;
  /** A channel program is about to be started. */
  starting(device: VirtualDevice): void;
}

interface ResumeData {
  readonly device: number;
  readonly at: number;
}

/** How a channel program that runs has been changed: it has been; it has ended; it is none of these CCWs; they are of another kind; it is not as simple as that. */
export type Modified = "modified" | "ended" | "not found" | "not modifiable" | "restart";

/** How often a channel program may be changed. */
const MOST_ADDED = 32;

const NOT_OPERATIONAL: Csw = { high: 0, low: 0 };
/** Sense bytes of a device that is not there any more: intervention required. */
const INTERVENTION_REQUIRED = 0x40;

export class RunningPrograms {
  readonly #cp: Cp;
  readonly #kind: ProgramKind;

  constructor(cp: Cp, kind: ProgramKind) {
    this.#cp = cp;
    this.#kind = kind;
    cp.io.handle(
      kind.name,
      (request, real, csw, sense) => this.#ended(request, real, csw, sense),
      (request, real, csw) => this.#progress(request, real, csw),
    );
    cp.tasks.handle(`${kind.name} resume`, ({ vm, data }) => {
      // What `#progress` has put there.
      const { device, at } = data as ResumeData;
      this.#resume(cp.vm(vm), device, at);
    });
  }

  /** Starts a channel program. Throws `Wait`, having done nothing. The device is busy then; it may have ended already. */
  start(vm: Vm, device: VirtualDevice, at: number, key: number): void {
    const program = translate(vm, this.#kind.rules(device), at, key);
    device.busy = true;
    this.#kind.starting(device);
    this.#kind.setRunning(device, { program, previous: undefined, key, channelEnded: false, suspendedAt: 0 });
    this.#cp.io.start(this.#kind.real(device), {
      kind: this.#kind.name,
      program: program.entry,
      key: program.suspends ? key | 0x08 : key,
      vm: vm.id,
      data: undefined,
      virtual: device.address,
      needsArm: this.#kind.needsArm(program),
    });
  }

  halt(vm: Vm, device: VirtualDevice): void {
    this.#cp.io.halt(this.#kind.real(device), (request) => isFor(request, vm, device));
  }

  /**
   * The virtual machine has changed a CCW of a channel program that goes on: from now on the channel does what it says there. It was a TRANSFER IN CHANNEL or a
   * no-operation, and is one. `at`: its real address. Throws `Wait`, having done nothing.
   */
  modify(vm: Vm, device: VirtualDevice, at: number): Modified {
    const running = this.#kind.running(device);
    if (running === undefined) return "not found";
    if (running.channelEnded) return "ended";
    const programs = programsOf(running);
    const places = programs.flatMap(({ slots }) => slots.filter(({ guest }) => guest === at));
    if (places.length === 0) return "not found";
    const isSimple = places.every(({ real }) => isSimpleCcw(this.#ccw(real))) && isSimpleCcw(guestCcw(vm, at));
    if (!isSimple) return "not modifiable";
    const { added = [] } = running;
    if (added.length >= MOST_ADDED) return "restart";
    const program = translate(vm, this.#kind.rules(device), at, running.key);
    if (program.suspends) {
      // It was not started so that the channel would stop there.
      release(vm, program);
      return "restart";
    }
    running.added = [...added, program];
    this.#redirect(programs, new Set(places.map(({ real }) => real)), program.resume);
    return "modified";
  }

  #ccw(real: number): ReturnType<typeof ccwOf> {
    return ccwOf(this.#cp.host.load32(real), this.#cp.host.load32(real + 4));
  }

  /** Leads from some places, and from what leads to those, elsewhere. */
  #redirect(programs: readonly RealProgram[], places: ReadonlySet<number>, [left, right]: RealProgram["resume"]): void {
    const { host } = this.#cp;
    for (const { slots } of programs)
      for (const { real } of slots) {
        const ccw = this.#ccw(real);
        if (!places.has(real) && !(isTransfer(ccw) && places.has(ccw.address))) continue;
        host.store32(real, left);
        host.store32(real + 4, right);
      }
  }

  /** Forgets what goes on. */
  reset(vm: Vm, device: VirtualDevice): void {
    const running = this.#kind.running(device);
    this.#cp.io.discard(this.#kind.real(device), (request) => isFor(request, vm, device));
    if (running === undefined) return;
    this.#release(vm, device, running);
    this.#kind.setRunning(device, undefined);
  }

  #release(vm: Vm, device: VirtualDevice, running: Running): void {
    const programs = programsOf(running);
    applyPatches(vm, patchesOf(programs), (kind, bytes) => this.#kind.relocate(device, kind, bytes));
    for (const program of programs) release(vm, program);
  }

  /** What comes before the end. */
  #progress(request: IoRequest, real: RealDevice, csw: Csw): void {
    const found = this.#find(request);
    if (found === undefined) return;
    const { vm, device, running } = found;
    if ((csw.high & status.SUSPENDED) !== 0) {
      running.suspendedAt = (csw.high & 0xffffff) - 8;
      const data: ResumeData = { device: device.address, at: running.suspendedAt };
      this.#cp.tasks.add(`${this.#kind.name} resume`, data, vm.id);
      return;
    }
    const guest = guestCsw(running, csw);
    noteLogout(device, real, csw);
    if ((csw.low & status.CHANNEL_END) !== 0) {
      running.channelEnded = true;
      device.busy = false;
      device.working = true;
    }
    this.#cp.channels.present(vm, device, guest);
  }

  /** Looks at the channel program again where it is suspended, and lets it go on. Throws `Wait`. */
  #resume(vm: Vm, address: number, at: number): void {
    const device = vm.state.devices[address];
    const running = device === undefined ? undefined : this.#kind.running(device);
    if (device === undefined || running === undefined || running.suspendedAt !== at) return;
    const slot = running.program.slots.find(({ real, suspends }) => real === at && suspends === true);
    if (slot === undefined) return;
    const { host } = this.#cp;
    const program = translate(vm, this.#kind.rules(device), slot.guest, running.key);
    const { previous } = running;
    if (previous !== undefined)
      this.#release(vm, device, { ...running, previous: undefined, program: previous, added: [] });
    running.previous = running.program;
    running.program = program;
    running.suspendedAt = 0;
    host.store32(at, program.resume[0]);
    host.store32(at + 4, program.resume[1]);
    host.rio(this.#kind.real(device));
  }

  #find(request: IoRequest): { vm: Vm; device: VirtualDevice; running: Running } | undefined {
    if (this.#cp.state.vms[request.vm] === undefined || request.virtual === undefined) return undefined;
    const vm = this.#cp.vm(request.vm);
    const device = vm.state.devices[request.virtual];
    const running = device === undefined ? undefined : this.#kind.running(device);
    return device === undefined || running === undefined ? undefined : { vm, device, running };
  }

  #ended(request: IoRequest, real: RealDevice, csw: Csw, sense: Uint8Array | undefined): void {
    const found = this.#find(request);
    if (found === undefined) return;
    const { vm, device, running } = found;
    const isGone = csw.low === NOT_OPERATIONAL.low && csw.high === NOT_OPERATIONAL.high;
    this.#release(vm, device, running);
    this.#kind.setRunning(device, undefined);
    device.working = false;
    const bytes = isGone ? Uint8Array.of(INTERVENTION_REQUIRED) : sense;
    const guest = guestCsw(running, csw);
    if (!running.channelEnded) noteLogout(device, real, csw);
    this.#kind.ended(device, running.program, isGone ? csw : guest, bytes);
    if (isGone) return this.#cp.channels.ended(vm, device, { high: 0, low: (status.ENDED | status.UNIT_CHECK) >>> 0 });
    if (!running.channelEnded) return this.#cp.channels.ended(vm, device, guest);
    this.#cp.channels.ended(vm, device, { high: 0, low: (guest.low & status.UNIT_STATUS & ~status.CHANNEL_END) >>> 0 });
  }
}

function isFor(request: IoRequest, vm: Vm, device: VirtualDevice): boolean {
  return request.vm === vm.id && request.virtual === device.address;
}

/** All that the channel may be in. */
function programsOf({ program, previous, added = [] }: Running): RealProgram[] {
  return [...(previous === undefined ? [] : [previous]), program, ...added];
}

/** The patches of several, each place's once: the first knows what was there before. */
function patchesOf(programs: readonly RealProgram[]): Patch[] {
  const places = new Set<string>();
  return programs
    .flatMap(({ patches }) => patches)
    .filter(({ bytes }) => {
      const key = bytes.map((byte) => byte?.place).join();
      const isNew = !places.has(key);
      places.add(key);
      return isNew;
    });
}

function guestCcw(vm: Vm, at: number): ReturnType<typeof ccwOf> {
  const absolute = vm.absoluteOrException(at);
  return ccwOf(vm.host.load32(absolute), vm.host.load32(absolute + 4));
}

function isSimpleCcw(ccw: ReturnType<typeof ccwOf>): boolean {
  return isTransfer(ccw) || (ccw.command === NO_OPERATION && (ccw.flags & CHAIN_DATA) === 0);
}

/** What the virtual machine's own channel would say. */
function guestCsw(running: Running, { high, low }: Csw): Csw {
  const place = (high & 0xffffff) - 8;
  const slot = programsOf(running)
    .flatMap(({ slots }) => slots)
    .find(({ real }) => real === place);
  const address = slot === undefined ? 0 : slot.guest + 8;
  const count = slot?.count ?? low & 0xffff;
  return { high: ((high & 0xf0000000) | (address & 0xffffff)) >>> 0, low: ((low & 0xffff0000) | count) >>> 0 };
}

/** The limited channel logout goes with the CSW that tells of the failure. */
function noteLogout(device: VirtualDevice, { logout }: RealDevice, { low }: Csw): void {
  if ((low & status.EQUIPMENT_FAILURES) !== 0 && logout !== undefined) device.logout = logout;
}
