/** Errors: all in one go, each at the place to mend, in words that help. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { errorsOf } from "./program.ts";

const PROGRAM = (statement: string): string =>
  `P START X'1000'\n USING *,12\nA DS CL300\nB DC F'1'\n ${statement}\nODD EQU A+1`;

describe("one statement in a program", () => {
  test.each([
    ["LRR 1,2", "5:2 LRR is not an operation; did you mean LR?"],
    ["MVCC A,B", "5:2 MVCC is not an operation; did you mean MVC?"],
    ["FROB A", "5:2 FROB is not an operation"],
    ["MEND", "5:2 MEND stands outside of a macro definition"],
    ["LR 1", "5:6 LR takes 2 operands, not 1: LR R1,R2"],
    ["LR 1,2,3", "5:9 LR takes 2 operands, not 3: LR R1,R2"],
    ["MVC A", "5:7 MVC takes 2 operands, not 1: MVC D1(L,B1),D2(B2)"],
    ["BE", "5:4 BE takes 1 operand, not 0: BE D2(X2,B2)"],
    ["LR 1, 2", "5:7 write 1,2 without blanks; a blank ends the operands"],
    ["LR 1 ,2", "5:6 LR takes 2 operands, not 1: LR R1,R2; a blank ends the operands"],
    ["LR 1,", "5:6 an operand should stand after this comma; a blank ends the operands"],
    ["LR ,1", "5:5 an operand is missing here"],
    ["LR 1,16", "5:7 operand 2 (R2) is a register, 0 to 15, not 16"],
    ["LR 1,R16", "5:7 R16 is not defined; registers are R0 to R15"],
    ["LR 1,B", "5:7 operand 2 (R2) is a register, 0 to 15; B is an address in storage"],
    ["L 16,UNKNOWN", ["5:4 operand 1 (R1) is a register, 0 to 15, not 16", "5:7 UNKNOWN is not defined"]],
    ["MVI A,300", "5:8 operand 2 (I2) is an immediate byte, 0 to 255, not 300"],
    ["BC 16,A", "5:5 operand 1 (M1) is a mask, 0 to 15, not 16"],
    ["LM 1,2,A(1,2)", "5:10 operand 3 (D2(B2)) has a base register only, no index and no length"],
    [
      "MVC A,B",
      "5:6 its length is 300 bytes, and this instruction takes at most 256: write the length, as in NAME(256)",
    ],
    ["MVC A(257),B", "5:8 a length in this instruction is 0 to 256, not 257"],
    ["L 1,4096", "5:6 4,096 is out of range: a displacement is 0 to 4,095; an address beyond needs a base register"],
    ["L 1,4096(,2)", "5:6 a displacement is 0 to 4,095, not 4096"],
    [
      "L 1,A(,3)",
      "5:6 with a base register the displacement is a number; A is an address, which finds its base by USING",
    ],
    ["L 1,A*2", "5:7 an address cannot be multiplied; the difference of two addresses can, in parentheses"],
    ["L 1,A+B", "5:6 this is neither a number nor an address in one section"],
    [
      "L 1,0x48",
      "5:6 “0X” is neither a number nor a symbol: hexadecimal is written X'…', and a symbol begins with a letter",
    ],
    ["L 1,(1", "5:8 the operands end here, where a “)” for the “(” before it should stand"],
    ["L 1,1)", "5:7 “)” stands here, where a comma or the operands' end should be; there is no “(” for it"],
    ["L 1,'A'", "5:6 a string needs its type before it, as in C'A' or X'41'"],
    ['L 1,"A"', "5:6 strings stand between apostrophes, as in C'A', not between quotation marks"],
    ["B ODD", "5:4 instructions begin at even addresses, and this is X'001001'"],
    ["LPSW B", "5:7 LPSW needs an operand at a multiple of 8, and this is at X'00112C'"],
    [
      "ST 1,=F'1'",
      "5:7 ST stores here, and a literal is a constant that others may use: store into a field of your own (DS)",
    ],
    ["L 1,=F'X'", "5:9 “X” is not a decimal number"],
    ["L 1,=F", "5:7 a literal needs a value: F'…'"],
    ["L 1,=A(NOWHERE)", "5:9 NOWHERE is not defined"],
    ["L 1,=F'1'+1", "5:11 “+” stands here, where a comma or the operands' end should be"],
    [
      "DC C'ABC",
      "5:6 this apostrophe opens a string that is not closed; an apostrophe inside a string is written twice ('')",
    ],
    ["DC X'1G'", "5:7 “1G” is not written in hexadecimal digits"],
    [
      "DC F'1,2147483648'",
      "5:9 2147483648 does not fit in 4 bytes: from -2,147,483,648 to 2,147,483,647; for a bit pattern use X'…'",
    ],
    ["DC F'FF'", "5:7 “FF” is not a decimal number: hexadecimal is written X'…'"],
    ["DC PL1'123'", "5:9 123 needs 2 bytes and has 1"],
    ["DC AL1(256)", "5:9 256 does not fit in 1 byte"],
    ["DC C'5€'", "5:8 “€” is not in EBCDIC code page 037"],
    ["DC W'1'", "5:5 “W” stands here, where a constant's type should stand: C X B F H E D L P Z A Y S V Q"],
    ["DC 'HI'", "5:5 “'” stands here, where a constant's type should stand: a text is written C'…'"],
    [
      "DC 5",
      "5:6 the operands end here, where a constant's type should stand: 5 only says how often; a number is written F'…'",
    ],
    [
      "DC A(5 +3)",
      "5:8 the operands end here, where a “)” after the values of A should stand; a blank ends the operands",
    ],
    [
      "MOV 1,2",
      "5:2 MOV is not an operation: LR copies a register, L and LA load one, ST stores one, MVC copies storage",
    ],
    ["DC F", "5:5 a DC needs a value: F'…'; DS reserves storage without one"],
    ["DC A'1'", "5:6 values of type A stand in parentheses: A(…)"],
    ["DC F(1)", "5:6 values of type F stand between apostrophes: F'…'"],
    ["DS", "5:4 DS needs an operand, as in DS F"],
    ["DS (LATER)F", "5:6 LATER is not defined"],
    ["DC 9999999F'1'", "5:5 this takes 39,999,996 bytes; storage has at most 16,777,216"],
    ["EQU 5", "5:6 EQU needs a label: NAME EQU value"],
    ["ORG A-1", "5:6 this lies before the start of the section"],
    ["USING *", "5:9 there is 1 operand; it is written USING address,register"],
    ["CCW X'09',A,0", "5:15 there are 3 operands; it is written CCW command,address,flags,count"],
    ["DROP 3", "5:7 no USING in force names register 3"],
    ["DC P'1,'", "5:9 a decimal number should stand here"],
    ["ICTL 1,80", "5:7 statements begin in column 1, end in column 71 and go on in column 16: ICTL 1,71,16"],
    ["PUNCH X", "5:8 a card stands between apostrophes: PUNCH 'TEXT'"],
    ["TITLE X", "5:8 a title stands between apostrophes: TITLE 'ADDS NUMBERS'"],
    ["PRINT GENERATED", "5:8 PRINT is followed by ON, OFF, GEN, NOGEN, DATA, NODATA, separated by commas"],
    ["SPACE X'F0000'", "5:8 a number of lines is 0 to 1,000, not 983,040"],
    ["START 0", "5:8 START stands before everything that makes storage"],
  ])("%s", (statement, expected) => {
    expect(errorsOf(PROGRAM(statement))).toEqual([expected].flat());
  });
});

test("every value of a constant that is in error is reported", () => {
  expect(errorsOf(" DC F'X,1,Y',H'99999'\nA DC X'G',P'Q'\n LA 1,L'A")).toEqual([
    "1:7 “X” is not a decimal number",
    "1:11 “Y” is not a decimal number",
    "1:16 99999 does not fit in 2 bytes: from -32,768 to 32,767; for a bit pattern use X'…'",
    "2:8 “G” is not written in hexadecimal digits",
    "2:13 “Q” is not a decimal number",
  ]);
  expect(errorsOf(" DC 3A(X,1,Y),AL1(256)")).toEqual([
    "1:8 X is not defined",
    "1:12 Y is not defined",
    "1:19 256 does not fit in 1 byte",
  ]);
});

describe("labels", () => {
  test("a second definition names the line of the first", () => {
    expect(errorsOf("A DS F\nB DS F\na DS H")).toEqual(["3:1 a is already defined at line 1"]);
  });

  test.each([
    ["LOOP: LR 1,2", "1:1 a label is written without a colon"],
    [
      "1A LR 1,2",
      "1:1 1A is no label: a label begins with a letter and holds letters, digits, $, #, @ and _; a comment begins with *",
    ],
    ["LR 1,2", "1:1 LR is an operation and stands in column 1, where labels stand: put a blank before it"],
    ["; comment", "1:1 a comment begins with * in column 1"],
    ["LOOP", "1:1 the label LOOP stands alone; an operation must follow it (DS 0H only marks the place)"],
    [" LOOP LR 1,2", "1:2 LOOP is not an operation; a label stands in column 1"],
  ])("%s", (source, error) => {
    expect(errorsOf(source)).toEqual([error]);
  });

  test("near names are suggested", () => {
    expect(errorsOf(" USING *,12\nHELLO DS F\n L 1,HELO")).toEqual(["3:6 HELO is not defined; did you mean HELLO?"]);
  });
});

describe("base registers", () => {
  test("out of range: how far, from which USING, and the limit", () => {
    const source = " USING *,12\n DS XL4112\nGREETING DC C'HI'\n LA 1,GREETING\n USING *,11\n LA 1,*-2";
    expect(errorsOf(source)[0]).toBe(
      "4:7 base register for GREETING is out of range (4,112 bytes from USING at line 1; the limit is 4,095)",
    );
  });

  test("an address before its USING", () => {
    expect(errorsOf("A DS XL16\n USING *,12\n LA 1,A")).toEqual([
      "3:7 A lies 16 bytes before the USING at line 2; a base register reaches forward only",
    ]);
  });

  test("no USING at all", () => {
    expect(errorsOf("A LA 1,A")).toEqual([
      "1:8 no USING in force reaches A: a base register must be loaded and named, as by BALR 12,0 and USING *,12",
    ]);
    expect(errorsOf("P CSECT\nD DSECT\nX DS F\nP CSECT\n L 1,X")).toEqual([
      "5:6 no USING in force says which register points at D, where X lies: USING D,register",
    ]);
    expect(errorsOf(" USING *,12\n L 1,X\nB CSECT\nX DS F")).toEqual([
      "2:6 X lies in section B, and no USING in force names a base there",
    ]);
  });

  test("a literal out of reach", () => {
    expect(errorsOf(" USING *,12\n L 1,=F'1'\n DS XL5000")).toEqual([
      "2:6 base register for the literal =F'1' is out of range (5,008 bytes from USING at line 1; the limit is 4,095)",
    ]);
  });

  test("a USING in error does not make its uses errors too", () => {
    expect(errorsOf("A DS F\n USING A,16\n L 1,A")).toEqual(["2:10 a base register is 0 to 15, not 16"]);
    expect(errorsOf("A DS F\n USING A\n L 1,A").length).toBe(1);
  });
});

describe("programs", () => {
  test("all errors come at once, in the order of lines", () => {
    const errors = errorsOf(" LA 1,Q\n DC F'X'\n FOO\nA EQU B\n LR 1\nC EQU D\nD EQU C");
    expect(errors.map((error) => error.split(" ")[0])).toEqual(["1:7", "2:7", "3:2", "4:7", "5:6", "6:7", "7:7"]);
  });

  test("EQUs in a circle", () => {
    expect(errorsOf("A EQU B\nB EQU A")).toEqual([
      "1:7 A is defined by itself, in a circle",
      "2:7 B is defined by itself, in a circle",
    ]);
  });

  test("what is used before it may be", () => {
    expect(errorsOf(" DS (N)F\nN EQU 5")).toEqual(["1:6 N must be defined before it is used here"]);
  });

  test("a name in error is reported once, where it is defined", () => {
    expect(errorsOf("A EQU 1/\n LA 1,A\n LA 2,A").length).toBe(1);
    expect(errorsOf(" USING *,1\nA DC Z\n LA 1,A").length).toBe(1);
  });

  test("literals in a dummy section", () => {
    expect(errorsOf("P CSECT\n USING *,12\n L 1,=F'1'\nD DSECT\n LTORG")).toEqual([
      "5:7 literals are constants, which only a control section holds: LTORG stands in a CSECT",
    ]);
  });

  test("text after END", () => {
    expect(errorsOf(" END\n LR 1,2\n LR 3,4")).toEqual([
      "2:2 END has ended the program; what follows is not assembled",
    ]);
  });

  test("errors in a continuation line have that line's column", () => {
    expect(errorsOf(`${" DC X'01',".padEnd(71)}+\n               X'0Z'`)).toEqual([
      "2:18 “0Z” is not written in hexadecimal digits",
    ]);
  });

  test("more bytes than storage, or than are sensible", () => {
    expect(errorsOf(" DS XL65535\n DS 300XL65535").length).toBe(1);
    expect(errorsOf(" DC 2000000X'1'")).toEqual([
      "1:5 the program's constants take more than 1,048,576 bytes; DS reserves storage without filling it",
    ]);
  });

  test("what can be assembled still is, and the listing shows the errors", () => {
    const assembly = assemble(" LR 1,2\n LR 1\n LR 3,4");
    expect(Buffer.from(assembly.segments[0].bytes).toString("hex")).toBe("1812");
    expect(assembly.listing).toContain("*** ERROR *** column 6: LR takes 2 operands, not 1: LR R1,R2");
    expect(assembly.listing).toContain("1 error.");
  });
});
