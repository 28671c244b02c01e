/** The ready room on the command line: what CP's README says to type is typed, and does what it says. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { put, type Ran, tae, workFolder } from "./tae.ts";

const file = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const README = readFileSync(file("engine/monitors/cp/README.md"), "utf8");
const [first = "", program = "", byHand = ""] = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
const folder = workFolder();
const OUTPUT = ["cards.txt", "paper.txt"];
const RUN = ["--config", "vm/vm.conf", "--system", "vm/vm.system"];

/** Runs lines of a shell as they are written, with `npx tae` of this tree. */
function shell(lines: string): Ran {
  put(folder, { "bin/npx": `#!/bin/sh\nshift\nexec "${process.execPath}" "${file("engine/cli/main.ts")}" "$@"\n` });
  chmodSync(join(folder, "bin/npx"), 0o755);
  const env = { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH ?? ""}` };
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", lines], { cwd: folder, env, encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

/** A run of the room with these lines, the last of which ends it. */
function typed(lines: readonly string[], ...more: string[]): Ran {
  put(folder, { "more.txt": `${lines.join("\n")}\nshutdown\n` });
  return tae(folder, "cp", "run", ...RUN, "--input", "more.txt", ...more);
}

describe("the README's way", () => {
  let ran: Ran;
  beforeAll(() => {
    ran = shell(first);
  });

  it("has two users load two systems", () => {
    expect(ran.status, ran.err).toBe(0);
    expect(ran.out).toMatch(/^020: ipl cms\n020: TRAP & EMULATE CMS/m);
    expect(ran.out).toMatch(/^021: THREE PROCESSES, EACH IN AN ADDRESS SPACE OF ITS OWN$/m);
    expect(ran.out).toMatch(/^01F: .* LOGON {2}AS BOB/m);
  });

  it("sends a file from one's punch to the other's reader", () => {
    expect(ran.out).toMatch(/^020: PUN FILE 0001 {2}TO {3}BOB/m);
    expect(ran.out).toMatch(/^021: CARD: DEAR BOB,/m);
  });

  it("tells by INDICATE and by the timeline what that took", () => {
    expect(ran.out).toMatch(/^01F: CPU-\d{3}%/m);
    const told = /^01F: PTLB +(\d+)/m.exec(ran.out);
    const crossings = readFileSync(join(folder, "timeline.txt"), "utf8").split("\n");
    expect(crossings[0]).toMatch(/tick {2}from +to +cause +executed +modelled$/);
    const flushes = crossings.filter((line) => /^ *\d+ {2}BOB +CP +PTLB /.test(line)).length;
    expect(Number(told?.[1])).toBeGreaterThan(5);
    expect(flushes).toBeGreaterThanOrEqual(Number(told?.[1]));
  });

  it("ends with SHUTDOWN, and says what it has written", () => {
    expect(ran.out).toContain("SYSTEM SHUTDOWN COMPLETE");
    expect(ran.err).toMatch(
      /^tae: CP has ended, after [\d,]+ instructions, \d+\.\d seconds .*written .*vmres\.cckd\n$/,
    );
  });
});

describe("a program of one's own", () => {
  it("comes through the reader, is loaded and runs; what is printed is on paper", () => {
    put(folder, { "hello.asm": readFileSync(file("engine/guests/programs/hello.asm"), "utf8") });
    const ran = shell(program);
    expect(ran.status, ran.err).toBe(0);
    expect(ran.out).toMatch(/^hello\.obj: 6 cards$/m);
    expect(ran.out).toMatch(/^01F: [\d:]+ RDR 00C INPUT FOR ALICE/m);
    expect(ran.out).toMatch(/^020: HELLO FROM A PROGRAM THAT CAME THROUGH THE READER$/m);
    expect(readFileSync(join(folder, "paper.txt"), "utf8")).toContain("THIS CAME FROM MY VIRTUAL PUNCH.");
  });

  it("is refused for nobody, and as anything but an object deck", () => {
    expect(tae(folder, "asm", "hello.asm", "-o", "hello.obj", "--to", "A USER")).toMatchObject({
      status: 2,
      err: expect.stringContaining('--to: "A USER" is no name'),
    });
    expect(tae(folder, "asm", "hello.asm", "-o", "hello.bin", "--to", "alice")).toMatchObject({
      status: 2,
      err: expect.stringContaining("-o NAME.obj"),
    });
  });
});

describe("a room that has been used", () => {
  it("has the files that were left on its disks", () => {
    const alice = ["/020 logon alice wonder", "/020 ipl cms"];
    typed([...alice, "/020 copyfile letter text a kept text a"]);
    expect(typed([...alice, "/020 listfile"]).out).toMatch(/^020: KEPT {5}TEXT/m);
  });

  it("tells a run as an object", () => {
    const { out, status } = typed(["/021 logon bob builder"], "--json", "--no-save");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      machine: "cp",
      consoles: { "021": expect.stringContaining("LOGON AT") },
      stopped: expect.any(String),
    });
  });

  it("prints with --no-save too, and changes no disk", () => {
    const before = readFileSync(join(folder, "vm/vmres.cckd"));
    for (const name of OUTPUT) rmSync(join(folder, name), { force: true });
    const printing = ["/020 logon alice wonder", "/020 ipl cms", "/020 print letter text"];
    expect(typed(printing, "--no-save")).toMatchObject({ status: 0, out: expect.stringContaining("PRT FILE") });
    expect(OUTPUT.filter((name) => existsSync(join(folder, name)))).toEqual(["paper.txt"]);
    expect(readFileSync(join(folder, "vm/vmres.cckd")).equals(before)).toBe(true);
  });

  it("is not written over unless that is said", () => {
    expect(tae(folder, "cp", "room", "vm")).toMatchObject({
      status: 2,
      err: expect.stringMatching(/vm\/vm\.conf is there already: --replace/),
    });
    expect(tae(folder, "cp", "room", "vm", "--replace").status).toBe(0);
    expect(typed(["/020 logon alice wonder", "/020 ipl cms", "/020 listfile"], "--no-save").out).not.toContain("KEPT");
  });

  it("has its packs made by hand, and the system saved on them", () => {
    expect(shell(byHand)).toMatchObject({ status: 0, err: expect.not.stringContaining("tae:") });
    const { out } = typed([
      "link cmssys 190 190 rr",
      "ipl 190",
      "savesys cms",
      "/020 logon alice wonder",
      "/020 ipl cms",
    ]);
    expect(out).toMatch(/^01F: SYSTEM SAVED$/m);
    expect(out).toMatch(/^020: ipl cms\n020: TRAP & EMULATE CMS/m);
  });
});

describe("help", () => {
  it("is given about one command, or about all of a kind", () => {
    const { out, status } = tae(folder, "cp", "run", "--help");
    expect(status).toBe(0);
    expect(out).toMatch(/^ +tae cp run --config FILE [\s\S]*--timeline FILE/);
    expect(out).not.toContain("tae cp room");
    expect(tae(folder, "cp", "-h").out.match(/tae cp (\w+)/g)).toEqual(
      ["directory", "format", "cms", "room", "run"].map((each) => `tae cp ${each}`),
    );
    expect(tae(folder, "--help").out).toContain("usage: tae asm");
  });
});
