import { expect, it } from "vitest";
import { Display3277, screenText } from "../../../../engine/s370/index.ts";
import { answer, type, wait } from "./sessions.ts";
import { cpMachine } from "./support.ts";

const AT = 0x0c0;

const SOURCE = `
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
USER A PASS 256K 1M G
CONSOLE 009 3215
SPECIAL 0B0 3270
USER B PASS 256K 1M G
CONSOLE 009 3215`.trim();

/** Writes a greeting at each display that becomes ready, and echoes nothing. */
const HOST = `
GUEST    START 0
         USING *,0
         DC    X'FE02000000000000'
         ORG   GUEST+X'78'
         DC    A(0),A(IO)
         ORG   GUEST+X'200'
IO       TM    X'44',X'84'
         BZ    BACK
         MVC   X'48'(4),CAW
         SIO   X'0B0'
BACK     LPSW  X'38'
CAW      DC    A(CCWS)
         DS    0D
CCWS     CCW   X'05',HELLO,X'20',24
HELLO    DC    X'C2114040',C'WELCOME TO THE HOST.'
         END
`;

function host() {
  const screen = new Display3277({ numericLock: false });
  const run = cpMachine([HOST], { source: SOURCE, more: [[AT, screen]] });
  wait(run);
  const keys = (...each: readonly string[]): void => {
    for (const key of each) {
      run.machine.input(AT, key);
      wait(run);
    }
  };
  const rows = (): string[] => screenText(screen.screen).map((row) => row.trimEnd());
  return { run, keys, rows };
}

it("makes a display a virtual machine's device until that ends", () => {
  const { run, keys, rows } = host();
  keys("dial a[enter]");
  expect(rows()[0]).toBe("WELCOME TO THE HOST.");
  expect(answer(run, 0x01f, "query users")).toEqual(["002 USERS, 001 DIALED, 000 NET"]);
  expect(answer(run, 0x01f, "query 0c0")).toEqual(["GRAF 0C0 ATTACHED TO A 0B0"]);
  type(run, 0x01f, "force a");
  wait(run);
  expect(rows()[0]).toBe("VM/370 ONLINE");
  expect(run.terminal(0x01f).text).toContain("GRAF 0C0 DROP FROM A DIALED = 000\n");
  keys("logon b pass[enter]");
  expect(rows().join("\n")).toContain("LOGON AT");
});

it("ends a connection by RESET or DETACH of the line", () => {
  for (const command of ["reset 0b0", "detach 0b0"]) {
    const { run, keys, rows } = host();
    keys("dial a[enter]");
    type(run, 0x009, `#cp ${command}`);
    expect(rows()[0]).toBe("VM/370 ONLINE");
    keys("dial a[enter]");
    expect(rows()[0]).toBe("WELCOME TO THE HOST.");
  }
});

it.each([
  ["dial", "DMKDIA020E USERID MISSING OR INVALID"],
  ["dial nobody", "DMKDIA045E NOBODY NOT LOGGED ON"],
  ["dial operator", "DMKDIA055E LINE(S) NOT AVAILABLE ON OPERATOR"],
  ["dial a 0b1", "DMKDIA040E DEV 0B1 DOES NOT EXIST"],
])("refuses %s", (line, message) => {
  const { keys, rows } = host();
  keys(`${line}[enter]`);
  expect(rows()).toContain(message);
});

it("tells operators of real storage", () => {
  const { run } = host();
  expect(answer(run, 0x01f, "query storage")).toEqual(["STORAGE = 02048K"]);
  expect(answer(run, 0x01f, "query paging")).toEqual([
    expect.stringMatching(/^PAGING \d\d, SET 100, RATE \d{3}\/SEC$/),
  ]);
});
