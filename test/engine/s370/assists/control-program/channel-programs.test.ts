/** DECCW1, DECCWO and CCWGENRL: a virtual channel program becomes a real one. */
import { describe, expect, test } from "vitest";
import { AT, expectDone, expectLeft, type Given } from "./nucleus.ts";

const { TASK, SAVE, IOB, DEVICE, CORE, FRAME } = AT;

/** The program for devices' own commands: 13 where it is for command X'x2', 14 for X'x8', 15 for X'x0'. */
const READ = 13;
const TRANSFER = 14;
const CHAINED = 15;

/** The virtual CCW lies at X'1100', which is in frame 4; the real one is to be the first of the task. */
const BLOCKS = [
  "ORG LIST",
  "DC A(CORE,X'ABCD')",
  "ORG VM1+VMDVSTRT",
  "DC A(DEVICE-X'40')",
  "ORG SAVE+X'30'",
  "DC F'64'",
  "ORG SAVE+X'38'",
  "DC A(IOB)",
  "ORG SAVE+X'44'",
  "DC A(TASK)",
  "ORG SAVE+X'50'",
  "DC A(DEVICE+X'80')",
  "ORG SAVE+X'58'",
  "DC A(TASK)",
  // Displacements by the command's low half, from register 12.
  "ORG DEVICE+X'80'",
  "DC AL2(TO15-TO0,0,TO13-TO0,0,0,0,0,0,TO14-TO0,0,0,0,0,0,0,0)",
  "ORG TASK",
  "DC A(0,X'1100'),2H'0',X'FFFF',H'6'",
];

const translating = (op: string, registers: Readonly<Record<number, string>>, blocks: readonly string[]): Given => ({
  op: `${op} LIST,EXITS`,
  code: [
    "L 11,=A(VM1)",
    "LA 12,TO0",
    "L 13,=A(SAVE)",
    ...Object.entries(registers).map(([register, value]) => `L ${register},=${value}`),
  ],
  blocks: [...BLOCKS, ...blocks],
});

describe("DECCW1", () => {
  /** Exits, by their number in the list. */
  const CCWBAD = 0;
  const CCWTIC1 = 2;
  const ADDRINVL = 3;
  const CCWTIC = 4;

  const ccw = (words: string, ...blocks: string[]): Given =>
    translating("E60C", { 6: "A(TASK+16)", 9: "A(X'1100')" }, ["ORG X'4100'", `DC X'${words}'`, ...blocks]);

  test("brings a CCW into the real channel program, and goes on by its command", () => {
    const ended = expectDone("DECCW1", READ, ccw("02001234408F0050"));
    expect(ended.bytes(TASK + 16, 8)).toBe("0200123440000050");
    expect([1, 2, 3, 4, 8, 9].map((n) => ended.gr(n))).toEqual([0x1234, 0xabcd, 0x0200_1234, 0x4f, DEVICE, 0x1100]);
    expect(ended.bytes(SAVE + 0x0e, 2)).toBe("0240");
  });
  test("data on a page that is away is brought in later", () => {
    expectDone("DECCW1", READ, ccw("0200200000000001"));
  });
  test("an address in no segment is invalid", () => {
    expectDone("DECCW1", ADDRINVL, ccw("0201000000000001"));
  });
  test("a count of zero is bad, but for a transfer in channel", () => {
    const bad = expectDone("DECCW1", CCWBAD, ccw("0200123440000000"));
    expect([bad.gr(1), bad.gr(4)]).toEqual([0x1100, 0]);
    expect(expectDone("DECCW1", CCWTIC, ccw("0800110000000000")).gr(4)).toBe(0xffff_ffff);
    expectDone("DECCW1", TRANSFER, ccw("0800110000000001"));
  });

  describe("behind chained data", () => {
    const chained = ["ORG SAVE+12", "DC X'02C00200'"];

    test("a transfer in channel is marked", () => {
      const ended = expectDone("DECCW1", CCWTIC1, ccw("0800110800000000", ...chained));
      expect([ended.bytes(TASK + 16), ended.gr(1)]).toEqual(["18001108", 0x1108]);
    });
    test("the command is the one before in a new part of the real program", () => {
      const ended = expectDone("DECCW1", READ, ccw("FF00123400000001", ...chained));
      expect([ended.bytes(TASK + 16), ended.gr(3), ended.bytes(SAVE + 14, 2)]).toEqual([
        "02001234",
        0x0200_1234,
        "0200",
      ]);
    });
    test("and none elsewhere", () => {
      const given = ccw("FF00123480000001", ...chained);
      const ended = expectDone("DECCW1", READ, { ...given, code: [...(given.code ?? []), "LA 6,8(,6)"] });
      expect([ended.bytes(TASK + 24), ended.gr(3), ended.bytes(SAVE + 14, 2)]).toEqual(["00001234", 0x1234, "0280"]);
    });
  });

  test.each([
    ["a CCW on a page that is away", ["ORG PAGES+2", "DC X'0048'"]],
    ["data beyond the segment table", ["ORG X'4100'", "DC X'02100000'"]],
    ["data beyond the page table", ["ORG SEGMENTS", "DC X'00003040'", "ORG X'4100'", "DC X'02002000'"]],
    ["data by a page table that is wrong", ["ORG PAGES+6", "DC X'0002'", "ORG X'4100'", "DC X'02003000'"]],
    [
      "a real CCW that is nowhere",
      ["ORG VM1+VMDVSTRT", "DC F'0'", "ORG SAVE+X'30'", "DC F'0'", "ORG SAVE+X'50'", "DC X'00FF0000'"],
    ],
  ])("leaves %s", (_what, blocks) => {
    expectLeft("DECCW1", ccw("02001234408F0050", ...blocks));
  });
  test("leaves a CCW on a shared page that was changed", () => {
    const given = ccw("02001234408F0050", "ORG CORE+X'48'", "DC X'08'");
    expectLeft("DECCW1", { ...given, keys: { 18432: 2 } });
    expectDone("DECCW1", READ, { ...given, keys: { 18432: 4 } });
  });
});

describe("DECCWO", () => {
  const CCWNROOM = 1;
  const next = (end: string, ...blocks: string[]): Given =>
    translating("E604", { 6: "A(TASK+16)", 7: end, 9: "A(X'1100')" }, [
      "ORG SAVE+14",
      "DC X'0240'",
      "ORG X'4108'",
      "DC X'8200123400000001'",
      ...blocks,
    ]);

  test("goes on to the next CCW, and remembers the one before", () => {
    const ended = expectDone("DECCWO", READ, next("A(TASK+32)"));
    expect([ended.gr(6), ended.gr(9), ended.bytes(TASK + 24), ended.bytes(SAVE + 12)]).toEqual([
      TASK + 24,
      0x1108,
      "82001234",
      "02408200",
    ]);
  });
  test("stops where there is no room for it", () => {
    const ended = expectDone("DECCWO", CCWNROOM, next("A(TASK+31)"));
    expect([ended.gr(6), ended.gr(9), ended.bytes(TASK + 24), ended.bytes(SAVE + 12, 2)]).toEqual([
      TASK + 24,
      0x1108,
      "00000000",
      "0240",
    ]);
  });
  test("leaves one on a page that is away", () => {
    const given = next("A(TASK+32)");
    expectLeft("DECCWO", { ...given, code: [...(given.code ?? []), "L 9,=A(X'1FF8')"] });
  });
  test("by its command as it was before the chained data", () => {
    expectDone("DECCWO", READ, next("A(TASK+32)", "ORG SAVE+14", "DC X'0280'"));
    expectDone("DECCWO", CHAINED, next("A(TASK+32)", "ORG SAVE+14", "DC X'1080'"));
  });
});

describe("CCWGENRL", () => {
  /** Exits, by their number in the list. */
  const FWDIDAL = 0;
  const CCWMANYF = 1;
  const CCWNXT10 = 4;
  const CCWNEXT = 5;
  const CCWNEWV2 = 6;
  const TICSCAN = 7;
  const CCWDIAL = 8;
  const CALLISM = 9;
  const CCWEXIT = 10;
  const CCWNXT12 = 11;
  const ITSAREL = 12;

  /** A read of X'50' bytes to X'1234', the second and last of two; 1 and 4: address, and count less one. */
  const general = (...blocks: string[]): Given =>
    translating("E60F", { 1: "X'00001234'", 4: "F'79'", 6: "A(TASK+24)", 9: "A(X'1108')" }, [
      "ORG TASK+24",
      "DC X'0200123400000050'",
      ...blocks,
    ]);

  test("locks data, and ends the channel program", () => {
    const ended = expectDone("CCWGENRL", CCWEXIT, general());
    expect([ended.bytes(TASK + 24, 8), ended.gr(2)]).toEqual(["0200423400800050", FRAME + 0x234]);
    expect([ended.bytes(CORE + 0x44, 5), ended.bytes(TASK + 8)]).toEqual(["0000000180", "00020002"]);
    expect([ended.bytes(IOB + 0x20), ended.gr(8), ended.gr(10)]).toEqual(["00002810", DEVICE, IOB]);
  });
  test.each([
    ["indirect addresses", FWDIDAL, ["ORG TASK+28", "DC X'04'"]],
    ["sense bytes that wait", CCWNXT10, ["ORG DEVICE+7", "DC X'01'"]],
    ["a shared system", CCWNXT12, ["ORG VM1+VMOSTAT", "DC X'40'"]],
    ["chained commands", CCWNEXT, ["ORG SAVE+15", "DC X'40'"]],
    ["chained data", CCWNEXT, ["ORG SAVE+15", "DC X'80'"]],
    ["a status modifier before", CCWNEXT, ["ORG SAVE+13", "DC X'01'"]],
    ["a transfer forward before", CCWNEXT, ["ORG SAVE+13", "DC X'04'"]],
    ["a new part", CCWNEWV2, ["ORG SAVE+X'42'", "DC X'40'"]],
    ["transfers that wait", TICSCAN, ["ORG SAVE+X'41'", "DC X'02'"]],
    ["a dialed line", CCWDIAL, ["ORG LIST+4", "DC A(DEVICE+X'80')"]],
    ["a display", CCWDIAL, ["ORG DEVICE+4", "DC X'4404'"]],
    ["a dedicated display", CCWEXIT, ["ORG DEVICE+4", "DC X'40040100'"]],
    ["a console", CCWEXIT, ["ORG DEVICE+4", "DC X'4480'"]],
    ["a disk", CCWEXIT, ["ORG DEVICE+4", "DC X'04'"]],
    ["a disk that is reserved", ITSAREL, ["ORG DEVICE+4", "DC X'04'", "ORG DEVICE+X'38'", "DC X'80'"]],
    ["ISAM on a whole disk", CALLISM, ["ORG DEVICE+4", "DC X'04'", "ORG SAVE+X'41'", "DC X'01'"]],
    [
      "ISAM on a dedicated one",
      CALLISM,
      ["ORG DEVICE+4", "DC X'040001'", "ORG DEVICE+X'10'", "DC H'9'", "ORG SAVE+X'41'", "DC X'01'"],
    ],
    [
      "ISAM on a part of one",
      CCWEXIT,
      ["ORG DEVICE+4", "DC X'04'", "ORG DEVICE+X'10'", "DC H'9'", "ORG SAVE+X'41'", "DC X'01'"],
    ],
  ])("goes on elsewhere for %s", (_what, exit, blocks) => {
    expectDone("CCWGENRL", exit, general(...blocks));
  });
  test("data that goes on in another page is for others", () => {
    const given = general();
    expectDone("CCWGENRL", CCWMANYF, { ...given, code: [...(given.code ?? []), "L 4,=F'3532'"] });
    expectDone("CCWGENRL", CCWEXIT, { ...given, code: [...(given.code ?? []), "L 4,=F'3531'"] });
  });
  test("the copy of a shared page is not unlocked later", () => {
    expect(expectDone("CCWGENRL", CCWEXIT, general("ORG TASK+29", "DC X'01'")).bytes(TASK + 29, 1)).toBe("01");
  });
  test.each([
    ["data on a page that is away", ["ORG PAGES+2", "DC X'0048'"]],
    ["data on a shared page", ["ORG VM1+VMOSTAT", "DC X'40'", "ORG CORE+X'48'", "DC X'08'"]],
    ["a device that is none", ["ORG SAVE+X'30'", "DC X'00FF0000'"]],
  ])("leaves %s", (_what, blocks) => {
    expectLeft("CCWGENRL", general(...blocks));
  });
});
