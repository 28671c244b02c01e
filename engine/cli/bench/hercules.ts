/**
 * Hercules, where it is installed: another System/370 to compare with. It is driven by its console; only the process
 * that is started here is ended here.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { WrongResult } from "./measure.ts";
import type { Program } from "./programs.ts";
import type { Run } from "./timing.ts";

const SYSTEM = `ARCHMODE S/370
CPUSERIAL 000370
CPUMODEL 3158
MAINSIZE 2
NUMCPU 1
DIAG8CMD DISABLE
PANRATE 1000
`;
const CONSOLE = "001F 3215-C / noprompt";

/** What it says when it has loaded a PSW with the wait bit that lets nothing in. */
const DISABLED_WAIT = /HHCCP011I[^\n]*\n[^\n]*PSW=([0-9A-F ]+)/;

/** How long a run took. */
export interface Took {
  /** By the clock on the wall. */
  readonly seconds: number;
  /** Of all its threads that are still there at the end. */
  readonly processorSeconds: number;
}

export class Hercules {
  /** Where its files are. It is gone when the machine is closed. */
  readonly folder = mkdtempSync(join(tmpdir(), "tae-bench-"));
  readonly #process: ChildProcessWithoutNullStreams;
  #said = "";
  #ended = "";
  #wake = (): void => {};
  #marks = 0;

  private constructor(devices: readonly string[], prepare: (folder: string) => void) {
    prepare(this.folder);
    writeFileSync(join(this.folder, "s370.cnf"), `${SYSTEM}${[CONSOLE, ...devices].join("\n")}\n`);
    this.#process = spawn("hercules", ["-f", "s370.cnf", "EXTERNALGUI"], {
      cwd: this.folder,
      env: { ...process.env, HERCULES_RC: devNull },
    });
    this.#process.stdout.setEncoding("latin1").on("data", (text: string) => {
      this.#said += text;
      this.#wake();
    });
    this.#process.stderr.resume();
    const ended = (why: string): void => {
      this.#ended = why;
      this.#wake();
    };
    this.#process.on("error", (error) => ended(error.message)).on("exit", () => ended("it has ended"));
    // A write to a process that has just ended is reported by its end.
    this.#process.stdin.on("error", () => {});
  }

  /**
   * Starts it, with devices besides its console, whose files are prepared before. Undefined where it is not installed, or
   * does not come up.
   */
  static async start(
    devices: readonly string[] = [],
    prepare: (folder: string) => void = () => {},
  ): Promise<Hercules | undefined> {
    const hercules = new Hercules(devices, prepare);
    try {
      // Commands before that would be lost.
      await hercules.#until(/EOF reached on SCRIPT/);
      await hercules.#sync();
      return hercules;
    } catch {
      await hercules.close();
      return undefined;
    }
  }

  /** Runs a program's image to its end. Seconds are of its processor's thread. Throws {@link WrongResult}. */
  async run(program: Program, times: number): Promise<Omit<Run, "instructions">> {
    const { address, length } = program.result;
    writeFileSync(join(this.folder, "in"), program.image(times));
    await this.#stop();
    this.#send("sysclear", "loadcore in 0");
    await this.#sync();
    const began = performance.now();
    const started = this.#clock();
    this.#send("restart");
    const psw = DISABLED_WAIT.exec(await this.#until(DISABLED_WAIT, 120))?.[1];
    const seconds = difference(started, this.#clock());
    const elapsed = (performance.now() - began) / 1000;
    await this.#stop();
    const result = Buffer.from(await this.read(address, length)).toString("hex");
    if (psw?.trim() !== "000A0000 00000000" || result !== Buffer.from(program.expected(times)).toString("hex"))
      throw new WrongResult(`${program.name} ends with PSW ${psw} and result ${result} in Hercules`);
    return { seconds, elapsed };
  }

  /** Starts an image, or loads from a device: how long it takes to its disabled wait, and the PSW of that. */
  async runDevices(start: Uint8Array | { readonly load: string }): Promise<Took & { readonly psw: string }> {
    await this.#stop();
    this.#send("sysclear");
    if (start instanceof Uint8Array) {
      writeFileSync(join(this.folder, "in"), start);
      this.#send("loadcore in 0");
    }
    await this.#sync();
    const began = performance.now();
    const started = this.#clock();
    this.#send(start instanceof Uint8Array ? "restart" : `ipl ${start.load}`);
    const psw = DISABLED_WAIT.exec(await this.#until(DISABLED_WAIT, 120))?.[1] ?? "";
    const seconds = (performance.now() - began) / 1000;
    const processorSeconds = differences(started, this.#clock()).reduce((all, each) => all + each, 0);
    await this.#stop();
    return { seconds, processorSeconds, psw: psw.trim() };
  }

  /** Ends it, and removes what it left; `look`: before that, when all is written. */
  async close(look: () => void = () => {}): Promise<void> {
    if (this.#ended === "") this.#send("quit");
    for (let i = 0; i < 30 && this.#ended === ""; i++) await pause(100);
    if (this.#ended === "") this.#process.kill();
    try {
      look();
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  /** Storage of the stopped machine. */
  async read(address: number, length: number): Promise<Uint8Array> {
    const out = join(this.folder, "out");
    if (existsSync(out)) rmSync(out);
    this.#send(`savecore out ${address.toString(16)} ${(address + length - 1).toString(16)}`);
    await this.#sync();
    while (!existsSync(out) || readFileSync(out).length < length) await pause(1);
    return readFileSync(out);
  }

  #send(...lines: string[]): void {
    this.#process.stdin.write(lines.map((line) => `${line}\n`).join(""));
  }

  /** What it says up to the pattern. */
  async #until(pattern: RegExp, seconds = 20): Promise<string> {
    const end = performance.now() + 1000 * seconds;
    for (;;) {
      const found = pattern.exec(this.#said);
      if (found) {
        const text = this.#said.slice(0, found.index + found[0].length);
        this.#said = this.#said.slice(text.length);
        return text;
      }
      if (this.#ended !== "") throw new Error(`Hercules: ${this.#ended}`);
      if (performance.now() > end) throw new Error(`Hercules does not go on: ${this.#said.slice(-400)}`);
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
        pause(50),
      ]);
    }
  }

  /** Waits until all commands so far are done; what they printed. */
  #sync(): Promise<string> {
    const mark = `* MARK${++this.#marks}`;
    this.#send(mark);
    return this.#until(new RegExp(`\\* MARK${this.#marks}\\n`));
  }

  /** Until the processor has really stopped, commands on storage are rejected. */
  async #stop(): Promise<void> {
    this.#send("stop");
    for (;;) {
      this.#send("savecore stopped 0 0");
      if (!(await this.#sync()).includes("rejected")) return;
      await pause(1);
    }
  }

  /**
   * Seconds of processor time that each of its threads has used, where the system tells (Linux); else of any clock. Its
   * processor's thread sleeps while it is stopped or waits, so the difference over a run is the run.
   */
  #clock(): ReadonlyMap<string, number> {
    const tasks = `/proc/${this.#process.pid}/task`;
    try {
      return new Map(
        readdirSync(tasks).map((task) => {
          const [nanoseconds] = readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ");
          return [task, Number(nanoseconds) / 1e9];
        }),
      );
    } catch {
      return new Map([["", performance.now() / 1000]]);
    }
  }
}

/** What the busiest thread has used between two readings: the processor's. */
function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  return Math.max(...differences(before, after));
}

/** What each thread has used. */
function differences(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number[] {
  return [...after].map(([task, seconds]) => seconds - (before.get(task) ?? 0));
}
