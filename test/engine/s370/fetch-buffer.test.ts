/** Where instructions come from: the page of the present ones stays in force until the program leaves it or changes what it rests on. */
import { describe, expect, test } from "vitest";
import { machineWith } from "./program.ts";

/**
 * Translated code at X'800' (page 1 of 2 KiB), which invalidates its own page-table entry in storage; a load from page
 * 129 then takes its place in the lookaside buffer. What follows is given; interruptions end in disabled waits.
 */
function run(rest: string) {
  const made = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'60'
         DC    X'000A000000000E02'
         DC    X'000A000000000E03'
         ORG   X'200'
         LCTL  0,1,CONTROL
         LPSW  DAT
         DS    0D
DAT      DC    X'0408000000000800'
CONTROL  DC    X'004000E0',A(X'400')
INVALID  DC    X'000C'
SAME     DC    X'04'
ZERO     DC    F'0'
AWAY     BR    9
*        Segment 0: where it is. Segment 4: pages 128 and 129 are page 0.
         ORG   X'400'
         DC    X'F0000480',3X'00000001',X'F0000500'
         ORG   X'480'
         DC    X'0000',X'0008',X'0010',X'0018'
         ORG   X'500'
         DC    X'0000',X'0000'
         ORG   X'800'
         MVC   X'482'(2),INVALID
         LA    4,X'408'
         SLL   4,8
         L     5,0(4)
${rest}
         END
`);
  made.machine.run({ ticks: 5000 });
  return made;
}

describe("after the page's translation is gone from tables and lookaside buffer", () => {
  test("instructions go on, through branches within the page", () => {
    const { machine, word } = run("         B     ON\n         DC    X'0000'\nON       LA    6,6\n         SVC   1");
    expect(machine.gr(6)).toBe(6);
    expect(word(0x88)).toBe("00020001");
  });
  test("a loop goes on, however long", () => {
    const { machine } = run("         LA    7,500\nLOOP     BCT   7,LOOP\n         SVC   1");
    expect(machine.gr(7)).toBe(0);
    expect(machine.psw.address).toBe(0xe02);
  });
  test("data of the page cannot be had", () => {
    const { word } = run("         L     6,X'800'");
    expect(word(0x8c).slice(4)).toBe("0011");
  });
  test.each([
    ["a branch to another page and back", "         LA    9,BACK\n         B     AWAY\nBACK     SVC   1"],
    ["PTLB", "         PTLB\n         SVC   1"],
    ["SSM, with the mask that there was", "         SSM   SAME\n         SVC   1"],
    ["SPKA", "         SPKA  0\n         SVC   1"],
    ["LCTL", "         LCTL  9,9,ZERO\n         SVC   1"],
    ["SSK of any block", "         LA    8,X'0'\n         SR    9,9\n         SSK   9,8\n         SVC   1"],
  ])("%s looks the page up again", (_name, rest) => {
    const { machine, word } = run(rest);
    expect(machine.psw.address).toBe(0xe03);
    expect(word(0x8c).slice(4)).toBe("0011");
    expect(word(0x90)).toBe("00000800");
  });
});
