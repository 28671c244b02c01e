/**
 * Channels and devices as virtual machines see them: condition codes, CSWs, what is pending (GA22-7000, "Input/Output Instructions"). What a device does is
 * its kind's.
 */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";
import type { Modified } from "./running-programs.ts";
import type { Csw, VirtualDevice } from "./state.ts";
import { CHANNEL_END, CHANNEL_STATUS, UNIT_CHECK } from "./status.ts";

/** What is behind virtual devices of one kind. */
export interface DeviceKind {
  /**
   * START I/O: the device is there, not busy, and nothing is pending of it. `program` is the virtual machine's real address of the first CCW, `key` as in
   * the CAW: 0x00 to 0xF0. 0: started (the end comes by `VirtualChannels.ended`); 3: not operational; a CSW: condition code 1. Throws `Wait` only before
   * it has done anything.
   */
  start(vm: Vm, device: VirtualDevice, program: number, key: number): 0 | 3 | Csw;
  /** HALT I/O or HALT DEVICE of a device that is busy. The end may still come by `ended`. */
  halt?(vm: Vm, device: VirtualDevice): void;
  /** DIAGNOSE X'28': a CCW of what goes on has been changed. Only where CP executes a copy. Throws `Wait`, having done nothing. */
  modify?(vm: Vm, device: VirtualDevice, at: number): Modified;
  /** What was pending of a device has been told: there is room for what has come since. */
  told?(vm: Vm, device: VirtualDevice): void;
  /** System reset: what goes on is forgotten. */
  reset?(vm: Vm, device: VirtualDevice): void;
  /** Lines of QUERY VIRTUAL about the device. */
  queryLines?(vm: Vm, device: VirtualDevice): readonly string[];
}

const BUSY: Csw = { high: 0, low: 0x10000000 };
/** Only the status half of a CSW counts where condition code 1 tells of a start that failed or a halt. */
const STATUS_HALF = 0xffff0000;
const BYTE_MULTIPLEXER = 0x10000000;
/** Sense byte of a device that is not ready. */
const INTERVENTION_REQUIRED = 0x40;
const SENSE = 0x04;
const SELECTOR = 0x00000000;
const BLOCK_MULTIPLEXER = 0x20000000;

export class VirtualChannels {
  readonly #cp: Cp;
  readonly #kinds = new Map<string, DeviceKind>();

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Says what is behind devices of a kind. */
  handle(kind: string, behind: DeviceKind): void {
    this.#kinds.set(kind, behind);
  }

  device(vm: Vm, address: number): VirtualDevice | undefined {
    return vm.state.devices[address];
  }

  /** Lines of QUERY VIRTUAL about a device: none where its kind says nothing. */
  queryLines(vm: Vm, device: VirtualDevice): readonly string[] {
    return this.#kind(device).queryLines?.(vm, device) ?? [];
  }

  // What devices say.

  /** The channel program of a busy device has ended with this CSW, whose address is the virtual machine's. */
  ended(vm: Vm, device: VirtualDevice, csw: Csw): void {
    device.busy = false;
    this.present(vm, device, csw);
  }

  /** Status that joins what is pending of the device already: attention, device end. */
  present(vm: Vm, device: VirtualDevice, csw: Csw): void {
    const { pending } = device;
    device.pending =
      pending === undefined
        ? csw
        : { high: csw.high || pending.high, low: (csw.low | (pending.low & STATUS_HALF)) >>> 0 };
    if (isForCp(device)) this.#cp.wake(loadingOf(vm, device));
    else this.#cp.ready(vm);
  }

  // Initial program loading.

  /** Starts the channel program at location 0. Returns the CSW where it is over at once. Throws `Wait`. */
  load(vm: Vm, device: VirtualDevice): Csw | undefined {
    const started = this.#start(vm, device, 0, 0);
    if (started === 3) return { high: 0, low: 0 };
    return started === 0 ? undefined : started;
  }

  /** How initial program loading has ended. Throws `Wait` until it has. */
  loaded(vm: Vm, device: VirtualDevice): Csw {
    if (device.busy || device.working === true || device.pending === undefined) throw new Wait(loadingOf(vm, device));
    return device.pending;
  }

  /**
   * Executes a channel program to its end, for an instruction that waits for it. Returns the CSW, or 3 where the device is not operational. Throws `Wait` until it
   * has ended: the instruction is then executed again.
   */
  execute(vm: Vm, device: VirtualDevice, at: number, key: number): Csw | 3 {
    if (device.awaited === undefined) {
      const started = this.#start(vm, device, at, key);
      if (started !== 0) return started;
      device.awaited = at;
    }
    const csw = this.loaded(vm, device);
    device.awaited = undefined;
    device.pending = undefined;
    return csw;
  }

  // Interruptions.

  /** Address of the device whose pending interruption the mask (channel 0 leftmost) lets in: the lowest. */
  pending(vm: Vm, mask: number): number | undefined {
    for (const device of Object.values(vm.state.devices))
      if (device.pending !== undefined && !isForCp(device) && ((mask << (device.address >>> 8)) & 0x80000000) !== 0)
        return device.address;
    return undefined;
  }

  /** Takes a pending interruption's CSW. */
  take(vm: Vm, address: number): Csw {
    const device = vm.state.devices[address];
    const csw = device?.pending ?? { high: 0, low: 0 };
    if (device === undefined) return csw;
    device.pending = undefined;
    if (device.logout !== undefined) vm.storeAssigned32(at.LOGOUT, device.logout);
    delete device.logout;
    this.#kind(device).told?.(vm, device);
    return csw;
  }

  // Instructions: each returns its condition code.

  startIo(vm: Vm, address: number): number {
    const device = this.device(vm, address);
    if (device === undefined) return 3;
    if (device.busy || this.#channelBusy(vm, device) || isEnding(device)) return 2;
    if (device.pending !== undefined || device.working === true) {
      const { low } = this.take(vm, address);
      return this.#storeStatus(vm, { high: 0, low: (low | BUSY.low) >>> 0 });
    }
    const caw = vm.loadAssigned32(at.CAW);
    vm.assigned(at.CSW);
    if (device.notReady === true && !isSense(vm, caw & 0xffffff)) {
      device.sense = Uint8Array.of(INTERVENTION_REQUIRED);
      return this.#storeStatus(vm, { high: 0, low: UNIT_CHECK });
    }
    const started = this.#start(vm, device, caw & 0xffffff, (caw >>> 24) & 0xf0);
    if (typeof started !== "number") return this.#storeStatus(vm, started);
    return started;
  }

  testIo(vm: Vm, address: number): number {
    const device = this.device(vm, address);
    if (device === undefined) return 3;
    if (device.busy || this.#channelBusy(vm, device)) return 2;
    if (device.pending === undefined && device.working === true) return this.#storeCsw(vm, BUSY);
    if (device.pending === undefined) return 0;
    const zero = vm.assigned(0);
    const { high, low } = this.take(vm, address);
    vm.host.store32(zero + at.CSW, high);
    vm.host.store32(zero + at.CSW + 4, low);
    return 1;
  }

  /** A CCW at a real address, of the channel program that goes on on a device, has been changed. Throws `Wait`. */
  modify(vm: Vm, device: VirtualDevice, at: number): Modified {
    if (isEnding(device) || device.working === true) return "ended";
    return this.#kind(device).modify?.(vm, device, at) ?? "not found";
  }

  clearIo(vm: Vm, address: number): number {
    return this.testIo(vm, address);
  }

  haltIo(vm: Vm, address: number): number {
    const device = this.device(vm, address);
    if (device === undefined) return 3;
    if (device.busy) {
      vm.assigned(at.CSW);
      this.#kind(device).halt?.(vm, device);
      return this.#storeStatus(vm, { high: 0, low: 0 });
    }
    return device.pending === undefined ? this.#storeStatus(vm, { high: 0, low: 0 }) : 0;
  }

  haltDevice(vm: Vm, address: number): number {
    return this.haltIo(vm, address);
  }

  testChannel(vm: Vm, address: number): number {
    const devices = this.#onChannel(vm, address);
    if (devices.length === 0) return 3;
    if (this.#isSelector(vm, address >>> 8) && devices.some(({ busy }) => busy)) return 2;
    return devices.some(({ pending }) => pending !== undefined) && this.#isSelector(vm, address >>> 8) ? 1 : 0;
  }

  storeChannelId(vm: Vm, address: number): number {
    const devices = this.#onChannel(vm, address);
    if (devices.length === 0) return 3;
    const channel = address >>> 8;
    if (this.#isSelector(vm, channel) && devices.some(({ busy }) => busy)) return 2;
    const type = channel === 0 ? BYTE_MULTIPLEXER : vm.state.options.blockMultiplexer ? BLOCK_MULTIPLEXER : SELECTOR;
    vm.storeAssigned32(at.CHANNEL_ID, type);
    return 0;
  }

  clearChannel(vm: Vm, address: number): number {
    const devices = this.#onChannel(vm, address);
    for (const device of devices) this.reset(vm, device);
    return devices.length === 0 ? 3 : 0;
  }

  /** System reset of all its channels. */
  resetAll(vm: Vm): void {
    for (const device of Object.values(vm.state.devices)) this.reset(vm, device);
  }

  reset(vm: Vm, device: VirtualDevice): void {
    this.#kind(device).reset?.(vm, device);
    device.busy = false;
    device.working = false;
    device.loading = false;
    device.awaited = undefined;
    device.pending = undefined;
  }

  /** Starts a channel program, and counts it where the device is a real one's. */
  #start(vm: Vm, device: VirtualDevice, program: number, key: number): 0 | 3 | Csw {
    const started = this.#kind(device).start(vm, device, program, key);
    if (started !== 3 && isReal(device)) vm.state.work.sios++;
    return started;
  }

  #kind(device: VirtualDevice): DeviceKind {
    const kind = this.#kinds.get(device.kind);
    if (kind === undefined) throw new Error(`nothing is behind virtual devices of kind ${device.kind}`);
    return kind;
  }

  /** All of a CSW. */
  #storeCsw(vm: Vm, { high, low }: Csw): number {
    const zero = vm.assigned(0);
    vm.host.store32(zero + at.CSW, high);
    vm.host.store32(zero + at.CSW + 4, low);
    return 1;
  }

  /** Status alone goes to the CSW. */
  #storeStatus(vm: Vm, { low }: Csw): number {
    vm.storeAssigned16(at.CSW + 4, low >>> 16);
    this.#cp.host.charge(1);
    return 1;
  }

  #onChannel(vm: Vm, address: number): VirtualDevice[] {
    return Object.values(vm.state.devices).filter((device) => device.address >>> 8 === (address >>> 8) % 256);
  }

  /** Virtual channels but the first are selector channels, unless the user has block multiplexers (GC20-1807, "Virtual Channels"). */
  #isSelector(vm: Vm, channel: number): boolean {
    return channel !== 0 && !vm.state.options.blockMultiplexer;
  }

  /** A selector channel serves one device at a time. */
  #channelBusy(vm: Vm, device: VirtualDevice): boolean {
    return this.#isSelector(vm, device.address >>> 8) && this.#onChannel(vm, device.address).some(({ busy }) => busy);
  }
}

/** Whether the end of a channel program is to be told: its subchannel is not available until then. */
function isEnding({ pending }: VirtualDevice): boolean {
  return pending !== undefined && (pending.low & (CHANNEL_END | CHANNEL_STATUS)) !== 0;
}

/** Whether what is behind it is neither spooling nor the user's terminal. */
export function isReal({ kind }: VirtualDevice): boolean {
  return kind !== "spool" && kind !== "console";
}

function loadingOf(vm: Vm, device: VirtualDevice): string {
  return `load ${vm.id} ${device.address}`;
}

/** Whether the end of its channel program is told to CP alone. */
function isForCp({ loading, awaited }: VirtualDevice): boolean {
  return loading === true || awaited !== undefined;
}

function isSense(vm: Vm, program: number): boolean {
  return program < vm.state.size && vm.host.load8(vm.absoluteOrException(program)) === SENSE;
}
