/**
 * Records how another System/370 runs the cases of s370-cases.ts: Hercules (Debian: hercules), kept running and driven
 * by its console. Writes s370.json.gz beside this file. With a topic, the cases of s370-cases-TOPIC.ts, into
 * s370-TOPIC.json.gz; with a number, that many of them at most:
 *
 *     node test/vectors/record-s370.ts [TOPIC [NUMBER]]
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Case } from "./s370-cases.ts";
import { CONTROL_REGISTERS, REGISTERS } from "./s370-image.ts";
import {
  checksum,
  condensedChanges,
  type Outcome,
  type Recording,
  registerChanges,
  storageChanges,
} from "./s370-recording.ts";

const CONFIGURATION = `ARCHMODE S/370
CPUSERIAL 000370
CPUMODEL 3158
MAINSIZE 2
NUMCPU 1
CNSLPORT 3279
DIAG8CMD DISABLE
PANRATE 1000
001F 3215-C / noprompt
`;

class Hercules {
  readonly #folder = mkdtempSync(join(tmpdir(), "record-s370-"));
  readonly #process: ChildProcessWithoutNullStreams;
  #said = "";
  #wake = (): void => {};
  #marks = 0;

  /** `statements`: of the configuration, more than are always there; each ends its line. */
  constructor(statements: string) {
    writeFileSync(join(this.#folder, "s370.cnf"), statements + CONFIGURATION);
    this.#process = spawn("hercules", ["-f", "s370.cnf", "EXTERNALGUI"], {
      cwd: this.#folder,
      env: { ...process.env, HERCULES_RC: devNull },
    });
    this.#process.stdout.setEncoding("latin1").on("data", (text: string) => {
      this.#said += text;
      this.#wake();
    });
    this.#process.stderr.resume();
  }

  send(...lines: string[]): void {
    this.#process.stdin.write(lines.map((line) => `${line}\n`).join(""));
  }

  /** What it says up to the pattern. */
  async until(pattern: RegExp, milliseconds = 20_000): Promise<string> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = pattern.exec(this.#said);
      if (found) {
        const text = this.#said.slice(0, found.index + found[0].length);
        this.#said = this.#said.slice(text.length);
        return text;
      }
      if (Date.now() > end) throw new Error(`no ${pattern} in: ${this.#said.slice(-800)}`);
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
        pause(100),
      ]);
    }
  }

  /** Waits until all commands so far are done; what they printed. */
  sync(): Promise<string> {
    const mark = `* MARK${++this.#marks}`;
    this.send(mark);
    return this.until(new RegExp(`\\* MARK${this.#marks}\\n`));
  }

  /** Until the processor has really stopped, commands on storage are rejected. */
  async #stop(): Promise<void> {
    this.send("stop");
    for (;;) {
      this.send("savecore stopped 0 0");
      if (!(await this.sync()).includes("rejected")) return;
      await pause(1);
    }
  }

  async run(image: Uint8Array, condensed: boolean): Promise<Outcome> {
    writeFileSync(join(this.#folder, "in"), image);
    await this.#stop();
    this.send("sysclear", "loadcore in 0", "restart");
    await this.until(/HHCCP011I[^\n]*\n[^\n]*PSW=[0-9A-F ]+/, 5000);
    await this.#stop();
    const out = join(this.#folder, "out");
    if (existsSync(out)) rmSync(out);
    this.send("psw", "gpr", "cr", `savecore out 0 ${(image.length - 1).toString(16)}`);
    const said = await this.sync();
    while (!existsSync(out) || readFileSync(out).length < image.length) await pause(1);
    const registers = (name: string): number[] =>
      [...said.matchAll(new RegExp(`${name}\\d\\d=([0-9A-F]{8})`, "g"))].map((found) => Number.parseInt(found[1], 16));
    const psw = /PSW=([0-9A-F]{8}) ([0-9A-F]{8})/.exec(said);
    if (!psw) throw new Error(said);
    return {
      psw: psw[1] + psw[2],
      gr: registerChanges(image, REGISTERS, registers("GR")),
      cr: registerChanges(image, CONTROL_REGISTERS, registers("CR")),
      storage: (condensed ? condensedChanges : storageChanges)(image, readFileSync(out)),
    };
  }

  async close(): Promise<void> {
    this.send("quit");
    await Promise.race([new Promise((resolve) => this.#process.on("exit", resolve)), pause(3000)]);
    this.#process.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const [topic, limit = Number.POSITIVE_INFINITY] = process.argv.slice(2);
const suffix = topic === undefined ? "" : `-${topic}`;
const {
  cases,
  condensed = false,
  statements = "",
}: { cases: () => Iterable<Case>; condensed?: boolean; statements?: string } = await import(
  `./s370-cases${suffix}.ts`
);
const hercules = new Hercules(statements);
await hercules.until(/EOF reached on SCRIPT|HHCPN00[0-9]I/);
await hercules.sync();
const recording: Recording = { recorder: "Hercules 3.13, S/370, model 3158", cases: [] };
for (const { name, image } of cases()) {
  if (recording.cases.length >= Number(limit)) break;
  const outcome = await hercules.run(image, condensed).catch((thrown: unknown) => {
    console.error(`${name}: ${String(thrown).slice(0, 200)}`);
    return undefined;
  });
  recording.cases.push([checksum(image), outcome ? [outcome.psw, outcome.gr, outcome.cr, outcome.storage] : []]);
}
await hercules.close();
const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
writeFileSync(fileURLToPath(new URL(`s370${suffix}.json.gz`, import.meta.url)), bytes);
console.log(`${recording.cases.length} cases recorded, ${bytes.length} bytes`);
