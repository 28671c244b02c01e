/** Journaling: wrong passwords are counted, recorded, told of and turned away; links to protected minidisks are recorded. */
import { describe, expect, it } from "vitest";
import { readGeneration } from "../../../../engine/monitors/cp/generation.ts";
import { decodeEbcdic } from "../../../../engine/s370/index.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const SOURCE = `
USER A PASS 256K 1M ABCDEFG
ACCOUNT 1 BIN
CONSOLE 009 3215
USER B PASS 256K 1M G
ACCOUNT 4711 BIN
CONSOLE 009 3215
USER C PASS 256K 1M G
CONSOLE 009 3215
LINK D 192 192 RR
USER D PASS 256K 1M G
CONSOLE 009 3215
MDISK 191 3330 001 005 DISK1 MR ALL WRITE
MDISK 192 3330 006 005 DISK1 MR SECRET`.trim();

const { journal } = readGeneration("VM SYSTEM", "journal logon a 2 3 4\njournal link a 2 3 4");

interface Room extends CpMachine {
  readonly says: (terminal: number, line: string) => string;
  /** Accounting records of a kind, by their columns. */
  readonly records: (code: string) => readonly string[];
}

function room(options: Options = { journal }): Room {
  const run = cpMachine([], {
    source: SOURCE,
    operator: "A",
    ...options,
    more: [
      [0x150, ownDisk("VMRES", "3330", [["TEMP", 6, 403]])],
      [0x260, mountedDisk("3330", "DISK1", 0x260)],
    ],
  });
  const cards: Uint8Array[] = [];
  const add = run.cp.accounting.record.bind(run.cp.accounting);
  run.cp.accounting.record = (...about) => {
    const record = add(...about);
    const { write } = record;
    return Object.assign(record, {
      write: () => {
        write();
        cards.push(...run.cp.state.accounting.cards.slice(-1));
      },
    });
  };
  run.machine.run({ ticks: 5_000_000 });
  return {
    ...run,
    says: (terminal, line) => {
      const before = run.terminal(terminal).text.length;
      run.machine.input(terminal, line);
      run.machine.run({ ticks: run.machine.now + 2_000_000 });
      return run.terminal(terminal).text.slice(before);
    },
    records: (code) => cards.map((card) => decodeEbcdic(card)).filter((text) => text.slice(78, 80) === code),
  };
}

describe("LOGON", () => {
  it("is recorded from the second wrong password on, told of from the third, and rejected after the fourth", () => {
    const { says, records, terminal } = room();
    for (let i = 0; i < 4; i++) expect(says(0x020, `logon b wrong${i}`)).toContain("PASSWORD INCORRECT");
    expect(records("04").map((card) => [card.slice(0, 8), card.slice(28, 40)])).toEqual([
      ["B       ", "0020WRONG1  "],
      ["B       ", "0020WRONG2  "],
      ["B       ", "0020WRONG3  "],
    ]);
    expect(terminal(0x009).text.match(/INCORRECT LOGON PASSWORDS FOR B FROM 020/g)).toHaveLength(2);
    expect(says(0x020, "logon b pass")).toContain("MAXIMUM PASSWORD ATTEMPTS EXCEEDED");
    // Another terminal has done nothing.
    expect(says(0x01f, "logon b pass")).toContain("LOGON AT");
  });

  it("begins to count again after a right password, and when the operator says so", () => {
    const { says, records } = room();
    says(0x020, "logon b wrong");
    expect(says(0x020, "logon b pass")).toContain("LOGON AT");
    says(0x020, "logoff");
    says(0x020, "logon b wrong");
    expect(records("04")).toEqual([]);
    for (let i = 0; i < 3; i++) says(0x020, "logon b wrong");
    expect(says(0x020, "logon b pass")).toContain("MAXIMUM");
    says(0x009, "#cp set journal logon off");
    expect(says(0x020, "logon b pass")).toContain("LOGON AT");
  });

  it("is enabled again after an hour", () => {
    const run = room();
    for (let i = 0; i < 4; i++) run.says(0x020, "logon b wrong");
    run.machine.run({ ticks: run.machine.now + 3_600 * run.machine.ticksPerSecond });
    expect(run.says(0x020, "logon b pass")).toContain("LOGON AT");
  });

  it("is not journaled where the system is not generated so", () => {
    const { says, records } = room({});
    for (let i = 0; i < 9; i++) says(0x020, "logon b wrong");
    expect(says(0x020, "logon b pass")).toContain("LOGON AT");
    expect(records("04")).toEqual([]);
    expect(says(0x009, "#cp set journal all on")).toContain("INVALID OPTION - JOURNAL");
  });
});

it("journals AUTOLOG by who gives it", () => {
  const { says, records } = room();
  for (let i = 0; i < 4; i++) says(0x009, "#cp autolog b wrong");
  expect(says(0x009, "#cp autolog b pass begin")).toContain("MAXIMUM PASSWORD ATTEMPTS EXCEEDED");
  const [first] = records("04");
  expect([first.slice(0, 8), first.slice(32, 48)]).toEqual(["B       ", "WRONG   A       "]);
});

describe("LINK", () => {
  it("has wrong passwords recorded, and is refused after as many as are generated", () => {
    const { says, records } = room();
    says(0x020, "logon b pass");
    for (let i = 0; i < 4; i++) says(0x020, "link d 192 192 rr nothing");
    expect(records("06").map((card) => [card.slice(0, 16), card.slice(28, 51)])).toEqual(
      Array.from({ length: 3 }, () => ["B       4711    ", "0020NOTHING D       192"]),
    );
    expect(says(0x020, "link d 192 192 rr secret")).toContain("EXCESSIVE INCORRECT PASSWORDS");
  });

  it("is recorded when it gives another's protected minidisk, also by the directory", () => {
    const { says, records } = room();
    says(0x020, "logon b pass");
    says(0x020, "link d 191 191 rr");
    expect(records("05")).toEqual([]);
    says(0x020, "link d 192 192 rr secret");
    says(0x01f, "logon c pass");
    expect(records("05").map((card) => [card.slice(0, 8), card.slice(40, 51)])).toEqual([
      ["B       ", "D       192"],
      ["C       ", "D       192"],
    ]);
  });
});

it.each([
  ["journal logoff a 1 2 3", "JOURNAL is followed by LOGON or LINK"],
  ["journal link a 1 2", "JOURNAL has a userid and three numbers"],
  ["journal link a 1 2 x", "a limit is a decimal number"],
])("is not generated by %s", (line, message) => {
  expect(() => readGeneration("VM SYSTEM", line)).toThrow(message);
});
