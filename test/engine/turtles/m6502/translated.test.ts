/** Translated program ends where interpreted program does, at any count: seeds are fixed, and a failure names its own. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  INTERRUPT_LINE,
  instructions,
  KEYBOARD,
  Mos6502,
  NON_MASKABLE_LINE,
  type PortAddresses,
  RESET_LINE,
} from "../../../../engine/turtles/m6502/index.ts";
import { Random } from "../../../vectors/random.ts";
import { assembled } from "./program.ts";

/** Everything that can be seen of a machine. */
function digest(machine: Mos6502): string {
  const { registers, cycles, now, instructions, stopped, ports, illegalOpcode } = machine;
  const seen = JSON.stringify({ registers, cycles, now, instructions, stopped, illegalOpcode, ports: ports.save() });
  return `${seen} ${createHash("sha256").update(machine.storage.bytes).digest("hex")}`;
}

interface Pair {
  readonly translator: Mos6502;
  readonly interpreter: Mos6502;
}

/** The same program in a machine of each kind. */
function pair(source: string, ports?: PortAddresses): Pair {
  const { segments, entry } = assembled(source);
  const make = (executor: "translator" | "interpreter"): Mos6502 => {
    const machine = new Mos6502({ executor, ...(ports && { ports }) });
    for (const { address, bytes } of segments) machine.write(address, bytes);
    machine.setRegisters({ pc: entry, s: 0xff });
    return machine;
  };
  return { translator: make("translator"), interpreter: make("interpreter") };
}

/** Runs both to the same random ticks, up to `ticks`. */
function together(
  { translator, interpreter }: Pair,
  random: Random,
  ticks: number,
  longest: number,
  name: string,
): void {
  while (interpreter.now < ticks && interpreter.stopped === undefined) {
    const to = Math.min(ticks, interpreter.now + random.between(1, longest));
    interpreter.run({ ticks: to });
    translator.run({ ticks: to });
    expect(digest(translator), `${name}, at ${to}`).toBe(digest(interpreter));
  }
}

const functional = readFileSync(new URL("functional.s", import.meta.url), "utf8");
const sieve = readFileSync(new URL("../../../../engine/turtles/m6502/bench/sieve.s", import.meta.url), "utf8");

test("the benchmark program, stopped anywhere", () => {
  const machines = pair(sieve.replace(".byte 1, 0, 0, 0", ".byte 3, 0, 0, 0"));
  together(machines, new Random(1), 2_000_000, 30_000, "sieve");
  expect(machines.translator.stopped).toBe("halt");
  expect(machines.translator.translated?.counters.translations).toBeGreaterThan(5);
});

test("the functional test, a hundred times over, so that it is translated", { timeout: 60_000 }, () => {
  const again = functional
    .replace(
      "        lda #0\n        sta exit\n\nfailed:",
      "        dec rounds\n        beq @all\n        jmp start\n@all:   lda #0\n        sta exit\n\nfailed:",
    )
    .replace("called: php", "rounds: .byte 100\n\ncalled: php");
  const { translator, interpreter } = pair(again);
  // What it begins with: I is set, as after a reset.
  for (const machine of [translator, interpreter]) expect(machine.run({ ticks: 5_000_000 })).toBe("halt");
  expect(translator.exitCode).toBe(0);
  expect(translator.text).toBe("OK".repeat(100));
  expect(digest(translator)).toBe(digest(interpreter));
  expect(translator.translated?.counters.translatedInstructions).toBeGreaterThan(1000);
});

/** Instructions that leave a loop's counter and its program alone; addresses are anywhere in a few pages. */
function work(random: Random): string {
  const address = (): string => `$${(0x3000 + random.below(0x400)).toString(16)}`;
  const zero = (): string => `$${random.between(0x40, 0x7f).toString(16)}`;
  const operation = random.pick(["lda", "adc", "sbc", "and", "ora", "eor", "cmp"]);
  const modify = random.pick(["asl", "lsr", "rol", "ror", "inc", "dec"]);
  return random.pick([
    () => `${operation} #${random.below(256)}`,
    () => `${operation} ${zero()}`,
    () => `${operation} ${zero()},x`,
    () => `${operation} ${address()}`,
    () => `${operation} ${address()},x`,
    () => `${operation} ${address()},y`,
    () => `${operation} (${random.pick(["$80", "$82", "$84"])}),y`,
    () => `${operation} (${random.pick(["$40", "$7e", "$f0"])},x)`,
    () => `sta ${address()},${random.pick(["x", "y"])}`,
    () => `sta (${random.pick(["$80", "$82"])}),y`,
    () => `st${random.pick(["a", "x", "y"])} ${zero()}`,
    () => `${modify} ${zero()}`,
    () => `${modify} ${address()},x`,
    () => `${random.pick(["asl", "lsr", "rol", "ror"])} a`,
    () => `bit ${zero()}`,
    () => random.pick(["inx", "iny", "dex", "dey", "tax", "tay", "txa", "tya", "tsx", "clc", "sec", "clv", "nop"]),
    () => random.pick(["sed", "cld", "cpx #7", "cpy #9", "ldx $45", "ldy $46"]),
    () => "pha\n pla",
    () => "php\n pla",
    () => "pha\n plp\n cld",
    () => `b${random.pick(["cc", "cs", "ne", "eq", "pl", "mi", "vc", "vs"])} *+4\n inx\n dey`,
    () => "jsr sub",
    () => "jsr other",
    () => "brk\n .byte 0",
    () => "sta $f001",
    () => "lda $f004",
    () => "lda $f000,x",
    // Its own operand, and an instruction further on.
    () => "inc *+4\n lda #5",
    () => "sta patch+1",
    () => "lda #$e8\n sta patch2",
  ])();
}

/** Loops in loops around random work. */
function program(random: Random): string {
  const lines = (): string => Array.from({ length: random.between(2, 14) }, () => ` ${work(random)}`).join("\n");
  return `
        .org $0400
start:  lda #$30
        sta $81
        sta $83
        lda #$33
        sta $85
        lda #${random.between(2, 30)}
        sta $20
outer:  lda #${random.between(10, 90)}
        sta $21
inner:
${lines()}
patch:  ldx #3
patch2: nop
        dec $21
        beq *+5
        jmp inner
${lines()}
        dec $20
        beq *+5
        jmp outer
        jmp start
sub:
${lines().replaceAll("jsr sub", "nop").replaceAll("jsr other", "nop")}
        rts
other:  jmp (vector)
third:  inc $22
        rts
vector: .word third
irq:    pha
        inc $23
        sta $f006
        pla
        rti
        .org $fffa
        .word irq, start, irq
`;
}

const SEEDS = Array.from({ length: 60 }, (_, i) => 1000 + i);

describe("random programs with loops, subroutines, ports, and program that is changed", () => {
  test.each(SEEDS)("seed %i", { timeout: 60_000 }, (seed) => {
    const random = new Random(seed);
    const machines = pair(program(random));
    const inputs = Array.from({ length: random.below(30) }, () => ({
      tick: random.below(40_000),
      device: random.pick([KEYBOARD, INTERRUPT_LINE, INTERRUPT_LINE, NON_MASKABLE_LINE, RESET_LINE]),
      text: random.pick(["hold", "release", "typed"]),
    }));
    const together40 = (longest: number, to: number): void => together(machines, random, to, longest, `seed ${seed}`);
    for (const machine of [machines.translator, machines.interpreter]) {
      machine.setRegisters({ p: random.chance(50) ? 0 : 4 });
      machine.scheduleInputs(inputs);
    }
    machines.interpreter.setRegisters({ p: machines.translator.registers.p });
    together40(4000, 30_000);
    together40(50, 32_000);
    together40(10_000, 60_000);
  });

  test("most of what they do is translated", () => {
    let translations = 0;
    let invalidations = 0;
    for (const seed of SEEDS.slice(0, 20)) {
      const { translator } = pair(program(new Random(seed)));
      translator.run({ ticks: 30_000 });
      translations += translator.translated?.counters.translations ?? 0;
      invalidations += translator.translated?.counters.invalidations ?? 0;
    }
    expect(translations).toBeGreaterThan(60);
    expect(invalidations).toBeGreaterThan(20);
  });
});

test("copies of a translated run are right, and whoever goes on from one does the same", () => {
  for (const seed of SEEDS.slice(0, 12)) {
    const random = new Random(seed);
    const { translator, interpreter } = pair(program(random));
    const marks: { snapshot: ReturnType<Mos6502["snapshot"]>; seen: string }[] = [];
    for (let tick = 3000; tick <= 30_000; tick += random.between(500, 3000)) {
      translator.run({ ticks: tick });
      marks.push({ snapshot: translator.snapshot(), seen: digest(translator) });
    }
    for (let i = 0; i < 10; i++) {
      const from = random.below(marks.length - 1);
      translator.restore(marks[from].snapshot);
      expect(digest(translator), `seed ${seed}, restored`).toBe(marks[from].seen);
      const next = marks[from + 1];
      translator.run({ ticks: next.snapshot.now });
      expect(digest(translator), `seed ${seed}, gone on`).toBe(next.seen);
      interpreter.restore(marks[from].snapshot);
      interpreter.run({ ticks: next.snapshot.now });
      expect(digest(interpreter), `seed ${seed}, interpreted`).toBe(next.seen);
    }
  }
});

test("a port is noticed wherever it lies and however its address is computed", () => {
  const source = `
        .org $0400
start:  ldx #5
        ldy #0
loop:   lda #$2a
        sta $0333,y             ; the output port, by an index that does not change
        lda $0330,x             ; the input port
        sta $50
        inc $51
        bne loop
        inc $52
        lda $52
        cmp #3
        bne loop
        sta $0340
`;
  const machines = pair(source, { output: 0x333, input: 0x335, exit: 0x340 });
  for (const machine of [machines.translator, machines.interpreter]) machine.input(KEYBOARD, "x".repeat(700));
  together(machines, new Random(3), 100_000, 900, "ports");
  expect(machines.translator.text).toBe("*".repeat(768));
  expect(machines.translator.ports.typed).toBe("");
  expect(machines.translator.exitCode).toBe(3);
});

const IMAGES = 1_500;

test(`${IMAGES} images of anything, run by both`, { timeout: 120_000 }, () => {
  let translator = new Mos6502();
  const interpreter = new Mos6502({ executor: "interpreter" });
  const fresh = interpreter.snapshot();
  let translated = 0;
  for (let seed = 1; seed <= IMAGES; seed++) {
    // What has once been found not worth translating stays so: some images have a machine that knows nothing.
    if (seed % 10 === 0) translator = new Mos6502();
    const random = new Random(seed);
    const page = Uint8Array.from({ length: 256 }, () =>
      random.chance(80) ? random.pick(instructions).opcode : random.below(256),
    );
    const registers = {
      a: seed,
      x: random.below(256),
      y: random.below(256),
      s: random.below(256),
      p: random.below(256),
    };
    const pages = Array.from({ length: 256 }, () => random.chance(30));
    const before = translator.translated?.counters.translations ?? 0;
    for (const machine of [translator, interpreter]) {
      machine.scheduleInputs([]);
      machine.restore(fresh);
      pages.forEach((filled, i) => {
        if (filled) machine.write(256 * i, page);
      });
      // Vectors back to the program, so that it goes on for long.
      machine.write(0xfffa, Uint8Array.of(0x00, 0x04, 0x10, 0x04, 0x20, 0x04));
      machine.write(0x400, page);
      machine.setRegisters({ ...registers, pc: 0x400 });
      machine.input(seed % 5, seed % 2 ? "hold" : "x");
      machine.run({ ticks: 1500 + seed });
    }
    expect(digest(translator), `seed ${seed}`).toBe(digest(interpreter));
    if ((translator.translated?.counters.translations ?? 0) > before) translated++;
  }
  expect(translated).toBeGreaterThan(IMAGES / 50);
});

test("program that lies at a port changes when the port is read", () => {
  // The operand of LDX is the input port: each character typed is another operand.
  const source = `
        .org $0400
loop:   lda here+1
        sta $50
        nop
here:   ldx #0
        stx $f001
        inc $51
        bne loop
        sta $f00f
`;
  const machines = pair(source, { input: 0x407, output: 0xf001, exit: 0xf00f });
  for (const machine of [machines.translator, machines.interpreter]) machine.input(KEYBOARD, "abcdefgh".repeat(32));
  together(machines, new Random(5), 10_000, 300, "port in program");
  expect(machines.translator.text).toBe("abcdefgh".repeat(32));
});

test("program written from outside holds at once", () => {
  const { translator } = pair(".org $0400\nloop: inx\n jmp loop");
  translator.run({ ticks: 10_000 });
  const { x } = translator.registers;
  translator.write(0x400, Uint8Array.of(0xc8));
  translator.run({ ticks: 12_000 });
  expect(translator.registers.x).toBe(x);
  expect(translator.registers.y).toBe(1000 & 0xff);
});
