/** The table of DIAGNOSE codes: that there is a program for each, and that none does harm with bad registers. */
import { describe, expect, it } from "vitest";
import { CODES, type Code, harms } from "./diagnose-codes.ts";
import {
  type Call,
  diagnosing,
  finish,
  MOST_CALLS,
  type Outcome,
  outcomes,
  PRIVILEGED,
  PROTECTION,
  SPECIFICATION,
} from "./diagnosing.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M ABCDEFG
OPTION ACCT
CONSOLE 009 3215
SPOOL 00C 2540 READER *
SPOOL 00D 2540 PUNCH A
MDISK 191 3330 20 5 VMRES MW
USER B PASS 256K 1M G
CONSOLE 009 3215
`;

const OPTIONS: Options = {
  source: DIRECTORY,
  areas: { "error recording": { volume: "VMRES", first: 3, count: 2 } },
  images: [
    { kind: "3800", name: "LIB1", volume: "VMRES", cylinder: 5, page: 0, pages: 4 },
    { kind: "370X", name: "NCP1", volume: "VMRES", cylinder: 6, page: 0, pages: 4 },
  ],
  systems: [{ name: "SEG", size: 0, volume: "VMRES", cylinder: 7, page: 0, pages: [[0x20, 0x20]], shared: [] }],
};

function run(source: string, options: Options = {}): CpMachine {
  const disk = ownDisk("VMRES", "3330", [["TEMP", 10, 19]]);
  const machine = cpMachine([source], { ...OPTIONS, more: [[0x150, disk]], ...options });
  finish(machine);
  return machine;
}

const named = CODES.map((each) => [`X'${each.code.toString(16).toUpperCase().padStart(2, "0")}'`, each] as const);

it("has a program for each code, and each code that GC20-1807-7 lists", () => {
  const { cp } = cpMachine([]);
  const known = cp.diagnoses.all.map(({ code }) => code);
  expect(CODES.map(({ code }) => code)).toEqual(known);
  const listed = [
    0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c, 0x20, 0x24, 0x28, 0x2c, 0x30, 0x34, 0x38, 0x3c, 0x48, 0x4c, 0x50,
    0x54, 0x58, 0x5c, 0x60, 0x64, 0x68, 0x74, 0x78, 0x84,
  ];
  expect(listed.filter((code) => !known.includes(code))).toEqual([]);
});

it("says of each code what it is called, what it does, and who may use it", () => {
  for (const { name, purpose, classes } of cpMachine([]).cp.diagnoses.all) {
    expect(name).toMatch(/^[A-Z0-9]/);
    expect(purpose).toMatch(/\.$/);
    expect(classes).toMatch(/^[A-H]*$/);
  }
});

it("knows no other codes", () => {
  const { cp } = cpMachine([]);
  const known = cp.diagnoses.all.map(({ code }) => code);
  const codes = Array.from({ length: 0x80 }, (_, n) => 4 * n).filter((code) => !known.includes(code));
  const others = [...codes, 1, 2, 3, 0x5, 0x62, 0x200, 0x1000, 0x7ffc, 0xfffc, 0xffff];
  for (let from = 0; from < others.length; from += MOST_CALLS) {
    const calls = others.slice(from, from + MOST_CALLS).map((code): Call => ({ code, rx: 0x1000, ry: 4, ry1: 4 }));
    expect(outcomes(run(diagnosing(calls)), calls).map(({ interruption }) => interruption)).toEqual(
      calls.map(() => SPECIFICATION),
    );
  }
});

it("does not look at storage keys: addresses are those of real storage", () => {
  // The program and its PSW have key 5, the page at X'8000' has key 6 and is fetch-protected.
  const keys = `
         LA    2,X'50'
         SR    3,3
         SSK   2,3
         LA    3,X'800'
         SSK   2,3
         LA    2,X'68'
         L     3,PAGE
         SSK   2,3
         LA    3,X'800'(3)
         SSK   2,3
         LPSW  KEYED
         DS    0D
KEYED    DC    X'0050000000',AL3(BEGIN)
PAGE     DC    F'32768'
BEGIN    DS    0H`;
  const calls: Call[] = [
    { code: 0x00, rx: 0x8000, ry: 32 },
    { code: 0x0c, rx: 0x8100 },
    { code: 0x04, rx: 0x8200, ry: 1, ry1: 0x8204 },
    { code: 0x30, rx: 0x030200, ry: 0x8000 },
    { code: 0x38, rx: 0x8000 },
    { code: 0x68, rx: 0x8000, ry: 99 },
  ];
  const machine = run(diagnosing(calls, "", [2, 4], keys));
  expect(outcomes(machine, calls).map(({ interruption }) => interruption)).toEqual(calls.map(() => undefined));
  expect(machine.storage("A", 0x8000, 4)).toBe("C4D4D2D7");
  // SVC 76 is not CP's: its record is fetched as by the program.
  const record: Call[] = [{ code: 0x48, rx: 4, r0: -32, r1: 0x8000 }];
  expect(outcomes(run(diagnosing(record, "", [2, 4], keys)), record)[0].interruption).toBe(PROTECTION);
});

it("goes on from a snapshot between calls as if nothing had been", () => {
  const calls = CODES.filter(({ code }) => code !== 0x10 && code !== 0x08).map(({ calls: own }) => own[own.length - 1]);
  const machine = cpMachine([diagnosing(calls)], {
    ...OPTIONS,
    more: [[0x150, ownDisk("VMRES", "3330", [["TEMP", 10, 19]])]],
  });
  machine.machine.run({ ticks: 150_000 });
  expect(machine.vm("A").state.stopped).toBe(false);
  const saved = machine.machine.snapshot();
  const end = (): string => {
    finish(machine);
    return machine.storage("A", 0x900, 24 * calls.length);
  };
  const first = end();
  machine.machine.restore(saved);
  // Times differ by nothing either.
  expect(end()).toBe(first);
});

describe.each(named)("DIAGNOSE %s", (_name, code) => {
  it("does what the manual says", () => {
    const machine = run(diagnosing(code.calls, code.data));
    const all = outcomes(machine, code.calls);
    const last = all[all.length - 1];
    expect([code.isGood(last, machine), last]).toEqual([true, last]);
  });

  it("is for its classes", () => {
    const { classes } = machineTable(code.code);
    const others = [..."ABCDEFG"].filter((each) => !classes.includes(each)).join("");
    const call = code.calls.slice(-1);
    const source = DIRECTORY.replace("16M ABCDEFG", `16M ${others}`);
    const [outcome] = outcomes(run(diagnosing(call, code.data), { source }), call);
    expect(outcome.interruption === PRIVILEGED).toBe(classes !== "");
  });

  it("comes to something that the manual lists, whatever is in its registers", () => {
    for (const calls of hostile(code)) {
      const machine = run(diagnosing(calls, code.data));
      expect(wrong(code, calls, outcomes(machine, calls))).toEqual([]);
    }
  });

  it.each([
    [15, 15],
    [4, 4],
    [2, 15],
    [15, 2],
    [0, 15],
    [14, 0],
  ] as const)("is used with registers %i and %i", (rx, ry) => {
    const calls = VALUES.filter((value) => !harms(code, value, value))
      .slice(0, 6)
      .map(
        (value): Call => ({
          code: code.code,
          rx: value,
          rx1: value,
          ry: value,
          ry1: value,
          r15: value,
          r0: 0x7000,
          r1: 1,
        }),
      )
      // What is not loaded from the call is what the program has there.

      .filter(() => code.harms === undefined || rx !== 14);
    const machine = run(diagnosing(calls, code.data, [rx, ry]));
    expect(wrong(code, calls, outcomes(machine, calls))).toEqual([]);
  });
});

/** An entry of the table. */
function machineTable(code: number) {
  const found = cpMachine([]).cp.diagnoses.all.find((each) => each.code === code);
  if (found === undefined) throw new Error(`there is no code ${code}`);
  return found;
}

/** Small numbers, addresses around the end of storage and of addressing, signs. */
const VALUES = [
  0, 1, 2, 7, 0x1004, 0x3f000, 0x3fff8, 0x3ffff, 0x40000, 0xfff000, 0xffffff, 0x7fffffff, 0x80000000, 0xfffffff8,
  0xffffffff,
];

function hostile(code: Code): Call[][] {
  const all = VALUES.flatMap((rx, i) =>
    VALUES.filter((ry) => !harms(code, rx, ry)).map((ry, n): Call => {
      const other = VALUES[(i * 3 + n * 7) % VALUES.length];
      return {
        code: code.code,
        rx,
        rx1: other,
        ry,
        ry1: VALUES[(i + n) % VALUES.length],
        r15: other,
        r0: other,
        r1: rx,
      };
    }),
  );
  return Array.from({ length: Math.ceil(all.length / MOST_CALLS) }, (_, n) =>
    all.slice(n * MOST_CALLS, (n + 1) * MOST_CALLS),
  );
}

/** What calls have come to that is not listed. */
function wrong({ conditionCodes, interruptions }: Code, calls: readonly Call[], results: readonly Outcome[]): string[] {
  const hex = (value = 0): string => (value >>> 0).toString(16);
  return results.flatMap(({ cc, interruption }, i) => {
    const isListed =
      interruption === undefined
        ? cc === 0 || (cc !== undefined && conditionCodes.includes(cc))
        : interruptions.includes(interruption);
    const { rx, ry, ry1 } = calls[i];
    return isListed ? [] : [`Rx ${hex(rx)} Ry ${hex(ry)} Ry+1 ${hex(ry1)}: ${cc ?? `program ${interruption}`}`];
  });
}
