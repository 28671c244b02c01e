/** Card punches by their manuals (GA21-9124, GA21-9033 with GA24-3312), and the decks that they put out. */
import { describe, expect, test } from "vitest";
import { imageOf } from "../../../../engine/s370/devices/card-code.ts";
import { CardPunch, type PunchType } from "../../../../engine/s370/devices/punch.ts";
import { encodeEbcdic } from "../../../../engine/s370/ebcdic.ts";
import { Bench, deckOf, ENDED, hex, REFUSED, text } from "./unit-record-support.ts";

const WRITE = 0x01;
const WRITE_STACKER_2 = 0x41;
const WRITE_STACKER_3 = 0x81;
const WRITE_IMAGE = 0x21;
const NO_OPERATION = 0x03;
const SENSE = 0x04;

const made = (type: PunchType = "3525") => new Bench(new CardPunch(type));
const cards = ({ device }: Bench<CardPunch>, stacker = 0) => [...device.stackers[stacker].from()].map(text);
const asText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("punching", () => {
  test("data go to the buffer; device end comes when the card is punched", () => {
    const bench = made();
    expect(bench.run(WRITE, "A CARD")).toMatchObject({ status: ENDED, later: 200_000, most: 80 });
    expect(cards(bench)).toEqual(["A CARD"]);
    expect([...bench.device.stackers[0].from()][0]).toHaveLength(80);
  });

  test("stackers are selected by bits 0-1", () => {
    for (const [type, counts] of [
      ["3525", [1, 2]],
      ["2540P", [1, 1, 1]],
    ] as const) {
      const bench = made(type);
      for (const code of [WRITE, WRITE_STACKER_2, WRITE_STACKER_3]) bench.run(code, "X");
      expect(bench.device.stackers.map(({ count }) => count)).toEqual(counts);
    }
  });

  test("in card-image mode two bytes are a column", () => {
    const bench = made();
    expect(bench.run(WRITE_IMAGE, imageOf(deckOf("AN IMAGE"))).most).toBe(160);
    expect(cards(bench)).toEqual(["AN IMAGE"]);
  });

  test("a column that is no EBCDIC keeps the card an image; bits 0-1 of its bytes are no rows", () => {
    const bench = made();
    bench.run(WRITE_IMAGE, Uint8Array.of(0xff, 0xff));
    const [card] = bench.device.stackers[0].from();
    expect(card).toHaveLength(160);
    expect(hex(card.subarray(0, 4))).toBe("3F3F0000");
  });

  test("fewer bytes than a card has leave blank columns", () => {
    const bench = made();
    bench.run(WRITE, "");
    bench.run(WRITE_IMAGE, "");
    expect(cards(bench)).toEqual(["", ""]);
  });

  test("no-operation is done at once", () => {
    expect(made().run(NO_OPERATION)).toMatchObject({ status: ENDED, refused: false });
  });
});

describe("commands that a punch does not have", () => {
  test.each([
    [
      "3525: reading, printing, formats are features that are not installed",
      "3525",
      [0x02, 0xc2, 0x23, 0x0d, 0x11, 0x12],
    ],
    ["2540: so is punch-feed-read", "2540P", [0x02, 0x09, 0x49, 0x23, 0xe4]],
    ["there is no fourth stacker", "3525", [0xc1, 0xe1]],
  ] as const)("%s", (_name, type, codes) => {
    const bench = made(type);
    for (const code of codes)
      expect([code, bench.run(code, "X").status, bench.run(code).sense?.slice(0, 2)]).toEqual([code, REFUSED, "80"]);
    expect(bench.device.stackers[0].count).toBe(0);
  });
});

describe("the operator", () => {
  test("stops and starts it", () => {
    const bench = made();
    bench.device.operate("not-ready");
    expect(bench.run(WRITE, "X")).toMatchObject({ status: REFUSED, sense: "40100000" });
    expect([...bench.run(SENSE).data]).toEqual([0x40, 0x10, 0, 0]);
    bench.device.operate("ready");
    bench.device.operate("ready");
    expect(bench.presented).toEqual([0x04]);
    expect(bench.run(WRITE, "X").status).toBe(ENDED);
  });

  test("is told which orders there are", () => {
    expect(() => made().device.operate("load x")).toThrow(
      'the 3525 card punch has no order "load x"; it takes ready, not-ready',
    );
  });
});

describe("decks put out", () => {
  test("in EBCDIC, as text, as images", () => {
    const bench = made();
    bench.run(WRITE, "//JOB");
    bench.run(WRITE, "  £");
    const [stacker] = bench.device.stackers;
    expect(stacker.file("ebcdic")).toEqual(deckOf("//JOB", "  £"));
    expect(asText(stacker.file("ascii"))).toBe("//JOB\n  £\n");
    expect(stacker.file("binary")).toEqual(imageOf(deckOf("//JOB", "  £")));
  });

  test("what is no text, or no EBCDIC, is refused with card and column", () => {
    const bench = made();
    const object = deckOf("TEXT");
    bench.run(WRITE, object);
    object.set([0x02, ...encodeEbcdic("END")]);
    bench.run(WRITE, object);
    const [stacker] = bench.device.stackers;
    expect(stacker.file("ebcdic")).toHaveLength(160);
    expect(() => stacker.file("ascii")).toThrow(
      "card 2: column 1 has X'02', which is no character; write the deck in EBCDIC",
    );
    bench.run(WRITE_IMAGE, Uint8Array.of(0x3f, 0x3f));
    expect(() => stacker.file("ebcdic")).toThrow("card 3 is a card image: write the deck in binary");
    expect(stacker.file("binary")).toHaveLength(480);
  });
});

describe("going back", () => {
  test("takes the cards back, and other ones come", () => {
    const bench = made();
    bench.run(WRITE, "ONE");
    const first = bench.device.save();
    bench.run(WRITE, "TWO");
    const second = bench.device.save();
    bench.device.restore(first);
    bench.run(WRITE, "OTHER");
    expect(cards(bench)).toEqual(["ONE", "OTHER"]);
    bench.device.restore(second);
    expect(cards(bench)).toEqual(["ONE", "TWO"]);
  });
});
