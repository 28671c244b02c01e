/** DIAGNOSE X'58' with X'29' and X'2A': all of a display's screen is a program's. */
import { describe, expect, it } from "vitest";
import { Display3277, decodeEbcdic, screenText } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import { wait } from "./sessions.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const AT = 0x0c0;

/**
 * Writes its screen, and waits. At attention it reads what has been modified to X'1000' (and, the second time, to X'1100' …), counts at X'500', and writes again. Condition
 * codes are kept from X'600' on.
 */
const guest = (first = "X'80'", again = "X'00'", read = "X'80'"): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'00020000',A(X'BAD')
         DC    X'0000000000000000'
         DC    X'00000000',A(GOT)
         ORG   GUEST+X'200'
         LA    9,X'600'
         SR    8,8
         LA    3,9
         LA    2,WRITE
         DIAG  2,3,X'58'
         BALR  10,0
         ST    10,0(9)
IDLE     LPSW  ENABLED
GOT      LA    8,1(8)
         ST    8,X'500'
         TM    X'44',X'80'
         BZ    IDLE
         LA    2,READ
         DIAG  2,3,X'58'
         BALR  10,0
         ST    10,4(9)
         LA    2,AGAIN
         DIAG  2,3,X'58'
         BALR  10,0
         ST    10,8(9)
         LA    9,8(9)
         L     7,READ
         LA    7,256(7)
         ST    7,READ
         MVI   READ,X'2A'
         B     IDLE
         DS    0D
ENABLED  DC    X'8002000000000000'
WRITE    DC    X'29',AL3(SCREEN),X'A0',${first},AL2(L'SCREEN)
         DC    X'00',AL3(MORE),X'20',X'00',AL2(L'MORE)
AGAIN    DC    X'29',AL3(SECOND),X'20',${again},AL2(L'SECOND)
READ     DC    X'2A',AL3(X'1000'),X'20',${read},AL2(200)
SCREEN   DC    X'C31140401DE8C6E4D3D340E2C3D9C5C5D5'
MORE     DC    X'11C1501D4013'
SECOND   DC    X'C211C26040C1C7C1C9D5'
         ORG   GUEST+X'1000'
         DC    512X'00'
         END`;

function display(source = guest()) {
  const screen = new Display3277({ numericLock: false });
  const run: CpMachine = cpMachine([source], {
    more: [[AT, screen]],
    prepared: [{ userid: "A", terminal: AT, segments: program(source).segments }],
    operatorTerminal: 0x009,
  });
  wait(run);
  return {
    run,
    screen,
    rows: () => screenText(screen.screen).map((row) => row.trimEnd()),
    keys: (...keys: readonly string[]) => {
      for (const each of keys) {
        run.machine.input(AT, each);
        wait(run);
      }
    },
    /** Another user sends a message. */
    message: (text: string) => {
      for (const line of ["logon b pass", `msg a ${text}`]) {
        run.machine.input(0x009, line);
        wait(run);
      }
    },
    /** Condition codes of the operations so far. */
    codes: (count: number) =>
      Array.from({ length: count }, (_, i) => (Number.parseInt(run.storage("A", 0x600 + 4 * i, 4), 16) >>> 28) & 3),
    text: (at: number, length: number) =>
      decodeEbcdic(Uint8Array.from(Buffer.from(run.storage("A", at, length), "hex"))),
  };
}

describe("a program's screen", () => {
  it("is written whole, with its fields, and nothing of CP's", () => {
    const at = display();
    expect(at.codes(1)).toEqual([0]);
    expect(at.rows()).toEqual([" FULL SCREEN", ...Array.from({ length: 23 }, () => "")]);
  });

  it("is read by the program when a key has been pressed", () => {
    const at = display();
    at.keys("typed here[enter]");
    // The key, the cursor, and the field from its first location.
    expect(at.run.storage("A", 0x1000, 1)).toBe("7D");
    expect(at.run.storage("A", 0x1003, 3)).toBe("11C1D1");
    expect(at.text(0x1006, 10)).toBe("typed here");
    expect(at.codes(3)).toEqual([0, 0, 0]);
    // Written without being erased first.
    expect(at.rows().slice(0, 3)).toEqual([" FULL SCREEN", " typed here", " AGAIN"]);
    at.keys("[pf3]");
    expect(at.run.storage("A", 0x1100, 1)).toBe("F3");
    expect(at.codes(5)).toEqual([0, 0, 0, 0, 0]);
  });

  it("can be read with all that is on it", () => {
    const at = display(guest("X'80'", "X'00'", "X'00'"));
    at.keys("x[enter]");
    expect(at.run.storage("A", 0x1003, 2)).toBe("1DE8");
    expect(at.text(0x1005, 11)).toBe("FULL SCREEN");
  });

  it("gives way to CP, and comes back when it is erased", () => {
    const at = display(guest("X'80'", "X'80'"));
    at.message("hello");
    expect(at.rows().join("\n")).toContain("MSG FROM B       : hello");
    expect(at.rows()[23].slice(60).trim()).toBe("RUNNING");
    at.keys("[pa1]", "attn[enter]", "begin[enter]");
    // The program cannot read a screen that is not its own, but can write another.
    expect(at.codes(3)).toEqual([0, 1, 0]);
    expect(at.rows().join("").trim()).toBe("AGAIN");
  });

  it("cannot be added to when it is gone: TEST I/O tells of unit check", () => {
    const at = display();
    at.message("hello");
    at.keys("[pa1]", "attn[enter]", "begin[enter]");
    expect(at.codes(3)).toEqual([0, 1, 1]);
    expect(at.rows()[0]).toBe("attn");
    expect(at.run.storage("A", 0x44, 1)).toBe("0E");
  });

  it("is left by PA1, for CP", () => {
    const at = display();
    at.keys("[pa1]");
    expect(at.run.storage("A", 0x500, 4)).toBe("00000000");
    expect(at.rows()[23].slice(60).trim()).toBe("CP READ");
    at.keys("display psw[enter]");
    expect(at.rows().join("\n")).toContain("PSW = ");
  });

  it("is not begun by a write that erases nothing, nor where there is no display", () => {
    expect(display(guest("X'00'")).codes(1)).toEqual([1]);
    const printer = cpMachine([guest()]);
    wait(printer);
    expect((Number.parseInt(printer.storage("A", 0x600, 4), 16) >>> 28) & 3).toBe(1);
  });

  it("stays as it was where power goes and comes: CP has it then", () => {
    const at = display();
    at.keys("[power off]", "[power on]");
    expect(at.rows().join("")).not.toContain("FULL");
    expect(at.rows()[23].slice(60).trim()).toBe("RUNNING");
  });

  it("goes on from a snapshot taken while it was written", () => {
    const at = display();
    const saved = at.run.machine.snapshot();
    at.keys("a[enter]");
    const rows = at.rows();
    at.run.machine.restore(saved);
    at.keys("a[enter]");
    expect(at.rows()).toEqual(rows);
  });

  it("refuses no bytes, and more than a frame has", () => {
    for (const count of ["AL2(0)", "AL2(5000)"]) {
      const at = display(guest().replace("AL2(L'MORE)", count).replace("AL2(L'SCREEN)", count));
      expect(at.rows().join("\n")).toContain("00000BAD");
    }
  });
});
