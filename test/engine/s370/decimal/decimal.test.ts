/** Decimal instructions as the manual has them (GA22-7000, "Decimal Instructions"): assembled, run and looked at. */
import { describe, expect, test } from "vitest";
import { after } from "./one-statement.ts";

const OVERFLOW_MASK = 4;
const SPECIFICATION = 6;
const DATA = 7;
const DECIMAL_OVERFLOW = 10;
const DECIMAL_DIVIDE = 11;

/** The first operand A, the second B: the statement, what they are, the result and the condition code. */
type Example = readonly [statement: string, a: string, b: string, result: string, code: number];

function examples(list: readonly Example[]): void {
  test.each(list)("%s of %s and %s leaves %s and condition code %i", (statement, A, B, result, code) => {
    const { field, cc, interruption } = after(statement, { A, B });
    expect({ result: field("A"), cc, interruption }).toEqual({ result, cc: code, interruption: 0 });
  });
}

describe("addition and subtraction", () => {
  examples([
    ["AP    A,B", "00002C", "12345D", "12343D", 1],
    ["AP    A,B", "00123C", "4D", "00119C", 2],
    ["AP    A,B", "5D", "5C", "0C", 0],
    ["AP    A,B", "99999C", "1C", "00000C", 3],
    ["AP    A,B", "9D", "1D", "0D", 3],
    ["AP    A,B", "1C", "0000000000000000000000000000001C", "2C", 2],
    ["SP    A,B", "1C", "2C", "1D", 1],
    ["SP    A,B", "00100C", "1C", "00099C", 2],
    ["SP    A,B", "0000000000000000000000000000000C", "1C", "0000000000000000000000000000001D", 1],
  ]);

  test("a sum has the preferred signs, whatever signs its operands had", () => {
    for (const sign of ["A", "C", "E", "F"])
      expect(after("AP    A,B", { A: `1${sign}`, B: `2${sign}` }).field("A")).toBe("3C");
    for (const sign of ["B", "D"]) expect(after("AP    A,B", { A: `1${sign}`, B: `2${sign}` }).field("A")).toBe("3D");
  });

  test("a zero is positive, and only keeps its sign where digits were lost", () => {
    expect(after("AP    A,B", { A: "0D", B: "0D" }).field("A")).toBe("0C");
    expect(after("AP    A,B", { A: "5D", B: "5D" }).field("A")).toBe("0D");
  });

  test("carries run through all 31 digits", () => {
    const { field, cc } = after("AP    A,B", { A: `${"9".repeat(30)}0C`.padStart(32, "0"), B: "010C" });
    expect(field("A")).toBe(`${"0".repeat(31)}C`);
    expect(cc).toBe(3);
    expect(after("AP    A,B", { A: `0${"9".repeat(30)}C`, B: "1C" }).field("A")).toBe(`1${"0".repeat(30)}C`);
  });

  test("a field may be added to itself, or to its own right end", () => {
    expect(after("AP    A,A", { A: "00123C" }).field("A")).toBe("00246C");
    expect(after("SP    A(3),A+1(2)", { A: "45678C" }).field("A")).toBe("45000C");
  });

  test("decimal overflow interrupts where the program mask has its bit; the sum is there all the same", () => {
    const { field, cc, interruption } = after("AP    A,B", { A: "9C", B: "2C" }, OVERFLOW_MASK);
    expect({ field: field("A"), cc, interruption }).toEqual({ field: "1C", cc: 3, interruption: DECIMAL_OVERFLOW });
    expect(after("AP    A,B", { A: "9C", B: "2C" }, 0xb).interruption).toBe(0);
  });
});

describe("comparison", () => {
  const compared: readonly (readonly [a: string, b: string, code: number])[] = [
    ["1C", "00001C", 0],
    ["1C", "2C", 1],
    ["1D", "2D", 2],
    ["1D", "1C", 1],
    ["0D", "00000C", 0],
    ["9C", "0000000000000000000000000000010C", 1],
  ];
  test.each(compared)("of %s with %s gives condition code %i, and changes neither", (A, B, code) => {
    const { cc, field } = after("CP    A,B", { A, B });
    expect({ cc, a: field("A"), b: field("B") }).toEqual({ cc: code, a: A, b: B });
  });
});

describe("zero and add", () => {
  examples([
    ["ZAP   A,B", "FFFFFF", "1F", "00001C", 2],
    ["ZAP   A,B", "FFFF", "1234567B", "567D", 3],
    ["ZAP   A,B", "FF", "0D", "0C", 0],
    ["ZAP   A,B", "FF", "110D", "0D", 3],
  ]);

  test("moves within a field to the right, but not to the left", () => {
    expect(after("ZAP   A+1(3),A(3)", { A: "12345C00" }).field("A")).toBe("1212345C");
    expect(after("ZAP   A(3),A+1(3)", { A: "0012345C" }).interruption).toBe(DATA);
  });
});

describe("multiplication", () => {
  // The condition code is left as it was.
  examples([
    ["MP    A,B", "00000012345C", "12345C", "00152399025C", 0],
    ["MP    A,B", "0000000038460D", "321D", "0000012345660C", 0],
    ["MP    A,B", "00000C", "1D", "00000D", 0],
  ]);

  test("fills 30 digits", () => {
    const A = `${"0".repeat(16)}${"9".repeat(15)}C`;
    const { field } = after("MP    A,B", { A, B: `${"9".repeat(15)}C` });
    expect(field("A")).toBe(`0${((10n ** 15n - 1n) ** 2n).toString()}C`);
  });

  test("needs as many bytes of zeros before the multiplicand as the multiplier has", () => {
    expect(after("MP    A,B", { A: "001234567C", B: "12C".padStart(4, "0") }).interruption).toBe(DATA);
    expect(after("MP    A,B", { A: "000034567C", B: "12C".padStart(4, "0") }).interruption).toBe(0);
  });

  test("refuses a multiplier of more than 8 bytes, or as long as the multiplicand", () => {
    const zeros = `${"0".repeat(31)}C`;
    expect(after("MP    A,B", { A: zeros, B: `${"0".repeat(17)}C` }).interruption).toBe(SPECIFICATION);
    expect(after("MP    A,B", { A: "001C", B: "001C" }).interruption).toBe(SPECIFICATION);
  });
});

describe("division", () => {
  test("puts the quotient to the left of the remainder, each with its sign", () => {
    const divided = (A: string, B: string): string => after("DP    A,B", { A, B }).field("A");
    expect(divided("012345678C", "321D")).toBe("38460D018C");
    expect(divided("0000007D", "2D")).toBe("00003C1D");
    expect(divided("0000000D", "2C")).toBe("00000D0D");
  });

  test("of 31 digits by 15", () => {
    const dividend = 123_456_789_012_345_678_901_234_567n;
    const divisor = 987_654_321_098_765n;
    const { field } = after("DP    A,B", { A: `${dividend}C`.padStart(32, "0"), B: `${divisor}C` });
    const text = (value: bigint): string => `${value}C`.padStart(16, "0");
    expect(field("A")).toBe(text(dividend / divisor) + text(dividend % divisor));
  });

  test("by zero, or with a quotient that has no room, is a decimal-divide exception and changes nothing", () => {
    for (const [A, B] of [
      ["0000001C", "0C"],
      ["12345C", "1C"],
      ["10000C", "9D"],
    ]) {
      const { field, interruption } = after("DP    A,B", { A, B }, 0xf);
      expect({ field: field("A"), interruption }).toEqual({ field: A, interruption: DECIMAL_DIVIDE });
    }
  });
});

describe("shifting", () => {
  const shifted: readonly (readonly [statement: string, before: string, result: string, code: number])[] = [
    ["SRP   A,3,0", "000123456C", "123456000C", 2],
    ["SRP   A,64-1,0", "012345678C", "001234567C", 2],
    ["SRP   A,64-3,5", "1239600D", "0001240D", 1],
    ["SRP   A,64-1,5", "00004C", "00000C", 0],
    ["SRP   A,64-1,5", "00005D", "00001D", 1],
    ["SRP   A,1,0", "12345C", "23450C", 3],
    ["SRP   A,31,0", "10000D", "00000D", 3],
    ["SRP   A,32,9", "99999D", "00000C", 0],
    ["SRP   A,0,9", "00000B", "00000C", 0],
    ["SRP   A,64-1,9", "99999F", "10000C", 2],
  ];
  test.each(shifted)("%s of %s leaves %s and condition code %i", (statement, A, result, code) => {
    const { field, cc, interruption } = after(statement, { A });
    expect({ result: field("A"), cc, interruption }).toEqual({ result, cc: code, interruption: 0 });
  });

  test("looks at six bits of an address", () => {
    const { field } = after("SRP   A,X'FC2'(12),0", { A: "00123C" });
    // The base register holds 202, and 202 + FC2 is 11C4: 4 in its last six bits.
    expect(field("A")).toBe("30000C");
  });

  test("a rounding digit must be one, even where nothing is rounded", () => {
    const { interruption } = after("EX    1,SHIFT", { A: "123C", SHIFT: "F01FC0320000" });
    expect(interruption).toBe(DATA);
  });
});

describe("codes", () => {
  test.each(["AP", "SP", "CP", "MP", "DP"])("%s looks at all digits and signs of both operands", (mnemonic) => {
    const good = { A: "000000000C", B: "123C" };
    expect(after(`${mnemonic}    A,B`, good).interruption).toBe(0);
    for (const bad of [{ A: "00000A000C" }, { A: "0000000009" }, { B: "12AC" }, { B: "1234" }, { B: "F23C" }]) {
      const fields = { ...good, ...bad };
      const { interruption, field } = after(`${mnemonic}    A,B`, fields, 0xf);
      expect({ interruption, a: field("A") }).toEqual({ interruption: DATA, a: fields.A });
    }
  });

  test("ZAP does not look at what its first operand was", () => {
    expect(after("ZAP   A,B", { A: "ABCD", B: "5C" }).field("A")).toBe("005C");
  });

  test("operands that overlap with different ends are a data exception", () => {
    for (const mnemonic of ["AP", "SP", "CP"]) {
      expect(after(`${mnemonic}    A(3),A+1(3)`, { A: "0001234C" }).interruption).toBe(DATA);
      expect(after(`${mnemonic}    A+1(3),A(3)`, { A: "00001C5C" }).interruption).toBe(DATA);
    }
  });
});
