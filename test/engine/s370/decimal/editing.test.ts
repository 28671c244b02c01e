/** EDIT and EDIT AND MARK as the manual has them (GA22-7000, "Decimal Instructions"). */
import { describe, expect, test } from "vitest";
import { after } from "./one-statement.ts";

const DATA = 7;

/** Bytes of text in EBCDIC, for those that patterns and results here have. */
const EBCDIC: Readonly<Record<string, string>> = {
  ...{ " ": "40", ".": "4B", "*": "5C", $: "5B", "-": "60", "/": "61", ",": "6B", C: "C3", R: "D9", X: "E7" },
  // What a pattern says: a digit, the first significant one, the next field.
  ...{ d: "20", "(": "21", ")": "22" },
};
const bytesOf = (text: string): string => [...text].map((character) => EBCDIC[character] ?? `F${character}`).join("");

/** What a pattern becomes. */
function edited(pattern: string, source: string) {
  const { field, cc, interruption } = after("ED    PATTERN,SOURCE", { PATTERN: bytesOf(pattern), SOURCE: source });
  return { result: field("PATTERN"), cc, interruption };
}

describe("edit", () => {
  const examples: readonly (readonly [pattern: string, source: string, result: string, code: number])[] = [
    [" dd,dd(.dd CR", "0257426C", "  2,574.26   ", 2],
    [" dd,dd(.dd CR", "0000026D", "       .26 CR", 1],
    [" dd,d(d.dd CR", "0000026D", "      0.26 CR", 1],
    ["*dd,dd(.dd", "0000000C", "*******.00", 0],
    ["*ddd-", "123D", "*123-", 1],
    ["*ddd-", "123C", "*123*", 2],
    ["*ddd-", "123F", "*123*", 2],
    ["*ddd-", "123B", "*123-", 1],
    [" ddd", "000C", "    ", 0],
  ];
  test.each(examples)("“%s” with %s becomes “%s”, condition code %i", (pattern, source, result, code) => {
    expect(edited(pattern, source)).toEqual({ result: bytesOf(result), cc: code, interruption: 0 });
  });

  test("what is behind a field separator is a field of its own, and gives the condition code", () => {
    expect(edited("*ddd)ddd", "123C004D")).toEqual({ result: bytesOf("*123***4"), cc: 1, interruption: 0 });
    expect(edited("*ddd)ddd", "123D000C")).toEqual({ result: bytesOf("*123****"), cc: 0, interruption: 0 });
    expect(edited("*ddd)", "123C").cc).toBe(0);
  });

  test("the fill byte may itself select a digit", () => {
    expect(edited("ddd", "123C")).toEqual({ result: bytesOf("123"), cc: 2, interruption: 0 });
    expect(edited("dddd", "00120C").result).toBe(bytesOf("dd12"));
  });

  test("significance begins behind its starter, and with the first digit that is not zero", () => {
    expect(edited("*ddd(dd", "0000000C").result).toBe(bytesOf("*****00"));
    expect(edited("*d(d,dd", "01000C").result).toBe(bytesOf("**10,00"));
  });

  test("a digit that is none is a data exception, if it is asked for", () => {
    expect(edited("*dddd", "1C234C").interruption).toBe(0);
    expect(edited("*ddd", "A23C").interruption).toBe(DATA);
    expect(edited("*ddddd", "123CA45C").interruption).toBe(DATA);
    expect(edited("*ddd", "123CA4").interruption).toBe(0);
    expect(edited("****", "AAAA")).toEqual({ result: bytesOf("****"), cc: 0, interruption: 0 });
  });

  test("sources of more than sixteen digits", () => {
    const digits = "1234567890123456789012345678901";
    expect(edited(`*${"d".repeat(31)}-`, `${digits}C`).result).toBe(bytesOf(`*${digits}*`));
  });

  test("patterns of 256 bytes", () => {
    const source = "123D".repeat(63);
    const pattern = `*${"ddd)".repeat(63)}ddd`;
    const { result, cc } = edited(pattern, `${source}004C`);
    expect(result).toBe(bytesOf(`*${"123*".repeat(63)}**4`));
    expect(cc).toBe(2);
  });
});

describe("edit and mark", () => {
  const marked = (pattern: string, source: string) => {
    const fields = { PATTERN: bytesOf(pattern), SOURCE: source };
    const { field, register, at } = after("EDMK  PATTERN,SOURCE", fields);
    return { result: field("PATTERN"), register: register(1), at: at("PATTERN") };
  };

  test("puts the address of the first digit into register 1", () => {
    const { result, register, at } = marked(" dd,dd(.dd", "0257426C");
    expect(result).toBe(bytesOf("  2,574.26"));
    expect(register).toBe(at + 2);
  });

  test("leaves the register where significance was forced, or never came", () => {
    expect(marked(" dd(dd", "00012C").register).toBe(0);
    expect(marked(" ddddd", "00000C").register).toBe(0);
  });

  test("marks the last of several fields", () => {
    const { register, at } = marked("*ddd)ddd", "123C004D");
    expect(register).toBe(at + 7);
  });
});
