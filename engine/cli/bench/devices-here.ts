/** Runs a benchmark of devices in this machine, and opens images. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration } from "../../s370/configuration.ts";
import { attachDevices } from "../../s370/configured-machine.ts";
import { diskFile, openDisk } from "../../s370/devices/images/disk-image.ts";
import { System370 } from "../../s370/index.ts";
import { fileSource } from "../file-source.ts";
import { benchmarkPack, type DeviceBenchmark, DISK } from "./devices.ts";
import type { Took } from "./hercules.ts";
import { WrongResult } from "./measure.ts";

/** Bytes of storage. */
export const STORAGE = 2 << 20;

/** From the start to the end of the program, its output in the file. Throws {@link WrongResult}. */
export function runHere({ name, configuration, start, output }: DeviceBenchmark, folder: string): Took {
  const machine = new System370({ storageSize: STORAGE });
  const began = performance.now();
  const started = process.cpuUsage();
  const { written } = attachDevices(machine, readConfiguration(name, configuration.join("\n")), (file) =>
    fileSource(file, join(folder, file)),
  );
  if ("load" in start) machine.operate("load", Number.parseInt(start.load, 16));
  else {
    machine.write(0, start.image);
    machine.operate("load");
  }
  const stopped = machine.run({});
  let path: string | undefined;
  for (const file of written()) {
    if (file.name !== output?.name) continue;
    // A file of its own: the next run begins with the same files.
    path = join(folder, `here-${file.name}`);
    const handle = openSync(path, "w");
    for (const piece of file.pieces()) writeSync(handle, piece);
    closeSync(handle);
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(started);
  const made = path === undefined ? undefined : readFileSync(path);
  const result = "load" in start ? undefined : machine.read(start.result.address, start.result.expected.length);
  checkResult("this machine", { name, start, output }, `${stopped} ${machine.pswHex}`, result, made);
  return { seconds, processorSeconds: (user + system) / 1e6 };
}

/** Throws {@link WrongResult} where a benchmark has not come to what it should have. */
export function checkResult(
  where: string,
  { name, start, output }: Pick<DeviceBenchmark, "name" | "start" | "output">,
  ending: string,
  result: Uint8Array | undefined,
  made: Uint8Array | undefined,
): void {
  const isSum = "load" in start || (result && Buffer.compare(result, start.result.expected) === 0);
  const isOutput = output === undefined || (made !== undefined && output.isRight(made));
  if (!/000A0000 ?00000000/.test(ending) || !isSum || !isOutput) {
    const found = result ? `, result ${Buffer.from(result).toString("hex")}` : "";
    throw new WrongResult(
      `${name} in ${where} ends with ${ending}${found}${isOutput ? "" : `, ${output?.name} is wrong`}`,
    );
  }
}

/** Milliseconds to open an image of 105 MB and read its first track: a plain one, and one with tables of tracks. */
export function openingTimes(folder: string): { readonly plain: number; readonly compressed: number } {
  writeFileSync(join(folder, "pack.cckd"), Buffer.concat([...diskFile(benchmarkPack(), "compressed", "none")]));
  const opened = (file: string): number => {
    const began = performance.now();
    openDisk([fileSource(file, join(folder, file))]).track(0);
    return performance.now() - began;
  };
  return { plain: opened(DISK), compressed: opened("pack.cckd") };
}
