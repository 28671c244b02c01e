/**
 * What a monitor written in TypeScript has: real storage, and a call for each instruction that software on a real
 * System/370 would use. Each charges ticks by the published table. Addresses are real.
 */

import type { AssistFeatures } from "./assists/features.ts";
import { state } from "./state.ts";
import type { System370 } from "./system.ts";

/** Ticks charged for a monitor's work; `engine/monitors` publishes the table. The last two are work that the monitor charges itself for, as it is no call of the host's. */
export interface CostTable {
  /** Entering and leaving the monitor once: what handlers do besides the calls below. */
  readonly crossing: number;
  /** A load or store of up to a word. */
  readonly storageAccess: number;
  /** A privileged instruction, or STCK. */
  readonly privilegedCall: number;
  /** Each register that LM, STM, LCTL or STCTL moves. */
  readonly register: number;
  /** Finding the real address behind a guest address, besides loading the page-table entry. */
  readonly translation: number;
  /** Looking one CCW of a guest's over and composing its copy, besides loads, stores and translations. */
  readonly channelCommand: number;
}

export class Host {
  readonly #system: System370;
  #costs: CostTable;
  readonly #view: DataView;

  constructor(system: System370, costs: CostTable) {
    this.#system = system;
    this.#costs = costs;
    const { storage } = system;
    this.#view = new DataView(storage.bytes.buffer, storage.base, storage.size);
  }

  load8(address: number): number {
    return this.#view.getUint8(this.#loads(address, 1));
  }
  load16(address: number): number {
    return this.#view.getUint16(this.#loads(address, 2));
  }
  /** Unsigned. */
  load32(address: number): number {
    return this.#view.getUint32(this.#loads(address, 4));
  }
  store8(address: number, value: number): void {
    this.#view.setUint8(this.#stores(address, 1), value);
    this.#stored(address, 1);
  }
  store16(address: number, value: number): void {
    this.#view.setUint16(this.#stores(address, 2), value);
    this.#stored(address, 2);
  }
  store32(address: number, value: number): void {
    this.#view.setUint32(this.#stores(address, 4), value);
    this.#stored(address, 4);
  }

  /** STM: general registers r1 to r3, wrapping from 15 to 0, to storage. */
  stm(r1: number, r3: number, address: number): void {
    this.#each(r1, r3, (register, i) => {
      this.#view.setInt32(
        this.#place(address + 4 * i, 4, true),
        this.#system.processor.words[state.generalRegisters.index + register],
      );
    });
  }
  lm(r1: number, r3: number, address: number): void {
    this.#each(r1, r3, (register, i) => {
      this.#system.processor.words[state.generalRegisters.index + register] = this.#view.getInt32(
        this.#place(address + 4 * i, 4, false),
      );
    });
  }
  /** STD, LD: floating-point register 0, 2, 4 or 6, a doubleword. */
  std(register: number, address: number): void {
    const at = this.#stores(address, 8);
    const from = state.floatingPointRegisters.index + register;
    this.#view.setInt32(at, this.#system.processor.words[from]);
    this.#view.setInt32(at + 4, this.#system.processor.words[from + 1]);
  }
  ld(register: number, address: number): void {
    const at = this.#loads(address, 8);
    const to = state.floatingPointRegisters.index + register;
    this.#system.processor.words[to] = this.#view.getInt32(at);
    this.#system.processor.words[to + 1] = this.#view.getInt32(at + 4);
  }
  lctl(r1: number, r3: number, address: number): void {
    this.#privileged();
    this.#each(r1, r3, (register, i) => {
      this.#system.processor.setControlRegister(register, this.#view.getInt32(this.#place(address + 4 * i, 4, false)));
    });
  }
  stctl(r1: number, r3: number, address: number): void {
    this.#privileged();
    this.#each(r1, r3, (register, i) => {
      this.#view.setInt32(this.#place(address + 4 * i, 4, true), this.#system.processor.controlRegister(register));
    });
  }

  /** LPSW: the monitor's last call; the processor goes on where the PSW says. */
  lpsw(address: number): void {
    this.#privileged();
    const left = this.#view.getInt32(this.#place(address, 4, false));
    const right = this.#view.getInt32(this.#place(address + 4, 4, false));
    this.#system.processor.loadPsw(left, right);
  }

  /** SSK: the seven-bit key (IBM's bits 24-30 of a register) of the 2 KiB block at `address`. */
  ssk(address: number, key: number): void {
    this.#privileged();
    this.#system.processor.setStorageKey(this.#block(address), key & 0xfe);
  }
  isk(address: number): number {
    this.#privileged();
    return this.#system.processor.storageKey(this.#block(address));
  }
  /** RRB: the reference and change bits, in the order of the condition code (0-3), of a block of which the former is reset. */
  rrb(address: number): number {
    const key = this.isk(address);
    // The block's key as it was, but for the reference bit.
    this.#system.processor.setStorageKey(this.#block(address), key & 0xfa);
    return (key >>> 1) & 3;
  }
  ptlb(): void {
    this.#privileged();
    this.#system.processor.purgeTlb();
  }
  /** SIO, TIO, HIO, TCH: the condition code. */
  sio(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.startIo(device);
  }
  tio(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.testIo(device);
  }
  hio(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.haltIo(device);
  }
  tch(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.testChannel(device);
  }
  /** HDV, CLRIO, RIO, STIDC, CLRCH: the condition code. */
  hdv(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.haltDevice(device);
  }
  clrio(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.clearIo(device);
  }
  rio(device: number): number {
    this.#privileged();
    return this.#system.processor.channels.resumeIo(device);
  }
  stidc(channel: number): number {
    this.#privileged();
    return this.#system.processor.channels.storeChannelId(channel);
  }
  clrch(channel: number): number {
    this.#privileged();
    return this.#system.processor.channels.clearChannel(channel);
  }
  /** STIDP: the CPU's identification as left and right word. */
  stidp(): readonly [left: number, right: number] {
    this.#privileged();
    const { processor } = this.#system;
    return [processor.word(state.serialNumber), processor.word(state.model)];
  }
  /** STCK: the clock as left and right word, unsigned. */
  stck(): readonly [left: number, right: number] {
    this.#privileged();
    const clock = this.#system.processor.clocks.timeOfDay;
    return [Number(clock >> 32n), Number(BigInt.asUintN(32, clock))];
  }

  /** SCKC and SPT, of microseconds: the clock comparator, and the CPU timer, which counts down and may be negative. */
  setClockComparator(microseconds: number): void {
    this.#privileged();
    this.#system.processor.clocks.comparator = BigInt(microseconds) << 12n;
  }
  setCpuTimer(microseconds: number): void {
    this.#privileged();
    this.#system.processor.clocks.cpuTimer = BigInt.asUintN(64, BigInt(microseconds) << 12n);
  }
  /** STPT, in microseconds. */
  cpuTimer(): number {
    this.#privileged();
    return Number(BigInt.asIntN(64, this.#system.processor.clocks.cpuTimer) >> 12n);
  }
  /** STCK, in microseconds since the clock's zero. */
  microseconds(): number {
    this.#privileged();
    return Number(this.#system.processor.clocks.timeOfDay >> 12n);
  }

  /** A copy of so many bytes: MVC or MVCL. A storage access for each four. */
  loadBytes(address: number, length: number): Uint8Array {
    if (length === 0) return new Uint8Array();
    this.#system.charge(this.#costs.storageAccess * Math.ceil(length / 4));
    this.#touch(address, length, false);
    const { storage } = this.#system;
    return storage.bytes.slice(address, address + length);
  }
  storeBytes(address: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#system.charge(this.#costs.storageAccess * Math.ceil(bytes.length / 4));
    this.#touch(address, bytes.length, true);
    this.#system.write(address, bytes);
  }

  /** Assists for control programs that the processor has: see `assists/README.md`. Costs nothing. */
  get assists(): AssistFeatures {
    return this.#system.assists;
  }

  /** Says for the trace who is given control next: a guest's world, or "idle". Costs nothing. */
  running(world: string): void {
    this.#system.nameWorld(world);
  }

  /** What its calls are charged by. */
  get costs(): CostTable {
    return this.#costs;
  }
  set costs(costs: CostTable) {
    this.#costs = costs;
  }

  /** Charges for work that no call above stands for. */
  charge(ticks: number): void {
    this.#system.charge(ticks);
  }

  #each(r1: number, r3: number, move: (register: number, i: number) => void): void {
    const count = ((r3 - r1) & 15) + 1;
    for (let i = 0; i < count; i++) move((r1 + i) & 15, i);
    this.#system.charge(count * this.#costs.register);
  }

  #privileged(): void {
    this.#system.charge(this.#costs.privilegedCall);
  }

  #loads(address: number, length: number): number {
    this.#system.charge(this.#costs.storageAccess);
    return this.#place(address, length, false);
  }
  #stores(address: number, length: number): number {
    this.#system.charge(this.#costs.storageAccess);
    return this.#place(address, length, true);
  }

  /** An address of which only the block counts. */
  #block(address: number): number {
    if (!(address >= 0 && address < this.#system.storage.size)) throw new MonitorFault(address);
    return address;
  }

  /** A monitor's own address outside storage is a fault of the monitor's. */
  #place(address: number, length: number, storing: boolean): number {
    const { storage, processor } = this.#system;
    if (!(address >= 0 && address + length <= storage.size)) throw new MonitorFault(address);
    if (storing) storage.changed(address, length);
    this.#mark(address, length, storing);
    if (address < 84 && address + length > 80) processor.showTimer();
    return address;
  }

  /** Checks and marks a longer stretch. */
  #touch(address: number, length: number, storing: boolean): void {
    const { storage } = this.#system;
    if (!(address >= 0 && address + length <= storage.size)) throw new MonitorFault(address);
    this.#mark(address, length, storing);
    if (address < 84 && address + length > 80) this.#system.processor.showTimer();
  }

  /** Reference and change bits, as of any access. */
  #mark(address: number, length: number, storing: boolean): void {
    const { keys } = this.#system.processor;
    const bits = storing ? 6 : 4;
    for (let block = address >>> 11; block <= (address + length - 1) >>> 11; block++) keys[block] |= bits;
  }

  #stored(address: number, length: number): void {
    if (address < 84 && address + length > 80) this.#system.processor.noteTimer();
  }
}

/** A monitor used a real address that does not exist. */
export class MonitorFault extends Error {
  constructor(address: number) {
    super(`the monitor used real address ${address}, which is outside storage`);
  }
}
