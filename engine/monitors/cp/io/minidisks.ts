/** Virtual disks on parts of real ones: kind "minidisk". */
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import { step, ENDED as UNIT_ENDED } from "../spool/program.ts";
import type { Vm } from "../vm.ts";
import { Arms } from "./arms.ts";
import { CHAIN_DATA } from "./channel-program/ccw.ts";
import { GuestStorage } from "./channel-program/guest-storage.ts";
import type { PatchPair } from "./channel-program/patches.ts";
import type { PatchKind } from "./channel-program/rules.ts";
import type { RealProgram } from "./channel-program/translate.ts";
import { diskRules, isSeekable, SEEK_BYTES } from "./disk-rules.ts";
import { relocateAddress, relocateSense, senseLength } from "./disk-sense.ts";
import type { MinidiskData } from "./minidisk-data.ts";
import { Reservations } from "./reservations.ts";
import { type Running, RunningPrograms } from "./running-programs.ts";
import type { Csw, IoRequest, VirtualDevice } from "./state.ts";
import * as status from "./status.ts";
import { senseProgram, senseRead, type TrackAddress } from "./work-area.ts";

const SENSE = 0x04;
const RESERVE = 0xb4;
const RELEASE = 0x94;
const SEEK = 0x07;
const SEEK_CYLINDER = 0x0b;
const RECALIBRATE = 0x13;
const READ_IPL = 0x02;
const SEEK_HEAD = 0x1b;
const MULTITRACK = 0x80;
/** Commands that put the arm somewhere, wherever it was. */
const SEEKS = [SEEK, SEEK_CYLINDER, RECALIBRATE, READ_IPL];

/** A channel program that begins with a sense command, which CP executes itself. */
interface SenseTask {
  readonly device: number;
  readonly key: number;
  /** The CCW at hand. */
  next: number;
  isFirst: boolean;
  controlled: boolean;
  /** The first command is done; the rest goes to the device. */
  isRest: boolean;
}

/** What `VirtualDevice.data` of a minidisk also holds while it works. */
interface Working extends MinidiskData {
  running?: Running | undefined;
  sensing?: SenseTask | undefined;
  /** Where the arm was before the present channel program, if that is known. */
  armBefore?: TrackAddress | undefined;
}

function dataOf(device: VirtualDevice): Working {
  // Only minidisks have this kind.
  return device.data as Working;
}

export class Minidisks {
  readonly #cp: Cp;
  readonly #programs: RunningPrograms;
  readonly #reservations: Reservations;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.#reservations = new Reservations(cp);
    new Arms(cp);
    this.#programs = new RunningPrograms(cp, {
      name: "minidisk",
      real: (device) => dataOf(device).real,
      running: (device) => dataOf(device).running,
      setRunning: (device, running) => {
        dataOf(device).running = running;
      },
      rules: (device) => diskRules(dataOf(device)),
      needsArm: (program) => !beginsWithSeek(program),
      starting: (device) => {
        dataOf(device).armBefore = dataOf(device).arm;
      },
      relocate: (device, kind, bytes) => this.#relocate(device, kind, bytes),
      ended: (device, program, csw, sense) => this.#ended(device, program, csw, sense),
    });
    cp.channels.handle("minidisk", {
      start: (vm, device, program, key) => this.#start(vm, device, program, key),
      halt: (vm, device) => this.#programs.halt(vm, device),
      modify: (vm, device, at) => this.#programs.modify(vm, device, at),
      reset: (vm, device) => {
        this.#cp.io.discard(
          dataOf(device).real,
          (request) => request.vm === vm.id && request.virtual === device.address,
        );
        dataOf(device).sensing = undefined;
        this.#programs.reset(vm, device);
        this.#reservations.release(vm, dataOf(device));
      },
    });
    cp.io.handle("minidisk sense", (request) => this.#sensed(request));
    cp.tasks.handle("minidisk sense", ({ vm, data }) => {
      // What `#start` and `#sensed` have put there: the virtual address.
      this.#sense(cp.vm(vm), data as number);
    });
  }

  #start(vm: Vm, device: VirtualDevice, at: number, key: number): 0 | Csw {
    const data = dataOf(device);
    if (this.#reservations.isReserved(vm, device, data)) return { high: 0, low: status.BUSY };
    const storage = new GuestStorage(vm, key);
    const isReachable = at + 8 <= storage.size && storage.why(at) === undefined;
    const command = isReachable ? storage.byte(at) : 0;
    if (command === SENSE || command === RESERVE || command === RELEASE) {
      device.busy = true;
      data.sensing = { device: device.address, key, next: at, isFirst: true, controlled: false, isRest: false };
      // What a unit check has left, or what the device says now.
      if (device.sense.length > 0) this.#cp.tasks.add("minidisk sense", device.address, vm.id);
      else this.#readSense(vm, device, data.real);
      return 0;
    }
    this.#programs.start(vm, device, at, key);
    device.sense = new Uint8Array(0);
    if (device.busy || device.working === true || device.pending === undefined) return 0;
    // It was over at once.
    const csw = device.pending;
    device.pending = undefined;
    return csw;
  }

  #readSense(vm: Vm, device: VirtualDevice, real: number): void {
    const { work = 0 } = this.#cp.io.device(real) ?? {};
    this.#cp.io.start(real, {
      kind: "minidisk sense",
      program: senseProgram(this.#cp.host, work),
      key: 0,
      vm: vm.id,
      data: undefined,
      virtual: device.address,
      needsArm: true,
    });
  }

  #sensed(request: IoRequest): void {
    const vm = this.#cp.vm(request.vm);
    const device = vm.state.devices[request.virtual ?? 0];
    if (device === undefined || dataOf(device).sensing === undefined) return;
    const { work = 0 } = this.#cp.io.device(dataOf(device).real) ?? {};
    device.sense = this.#ownSense(device, senseRead(this.#cp.host, work));
    this.#cp.tasks.add("minidisk sense", device.address, vm.id);
  }

  /** Gives the virtual machine its sense bytes, then the device what is chained. Throws `Wait`. */
  #sense(vm: Vm, address: number): void {
    const device = vm.state.devices[address];
    const sensing = device === undefined ? undefined : dataOf(device).sensing;
    if (device === undefined || sensing === undefined) return;
    if (!sensing.isRest) {
      let command = 0;
      const done = step(vm, sensing, (code) => {
        command = code;
        return { kind: "input", data: device.sense, done: () => UNIT_ENDED };
      });
      device.sense = new Uint8Array(0);
      if (command === RESERVE) this.#reservations.reserve(vm, dataOf(device));
      if (command === RELEASE) this.#reservations.release(vm, dataOf(device));
      if (done.kind === "ended") {
        dataOf(device).sensing = undefined;
        return this.#cp.channels.ended(vm, device, done.csw);
      }
      sensing.isRest = true;
    }
    this.#programs.start(vm, device, sensing.next, sensing.key);
    dataOf(device).sensing = undefined;
  }

  #ownSense(device: VirtualDevice, sense: Uint8Array): Uint8Array {
    const type = this.#cp.io.device(dataOf(device).real)?.type ?? device.type;
    return relocateSense(dataOf(device), type, sense).slice(0, senseLength(type));
  }

  #relocate(device: VirtualDevice, kind: PatchKind, [high, low]: PatchPair): readonly [number, number] | undefined {
    const data = dataOf(device);
    // Sense bytes come together: the first is the low part there.
    if (kind === "sense")
      return relocateAddress(data, this.#cp.io.device(data.real)?.type ?? device.type, [high ?? 0, low ?? 0]);
    if (kind.startsWith("head")) {
      const head = (((high ?? 0) << 8) | (low ?? data.headOffset)) - data.headOffset;
      return [(head >>> 8) & 0xff, head & 0xff];
    }
    // Of one byte alone, as if the other were that of the first cylinder.
    const cylinder = (((high ?? data.start >>> 8) << 8) | (low ?? data.start & 0xff)) - data.start;
    if (low === undefined || high === undefined) return [(cylinder >>> 8) & 0xff, cylinder & 0xff];
    return cylinder < 0 || cylinder >= data.cylinders ? undefined : [cylinder >>> 8, cylinder & 0xff];
  }

  #ended(device: VirtualDevice, program: RealProgram, csw: Csw, sense: Uint8Array | undefined): void {
    const data = dataOf(device);
    device.sense = sense === undefined ? new Uint8Array(0) : this.#ownSense(device, sense);
    const isGood = (csw.low & status.ERRORS) === 0;
    const isMoved = isGood || (csw.high & 0xffffff) !== program.first.guest + 8;
    if (isMoved) data.arm = isGood ? whereItIs(program) : undefined;
    else if (beginsWithSeek(program)) this.#leave(device);
  }

  /** A first seek has failed: the arm may still be where somebody else has left it. */
  #leave(device: VirtualDevice): void {
    const data = dataOf(device);
    const real = this.#cp.io.device(data.real);
    if (real !== undefined) delete real.arm;
    data.arm = data.armBefore;
  }

  /** "3350 191 ON VMRES": for messages. */
  describe(device: VirtualDevice): string {
    return `${device.type} ${deviceAddress(device.address)} ON ${dataOf(device).volume}`;
  }
}

/** Whether the first command moves the arm to a track of the minidisk's, wherever it was, or ends the channel program. */
function beginsWithSeek({ first }: RealProgram): boolean {
  const { command, flags, argument } = first;
  if (command === RECALIBRATE || command === READ_IPL) return true;
  if ((command !== SEEK && command !== SEEK_CYLINDER) || (flags & CHAIN_DATA) !== 0) return false;
  return argument?.length === SEEK_BYTES && isSeekable(argument);
}

/** Where a channel program has left the arm, if that is certain. */
function whereItIs(program: RealProgram): TrackAddress | undefined {
  const { commands, first, suspends } = program;
  const moves = (command: number): boolean =>
    SEEKS.includes(command) || command === SEEK_HEAD || (command & MULTITRACK) !== 0;
  const { argument } = first;
  if (suspends || commands.some(moves) || argument === undefined || !beginsWithSeek(program)) return undefined;
  const [, , c1, c2, h1, h2] = argument;
  return { cylinder: (c1 << 8) | c2, head: (h1 << 8) | h2 };
}
