/** The assembler takes any text: it never throws, never hangs, and what it says is consistent. Mutations are seeded. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assemble } from "../../../../../engine/turtles/m6502/assembler/index.ts";
import { Random } from "../../../../vectors/random.ts";

const BENCHMARK = readFileSync(new URL("../../../../../engine/turtles/m6502/bench/sieve.s", import.meta.url), "utf8");
const PROGRAM = `port = $f001
.macro  print text, how
        ldx #0
@next:  lda @text,x
        beq @end
        sta how
        inx
        bne @next
@text:  .asciiz text
@end:
.endmacro
        .org $0800
start:  cld
        print "Hello; \\"world\\"", port
        .repeat 3, i
        .byte i*2, <(start+i), 'i'
        .if i = 1
        .word start, *-2
        .elseif i > 1
        .res 4, $ea
        .else
        .align 4
        .endif
        .endrepeat
:       bne :-
        beq :+
:       lda ($10),y
        sta ($10,x)
        jmp (start)
later   = start + end
end     .equ 5
        .assert later > 5, "no"
        .end start
`;

const PIECES = [
  ..."'\"(),*=:@<>+-/%$#;{}~!&|^\\.\n\t".split(""),
  ..."lda .byte .macro .endmacro .repeat .endrepeat .if .else .endif .org .res print start A X 99999999 0 é 😀 @l :+ :--- $ffff".split(
    " ",
  ),
];

function mutated(text: string, random: Random): string {
  let result = text;
  for (let count = random.between(1, 6); count > 0; count--) {
    const at = random.below(result.length + 1);
    const until = Math.min(result.length, at + random.below(12));
    const piece = random.chance(50) ? random.pick(PIECES) : ` ${random.pick(PIECES)} `;
    const choice = random.below(4);
    if (choice === 0) result = result.slice(0, at) + result.slice(until);
    else if (choice === 1) result = result.slice(0, at) + piece + result.slice(at);
    else if (choice === 2) result = result.slice(0, at) + piece + result.slice(until);
    else {
      const from = random.below(result.length + 1);
      result = result.slice(0, at) + result.slice(from, from + random.below(80)) + result.slice(at);
    }
  }
  return result;
}

/** What contradicts itself or the source in an assembly. */
function contradictions(source: string): string[] {
  const assembly = assemble(source);
  const found: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) found.push(`${what} in ${JSON.stringify(source.slice(0, 1500))}`);
  };
  const lines = source.split(/\r\n|\n|\r/);
  for (const { line, column, message } of assembly.errors) {
    check(
      message !== "" && message.length < 400 && !/undefined|NaN|\[object/.test(message),
      `the message “${message}”`,
    );
    // One past the end is where something is missing.
    check(column >= 1 && column <= (lines[line - 1] ?? "").length + 1, `the place ${line}:${column} of “${message}”`);
  }
  let end = -1;
  for (const { address, bytes } of assembly.segments) {
    check(address > end && bytes.length > 0 && address + bytes.length <= 0x10000, `a segment at ${address}`);
    end = address + bytes.length - 1;
  }
  for (const { line, address, length, bytes } of assembly.lines)
    check(
      lines[line - 1] !== undefined &&
        address >= 0 &&
        address + length <= 0x10000 &&
        (bytes.length === 0 || bytes.length === length),
      `what line ${line} has become`,
    );
  check(
    Number.isInteger(assembly.entry) && assembly.entry >= 0 && assembly.entry <= 0xffff,
    `the entry ${assembly.entry}`,
  );
  return found;
}

test.each([
  ["the program", PROGRAM],
  ["the benchmark", BENCHMARK],
])("%s that is mutated has no errors", (_, program) => {
  expect(assemble(program).errors).toEqual([]);
});

test.each([
  ["the program", PROGRAM],
  ["the benchmark", BENCHMARK],
])("1,500 mutations of %s", { timeout: 60_000 }, (_, program) => {
  const random = new Random(65);
  for (let i = 0; i < 1500; i++) expect(contradictions(mutated(program, random))).toEqual([]);
});

test("random text", { timeout: 60_000 }, () => {
  const random = new Random(2);
  for (let i = 0; i < 1000; i++) {
    const source = Array.from({ length: random.below(200) }, () =>
      random.chance(40) ? random.pick(PIECES) : String.fromCharCode(random.below(160)),
    ).join("");
    expect(contradictions(source)).toEqual([]);
  }
});

const times = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join("");

test.each([
  ["nothing", ""],
  ["deep parentheses", ` .byte ${"(".repeat(50_000)}`],
  ["many signs", ` .byte ${"-".repeat(50_000)}1`],
  ["a long expression", ` .byte 1${"+1".repeat(50_000)}`],
  ["a long chain of constants", times(5000, (i) => `a${i} = a${i + 1}\n`)],
  ["a chain in no order", times(997, (i) => `a${(i * 7) % 997} = a${((i * 7) % 997) + 1}\n`)],
  ["a great circle of constants", `${times(5000, (i) => `a${i} = a${i + 1}\n`)}a5000 = a0`],
  ["constants that double", `${times(60, (i) => `a${i} = a${i + 1} + a${i + 1}\n`)}a60 = 1`],
  ["many undefined names", times(3000, (i) => ` lda name${i}\n`)],
  ["a million repetitions", " .repeat 65535\n .repeat 65535\n nop\n .endrepeat\n .endrepeat"],
  ["repetitions of nothing", times(20, () => " .repeat 65535\n") + times(20, () => " .endrepeat\n")],
  ["a macro that doubles itself", " .macro m\n m\n m\n .endmacro\n m"],
  ["a macro that grows its operand", " .macro m v\n m {v+v}\n .endmacro\n m 1"],
  ["macros that double", `${times(30, (i) => ` .macro m${i}\n m${i + 1}\n m${i + 1}\n .endmacro\n`)} m0`],
  [
    "a macro whose operand doubles",
    `${times(30, (i) => ` .macro m${i} v\n m${i + 1} {v+v+v}\n .endmacro\n`)} .macro m30 v\n .byte v\n .endmacro\n m0 1`,
  ],
  ["great reservations", " .res 65536\n".repeat(100)],
  ["a long line", ` .byte "${"a".repeat(500_000)}"`],
  ["a long name", `${"a".repeat(100_000)}: nop`],
  ["a long blank line", " ".repeat(500_000)],
  ["many labels", times(50_000, (i) => `l${i}:\n`)],
  ["many conditions", " .if 1\n".repeat(20_000)],
  [
    "names of the object prototype",
    "constructor = 1\n .byte constructor, toString\n .__proto__\n constructor\n hasOwnProperty",
  ],
])("%s", { timeout: 20_000 }, (_, source) => {
  expect(contradictions(source)).toEqual([]);
});
