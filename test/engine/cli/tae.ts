/** Runs the real command in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, vi } from "vitest";

const command = fileURLToPath(new URL("../../../engine/cli/tae.mjs", import.meta.url));

// Each test starts processes, which a busy machine is slow to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

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

/** `tae …` in a folder. */
export function tae(folder: string, ...list: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...list], { cwd: folder, encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}
