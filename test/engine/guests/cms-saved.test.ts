/** The CMS-style system as a saved system: one nucleus in storage for all who load it by name. */
import { describe, expect, it } from "vitest";
import type { NamedSystem } from "../../../engine/monitors/cp/storage/saved-systems.ts";
import { answer, CMS, type CmsMachine, cms, deckFile, textFile, type } from "./cms.ts";

/** A segment of three pages at 60000, hexadecimal. */
const SEGMENT: NamedSystem = {
  name: "TABLES",
  size: 0,
  volume: "VMRES",
  cylinder: 3,
  page: 0,
  pages: [[0x60, 0x62]],
  shared: [6],
};

const STORES = `
STORES   CSECT
         BALR  12,0
         USING *,12
         L     2,=A(X'10100')
         MVI   0(2),X'FF'
         SR    15,15
         BR    14
         LTORG
         END
`;

/** A loads from the disk and saves; then A and B load by name. */
function saved(): CmsMachine {
  const run = cms([textFile("SOME", "DATA", "FIRST"), deckFile("STORES", STORES)], { systems: [CMS] });
  expect(type(run, 0x009, "savesys cms")).toMatch(/^savesys cms\nSYSTEM SAVED\nTRAP & EMULATE CMS/);
  expect(type(run, 0x009, "#cp ipl cms")).toMatch(/\nTRAP & EMULATE CMS {2}VERSION 1\.0\n$/);
  expect(type(run, 0x020, "ipl cms")).toMatch(/\nTRAP & EMULATE CMS {2}VERSION 1\.0\n$/);
  return run;
}

describe("SEGMENT", () => {
  it("loads, finds and purges a segment that somebody has saved", () => {
    const run = cms([], { systems: [CMS, SEGMENT] });
    type(run, 0x020, "ipl 190", "cp store s60000 tables#cp savesys tables", "ipl 190");
    expect(answer(run, "segment find nothing")).toEqual(["DMSSEG400E SEGMENT 'NOTHING': CP SAYS 44.", "R(00028);"]);
    expect(answer(run, "segment load tables")).toEqual(["TABLES IS AT 060000", "R;"]);
    expect(answer(run, "segment find tables")).toEqual(["TABLES IS AT 060000", "R;"]);
    expect(answer(run, "segment purge tables")).toEqual(["TABLES PURGED", "R;"]);
    expect(answer(run, "segment load nothing")).toEqual(["DMSSEG400E SEGMENT 'NOTHING': CP SAYS 44.", "R(00028);"]);
    expect(answer(run, "segment tables")).toEqual(["DMSSEG047E FUNCTION OR NAME MISSING OR INVALID.", "R(00024);"]);
  });
});

describe("loaded by name", () => {
  it("runs in two machines from the same frames, whatever they do", () => {
    const run = saved();
    type(run, 0x009, "copyfile some data a more = =", "listfile * * (date", "query disk");
    type(run, 0x020, "edit x y", "input line", "file", "query disk");
    expect(answer(run, "type x y", 0x020)).toEqual(["LINE", "R;"]);
    expect(answer(run, "type more data")).toEqual(["FIRST", "R;"]);
    const both = ["A", "B"].map((userid) => run.vm(userid).id);
    const attached = Object.values(run.cp.state.storage.attached);
    expect(attached).toEqual([expect.objectContaining({ system: "CMS", segments: [1], shared: true, users: both })]);
    // Nobody has stored into it, so CP has taken nobody's copy away.
    for (const userid of ["A", "B"]) expect(run.terminal(userid === "A" ? 0x009 : 0x020).text).not.toContain("DMKVMA");
  });

  it("keeps programs from storing into the nucleus", () => {
    const run = saved();
    expect(answer(run, "load stores (start")[1]).toMatch(/^DMSITP141T PROTECTION EXCEPTION OCCURRED AT 0200/);
    expect(answer(run, "state some data")).toEqual(["R;"]);
  });
});
