/** Every privileged instruction of System/370, simulated for a virtual machine. */
import { control } from "./control.ts";
import { inputOutput } from "./input-output.ts";
import type { Simulation } from "./instruction.ts";
import { keys } from "./keys.ts";
import { status } from "./status.ts";
import { timing } from "./timing.ts";
import { translation } from "./translation.ts";

export { trappedInstruction } from "./decode.ts";
export type { Simulation } from "./instruction.ts";

/** By mnemonic. */
export const simulations: Readonly<Record<string, Simulation>> = {
  ...status,
  ...control,
  ...keys,
  ...translation,
  ...timing,
  ...inputOutput,
  DIAG: (vm, instruction) => vm.cp.diagnoses.execute(vm, instruction),
  IUCV: (vm, instruction) => vm.cp.iucv.execute(vm, instruction),
};
