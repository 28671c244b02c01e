/** The line editor of the CMS-style system. */
import { describe, expect, it } from "vitest";
import { type CmsMachine, cms, contents, fileText, textFile, type } from "./cms.ts";

const POEM = textFile("POEM", "TEXT1", "ALPHA\nBETA\nGAMMA\nDELTA");

/** What a subcommand answers. */
function edit(run: CmsMachine, line: string): string[] {
  return type(run, 0x009, line).split("\n").slice(1, -1);
}

function editing(): CmsMachine {
  const run = cms([POEM]);
  expect(edit(run, "edit poem text1")).toEqual(["EDIT:"]);
  return run;
}

describe("EDIT", () => {
  it("makes a file of lines that are typed", () => {
    const run = cms();
    expect(edit(run, "edit new file")).toEqual(["NEW FILE:", "EDIT:"]);
    expect(edit(run, "input")).toEqual(["INPUT:"]);
    type(run, 0x009, "first", "second", "", "case m", "input Third", "file");
    expect(fileText(run, "NEW", "FILE")).toEqual(["FIRST", "SECOND", "Third"]);
    expect(contents(run).faults).toEqual([]);
  });

  it("moves about and shows lines", () => {
    const run = editing();
    expect(edit(run, "next 2")).toEqual(["BETA"]);
    expect(edit(run, "up")).toEqual(["ALPHA"]);
    expect(edit(run, "bottom")).toEqual(["DELTA"]);
    expect(edit(run, "next")).toEqual(["EOF:"]);
    expect(edit(run, "up 2")).toEqual(["GAMMA"]);
    expect(edit(run, "top")).toEqual(["TOF:"]);
    expect(edit(run, "type 3")).toEqual(["TOF:", "ALPHA", "BETA"]);
    expect(edit(run, "4")).toEqual(["DELTA"]);
    expect(edit(run, "top")).toEqual(["TOF:"]);
    expect(edit(run, "locate /mm/")).toEqual(["GAMMA"]);
    expect(edit(run, "locate /alpha/")).toEqual(["NOT FOUND", "EOF:"]);
    expect(edit(run, "top")).toEqual(["TOF:"]);
    expect(edit(run, "find de")).toEqual(["DELTA"]);
    expect(edit(run, "quit").at(-1)).toMatch(/^R; /);
  });

  it("changes, replaces, deletes, inserts", () => {
    const run = editing();
    expect(edit(run, "change /a/o/ * g")).toEqual(["OLPHO", "BETO", "GOMMO", "DELTO"]);
    expect(edit(run, "change /x/y/")).toEqual(["NOT FOUND", "EOF:"]);
    edit(run, "top");
    edit(run, "next 2");
    edit(run, "replace beta again");
    expect(edit(run, "change /beta /b/")).toEqual(["BAGAIN"]);
    expect(edit(run, "delete")).toEqual([]);
    edit(run, "input between");
    edit(run, "getfile poem text1 a 2 1");
    edit(run, "file poem two");
    expect(fileText(run, "POEM", "TWO")).toEqual(["OLPHO", "GOMMO", "BETWEEN", "BETA", "DELTO"]);
    expect(fileText(run, "POEM", "TEXT1")).toEqual(["ALPHA", "BETA", "GAMMA", "DELTA"]);
  });

  it("leaves a changed file only when asked twice", () => {
    const run = editing();
    edit(run, "delete");
    edit(run, "next");
    edit(run, "delete");
    expect(edit(run, "quit")).toEqual(["FILE CHANGED: QUIT AGAIN TO LEAVE, OR FILE"]);
    expect(edit(run, "quit")).toEqual([expect.stringMatching(/^R; /)]);
    expect(fileText(run, "POEM", "TEXT1")).toHaveLength(4);
  });

  it("saves and goes on, keeps records of one length, refuses what it does not know", () => {
    const run = editing();
    expect(edit(run, "save")).toEqual(["EDIT:"]);
    expect(edit(run, "frobnicate")).toEqual(["?EDIT: frobnicate"]);
    edit(run, "recfm f");
    edit(run, "lrecl 40");
    edit(run, "file");
    const file = contents(run).files.find(({ name }) => name === "POEM");
    expect(file).toMatchObject({ recfm: "F", lrecl: 40 });
    expect(file?.records).toHaveLength(4);
  });
});
