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
  {
    name: "disk formatter: a 3350, by a card",
    ...loaded(),
    configuration: ["00C 3505 format.deck ebcdic eof", "009 3215-C / noprompt", "151 3350 old.cckd"],
    files: { "format.deck": () => deck("disk-formatter", ["INIT 151,3350,WORK01"]) },
    made: { "old.cckd": ["dasdinit", "-z", "old.cckd", "3350", "OLDVOL"] },
    outputs: ["old.cckd"],
  },
  {
    name: "disk formatter: a 3330 model 11, by a card in small letters, on a machine without console",
    ...loaded(),
    configuration: ["00C 3505 format.deck ebcdic eof", "2A0 3330 old.cckd"],
    files: { "format.deck": () => deck("disk-formatter", ["init 2a0,3330-11,x"]) },
    made: { "old.cckd": ["dasdinit", "-z", "old.cckd", "3330-11", "OLDVOL"] },
    outputs: ["old.cckd"],
  },
  ...["INIT", "INIT 151", "INIT 15G,3350,WORK01", "INIT 151,3360,WORK01", "INIT 151,3350,", "INIT 151,3350,TOOLONG"].map(
    (command): DeviceCase => ({
      name: `disk formatter: ${command} is refused`,
      ...loaded(),
      configuration: ["00C 3505 format.deck ebcdic eof"],
      files: { "format.deck": () => deck("disk-formatter", [command]) },
    }),
  ),
  {
    name: "disk formatter: a 2314, asked for at the console",
    ...loaded(),
    configuration: ["00C 3505 format.deck ebcdic eof", "01F 3215-C / noprompt", "190 2314 old.cckd"],
    files: { "format.deck": () => deck("disk-formatter", []) },
    made: { "old.cckd": ["dasdinit", "-z", "old.cckd", "2314", "OLDVOL"] },
    // Nothing that the harness knows says when the question has been asked: the line waits for it.
    steps: [{ stage: 0, type: "init 190,2314,abc" }],
    outputs: ["old.cckd"],
  },
  {
    name: "disk formatter: a disk that is not there",
    ...loaded(),
    configuration: ["00C 3505 format.deck ebcdic eof"],
    files: { "format.deck": () => deck("disk-formatter", ["INIT 151,3350,WORK01"]) },
  },
];
