/** The language: constants, symbols, sections, base registers, literals, fields of a statement. */
import { describe, expect, test } from "vitest";
import { assembled, bytesOf, bytesOfLine, storage } from "./program.ts";

describe("constants", () => {
  test.each([
    ["C'AB 1''s && &'", "C1C240F17DA2405040" + "50"],
    ["CL4'AB'", "C1C24040"],
    ["CL2'ABC'", "C1C2"],
    ["2C'AB'", "C1C2C1C2"],
    ["X'ABC'", "0ABC"],
    ["XL3'AB'", "0000AB"],
    ["XL1'ABCD'", "CD"],
    ["X'1,22,333'", "01220333"],
    ["B'101'", "05"],
    ["BL2'1'", "0001"],
    ["F'1'", "00000001"],
    ["F'-1,2147483647'", "FFFFFFFF7FFFFFFF"],
    ["F'1E3'", "000003E8"],
    ["FL1'-128'", "80"],
    ["H'-2'", "FFFE"],
    ["HL3'5'", "000005"],
    ["H'2.5'", "0003"],
    ["P'123'", "123C"],
    ["P'-1234'", "01234D"],
    ["PL3'1.5'", "00015C"],
    ["Z'12'", "F1C2"],
    ["ZL3'-1'", "F0F0D1"],
    ["E'1'", "41100000"],
    ["E'-118.625'", "C276A000"],
    ["D'0.1'", "401999999999999A"],
    ["E'0'", "00000000"],
    ["D'1E75'", "7F235FADD81C2823"],
    ["A(1,X'FF',C'A',-1)", "00000001000000FF000000C1FFFFFFFF"],
    ["AL1(1,2,3)", "010203"],
    ["AL3(X'123456')", "123456"],
    ["Y(258)", "0102"],
    ["S(4095(15))", "FFFF"],
    ["S(8)", "0008"],
    ["0F,X'01'", "01"],
    ["(2+1)X'1'", "010101"],
    ["XL(2*2)'1'", "00000001"],
    ["X'1',H'2'", "01000002"],
    ["3A(*)", "000000000000000400000008"],
  ])("DC %s", (operands, bytes) => {
    expect(bytesOf(`DC ${operands}`)).toBe(bytes);
  });

  test("are aligned by type unless their length is given", () => {
    const assembly = assembled(
      [" DC X'1'", "H DC H'1'", " DC X'1'", "F DC F'1'", " DC X'1'", "D DS D", " DC X'1'", "FL DC FL4'1'"].join("\n"),
    );
    const at = (name: string): number | undefined => assembly.symbols.get(name)?.value;
    expect([at("H"), at("F"), at("D"), at("FL")]).toEqual([2, 8, 16, 25]);
  });

  test("DS reserves without filling, and its value gives its length", () => {
    const assembly = assembled(" DC X'1'\nTEXT DS CL5\nLIST DS 3F\nLIKE DS C'ABC'\n DC X'2'");
    expect(storage(assembly)).toEqual(["0:01", "17:02"]);
    expect(["TEXT", "LIST", "LIKE"].map((name) => assembly.symbols.get(name)?.length)).toEqual([5, 4, 3]);
    expect(assembly.lines.map(({ line, address, length }) => [line, address, length])).toEqual([
      [1, 0, 1],
      [2, 1, 5],
      [3, 8, 12],
      [4, 20, 3],
      [5, 23, 1],
    ]);
  });
});

describe("expressions", () => {
  test.each([
    ["2+3*4", "0000000E"],
    ["(2+3)*4", "00000014"],
    ["7/2", "00000003"],
    ["-7/2", "FFFFFFFD"],
    ["1/0", "00000000"],
    ["-(1-2)", "00000001"],
    ["X'FF'-B'11'", "000000FC"],
    ["*+*-*", "00000000"],
  ])("%s", (expression, bytes) => {
    expect(bytesOf(`DC A(${expression})`)).toBe(bytes);
  });

  test("L' is a symbol's length, in bytes", () => {
    const assembly = assembled("A DS CL20\nB DS 4F\nC EQU A,7\nI LR 1,2\n DC AL1(L'A,L'B,L'C,L'I)");
    expect(bytesOfLine(assembly, 5)).toBe("14040702");
  });

  test("EQU may name what is defined further on, through other EQUs", () => {
    const assembly = assembled("A EQU B+1\nB EQU C-*\n DS XL6\nC DC A(A,B)");
    expect(bytesOfLine(assembly, 4)).toBe("0000000900000008");
  });

  test("R0 to R15 are there, and a program may define them itself", () => {
    expect(bytesOf("LR R15,r0")).toBe("18F0");
    expect(bytesOfLine(assembled("R1 EQU 5\n LR R1,R2\n"), 2)).toBe("1852");
    expect(bytesOfLine(assembled(" LR R1,R2\nR1 EQU 5"), 1)).toBe("1852");
    expect(assembled(" LR R1,R2").symbols.size).toBe(0);
  });
});

describe("base registers", () => {
  test("the nearest base is taken, and of equal ones the highest register", () => {
    const assembly = assembled(" USING A,10\n USING B,11\n USING B,12\nA DS XL8\nB DS F\n L 1,A\n L 1,B+4");
    expect(bytesOfLine(assembly, 6)).toBe("5810A000");
    expect(bytesOfLine(assembly, 7)).toBe("5810C004");
  });

  test("further registers of a USING hold 4,096 more each", () => {
    const assembly = assembled(" USING A,10,11\nA DS XL5000\nB DS F\n L 1,B");
    expect(bytesOfLine(assembly, 4)).toBe("5810B388");
  });

  test("DROP ends a USING", () => {
    const assembly = assembled(" USING A,10\n USING A,11\n DROP 11\nA DS F\n L 1,A");
    expect(bytesOfLine(assembly, 5)).toBe("5810A000");
  });

  test("numbers below 4,096 need no base register", () => {
    expect(bytesOf("L 1,X'4C'")).toBe("5810004C");
  });

  test("register 0 as a base reaches the first 4,096 bytes of storage", () => {
    const assembly = assembled("P START X'200'\n USING P,0\n L 1,A\nA DC F'1'");
    expect(bytesOfLine(assembly, 3)).toBe("58100204");
  });

  test("register 0 serves a dummy section of low storage beside the program's own", () => {
    const assembly = assembled(
      "P START 0\n USING PSA,0\n USING P,0\n L 1,OLD\n L 1,P\n L 1,X'10'\nPSA DSECT\n DS XL24\nOLD DS D",
    );
    expect(storage(assembly)).toEqual(["0:581000185810000058100010"]);
  });

  test("a dummy section describes what a register points at", () => {
    const assembly = assembled(
      "P CSECT\n USING PSW,5\n MVC ADDR,8(2)\nPSW DSECT\nMASK DS X\n DS XL3\nADDR DS AL3\nP CSECT\n DC X'1'",
    );
    expect(storage(assembly)).toEqual(["0:D2025004200801"]);
    expect(assembly.symbols.get("ADDR")).toEqual({ value: 4, length: 3, line: 7 });
  });
});

describe("storage operands", () => {
  test.each([
    ["MVC A,B", "D204C000C005"],
    ["MVC A(2),B", "D201C000C005"],
    ["MVC A+1(L'B),B", "D202C001C005"],
    ["MVC 4(,2),B", "D2002004C005"],
    ["PACK A,B", "F242C000C005"],
    ["PACK A(3),B(2)", "F221C000C005"],
    ["UNPK 0(16,3),A", "F3F43000C000"],
    ["L 1,A(2)", "5812C000"],
    // One number in parentheses is the index, as in IBM's assembler; GNU takes it for the base.
    ["L 1,8(2)", "58120008"],
    ["B *", "47F0C008"],
    ["LM 1,2,A", "9812C000"],
    ["CLI A,C'1'", "95F1C000"],
    ["LA 1,L'A", "41100005"],
    ["SLL 1,2", "89100002"],
  ])("%s", (statement, bytes) => {
    expect(bytesOfLine(assembled(` USING *,12\nA DS CL5\nB DS CL3\n ${statement}`), 4)).toBe(bytes);
  });
});

describe("literals", () => {
  test("lie in pools at LTORG and END, longest alignment first, equal ones once", () => {
    const source = [
      " USING *,12",
      " L 1,=F'1'",
      " LH 2,=H'2'",
      " L 3,=F'1'",
      " MVC 0(8,1),=CL8'X'",
      " LTORG",
      " L 1,=f'1'",
      " CLI =X'FF',1",
      " END",
    ];
    const assembly = assembled(source.join("\n"));
    expect(bytesOfLine(assembly, 2)).toBe("5810C020");
    expect(bytesOfLine(assembly, 3)).toBe("4820C024");
    expect(bytesOfLine(assembly, 4)).toBe("5830C020");
    expect(bytesOfLine(assembly, 5)).toBe("D2071000C018");
    expect(storage(assembly).at(-1)).toBe("30:00000001FF");
  });

  test("of addresses may name the place where they stand", () => {
    const assembly = assembled(" USING *,12\n L 1,=A(*)\n L 2,=A(*)\n END");
    expect(storage(assembly)).toEqual(["0:5810C0085820C00C0000000000000004"]);
  });

  test("stand at the end of the first section, END or not", () => {
    expect(storage(assembled(" USING *,12\n L 1,=F'7'"))).toEqual(["0:5810C008", "8:00000007"]);
  });
});

describe("sections and places", () => {
  test("START gives the first address, END the entry", () => {
    const assembly = assembled("P START X'1000'\n DC F'1'\nGO LR 1,2\n END GO");
    expect(assembly.entry).toBe(0x1004);
    expect(storage(assembly)).toEqual(["1000:000000011812"]);
    expect(assembled("P START X'1000'\n DC F'1'").entry).toBe(0x1000);
  });

  test("a lone comma stands for no operands before a remark", () => {
    expect(storage(assembled("P DC X'1,2'\n ORG P\n DC X'3'\n ORG , go on\n DC X'4'"))).toEqual(["0:030204"]);
  });

  test("ORG goes forward, back and on; what is written later holds", () => {
    const assembly = assembled("P DC XL8'0'\n ORG P+2\n DC X'FF'\n ORG\n DC X'EE'\n ORG X'20'\n DC X'DD'");
    expect(storage(assembly)).toEqual(["0:0000FF0000000000EE", "20:DD"]);
  });

  test("control sections follow one another at doublewords", () => {
    const assembly = assembled("A CSECT\n DC X'1'\nB CSECT\n DC A(A,B)\nA CSECT\n DC X'2'");
    expect(storage(assembly)).toEqual(["0:0102", "8:0000000000000008"]);
  });

  test("instructions begin at even addresses", () => {
    expect(storage(assembled(" DC X'1'\n LR 1,2"))).toEqual(["0:01", "2:1812"]);
  });

  test("CCW makes a channel command at a doubleword", () => {
    const assembly = assembled("P START X'1000'\nMSG DC C'HELLO'\nWRITE CCW X'09',MSG,X'20',L'MSG");
    expect(storage(assembly)).toEqual(["1000:C8C5D3D3D6", "1008:0900100020000005"]);
    expect(assembly.symbols.get("WRITE")).toEqual({ value: 0x1008, length: 8, line: 3 });
  });

  test("CNOP fills with no-operations", () => {
    expect(storage(assembled(" LR 1,2\n CNOP 0,4\n LR 3,4\n CNOP 2,8"))).toEqual(["0:1812070018340700" + "0700"]);
  });
});

describe("fields of a statement", () => {
  test("case counts only between apostrophes", () => {
    expect(bytesOfLine(assembled("loop lr r1,R2\n b Loop-loop\n dc c'aA',x'ab'"), 3)).toBe("81C1AB");
  });

  test("what follows the operands after a blank is a remark", () => {
    expect(bytesOf("LR 1,2   it's a remark")).toBe("1812");
    expect(bytesOf("DC C'A B' 'remark")).toBe("C140C2");
    expect(bytesOf("DC AL1(L'*) L' in a remark")).toBe("01");
  });

  test("a non-blank in column 72 continues the statement in column 16 of the next line", () => {
    const first = " DC X'01',".padEnd(71) + "+";
    const assembly = assembled(`${first}\n               X'02',C'A'      remark\n DC X'3'`);
    expect(storage(assembly)).toEqual(["0:0102C103"]);
    const text = ` DC C'${"A".repeat(65)}*\n               B'\n`;
    expect(bytesOfLine(assembled(text), 1)).toBe(`${"C1".repeat(65)}C2`);
  });

  test("columns 73 to 80 of a card are its identification", () => {
    const card = (text: string, number: string): string => text.padEnd(72) + number;
    const source = [card(" DC X'1'", "DMK00010"), card(" ORG", "DMK00020"), card(" DC X'2'", "00000300")].join("\n");
    expect(storage(assembled(source))).toEqual(["0:0102"]);
    const continued = `${" DC X'01',".padEnd(71)}XDMK00010\n${card("               X'02'", "DMK00020")}`;
    expect(storage(assembled(continued))).toEqual(["0:0102"]);
  });

  test("a long remark does not swallow the next statement", () => {
    expect(storage(assembled(`${" LR 1,2".padEnd(100, " remark")}\n LR 3,4`))).toEqual(["0:18121834"]);
  });

  test("comments, blank lines and any line end are accepted", () => {
    expect(storage(assembled("* comment\r\n\r\n\tLR\t1,2\tremark\r LR 3,4\n.* comment\n END\n* after\n"))).toEqual([
      "0:18121834",
    ]);
  });

  test("statements for the printed listing are accepted", () => {
    expect(assembled(" TITLE 'A TEST'\n PRINT NOGEN\n EJECT\n SPACE 2\n LR 1,2").lines.length).toBe(1);
  });
});
