/** Cards and paper of the CMS-style system, through CP's spool. */
import { expect, it } from "vitest";
import { answer, cms, contents, deckFile, fileText, textFile, type } from "./cms.ts";

const DATA = textFile("SOME", "DATA", "FIRST\nSECOND");

it("punches a file into another user's reader, who reads it under its name", () => {
  const run = cms([DATA]);
  type(run, 0x020, "ipl 190");
  type(run, 0x009, "spool punch to b");
  expect(answer(run, "punch some data").at(-1)).toBe("R;");
  expect(answer(run, "readcard *", 0x020).slice(-2)).toEqual(["SOME DATA A1", "R;"]);
  expect(answer(run, "type some data", 0x020)).toEqual(["FIRST", "SECOND", "R;"]);
});

it("reads a deck from the assembler, loads and starts it", () => {
  const { records } = deckFile(
    "ANSWER",
    `
ANSWER   CSECT
         LA    15,42
         BR    14
         END
`,
  );
  // The deck as cards in a file: punched to himself it arrives as one from outside does.
  const run = cms([{ name: "DECK", type: "CARDS", recfm: "F", records }]);
  type(run, 0x009, "spool punch to a", "punch deck cards (noheader");
  expect(answer(run, "readcard answer text")).toEqual(["R;"]);
  expect(answer(run, "load answer (start")).toEqual(["EXECUTION BEGINS...", "R(00042);"]);
});

it("says when there is nothing to read", () => {
  expect(answer(cms(), "readcard any thing")).toEqual(["DMSRDC205W READER EMPTY OR NOT READY.", "R(00008);"]);
});

it("carries any file as cards with DISK DUMP, and makes the same of them", () => {
  const long = textFile("LONG", "LINES", Array.from({ length: 60 }, (_, i) => "ABC".repeat(i + 1)).join("\n"));
  const run = cms([long]);
  const before = contents(run).files[0];
  type(run, 0x009, "spool punch to a");
  expect(answer(run, "disk dump long lines").at(-1)).toBe("R;");
  type(run, 0x009, "erase long lines");
  expect(answer(run, "disk load")).toEqual(["LONG LINES A1", "R;"]);
  expect(contents(run).files).toEqual([before]);
  expect(contents(run).faults).toEqual([]);
});

it("prints a file, and closes it", () => {
  const run = cms([DATA, textFile("REPORT", "LISTING", "1TITLE\n0LINE\n LINE")]);
  expect(answer(run, "print some data").at(-1)).toBe("R;");
  expect(answer(run, "print report listing").at(-1)).toBe("R;");
  const [, ...files] = answer(run, "query printer all");
  expect(files.slice(0, 2).map((line) => line.trim().split(/\s+/).slice(-3, -1))).toEqual([
    ["SOME", "DATA"],
    ["REPORT", "LISTING"],
  ]);
});

it("punches lines of a procedure", () => {
  const run = cms([
    textFile("CARDS", "EXEC", "&CONTROL OFF\n&PUNCH ONE CARD\n&BEGPUNCH\nAS IT   STANDS\n&END\nCP CLOSE PUNCH"),
  ]);
  type(run, 0x009, "spool punch to a", "cards");
  expect(answer(run, "readcard my cards")).toEqual(["R;"]);
  expect(fileText(run, "MY", "CARDS")).toEqual(["ONE CARD", "AS IT   STANDS"]);
});
