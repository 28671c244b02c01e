/**
 * Cases about those commands of unit-record devices that device-cases-unit-record.ts does not give, and about devices that
 * Hercules has not: its 3505 and 3525 stand for the two sides of a 2540 there.
 */
import { encodeEbcdic } from "../../engine/s370/ebcdic.ts";
import { commandList, type GivenCommand } from "./command-list.ts";
import type { DeviceCase } from "./device-case.ts";
import { channels, deck, FORM, hex, hexOf, skipTo } from "./unit-record-programs.ts";

const text = (characters: string): string => hexOf(encodeEbcdic(characters));
const card = (characters: string): string => text(characters.padEnd(80));

/** A card of a letter A to D and its number, as bytes of six rows each: rows 12 to 3, then 4 to 9. */
const IMAGES: Readonly<Record<string, string>> = { A1: "24000400", B2: "22000200", C3: "21000100", D4: "20200020" };
const image = (characters: string): string => IMAGES[characters].padEnd(320, "0");

const MODE_2 = "Data mode 2 has two bytes for each column (GA21-9124, Data Mode 2); Hercules gives the 80 of mode 1.";

const readers: readonly DeviceCase[] = [
  commandList({
    name: "2501: card images, no-operation, sense",
    device: "00C",
    senseBytes: 1,
    commands: [
      { code: "03" },
      { code: "22", in: 160, exact: true, ends: "0C 0000", holds: image("A1") },
      { code: "02", in: 80, exact: true },
      { code: "04", in: 1, exact: true, ends: "0C 0000" },
    ],
    configuration: ["00C 2501 a.deck ebcdic"],
    files: { "a.deck": deck("A1", "B2") },
    differs: `${MODE_2} It has one sense byte; Hercules's more.`,
  }),
  commandList({
    name: "1442: cards and their images into both stackers, ejected or not, no-operation, sense",
    device: "00C",
    senseBytes: 1,
    commands: [
      { code: "03" },
      { code: "02", in: 80, exact: true },
      { code: "42", in: 80, exact: true },
      { code: "82", in: 80, exact: true },
      { code: "C2", in: 80, exact: true },
      ...["43", "83", "C3"].map((code): GivenCommand => ({ code, stored: ["0C"] })),
      { code: "22", in: 160, exact: true, ends: "0C 0000", holds: image("A1") },
      { code: "62", in: 160, exact: true, ends: "0C 0000", holds: image("B2") },
      { code: "A2", in: 160, exact: true, ends: "0C 0000", holds: image("C3") },
      { code: "E2", in: 160, exact: true, ends: "0C 0000", holds: image("D4") },
      { code: "04", in: 1, exact: true, ends: "0C 0000" },
    ],
    configuration: ["00C 1442 a.deck ebcdic"],
    files: { "a.deck": deck("ONE", "TWO", "THREE", "FOUR", "A1", "B2", "C3", "D4", "LAST") },
    differs:
      "In a command of a 1442 bit 0 is eject, bit 1 is stacker 2 and bit 2 is card image; Hercules has a 3505's commands. " +
      `${MODE_2} It has one sense byte; Hercules's more.`,
  }),
  commandList({
    name: "3505: card images into each stacker, one held back and passed",
    device: "00C",
    senseBytes: 4,
    commands: [
      { code: "03" },
      { code: "22", in: 160, exact: true, ends: "0C 0000", holds: image("A1") },
      { code: "62", in: 160, exact: true, ends: "0C 0000", holds: image("B2") },
      { code: "A2", in: 160, exact: true, ends: "0C 0000", holds: image("C3") },
      { code: "E2", in: 160, exact: true, ends: "0C 0000", holds: image("D4") },
      { code: "A3" },
      { code: "02", in: 80, exact: true },
    ],
    configuration: ["00C 3505 a.deck ebcdic"],
    files: { "a.deck": deck("A1", "B2", "C3", "D4", "LAST") },
    differs: MODE_2,
  }),
  commandList({
    name: "2540R: reads, feeds, reads that hold the card, card images",
    device: "00C",
    senseBytes: 1,
    commands: [
      { code: "03" },
      { code: "02", in: 80, exact: true },
      { code: "42", in: 80, exact: true },
      { code: "82", in: 80, exact: true },
      { code: "23" },
      { code: "63" },
      { code: "A3" },
      { code: "C2", in: 80, exact: true, holds: card("SEVENTH") },
      { code: "C2", in: 80, stored: ["02", "02"], holds: "" },
      { code: "23" },
      { code: "22", in: 160, exact: true, ends: "0C 0000", holds: image("A1") },
      { code: "62", in: 160, exact: true, ends: "0C 0000", holds: image("B2") },
      { code: "A2", in: 160, exact: true, ends: "0C 0000", holds: image("C3") },
      { code: "E2", in: 160, exact: true, ends: "0C 0000", holds: image("D4") },
      { code: "04", in: 1, exact: true, ends: "0C 0000" },
    ],
    configuration: ["00C 2540R a.deck ebcdic"],
    there: { configuration: ["00C 3505 a.deck ebcdic"], patches: {} },
    files: { "a.deck": deck("FIRST", "SECOND", "THIRD", "FED", "FED", "FED", "SEVENTH", "A1", "B2", "C3", "D4", ...Array<string>(9).fill("LATER")) },
    differs:
      "FEED passes a card, a read without feeding leaves it, and another one then is an unusual command sequence (GA24-3312, 2540 Commands). Hercules's 3505 passes none, gives card images of 80 bytes, and has more than one sense byte.",
  }),
];

const punches: readonly DeviceCase[] = [
  commandList({
    name: "2540P: cards into each stacker, no-operation, sense",
    device: "00D",
    senseBytes: 1,
    commands: [
      { code: "03" },
      { code: "01", out: card("POCKET ONE"), exact: true },
      { code: "41", out: card("POCKET TWO"), exact: true },
      { code: "81", out: text("POCKET THREE"), exact: true },
      { code: "04", in: 1, exact: true },
    ],
    configuration: ["00D 2540P p.deck"],
    there: { configuration: ["00D 3525 p.deck"], patches: {} },
    outputs: ["p.deck"],
  }),
  commandList({
    name: "2540P: card images into each stacker",
    device: "00D",
    senseBytes: 1,
    commands: ["21", "61", "A1"].map((code): GivenCommand => ({ code, out: image("A1"), exact: true, ends: "0C 0000" })),
    configuration: ["00D 2540P"],
    there: { configuration: ["00D 3525 p.deck"], patches: {} },
    differs: "Column binary has two bytes for each column (GA24-3312, Column Binary); Hercules's 3525 takes 80.",
  }),
  commandList({
    name: "3525: with card read, reads, feeds and punches",
    device: "00D",
    senseBytes: 4,
    commands: [
      { code: "03" },
      { code: "02", in: 80, exact: true, ends: "0C 0000", holds: card("FIRST") },
      { code: "42", in: 80, exact: true, ends: "0C 0000", holds: card("SECOND") },
      { code: "82", in: 80, exact: true, ends: "0C 0000", holds: card("THIRD") },
      ...["23", "63", "A3"].map((code): GivenCommand => ({ code, stored: ["0C"] })),
      { code: "C2", in: 80, exact: true, ends: "0C 0000", holds: card("SEVENTH") },
      { code: "C2", in: 80, stored: ["02", "80"], holds: "" },
      { code: "01", out: text(" ".repeat(10) + "PUNCHED") },
      { code: "22", in: 160, exact: true, ends: "0C 0000", holds: image("A1") },
      { code: "62", in: 160, exact: true, ends: "0C 0000", holds: image("B2") },
      { code: "A2", in: 160, exact: true, ends: "0C 0000", holds: image("C3") },
      { code: "E2", in: 160, exact: true, ends: "0C 0000", holds: image("D4") },
      { code: "41", out: text("  PUNCHED"), exact: true },
      { code: "81", out: card("OVER"), exact: true },
      ...["21", "61", "A1"].map((code): GivenCommand => ({ code, out: image("A1"), exact: true, ends: "0C 0000" })),
      { code: "04", in: 4, exact: true, ends: "0C 0000" },
    ],
    configuration: ["00D 3525 * read cards=a.deck"],
    there: { configuration: ["00D 3525 p.deck"], patches: {} },
    files: { "a.deck": deck("FIRST", "SECOND", "THIRD", "FED", "FED", "FED", "SEVENTH", "A1", "B2", "C3", "D4", ...Array<string>(9).fill("LATER")) },
    differs: "A 3525 with card read has a 3505's commands besides its own (GA21-9124, Read Only); Hercules's 3525 punches only, and has no data mode 2.",
  }),
];

/** The motions of paper that a DIAGNOSTIC WRITE could name, and does not make. */
const DIAGNOSTIC_WRITES = [0x05, 0x0d, 0x15, 0x1d, ...channels.map((channel) => skipTo(channel) | 4)];

const printers: readonly DeviceCase[] = ["1403", "3211"].map((type): DeviceCase => {
  const pairs = DIAGNOSTIC_WRITES.flatMap((code, at): GivenCommand[] => {
    const line = text(`LINE ${String.fromCharCode(0x41 + at)}`);
    return [
      { code: hex(code), out: line, exact: true, ends: "0C 0000" },
      { code: "02", in: 8, ends: "0C 0000", holds: line + "4040" },
    ];
  });
  return commandList({
    name: `${type}: diagnostic writes fill the line buffer, and print and move nothing`,
    device: "00E",
    senseBytes: type === "1403" ? 1 : 6,
    commands: [...pairs, { code: "09", out: text("PRINTED"), exact: true }],
    configuration: [`00E ${type} p.txt ${FORM}`],
    outputs: ["p.txt"],
    differs: "DIAGNOSTIC WRITE and READ are there for both printers (GA24-3312, Commands; GA24-3543, Diagnostic Commands); Hercules rejects them, or reads nothing.",
  });
});

const raised = commandList({
  name: "3211: a skip to channel 0, the cover raised, and closed by the operator",
  device: "00E",
  senseBytes: 6,
  commands: [
    { code: "83", stored: ["0C"] },
    { code: "09", out: text("BEFORE"), exact: true },
    { code: "6B", stored: ["0C"] },
    { code: "09", out: text("LOST"), stored: ["02", "40"], stage: 1 },
    { code: "09", out: text("AFTER"), exact: true },
  ],
  configuration: [`00E 3211 p.txt ${FORM}`],
  outputs: ["p.txt"],
  steps: [{ stage: 1, hercules: [`devinit 00E p.txt ${FORM} noclear`], here: [["00E", "ready"]] }],
  differs: "RAISE COVER leaves the printer not ready (GA24-3543, Commands) until the operator has closed the cover. Hercules rejects it, and SKIP TO CHANNEL 0 too.",
  expected: { "p.txt": JSON.stringify("BEFORE\nAFTER\n") },
});

export const cases: readonly DeviceCase[] = [
  commandList({
    name: "1052: no-operation, sense",
    device: "009",
    senseBytes: 1,
    commands: [{ code: "03" }, { code: "04", in: 1, exact: true }],
    configuration: ["009 1052-C / noprompt"],
  }),
  ...readers,
  ...punches,
  ...printers,
  raised,
];
