import { expect, it } from "vitest";
import { cpMachine } from "./support.ts";

const DIRECTORY = ["A", "B"]
  .map((userid) => `USER ${userid} PASS 256K 16M BG\nCONSOLE 009 3215\nSPECIAL 500 CTCA`)
  .join("\n");

/** A guest that couples its adapter by DIAGNOSE 8 if it is the first, then starts its programs one after another, each when the one before has ended. */
function guest(couples: boolean, programs: readonly string[], data: string): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'78'
         DC    A(0),A(TOLD)
         ORG   GUEST+X'200'
         LA    1,COMMAND
         LA    2,L'COMMAND
         ${couples ? "DC    X'83120008'" : "NOPR  0"}
         LA    5,TABLE
         LA    6,RESULTS
NEXT     L     1,0(5)
         LTR   1,1
         BC    8,DONE
         ST    1,X'48'
START    SIO   X'500'
         BC    8,WAIT
         BC    4,AGAIN
         B     START
AGAIN    MVC   X'380'(2),X'44'
         B     START
WAIT     LPSW  ENABLED
TOLD     TM    X'44',X'04'
         BC    8,WAIT
         MVC   0(8,6),X'40'
         LA    6,8(,6)
         LA    5,4(,5)
         B     NEXT
DONE     LPSW  GOOD
         DS    0D
ENABLED  DC    X'FE02000000000000'
GOOD     DC    X'000200000000DEAD'
COMMAND  DC    C'COUPLE 500 TO A 500'
         ORG   GUEST+X'300'
RESULTS  DC    64X'00'
         ORG   GUEST+X'400'
${programs.map((text, i) => `P${i}       DS    0D\n${text}`).join("\n")}
         ORG   GUEST+X'500'
${data}
         ORG   GUEST+X'600'
TABLE    DC    ${programs.map((_, i) => `A(P${i})`).join(",")},F'0'
         END
`;
}

it("passes what one virtual machine writes to the one that reads, as much as both have room for", () => {
  const run = cpMachine(
    [
      guest(
        false,
        ["         CCW   1,TEXT,X'40',12\n         CCW   1,TEXT,X'00',12", "         CCW   7,TEXT,X'20',1"],
        "TEXT     DC    C'HELLO, WORLD'",
      ),
      guest(
        true,
        [
          "         CCW   2,BACK,X'80',5\n         CCW   0,BACK+8,X'60',7\n         CCW   2,BACK+16,X'20',8",
          "         CCW   X'14',BACK+24,X'20',1",
        ],
        "BACK     DC    32X'EE'",
      ),
    ],
    { source: DIRECTORY },
  );
  run.machine.run({ ticks: 3_000_000 });
  expect(run.terminal(0x009).text).toContain("CTCA 500 COUPLED BY B 500");
  // HELLO and , WORLD; then HELLO, W.
  expect(run.storage("B", 0x500, 25)).toBe("C8C5D3D3D6EEEEEE6B40E6D6D9D3C4EEC8C5D3D3D66B40E607");
  // The writer's second record was longer than the reader's room: incorrect length, four bytes left.
  expect(run.storage("A", 0x300, 16)).toBe("000004100C400004000004180C000001");
  expect(run.storage("B", 0x300, 16)).toBe("000004180C000000000004200C000000");
  // Attention comes behind the end of the read, by itself: START I/O has met it. The other side's control was outstanding.
  expect(run.storage("B", 0x380, 2)).toBe("9000");
});
