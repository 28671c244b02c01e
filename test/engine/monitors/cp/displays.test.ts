import { describe, expect, it } from "vitest";
import { Display3277, screenText } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import { loaded, wait } from "./sessions.ts";
import { cpMachine } from "./support.ts";

const AT = 0x0c0;

function display() {
  const screen = new Display3277({ numericLock: false });
  const run = loaded({ more: [[AT, screen]] });
  wait(run);
  const rows = () => screenText(screen.screen).map((row) => row.trimEnd());
  return {
    run,
    screen,
    rows,
    /** Rows of the output area that are not empty. */
    output: () =>
      rows()
        .slice(0, 22)
        .filter((row) => row !== ""),
    status: () => rows()[23].slice(60).trim(),
    keys: (...keys: readonly string[]) => {
      for (const each of keys) {
        run.machine.input(AT, each);
        wait(run);
      }
    },
  };
}

describe("a display", () => {
  it("shows that CP is there, and lets a user log on without showing the password", () => {
    const at = display();
    expect(at.output()).toEqual(["VM/370 ONLINE"]);
    expect(at.status()).toBe("CP READ");
    at.keys("logon smith[enter]");
    expect(at.output()).toEqual(["VM/370 ONLINE", "logon smith", "ENTER PASSWORD:"]);
    at.keys("secret");
    expect(at.rows().join("")).not.toContain("secret");
    at.keys("[enter]");
    expect(at.output()[3]).toMatch(/^LOGON AT \d\d:\d\d:\d\d GMT/);
    expect(at.run.terminal(0x009).text).toMatch(/GRAF 0C0 LOGON {2}AS SMITH {4}USERS = 002\n/);
    expect(at.status()).toBe("CP READ");
    expect(at.rows().join("")).not.toContain("secret");
  });

  it("goes on to columns by function keys, also twice", () => {
    const at = display();
    at.keys("l smith secret[enter]", "set pf4 tab 5 10[enter]", "[clear]", "*[pf4]", "b[pf4]", "c[enter]");
    expect(at.output()).toEqual(["*   b    c"]);
    at.keys("[clear]", "*[pf4]", "[pf4]", "d[enter]");
    expect(at.output()).toEqual(["*        d"]);
    at.keys("[clear]", "set pf2 delayed query users[enter]", "[clear]", "[pf2]", "[enter]");
    expect(at.output()).toEqual(["query users", "002 USERS, 000 DIALED, 000 NET"]);
  });

  it("executes commands, and does what function keys stand for", () => {
    const at = display();
    at.keys("l smith secret[enter]", "[clear]", "q users[enter]");
    expect(at.output()).toEqual(["q users", "002 USERS, 000 DIALED, 000 NET"]);
    at.keys("set pf1 immed query names[enter]", "set pf2 delayed msg op[enter]", "set pf3 retrieve[enter]", "[clear]");
    at.keys("[pf1]");
    expect(at.output()).toEqual(["query names", "OPERATOR - 009, SMITH    - 0C0"]);
    at.keys("[pf2]");
    expect(at.rows()[22]).toBe("msg op");
    at.keys(" Hello[enter]");
    expect(at.run.terminal(0x009).text).toMatch(/MSG FROM SMITH {3}: Hello\n/);
    at.keys("[pf3]");
    expect(at.rows()[22]).toBe("msg op Hello");
  });

  it("does not accept a key for a printer that is not there, and leaves what is typed", () => {
    const at = display();
    at.keys("l smith secret[enter]", "set pf5 copy[enter]", "[clear]", "q users[pf5]");
    expect(at.status()).toBe("NOT ACCEPTED");
    expect(at.rows()[22]).toBe("q users");
    at.keys("[enter]");
    expect(at.output()).toEqual(["q users", "002 USERS, 000 DIALED, 000 NET"]);
  });

  it("stops when it is full, holds what the user looks at, and goes on after a minute or when he has read it", () => {
    const at = display();
    at.keys("l smith secret[enter]", "[clear]", "q pf[enter]");
    expect(at.status()).toBe("MORE...");
    expect(at.output()).toHaveLength(22);
    expect(at.output()[21]).toBe("PF21 UNDEFINED");
    at.keys("[enter]");
    expect(at.status()).toBe("HOLDING");
    wait(at.run, 100_000_000);
    expect(at.status()).toBe("HOLDING");
    at.keys("[enter]");
    expect(at.status()).toBe("MORE...");
    wait(at.run, 61_000_000);
    expect(at.output()).toEqual(["PF22 UNDEFINED", "PF23 UNDEFINED", "PF24 UNDEFINED"]);
    expect(at.status()).toBe("CP READ");
    at.keys("q pf[enter]", "[pa2]");
    expect(at.output()[0]).toBe("PF19 UNDEFINED");
  });

  it("tells whether the program runs or waits for a line, and leads to CP by PA1", () => {
    const at = display();
    at.keys(
      "l smith secret[enter]",
      "store 200 9c000009 82000220[enter]",
      "store 300 0a000400 20000014[enter]",
      "store 48 300[enter]",
      "store 220 fe020000 0 78 0 240[enter]",
      "store 78 0 240[enter]",
      "store 240 47f00240[enter]",
      "[clear]",
      "begin 200[enter]",
    );
    expect(at.status()).toBe("VM READ");
    at.keys("Hello[enter]");
    expect(at.status()).toBe("RUNNING");
    at.keys("[pa1]");
    expect(at.status()).toBe("CP READ");
    at.keys("d t400.5[enter]");
    expect(at.output().at(-1)).toContain("*Hello...");
    at.keys("b[enter]", "#cp d psw[enter]");
    expect(at.output().at(-1)).toMatch(/^PSW = /);
    expect(at.status()).toBe("RUNNING");
  });

  it("is given up when it stays switched off, and comes back as it was when it does not", () => {
    const at = display();
    at.keys("l smith secret[enter]", "[power off]");
    at.run.machine.input(0x009, "msg smith Are you there?");
    wait(at.run, 14 * 60_000_000);
    expect(at.run.cp.user("SMITH")).toBeDefined();
    at.keys("[power on]");
    expect(at.output().join()).toContain("Are you there?");
    wait(at.run, 2 * 60_000_000);
    expect(at.run.cp.user("SMITH")).toBeDefined();
  });
});

describe("DIAGNOSE 58", () => {
  const GUEST = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'00020000',A(X'BAD')
         ORG   GUEST+X'200'
         LA    2,CCWS
         LA    3,9
         DIAG  2,3,X'58'
         BALR  10,0
         LPSW  STOP
         DS    0D
STOP     DC    X'00020000',A(X'111')
CCWS     DC    X'19',AL3(TITLE),X'60',X'00',AL2(L'TITLE)
         DC    X'19',AL3(TEXT),X'20',X'05',AL2(L'TEXT)
TITLE    DC    CL100'A TITLE'
TEXT     DC    C'ON THE SIXTH ROW'
         END`;

  const after = (source: string) => {
    const screen = new Display3277({ numericLock: false });
    const run = cpMachine([source], {
      more: [[AT, screen]],
      prepared: [{ userid: "A", terminal: AT, segments: program(source).segments }],
    });
    wait(run);
    return { run, screen, rows: screenText(screen.screen).map((row) => row.trimEnd()) };
  };

  it("writes lines of the screen at once", () => {
    const { run, rows } = after(GUEST);
    expect(rows[0]).toBe("A TITLE");
    expect(rows[5]).toBe("ON THE SIXTH ROW");
    expect(rows[6]).toContain("DISABLED WAIT");
    expect((run.vm("A").gr(10) >>> 28) & 3).toBe(0);
  });

  it("writes data that are chained as one stretch, and nothing where that does not fit", () => {
    const chained = GUEST.replace("X'60',X'00'", "X'A0',X'05'").replace("X'19',AL3(TEXT)", "X'00',AL3(TEXT)");
    const { rows } = after(chained);
    expect(rows.slice(5, 7)).toEqual(["A TITLE", "                    ON THE SIXTH ROW"]);
    const long = after(GUEST.replace("X'60',X'00'", "X'60',X'15'"));
    expect((long.run.vm("A").gr(10) >>> 28) & 3).toBe(1);
    expect(long.rows.join("\n")).not.toContain("A TITLE");
  });

  it("clears the screen, refuses other commands, and says where there is no display", () => {
    expect(after(GUEST.replace("X'05',AL2", "X'FF',AL2")).rows[0]).toContain("DISABLED WAIT");
    expect(after(GUEST.replaceAll("X'19'", "X'01'")).rows.join("\n")).toContain("00000BAD");
    const printer = cpMachine([GUEST]);
    wait(printer);
    expect((printer.vm("A").gr(10) >>> 28) & 3).toBe(1);
  });

  it("has the user read what is there first, where the program asks for that", () => {
    const { run, rows } = after(GUEST.replace("X'60',X'00'", "X'60',X'80'"));
    expect(rows[0]).toBe("VM/370 ONLINE");
    expect(rows[23].slice(60).trim()).toBe("MORE...");
    run.machine.input(AT, "[clear]");
    wait(run);
    expect(run.terminal(0x009).text).toBe("VM/370 ONLINE\n");
    expect(run.vm("A").state.console.inCp).toBe(true);
  });

  it("keeps its screen from CP's lines with TERMINAL BREAKIN GUESTCTL, until the user clears it", () => {
    const guarded = GUEST.replace(
      "LA    2,CCWS",
      "LA    4,COMMAND\n         LA    5,L'COMMAND\n         DIAG  4,5,X'8'\n         LA    2,CCWS",
    )
      .replace("X'00020000',A(X'111')", "X'FF020000',A(0)")
      .replace("TITLE    DC", "COMMAND  DC    C'TERMINAL BREAKIN GUESTCTL'\nTITLE    DC");
    for (const [source, isDisturbed] of [
      [guarded, false],
      [guarded.replace("GUESTCTL", "IMMED"), true],
    ] as const) {
      const { run, screen } = after(source);
      const shown = (): string => screenText(screen.screen).join("\n");
      for (const line of ["logon b pass", "msg a hello"]) {
        run.machine.input(0x009, line);
        wait(run);
      }
      expect(shown()).toContain("ON THE SIXTH ROW");
      expect(shown().includes("MSG FROM B")).toBe(isDisturbed);
      run.machine.input(AT, "[clear]");
      wait(run);
      expect(shown().includes("MSG FROM B")).toBe(!isDisturbed);
    }
  });
});
