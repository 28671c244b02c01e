/** ZAPSEGS, ZAPPAGE and SHARED: tables of pages as a whole. */
import { describe, expect, test } from "vitest";
import { AT, BACK, BACK_8, expectDone, expectLeft, type Given } from "./nucleus.ts";

const { SHADOW, MORE } = AT;

/** Two formats: pages of 2 KiB with 6 entries, of 4 KiB with 3. Of two shadow segments the first has no page table. */
const SHADOWS = [
  "ORG BLOCK+8",
  "DC X'04'",
  "ORG BLOCK+X'12'",
  "DC H'12'",
  "ORG BLOCK+X'28'",
  "DC X'08'",
  "ORG BLOCK+X'32'",
  "DC H'6'",
  "ORG SHADOW",
  "DC X'00000000',X'F0002D03',X'00000000'",
  "ORG MORE",
  "DC 8X'1111'",
  "ORG ECB+X'44'",
  "DC A(SHADOW),H'8'",
];

describe("ZAPPAGE", () => {
  const zap = (entry: string, row: string): Given => ({
    op: `E60B 0(3),${row}(0)`,
    code: ["L 3,=A(BLOCK)", `L 6,=A(${entry})`],
    blocks: SHADOWS,
  });

  test("makes all entries of a page table invalid, and the segment valid", () => {
    const ended = expectDone("ZAPPAGE", BACK, zap("SHADOW+4", "X'20'"));
    expect([ended.bytes(MORE, 8), ended.bytes(SHADOW, 8)]).toEqual(["0808080808081111", "00000000F0002D02"]);
  });
  test("has the format from the row that it is told", () => {
    expect(expectDone("ZAPPAGE", BACK, zap("SHADOW+4", "0")).bytes(MORE, 16)).toBe("04040404040404040404040411111111");
  });
  test("goes back where there is no page table", () => {
    expect(expectDone("ZAPPAGE", BACK, zap("SHADOW", "0")).bytes(SHADOW)).toBe("00000000");
  });
  test("leaves a page table beyond storage", () => {
    const given = zap("SHADOW+4", "0");
    expectLeft("ZAPPAGE", { ...given, blocks: [...SHADOWS, "ORG SHADOW+4", "DC X'F000FFF8'"] });
  });
});

describe("ZAPSEGS", () => {
  const zap = (...blocks: string[]): Given => ({
    op: "E60A 0(3),X'44'(4)",
    code: ["L 3,=A(BLOCK)", "L 4,=A(ECB)", "LA 9,X'20'"],
    blocks: [...SHADOWS, ...blocks],
  });

  test("makes segments without page tables invalid, and of the others all pages", () => {
    const ended = expectDone("ZAPSEGS", BACK_8, zap());
    expect([ended.bytes(SHADOW, 12), ended.bytes(MORE, 8)]).toEqual(["00000001F0002D0200000000", "0808080808081111"]);
    expect([ended.gr(6), ended.bytes(0x69b, 1)]).toEqual([SHADOW + 4, "02"]);
  });
  test("leaves a segment table that is none", () => {
    expectLeft("ZAPSEGS", zap("ORG ECB+X'44'", "DC X'0000FFF8',H'16'"));
  });
});

describe("SHARED", () => {
  // Two shared systems: segments 0 and 1, and segment 0 again. Segment 0's pages are frames 5 and 4.
  const shared = (keys: Readonly<Record<number, number>>, ...blocks: string[]): Given => ({
    op: "E613 0(3),0",
    code: ["L 3,=A(VM1)"],
    keys,
    blocks: [
      "ORG VM1+VMSEG",
      "DC A(SEGMENTS)",
      "ORG VM1+VMASSIST",
      "DC A(BLOCK)",
      "ORG BLOCK",
      "DC A(BLOCK+X'10',MORE)",
      "ORG BLOCK+X'10'",
      "DC A(0,MORE+X'80')",
      "ORG MORE+X'14'",
      "DC F'2',X'0001'",
      "ORG MORE+X'94'",
      "DC F'1',X'00'",
      ...blocks,
    ],
  });

  test("goes back where no page of a shared segment has been changed", () => {
    const ended = expectDone("SHARED", BACK, shared({ 16384: 4, 18432: 4, 24576: 6 }));
    expect(ended.machine.psw.conditionCode).toBe(0);
  });
  test.each([0x4000, 0x4800, 0x5000, 0x5800])("leaves a change in block %i", (at) => {
    expectLeft("SHARED", shared({ [at]: 2 }));
  });
  test("goes back at once where nothing is shared", () => {
    expectDone("SHARED", BACK, shared({ 16384: 2 }, "ORG VM1+VMASSIST", "DC A(0)"));
  });
  test("leaves a chain without an end, and a page that is none", () => {
    expectLeft("SHARED", shared({}, "ORG BLOCK+X'10'", "DC A(BLOCK)"));
    expectLeft("SHARED", shared({}, "ORG PAGES+4", "DC X'FF00'"));
  });
});
