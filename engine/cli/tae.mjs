#!/usr/bin/env node
// Runs on the reader's own Node, whatever its age from 20 on, and hands over to the pinned one, which reads TypeScript.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const name = process.platform === "win32" ? "node.exe" : "node";
const pinned = fileURLToPath(new URL(`../../node_modules/node/bin/${name}`, import.meta.url));
const main = fileURLToPath(new URL("./main.ts", import.meta.url));

if (!existsSync(pinned)) {
  console.error(
    "tae: the set-up is missing: run npm ci first (with install scripts allowed, since one of them brings the pinned Node)",
  );
  process.exit(2);
}
const { status, signal, error } = spawnSync(pinned, [main, ...process.argv.slice(2)], { stdio: "inherit" });
if (error) {
  console.error(`tae: the pinned Node does not start: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);
