/** The control-program assist: instructions E6xx. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../../engine/s370/assembler/index.ts";
import { type AssistFunction, System370 } from "../../../../engine/s370/index.ts";
import type { ExecutorName } from "../../../../engine/s370/system.ts";
import { expectSame } from "../executors.ts";

const LEVEL = 20;

/** A program whose instruction is at X'800'; it goes on behind it, or at X'900', and waits there. */
const source = (instruction: string, ...data: string[]): string => `
P        CSECT
         USING P,0
         DC    X'0008000000000800'
         ORG   P+X'68'
         DC    X'000A0000',A(X'F0')
         ORG   P+X'400'
NEXT     DC    X'000A0000',A(X'F1')
BRANCHED DC    X'000A0000',A(X'F2')
${data.map((line) => ` ${line}`).join("\n")}
         ORG   P+X'800'
         DC    X'${instruction}'
         LPSW  NEXT
         ORG   P+X'900'
         LPSW  BRANCHED
         END
`;

interface Given {
  readonly instruction: string;
  readonly data?: readonly string[];
  readonly registers?: Readonly<Record<number, number>>;
  readonly controls?: number;
  readonly level?: number;
  readonly psw?: string;
  readonly executor?: ExecutorName;
  readonly hot?: number;
}

function machine(given: Given): System370 {
  const { errors, segments } = assemble(source(given.instruction, ...(given.data ?? [])));
  if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  const made = new System370({
    storageSize: 0x1_0000,
    executor: given.executor ?? "translator",
    ...(given.hot !== undefined && { hot: given.hot }),
    assists: { controlProgram: given.level ?? LEVEL },
  });
  for (const { address, bytes } of segments) made.write(address, bytes);
  made.setCr(6, given.controls ?? 0x0200_0000);
  made.setGr(14, 0x900);
  for (const [register, value] of Object.entries(given.registers ?? {})) made.setGr(Number(register), value);
  made.setPsw(given.psw ?? "0008000000000800");
  return made;
}

/** Runs it; all executors end alike. */
function run(given: Given): System370 {
  const ran = machine(given);
  ran.run({ ticks: 20 });
  const ways = [{ executor: "interpreter" }, { executor: "cold" }, { hot: 0 }] as const;
  for (const way of ways) {
    const other = machine({ ...given, ...way });
    other.run({ ticks: 20 });
    expectSame(ran, other, JSON.stringify(way));
  }
  return ran;
}

const word = (of: System370, address: number): string => Buffer.from(of.read(address, 4)).toString("hex").toUpperCase();
/** Where it went on: "F0" after a program interruption, "F1" behind the instruction, "F2" where it branched. */
const end = (of: System370): string => of.pswHex.slice(-2);

function expectDone(name: AssistFunction, given: Given, where = "F2"): System370 {
  const ran = run(given);
  expect([end(ran), ran.assistCounts[name]]).toEqual([where, { tried: 1, done: 1 }]);
  return ran;
}

function expectLeft(name: AssistFunction, given: Given): System370 {
  const ran = run(given);
  expect([end(ran), ran.assistCounts[name]]).toEqual(["F1", { tried: 1, done: 0 }]);
  return ran;
}

const STEVL = "E61205000000";

describe("an instruction E6xx", () => {
  test("is none where the assist is not installed, in problem state too", () => {
    for (const psw of ["0008000000000800", "0009000000000800"]) {
      const ran = run({ instruction: STEVL, level: 0, psw });
      expect([end(ran), word(ran, 0x8c)]).toEqual(["F0", "00060001"]);
    }
  });
  test("is privileged, whatever control register 6 says", () => {
    for (const controls of [0, 0x0200_0000]) {
      const ran = run({ instruction: STEVL, controls, psw: "0009000000000800" });
      expect([end(ran), word(ran, 0x8c)]).toEqual(["F0", "00060002"]);
    }
  });
  test("does nothing with bit 6 of control register 6 zero", () => {
    const ran = run({ instruction: STEVL, controls: 0xfd00_0000 | 0 });
    expect([end(ran), word(ran, 0x500), ran.assistCounts.STECPSVM.tried]).toEqual(["F1", "00000000", 0]);
  });
  test("does nothing where there is no function for it", () => {
    for (const code of ["00", "01", "16"]) expectLeft("other E6", { instruction: `E6${code}05000000` });
  });
  test("is none beyond the last", () => {
    const ran = run({ instruction: "E61705000000" });
    expect([end(ran), word(ran, 0x8c)]).toEqual(["F0", "00060001"]);
  });
});

test("STECPSVM stores the level", () => {
  const ran = expectDone("STECPSVM", { instruction: STEVL }, "F1");
  expect(word(ran, 0x500)).toBe("00000014");
});

describe("pages", () => {
  // Storage size and core table; frame 3's entry.
  const core = (count: number, flags: string, address = "500"): string[] => [
    `ORG P+X'${address}'`,
    "DC F'65536',A(X'600')",
    "ORG P+X'634'",
    `DC F'${count}',X'${flags}000000'`,
  ];

  test.each([
    [7, "00", "00000001", "80000000"],
    [7, "82", "00000008", "82000000"],
  ])("PTRLK counts from %i with flags %s to %s", (count, flags, counted, flagged) => {
    const ran = expectDone("PTRLK", {
      instruction: "E60205043123",
      data: core(count, flags),
      registers: { 3: 0x3000 },
    });
    expect([word(ran, 0x634), word(ran, 0x638)]).toEqual([counted, flagged]);
  });
  test.each([
    [2, "8A", "00000001", "8A000000"],
    [1, "8A", "00000000", "08000000"],
  ])("PTRUL counts from %i with flags %s to %s", (count, flags, counted, flagged) => {
    const ran = expectDone("PTRUL", {
      instruction: "E60305003000",
      data: core(count, flags),
      registers: { 3: 0x3000 },
    });
    expect([word(ran, 0x634), word(ran, 0x638)]).toEqual([counted, flagged]);
  });
  test("PTRUL leaves a page that is not locked, and one beyond storage", () => {
    const registers = { 3: 0x3000 };
    expectLeft("PTRUL", { instruction: "E60305003000", data: core(1, "00"), registers });
    expectLeft("PTRUL", { instruction: "E60305003000", data: core(1, "80"), registers: { 3: 0x1_0000 } });
  });

  // Translation: page 1 of segment 0 is frame 3, page 2 is away.
  const tables = ["ORG P+X'700'", "DC X'F0000740'", "ORG P+X'740'", "DC X'0000',X'0030',X'0008'"];
  const translating = (given: Given, changed = 0): Given & { changed: number } => ({
    ...given,
    data: [...core(4, given.data?.[0] ?? "80", "504"), ...tables],
    changed,
  });
  const translated = (given: Given & { changed: number }): System370 => {
    const made = machine({ ...given, executor: "interpreter" });
    made.setCr(0, 0x0080_0000);
    made.setCr(1, 0x700);
    made.processor.setStorageKey(0x3800, given.changed);
    made.run({ ticks: 20 });
    return made;
  };

  test("TRANBRNG gives the real address of a page that is there", () => {
    const ran = translated(translating({ instruction: "E60805080900", registers: { 1: 0x1456 } }));
    expect([end(ran), ran.gr(2), word(ran, 0x634)]).toEqual(["F2", 0x3456, "00000004"]);
  });
  test("TRANLOCK locks it too", () => {
    const ran = translated(translating({ instruction: "E60905080900", registers: { 1: 0x1456 } }));
    expect([end(ran), ran.gr(2), word(ran, 0x634)]).toEqual(["F2", 0x3456, "00000005"]);
  });
  test.each([
    ["a page that is away", 0x2000, "80", 0, "F1"],
    ["a shared page that was changed", 0x1000, "88", 2, "F1"],
    ["but not one that was not", 0x1000, "88", 4, "F2"],
    ["and not one of one's own", 0x1000, "80", 2, "F2"],
  ])("they leave %s", (_what, address, flags, changed, where) => {
    for (const code of ["08", "09"]) {
      const given = { instruction: `E6${code}05080900`, registers: { 1: address }, data: [flags] };
      expect(end(translated(translating(given, changed)))).toBe(where);
    }
  });
});

describe("blocks", () => {
  // Channel 2's block is at X'680', its unit 3's at X'6C0', that one's device 4 at X'778'.
  const virtual = [
    "ORG P+X'500'",
    "DC 2H'-1',X'0040'",
    "ORG P+X'540'",
    "DC A(X'640',X'6A0',X'770')",
    "ORG P+X'688'",
    "DC 3H'-1',X'0020',12H'-1'",
    "ORG P+X'6C8'",
    "DC 4H'-1',X'0008',11H'-1'",
  ];
  test("SCNVU finds those of a virtual device", () => {
    const ran = expectDone("SCNVU", { instruction: "E60605000540", data: virtual, registers: { 1: 0x234 } });
    expect([ran.gr(6), ran.gr(7), ran.gr(8)]).toEqual([0x680, 0x6c0, 0x778]);
  });
  test.each([0x134, 0x244, 0x235])("SCNVU leaves %i, which has none", (address) => {
    expectLeft("SCNVU", { instruction: "E60605000540", data: virtual, registers: { 1: address } });
  });

  // Devices X'220' to X'22F' have one unit; X'228' to X'22F', asked for by eights, none of their own.
  const real = (alternate: string): string[] => [
    "ORG P+X'500'",
    "DC A(X'510',X'600',X'680',X'700')",
    "ORG P+X'510'",
    "DC 2H'-1',X'0010'",
    "ORG P+X'630'",
    "DC 4H'-1',X'0020',2H'-1',25H'-1'",
    "ORG P+X'6A4'",
    `DC X'00${alternate}0000'`,
    "ORG P+X'6B0'",
    "DC A(X'6F0')",
    "ORG P+X'6C8'",
    "DC 12H'-1',X'0003',3H'-1'",
  ];
  test("SCNRU finds those of a real device", () => {
    const ran = expectDone("SCNRU", { instruction: "E60E022C0500", data: real("00") });
    expect([ran.gr(6), ran.gr(7), ran.gr(8), ran.gr(15)]).toEqual([0x610, 0x6a0, 0x718, 0]);
  });
  test("SCNRU gives the primary unit for an alternate one", () => {
    const ran = expectDone("SCNRU", { instruction: "E60E022C0500", data: real("40") });
    expect(ran.gr(7)).toBe(0x6f0);
  });
  test.each(["12C", "23C", "22D"])("SCNRU leaves %s, which has none", (address) => {
    expectLeft("SCNRU", { instruction: `E60E0${address}0500`, data: real("00") });
  });
});

describe("free storage", () => {
  // At most 9 doublewords; sizes 1 to 3 have the chain at offset 4, whose first blocks are X'A00' and X'A10'; the rest, none.
  const chains = [
    "ORG P+X'500'",
    "DC F'9',A(0,X'A00')",
    "ORG P+X'520'",
    "DC X'00040404',7X'00'",
    "ORG P+X'A00'",
    "DC A(X'A10')",
  ];
  test("FREEX takes a block from its chain", () => {
    const ran = expectDone("FREEX", { instruction: "E61405000520", data: chains, registers: { 0: 3 } });
    expect([ran.gr(1), word(ran, 0x508)]).toEqual([0xa00, "00000A10"]);
  });
  test.each([0, 4, 10, 0x8000_0003])("FREEX leaves %i doublewords", (count) => {
    expectLeft("FREEX", { instruction: "E61405000520", data: chains, registers: { 0: count } });
  });

  const lists = [
    ...chains,
    "ORG P+X'540'",
    "DC A(X'600'),C'FREE',F'9',X'040404',6X'00'",
    "ORG P+X'600'",
    "DC C'FREE',F'0',X'02000000'",
    "ORG P+X'610'",
    "DC C'FREE',F'0',X'82000000',F'0',C'USER',F'0',X'02000000'",
  ];
  const returning = { instruction: "E61505000540", data: lists };
  test("FRETX puts one back", () => {
    const ran = expectDone("FRETX", { ...returning, registers: { 0: 2, 1: 0xa20 } });
    expect([word(ran, 0x508), word(ran, 0xa20)]).toEqual(["00000A20", "00000A00"]);
  });
  test.each([
    ["none", 0, 0xa20],
    ["too many", 10, 0xa20],
    ["what is first in the chain", 2, 0xa00],
    ["a frame that is locked", 2, 0x1a20],
    ["a frame that is somebody's", 2, 0x2a20],
    ["what is beyond storage", 2, 0x1_0000],
  ])("FRETX leaves %s", (_what, count, block) => {
    const ran = expectLeft("FRETX", { ...returning, registers: { 0: count, 1: block } });
    expect(word(ran, 0x508)).toBe("00000A00");
  });
});
