/** Virtual consoles: 1052, 3210, 3215 as virtual machines' programs have them. CP executes their channel programs itself. */
import { encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import type { Csw, VirtualDevice } from "../io/state.ts";
import type { DeviceKind } from "../io/virtual-channels.ts";
import type { Vm } from "../vm.ts";
import {
  type Area,
  area,
  type Ccw,
  CSW_STATUS,
  fetchArea,
  fetchCcw,
  storeArea,
  type Wrong,
} from "./channel-program.ts";
import type { ConsoleData, ConsoleOperation, WritingConsole } from "./state.ts";

const WRITE = 0x01;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const WRITE_CARRIER_RETURN = 0x09;
const READ_INQUIRY = 0x0a;
const AUDIBLE_ALARM = 0x0b;

/** Sense byte: a command that a console does not have. */
const COMMAND_REJECT = 0x80;

/** CCWs that a channel program may go on through without time passing. */
const MOST_AT_ONCE = 8;
/** Microseconds that pass then, and for a line that nobody sees. */
const PAUSE = 1000;

export class VirtualConsoles implements DeviceKind {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.channels.handle("console", this);
    cp.tasks.handle("virtual console", ({ vm, data }) => {
      // What `#go` put there.
      const device = cp.vm(vm).state.devices[data as number];
      if (device !== undefined) this.#step(cp.vm(vm), device);
    });
    cp.timers.handle("virtual console", ({ vm }) => this.#paused(cp.vm(vm)));
  }

  /** A virtual machine gets a console. */
  define(vm: Vm, address: number, type: string): void {
    const data: ConsoleData = { operation: undefined };
    vm.state.devices[address] = {
      address,
      kind: "console",
      type,
      busy: false,
      pending: undefined,
      sense: new Uint8Array(1),
      data,
    };
  }

  /** The console of a virtual machine: the first, where DEFINE has made more. */
  device(vm: Vm): VirtualDevice | undefined {
    return Object.values(vm.state.devices).find(({ kind }) => kind === "console");
  }

  // The user.

  /** The user wants the program's attention. */
  attend(vm: Vm): void {
    const device = this.device(vm);
    if (device === undefined) return;
    if (device.busy) vm.state.console.attention = true;
    else this.#cp.channels.present(vm, device, { high: 0, low: CSW_STATUS.attention });
  }

  /** Whether the program has not taken an attention yet. */
  hasAttention(vm: Vm): boolean {
    const pending = this.device(vm)?.pending;
    return vm.state.console.attention || (pending !== undefined && (pending.low & CSW_STATUS.attention) !== 0);
  }

  /** A line is there for the program. */
  lineCame(vm: Vm): void {
    const waiting = Object.values(vm.state.devices).find(
      (device) => device.kind === "console" && dataOf(device).operation?.state === "line",
    );
    if (waiting === undefined) return this.attend(vm);
    const { operation } = dataOf(waiting);
    if (operation !== undefined) this.#go(vm, waiting, operation);
  }

  /** A line of its has been written. */
  written({ vm: id, device: address, operation: number }: WritingConsole): void {
    const device = this.#cp.state.vms[id]?.devices[address];
    if (device === undefined) return;
    const { operation } = dataOf(device);
    if (operation?.number !== number || operation.current === undefined || operation.state !== "write") return;
    // Where terminals take no time, lines count as what takes none.
    operation.atOnce = this.#cp.state.enteredAt - operation.began >= PAUSE ? 0 : operation.atOnce + 1;
    this.#done(this.#cp.vm(id), device, operation, operation.current);
  }

  // Channel programs.

  start(vm: Vm, device: VirtualDevice, program: number, key: number): 0 | Csw {
    const ccw = fetchCcw(vm, program, key, true, false);
    if ("check" in ccw) return this.#csw(key, ccw.place, CSW_STATUS[ccw.check], 0);
    if (!isCommand(ccw.code)) {
      device.sense = Uint8Array.of(COMMAND_REJECT);
      return this.#csw(key, ccw.place, CSW_STATUS.unitCheck, ccw.count);
    }
    if (ccw.code !== SENSE) device.sense = Uint8Array.of(0);
    if (isImmediate(ccw.code) && !ccw.chainsCommand && !ccw.interrupts) {
      this.#alarm(vm, ccw.code);
      return this.#csw(key, ccw.place, CSW_STATUS.ended, ccw.count);
    }
    device.busy = true;
    const { console } = vm.state;
    const operation: ConsoleOperation = {
      number: ++console.operations,
      next: program,
      current: undefined,
      key,
      command: 0,
      state: "step",
      halted: false,
      began: 0,
      atOnce: 0,
    };
    dataOf(device).operation = operation;
    this.#go(vm, device, operation);
    return 0;
  }

  halt(vm: Vm, device: VirtualDevice): void {
    const { operation } = dataOf(device);
    if (operation === undefined) return;
    if (operation.state === "write") {
      operation.halted = true;
      return;
    }
    const { current } = operation;
    this.#end(vm, device, operation, current?.place ?? operation.next, CSW_STATUS.ended, current?.count ?? 0);
  }

  reset(vm: Vm, device: VirtualDevice): void {
    dataOf(device).operation = undefined;
    vm.state.console.reading = false;
    vm.state.console.attention = false;
    device.sense = Uint8Array.of(0);
    this.#cp.consoles.changed(vm);
  }

  #go(vm: Vm, device: VirtualDevice, operation: ConsoleOperation): void {
    operation.state = "step";
    this.#cp.tasks.add("virtual console", device.address, vm.id);
  }

  /** Executes the next CCW. */
  #step(vm: Vm, device: VirtualDevice): void {
    const { operation } = dataOf(device);
    if (operation?.state !== "step") return;
    const { key } = operation;
    const ccw = fetchCcw(vm, operation.next, key, false, operation.command !== 0);
    if ("check" in ccw) return this.#end(vm, device, operation, ccw.place, CSW_STATUS[ccw.check], 0);
    const code = operation.command || ccw.code;
    const isRead = code === READ_INQUIRY;
    if (code === WRITE || code === WRITE_CARRIER_RETURN) {
      const from = area(vm, ccw, ccw.count, key, false);
      this.#programControlled(vm, device, key, ccw);
      return this.#write(vm, device, operation, { ...ccw, code }, from);
    }
    if (isRead && vm.state.console.lines.length === 0) {
      this.#programControlled(vm, device, key, ccw);
      operation.current = { ...ccw, interrupts: false };
      operation.state = "line";
      vm.state.console.reading = true;
      return this.#cp.consoles.changed(vm);
    }
    if (isRead || code === SENSE) return this.#input(vm, device, operation, ccw, isRead);
    this.#programControlled(vm, device, key, ccw);
    if (!isCommand(code)) {
      device.sense = Uint8Array.of(COMMAND_REJECT);
      return this.#end(vm, device, operation, ccw.place, CSW_STATUS.unitCheck, ccw.count);
    }
    this.#alarm(vm, code);
    operation.atOnce++;
    this.#done(vm, device, operation, { ...ccw, chainsData: false }, ccw.count);
  }

  #write(vm: Vm, device: VirtualDevice, operation: ConsoleOperation, ccw: Ccw, from: Area): void {
    const bytes = translated(fetchArea(vm, from), vm.state.console.outputTranslation);
    const returns = ccw.code === WRITE_CARRIER_RETURN && !ccw.chainsData;
    if (from.check !== undefined) {
      if (bytes.length > 0) this.#cp.consoles.output(vm, { bytes, returns: true });
      const status = CSW_STATUS.ended | CSW_STATUS[from.check];
      return this.#end(vm, device, operation, ccw.place, status, ccw.count - bytes.length);
    }
    operation.current = ccw;
    operation.state = "write";
    operation.began = this.#cp.state.enteredAt;
    const writing = { vm: vm.id, device: device.address, operation: operation.number };
    if (!this.#cp.consoles.output(vm, { bytes, returns, from: writing })) this.#pause(vm, operation);
  }

  /** Data into storage: a line, or the sense byte. All of it is found before any is stored. */
  #input(vm: Vm, device: VirtualDevice, operation: ConsoleOperation, first: Ccw, isRead: boolean): void {
    const { console } = vm.state;
    const { key } = operation;
    const data = isRead ? translated(encodeEbcdic(console.lines[0]), console.inputTranslation) : device.sense;
    const areas: Area[] = [];
    let ccw = first;
    let wrong: Wrong | undefined;
    let from = 0;
    let count: number;
    for (;;) {
      count = Math.min(ccw.count, data.length - from);
      const found: Area = ccw.skips ? { pieces: [], check: undefined } : area(vm, ccw, count, key, true);
      areas.push(found);
      if (found.check !== undefined) wrong = { check: found.check, place: ccw.place };
      from += count;
      if (wrong !== undefined || !ccw.chainsData || count < ccw.count) break;
      const next = fetchCcw(vm, ccw.place + 8, key, false, true);
      if ("check" in next) {
        wrong = next;
        break;
      }
      ccw = next;
    }
    // Nothing waits from here on.
    if (operation.current === undefined) this.#programControlled(vm, device, key, first);
    let stored = 0;
    for (const each of areas) stored += storeArea(vm, each, data.subarray(stored));
    console.reading = false;
    if (isRead) console.lines.shift();
    else device.sense = Uint8Array.of(0);
    this.#cp.consoles.changed(vm);
    operation.atOnce += isRead ? 0 : 1;
    const residual = ccw.count - count;
    if (wrong !== undefined)
      return this.#end(vm, device, operation, wrong.place, CSW_STATUS.ended | CSW_STATUS[wrong.check], residual);
    const isIncorrect = (residual > 0 || from < data.length) && (ccw.chainsData || !ccw.suppressesLength);
    if (isIncorrect) {
      const status = CSW_STATUS.ended | CSW_STATUS.incorrectLength;
      return this.#end(vm, device, operation, ccw.place, status, residual);
    }
    this.#done(vm, device, operation, { ...ccw, chainsData: false }, residual);
  }

  /** A CCW has been executed: on to the next, or the end. */
  #done(vm: Vm, device: VirtualDevice, operation: ConsoleOperation, ccw: Ccw, residual = 0): void {
    if (operation.halted || (!ccw.chainsData && !ccw.chainsCommand))
      return this.#end(vm, device, operation, ccw.place, CSW_STATUS.ended, residual);
    operation.next = ccw.place + 8;
    operation.command = ccw.chainsData ? ccw.code : 0;
    operation.current = undefined;
    if (operation.atOnce >= MOST_AT_ONCE) this.#pause(vm, operation);
    else this.#go(vm, device, operation);
  }

  #pause(vm: Vm, operation: ConsoleOperation): void {
    operation.state = "pause";
    this.#cp.timers.set("virtual console", this.#cp.host.microseconds() + PAUSE, vm.id);
  }

  #paused(vm: Vm): void {
    for (const device of Object.values(vm.state.devices)) {
      if (device.kind !== "console") continue;
      const { operation } = dataOf(device);
      if (operation?.state !== "pause") continue;
      operation.atOnce = 0;
      if (operation.current === undefined) this.#go(vm, device, operation);
      else this.#done(vm, device, operation, operation.current);
    }
  }

  #end(
    vm: Vm,
    device: VirtualDevice,
    operation: ConsoleOperation,
    place: number,
    status: number,
    residual: number,
  ): void {
    const { console } = vm.state;
    dataOf(device).operation = undefined;
    if (operation.state === "line") console.reading = false;
    this.#cp.channels.ended(vm, device, this.#csw(operation.key, place, status, residual));
    if (console.attention || console.lines.length > 0)
      this.#cp.channels.present(vm, device, { high: 0, low: CSW_STATUS.attention });
    console.attention = false;
    this.#cp.consoles.changed(vm);
  }

  #programControlled(vm: Vm, device: VirtualDevice, key: number, { interrupts, place }: Ccw): void {
    if (interrupts) this.#cp.channels.present(vm, device, this.#csw(key, place, CSW_STATUS.programControlled, 0));
  }

  #alarm(vm: Vm, code: number): void {
    if (code === AUDIBLE_ALARM) this.#cp.consoles.output(vm, { bytes: new Uint8Array(), returns: false, alarm: true });
  }

  /** The address is that of the CCW behind the last one. */
  #csw(key: number, place: number, status: number, residual: number): Csw {
    return { high: ((key << 24) | ((place + 8) & 0xffffff)) >>> 0, low: (status | residual) >>> 0 };
  }
}

function dataOf(device: VirtualDevice): ConsoleData {
  // `define` made it.
  return device.data as ConsoleData;
}

function isImmediate(code: number): boolean {
  return code === NO_OPERATION || code === AUDIBLE_ALARM;
}

function isCommand(code: number): boolean {
  return isImmediate(code) || [WRITE, WRITE_CARRIER_RETURN, READ_INQUIRY, SENSE].includes(code);
}

/** SET INPUT, SET OUTPUT: other codes for some. */
function translated(bytes: Uint8Array, codes: Readonly<Record<number, number>>): Uint8Array {
  return bytes.map((byte) => codes[byte] ?? byte);
}
