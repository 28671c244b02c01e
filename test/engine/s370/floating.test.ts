/** Hexadecimal floating point, rule by rule (GA22-7000, "Floating-Point Instructions"). */
import { describe, expect, test } from "vitest";
import {
  ADDRESSING,
  EXPONENT_OVERFLOW,
  EXPONENT_UNDERFLOW,
  FLOATING_POINT_DIVIDE,
  SIGNIFICANCE,
  SPECIFICATION,
} from "../../../engine/s370/interruption-codes.ts";
import { machineWith } from "./program.ts";

interface Before {
  /** Registers, in hexadecimal; what is not given at the right is zeros. */
  readonly f0?: string;
  readonly f2?: string;
  readonly f4?: string;
  readonly f6?: string;
  /** Program mask: 2 lets exponent underflow interrupt, 1 significance. */
  readonly mask?: number;
}

const UNDERFLOW_ALLOWED = 2;
const SIGNIFICANCE_ALLOWED = 1;

/** What instructions leave in the registers, as condition code (3 before), and the code of a program interruption. */
function after(instructions: string, { f0, f2, f4, f6, mask = 0 }: Before) {
  const number = (digits = ""): string => `X'${digits.replaceAll(" ", "").padEnd(16, "0")}'`;
  const { machine, at, word } = machineWith(`
         DC    A(0),A(BEGIN)
         ORG   X'60'
         DC    X'0002000000000000',X'0002000000000000'
         ORG   X'200'
BEGIN    BALR  12,0
         USING *,12
         LD    0,F0
         LD    2,F2
         LD    4,F4
         LD    6,F6
         L     1,MASK
         SPM   1
         ${instructions.split("; ").join("\n         ")}
         SVC   0
         LTORG
         DS    0D
F0       DC    ${number(f0)}
F2       DC    ${number(f2)}
F4       DC    ${number(f4)}
F6       DC    ${number(f6)}
MASK     DC    X'3${mask}000000'
         DS    0D
FIELD    DC    9X'EE'
         END
`);
  expect(machine.run({ ticks: 100 })).toBe("disabled-wait");
  const interruption = Number.parseInt(word(0x28), 16) & 0xffff;
  const old = Number.parseInt(word(interruption === 0 ? 0x24 : 0x2c), 16);
  const spaced = (register: number): string => machine.fr(register).replace(/^(..)(.{6})/, "$1 $2 ");
  return {
    f0: spaced(0),
    f2: spaced(2),
    f4: spaced(4),
    code: (old >>> 28) & 3,
    interruption,
    field: word(at("FIELD")) + word(at("FIELD") + 4) + word(at("FIELD") + 8).slice(0, 2),
  };
}

describe("registers", () => {
  test("a short number is a register's left half; its right half stays", () => {
    expect(after("LER 0,2", { f0: "41 100000 AAAAAAAA", f2: "42 222222 BBBBBBBB" }).f0).toBe("42 222222 AAAAAAAA");
    expect(after("AER 0,2", { f0: "41 100000 AAAAAAAA", f2: "41 200000 BBBBBBBB" }).f0).toBe("41 300000 AAAAAAAA");
  });

  test("the short product is a long number", () => {
    expect(after("MER 0,2", { f0: "41 200000 AAAAAAAA", f2: "41 300000" }).f0).toBe("41 600000 00000000");
  });

  test.each([
    "LER 1,0",
    "LD 3,F0",
    "STE 7,FIELD",
    "ADR 0,8",
    "MDR 10,0",
    "LTDR 0,5",
    "HER 15,0",
    "AXR 2,0",
    "AXR 0,6",
    "MXR 4,2",
    "MXDR 2,0",
    "MXD 6,F0",
    "LRDR 0,2",
    "LRER 0,1",
  ])("%s is a specification exception, before its operand is looked at", (instruction) => {
    const ending = after(instruction, { f0: "41 100000" });
    expect(ending).toMatchObject({ interruption: SPECIFICATION, f0: "41 100000 00000000", field: "EE".repeat(9) });
  });

  test("LRDR and MXDR take one long number from any register", () => {
    expect(after("LRDR 6,0; LDR 0,6", { f0: "41 100000" })).toMatchObject({
      interruption: 0,
      f0: "41 100000 00000000",
    });
    expect(after("MXDR 0,6", { f0: "41 200000", f6: "41 300000" })).toMatchObject({ f0: "41 600000 00000000" });
  });

  test("numbers lie in storage at any address", () => {
    expect(after("STD 0,FIELD+1", { f0: "41 123456 789ABCDE" }).field).toBe("EE41123456789ABCDE");
    expect(after("STE 0,FIELD+3; LE 2,FIELD+3", { f0: "41 123456" })).toMatchObject({ f2: "41 123456 00000000" });
  });

  test("a number that does not lie in storage as a whole is neither fetched nor stored", () => {
    const end = "L 1,=A(X'FFFC')";
    expect(after(`${end}; LD 0,0(1)`, { f0: "41 100000" })).toMatchObject({
      f0: "41 100000 00000000",
      interruption: ADDRESSING,
    });
    expect(after(`${end}; STD 0,0(1)`, {}).interruption).toBe(ADDRESSING);
    expect(after(`${end}; STE 0,0(1)`, {}).interruption).toBe(0);
  });
});

describe("loads with a sign", () => {
  test.each([
    ["LTDR 0,2", "C1 100000", "C1 100000 00000000", 1],
    ["LTDR 0,2", "C1 000000 00000000", "C1 000000 00000000", 0],
    ["LTDR 0,2", "00 000000 00000001", "00 000000 00000001", 2],
    ["LTER 0,2", "41 000000 00000001", "41 000000 00000000", 0],
    ["LCDR 0,2", "41 000000", "C1 000000 00000000", 0],
    ["LCER 0,2", "41 100000", "C1 100000 00000000", 1],
    ["LPDR 0,2", "C1 100000", "41 100000 00000000", 2],
    ["LNDR 0,2", "41 000000", "C1 000000 00000000", 0],
    ["LNER 0,2", "41 100000", "C1 100000 00000000", 1],
  ])("%s of %s gives %s and condition code %i: characteristic and fraction stay", (instruction, f2, f0, code) => {
    expect(after(instruction, { f2 })).toMatchObject({ f0, code, interruption: 0 });
  });
});

describe("addition", () => {
  test("the fraction with the lower characteristic goes right, and one digit of what leaves it counts", () => {
    // 16 - 15/16, of which the last digit has gone into the guard digit.
    const ending = after("SER 0,2", { f0: "42 100000", f2: "40 F00000" });
    expect(ending).toMatchObject({ f0: "41 F10000 00000000", code: 2 });
    const guarded = after("SER 0,2", { f0: "41 100000", f2: "3B F00000" });
    expect(guarded.f0).toBe("40 FFFFF1 00000000");
    const beyond = after("SER 0,2", { f0: "41 100000", f2: "3A F00000" });
    expect(beyond.f0).toBe("41 100000 00000000");
  });

  test("a carry goes in from the left", () => {
    expect(after("ADR 0,2", { f0: "41 F00000 00000001", f2: "41 100000 0000000F" }).f0).toBe("42 100000 00000001");
  });

  test("a carry beyond characteristic 127 is an exponent overflow: 128 less, sign and fraction right", () => {
    const ending = after("ADR 0,2", { f0: "FF F00000", f2: "FF 300000" });
    expect(ending).toMatchObject({ f0: "80 120000 00000000", code: 1, interruption: EXPONENT_OVERFLOW });
  });

  test("normalization below characteristic 0 is an exponent underflow: a true zero, or 128 more", () => {
    const before = { f0: "01 100000", f2: "81 0FFFFF" };
    expect(after("AER 0,2", before)).toMatchObject({ f0: "00 000000 00000000", code: 0, interruption: 0 });
    expect(after("AER 0,2", { ...before, mask: UNDERFLOW_ALLOWED })).toMatchObject({
      f0: "7C 100000 00000000",
      code: 2,
      interruption: EXPONENT_UNDERFLOW,
    });
  });

  test("a sum without digits is a true zero, or keeps its characteristic with a significance exception", () => {
    const before = { f0: "C5 123456 789ABCDE", f2: "45 123456 789ABCDE" };
    expect(after("ADR 0,2", before)).toMatchObject({ f0: "00 000000 00000000", code: 0, interruption: 0 });
    const excepted = after("ADR 0,2", { ...before, mask: SIGNIFICANCE_ALLOWED });
    expect(excepted).toMatchObject({ f0: "45 000000 00000000", code: 0, interruption: SIGNIFICANCE });
  });

  test("without normalization leading zeros stay, and the guard digit does not count", () => {
    expect(after("AUR 0,2", { f0: "42 001000", f2: "42 000001" }).f0).toBe("42 001001 00000000");
    expect(after("SUR 0,2", { f0: "41 000001", f2: "40 000018" })).toMatchObject({
      f0: "00 000000 00000000",
      code: 0,
    });
    const excepted = after("SUR 0,2", { f0: "41 000001", f2: "40 000008", mask: SIGNIFICANCE_ALLOWED });
    expect(excepted).toMatchObject({ f0: "41 000000 00000000", interruption: SIGNIFICANCE });
    expect(after("AWR 0,2", { f0: "7F F00000", f2: "7F 100000" })).toMatchObject({
      f0: "00 100000 00000000",
      code: 2,
      interruption: EXPONENT_OVERFLOW,
    });
  });

  test("an addend far below is nothing, whatever its fraction", () => {
    expect(after("ADR 0,2", { f0: "7F 000000 00000001", f2: "00 FFFFFF FFFFFFFF" }).f0).toBe("72 100000 00000000");
  });
});

describe("comparison", () => {
  test.each([
    ["41 100000", "41 100000", 0],
    ["41 100000", "42 010000", 0],
    ["C1 000000", "00 000000", 0],
    ["41 100000", "41 200000", 1],
    ["C1 100000", "41 100000", 1],
    ["41 100000 00000001", "41 100000", 2],
    ["42 000001", "41 000020", 1],
    ["41 000001", "40 00000F", 2],
  ])("%s to %s is %i: the guard digit counts, signs of zero do not", (f0, f2, code) => {
    expect(after("CDR 0,2", { f0, f2, mask: 3 })).toMatchObject({ code, interruption: 0 });
  });
});

describe("multiplication", () => {
  test("numbers are normalized before, and the product after", () => {
    expect(after("MDR 0,2", { f0: "43 002000", f2: "43 003000" })).toMatchObject({ f0: "41 600000 00000000", code: 3 });
    expect(after("MDR 0,2", { f0: "41 F00000 00000000", f2: "41 F00000" }).f0).toBe("42 E10000 00000000");
  });

  test("an intermediate characteristic of 128 may come back into range", () => {
    expect(after("MDR 0,2", { f0: "7F 100000", f2: "41 100000" })).toMatchObject({
      f0: "7F 100000 00000000",
      interruption: 0,
    });
    expect(after("MDR 0,2", { f0: "FF 400000", f2: "41 400000" })).toMatchObject({
      f0: "80 100000 00000000",
      interruption: EXPONENT_OVERFLOW,
    });
  });

  test("a zero fraction makes a true zero, without exceptions", () => {
    const ending = after("MDR 0,2", { f0: "FF 000000", f2: "7F FFFFFF", mask: 3 });
    expect(ending).toMatchObject({ f0: "00 000000 00000000", interruption: 0 });
  });

  test("an underflow gives a true zero, or 128 more", () => {
    const before = { f0: "80 100000", f2: "00 100000" };
    expect(after("MDR 0,2", before)).toMatchObject({ f0: "00 000000 00000000", interruption: 0 });
    expect(after("MDR 0,2", { ...before, mask: UNDERFLOW_ALLOWED })).toMatchObject({
      f0: "BF 100000 00000000",
      interruption: EXPONENT_UNDERFLOW,
    });
  });
});

describe("division", () => {
  test("a dividend fraction that is not below the divisor's takes a digit more", () => {
    expect(after("DER 0,2", { f0: "41 600000 AAAAAAAA", f2: "41 200000" }).f0).toBe("41 300000 AAAAAAAA");
    expect(after("DDR 0,2", { f0: "41 100000", f2: "41 300000" }).f0).toBe("40 555555 55555555");
  });

  test("a divisor without digits is a floating-point-divide exception, even for zero, and nothing changes", () => {
    const ending = after("DDR 0,2", { f0: "C1 000000", f2: "7F 000000" });
    expect(ending).toMatchObject({ f0: "C1 000000 00000000", interruption: FLOATING_POINT_DIVIDE });
  });

  test("zero divided is a true zero", () => {
    expect(after("DER 0,2", { f0: "FF 000000", f2: "00 100000", mask: 3 })).toMatchObject({
      f0: "00 000000 00000000",
      interruption: 0,
    });
  });

  test("characteristics out of range are exceptions", () => {
    expect(after("DDR 0,2", { f0: "7F 100000", f2: "C0 100000" })).toMatchObject({
      f0: "80 100000 00000000",
      interruption: EXPONENT_OVERFLOW,
    });
    expect(after("DDR 0,2", { f0: "01 100000", f2: "43 100000", mask: UNDERFLOW_ALLOWED })).toMatchObject({
      f0: "7F 100000 00000000",
      interruption: EXPONENT_UNDERFLOW,
    });
  });
});

describe("halving and rounding", () => {
  test("half a number is normalized, and its last bit counts", () => {
    expect(after("HDR 0,2", { f2: "41 100000" })).toMatchObject({ f0: "40 800000 00000000", code: 3 });
    expect(after("HER 0,2", { f2: "C1 000001" }).f0).toBe("BB 800000 00000000");
    expect(after("HER 0,2", { f2: "C1 000000 00000001", mask: 3 })).toMatchObject({
      f0: "00 000000 00000000",
      interruption: 0,
    });
    expect(after("HDR 0,2", { f2: "00 100000", mask: UNDERFLOW_ALLOWED })).toMatchObject({
      f0: "7F 800000 00000000",
      interruption: EXPONENT_UNDERFLOW,
    });
  });

  test("a number is rounded by the first bit that goes, without normalization", () => {
    expect(after("LRER 0,2", { f0: "00 000000 AAAAAAAA", f2: "C1 000001 80000000" }).f0).toBe("C1 000002 AAAAAAAA");
    expect(after("LRER 0,2", { f2: "41 000001 7FFFFFFF" }).f0).toBe("41 000001 00000000");
    expect(after("LRER 0,2", { f2: "41 FFFFFF 80000000" }).f0).toBe("42 100000 00000000");
    expect(after("LRDR 0,4", { f4: "41 FFFFFF FFFFFFFF", f6: "00 800000" }).f0).toBe("42 100000 00000000");
  });

  test("rounding up from the largest number is an exponent overflow", () => {
    expect(after("LRER 0,2", { f2: "FF FFFFFF 80000000" })).toMatchObject({
      f0: "80 100000 00000000",
      interruption: EXPONENT_OVERFLOW,
    });
  });
});

describe("extended numbers", () => {
  test("the low-order part has the sign, and a characteristic 14 less, modulo 128", () => {
    expect(after("MXDR 0,4", { f0: "C1 100000 00000001", f4: "41 100000 00000001" })).toMatchObject({
      f0: "C1 100000 00000002",
      f2: "B3 000000 00000010",
    });
    expect(after("MXDR 0,4", { f0: "41 100000", f4: "05 100000" })).toMatchObject({
      f0: "05 100000 00000000",
      f2: "77 000000 00000000",
    });
  });

  test("sign and characteristic of an operand's low-order part say nothing", () => {
    const one = { f0: "41 100000", f4: "41 100000", f6: "FF 000000 00000001" };
    expect(after("AXR 0,4", one)).toMatchObject({ f0: "41 200000 00000000", f2: "33 000000 00000001", code: 2 });
  });

  test("a difference without digits is a true zero in both parts, or keeps its characteristics", () => {
    const before = { f0: "4A 123456", f2: "00 000000 00000001", f4: "4A 123456", f6: "3C 000000 00000001" };
    expect(after("SXR 0,4", before)).toMatchObject({ f0: "00 000000 00000000", f2: "00 000000 00000000", code: 0 });
    expect(after("SXR 0,4", { ...before, mask: SIGNIFICANCE_ALLOWED })).toMatchObject({
      f0: "4A 000000 00000000",
      f2: "3C 000000 00000000",
      code: 0,
      interruption: SIGNIFICANCE,
    });
  });

  test("an overflow leaves the low-order characteristic right", () => {
    expect(after("AXR 0,4", { f0: "7F F00000", f4: "7F 100000" })).toMatchObject({
      f0: "00 100000 00000000",
      f2: "72 000000 00000000",
      interruption: EXPONENT_OVERFLOW,
    });
  });

  test("28 digits and a guard digit take part in a sum", () => {
    expect(after("SXR 0,4", { f0: "41 100000", f4: "25 F00000" })).toMatchObject({
      f0: "40 FFFFFF FFFFFFFF",
      f2: "32 FFFFFF FFFFFFF1",
    });
    expect(after("SXR 0,4", { f0: "41 100000", f4: "24 F00000" })).toMatchObject({
      f0: "41 100000 00000000",
      f2: "33 000000 00000000",
    });
  });

  test("the product of 28 digits by 28 is cut off behind 28", () => {
    const third = { f0: "40 555555 55555555", f2: "32 555555 55555555" };
    expect(after("MXR 0,4", { ...third, f4: "41 300000" })).toMatchObject({
      f0: "40 FFFFFF FFFFFFFF",
      f2: "32 FFFFFF FFFFFFFF",
    });
  });
});
