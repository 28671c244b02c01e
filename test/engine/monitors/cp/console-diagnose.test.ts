import { describe, expect, it } from "vitest";
import { answer, loaded, running, type } from "./sessions.ts";

/** A program that executes these statements and stops; its program-interruption new PSW stops with BAD. */
const guest = (statements: string): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'00020000',A(BAD)
         ORG   GUEST+X'200'
${statements}
         BALR  10,0
         LPSW  STOP
BAD      EQU   X'BAD'
         DS    0D
STOP     DC    X'00020000',A(X'111')
         ORG   GUEST+X'400'
AREA     DS    CL512
         END
`;

const text = (run: ReturnType<typeof running>, address: number, length: number): string =>
  Buffer.from(run.storage("A", address, length), "hex").toString("latin1");

describe("DIAGNOSE 8", () => {
  const call = (line: string, flags = "", more = ""): string =>
    guest(`         LA    2,LINE
         L     4,LENGTH
         LA    3,AREA
         LA    5,200
         DIAG  2,4,X'8'
         B     OVER
         DS    0F
LENGTH   DC    X'${flags || "00"}',AL3(L'LINE)
LINE     DC    C'${line}'
OVER     DS    0H
${more}`);

  it("executes a command and tells its user", () => {
    const run = running(call("MSG * HELLO"));
    expect(run.terminal(0x009).text).toMatch(/\d\d:\d\d:\d\d {2}\* MSG FROM A {7}: HELLO\n/);
    expect(run.vm("A").gr(4)).toBe(0);
  });

  it("gives the return code of a command that is refused", () => {
    const run = running(call("XYZ"));
    expect(run.terminal(0x009).text).toContain("?CP: XYZ\n");
    expect(run.vm("A").gr(4)).toBe(1);
  });

  it("puts answers into a buffer, lines ended by X'15', and tells their length", () => {
    const run = running(call("DISPLAY G0-1", "40"));
    expect(run.terminal(0x009).text).not.toContain("GPR");
    expect(run.storage("A", 0x400, 4)).toBe("C7D7D940");
    expect(run.vm("A").gr(5)).toBe("GPR  0 =  00000000 00000000\n".length);
    expect(run.vm("A").gr(10) >>> 28).toBe(4);
  });

  it("tells how many bytes did not fit", () => {
    const run = running(call("DISPLAY G0-15", "40").replace("LA    5,200", "LA    5,10"));
    expect(run.vm("A").gr(5)).toBe(4 * "GPR  0 =  00000000 00000000 00000000 00000000\n".length - 10);
    expect((run.vm("A").gr(10) >>> 28) & 3).toBe(1);
  });

  it("executes several commands, and stops at one that fails", () => {
    const run = running(
      call(
        "MSG * A'.X'15'.C'MSG * B'.X'15'.C'BAD'.X'15'.C'MSG * C"
          .replaceAll("'.", "',")
          .replaceAll(".C'", "C'")
          .replaceAll(",X'15',C'", "',X'15',C'")
          .replaceAll("'',", "',"),
      ).replace("L'LINE", "OVER-LINE"),
    );
    expect(run.terminal(0x009).text).toMatch(/: A\n.*: B\n\?CP: BAD\n/);
    expect(run.terminal(0x009).text).not.toMatch(/: C\n/);
  });

  it("puts the user into CP where there is no line", () => {
    const run = running(guest("         SR    4,4\n         DIAG  2,4,X'8'"));
    expect(run.vm("A").state.console.inCp).toBe(true);
  });

  it("refuses registers that go together with those of the buffer", () => {
    for (const [rx, ry] of [
      [2, 3],
      [4, 3],
      [4, 4],
      [15, 2],
      [2, 15],
    ]) {
      const source = call("DISPLAY G0", "40").replace(
        "DIAG  2,4,X'8'",
        `LR    ${ry},4\n         DIAG  ${rx},${ry},X'8'`,
      );
      expect(running(source).terminal(0x009).text).toContain("00000BAD");
    }
  });

  it("refuses lines that are too long, and buffers that are none", () => {
    const run = running(guest("         LA    4,500\n         DIAG  2,4,X'8'"));
    expect(run.terminal(0x009).text).toContain("00000BAD");
  });
});

it("identifies the control program by DIAGNOSE 0", () => {
  const run = running(guest("         LA    2,AREA\n         LA    4,40\n         DIAG  2,4,0"));
  expect(run.storage("A", 0x400, 11)).toBe("E5D461F3F7F0404006001D");
  expect(run.storage("A", 0x410, 8)).toBe("C140404040404040");
  expect(run.vm("A").gr(4)).toBe(8);
});

it("tells date, time and processor time by DIAGNOSE C", () => {
  const run = running(guest("         LA    2,AREA\n         DIAG  2,0,X'C'"));
  expect(run.storage("A", 0x400, 16)).toMatch(/^(F\d){2}61(F\d){2}61(F\d){2}(F\d){2}7A(F\d){2}7A(F\d){2}$/);
  const [used, total] = [0x410, 0x418].map((at) => Number.parseInt(run.storage("A", at, 8), 16));
  expect(used).toBeGreaterThan(0);
  expect(total).toBeGreaterThan(used);
  expect(text(run, 0x400, 1)).not.toBe("");
});

it("tells the storage size by DIAGNOSE 60, and shortens messages by 5C", () => {
  const run = running(
    guest("         DIAG  3,0,X'60'\n         LA    4,AREA\n         LA    5,30\n         DIAG  4,5,X'5C'"),
  );
  expect(run.vm("A").gr(3)).toBe(0x40000);
  expect([run.vm("A").gr(4), run.vm("A").gr(5)]).toEqual([0x40b, 19]);
});

it("fetches words of real storage by DIAGNOSE 4, for classes C and E", () => {
  const source = guest(
    "         LA    2,LIST\n         LA    4,1\n         LA    5,AREA\n         DIAG  2,4,4\n         B     OVER\nLIST     DC    F'108'\nOVER     DS    0H",
  );
  expect(running(source).storage("A", 0x400, 4)).toBe("00000830");
  const general = running(source, { source: "USER A PASS 256K 16M G\nCONSOLE 009 3215" });
  expect(general.terminal(0x009).text).toContain("00000BAD");
});

it("has no function for other codes", () => {
  expect(running(guest("         DIAG  2,4,X'F8'")).terminal(0x009).text).toContain("00000BAD");
});

describe("DISPLAY and STORE", () => {
  it("show and alter storage, registers and keys", () => {
    const run = loaded();
    expect(answer(run, 0x009, "store 200 c1c2c3c4 5 gf 12345678 y2 41100000 s203 d5d6")).toEqual(["STORE COMPLETE"]);
    expect(answer(run, 0x009, "d 200.8")).toEqual(["000200  C1C2C3D5 D6000005"]);
    expect(answer(run, 0x009, "display t200-20f")).toEqual([
      "000200  C1C2C3D5 D6000005 00000000 00000000  *ABCNO...........*",
    ]);
    expect(answer(run, 0x009, "d g14-15 y2")).toEqual(["GPR 14 =  00000000 12345678", "FPR  2 =  4110000000000000"]);
    expect(answer(run, 0x009, "d k0-1000")).toEqual(["000000 TO 0007FF  KEY = 06", "000800 TO 0017FF  KEY = 00"]);
    expect(answer(run, 0x009, "store psw 0 200")).toEqual(["STORE COMPLETE"]);
    expect(answer(run, 0x009, "d psw caw csw")).toEqual([
      "PSW =  00000000 00000200",
      "CAW =  00000000",
      "CSW =  00000000 00000000",
    ]);
    expect(answer(run, 0x009, "store status")).toEqual(["STORE COMPLETE"]);
    expect(answer(run, 0x009, "d 1bc")).toEqual(["0001BC  12345678"]);
  });

  it.each([
    ["display qrs", "INVALID HEXLOC - QRS"],
    ["display 9999999", "INVALID HEXLOC - 9999999"],
    ["display g16", "INVALID REGISTER - G16"],
    ["display 300-200", "INVALID RANGE - 300-200"],
    ["display 40000", "HEXLOC 40000 EXCEEDS STORAGE"],
    ["store", "OPERAND MISSING OR INVALID"],
    ["store 200", "INVALID HEXDATA - 200"],
    ["store 200 xyz", "INVALID HEXDATA - XYZ"],
    ["store 40000 1", "HEXLOC 40000 EXCEEDS STORAGE"],
    ["store g16 1", "INVALID REGISTER - G16"],
  ])("refuse %s", (line, message) => {
    expect(answer(loaded(), 0x009, line)).toEqual([message]);
  });

  it("let the machine go on with what was stored", () => {
    const run = loaded();
    type(run, 0x009, "store 200 82000208 0 20000 222", "store g1 5", "begin 200");
    expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '00020000 00000222'");
  });
});
