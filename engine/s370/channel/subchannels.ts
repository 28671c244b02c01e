/**
 * The channels, and the devices on them with their subchannels: what goes on, what waits to be told, and whom a channel
 * serves (GA22-7000, "States of the Input/Output System").
 */
import type { EventQueue, MachineEvent } from "../../machine/events.ts";
import type { Trace } from "../../machine/trace.ts";
import type { Shelf } from "../devices/media.ts";
import { ChannelProgram, channelStatus, type Executive, haltedLength, type Step } from "./channel-program.ts";
import { ChannelStorage, type StorageAccess } from "./channel-storage.ts";
import { ControlUnits } from "./control-units.ts";
import { CONTROL_UNIT_END, DEVICE_END, type Device, ENDED } from "./device.ts";
import { CHAINING_CHECK, EQUIPMENT_CHECKS } from "./status.ts";
import { isPending, type Operation, type Phase, restoreUnit, saveUnit, type Unit, type UnitState } from "./unit.ts";

/** What a channel is. A selector channel serves one device from start to channel end; a multiplexer, several in turn. */
export type ChannelKind = "selector" | "byte-multiplexer" | "block-multiplexer";

/** Channels that a system can have: those that have a mask of their own in control register 2. */
export const MOST_CHANNELS = 32;

/** Events of a unit: of its operation, of its device's later end, and of the device's own. */
const OPERATION_EVENT = 0;
const WORKING_EVENT = 0x1_0000;
const DEVICE_EVENT = 0x2_0000;
const EVENT_ADDRESS = 0xffff;

/** With fast devices: ticks that a device works on at the most. */
const FAST_WORK_TICKS = 10;

/** Phases in which a device has still to give channel end. */
const DEVICE_AT_WORK: ReadonlySet<Phase> = new Set(["positioning", "transferring", "waiting"]);

/** What channels need of the machine. */
export interface Surroundings extends StorageAccess {
  readonly now: number;
  readonly events: EventQueue;
  readonly trace: Trace;
  readonly shelf: Shelf;
  /** Absolute address of an assigned storage location: those have real addresses, all that a channel program names is absolute. */
  absolute(real: number): number;
  /** Control register 0, bit 0: without it, block multiplexers do as selectors do. */
  readonly blockMultiplexing: boolean;
}

/** A channel. */
export interface Channel {
  kind: ChannelKind;
  /** The unit that it serves in burst mode, by address. */
  serving: number | undefined;
}

export class Subchannels implements Executive {
  /** Whether devices take no longer than they must: they do the same, but nobody waits for them. */
  fast = false;
  /** Channels with an interruption to ask for; bit 0 (the leftmost) is channel 0. */
  pendingChannels = 0;
  /** Channels that there are. */
  existing = 0;
  readonly storage: ChannelStorage;
  readonly program: ChannelProgram;
  readonly units = new Map<number, Unit>();
  readonly channels = new Map<number, Channel>();
  readonly #around: Surroundings;
  readonly #controlUnits = new ControlUnits();
  /** Checks that the next operations on units are to meet, by address. */
  #faults = new Map<number, number>();

  constructor(around: Surroundings) {
    this.#around = around;
    this.storage = new ChannelStorage(around);
    this.program = new ChannelProgram(this);
  }

  get now(): number {
    return this.#around.now;
  }

  /** Says of which kind a channel (0-31) is. One that nobody speaks of is a byte multiplexer (0) or a block multiplexer. */
  setChannel(number: number, kind: ChannelKind): void {
    if (!(number >= 0 && number < MOST_CHANNELS)) throw new RangeError(`there is no channel ${number}`);
    const channel = this.channels.get(number);
    if (channel) channel.kind = kind;
    else this.channels.set(number, { kind, serving: undefined });
    this.existing |= channelBit(number << 8);
  }

  /** Attaches a device at X'cuu'. Throws RangeError where there is one, or the address has no channel. */
  attach(address: number, device: Device): void {
    if (this.units.has(address)) throw new RangeError(`there are two devices at ${deviceName(address)}`);
    const number = address >>> 8;
    if (!this.channels.has(number)) this.setChannel(number, "block-multiplexer");
    const unit: Unit = { address, device, operation: undefined, ended: undefined, status: 0, working: undefined };
    this.units.set(address, unit);
    const around = this.#around;
    const subsystem = this;
    device.connect?.({
      get now() {
        return around.now;
      },
      get fast() {
        return subsystem.fast;
      },
      get shelf() {
        return around.shelf;
      },
      present: (status) => this.present(unit, status),
      proceed: (answer) => this.program.proceed(unit, answer),
      after: (ticks, what) => this.#add(unit, this.fast ? Math.min(ticks, FAST_WORK_TICKS) : ticks, what, DEVICE_EVENT),
    });
  }

  /** The channel of a unit. */
  channelOf({ address }: Unit): Channel {
    const channel = this.channels.get(address >>> 8);
    if (!channel) throw new Error(`${deviceName(address)} has no channel`);
    return channel;
  }

  /** Whether a channel serves a device from start to channel end: a selector, or any but a byte multiplexer without block multiplexing. */
  isBurst({ kind }: Channel): boolean {
    return kind === "selector" || (kind === "block-multiplexer" && !this.#around.blockMultiplexing);
  }

  /** An operation begins, with its first CCW. */
  begin(unit: Unit, given: Pick<Operation, "ccw" | "next" | "key" | "suspends" | "isLoading">): Operation {
    const channel = this.channelOf(unit);
    const fault = this.#faults.get(unit.address) ?? 0;
    const operation: Operation = {
      ...given,
      burst: this.isBurst(channel),
      phase: "positioning",
      command: given.ccw.command,
      residual: given.ccw.count,
      programControlled: false,
      answer: undefined,
      moved: 0,
      pieces: [],
      gathered: 0,
      check: fault & EQUIPMENT_CHECKS,
      behind: 0,
      overrun: (fault & CHAINING_CHECK) !== 0,
      streak: 0,
    };
    this.#faults.delete(unit.address);
    unit.operation = operation;
    this.connect(unit);
    return operation;
  }

  /** Has a step of the unit's operation done so many ticks from now. */
  schedule(unit: Unit, ticks: number, what: Step): void {
    this.#add(unit, ticks, what, OPERATION_EVENT);
  }

  /** Whether the unit may transfer now: takes its channel for it if so. */
  connect(unit: Unit): boolean {
    const channel = this.channelOf(unit);
    if (channel.kind === "byte-multiplexer") return true;
    if (channel.serving !== undefined && channel.serving !== unit.address) return false;
    channel.serving = unit.address;
    return true;
  }

  /** Gives the channel to others, unless the operation is in burst mode. */
  release(unit: Unit): void {
    if (!unit.operation?.burst) this.#disconnect(unit);
  }

  #disconnect(unit: Unit): void {
    const channel = this.channelOf(unit);
    if (channel.serving === unit.address) channel.serving = undefined;
  }

  /** The operation is over at the subchannel: unit status and channel status. */
  end(unit: Unit, status: number, check: number): void {
    const { operation } = unit;
    if (!operation) return;
    const { key, next, residual } = operation;
    const channel = channelStatus(operation, check);
    this.drop(unit);
    unit.ended = { key, next, unit: status, channel, count: residual };
    this.changed(unit);
  }

  /** The subchannel is available again. */
  drop(unit: Unit): void {
    this.#disconnect(unit);
    unit.operation = undefined;
    this.changed(unit);
    if (!unit.working?.holdsControl) this.#freeControl(unit);
  }

  /** Whether the control unit of a device that the program asks for is busy with another one. */
  interrogate(unit: Unit): boolean {
    return this.#controlUnits.interrogate(unit);
  }

  #freeControl(unit: Unit, isTold = false): void {
    for (const [address, status] of this.#controlUnits.free(unit, isTold)) {
      const owed = this.units.get(address);
      if (owed) this.present(owed, status);
    }
  }

  /** The device goes on working after channel end. */
  work(unit: Unit, later: NonNullable<Unit["working"]>): void {
    unit.working = later;
    if (later.holdsControl) this.#controlUnits.hold(unit);
    else this.#freeControl(unit);
    this.#add(unit, this.fast ? FAST_WORK_TICKS : later.ticks, "worked", WORKING_EVENT);
  }

  #worked(unit: Unit): void {
    const { working } = unit;
    if (working?.missed !== undefined && unit.operation?.phase === "chaining" && !this.connect(unit)) {
      // The channel serves another device; what turns comes round again.
      return this.#add(unit, working.missed, "worked", WORKING_EVENT);
    }
    unit.working = undefined;
    if (working) this.present(unit, working.status);
    if (!unit.operation) this.#freeControl(unit, working !== undefined && (working.status & CONTROL_UNIT_END) !== 0);
  }

  /** Status from the device: of a command that has given channel end only, or of its own. */
  present(unit: Unit, status: number): void {
    if (this.#controlUnits.keep(unit, status)) return;
    const phase = unit.operation?.phase;
    const isAwaited = (phase === "chaining" || phase === "loaded") && !unit.working && (status & DEVICE_END) !== 0;
    if (isAwaited) return this.program.deviceEnded(unit, status);
    unit.status |= status;
    this.changed(unit);
  }

  /**
   * Ends an operation before its time. What the device still does to end (an arm moves) it does. On a selector channel
   * the subchannel is done with it at once, and channel end and device end are the device's own (GA22-7000, "Termination
   * by HALT I/O or HALT DEVICE").
   */
  haltOperation(unit: Unit): void {
    const { operation } = unit;
    if (!operation) {
      if (unit.device.isWorking) this.stop(unit);
    } else if (this.channelOf(unit).kind === "selector") this.discontinue(unit, haltedLength(operation));
    else if (unit.working) {
      // Channel end has come, and the program is not told of it: device end ends the operation.
      operation.phase = "loaded";
      this.#disconnect(unit);
    } else {
      this.stop(unit);
      this.end(unit, ENDED, haltedLength(operation));
    }
  }

  /** Ends an operation at the subchannel, with a channel status alone: what the device then says has nothing to do with it. */
  discontinue(unit: Unit, check: number): void {
    const { operation, working } = unit;
    if (!operation) return;
    this.stop(unit);
    this.end(unit, 0, check);
    if (!working && DEVICE_AT_WORK.has(operation.phase)) this.present(unit, ENDED);
  }

  /** Breaks off what an operation does; {@link end} comes after it. */
  stop(unit: Unit): void {
    this.#around.events.cancel(unit.address + OPERATION_EVENT);
    unit.device.halt?.();
  }

  /** I/O-system reset. */
  reset(): void {
    for (const unit of this.units.values()) this.resetUnit(unit);
    this.#faults.clear();
  }

  /** The same for one unit. */
  resetUnit(unit: Unit): void {
    for (const kind of [OPERATION_EVENT, WORKING_EVENT, DEVICE_EVENT]) this.#around.events.cancel(unit.address + kind);
    unit.ended = undefined;
    unit.status = 0;
    unit.working = undefined;
    // What it owes to others is reset with them.
    this.#controlUnits.free(unit);
    this.drop(unit);
    unit.device.reset();
  }

  /** The ending, or the device's own status, has been told. */
  clearEnded(unit: Unit): void {
    unit.ended = undefined;
    this.changed(unit);
  }

  clearStatus(unit: Unit): void {
    unit.status = 0;
    this.changed(unit);
  }

  /** What a unit asks for may have changed. */
  changed(unit: Unit): void {
    const bit = channelBit(unit.address);
    if (isPending(unit)) this.pendingChannels |= bit;
    else if (this.pendingChannels & bit && this.#isQuiet(unit.address >>> 8)) this.pendingChannels &= ~bit;
  }

  #isQuiet(number: number): boolean {
    for (const unit of this.units.values()) if (unit.address >>> 8 === number && isPending(unit)) return false;
    return true;
  }

  #add(unit: Unit, ticks: number, what: string, kind: number): void {
    const { now, events, trace } = this.#around;
    const to = now + Math.max(1, Math.ceil(ticks));
    events.add({ tick: to, device: unit.address + kind, what });
    if (kind === OPERATION_EVENT) trace.addHardware({ from: now, to, label: `SIO ${deviceName(unit.address)}` });
  }

  /** What a unit asked for is due. */
  due({ device, what }: MachineEvent): void {
    const unit = this.units.get(device & EVENT_ADDRESS);
    if (!unit) return;
    switch (device & ~EVENT_ADDRESS) {
      case OPERATION_EVENT:
        // What schedule() was given.
        return this.program.due(unit, what as Step);
      case WORKING_EVENT:
        return this.#worked(unit);
      case DEVICE_EVENT:
        return unit.device.due?.(what);
    }
  }

  /**
   * Makes equipment fail: the next operation at a device meets a channel-data, channel-control or interface-control
   * check (GA22-7000, "Channel-Data Check" and after it), or a chaining check where it chains data on input.
   */
  fail(address: number, check: number): void {
    const fault = check & (EQUIPMENT_CHECKS | CHAINING_CHECK);
    if (fault !== 0) this.#faults.set(address, fault);
  }

  save(): unknown {
    return {
      units: [...this.units.values()].map((unit) => [unit.address, saveUnit(unit)] as const),
      serving: [...this.channels].map(([number, { serving }]) => [number, serving] as const),
      faults: new Map(this.#faults),
      controlUnits: this.#controlUnits.save(),
    };
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as {
      units: [number, UnitState][];
      serving: [number, number | undefined][];
      faults: ReadonlyMap<number, number>;
      controlUnits: ReadonlyMap<string, unknown>;
    };
    this.pendingChannels = 0;
    for (const [address, state] of saved.units) {
      const unit = this.units.get(address);
      if (!unit) continue;
      restoreUnit(unit, state);
      this.changed(unit);
    }
    for (const [number, serving] of saved.serving) {
      const channel = this.channels.get(number);
      if (channel) channel.serving = serving;
    }
    this.#faults = new Map(saved.faults);
    this.#controlUnits.restore(saved.controlUnits);
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
