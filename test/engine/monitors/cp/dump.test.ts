import { expect, it } from "vitest";
import { LinePrinter } from "../../../../engine/s370/index.ts";
import { answer, loaded } from "./sessions.ts";
import { answers, settle, spooling } from "./spooling.ts";

const STOPPED = `
GUEST    START 0
         DC    X'0002000000000BAD'
         ORG   GUEST+X'60'
         DC    X'00020000',A(X'111')
         ORG   GUEST+X'200'
         SVC   8
         ORG   GUEST+X'400'
         DC    C'ABCD'
         END
`;

/** User A's machine, stopped, with a virtual printer and a real one. */
function printing() {
  const printer = new LinePrinter("1403");
  const run = spooling([STOPPED], { more: [[0x00e, printer]] });
  return {
    run,
    printed: (...lines: readonly string[]): string => {
      answers(run, 0x009, ...lines);
      settle(run, 5_000_000);
      answers(run, 0x009, "close 00e");
      settle(run, 40_000_000);
      return printer.text;
    },
  };
}

it("prints registers and storage, equal lines once", () => {
  const { run, printed } = printing();
  const text = printed("store g15 1234", "dump t0-2fff k0-2fff * A TEST");
  expect(text).toMatch(/VIRTUAL MACHINE DUMP A TEST *\nPSW = {2}00020000 00000BAD *\nGPR {2}0 =/);
  expect(text).toContain("GPR 12 =  00000000 00000000 00000000 00001234");
  expect(text).toMatch(/\n000400 {2}C1C2C3C4 00000000 00000000 00000000 {2}\*ABCD\.{12}\* *\n/);
  expect(text).toMatch(/\n001010 TO 001FF0 {2}SUPPRESSED LINE\(S\) SAME AS ABOVE *\n002000 {2}00000000/);
  // Pages that are none yet are not referenced by being dumped.
  expect(text).toMatch(/\n000000 TO 000FFF {2}KEY = 04 *\n001000 TO 002FFF {2}KEY = 00 *\n/);
  expect(run.terminal(0x009).text).toContain("DUMP COMPLETE\n");
});

it("has traces printed while the machine runs on", () => {
  const { printed } = printing();
  expect(printed("trace svc printer", "store psw 0 200", "begin")).toContain("*** 000202 SVC 08 ==> 000111");
});

it("lets a machine wait whose trace is longer than its printer is fast", () => {
  const { run } = printing();
  answers(run, 0x009, "store 200 47f00200", "trace branch printer", "store psw 0 200", "begin");
  settle(run, 10_000_000);
  expect(run.vm("A").state.console.traced.length).toBeLessThanOrEqual(501);
  expect(answers(run, 0x009, "#cp trace end").at(-1)).toBe("TRACE ENDED");
});

it("needs a printer", () => {
  expect(answer(loaded(), 0x009, "dump 0-100")).toEqual(["DUMP FAILED; PRINTER UNAVAILABLE"]);
  expect(answer(loaded(), 0x009, "dump zz")).toEqual(["INVALID HEXLOC - ZZ"]);
});
