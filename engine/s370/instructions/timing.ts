/** The clocks' instructions (GA22-7000, "Control Instructions" and "Timing"). */
import type { Helper, I32 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import type { Processor } from "../processor.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, privilegedS, s } from "./definition.ts";

const operand = (op: S370Operations, f: Decoded): I32 => op.address(f.b2, f.d2);

/** What can be read and set, as 64 bits. */
type Clock = "timeOfDay" | "comparator" | "cpuTimer";

/** Left (0) or right (1) word of a clock's value. */
function half(clock: Clock): Helper<Processor> {
  return {
    name: `${clock} word`,
    effect: "reads",
    run: ({ clocks }, which) => Number(BigInt.asIntN(32, which === 0 ? clocks[clock] >> 32n : clocks[clock])),
  };
}

function setter(clock: Clock): Helper<Processor> {
  return {
    name: `set ${clock}`,
    effect: "changes",
    run: ({ clocks }, left, right) => {
      const value = (BigInt(left >>> 0) << 32n) | BigInt(right >>> 0);
      if (clock === "timeOfDay") return clocks.setTimeOfDay(value) ? 0 : 1;
      clocks[clock] = value;
      return 0;
    },
  };
}

const timeOfDayState: Helper<Processor> = {
  name: "time-of-day clock's state",
  effect: "reads",
  run: ({ clocks }) => clocks.timeOfDayState,
};

/** Stores a clock's value; the whole doubleword is asked for first. */
function storeClock(op: S370Operations, address: I32, word: Helper<Processor>): void {
  op.probeStore(address, op.i32(8));
  op.store32(address, op.call(word, op.i32(0)));
  op.store32(op.add(address, op.i32(4)), op.call(word, op.i32(1)));
}

function store(mnemonic: string, opcode: number, name: string, clock: Clock): InstructionDefinition {
  const word = half(clock);
  return privilegedS(mnemonic, opcode, name, (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 8);
    storeClock(op, address, word);
  });
}

function set(mnemonic: string, opcode: number, name: string, clock: Clock): InstructionDefinition {
  const helper = setter(clock);
  return privilegedS(mnemonic, opcode, name, (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 8);
    op.probeLoad(address, op.i32(8));
    const code = op.call(helper, op.load32(address), op.load32(op.add(address, op.i32(4))));
    if (clock === "timeOfDay") op.setCc(code);
  });
}

const timeOfDayWord = half("timeOfDay");

export const timing: readonly InstructionDefinition[] = [
  s("STCK", 0xb205, "Store Clock", (op, f) => {
    storeClock(op, operand(op, f), timeOfDayWord);
    op.setCc(op.call(timeOfDayState));
  }),
  set("SCK", 0xb204, "Set Clock", "timeOfDay"),
  set("SCKC", 0xb206, "Set Clock Comparator", "comparator"),
  store("STCKC", 0xb207, "Store Clock Comparator", "comparator"),
  set("SPT", 0xb208, "Set CPU Timer", "cpuTimer"),
  store("STPT", 0xb209, "Store CPU Timer", "cpuTimer"),
];
