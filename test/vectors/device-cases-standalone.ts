/** The stand-alone programs for users (engine/guests/standalone), loaded from their decks. */
import { readFileSync } from "node:fs";
import { assemble } from "../../engine/s370/assembler/index.ts";
import { iplDeck } from "../../engine/s370/ipl-deck.ts";
import { textCard } from "../../engine/s370/object-deck-cards.ts";
import type { DeviceCase } from "./device-case.ts";

/** A program's deck, with cards behind it. */
function deck(program: string, cards: readonly string[]): Uint8Array {
  const source = readFileSync(new URL(`../../engine/guests/standalone/${program}.asm`, import.meta.url), "utf8");
  const assembly = assemble(source);
  if (assembly.errors.length > 0)
    throw new Error(assembly.errors.map(({ line, message }) => `${program}.asm:${line}: ${message}`).join("\n"));
  return Buffer.concat([iplDeck(assembly), ...cards.map(textCard)]);
}

/** Loaded from a reader, a case has no program of its own: no results but what devices have written. */
const loaded = (source = ""): Pick<DeviceCase, "source" | "ipl"> => ({ source, ipl: "00C" });

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `CARD ${i + 1} OF ${count}`);

export const cases: readonly DeviceCase[] = [
  {
    name: "card lister: a deck that ends by unit exception",
    ...loaded(),
    configuration: ["00C 3505 cards.deck ebcdic eof", "00E 1403 print.txt"],
    files: { "cards.deck": () => deck("card-lister", numbered(3)) },
    outputs: ["print.txt"],
  },
  {
    name: "card lister: two pages and a half, from a reader that asks for more",
    ...loaded(),
    configuration: ["00C 3505 cards.deck ebcdic", "00E 1403 print.txt crlf"],
    files: { "cards.deck": () => deck("card-lister", numbered(130)) },
    outputs: ["print.txt"],
  },
  {
    name: "card lister: no card at all",
    ...loaded(),
    configuration: ["00C 3505 cards.deck ebcdic eof", "00E 3211 print.txt"],
    files: { "cards.deck": () => deck("card-lister", []) },
    outputs: ["print.txt"],
  },
  {
    name: "card lister: without a printer",
    ...loaded(),
    configuration: ["00C 3505 cards.deck ebcdic eof"],
    files: { "cards.deck": () => deck("card-lister", numbered(3)) },
  },
];
