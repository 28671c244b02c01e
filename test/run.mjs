/**
 * `npm test`: everything that must pass; `npm test -- engine site` runs parts; `npm run test:long` runs what takes
 * hours. Sets up what is missing, says what it does, and ends with one line: `N passed, N failed, N skipped`.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureBuilt, ensureInstalled, pinnedNode, root, SetupError } from "../site/setup.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tae-test-"));
const bin = (path) => join(root, "node_modules", ...path.split("/"));

/** Runs a tool on the pinned Node, its output shown. Resolves to its exit status. */
function node(script, args, env = {}) {
  return new Promise((resolve) => {
    const path = `${join(pinnedNode, "..")}${delimiter}${process.env.PATH ?? ""}`;
    const child = spawn(pinnedNode, [script, ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: path, ASTRO_TELEMETRY_DISABLED: "1", ...env },
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/** A check that has no count of its own: passed or failed. */
const check = (script, args) => async () => {
  const status = await node(bin(script), args);
  return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
};

/** What a runner's report says, or one failure where it wrote none. A runner that ran nothing has failed. */
function counts(file, status, read) {
  const result = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failed: 1, skipped: 0 };
  const silent = status !== 0 && result.failed === 0;
  const empty = result.passed + result.failed === 0;
  return silent || empty ? { ...result, failed: result.failed + 1 } : result;
}

const vitest = (folders, env) => async () => {
  const file = join(scratch, `${folders.join("-").replaceAll("/", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  // No test has a limit of its own: this one is for what would never end.
  const limit = env?.TAE_LONG ? 14_400_000 : 1_200_000;
  const limits = [`--testTimeout=${limit}`, `--hookTimeout=${limit}`];
  // A worker for each processor, which keeps what it has loaded and compiled for the files that come next.
  const workers = ["--no-isolate", `--maxWorkers=${availableParallelism()}`];
  const status = await node(
    bin("vitest/vitest.mjs"),
    ["run", ...folders.map((folder) => `test/${folder}/`), ...limits, ...workers, ...reporters],
    env,
  );
  return counts(file, status, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
};

async function playwright() {
  ensureBrowser();
  await ensureBuilt();
  const file = join(scratch, "site.json");
  const status = await node(
    bin("@playwright/test/cli.js"),
    ["test", "--config", "test/site/playwright.config.ts", "--reporter=list,json"],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  );
  return counts(file, status, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

function findBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = ["/usr/bin/chromium", ...folders.flatMap((folder) => browsers.map((name) => join(folder, name)))];
  return process.env.CHROMIUM ?? places.find((path) => existsSync(path));
}

/** On Debian as root, installs Chromium from the distribution; elsewhere says how to get it. */
function ensureBrowser() {
  if (findBrowser()) return;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    console.log("Installing Chromium from the distribution …");
    const apt = (...args) => spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] });
    apt("update", "-qq");
    apt("install", "-y", "-qq", "chromium");
    if (findBrowser()) return;
  }
  throw new SetupError(
    "The site's tests need Chromium, and none was found. Install it (Debian: apt-get install chromium; elsewhere: npx playwright install chromium, then CHROMIUM=path npm test), or run the rest: npm test -- engine lessons",
  );
}

const parts = {
  lint: { says: "Format and lint (Biome)", run: check("@biomejs/biome/bin/biome", ["check"]) },
  imports: {
    says: "Who imports whom (dependency-cruiser)",
    run: check("dependency-cruiser/bin/dependency-cruiser.mjs", [
      "--config",
      "test/imports.mjs",
      "engine",
      "lessons",
      "site",
    ]),
  },
  types: { says: "Types (astro check)", run: check("astro/bin/astro.mjs", ["check"]) },
  engine: { says: "Engine", run: vitest(["engine"]) },
  lessons: { says: "Lessons", run: vitest(["lessons"]) },
  site: { says: "Site, in a real browser", run: playwright },
  long: {
    says: "Engine against recordings, random images and random guests, all of them: an hour or two, a line for each test",
    run: vitest(["engine/s370", "engine/monitors", "engine/guests", "engine/cli"], { TAE_LONG: "1" }),
    isExtra: true,
  },
};

async function main(names) {
  const unknown = names.find((name) => !(name in parts));
  if (unknown) throw new SetupError(`There is no part "${unknown}"; the parts are ${Object.keys(parts).join(", ")}.`);
  await ensureInstalled();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  const all = Object.keys(parts).filter((name) => !parts[name].isExtra);
  for (const name of names.length > 0 ? names : all) {
    console.log(`\n== ${parts[name].says}`);
    const result = await parts[name].run();
    for (const key of Object.keys(total)) total[key] += result[key];
    summary.push(`${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  }
  console.log(`\n${summary.map((line) => `  ${line}`).join("\n")}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
