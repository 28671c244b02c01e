/**
 * The channels and what is on them: I/O instructions, channel programs, status and interruptions (GA22-7000,
 * "Input/Output Operations").
 */
import type { EventQueue, MachineEvent } from "../../machine/events.ts";
import type { Trace } from "../../machine/trace.ts";
import type { Shelf } from "../devices/media.ts";
import { CHAIN_COMMAND, fetchCcw, SUPPRESS_LENGTH, SUSPEND } from "./ccw.ts";
import { ChannelProgram, channelStatus, type Executive, type Step } from "./channel-program.ts";
import { ChannelStorage, type StorageAccess } from "./channel-storage.ts";
import { BUSY, CHANNEL_END, DEVICE_END, type Device, ENDED } from "./device.ts";
import { storeLogout } from "./logout.ts";
import {
  type Csw,
  cswBytes,
  deviceStatus,
  EQUIPMENT_CHECKS,
  PROGRAM_CHECK,
  PROGRAM_CONTROLLED_INTERRUPTION,
} from "./status.ts";
import { isPending, type Operation, restoreUnit, saveUnit, type Unit, type UnitState } from "./unit.ts";

/** What a channel is. A selector channel serves one device from start to channel end; a multiplexer, several in turn. */
export type ChannelKind = "selector" | "byte-multiplexer" | "block-multiplexer";

/** Channels that a system can have: those that have a mask of their own in control register 2. */
export const MOST_CHANNELS = 32;

/** Assigned storage locations. */
const CSW = 0x40;
const CAW = 0x48;
const CHANNEL_ID = 0xa8;

/** Bit 4 of the CAW: CCWs may have the suspend flag. */
const SUSPEND_CONTROL = 0x0800_0000;
const CAW_ZEROS = 0x0700_0007;

/** What STORE CHANNEL ID says of a channel's kind: bits 0-3. */
const KIND_CODES: Readonly<Record<ChannelKind, number>> = {
  selector: 0,
  "byte-multiplexer": 1,
  "block-multiplexer": 2,
};

/** The channel program of initial program loading begins with a read of 24 bytes into location 0, and goes on there. */
const IPL_CCW = { command: 0x02, address: 0, flags: CHAIN_COMMAND | SUPPRESS_LENGTH, count: 24 };
const IPL_NEXT = 8;

/** Events of a unit: of its operation, of its device's later end, and of the device's own. */
const OPERATION_EVENT = 0;
const WORKING_EVENT = 0x1_0000;
const DEVICE_EVENT = 0x2_0000;
const EVENT_ADDRESS = 0xffff;

/** With fast devices: ticks that a device works on at the most. */
const FAST_WORK_TICKS = 10;

/** Condition codes. */
const STARTED = 0;
const CSW_STORED = 1;
const CHANNEL_BUSY = 2;
const NOT_OPERATIONAL = 3;

interface Surroundings extends StorageAccess {
  readonly now: number;
  readonly events: EventQueue;
  readonly trace: Trace;
  readonly shelf: Shelf;
  /** Absolute address of an assigned storage location: those have real addresses, all that a channel program names is absolute. */
  absolute(real: number): number;
  /** Control register 0, bit 0: without it, block multiplexers do as selectors do. */
  readonly blockMultiplexing: boolean;
}

interface Channel {
  kind: ChannelKind;
  /** The unit that it serves in burst mode, by address. */
  serving: number | undefined;
}

export class ChannelSubsystem {
  /** Whether devices take no longer than they must: not what they did, but nobody waits for them. */
  fastDevices = false;
  /** Channels with an interruption to ask for; bit 0 (the leftmost) is channel 0. */
  pendingChannels = 0;
  /** Channels that there are. */
  existing = 0;
  readonly #around: Surroundings;
  readonly #storage: ChannelStorage;
  readonly #units = new Map<number, Unit>();
  readonly #channels = new Map<number, Channel>();
  readonly #program: ChannelProgram;
  /** Checks that the next operations on units are to meet, by address. */
  #faults = new Map<number, number>();

  constructor(around: Surroundings) {
    this.#around = around;
    this.#storage = new ChannelStorage(around);
    this.#program = new ChannelProgram(this.#executive());
    this.setChannel(0, "byte-multiplexer");
  }

  // --- Configuration

  /** Says of which kind a channel (0-31) is. One that nobody speaks of is a byte multiplexer (0) or a block multiplexer. */
  setChannel(number: number, kind: ChannelKind): void {
    if (!(number >= 0 && number < MOST_CHANNELS)) throw new RangeError(`there is no channel ${number}`);
    const channel = this.#channels.get(number);
    if (channel) channel.kind = kind;
    else this.#channels.set(number, { kind, serving: undefined });
    this.existing |= channelBit(number << 8);
  }

  /** The kind of a channel; undefined where there is none. */
  channelKind(number: number): ChannelKind | undefined {
    return this.#channels.get(number)?.kind;
  }

  /** Attaches a device at X'cuu'. Throws RangeError where there is one, or the address has no channel. */
  attach(address: number, device: Device): void {
    if (this.#units.has(address)) throw new RangeError(`there are two devices at ${deviceName(address)}`);
    const number = address >>> 8;
    if (!this.#channels.has(number)) this.setChannel(number, "block-multiplexer");
    const unit: Unit = { address, device, operation: undefined, ended: undefined, status: 0, working: undefined };
    this.#units.set(address, unit);
    const around = this.#around;
    const subsystem = this;
    device.connect?.({
      get now() {
        return around.now;
      },
      get fast() {
        return subsystem.fastDevices;
      },
      get shelf() {
        return around.shelf;
      },
      present: (status) => this.#present(unit, status),
      proceed: (answer) => this.#program.proceed(unit, answer),
      after: (ticks, what) =>
        this.#schedule(unit, this.fastDevices ? Math.min(ticks, FAST_WORK_TICKS) : ticks, what, DEVICE_EVENT),
    });
  }

  /** The device at an address. */
  device(address: number): Device | undefined {
    return this.#units.get(address)?.device;
  }

  /** All devices by address, lowest first. */
  get devices(): ReadonlyMap<number, Device> {
    const sorted = [...this.#units.values()].sort((a, b) => a.address - b.address);
    return new Map(sorted.map(({ address, device }) => [address, device]));
  }

  // --- Instructions: each returns its condition code

  /** SIO, and SIOF as it: 0 started, 1 CSW stored, 2 busy, 3 not operational. */
  startIo(address: number): number {
    const unit = this.#units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    const channel = this.#channelOf(unit);
    if (channel.serving !== undefined || unit.operation || unit.ended) return CHANNEL_BUSY;
    if (unit.status !== 0 || unit.working) {
      this.#storeStatus(unit.status | BUSY, 0);
      this.#clearStatus(unit);
      return CSW_STORED;
    }
    const caw = this.#storage.word(this.#around.absolute(CAW));
    const suspends = (caw & SUSPEND_CONTROL) !== 0 && channel.kind !== "selector";
    const key = caw >>> 28;
    const fetched =
      caw & CAW_ZEROS || (caw & SUSPEND_CONTROL && !suspends)
        ? { check: PROGRAM_CHECK }
        : fetchCcw(this.#storage, { key, at: caw & 0xff_ffff, purpose: "start", suspends });
    if (fetched.check !== undefined) {
      this.#storeStatus(0, fetched.check);
      return CSW_STORED;
    }
    const operation = this.#begin(unit, { ...fetched, key, suspends, isLoading: false });
    if (operation.ccw.flags & SUSPEND) {
      this.#program.suspend(unit, operation);
      return STARTED;
    }
    const selection = this.#program.select(unit, operation, false);
    if (selection.kind === "started") return STARTED;
    this.#storeStatus(selection.status, channelStatus(operation, selection.check));
    this.#drop(unit);
    return CSW_STORED;
  }

  /** RIO: 0 noted, 3 not operational. Where nothing is suspended nothing happens. */
  resumeIo(address: number): number {
    const unit = this.#units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    if (unit.operation?.phase === "suspended") this.#program.goOn(unit, unit.operation, "resume");
    return STARTED;
  }

  /** TIO: 0 available, 1 CSW stored (and what was pending is cleared), 2 busy, 3 not operational. */
  testIo(address: number): number {
    const unit = this.#units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    if (this.#channelOf(unit).serving !== undefined || unit.operation) return CHANNEL_BUSY;
    if (unit.ended || unit.status !== 0) {
      this.takeInterruption(address);
      return CSW_STORED;
    }
    if (!unit.working && !unit.device.isWorking) return STARTED;
    this.#storeCsw(unit, deviceStatus(BUSY));
    return CSW_STORED;
  }

  /** CLRIO: 0 nothing to clear, 1 CSW stored and the operation discontinued, 3 not operational. */
  clearIo(address: number): number {
    const unit = this.#units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    const { operation } = unit;
    if (operation) {
      this.#around.events.cancel(address + OPERATION_EVENT);
      unit.device.halt?.();
      this.#endOperation(unit, 0, 0);
    }
    if (!unit.ended) return STARTED;
    this.takeInterruption(address);
    return CSW_STORED;
  }

  /** HIO: 0 interruption pending, 1 CSW stored, 2 a burst operation ended, 3 not operational. */
  haltIo(address: number): number {
    return this.#halt(address, false);
  }

  /** HDV: as {@link haltIo}, but what another device on the channel does goes on. */
  haltDevice(address: number): number {
    return this.#halt(address, true);
  }

  /** TCH: 0 available, 1 interruption pending, 2 working in burst mode, 3 not operational. */
  testChannel(address: number): number {
    const channel = this.#channels.get(address >>> 8);
    if (!channel) return NOT_OPERATIONAL;
    if (channel.serving !== undefined) return CHANNEL_BUSY;
    return this.pendingChannels & channelBit(address) ? CSW_STORED : STARTED;
  }

  /** STIDC: 0 the channel's identification is stored, 2 busy, 3 not operational. */
  storeChannelId(address: number): number {
    const channel = this.#channels.get(address >>> 8);
    if (!channel) return NOT_OPERATIONAL;
    if (channel.serving !== undefined) return CHANNEL_BUSY;
    this.#storage.put(this.#around.absolute(CHANNEL_ID), Uint8Array.of(KIND_CODES[channel.kind] << 4, 0, 0, 0));
    return STARTED;
  }

  /** CLRCH: 0 the channel and its devices are reset, 3 not operational. */
  clearChannel(address: number): number {
    if (!this.#channels.has(address >>> 8)) return NOT_OPERATIONAL;
    for (const unit of this.#units.values()) if (unit.address >>> 8 === address >>> 8) this.#resetUnit(unit);
    return STARTED;
  }

  // --- Initial program loading

  /** Begins initial program loading from a device (GA22-7000, "Initial Program Loading"). Returns whether it could. */
  startIpl(address: number): boolean {
    const unit = this.#units.get(address);
    if (!unit) return false;
    const operation = this.#begin(unit, { ccw: IPL_CCW, next: IPL_NEXT, key: 0, suspends: false, isLoading: true });
    const selection = this.#program.select(unit, operation, false);
    if (selection.kind === "over") this.#endOperation(unit, selection.status, selection.check);
    return true;
  }

  /** How initial program loading from a device stands: its status is taken as soon as there is one. */
  iplEnding(address: number): "active" | "good" | "bad" {
    const unit = this.#units.get(address);
    if (unit?.operation) return "active";
    const ended = unit?.ended;
    if (!unit || !ended) return "bad";
    this.#clearEnded(unit);
    return ended.unit & DEVICE_END && (ended.unit & ~ENDED) === 0 && ended.channel === 0 ? "good" : "bad";
  }

  /** I/O-system reset: operations end, and nothing is pending. */
  reset(): void {
    for (const unit of this.#units.values()) this.#resetUnit(unit);
    this.#faults.clear();
  }

  // --- Interruptions

  /** The device whose interruption is taken next of those that are let in: the lowest channel, there the lowest address. */
  pendingDevice(mask = -1): number | undefined {
    const channels = this.pendingChannels & mask;
    if (channels === 0) return undefined;
    const channel = Math.clz32(channels);
    let found: number | undefined;
    for (const unit of this.#units.values()) {
      const { address } = unit;
      if (address >>> 8 === channel && (found === undefined || address < found) && isPending(unit)) found = address;
    }
    return found;
  }

  /** Stores the CSW of an interruption that is being taken, and clears what asked for it. */
  takeInterruption(address: number): void {
    const unit = this.#units.get(address);
    if (!unit) return;
    const { operation, ended } = unit;
    if (ended) {
      this.#storeCsw(unit, ended);
      this.#clearEnded(unit);
    } else if (operation?.programControlled) {
      this.#storeCsw(unit, {
        key: operation.key,
        next: operation.next,
        unit: 0,
        channel: PROGRAM_CONTROLLED_INTERRUPTION | operation.check,
        count: operation.residual,
        suspended: operation.phase === "suspended",
      });
      operation.programControlled = false;
      this.#changed(unit);
    } else if (!operation && unit.status !== 0) {
      this.#storeCsw(unit, deviceStatus(unit.status));
      this.#clearStatus(unit);
    }
  }

  /** What a unit asked for is due. */
  due({ device, what }: MachineEvent): void {
    const unit = this.#units.get(device & EVENT_ADDRESS);
    if (!unit) return;
    switch (device & ~EVENT_ADDRESS) {
      case OPERATION_EVENT:
        // What #schedule() was given.
        return this.#program.due(unit, what as Step);
      case WORKING_EVENT:
        return this.#worked(unit);
      case DEVICE_EVENT:
        return unit.device.due?.(what);
    }
  }

  /** The operator does something at a device. Throws RangeError where there is no such device, or it has no such control. */
  operate(address: number, text: string): void {
    const unit = this.#units.get(address);
    if (!unit?.device.operate) throw new RangeError(`there is nothing to operate at ${deviceName(address)}`);
    unit.device.operate(text);
  }

  /**
   * Makes equipment fail: the next operation at a device meets a channel-data, channel-control or interface-control
   * check (GA22-7000, "Channel-Data Check" and after it).
   */
  fail(address: number, check: number): void {
    if (check & EQUIPMENT_CHECKS) this.#faults.set(address, check & EQUIPMENT_CHECKS);
  }

  // --- Snapshots

  save(): unknown {
    return {
      units: [...this.#units.values()].map((unit) => [unit.address, saveUnit(unit)] as const),
      serving: [...this.#channels].map(([number, { serving }]) => [number, serving] as const),
      faults: new Map(this.#faults),
    };
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as {
      units: [number, UnitState][];
      serving: [number, number | undefined][];
      faults: ReadonlyMap<number, number>;
    };
    this.pendingChannels = 0;
    for (const [address, state] of saved.units) {
      const unit = this.#units.get(address);
      if (!unit) continue;
      restoreUnit(unit, state);
      this.#changed(unit);
    }
    for (const [number, serving] of saved.serving) {
      const channel = this.#channels.get(number);
      if (channel) channel.serving = serving;
    }
    this.#faults = new Map(saved.faults);
  }

  // --- Within

  #executive(): Executive {
    const subsystem = this;
    return {
      storage: this.#storage,
      get now() {
        return subsystem.#around.now;
      },
      get fast() {
        return subsystem.fastDevices;
      },
      schedule: (unit, ticks, what) => this.#schedule(unit, ticks, what, OPERATION_EVENT),
      connect: (unit) => this.#connect(unit),
      release: (unit) => {
        if (!unit.operation?.burst) this.#disconnect(unit);
      },
      end: (unit, status, check) => this.#endOperation(unit, status, check),
      work: (unit, later) => this.#work(unit, later),
      changed: (unit) => this.#changed(unit),
    };
  }

  #channelOf({ address }: Unit): Channel {
    const channel = this.#channels.get(address >>> 8);
    if (!channel) throw new Error(`${deviceName(address)} has no channel`);
    return channel;
  }

  #begin(unit: Unit, given: Pick<Operation, "ccw" | "next" | "key" | "suspends" | "isLoading">): Operation {
    const channel = this.#channelOf(unit);
    const operation: Operation = {
      ...given,
      burst: channel.kind === "selector" || (channel.kind === "block-multiplexer" && !this.#around.blockMultiplexing),
      phase: "positioning",
      command: given.ccw.command,
      residual: given.ccw.count,
      programControlled: false,
      answer: undefined,
      moved: 0,
      pieces: [],
      gathered: 0,
      check: this.#faults.get(unit.address) ?? 0,
      streak: 0,
    };
    this.#faults.delete(unit.address);
    unit.operation = operation;
    this.#connect(unit);
    return operation;
  }

  #connect(unit: Unit): boolean {
    const channel = this.#channelOf(unit);
    if (channel.kind === "byte-multiplexer") return true;
    if (channel.serving !== undefined && channel.serving !== unit.address) return false;
    channel.serving = unit.address;
    return true;
  }

  #disconnect(unit: Unit): void {
    const channel = this.#channelOf(unit);
    if (channel.serving === unit.address) channel.serving = undefined;
  }

  #endOperation(unit: Unit, status: number, check: number): void {
    const { operation } = unit;
    if (!operation) return;
    const { key, next, residual } = operation;
    const channel = channelStatus(operation, check);
    this.#drop(unit);
    unit.ended = { key, next, unit: status, channel, count: residual };
    this.#changed(unit);
  }

  /** The subchannel is available again. */
  #drop(unit: Unit): void {
    this.#disconnect(unit);
    unit.operation = undefined;
    this.#changed(unit);
  }

  #work(unit: Unit, later: NonNullable<Unit["working"]>): void {
    unit.working = later;
    this.#schedule(unit, this.fastDevices ? FAST_WORK_TICKS : later.ticks, "worked", WORKING_EVENT);
  }

  #worked(unit: Unit): void {
    const { working } = unit;
    if (working?.missed !== undefined && unit.operation?.phase === "chaining" && !this.#connect(unit)) {
      // The channel serves another device; what turns comes round again.
      return this.#schedule(unit, working.missed, "worked", WORKING_EVENT);
    }
    unit.working = undefined;
    if (working) this.#present(unit, working.status);
  }

  /** Status from the device: of a command that has given channel end only, or of its own. */
  #present(unit: Unit, status: number): void {
    const phase = unit.operation?.phase;
    const isAwaited = (phase === "chaining" || phase === "loaded") && !unit.working && (status & DEVICE_END) !== 0;
    if (isAwaited) return this.#program.deviceEnded(unit, status);
    unit.status |= status;
    this.#changed(unit);
  }

  #halt(address: number, deviceOnly: boolean): number {
    const unit = this.#units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    const { serving } = this.#channelOf(unit);
    if (serving !== undefined) {
      const served = this.#units.get(serving);
      if (served && (served === unit || !deviceOnly)) this.#haltOperation(served);
      return served === unit || !deviceOnly ? CHANNEL_BUSY : STARTED;
    }
    if (unit.ended) return STARTED;
    this.#haltOperation(unit);
    this.#storeStatus(0, 0);
    return CSW_STORED;
  }

  /** Ends an operation before its time. What the device still does to end (an arm moves) it does. */
  #haltOperation(unit: Unit): void {
    if (!unit.operation && !unit.device.isWorking) return;
    this.#around.events.cancel(unit.address + OPERATION_EVENT);
    unit.device.halt?.();
    this.#endOperation(unit, unit.working ? CHANNEL_END : ENDED, 0);
  }

  #resetUnit(unit: Unit): void {
    for (const kind of [OPERATION_EVENT, WORKING_EVENT, DEVICE_EVENT]) this.#around.events.cancel(unit.address + kind);
    unit.ended = undefined;
    unit.status = 0;
    unit.working = undefined;
    this.#drop(unit);
    unit.device.reset();
  }

  #clearEnded(unit: Unit): void {
    unit.ended = undefined;
    this.#changed(unit);
  }

  #clearStatus(unit: Unit): void {
    unit.status = 0;
    this.#changed(unit);
  }

  /** What a unit asks for may have changed. */
  #changed(unit: Unit): void {
    const bit = channelBit(unit.address);
    if (isPending(unit)) this.pendingChannels |= bit;
    else if (this.pendingChannels & bit && this.#isQuiet(unit.address >>> 8)) this.pendingChannels &= ~bit;
  }

  #isQuiet(number: number): boolean {
    for (const unit of this.#units.values()) if (unit.address >>> 8 === number && isPending(unit)) return false;
    return true;
  }

  #schedule(unit: Unit, ticks: number, what: string, kind: number): void {
    const { now, events, trace } = this.#around;
    const to = now + Math.max(1, Math.ceil(ticks));
    events.add({ tick: to, device: unit.address + kind, what });
    if (kind === OPERATION_EVENT) trace.addHardware({ from: now, to, label: `SIO ${deviceName(unit.address)}` });
  }

  #storeCsw({ address }: Unit, csw: Csw): void {
    const { absolute } = this.#around;
    this.#storage.put(absolute(CSW), cswBytes(csw));
    if (csw.channel & EQUIPMENT_CHECKS) storeLogout(this.#storage, absolute, address, csw);
  }

  /** SIO, HIO and HDV: of the CSW only the status is stored. */
  #storeStatus(status: number, channel: number): void {
    this.#storage.put(this.#around.absolute(CSW + 4), Uint8Array.of(status, channel));
  }
}

/** The bit of a device's channel, channel 0 leftmost. */
export function channelBit(address: number): number {
  return 0x8000_0000 >>> (address >>> 8);
}

/** "009": channel and device, three digits. */
export function deviceName(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}
