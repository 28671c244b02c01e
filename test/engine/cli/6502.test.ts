import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();
put(folder, {
  "hello.s": `start:  ldx #0
@next:  lda text,x
        beq end
        sta $f001
        inx
        bne @next
end:    jmp end
text:   .asciiz "HELLO\\n"
`,
  "echo.s": "next: lda $f004\n beq end\n sta $f001\n jmp next\nend: sta $f00f\n",
  "wrong.s": " lda #3\n sta $f00f\n",
  "illegal.s": " inx\n .byte $02\n",
  "loop.s": "loop: inx\n jmp loop\n",
  "bad.s": " lda\nlabel: nop\n lda nowhere\n",
  "typed.txt": "Good day\n",
});

test("tae asm --isa 6502 assembles, says what it made, writes it, and lists it", () => {
  expect(tae(folder, "asm", "--isa", "6502", "hello.s", "-o", "hello.bin")).toEqual({
    status: 0,
    out: "hello.bin: 23 bytes at 000200, entry 000200\n",
    err: "",
  });
  expect(readFileSync(join(folder, "hello.bin")).subarray(0, 5).toString("hex")).toBe("a200bd1002");
  const { status, out } = tae(folder, "asm", "--isa=6502", "--listing", "hello.s");
  expect(status).toBe(0);
  expect(out).toContain("0202  BD 10 02                    2  @next:  lda text,x\n");
});

test("tae asm --isa 6502 prints every error with file, line and column", () => {
  const { status, out, err } = tae(folder, "asm", "--isa", "6502", "bad.s");
  expect([status, out]).toEqual([1, ""]);
  expect(err).toMatch(/^bad\.s:1:5: LDA needs an operand[^\n]*\nbad\.s:3:6: nowhere is not defined\n$/);
});

describe("tae run --machine 6502", () => {
  const json = (status: number, ...list: string[]) => {
    const ran = tae(folder, "run", "--machine", "6502", "--json", ...list);
    expect([ran.status, ran.err]).toEqual([status, ""]);
    return JSON.parse(ran.out);
  };

  test("prints one object with the end state", () => {
    expect(json(0, "hello.s", "--dump", "200:2", "--dump", "F:1")).toEqual({
      machine: "6502",
      instructions: 34,
      cycles: 109,
      stopped: "idle",
      a: "00",
      x: "06",
      y: "00",
      s: "FD",
      p: "26",
      pc: "020D",
      storage: { "200": "A200", F: "00" },
      console: "HELLO\n",
      traps: {},
    });
  });

  test("types the input; the exit code decides about the status", () => {
    expect(json(0, "echo.s", "--input", "typed.txt")).toMatchObject({
      stopped: "halt",
      exit: 0,
      console: "Good day\n",
    });
    expect(json(1, "wrong.s")).toMatchObject({ stopped: "halt", exit: 3 });
  });

  test("an illegal opcode is a stop, and status 1", () => {
    expect(json(1, "illegal.s")).toMatchObject({ stopped: "check-stop", pc: "0201", traps: { "illegal:02": 1 } });
    const { status, out } = tae(folder, "run", "--machine", "6502", "illegal.s");
    expect(status).toBe(1);
    expect(out).toMatch(/^stopped: check-stop after 2 instructions, \d+ cycles\nillegal opcode 02 at 0201\npc 0201 /);
  });

  test("stops after so many instructions", () => {
    expect(json(0, "loop.s", "--max", "1001")).toMatchObject({ instructions: 1001, stopped: "limit", x: "F5" });
  });

  test("loads raw binary, at an address, and begins where it is told or at the reset vector", () => {
    put(folder, {
      "code.bin": Uint8Array.of(0xa9, 0x07, 0x85, 0x10, 0x4c, 0x04, 0x10),
      "vector.bin": Uint8Array.of(0x02, 0x10),
    });
    expect(json(0, "code.bin", "--at", "1000").a).toBe("07");
    expect(json(0, "code.bin", "--at", "1000", "--start", "1002", "--dump", "10:1")).toMatchObject({
      a: "00",
      storage: { "10": "00" },
    });
    expect(json(0, "code.bin", "--at", "1000", "--load", "FFFC=vector.bin")).toMatchObject({
      a: "00",
      instructions: 2,
    });
  });

  test("without --json prints text", () => {
    const { status, out } = tae(folder, "run", "--machine", "6502", "hello.s");
    expect(status).toBe(0);
    expect(out).toBe(
      "HELLO\nstopped: idle after 34 instructions, 109 cycles\npc 020D  a 00  x 06  y 00  s FD  p 26 nv-bdIZc\n",
    );
  });

  test("bad usage is one line, and status 2", () => {
    const bad: [string[], RegExp][] = [
      [["hello.s", "--psw", "00"], /--psw is for s370/],
      [["hello.s", "--storage", "64K"], /--storage is for s370/],
      [["hello.s", "--at", "100"], /raw binary/],
      [["hello.s", "--start", "10000"], /at most FFFF/],
      [["hello.s", "--load", "FFFF=hello.s"], /beyond storage/],
      [["hello.s", "--load", "FFFF"], /ADDR=FILE/],
    ];
    for (const [list, message] of bad) {
      const { status, out, err } = tae(folder, "run", "--machine", "6502", ...list);
      expect([status, out]).toEqual([2, ""]);
      expect(err).toMatch(/^tae: [^\n]+\n$/);
      expect(err).toMatch(message);
    }
  });
});
