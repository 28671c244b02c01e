/** Line printers by their manuals (GA24-3312 and GA24-3073; GA24-3543): commands, carriage, character sets, sense. */
import { describe, expect, test } from "vitest";
import { LinePrinter, type PrinterOptions } from "../../../../engine/s370/devices/printer.ts";
import type { PrinterType } from "../../../../engine/s370/devices/printer-models.ts";
import { decodeEbcdic, encodeEbcdic } from "../../../../engine/s370/ebcdic.ts";
import { Bench, CHECKED, ENDED, EXCEPTION, hex, REFUSED } from "./unit-record-support.ts";

const WRITE = 0x01;
const SPACE_1 = 0x09;
const SPACE_2 = 0x11;
const SPACE_3 = 0x19;
const AT_ONCE = 0x02;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const DIAGNOSTIC_WRITE = 0x05;
const READ_LINE_BUFFER = 0x02;
const CHECK_READ = 0x06;
const DIAGNOSTIC_GATE = 0x07;
const READ_CHARACTER_SET = 0x0a;
const READ_FORMS_CONTROL = 0x12;
const UNFOLD = 0x23;
const FOLD = 0x43;
const LOAD_FORMS_CONTROL = 0x63;
const RAISE_COVER = 0x6b;
const BLOCK = 0x73;
const ALLOW = 0x7b;
const GATE = 0xeb;
const LOAD_AND_FOLD = 0xf3;
const LOAD = 0xfb;

/** Write and skip to a channel; with AT_ONCE, skip alone. */
const skipTo = (channel: number) => 0x81 + 8 * channel;

const made = (type: PrinterType = "1403", options: PrinterOptions = {}) => new Bench(new LinePrinter(type, options));
const both = ["1403", "3211"] as const;

describe("writing and spacing", () => {
  test.each([
    [WRITE, "ONE\rTWO"],
    [SPACE_1, "ONE\nTWO\n"],
    [SPACE_2, "ONE\n\nTWO\n\n"],
    [SPACE_3, "ONE\n\n\nTWO\n\n\n"],
  ])("%i", (code, printed) => {
    for (const type of both) {
      const bench = made(type);
      expect(bench.run(code, "ONE  ").status).toBe(ENDED);
      bench.run(code, "TWO");
      expect(bench.device.text).toBe(printed);
    }
  });

  test("spacing at once prints nothing", () => {
    const bench = made();
    bench.run(WRITE, "ONE");
    for (const code of [SPACE_1, SPACE_2, SPACE_3]) expect(bench.run(code | AT_ONCE).status).toBe(ENDED);
    expect(bench.device.text).toBe("ONE\n\n\n\n\n\n");
  });

  test("a line is printed over another one while paper does not move", () => {
    const bench = made();
    for (const line of ["TITLE", "_____", "====="]) bench.run(WRITE, line);
    bench.run(SPACE_1, "");
    bench.run(SPACE_1, "TEXT");
    expect(bench.device.text).toBe("TITLE\r_____\r=====\nTEXT\n");
    expect(bench.device.lines).toBe(5);
  });

  test("device end comes when the line is printed and the paper stands", () => {
    expect(made("1403").run(SPACE_1, "X").later).toBe(54_545);
    expect(made("1403").run(WRITE, "X").later).toBe(34_545);
    expect(made("3211").run(SPACE_1, "X").later).toBe(30_000);
    expect(made("3211").run(SPACE_3, "X").later).toBe(33_700);
    expect(made("1403").run(skipTo(3) | AT_ONCE).later).toBe(20_000 + 7 * 5_050 + 4 * 2_222);
  });

  test("a printer wants as many bytes as it has positions", () => {
    expect(made("1403").run(WRITE, "X").most).toBe(132);
    expect(made("3211", { positions: 150 }).run(WRITE, "X").most).toBe(150);
    expect(() => made("1403", { positions: 150 })).toThrow("a 1403 has 132, 120, 100 positions, not 150");
  });

  test("no-operation does nothing, at once", () => {
    for (const type of both) expect(made(type).run(NO_OPERATION)).toMatchObject({ status: ENDED, refused: false });
  });
});

describe("skipping", () => {
  test("goes to the next line with the channel", () => {
    const bench = made();
    bench.run(skipTo(2), "ONE");
    bench.run(skipTo(3), "SEVEN");
    expect(bench.device.text).toBe(`ONE${"\n".repeat(6)}SEVEN${"\n".repeat(6)}`);
  });

  test("into the next form is a form feed, and lines to where it ends", () => {
    const bench = made();
    bench.run(skipTo(3), "ONE");
    bench.run(skipTo(2), "THIRTEEN");
    expect(bench.device.text).toBe(`ONE${"\n".repeat(12)}THIRTEEN\f${"\n".repeat(6)}`);
    expect(bench.device.pages).toBe(2);
  });

  test("with writing, to the channel where the paper stands, is a whole form", () => {
    const bench = made();
    bench.run(skipTo(1), "PAGE");
    expect(bench.device.text).toBe("PAGE\f");
  });

  test("at once, to where the paper stands, is none, unless a line has just been written there", () => {
    const bench = made();
    bench.run(skipTo(1) | AT_ONCE);
    expect(bench.device.text).toBe("");
    bench.run(WRITE, "PAGE");
    bench.run(skipTo(1) | AT_ONCE);
    expect(bench.device.text).toBe("PAGE\f");
    bench.run(skipTo(1) | AT_ONCE);
    expect(bench.device.text).toBe("PAGE\f");
  });

  test("spacing beyond a form's end begins another", () => {
    const bench = made("1403", { linesPerPage: 3, carriage: new Map([[1, 1]]) });
    for (const line of ["1", "2", "3", "4"]) bench.run(SPACE_1, line);
    expect(bench.device.text).toBe("1\n2\n3\n4\n");
    expect(bench.device.pages).toBe(2);
  });

  test("all twelve channels", () => {
    for (let channel = 1; channel <= 12; channel++) {
      const bench = made("1403", { carriage: new Map([[channel, 5]]) });
      expect(bench.run(skipTo(channel), "X").status).toBe(ENDED);
      expect(bench.device.text).toBe("X\n\n\n\n");
      expect(bench.run(skipTo(channel) | AT_ONCE).status).toBe(ENDED);
    }
  });

  test("a tape without the channel: a 1403's paper runs until the operator stops it", () => {
    const bench = made("1403", { carriage: new Map([[1, 1]]) });
    expect(bench.run(skipTo(7), "X")).toMatchObject({ status: CHECKED, sense: "40" });
    expect(bench.run(SPACE_1, "X").status).toBe(REFUSED);
  });

  test("a 3211 stops at the second beginning of a form, with a line position check", () => {
    const bench = made("3211", { carriage: new Map([[1, 1]]) });
    expect(bench.run(skipTo(7), "X")).toMatchObject({ status: CHECKED, sense: "101000000000" });
    expect(bench.run(SPACE_1, "Y").status).toBe(ENDED);
    expect(bench.device.text).toBe("X\f\fY\n");
  });
});

describe("channels 9 and 12", () => {
  const form = { linesPerPage: 20, carriage: new Map([1, 4, 8].map((line, i) => [[1, 9, 12][i], line])) };

  test.each(both)("%s: spacing to channel 12 is unit exception with device end", (type) => {
    const bench = made(type, form);
    bench.run(SPACE_3, "1");
    bench.run(SPACE_3, "4");
    expect(bench.run(SPACE_1, "7").status).toBe(EXCEPTION);
    expect(bench.run(SPACE_1, "8").status).toBe(ENDED);
  });

  test.each(both)("%s: spacing to channel 9, or past it, is unit check with bit 7", (type) => {
    const bench = made(type, form);
    expect(bench.run(SPACE_3, "1").sense?.slice(0, 2)).toBe("01");
    const other = made(type, form);
    other.run(SPACE_1 | AT_ONCE);
    expect(other.run(SPACE_3 | AT_ONCE)).toMatchObject({ status: CHECKED, refused: false });
  });

  test("skipping past them is neither", () => {
    const bench = made("1403", { ...form, carriage: new Map([...form.carriage, [2, 10]]) });
    expect(bench.run(skipTo(2), "X").status).toBe(ENDED);
    expect(bench.run(skipTo(9), "X").status).toBe(ENDED);
    expect(bench.run(skipTo(12) | AT_ONCE).status).toBe(ENDED);
  });
});

describe("commands that a printer does not have", () => {
  test.each([
    ["1403", [0x21, 0x29, 0x79, 0x81, 0xe9, 0xf1, 0xf9, 0x23, 0x43, 0x63, 0x6b, 0x83, 0x07, 0x0a, 0x12, 0x0c, 0xe4]],
    ["3211", [0x21, 0x81, 0xe9, GATE, LOAD_AND_FOLD, READ_CHARACTER_SET, READ_FORMS_CONTROL, 0x5b, 0x0c, 0xe4]],
  ] as const)("%s: command reject", (type, codes) => {
    const bench = made(type);
    for (const code of codes)
      expect([code, bench.run(code).status, bench.run(code).sense?.slice(0, 2)]).toEqual([code, REFUSED, "80"]);
    expect(bench.device.text).toBe("");
  });

  test("sense bytes: one of a 1403, six of a 3211", () => {
    expect(made("1403").run(0xff).sense).toBe("80");
    expect(made("3211").run(0xff).sense).toBe("800000000000");
    expect(made("3211").run(SENSE).data).toHaveLength(6);
  });
});

describe("the 1403's character set", () => {
  const set = encodeEbcdic("ABC123".repeat(40));

  test("is loaded behind its gate, chained to it", () => {
    const bench = made();
    expect(bench.run(LOAD, set)).toMatchObject({ status: REFUSED, sense: "80" });
    expect(bench.chain([GATE], [LOAD, set])).toMatchObject({ status: ENDED, most: 240 });
    bench.run(GATE);
    expect(bench.run(LOAD, set).status).toBe(REFUSED);
    expect(bench.chain([GATE], [NO_OPERATION], [LOAD, set]).status).toBe(REFUSED);
  });

  test("a character that is not in it prints as blank, and is a data check", () => {
    const bench = made();
    bench.chain([GATE], [LOAD, set]);
    expect(bench.run(SPACE_1, "A C").status).toBe(ENDED);
    expect(bench.run(SPACE_1, "AXC")).toMatchObject({ status: CHECKED, sense: "08" });
    expect(bench.device.text).toBe("A C\nA C\n");
  });

  test("data checks are blocked, and allowed again", () => {
    const bench = made();
    bench.chain([GATE], [LOAD, set]);
    expect(bench.run(BLOCK).status).toBe(ENDED);
    expect(bench.run(SPACE_1, "AXC").status).toBe(ENDED);
    expect(bench.run(ALLOW).status).toBe(ENDED);
    expect(bench.run(SPACE_1, "AXC").status).toBe(CHECKED);
    bench.run(BLOCK);
    bench.device.reset();
    expect(bench.run(SPACE_1, "AXC").status).toBe(CHECKED);
  });

  test("loaded with folding, small letters print as capitals", () => {
    const bench = made();
    bench.chain([GATE], [LOAD_AND_FOLD, set]);
    expect(bench.run(SPACE_1, "abC1").status).toBe(ENDED);
    expect(bench.device.text).toBe("ABC1\n");
    bench.chain([GATE], [LOAD, set]);
    expect(bench.run(SPACE_1, "abC1").status).toBe(CHECKED);
  });

  test("where none has been loaded, everything prints; what is no character is a blank", () => {
    const bench = made();
    expect(bench.run(SPACE_1, Uint8Array.of(0x81, 0x00, 0xc1, 0x3f, 0xff)).status).toBe(ENDED);
    expect(bench.device.text).toBe("a A\n");
  });
});

describe("the 3211's buffers", () => {
  const train = new Uint8Array(512).fill(0x40);
  train.set(encodeEbcdic("ABCDEF"));

  test("the character set is 512 bytes; fewer are a load check", () => {
    const bench = made("3211");
    expect(bench.run(LOAD, train)).toMatchObject({ status: ENDED, most: 512 });
    expect(bench.run(LOAD, train.subarray(1))).toMatchObject({
      status: CHECKED,
      refused: false,
      sense: "020000000000",
    });
    expect(bench.run(SPACE_1, "ABX")).toMatchObject({ status: CHECKED, sense: "080000000000" });
  });

  test("folding is a command of its own", () => {
    const bench = made("3211");
    bench.run(LOAD, train);
    expect(bench.run(FOLD).status).toBe(ENDED);
    expect(bench.run(SPACE_1, "abc").status).toBe(ENDED);
    expect(bench.run(UNFOLD).status).toBe(ENDED);
    expect(bench.run(SPACE_1, "abc").status).toBe(CHECKED);
    expect(bench.device.text).toBe("ABC\n\n");
  });

  test("a form is loaded, and the paper stands at its first line", () => {
    const bench = made("3211");
    bench.run(SPACE_1, "X");
    expect(bench.run(LOAD_FORMS_CONTROL, Uint8Array.of(0x01, 0, 0x02, 0, 0x19)).status).toBe(ENDED);
    bench.run(skipTo(2), "ONE");
    bench.run(skipTo(1), "THREE");
    expect(bench.device.text).toBe("X\nONE\n\nTHREE\f");
  });

  test("an index byte moves lines to the right, or to the left", () => {
    const bench = made("3211");
    bench.run(LOAD_FORMS_CONTROL, Uint8Array.of(0x84, 0x01, 0, 0x10));
    bench.run(SPACE_1, "RIGHT");
    bench.run(LOAD_FORMS_CONTROL, Uint8Array.of(0xc2, 0x01, 0, 0x10));
    bench.run(SPACE_1, "LEFT");
    expect(bench.device.text).toBe("   RIGHT\nFT\n");
  });

  test("eight lines to the inch is no end of the form", () => {
    const bench = made("3211");
    expect(bench.run(LOAD_FORMS_CONTROL, Uint8Array.of(0x11, 0, 0x12)).status).toBe(ENDED);
    bench.run(skipTo(2), "ONE");
    expect(bench.device.text).toBe("ONE\n\n");
  });

  test.each([
    ["no end", [0x01, 0, 0]],
    ["a channel above 12", [0x01, 0x0d, 0x10]],
    ["bits that mean nothing", [0x01, 0x40, 0x10]],
    ["more than 180 lines", [...new Array<number>(181).fill(0), 0x10]],
    ["nothing", []],
  ])("a form with %s: load check, and the one before stays", (_what, bytes) => {
    const bench = made("3211");
    expect(bench.run(LOAD_FORMS_CONTROL, Uint8Array.from(bytes))).toMatchObject({
      status: CHECKED,
      sense: "020000000000",
    });
    bench.run(skipTo(2), "ONE");
    expect(bench.device.text).toBe(`ONE${"\n".repeat(6)}`);
  });

  test("180 lines are not too many", () => {
    expect(
      made("3211").run(LOAD_FORMS_CONTROL, Uint8Array.from([...new Array<number>(179).fill(0), 0x10])).status,
    ).toBe(ENDED);
  });

  test("it takes whatever the channel program has, and has no incorrect length", () => {
    expect(made("3211").run(LOAD_FORMS_CONTROL, Uint8Array.of(0, 0x10, 0, 0, 0)).most).toBe(0xffff);
  });

  test("behind the diagnostic gate they can be read", () => {
    const bench = made("3211");
    bench.run(LOAD, train);
    bench.run(LOAD_FORMS_CONTROL, Uint8Array.of(0x01, 0, 0x12));
    expect(bench.chain([DIAGNOSTIC_GATE], [READ_CHARACTER_SET]).data).toEqual(train);
    const form = bench.chain([DIAGNOSTIC_GATE], [READ_FORMS_CONTROL]).data;
    expect([form.length, hex(form.subarray(0, 4))]).toEqual([180, "01001200"]);
    bench.run(SPACE_1, "");
    // The second line is 3, with its bits in the other order.
    expect(hex(bench.chain([DIAGNOSTIC_GATE], [CHECK_READ]).data)).toBe("C0");
  });

  test("raising the cover leaves it not ready until the operator has closed it", () => {
    const bench = made("3211");
    expect(bench.run(RAISE_COVER).status).toBe(ENDED);
    expect(bench.run(SPACE_1, "X")).toMatchObject({ status: REFUSED, sense: "400000000000" });
    bench.device.operate("ready");
    expect(bench.presented).toEqual([0x04]);
    expect(bench.run(SPACE_1, "X").status).toBe(ENDED);
  });
});

describe("diagnostic commands", () => {
  test.each(both)("%s: a line goes to the buffer and is read from it, unprinted", (type) => {
    const bench = made(type);
    expect(bench.run(DIAGNOSTIC_WRITE, "BUFFER").status).toBe(ENDED);
    expect(decodeEbcdic(bench.run(READ_LINE_BUFFER).data)).toBe("BUFFER".padEnd(132));
    expect(bench.run(CHECK_READ).data).toEqual(new Uint8Array(132).fill(0x04));
    expect(bench.device.text).toBe("");
  });
});

describe("the operator", () => {
  test.each(both)("%s: stops and starts it", (type) => {
    const bench = made(type);
    bench.device.operate("not-ready");
    expect(bench.run(SPACE_1, "X").sense?.slice(0, 2)).toBe("40");
    expect(bench.run(NO_OPERATION).status).toBe(REFUSED);
    expect(bench.run(SENSE).data[0]).toBe(0x40);
    bench.device.operate("ready");
    bench.device.operate("ready");
    expect(bench.presented).toEqual([0x04]);
    expect(bench.run(SPACE_1, "X").status).toBe(ENDED);
  });

  test("puts another tape in, and has the paper stand at a form's beginning", () => {
    const bench = made();
    bench.device.operate("tape 30 1=1 2=3");
    bench.run(skipTo(2), "ONE");
    bench.device.operate("restore");
    bench.run(SPACE_1, "NEXT");
    expect(bench.device.text).toBe("ONE\n\n\fNEXT\n");
    expect(() => bench.device.operate("tape 30 13=1")).toThrow(
      "a form of 30 lines has channels 1 to 12 on lines 1 to 30, not 13 on 1",
    );
    expect(() => bench.device.operate("tape 256")).toThrow("a form has 1 to 255 lines, not 256");
    expect(() => made("3211").device.operate("tape 66")).toThrow("the 3211 printer has no tape");
    expect(() => bench.device.operate("paper")).toThrow('the 1403 printer has no order "paper"');
  });
});

describe("what is printed", () => {
  test("only grows, can be had from any place on, and in EBCDIC", () => {
    const bench = made();
    bench.run(SPACE_1, "ONE");
    const { length } = bench.device;
    bench.run(SPACE_1, "TWO");
    expect(bench.device.textFrom(length)).toBe("TWO\n");
    expect(hex(bench.device.ebcdic)).toBe("D6D5C515E3E6D615");
  });

  test("going back takes lines back, and other ones come", () => {
    const bench = made("1403");
    bench.chain([GATE], [LOAD_AND_FOLD, encodeEbcdic("ABCXYZ".repeat(40))]);
    bench.run(SPACE_1, "a");
    const first = bench.device.save();
    bench.run(SPACE_1, "b");
    const second = bench.device.save();
    bench.device.restore(first);
    bench.run(SPACE_1, "x");
    bench.chain([GATE], [LOAD, encodeEbcdic("ABCXYZ".repeat(40))]);
    expect(bench.device.text).toBe("A\nX\n");
    bench.device.restore(second);
    bench.run(SPACE_1, "c");
    expect(bench.device.text).toBe("A\nB\nC\n");
  });

  test("a hundred thousand lines are saved without being copied", () => {
    const bench = made();
    const line = encodeEbcdic("X".repeat(132));
    for (let i = 0; i < 100_000; i++) bench.run(SPACE_1, line);
    const first = parts(bench.device.save());
    bench.run(SPACE_1, line);
    const second = parts(bench.device.save());
    expect(first.length).toBeGreaterThan(400);
    expect(second.every((part, i) => i >= first.length || part === first[i])).toBe(true);
    expect(bench.device.text).toHaveLength(100_001 * 133);
  });
});

/** The chunks of paper in a save. */
function parts(saved: unknown): readonly Uint8Array[] {
  // What a printer's save() returns.
  return (saved as { paper: { text: { chunks: readonly Uint8Array[] } } }).paper.text.chunks;
}
