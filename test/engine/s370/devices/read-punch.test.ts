/** A 3525 with the card read feature by its manuals (GA21-9124, GC20-1734): cards that are read and punched into. */
import { describe, expect, test } from "vitest";
import { imageOf } from "../../../../engine/s370/devices/card-code.ts";
import { CardReadPunch } from "../../../../engine/s370/devices/read-punch.ts";
import { Bench, CHECKED, deckOf, ENDED, EXCEPTION, hex, REFUSED, text } from "./unit-record-support.ts";

const WRITE = 0x01;
const WRITE_STACKER_2 = 0x41;
const WRITE_IMAGE = 0x21;
const READ = 0x02;
const READ_STACKER_2 = 0x42;
const READ_ONLY = 0xc2;
const READ_ONLY_IMAGE = 0xe2;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const FEED = 0x23;
const FEED_STACKER_2 = 0x63;

function loaded(...cards: readonly string[]) {
  const bench = new Bench(new CardReadPunch(), { deck: deckOf(...cards) });
  bench.device.operate("load deck ebcdic");
  return bench;
}
const cards = ({ device }: Bench<CardReadPunch>, stacker = 0) => [...device.stackers[stacker].from()].map(text);

describe("reading", () => {
  test("cards that were only read come into the stackers, at 300 a minute", () => {
    const bench = loaded("FIRST", "SECOND", "THIRD");
    const { status, later, data } = bench.run(READ);
    expect([status, later, text(data)]).toEqual([ENDED, 200_000, "FIRST"]);
    expect(text(bench.run(READ_STACKER_2).data)).toBe("SECOND");
    bench.run(FEED);
    expect([cards(bench), cards(bench, 1)]).toEqual([["FIRST", "THIRD"], ["SECOND"]]);
  });

  test("a card is read without feed once, and lies in no stacker until it is fed", () => {
    const bench = loaded("FIRST", "SECOND");
    expect(text(bench.run(READ_ONLY).data)).toBe("FIRST");
    expect(bench.run(READ_ONLY)).toMatchObject({ status: REFUSED, sense: "80000000" });
    expect(cards(bench)).toEqual([]);
    bench.run(FEED_STACKER_2);
    expect(cards(bench, 1)).toEqual(["FIRST"]);
    expect(bench.run(READ_ONLY_IMAGE).data).toEqual(imageOf(deckOf("SECOND")));
  });

  test("unit exception comes where the operator has pressed end-of-file, else intervention", () => {
    const bench = loaded("ONLY");
    bench.device.operate("end-of-file");
    expect(bench.run(READ).status).toBe(ENDED);
    expect(bench.run(READ).status).toBe(EXCEPTION);
    expect(bench.run(READ)).toMatchObject({ status: REFUSED, sense: "40100000" });
    expect(cards(bench)).toEqual(["ONLY"]);
  });

  test("a card with more than one punch in rows 1-7 of a column is read with a data check, and stacked", () => {
    const bench = loaded();
    const card = imageOf(deckOf("ODD"));
    card.set([0x3f, 0x3f]);
    bench.put("odd", card);
    bench.device.operate("load odd binary");
    expect(bench.run(READ)).toMatchObject({ status: CHECKED, sense: "08000000" });
    expect([...bench.device.stackers[0].from()].map((image) => hex(image.subarray(0, 2)))).toEqual(["3F3F"]);
  });
});

describe("punching into what was read", () => {
  test("holes come to those that the card has", () => {
    const bench = loaded("NAME      ", "OTHER");
    expect(text(bench.run(READ_ONLY).data)).toBe("NAME");
    expect(bench.run(WRITE, "          1234")).toMatchObject({ status: ENDED, later: 200_000 });
    expect(text(bench.run(READ_ONLY).data)).toBe("OTHER");
    bench.run(WRITE_STACKER_2, "          5678");
    expect([cards(bench), cards(bench, 1)]).toEqual([["NAME      1234"], ["OTHER     5678"]]);
  });

  test("no hole is ever closed: a 12 over a 1 is an A", () => {
    const bench = loaded("1");
    bench.run(WRITE, "&");
    expect(cards(bench)).toEqual(["A"]);
  });

  test("in card-image mode too", () => {
    const bench = loaded("X");
    bench.run(WRITE_IMAGE, imageOf(deckOf(" Y")));
    expect(cards(bench)).toEqual(["XY"]);
  });

  test("each card is punched once: the next write takes the next card", () => {
    const bench = loaded("A", "B");
    bench.run(WRITE, " 1");
    bench.run(WRITE, " 2");
    expect(cards(bench)).toEqual(["A1", "B2"]);
    expect(bench.run(WRITE, " 3")).toMatchObject({ status: REFUSED, sense: "40100000" });
    expect(bench.device.ready).toBe(false);
  });

  test("without cards there is nothing to punch into", () => {
    const bench = new Bench(new CardReadPunch(), { deck: deckOf("A") });
    expect(bench.run(WRITE, "X")).toMatchObject({ status: REFUSED, refused: true, sense: "40100000" });
    expect(bench.run(NO_OPERATION)).toMatchObject({ status: REFUSED, sense: "40100000" });
    bench.device.operate("load deck");
    expect(bench.presented).toEqual([0x04]);
    expect(bench.run(NO_OPERATION).status).toBe(ENDED);
    expect(bench.run(WRITE, " X").status).toBe(ENDED);
    expect(cards(bench)).toEqual(["AX"]);
  });
});

describe("the rest", () => {
  test("what it does not have is rejected, with no card moved", () => {
    const bench = loaded("A");
    for (const code of [0xc1, 0x0d, 0x11, 0x12, 0x05])
      expect([code, bench.run(code, "X").sense]).toEqual([code, "80000000"]);
    expect(hex(bench.run(SENSE).data)).toBe("00000000");
    expect([cards(bench), cards(bench, 1)]).toEqual([[], []]);
  });

  test("what was saved goes on in another", () => {
    const bench = loaded("A", "B", "C");
    bench.run(WRITE, " 1");
    bench.run(READ_ONLY);
    const saved = structuredClone(bench.device.save());
    const other = new Bench(new CardReadPunch(), { deck: deckOf("A", "B", "C") });
    other.device.restore(saved);
    expect(other.run(READ_ONLY).sense).toBe("80000000");
    other.run(WRITE, " 2");
    expect(text(other.run(READ).data)).toBe("C");
    expect(cards(other)).toEqual(["A1", "B2", "C"]);
  });
});
