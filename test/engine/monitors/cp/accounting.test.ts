import { expect, it } from "vitest";
import { CardPunch, decodeEbcdic } from "../../../../engine/s370/index.ts";
import { answers, SPOOLERS, settle, spooling } from "./spooling.ts";

const guest = (statements: string): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'00020000',A(X'BAD')
         ORG   GUEST+X'200'
${statements}
         BALR  10,0
         LPSW  STOP
         DS    0D
STOP     DC    X'00020000',A(X'111')
LIST     DC    CL8'B',CL8'OTHERS',CL8'BIN'
NOBODY   DC    CL8'NOBODY',CL8' ',CL8' '
NOTE     DC    C'READ THE MANUAL'
         END`;

/** The cards that a program's machine leaves, with a session of its user's; A may have others charged. */
function cards(statements: string, ...lines: readonly string[]) {
  const punch = new CardPunch("2540P");
  const run = spooling([guest(statements)], {
    more: [[0x00d, punch]],
    accounting: true,
    source: SPOOLERS.replace("OPTION ECMODE", "OPTION ECMODE ACCT"),
  });
  answers(run, 0x01f, "start 00d class ac");
  answers(run, 0x009, ...lines);
  settle(run, 30_000_000);
  return { run, punched: () => [...punch.stackers[0].from()] };
}

it("refuses to account for others where the directory does not allow it", () => {
  const run = spooling([
    guest("         LA    2,NOTE\n         LA    4,16\n         LA    5,15\n         DIAG  2,4,X'4C'"),
  ]);
  expect((run.vm("A").gr(10) >>> 28) & 3).toBe(1);
  expect(run.cp.state.accounting.cards).toEqual([]);
});

it("writes a card for each session, and what programs say, into a punch file of the system's", () => {
  const { run, punched } = cards(
    "         LA    2,NOTE\n         LA    4,16\n         LA    5,15\n         DIAG  2,4,X'4C'\n         LA    2,LIST\n         LA    4,4\n         DIAG  2,4,X'4C'",
    "logoff",
  );
  const texts = punched().map((card) => decodeEbcdic(card));
  const found = texts.filter((text) => /C0$|01$/.test(text));
  expect(found[0].trimEnd()).toBe("A       READ THE MANUAL".padEnd(78) + "C0");
  expect(found.slice(1).map((text) => text.slice(0, 22))).toEqual(["A       1       010100", "B       OTHERS  010100"]);
  expect(run.cp.state.accounting.cards).toEqual([]);
});

it("tells programs of users and functions that there are not", () => {
  const nobody = cards("         LA    2,NOBODY\n         LA    4,4\n         DIAG  2,4,X'4C'").run;
  expect((nobody.vm("A").gr(10) >>> 28) & 3).toBe(2);
  const wrong = cards("         LA    2,LIST\n         LA    4,20\n         DIAG  2,4,X'4C'").run;
  expect((wrong.vm("A").gr(10) >>> 28) & 3).toBe(3);
  const charged = cards("         LA    2,LIST\n         LA    4,4\n         DIAG  2,4,X'4C'").run;
  expect(charged.vm("A").state.console.charged).toEqual({ userid: "B", account: "OTHERS" });
});
