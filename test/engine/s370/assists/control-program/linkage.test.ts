/** SVC 8 and SVC 12 of the control program's: how its programs call each other, and return. */
import { describe, expect, test } from "vitest";
import { AT, BACK, expectDone, type Given, LEFT, run } from "./nucleus.ts";

const { SAVE, BLOCK, TRACE } = AT;

/** The nucleus lies between X'400' and X'2C00', save areas from there on; the first free one is SAVE. */
const calling = (op: string, code: readonly string[], ...blocks: string[]): Given => ({
  op,
  code: ["LA 12,X'567'", "L 13,=A(BLOCK)", ...code],
  blocks: [
    "ORG PSA+X'3D0'",
    "DC A(X'2C00')",
    "ORG PSA+X'3E4'",
    "DC A(LIST)",
    "ORG LIST",
    "DC A(SAVE,X'400',X'2C00',X'2800')",
    "ORG SAVE",
    "DC A(MORE)",
    "ORG BLOCK",
    "DC A(BACK,X'600',X'2D40')",
    ...blocks,
  ],
});

describe("SVC 8", () => {
  const link = (...blocks: string[]): Given => calling("SVC 8", ["LA 15,BACK"], ...blocks);

  test("calls a program with the next save area", () => {
    const ended = expectDone("SVC 8", BACK, link());
    const [to, from] = [ended.gr(15), ended.gr(14)];
    expect([ended.gr(12), ended.gr(13), ended.bytes(AT.LIST)]).toEqual([to, SAVE, "00002D00"]);
    expect(ended.bytes(SAVE, 12)).toBe(`${hex(from)}0000056700002C00`);
    // Behind the instruction is the SVC that says what has been left.
    expect(ended.bytes(from, 2)).toBe(`0A${LEFT.toString(16).toUpperCase()}`);
  });
  test("writes a trace entry", () => {
    const ended = expectDone(
      "SVC 8",
      BACK,
      link("ORG PSA+X'C'", "DC A(TRACE,TRACE+64,TRACE)", "ORG PSA+X'400'", "DC X'40'"),
    );
    expect(ended.bytes(TRACE, 16)).toBe(`82${hex(ended.gr(15)).slice(2)}0002000800080000${hex(ended.gr(14))}`);
  });
  test.each([
    ["no save area", ["ORG LIST", "DC A(0)"]],
    ["a program that may be away", ["ORG PSA+X'3D0'", "DC A(BACK)"]],
    ["a list that is none", ["ORG PSA+X'3E4'", "DC X'00FF0000'"]],
  ])("leaves %s", (_what, blocks) => {
    const ended = run(link(...blocks));
    expect([ended.at, ended.machine.assistCounts["SVC 8"]]).toEqual([8, { tried: 1, done: 0 }]);
    expect([ended.gr(12), ended.gr(13), ended.bytes(SAVE, 8)]).toEqual([0x567, BLOCK, "00002D0000000000"]);
  });
});

describe("SVC 12", () => {
  const back = (...blocks: string[]): Given => calling("SVC 12", [], ...blocks);

  test("returns, and gives the save area back", () => {
    const ended = expectDone("SVC 12", BACK, back());
    expect([ended.gr(12), ended.gr(13), ended.gr(14)]).toEqual([0x600, 0x2d40, SAVE]);
    expect([ended.bytes(AT.LIST), ended.bytes(BLOCK)]).toEqual(["00002C00", "00002700"]);
  });
  test("writes a trace entry", () => {
    const ended = expectDone(
      "SVC 12",
      BACK,
      back("ORG PSA+X'C'", "DC A(TRACE,TRACE+64,TRACE)", "ORG PSA+X'400'", "DC X'40'"),
    );
    expect([ended.bytes(TRACE, 1), ended.bytes(TRACE + 4)]).toEqual(["82", "0002000C"]);
  });
  test.each([
    ["from a program that may be away", ["ORG PSA+X'3D0'", "DC A(X'567')"]],
    ["from one below the nucleus", ["ORG LIST+4", "DC A(X'568')"]],
    ["a save area among pages", ["ORG LIST+8", "DC A(X'2C01',X'2BFF')"]],
    ["one below the nucleus", ["ORG LIST+4", "DC A(X'560',X'2C01',X'3000')", "ORG MORE", "DC F'0'"]],
  ])("leaves %s", (what, blocks) => {
    const below = what === "one below the nucleus";
    const given = back(...blocks);
    const ended = run(below ? { ...given, code: [...(given.code ?? []), "LA 13,X'550'"] } : given);
    expect([ended.at, ended.machine.assistCounts["SVC 12"]]).toEqual([12, { tried: 1, done: 0 }]);
    expect([ended.gr(12), ended.bytes(AT.LIST)]).toEqual([0x567, "00002700"]);
  });
});

test("others are nobody's but the control program's, and all where bit 6 of control register 6 is zero", () => {
  const other = run(calling("SVC 16", []));
  expect([other.at, other.machine.assistCounts["SVC 8"].tried]).toEqual([16, 0]);
  const off = run(calling("SVC 8", ["LA 15,BACK", "MVI ON,X'FD'"]));
  expect([off.at, off.machine.assistCounts["SVC 8"].tried]).toEqual([8, 0]);
});

const hex = (value: number): string => value.toString(16).padStart(8, "0").toUpperCase();
