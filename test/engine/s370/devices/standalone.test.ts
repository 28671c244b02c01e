/** Stand-alone programs in virtual time, and decks that load themselves. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assemble } from "../../../../engine/s370/assembler/index.ts";
import { readConfiguration } from "../../../../engine/s370/configuration.ts";
import { attachDevices } from "../../../../engine/s370/configured-machine.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { LinePrinter, System370 } from "../../../../engine/s370/index.ts";
import { iplDeck } from "../../../../engine/s370/ipl-deck.ts";
import { textCard } from "../../../../engine/s370/object-deck-cards.ts";

const lister = assemble(
  readFileSync(new URL("../../../../engine/guests/standalone/card-lister.asm", import.meta.url), "utf8"),
);

/** A machine that lists so many cards, with devices as slow as they were. */
function listing(cards: number): { machine: System370; printed: () => string } {
  const deck = Buffer.concat([iplDeck(lister), ...Array.from({ length: cards }, (_, i) => textCard(`CARD ${i + 1}`))]);
  const machine = new System370({ storageSize: 1 << 20 });
  const text = "DEVICES TIMED\n00C 3505 cards.deck ebcdic eof\n00E 1403 print.txt\n";
  const { devices } = attachDevices(machine, readConfiguration("lister.cnf", text), (name) => bytesOf(name, deck));
  machine.operate("load", 0x00c);
  return {
    machine,
    printed: () => devices.map(({ device }) => (device instanceof LinePrinter ? device.text : "")).join(""),
  };
}

test("the card lister reads the next card while it prints a line", () => {
  const [short, long] = [10, 50].map((cards) => {
    const { machine } = listing(cards);
    expect(machine.run({})).toBe("disabled-wait");
    return machine.now;
  });
  // 50,000 ticks for a card of a 3505, 54,545 for a line of a 1403: together they would take twice as long.
  const each = (long - short) / 40;
  expect(each).toBeGreaterThan(54_000);
  expect(each).toBeLessThan(60_000);
});

test("a machine in the midst of it goes on from a snapshot as it would have", () => {
  const { machine, printed } = listing(20);
  machine.run({ ticks: 700_003 });
  const snapshot = machine.snapshot();
  machine.run({});
  const [end, text] = [machine.now, printed()];
  machine.restore(snapshot);
  expect(printed().length).toBeLessThan(text.length);
  machine.run({});
  expect([machine.now, printed()]).toEqual([end, text]);
  expect(text).toContain("000020  CARD 20\n\n000020 CARDS\n");
});

test("a program that lies where its loader does is refused, as is one that is not whole", () => {
  const over = assemble("OVER     START X'B00'\n         DC    3XL256'00'\n         END\n");
  expect(() => iplDeck(over)).toThrow("the program has bytes between C00 and DF0, where its loader and cards are");
  const part = assemble("PART     START X'1000'\n         EXTRN OTHER\n         DC    A(OTHER)\n         END\n");
  expect(() => iplDeck(part)).toThrow("OTHER is in another module, which the loader does not know");
});
