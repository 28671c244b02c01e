/** Sections, entries and symbols of other modules: what the assembler makes of them, and what it refuses. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { assembled, bytesOfLine, errorsOf, storage } from "./program.ts";

describe("sections", () => {
  test("are continued where they left off, however often", () => {
    const source =
      "A CSECT\n DC X'1'\nB CSECT\n DC X'2'\nA CSECT\n DC X'3'\nD DSECT\n DS F\nB CSECT\n DC X'4'\nD DSECT\nX DS F";
    expect(storage(assembled(source))).toEqual(["0:0103", "8:0204"]);
    expect(assembled(source).symbols.get("X")?.value).toBe(4);
  });

  test("of one name have one kind", () => {
    expect(errorsOf("A CSECT\n DC X'1'\nA DSECT")).toEqual(["3:1 A is already defined at line 1"]);
    expect(errorsOf("A CSECT\nA COM")).toEqual(["2:1 A is already defined at line 1"]);
  });

  test("common ones lie behind all others, and constants in them are not loaded", () => {
    const source = "A CSECT\n DC A(X)\nC COM\nX DC F'9'\nB CSECT\n DC X'2'";
    expect(storage(assembled(source))).toEqual(["0:00000010", "8:02"]);
    expect(assembled(source).lines.map(({ line, length }) => [line, length])).toEqual([
      [2, 4],
      [4, 4],
      [6, 1],
    ]);
  });

  test("may have no name, also common ones", () => {
    const { module } = assembled(" DC X'1'\n COM\n DS XL3\n CSECT\n DC X'2'");
    expect(module.symbols.map(({ name, type, address, length }) => [name, type, address, length])).toEqual([
      ["", "PC", 0, 2],
      ["", "CM", 8, 3],
    ]);
  });

  test("have names of up to eight characters, as other modules see them", () => {
    expect(errorsOf("TOOLONGNAME CSECT")).toEqual(["1:1 a name that other modules use has at most 8 characters"]);
    expect(errorsOf("TOOLONGNAME DSECT")).toEqual([]);
  });
});

describe("expressions", () => {
  test.each([
    ["A-B", "the difference of places in one section", "FFFFFFFC"],
    ["A+B-A", "a place, whatever the other terms", "00000004"],
    ["X-Y", "the difference of places in another section", "00000008"],
    ["(B-A)*2+A", "a place", "00000008"],
    ["E+4", "a place in another module", "00000004"],
    ["X-A", "a distance that only the loader knows", "00000010"],
  ])("%s is %s", (expression, _, bytes) => {
    const source = `A CSECT\n DS F\nB DC A(${expression})\n EXTRN E\nC CSECT\nY DS 2F\nX DS F`;
    expect(bytesOfLine(assembled(source), 3)).toBe(bytes);
  });

  test.each([
    [" L 1,A+B", "2:6 this is neither a number nor an address in one section"],
    [" LA A,1", "2:5 operand 1 (R1) is a register, 0 to 15; A is an address in storage"],
    [" DC (A)F'0'", "2:6 a duplication factor is a number from 0 to 16,777,216, and this is an address"],
    [" DC A(A*2)", "2:8 an address cannot be multiplied; the difference of two addresses can, in parentheses"],
    [" DC A(A/2)", "2:8 an address cannot be divided; the difference of two addresses can, in parentheses"],
    [" DC A(-A)", undefined],
    [" ORG E", "2:6 E must be defined before it is used here"],
  ])("%s", (statement, error) => {
    expect(errorsOf(`A CSECT\n${statement}\nB DS F\nE CSECT`)).toEqual(error === undefined ? [] : [error]);
  });
});

describe("ENTRY, EXTRN and WXTRN", () => {
  test("what they name may be defined before or after", () => {
    const { module } = assembled("A START X'100'\n ENTRY X,Y,A\nX DS F\nY DS F\n END X");
    expect(module.symbols.map(({ name, type, address }) => `${type} ${name} ${address.toString(16)}`)).toEqual([
      "SD A 100",
      "LD X 100",
      "LD Y 104",
    ]);
    expect(module.entry).toEqual({ section: 1, address: 0x100 });
  });

  test("a program that needs others says which", () => {
    const { externals } = assembled(" EXTRN A\n WXTRN B\n DC A(A,B),V(C,B)\nD CSECT\n DC V(D)");
    expect(externals).toEqual([
      { name: "A", line: 1 },
      { name: "C", line: 3 },
    ]);
  });

  test("a base register may point into another module", () => {
    expect(bytesOfLine(assembled(" EXTRN TABLE\n USING TABLE,5\n L 1,TABLE+8"), 3)).toBe("58105008");
    expect(errorsOf(" EXTRN TABLE\n L 1,TABLE")).toEqual([
      "2:6 TABLE is in another module, and no USING in force reaches it: load its address, as by L 15,=V(TABLE) or =A(TABLE)",
    ]);
  });

  test.each([
    ["A DS F\n EXTRN A", "2:8 A is defined in this module, at line 1"],
    [" EXTRN A\nA DS F", "2:1 A is already defined at line 1"],
    [" ENTRY A", "1:8 A is not defined in this module; EXTRN names what others define"],
    ["A EQU 5\n ENTRY A", "2:8 A is no place in a control section, so it cannot be an entry"],
    ["D DSECT\nA DS F\n ENTRY A", "3:8 A is no place in a control section, so it cannot be an entry"],
    [" ENTRY 5", "1:8 “5” stands here, where a name for ENTRY should stand"],
    [" EXTRN A,", "1:10 the operands end here, where a name for EXTRN should stand"],
    [" EXTRN MUCHTOOLONG", "1:8 a name that other modules use has at most 8 characters"],
    ["L EXTRN A", "1:1 EXTRN takes no label"],
    [" END 5", "1:6 END names the place where the program starts: an address in a control section"],
  ])("%j", (source, error) => {
    expect(errorsOf(source)).toEqual([error]);
  });

  test("naming a symbol twice is no mistake", () => {
    expect(errorsOf(" EXTRN A,A\n EXTRN A\n DC V(A)\nB DS F\n ENTRY B,B")).toEqual([]);
  });
});

describe("relocations", () => {
  const relocations = (source: string): string[] =>
    assemble(source).module.relocations.map(
      ({ kind, target, section, address, length, negative }) =>
        `${negative ? "-" : "+"}${kind}${length} of ${target} at ${section}:${address}`,
    );

  test("are made for every address that moves, and for no other", () => {
    expect(relocations("A CSECT\n DC A(A,5),AL3(*),Y(A),A(B-A)\nB DC V(X)\n CCW 1,B,0,8\n L 1,B-A(,2)")).toEqual([
      "+A4 of 1 at 1:0",
      "+A3 of 1 at 1:8",
      "+A2 of 1 at 1:12",
      "+A3 of 1 at 1:25",
      "+V4 of 2 at 1:20",
    ]);
  });

  test("have a sign where an address is taken away", () => {
    expect(relocations("A CSECT\n EXTRN E\n DC A(E-A,-E)")).toEqual([
      "-A4 of 1 at 1:0",
      "+A4 of 2 at 1:0",
      "-A4 of 2 at 1:4",
    ]);
  });

  test("come with duplicated constants and literals too", () => {
    expect(relocations("A CSECT\n USING *,12\n DC 2A(*)\n L 1,=A(A)")).toEqual([
      "+A4 of 1 at 1:0",
      "+A4 of 1 at 1:4",
      "+A4 of 1 at 1:16",
    ]);
  });
});

test("OPSYN gives an operation another name, or takes it away", () => {
  expect(storage(assembled("LOAD OPSYN L\nSTORAGE OPSYN DS\n LOAD 1,8(,2)\nX STORAGE F\n DC X'1'"))).toEqual([
    "0:58102008",
    "8:01",
  ]);
  expect(errorsOf("LR OPSYN\n LR 1,2")[0]).toContain("LR is not an operation");
  expect(errorsOf("X OPSYN FROB")).toEqual(["1:9 FROB is not an operation"]);
});
