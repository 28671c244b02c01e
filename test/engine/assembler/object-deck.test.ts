/** Object decks: the cards as other loaders read them, and the relocating loader. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import {
  decodeEbcdic,
  encodeEbcdic,
  isObjectDeck,
  loadObjectDecks,
  writeObjectDeck,
} from "../../../engine/s370/index.ts";
import { Random } from "../../vectors/random.ts";
import recorded from "../../vectors/s370-decks.json" with { type: "json" };
import { assembled } from "./program.ts";

const deckOf = (source: string): Uint8Array => writeObjectDeck(assembled(source).module);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
const cardsOf = (deck: Uint8Array): Uint8Array[] =>
  Array.from({ length: deck.length / 80 }, (_, index) => deck.subarray(index * 80, index * 80 + 80));

/** Columns of a card, counted from 1, in hexadecimal. */
const columns = (card: Uint8Array, first: number, last: number): string => hex(card.subarray(first - 1, last));

const load = (sources: readonly string[], origin?: number) => loadObjectDecks(sources.map(deckOf), origin);
const storageOf = (program: ReturnType<typeof loadObjectDecks>): string[] =>
  program.segments.map(({ address, bytes }) => `${address.toString(16).toUpperCase()}:${hex(bytes)}`);
const errorsOf = (program: ReturnType<typeof loadObjectDecks>): string[] =>
  program.errors.map(({ deck, card, column, message }) => `${deck}:${card}:${column} ${message}`);

describe("cards", () => {
  const MAIN = "SUMS TITLE 'A SUM'\nMAIN START X'100'\n EXTRN DATA\n ENTRY GO\n DC A(DATA,GO)\nGO LR 1,2\n END GO";

  test("are ESD, TXT, RLD and END, with the title's name and a number in columns 73 to 80", () => {
    const cards = cardsOf(deckOf(MAIN));
    expect(cards.map((card) => columns(card, 1, 1))).toEqual(["02", "02", "02", "02"]);
    expect(cards.map((card) => decodeEbcdic(card.subarray(1, 4)))).toEqual(["ESD", "TXT", "RLD", "END"]);
    expect(cards.map((card) => decodeEbcdic(card.subarray(72)))).toEqual([
      "SUMS0001",
      "SUMS0002",
      "SUMS0003",
      "SUMS0004",
    ]);
  });

  test("ESD: items of 16 bytes, the number of the first that has one", () => {
    const [esd] = cardsOf(deckOf(MAIN));
    expect(columns(esd, 5, 16)).toBe("404040404040" + "0030" + "4040" + "0001");
    expect(columns(esd, 17, 32)).toBe("D4C1C9D540404040" + "00" + "000100" + "40" + "00000A");
    expect(columns(esd, 33, 48)).toBe("C4C1E3C140404040" + "02" + "000000" + "40" + "404040");
    expect(columns(esd, 49, 64)).toBe("C7D6404040404040" + "01" + "000108" + "40" + "000001");
    expect(columns(esd, 65, 72)).toBe("40".repeat(8));
  });

  test("TXT: address, number of bytes, section, 56 bytes at most", () => {
    const [, text] = cardsOf(deckOf(MAIN));
    expect(columns(text, 5, 16)).toBe("40" + "000100" + "4040" + "000A" + "4040" + "0001");
    expect(columns(text, 17, 27)).toBe("00000000" + "00000108" + "1812" + "40");
    const long = cardsOf(deckOf(" DC 60X'11'\n DS X\n DC X'22'"));
    expect(long.slice(1, 4).map((card) => columns(card, 6, 16))).toEqual([
      "000000" + "4040" + "0038" + "4040" + "0001",
      "000038" + "4040" + "0004" + "4040" + "0001",
      "00003D" + "4040" + "0001" + "4040" + "0001",
    ]);
  });

  test("RLD: pointers, flag, address; pointers that are those of the item before are left out", () => {
    const [, , rld] = cardsOf(deckOf(MAIN));
    expect(columns(rld, 11, 12)).toBe("0010");
    expect(columns(rld, 17, 32)).toBe("0001" + "0001" + "0C" + "000104" + "0002" + "0001" + "0C" + "000100");
    const [, , same] = cardsOf(deckOf("A CSECT\n DC A(A),AL3(A),V(B)\n DC A(-A)"));
    expect(columns(same, 17, 40)).toBe("00010001" + "0D000000" + "09000004" + "0E00000C" + "00020001" + "1C000008");
  });

  test("END: the entry and its section, or blanks", () => {
    expect(columns(cardsOf(deckOf(MAIN))[3], 5, 16)).toBe("40" + "000108" + "404040404040" + "0001");
    expect(columns(cardsOf(deckOf(" LR 1,2")).at(-1) ?? new Uint8Array(80), 5, 72)).toBe("40".repeat(68));
  });

  test("REPRO copies the next line, whatever it is", () => {
    const [first, second, esd] = cardsOf(deckOf(" REPRO\n* NO COMMENT\n REPRO\nANY 'THING &X\n DC X'1'"));
    expect([first, second].map((card) => decodeEbcdic(card).trimEnd())).toEqual(["* NO COMMENT", "ANY 'THING &X"]);
    expect(decodeEbcdic(esd.subarray(1, 4))).toBe("ESD");
  });

  test("PUNCH puts cards before the deck", () => {
    const [punched, esd] = cardsOf(deckOf(" PUNCH '* IT''S HERE && NOW'\n DC X'1'"));
    expect(decodeEbcdic(punched).trimEnd()).toBe("* IT'S HERE & NOW");
    expect(decodeEbcdic(esd.subarray(1, 4))).toBe("ESD");
  });

  test("are told from raw binary", () => {
    expect(isObjectDeck(deckOf(MAIN))).toBe(true);
    expect(isObjectDeck(deckOf(" PUNCH '* HELLO'\n DC X'1'"))).toBe(true);
    expect(isObjectDeck(new Uint8Array(80))).toBe(false);
    expect(isObjectDeck(deckOf(MAIN).subarray(1))).toBe(false);
    expect(isObjectDeck(new Uint8Array(0))).toBe(false);
  });
});

describe("loading", () => {
  test("puts one deck where it was assembled: storage is the assembler's own", () => {
    const source =
      "A START X'200'\n USING *,12\n DC A(A,B,*),AL3(B)\n L 1,=A(B)\n ORG A+2\n DC X'EE'\n ORG\nB CSECT\n DC A(A),Y(B)\n END B";
    const assembly = assembled(source);
    const program = load([source]);
    expect(errorsOf(program)).toEqual([]);
    expect(program.segments).toEqual(assembly.segments);
    expect(program.entry).toBe(assembly.entry);
  });

  test("moves a deck, and every address with it", () => {
    const program = load(["A START X'200'\n DC A(A,5,B-A),AL3(B),Y(A)\nB DC A(-A)\n END B"], 0x1000);
    expect(storageOf(program)).toEqual(["1000:000010000000000500000014001014001000", "1014:FFFFF000"]);
    expect(program.entry).toBe(0x1014);
    expect(program.symbols).toEqual(new Map([["A", 0x1000]]));
  });

  test("several decks follow one another at doublewords and find one another's names", () => {
    const program = load([
      "MAIN CSECT\n EXTRN DATA\n DC V(SUB),A(DATA+4,MAIN)\n END MAIN",
      "SUB CSECT\n ENTRY DATA\n DC V(MAIN),X'11'\nDATA DC F'7'",
    ]);
    expect(storageOf(program)).toEqual(["0:000000100000001C00000000", "10:0000000011", "18:00000007"]);
    expect(program.sections).toEqual([
      { name: "MAIN", address: 0, length: 12 },
      { name: "SUB", address: 16, length: 12 },
    ]);
  });

  test("V is stored over whatever the text has, for sections and entries of the same deck too", () => {
    const source = "A START X'100'\n ENTRY GO\n DC V(A,GO,B)\nGO LR 1,2\nB CSECT\n DC F'1'";
    expect(storageOf(load([source]))).toEqual(["100:000001000000010C000001101812", "110:00000001"]);
    expect(storageOf(load([source], 0x2000))).toEqual(["2000:000020000000200C000020101812", "2010:00000001"]);
    const deck = deckOf(source);
    // As other assemblers leave it: zero.
    const at = deck.findIndex((_, index) => decodeEbcdic(deck.subarray(index, index + 3)) === "TXT") + 15;
    expect(hex(deck.subarray(at, at + 4))).toBe("00000100");
    deck.fill(0, at, at + 12);
    expect(storageOf(loadObjectDecks([deck], 0x2000))[0]).toBe("2000:000020000000200C000020101812");
  });

  test("a file may hold several decks, and statements for the loader between them", () => {
    const first = deckOf("A CSECT\n DC V(B)");
    const second = deckOf(" PUNCH '* COMMENT'\n PUNCH ' ENTRY B'\nB CSECT\n DC F'1'");
    const program = loadObjectDecks([Uint8Array.from([...first, ...second])]);
    expect(errorsOf(program)).toEqual([]);
    expect(storageOf(program)).toEqual(["0:00000008", "8:00000001"]);
    expect(program.entry).toBe(8);
  });

  test("common sections of one name are one, as long as the longest, behind all others", () => {
    const program = load([
      "A CSECT\n DC A(X)\nC COM\n DS F\nX DS F",
      "B CSECT\n DC A(Y,Z)\nC COM\n DS 4F\nY DS F\n COM\nZ DS F",
    ]);
    expect(storageOf(program)).toEqual(["0:00000014", "8:0000002000000028"]);
    expect(program.sections.map(({ name, address, length }) => [name, address, length])).toEqual([
      ["A", 0, 4],
      ["B", 8, 8],
      ["C", 16, 20],
      ["", 40, 4],
    ]);
  });

  test("a control section fills the common section of its name", () => {
    const program = load(["A CSECT\n DC A(X)\nC COM\nX DS F", "C CSECT\n DC F'9'"]);
    expect(storageOf(program)).toEqual(["0:00000008", "8:00000009"]);
  });

  test("of two control sections of one name the first counts", () => {
    const program = load([
      "A CSECT\n DC V(B),F'1'",
      "B CSECT\n DC F'2'",
      "B CSECT\n DC F'3',A(B)",
      "C CSECT\n DC V(B)",
    ]);
    expect(storageOf(program)).toEqual(["0:000000080000000100000002", "10:00000008"]);
  });

  test("pseudo registers are laid out over all decks", () => {
    const program = load(["A CSECT\nP DXD X\nQ DXD F\n DC Q(P,Q)\n CXD", "B CSECT\nR DXD D\nQ DXD 2F\n DC Q(R,Q)"]);
    expect(storageOf(program)).toEqual(["0:000000000000000400000018", "10:0000001000000004"]);
  });

  test("WXTRN may stay without an answer, EXTRN and V may not", () => {
    expect(errorsOf(load([" WXTRN A\n DC A(A),V(A)"]))).toEqual([]);
    expect(errorsOf(load(["P CSECT\n EXTRN A\n DC A(A),V(B)"]))).toEqual([
      "1:1:33 no deck here has A, which this one names as external",
      "1:1:49 no deck here has B, which this one names as external",
    ]);
  });

  test("a halfword that cannot hold the address is an error", () => {
    expect(errorsOf(load(["A CSECT\n DC Y(A)"], 0x10000))).toEqual([
      "1:3:21 the address X'010000' does not fit in 2 bytes",
    ]);
  });

  test("two entries of one name are an error", () => {
    const deck = (name: string) => `${name} CSECT\n ENTRY X\nX DS F`;
    expect(errorsOf(load([deck("A"), deck("B")]))).toEqual(["2:1:33 X is an entry of more than one section"]);
  });
});

describe("decks in error", () => {
  /** A deck with some columns replaced. */
  const spoiled = (card: number, column: number, bytes: readonly number[]): string[] => {
    const deck = deckOf("A CSECT\n EXTRN B\n DC A(A)\n END A");
    deck.set(bytes, (card - 1) * 80 + column - 1);
    return errorsOf(loadObjectDecks([deck, deckOf("B CSECT\n DC X'1'")]));
  };

  test.each([
    [1, 1, [0xc5], "1:1:1 this is no object card: it begins with X'C5' instead of X'02'"],
    [2, 2, [0xe3, 0xe3], "1:2:2 “TTT” is no kind of object card; ESD, TXT, RLD, END and SYM are"],
    [1, 11, [0, 17], "1:1:11 the number of bytes in the card is a multiple of 16, at most 48, not 17"],
    [2, 11, [1, 0], "1:2:11 the number of bytes in the card is 0 to 56, not 256"],
    [1, 25, [0x0f], "1:1:25 X'0F' is no type of an external symbol that this loader knows"],
    [2, 15, [0, 9], "1:2:15 the text belongs to section number 9, which the deck has not"],
    [2, 6, [0, 0, 9], "1:2:6 the text lies outside its section, X'000000' to X'000003': X'000009' to X'00000C'"],
    [3, 17, [0, 9], "1:3:21 the address constant refers to ESD number 9, which the deck has not"],
    [3, 19, [0, 9], "1:3:21 the address constant lies in section number 9, which the deck has not"],
    [3, 22, [0, 0, 2], "1:3:21 no text is loaded where this address constant lies, X'000002'"],
    [3, 11, [0, 4], "1:3:17 this relocation item ends before its flag and address"],
    [4, 15, [0, 9], "1:4:6 the entry lies in section number 9, which the deck has not"],
    [4, 2, [0xe2, 0xe8, 0xd4], "1:4:1 the deck ends without an END card"],
  ])("card %i, column %i", (card, column, bytes, error) => {
    expect(spoiled(card, column, bytes)).toContain(error);
  });

  test("every statement that the loader does not know is named", () => {
    expect(
      errorsOf(loadObjectDecks([Uint8Array.from([...card(" INCLUDE LIB"), ...deckOf("A CSECT\n DC X'1'")])])),
    ).toEqual([
      "1:1:1 this is no object card: it begins with X'40' instead of X'02', and this loader does not know the statement INCLUDE",
    ]);
  });

  test("what is left of a last card is an error, and so is a section beyond storage", () => {
    expect(errorsOf(loadObjectDecks([deckOf("A CSECT\n DC X'1'").subarray(0, 200)]))).toEqual([
      "1:3:1 a card has 80 bytes, and the last one here has 40",
      "1:3:1 the deck ends without an END card",
    ]);
    expect(errorsOf(load(["A CSECT\n DS XL100"], 0xfffff8))[0]).toBe(
      "1:1:17 section A would run past the end of storage: addresses have 24 bits",
    );
  });

  test("3,000 decks with random bytes in them: nothing is thrown, and places are in the deck", () => {
    const random = new Random(80);
    const sources = [
      "A START X'200'\n EXTRN B\n ENTRY X\n DC A(A,B),V(C)\nX LR 1,2\nM COM\n DS F\n END X",
      "B CSECT\nP DXD F\n DC 70X'1',A(B)\n DC Q(P)\n CXD\nC CSECT\n DC A(B-C)",
    ];
    const decks = sources.map(deckOf);
    for (let index = 0; index < 3000; index++) {
      const spoiledDecks = decks.map((deck) => {
        const copy = deck.slice();
        for (let changes = random.below(6); changes > 0; changes--) copy[random.below(copy.length)] = random.below(256);
        return random.chance(5) ? copy.subarray(0, random.below(copy.length)) : copy;
      });
      const { errors, segments, entry } = loadObjectDecks(
        spoiledDecks,
        random.chance(50) ? undefined : random.below(0x1000000),
      );
      for (const { deck, card, column } of errors) {
        expect(card * 80).toBeLessThanOrEqual(spoiledDecks[deck - 1].length + 79);
        expect(column >= 1 && column <= 80).toBe(true);
      }
      for (const { address, bytes } of segments) expect(address >= 0 && address + bytes.length <= 0x1000000).toBe(true);
      expect(entry >= 0 && entry < 0x1000000).toBe(true);
    }
  });

  test("random bytes", () => {
    const random = new Random(81);
    for (let index = 0; index < 300; index++) {
      const bytes = Uint8Array.from({ length: random.below(1000) }, () => random.below(256));
      for (let at = 0; at < bytes.length; at += 80)
        if (random.chance(70))
          bytes.set(
            [2, ...encodeEbcdic(random.pick(["ESD", "TXT", "RLD", "END", "SYM"]))].slice(0, bytes.length - at),
            at,
          );
      expect(() => loadObjectDecks([bytes])).not.toThrow();
    }
  });
});

test("Hercules reads the same storage from our decks", () => {
  for (const { source, storage } of recorded.programs) {
    const bytes = new Uint8Array(storage.length / 2);
    for (const segment of loadObjectDecks([writeObjectDeck(assembled(source).module)]).segments)
      bytes.set(segment.bytes, segment.address - recorded.first);
    expect(hex(bytes)).toBe(storage);
  }
});

/** A card in plain text. */
function card(text: string): Uint8Array {
  return encodeEbcdic(text.padEnd(80));
}

test("errors in a program leave a deck that can be loaded", () => {
  const { module } = assemble("A CSECT\n FROB\n DC A(A)");
  expect(loadObjectDecks([writeObjectDeck(module)]).errors).toEqual([]);
});
