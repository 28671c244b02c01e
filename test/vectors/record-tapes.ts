/**
 * Records what Hercules' utilities (3.13, Debian: hercules) make of tape images that are written here, and tape images
 * that they make. Writes tapes.json.gz beside this file:
 *
 *     node test/vectors/record-tapes.ts
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type FileMap, imageOf, MADE, TAPES, type TapeRecording } from "./tape-cases.ts";

const folder = mkdtempSync(join(tmpdir(), "record-tapes-"));

function run(command: string, ...operands: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, operands, { cwd: folder, encoding: "latin1" });
  if (status !== 0) throw new Error(`${command} ${operands.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

/** The files of a map, without the one that no tape mark ends. */
function mapOf(name: string): FileMap[] {
  const said = run("hetmap", "-f", name).split("Summary")[0].split("File #").slice(1);
  return said.map((part) => {
    const number = (what: string) => Number(new RegExp(`${what} *: (\\d+)`).exec(part)?.[1]);
    const [least, most] = [number("Min Blocksize"), number("Max Blocksize")];
    return { blocks: number("Blocks"), least, most, bytes: number("Uncompressed bytes") };
  });
}

function digest(name: string): string {
  return createHash("sha256").update(readFileSync(join(folder, name))).digest("hex");
}

try {
  const written: Record<string, TapeRecording["written"][string]> = {};
  for (const tape of TAPES) {
    writeFileSync(join(folder, tape.name), imageOf(tape));
    const hetmap = mapOf(tape.name);
    const hetget = hetmap.map((_, i) => {
      run("hetget", "-n", tape.name, "taken-out", `${i + 1}`, "U", "0", "65535");
      return digest("taken-out");
    });
    if (!run("tapemap", tape.name).includes("End of tape")) throw new Error(`tapemap stops within ${tape.name}`);
    written[tape.name] = { sha256: digest(tape.name), hetmap, hetget };
  }
  const made: Record<string, string> = {};
  for (const [name, { command }] of Object.entries(MADE)) {
    run(command[0], ...command.slice(1));
    made[name] = gzipSync(readFileSync(join(folder, name)), { level: 9 }).toString("base64");
  }
  const recording: TapeRecording = { written, made };
  const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
  writeFileSync(fileURLToPath(new URL("tapes.json.gz", import.meta.url)), bytes);
  console.log(`${Object.keys(written).length} written, ${Object.keys(made).length} made, ${bytes.length} bytes`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
