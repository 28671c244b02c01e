/** `tae run --rc`: what Hercules' operators have in their scripts. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { operatorScript } from "../../../engine/cli/panel-script.ts";
import { tae } from "./tae.ts";

const KINDS: Readonly<Record<number, string>> = { 9: "console", 12: "reader", 385: "tape", 336: "disk" };

function translated(text: string, files: Readonly<Record<string, string>> = {}) {
  const notes: string[] = [];
  const script = operatorScript("a.rc", text, {
    kindOf: (address) => KINDS[address],
    read: (name) => files[name],
    note: (message) => notes.push(message),
  });
  return { ...script, notes };
}

describe("a script of the panel", () => {
  test("loads, presses keys and types at the console; its pauses and comments are left out", () => {
    const { lines, ends, notes } = translated(
      "* Up and running\n# so\n\npause 2\nipl 6A1\nIPLC 0:150\n  pause 4\n/enable all\n//etc\nstopall\nstart\next\nrestart\nsysclear\n",
    );
    expect(lines).toEqual([
      "/load 6A1",
      "/load-clear 150",
      "enable all",
      "//etc",
      "/stop",
      "/start",
      "/external",
      "/restart",
      "/reset-clear",
    ]);
    expect([ends, notes]).toEqual([false, []]);
  });

  test("puts media into devices, each in its way", () => {
    const { lines } = translated(
      "devinit 00c jobs/a.jcl ascii trunc eof\ndevinit 00C *\ndevinit 181 b.aws\ndevinit 181 c.het ro\ndevinit 181 *\n" +
        "devinit 150 d.cckd\ndevinit 150 e.cckd ro\ni 009\ni 00C\n",
    );
    expect(lines).toEqual([
      "/00C load jobs/a.jcl ascii lenient",
      "/00C empty",
      "/181 mount b.aws ring",
      "/181 mount c.het",
      "/181 unmount",
      "/150 mount d.cckd",
      "/150 mount e.cckd read-only",
      "/009 request",
      "/00C ready",
    ]);
  });

  test("has others in it, and ends the run, and them", () => {
    const files = { "scripts/ipl.rc": "ipl 150\r\nscript more.rc\n/not typed\n", "more.rc": "/r 0,clpa\nquit\n/no\n" };
    expect(translated("hao tgt A\nscript scripts/ipl.rc none.rc\n", files)).toEqual({
      lines: ["/load 150", "r 0,clpa"],
      ends: true,
      notes: ["a.rc:1: hao has no effect here"],
    });
    expect(translated("script a", { a: "script a" }).notes).toEqual(["a:1: there is no script a so deep"]);
  });
});

/** Reads a line at the console, shows it, and reads the next one. */
const ECHO = `
         ORG   *+X'68'
         DC    X'0002000000000BAD'
         ORG   *-X'70'+X'200'
ECHO     BALR  12,0
         USING *,12
AGAIN    LA    1,ASKS
         ST    1,72
         SIO   9
         BNZ   AGAIN
LOOP     TIO   9
         BC    2,LOOP
         TM    68,4
         BZ    LOOP
         CLI   NAME,C'X'
         BNE   AGAIN
         LPSW  DONE
DONE     DC    0D'0',X'0002000000000ABC'
ASKS     CCW   10,NAME,X'60',8
         CCW   9,NAME,X'20',8
NAME     DC    CL8' '
         END   ECHO
`;

describe("tae run --rc", () => {
  let folder: string;
  const put = (name: string, text: string | Uint8Array): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tae-rc-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("loads what the script says, types its lines and then those that come otherwise", () => {
    tae(folder, "asm", put("echo.asm", ECHO), "-o", join(folder, "echo.ipl"));
    const config = put(
      "machine.cnf",
      Buffer.from("# Maschine f\xfcr alle\r\n009 3215-C /\r\n00C 3505 *\r\n\x1a\x00\x00", "latin1"),
    );
    const script = put("go.rc", "* Go\npause 1\ndevinit 00C echo.ipl ebcdic\nipl 00C\npause 5\n/ONE\n/TWO\nfoo\n");
    const { status, out, err } = tae(
      folder,
      "run",
      "--config",
      config,
      "--rc",
      script,
      "--input",
      put("in.txt", "X\n"),
    );
    expect(err).toBe(`${script}:8: foo has no effect here\n`);
    expect(status).toBe(0);
    expect(out).toMatch(/^ONE\nONE +\nTWO\nTWO +\nX\nXWO +\n?stopped: disabled-wait/);
  });

  test("is refused where a program is given too, or several machines", () => {
    const config = put("machine.cnf", "009 3215-C /\n00C 3505 *\n");
    const script = put("go.rc", "ipl 00C\n");
    const both = tae(folder, "run", put("echo.asm", ECHO), "--config", config, "--rc", script);
    expect([both.status, both.err]).toEqual([
      2,
      `tae: ${script} loads from a device: give that or a program, not both\n`,
    ]);
    const two = tae(folder, "run", "--config", config, "--config", put("other.cnf", "009 3215\n"), "--rc", script);
    expect([two.status, two.err]).toEqual([2, "tae: --rc is for one machine\n"]);
  });
});
