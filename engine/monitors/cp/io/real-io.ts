/** Real input and output: a queue of channel programs for each device (IOBLOKs on RDEVBLOKs), from START I/O to the end, with sense bytes where it was bad. */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { soughtBy } from "../monitoring/device-records.ts";
import { noteSense } from "../recording/intensive.ts";
import { isDiskType } from "./device-codes.ts";
import { reportError } from "./errors.ts";
import type { Csw, IoRequest, RealDevice } from "./state.ts";
import * as status from "./status.ts";
import { SENSE_BYTES, senseProgram, senseRead, WORK_AREA } from "./work-area.ts";

/** Told when a channel program has ended: the CSW, and, after a unit check, the sense bytes. A device that is not operational has a CSW of zeros. */
export type IoHandler = (request: IoRequest, device: RealDevice, csw: Csw, sense: Uint8Array | undefined) => void;
/** Told of status that no channel program has asked for: attention, device end. */
export type AttentionHandler = (device: RealDevice, csw: Csw) => void;
/** Told of what comes before the end: a program-controlled interruption, a suspension, channel end without device end. */
export type ProgressHandler = (request: IoRequest, device: RealDevice, csw: Csw) => void;
/** Has something done first: returns a request that goes before the one at hand. */
export type Preparation = (device: RealDevice, request: IoRequest) => IoRequest | undefined;

/** Microseconds after which a virtual machine's channel program is halted if others wait for its device: most of what a search through a cylinder takes. */
const LONGEST_PROGRAM = 1_000_000;
const OVERDUE = "channel programs";

export class RealIo {
  readonly #cp: Cp;
  readonly #handlers = new Map<string, IoHandler>();
  readonly #progress = new Map<string, ProgressHandler>();
  readonly #attention = new Map<string, AttentionHandler>();
  #prepare: Preparation = () => undefined;
  #owned: AttentionHandler = () => {};

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.timers.handle(OVERDUE, () => this.#haltOverdue());
  }

  /** Once, when CP is loaded, and there is storage. */
  begin(): void {
    for (const device of Object.values(this.#cp.state.io.devices)) device.work ??= this.#cp.free.get(WORK_AREA);
  }

  /** Says who is told of the end of requests of a kind; `progress`, of what comes before. */
  handle(kind: string, handler: IoHandler, progress?: ProgressHandler): void {
    this.#handlers.set(kind, handler);
    if (progress !== undefined) this.#progress.set(kind, progress);
  }

  /** Says who is told of attention by devices of a machine type. */
  handleAttention(type: string, handler: AttentionHandler): void {
    this.#attention.set(type, handler);
  }

  /** Says who is told of attention by devices that belong to virtual machines. */
  handleOwned(handler: AttentionHandler): void {
    this.#owned = handler;
  }

  /** Says what has to be done before requests. */
  prepareBy(preparation: Preparation): void {
    this.#prepare = preparation;
  }

  device(address: number): RealDevice | undefined {
    return this.#cp.state.io.devices[address];
  }

  /** Queues a channel program. */
  start(address: number, request: IoRequest): void {
    const device = this.device(address);
    if (device === undefined) throw new Error(`there is no real device ${address.toString(16)}`);
    device.queue.push(request);
    const user = this.#cp.state.vms[request.vm];
    if (user !== undefined) user.work.device = address;
    this.#go(device);
  }

  /** Starts what can be started. */
  #go(device: RealDevice): void {
    while (!device.active && device.queue.length > 0) if (!this.#startFirst(device)) return;
    if (device.active && device.phase === "sense wanted") this.#startSense(device);
  }

  /** Starts the first request. Returns whether there may be more to do at once. */
  #startFirst(device: RealDevice): boolean {
    const before = this.#prepare(device, device.queue[0]);
    if (before !== undefined) device.queue.unshift(before);
    const [request] = device.queue;
    const cylinder = isDiskType(device.type) ? soughtBy(this.#cp, request) : undefined;
    if (cylinder !== undefined) this.#cp.monitoring.seeks(device, request.vm, cylinder);
    const code = this.#sio(device, request.key, request.program);
    device.starts = (device.starts ?? 0) + 1;
    device.cylinder = cylinder ?? device.cylinder;
    switch (code) {
      case 0:
        device.active = true;
        device.phase = "started";
        device.startedAt = this.#cp.state.enteredAt;
        if (isShared(device, request)) this.#watch();
        return false;
      case 1: {
        const csw = this.#storedStatus(request);
        if ((csw.low & status.BUSY) !== 0) return this.#wasBusy(device, csw);
        device.active = true;
        this.#ended(device, csw);
        return true;
      }
      case 3:
        this.#finish(device, { high: 0, low: 0 }, undefined);
        return true;
      default:
        // The interruption that ends what the channel does starts it again.
        return false;
    }
  }

  #sio({ address }: RealDevice, key: number, program: number): number {
    const { host } = this.#cp;
    host.store32(at.CAW, ((key << 24) | program) >>> 0);
    return host.sio(address);
  }

  /** What START I/O has stored: the status. The CSW is that of an operation which has ended at its first CCW. */
  #storedStatus({ key, program }: IoRequest): Csw {
    const low = this.#cp.host.load32(at.CSW + 4) & 0xffff0000;
    return { high: (((key & 0xf0) << 24) | (program + 8)) >>> 0, low: low >>> 0 };
  }

  /** The device was busy, or had status of its own to tell first. Returns whether to try again. */
  #wasBusy(device: RealDevice, csw: Csw): boolean {
    const rest = (csw.low & ~status.BUSY) >>> 0;
    if ((rest & status.UNIT_STATUS) === 0) return false;
    this.#unasked(device, { high: 0, low: rest });
    return true;
  }

  /** An I/O interruption of the real machine. */
  interruption(address: number): void {
    const { host } = this.#cp;
    const device = this.device(address);
    const csw = { high: host.load32(at.CSW), low: host.load32(at.CSW + 4) };
    if (device !== undefined) this.#interrupted(device, csw);
    for (const other of Object.values(this.#cp.state.io.devices)) this.#go(other);
  }

  #interrupted(device: RealDevice, csw: Csw): void {
    const [request] = device.queue;
    if (!device.active || request === undefined) return this.#unasked(device, csw);
    if ((csw.low & status.UNIT_STATUS) === 0 && (csw.low & status.PCI) !== 0)
      return this.#controlled(device, request, csw);
    if (device.phase === "ending") this.#deviceEnd(device, csw);
    else if (device.phase === "sense wanted") return;
    else this.#ended(device, csw);
  }

  /** A program-controlled interruption; or the end of a channel program that has met a check, with one that was pending. Only the subchannel knows. */
  #controlled(device: RealDevice, request: IoRequest, csw: Csw): void {
    const { host } = this.#cp;
    this.#cp.storms.note(device.address);
    const isOnly = (csw.low & status.CHANNEL_STATUS) === status.PCI;
    const code = isOnly ? 2 : host.tio(device.address);
    if (code === 0) return this.#ended(device, csw);
    this.#progress.get(request.kind)?.(request, device, csw);
    if (code === 1) this.#ended(device, { high: host.load32(at.CSW), low: host.load32(at.CSW + 4) });
  }

  /** Device end, where channel end came alone. */
  #deviceEnd(device: RealDevice, { low }: Csw): void {
    const before = device.csw ?? { high: 0, low: 0 };
    device.csw = undefined;
    this.#ended(device, { high: before.high, low: (before.low | (low & status.UNIT_STATUS)) >>> 0 });
  }

  #unasked(device: RealDevice, csw: Csw): void {
    if (device.owner !== undefined && device.attachedAs !== undefined) this.#owned(device, csw);
    else this.#attention.get(device.type)?.(device, csw);
  }

  #ended(device: RealDevice, csw: Csw): void {
    if (device.phase === "sensing") {
      const { work = 0, csw: failed = csw } = device;
      device.csw = undefined;
      const sense = (csw.low & status.ERRORS) === 0 ? senseRead(this.#cp.host, work) : new Uint8Array(SENSE_BYTES);
      noteSense(this.#cp, device, device.queue[0], failed, sense);
      return this.#failed(device, failed, sense);
    }
    if ((csw.low & status.UNIT_CHECK) !== 0) {
      device.csw = csw;
      device.phase = "sense wanted";
      return this.#startSense(device);
    }
    if ((csw.low & status.EQUIPMENT_FAILURES) !== 0) device.logout = this.#cp.host.load32(at.LOGOUT);
    const isOver = (csw.low & status.DEVICE_END) !== 0 || (csw.low & status.CHANNEL_END) === 0;
    if (isOver)
      return (csw.low & status.CHANNEL_FAILURES) !== 0
        ? this.#failed(device, csw)
        : this.#finish(device, csw, undefined);
    device.phase = "ending";
    device.csw = csw;
    const [request] = device.queue;
    this.#progress.get(request.kind)?.(request, device, csw);
  }

  #startSense(device: RealDevice): void {
    const { work } = device;
    if (work === undefined) return this.#failed(device, device.csw ?? { high: 0, low: 0 }, new Uint8Array(SENSE_BYTES));
    const code = this.#sio(device, 0, senseProgram(this.#cp.host, work));
    if (code === 0) device.phase = "sensing";
    else if (code === 3) this.#failed(device, device.csw ?? { high: 0, low: 0 }, new Uint8Array(SENSE_BYTES));
  }

  /** An error: tried again where that was asked for. */
  #failed(device: RealDevice, csw: Csw, sense?: Uint8Array): void {
    const [request] = device.queue;
    const retried = device.retried ?? 0;
    if (retried < (request.retries ?? 0)) {
      device.retried = retried + 1;
      device.active = false;
      device.phase = "idle";
      return;
    }
    if (request.retries !== undefined) reportError(this.#cp, device, request, csw, sense);
    this.#finish(device, csw, sense);
  }

  #finish(device: RealDevice, csw: Csw, sense: Uint8Array | undefined): void {
    device.active = false;
    device.phase = "idle";
    device.retried = 0;
    const request = device.queue.shift();
    if (request !== undefined) this.#handlers.get(request.kind)?.(request, device, csw, sense);
  }

  // Channel programs that do not end.

  /** Has shared devices looked at when a channel program may have taken too long. */
  #watch(): void {
    const { timers, state } = this.#cp;
    if (state.timers.some(({ kind }) => kind === OVERDUE)) return;
    timers.set(OVERDUE, state.enteredAt + LONGEST_PROGRAM);
  }

  /** A virtual machine whose channel program goes round for ever must not keep a device that others wait for: it ends as by HALT DEVICE. */
  #haltOverdue(): void {
    const { io, enteredAt } = this.#cp.state;
    for (const device of Object.values(io.devices)) {
      const { address, queue, active, startedAt = 0 } = device;
      const [first] = queue;
      if (!active || first === undefined || !isShared(device, first)) continue;
      if (queue.length > 1 && enteredAt - startedAt >= LONGEST_PROGRAM) this.halt(address, (each) => each === first);
      this.#watch();
    }
  }

  // Ending what goes on.

  /** Has a request of a virtual machine's end before its time: its handler is told when it has. Does nothing where there is none. */
  halt(address: number, isIt: (request: IoRequest) => boolean): void {
    const device = this.device(address);
    if (device === undefined) return;
    const [first] = device.queue;
    if (first !== undefined && device.active && isIt(first)) {
      // Sense bytes come by themselves.
      if (device.phase === "started" || device.phase === "ending") this.#cp.host.hdv(address);
      return;
    }
    const found = device.queue.find(isIt);
    if (found === undefined) return;
    device.queue = device.queue.filter((request) => request !== found);
    this.#handlers.get(found.kind)?.(found, device, { high: 0, low: status.ENDED }, undefined);
  }

  /** Has requests forgotten, those that go on too: the channel does not touch their storage any more, and nobody is told. Returns them. */
  discard(address: number, isIt: (request: IoRequest) => boolean): IoRequest[] {
    const device = this.device(address);
    if (device === undefined) return [];
    const [first] = device.queue;
    const found = device.queue.filter(isIt);
    device.queue = device.queue.filter((request) => !isIt(request));
    if (first !== undefined && device.active && isIt(first)) {
      this.#cp.host.clrio(address);
      device.active = false;
      device.phase = "idle";
      device.csw = undefined;
      device.retried = 0;
    }
    if (found.length > 0) this.#go(device);
    return found;
  }
}

/** Whether it is a virtual machine's, on a device that others use too. */
function isShared({ owner, attachedAs }: RealDevice, { vm }: IoRequest): boolean {
  return vm !== 0 && (owner === undefined || attachedAs === undefined);
}
