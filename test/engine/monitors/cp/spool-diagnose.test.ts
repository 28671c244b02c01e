import { describe, expect, it } from "vitest";
import type { SpoolFile } from "../../../../engine/monitors/cp/spool/state.ts";
import { answers, channelPrograms, punching, rerun, spooling, text } from "./spooling.ts";

type Call = readonly [rx: number, ry: number, subcode: number];

/** Executes DIAGNOSE X'14' with these values of Rx, Ry and Ry+1; keeps condition code and Ry+1 of each from X'800' on. */
const diagnosing = (calls: readonly Call[]): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'0002000000000BAD'
         ORG   GUEST+X'200'
         LA    9,X'800'
         XC    X'800'(256),X'800'
         LA    10,CALLS
NEXT     LM    2,2,0(10)
         LM    4,5,4(10)
         DIAG  2,4,X'14'
         BALR  3,0
         ST    3,0(,9)
         ST    5,4(,9)
         LA    9,8(,9)
         LA    10,12(,10)
         CLC   0(4,10),=X'FFFFFFFF'
         BNE   NEXT
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000DEAD'
CALLS    DS    0F
${calls.map((call) => `         DC    ${call.map((value) => `F'${value}'`).join(",")}`).join("\n")}
         DC    X'FFFFFFFF'
         LTORG
         END
`;

const CARDS = Array.from({ length: 100 }, (_, i) => `CARD ${i}`.padEnd(80, "*"));

const PRINTING = channelPrograms(
  [["00E", "LINE"]],
  `         DS    0D
LINE     CCW   9,TEXT,0,20
TEXT     DC    CL20'A LINE'`,
)
  // B's deck is the first file.
  .replace("         LA    9,X'800'", "         LA    5,4095\nLATER    BCT   5,LATER\n         LA    9,X'800'");

/** A with a program that has these calls, run again when B has punched a deck of 100 cards for it (file 1, three pages), and C printed a line for it (file 2). */
function called(...calls: readonly Call[]) {
  return calledWith(() => {}, calls);
}

/** The same, with files that have been changed before the program runs. */
function calledWith(change: (files: Record<number, SpoolFile>) => void, calls: readonly Call[]) {
  const run = spooling([diagnosing(calls), punching(...CARDS), PRINTING]);
  answers(run, 0x020, "logon b pass", "spool punch to a", "close punch name deck one", "logoff");
  answers(run, 0x020, "logon c pass", "spool prt to a", "tag dev prt some tag", "close prt", "logoff");
  change(run.cp.state.spool.files);
  rerun(run);
  return run;
}

function results(run: ReturnType<typeof called>, count: number): string[] {
  const kept = run.storage("A", 0x800, 8 * count);
  return Array.from({ length: count }, (_, i) => {
    const code = (Number.parseInt(kept.slice(16 * i, 16 * i + 2), 16) >>> 4) & 3;
    return code === 3 ? `3 ${Number.parseInt(kept.slice(16 * i + 8, 16 * i + 16), 16)}` : String(code);
  });
}

describe("DIAGNOSE X'14'", () => {
  it("reads a file page by page", () => {
    const run = called(
      [0x4000, 0x00c, 0],
      [0x5000, 0x00c, 0],
      [0x6000, 0x00c, 0],
      [0x7000, 0x00c, 0],
      [0x7000, 0x00c, 0],
    );
    expect(results(run, 5)).toEqual(["0", "0", "0", "1", "1"]);
    // The tag comes first; then a CCW, a transfer in channel to the next record, and the card.
    expect(run.storage("A", 0x4010, 16)).toBe("030000206000008808000" + "0A800000000");
    expect(run.storage("A", 0x40a8, 16)).toBe("010000B8600000500800010800000000");
    expect(text(run.storage("A", 0x40b8, 80))).toBe(CARDS[0]);
    const word = (at: number): number => Number.parseInt(run.storage("A", at, 4), 16);
    expect([word(0x400c) + word(0x500c) + word(0x600c), word(0x6000), word(0x4004)]).toEqual([100, 0, 0]);
    // A reader that DIAGNOSE has opened is closed as others are.
    answers(run, 0x009, "close reader");
    expect(Object.keys(run.cp.state.spool.files)).toEqual(["2"]);
  });

  it("restarts, goes back, and begins with the first page again", () => {
    const run = called(
      [0x4000, 0x00c, 0],
      [0x5000, 0x00c, 0],
      [0x6000, 0x00c, 0x18],
      [0x7000, 0x00c, 0x14],
      [0x8000, 0x00c, 0],
      [0x9000, 0x00c, 0x18],
    );
    expect(results(run, 6)).toEqual(["0", "0", "0", "0", "0", "0"]);
    expect(run.storage("A", 0x8000, 4096)).toBe(run.storage("A", 0x5000, 4096));
    expect(run.storage("A", 0x9000, 4096)).toBe(run.storage("A", 0x4000, 4096));
    expect(run.storage("A", 0x6000, 4096)).toBe(run.storage("A", 0x4000, 4096));
    expect(run.storage("A", 0x7000, 4096)).toBe(run.storage("A", 0x4000, 4096));
  });

  it("gives the SFBLOKs of print files and of card files", () => {
    const run = called([0x4000, 0x00c, 4], [0x4000, 0x00c, 4], [0x5000, 0x00c, 8], [0x5000, 0x00c, 8]);
    expect(results(run, 4)).toEqual(["0", "1", "0", "1"]);
    expect(text(run.storage("A", 0x4008, 16))).toBe("A       C       ");
    expect(run.storage("A", 0x4018, 10)).toBe("00000001008400024041");
    expect(text(run.storage("A", 0x5028, 24))).toBe("DECK        ONE         ");
    expect(run.storage("A", 0x5018, 10)).toBe("00000064005000014082");
  });

  it("selects a file, sets its copies, and gives descriptors with tags", () => {
    const run = called(
      [2, 0x00c, 0xc],
      [0x4000, 0x00c, 0],
      [3, 0x00c, 0x10],
      [9, 0x00c, 0xc],
      [0x5000, 0, 0xfff],
      [0x5000, 2, 0xfff],
      [0x5000, 1, 0xfff],
    );
    expect(results(run, 7)).toEqual(["0", "0", "0", "2", "0", "0", "1"]);
    expect(run.cp.state.spool.files[2]).toMatchObject({ copies: 3, inUse: true });
    expect(run.storage("A", 0x501e, 2)).toBe("0001");
    const again = called([0x5000, 1, 0xfff]);
    expect(run.storage("A", 0x40a8, 8)).toBe("090000B860000006");
    expect(text(again.storage("A", 0x5068 + 16, 8))).toBe("SOME TAG");
  });

  it("handles what MONITOR has collected apart", () => {
    const collected = (files: Record<number, SpoolFile>): void => {
      files[1] = { ...files[1], content: "monitor" };
    };
    const told = calledWith(collected, [
      [0x4000, 0x00c, 0x1c],
      [0x4000, 0x00c, 0x1c],
      [0x5000, 0x00c, 0x08],
      [0x6000, 0x00c, 0x20],
      [0x6000, 0x00c, 0x20],
      [0x6000, 0x00c, 0x18],
    ]);
    expect(results(told, 6)).toEqual(["0", "1", "2", "0", "0", "0"]);
    // The number, and the flag of the second flag byte.
    expect(told.storage("A", 0x401e, 2)).toBe("0001");
    expect(told.storage("A", 0x4057, 1)).toBe("01");
    // Another file that is being read is none of them.
    const other = calledWith(collected, [
      [2, 0x00c, 0xc],
      [0x6000, 0x00c, 0],
      [0x6000, 0x00c, 0x20],
    ]);
    expect(results(other, 3)).toEqual(["0", "0", "2"]);
    const none = called([0x4000, 0x00c, 0x1c], [0x6000, 0x00c, 0x20]);
    expect(results(none, 2)).toEqual(["2", "2"]);
  });

  it("says what is wrong", () => {
    const run = called([0x4000, 0x0ff, 0], [0x4000, 0x00d, 0], [0x4000, 0x00c, 0x14], [0x4000, 0x01c, 0]);
    expect(results(run, 4)).toEqual(["3 4", "3 8", "2", "2"]);
    const wrong = called([0x4001, 0x00c, 0]);
    expect(wrong.terminal(0x009).text).toContain("00020000 00000BAD");
  });
});
