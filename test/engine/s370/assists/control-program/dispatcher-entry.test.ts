/** DSP0: the main entry to the dispatcher. */
import { describe, expect, test } from "vitest";
import { AT, expectDone, expectLeft, type Given } from "./nucleus.ts";

const { VM1, VM2, BLOCK, MORE, LIST } = AT;

/** Exits, by their number in the list. */
const DISPATCH = 0;
const OUT_OF_WAIT = 1;
const TIMER = 2;
const CP_WAIT = 3;
const PENDING = 4;
const EXTERNAL = 5;
const INPUT_OUTPUT = 6;
const VIRTUAL_WAIT = 7;
const BAD_TIMER = 8;
const CLEAN = 9;

/** The dispatcher is entered for VM1, whom nothing keeps from running. */
const entered = (...blocks: string[]): Given => ({
  op: "E60D LIST,EXITS",
  code: ["L 11,=A(VM1)"],
  blocks: [
    "ORG LIST",
    "DC F'7',A(X'123456')",
    "ORG VM1+VMPSW",
    "DC X'0000000000000000'",
    "ORG VM1+VMPXINT",
    "DC A(0)",
    "ORG PSA+X'338'",
    "DC A(VM1)",
    ...blocks,
  ],
});

test("one that nothing is to be done for is dispatched, and counted", () => {
  const ended = expectDone("DSP0", DISPATCH, entered("ORG VM1+VMRSTAT", "DC X'11'"));
  expect([ended.bytes(VM1 + 0x58, 1), ended.bytes(LIST)]).toEqual(["00", "00000008"]);
});

test("out of the wait state", () => {
  const ended = expectDone("DSP0", OUT_OF_WAIT, entered("ORG PSA+X'348'", "DC X'80'", "ORG VM1+VMRSTAT", "DC X'FF'"));
  expect([ended.bytes(VM1 + 0x58, 1), ended.bytes(LIST)]).toEqual(["FF", "00000008"]);
});

test.each(["80", "40", "20", "08", "04", "02"])("X'%s' in VMRSTAT is a wait in the control program", (status) => {
  expectDone("DSP0", CP_WAIT, entered("ORG VM1+VMRSTAT", `DC X'${status}'`));
});

test.each(["40", "08"])("X'%s' in VMPEND comes first", (pending) => {
  expectDone("DSP0", PENDING, entered("ORG VM1+VMPEND", `DC X'${pending}'`, "ORG VM1+VMIOINT", "DC X'8000'"));
});

test("a virtual wait is remembered", () => {
  const ended = expectDone(
    "DSP0",
    VIRTUAL_WAIT,
    entered("ORG VM1+VMPSW", "DC X'00020000'", "ORG VM1+VMRSTAT", "DC X'01'"),
  );
  expect(ended.bytes(VM1 + 0x58, 1)).toBe("10");
});

describe("external interruptions", () => {
  const waiting = [
    "ORG VM1+VMPXINT",
    "DC A(BLOCK)",
    "ORG BLOCK",
    "DC A(MORE),XL6'0',X'0800'",
    "ORG MORE",
    "DC A(0),XL6'0',X'00C0'",
  ];
  const open = ["ORG VM1+VMPSW", "DC X'01000000'"];

  test("the first that is let in is found, with where its address lies", () => {
    const ended = expectDone("DSP0", EXTERNAL, entered(...waiting, ...open, "ORG VM1+VMECEXT", "DC X'00000090'"));
    expect([ended.gr(4), ended.gr(5), ended.gr(6), ended.gr(11)]).toEqual([0x80, BLOCK, MORE, VM1]);
  });
  test("of the first in the chain the VMBLOK has the address", () => {
    const ended = expectDone("DSP0", EXTERNAL, entered(...waiting, ...open, "ORG VM1+VMECEXT", "DC X'00000800'"));
    expect([ended.gr(4), ended.gr(5), ended.gr(6)]).toEqual([0x800, VM1 + 0x184, BLOCK]);
  });
  test("with EC mode the ECBLOK has control register 0", () => {
    const ec = ["ORG VM1+VMPSTAT", "DC X'40'", "ORG VM1+VMECEXT", "DC A(ECB)", "ORG ECB", "DC X'00000040'"];
    expect(expectDone("DSP0", EXTERNAL, entered(...waiting, ...open, ...ec)).gr(4)).toBe(0x40);
  });
  test("none is let in by the masks", () => {
    expectDone("DSP0", DISPATCH, entered(...waiting, ...open, "ORG VM1+VMECEXT", "DC X'0000F73F'"));
    expectDone("DSP0", DISPATCH, entered(...waiting, "ORG VM1+VMECEXT", "DC X'FFFFFFFF'"));
  });
  test("a chain without an end is left", () => {
    expectLeft("DSP0", entered(...waiting, ...open, "ORG MORE", "DC A(BLOCK)"));
  });
});

describe("input/output interruptions", () => {
  const waiting = (channels: string, psw: string): string[] => [
    "ORG VM1+VMIOINT",
    `DC X'${channels}'`,
    "ORG VM1+VMPSW",
    `DC X'${psw}'`,
  ];
  const ec = (cr2: string, extended = ""): string[] => [
    "ORG VM1+VMPSTAT",
    "DC X'40'",
    "ORG VM1+VMECEXT",
    "DC A(ECB)",
    "ORG ECB+8",
    `DC X'${cr2}'`,
    ...(extended ? ["ORG VM1+VMESTAT", `DC X'${extended}'`] : []),
  ];

  test.each([
    ["BC mode, by the PSW", waiting("A000", "80000000"), 0x8000_0000],
    [
      "BC mode, from channel 6 on by control register 2",
      [...waiting("0300", "02000000"), ...ec("FE000000")],
      0x0200_0000,
    ],
    ["EC mode", [...waiting("A000", "02080000"), ...ec("20000000", "08")], 0x2000_0000],
  ])("%s", (_what, blocks, channels) => {
    const ended = expectDone("DSP0", INPUT_OUTPUT, entered(...blocks));
    expect([ended.gr(7) >>> 0, ended.gr(11)]).toEqual([channels, VM1]);
  });
  test.each([
    ["BC mode, not in the PSW", waiting("8000", "7F000000")],
    ["BC mode, channels 0 to 5 are not control register 2's", [...waiting("8000", "02000000"), ...ec("FFFFFFFF")]],
    ["BC mode, bit 6 zero", [...waiting("0200", "FC000000"), ...ec("FFFFFFFF")]],
    ["without EC mode there are six channels", waiting("0200", "FF000000")],
    ["EC mode, not in the PSW", [...waiting("8000", "FD080000"), ...ec("FFFFFFFF", "08")]],
    ["EC mode, not in control register 2", [...waiting("8000", "02080000"), ...ec("7FFFFFFF", "08")]],
  ])("%s", (_what, blocks) => {
    expectDone("DSP0", DISPATCH, entered(...blocks));
  });
});

describe("the time that a virtual machine has run", () => {
  const SECOND = "0000000100000000";
  /** VM1 ran, its slice not over, its queue not either; the timer has gone from 5000 to 4000. */
  const ran = (...blocks: string[]): Given => {
    const given = entered(
      "ORG PSA+X'348'",
      "DC X'40'",
      "ORG PSA+X'4C'",
      "DC F'4000'",
      "ORG PSA+X'54'",
      "DC F'5000'",
      "ORG VM1+VMSEG",
      "DC A(SEGMENTS)",
      "ORG VM1+VMDSTAT",
      "DC X'88'",
      "ORG VM1+VMTMOUTQ",
      "DC X'0000000000300000'",
      "ORG PSA+X'6A8'",
      "DC X'0000000000500000'",
      "ORG PSA+X'328'",
      "DC X'0000000001000000'",
      ...blocks,
    );
    return {
      ...given,
      code: [...(given.code ?? []), "SPT TIME", "ST 0,X'50'"],
      blocks: [...(given.blocks ?? []), "ORG X'C80'", `@TIME DC X'${SECOND}'`],
    };
  };

  test("is charged, and the interval timer kept", () => {
    const ended = expectDone("DSP0", DISPATCH, ran());
    const left = BigInt(`0x${ended.bytes(VM1 + 0x80, 8)}`);
    expect([left < 0x1_0000_0000n, left > 0xffff_0000n, ended.bytes(0x348, 1)]).toEqual([true, true, "28"]);
    expect([ended.bytes(0x328, 8), ended.bytes(VM1 + 0x59, 1)]).toEqual(["0000000000E00000", "88"]);
  });
  test("is not told twice", () => {
    const ended = expectDone("DSP0", DISPATCH, ran("ORG PSA+X'6A8'", "DC X'0000000000300000'"));
    expect(ended.bytes(0x328, 8)).toBe("0000000001000000");
  });
  test("its slice is over", () => {
    const given = ran();
    const code = [...(given.code ?? []), "L 0,=F'-1'", "ST 0,X'50'"];
    expect(expectDone("DSP0", DISPATCH, { ...given, code }).bytes(VM1 + 0x59, 1)).toBe("48");
  });
  test("it stays in its queue no longer", () => {
    const ended = expectDone("DSP0", DISPATCH, ran("ORG VM1+VMTMINQ", "DC X'00000000FF000000'"));
    expect(ended.bytes(VM1 + 0x59, 1)).toBe("28");
  });
  test("that of another is charged to the one that ran", () => {
    const other = [
      "ORG PSA+X'338'",
      "DC A(VM2)",
      "ORG VM2+VMTTIME",
      "DC X'0000000200000000'",
      "ORG PSA+X'4C'",
      "DC F'-9'",
    ];
    const ended = expectDone("DSP0", DISPATCH, ran(...other, "ORG VM2+VMDSTAT", "DC X'88'"));
    expect([ended.gr(11), ended.bytes(VM2 + 0x59, 1), ended.bytes(VM1 + 0x59, 1)]).toEqual([VM2, "48", "88"]);
    expect(ended.bytes(0x54)).toBe("FFFFFFF7");
    expect(ended.machine.processor.clocks.cpuTimer > 0x1_f000_0000n).toBe(true);
  });
  test("an interruption that came while it ran is cleared up first", () => {
    expectDone("DSP0", CLEAN, ran("ORG PSA+X'38'", "DC X'07'"));
    expectDone("DSP0", DISPATCH, ran("ORG PSA+X'38'", "DC X'07'", "ORG VM1+VMDSTAT", "DC X'08'"));
  });

  describe("counts for its interval timer", () => {
    const timer = (level: string, ...blocks: string[]): Given =>
      ran("ORG VM1+VMTLEVEL", `DC X'${level}'`, "ORG X'5050'", "DC F'10000'", ...blocks);

    test.each(["80", "40"])("in its page 0, with X'%s' in VMTLEVEL", (level) => {
      const ended = expectDone("DSP0", DISPATCH, timer(level));
      expect([ended.bytes(0x5050), ended.machine.cr(1)]).toEqual(["00002328", AT.SEGMENTS]);
    });
    test("in the VMBLOK while page 0 is away", () => {
      const ended = expectDone(
        "DSP0",
        DISPATCH,
        timer("80", "ORG PAGES", "DC X'0058'", "ORG VM1+VMTIMER", "DC F'1001'"),
      );
      expect([ended.bytes(VM1 + 0x6c), ended.bytes(0x5050)]).toEqual(["00000001", "00002710"]);
    });
    test("and interrupts where it goes negative", () => {
      const ended = expectDone("DSP0", TIMER, timer("80", "ORG X'5050'", "DC F'999'"));
      expect([ended.bytes(0x5050), ended.gr(3), ended.gr(4), ended.gr(9)]).toEqual([
        "FFFFFFFF",
        0,
        0x0080_0080,
        0x12_3456,
      ]);
      expect([ended.gr(11), ended.bytes(VM1 + 0x59, 1)]).toEqual([VM1, "08"]);
    });
    test("but not where it is off, or the assist's", () => {
      expect(expectDone("DSP0", DISPATCH, timer("20")).bytes(0x5050)).toBe("00002710");
      expect(expectDone("DSP0", DISPATCH, timer("80", "ORG VM1+VMMICRO", "DC X'01'")).bytes(0x5050)).toBe("00002710");
    });
    test("one that ran backward is an error", () => {
      expectDone("DSP0", BAD_TIMER, timer("80", "ORG PSA+X'4C'", "DC F'5001'"));
    });
  });
});

test.each([
  ["a VMBLOK that is none", "DC X'00FF0000'"],
  ["one that lies on no boundary", "DC A(VM1+2)"],
])("%s is left", (_what, runUser) => {
  expectLeft("DSP0", entered("ORG PSA+X'348'", "DC X'40'", "ORG PSA+X'338'", runUser));
});
test("a list of exits that is none is left", () => {
  expectLeft("DSP0", { ...entered(), op: "E60D LIST,0(12)", code: ["L 11,=A(VM1)", "L 12,=X'00FF0000'"] });
});
