/** COPY and macro calls find their members beside the source file. */
import { expect, test } from "vitest";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();
put(folder, {
  "main.s": "MAIN     START 0\n         COPY  EQUATES\n         HALT  CODE\n         END\n",
  "equates.copy": "CODE     EQU   7\n",
  "halt.mac":
    "         MACRO\n         HALT  &N\n         MNOTE 4,'HALTS WITH &N'\n         DC    A(&N)\n         MEND\n",
  "wrong.s": "         COPY  NOWHERE\n         HALT  1\n         L     1\n",
});

test("tae asm reads members from the source's folder, and prints macros' messages", () => {
  expect(tae(folder, "asm", "main.s")).toEqual({
    status: 0,
    out: "main.s: 4 bytes at 000000, entry 000000\n",
    err: "main.s:3:10: MNOTE 4: HALTS WITH CODE\n",
  });
});

test("tae run takes macros from the program's folder", () => {
  const program = [
    "RUN      CSECT",
    "         DC    X'0000000000000200'",
    "         ORG   RUN+X'200'",
    "         BALR  12,0",
    "         USING *,12",
    "         STOP  X'123'",
    "         END",
    "",
  ];
  const stop = [
    "         MACRO",
    "         STOP  &CODE",
    "         LPSW  S&SYSNDX",
    "S&SYSNDX DC    0D'0',X'00020000',A(&CODE)",
    "         MEND",
    "",
  ];
  put(folder, { "run.s": program.join("\n"), "stop.mac": stop.join("\n") });
  const { status, out } = tae(folder, "run", "run.s", "--json");
  expect([status, JSON.parse(out)]).toMatchObject([0, { stopped: "disabled-wait", psw: "0002000000000123" }]);
});

test("--sysparm is &SYSPARM", () => {
  put(folder, { "choose.s": "         DC    C'&SYSPARM'\n" });
  expect(tae(folder, "asm", "choose.s", "--sysparm", "ABC").out).toBe("choose.s: 3 bytes at 000000, entry 000000\n");
});

test("what is wrong is said for the source", () => {
  const { status, err } = tae(folder, "asm", "wrong.s");
  expect(status).toBe(1);
  expect(err).toContain("wrong.s:1:16: there is no member NOWHERE to copy\n");
  expect(err).toContain("wrong.s:3:17: L takes 2 operands");
});
