/** UNTFR and UNTRN: a real channel program that has ended. */
import { describe, expect, test } from "vitest";
import { AT, BACK, expectDone, expectLeft, type Given } from "./nucleus.ts";

const { TASK, TASK2, SAVE, IOB, DEVICE, CORE } = AT;

/** Exits of UNTFR, by their number in the list. */
const UNREL = 0;
const UNTFRET = 1;
const PTRUL2 = 2;
const UNTFRXIT = 3;
const NXTCCW = 4;
const PTRUL1 = 5;
const ITSAREL = 6;

describe("UNTRN", () => {
  // A task of four CCWs, of which the second is the control program's own; it began as a virtual one at X'5000'.
  const csw = (address: string): Given => ({
    op: "E610 0(3),0",
    code: ["L 3,=A(DEVICE)"],
    blocks: [
      "ORG TASK",
      "DC A(0,X'5000'),2H'4',X'FFFF',H'6'",
      "DC X'02004000',X'40800050'",
      "DC X'07004000',X'40400006'",
      "DC X'31004000',X'40800005'",
      "DC X'06004000',X'00800050'",
      "ORG DEVICE",
      `DC ${address}`,
    ],
  });

  test.each([
    ["the first's end", "X'00',AL3(TASK+24)", "00005008"],
    ["the last's end, with the key kept", "X'70',AL3(TASK+48)", "70005018"],
    ["what is behind the control program's own", "X'00',AL3(TASK+32)", "00005008"],
  ])("gives the virtual CCW's address for %s", (_what, address, expected) => {
    expect(expectDone("UNTRN", BACK, csw(address)).bytes(DEVICE)).toBe(expected);
  });
  test("does nothing to zero", () => {
    expect(expectDone("UNTRN", BACK, csw("X'70000000'")).bytes(DEVICE)).toBe("70000000");
  });
  test("leaves what has no beginning", () => {
    const given = csw("X'00',AL3(TASK+24)");
    expectLeft("UNTRN", { ...given, blocks: [...(given.blocks ?? []), "ORG TASK+12", "DC X'0000'"] });
  });
});

describe("UNTFR", () => {
  /**
   * Frames 4 and 5 are locked once, and twice. Tasks lie in frame 2, which is free storage: blocks of 6 doublewords belong to the chain that
   * begins with BLOCK.
   */
  const ended = (...blocks: string[]): Given => ({
    op: "E605 LIST,EXITS",
    code: ["L 10,=A(IOB)", "L 11,=A(VM1)", "L 13,=A(SAVE)", "LA 3,333"],
    blocks: [
      "ORG LIST",
      "DC A(FRAMES,CHAINS,RETURNED)",
      "@FRAMES DC A(X'10000',CORE)",
      "@CHAINS DC F'12',A(BLOCK)",
      "@RETURNED DC A(CORE),C'FREE',F'12',12X'00'",
      "ORG CORE+X'20'",
      "DC C'FREE',F'0',X'02000000'",
      "ORG CORE+X'40'",
      "DC A(0,1),X'82000000'",
      "ORG CORE+X'50'",
      "DC A(0,2),X'80000000'",
      "ORG IOB+X'20'",
      "DC A(TASK+16)",
      // A read into frame 4, one that needs nothing, a write from frame 5.
      "ORG TASK",
      "DC A(0,X'5000'),2H'3',X'FFFF',H'6'",
      "DC X'02004010',X'40800050'",
      "DC X'03006000',X'40000001'",
      "DC X'01005000',X'00800050'",
      ...blocks,
    ],
  });
  const locks = (of: { bytes(at: number, length?: number): string }): string[] =>
    [0x44, 0x48, 0x54, 0x58].map((at) => of.bytes(CORE + at));

  test("unlocks data, and gives the storage back", () => {
    const done = expectDone("UNTFR", UNTFRXIT, ended());
    expect(locks(done)).toEqual(["00000000", "00000000", "00000001", "80000000"]);
    expect([done.bytes(IOB + 0x20), done.bytes(TASK), done.gr(4)]).toEqual(["00000000", "00002C00", 0]);
    expect([done.bytes(SAVE + 0x10 + 12), done.bytes(SAVE + 0x10 + 40)]).toEqual(["0000014D", "00002A00"]);
  });
  test("goes through all parts", () => {
    const parts = [
      "ORG TASK",
      "DC A(TASK2)",
      "ORG TASK2",
      "DC A(0,X'5000'),2H'1',X'FFFF',H'3'",
      "DC X'01005000',X'00800050'",
    ];
    const done = expectDone("UNTFR", UNTFRXIT, ended(...parts));
    expect(locks(done).slice(2)).toEqual(["00000000", "00000000"]);
    expect([done.bytes(TASK2), done.gr(0), done.gr(1)]).toEqual(["00002800", 3, TASK2]);
  });
  test("of a device that was reserved there is more to do", () => {
    expectDone("UNTFR", ITSAREL, ended("ORG IOB+X'39'", "DC X'20'"));
    expectDone("UNTFR", UNTFRXIT, ended("ORG IOB+X'39'", "DC X'60'"));
  });
  test("stops where a page is not locked, having unlocked those before", () => {
    const done = expectDone("UNTFR", PTRUL1, ended("ORG CORE+X'58'", "DC X'00'"));
    expect(locks(done).slice(0, 2)).toEqual(["00000000", "00000000"]);
    expect([done.gr(2), done.gr(5), done.gr(6), done.gr(7), done.gr(4), done.gr(9)]).toEqual([
      0x5000,
      0x5000,
      1,
      TASK + 32,
      TASK,
      0x1_0000,
    ]);
  });
  test("stops at the copy of a shared page", () => {
    const done = expectDone("UNTFR", NXTCCW, ended("ORG TASK+21", "DC X'01'"));
    expect([done.gr(6), done.gr(7), ...locks(done).slice(0, 1)]).toEqual([3, TASK + 16, "00000001"]);
  });
  test("stops at storage that it cannot give back", () => {
    const done = expectDone("UNTFR", UNTFRET, ended("ORG TASK+14", "DC H'13'"));
    expect([done.gr(0), done.gr(1), done.gr(4), done.bytes(IOB + 0x20)]).toEqual([13, TASK, 0, "00002810"]);
  });

  describe("of indirect addresses", () => {
    // The first CCW's list: from X'47F0' on, X'C10' bytes or as many as given, three IDAWs.
    const list = (count = "0C10", command = "02", first = "000047F0"): string[] => [
      "ORG TASK+16",
      `DC X'${command}',AL3(DEVICE),X'0480${count}'`,
      "ORG DEVICE",
      `DC X'${first}',X'00004800',X'00005000'`,
      "ORG CORE+X'44'",
      "DC F'2'",
    ];

    test("unlocks each page", () => {
      const done = expectDone("UNTFR", UNTFRXIT, ended(...list()));
      expect(locks(done)).toEqual(["00000000", "00000000", "00000000", "00000000"]);
    });
    test("unlocks as many as the count needs", () => {
      expect(locks(expectDone("UNTFR", UNTFRXIT, ended(...list("0010"))))).toEqual([
        "00000001",
        "82000000",
        "00000001",
        "80000000",
      ]);
    });
    test("counts backward for reading backward", () => {
      const done = expectDone(
        "UNTFR",
        UNTFRXIT,
        ended(...list("0011", "0C", "00004810"), "ORG DEVICE+4", "DC X'000047FF'"),
      );
      expect(locks(done).slice(0, 1)).toEqual(["00000001"]);
    });
    test("ends at one beyond storage", () => {
      const done = expectDone("UNTFR", UNTFRXIT, ended(...list(), "ORG DEVICE+4", "DC X'00FFF800'"));
      expect(locks(done)).toEqual(["00000001", "82000000", "00000001", "80000000"]);
    });
    test("stops where a page is not locked", () => {
      const done = expectDone("UNTFR", PTRUL2, ended(...list(), "ORG CORE+X'58'", "DC X'00'"));
      expect([done.gr(0), done.gr(2), done.gr(5), done.gr(7)]).toEqual([1, 0x5000, DEVICE + 8, TASK + 16]);
    });
    test.each(["20", "04"])("stops where X'%s' says that records were relocated", (flag) => {
      const done = expectDone(
        "UNTFR",
        UNREL,
        ended(...list(), "ORG TASK+21", `DC X'${(0x80 | Number.parseInt(flag, 16)).toString(16)}'`),
      );
      expect([done.gr(0), done.gr(1), done.gr(5)]).toEqual([3, 0xc0f, DEVICE]);
    });
    test("stops at the copy of a shared page", () => {
      expectDone("UNTFR", NXTCCW, ended(...list(), "ORG TASK+21", "DC X'01'"));
    });
  });

  test.each([
    ["no channel program", ["ORG IOB+X'20'", "DC A(0)"]],
    ["a part that is none", ["ORG TASK", "DC X'00FF0000'"]],
  ])("leaves %s", (_what, blocks) => {
    expectLeft("UNTFR", ended(...blocks));
  });
});
