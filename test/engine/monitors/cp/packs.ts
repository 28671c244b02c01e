/** Drives with packs of CP's. */
import { type AllocationType, formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import { CountKeyDataDisk, DiskPack, diskType } from "../../../../engine/s370/index.ts";

/** A drive with a pack that Format/Allocate has made: cylinder 0 its label, the rest as `allocations` say, or else TEMP. */
export function ownDisk(
  volume: string,
  type = "3330",
  allocations?: readonly (readonly [type: AllocationType, first: number, last: number])[],
): CountKeyDataDisk {
  const disk = diskType(type);
  if (disk === undefined) throw new Error(`there is no disk ${type}`);
  const drive = new CountKeyDataDisk(disk);
  const ranges = allocations ?? [["TEMP", 1, disk.cylinders - 1] as const];
  drive.mount(
    new DiskPack(
      formatPack(disk, { volume, allocations: ranges.map(([type, first, last]) => ({ type, first, last })) }),
    ),
  );
  return drive;
}
