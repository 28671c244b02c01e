/** The exercises of a folder: `<unit>/exercises/<name>/exercise.ts`, or without `exercises/` between; `.json` serves too. */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Exercise } from "../grading/format.ts";
import { parseExercise } from "../grading/schema.ts";
import { filesOf } from "../grading/setup-files.ts";
import { UsageError } from "./arguments.ts";
import { reason, textOf } from "./files.ts";

/** The course's own exercises. */
export const lessonsFolder = fileURLToPath(new URL("../../lessons", import.meta.url));

/** An exercise with everything that its folder holds. */
export interface CatalogueEntry {
  /** "02-ten-instructions/largest". */
  readonly id: string;
  readonly folder: string;
  readonly exercise: Exercise;
  /** Every text file of the folder, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

interface Place {
  readonly id: string;
  readonly folder: string;
  readonly module: string;
}

/** Reads all exercises under a folder, in order of their ids. The first one that is damaged ends it with a line that names it. */
export async function readCatalogue(root: string): Promise<readonly CatalogueEntry[]> {
  const entries = await Promise.all(findExercises(root).map(readEntry));
  if (entries.length === 0)
    throw new UsageError(`${root} has no exercises: they are looked for at UNIT/exercises/NAME/exercise.ts`);
  return entries;
}

/** Where exercises lie under a folder. */
function findExercises(root: string): readonly Place[] {
  const places: Place[] = [];
  for (const unit of foldersIn(root)) {
    for (const [within, prefix] of [
      [join(root, unit, "exercises"), unit],
      [join(root, unit), unit],
    ] as const) {
      if (!existsSync(within)) continue;
      for (const name of foldersIn(within)) {
        const folder = join(within, name);
        const module = ["exercise.ts", "exercise.json"]
          .map((file) => join(folder, file))
          .find((file) => existsSync(file));
        if (module !== undefined) places.push({ id: `${prefix}/${name}`, folder, module });
      }
    }
  }
  return places.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw new UsageError(`${folder}: ${reason(error)}`);
  }
}

async function readEntry({ id, folder, module }: Place): Promise<CatalogueEntry> {
  const parsed = parseExercise(await readModule(module));
  if (!parsed.ok) throw new UsageError(`${module}: ${parsed.why}`);
  const files = readFolder(folder);
  const { value: exercise } = parsed;
  const named = [
    ...filesOf(exercise.setup),
    ...(exercise.kind === "predict" ? [] : [exercise.edit, exercise.solution]),
  ];
  if (exercise.kind !== "predict") named.push(...exercise.wrong.map((wrong) => wrong.file));
  const missing = named.find((name) => files[name] === undefined);
  if (missing !== undefined) throw new UsageError(`${module}: names ${missing}, which is not in its folder`);
  return { id, folder, exercise, files };
}

async function readModule(module: string): Promise<unknown> {
  try {
    if (module.endsWith(".json")) return JSON.parse(readFileSync(module, "utf8"));
    const loaded: unknown = await import(pathToFileURL(resolve(module)).href);
    return typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined;
  } catch (error) {
    throw new UsageError(`${module}: ${reason(error).split("\n")[0]}`);
  }
}

function readFolder(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!lstatSync(path).isFile() || statSync(path).size > 1_000_000) continue;
    const text = textOf(new Uint8Array(readFileSync(path)));
    if (text !== undefined && !basename(name).startsWith("exercise.")) files[name] = text;
  }
  return files;
}

/** The entry with an id; else a line that names those that there are. */
export function findEntry(catalogue: readonly CatalogueEntry[], id: string): CatalogueEntry {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (entry === undefined)
    throw new UsageError(`there is no exercise ${id}; there are ${catalogue.map((one) => one.id).join(", ")}`);
  return entry;
}
