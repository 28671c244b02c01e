/** Card readers by their manuals (GA21-9124, GA21-9033 with GA24-3312): commands, status, sense, the operator's keys. */
import { describe, expect, test } from "vitest";
import { imageOf } from "../../../../engine/s370/devices/card-code.ts";
import { CardReader } from "../../../../engine/s370/devices/reader.ts";
import { encodeEbcdic } from "../../../../engine/s370/ebcdic.ts";
import { Bench, CHECKED, deckOf, ENDED, EXCEPTION, REFUSED, text } from "./unit-record-support.ts";

const READ = 0x02;
const READ_STACKER_2 = 0x42;
const READ_STACKER_3 = 0x82;
const READ_IMAGE = 0x22;
const READ_ONLY = 0xc2;
const READ_ONLY_IMAGE = 0xe2;
const FEED = 0x23;
const FEED_STACKER_2 = 0x63;
const NO_OPERATION = 0x03;
const SENSE = 0x04;

const DEVICE_END = 0x04;

function loaded(type: "3505" | "2540R" | "2501" = "3505", ...cards: string[]) {
  const bench = new Bench(new CardReader(type), {
    deck: deckOf(...(cards.length > 0 ? cards : ["FIRST", "SECOND", "THIRD"])),
  });
  bench.device.operate("load deck");
  return bench;
}

describe("reading", () => {
  test("a read sends the card, then feeds: device end comes a card's time later", () => {
    const bench = loaded();
    const { status, later, data } = bench.run(READ);
    expect(status).toBe(ENDED);
    expect(later).toBe(50_000);
    expect(data).toHaveLength(80);
    expect(text(data)).toBe("FIRST");
    expect(text(bench.run(READ).data)).toBe("SECOND");
    expect(bench.device.cards).toBe(2);
  });

  test.each([
    ["2540R", 60_000],
    ["2501", 60_000],
  ] as const)("a %s takes its own time", (type, ticks) => {
    expect(loaded(type).run(READ).later).toBe(ticks);
  });

  test("stackers are selected by bits 0-1", () => {
    const bench = loaded("2540R");
    for (const code of [READ_STACKER_2, READ_STACKER_3, READ]) bench.run(code);
    expect(bench.device.stackers).toEqual([1, 1, 1]);
    const other = loaded("3505");
    for (const code of [READ_STACKER_2, READ_STACKER_3, READ]) other.run(code);
    expect(other.device.stackers).toEqual([1, 2]);
  });

  test("in card-image mode each column is two bytes", () => {
    const { data } = loaded("3505", "A1 ").run(READ_IMAGE);
    expect(data).toHaveLength(160);
    // A is rows 12 and 1, 1 is row 1.
    expect([...data.subarray(0, 6)]).toEqual([0x24, 0, 0x04, 0, 0, 0]);
  });

  test("a read without feeding leaves the card in the buffer; a feed goes on to the next", () => {
    const bench = loaded();
    const { status, later, data } = bench.run(READ_ONLY);
    expect([status, later, text(data)]).toEqual([ENDED, undefined, "FIRST"]);
    const fed = bench.run(FEED_STACKER_2);
    expect([fed.status, fed.later]).toEqual([ENDED, 50_000]);
    expect(bench.device.stackers).toEqual([0, 1]);
    expect(text(bench.run(READ_ONLY_IMAGE).data)).not.toBe("");
    expect(text(bench.run(READ).data)).toBe("SECOND");
    expect(text(bench.run(READ).data)).toBe("THIRD");
  });

  test("a second read without feeding is an unusual sequence: bit 6 of a 2540, a reject of a 3505", () => {
    const bench = loaded("2540R");
    bench.run(READ_ONLY);
    expect(bench.run(READ_ONLY)).toMatchObject({ status: REFUSED, refused: true, sense: "02" });
    const other = loaded("3505");
    other.run(READ_ONLY);
    expect(other.run(READ_ONLY)).toMatchObject({ status: REFUSED, refused: true, sense: "80000000" });
    expect(text(other.run(READ).data)).toBe("FIRST");
  });

  test("feeding alone passes a card over", () => {
    const bench = loaded();
    bench.run(FEED);
    expect(text(bench.run(READ).data)).toBe("SECOND");
  });

  test("no-operation does nothing, at once", () => {
    const bench = loaded();
    expect(bench.run(NO_OPERATION)).toMatchObject({ status: ENDED, refused: false });
    expect(text(bench.run(READ).data)).toBe("FIRST");
  });
});

describe("commands that a reader does not have", () => {
  test.each([
    ["3505", [0x01, 0x09, 0x0a, 0x11, 0x31, 0xd2, 0xe3, 0x05, 0x06, 0x0c, 0xe4]],
    ["2540R", [0x01, 0x0a, 0xd2, 0xe3, 0x09, 0xe4]],
    ["2501", [0x01, 0x42, 0xc2, 0x23, 0x63]],
  ] as const)("%s: command reject", (type, codes) => {
    const bench = loaded(type);
    for (const code of codes)
      expect([code, bench.run(code).status, bench.run(code).sense?.slice(0, 2)]).toEqual([code, REFUSED, "80"]);
    expect(text(bench.run(READ).data)).toBe("FIRST");
  });
});

describe("the end of the cards", () => {
  test("without the end-of-file key: intervention required", () => {
    const bench = loaded("3505", "ONLY");
    expect(bench.run(READ).status).toBe(ENDED);
    expect(bench.run(READ)).toMatchObject({ status: REFUSED, refused: true, sense: "40100000" });
    expect(bench.device.ready).toBe(false);
  });

  test("with it: unit exception, and nothing is read", () => {
    const bench = loaded("3505", "ONLY");
    bench.device.operate("end-of-file");
    expect(bench.run(READ).status).toBe(ENDED);
    const { status, data } = bench.run(READ);
    expect([status, data.length]).toEqual([EXCEPTION, 0]);
    expect(bench.run(READ)).toMatchObject({ status: REFUSED, sense: "40100000" });
  });

  test("the operator may press it for each deck", () => {
    const bench = new Bench(new CardReader("2540R", { endOfFile: true }), { one: deckOf("A"), two: deckOf("B") });
    for (const name of ["one", "two"]) {
      bench.device.operate(`load ${name}`);
      expect(bench.run(READ).status).toBe(ENDED);
      expect(bench.run(READ).status).toBe(EXCEPTION);
    }
  });

  test("it may be pressed when the cards are out", () => {
    const bench = loaded("3505", "ONLY");
    bench.run(READ);
    bench.run(READ);
    bench.presented.length = 0;
    bench.device.operate("end-of-file");
    expect(bench.presented).toEqual([DEVICE_END]);
    expect(bench.run(READ).status).toBe(EXCEPTION);
  });

  test("decks lie behind one another in the hopper, each in its own code", () => {
    const bench = loaded("3505", "ONE");
    bench.put("text", "TWO\nTHREE\n");
    bench.put("image", imageOf(deckOf("FOUR")));
    bench.device.operate("load text");
    bench.device.operate("load image binary");
    expect(bench.device.hopper).toEqual(["deck", "text", "image"]);
    expect([READ, READ, READ, READ].map((code) => text(bench.run(code).data))).toEqual(["ONE", "TWO", "THREE", "FOUR"]);
    expect(bench.run(READ).status).toBe(REFUSED);
  });
});

describe("not ready", () => {
  test("an empty reader requires intervention, and says so when it is asked", () => {
    const bench = new Bench(new CardReader("3505"));
    expect(bench.run(READ)).toMatchObject({ status: REFUSED, sense: "40100000" });
    expect(bench.run(NO_OPERATION)).toMatchObject({ status: REFUSED, sense: "40100000" });
    expect([...bench.run(SENSE).data]).toEqual([0x40, 0x10, 0, 0]);
    expect([...new Bench(new CardReader("2540R")).run(SENSE).data]).toEqual([0x40]);
  });

  test("a deck makes it ready: device end, once", () => {
    const bench = loaded();
    bench.device.operate("load deck");
    expect(bench.presented).toEqual([DEVICE_END]);
  });

  test("stop and start", () => {
    const bench = loaded();
    bench.device.operate("not-ready");
    expect(bench.run(READ)).toMatchObject({ status: REFUSED, sense: "40100000" });
    bench.device.operate("ready");
    expect(bench.presented).toEqual([DEVICE_END, DEVICE_END]);
    expect(text(bench.run(READ).data)).toBe("FIRST");
  });

  test("taking the cards out", () => {
    const bench = loaded();
    bench.device.operate("empty");
    expect(bench.run(READ).status).toBe(REFUSED);
    expect(() => bench.device.operate("ready")).toThrow("no cards: load some, or press end-of-file");
  });

  test("sense is gone when it has been read", () => {
    const bench = loaded();
    expect(bench.run(0x01).sense).toBe("80000000");
    expect([...bench.run(SENSE).data]).toEqual([0, 0, 0, 0]);
  });
});

describe("cards that cannot be read", () => {
  test("a column with two punches in rows 1-7: data check, and the operator is told which", () => {
    const image = imageOf(encodeEbcdic("GOOD".padEnd(80)));
    image[4] = 0x06;
    const bench = new Bench(new CardReader("3505"), { deck: image });
    bench.device.operate("load deck binary");
    expect(bench.run(READ)).toMatchObject({ status: CHECKED, refused: false, sense: "08000000" });
    expect(bench.device.trouble).toBe("card 1, column 3: more than one punch in rows 1-7");
  });

  test("the same card can be read as an image", () => {
    const image = imageOf(encodeEbcdic("GOOD".padEnd(80)));
    image[4] = 0x06;
    const bench = new Bench(new CardReader("3505"), { deck: image });
    bench.device.operate("load deck binary");
    const { status, data } = bench.run(READ_IMAGE);
    expect([status, data[4]]).toEqual([ENDED, 0x06]);
  });

  test("a deck that is there no more jams the reader, and is read on when it is back", () => {
    const bench = loaded();
    bench.run(READ);
    const saved = bench.device.save();
    const other = new Bench(new CardReader("3505"));
    other.device.restore(saved);
    expect(other.run(READ)).toMatchObject({ status: REFUSED, sense: "40100000" });
    expect(other.device.trouble).toBe('there is no deck "deck" for the 3505 card reader');
    other.put("deck", deckOf("FIRST", "SECOND"));
    other.device.operate("ready");
    expect(text(other.run(READ).data)).toBe("SECOND");
  });

  test("a deck is refused when it is loaded, with what and where", () => {
    const bench = new Bench(new CardReader("3505"), { deck: `${"A".repeat(80)}\n${"B".repeat(81)}\n` });
    expect(() => bench.device.operate("load deck")).toThrow(
      "deck, byte 81: line 2, column 81: the line is longer than a card, which has 80 columns",
    );
    expect(bench.device.ready).toBe(false);
    bench.device.operate("load deck lenient");
    bench.run(READ);
    expect(text(bench.run(READ).data)).toBe("B".repeat(80));
  });
});

describe("the operator", () => {
  test("is told what there is to load, and which orders there are", () => {
    const bench = new Bench(new CardReader("3505"), { "a.deck": deckOf("A"), "b.deck": deckOf("B") });
    expect(() => bench.device.operate("load c.deck")).toThrow(
      'there is no deck "c.deck" for the 3505 card reader; there are a.deck, b.deck',
    );
    expect(() => bench.device.operate("eject")).toThrow('the 3505 card reader has no order "eject"; it takes load');
  });

  test("may say in what a deck is", () => {
    const bench = new Bench(new CardReader("3505"), { "my deck": deckOf("A").fill(0x40, 1) });
    bench.device.operate("load my deck ebcdic");
    expect(text(bench.run(READ).data)).toBe("A");
  });
});

describe("going back", () => {
  test("a save is a position, and reading goes on from there", () => {
    const bench = loaded();
    bench.run(READ);
    const saved = bench.device.save();
    expect(JSON.stringify(saved).length).toBeLessThan(300);
    expect(text(bench.run(READ).data)).toBe("SECOND");
    bench.run(READ);
    bench.run(READ);
    bench.device.restore(saved);
    expect([text(bench.run(READ).data), text(bench.run(READ).data)]).toEqual(["SECOND", "THIRD"]);
    expect(bench.device.cards).toBe(3);
  });

  test("a reset forgets sense, and leaves cards where they are", () => {
    const bench = loaded();
    bench.run(READ_ONLY);
    bench.device.reset();
    expect(text(bench.run(READ_ONLY).data)).toBe("FIRST");
  });
});
