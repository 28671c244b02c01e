/** Runs the real command in a folder of its own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const file = (name: string) => fileURLToPath(new URL(`../../../engine/cli/${name}`, import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder that goes away after the tests. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tae-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files below a folder. */
export function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** `tae …` in a folder, as `npx tae` starts it: by way of the launcher, which looks for the pinned Node. */
export function launch(folder: string, ...list: string[]): Ran {
  return start(folder, file("tae.mjs"), list);
}

/** `tae …` in a folder, without the launcher: the tests run on the pinned Node already. */
export function tae(folder: string, ...list: string[]): Ran {
  return start(folder, file("main.ts"), list);
}

/** As {@link tae}, with a text on its standard input. */
export function taeWith(input: string, folder: string, ...list: string[]): Ran {
  return start(folder, file("main.ts"), list, input);
}

/** `tae …` in a folder, killed after so many milliseconds unless it has ended by then. */
export async function killed(folder: string, after: number, ...list: string[]): Promise<void> {
  const child = spawn(process.execPath, [file("main.ts"), ...list], { cwd: folder, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), after);
  await new Promise((ended) => child.on("close", ended));
  clearTimeout(timer);
}

function start(folder: string, script: string, list: readonly string[], input?: string): Ran {
  const options = { cwd: folder, encoding: "utf8", input } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...list], options);
  return { status, out: stdout, err: stderr };
}
