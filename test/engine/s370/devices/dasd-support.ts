/** Drives a disk as a channel does, without one: programs of commands, each with what it transfers. */
import {
  type Acceptance,
  type Answer,
  DEVICE_END,
  type Device,
  type OutputEnding,
  STATUS_MODIFIER,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../../../../engine/s370/channel/device.ts";
import { CountKeyDataDisk } from "../../../../engine/s370/devices/dasd/disk.ts";
import { makeTrack, type NewRecord } from "../../../../engine/s370/devices/images/ckd-track.ts";
import { geometryOf } from "../../../../engine/s370/devices/images/disk-blank.ts";
import { DiskPack, type TrackSource } from "../../../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../../../engine/s370/devices/images/disk-types.ts";
import type { ByteSource } from "../../../../engine/s370/devices/media.ts";

/** A command of a program. */
export interface Step {
  readonly code: number;
  /** For a write, control or search. */
  readonly data?: Uint8Array;
  /** Goes back one step where this one has no status modifier, as a search with TRANSFER IN CHANNEL behind it does. */
  readonly loops?: boolean;
}

/** How a program ended. */
export interface Ended {
  /** Unit status of the last command: bits of the CSW. */
  readonly status: number;
  /** What reads have read, in order. */
  readonly read: readonly Uint8Array[];
  /** Steps that were executed, those of loops as often as they were. */
  readonly commands: number;
  /** Bytes of the last output command that were not used. */
  readonly residual: number;
  /** Whether the last command wanted more than it was given. */
  readonly unsatisfied: boolean;
}

/** A machine for one disk: its time, and its operator. */
export class Driver {
  now: number;
  readonly device: Device;
  readonly #fast: boolean;
  /** What the device has presented unasked. */
  readonly presented: number[] = [];

  constructor(device: Device, { fast = true, now = 0, shelf = new Map<string, ByteSource>() } = {}) {
    this.device = device;
    this.now = now;
    this.#fast = fast;
    const clock = (): number => this.now;
    device.connect?.({
      get now() {
        return clock();
      },
      fast,
      shelf,
      present: (status) => void this.presented.push(status),
      proceed: () => {},
      after: () => {},
    });
  }

  /** Executes a program to its end. */
  run(...steps: readonly Step[]): Ended {
    const read: Uint8Array[] = [];
    let commands = 0;
    let ended: OutputEnding = { status: 0 };
    let residual = 0;
    for (let at = 0; at < steps.length; ) {
      if (++commands > 1000) throw new Error("comes to no end");
      const { code, data = new Uint8Array(0), loops } = steps[at];
      const answer = this.device.begin({
        code,
        chained: commands > 1,
        chains: at + 1 < steps.length || loops === true,
      });
      ({ ended, residual } = this.#transfer(answer, data, read));
      const later = "later" in ended ? ended.later : undefined;
      if (later && !this.#fast) this.now += later.ticks;
      const status = ended.status | (later?.status ?? 0);
      if (status & (UNIT_CHECK | UNIT_EXCEPTION) || !(status & DEVICE_END)) break;
      if (status & STATUS_MODIFIER || !loops) at++;
    }
    return { status: ended.status, read, commands, residual, unsatisfied: ended.unsatisfied ?? false };
  }

  /** The sense bytes, which are then reset. */
  sense(): Uint8Array {
    return this.run({ code: 0x04 }).read[0];
  }

  #transfer(answer: Answer, data: Uint8Array, read: Uint8Array[]): { ended: OutputEnding; residual: number } {
    if (answer.kind === "waiting") throw new Error("a disk does not wait");
    if (answer.kind === "refused") return { ended: answer, residual: data.length };
    this.#pass(answer.before);
    if (answer.kind === "immediate") return { ended: answer, residual: data.length };
    if (answer.kind === "input") {
      read.push(answer.data.slice());
      this.#pass(answer.data.length * (answer.perByte ?? 0));
      this.device.transferred?.(answer.data.length);
      return { ended: answer, residual: 0 };
    }
    let given = Math.min(answer.most, data.length);
    this.#pass(given * (answer.perByte ?? 0));
    let acceptance: Acceptance | undefined = this.device.accept?.(data.subarray(0, given));
    while (acceptance && "more" in acceptance) {
      const part = data.subarray(given, given + acceptance.more);
      given += part.length;
      this.#pass(part.length * (answer.perByte ?? 0));
      acceptance = this.device.accept?.(part);
    }
    if (!acceptance || !("status" in acceptance)) throw new Error("a disk ends its commands");
    return { ended: acceptance, residual: data.length - (acceptance.taken ?? given) };
  }

  #pass(ticks = 0): void {
    if (!this.#fast) this.now += Math.ceil(ticks);
  }
}

/** A pack whose tracks are made by a function; those it leaves out have record 0 alone. */
export function packOf(
  name: string,
  records: (cylinder: number, head: number) => readonly NewRecord[] = () => [],
  { readOnly = false, cylinders = 0 } = {},
): DiskPack {
  const disk = diskType(name);
  if (!disk) throw new Error(`no disk ${name}`);
  const geometry = geometryOf(disk, cylinders || disk.cylinders);
  const base: TrackSource = {
    name: "PACK",
    geometry,
    damage: undefined,
    read(number) {
      const cylinder = Math.floor(number / geometry.heads);
      const head = number % geometry.heads;
      return makeTrack(cylinder, head, [{ record: 0, data: new Uint8Array(8) }, ...records(cylinder, head)]);
    },
  };
  return new DiskPack(base, { readOnly });
}

/** A drive with a pack on it. */
export function driveWith(pack: DiskPack, options: { fast?: boolean; now?: number } = {}): Driver {
  const disk = new CountKeyDataDisk(pack.geometry.disk);
  disk.mount(pack);
  return new Driver(disk, options);
}

/** Bytes of hexadecimal digits; blanks do not count. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(" ", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Hexadecimal digits of bytes. */
export function digits(bytes: Uint8Array | undefined): string {
  return Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
}

/** So many bytes, each the number of its place and what is given. */
export function pattern(length: number, begin = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (begin + at) & 0xff);
}

/** CC HH, or CC HH R. */
export function address(cylinder: number, head: number, ...record: number[]): Uint8Array {
  return Uint8Array.of(cylinder >> 8, cylinder & 0xff, head >> 8, head & 0xff, ...record);
}

/** SEEK. */
export function seek(cylinder: number, head: number): Step {
  return { code: 0x07, data: Uint8Array.of(0, 0, ...address(cylinder, head)) };
}

/** SEARCH ID EQUAL until it is satisfied. */
export function searchId(cylinder: number, head: number, record: number): Step {
  return { code: 0x31, data: address(cylinder, head, record), loops: true };
}

/** SEARCH HOME ADDRESS EQUAL until it is satisfied. */
export function searchHome(cylinder: number, head: number): Step {
  return { code: 0x39, data: address(cylinder, head), loops: true };
}

/** SET FILE MASK. */
export function mask(value: number): Step {
  return { code: 0x1f, data: Uint8Array.of(value) };
}

/** A record to write: count, key, data. */
export function record(id: Uint8Array, key: Uint8Array, data: Uint8Array): Uint8Array {
  return Uint8Array.of(...id, key.length, data.length >> 8, data.length & 0xff, ...key, ...data);
}
