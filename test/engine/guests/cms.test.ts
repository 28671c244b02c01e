/** The CMS-style system at its console: loading it, commands, settings, immediate commands. */
import { describe, expect, it } from "vitest";
import { answer, type CmsMachine, cms, cmsMachine, deckFile, settle, textFile, type } from "./cms.ts";

const LOOP = `
LOOPER   CSECT
         USING LOOPER,15
STAY     B     STAY
         END
`;

const LINES = textFile("SOME", "LINES", Array.from({ length: 400 }, (_, i) => `LINE ${i + 1}`).join("\n"));

describe("loading", () => {
  it("comes from a disk to the first prompt, and calls the profile", () => {
    const run = cmsMachine([textFile("PROFILE", "EXEC", "&CONTROL OFF\n&TYPE GOOD MORNING\n&EXIT 3")]);
    const said = type(run, 0x009, "ipl 190").split("\n");
    expect(said.slice(1, 3)).toEqual(["TRAP & EMULATE CMS  VERSION 1.0", "GOOD MORNING"]);
    expect(said[3]).toMatch(/^R\(00003\); T=\d+\.\d\d\/\d+\.\d\d \d\d:\d\d:\d\d$/);
  });

  it("takes what storage there is, from 192 KiB to 16 MiB", () => {
    const run = cmsMachine([textFile("SOME", "DATA", "FIRST")]);
    for (const kilobytes of [192, 256, 1024, 16_384]) {
      type(run, 0x009, `#cp define storage ${kilobytes}K`, "ipl 190");
      expect(run.vm("A").state.size).toBe(1024 * kilobytes);
      expect(answer(run, "type some data")).toEqual(["FIRST", "R;"]);
    }
  });

  it("serves two users from one disk", () => {
    const run = cms([textFile("MINE", "ALONE", "OF A")]);
    type(run, 0x020, "ipl 190");
    expect(answer(run, "state mine alone", 0x020)).toEqual(["DMSSTT002E FILE 'MINE ALONE *' NOT FOUND.", "R(00028);"]);
    expect(answer(run, "state mine alone")).toEqual(["R;"]);
  });

  it("goes on as before from a snapshot in the middle of a command", () => {
    const run = cms([LINES]);
    run.machine.input(0x009, "copyfile some lines a copy = =");
    run.machine.run({ ticks: run.machine.now + 150_000 });
    const snapshot = run.machine.snapshot();
    const end = run.machine.now + 3_000_000;
    run.machine.run({ ticks: end });
    const once = [run.terminal(0x009).text, run.machine.instructions];
    run.machine.restore(snapshot);
    run.machine.run({ ticks: end });
    expect([run.terminal(0x009).text, run.machine.instructions]).toEqual(once);
    expect(once[0]).toMatch(/copyfile.*\nR;/);
  });
});

describe("commands", () => {
  it("go to the nucleus, then to CP, and what nobody knows is said", () => {
    const run = cms();
    expect(answer(run, "query files")).toEqual(["FILES:  NO RDR,  NO PRT,  NO PUN", "R;"]);
    expect(answer(run, "cp query files")).toEqual(["FILES:  NO RDR,  NO PRT,  NO PUN", "R;"]);
    expect(answer(run, "nonsense").slice(-2)).toEqual(["UNKNOWN CP/CMS COMMAND", "R(-0003);"]);
    answer(run, "set impcp off");
    expect(answer(run, "query files")).toEqual(["FILES:  NO RDR,  NO PRT,  NO PUN", "R;"]);
    expect(answer(run, "msg * hello")).toEqual(["UNKNOWN CP/CMS COMMAND", "R(-0003);"]);
  });

  it("can be abbreviated, have synonyms, and be procedures", () => {
    const run = cms([
      textFile("MY", "SYNONYM", "LISTFILE DIR 1\nERASE KILL"),
      textFile("GREET", "EXEC", "&CONTROL OFF\n&TYPE HELLO &1"),
    ]);
    expect(answer(run, "l greet exec")).toEqual(["GREET    EXEC     A1", "R;"]);
    expect(answer(run, "greet you")).toEqual(["HELLO YOU", "R;"]);
    answer(run, "synonym my");
    expect(answer(run, "d greet exec")).toEqual(["GREET    EXEC     A1", "R;"]);
    expect(answer(run, "synonym")).toEqual([
      "SYSTEM   USER     LETTERS",
      "ERASE    KILL     0",
      "LISTFILE DIR      1",
      "R;",
    ]);
    answer(run, "set abbrev off");
    expect(answer(run, "l greet exec").at(-1)).toBe("R(-0003);");
    answer(run, "set impex off");
    expect(answer(run, "greet you").at(-1)).toBe("R(-0003);");
  });

  it("show and change settings", () => {
    const run = cms();
    expect(answer(run, "query impex")).toEqual(["IMPEX = ON", "R;"]);
    expect(answer(run, "set rdymsg smsg")).toEqual(["R;"]);
    expect(type(run, 0x009, "query rdymsg")).toBe("query rdymsg\nRDYMSG = OFF\nR;\n");
    expect(answer(run, "set nothing on")).toEqual(["DMSSET003E INVALID OPTION 'NOTHING'.", "R(00024);"]);
  });

  it("answers an empty line with its name", () => {
    expect(type(cms(), 0x009, "")).toBe("\nCMS\n");
  });
});

describe("immediate commands", () => {
  const started = (run: CmsMachine, line: string): void => {
    run.machine.input(0x009, line);
    run.machine.run({ ticks: run.machine.now + 100_000 });
  };

  it("HX ends a program that loops", () => {
    const run = cms([deckFile("LOOPER", LOOP)]);
    answer(run, "load looper");
    started(run, "start");
    started(run, "hx");
    settle(run);
    expect(run.terminal(0x009).text).toMatch(/EXECUTION BEGINS\.\.\.\nhx\nCMS\n$/);
    expect(answer(run, "listfile looper text")).toEqual(["LOOPER   TEXT     A1", "R;"]);
  });

  it("HX ends a command that types, HT its typing", () => {
    const run = cms([LINES]);
    started(run, "type some lines");
    started(run, "hx");
    settle(run);
    const { text } = run.terminal(0x009);
    expect(text).toMatch(/LINE \d+\n(.*\n)*hx\n(.*\n)*CMS\n$/);
    expect(text).not.toContain("LINE 400");
    started(run, "type some lines");
    started(run, "ht");
    settle(run);
    expect(run.terminal(0x009).text.slice(text.length)).not.toContain("LINE 400");
    expect(run.terminal(0x009).text).toMatch(/R; T=.*\n$/);
  });

  it("a line typed ahead is the next command", () => {
    const run = cms([LINES]);
    started(run, "type some lines");
    started(run, "state no file");
    settle(run);
    expect(run.terminal(0x009).text).toMatch(
      /LINE 400\nR; .*\nDMSSTT002E FILE 'NO FILE \*' NOT FOUND\.\nR\(00028\); .*\n$/,
    );
  });
});
