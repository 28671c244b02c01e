/** Reset, interrupts and BRK (MCS6500 Programming Manual, "Reset and Interrupt Considerations"). */
import { describe, expect, test } from "vitest";
import {
  INTERRUPT_LINE,
  KEYBOARD,
  type Mos6502,
  NON_MASKABLE_LINE,
  RESET_LINE,
} from "../../../../engine/turtles/m6502/index.ts";
import { machineWith } from "./program.ts";

/** A program with handlers that note, at $40 on, who was called, and the status and return address that were pushed. */
const program = (main: string): string => `
        .org $0400
start:  ldx #0
        stx $3f
${main}
@end:   jmp @end
        .org $0500
irq:    pha
        sta $f006
        lda #'I'
        jmp note
nmi:    pha
        lda #'N'
note:   stx $3e
        ldx $3f
        sta $40,x
        stx $3d
        tsx
        lda $0102,x
        ldx $3d
        sta $41,x
        inx
        inx
        stx $3f
        ldx $3e
        pla
        rti
        .org $fffa
        .word nmi, start, irq
`;

const hold = (machine: Mos6502): void => machine.input(INTERRUPT_LINE, "hold");
const notes = (machine: Mos6502): string => {
  const length = machine.read(0x3f, 1)[0];
  const bytes = machine.read(0x40, length);
  return Array.from(
    { length: length / 2 },
    (_, i) => `${String.fromCharCode(bytes[2 * i])}${bytes[2 * i + 1].toString(16)}`,
  ).join(" ");
};
const steps = (machine: Mos6502, count: number): void => {
  for (let i = 0; i < count; i++) machine.step();
};

describe("the interrupt line", () => {
  test("pushes address and status with the break bit 0, sets I, keeps D, and takes seven cycles", () => {
    const { machine, at } = machineWith(program("cli\n sed\n sec\nhere: nop\n nop"));
    steps(machine, 5);
    const { cycles } = machine;
    hold(machine);
    expect(machine.cycles - cycles).toBe(7);
    expect(machine.registers).toMatchObject({ pc: at("irq"), s: 0xfc });
    expect(machine.registers.p & 0x0c).toBe(0x0c);
    const here = at("here");
    expect([...machine.read(0x1fd, 3)]).toEqual([0x2b, here & 0xff, here >> 8]);
  });

  test("is masked by I, and taken when I goes", () => {
    const { machine } = machineWith(program("nop\n nop\n cli\n nop\n nop"));
    hold(machine);
    steps(machine, 4);
    expect(notes(machine)).toBe("");
    machine.run({ ticks: 100 });
    expect(notes(machine)).toBe("I22");
  });

  test("after CLI one more instruction is executed; after SEI an interrupt may still come", () => {
    const { machine, at } = machineWith(program("nop\n cli\n sei\nafter: nop"));
    hold(machine);
    steps(machine, 4);
    expect(machine.registers.pc).not.toBe(at("irq"));
    machine.step();
    expect(machine.registers.pc).toBe(at("irq"));
    // It is the status after SEI that was pushed.
    expect(machine.read(0x1fd, 1)[0] & 0x34).toBe(0x24);
    machine.run({ ticks: 200 });
    expect(notes(machine)).toBe("I26");
  });

  test("PLP is as late as CLI, RTI is not", () => {
    const late = machineWith(program("lda #0\n pha\n plp\n inx\n inx"));
    hold(late.machine);
    steps(late.machine, 5);
    expect(late.machine.registers.pc).not.toBe(late.at("irq"));
    late.machine.step();
    expect([late.machine.registers.pc, late.machine.registers.x]).toEqual([late.at("irq"), 1]);
    const prompt = machineWith(program("lda #>next\n pha\n lda #<next\n pha\n lda #0\n pha\n rti\nnext: inx\n inx"));
    hold(prompt.machine);
    steps(prompt.machine, 9);
    expect([prompt.machine.registers.pc, prompt.machine.registers.x]).toEqual([prompt.at("irq"), 0]);
  });

  test("held, it comes again after RTI; let go, it does not", () => {
    const { machine } = machineWith(program("cli\n@more: inx\n bne @more").replace("sta $f006", "nop"));
    steps(machine, 4);
    hold(machine);
    machine.run({ ticks: 200 });
    const often = notes(machine).split(" ").length;
    expect(often).toBeGreaterThan(3);
    machine.input(INTERRUPT_LINE, "release");
    machine.run({ ticks: 400 });
    // The one that was being served may still be noted.
    expect(notes(machine).split(" ").length).toBeLessThanOrEqual(often + 1);
  });

  test("the program sees the line at its port, and a store there lets go of it", () => {
    const { machine } = machineWith(program("lda $f006\n sta $30\n sta $f006\n lda $f006\n sta $31"));
    hold(machine);
    machine.run({ ticks: 100 });
    expect([...machine.read(0x30, 2)]).toEqual([0x80, 0]);
  });
});

describe("the non-maskable interrupt", () => {
  test("comes whatever I is, once for each pulse", () => {
    const { machine } = machineWith(program("sei\n nop\n nop\n nop"));
    steps(machine, 3);
    machine.input(NON_MASKABLE_LINE, "");
    machine.run({ ticks: 100 });
    machine.input(NON_MASKABLE_LINE, "");
    machine.run({ ticks: 200 });
    expect(notes(machine)).toBe("N26 N26");
  });

  test("comes before an interrupt of the same time, which waits for the end of its program", () => {
    const { machine } = machineWith(program("cli\n nop\n nop\n nop"));
    machine.scheduleInputs([
      { tick: 4, device: NON_MASKABLE_LINE, text: "" },
      { tick: 4, device: INTERRUPT_LINE, text: "hold" },
    ]);
    machine.run({ ticks: 100 });
    expect(notes(machine)).toBe("N22 I22");
  });
});

describe("reset", () => {
  test("goes to the address in $FFFC, sets I, moves the stack pointer by three without a store, keeps the rest", () => {
    const { machine, at } = machineWith(program("cli\n sed\n sec\n lda #1\n nop\n nop"));
    steps(machine, 6);
    const stack = machine.read(0x100, 0x100);
    const { cycles } = machine;
    machine.input(RESET_LINE, "");
    expect(machine.registers).toMatchObject({ pc: at("start"), a: 1, s: 0xfc, p: 0x2d });
    expect(machine.read(0x100, 0x100)).toEqual(stack);
    expect(machine.cycles - cycles).toBe(7);
  });

  test("leads on from an illegal opcode and from the exit port, where no interrupt does", () => {
    for (const [main, reason] of [
      [".byte $02", "check-stop"],
      ["sta $f00f", "halt"],
    ] as const) {
      const { machine } = machineWith(program(main));
      expect(machine.run({ ticks: 50 })).toBe(reason);
      const { pc } = machine.registers;
      machine.input(NON_MASKABLE_LINE, "");
      hold(machine);
      expect([machine.stopped, machine.registers.pc]).toEqual([reason, pc]);
      machine.input(RESET_LINE, "");
      expect(machine.stopped).toBeUndefined();
    }
  });
});

describe("BRK", () => {
  test("pushes the address after its second byte, and the break bit; it comes with I set too", () => {
    const { machine } = machineWith(program("brk\n .byte 0\n cli\n brk\n .byte 0"));
    machine.run({ ticks: 100 });
    expect(notes(machine)).toBe("I36 I32");
    expect(machine.stopped).toBe("idle");
  });
});

describe("waiting", () => {
  test("an instruction that jumps to itself stops the machine when nothing is coming", () => {
    for (const main of ["here: jmp here", "clc\nhere: bcc here", "lda #1\nhere: bne here"]) {
      const { machine, at } = machineWith(program(main));
      expect(machine.run({ ticks: 1000 })).toBe("idle");
      expect(machine.registers.pc).toBe(at("here"));
      expect(machine.now).toBeLessThan(6);
    }
  });

  test("a branch to itself that is not taken goes on", () => {
    const { machine, at } = machineWith(program("sec\nhere: bcc here\nnext: jmp next"));
    expect(machine.run({ ticks: 1000 })).toBe("idle");
    expect(machine.registers.pc).toBe(at("next"));
  });

  test("going round takes as many ticks, instructions and cycles as it would one by one, and an interrupt ends it", () => {
    const { machine } = machineWith(program("cli\nhere: jmp here"));
    machine.scheduleInputs([{ tick: 1000, device: INTERRUPT_LINE, text: "hold" }]);
    machine.run({ ticks: 1000 });
    // LDX, STX and CLI take 7 cycles, each JMP 3, the interrupt 7.
    expect([machine.now, machine.instructions, machine.cycles]).toEqual([1000, 1000, 7 + 997 * 3 + 7]);
    machine.run({ ticks: 2000 });
    expect([notes(machine), machine.stopped]).toEqual(["I22", "idle"]);
  });

  test("a branch that goes round over the end of a page takes a cycle more each time", () => {
    const { machine } = machineWith(" .org $04fe\n bne *");
    machine.scheduleInputs([{ tick: 100, device: KEYBOARD, text: "" }]);
    machine.run({ ticks: 100 });
    expect(machine.cycles).toBe(400);
  });
});
