/**
 * What is where on each volume: the work of the DISKMAP procedure, which lists a directory's minidisks in the order of
 * their cylinders and marks gaps and overlaps. Neither CP nor the directory program looks for overlaps (GC20-1801,
 * "MDISK Control Statement").
 */
import { DISK_TYPES } from "../../../s370/index.ts";
import { deviceAddress } from "./address.ts";
import { cylindersOf } from "./operands.ts";
import type { Directory, Minidisk, MinidiskType } from "./types.ts";

/** A minidisk on its volume. */
export interface MappedMinidisk {
  readonly kind: "minidisk";
  /** First and last real cylinder. */
  readonly start: number;
  readonly end: number;
  readonly userid: string;
  readonly minidisk: Minidisk;
  /** The whole volume, which others are meant to lie in. */
  readonly fullPack: boolean;
  /** Those before it in the map that have cylinders of it, full-pack minidisks left out. */
  readonly overlaps: readonly MappedMinidisk[];
}

/** Cylinders that no minidisk has. CP's own (paging, spooling, directory) are such, unless an entry stands for them. */
export interface Gap {
  readonly kind: "gap";
  readonly start: number;
  readonly end: number;
}

/** A volume that minidisks are on. */
export interface VolumeMap {
  readonly volume: string;
  /** Machine types of the volume by its MDISK statements: more than one is a mistake. */
  readonly types: readonly MinidiskType[];
  /** Cylinders of the smallest model of the first type that has them all. */
  readonly cylinders: number;
  /** That model: "3330-1". */
  readonly model: string;
  /** By first cylinder; of those that begin together the longest first. */
  readonly entries: readonly (MappedMinidisk | Gap)[];
}

/** The map of every volume with minidisks, by name. */
export function mapVolumes(directory: Directory): VolumeMap[] {
  const owned = directory.users.flatMap(({ userid, devices }) =>
    devices.flatMap((device) => (device.kind === "minidisk" ? [{ userid, minidisk: device }] : [])),
  );
  const volumes = Map.groupBy(owned, ({ minidisk }) => minidisk.volume);
  return [...volumes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([volume, disks]) => mapVolume(volume, disks));
}

interface Owned {
  readonly userid: string;
  readonly minidisk: Minidisk;
}

function mapVolume(volume: string, disks: readonly Owned[]): VolumeMap {
  const types = [...new Set(disks.map(({ minidisk }) => packType(minidisk.type)))];
  const needed = Math.max(...disks.map(({ minidisk }) => minidisk.start + minidisk.cylinders));
  const sizes = cylindersOf(types[0]);
  const found = sizes.findIndex((size) => size >= needed);
  const index = found < 0 ? sizes.length - 1 : found;
  const cylinders = sizes[index];
  const model = DISK_TYPES.filter(({ type }) => type === types[0])[index].name;
  const placed = placeMinidisks(disks, cylinders);
  return { volume, types, cylinders, model, entries: withGaps(placed, cylinders) };
}

/** The type of the volume: a 2319 is as a 2314, and a virtual 2311 lies on one. */
export function packType(type: MinidiskType): MinidiskType {
  return type === "2311" || type === "2319" ? "2314" : type;
}

function placeMinidisks(disks: readonly Owned[], cylinders: number): MappedMinidisk[] {
  const sorted = disks.toSorted(
    (a, b) => a.minidisk.start - b.minidisk.start || b.minidisk.cylinders - a.minidisk.cylinders,
  );
  const placed: MappedMinidisk[] = [];
  for (const { userid, minidisk } of sorted) {
    const { start } = minidisk;
    const end = start + minidisk.cylinders - 1;
    const fullPack = start === 0 && minidisk.cylinders >= cylinders;
    const overlaps = fullPack ? [] : placed.filter((other) => !other.fullPack && overlap(other.minidisk, minidisk));
    placed.push({ kind: "minidisk", start, end, userid, minidisk, fullPack, overlaps });
  }
  return placed;
}

function overlap(a: Minidisk, b: Minidisk): boolean {
  const halves = a.half !== undefined && b.half !== undefined && a.half !== b.half;
  return !halves && a.start < b.start + b.cylinders && b.start < a.start + a.cylinders;
}

function withGaps(placed: readonly MappedMinidisk[], cylinders: number): (MappedMinidisk | Gap)[] {
  const entries: (MappedMinidisk | Gap)[] = [];
  // Where a volume is one minidisk, there is no gap in it.
  const alone = placed.every(({ fullPack }) => fullPack);
  let next = 0;
  for (const disk of placed) {
    if (!disk.fullPack && disk.start > next) entries.push({ kind: "gap", start: next, end: disk.start - 1 });
    if (!disk.fullPack || alone) next = Math.max(next, disk.end + 1);
    entries.push(disk);
  }
  if (next < cylinders) entries.push({ kind: "gap", start: next, end: cylinders - 1 });
  return entries;
}

/** The maps as DISKMAP listed them, a line an entry. */
export function formatVolumeMaps(maps: readonly VolumeMap[]): string {
  const lines = maps.flatMap((map) => [
    row(["VOLUME", "TYPE", "USERID", "CUU", "START", "END", "SIZE"]),
    ...map.entries.map((entry, i) => {
      const size = entry.end - entry.start + 1;
      const numbers = [`${entry.start}`, `${entry.end}`, `${size}`];
      const names = i === 0 ? [map.volume, map.model] : ["", ""];
      if (entry.kind === "gap") return row([...names, "", "", ...numbers, "GAP"]);
      const { half, address } = entry.minidisk;
      const marks = [
        ...(half === undefined ? [] : [half]),
        ...(entry.fullPack ? ["FULL PACK"] : []),
        ...(entry.overlaps.length > 0 ? ["OVERLAP"] : []),
      ];
      return row([...names, entry.userid, deviceAddress(address), ...numbers, marks.join(" ")]);
    }),
    "",
  ]);
  return lines.join("\n");
}

function row([volume, type, userid, cuu, start, end, size, mark = ""]: readonly string[]): string {
  const names = [volume.padEnd(7), type.padEnd(8), userid.padEnd(9), cuu.padEnd(4)];
  return [...names, ...[start, end, size].map((text) => text.padStart(5)), ` ${mark}`].join(" ").trimEnd();
}
