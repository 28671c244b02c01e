/** `tae cp cms`: makes a pack with disks of the CMS-style system, and writes its image. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildCms } from "../guests/cms/build.ts";
import { CmsDisk, deckFile, type NewFile, textFile } from "../guests/cms/disk.ts";
import { geometryOf } from "../guests/cms/geometry.ts";
import { assemble } from "../s370/assembler/index.ts";
import { blankPack, DiskPack, diskFile, diskType, isObjectDeck, writeObjectDeck } from "../s370/index.ts";
import { choiceOption, decimalOption, type OptionKinds, readArguments, UsageError } from "./arguments.ts";
import { readBytes, textOf } from "./files.ts";
import { membersBeside } from "./members.ts";
import { saveFile } from "./save-file.ts";

const options: OptionKinds = {
  "--type": "value",
  "--cylinders": "value",
  "--form": "value",
  "--replace": "flag",
};

const NUCLEUS = new URL("../guests/cms/", import.meta.url);
const SYSTEM = "system";
const LONGEST_NAME = 8;

/** A disk of a pack: from where on, how large, its label, what is to be on it. */
interface AskedDisk {
  readonly first: number;
  readonly cylinders: number;
  readonly label: string;
  readonly source: string | undefined;
}

/** Makes a pack and says what is on it. */
export function cpCms(list: readonly string[]): number {
  const given = readArguments("tae cp cms", list, options);
  const [volume, file, ...disks] = given.operands;
  if (volume === undefined || file === undefined || disks.length === 0)
    throw new UsageError("tae cp cms takes a volume serial number, the file for the pack's image, and disks");
  const type = diskType(given.value("--type") ?? "3330");
  if (type === undefined) throw new UsageError(`--type is 2314, 3330, 3340 or 3350, not "${given.value("--type")}"`);
  const cylinders = decimalOption("--cylinders", given.value("--cylinders") ?? `${type.cylinders}`);
  const form = choiceOption("--form", given.value("--form") ?? "compressed", ["compressed", "plain"]);
  if (existsSync(file) && !given.has("--replace"))
    throw new UsageError(`${file} is there already: --replace takes everything from it`);
  const pack = new DiskPack(blankPack(type, { volume: volume.toUpperCase(), cylinders }));
  const said = [`${file}: ${type.name} ${volume.toUpperCase()}, ${cylinders} cylinders`];
  for (const asked of disks.map(askedDisk)) {
    const { first, cylinders: count, label, source } = asked;
    if (first < 1 || first + count > cylinders)
      throw new UsageError(
        `${label}: the pack has cylinders 1 to ${cylinders - 1} for disks, not ${first} to ${first + count - 1}`,
      );
    const files = source === undefined || source === SYSTEM ? [] : filesOf(source);
    try {
      const disk = new CmsDisk(geometryOf(type.type, count), label);
      if (source === SYSTEM) disk.install(system());
      for (const each of files) disk.add(each);
      disk.close().writeTo(pack, first);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(`${label}: ${error.message}`);
      throw error;
    }
    const what = source === SYSTEM ? "the system" : `${files.length} files`;
    said.push(`MDISK cuu ${type.type} ${first} ${count} ${volume.toUpperCase()}: ${label}, ${what}`);
  }
  saveFile(file, diskFile(pack, form));
  for (const line of said) console.log(line);
  return 0;
}

function system() {
  return buildCms((path) => readFileSync(fileURLToPath(new URL(path, NUCLEUS)), "utf8"));
}

/** "1:10:CMSSYS=system", "20:5:MAINT=folder", "30:5:WORK". */
function askedDisk(text: string): AskedDisk {
  const parts = /^(\d{1,5}):(\d{1,5}):([A-Z0-9]{1,6})(?:=(.+))?$/i.exec(text);
  if (parts === null)
    throw new UsageError(
      `a disk is written FIRST:CYLINDERS:LABEL, then =system or =FOLDER where it is not empty: "${text}" is not`,
    );
  const [, first, cylinders, label, source] = parts;
  return { first: Number(first), cylinders: Number(cylinders), label: label.toUpperCase(), source };
}

/** The files of a folder: NAME.TYPE is text or an object deck; NAME.asm is assembled to NAME TEXT, and goes along as NAME ASSEMBLE. */
function filesOf(folder: string): NewFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder} is no folder; files for a disk are in one, as NAME.TYPE`);
  const files: NewFile[] = [];
  for (const entry of readdirSync(folder).sort()) {
    const path = join(folder, entry);
    if (!statSync(path).isFile()) continue;
    const ending = extname(entry).slice(1);
    const name = entry.slice(0, -ending.length - 1);
    if (ending === "" || [name, ending].some((each) => !/^[A-Z0-9@#$]+$/i.test(each) || each.length > LONGEST_NAME))
      throw new UsageError(`${path}: a file is called NAME.TYPE, each of 1 to ${LONGEST_NAME} letters or digits`);
    const bytes = readBytes(path);
    const text = textOf(bytes);
    if (isObjectDeck(bytes)) files.push(deckFile(name, bytes));
    else if (text === undefined) throw new UsageError(`${path} is neither text nor an object deck`);
    else if (ending.toLowerCase() === "asm") {
      const { errors, module } = assemble(text, { members: membersBeside(path) });
      if (errors.length > 0)
        throw new UsageError(`${path}:${errors[0].line}:${errors[0].column}: ${errors[0].message}`);
      files.push(deckFile(name, writeObjectDeck(module)), textFile(name, "ASSEMBLE", text, "F"));
    } else files.push(textFile(name, ending, text));
  }
  return files;
}
