/** Program-event recording: events, areas, registers, and what comes together (GA22-7000, "Program-Event Recording"). */
import { describe, expect, test } from "vitest";
import { hexadecimal, machineWith } from "./program.ts";

/** Control registers 9 to 11 as given; the code begins at X'300' in EC mode with PER, and interruptions end in disabled waits. */
function run(events: string, code: string, psw = "4008000000000300") {
  const made = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'60'
         DC    X'0008000000000E02'
         DC    X'000A000000000E03'
         ORG   X'200'
         LCTL  9,11,EVENTS
         LPSW  PER
         DS    0D
PER      DC    X'${psw}'
EVENTS   DC    ${events}
         ORG   X'300'
${code}
         ORG   X'E02'
         DC    X'0000'
         END
`);
  const stopped = made.machine.run({ ticks: 1000 });
  return {
    ...made,
    stopped,
    old: hexadecimal(made.machine.read(0x28, 8)),
    identification: made.word(0x8c),
    perCode: hexadecimal(made.machine.read(150, 2)),
    perAddress: made.word(152),
  };
}

const ALL = "X'00000000',X'00FFFFFF'";

describe("an event", () => {
  test("of instruction fetching: the first byte lies in the area", () => {
    const ran = run("X'40000000',A(SECOND),A(SECOND)", "         LR    1,2\nSECOND   LR    3,4\n         LR    5,6");
    expect(ran.identification).toBe("00020080");
    expect(ran.perCode).toBe("4000");
    expect(ran.perAddress).toBe("00000302");
    expect(ran.old).toBe("4008000000000304");
  });

  test("is none where only the second byte of the instruction lies in the area", () => {
    const ran = run("X'40000000',A(X'303'),A(X'303')", "         LR    1,2\n         LR    3,4\n         SVC   1");
    expect(ran.identification).toBe("00020001");
  });

  test("of successful branching: any area, and a branch to the next instruction too", () => {
    const ran = run(
      "X'80000000',A(0),A(0)",
      "         BC    0,X'500'\n         BCR   15,0\n         B     NEXT\nNEXT     LR    1,2",
    );
    expect(ran.perCode).toBe("8000");
    expect(ran.perAddress).toBe("00000306");
    expect(ran.old).toBe("400800000000030A");
  });

  test("of storage alteration: any byte in the area, the same value or another", () => {
    const ran = run(
      "X'20000000',A(X'901'),A(X'901')",
      "         ST    1,X'904'\n         ST    1,X'8FE'\n         ST    1,X'900'",
    );
    expect(ran.perCode).toBe("2000");
    expect(ran.perAddress).toBe("00000304");
  });

  test.each([
    ["MVC", "         MVC   X'8F0'(32),X'A00'"],
    ["STM", "         STM   0,15,X'8D0'"],
    ["MVCIN", "         MVCIN X'8F0'(32),X'A40'"],
    ["OI", "         OI    X'900',0"],
    ["CS, equal", "         CS    1,1,X'900'"],
    ["STCK", "         STCK  X'8FC'"],
  ])("of storage alteration by %s", (_name, code) => {
    const ran = run("X'20000000',A(X'900'),A(X'903')", code);
    expect(ran.perCode).toBe("2000");
    expect(ran.perAddress).toBe("00000300");
  });

  test("is none by CS that finds its operands unequal", () => {
    const ran = run(
      "X'20000000',A(X'900'),A(X'903')",
      "         LA    1,1\n         CS    1,1,X'900'\n         SVC   1",
    );
    expect(ran.identification).toBe("00020001");
  });

  test("of storage alteration is not caused by the interruption's own stores", () => {
    const ran = run("X'20000000',A(X'20'),A(X'27')", "         SVC   1");
    expect(ran.identification).toBe("00020001");
  });

  test("of register alteration: a register that is asked for, the same value or another", () => {
    const ran = run(`X'10000800',${ALL}`, "         LR    3,3\n         LR    4,4");
    expect(ran.perCode).toBe("1000");
    expect(ran.perAddress).toBe("00000302");
  });

  test("several of one instruction are shown together", () => {
    const ran = run(`X'F0000100',${ALL}`, "         BAL   7,X'400'");
    expect(ran.perCode).toBe("D000");
    expect(ran.old).toBe("4008000000000400");
  });

  test("of an area that ends before it starts: through address 0", () => {
    const low = run("X'20000000',X'00FFFF00',X'00000800'", "         ST    1,X'7F0'");
    expect(low.perCode).toBe("2000");
    const between = run("X'20000000',X'00FFFF00',X'00000800'", "         ST    1,X'804'\n         SVC   1");
    expect(between.identification).toBe("00020001");
  });
});

describe("events are not recorded", () => {
  test("where PSW bit 1 is zero", () => {
    expect(run(`X'F000FFFF',${ALL}`, "         LR    1,2\n         SVC   1", "0008000000000300").identification).toBe(
      "00020001",
    );
  });
  test("in BC mode, where that bit is a channel's", () => {
    const ran = run(`X'F000FFFF',${ALL}`, "         LR    1,2\n         DC    X'0000'", "4000000000000300");
    expect(ran.old.slice(4, 8)).toBe("0001");
  });
});

describe("EXECUTE", () => {
  test("its address is the event's, and fetching its target is an event", () => {
    const ran = run("X'40000000',A(TARGET),A(TARGET)", "         EX    0,TARGET\n         SVC   1\nTARGET   LR    1,2");
    expect(ran.perCode).toBe("4000");
    expect(ran.perAddress).toBe("00000300");
    expect(ran.identification).toBe("00040080");
  });
  test("a branch as its target is an event", () => {
    const ran = run("X'80000000',A(0),A(0)", "         EX    0,TARGET\nTARGET   B     X'400'");
    expect(ran.perAddress).toBe("00000300");
    expect(ran.old).toBe("4008000000000400");
  });
});

describe("with another condition", () => {
  test("that suppresses, only the fetch is shown", () => {
    const ran = run(`X'F000FFFF',${ALL}`, "         DR    2,4");
    expect(ran.identification).toBe("00020089");
    expect(ran.perCode).toBe("4000");
  });
  test("that completes the instruction, all is shown", () => {
    const ran = run(
      `X'10004000',${ALL}`,
      "         L     2,X'380'\n         LCR   1,2\n         ORG   X'380'\n         DC    X'80000000'",
      "4008080000000300",
    );
    expect(ran.identification).toBe("00020088");
    expect(ran.perCode).toBe("1000");
    expect(ran.perAddress).toBe("00000304");
  });
  test("a monitor event and a fetch have one interruption", () => {
    const ran = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'68'
         DC    X'000A000000000E03'
         ORG   X'200'
         LCTL  8,11,CONTROL
         LPSW  PER
         DS    0D
PER      DC    X'4008000000000300'
CONTROL  DC    X'00000400',X'40000000',A(X'300'),A(X'300')
         ORG   X'300'
         MC    X'123',5
         END
`);
    ran.machine.run({ ticks: 1000 });
    expect(ran.word(0x8c)).toBe("000400C0");
    expect(ran.word(148)).toBe("00054000");
    expect(ran.word(152)).toBe("00000300");
    expect(ran.word(156)).toBe("00000123");
  });
  test("an odd instruction address is no fetch", () => {
    const ran = run("X'40000000',A(X'400'),A(X'4FF')", "         LA    1,X'401'\n         BR    1");
    expect(ran.identification).toBe("00040006");
  });
  test("a page that is not there: nullified, and nothing but the fetch", () => {
    const { machine, word } = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'68'
         DC    X'000A000000000E03'
         ORG   X'200'
         LCTL  0,1,TABLES
         LCTL  9,11,EVENTS
         LPSW  PER
         DS    0D
PER      DC    X'4408000000000300'
TABLES   DC    X'008000E0',A(X'400')
EVENTS   DC    X'F000DFFF',A(LOAD),A(X'FFF')
         ORG   X'300'
         LA    2,X'FFF'
LOAD     L     1,1(2)
         ORG   X'400'
         DC    X'F0000500'
         ORG   X'500'
         DC    X'0000',X'0008'
         END
`);
    machine.run({ ticks: 1000 });
    expect(word(0x8c)).toBe("00040091");
    expect(word(0x90)).toBe("00001000");
    expect(word(0x94)).toBe("00004000");
    expect(word(0x98)).toBe("00000304");
    expect(hexadecimal(machine.read(0x28, 8))).toBe("4408000000000304");
  });
});

describe("a new PSW", () => {
  test("by LPSW: the event is of LPSW, the old PSW the one that it brought in", () => {
    const ran = run(
      "X'40000000',A(X'300'),A(X'300')",
      "         LPSW  NEXT\n         DS    0D\nNEXT     DC    X'0009000000000456'",
    );
    expect(ran.old).toBe("0009000000000456");
    expect(ran.identification).toBe("00040080");
  });
  test("by LPSW, and invalid: both are shown, of no instruction", () => {
    const ran = run(
      "X'40000000',A(X'300'),A(X'300')",
      "         LPSW  NEXT\n         DS    0D\nNEXT     DC    X'8008000000000456'",
    );
    expect(ran.old).toBe("8008000000000456");
    expect(ran.identification).toBe("00000086");
    expect(ran.perAddress).toBe("00000300");
  });
  test("by SVC: its interruption comes first, then the event's before the first instruction of the handler", () => {
    const ran = run("X'40000000',A(X'300'),A(X'300')", "         SVC   7");
    expect(hexadecimal(ran.machine.read(0x20, 8))).toBe("4008000000000302");
    expect(ran.word(0x88)).toBe("00020007");
    expect(ran.old).toBe("0008000000000E02");
    expect(ran.identification).toBe("00020080");
  });
});

test("a loop is recorded at each turn, by translated program or not", () => {
  const made = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'68'
         DC    X'0008000000000E00'
         ORG   X'200'
         LCTL  9,11,EVENTS
         LPSW  PER
         DS    0D
PER      DC    X'4008000000000300'
EVENTS   DC    X'80000000',A(0),A(0)
         ORG   X'300'
         LA    2,1000
LOOP     BCT   2,LOOP
         LPSW  END
         DS    0D
END      DC    X'000A000000000000'
         ORG   X'E00'
         LA    3,1(3)
         LPSW  X'28'
         END
`);
  expect(made.machine.run({ ticks: 100_000 })).toBe("disabled-wait");
  expect(made.machine.gr(3)).toBe(999);
});
