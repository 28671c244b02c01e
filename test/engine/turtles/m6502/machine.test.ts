/** The machine around the processor: ports, stops, registers, storage. */
import { describe, expect, test } from "vitest";
import { findInstruction, KEYBOARD, Mos6502 } from "../../../../engine/turtles/m6502/index.ts";
import { machineWith } from "./program.ts";

describe("ports", () => {
  test("what is stored at the output port is printed", () => {
    const { machine } = machineWith(`
        ldx #0
@next:  lda @text,x
        beq @end
        sta $f001
        inx
        bne @next
@end:   jmp @end
@text:  .asciiz "Hello, 6502!\\n"
`);
    expect(machine.run({ ticks: 1000 })).toBe("idle");
    expect(machine.text).toBe("Hello, 6502!\n");
  });

  test("typed characters are read one by one; 0 when there are none, and the status port tells", () => {
    const { machine } = machineWith(`
        ldx #0
@next:  lda $f005
        sta $80,x
        lda $f004
        sta $90,x
        inx
        cpx #4
        bne @next
@end:   jmp @end
`);
    machine.input(KEYBOARD, "AbC");
    machine.run({ ticks: 1000 });
    expect([...machine.read(0x80, 4)]).toEqual([0x80, 0x80, 0x80, 0]);
    expect([...machine.read(0x90, 4)]).toEqual([0x41, 0x62, 0x43, 0]);
  });

  test("a program that waits for a key goes on when one comes", () => {
    const { machine } = machineWith("@wait: lda $f004\n beq @wait\n sta $f001\n sta $f00f");
    machine.scheduleInputs([{ tick: 501, device: KEYBOARD, text: "K" }]);
    expect(machine.run({ ticks: 10_000 })).toBe("halt");
    expect([machine.text, machine.exitCode, machine.now]).toEqual(["K", 0x4b, 506]);
  });

  test("any instruction may reach them, also one that stores 16 bits", () => {
    const { machine } = machineWith("inc $0180\n ldx #$80\n txs\n jsr @on\n@on: jmp @on", {
      output: 0x0180,
      exit: 0xf00f,
    });
    machine.run({ ticks: 100 });
    // The count, and the high byte of the address that JSR pushes.
    expect(machine.text).toBe("\u0001\u0002");
  });

  test("lie where they are wanted, or nowhere", () => {
    const { machine } = machineWith("lda #'x'\n sta $d012\n sta $f001\n sta $f00f\n@end: jmp @end", { output: 0xd012 });
    expect(machine.run({ ticks: 100 })).toBe("idle");
    expect(machine.text).toBe("x");
    expect(() => new Mos6502({ ports: { output: 1, input: 1 } })).toThrow(RangeError);
    expect(() => new Mos6502({ ports: { output: 0x10000 } })).toThrow(RangeError);
  });
});

describe("stops", () => {
  test("every byte that is no documented operation code stops the machine, and says where", () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => findInstruction(byte) === undefined);
    expect(bytes).toHaveLength(105);
    for (const opcode of bytes) {
      const { machine } = machineWith(`inx\n .byte ${opcode}\n inx`);
      expect(machine.run({ ticks: 100 })).toBe("check-stop");
      expect(machine.illegalOpcode).toEqual({ address: 0x201, opcode });
      const { registers } = machine;
      machine.step();
      expect([machine.registers, machine.now, machine.instructions]).toEqual([registers, 2, 2]);
    }
  });

  test("patching the byte leads on", () => {
    const { machine } = machineWith(".byte $02\n jmp *\n .end $200");
    machine.run({ ticks: 10 });
    machine.write(0x200, Uint8Array.of(0xe8));
    expect(machine.run({ ticks: 10 })).toBe("idle");
    expect(machine.registers.x).toBe(1);
  });

  test("a store at the exit port stops it after the instruction", () => {
    const { machine, at } = machineWith("lda #3\n sta $f00f\nafter: inx");
    expect(machine.run({ ticks: 10 })).toBe("halt");
    expect([machine.exitCode, machine.registers.pc]).toEqual([3, at("after")]);
  });

  test("a limit stops it at the tick", () => {
    const { machine } = machineWith("@more: inx\n jmp @more");
    expect(machine.run({ ticks: 777 })).toBe("limit");
    expect([machine.now, machine.instructions]).toEqual([777, 777]);
  });
});

describe("storage", () => {
  test("instructions and operands go round from $FFFF to $0000", () => {
    const machine = new Mos6502();
    machine.write(0xffff, Uint8Array.of(0xad));
    machine.write(0, Uint8Array.of(0x34, 0x12));
    machine.write(0x1234, Uint8Array.of(0x99));
    machine.setRegisters({ pc: 0xffff });
    machine.step();
    expect(machine.registers).toMatchObject({ a: 0x99, pc: 2 });
  });

  test("a program may change what it executes next", () => {
    const { machine } = machineWith(`
        ldy #3
@again: lda #$e8                ; INX, then DEX
        sta @changed
@changed: nop
        lda #$ca
        sta @changed
        jmp @next
@next:  jsr @changed+0
        dey
        bne @again
@end:   jmp @end
`);
    // The JSR meets DEX, and then falls through to the JMP that ends up in the JSR again: the stack goes round.
    machine.run({ ticks: 300 });
    expect(machine.stopped).toBeUndefined();
    const direct = machineWith("lda #$e8\n sta *+3\n nop\n stx $80\n@end: jmp @end");
    direct.machine.run({ ticks: 10 });
    expect(direct.byte(0x80)).toBe(1);
  });

  test("loading beyond the end is refused", () => {
    expect(() => new Mos6502().write(0xffff, new Uint8Array(2))).toThrow(/beyond storage/);
  });
});

test("registers can be set and read, each within its bits", () => {
  const machine = new Mos6502();
  expect(machine.registers).toEqual({ a: 0, x: 0, y: 0, s: 0, p: 0x24, pc: 0 });
  machine.setRegisters({ a: 0x123, x: -1, y: 256, s: 0xff, p: 0xff, pc: 0x12345 });
  expect(machine.registers).toEqual({ a: 0x23, x: 0xff, y: 0, s: 0xff, p: 0xef, pc: 0x2345 });
});
