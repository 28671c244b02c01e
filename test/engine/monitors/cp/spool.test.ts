import { describe, expect, it } from "vitest";
import { answers, channelPrograms, endings, punching, rerun, settle, spooling, text } from "./spooling.ts";

const TWO_CARDS = punching("THE FIRST CARD", "THE SECOND CARD");

/** Reads cards one at a time, each to X'1000' and on in steps of X'100', then asks for sense. */
const reading = (count: number, device = "00C") =>
  channelPrograms(
    [...Array.from({ length: count }, (_, i): [string, string] => [device, `READ${i}`]), [device, "SENSE"]],
    `         DS    0D
${Array.from({ length: count }, (_, i) => `READ${i}    CCW   2,X'${(0x1000 + 0x100 * i).toString(16)}',0,80`).join("\n")}
SENSE    CCW   4,X'2000',X'20',4`,
  );

/** A has the reader's program, B the punch's, which has punched two cards; B is logged on at 020. */
function twoCards(cards = 4, device = "00C") {
  const run = spooling([reading(cards, device), TWO_CARDS]);
  answers(run, 0x020, "logon b pass", "spool punch to a");
  return run;
}

/** Runs A's program again. Returns what its channel programs came to. */
function again(run: ReturnType<typeof twoCards>, count: number): string[] {
  rerun(run);
  return endings(run, "A", count);
}

describe("a file", () => {
  it("goes from one user's punch to another's reader", () => {
    const run = twoCards();
    expect(endings(run, "B", 1)).toEqual(["0 00004010 0C000000"]);
    expect(answers(run, 0x020, "close punch name hello data")).toEqual([
      "PUN FILE 0001  TO   A        COPY 01    NOHOLD",
    ]);
    expect(run.terminal(0x009).text).toContain("PUN FILE 0001  FROM B        COPY 01    NOHOLD\n");
    expect(run.cp.state.spool.files).toEqual({
      1: expect.objectContaining({
        id: 1,
        owner: "A",
        origin: "B",
        name: "HELLO",
        type: "DATA",
        records: 2,
        class: "A",
      }),
    });
    // Two cards, then unit exception; then the reader is empty.
    expect(again(run, 5)).toEqual([
      "0 00004008 0C000000",
      "0 00004010 0C000000",
      "1 00000000 0D000000",
      "1 00000000 02000000",
      "0 00004028 0C000003",
    ]);
    expect(text(run.storage("A", 0x1000, 80))).toBe("THE FIRST CARD".padEnd(80));
    expect(text(run.storage("A", 0x1100, 80))).toBe("THE SECOND CARD".padEnd(80));
    expect(run.storage("A", 0x2000, 1)).toBe("40");
    expect(run.cp.state.spool.files).toEqual({});
    settle(run);
    expect(run.cp.spool.space().used).toBe(0);
  });

  it("is read again from its beginning when it is closed with HOLD before its end", () => {
    const run = twoCards(1);
    answers(run, 0x020, "close punch");
    again(run, 1);
    expect(run.cp.state.spool.files[1]).toMatchObject({ inUse: true });
    expect(answers(run, 0x009, "close reader hold")).toEqual([]);
    expect(run.cp.state.spool.files[1]).toMatchObject({ inUse: false });
    again(run, 1);
    expect(text(run.storage("A", 0x1000, 80))).toBe("THE FIRST CARD".padEnd(80));
    answers(run, 0x009, "close reader");
    expect(run.cp.state.spool.files).toEqual({});
  });

  it("stays when its user has logged off, and when CP begins anew", () => {
    const run = twoCards();
    answers(run, 0x020, "close punch name hello data", "spool punch class q", "store psw 0 200", "begin");
    answers(run, 0x020, "logoff");
    const files = Object.values(run.cp.state.spool.files);
    expect(files.map(({ id, class: of, owner }) => [id, of, owner])).toEqual([
      [1, "A", "A"],
      [2, "Q", "A"],
    ]);
    const next = spooling([], {}, run.disk);
    expect(Object.values(next.cp.state.spool.files)).toEqual(files);
    expect(next.cp.spool.space().used).toBe(2);
    const after = spooling([reading(4)], {}, run.disk);
    expect(endings(after, "A", 3)[2]).toBe("1 00000000 0D000000");
    expect(text(after.storage("A", 0x1100, 80))).toBe("THE SECOND CARD".padEnd(80));
  });

  it("is gone after a cold start", () => {
    const run = twoCards();
    answers(run, 0x020, "close punch");
    const cold = spooling([], { spoolStart: "cold" }, run.disk);
    expect(cold.cp.state.spool.files).toEqual({});
    const after = spooling([], { spoolStart: "checkpoint" }, run.disk);
    expect(after.cp.state.spool.files).toEqual({});
  });

  it("goes on over many pages, and gives them all back", () => {
    const cards = Array.from({ length: 100 }, (_, i) => `CARD ${i}`.padEnd(80, "*"));
    const run = spooling([reading(3), punching(...cards)]);
    answers(run, 0x020, "logon b pass", "spool punch to a", "close punch");
    expect(run.cp.state.spool.files[1]).toMatchObject({ records: 100, blocks: { length: 3 } });
    again(run, 3);
    expect(text(run.storage("A", 0x1200, 80))).toBe(cards[2]);
    answers(run, 0x009, "close reader");
    expect(run.cp.spool.space().used).toBe(0);
  });
});
