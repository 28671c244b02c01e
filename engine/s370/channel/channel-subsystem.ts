/**
 * The channel subsystem as processor, operator and configuration see it: I/O instructions, initial program loading,
 * interruptions (GA22-7000, "Input/Output Operations"). What goes on behind it is in subchannels.ts.
 */
import type { MachineEvent } from "../../machine/events.ts";
import { CHAIN_COMMAND, fetchCcw, SUPPRESS_LENGTH, SUSPEND } from "./ccw.ts";
import { channelStatus } from "./channel-program.ts";
import { BUSY, DEVICE_END, type Device, ENDED, STATUS_MODIFIER } from "./device.ts";
import { COMMAND_ACCEPTED, DATA_TRANSFERRED, storeLogout } from "./logout.ts";
import {
  type Csw,
  cswBytes,
  deviceStatus,
  EQUIPMENT_CHECKS,
  PROGRAM_CHECK,
  PROGRAM_CONTROLLED_INTERRUPTION,
} from "./status.ts";
import { type ChannelKind, channelBit, deviceName, Subchannels, type Surroundings } from "./subchannels.ts";
import { isPending, type Unit } from "./unit.ts";

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

/** Unit status of a device whose control unit is busy with another one. */
const CONTROL_UNIT_BUSY = STATUS_MODIFIER | BUSY;

/** Condition codes. */
const STARTED = 0;
const CSW_STORED = 1;
const CHANNEL_BUSY = 2;
const NOT_OPERATIONAL = 3;

export class ChannelSubsystem {
  readonly #around: Surroundings;
  readonly #all: Subchannels;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#all = new Subchannels(around);
    this.setChannel(0, "byte-multiplexer");
  }

  // --- Configuration

  /** Says of which kind a channel (0-31) is. One that nobody speaks of is a byte multiplexer (0) or a block multiplexer. */
  setChannel(number: number, kind: ChannelKind): void {
    this.#all.setChannel(number, kind);
  }

  /** The kind of a channel; undefined where there is none. */
  channelKind(number: number): ChannelKind | undefined {
    return this.#all.channels.get(number)?.kind;
  }

  /** Attaches a device at X'cuu'. Throws RangeError where there is one, or the address has no channel. */
  attach(address: number, device: Device): void {
    this.#all.attach(address, device);
  }

  /** Whether devices take no longer than they must: they do the same, but nobody waits for them. */
  get fastDevices(): boolean {
    return this.#all.fast;
  }
  set fastDevices(to: boolean) {
    this.#all.fast = to;
  }

  /** The device at an address. */
  device(address: number): Device | undefined {
    return this.#all.units.get(address)?.device;
  }

  /** All devices by address, lowest first. */
  get devices(): ReadonlyMap<number, Device> {
    const sorted = [...this.#all.units.values()].sort((a, b) => a.address - b.address);
    return new Map(sorted.map(({ address, device }) => [address, device]));
  }

  // --- Instructions: each returns its condition code

  /** SIO, and SIOF as it: 0 started, 1 CSW stored, 2 busy, 3 not operational. */
  startIo(address: number): number {
    const unit = this.#all.units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    const channel = this.#all.channelOf(unit);
    if (channel.serving !== undefined || unit.operation || unit.ended) return CHANNEL_BUSY;
    if (this.#all.interrogate(unit)) {
      this.#storeStatus(CONTROL_UNIT_BUSY, 0);
      return CSW_STORED;
    }
    if (unit.status !== 0 || unit.working) {
      this.#storeStatus(unit.status | BUSY, 0);
      this.#all.clearStatus(unit);
      return CSW_STORED;
    }
    const caw = this.#all.storage.word(this.#around.absolute(CAW));
    // Without block multiplexing the facility is there, but not operable: the flag is refused, its permission is not.
    const suspends = (caw & SUSPEND_CONTROL) !== 0 && !this.#all.isBurst(channel);
    const key = caw >>> 28;
    const fetched =
      caw & CAW_ZEROS || (caw & SUSPEND_CONTROL && channel.kind === "selector")
        ? { check: PROGRAM_CHECK }
        : fetchCcw(this.#all.storage, { key, at: caw & 0xff_ffff, purpose: "start", suspends });
    if (fetched.check !== undefined) {
      this.#storeStatus(0, fetched.check);
      return CSW_STORED;
    }
    const operation = this.#all.begin(unit, { ...fetched, key, suspends, isLoading: false });
    if (operation.ccw.flags & SUSPEND) {
      this.#all.program.suspend(unit, operation);
      return STARTED;
    }
    const selection = this.#all.program.select(unit, operation, false);
    if (selection.kind === "started") return STARTED;
    this.#storeStatus(selection.status, channelStatus(operation, selection.check));
    this.#logout(address, selection.check, COMMAND_ACCEPTED);
    this.#all.drop(unit);
    return CSW_STORED;
  }

  /** RIO: 0 noted, 3 not operational. Where nothing is suspended nothing happens. */
  resumeIo(address: number): number {
    const unit = this.#all.units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    if (unit.operation?.phase === "suspended") this.#all.program.goOn(unit, unit.operation, "resume");
    return STARTED;
  }

  /** TIO: 0 available, 1 CSW stored (and what was pending is cleared), 2 busy, 3 not operational. */
  testIo(address: number): number {
    const unit = this.#all.units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    if (this.#all.channelOf(unit).serving !== undefined || unit.operation) return CHANNEL_BUSY;
    if (!unit.ended && this.#all.interrogate(unit)) {
      this.#storeCsw(unit, deviceStatus(CONTROL_UNIT_BUSY));
      return CSW_STORED;
    }
    if (unit.ended || unit.status !== 0) {
      this.takeInterruption(address);
      return CSW_STORED;
    }
    if (!unit.working && !unit.device.isWorking) return STARTED;
    this.#storeCsw(unit, deviceStatus(BUSY));
    return CSW_STORED;
  }

  /** CLRIO: 0 nothing to clear, 1 CSW stored and the operation discontinued (channel end is still to come), 3 not operational. */
  clearIo(address: number): number {
    const unit = this.#all.units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    this.#all.discontinue(unit, 0);
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
    const channel = this.#all.channels.get(address >>> 8);
    if (!channel) return NOT_OPERATIONAL;
    if (channel.serving !== undefined) return CHANNEL_BUSY;
    return this.#all.pendingChannels & channelBit(address) ? CSW_STORED : STARTED;
  }

  /** STIDC: 0 the channel's identification is stored, 2 busy, 3 not operational. */
  storeChannelId(address: number): number {
    const channel = this.#all.channels.get(address >>> 8);
    if (!channel) return NOT_OPERATIONAL;
    if (channel.serving !== undefined) return CHANNEL_BUSY;
    this.#all.storage.put(this.#around.absolute(CHANNEL_ID), Uint8Array.of(KIND_CODES[channel.kind] << 4, 0, 0, 0));
    return STARTED;
  }

  /** CLRCH: 0 the channel and its devices are reset, 3 not operational. */
  clearChannel(address: number): number {
    if (!this.#all.channels.has(address >>> 8)) return NOT_OPERATIONAL;
    for (const unit of this.#all.units.values()) if (unit.address >>> 8 === address >>> 8) this.#all.resetUnit(unit);
    return STARTED;
  }

  // --- Initial program loading

  /** Begins initial program loading from a device (GA22-7000, "Initial Program Loading"). Returns whether it could. */
  startIpl(address: number): boolean {
    const unit = this.#all.units.get(address);
    if (!unit) return false;
    const operation = this.#all.begin(unit, { ccw: IPL_CCW, next: IPL_NEXT, key: 0, suspends: false, isLoading: true });
    const selection = this.#all.program.select(unit, operation, false);
    if (selection.kind === "over") this.#all.end(unit, selection.status, selection.check);
    return true;
  }

  /** How initial program loading from a device stands: its status is taken as soon as there is one. */
  iplEnding(address: number): "active" | "good" | "bad" {
    const unit = this.#all.units.get(address);
    if (unit?.operation) return "active";
    const ended = unit?.ended;
    if (!unit || !ended) return "bad";
    this.#all.clearEnded(unit);
    return ended.unit & DEVICE_END && (ended.unit & ~ENDED) === 0 && ended.channel === 0 ? "good" : "bad";
  }

  /** I/O-system reset: operations end, and nothing is pending. */
  reset(): void {
    this.#all.reset();
  }

  // --- Interruptions

  /** Channels that there are, and those with an interruption to ask for; bit 0 (the leftmost) is channel 0. */
  get existing(): number {
    return this.#all.existing;
  }
  get pendingChannels(): number {
    return this.#all.pendingChannels;
  }

  /** The device whose interruption is taken next of those that are let in: the lowest channel, there the lowest address. */
  pendingDevice(mask = -1): number | undefined {
    const channels = this.#all.pendingChannels & mask;
    if (channels === 0) return undefined;
    const channel = Math.clz32(channels);
    let found: number | undefined;
    for (const unit of this.#all.units.values()) {
      const { address } = unit;
      if (address >>> 8 === channel && (found === undefined || address < found) && isPending(unit)) found = address;
    }
    return found;
  }

  /** Stores the CSW of an interruption that is being taken, and clears what asked for it. */
  takeInterruption(address: number): void {
    const unit = this.#all.units.get(address);
    if (!unit) return;
    const { operation, ended } = unit;
    if (ended) {
      this.#storeCsw(unit, ended);
      this.#all.clearEnded(unit);
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
      this.#all.changed(unit);
    } else if (!operation && unit.status !== 0) {
      this.#storeCsw(unit, deviceStatus(unit.status));
      this.#all.clearStatus(unit);
    }
  }

  /** What a unit asked for is due. */
  due(event: MachineEvent): void {
    this.#all.due(event);
  }

  /** The operator does something at a device. Throws RangeError where there is no such device, or it has no such control. */
  operate(address: number, text: string): void {
    const unit = this.#all.units.get(address);
    if (!unit?.device.operate) throw new RangeError(`there is nothing to operate at ${deviceName(address)}`);
    unit.device.operate(text);
  }

  /**
   * Makes equipment fail: the next operation at a device meets a channel-data, channel-control or interface-control
   * check (GA22-7000, "Channel-Data Check" and after it), or a chaining check where it chains data on input.
   */
  fail(address: number, check: number): void {
    this.#all.fail(address, check);
  }

  save(): unknown {
    return this.#all.save();
  }

  restore(saved: unknown): void {
    this.#all.restore(saved);
  }

  // --- Within

  #halt(address: number, deviceOnly: boolean): number {
    const unit = this.#all.units.get(address);
    if (!unit) return NOT_OPERATIONAL;
    const { serving } = this.#all.channelOf(unit);
    if (serving !== undefined) {
      // HALT DEVICE leaves what another device does in burst mode, and ends what the addressed one does meanwhile.
      const halted = deviceOnly ? unit : this.#all.units.get(serving);
      if (deviceOnly && unit.ended) return STARTED;
      if (halted?.operation) this.#all.haltOperation(halted);
      return CHANNEL_BUSY;
    }
    if (unit.ended) return STARTED;
    if (!unit.operation && this.#all.interrogate(unit)) {
      this.#storeStatus(CONTROL_UNIT_BUSY, 0);
      return CSW_STORED;
    }
    this.#all.haltOperation(unit);
    this.#storeStatus(0, 0);
    return CSW_STORED;
  }

  #storeCsw({ address }: Unit, csw: Csw): void {
    this.#all.storage.put(this.#around.absolute(CSW), cswBytes(csw));
    this.#logout(address, csw.channel, DATA_TRANSFERRED);
  }

  /** Stores the limited channel logout where a check of the equipment is told of. */
  #logout(address: number, channel: number, sequence: number): void {
    const { absolute } = this.#around;
    if (channel & EQUIPMENT_CHECKS) storeLogout(this.#all.storage, absolute, address, channel, sequence);
  }

  /** SIO, HIO and HDV: of the CSW only the status is stored. */
  #storeStatus(status: number, channel: number): void {
    this.#all.storage.put(this.#around.absolute(CSW + 4), Uint8Array.of(status, channel));
  }
}
