/** EXEC procedures of the CMS-style system. */
import { describe, expect, it } from "vitest";
import { answer, cms, textFile, type } from "./cms.ts";

/** Runs a procedure of these lines with arguments, &CONTROL OFF unless it says otherwise. */
function exec(lines: string, args = "", ...typed: readonly string[]): string[] {
  const run = cms([textFile("TRY", "EXEC", `&CONTROL OFF\n${lines}`), textFile("SOME", "DATA", "FIRST\nSECOND")]);
  const said = type(run, 0x009, `try ${args}`, ...typed)
    .split("\n")
    .slice(1, -1);
  return said.map((text) => text.trimEnd().replace(/^(R(?:\(-?\d+\))?;) T=.*$/, "$1"));
}

describe("variables", () => {
  it("are arguments, what is assigned, and what EXEC knows", () => {
    expect(exec("&TYPE &0 &1 &2 &3 OF &N\n&X = ABC\n&TYPE &X &NONE .&X", "one two")).toEqual([
      "TRY ONE TWO OF 2",
      "ABC .ABC",
      "R;",
    ]);
    expect(exec("&ARGS A B C\n&TYPE &N &3\n&2 = NEW\n&TYPE &1 &2 &3", "x")).toEqual(["3 C", "A NEW C", "R;"]);
  });

  it("are replaced from the right within a word", () => {
    expect(exec("&A1 = ONE\n&A2 = TWO\n&I = 2\n&TYPE &A&I\n&A&I = THREE\n&TYPE &A2")).toEqual(["TWO", "THREE", "R;"]);
  });

  it("hold sums, and what functions give", () => {
    expect(exec("&X = 5 + 7 - 20\n&TYPE &X\n&Y = &CONCAT AB CD &X\n&TYPE &Y")).toEqual(["-8", "ABCD-8", "R;"]);
    expect(exec("&X = &LENGTH ABCDE\n&Y = &SUBSTR ABCDE 2 3\n&Z = &DATATYPE 12\n&TYPE &X &Y &Z")).toEqual([
      "5 BCD NUM",
      "R;",
    ]);
    expect(exec("&X = &LITERAL &Y\n&TYPE &X")).toEqual(["&Y", "R;"]);
  });
});

describe("control", () => {
  it("goes to labels, lines, the top, over lines", () => {
    expect(exec("&GOTO -B\n&TYPE A\n-B &TYPE B\n&SKIP 1\n&TYPE C\n&TYPE D")).toEqual(["B", "D", "R;"]);
    expect(exec("&I = &I + 1\n&TYPE &I\n&IF &I LT 3 &GOTO 2", "")).toEqual([
      "DMSEXT072E ERROR IN EXEC STATEMENT:",
      "&I = + 1",
      "R(00801);",
    ]);
    expect(exec("&I = 0\n-AGAIN\n&I = &I + 1\n&IF &I LT 4 &GOTO -AGAIN\n&EXIT &I")).toEqual(["R(00004);"]);
    expect(exec("&GOTO -NOWHERE")).toEqual(["DMSEXT072E ERROR IN EXEC: NO LABEL -NOWHERE", "R(00802);"]);
  });

  it("compares numbers as numbers and words as words", () => {
    const compare = (condition: string): boolean => exec(`&IF ${condition} &TYPE YES`)[0] === "YES";
    expect(["9 LT 10", "ABC EQ ABC", "A NE B", "007 EQ 7", "B GT A", "-1 < 1"].map(compare)).toEqual(
      Array(6).fill(true),
    );
    expect(["10 LE 9", "ABC EQ ABD", "A = B", "A GE B"].map(compare)).toEqual(Array(4).fill(false));
  });

  it("compares all arguments, or any", () => {
    expect(exec("&IF &$ EQ B &TYPE ANY\n&IF &* NE X &TYPE NONE\n&IF &* EQ A &TYPE ALL", "a b c")).toEqual([
      "ANY",
      "NONE",
      "R;",
    ]);
  });

  it("loops a number of times, until a condition holds, within loops", () => {
    expect(exec("&I = 0\n&LOOP -END 2\n&LOOP 2 3\n&I = &I + 1\n&TYPE &I\n-END\n&TYPE DONE")).toEqual([
      ...["1", "2", "3", "4", "5", "6"],
      "DONE",
      "R;",
    ]);
    expect(exec("&I = 0\n&LOOP 2 &I EQ 3\n&I = &I + 1\n&TYPE &I\n&TYPE DONE &I")).toEqual([
      "1",
      "2",
      "3",
      "DONE 3",
      "R;",
    ]);
  });
});

describe("commands in procedures", () => {
  it("give return codes, which &ERROR acts on, and &CONTROL shows", () => {
    expect(exec("STATE SOME DATA\n&TYPE &RETCODE\n&ERROR &EXIT 7\nSTATE NO FILE\n&TYPE NOT HERE")).toEqual([
      "0",
      "DMSSTT002E FILE 'NO FILE *' NOT FOUND.",
      "R(00007);",
    ]);
    expect(exec("&CONTROL CMS\nSTATE SOME DATA\nSTATE NO FILE")).toEqual([
      "STATE SOME DATA",
      "STATE NO FILE",
      "DMSSTT002E FILE 'NO FILE *' NOT FOUND.",
      "+++ R(00028) +++",
      "R;",
    ]);
    expect(exec("&CONTROL ALL\n&TYPE HELLO")).toEqual(["&TYPE HELLO", "HELLO", "R;"]);
  });

  it("call procedures, which have variables of their own", () => {
    const run = cms([
      textFile("OUTER", "EXEC", "&CONTROL OFF\n&X = OUT\nEXEC INNER A B\n&TYPE &X &RETCODE"),
      textFile("INNER", "EXEC", "&CONTROL OFF\n&TYPE IN &1 &2 .&X\n&X = IN\n&EXIT 9"),
      textFile("SELF", "EXEC", "EXEC SELF"),
    ]);
    expect(answer(run, "outer")).toEqual(["IN A B .", "OUT 9", "R;"]);
    expect(answer(run, "self")).toContain("DMSEXC110S EXECS ARE NESTED TOO DEEPLY.");
    expect(answer(run, "outer").at(-1)).toBe("R;");
  });
});

describe("lines", () => {
  it("are read from the stack, then from the console", () => {
    expect(
      exec(
        "&STACK ONE TWO\n&STACK LIFO ZERO\n&READ VARS &A\n&READ ARGS\n&READ VARS &B &C\n&TYPE &A &1 &2 &B &C",
        "",
        "three four",
      ),
    ).toEqual(["three four", "ZERO ONE TWO THREE FOUR", "R;"]);
  });

  it("that are read may be statements", () => {
    expect(exec("&READ 1\n&TYPE &X", "", "&X = TYPED")).toEqual(["&X = TYPED", "TYPED", "R;"]);
  });

  it("stacked by a procedure become commands", () => {
    expect(exec("&STACK STATE SOME DATA")).toEqual(["R;", "R;"]);
  });

  it("between &BEGTYPE and &END stand as they are", () => {
    expect(exec("&BEGTYPE\n  &X  as it stands\n&END\n&SPACE 1\n&TYPE END")).toEqual([
      "  &X  as it stands",
      "",
      "END",
      "R;",
    ]);
  });
});
