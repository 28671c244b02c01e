/** The machine-check interruption (GA22-7000, "Machine-Check Handling"), which only an operator here can cause. */
import { MACHINE_CHECK } from "./interruptions.ts";
import type { Processor } from "./processor.ts";
import { MODE_MACHINE_CHECK, state } from "./state.ts";

/** Assigned storage location of the interruption code. */
const INTERRUPTION_CODE = 232;
/** Save areas that store status has too. */
const CPU_TIMER = 216;
const CLOCK_COMPARATOR = 224;
const FLOATING_POINT_REGISTERS = 352;
const GENERAL_REGISTERS = 384;
const CONTROL_REGISTERS = 448;

/** Bit 1, instruction-processing damage, or bit 2, system recovery; bit 17, a corrected storage error; bits 20-23 and 27-31 say that what was stored is valid; bits 46 and 47 likewise. */
const DAMAGE = 0x4000_0000;
const RECOVERY = 0x2000_0000;
const STORAGE_CORRECTED = 0x0000_4000;
const VALID_LEFT = 0x0000_0f1d;
const VALID_RIGHT = 0x0003_0000;

/** Control register 14, bit 4: recovery reports are let in. */
const RECOVERY_MASK = 0x0800_0000;

/** Puts registers and clocks where machine checks and store status leave them; `put` stores a word. */
export function saveRegisters({ words, clocks }: Processor, put: (address: number, word: number) => void): void {
  const double = (address: number, value: bigint): void => {
    put(address, Number(BigInt.asIntN(32, value >> 32n)));
    put(address + 4, Number(BigInt.asIntN(32, value)));
  };
  double(CPU_TIMER, clocks.cpuTimer);
  double(CLOCK_COMPARATOR, clocks.comparator);
  const all = (address: number, { index, length }: { index: number; length: number }): void => {
    for (let i = 0; i < length; i++) put(address + 4 * i, words[index + i]);
  };
  all(FLOATING_POINT_REGISTERS, state.floatingPointRegisters);
  all(GENERAL_REGISTERS, state.generalRegisters);
  all(CONTROL_REGISTERS, state.controlRegisters);
}

/**
 * Instruction-processing damage: an interruption, or the check-stop state where the PSW does not let it in (bit 13). With the operand "recovery" the processor has retried an
 * instruction, with "storage" corrected storage: a report of that, which is lost where the PSW or control register 14 does not let it in.
 */
export function machineCheck(processor: Processor, operand: string): void {
  const { real, words } = processor;
  const enabled = (words[state.modeBits.index] & MODE_MACHINE_CHECK) !== 0;
  const isReport = operand === "recovery" || operand === "storage";
  if (isReport && (!enabled || (processor.controlRegister(14) & RECOVERY_MASK) === 0)) return;
  if (!enabled || !real.hasAssignedLocations) {
    processor.checkStop();
    return;
  }
  saveRegisters(processor, (address, word) => real.setWord(address, word));
  const what = isReport ? RECOVERY | (operand === "storage" ? STORAGE_CORRECTED : 0) : DAMAGE;
  real.setWord(INTERRUPTION_CODE, what | VALID_LEFT);
  real.setWord(INTERRUPTION_CODE + 4, VALID_RIGHT);
  processor.interrupt(MACHINE_CHECK, 0);
}
