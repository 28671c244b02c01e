/** Interruption action: old PSW and code to storage, new PSW from there (GA22-7000, "Interruption Action"). */
import type { Processor } from "./processor.ts";

/** A class of interruption: real addresses of its old and new PSW, and of its code where the old PSW is in EC mode. */
export interface InterruptionClass {
  readonly name: "external" | "svc" | "program" | "io" | "machine-check" | "restart";
  readonly old: number;
  readonly new: number;
}

export const RESTART: InterruptionClass = { name: "restart", old: 0x08, new: 0x00 };
export const EXTERNAL: InterruptionClass = { name: "external", old: 0x18, new: 0x58 };
export const SVC: InterruptionClass = { name: "svc", old: 0x20, new: 0x60 };
export const PROGRAM: InterruptionClass = { name: "program", old: 0x28, new: 0x68 };
export const MACHINE_CHECK: InterruptionClass = { name: "machine-check", old: 0x30, new: 0x70 };
export const IO: InterruptionClass = { name: "io", old: 0x38, new: 0x78 };

/** Assigned storage locations that hold the codes of EC mode (GA22-7000, "Assigned Storage Locations"). */
const EXTERNAL_CPU_ADDRESS = 0x84;
const EXTERNAL_CODE = 0x86;
const SVC_IDENTIFICATION = 0x88;
const PROGRAM_IDENTIFICATION = 0x8c;
const IO_ADDRESS = 0xba;

/** External-interruption codes from here on have a processor's address with them. */
const PROCESSOR_SIGNALS = 0x1200;

/**
 * Swaps PSWs. `halfwords`: instruction-length code of an SVC or program interruption, else 0. Returns whether it could:
 * where the prefix lies beyond storage there is no new PSW, and the processor is in the check-stop state.
 */
export function swapPsws(processor: Processor, kind: InterruptionClass, code: number, halfwords: number): boolean {
  const { real } = processor;
  if (!real.hasAssignedLocations) {
    processor.checkStop();
    return false;
  }
  const [left, right] = processor.psw(code, halfwords);
  real.setWord(kind.old, left);
  real.setWord(kind.old + 4, right);
  if (processor.ec) storeCode(processor, kind, code, halfwords);
  // Of another processor's signal, the sender's address is told in either mode; the only sender is this one.
  if (kind === EXTERNAL && (processor.ec || code >= PROCESSOR_SIGNALS)) real.setHalfword(EXTERNAL_CPU_ADDRESS, 0);
  processor.loadPsw(real.word(kind.new), real.word(kind.new + 4));
  return true;
}

/** In EC mode code and length have places of their own. */
function storeCode({ real }: Processor, kind: InterruptionClass, code: number, halfwords: number): void {
  const identification = (halfwords << 17) | code;
  switch (kind) {
    case EXTERNAL:
      real.setHalfword(EXTERNAL_CODE, code);
      break;
    case SVC:
      real.setWord(SVC_IDENTIFICATION, identification);
      break;
    case PROGRAM:
      real.setWord(PROGRAM_IDENTIFICATION, identification);
      break;
    case IO:
      real.setHalfword(IO_ADDRESS, code);
      break;
  }
}

/**
 * What state the processor is in, beside waiting, which the PSW says (GA22-7000, "Stopped, Operating, Load, and
 * Check-Stop States").
 */
export const OPERATING = 0;
export const STOPPED = 1;
export const CHECK_STOP = 2;
export const LOADING = 3;
