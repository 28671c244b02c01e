/** `tae cp format`: makes a pack for CP, as the Format/Allocate program does, and writes its image. */
import { existsSync } from "node:fs";
import {
  ALLOCATION,
  type Allocation,
  type AllocationType,
  FormatError,
  formatPack,
} from "../monitors/cp/storage/format.ts";
import { DISK_TYPES, DiskPack, diskFile, diskType } from "../s370/index.ts";
import { choiceOption, decimalOption, type OptionKinds, readArguments, UsageError } from "./arguments.ts";
import { saveFile } from "./save-file.ts";

const options: OptionKinds = {
  "--type": "value",
  "--cylinders": "value",
  "--allocate": "value",
  "--form": "value",
  "--only-own": "flag",
  "--replace": "flag",
};

/**
 * What a volume is for unless it is said: its label, a checkpoint and a warm-start cylinder, cylinders for the user directory and the next one, and space for
 * spooling and paging. A small volume has none for directories.
 */
const FIRST_FREE = 3;
const DIRECTORY_CYLINDERS = 4;
const SMALL = 16;

/** Formats a pack and says what is on it. */
export function cpFormat(list: readonly string[]): number {
  const given = readArguments("tae cp format", list, options);
  const [serial, file, ...more] = given.operands;
  if (serial === undefined || file === undefined || more.length > 0)
    throw new UsageError("tae cp format takes a volume serial number and the file for its image");
  const disk = diskType(given.value("--type") ?? "3350");
  if (disk === undefined)
    throw new UsageError(
      `--type is one of ${DISK_TYPES.map(({ name }) => name).join(", ")}: "${given.value("--type")}" is not`,
    );
  const cylinders = decimalOption("--cylinders", given.value("--cylinders") ?? `${disk.cylinders}`);
  const form = choiceOption("--form", given.value("--form") ?? "compressed", ["compressed", "plain"]);
  const asked = given.values("--allocate").map(allocation);
  if (asked.length === 0 && cylinders > FIRST_FREE) {
    const free = FIRST_FREE + (cylinders < SMALL ? 0 : DIRECTORY_CYLINDERS);
    if (free > FIRST_FREE) asked.push({ type: "DRCT", first: FIRST_FREE, last: free - 1 });
    asked.push({ type: "TEMP", first: free, last: cylinders - 1 });
  }
  if (existsSync(file) && !given.has("--replace"))
    throw new UsageError(`${file} is there already: formatting would take everything from it; --replace does so`);
  const volume = serial.toUpperCase();
  const what = { volume, cylinders, allocations: asked, onlyOwn: given.has("--only-own") };
  try {
    saveFile(file, diskFile(new DiskPack(formatPack(disk, what)), form));
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(error.message);
    throw error;
  }
  console.log(`${file}: ${disk.name} ${volume}, ${cylinders} cylinders`);
  for (const { type, first, last } of asked) console.log(`${type} ${first}-${last}`);
  return 0;
}

/** "TEMP=3-554", "PAGE=5". */
function allocation(text: string): Allocation {
  const parts = /^([A-Z]+)=(\d{1,5})(?:-(\d{1,5}))?$/i.exec(text);
  if (parts === null) throw new UsageError(`--allocate is written TYPE=FIRST-LAST, as TEMP=3-554: "${text}" is not`);
  // The keys of a constant object of these names.
  const types = Object.keys(ALLOCATION) as AllocationType[];
  const type = choiceOption("--allocate", parts[1].toUpperCase(), types);
  const first = Number(parts[2]);
  return { type, first, last: parts[3] === undefined ? first : Number(parts[3]) };
}
