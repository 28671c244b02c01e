/** The shadow-table-bypass assist: a virtual machine whose real addresses are real ones translates by its own tables. */
import { describe, expect, test } from "vitest";
import type { AssistFunction } from "../../../../engine/s370/index.ts";
import { expectSame } from "../executors.ts";
import { AT, type Given, hypervisor, type Run } from "./hypervisor.ts";

/** All functions; and the features. */
const ALL = 0x00ff_0000;
const FEATURES = { virtualMachine: true, shadowBypass: true };
const RUNCR0 = 0x340;

/** The virtual machine's tables: its page 0 is in another frame, pages 1 and 2 are real X'9000' and X'A000', page 3 is invalid. */
const SEGMENTS = 0x8000;
const PAGES = 0x8040;

interface Bypassing extends Partial<Given> {
  readonly lines: readonly string[];
  readonly functions?: number;
}

function bypassing({ lines, functions = ALL, ...rest }: Bypassing): Run {
  const guest = [
    "G CSECT",
    " USING G,0",
    " ORG G+X'68'",
    " DC X'00080000',A(X'A00')",
    " ORG G+X'800'",
    ...lines.map((line) => ` ${line}`),
    " LTORG",
    " ORG G+X'A00'",
    " SVC 76",
    " END",
  ].join("\n");
  const controlRegisters = { 0: 0x0080_0000, 1: SEGMENTS };
  const begun = hypervisor({ features: FEATURES, controlRegisters, guest, ...rest });
  const { machine } = begun;
  const put = (address: number, ...words: number[]): void =>
    words.forEach((word, i) => {
      machine.write(address + 4 * i, Uint8Array.of(word >>> 24, word >>> 16, word >>> 8, word));
    });
  put(AT.micblok + 20, functions);
  put(AT.segmentTable, 0xf000_0000 | AT.pageTable);
  for (let page = 8; page < 16; page += 2) put(AT.pageTable + 2 * page, (page << 20) | ((page + 1) << 4));
  put(SEGMENTS, 0x3000_0000 | PAGES, ...new Array(15).fill(1));
  put(PAGES, 0x0100_0090, 0x00a0_0008);
  put(0x9000, 0x1234_5678);
  put(0xa000, 0x9abc_def0);
  machine.setPsw("0008000000000800");
  return begun;
}

function run(given: Bypassing): Run {
  const ran = bypassing(given);
  ran.machine.run({ ticks: 200 });
  for (const way of [{ executor: "interpreter" }, { executor: "cold" }, { hot: 0 }] as const) {
    const other = bypassing({ ...given, ...way });
    other.machine.run({ ticks: 200 });
    expectSame(ran.machine, other.machine, JSON.stringify(way));
  }
  return ran;
}

const counts = (ran: Run, name: AssistFunction): unknown => ran.machine.assistCounts[name];
const ONCE = { tried: 1, done: 1 };
const LEFT = { tried: 1, done: 0 };
const ON = "STOSM X'B00',4";
const cc = (ran: Run): number => (Number.parseInt(ran.word(0x20), 16) >>> 12) & 3;

describe("turning translation on and off", () => {
  test("STOSM makes the virtual machine's tables the real ones", () => {
    const ran = run({ lines: [ON, "L 2,=A(X'1000')", "L 3,0(,2)", "SVC 76"] });
    expect([ran.machine.gr(3), ran.left(), counts(ran, "bypass STOSM")]).toEqual([0x1234_5678, 0, ONCE]);
    expect(ran.virtualPsw().slice(0, 8)).toBe("04080000");
    expect([ran.machine.cr(1), ran.word(RUNCR0), ran.word(RUNCR0 + 4)]).toEqual([SEGMENTS, "00800080", "00008000"]);
    expect(ran.guestWord(0xb00)).toBe("00000000");
  });
  test("STNSM brings back the tables of MICRSEG", () => {
    const ran = run({ lines: [ON, "STNSM X'B01',X'FB'", "L 2,=A(X'9000')", "L 3,0(,2)", "SVC 76"] });
    expect([ran.machine.gr(3), ran.left(), counts(ran, "bypass STNSM")]).toEqual([0x1234_5678, 0, ONCE]);
    expect(ran.virtualPsw().slice(0, 8)).toBe("00080000");
    expect([ran.machine.cr(1), ran.word(RUNCR0 + 4), ran.guestWord(0xb00)]).toEqual([
      AT.segmentTable,
      "00002100",
      "00040000",
    ]);
  });
  test("other masks are the virtual-machine assist's", () => {
    const ran = run({ lines: ["STOSM X'B00',3", "STOSM X'B00',7", "SVC 76"] });
    expect([counts(ran, "bypass STOSM"), counts(ran, "STOSM")]).toEqual([
      { tried: 2, done: 0 },
      { tried: 2, done: 1 },
    ]);
    expect(ran.left()).toBe(1);
  });
  test.each([
    ["bit 8 of MICACF zero", 0x007f_0000],
    ["bit 14 of MICACF zero", 0x00fd_0000],
  ])("is left with %s", (_what, functions) => {
    const ran = run({ lines: [ON, "SVC 76"], functions });
    expect([ran.left(), counts(ran, "bypass STOSM")]).toEqual([1, { tried: 0, done: 0 }]);
  });
  test("is left where the assist is not installed, and in BC mode", () => {
    expect(run({ lines: [ON, "SVC 76"], features: { virtualMachine: true } }).left()).toBe(1);
    // There bit 5 is a channel's mask, which is the virtual-machine assist's affair.
    const ran = run({ lines: [ON, "SVC 76"], psw: "0000000000000800" });
    expect([ran.left(), counts(ran, "bypass STOSM"), counts(ran, "STOSM")]).toEqual([0, LEFT, ONCE]);
  });
});

describe("with translation on", () => {
  test("LRA is the real one", () => {
    const ran = run({ lines: [ON, "L 2,=A(X'2345')", "LRA 4,0(,2)", "SVC 76"] });
    expect([ran.machine.gr(4), cc(ran), counts(ran, "bypass LRA"), counts(ran, "LRA")]).toEqual([
      0xa345,
      0,
      ONCE,
      { tried: 0, done: 0 },
    ]);
  });
  test("IPTE invalidates, and the lookaside buffer forgets", () => {
    const lines = [ON, "L 2,=A(X'1000')", "L 3,0(,2)", "L 5,=A(X'8040')", "IPTE 5,2", "LRA 4,0(,2)", "SVC 76"];
    const ran = run({ lines });
    expect([ran.word(PAGES), cc(ran), counts(ran, "bypass IPTE"), ran.left()]).toEqual(["01000098", 2, ONCE, 0]);
    const used = run({ lines: [...lines.slice(0, -2), "L 3,0(,2)", "SVC 76"], functions: ALL & ~0x0010_0000 });
    expect(used.word(0x90)).toBe("00001000");
  });
  test("IPTE of a table in page 0 is left", () => {
    const ran = run({ lines: [ON, "LA 5,X'C00'", "IPTE 5,5", "SVC 76"] });
    expect([ran.left(), counts(ran, "bypass IPTE")]).toEqual([1, LEFT]);
  });
  test("TPROT and PTLB are the real ones", () => {
    const ran = run({ lines: [ON, "L 2,=A(X'3000')", "PTLB", "TPROT 0(2),0", "SVC 76"] });
    expect([cc(ran), counts(ran, "bypass TPROT"), counts(ran, "bypass PTLB"), ran.left()]).toEqual([3, ONCE, ONCE, 0]);
  });
  test("LCTL of register 1 changes the tables", () => {
    const ran = run({ lines: [ON, "LCTL 1,1,=X'01008000'", "SVC 76"] });
    expect([ran.machine.cr(1), ran.word(AT.controlRegisters + 4), ran.word(RUNCR0 + 4)]).toEqual([
      0x0100_8000,
      "01008000",
      "01008000",
    ]);
    expect([counts(ran, "bypass LCTL"), ran.left()]).toEqual([ONCE, 0]);
  });
});

describe("a page fault", () => {
  const lines = [ON, "L 2,=A(X'3456')", "L 3,0(,2)"];

  test("is the virtual machine's program interruption", () => {
    const ran = run({ lines });
    expect(counts(ran, "bypass page fault")).toEqual(ONCE);
    expect([0x28, 0x2c, 0x8c, 0x90].map((at) => ran.guestWord(at))).toEqual([
      "04080000",
      "00000808",
      "00040011",
      "00003000",
    ]);
    // Its new PSW has translation off, so the tables are MICRSEG's again.
    expect([ran.virtualPsw(), ran.machine.cr(1), ran.word(RUNCR0 + 4)]).toEqual([
      "0008000000000A02",
      AT.segmentTable,
      "00002100",
    ]);
  });
  test("is left where the MICBLOK is beyond storage", () => {
    const begun = bypassing({ lines });
    begun.machine.run({ ticks: 5 });
    begun.machine.setCr(6, 0x80f0_0000);
    begun.machine.run({ ticks: 200 });
    expect([begun.machine.pswHex, begun.word(0x90)]).toEqual(["000A0000000000F0", "00003000"]);
  });
  test("is left without its function, and without translation", () => {
    const ran = run({ lines, functions: ALL & ~0x0010_0000 });
    expect([ran.machine.pswHex, ran.word(0x90)]).toEqual(["000A0000000000F0", "00003000"]);
    const own = run({ lines: lines.slice(1) });
    expect([own.machine.pswHex, counts(own, "bypass page fault")]).toEqual(["000A0000000000F0", LEFT]);
  });
});

describe("bounds", () => {
  /** Its page 0 where the virtual machine has it; page 2 is at the end of its storage, page 3 beyond. */
  const bounded = (lines: readonly string[], entries: readonly [number, number] = [0x0000_0090, 0x00a0_00b0]): Run => {
    const prepare = (way: Partial<Given>): Run => {
      const begun = bypassing({ lines, controls: 0x8000_0001 | 0, ...way });
      const put = (address: number, word: number): void =>
        begun.machine.write(address, Uint8Array.of(word >>> 24, word >>> 16, word >>> 8, word));
      put(AT.micblok + 24, 0xb000);
      put(PAGES, entries[0]);
      put(PAGES + 4, entries[1]);
      put(0xb000, 0x5ec2e7);
      begun.machine.run({ ticks: 200 });
      return begun;
    };
    const ran = prepare({});
    for (const way of [{ executor: "interpreter" }, { executor: "cold" }, { hot: 0 }] as const)
      expectSame(ran.machine, prepare(way).machine, JSON.stringify(way));
    return ran;
  };
  const stopped = (ran: Run): readonly string[] => [ran.machine.pswHex, ran.word(0x8c)];
  const ADDRESSING = ["000A0000000000F0", "00040005"];

  test("page 0 is in the frame of MICRSEG, and LRA does not tell", () => {
    const ran = bounded([
      ON,
      "MVC X'B10'(4),X'60'",
      "LA 2,X'234'",
      "LRA 4,0(,2)",
      "ST 4,X'B14'",
      "TPROT 0(2),0",
      "SVC 76",
    ]);
    expect([ran.left(), ran.machine.gr(4), ran.guestWord(0xb14), cc(ran)]).toEqual([0, 0x234, "00000234", 0]);
    expect([ran.word(0xb14), ran.machine.cr(1)]).toEqual(["00000000", SEGMENTS]);
  });
  test("a page up to its size is its own, the next is none", () => {
    const own = bounded([ON, "L 2,=A(X'2000')", "L 3,0(,2)", "SVC 76"]);
    expect([own.machine.gr(3), own.left()]).toEqual([0x9abc_def0, 0]);
    expect(stopped(bounded([ON, "L 2,=A(X'3000')", "L 3,0(,2)", "SVC 76"]))).toEqual(ADDRESSING);
    expect(stopped(bounded([ON, "L 2,=A(X'3000')", "ST 3,0(,2)", "SVC 76"]))).toEqual(ADDRESSING);
    expect(stopped(bounded([ON, "L 2,=A(X'3000')", "TPROT 0(2),0", "SVC 76"]))[1]).toBe("00060005");
  });
  test("LRA of a page that is none tells its address all the same", () => {
    const ran = bounded([ON, "L 2,=A(X'3008')", "LRA 4,0(,2)", "SVC 76"]);
    expect([ran.machine.gr(4), cc(ran), ran.left()]).toEqual([0xb008, 0, 0]);
  });
  test("tables are none beyond its size", () => {
    expect(stopped(bounded([ON, "LCTL 1,1,=X'0000B000'", "L 3,0"]))).toEqual(ADDRESSING);
  });
  test("IPTE of a table that may lie beyond is left", () => {
    const ran = bounded([ON, "L 5,=A(X'AFF8')", "IPTE 5,5", "SVC 76"]);
    expect([ran.left(), counts(ran, "bypass IPTE")]).toEqual([1, LEFT]);
  });
  test("are none without translation, nor where control register 6 does not ask for them", () => {
    const ran = bounded(["L 2,=A(X'1000')", "L 3,0(,2)", "SVC 76"]);
    expect([ran.left(), stopped(ran)[0]]).toEqual([0, "000A0000000000F1"]);
    const free = run({ lines: [ON, "L 2,=A(X'2000')", "L 3,0(,2)", "SVC 76"] });
    expect(free.machine.gr(3)).toBe(0x9abc_def0);
  });
});
