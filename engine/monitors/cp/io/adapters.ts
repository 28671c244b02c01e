/**
 * Virtual channel-to-channel adapters (GC20-1807, "Virtual Channel-to-Channel Adapter"; commands: GA22-6983): two virtual machines each have a device, COUPLE joins them.
 * A read meets the other side's write, a control the other side's SENSE COMMAND BYTE; until then it is outstanding, and the other side has attention.
 */

import { area, fetchCcw } from "../console/channel-program.ts";
import type { Cp } from "../cp.ts";
import { ENDED, halted, type Selected, type Step, step, UNIT_EXCEPTION } from "../spool/program.ts";
import type { Vm } from "../vm.ts";
import { type AdapterCommand, adapterCommand } from "./adapter-commands.ts";
import type { Csw, VirtualDevice } from "./state.ts";
import * as status from "./status.ts";

/** Kept in `VirtualDevice.data` of kind "adapter". */
export interface AdapterData {
  /** The other side, once coupled. */
  partner: { readonly vm: number; readonly device: number } | undefined;
  program: { key: number; next: number; isFirst: boolean; controlled: boolean } | undefined;
  /** What waits for the other side: its kind, and the command byte. */
  outstanding: { readonly kind: "control" | "read" | "write"; readonly code: number } | undefined;
  isExtended: boolean;
  /** The other side has written end of file, for the next read. */
  endOfFile: boolean;
  /** Attention is owed to it: when the other side's command came, the end of its own was still to be told. */
  attention: boolean;
}

const COMMAND_REJECT = 0x80;
const INTERVENTION_REQUIRED = 0x40;
const BUSY_ATTENTION = (status.BUSY | status.ATTENTION) >>> 0;
/** CCWs of one command at most. */
const MOST_CHAINED = 256;

/** Done without data. */
const IMMEDIATE: Selected = { kind: "immediate", isLast: false, done: () => ENDED };

interface Side {
  readonly vm: Vm;
  readonly device: VirtualDevice;
  readonly data: AdapterData;
}

/** What is behind an adapter; undefined for other devices. */
export function adapterOf(device: VirtualDevice): AdapterData | undefined {
  // Only adapters have this kind.
  return device.kind === "adapter" ? (device.data as AdapterData) : undefined;
}

export class Adapters {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.channels.handle("adapter", {
      start: (vm, device, at, key) => this.#start(vm, device, at, key),
      halt: (vm, device) => {
        const { program } = this.#side(vm, device).data;
        this.#clear(device);
        if (program !== undefined) cp.channels.ended(vm, device, halted(program));
      },
      told: (vm, device) => this.#told(this.#side(vm, device)),
      reset: (_vm, device) => this.#clear(device),
      queryLines: (_vm, device) => [this.#line(device)],
    });
    cp.tasks.handle("adapter", ({ vm, data }) => {
      // What `#goOn` has put there: the virtual address.
      const device = cp.vm(vm).state.devices[data as number];
      if (device !== undefined && adapterOf(device) !== undefined) this.#next(this.#side(cp.vm(vm), device));
    });
    cp.devices.handle("special", (vm, statement) => {
      if (statement.kind === "special" && statement.type === "CTCA") this.define(vm, statement.address);
    });
  }

  define(vm: Vm, address: number): VirtualDevice {
    const data: AdapterData = {
      partner: undefined,
      program: undefined,
      outstanding: undefined,
      isExtended: false,
      endOfFile: false,
      attention: false,
    };
    return this.#cp.devices.add(vm, { address, kind: "adapter", type: "CTCA", data });
  }

  /** Joins two sides; what each was joined to before has none. */
  couple(vm: Vm, device: VirtualDevice, otherVm: Vm, other: VirtualDevice): void {
    for (const [each, at] of [
      [vm, device],
      [otherVm, other],
    ] as const)
      this.uncouple(each, at);
    this.#side(vm, device).data.partner = { vm: otherVm.id, device: other.address };
    this.#side(otherVm, other).data.partner = { vm: vm.id, device: device.address };
  }

  /** Parts a side from the other one: what waits there is told that intervention is required. */
  uncouple(vm: Vm, device: VirtualDevice): void {
    const side = this.#side(vm, device);
    const other = this.#other(side);
    side.data.partner = undefined;
    if (other === undefined) return;
    other.data.partner = undefined;
    if (other.data.outstanding !== undefined) this.#refuse(other, INTERVENTION_REQUIRED);
  }

  #side(vm: Vm, device: VirtualDevice): Side {
    // As above.
    return { vm, device, data: device.data as AdapterData };
  }

  #other({ data: { partner } }: Side): Side | undefined {
    if (partner === undefined || this.#cp.state.vms[partner.vm] === undefined) return undefined;
    const vm = this.#cp.vm(partner.vm);
    const device = vm.state.devices[partner.device];
    return device === undefined || adapterOf(device) === undefined ? undefined : this.#side(vm, device);
  }

  #clear(device: VirtualDevice): void {
    const data = adapterOf(device);
    if (data === undefined) return;
    data.program = undefined;
    data.outstanding = undefined;
    data.attention = false;
  }

  #start(vm: Vm, device: VirtualDevice, at: number, key: number): 0 | Csw {
    const side = this.#side(vm, device);
    const ccw = fetchCcw(vm, at, key, true, false);
    if (!("check" in ccw)) {
      const command = adapterCommand(ccw.code, side.data.isExtended);
      if (this.#isBusy(side, command)) return { high: 0, low: BUSY_ATTENTION };
      const refusal = this.#refusal(side, command);
      if (refusal !== undefined) {
        device.sense = Uint8Array.of(refusal);
        return { high: 0, low: status.UNIT_CHECK };
      }
    }
    side.data.program = { key, next: at, isFirst: true, controlled: false };
    device.busy = true;
    this.#cp.tasks.add("adapter", device.address, vm.id);
    return 0;
  }

  /** Sense byte with which a command is refused. */
  #refusal(side: Side, command: AdapterCommand | undefined): number | undefined {
    if (command === undefined) return COMMAND_REJECT;
    const needsOther = ["control", "read", "write", "write end of file"].includes(command);
    return needsOther && this.#other(side) === undefined ? INTERVENTION_REQUIRED : undefined;
  }

  /** Whether the other side's command is one that this one does not meet. */
  #isBusy(side: Side, command: AdapterCommand | undefined): boolean {
    const outstanding = this.#other(side)?.data.outstanding;
    if (outstanding === undefined || command === undefined || command === "sense" || command === "sense command byte")
      return false;
    if (command === "read") return outstanding.kind !== "write";
    return (command !== "write" && command !== "write end of file") || outstanding.kind !== "read";
  }

  /** The next command of a side's program. Throws `Wait` before anything is done. */
  #next(side: Side): void {
    const { vm, data } = side;
    const { program } = data;
    if (program === undefined || data.outstanding !== undefined) return;
    const ccw = fetchCcw(vm, program.next, program.key, program.isFirst, false);
    const command = "check" in ccw ? undefined : adapterCommand(ccw.code, data.isExtended);
    if ("check" in ccw || command === undefined) return this.#refuse(side, COMMAND_REJECT);
    if (this.#isBusy(side, command))
      return this.#end(side, { high: ((program.key << 24) | (ccw.place + 8)) >>> 0, low: BUSY_ATTENTION });
    const other = this.#other(side);
    switch (command) {
      case "no-operation":
        return this.#execute(side, IMMEDIATE);
      case "set mode":
        data.isExtended = (ccw.code & 0x80) !== 0;
        return this.#execute(side, IMMEDIATE);
      case "sense":
        return this.#execute(side, input(Uint8Array.of(side.device.sense[0] ?? 0)));
      case "sense command byte": {
        const outstanding = other?.data.outstanding;
        this.#execute(side, input(Uint8Array.of(outstanding?.code ?? 0)));
        if (other !== undefined && outstanding?.kind === "control") {
          other.data.outstanding = undefined;
          this.#execute(other, IMMEDIATE);
        }
        return;
      }
      default:
        if (other === undefined) return this.#refuse(side, INTERVENTION_REQUIRED);
        return this.#meet(side, other, command, ccw.code);
    }
  }

  #meet(side: Side, other: Side, command: "control" | "read" | "write" | "write end of file", code: number): void {
    const { data } = side;
    if (command === "read" && data.endOfFile) {
      data.endOfFile = false;
      return this.#execute(side, input(new Uint8Array(0), ENDED | UNIT_EXCEPTION));
    }
    if (command === "write end of file") {
      if (other.data.outstanding === undefined) other.data.endOfFile = true;
      else {
        other.data.outstanding = undefined;
        this.#execute(other, input(new Uint8Array(0), ENDED | UNIT_EXCEPTION));
      }
      return this.#execute(side, IMMEDIATE);
    }
    if (other.data.outstanding !== undefined)
      return command === "read" ? this.#transfer(side, other) : this.#transfer(other, side);
    data.outstanding = { kind: command, code };
    if (!other.device.busy) this.#attend(other);
  }

  /** Attention, in a CSW of its own. */
  #attend({ vm, device, data }: Side): void {
    if (device.pending === undefined) this.#cp.channels.present(vm, device, { high: 0, low: status.ATTENTION });
    else data.attention = true;
  }

  #told(side: Side): void {
    if (!side.data.attention) return;
    side.data.attention = false;
    // What it was owed for may be over.
    if (this.#other(side)?.data.outstanding !== undefined) this.#attend(side);
  }

  /** What one side writes, the other reads: as much as both have room for. Throws `Wait` before anything is done. */
  #transfer(reader: Side, writer: Side): void {
    const most = room(reader, true);
    room(writer, false);
    reader.data.outstanding = undefined;
    writer.data.outstanding = undefined;
    let sent = new Uint8Array(0);
    this.#execute(writer, {
      kind: "output",
      most,
      done: (bytes) => {
        sent = bytes.slice();
        return ENDED;
      },
    });
    this.#execute(reader, input(sent));
  }

  #execute(side: Side, selected: Selected): void {
    const { program } = side.data;
    if (program === undefined) return;
    const done: Step = step(side.vm, program, () => selected);
    if (done.kind === "ended") this.#end(side, done.csw);
    else this.#cp.tasks.add("adapter", side.device.address, side.vm.id);
  }

  #refuse(side: Side, sense: number): void {
    side.data.outstanding = undefined;
    this.#execute(side, {
      kind: "refused",
      refuse: () => {
        side.device.sense = Uint8Array.of(sense);
      },
    });
  }

  #end({ vm, device }: Side, csw: Csw): void {
    this.#clear(device);
    this.#cp.channels.ended(vm, device, csw);
  }

  #line(device: VirtualDevice): string {
    const name = `CTCA ${device.address.toString(16).toUpperCase().padStart(3, "0")}`;
    const partner = adapterOf(device)?.partner;
    const vm = partner === undefined ? undefined : this.#cp.state.vms[partner.vm];
    if (partner === undefined || vm === undefined) return `${name} NOT COUPLED`;
    return `${name} COUPLED TO ${vm.userid} ${partner.device.toString(16).toUpperCase().padStart(3, "0")}`;
  }
}

function input(data: Uint8Array, unit = ENDED): Selected {
  return { kind: "input", data, done: () => unit };
}

/** Bytes that a side's command has room for, whose pages are in storage then. Throws `Wait`. */
function room({ vm, data }: Side, storing: boolean): number {
  const { program } = data;
  if (program === undefined) return 0;
  let at = program.next;
  let bytes = 0;
  for (let n = 0; n < MOST_CHAINED; n++) {
    const ccw = fetchCcw(vm, at, program.key, n === 0 && program.isFirst, n > 0);
    if ("check" in ccw) return bytes;
    area(vm, ccw, ccw.count, program.key, storing);
    bytes += ccw.count;
    if (!ccw.chainsData) return bytes;
    at = ccw.place + 8;
  }
  return bytes;
}
