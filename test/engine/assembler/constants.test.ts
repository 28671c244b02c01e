/** Constants of every type: lengths in bytes and bits, scale, exponent, alignment, literals, attributes. */
import { describe, expect, test } from "vitest";
import vectors from "../../vectors/s370-constants.json" with { type: "json" };
import { assembled, bytesOf, bytesOfLine, errorsOf, storage } from "./program.ts";

describe("fixed point", () => {
  test.each([
    ["F'1.5E1'", "0000000F"],
    ["F'-1.5'", "FFFFFFFE"],
    ["H'.49,.5,-.5'", "00000001FFFF"],
    ["F'-2147483648,2147483647'", "800000007FFFFFFF"],
    ["FL8'-9223372036854775808'", "8000000000000000"],
    ["FL3'-1'", "FFFFFF"],
    ["FE2'1.25'", "0000007D"],
    ["FE-1'25'", "00000003"],
    ["FE(-1)'25E1'", "00000019"],
    ["HS4'2.5'", "0028"],
    ["FS10'4.5'", "00001200"],
    ["FS-2'100'", "00000019"],
    ["HS(-1)'7'", "0004"],
    ["HL4S8E1'.1'", "00000100"],
    // A third, to 31 places: rounded, not cut off.
    ["FS31'.333333333333'", "2AAAAAAB"],
  ])("DC %s", (operands, bytes) => {
    expect(bytesOf(`DC ${operands}`)).toBe(bytes);
  });

  test.each([
    ["HS12'8'", "8 as it is scaled does not fit in 2 bytes: from -32,768 to 32,767; for a bit pattern use X'…'"],
    ["FL.4'8'", "8 does not fit in 4 bits: from -8 to 7; for a bit pattern use X'…'"],
    ["FS347'1'", "a scale modifier is -187 to 346, not 347"],
    ["FE76'1'", "an exponent modifier is -85 to 75, not 76"],
    ["FE-86'1'", "an exponent modifier is -85 to 75, not -86"],
    ["FS'1'", "a number should stand here: a scale modifier is written as in 3, -3 or (X)"],
    ["FE2S2'1'", "modifiers stand in the order L S E, each once: FL4S2E1"],
    ["XS2'1'", "S scales numbers of types F H E D L; a constant of type X has no scale"],
    ["PE2'1'", "E multiplies numbers of types F H E D L; a constant of type P has no exponent"],
    ["FQ2'1'", "“Q” is not a modifier; L (length), S (scale) and E (exponent) are, as in FL2"],
    ["FL9'1'", "the length of a constant of type F is 1 to 8, not 9"],
    ["FL.65'1'", "the length of a constant of type F, in bits, is 1 to 64, not 65"],
  ])("DC %s is in error", (operands, message) => {
    expect(errorsOf(` DC ${operands}`).map((error) => error.replace(/^\S+ /, ""))).toEqual([message]);
  });
});

describe("hexadecimal floating point", () => {
  test.each([
    ["E'1'", "41100000"],
    ["E'-118.625'", "C276A000"],
    ["D'0.1'", "401999999999999A"],
    ["E'.0000001'", "3B1AD7F3"],
    ["E'1E-5,1E5'", "3CA7C5AC45186A00"],
    ["EE2'1.5'", "42960000"],
    ["EL8'1'", "4110000000000000"],
    ["EL3'1'", "411000"],
    ["DL4'.1'", "4019999A"],
    // Shifted to the right by so many digits.
    ["ES2'1'", "43001000"],
    ["DS13'1'", "4E00000000000001"],
    ["L'1'", "41100000000000003300000000000000"],
    ["L'-0.1'", "C019999999999999B29999999999999A"],
    ["L'0'", "00000000000000000000000000000000"],
    ["LL12'.1'", "40199999999999993299999A"],
    ["LL8'.1'", "401999999999999A"],
    // The second characteristic is 14 less, and wraps around.
    ["L'1E-75'", "0273CAC65C39C96174615B058E891859"],
    ["E'7.2370051E75'", "7FFFFFFF"],
    ["E'5.397606E-79'", "00100000"],
    // A fraction of ones that rounds up to the next power of 16.
    ["E'.99999999'", "41100000"],
    ["EL.16'1,-1'", "4110C110"],
  ])("DC %s", (operands, bytes) => {
    expect(bytesOf(`DC ${operands}`)).toBe(bytes);
  });

  test.each([
    ["E'7.3E75'", "7.3E75 is too large for floating point: the limit is about 7.2E75"],
    ["D'5E-79'", "5E-79 is too small for floating point: the smallest is about 5.4E-79"],
    ["ES15'1'", "a scale modifier is 0 to 14, not 15"],
    ["D'1X'", "“1X” is not a decimal number"],
  ])("DC %s is in error", (operands, message) => {
    expect(errorsOf(` DC ${operands}`).map((error) => error.replace(/^\S+ /, ""))).toEqual([message]);
  });
});

describe("packed and zoned decimal", () => {
  test.each([
    ["P'1.23,-4'", "123C4D"],
    ["PL3'+12'", "00012C"],
    ["P'-0'", "0D"],
    ["PL16'1234567890123456789012345678901'", "1234567890123456789012345678901C"],
    ["Z'1.5'", "F1C5"],
    ["ZL4'-12'", "F0F0F1D2"],
    ["3P'7'", "7C7C7C"],
  ])("DC %s", (operands, bytes) => {
    expect(bytesOf(`DC ${operands}`)).toBe(bytes);
  });
});

describe("lengths in bits", () => {
  test.each([
    ["FL.12'-1'", "FFF0"],
    ["FL.12'-1,1'", "FFF001"],
    ["3FL.12'-2'", "FFEFFEFFE0"],
    ["XL.4'F',BL.3'101',BL.1'1'", "FB"],
    ["BL.3'1',X'FF'", "20FF"],
    ["BL.3'1',F'1'", "2000000000000001"],
    ["AL.4(15,-1,10)", "FFA0"],
    ["YL.12(1)", "0010"],
    ["CL.6'A'", "C0"],
    ["CL.12'A'", "C140"],
    ["PL.12'5'", "05C0"],
    ["ZL.16'5'", "F0C5"],
    ["XL.(4*3)'ABCD'", "BCD0"],
  ])("DC %s", (operands, bytes) => {
    expect(bytesOf(`DC ${operands}`)).toBe(bytes);
  });

  test("L' is the number of bytes that hold the first value", () => {
    expect(bytesOfLine(assembled("A DC FL.12'1,2'\nB DS BL.1\n DC AL1(L'A,L'B)"), 3)).toBe("0201");
  });

  test("DS reserves as many whole bytes", () => {
    expect(storage(assembled(" DS BL.3,BL.6\n DC X'1'"))).toEqual(["2:01"]);
  });
});

describe("addresses", () => {
  test("of places move with their section: they need 2 to 4 whole bytes", () => {
    expect(errorsOf("A DC AL1(A)")).toEqual([
      "1:10 an address does not go into 1 byte, as it may be relocated; the difference of two addresses does",
    ]);
    expect(errorsOf("A DC AL.20(A)")[0]).toContain("an address does not go into 20 bits");
    expect(bytesOfLine(assembled("P START X'1000'\nA DC AL3(A),Y(A),AL1(*-A)"), 2)).toBe("00100000" + "1000" + "06");
  });

  test("* is where a value of a DC begins, and where all of a CCW does", () => {
    const assembly = assembled("P START X'1000'\n DC A(*,*)\n CCW X'08',*-8,0,*-P");
    expect(bytesOfLine(assembly, 2)).toBe("00001000" + "00001004");
    expect(bytesOfLine(assembly, 3)).toBe("08001000" + "00000008");
  });

  test("in a dummy section are none, but their differences are numbers", () => {
    expect(errorsOf("P CSECT\n DC A(F)\nD DSECT\n DS F\nF DS F")).toEqual([
      "2:7 D is a dummy section and lies nowhere; an offset in it is a difference, as in FIELD-D",
    ]);
    expect(storage(assembled("P CSECT\n DC A(F-D)\nD DSECT\n DS F\nF DS F"))).toEqual(["0:00000004"]);
  });

  test("S has base and displacement, by USING or as they are written", () => {
    const assembly = assembled(" USING P,12\nP DS XL8\n DC S(P+4),S(10(3)),S(X'4C')");
    expect(bytesOfLine(assembly, 3)).toBe("C004300A004C");
    expect(errorsOf(" DC SL1(0)")).toEqual(["1:7 the length of a constant of type S is 2 to 2, not 1"]);
  });

  test("V is a place that another module has; here it is zero, unless this one has it", () => {
    expect(bytesOf("DC V(SUB,OTHER),VL3(SUB)")).toBe("0000000000000000000000");
    const own = assembled("A START X'100'\n ENTRY GO\n DC V(A,B,GO)\nGO LR 1,2\nB CSECT\n DS F");
    expect(bytesOfLine(own, 3)).toBe("00000100000001100000010C");
    expect(errorsOf("A CSECT\n DC V(GO)\nGO LR 1,2")).toEqual([
      "2:7 GO is in this module, and no ENTRY tells others of it: write A(GO)",
    ]);
    expect(errorsOf(" DC V(A+1)")[0]).toContain("“+” stands here");
    expect(errorsOf(" DC VL2(A)")[0]).toContain("the length of a constant of type V is 3 to 4, not 2");
  });

  test("Q is a pseudo register's offset, and CXD how long all are together", () => {
    const source = "A DXD X\nB DXD 2F,D\n DC QL2(B),Q(A,C)\n CXD\nC DSECT\n DS XL6";
    expect(bytesOfLine(assembled(source), 3)).toBe("00080000000000000018");
    expect(bytesOfLine(assembled(source), 4)).toBe("0000001E");
    expect(errorsOf(" DC Q(X)")).toEqual(["1:7 no DXD and no DSECT has the name X"]);
  });
});

describe("duplication and alignment", () => {
  test("the factor may be an expression, and zero only aligns", () => {
    expect(storage(assembled("N EQU 3\n DC X'1'\n DC 0F'5'\n DC (N-1)H'2'"))).toEqual(["0:01", "4:00020002"]);
  });

  test("L is aligned to a doubleword, and what has a length to nothing", () => {
    const { symbols } = assembled(" DC X'1'\nA DC L'1'\n DC X'1'\nB DC LL16'1'\nC DC V(X)\n DC X'1'\nD DC VL4(X)");
    expect(["A", "B", "C", "D"].map((name) => symbols.get(name)?.value)).toEqual([8, 25, 44, 49]);
  });

  test("several operands are aligned one after the other; a label names the first", () => {
    const assembly = assembled(" DC X'1'\nA DC H'2',X'3',F'4',C'AB'");
    expect(bytesOfLine(assembly, 2)).toBe("00020300" + "0000" + "00000004C1C2");
    expect(assembly.symbols.get("A")).toEqual({ value: 2, length: 2, line: 2 });
  });
});

test("literals may be of any type", () => {
  const literals = [
    ...["=F'1'", "=H'2'", "=C'AB'", "=X'FF'", "=B'1'", "=P'12'", "=PL3'12'", "=Z'1'", "=E'1'", "=D'1'", "=L'1'"],
    ...["=A(P)", "=Y(P)", "=V(X)", "=2F'7'", "=FS4'1.5'", "=FL.4'1,2'", "=AL3(P)", "=A(*-P)"],
  ];
  const source = [" USING P,12", "P DS 0H", ...literals.map((literal) => ` LA 1,${literal}`), " LTORG"].join("\n");
  // The longest first, so that none needs filling.
  const pool = [
    ...["4110000000000000", "4110000000000000", "3300000000000000", "0000000700000007"],
    ...["00000001", "41100000", "00000000", "00000000", "00000018", "00000048"],
    ...["0002", "C1C2", "012C", "0000"],
    ...["FF", "01", "00012C", "C1", "12", "000000"],
  ];
  expect(storage(assembled(source))[1]).toBe(`50:${pool.join("")}`);
  expect(errorsOf(" USING *,12\n LA 1,=S(0)")).toEqual(["2:8 a literal cannot be of type S: write a DC"]);
});

describe("attributes", () => {
  const program = [
    "I LR 1,2",
    "C DC C'AB'",
    "F DC FS4'1'",
    "G DC FL2'1'",
    "H DC H'1'",
    "E DC E'1'",
    "K DC DL7'1'",
    "L DC L'1'",
    "P DC P'12.34'",
    "Z DC Z'1.5'",
    "A DC A(0)",
    "RR DC AL3(0)",
    "V DC V(SUB)",
    "W CCW 1,0,0,1",
    "Q EQU 5,3,C'%'",
    "U EQU *",
    "D DSECT",
    "S CSECT",
    " EXTRN X",
    " WXTRN Y",
  ];
  const valuesOf = (terms: string): string => {
    const source = [...program, "Z9 CSECT", ` DC AL1(${terms})`].join("\n");
    return bytesOfLine(assembled(source), program.length + 2);
  };

  test("T' is the type's letter", () => {
    const names = ["I", "C", "F", "G", "H", "E", "K", "L", "P", "Z", "A", "RR", "V", "W", "Q", "U", "D", "X", "Y"];
    const letters = Buffer.from(valuesOf(names.map((name) => `T'${name}`).join()), "hex");
    const expected = assembled(" DC C'ICFGHEKLPZARVW%UJT$'").lines[0].bytes;
    expect([...letters]).toEqual([...expected]);
  });

  test("S' and I' are the digits after the point and before it", () => {
    expect(valuesOf("S'F,I'F,S'H,I'H,S'P,I'P,S'Z,I'Z")).toBe("041B000F02030101");
    expect(valuesOf("I'E,I'K,I'L")).toBe("060C1C");
    expect(errorsOf("A DC C'X'\n DC AL1(S'A)")).toEqual([
      "2:9 S' is of numbers (types F H E D L P Z), and A is of type C",
    ]);
    expect(errorsOf(" DC AL1(T'1)")).toEqual(["1:11 T' is followed by a symbol, whose type it is"]);
  });

  test("EQU gives length and type", () => {
    expect(valuesOf("L'Q,L'W,L'L,L'RR")).toBe("03081003");
  });
});

test("integers and addresses are as GNU as makes them", () => {
  const cases = Object.entries(vectors.constants);
  expect(cases.length).toBeGreaterThan(300);
  expect(cases.map(([operand]) => `${operand} ${bytesOf(`DC ${operand}`)}`)).toEqual(
    cases.map(([operand, bytes]) => `${operand} ${bytes}`),
  );
});
