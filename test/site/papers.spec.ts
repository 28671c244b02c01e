/** What printers and punches have put out, as the page keeps it: it grows, is told, kept, given back, and torn off. */
import { expect, test } from "@playwright/test";
import { attachDevices, CardPunch, LinePrinter, readConfiguration, System370 } from "../../engine/s370/room.ts";
import type { PaperEntry } from "../../site/ipl/data/journal.ts";
import { Papers } from "../../site/ipl/machine/papers.ts";

const CONFIGURATION = "00D 3525 out/punch.deck\n00E 1403 listing.txt\n";

/** A machine's printer and punch, and what a program does with them. */
function devices() {
  const system = new System370({ storageSize: 65_536 });
  const { devices } = attachDevices(system, readConfiguration("test", CONFIGURATION), () => undefined);
  const [punch, printer] = devices.map(({ device }) => device);
  if (!(printer instanceof LinePrinter && punch instanceof CardPunch)) throw new Error("not the devices");
  const bytes = (text: string, length: number) =>
    Uint8Array.from(text.padEnd(length), (each) => (each === " " ? 0x40 : each.charCodeAt(0) - 0x41 + 0xc1));
  return {
    devices,
    /** Prints a line of letters A to I. */
    print(text: string) {
      printer.begin({ code: 0x09, chained: false, chains: false });
      printer.accept(bytes(text, text.length));
    },
    punch(text: string) {
      punch.begin({ code: 0x01, chained: false, chains: false });
      punch.accept(bytes(text, 80));
    },
  };
}

/** The journal as the page keeps it: what replaces a tray's entries comes in their place. */
function keep(journal: readonly PaperEntry[], entries: readonly PaperEntry[]): readonly PaperEntry[] {
  let kept = journal;
  for (const entry of entries) {
    if (entry.isAll) kept = kept.filter(({ tray }) => tray !== entry.tray);
    kept = [...kept, structuredClone(entry)];
  }
  return kept;
}

const listing = (papers: Papers) => papers.file(0x00e, "text").content.text();
const cards = (papers: Papers) => papers.file(0x00d, "text").content.text();

/** What the page shows of an address, all pieces in their order. */
function shown(papers: Papers, address: number, before = ""): string {
  let text = before;
  for (const piece of papers.pieces()) if (piece.address === address) text = text.slice(0, piece.from) + piece.text;
  return text;
}

test("what is put out is told, kept in pieces, and there again at the next visit", async () => {
  const papers = new Papers();
  const at = devices();
  papers.meet(at.devices);
  expect(papers.isPending).toBe(false);
  expect(papers.trays).toEqual([]);
  let journal: readonly PaperEntry[] = [];
  for (let i = 0; i < 5; i++) {
    at.print("ABC");
    at.punch(i % 2 === 0 ? "A" : "BCD");
    expect(papers.isPending).toBe(true);
    journal = keep(journal, papers.take());
    expect(papers.isPending).toBe(false);
  }
  expect(shown(papers, 0x00e)).toBe("ABC\n".repeat(5));

  const again = new Papers();
  for (const entry of journal) again.load(entry);
  expect(again.isPending).toBe(false);
  expect(again.trays).toEqual([
    { address: 0x00d, type: "3525", kind: "punch" },
    { address: 0x00e, type: "1403", kind: "printer" },
  ]);
  expect(shown(again, 0x00e)).toBe("ABC\n".repeat(5));
  expect(await listing(again)).toBe("ABC\n".repeat(5));
  expect(again.file(0x00e, "text").name).toBe("listing.txt");
  expect(await cards(again)).toBe("A\nBCD\nA\nBCD\nA\n");
});

test("a new machine goes on with a new form, on the pile that is there", async () => {
  const papers = new Papers();
  const one = devices();
  papers.meet(one.devices);
  one.print("A");
  one.punch("A");
  let journal = keep([], papers.take());
  papers.powerOff();
  one.print("LOST");
  papers.forgetTold();
  const other = devices();
  papers.meet(other.devices);
  other.print("B");
  other.punch("B");
  expect(shown(papers, 0x00e)).toBe("A\n\fB\n");
  expect(await cards(papers)).toBe("A\nB\n");
  journal = keep(journal, papers.take());
  const again = new Papers();
  for (const entry of journal) again.load(entry);
  expect(await listing(again)).toBe("A\n\fB\n");
  expect(await cards(again)).toBe("A\nB\n");
});

test("many entries become one, with the same in it", async () => {
  const papers = new Papers();
  const at = devices();
  papers.meet(at.devices);
  let journal: readonly PaperEntry[] = [];
  for (let i = 0; i < 1000; i++) {
    at.print("ABCDEFGHI".slice(i % 9));
    if (i % 2 === 0) at.punch("ABCDEFGHI".slice(i % 9));
    journal = keep(journal, papers.take());
  }
  expect(journal.length).toBeLessThan(900);
  const again = new Papers();
  for (const entry of journal) again.load(entry);
  expect(await listing(again)).toBe(await listing(papers));
  expect(await cards(again)).toBe(await cards(papers));
  expect((await cards(again)).split("\n").length).toBe(501);
});

test("what is torn off is gone, and what comes after it begins anew", async () => {
  const papers = new Papers();
  const at = devices();
  papers.meet(at.devices);
  at.print("A");
  at.punch("A");
  papers.take();
  papers.pieces();
  expect(papers.tearOff(0x00e)).toBe("printer e");
  expect(papers.tearOff(0x00d)).toBe("punch d");
  expect(papers.trays).toEqual([]);
  expect(() => papers.file(0x00e, "text")).toThrow("nothing has been printed or punched there");
  expect(() => papers.tearOff(0x00e)).toThrow(RangeError);
  at.print("B");
  at.punch("B");
  expect(papers.take().map(({ text, cards }) => text ?? cards?.map(({ length }) => length))).toEqual([[1, 0], "B\n"]);
  expect(shown(papers, 0x00e)).toBe("B\n");
  papers.powerOff();
  expect(await listing(papers)).toBe("B\n");
  expect(await cards(papers)).toBe("B\n");
});

test("a paper that is long is told in parts", () => {
  const papers = new Papers();
  const at = devices();
  papers.meet(at.devices);
  for (let i = 0; i < 5000; i++) at.print("A".repeat(132));
  let text = "";
  let reports = 0;
  do {
    text = shown(papers, 0x00e, text);
    reports++;
  } while (papers.hasMore);
  expect(reports).toBeGreaterThan(1);
  expect(text.length).toBe(5000 * 133);
});
