/** What TEST CHANNEL and STORE CHANNEL ID tell of virtual channels. */
import { describe, expect, it } from "vitest";
import { mountedDisk } from "./disks.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M BG
OPTION ECMODE
CONSOLE 009 3215
MDISK 191 3350 010 005 USERS1 MW
DEDICATE 291 140`.trim();

/** Instructions, of each of which the condition code is kept, and the word at X'A8' behind it, from X'800' on. */
function guest(statements: readonly string[]): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'48'
         DC    A(PROGRAM)
         ORG   GUEST+X'200'
         LA    9,X'800'
${statements
  .map(
    (statement, i) => `
KEEP${i}    ${statement}
         BALR  2,0
         ST    2,0(,9)
         MVC   4(4,9),X'A8'
         LA    9,8(,9)`,
  )
  .join("\n")}
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000D0E5'
PROGRAM  CCW   X'07',SEEK,X'40',6
         CCW   X'03',0,X'20',1
SEEK     DC    XL6'00'
         END
`;
}

/** "2 00000000": condition codes, and what STIDC has stored. */
function kept(run: CpMachine, count: number): string[] {
  run.machine.run({ ticks: run.machine.now + 3_000_000 });
  expect(run.terminal(0x009).text).toContain("0000D0E5");
  const words = run.storage("A", 0x800, 8 * count);
  return Array.from({ length: count }, (_, i) => {
    const [code, word] = [words.slice(16 * i, 16 * i + 8), words.slice(16 * i + 8, 16 * i + 16)];
    return `${(Number.parseInt(code, 16) >>> 28) & 3} ${word}`;
  });
}

function machine(statements: readonly string[], options = ""): CpMachine {
  return cpMachine([guest(statements)], {
    source: DIRECTORY.replace("OPTION ECMODE", `OPTION ECMODE ${options}`.trim()),
    more: [
      [0x140, mountedDisk("3340", "SPARE1", 0x140)],
      [0x350, mountedDisk("3350", "USERS1", 0x350)],
    ],
  });
}

const UNTIL_FREE = "TCH   X'100'\n         BC    2,*-4";

describe("a virtual channel", () => {
  it("that is a selector is busy with a device until that is told", () => {
    const statements = [
      "SIO   X'191'",
      "TCH   X'100'",
      "STIDC X'100'",
      UNTIL_FREE,
      "TIO   X'191'",
      "TCH   X'100'",
      "STIDC X'100'",
    ];
    const codes = ["0", "2", "2", "1", "1", "0", "0"];
    expect(kept(machine(statements), statements.length)).toEqual(codes.map((code) => `${code} 00000000`));
  });

  it("that has a dedicated device is a virtual one, too", () => {
    const statements = [
      "SIO   X'291'",
      "TCH   X'200'",
      UNTIL_FREE.replace("100", "200"),
      "TIO   X'291'",
      "STIDC X'200'",
    ];
    const codes = ["0", "2", "1", "1", "0"];
    expect(kept(machine(statements), statements.length)).toEqual(codes.map((code) => `${code} 00000000`));
  });

  it("that is a block multiplexer is not busy, and says what it is", () => {
    const statements = [
      "SIO   X'191'",
      "TCH   X'100'",
      "STIDC X'100'",
      "TIO   X'191'\n         BC    2,*-4",
      "STIDC X'200'",
    ];
    expect(kept(machine(statements, "BMX"), statements.length)).toEqual([
      "0 00000000",
      "0 00000000",
      "0 20000000",
      "1 20000000",
      "0 20000000",
    ]);
  });

  it("is a byte multiplexer if it is the first, and is not there without devices", () => {
    const statements = ["STIDC X'000'", "TCH   X'000'", "STIDC X'500'", "TCH   X'500'"];
    for (const options of ["", "BMX"])
      expect(kept(machine(statements, options), statements.length)).toEqual([
        "0 10000000",
        "0 10000000",
        "3 10000000",
        "3 10000000",
      ]);
  });
});
