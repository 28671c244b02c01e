/** LINK and the passwords that it asks for. */
import { describe, expect, it } from "vitest";
import { resetSystem } from "../../../../engine/monitors/cp/logon.ts";
import { Display3277, screenText } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import { mountedDisk } from "./disks.ts";
import { answer, type, wait } from "./sessions.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const SOURCE = `
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
MDISK 191 3350 010 005 USERS1 MR RPASS WPASS MPASS
MDISK 192 3350 020 005 USERS1 MR ALL
MDISK 193 3350 030 005 USERS1 MR
USER SMITH SECRET 256K 1M G
CONSOLE 009 3215
`.trim();

function loaded(options: Options = {}): CpMachine {
  const run = cpMachine([], {
    source: SOURCE,
    operatorTerminal: 0x009,
    more: [[0x350, mountedDisk("3350", "USERS1", 0x350)], ...(options.more ?? [])],
    ...(options.hidesPasswords !== undefined && { hidesPasswords: options.hidesPasswords }),
    ...(options.prepared !== undefined && { prepared: options.prepared }),
  });
  wait(run);
  return run;
}

function smithAt01f(options: Options = {}): CpMachine {
  const run = loaded(options);
  type(run, 0x01f, "logon smith", "secret");
  return run;
}

describe("LINK without a password", () => {
  it("asks for that of the mode, over characters that hide it", () => {
    const run = smithAt01f();
    expect(answer(run, 0x01f, "link operator 191 291")).toEqual(["ENTER READ PASSWORD:"]);
    expect(run.terminal(0x01f).text).toMatch(/ENTER READ PASSWORD:\nXXXXXXXX$/);
    expect(type(run, 0x01f, "rpass")).toMatch(/^rpass\nOPERATOR 191 NOT LINKED; R\/W BY OPERATOR\n/);
    expect(type(run, 0x01f, "link operator 191 292 rr", "rpass")).toContain(
      "ENTER READ PASSWORD:\nXXXXXXXXrpass\nDASD 292 LINKED R/O; R/W BY OPERATOR\n",
    );
    expect(type(run, 0x01f, "link operator 191 293 wr", "wpass")).toContain(
      "ENTER WRITE PASSWORD:\nXXXXXXXXwpass\nDASD 293 FORCED R/O",
    );
    expect(type(run, 0x01f, "link operator 191 294 mw", "mpass")).toContain(
      "ENTER MULT PASSWORD:\nXXXXXXXXmpass\nDASD 294 LINKED R/W",
    );
    // The line behind it is a command again.
    expect(answer(run, 0x01f, "query time")[0]).toMatch(/^TIME IS /);
  });

  it("refuses a wrong one, and an empty one", () => {
    const run = smithAt01f();
    const refused = "OPERATOR 191 NOT LINKED; MODE OR PASSWORD INCORRECT\n";
    expect(type(run, 0x01f, "link operator 191 291 rr", "wpass")).toContain(refused);
    expect(type(run, 0x01f, "link operator 191 291 rr", "")).toContain(refused);
    expect(run.vm("SMITH").state.devices[0x291]).toBeUndefined();
  });

  it("asks for nothing where everybody may, or nobody, or at one's own", () => {
    const run = smithAt01f();
    expect(answer(run, 0x01f, "link operator 192 292 rr")[0]).toContain("DASD 292 LINKED R/O");
    expect(answer(run, 0x01f, "link operator 192 293 w")).toEqual(["OPERATOR 192 NOT LINKED; NO WRITE PASSWORD"]);
    expect(answer(run, 0x01f, "link operator 193 293 rr")).toEqual(["OPERATOR 193 NOT LINKED; NO READ PASSWORD"]);
    expect(answer(run, 0x009, "link * 191 291 rr")[0]).toContain("DASD 291 LINKED R/O");
  });

  it("is refused after ten wrong ones, until the next session", () => {
    const run = smithAt01f();
    for (let i = 0; i < 5; i++) {
      expect(answer(run, 0x01f, "link operator 191 291 rr wrong")[0]).toMatch(/PASSWORD INCORRECT$/);
      expect(type(run, 0x01f, "link operator 191 291 rr", "wrong")).toContain("PASSWORD INCORRECT");
    }
    const refused = ["LINK INVALID; EXCESSIVE INCORRECT PASSWORDS"];
    expect(answer(run, 0x01f, "link operator 191 291 rr rpass")).toEqual(refused);
    expect(answer(run, 0x01f, "link operator 192 292 rr")).toEqual(refused);
    type(run, 0x01f, "logoff");
    type(run, 0x01f, "logon smith", "secret");
    expect(answer(run, 0x01f, "link operator 191 291 rr rpass")[0]).toContain("LINKED R/O");
  });

  it("waits through a snapshot", () => {
    const run = smithAt01f();
    type(run, 0x01f, "link operator 191 291 rr");
    const saved = run.machine.snapshot();
    const first = type(run, 0x01f, "rpass");
    expect(first).toContain("LINKED R/O");
    run.machine.restore(saved);
    expect(run.vm("SMITH").state.devices[0x291]).toBeUndefined();
    expect(type(run, 0x01f, "rpass")).toBe(first);
  });

  it("ends with its user", () => {
    const run = smithAt01f();
    type(run, 0x01f, "link operator 191 291 rr");
    expect(type(run, 0x009, "force smith")).toContain("LOGOFF AS SMITH");
    expect(run.cp.state.tasks.filter(({ kind }) => kind === "line")).toEqual([]);
    expect(type(run, 0x01f, "logon smith", "secret")).toContain("LOGON AT");
  });

  it("does not show it on a display", () => {
    const screen = new Display3277({ numericLock: false });
    const run = loaded({ more: [[0x0c0, screen]] });
    const keys = (text: string): string[] => {
      run.machine.input(0x0c0, text);
      wait(run);
      return screenText(screen.screen).map((row) => row.trimEnd());
    };
    keys("logon smith[enter]");
    keys("secret[enter]");
    keys("link operator 191 291 rr[enter]");
    expect(keys("rpass").filter((row) => row.includes("rpass"))).toEqual([]);
    const rows = keys("[enter]");
    expect(rows.filter((row) => row.includes("rpass") || row.includes("XXXX"))).toEqual([]);
    expect(rows).toContain("DASD 291 LINKED R/O; R/W BY OPERATOR");
    expect(keys("query time").some((row) => row.includes("query time"))).toBe(true);
  });
});

describe("passwords in lines", () => {
  it("are refused where the system is generated so", () => {
    const run = loaded({ hidesPasswords: true });
    expect(answer(run, 0x01f, "logon smith secret")).toEqual(["DMKLOG003E INVALID OPTION - PASSWORD"]);
    expect(type(run, 0x01f, "logon smith", "secret")).toContain("LOGON AT");
    expect(answer(run, 0x01f, "link operator 191 291 rr pass=rpass")).toEqual(["INVALID OPTION - PASS="]);
    expect(type(run, 0x01f, "link operator 191 291 rr", "rpass")).toContain("LINKED R/O");
  });
});

/** A program that gives a command by DIAGNOSE 8, and stops with its return code in register 4. */
const giving = (line: string, flags = "00"): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         LA    2,LINE
         L     4,LENGTH
         DIAG  2,4,X'8'
         ST    4,X'300'
         LPSW  STOP
         DS    0D
STOP     DC    X'00020000',A(X'111')
LENGTH   DC    X'${flags}',AL3(L'LINE)
LINE     DC    C'${line}'
         END
`;

describe("LINK by DIAGNOSE 8", () => {
  const running = (line: string, options: Options & { flags?: string; disconnected?: boolean } = {}): CpMachine =>
    loaded({
      ...options,
      prepared: [
        {
          userid: "SMITH",
          ...(options.disconnected !== true && { terminal: 0x01f }),
          segments: program(giving(line, options.flags)).segments,
        },
      ],
    });

  it("asks the program's user, and the program waits", () => {
    const run = running("LINK OPERATOR 191 291 RR");
    expect(run.terminal(0x01f).text).toMatch(/ENTER READ PASSWORD:\nXXXXXXXX$/);
    expect(run.storage("SMITH", 0x300, 4)).toBe("00000000");
    expect(run.vm("SMITH").instructionAddress()).toBe(0x208);
    expect(type(run, 0x01f, "rpass")).toContain("DASD 291 LINKED R/O");
    expect(run.vm("SMITH").instructionAddress()).toBe(0x111);
  });

  it("gives the return code of a refusal", () => {
    const run = running("LINK OPERATOR 191 291 RR");
    type(run, 0x01f, "wrong");
    expect(run.storage("SMITH", 0x300, 4)).toBe("00000072");
  });

  it("has no password where nobody is at the terminal", () => {
    const run = running("LINK OPERATOR 191 291 RR", { disconnected: true });
    expect(run.storage("SMITH", 0x300, 4)).toBe("00000072");
    expect(run.vm("SMITH").instructionAddress()).toBe(0x111);
  });

  it("takes a password in the line, unless the system hides them and the program asks for that", () => {
    const line = "LINK OPERATOR 191 291 RR RPASS";
    const code = (options: Options & { flags?: string }): string => running(line, options).storage("SMITH", 0x300, 4);
    expect(code({})).toBe("00000000");
    expect(code({ flags: "80" })).toBe("00000000");
    expect(code({ hidesPasswords: true })).toBe("00000000");
    expect(code({ hidesPasswords: true, flags: "80" })).toBe("00000003");
  });
});

it("a reset ends what an instruction waits for", () => {
  const run = loaded({
    prepared: [{ userid: "SMITH", segments: program(giving("LINK OPERATOR 191 291 RR")).segments, terminal: 0x01f }],
  });
  const vm = run.vm("SMITH");
  expect(vm.state.waitingFor).toBe(`password ${vm.id}`);
  resetSystem(vm);
  wait(run);
  expect([vm.state.waitingFor, vm.state.console.commands]).toEqual([undefined, undefined]);
});
