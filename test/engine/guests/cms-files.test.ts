/** Files of the CMS-style system: commands, and what is on the disk afterwards. */
import { describe, expect, it } from "vitest";
import { answer, cms, contents, fileText, textFile, type } from "./cms.ts";

const DATA = textFile("SOME", "DATA", "FIRST\nSECOND\nTHIRD\n");
const CARDS = textFile("SOME", "CARDS", "ONE\nTWO", "F");

describe("LISTFILE", () => {
  it("names files, with more where asked", () => {
    const run = cms([DATA, CARDS]);
    expect(answer(run, "listfile")).toEqual(["SOME     DATA     A1", "SOME     CARDS    A1", "R;"]);
    expect(answer(run, "listfile * c* (format header")).toEqual([
      "FILENAME FILETYPE FM FORMAT LRECL    RECS   BLOCKS",
      "SOME     CARDS    A1   F       80",
      "R;",
    ]);
    expect(answer(run, "l some data a (label")[1]).toMatch(/^SOME +DATA +A1 +V +6 +3 +1 +11\/22\/76 12:00:00 +AAA191$/);
    expect(answer(run, "listfile no such")).toEqual(["DMSLST002E FILE 'NO SUCH A' NOT FOUND.", "R(00028);"]);
  });

  it("makes a procedure of the names", () => {
    const run = cms([DATA, CARDS]);
    expect(answer(run, "listfile some * (exec")).toEqual(["R;"]);
    expect(fileText(run, "CMS", "EXEC")).toEqual(["&1 &2 SOME     DATA     A1", "&1 &2 SOME     CARDS    A1"]);
    expect(answer(run, "cms state").slice(0, 3)).toEqual(["STATE SOME DATA A1", "STATE SOME CARDS A1", "R;"]);
  });
});

describe("TYPE", () => {
  it("types a file, or some of its records", () => {
    const run = cms([DATA]);
    expect(answer(run, "type some data")).toEqual(["FIRST", "SECOND", "THIRD", "R;"]);
    expect(answer(run, "type some data a 2 2")).toEqual(["SECOND", "R;"]);
    expect(answer(run, "type some data a x")).toEqual(["DMSTYP049E INVALID LINE NUMBER 'X'.", "R(00024);"]);
    expect(answer(run, "type some")).toEqual(["DMSTYP054E INCOMPLETE FILEID SPECIFIED.", "R(00024);"]);
  });
});

describe("COPYFILE", () => {
  it("copies, lengthens, replaces, and refuses to do so unasked", () => {
    const run = cms([DATA, CARDS]);
    expect(answer(run, "copyfile some data a new = =")).toEqual(["R;"]);
    expect(answer(run, "copyfile some cards a new data a")).toEqual([
      "DMSCPY024E FILE 'NEW DATA A' EXISTS -- SPECIFY REPLACE.",
      "R(00028);",
    ]);
    expect(answer(run, "copyfile some cards a new data a (append")).toEqual(["R;"]);
    expect(fileText(run, "NEW", "DATA")).toEqual(["FIRST", "SECOND", "THIRD", "ONE", "TWO"]);
    expect(answer(run, "copyfile some cards a new data a (replace from 2 for 1 lowcase")).toEqual(["R;"]);
    expect(fileText(run, "NEW", "DATA")).toEqual(["two"]);
    expect(contents(run).faults).toEqual([]);
  });

  it("gives files no names that stand for others", () => {
    const run = cms([DATA]);
    expect(answer(run, "copyfile some data a * data a")).toEqual([
      "DMSCPY062E INVALID CHARACTER IN FILEID '* DATA A'.",
      "R(00020);",
    ]);
    expect(answer(run, "rename some data a so*me = =").at(-1)).toBe("R(00020);");
  });

  it("changes format and length of records", () => {
    const run = cms([DATA]);
    answer(run, "copyfile some data a wide = = (recfm f lrecl 20");
    const wide = contents(run).files.find(({ name }) => name === "WIDE");
    expect(wide).toMatchObject({ recfm: "F", lrecl: 20 });
    expect(wide?.records.map(({ length }) => length)).toEqual([20, 20, 20]);
  });

  it("copies files of many blocks exactly", () => {
    const text = Array.from({ length: 5000 }, (_, i) => `LINE NUMBER ${i} ${"X".repeat(i % 90)}.`).join("\n");
    const run = cms([textFile("LARGE", "FILE", text)]);
    type(run, 0x009, "copyfile large file a larger = =");
    expect(fileText(run, "LARGER", "FILE")?.join("\n")).toBe(text);
    expect(contents(run).faults).toEqual([]);
  });

  it("copies many files at once, and says when a disk is full", () => {
    const files = Array.from({ length: 45 }, (_, i) => textFile(`F${i}`, "DATA", `FILE ${i}`));
    const run = cms([...files, textFile("LARGE", "FILE", "X".repeat(80).concat("\n").repeat(4500))]);
    expect(answer(run, "copyfile * data a = copy =")).toEqual(["R;"]);
    expect(contents(run).files.filter(({ type }) => type === "COPY")).toHaveLength(45);
    expect(answer(run, "copyfile large file a l1 = =").at(-1)).toBe("R;");
    const before = contents(run);
    expect(answer(run, "copyfile large file a l2 = =")).toEqual(["DMSCPY105S DISK 'A' IS FULL.", "R(00013);"]);
    expect(contents(run).files.map(({ name }) => name)).toEqual(before.files.map(({ name }) => name));
    expect(contents(run).faults).toEqual([]);
    expect(answer(run, "erase l1 file")).toEqual(["R;"]);
    expect(answer(run, "copyfile large file a l2 = =")).toEqual(["R;"]);
    expect(contents(run).faults).toEqual([]);
  });
});

describe("ERASE and RENAME", () => {
  it("erase files and tell which", () => {
    const run = cms([DATA, CARDS]);
    expect(answer(run, "erase some * a (type")).toEqual(["SOME DATA A1", "SOME CARDS A1", "R;"]);
    expect(answer(run, "erase some data")).toEqual(["DMSERS002E FILE 'SOME DATA A' NOT FOUND.", "R(00028);"]);
    expect(contents(run)).toMatchObject({ files: [], faults: [] });
  });

  it("rename, but not onto another file", () => {
    const run = cms([DATA, CARDS]);
    expect(answer(run, "rename some data a other = =")).toEqual(["R;"]);
    expect(answer(run, "rename other data a some cards a")).toEqual([
      "DMSRNM024E FILE 'SOME CARDS A' ALREADY EXISTS.",
      "R(00028);",
    ]);
    expect(fileText(run, "OTHER", "DATA")).toEqual(["FIRST", "SECOND", "THIRD"]);
  });
});

describe("disks", () => {
  it("are formatted, accessed, released", () => {
    const run = cms([DATA]);
    expect(answer(run, "access 192 b")).toEqual(["DMSACC112S DISK 'B(192)' DEVICE ERROR.", "R(00100);"]);
    type(run, 0x009, "format 192 b", "yes");
    expect(answer(run, "work")).toEqual(["FORMATTING DISK 'B'.", "1 CYLINDERS FORMATTED ON 'B'.", "R;"]);
    expect(contents(run, 0x192)).toEqual({ sequence: 1, files: [], faults: [] });
    answer(run, "copyfile some data a = = b");
    expect(contents(run, 0x192).files.map(({ name }) => name)).toEqual(["SOME"]);
    expect(answer(run, "query disk b")).toEqual([
      "LABEL  CUU  M   STAT  CYL TYPE   FILES  BLKS USED-%      LEFT     TOTAL",
      expect.stringMatching(/^WORK +192 +B +R\/W +1 +3330 +1 +9-03 +257 +266$/),
      "R;",
    ]);
    expect(answer(run, "release b")).toEqual(["R;"]);
    expect(answer(run, "listfile * * b")).toEqual(["DMSLST002E FILE '* * B' NOT FOUND.", "R(00028);"]);
    expect(answer(run, "release b")).toEqual(["DMSARE069E DISK 'B' NOT ACCESSED.", "R(00036);"]);
    expect(answer(run, "access 555 b")).toEqual(["DMSACC113S B(555) NOT ATTACHED.", "R(00100);"]);
  });

  it("that are read only stay as they are, and extend another mode's search", () => {
    const run = cms([DATA]);
    type(run, 0x009, "format 192 b", "yes", "work", "copyfile some data a far = b", "release b");
    expect(answer(run, "type far data")).toEqual(["DMSTYP002E FILE 'FAR DATA A' NOT FOUND.", "R(00028);"]);
    expect(answer(run, "access 192 b/a")).toEqual(["B (192) R/O", "R;"]);
    expect(answer(run, "type far data")).toEqual(["FIRST", "SECOND", "THIRD", "R;"]);
    expect(answer(run, "erase far data b")).toEqual(["DMSERS037E DISK 'B' IS READ/ONLY.", "R(00036);"]);
    expect(answer(run, "copyfile some data a = = b")).toEqual(["DMSCPY037E DISK 'B' IS READ/ONLY.", "R(00036);"]);
    expect(answer(run, "query search")).toEqual([
      "AAA191  191  A    R/W",
      "WORK    192  B/A  R/O",
      "CMSSYS  190  S/S  R/O",
      "R;",
    ]);
  });

  it("keep their files when the system is loaded anew", () => {
    const run = cms();
    type(run, 0x009, "edit my notes", "input remember this", "file", "#cp ipl 190");
    expect(answer(run, "type my notes")).toEqual(["REMEMBER THIS", "R;"]);
  });
});
