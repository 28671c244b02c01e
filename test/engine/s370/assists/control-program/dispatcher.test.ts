/** DSP1 and DSP2: whom the control program goes on with. */
import { describe, expect, test } from "vitest";
import type { AssistFunction } from "../../../../../engine/s370/index.ts";
import { AT, BACK, type Ended, expectDone, expectLeft, type Given, IN_VIRTUAL_MACHINE } from "./nucleus.ts";

const { VM1, VM2, SYSTEM, BLOCK, MORE, LIST, MIC, SEGMENTS, SHADOW, TRACE } = AT;

/** Exits, by their number in the list. */
const LOG_OFF = 0;
const SCHEDULE = 1;
const EXTENDING = 2;
const FRET = 3;
const SHARED = 4;
const NO_ECPS = 5;
const IDLE = 6;
const ABEND = 7;

/** Nothing is stacked; VM1 and VM2 may run, in that order. VM1 stops at its location X'4' with its SVC. */
const BLOCKS = [
  "ORG LIST",
  "DC A(LIST,LIST,LIST,LIST),F'3000',F'0',A(X'C80'),A(CHAINS),A(FRAMES)",
  "ORG LIST+64",
  "DC X'FF000000',X'08000000'",
  "ORG X'C80'",
  "DC A(VM1)",
  // Free storage: frame 2 is that; its chain for 10 doublewords is empty.
  "ORG X'CA0'",
  "@CHAINS DC F'12',A(0)",
  "@FRAMES DC A(CORE),C'FREE',F'12',12X'00'",
  "ORG CORE+X'20'",
  "DC C'FREE',F'0',X'02000000'",
  "ORG PSA+X'338'",
  "DC A(SYSTEM)",
  "ORG PSA+X'37C'",
  "DC A(SYSTEM)",
  "ORG PSA+X'3D4'",
  "DC X'008000E0'",
  "ORG PSA+X'3EC'",
  "DC A(SYSTEM)",
  ...[
    ["VM1", "VM2", "VM1REGS"],
    ["VM2", "X'C80'", "VM2REGS"],
  ].flatMap(([vmblok, next, name]) => [
    `ORG ${vmblok}`,
    `DC A(${next})`,
    `ORG ${vmblok}+VMSEG`,
    "DC A(SEGMENTS)",
    `ORG ${vmblok}+VMDSTAT`,
    "DC X'08'",
    `ORG ${vmblok}+VMTMOUTQ`,
    "DC X'0000000000700000',X'0000000000900000'",
    `ORG ${vmblok}+VMPSW`,
    "DC X'00000000',X'2A000004'",
    `ORG ${vmblok}+VMGPRS`,
    `@${name} DC 16A(${vmblok}+7)`,
    `ORG ${vmblok}+VMPXINT`,
    "DC A(0)",
  ]),
  "ORG X'5004'",
  `DC X'0A${IN_VIRTUAL_MACHINE.toString(16).toUpperCase()}'`,
];

const of = (op: string, ...blocks: string[]): Given => ({
  op: `${op} LIST,EXITS`,
  code: ["L 11,=A(VM2)"],
  blocks: [...BLOCKS, ...blocks],
});

/** What both do. */
const BOTH: readonly (readonly [AssistFunction, string])[] = [
  ["DSP2", "E611"],
  ["DSP1", "E607"],
];

describe("DSP1 asks the scheduler", () => {
  const status = (bytes: string, ...more: string[]): Given => of("E607", "ORG VM2+VMRSTAT", `DC X'${bytes}'`, ...more);

  test("where the virtual machine's state is another than it expects", () => {
    expectDone("DSP1", SCHEDULE, status("80080000"));
  });
  test("but not of the system", () => {
    const given = status("80080000", "ORG PSA+X'37C'", "DC A(VM2)", "ORG PSA+X'338'", "DC A(VM2)");
    expectDone("DSP1", IN_VIRTUAL_MACHINE, given);
  });
  test("before it is logged off while a console function runs", () => {
    expectDone("DSP1", SCHEDULE, status("80080300"));
  });
  test.each([
    ["80080100", "82080000"],
    ["80080302", "82080200"],
  ])("but not where VMRSTAT to VMQSTAT are %s: it is logged off", (before, after) => {
    expect(expectDone("DSP1", LOG_OFF, status(before)).bytes(VM2 + 0x58)).toBe(after);
  });
  test("nor where it is logged off already", () => {
    expect(expectDone("DSP1", IN_VIRTUAL_MACHINE, status("82080100")).bytes(VM2 + 0x58)).toBe("82080000");
  });
});

describe.each(BOTH)("%s", (name, op) => {
  const expects = (at: number, ...blocks: string[]): Ended =>
    expectDone(name, at, of(op, "ORG VM2+VMRSTAT", "DC X'08'", ...blocks));
  const leaves = (...blocks: string[]): void => expectLeft(name, of(op, "ORG VM2+VMRSTAT", "DC X'08'", ...blocks));

  test("waits while free storage is extended, or a machine check dealt with", () => {
    expects(EXTENDING, "ORG PSA+X'349'", "DC X'FF'");
    expects(EXTENDING, "ORG PSA+X'69B'", "DC X'10'");
  });

  const stacked = [
    "ORG LIST+8",
    "DC A(BLOCK,MORE)",
    "ORG BLOCK+8",
    "DC A(MORE,LIST)",
    "ORG BLOCK+X'18'",
    "DC A(VM1,BACK)",
    "ORG MORE+8",
    "DC A(LIST,BLOCK)",
    "ORG VM1+VMSTKCNT",
    "DC H'5'",
  ];
  test("goes on with the first IOBLOK or TRQBLOK that is stacked", () => {
    const ended = expects(BACK, ...stacked);
    expect([ended.gr(10), ended.gr(11), ended.gr(12)]).toEqual([BLOCK, VM1, ended.machine.gr(14)]);
    expect([ended.bytes(LIST + 8), ended.bytes(MORE + 8, 8)]).toEqual(["00002D00", "00000B0000000B00"]);
    expect([ended.bytes(VM1 + 0x1cc, 2), ended.bytes(0x6d0)]).toEqual(["0004", "00002000"]);
  });

  const request = [
    "ORG LIST",
    "DC A(BLOCK,BLOCK)",
    "ORG BLOCK",
    "DC A(LIST,LIST,0,BACK,100,101,102,103,104,105,106,107,108,109,110,VM1,112,113,114,115)",
    "ORG VM1+VMSTKCNT",
    "DC H'5'",
  ];
  test("goes on by a CPEXBLOK, and gives it back", () => {
    const ended = expects(BACK, ...request);
    const numbers = Array.from({ length: 16 }, (_, n) => (n === 11 ? VM1 : 100 + n));
    expect(numbers.slice(0, 15).map((_, n) => ended.gr(n))).toEqual(numbers.slice(0, 15));
    expect([ended.gr(15), ended.bytes(LIST, 8)]).toEqual([
      Number.parseInt(ended.bytes(BLOCK + 12), 16),
      "00000B0000000B00",
    ]);
    expect([ended.bytes(BLOCK), ended.bytes(0xca4), ended.bytes(VM1 + 0x1cc, 2)]).toEqual([
      "00000000",
      "00002C00",
      "0004",
    ]);
  });
  test("leaves giving it back to the control program where it cannot", () => {
    const ended = expects(FRET, ...request, "ORG CORE+X'28'", "DC X'82'");
    expect([ended.gr(0), ended.gr(1), ended.gr(2), ended.gr(10), ended.gr(11)]).toEqual([10, BLOCK, 102, 110, VM1]);
    const saved = Array.from({ length: 6 }, (_, i) => Number.parseInt(ended.bytes(LIST + 40 + 4 * i), 16));
    expect(saved).toEqual([112, 113, 114, Number.parseInt(ended.bytes(BLOCK + 12), 16), 100, 101]);
    expect(ended.bytes(LIST, 8)).toBe("00000B0000000B00");
  });
  test("writes a trace entry for free storage, round the table's end", () => {
    const table = ["ORG PSA+X'C'", "DC A(TRACE,TRACE+32,TRACE+16)", "ORG PSA+X'400'", "DC X'04'"];
    const ended = expects(BACK, ...request, ...table);
    expect(ended.bytes(TRACE + 16, 12)).toBe("870022000000000A00002C00");
    expect(ended.bytes(0x14)).toBe("00003200");
  });

  test("is idle while shared pages are locked, and where nobody may run", () => {
    expects(IDLE, "ORG PSA+X'34A'", "DC X'20'");
    expects(IDLE, "ORG VM1+VMDSTAT", "DC X'00'", "ORG VM2+VMPSW", "DC X'00020000'");
    expects(IDLE, "ORG VM1+VMRSTAT", "DC X'40'", "ORG VM2+VMDSTAT", "DC X'00'");
  });
  test("does not run whom the assist is not for", () => {
    const ended = expects(NO_ECPS, "ORG VM1+VMNOECPS", "DC X'01'");
    expect([ended.gr(1), ended.gr(11)]).toEqual([VM1, SYSTEM]);
  });
  test("leaves a run list without an end", () => {
    leaves("ORG VM2", "DC A(VM1)", "ORG VM1+VMDSTAT", "DC X'00'", "ORG VM2+VMDSTAT", "DC X'00'");
  });
  test("lets the control program look at shared pages of the one that ran before", () => {
    const shared = ["ORG PSA+X'3EC'", "DC A(VM2)", "ORG VM2+VMOSTAT", "DC X'40'", "ORG SYSTEM+VMDSTAT", "DC X'88'"];
    const ended = expects(SHARED, ...shared);
    expect([ended.gr(10), ended.gr(11), ended.bytes(SYSTEM + 0x59, 1)]).toEqual([VM1, VM2, "08"]);
  });

  test("runs the first that may", () => {
    const ended = expects(IN_VIRTUAL_MACHINE, "ORG SYSTEM+VMDSTAT", "DC X'80'", "ORG PSA+X'38'", "DC X'FF'");
    // Old PSW: problem state, key, and conditions of the virtual one.
    expect([ended.bytes(0x20, 8), ended.gr(5)]).toEqual(["070D2A0000000006", VM1 + 7]);
    expect([ended.bytes(0x330, 8), ended.bytes(0x338)]).toEqual(["070D2A0000000004", "00002000"]);
    expect([ended.bytes(0x340, 8), ended.bytes(0x348, 1)]).toEqual(["008000E000003000", "40"]);
    expect([ended.bytes(0x3ec), ended.bytes(0x54), ended.bytes(0x38, 1)]).toEqual(["00002000", "00000BB8", "00"]);
    expect([ended.bytes(VM1 + 0x59, 1), ended.bytes(SYSTEM + 0x59, 1)]).toEqual(["88", "00"]);
    expect([ended.bytes(0x6a8, 8), ended.machine.cr(0), ended.machine.cr(1)]).toEqual([
      "0000000000700000",
      0x80_00e0,
      SEGMENTS,
    ]);
    expect(ended.machine.processor.clocks.cpuTimer).toBe(0x6f_f000n);
  });
  test("gives a compute-bound one four time slices", () => {
    expect(expects(IN_VIRTUAL_MACHINE, "ORG VM1+VMQLEVEL", "DC X'40'").bytes(0x54)).toBe("00002EE0");
  });
  test.each([
    ["77", "0000004D"],
    ["-1", "00000BB8"],
  ])("with %s of its slice left it goes on with %s", (before, after) => {
    const again = ["ORG PSA+X'338'", "DC A(VM1)", "ORG PSA+X'54'", `DC F'${before}'`];
    expect(expects(IN_VIRTUAL_MACHINE, ...again).bytes(0x54)).toBe(after);
  });
  test("loads floating-point registers", () => {
    const values = "DC X'0102030405060708',X'1112131415161718',X'2122232425262728',X'3132333435363738'";
    const { machine } = expects(IN_VIRTUAL_MACHINE, "ORG VM1+VMFPRS", values);
    expect([0, 2, 4, 6].map((n) => machine.fr(n))).toEqual([
      "0102030405060708",
      "1112131415161718",
      "2122232425262728",
      "3132333435363738",
    ]);
  });
  test("purges the lookaside buffer where that is due", () => {
    expect(expects(IN_VIRTUAL_MACHINE, "ORG PSA+X'69B'", "DC X'42'").bytes(0x69b, 1)).toBe("40");
  });
  test("writes a trace entry", () => {
    const table = ["ORG PSA+X'C'", "DC A(TRACE,TRACE+32,TRACE)", "ORG PSA+X'401'", "DC X'80'"];
    const ended = expects(IN_VIRTUAL_MACHINE, ...table);
    expect(ended.bytes(TRACE, 16)).toBe("8A00000000002000070D2A0000000004");
    expect(ended.bytes(0x14)).toBe("00003210");
  });

  const ec = (extended: string, psw = "00080000"): string[] => [
    "ORG VM1+VMPSTAT",
    `DC X'40${extended}'`,
    "ORG VM1+VMECEXT",
    "DC A(ECB)",
    "ORG VM1+VMPSW",
    `DC X'${psw}00000004'`,
    "ORG ECB",
    ...Array.from({ length: 16 }, (_, n) => `DC A(X'A00'+${n})`),
    "DC X'008000E0',A(SHADOW)",
    "ORG SHADOW",
    "DC X'F0003040'",
  ];
  test("with EC mode control registers 4 to 13 are its own", () => {
    const { machine } = expects(IN_VIRTUAL_MACHINE, ...ec("08", "00583B00"));
    expect([3, 4, 5, 7, 13, 14].map((n) => machine.cr(n))).toEqual([0, 0xa04, 0xa05, 0xa07, 0xa0d, 0xc200_0000]);
    expect([machine.cr(1), machine.cr(6)]).toEqual([SEGMENTS, 0]);
  });
  test("that translates, it runs by its shadow tables", () => {
    const ended = expects(IN_VIRTUAL_MACHINE, ...ec("88", "04583B00"));
    expect([ended.machine.cr(1), ended.bytes(0x344), ended.machine.cr(6) >>> 24]).toEqual([SHADOW, "00003100", 4]);
    expect(ended.bytes(0x20)).toBe("075D3B00");
  });
  test("shadow tables that are not valid are the control program's", () => {
    leaves(...ec("89", "04080000"));
    expects(IN_VIRTUAL_MACHINE, ...ec("09", "04080000"));
    expects(ABEND, ...ec("0E", "04080000"));
  });
  test("for tracing, program events are recorded", () => {
    const traced = [
      "ORG VM1+VMTRCTL",
      "DC X'80'",
      "ORG VM1+VMTREXT",
      "DC A(MORE)",
      "ORG MORE+X'1C'",
      "DC X'00000009',X'0A',XL3'B',X'0000000C'",
    ];
    const ended = expects(IN_VIRTUAL_MACHINE, ...traced);
    expect([ended.machine.cr(9), ended.machine.cr(11), ended.bytes(0x330, 1)]).toEqual([9, 0xc, "47"]);
  });

  describe("what control register 6 says of the assists:", () => {
    const assisted = ["ORG VM1+VMMICRO", "DC X'67',AL3(MIC)", "ORG MIC+8", "DC A(VM1+VMPSW)"];
    const controls = (...blocks: string[]): [string, string] => {
      const ended = expects(IN_VIRTUAL_MACHINE, ...assisted, ...blocks);
      expect(ended.bytes(VM1 + 0x17c)).toBe((ended.machine.cr(6) >>> 0).toString(16).padStart(8, "0").toUpperCase());
      return [ended.bytes(VM1 + 0x17c, 1), ended.bytes(MIC + 8, 1)];
    };

    test("they are active", () => expect(controls()).toEqual(["83", "00"]));
    test("not without a MICBLOK", () => {
      const ended = expects(IN_VIRTUAL_MACHINE, "ORG VM1+VMMICRO", "DC X'E7000000'");
      expect(ended.machine.cr(6)).toBe(0x0300_0000);
    });
    test("problem state", () => expect(controls("ORG VM1+VMPSW", "DC X'00010000'")).toEqual(["C3", "00"]));
    test("shared pages have no keys of their own", () => {
      expect(controls("ORG VM1+VMOSTAT", "DC X'40'")).toEqual(["A3", "00"]);
    });
    test.each(["40", "04", "01"])("not while X'%s' in VMTRCTL says that it is traced", (control) => {
      const pending = ["ORG VM1+VMIOINT", "DC X'8000'"];
      expect(controls("ORG VM1+VMTRCTL", `DC X'${control}'`, ...pending)).toEqual(["03", "00"]);
    });
    test("an I/O interruption is pending", () => {
      expect(controls("ORG VM1+VMIOINT", "DC X'0100'")).toEqual(["83", "80"]);
    });
    test("a page fault is, in EC mode", () => {
      const pending = ["ORG VM1+VMPEND", "DC X'08'"];
      expect([controls(...pending)[1], controls(...pending, ...ec("08"))[1]]).toEqual(["00", "80"]);
    });
    test.each([
      ["0080", "80"],
      ["0040", "00"],
    ])("an external interruption for subclass %s: %s", (subclass, pending) => {
      const waiting = ["ORG VM1+VMPXINT", "DC A(BLOCK)", "ORG BLOCK", `DC A(0),XL6'0',X'${subclass}'`];
      expect(controls(...waiting, "ORG VM1+VMECEXT", "DC X'00000080'")).toEqual(["83", pending]);
    });
  });
});
