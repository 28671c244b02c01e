/** Translation and storage keys: what stays in force, and until when (GA22-7000, "Dynamic Address Translation"). */
import { describe, expect, test } from "vitest";
import { hexadecimal, machineWith } from "./program.ts";

/**
 * Code runs at its real addresses in pages of 4 KiB; virtual page 4 is real page 4 until the code changes its entry, at
 * PAGE4, to page 5. They hold C'FOUR' and C'FIVE'.
 */
const paged = (code: string): string => `
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'60'
         DC    X'0002000000000E02'
         DC    X'0002000000000E03'
         ORG   X'200'
         LCTL  0,1,CONTROL
         LPSW  VIRTUAL
         DS    0D
VIRTUAL  DC    X'0408000000000300'
CONTROL  DC    X'008000E0',A(X'400')
FIVE     DC    X'0050'
GONE     DC    X'0008'
POINTER  DC    A(X'4000')
         ORG   X'300'
         L     1,POINTER
${code}
         SVC   1
         ORG   X'400'
         DC    X'F0000500',X'F0000501'
         ORG   X'500'
         DC    X'0000',X'0010',X'0020',X'0030'
PAGE4    DC    X'0040',X'0002'
         ORG   X'4000'
         DC    C'FOUR'
         ORG   X'5000'
         DC    C'FIVE'
         END
`;

const ended = (code: string) => {
  const made = machineWith(paged(code));
  made.machine.run({ ticks: 1000 });
  return made;
};
const characters = (word: number): string => word.toString(16).toUpperCase();
const FOUR = "C6D6E4D9";
const FIVE = "C6C9E5C5";

describe("the lookaside buffer", () => {
  test("keeps a translation whose table entry has changed", () => {
    const { machine } = ended("         L     2,0(1)\n         MVC   PAGE4,FIVE\n         L     3,0(1)");
    expect([characters(machine.gr(2)), characters(machine.gr(3))]).toEqual([FOUR, FOUR]);
  });

  test("forgets it by PTLB", () => {
    const { machine } = ended("         L     2,0(1)\n         MVC   PAGE4,FIVE\n         PTLB\n         L     3,0(1)");
    expect([characters(machine.gr(2)), characters(machine.gr(3))]).toEqual([FOUR, FIVE]);
  });

  test("keeps even one that is marked invalid, and is part of a snapshot", () => {
    const made = machineWith(paged("         L     2,0(1)\n         MVC   PAGE4,GONE\n         L     3,0(1)"));
    made.machine.run({ ticks: 5 });
    const snapshot = made.machine.snapshot();
    made.machine.processor.purgeTlb();
    made.machine.run({ ticks: 1000 });
    expect(made.machine.psw.address).toBe(0xe03);
    made.machine.restore(snapshot);
    made.machine.run({ ticks: 1000 });
    expect(characters(made.machine.gr(3))).toBe(FOUR);
  });

  test("does not keep what failed: a page made valid is there at once", () => {
    const { machine, word } = machineWith(
      paged("         L     2,0(1)")
        .replace("X'0040',X'0002'", "X'0008',X'0002'")
        .replace("X'0002000000000E03'", "A(0),A(FIX)")
        .replace(
          "         ORG   X'4000'",
          "         ORG   X'700'\nFIX      MVC   PAGE4,FIVE\n         LPSW  X'28'\n         ORG   X'4000'",
        ),
    );
    machine.run({ ticks: 1000 });
    expect(characters(machine.gr(2))).toBe(FIVE);
    expect(word(0x90)).toBe("00004000");
  });
});

test("a segment that is marked invalid is a segment-translation exception", () => {
  const { word } = ended("         L     1,=X'00010004'\n         L     2,0(1)\n         SVC   1\n         LTORG");
  expect(word(0x8c).slice(4)).toBe("0010");
  expect(word(0x90)).toBe("00010000");
});

test("an entry with a one where zero must be is a translation-specification exception, and suppresses", () => {
  const { machine, word } = ended(
    "         L     1,=X'00005000'\n         L     2,0(1)\n         SVC   1\n         LTORG",
  );
  expect(word(0x8c)).toBe("00040012");
  expect(hexadecimal(machine.read(0x2c, 4))).toBe("0000030C");
});

describe("keys", () => {
  test("reference and change bits say what was read and what was stored", () => {
    const { machine } = ended(`         L     2,=X'00005000'
         LA    3,0
         SSK   3,1
         SSK   3,2
         L     4,0(1)
         ST    4,0(1)
         SVC   1
         LTORG`);
    expect(machine.processor.storageKey(0x4000)).toBe(0x06);
    expect(machine.processor.storageKey(0x5000)).toBe(0x00);
  });

  test("a store that another key forbids changes neither storage nor the change bit", () => {
    const { machine, word } = ended(`         LA    3,X'20'
         SSK   3,1
         SPKA  X'10'
         ST    1,0(1)`);
    expect(word(0x8c).slice(4)).toBe("0004");
    expect(word(0x4000)).toBe(FOUR);
    expect(machine.processor.storageKey(0x4000) & 0x02).toBe(0);
  });

  test("ISK shows reference and change bits in EC mode alone", () => {
    const code = (psw: string): string => `
         USING 0,0
         ORG   0
         DC    X'${psw}'
         ORG   X'60'
         DC    X'0002000000000E02'
         ORG   X'200'
         LA    1,X'16'
         LA    2,X'800'
         SSK   1,2
         ISK   3,2
         SVC   1
         END
`;
    const key = (psw: string): number => {
      const { machine } = machineWith(code(psw));
      machine.run({ ticks: 100 });
      return machine.gr(3);
    };
    expect(key("0000000000000200")).toBe(0x10);
    expect(key("0008000000000200")).toBe(0x16);
  });
});

test("MVCL that meets a page that is not there goes on where it was, once the page is there", () => {
  const { machine } = machineWith(
    paged(`         LA    2,X'FF0'(,1)
         LA    3,40
         LA    4,X'600'
         L     5,=X'5C000008'
         MVCL  2,4
         SVC   1
         LTORG`)
      .replace("X'0040',X'0002'", "X'0040',X'0008'")
      .replace("X'0002000000000E03'", "A(0),A(FIX)")
      .replace(
        "         ORG   X'4000'",
        "         ORG   X'600'\n         DC    C'BEGINING'\n         ORG   X'700'\nFIX      STM   2,5,X'7C0'\n         MVC   PAGE4+2(2),FIVE\n         LPSW  X'28'\n         ORG   X'4000'",
      ),
  );
  machine.run({ ticks: 1000 });
  expect(machine.psw.address).toBe(0xe02);
  expect(hexadecimal(machine.read(0x4ff0, 16))).toBe(`C2C5C7C9D5C9D5C7${"5C".repeat(8)}`);
  expect(hexadecimal(machine.read(0x5000, 25))).toBe(`${"5C".repeat(24)}00`);
  // What the supervisor saw: 16 bytes done.
  expect(hexadecimal(machine.read(0x7c0, 16))).toBe("0000500000000018000006085C000000");
  expect([2, 3, 4].map((register) => machine.gr(register))).toEqual([0x5018, 0, 0x608]);
  expect(machine.psw.conditionCode).toBe(0);
});
