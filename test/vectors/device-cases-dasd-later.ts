/**
 * Cases about the disks that came after the 3350, on a 3880: they do what a 3350 does, with more on a track. Hercules puts a
 * 3390 on a 3990, with 32 sense bytes, unless it is told otherwise; and it gives them up in two cases of these: records
 * that overflow are written on a 3375 only, and a 3390 is not recalibrated.
 */
import type { DeviceCase } from "./device-case.ts";
import { common, later, load } from "./device-cases-dasd.ts";

const of = (disk: string): readonly DeviceCase[] => [load(disk), ...common(disk), ...later(disk)];

/** The same on the control that a 3390 has here. */
function onA3880(each: DeviceCase): DeviceCase {
  return { ...each, configuration: each.configuration.map((line) => line.replace("pack.ckd", "pack.ckd cu=3880")) };
}

export const cases: readonly DeviceCase[] = [
  ...of("3375-1"),
  ...of("3380-1").filter(({ name }) => !name.includes("special count")),
  ...of("3390-1")
    .filter(({ name }) => !/special count|recalibrate|seeks that the file mask forbids/.test(name))
    .map(onA3880),
];
