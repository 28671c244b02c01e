/** PACK, UNPK, MVO, CVB and CVD as the manual has them (GA22-7000, "General Instructions"). */
import { describe, expect, test } from "vitest";
import { after } from "./one-statement.ts";

const DATA = 7;
const FIXED_POINT_DIVIDE = 9;

/** What the first operand becomes. */
const result = (statement: string, fields: Record<string, string>): string => after(statement, fields).field("A");

describe("packing", () => {
  test("drops zones, and puts the last one behind the last digit", () => {
    expect(result("PACK  A,B", { A: "FFFFFF", B: "F1F2F3F4C5" })).toBe("12345C");
    expect(result("PACK  A,B", { A: "FFFFFFFF", B: "F1D2" })).toBe("0000012D");
    expect(result("PACK  A,B", { A: "FFFF", B: "F1F2F3F4C5" })).toBe("345C");
  });

  test("looks at no codes, and exchanges the halves of one byte", () => {
    expect(result("PACK  A,B", { A: "FFFF", B: "FAFBAC" })).toBe("ABCA");
    expect(result("PACK  A,A", { A: "12" })).toBe("21");
  });

  test("a field that overlaps itself is packed byte after byte, from the right", () => {
    expect(result("PACK  A(3),A(3)", { A: "F1F2C3" })).toBe("00123C");
  });
});

describe("unpacking", () => {
  test("gives every digit a zone, and the last one the sign", () => {
    expect(result("UNPK  A,B", { A: "0000000000", B: "12345D" })).toBe("F1F2F3F4D5");
    expect(result("UNPK  A,B", { A: "00000000", B: "1C" })).toBe("F0F0F0C1");
    expect(result("UNPK  A,B", { A: "0000", B: "12345D" })).toBe("F4D5");
    const packed = "11111111111111ABCDEF123456789C";
    const zoned = "F1FAFBFCFDFEFFF1F2F3F4F5F6F7F8C9";
    expect(result("UNPK  A,B", { A: "00".repeat(16), B: packed })).toBe(zoned);
  });
});

describe("moving with offset", () => {
  test("puts digits to the left of a sign that stays", () => {
    expect(result("MVO   A,B", { A: "77889C", B: "1234" })).toBe("01234C");
    expect(result("MVO   A,B", { A: "889C", B: "123456" })).toBe("456C");
  });

  test("moves a field to the right by one digit within itself", () => {
    expect(result("MVO   A(3),A(2)", { A: "12345C" })).toBe("01234C");
  });
});

describe("binary", () => {
  /** Register 3 after its number has been converted, and how that ended. */
  const converted = (B: string) => {
    const { register, interruption } = after("CVB   3,B", { B });
    return { number: register(3) | 0, interruption };
  };

  test("from fifteen digits and a sign", () => {
    expect(converted("000000000012345C")).toEqual({ number: 12345, interruption: 0 });
    expect(converted("000000000012345B")).toEqual({ number: -12345, interruption: 0 });
    expect(converted("000002147483647F")).toEqual({ number: 2147483647, interruption: 0 });
    expect(converted("000002147483648D")).toEqual({ number: -2147483648, interruption: 0 });
  });

  test("of a number that is too large, the right 32 bits are there when the interruption comes", () => {
    expect(converted("000002147483648C")).toEqual({ number: -2147483648, interruption: FIXED_POINT_DIVIDE });
    expect(converted("000004294967297D")).toEqual({ number: -1, interruption: FIXED_POINT_DIVIDE });
    expect(converted("999999999999999C")).toEqual({
      number: Number(BigInt.asIntN(32, 999_999_999_999_999n)),
      interruption: FIXED_POINT_DIVIDE,
    });
  });

  test("a digit or sign that is none is a data exception, and the register stays", () => {
    for (const B of ["00000000000A345C", "0000000000123459"])
      expect(converted(B)).toEqual({ number: 0, interruption: DATA });
  });

  test.each([
    [0, "000000000000000C"],
    [1, "000000000000001C"],
    [-99999999, "000000099999999D"],
    [100000000, "000000100000000C"],
    [2147483647, "000002147483647C"],
    [-2147483648, "000002147483648D"],
  ])("%i to decimal is %s", (number, decimal) => {
    const word = (number >>> 0).toString(16).toUpperCase().padStart(8, "0");
    const setting = { A: "FFFFFFFFFFFFFFFF", WORD: word };
    expect(after("CVD   3,A", setting, 0, "L     3,WORD").field("A")).toBe(decimal);
  });
});
