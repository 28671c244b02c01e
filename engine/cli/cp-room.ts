/** `tae cp room`: writes the ready room of the site's page "CP" as files: machine, users, what CP is generated with, packs. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { imageName, ROOM_CONFIGURATION, ROOM_DIRECTORY, ROOM_GENERATION, ROOM_VOLUMES } from "../installations/room.ts";
import { roomImages, roomPacks } from "../installations/room-packs.ts";
import { type OptionKinds, readArguments, UsageError } from "./arguments.ts";
import { reason } from "./files.ts";
import { saveFile } from "./save-file.ts";

const options: OptionKinds = { "--replace": "flag" };
const GUESTS = new URL("../guests/", import.meta.url);

/** Writes the files, and says how they are used. */
export function cpRoom(list: readonly string[]): number {
  const given = readArguments("tae cp room", list, options);
  const [folder, ...more] = given.operands;
  if (folder === undefined || more.length > 0) throw new UsageError("tae cp room takes the folder for its files");
  const path = (name: string): string => join(folder, name);
  const texts = { "vm.conf": ROOM_CONFIGURATION, "user.direct": ROOM_DIRECTORY, "vm.system": ROOM_GENERATION };
  const names = [...Object.keys(texts), ...ROOM_VOLUMES.map(imageName)];
  const there = names.find((name) => existsSync(path(name)));
  if (there !== undefined && !given.has("--replace"))
    throw new UsageError(`${path(there)} is there already: --replace writes the whole room anew, its disks too`);
  if (!existsSync(dirname(resolve(folder)))) throw new UsageError(`${folder}: there is no folder ${dirname(folder)}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder);
  } catch (error) {
    throw new UsageError(`${folder}: ${reason(error)}`);
  }
  const images = roomImages(
    roomPacks({ cms: (name) => source(`cms/${name}`), kernel: source("kernels/processes.asm") }),
  );
  for (const volume of ROOM_VOLUMES) saveFile(path(imageName(volume)), [images[volume]]);
  for (const [name, text] of Object.entries(texts)) saveFile(path(name), [new TextEncoder().encode(text)]);
  console.log(`${folder}: ${names.join(", ")}`);
  console.log(`tae cp run --config ${path("vm.conf")} --system ${path("vm.system")}`);
  return 0;
}

function source(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, GUESTS)), "utf8");
}
