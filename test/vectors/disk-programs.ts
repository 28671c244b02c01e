/**
 * Channel programs for disks as device cases: written as CCWs with their data, on packs whose records tell each from all others.
 */
import { makeTrack, type NewRecord } from "../../engine/s370/devices/images/ckd-track.ts";
import { geometryOf } from "../../engine/s370/devices/images/disk-blank.ts";
import { diskFile } from "../../engine/s370/devices/images/disk-image.ts";
import { DiskPack } from "../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../engine/s370/devices/images/disk-types.ts";
import type { DeviceCase } from "./device-case.ts";

/**
 * A CCW of a program: what goes out, as hexadecimal digits, or how much may come in; suppressing length indication unless
 * "exact"; "last": without command chaining, though further CCWs follow.
 */
export type Ccw = readonly [code: string, data: string | number, how?: "exact" | "last"] | "loop";

/** Where the statements of a case begin. */
const ORIGIN = 0x1000;
/** Bytes of IO and of DONE. */
const IO = 12;
const DONE = 4;

const CYLINDERS = 4;
/** Where data are read to: each read has its own place. */
const AREA = 0x8000;

/**
 * What the packs of cases have. Cylinder 1: five records on each track with keys, the last one an end of file. Cylinder 2:
 * three without keys, of which the last goes on on the next track on heads 1 and 2. Cylinder 3: record 0 alone.
 */
function recordsOf(cylinder: number, head: number, loads: boolean): NewRecord[] {
  const data = (record: number, length: number): Uint8Array =>
    Uint8Array.from({ length }, (_, at) => (cylinder * 64 + head * 16 + record * 3 + at) & 0xff);
  if (cylinder === 0 && head === 0) {
    if (loads) return [LOAD_FIRST, LOAD_SECOND].map((digits, at) => ({ record: at + 1, data: bytesOf(digits) }));
    return [1, 2].map((record) => ({ record, data: data(record, 24) }));
  }
  if (cylinder === 1) {
    return [1, 2, 3, 4, 5].map((record) => ({
      record,
      key: Uint8Array.of(0xd2, 0xf0 + head, 0xf0 + record, 0x40),
      data: data(record, record === 5 ? 0 : 20),
    }));
  }
  if (cylinder === 2) return [1, 2, 3].map((record) => ({ record, data: data(record, 40) }));
  return [];
}

/** What is read from record 1 when a pack is loaded from: the PSW that it ends with, and CCWs that go on to record 2 … */
const LOAD_FIRST = "000A000000000ABC 0600040060000027 0800040000000001";
/** … which at location 400 has CCWs that read record 3 of cylinder 1, head 2 to location 8000; and its address. */
const LOAD_SECOND = "0700042040000006 3100042240000005 0800040800000001 0600800020000014 00000001000203";

function pack(name: string, loads: boolean): DiskPack {
  const disk = diskType(name);
  if (!disk) throw new Error(`no disk ${name}`);
  const geometry = geometryOf(disk, CYLINDERS);
  const made = new DiskPack({
    name,
    geometry,
    damage: undefined,
    read(number) {
      const cylinder = Math.floor(number / geometry.heads);
      const head = number % geometry.heads;
      const zero = { record: 0, data: new Uint8Array(8) };
      return makeTrack(cylinder, head, [zero, ...recordsOf(cylinder, head, loads)]);
    },
  });
  for (const head of [1, 2]) {
    const number = 2 * geometry.heads + head;
    const track = made.track(number).slice();
    track[5 + 16 + 2 * 48] |= 0x80;
    made.replace(number, track);
  }
  return made;
}

/** Images by disk: compressed where they would be large. */
const images = new Map<string, Uint8Array>();

export function imageOf(name: string, loads = false): Uint8Array {
  const key = `${name} ${loads}`;
  const known = images.get(key);
  if (known) return known;
  const image = Buffer.concat([...diskFile(pack(name, loads), /^33[35789]/.test(name) ? "compressed" : "plain")]);
  images.set(key, image);
  return image;
}

/** A case: channel programs, one after the other. */
export function diskCase(
  disk: string,
  what: string,
  programs: readonly (readonly Ccw[])[],
): DeviceCase {
  const lines: string[] = programs.map((_, at) => `         IO    X'150',P${at + 1}`);
  lines.push("         DONE");
  const constants: string[] = [];
  let area = AREA;
  programs.forEach((ccws, program) => {
    ccws.forEach((ccw, at) => {
      const label = (at === 0 ? `P${program + 1}` : "").padEnd(8);
      if (ccw === "loop") {
        lines.push(`${label} CCW   X'08',*-8,X'00',1`);
        return;
      }
      const [code, data, how] = ccw;
      const chain = at + 1 < ccws.length && how !== "last" ? 0x40 : 0;
      const flags = `X'${(chain | (how === "exact" ? 0 : 0x20)).toString(16).padStart(2, "0")}'`;
      if (typeof data === "number") {
        lines.push(`${label} CCW   X'${code}',X'${area.toString(16).toUpperCase()}',${flags},${data}`);
        area += Math.ceil(data / 16) * 16;
      } else {
        const digits = data.replaceAll(" ", "");
        const name = `D${program + 1}X${at}`;
        lines.push(`${label} CCW   X'${code}',${name},${flags},${Math.max(1, digits.length / 2)}`);
        for (let from = 0; from < Math.max(digits.length, 2); from += 40) {
          constants.push(`${(from === 0 ? name : "").padEnd(8)} DC    X'${digits.slice(from, from + 40) || "00"}'`);
        }
      }
    });
  });
  const length = area - AREA;
  return {
    name: `${disk}: ${what}`,
    source: `${[...lines, ...constants].join("\n")}\n`,
    configuration: [`150 ${disk.slice(0, 4)} pack.ckd`],
    files: { "pack.ckd": () => imageOf(disk) },
    // Hercules gives invalid sequence, missing address marker, a seek check for a wrong address, and the command of an
    // overflow record to no control; here those with six sense bytes have them.
    ...(isSix(disk) && { senseBits: "FEEDFFFFFF00" }),
    ...(length > 0 && { areas: [[AREA.toString(16).toUpperCase(), length] as const] }),
  };
}

export const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");
export const place = (cylinder: number, head: number): string => hex(cylinder, 4) + hex(head, 4);
export const seek = (cylinder: number, head: number): Ccw => ["07", `0000${place(cylinder, head)}`];
export const id = (cylinder: number, head: number, record: number): Ccw => ["31", place(cylinder, head) + hex(record, 2)];
export const find = (cylinder: number, head: number, record: number): Ccw[] => [
  seek(cylinder, head),
  id(cylinder, head, record),
  "loop",
];
export const home = (cylinder: number, head: number): Ccw[] => [
  seek(cylinder, head),
  ["39", place(cylinder, head)],
  "loop",
];
export const READ: Ccw = ["06", 64];
export const READ_ALL: Ccw = ["1E", 64];
/** A record of ten bytes of data, with a key or without. */
export const made = (cylinder: number, head: number, record: number, key = ""): string =>
  `${place(cylinder, head)}${hex(record, 2)}${hex(key.length / 2, 2)}000A${key}A0A1A2A3A4A5A6A7A8A9`;
/** Reads what a track has behind record 0. */
export const track = (cylinder: number, head: number, records: number): Ccw[] => [
  seek(cylinder, head),
  ["1A", 5],
  ["16", 16],
  ...Array.from({ length: records }, () => READ_ALL),
];

/** Whether the control has six sense bytes. */
export function isSix(disk: string): boolean {
  return disk === "2311-1" || disk === "2314-1";
}

/** Sense bytes 2 to 4 of drives on a 3880: nothing of the drive at address 0. */
const LATER = { "3375-1": "000000", "3380-1": "000000", "3390-1": "000000" };

/** Sense bytes of an error: bytes 0 and 1, where the arms are, and the message of byte 7. */
export function senseOf(disk: string, bytes: string, cylinder: number, head: number, message: number): string {
  if (isSix(disk)) return `${bytes}00${disk === "2311-1" ? "C8" : "40"}`.padEnd(48, "0");
  const drive: Readonly<Record<string, string>> = { "3330-1": "000038", "3340-35": "810080", "3350-1": "000080", "2305-2": "000000", ...LATER };
  return `${bytes}${drive[disk]}${hex(cylinder, 2)}${hex(head, 2)}${hex(message, 2)}`.padEnd(48, "0");
}

/** A result with unit check, for a disk with 24 sense bytes or with six (of which SENSE then leaves 18 over). */
export function slot(next: string, status: string, residual: string, sense: string): string {
  const left = sense.startsWith("00C8", 4) || sense.startsWith("0040", 4) ? "0012" : "0000";
  return `io 150 cc 0 csw 00 ${next} ${status} 00 ${residual} sense ${sense} left ${left}`;
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(" ", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function lastHead(disk: string): number {
  return (diskType(disk)?.heads ?? 1) - 1;
}

/** What the CSW says of where a program (the first is 1) has ended: behind its CCW of that number, from 1 on. */
export function nextAfter(programs: readonly (readonly Ccw[])[], program: number, ccw: number): string {
  const first = Math.ceil((ORIGIN + IO * programs.length + DONE) / 8) * 8;
  const before = programs.slice(0, program - 1).reduce((sum, ccws) => sum + ccws.length, 0);
  return hex(first + 8 * (before + ccw), 6);
}

/** A result without unit check. */
export function endedAt(next: string, count = 0, status = "0C"): string {
  return `io 150 cc 0 csw 00 ${next} ${status} 00 ${hex(count, 4)}`;
}
