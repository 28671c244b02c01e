/** The assembler's language: what each form becomes. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../../../engine/turtles/m6502/assembler/index.ts";
import { decode, instructions, type Mode } from "../../../../../engine/turtles/m6502/index.ts";
import { assembled } from "../program.ts";

/** The program's bytes from its lowest address on, in hexadecimal. */
function bytes(source: string): string {
  const { segments } = assembled(source);
  return segments.map((segment) => Buffer.from(segment.bytes).toString("hex")).join(" ");
}

const WRITTEN: Readonly<Record<Mode, string>> = {
  implied: "",
  accumulator: "a",
  immediate: "#$12",
  zeroPage: "$12",
  zeroPageX: "$12,x",
  zeroPageY: "$12,y",
  absolute: "$1234",
  absoluteX: "$1234,x",
  absoluteY: "$1234,y",
  indirect: "($1234)",
  indexedIndirect: "($12,x)",
  indirectIndexed: "($12),y",
  relative: "*+2+$12",
};

test.each(instructions)("$mnemonic $mode", ({ mnemonic, mode, opcode }) => {
  const code = opcode.toString(16).padStart(2, "0");
  const operand = WRITTEN[mode].includes("34") ? "3412" : WRITTEN[mode].includes("12") ? "12" : "";
  const line = `${mnemonic.toLowerCase()} ${WRITTEN[mode]}`;
  expect(bytes(` ${line}`)).toBe(code + operand);
  expect(bytes(` ${line.toUpperCase()} ; remark`)).toBe(code + operand);
  const decoded = decode(Buffer.from(code + operand, "hex"));
  expect([decoded?.definition.mnemonic, decoded?.definition.mode]).toEqual([mnemonic, mode]);
});

describe("operands", () => {
  test.each([
    ["asl", "0a"],
    ["lda $00ff", "a5ff"],
    ["lda $0100", "ad0001"],
    ["lda a:$12", "ad1200"],
    ["lda z:$12,x", "b512"],
    ["lda ($12 , X)", "a112"],
    ["lda ( $12 ) , Y", "b112"],
    ["lda (2+3)*4,x", "b514"],
    ["jmp ($12)", "6c1200"],
    ["lda $12,y", "b91200"],
    ["jmp 5", "4c0500"],
    ["lda #-1", "a9ff"],
    ["lda #'A'", "a941"],
    ["lda #'A", "a941"],
    ["lda #';'", "a93b"],
    ["lda #'''", "a927"],
    ["lda #'\\n'", "a90a"],
    ["lda #<$1234", "a934"],
    ["lda #>$1234", "a912"],
    ["lda #<-2", "a9fe"],
    ["bne *", "d0fe"],
    ["bne *-126", "d080"],
    ["bne *+129", "d07f"],
  ])("%s is %s", (line, expected) => {
    expect(bytes(` ${line}`)).toBe(expected);
  });

  test("a name that is known and below $100 is in page zero, one that comes later is not", () => {
    expect(bytes("here = $10\n lda here\n lda there\nthere = $20")).toBe("a510ad2000");
    // Where there is no absolute form, page zero it is.
    expect(bytes(" stx there,y\n lda (there),y\nthere = $20")).toBe("9620b120");
  });
});

describe("expressions", () => {
  test.each([
    ["2+3*4", 14],
    ["(2+3)*4", 20],
    ["10-4-3", 3],
    ["7/2", 3],
    ["7%4", 3],
    ["%101 % %11", 2],
    ["1<<4|3", 19],
    ["$f0>>4&7", 7],
    ["$f0^$ff", 15],
    ["~0&$ff", 255],
    ["!0+!5", 1],
    ["-3+5", 2],
    ["<$1234+1", 0x35],
    [">$12ff+1", 0x13],
    ["1<2&&2<1", 0],
    ["1=1||0", 1],
    ["3<>4", 1],
    ["3!=3", 0],
    ["4>=4", 1],
    ["*&$ff", 0],
    ["- -3", 3],
  ])("%s is %i", (expression, value) => {
    expect(bytes(` .byte ${expression}`)).toBe(value.toString(16).padStart(2, "0"));
  });
});

describe("labels", () => {
  test("with a colon anywhere, without one at the beginning of a line; alone or before an instruction", () => {
    const source = "one: inx\ntwo iny\nthree\n  four: dex\nfive:\n .word one, two, three, four, five";
    expect(bytes(source)).toBe("e8c8ca 00020102020202020302".replace(" ", ""));
  });

  test("upper and lower case are different names", () => {
    expect(bytes("n = 1\nN = 2\n .byte n, N")).toBe("0102");
  });

  test("local labels belong to the label before them", () => {
    expect(bytes("a1: inx\n@l: bne @l\na2: iny\n@l: bne @l")).toBe("e8d0fec8d0fe");
  });

  test("labels without a name are counted from where they are used", () => {
    expect(bytes(": dex\n bne :-\n: bne :+\n bne :--\n: bne :-")).toBe("cad0fdd002d0f9d0fe".replace("d0fe", "d0fe"));
  });

  test("constants by =, := and .equ, also from names that come later", () => {
    expect(bytes("p = q+1\nq := r*2\nr .equ 4\ns equ 1\n .byte p, q, r, s")).toBe("09080401");
    expect(assembled("q = 1\nl: nop").symbols.get("l")).toEqual({ value: 0x200, line: 2 });
  });
});

describe("directives", () => {
  test("data: bytes, words, strings", () => {
    expect(bytes(" .byte 1, \"Az\", -1, 'x'")).toBe("01417aff78");
    expect(bytes(" .word $1234, -2\n .dbyt $1234")).toBe("3412feff1234");
    expect(bytes(' .text "a\\"b;c"\n .asciiz "d"')).toBe("6122623b636400");
  });

  test("addresses: .org, *=, .res, .align", () => {
    const { segments } = assembled(
      " .org $1000\n nop\n*= $2000\n nop\n .res 2\n nop\n .align 8, $ff\n nop\n* = $3000\n nop",
    );
    expect(segments.map(({ address, bytes: content }) => [address, content.length])).toEqual([
      [0x1000, 1],
      [0x2000, 1],
      [0x2003, 6],
      [0x3000, 1],
    ]);
    expect(bytes(" .res 3, $ea\n .ds 0")).toBe("eaeaea");
  });

  test("conditions", () => {
    const source = (n: number): string =>
      `n = ${n}\n .if n = 1\n .byte 1\n .elseif n = 2\n .byte 2\n .if 0\n .byte 9\n .else\n .byte 3\n .endif\n .else\n .byte 4\n .endif\n .byte 5`;
    expect([1, 2, 3].map((n) => bytes(source(n)))).toEqual(["0105", "020305", "0405"]);
    expect(bytes("n = 1\n .ifdef n\n .byte 1\n .endif\n .ifndef n\n .byte 2\n .endif\n .byte 3")).toBe("0103");
    expect(bytes(" .if 0\n what is this?\n .if\n .else\n .endif\n .endif\n .byte 1")).toBe("01");
  });

  test("repetition, with a counter and labels of its own", () => {
    expect(bytes(' .repeat 3, i\n .byte i*i, "i"\n .endrepeat')).toBe("006901690469");
    expect(bytes(" .repeat 2\n@l: bne @l\n .endrepeat")).toBe("d0fed0fe");
    expect(bytes(" .repeat 2, i\n .repeat 2, j\n .byte i*16+j\n .endrepeat\n .endrepeat")).toBe("00011011");
    expect(bytes(" .repeat 0\n .byte 1\n .endrepeat\n .byte 2")).toBe("02");
  });

  test("macros: parameters, labels of their own, macros in macros", () => {
    const source = `
.macro  store value, place
        lda #value
        sta place
.endmacro
.macro  twice value
        .if value > 0
@again: store value, {$10,x}
        bne @again
        .endif
.endmacro
        twice 5
        twice 0
        twice 6
`;
    expect(bytes(source)).toBe("a9059510d0faa9069510d0fa");
  });

  test("a parameter's name is replaced where it stands as a name, not in strings, labels, directives and numbers", () => {
    const source = '.macro m text, f\n@text: .text "text", text, $f, f\n bne @text\n.endmacro\n m 1, 2';
    expect(bytes(source)).toBe("74657874010f02d0f7");
  });

  test("an assertion that holds says nothing; .end ends the program and names its entry", () => {
    const { entry, errors } = assembled(' .assert * = $200, "moved"\n nop\ngo: nop\n .end go\nnonsense here');
    expect([entry, errors]).toEqual([0x201, []]);
  });
});

test("a program begins where .end says, or at its reset vector, or with its first instruction", () => {
  expect(assembled(" .byte 1\n nop").entry).toBe(0x201);
  expect(assembled(" nop\n .org $fffc\n .word $1234").entry).toBe(0x1234);
  expect(assembled("").entry).toBe(0);
});

test("says what each line has become", () => {
  const { lines } = assembled("; none\n lda #1\n\n .res 3\n .byte 1, 2");
  expect(lines.map(({ line, address, length, bytes: made }) => [line, address, length, made.length])).toEqual([
    [2, 0x200, 2, 2],
    [4, 0x202, 3, 0],
    [5, 0x205, 2, 2],
  ]);
});

test("the listing shows address, bytes, line and source, then the symbols", () => {
  const { listing } = assemble("port = $f001\nstart: lda #65 ; A\n sta port\n .byte 1,2,3,4,5,6,7,8,9\n");
  expect(listing.split("\n")).toEqual([
    "ADDR  BYTES                    LINE  SOURCE",
    "                                  1  port = $f001",
    "0200  A9 41                       2  start: lda #65 ; A",
    "0202  8D 01 F0                    3   sta port",
    "0205  01 02 03 04 05 06 07 08     4   .byte 1,2,3,4,5,6,7,8,9",
    "020D  09",
    "",
    "   VALUE  NAME",
    "    F001  port (line 1)",
    "    0200  start (line 2)",
    "",
    "No errors.",
    "",
  ]);
});
