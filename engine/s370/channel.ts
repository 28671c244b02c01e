/**
 * Channel 0 and the devices on it: instructions, channel programs, CSW and interruptions
 * (GA22-7000, "Input/Output Operations"). Command and data chaining, TIC, skip and SLI are there; PCI is a program check.
 */
import type { EventQueue, MachineEvent } from "../machine/events.ts";
import type { Trace } from "../machine/trace.ts";

/** Unit status: CSW bits 32-39. */
export const ATTENTION = 0x80;
export const BUSY = 0x10;
export const CHANNEL_END = 0x08;
export const DEVICE_END = 0x04;
export const UNIT_CHECK = 0x02;

/** Channel status: CSW bits 40-47. */
export const INCORRECT_LENGTH = 0x40;
export const PROGRAM_CHECK = 0x20;
export const PROTECTION_CHECK = 0x10;

/** Assigned storage locations. */
const CSW = 0x40;
const CAW = 0x48;
const CHANNEL_ID = 168;

/** What STORE CHANNEL ID stores: a byte-multiplexer channel, without a logout. */
const BYTE_MULTIPLEXER = Uint8Array.of(0x10, 0, 0, 0);

/** The channel program of initial program loading begins with a read of 24 bytes into location 0, and goes on there. */
const IPL_READ = 0x02;
const IPL_LENGTH = 24;
const IPL_NEXT = 8;

/** CCW flags. */
const CHAIN_DATA = 0x80;
const CHAIN_COMMAND = 0x40;
const SUPPRESS_LENGTH = 0x20;
const SKIP = 0x10;
const PCI = 0x08;
const INDIRECT = 0x04;

const TRANSFER_IN_CHANNEL = 0x08;

/** A device on the channel. */
export interface Device {
  /** "3215 console". */
  readonly name: string;
  /**
   * Takes a command. `output` asks for its data (write, control); `input` has bytes for storage (read, sense); `wait`
   * has none yet and calls `channel.proceed` when it does; `reject` is a unit check.
   */
  begin(command: number): "output" | "input" | "wait" | "reject";
  /** The data of an output command, all of it. Returns ticks that it takes. */
  output(command: number, data: Uint8Array): number;
  /** The data of an input command. */
  input(command: number): Uint8Array;
  /** A line or card from outside. Returns whether it should be made known by attention. */
  receive(text: string): "attention" | "proceed";
  /** HALT I/O, or a system reset. */
  halt(): void;
  save(): unknown;
  restore(data: unknown): void;
}

/** A CCW taken apart. */
interface Ccw {
  readonly command: number;
  readonly address: number;
  readonly flags: number;
  readonly count: number;
}

/** What a subchannel is doing. */
interface Subchannel {
  /** Address of the next CCW. */
  next: number;
  key: number;
  ccw: Ccw;
  active: boolean;
  /** A status that waits to be taken: unit and channel status, and residual count. */
  pending: { unit: number; channel: number; count: number; next: number } | undefined;
  /** Attention that came while something else went on or was pending: it is next. */
  attention: boolean;
}

/** Ticks that a command takes at the least: selection, and its ending. */
const COMMAND_TICKS = 100;

interface Surroundings {
  readonly now: number;
  /** Bytes of storage. */
  readonly size: number;
  /** Absolute address of an assigned storage location: those have real addresses, all that a channel program names is absolute. */
  absolute(real: number): number;
  /** Storage as it is now, location 80 included. */
  read(address: number, length: number): Uint8Array;
  write(address: number, bytes: Uint8Array): void;
  readonly keys: Uint8Array;
  readonly events: EventQueue;
  readonly trace: Trace;
}

export class ChannelSubsystem {
  readonly devices = new Map<number, Device>();
  readonly #around: Surroundings;
  #subchannels = new Map<number, Subchannel>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  attach(address: number, device: Device): void {
    this.devices.set(address, device);
    this.#subchannels.set(address, idle());
  }

  /** SIO: 0 started, 1 CSW stored, 2 busy, 3 not operational. */
  startIo(address: number): number {
    const subchannel = this.#subchannels.get(address);
    if (!subchannel) return 3;
    if (subchannel.pending) return this.#refuse(subchannel, BUSY);
    if (subchannel.active) return 2;
    const caw = this.#word(this.#around.absolute(CAW));
    subchannel.key = caw >>> 28;
    subchannel.next = caw & 0xff_ffff;
    if (caw & 0x0f00_0007 || subchannel.next + 8 > this.#around.size) {
      this.#check(subchannel, PROGRAM_CHECK, 0);
      return this.#refuse(subchannel, 0);
    }
    const ccw = this.#fetch(subchannel);
    if (ccw === undefined) return this.#refuse(subchannel, 0);
    subchannel.active = true;
    this.#begin(address, subchannel, ccw);
    if (rejected(subchannel)) return this.#refuse(subchannel, 0);
    return 0;
  }

  /** TIO: 0 available, 1 CSW stored (and what was pending is cleared), 2 busy, 3 not operational. */
  testIo(address: number): number {
    const subchannel = this.#subchannels.get(address);
    if (!subchannel) return 3;
    if (!subchannel.pending) return subchannel.active ? 2 : 0;
    this.takeInterruption(address);
    return 1;
  }

  /** HIO: 0 interruption pending, 1 CSW stored (zeros: whatever went on is ending), 3 not operational. */
  haltIo(address: number): number {
    const subchannel = this.#subchannels.get(address);
    if (!subchannel) return 3;
    if (subchannel.pending) return 0;
    if (subchannel.active) {
      this.#around.events.cancel(address);
      this.devices.get(address)?.halt();
      this.#end(subchannel, CHANNEL_END | DEVICE_END, 0, subchannel.ccw.count);
    }
    this.#around.write(this.#around.absolute(CSW + 4), new Uint8Array(2));
    return 1;
  }

  /** HDV: as HALT I/O, since no subchannel is shared by devices. */
  haltDevice(address: number): number {
    return this.haltIo(address);
  }

  /** CLRIO: 0 available, 1 CSW stored and the operation discontinued, 3 not operational. */
  clearIo(address: number): number {
    const subchannel = this.#subchannels.get(address);
    if (!subchannel) return 3;
    if (subchannel.active) {
      this.#around.events.cancel(address);
      this.devices.get(address)?.halt();
      this.#end(subchannel, 0, 0, subchannel.ccw.count);
    }
    if (!subchannel.pending) return 0;
    this.takeInterruption(address);
    return 1;
  }

  /** RIO: 0 noted (nothing here is ever suspended), 3 not operational. */
  resumeIo(address: number): number {
    return this.#subchannels.has(address) ? 0 : 3;
  }

  /** STIDC: 0 the channel's identification is stored, 3 not operational. */
  storeChannelId(address: number): number {
    if (address >>> 8 !== 0) return 3;
    this.#around.write(this.#around.absolute(CHANNEL_ID), BYTE_MULTIPLEXER);
    return 0;
  }

  /** I/O-system reset: operations end, and nothing is pending. */
  reset(): void {
    for (const [address, device] of this.devices) {
      this.#around.events.cancel(address);
      device.halt();
      this.#subchannels.set(address, idle());
    }
  }

  /** Begins initial program loading from a device (GA22-7000, "Initial Program Loading"). Returns whether it could. */
  startIpl(address: number): boolean {
    const subchannel = this.#subchannels.get(address);
    if (!subchannel) return false;
    subchannel.key = 0;
    subchannel.next = IPL_NEXT;
    subchannel.active = true;
    const flags = CHAIN_COMMAND | SUPPRESS_LENGTH;
    this.#begin(address, subchannel, { command: IPL_READ, address: 0, flags, count: IPL_LENGTH });
    return true;
  }

  /** How initial program loading from a device stands: its status is taken as soon as there is one. */
  iplEnding(address: number): "active" | "good" | "bad" {
    const subchannel = this.#subchannels.get(address);
    if (subchannel?.active) return "active";
    const status = subchannel?.pending;
    if (!subchannel || !status) return "bad";
    this.#cleared(subchannel);
    return status.unit === (CHANNEL_END | DEVICE_END) && status.channel === 0 ? "good" : "bad";
  }

  /** TCH: 0 available, 1 interruption pending, 3 not operational. */
  testChannel(address: number): number {
    if (address >>> 8 !== 0) return 3;
    return this.pendingDevice === undefined ? 0 : 1;
  }

  /** The device whose interruption would be taken next; the lowest address first. */
  get pendingDevice(): number | undefined {
    let found: number | undefined;
    for (const [address, { pending }] of this.#subchannels)
      if (pending && (found === undefined || address < found)) found = address;
    return found;
  }

  /** Stores the CSW of an interruption that is being taken, and clears it. */
  takeInterruption(address: number): void {
    const subchannel = this.#subchannels.get(address);
    if (!subchannel?.pending) return;
    const { unit, channel, count, next } = subchannel.pending;
    const csw = new DataView(new ArrayBuffer(8));
    csw.setUint32(0, ((subchannel.key << 28) | next) >>> 0);
    csw.setUint32(4, ((unit << 8) | channel) * 65536 + count);
    this.#around.write(this.#around.absolute(CSW), new Uint8Array(csw.buffer));
    this.#cleared(subchannel);
  }

  /** What a device asked for is due. */
  due(event: MachineEvent): void {
    const subchannel = this.#subchannels.get(event.device);
    if (subchannel?.active) this.#continue(event.device, subchannel);
  }

  /** A line from outside, for the device at `address`. */
  receive(address: number, text: string): void {
    const device = this.devices.get(address);
    const subchannel = this.#subchannels.get(address);
    if (!device || !subchannel) return;
    if (device.receive(text) === "proceed") return this.#input(address, device, subchannel);
    subchannel.attention = true;
    this.#presentAttention(subchannel);
  }

  save(): unknown {
    return {
      subchannels: [...this.#subchannels].map(([address, s]) => [address, structuredClone(s)] as const),
      devices: [...this.devices].map(([address, device]) => [address, device.save()] as const),
    };
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as { subchannels: [number, Subchannel][]; devices: [number, unknown][] };
    this.#subchannels = new Map(saved.subchannels.map(([address, s]) => [address, structuredClone(s)]));
    for (const [address, own] of saved.devices) this.devices.get(address)?.restore(own);
  }

  #presentAttention(subchannel: Subchannel): void {
    if (!subchannel.attention || subchannel.active || subchannel.pending) return;
    subchannel.attention = false;
    subchannel.pending = { unit: ATTENTION, channel: 0, count: 0, next: 0 };
  }

  #begin(address: number, subchannel: Subchannel, ccw: Ccw): void {
    const device = this.devices.get(address);
    subchannel.ccw = ccw;
    const kind = device?.begin(ccw.command) ?? "reject";
    if (kind === "reject") return this.#end(subchannel, UNIT_CHECK, 0, ccw.count);
    if (kind === "wait" || !device) return;
    if (kind === "input") return this.#input(address, device, subchannel);
    const data = this.#gather(subchannel);
    if (data === undefined) return;
    this.#after(address, COMMAND_TICKS + device.output(ccw.command, data));
  }

  /** Bytes of an output command, through data chaining. Undefined: a check has ended the operation. */
  #gather(subchannel: Subchannel): Uint8Array | undefined {
    const parts: number[] = [];
    for (;;) {
      const { ccw } = subchannel;
      if (!this.#reaches(subchannel, ccw, false)) return undefined;
      for (const { address, length } of this.#stretches(subchannel, ccw))
        parts.push(...this.#around.read(address, length));
      subchannel.ccw = { ...ccw, count: 0 };
      if (!(ccw.flags & CHAIN_DATA)) return Uint8Array.from(parts);
      const next = this.#fetch(subchannel);
      if (next === undefined) return undefined;
      subchannel.ccw = next;
    }
  }

  /** Bytes of an input command into storage, through data chaining; then the ending. */
  #input(address: number, device: Device, subchannel: Subchannel): void {
    let data = device.input(subchannel.ccw.command);
    const length = data.length;
    for (;;) {
      const { ccw } = subchannel;
      const part = data.subarray(0, ccw.count);
      if (!(ccw.flags & SKIP)) {
        const used = { ...ccw, count: part.length };
        if (!this.#reaches(subchannel, used, true)) return;
        let stored = 0;
        for (const { address, length } of this.#stretches(subchannel, used)) {
          this.#around.write(address, part.subarray(stored, stored + length));
          stored += length;
        }
      }
      data = data.subarray(part.length);
      subchannel.ccw = { ...ccw, count: ccw.count - part.length };
      if (data.length === 0 || !(ccw.flags & CHAIN_DATA)) break;
      const next = this.#fetch(subchannel);
      if (next === undefined) return;
      subchannel.ccw = next;
    }
    // More than was asked for, or less: incorrect length, unless suppressed.
    const { flags, count } = subchannel.ccw;
    const wrong = (data.length > 0 || count > 0) && !(flags & SUPPRESS_LENGTH && !(flags & CHAIN_DATA));
    if (wrong) return this.#end(subchannel, CHANNEL_END | DEVICE_END, INCORRECT_LENGTH, count);
    this.#after(address, COMMAND_TICKS + length);
  }

  /** The present command has ended well: chains, or ends the operation. */
  #continue(address: number, subchannel: Subchannel): void {
    if (!(subchannel.ccw.flags & CHAIN_COMMAND)) {
      this.#end(subchannel, CHANNEL_END | DEVICE_END, 0, subchannel.ccw.count);
      return;
    }
    const ccw = this.#fetch(subchannel);
    if (ccw) this.#begin(address, subchannel, ccw);
  }

  #after(address: number, ticks: number): void {
    const { now, events, trace } = this.#around;
    events.add({ tick: now + ticks, device: address, what: "command ended" });
    trace.addHardware({ from: now, to: now + ticks, label: `SIO ${deviceName(address)}` });
  }

  #end(subchannel: Subchannel, unit: number, channel: number, count: number): void {
    subchannel.active = false;
    subchannel.pending = { unit, channel, count, next: subchannel.next };
  }

  /** The next CCW, through TIC. Undefined: a program check has ended the operation. */
  #fetch(subchannel: Subchannel): Ccw | undefined {
    // Only within an operation is there a device that ends; a command that cannot begin has none.
    const unit = subchannel.active && subchannel.ccw.flags & CHAIN_DATA ? CHANNEL_END | DEVICE_END : 0;
    let transfers = 0;
    for (;;) {
      const at = subchannel.next;
      subchannel.next = at + 8;
      if (at + 8 > this.#around.size) return this.#check(subchannel, PROGRAM_CHECK, unit);
      if (!this.#permits(subchannel.key, at, false)) return this.#check(subchannel, PROTECTION_CHECK, unit);
      const left = this.#word(at);
      const right = this.#word(at + 4);
      const command = left >>> 24;
      const address = left & 0xff_ffff;
      if (command % 16 === TRANSFER_IN_CHANNEL) {
        // A TIC may not lead to a TIC, nor be the first CCW, nor lead to what is no doubleword of storage.
        const nowhere = address % 8 !== 0 || address + 8 > this.#around.size;
        if (++transfers > 1 || !subchannel.active || nowhere) return this.#check(subchannel, PROGRAM_CHECK, unit);
        subchannel.next = address;
        continue;
      }
      const flags = right >>> 24;
      const count = right & 0xffff;
      if (count === 0 || flags & 0x03 || flags & PCI) return this.#check(subchannel, PROGRAM_CHECK, unit);
      if (command % 16 === 0 && !(subchannel.active && subchannel.ccw.flags & CHAIN_DATA))
        return this.#check(subchannel, PROGRAM_CHECK, unit);
      return { command, address, flags, count };
    }
  }

  /**
   * Where a CCW's data lie, in order. With the IDA flag, the CCW names a list of words: the first says where the data begin, each further one
   * where the next 2 KiB do (GA22-7000, "Channel Indirect Data Addressing"). Stretches of a list that is wrong end beyond storage.
   */
  #stretches(subchannel: Subchannel, ccw: Ccw): { address: number; length: number }[] {
    if (!(ccw.flags & INDIRECT)) return [{ address: ccw.address, length: ccw.count }];
    const stretches: { address: number; length: number }[] = [];
    let left = ccw.count;
    for (let list = ccw.address; left > 0; list += 4) {
      const readable = list % 4 === 0 && list + 4 <= this.#around.size && this.#permits(subchannel.key, list, false);
      const address = readable ? this.#word(list) : -1;
      const valid = address >= 0 && address <= 0xff_ffff && (stretches.length === 0 || address % 0x800 === 0);
      const length = Math.min(left, valid ? 0x800 - (address % 0x800) : left);
      stretches.push({ address: valid ? address : this.#around.size, length });
      left -= length;
    }
    return stretches;
  }

  /** Whether the data of a CCW lie in storage that its key may use; if not, the operation ends. */
  #reaches(subchannel: Subchannel, ccw: Ccw, storing: boolean): boolean {
    for (const { address, length } of this.#stretches(subchannel, ccw)) {
      if (address + length > this.#around.size) {
        this.#check(subchannel, PROGRAM_CHECK);
        return false;
      }
      for (let at = address & ~0x7ff; at < address + length; at += 0x800) {
        if (!this.#permits(subchannel.key, at, storing)) {
          this.#check(subchannel, PROTECTION_CHECK);
          return false;
        }
        this.#around.keys[at >>> 11] |= storing ? 0x06 : 0x04;
      }
    }
    return true;
  }

  #permits(key: number, at: number, storing: boolean): boolean {
    const block = this.#around.keys[at >>> 11];
    return key === 0 || key === block >>> 4 || (!storing && (block & 0x08) === 0);
  }

  #check(subchannel: Subchannel, channel: number, unit = CHANNEL_END | DEVICE_END): undefined {
    this.#end(subchannel, unit, channel, subchannel.ccw.count);
    return undefined;
  }

  /** SIO that starts nothing: the status alone goes into the CSW, with `more` in the unit's. Condition code 1. */
  #refuse(subchannel: Subchannel, more: number): number {
    const { unit, channel } = subchannel.pending ?? { unit: 0, channel: 0 };
    this.#around.write(this.#around.absolute(CSW + 4), Uint8Array.of(unit | more, channel));
    this.#cleared(subchannel);
    return 1;
  }

  /** A status has been stored: the device may have another. */
  #cleared(subchannel: Subchannel): void {
    subchannel.pending = undefined;
    this.#presentAttention(subchannel);
  }

  #word(at: number): number {
    return new DataView(this.#around.read(at, 4).buffer).getUint32(0);
  }
}

/** Whether a device has refused its command at once. What is wrong with data shows only when the operation has begun. */
function rejected({ pending }: Subchannel): boolean {
  return pending?.channel === 0;
}

function idle(): Subchannel {
  return {
    next: 0,
    key: 0,
    ccw: { command: 0, address: 0, flags: 0, count: 0 },
    active: false,
    pending: undefined,
    attention: false,
  };
}

/** "009": channel and device, three digits. */
export function deviceName(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}
