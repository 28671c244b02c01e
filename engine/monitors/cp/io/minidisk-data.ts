/** What is behind a virtual disk: cylinders of a real one. */
import { DISK_TYPES } from "../../../s370/index.ts";
import { packType } from "../directory/disk-map.ts";
import type { DiskAccess, MinidiskType } from "../directory/index.ts";
import type { VirtualDevice } from "./state.ts";
import type { TrackAddress } from "./work-area.ts";

/** Kept in `VirtualDevice.data` of kind "minidisk". */
export interface MinidiskData {
  /** Address of the real device. */
  readonly real: number;
  /** Real cylinder that is its cylinder 0. */
  readonly start: number;
  readonly cylinders: number;
  /** Its own tracks of a cylinder. */
  readonly heads: number;
  /** Real head that is its head 0: a 2311 on the lower half of a 2314. */
  readonly headOffset: number;
  /** A 2311 on one half of a 2314's cylinders. */
  readonly half: boolean;
  access: DiskAccess;
  /** Whose it is by the directory, and at which virtual address. */
  readonly owner: string;
  readonly of: number;
  /** Virtual RESERVE and RELEASE. */
  readonly reserve: boolean;
  /** Cylinders of CP's that are given back at the end. */
  readonly temporary: boolean;
  readonly volume: string;
  /** Real track at which its user has left the arm; undefined: where it is, as long as nobody else has moved it. */
  arm: TrackAddress | undefined;
}

/** Tracks of a cylinder of a machine type. */
export function headsOf(type: string): number {
  return DISK_TYPES.find((each) => each.type === type)?.heads ?? 0;
}

/** Head offset of a half of a 2314. */
export function halfOffset(half: "TOP" | "BOTTOM" | undefined): number {
  return half === "BOTTOM" ? headsOf("2311") : 0;
}

/** The machine type of the drive that minidisks of a type are on. */
export function driveType(type: MinidiskType): string {
  return packType(type);
}

/** What is behind a minidisk; undefined for other devices. */
export function minidiskOf(device: VirtualDevice): MinidiskData | undefined {
  // Only minidisks have this kind.
  return device.kind === "minidisk" ? (device.data as MinidiskData) : undefined;
}
