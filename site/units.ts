/** The course's units: all that are planned, and which of them are written. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Unit {
  readonly number: number;
  readonly title: string;
  /** What the reader can do afterwards, in a clause. */
  readonly about: string;
  /** Folder under `lessons/`, for a unit that is written. */
  readonly folder?: string;
}

const planned: readonly (readonly [title: string, about: string])[] = [
  ["Why bother?", "what a virtual machine is and isn't, and why anyone wanted one"],
  ["A System/370 in ten instructions", "read and write small programs; read a PSW"],
  ["Traps", "interruptions, old and new PSWs, problem and supervisor state"],
  ["Popek and Goldberg", "privileged, sensitive, innocuous: by experiment"],
  ["Trap and emulate", "a monitor that runs a guest supervisor in problem state"],
  ["Storage", "address translation, shadow tables, demand paging"],
  ["Input and output", "channel programs, minidisks, spool files"],
  ["Time and fairness", "a guest's clocks; a processor divided 90 to 10"],
  ["The guest that knows", "DIAGNOSE, and what a CMS leaves out"],
  ["Paying less", "what traps cost, and the assists that remove them"],
  ["The x86 says no", "which instructions break the theorem, and how"],
  ["Three ways round", "translation, paravirtualization, hardware help"],
  ["Ring −1", "from CPUID to a first VM exit"],
  ["Two dimensions", "nested paging against shadow paging, by counts"],
  ["Interrupts and time", "inject an interrupt correctly; virtualize a timer"],
  ["Devices", "port I/O, virtio, passthrough"],
  ["KVM", "real Linux, and a machine inside it"],
  ["CMS again", "containers, unikernels, microVMs"],
  ["What they are for now", "snapshots, migration, replay, introspection"],
  ["So why bother?", "the answer, with numbers"],
  ["Your own", "a hypervisor that runs two unmodified guests"],
];

// Astro runs in the repository's root; this file's own address differs between the configuration and the bundled pages.
const lessons = pathToFileURL(join(process.cwd(), "lessons/"));

/** Folder of each written unit, by its number: `lessons/NN-name` with an `index.mdx`. */
function writtenFolders(): Map<number, string> {
  const folders = existsSync(lessons) ? readdirSync(lessons) : [];
  return new Map(
    folders
      .filter((folder) => /^\d\d-/.test(folder) && existsSync(new URL(`${folder}/index.mdx`, lessons)))
      .map((folder) => [Number(folder.slice(0, 2)), folder]),
  );
}

/** All units, in order. */
export function units(): readonly Unit[] {
  const folders = writtenFolders();
  return planned.map(([title, about], index) => ({ number: index + 1, title, about, folder: folders.get(index + 1) }));
}

/** Names of the written questions: files of `lessons/questions/`, without extension. */
export function questions(): readonly string[] {
  const folder = new URL("questions/", lessons);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^[^_].*\.mdx?$/.test(file))
        .map((file) => file.replace(/\.mdx?$/, ""))
        .sort()
    : [];
}

/** `title` of a Markdown file's front matter. */
export function titleOf(path: string): string {
  const title = /^title:\s*(?:"(.*)"|'(.*)'|(.*))\s*$/m.exec(readFileSync(new URL(path, lessons), "utf8"));
  return title?.[1] ?? title?.[2] ?? title?.[3] ?? path;
}
