/**
 * What a TypeScript monitor's work costs: modelled ticks, which advance virtual time and are never added to instructions executed. A tick is
 * what an instruction takes. The table stands for the machine code that would do the same; `minimal/handlers.asm` is that machine code for SSM
 * and LPSW, and a test holds the two within 25 % of each other.
 */
import type { CostTable } from "../s370/index.ts";

export const costs: CostTable = {
  crossing: 10,
  storageAccess: 2,
  privilegedCall: 2,
  register: 1,
};
