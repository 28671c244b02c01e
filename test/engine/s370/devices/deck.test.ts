/** Card decks on files: what they are in, cards, and what is wrong with them and where; card code. */
import { describe, expect, test } from "vitest";
import { ebcdicOf, imageOf } from "../../../../engine/s370/devices/card-code.ts";
import { checkDeck, Deck, type DeckOptions, deckCode } from "../../../../engine/s370/devices/images/deck.ts";
import { type ByteSource, bytesOf } from "../../../../engine/s370/devices/media.ts";
import { encodeEbcdic } from "../../../../engine/s370/ebcdic.ts";
import { deckOf, hex, text } from "./unit-record-support.ts";

const sourceOf = (content: string | Uint8Array, name = "my.deck") =>
  bytesOf(name, typeof content === "string" ? new TextEncoder().encode(content) : content);

function cards(content: string | Uint8Array, options: DeckOptions = {}): string[] {
  const deck = new Deck(sourceOf(content), options);
  const all: string[] = [];
  for (let card = deck.card(0); card; card = deck.card(card.next)) all.push(text(card.bytes));
  return all;
}

const check = (content: string | Uint8Array, options?: DeckOptions) => checkDeck(new Deck(sourceOf(content), options));

describe("what a deck is in", () => {
  test.each([
    ["lines of text", "//JOB\n//\n", "ascii"],
    ["lines that end in carriage return and line feed", "//JOB\r\n//\r\n", "ascii"],
    ["a line without an end", "//JOB", "ascii"],
    ["text with letters of its own, in UTF-8", "Grüße, £ 5\n", "ascii"],
    ["text that ends where CP/M ended it", `A\n\u001a${"\0".repeat(100)}`, "ascii"],
    ["nothing", "", "ascii"],
    ["EBCDIC", deckOf("//JOB", "//"), "ebcdic"],
    [
      "an object deck, with X'02' in column 1",
      Uint8Array.of(2, ...encodeEbcdic("ESD"), ...new Uint8Array(76)),
      "ebcdic",
    ],
    ["nothing but blank cards", deckOf("", "", ""), "ebcdic"],
    ["EBCDIC whose last card is incomplete", deckOf("A", "B").subarray(0, 100), "ebcdic"],
  ])("%s", (_what, content, code) => {
    expect(deckCode(sourceOf(content))).toBe(code);
  });
});

describe("cards", () => {
  test("of EBCDIC are 80 bytes each", () => {
    expect(cards(deckOf("ONE", "TWO"))).toEqual(["ONE", "TWO"]);
  });

  test("of text are lines; the last one may have no end", () => {
    expect(cards("ONE\n\nTHREE\r\nFOUR")).toEqual(["ONE", "", "THREE", "FOUR"]);
    expect(cards("")).toEqual([]);
  });

  test("tabs go to columns 9, 17, …", () => {
    expect(cards("A\tLR\t1,2\n\tB\n1234567\tX\n12345678\tX\n")).toEqual([
      "A       LR      1,2",
      "        B",
      "1234567 X",
      "12345678        X",
    ]);
  });

  test("characters beyond ASCII that code page 037 has", () => {
    const deck = new Deck(sourceOf("é£¬\n"));
    expect(hex(deck.card(0)?.bytes.subarray(0, 4) ?? new Uint8Array(0))).toBe("51B15F40");
  });

  test("blanks behind column 80 are nothing", () => {
    expect(check(`${"X".repeat(80)}    \n`)).toBe(1);
  });

  test("text ends at SUB", () => {
    expect(cards("ONE\nTWO\n\u001ajunk\n")).toEqual(["ONE", "TWO"]);
    expect(cards("ONE\nTWO\u001ajunk\n")).toEqual(["ONE", "TWO"]);
  });

  test("of images are 160 bytes each", () => {
    const deck = new Deck(sourceOf(imageOf(deckOf("ONE", "TWO"))), { code: "binary" });
    const second = deck.card(160);
    expect(second?.next).toBe(320);
    expect(text(ebcdicOf(second?.bytes ?? new Uint8Array(0)).ebcdic)).toBe("TWO");
  });

  test("are read where they are needed, and no more", () => {
    const bytes = encodeEbcdic("X".repeat(80 * 100_000));
    const reads: number[] = [];
    const source: ByteSource = {
      name: "large",
      size: bytes.length,
      read: (at, length) => {
        reads.push(at);
        return bytes.subarray(at, at + length);
      },
    };
    const deck = new Deck(source, { code: "ebcdic" });
    expect(text(deck.card(80 * 50_000)?.bytes ?? new Uint8Array(0))).toBe("X".repeat(80));
    expect(reads).toEqual([80 * 50_000]);
  });

  test("of long texts come whole across what is read at once", () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `LINE ${i}.${"*".repeat(i % 60)}`);
    expect(cards(lines.join("\n"))).toEqual(lines);
  });
});

describe("what is wrong, and where", () => {
  test.each([
    [
      "a line that is too long",
      `A\n${" ".repeat(80)}X\n`,
      "my.deck, byte 2: line 2, column 81: the line is longer than a card, which has 80 columns",
    ],
    ["a tab too many", `${"\t".repeat(10)}X\n`, "line 1, column 81: the line is longer"],
    ["a control character", "A\n\nB\u0007\n", "line 3, column 2: X'07' is no character"],
    ["a character that code page 037 does not have", "A€\n", "line 1, column 2: X'E2' is no character"],
    ["a line without an end", `A\n${"X".repeat(200_000)}`, "line 2, column 81: the line is longer"],
  ])("%s", (_what, content, message) => {
    expect(() => check(content, { code: "ascii" })).toThrow(message);
  });

  test("an incomplete last card", () => {
    expect(() => check(deckOf("A", "B").subarray(0, 114))).toThrow(
      "my.deck, byte 80: the 34 bytes left are no whole card, which has 80",
    );
  });

  test("reading goes on behind it", () => {
    expect(cards(`${"A".repeat(90)}\nB\n`)).toEqual(["A".repeat(80), "B"]);
  });

  test("lenient: long lines are cut, an incomplete card is filled up", () => {
    expect(check(`${"A".repeat(90)}\nB\n`, { lenient: true })).toBe(2);
    expect(cards(deckOf("A", "BC").subarray(0, 82), { lenient: true })).toEqual(["A", "BC"]);
  });
});

describe("the card code", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

  test("has a column of its own for each EBCDIC byte, with at most one punch in rows 1-7", () => {
    const image = imageOf(all);
    const columns = Array.from(all, (byte) => (image[2 * byte] << 6) | image[2 * byte + 1]);
    expect(new Set(columns).size).toBe(256);
    expect(columns.every((column) => (column & 0x1fc & ((column & 0x1fc) - 1)) === 0)).toBe(true);
    expect(ebcdicOf(image)).toEqual({ ebcdic: all, invalid: 0 });
  });

  test.each([
    [" ", ""],
    ["A", "12-1"],
    ["J", "11-1"],
    ["S", "0-2"],
    ["0", "0"],
    ["9", "9"],
    ["&", "12"],
    ["-", "11"],
    ["/", "0-1"],
    [".", "12-3-8"],
    ["$", "11-3-8"],
    [",", "0-3-8"],
    ["#", "3-8"],
    ["'", "5-8"],
    ["=", "6-8"],
    ["a", "12-0-1"],
  ])("%s", (character, rows) => {
    const [first, second] = imageOf(encodeEbcdic(character));
    const names = ["12", "11", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    expect(names.filter((_, i) => ((first << 6) | second) & (0x800 >> i)).join("-")).toBe(rows);
  });
});
