import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hello, sum } from "../grading/programs.ts";
import { launch, put, tae, workFolder } from "./tae.ts";

const folder = workFolder();
const traps = `TRAPS    CSECT
         DC    X'0000000000000200'
         ORG   TRAPS+X'60'
         DC    X'0000000000000300'
         DC    X'0000000000000310'
         ORG   TRAPS+X'200'
         SVC   8
         SVC   8
         SVC   3
         DC    X'0000'             no instruction
         BALR  R12,0
         USING *,R12
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000000'
         ORG   TRAPS+X'300'
         LPSW  X'20'
         ORG   TRAPS+X'310'
         LPSW  X'28'
         END
`;
const echo = `ECHO     CSECT
         DC    X'0000000000000200'
         ORG   ECHO+X'48'
         DC    A(READ)
         ORG   ECHO+X'200'
         BALR  R12,0
         USING *,R12
         TIO   X'009'              takes the attention
         SIO   X'009'
WAIT     TIO   X'009'
         BC    2,WAIT
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000000'
READ     DC    X'0A',AL3(LINE),X'20',X'00',AL2(8)
LINE     DC    CL8' '
         END
`;
put(folder, {
  "sum.s": sum,
  "hello.s": hello,
  "traps.s": traps,
  "echo.s": echo,
  "typed.txt": "GOOD DAY\n",
  "bad.s": "BAD      CSECT\n         XYZ   1\n         L     R1,NOWHERE\n         END\n",
  "loop.s": "LOOP     CSECT\n         BALR  R12,0\n         USING *,R12\nHERE     B     HERE\n         END\n",
});

describe("tae asm", () => {
  test("assembles, says what it made, and writes it", () => {
    expect(launch(folder, "asm", "sum.s", "-o", "sum.bin")).toEqual({
      status: 0,
      out: "sum.bin: 584 bytes at 000000, entry 000200\n",
      err: "",
    });
    expect(readFileSync(join(folder, "sum.bin")).subarray(0x200, 0x204).toString("hex")).toBe("05c01b33");
  });

  test("prints every error with file, line and column on standard error", () => {
    const { status, out, err } = tae(folder, "asm", "bad.s", "-o", "bad.bin");
    expect([status, out]).toEqual([1, ""]);
    const lines = err.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^bad\.s:2:10: .*XYZ/);
    expect(lines[1]).toMatch(/^bad\.s:3:\d+: .*NOWHERE/);
    expect(existsSync(join(folder, "bad.bin"))).toBe(false);
  });

  test("prints the listing", () => {
    const { status, out } = tae(folder, "asm", "--listing", "sum.s");
    expect(status).toBe(0);
    expect(out).toContain("05C0");
    expect(out).toContain("BALR");
  });

  test("a folder, a missing file and a binary are bad input", () => {
    expect(tae(folder, "asm", ".")).toMatchObject({ status: 2, err: "tae: .: is a folder\n" });
    expect(tae(folder, "asm", "no.s")).toMatchObject({ status: 2, err: "tae: no.s: there is no such file\n" });
    put(folder, { "zeros.bin": new Uint8Array(16) });
    expect(tae(folder, "asm", "zeros.bin")).toMatchObject({ status: 2, err: "tae: zeros.bin is not a text file\n" });
  });
});

describe("tae run", () => {
  const json = (...list: string[]) => {
    const { status, out, err } = tae(folder, "run", "--json", ...list);
    expect([status, err]).toEqual([0, ""]);
    return JSON.parse(out);
  };

  test("prints one object with the end state", () => {
    const end = json("sum.s", "--dump", "240:8", "--dump", "200:2");
    expect(Object.keys(end)).toEqual([
      "machine",
      "instructions",
      "stopped",
      "psw",
      "cc",
      "gr",
      "cr",
      "fr",
      "storage",
      "console",
      "traps",
    ]);
    expect(end).toMatchObject({
      machine: "s370",
      instructions: 24,
      stopped: "disabled-wait",
      psw: "0002000000000000",
      cc: 0,
    });
    expect([end.gr.length, end.cr.length, end.fr.length]).toEqual([16, 16, 4]);
    expect(end.gr[3]).toBe("0000006C");
    expect(end.storage).toEqual({ "240": "000600000000006C", "200": "05C0" });
  });

  test("counts traps by their causes", () => {
    expect(json("traps.s").traps).toEqual({ "svc:8": 2, "svc:3": 1, "program:1": 1 });
  });

  test("gives what the console printed, and types the input", () => {
    expect(json("hello.s").console).toBe("HELLO\n");
    const end = json("echo.s", "--input", "typed.txt", "--dump", "228:8");
    expect(end).toMatchObject({ stopped: "disabled-wait", storage: { "228": "C7D6D6C440C4C1E8" } });
  });

  test("loads raw binary at 0 or elsewhere, with a PSW or a start", () => {
    tae(folder, "asm", "sum.s", "-o", "sum.bin");
    expect(json("sum.bin").gr[3]).toBe("0000006C");
    put(folder, { "code.bin": Uint8Array.of(0x41, 0x30, 0x00, 0x2a, 0x00, 0x00) });
    expect(json("code.bin", "--at", "1000", "--start", "1000", "--max", "1")).toMatchObject({
      instructions: 1,
      stopped: "limit",
    });
    expect(json("code.bin", "--at", "1000", "--psw", "0000000000001000", "--max", "1").gr[3]).toBe("0000002A");
    expect(json("sum.bin", "--load", "228=code.bin", "--dump", "228:2").storage).toEqual({ "228": "4130" });
  });

  test("stops after so many instructions", () => {
    expect(json("loop.s", "--max", "1000")).toMatchObject({ instructions: 1000, stopped: "limit" });
  });

  test("without --json prints text", () => {
    const { status, out } = tae(folder, "run", "hello.s");
    expect(status).toBe(0);
    expect(out).toMatch(/^HELLO\nstopped: disabled-wait after \d+ instructions\n/);
  });

  test("a program that does not assemble has its errors on standard error", () => {
    const { status, out, err } = tae(folder, "run", "--json", "bad.s");
    expect([status, out]).toEqual([1, ""]);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });

  test("bad usage is one line, and status 2", () => {
    const bad: [string[], RegExp][] = [
      [[], /takes one program/],
      [["sum.s", "--machine", "x86"], /no machine x86; there are s370 and 6502/],
      [["sum.s", "--translator", "yes"], /--translator is one of on, off/],
      [["sum.s", "--max", "0"], /--max/],
      [["sum.s", "--max", "1e3"], /--max/],
      [["sum.s", "--dump", "200"], /ADDR:LEN/],
      [["sum.s", "--dump", "XYZ:1"], /hexadecimal/],
      [["sum.s", "--psw", "00"], /16 hexadecimal digits/],
      [["sum.s", "--storage", "5000"], /multiple of 4K/],
      [["sum.s", "--at", "100"], /raw binary/],
      [["sum.s", "--load", "FFFFFF=sum.s"], /beyond storage/],
      [["sum.s", "--devices", "x"], /no option --devices/],
      [["sum.s", "--config", "x"], /x: there is no such file/],
      [["sum.s", "--input"], /needs a value/],
    ];
    for (const [list, message] of bad) {
      const { status, out, err } = tae(folder, "run", ...list);
      expect([status, out]).toEqual([2, ""]);
      expect(err).toMatch(/^tae: [^\n]+\n$/);
      expect(err).toMatch(message);
    }
  });
});

test("a command that there is not is bad usage that names those that there are", () => {
  for (const list of [[], ["nonsense"]]) {
    const { status, err } = tae(folder, ...list);
    expect(status).toBe(2);
    expect(err).toMatch(/^tae: .*asm, run, bench, grade (and|or) exercise.*\n$/);
  }
  expect(launch(folder, "nonsense").status).toBe(2);
  expect(launch(folder, "--help")).toMatchObject({ status: 0, out: expect.stringContaining("usage: tae asm FILE") });
});
