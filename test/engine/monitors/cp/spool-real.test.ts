import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { CardPunch, CardReader, decodeEbcdic, LinePrinter } from "../../../../engine/s370/index.ts";
import { answers, channelPrograms, punching, settle, spooling } from "./spooling.ts";
import { cpMachine } from "./support.ts";

/** Prints so many pages of four lines, "PAGE 1 LINE 1" and on, each begun by a skip to channel 1. */
function printing(pages: number): string {
  const ccws: string[] = [];
  const texts: string[] = [];
  for (let page = 1; page <= pages; page++) {
    ccws.push("X'8B',0,X'60',1");
    for (let line = 1; line <= 4; line++) {
      ccws.push(`9,T${page}L${line},X'60',16`);
      texts.push(`T${page}L${line} DC    CL16'PAGE ${page} LINE ${line}'`);
    }
  }
  ccws.push("X'03',0,X'20',1");
  return channelPrograms(
    [["00E", "LINES"]],
    `         DS    0D
LINES    DS    0D
${ccws.map((ccw) => `         CCW   ${ccw}`).join("\n")}
${texts.join("\n")}`,
  );
}

/** A's program prints; the operator sits at 01F. */
function atPrinter(pages: number, type: "1403" | "3211" = "1403") {
  const printer = new LinePrinter(type);
  const run = spooling([printing(pages)], { more: [[0x00e, printer]] });
  const operator = (...lines: string[]): string[] => answers(run, 0x01f, ...lines);
  return { ...run, printer, operator, said: () => run.terminal(0x01f).text };
}

const linesOf = (text: string): string[] => text.split(/[\n\f\r]/).filter((line) => /^PAGE/.test(line));

describe("a real printer", () => {
  it("prints closed files with a separator, which says whose they are", () => {
    const { printer, ...run } = atPrinter(2);
    answers(run, 0x009, "close 00e name my listing dist bin7");
    settle(run, 6_000_000);
    expect(linesOf(printer.text)).toHaveLength(8);
    expect(printer.text).toContain("\nFILE 0001   CLASS A   RECORDS 000008   COPIES 01\n");
    expect(printer.text).toContain("\nNAME MY LISTING   ORIGIN A\n");
    // The distribution word in letters: its B.
    expect(printer.text).toContain("\nBBBBBBBB  ");
    expect(run.said()).toMatch(/PRT 00E OUTPUT OF A {8}FILE = 0001 RECDS = 000008 COPY = 01 A PRT\n/);
    expect(run.cp.state.spool.files).toEqual({});
    expect(run.cp.spool.space().used).toBe(0);
  });

  it("takes only files of its classes, which START says", () => {
    const { printer, ...run } = atPrinter(1);
    answers(run, 0x009, "spool prt class x", "close 00e");
    settle(run);
    expect(printer.lines).toBe(0);
    run.operator("start 00e class ax nosep");
    settle(run);
    expect(linesOf(printer.text)).toHaveLength(4);
    expect(printer.text).not.toContain("***");
    expect(run.said()).toContain("PRT  00E STARTED   SYSTEM   CLASS = AX     NOSEP");
  });

  it("is drained after the file at hand", () => {
    const { printer, ...run } = atPrinter(24);
    run.operator("drain 00e");
    expect(run.said()).toContain("PRT  00E DRAINED   SYSTEM   CLASS = A      SEP\n");
    answers(run, 0x009, "close 00e", "store psw 0 200", "begin", "close 00e");
    expect(printer.lines).toBe(0);
    run.operator("start 00e", "drain printer");
    expect(run.said().split("DRAINED")).toHaveLength(2);
    settle(run, 20_000_000);
    expect(run.said().split("DRAINED")).toHaveLength(3);
    expect(linesOf(printer.text)).toHaveLength(96);
    expect(Object.keys(run.cp.state.spool.files)).toHaveLength(1);
    run.operator("start printer");
    settle(run, 20_000_000);
    expect(linesOf(printer.text)).toHaveLength(192);
  });

  it("flushes, repeats, goes back, spaces and holds", () => {
    const { printer, ...run } = atPrinter(60);
    run.operator("start 00e nosep");
    answers(run, 0x009, "close 00e");
    settle(run, 3_000_000);
    expect(run.operator("repeat 00e 2")[0]).toMatch(/TO REPEAT A {8}FILE = 0001 RECDS = 000240 COPY = 03 A PRT$/);
    expect(run.operator("space 00e")).toEqual([]);
    expect(run.operator("backspac 00e file")[0]).toMatch(/BACKSPACED/);
    settle(run, 3_000_000);
    // Page 1 has come twice by now.
    expect(linesOf(printer.text).filter((line) => line === "PAGE 1 LINE 1")).toHaveLength(2);
    run.operator("flush 00e");
    settle(run, 10_000_000);
    expect(run.said()).toContain("FLUSHED   A        FILE = 0001 RECDS = 000240 COPY = 03");
    run.operator("flush 00e all hold");
    settle(run, 10_000_000);
    expect(run.said()).toContain("FILE HELD A        FILE = 0001");
    expect(run.cp.state.spool.files[1]).toMatchObject({ systemHold: true, inUse: false });
    expect(run.operator("flush 00e")).toEqual(["PRT 00E INACTIVE"]);
    run.operator("free a");
    settle(run);
    expect(run.cp.state.spool.files[1]).toMatchObject({ systemHold: false, inUse: true });
  });

  it("leaves files alone whose users are held", () => {
    const { printer, ...run } = atPrinter(1);
    run.operator("hold a printer");
    answers(run, 0x009, "close 00e");
    expect(run.cp.state.spool.files[1]).toMatchObject({ systemHold: true });
    expect(run.operator("query hold")).toEqual(["A        PRT"]);
    settle(run, 4_000_000);
    expect(printer.lines).toBe(0);
    run.operator("free a all");
    settle(run, 4_000_000);
    expect(linesOf(printer.text)).toHaveLength(4);
  });

  it("waits while it is not ready, and goes on where it was", () => {
    const { printer, ...run } = atPrinter(24);
    answers(run, 0x009, "close 00e");
    printer.operate("not-ready");
    settle(run, 6_000_000);
    const before = printer.text.length;
    expect(run.said()).toContain("DMKRSP501A 1403 00E INTERVENTION REQUIRED");
    settle(run);
    expect(printer.text.length).toBe(before);
    printer.operate("ready");
    settle(run, 20_000_000);
    expect(linesOf(printer.text)).toEqual(
      Array.from({ length: 96 }, (_, i) => `PAGE ${1 + Math.floor(i / 4)} LINE ${1 + (i % 4)}`),
    );
  });

  it("gets its buffers loaded", () => {
    const { printer, ...run } = atPrinter(1, "3211");
    expect(run.operator("loadbuf 00e fcb fcb8", "loadbuf 00e ucs an")).toEqual([]);
    expect(run.operator("loadbuf 00e fcb none")).toEqual(["BUFFER NONE NOT FOUND"]);
    answers(run, 0x009, "close 00e");
    settle(run, 6_000_000);
    expect(linesOf(printer.text)).toHaveLength(4);
    expect(run.said()).not.toContain("LOAD FAILED");
  });

  it("prints a file that CP's end has cut off again, from its beginning", () => {
    const { disk, ...run } = atPrinter(24);
    answers(run, 0x009, "close 00e");
    expect(run.cp.state.spool.files[1]).toMatchObject({ inUse: true });
    const printer = new LinePrinter("1403");
    const after = cpMachine([], {
      ...run.cp.configuration,
      prepared: [],
      more: [
        [0x350, disk],
        [0x00e, printer],
      ],
    });
    settle(after, 20_000_000);
    expect(linesOf(printer.text)).toHaveLength(96);
  });
});

describe("a real punch", () => {
  it("punches closed files behind separator cards", () => {
    const punch = new CardPunch("2540P");
    const run = spooling([punching("CARD ONE", "CARD TWO")], { more: [[0x00d, punch]] });
    answers(run, 0x009, "close 00d");
    settle(run, 4_000_000);
    const cards = [...punch.stackers[0].from()].map((card) => decodeEbcdic(card).trimEnd());
    expect(cards).toHaveLength(6);
    expect(cards[0]).toBe("*** A        BIN-A    FILE 0001 CLASS A ***");
    expect(cards.slice(4)).toEqual(["CARD ONE", "CARD TWO"]);
  });
});

describe("a real reader", () => {
  function withDeck(text: string) {
    const reader = new CardReader("3505", { endOfFile: true });
    const run = spooling([], { more: [[0x00c, reader]] });
    run.machine.shelf.set("DECK", bytesOf("DECK", new TextEncoder().encode(text)));
    reader.operate("load DECK ascii");
    settle(run, 4_000_000);
    return { ...run, said: run.terminal(0x009).text };
  }

  it("puts a deck into the reader of the user whom its ID card names", () => {
    const run = withDeck("ID C CLASS K NAME FIRST DECK\nONE\nTWO\nTHREE\n");
    expect(Object.values(run.cp.state.spool.files)).toEqual([
      expect.objectContaining({
        owner: "C",
        queue: "reader",
        device: "RDR",
        class: "K",
        name: "FIRST",
        type: "DECK",
        records: 3,
      }),
    ]);
    expect(run.said).toContain("RDR 00C INPUT FOR C        FILE = 0001");
    // It is on the disk.
    const after = spooling([], {}, run.disk);
    expect(Object.values(after.cp.state.spool.files)).toHaveLength(1);
  });

  it("drops a deck without an ID card", () => {
    const run = withDeck("ONE\nTWO\n");
    expect(run.said).toContain("DMKRSP431A READER 00C ID CARD MISSING OR INVALID");
    expect(run.cp.state.spool.files).toEqual({});
    expect(withDeck("ID NOBODY\nONE\n").cp.state.spool.files).toEqual({});
  });
});
