/** What is wrong is said once, at its place, with what would be right; all of it in one pass. */
import { expect, test } from "vitest";
import { assemble } from "../../../../../engine/turtles/m6502/assembler/index.ts";

const errors = (source: string): string[] =>
  assemble(source).errors.map(({ line, column, message }) => `${line}:${column} ${message}`);

test.each([
  [" lda", /^1:5 LDA needs an operand; what may follow is #\$12 /],
  [" sta #5", /^1:6 STA cannot have this operand; what may follow is \$12 {2}\$12,X/],
  [" inx 5", /^1:6 INX cannot have this operand; what may follow is nothing$/],
  [" ldq #5", /^1:2 there is no instruction, directive or macro ldq/],
  ["ldq #5", /^1:1 there is no instruction, directive or macro ldq/],
  [" .foo", /^1:2 there is no directive \.foo$/],
  ["label: = 5", /^1:8 “=” stands here, where an instruction should stand$/],
  [" lda #256", /^1:7 an immediate byte is -128 to 255, not 256; < and > take/],
  [" lda $10000", /^1:6 an address is \$0000 to \$FFFF, not \$10000$/],
  [" lda -1", /^1:6 an address is \$0000 to \$FFFF, not -\$01$/],
  [" lda ($100),y", /^1:7 \(\$12\),Y of LDA is an address in page zero, not \$0100$/],
  [" lda z:$100", /^1:8 \$12 of LDA is an address in page zero, not \$0100$/],
  [" lda ($12,y)", /^1:11 inside the parentheses the index is X/],
  [" lda ($12),x", /^1:12 behind the parentheses the index is Y/],
  [" lda ($1234)", /^1:6 LDA cannot have this operand/],
  [" lda $12,z", /^1:10 “z” stands here, where the index X or Y should stand$/],
  [" lda $12 $13", /^1:10 “\$” stands here, where the line should end$/],
  [" lda (1+2", /^1:10 the line ends here, where “\)” for the “\(” before it should stand$/],
  [" lda #", /^1:7 the line ends here, where a number or name should stand$/],
  [" lda #$", /^1:8 hexadecimal digits should follow “\$”$/],
  [" lda #12ab", /^1:7 “12a” is neither a number nor a name$/],
  [" lda #5/0", /^1:8 the divisor is zero$/],
  [" lda #1<<40", /^1:8 a shift goes by 0 to 31 bits, not by 40$/],
  [" lda #99999999999", /^1:7 the number does not fit in 32 bits$/],
  [" lda nowhere", /^1:6 nowhere is not defined$/],
  [" lda @local", /^1:6 @local is not defined$/],
  [" bne :+", /^1:6 there are not so many unnamed labels after this$/],
  [" bne :-", /^1:6 there are not so many unnamed labels before this$/],
  [" lda x", /^1:6 the register X cannot stand here$/],
  ["x = 5", /^1:1 X is a register's name/],
  ["inc: nop", /^1:1 inc is an instruction's name/],
  ["n = n + 1", /^1:5 n is defined by itself$/],
  ["n = m\nm = n", /^2:5 m is defined by itself$/],
  ["n: nop\nn: nop", /^2:1 n is defined already, in line 1$/],
  [
    " bne far\n .res 200\nfar: nop",
    /^1:6 \$02CA is 200 bytes on from the end of BNE, which reaches 128 back and 127 on/,
  ],
  ["far: .res 200\n bne far", /^2:6 \$0200 is 202 bytes back from the end of BNE/],
  [' .byte "abc', /^1:8 this string is not closed/],
  [' .byte "é€"', /^1:10 “€” is no character of one byte$/],
  [' .byte "\\q"', /^1:9 a backslash is followed by/],
  [" .byte 256", /^1:8 a byte is -128 to 255, not 256$/],
  [" .word 65536", /^1:8 a word is -32768 to 65535, not 65536$/],
  [' .word "ab"', /a string stands in \.byte or \.text/],
  [" .byte", /^1:7 the line ends here, where a number or name should stand$/],
  [" .org later\nlater = 5", /^1:7 an address must be known here/],
  [" .org $10000", /^1:7 an address is 0 to 65535/],
  [" .res -1", /^1:7 a count of bytes is 0 to 65536, not -1$/],
  [" .align 0", /^1:9 a boundary is 1 to 32768, not 0$/],
  [" .org $fff0\n .res 20\n nop", /^2:1 the program goes beyond \$FFFF, where storage ends$/],
  [" .org $300\n nop\n nop\n .org $301\n nop", /^5:1 \$0301 already holds what line 3 has put there$/],
  [" .if 1", /^1:2 this is not closed; \.endif should follow$/],
  [" .if later\n .endif\nlater = 1", /^1:6 a condition must be known here/],
  [" .else", /^1:2 there is no \.if before this \.else$/],
  [" .if 1\n .else\n .else\n .endif", /^3:2 \.else comes after \.else$/],
  [" .endif", /^1:2 there is no \.if before this \.endif$/],
  [" .repeat 2", /^1:2 this is not closed; \.endrepeat should follow$/],
  [" .endrepeat", /^1:2 there is no \.repeat before this \.endrepeat$/],
  [" .repeat -1\n .byte 256\n .endrepeat", /^1:10 a count of repetitions is 0 to 65535, not -1$/],
  [" .macro", /^1:2 this is not closed; \.endmacro should follow$/],
  [" .macro m a b\n .endmacro", /^1:13 “b” stands here, where the line should end$/],
  [" .macro m\n .endmacro\n .macro m\n .endmacro", /^3:9 there is a macro m already$/],
  [" .macro m\n .endmacro\n m 5", /^3:2 m has 0 parameters, not 1$/],
  [" .macro m v\n lda #v\n .endmacro\n nop\n m 256", /^5:2 an immediate byte .* \(line 2, in macro m\)$/],
  [" .macro m\n m\n .endmacro\n m", /^4:2 macros and repetitions go at most 64 deep \(line 2, in macro m\)$/],
  [' .error "no good"', /^1:2 no good$/],
  [' .assert 1 > 2, "wrong way"', /^1:2 wrong way$/],
  [' .include "x"', /^1:2 a program is one file/],
  ["* 5", /^1:3 “5” stands here, where “=” that sets the address should stand$/],
  [" %", /^1:2 “%” stands here, where an instruction should stand$/],
  [" .end nowhere", /^1:7 nowhere is not defined$/],
])("%j", (source, expected) => {
  const found = errors(source);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(expected);
});

test("all errors come in one pass, in the order of their lines", () => {
  const found = errors(" lda\n nop\nbad = 1/0\n lda bad\n .byte 256, 257\n .byte nowhere\n ldq\n");
  expect(found.map((one) => one.split(" ")[0])).toEqual(["1:5", "3:8", "5:8", "6:8", "7:2"]);
});

test("what follows a wrong line has its right address all the same", () => {
  const { symbols, lines } = assemble(" lda nowhere\n lda #300\n bne nowhere\nend: nop");
  expect(symbols.get("end")?.value).toBe(0x207);
  expect(lines.map(({ bytes }) => [...bytes])).toEqual([[0, 0, 0], [0, 0], [0, 0], [0xea]]);
});

test("an error in a line that is repeated is said once", () => {
  expect(errors(" .repeat 5\n lda nowhere\n .endrepeat")).toEqual(["2:6 nowhere is not defined"]);
});
