/** Set-up that `npm start` and `npm test` share: dependencies installed, site built. Runs on Node 20, with nothing installed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const dist = join(root, "dist");

/** The pinned Node: what everything but this set-up runs on. */
export const pinnedNode = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** A failure that is the user's to act on: printed as one line, without a stack. */
export class SetupError extends Error {}

const say = (line) => console.log(line);

/** Throws a SetupError when this Node is older than the project needs. */
export function checkNode(version = process.versions.node) {
  if (Number(version.split(".")[0]) < 20) {
    throw new SetupError(`Node ${version} is too old: this needs Node 20 or newer (https://nodejs.org).`);
  }
}

/** Runs a command in the repository. Its output is shown when it fails, or at once with `show`. */
export function run(command, args, { show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" },
      shell: process.platform === "win32",
    });
    let output = "";
    child.stdout?.on("data", (data) => (output += data));
    child.stderr?.on("data", (data) => (output += data));
    child.on("error", (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) return resolve(output);
      process.stderr.write(output);
      reject(
        new SetupError(
          `${[command, ...args]
            .map((part) => relative(root, part) || part)
            .join(" ")
            .slice(0, 100)} failed (status ${code}); its output is above.`,
        ),
      );
    });
  });
}

/** Whether node_modules is what package-lock.json names: installed from the same text, or (by hand) after its last change. */
function isInstalled(lock, stamp) {
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") === digestOf(lock);
  // npm writes this file at the end of every installation, so its time is that of the last complete one.
  const written = join(root, "node_modules", ".package-lock.json");
  return existsSync(written) && statSync(written).mtimeMs >= statSync(lock).mtimeMs;
}

const digestOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** Installs what package-lock.json names, when node_modules is missing or from another one. */
export async function ensureInstalled() {
  checkNode();
  const lock = join(root, "package-lock.json");
  const stamp = join(root, "node_modules", ".installed-from");
  if (!isInstalled(lock, stamp)) {
    say("Installing dependencies (npm ci): a minute or two the first time …");
    await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    writeFileSync(stamp, digestOf(lock));
    say("Dependencies installed.");
  }
  if (!existsSync(pinnedNode)) {
    throw new SetupError(
      "The pinned Node is missing: the `node` package installs it in a script, and scripts seem to be forbidden here (npm config get ignore-scripts). Allow it once with: npm rebuild node --ignore-scripts=false",
    );
  }
}

/** What the site is made of. Tests and documents elsewhere do not make it stale. */
const sources = ["engine", "lessons", "site", "astro.config.mjs", "package-lock.json", "tsconfig.json"];

function* filesUnder(path) {
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** Digest of all sources: a checkout changes times but not this. */
export function sourceDigest() {
  const hash = createHash("sha256");
  for (const path of sources.map((each) => join(root, each)).filter(existsSync)) {
    for (const file of filesUnder(path))
      hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Builds the site into dist/, unless what is there was built from these sources. */
export async function ensureBuilt() {
  const stamp = join(dist, ".built-from");
  const digest = sourceDigest();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  say("Building the site: about half a minute …");
  await run(pinnedNode, [join(root, "node_modules", "astro", "bin", "astro.mjs"), "build"]);
  writeFileSync(stamp, digest);
  say("Site built.");
}
