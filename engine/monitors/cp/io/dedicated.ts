/** Real devices that belong to a virtual machine alone (ATTACH, DEDICATE): kind "dedicated". Their channel programs are translated, nothing else. */
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import { step, ENDED as UNIT_ENDED } from "../spool/program.ts";
import type { Vm } from "../vm.ts";
import { GuestStorage } from "./channel-program/guest-storage.ts";
import { DEDICATED_RULES, READ_ONLY_RULES } from "./channel-program/rules.ts";
import { minidiskOf } from "./minidisk-data.ts";
import { type Running, RunningPrograms } from "./running-programs.ts";
import type { Csw, RealDevice, VirtualDevice } from "./state.ts";
import { rewindProgram } from "./work-area.ts";

/** Kept in `VirtualDevice.data` of kind "dedicated". */
export interface DedicatedData {
  /** Address of the real device. */
  readonly real: number;
  /** ATTACH R/O: a disk that may only be read. */
  readonly readOnly?: boolean;
  running?: Running | undefined;
  /** A channel program that begins with SENSE, for what the last unit check has left. */
  sensing?: { key: number; next: number; isFirst: boolean; controlled: boolean; isRest: boolean } | undefined;
}

const SENSE = 0x04;
const NO_SENSE = new Uint8Array(0);

/** What is behind a dedicated device; undefined for other devices. */
export function dedicatedOf(device: VirtualDevice): DedicatedData | undefined {
  // Only dedicated devices have this kind.
  return device.kind === "dedicated" ? (device.data as DedicatedData) : undefined;
}

function dataOf(device: VirtualDevice): DedicatedData {
  // As above.
  return device.data as DedicatedData;
}

export class DedicatedDevices {
  readonly #cp: Cp;
  readonly #programs: RunningPrograms;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.#programs = new RunningPrograms(cp, {
      name: "dedicated",
      real: (device) => dataOf(device).real,
      running: (device) => dataOf(device).running,
      setRunning: (device, running) => {
        dataOf(device).running = running;
      },
      rules: (device) => (dataOf(device).readOnly === true ? READ_ONLY_RULES : DEDICATED_RULES),
      needsArm: () => false,
      relocate: () => undefined,
      starting: () => {},
      ended: (device, _program, _csw, sense) => {
        device.sense = sense ?? NO_SENSE;
      },
    });
    cp.channels.handle("dedicated", {
      start: (vm, device, at, key) => this.#start(vm, device, at, key),
      halt: (vm, device) => this.#programs.halt(vm, device),
      modify: (vm, device, at) => this.#programs.modify(vm, device, at),
      reset: (vm, device) => {
        dataOf(device).sensing = undefined;
        device.sense = NO_SENSE;
        this.#programs.reset(vm, device);
      },
      queryLines: (_vm, device) => [this.#line(device)],
    });
    cp.io.handleOwned((real, csw) => this.#unasked(real, csw));
    cp.tasks.handle("dedicated sense", ({ vm, data }) => {
      // What `#start` has put there: the virtual address.
      this.#sense(cp.vm(vm), data as number);
    });
    cp.devices.handle("dedicated", (vm, statement) => {
      if (statement.kind !== "dedicated") return;
      const { real, address } = statement;
      const found =
        "device" in real
          ? cp.io.device(real.device)
          : "volume" in real
            ? Object.values(cp.state.io.devices).find(({ volume }) => volume === real.volume)
            : undefined;
      const refused = found === undefined ? "DOES NOT EXIST" : this.attach(vm, found, address);
      if (refused === undefined) return;
      const name = "device" in real ? deviceAddress(real.device) : "volume" in real ? real.volume : "";
      cp.devices.say(vm, `DEV ${deviceAddress(address)} NOT ATTACHED; DEV ${name} ${refused}`);
    });
  }

  /** Gives a real device to a virtual machine. Returns why not. */
  attach(vm: Vm, real: RealDevice, address: number, readOnly = false): string | undefined {
    const owner = this.#cp.state.io.channels[real.address >>> 8];
    if (owner !== undefined && owner !== vm.userid) return `CHANNEL DEDICATED TO ${owner}`;
    if (real.offline === true) return "OFFLINE";
    if (real.attachedAs !== undefined) return `ALREADY ATTACHED TO ${real.owner}`;
    if (this.isUsed(real)) return "IN USE BY SYSTEM";
    real.owner = vm.userid;
    real.attachedAs = address;
    const data: DedicatedData = { real: real.address, ...(readOnly && { readOnly }) };
    this.#cp.devices.add(vm, { address, kind: "dedicated", type: real.type, data });
    return undefined;
  }

  /** Whether CP needs a real device itself: a terminal, a volume of its own, one with minidisks in use, a spooled one. */
  isUsed(real: RealDevice): boolean {
    const cp = this.#cp;
    if (cp.state.terminals[real.address] !== undefined || real.owner === "SYSTEM") return true;
    if (cp.volumes.owned.some(({ device }) => device === real.address)) return true;
    return cp.vms.some(({ state }) =>
      Object.values(state.devices).some((device) => minidiskOf(device)?.real === real.address),
    );
  }

  /** Takes it back from its owner, whose virtual device is to be removed. */
  detach(real: RealDevice): void {
    delete real.owner;
    delete real.attachedAs;
  }

  /** REWIND of a tape. */
  rewind(vm: Vm, device: VirtualDevice): void {
    const { real } = dataOf(device);
    const { work } = this.#cp.io.device(real) ?? {};
    if (work === undefined) return;
    const program = rewindProgram(this.#cp.host, work);
    this.#cp.io.start(real, { kind: "rewind", program, key: 0, vm: vm.id, data: undefined, virtual: device.address });
  }

  #start(vm: Vm, device: VirtualDevice, at: number, key: number): 0 | Csw {
    const data = dataOf(device);
    const storage = new GuestStorage(vm, key);
    const isReachable = at + 8 <= storage.size && storage.why(at) === undefined;
    if (device.sense.length > 0 && isReachable && storage.byte(at) === SENSE) {
      device.busy = true;
      data.sensing = { key, next: at, isFirst: true, controlled: false, isRest: false };
      this.#cp.tasks.add("dedicated sense", device.address, vm.id);
      return 0;
    }
    this.#programs.start(vm, device, at, key);
    if (device.busy && device.sense.length > 0) device.sense = NO_SENSE;
    if (device.busy || device.working === true || device.pending === undefined) return 0;
    const csw = device.pending;
    device.pending = undefined;
    return csw;
  }

  /** Gives the virtual machine the sense bytes that CP has read, then the device what is chained. Throws `Wait`. */
  #sense(vm: Vm, address: number): void {
    const device = vm.state.devices[address];
    const sensing = device === undefined ? undefined : dataOf(device).sensing;
    if (device === undefined || sensing === undefined) return;
    if (!sensing.isRest) {
      const done = step(vm, sensing, () => ({ kind: "input", data: device.sense, done: () => UNIT_ENDED }));
      device.sense = NO_SENSE;
      if (done.kind === "ended") {
        dataOf(device).sensing = undefined;
        return this.#cp.channels.ended(vm, device, done.csw);
      }
      sensing.isRest = true;
    }
    this.#programs.start(vm, device, sensing.next, sensing.key);
    dataOf(device).sensing = undefined;
  }

  /** Attention, device end: its owner's. */
  #unasked(real: RealDevice, { low }: Csw): void {
    const vm = real.owner === undefined ? undefined : this.#cp.user(real.owner);
    const device = vm?.state.devices[real.attachedAs ?? -1];
    if (vm !== undefined && device?.kind === "dedicated") this.#cp.channels.present(vm, device, { high: 0, low });
  }

  /** "TAPE 181 ON DEV 481". */
  #line(device: VirtualDevice): string {
    const { real, readOnly } = dataOf(device);
    const name = `${sortOf(device.type)} ${deviceAddress(device.address)}`;
    return `${name} ON DEV ${deviceAddress(real)}${readOnly === true ? " R/O" : ""}`;
  }
}

/** How responses name a device by its type. */
export function sortOf(type: string): string {
  if (/^(23|33)\d\d$/.test(type)) return "DASD";
  if (/^(24|34)\d\d$/.test(type)) return "TAPE";
  if (/^32(77|78)$/.test(type)) return "GRAF";
  if (/^(1052|3210|3215)$/.test(type)) return "CONS";
  if (/^(1403|1443|3211|3203)$/.test(type)) return "PRT";
  if (/^(2540P|3525)$/.test(type)) return "PUN";
  if (/^(2540R|2501|3505)$/.test(type)) return "RDR";
  if (type === "TIMER") return "TIMR";
  return type === "CTCA" ? "CTCA" : "DEV";
}
