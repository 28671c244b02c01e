/** Reading submissions: a folder or zip with `submission.json`, or a folder of them. Nothing in one is trusted. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import { parseSubmission, type Submission } from "../grading/schema.ts";
import { UsageError } from "./arguments.ts";
import { reason, textOf } from "./files.ts";

/** Bytes that one submitted file may have. */
const fileLimit = 1_000_000;
/** Bytes that all files of a zip may have together. */
const zipLimit = 20_000_000;

/** A student's work, as far as it can be read. */
export interface StudentWork {
  /** From the folder's or the zip's name. */
  readonly student: string;
  readonly path: string;
  /** What `submission.json` says, where it says otherwise. */
  readonly claimed?: string;
  /** Files by exercise; a file that cannot be used has its reason. */
  readonly exercises: Readonly<Record<string, Readonly<Record<string, SubmittedFile>>>>;
  /** Why the submission as a whole cannot be read. */
  readonly problem?: string;
}

export type SubmittedFile = { readonly text: string } | { readonly why: string };

/** Text of a file inside the submission, or why it cannot be had. */
type Reader = (path: string) => SubmittedFile;

/** All submissions at a path: one, or those of each folder and zip in it. */
export function readSubmissions(path: string): readonly StudentWork[] {
  let stat: ReturnType<typeof statSync>;
  try {
    stat = statSync(path);
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}`);
  }
  if (stat.isFile()) return [basename(path) === "submission.json" ? readFolder(dirname(resolve(path))) : readZip(path)];
  if (isFile(join(path, "submission.json"))) return [readFolder(resolve(path))];
  const works: StudentWork[] = [];
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const inside = join(path, entry.name);
    if (entry.isDirectory()) works.push(readFolder(inside));
    else if (entry.isFile() && entry.name.endsWith(".zip")) works.push(readZip(inside));
  }
  if (
    !works.some(
      (work) => work.problem === undefined || isFile(join(work.path, "submission.json")) || work.path.endsWith(".zip"),
    )
  ) {
    throw new UsageError(`${path}: neither a submission (it has no submission.json) nor a folder of submissions`);
  }
  return works;
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

function readFolder(folder: string): StudentWork {
  const root = realpathSync(folder);
  return readWork(basename(root), folder, (path) => {
    const place = resolve(root, path);
    if (!place.startsWith(root + sep)) return { why: `${path} lies outside of the submission` };
    try {
      // A link inside the folder could lead to a file of the grader's.
      if (realpathSync(place) !== place) return { why: `${path} is or lies behind a symbolic link` };
      const stat = lstatSync(place);
      if (!stat.isFile()) return { why: `${path} is not a file` };
      if (stat.size > fileLimit) return { why: `${path} is larger than ${fileLimit.toLocaleString("en")} bytes` };
      return asText(path, new Uint8Array(readFileSync(place)));
    } catch (error) {
      return { why: `${path}: ${reason(error)}` };
    }
  });
}

function readZip(path: string): StudentWork {
  const student = basename(path).replace(/\.zip$/i, "");
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    const bytes = new Uint8Array(readFileSync(path));
    files = unzipSync(bytes, {
      filter: (file) => {
        total += file.originalSize;
        return file.originalSize <= fileLimit && total <= zipLimit;
      },
    });
  } catch (error) {
    const why = `not a submission: neither a folder nor a zip that can be read (${reason(error)})`;
    return { student, path, exercises: {}, problem: why };
  }
  const names = new Map(Object.entries(files));
  // Some programs put everything into one folder with the zip's name.
  const top = [...names.keys()].find((name) => /^[^/]+\/submission\.json$/.test(name));
  const prefix = names.has("submission.json") || top === undefined ? "" : top.slice(0, top.indexOf("/") + 1);
  return readWork(student, path, (inner) => {
    const bytes = names.get(prefix + inner);
    return bytes === undefined ? { why: `${inner} is not in the zip, or is too large` } : asText(inner, bytes);
  });
}

function asText(path: string, bytes: Uint8Array): SubmittedFile {
  const text = textOf(bytes);
  return text === undefined ? { why: `${path} is not a text file` } : { text };
}

function readWork(student: string, path: string, read: Reader): StudentWork {
  const manifest = read("submission.json");
  if ("why" in manifest) return { student, path, exercises: {}, problem: manifest.why };
  const parsed = parseManifest(manifest.text);
  if (typeof parsed === "string") return { student, path, exercises: {}, problem: `submission.json: ${parsed}` };
  const exercises: Record<string, Record<string, SubmittedFile>> = {};
  for (const [id, { files }] of Object.entries(parsed.exercises)) {
    const named = Object.entries(files).map(
      ([name, inner]) => [name, isInside(inner) ? read(inner) : outside(inner)] as const,
    );
    exercises[id] = Object.fromEntries(named);
  }
  return {
    student,
    path,
    exercises,
    ...(parsed.student !== undefined && parsed.student !== student && { claimed: parsed.student }),
  };
}

function isInside(path: string): boolean {
  return !/^[\\/]|^[a-z]:|\0/i.test(path) && !path.split(/[\\/]/).includes("..");
}

function outside(path: string): SubmittedFile {
  return { why: `${JSON.stringify(path)} lies outside of the submission` };
}

function parseManifest(text: string): Submission | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return `is not JSON (${reason(error)})`;
  }
  const parsed = parseSubmission(data);
  return parsed.ok ? parsed.value : parsed.why;
}
