/** What unit 2 says of its runs. */
import { describe, expect, test } from "vitest";
import { lesson, openLab, psw, register, runLab, stored } from "./support.ts";

const text = lesson("02-ten-instructions/index.mdx");
const conditionCode = { kind: "psw", world: "machine", field: "conditionCode" } as const;

describe("registers, storage, condition code", () => {
  test("the condition code is set by arithmetic and comparisons alone", async () => {
    const { session } = await openLab("02-ten-instructions/registers");
    const codes = Array.from({ length: 12 }, () => {
      session.step();
      return session.fact(conditionCode);
    });
    // BALR L L LR SR ST CR LTR LCR L A LH
    expect(codes).toEqual([0, 0, 0, 0, 2, 2, 1, 0, 1, 1, 3, 3]);
  });

  test("bytes, signs and letters", async () => {
    const session = await runLab("02-ten-instructions/registers");
    expect([5, 6, 7, 8, 9].map((n) => register(session, "machine", n))).toEqual([
      0x80000000, 0xfffffffe, 0x00, 0xce, 0xc8,
    ]);
    expect(stored(session, "machine", "PRICE", 4)).toBe("000007CE");
  });

  test("-1 + 1 is zero without overflow", async () => {
    const { session } = await openLab("02-ten-instructions/registers", [
      ["registers.asm", "X'7FFFFFFF'", "X'FFFFFFFF'"],
    ]);
    for (let i = 0; i < 11; i++) session.step();
    expect(session.fact(conditionCode)).toBe(0);
    expect(register(session, "machine", 5)).toBe(0);
  });
});

describe("the PSW", () => {
  test("each instruction changes what the text says", async () => {
    const { session } = await openLab("02-ten-instructions/psw");
    const pswAfter = (steps: number) => {
      for (let i = 0; i < steps; i++) session.step();
      return psw(session, "machine");
    };
    expect(pswAfter(6)).toMatch(/^0000....3F......$/i); // SPM: condition code 3, program mask F
    expect(pswAfter(1)?.slice(0, 2)).toBe("FE"); // SSM
    expect(pswAfter(1)?.slice(2, 4)).toBe("30"); // SPKA
    expect(pswAfter(1)).toMatch(/^C051....1A/i); // LPSW
  });

  test("the old PSW at the end is the one of the text", async () => {
    const session = await runLab("02-ten-instructions/psw");
    const old = stored(session, "machine", 0x28, 8);
    expect(old).toBe("C0510002AA000226");
    expect(text).toContain("C0510002 AA000226");
    expect(psw(session, "machine")).toBe("0002000000000E03");
  });

  test("in supervisor state the program runs into its constants", async () => {
    const session = await runLab("02-ten-instructions/psw", [["psw.asm", "C0510000", "C0500000"]]);
    expect(register(session, "machine", 3)).toBe(8);
    expect(stored(session, "machine", 0x28, 1)).toBe("FE");
    expect(stored(session, "machine", 0x2a, 2)).toBe("0001");
  });
});

describe("a loop", () => {
  test("70 instructions, 100 and 3", async () => {
    const session = await runLab("02-ten-instructions/loop");
    expect(session.instructions).toBe(70);
    expect(stored(session, "machine", "SUM", 8)).toBe("0000006400000003");
  });

  test("a count of zero runs to the end of storage", async () => {
    const session = await runLab("02-ten-instructions/loop", [["loop.asm", "LA    R4,10", "LA    R4,0 "]]);
    expect(stored(session, "machine", 0x2a, 2)).toBe("0005");
    expect(psw(session, "machine")).toBe("0002000000000E03");
  });
});

describe("a call", () => {
  test("SUM2 of 3 and 4 is 25", async () => {
    const session = await runLab("02-ten-instructions/call");
    expect(register(session, "machine", 0)).toBe(25);
    expect(stored(session, "machine", "RESULT", 4)).toBe("00000019");
  });

  test("without a save area of its own SUM2 returns into itself", async () => {
    const session = await runLab("02-ten-instructions/call", [
      ["call.asm", "         LA    R13,MYAREA2              my own, for whom I call\n", ""],
      ["call.asm", "         ST    R2,4(R13)                the way back to the caller's\n", ""],
      ["call.asm", "         L     R13,4(R13)               the caller's save area again\n", ""],
    ]);
    expect(session.state).toBe("running");
    const r14 = Number(register(session, "machine", 14)) & 0xffffff;
    expect(r14).toBeGreaterThan(0x220);
    expect(r14).toBeLessThan(0x250);
    expect(stored(session, "machine", "RESULT", 4)).toBe("00000000");
  });
});
