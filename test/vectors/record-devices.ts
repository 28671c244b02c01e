/**
 * Records how another System/370 runs cases about devices: Hercules 3.13 (Debian: hercules), started for each case in
 * a folder of its own and driven by its console. Writes devices-TOPIC.json.gz beside this file; with a word, only the
 * cases whose name has it are run, shown and not written. At a display station sits s3270 (Debian: s3270).
 *
 *     node test/vectors/record-devices.ts TOPIC [WORD]
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import {
  assembleCase,
  DEVICE_STORAGE,
  type DeviceCase,
  type DeviceOutcome,
  type DeviceRecording,
  filesOf,
  givenBy,
  outcomeOf,
  SHOWN_STORAGE,
} from "./device-case.ts";
import { DisplayPeer } from "./display-peer.ts";

/** Milliseconds that a case may take, and that a program has from a stage to what it waits in. */
const LONGEST = 20_000;
const TO_ITS_WAIT = 40;
/** Milliseconds in which a display station shows what it has been sent. */
const TO_ITS_SCREEN = 500;

/** Its PSW is in the next line; another thread's message may lie between. */
const DISABLED_WAIT = /HHCCP011I[^\n]*\n(?:[^\n]*\n)?[^\n]*PSW=([0-9A-F]{8} [0-9A-F]{8})/;

/** Lines of {@link Hercules.sync}'s. */
const MARKS = /^\* MARK\d+\n/gm;

function configuration(device: DeviceCase, port: number): string {
  const lines = ["ARCHMODE S/370", "CPUSERIAL 000370", "CPUMODEL 3158", `MAINSIZE ${DEVICE_STORAGE >> 20}`, "NUMCPU 1"];
  return [...lines, `CNSLPORT ${port}`, "DIAG8CMD DISABLE", "PANRATE 1000", ...(device.there ?? device).configuration, ""].join("\n");
}

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

class Hercules {
  readonly #folder: string;
  readonly #process: ChildProcessWithoutNullStreams;
  #said = "";
  /** All that it has said. */
  #log = "";
  #ended = false;
  #wake = (): void => {};
  #marks = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#process = spawn("hercules", ["-f", "case.cnf", "EXTERNALGUI"], {
      cwd: folder,
      env: { ...process.env, HERCULES_RC: devNull },
    });
    this.#process.stdout.setEncoding("latin1").on("data", (text: string) => {
      this.#said += text;
      this.#log += text;
      this.#wake();
    });
    this.#process.stderr.resume();
    this.#process.stdin.on("error", () => {});
    this.#process.on("exit", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  send(...lines: string[]): void {
    this.#process.stdin.write(lines.map((line) => `${line}\n`).join(""));
  }

  /** What it says up to the pattern. */
  async until(pattern: RegExp, milliseconds = LONGEST): Promise<string> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = pattern.exec(this.#said);
      if (found) {
        const text = this.#said.slice(0, found.index + found[0].length);
        this.#said = this.#said.slice(text.length);
        return text;
      }
      if (this.#ended) throw new Error(`Hercules has ended: ${this.#said.slice(-800)}`);
      if (Date.now() > end) throw new Error(`no ${pattern} in: ${this.#said.slice(-800)}`);
      await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), pause(100)]);
    }
  }

  sync(): Promise<string> {
    const mark = `* MARK${++this.#marks}`;
    this.send(mark);
    return this.until(new RegExp(`\\* MARK${this.#marks}\\n`));
  }

  /** Waits until it has come to a disabled wait, now or in what it has said before; its PSW. */
  async disabledWait(): Promise<string> {
    const end = Date.now() + LONGEST;
    while (Date.now() < end) {
      // A mark may have come between the two lines of the message.
      const found = DISABLED_WAIT.exec(this.#log.replace(MARKS, ""));
      if (found) return found[1].replace(" ", "");
      await this.sync();
      await pause(5);
    }
    throw new Error(`comes to no end: ${this.#log.replace(MARKS, "").slice(-800)}`);
  }

  /** Until the processor has really stopped, commands on storage are rejected. */
  async stop(): Promise<void> {
    this.send("stop");
    for (;;) {
      this.send("savecore stopped 0 0");
      if (!(await this.sync()).includes("rejected")) return;
      await pause(1);
    }
  }

  /** Waits until a byte of storage has a value. */
  async stage(address: number, value: number): Promise<void> {
    const wanted = new RegExp(`R:${hex(address, 8)}:K:..=${hex(value, 2)}`);
    const end = Date.now() + LONGEST;
    while (Date.now() < end) {
      this.send(`r ${address.toString(16)}.1`);
      const said = await this.sync();
      if (wanted.test(said)) return pause(TO_ITS_WAIT);
      if (DISABLED_WAIT.test(said)) throw new Error(`ended before stage ${value}: ${said}`);
      await pause(2);
    }
    throw new Error(`does not come to stage ${value}`);
  }

  async storage(): Promise<Uint8Array> {
    const file = join(this.#folder, "storage.out");
    this.send(`savecore storage.out 0 ${(SHOWN_STORAGE - 1).toString(16)}`);
    await this.sync();
    while (!existsSync(file) || readFileSync(file).length < SHOWN_STORAGE) await pause(1);
    return readFileSync(file);
  }

  /** Ends it, so that everything it writes is written. */
  async close(): Promise<void> {
    if (!this.#ended) this.send("quit");
    const end = Date.now() + 5000;
    while (!this.#ended && Date.now() < end) await pause(10);
    if (!this.#ended) this.#process.kill("SIGKILL");
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** Files that utilities make in the folder. */
function make(device: DeviceCase, folder: string): ReadonlyMap<string, Uint8Array> {
  const made = new Map<string, Uint8Array>();
  for (const [name, [command, ...operands]] of Object.entries(device.made ?? {})) {
    const { status, stderr, stdout } = spawnSync(command, operands, { cwd: folder, encoding: "latin1" });
    if (status !== 0 || !existsSync(join(folder, name))) throw new Error(`${command}: ${stderr}${stdout}`);
    made.set(name, new Uint8Array(readFileSync(join(folder, name))));
  }
  return made;
}

async function record(device: DeviceCase): Promise<DeviceRecording["cases"][string]> {
  const folder = mkdtempSync(join(tmpdir(), "record-devices-"));
  try {
    for (const [name, bytes] of filesOf(device)) writeFileSync(join(folder, name), bytes);
    const made = make(device, folder);
    const outcome = await outcomeThere(device, folder);
    const encoded = [...made].map(([name, bytes]) => [name, gzipSync(bytes, { level: 9 }).toString("base64")]);
    return { given: givenBy(device), ...(made.size > 0 && { made: Object.fromEntries(encoded) }), outcome };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function outcomeThere(device: DeviceCase, folder: string): Promise<DeviceOutcome> {
  const { image, at } = assembleCase(device);
  for (const [symbol, bytes] of Object.entries(device.there?.patches ?? {}))
    image.set(Buffer.from(bytes, "hex"), at(symbol));
  const port = await freePort();
  writeFileSync(join(folder, "case.cnf"), configuration(device, port));
  writeFileSync(join(folder, "program.in"), image);
  const hercules = new Hercules(folder);
  let display: DisplayPeer | undefined;
  try {
    // Commands before that would be lost.
    await hercules.until(/EOF reached on SCRIPT/);
    await hercules.sync();
    if (hasDisplay(device)) display = await DisplayPeer.connect(port);
    if (device.ipl !== undefined) hercules.send(`ipl ${device.ipl}`);
    else {
      await hercules.stop();
      hercules.send("sysclear", "loadcore program.in 0", "restart");
    }
    for (const step of device.steps ?? []) {
      await hercules.stage(at("IOSTAGE"), step.stage);
      if ("display" in step) {
        await pause(TO_ITS_SCREEN);
        await display?.press(step.keys);
      } else hercules.send(...("type" in step ? [`/${step.type}`] : step.hercules));
    }
    const psw = await hercules.disabledWait();
    if (display) await pause(TO_ITS_SCREEN);
    const screen = await display?.screen();
    await hercules.stop();
    const storage = await hercules.storage();
    await hercules.close();
    const output = (name: string): Uint8Array | undefined => {
      if (screen !== undefined && isScreen(name)) return new TextEncoder().encode(screen);
      return existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined;
    };
    return outcomeOf(device, psw, storage, output, (bytes) => createHash("sha256").update(bytes).digest("hex"));
  } finally {
    display?.close();
    await hercules.close();
  }
}

function isScreen(name: string): boolean {
  return name.endsWith(".screen");
}

/** Whether somebody has to sit at a display station. */
function hasDisplay({ steps = [], outputs = [] }: DeviceCase): boolean {
  return steps.some((step) => "display" in step) || outputs.some(isScreen);
}

/** Where there is much to do for it, Hercules now and then misses a command: a case gets some tries. */
async function recordAtLast(device: DeviceCase, tries = 3): Promise<DeviceRecording["cases"][string]> {
  try {
    return await record(device);
  } catch (thrown) {
    if (tries === 1) throw thrown;
    return recordAtLast(device, tries - 1);
  }
}

const [topic, word] = process.argv.slice(2);
if (topic === undefined) throw new Error("which topic?");
const { cases }: { cases: readonly DeviceCase[] } = await import(`./device-cases-${topic}.ts`);
const recorded: Record<string, DeviceRecording["cases"][string]> = {};
let failed = 0;
for (const device of cases.filter(({ name }) => word === undefined || name.includes(word))) {
  if (recorded[device.name] !== undefined) throw new Error(`two cases are called "${device.name}"`);
  try {
    recorded[device.name] = await recordAtLast(device);
    if (word !== undefined) console.log(device.name, JSON.stringify(recorded[device.name].outcome, null, 1));
  } catch (thrown) {
    failed++;
    console.error(`${device.name}: ${String(thrown).slice(0, 1000)}`);
  }
}
if (word === undefined) {
  const recording: DeviceRecording = { recorder: "Hercules 3.13, S/370, model 3158", cases: recorded };
  const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
  writeFileSync(fileURLToPath(new URL(`devices-${topic}.json.gz`, import.meta.url)), bytes);
  console.log(`${Object.keys(recorded).length} cases recorded, ${failed} failed, ${bytes.length} bytes`);
}
process.exitCode = failed > 0 ? 1 : 0;
