/** Instructions that assists know, by mnemonic. */
import type { I32 } from "../../translator/operations.ts";
import type { Decoded, Register } from "../instructions/decoded.ts";
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import { loadControl, storeControl } from "./control-registers.ts";
import type { AssistFunction } from "./counts.ts";
import { insertStorageKey, resetReferenceBit, setStorageKey } from "./keys.ts";
import { insertPswKey, loadPsw, setPswKey, setSystemMask, storeThenSetMask } from "./psw.ts";
import * as bypass from "./shadow-bypass.ts";
import { loadRealAddress } from "./translation.ts";
import { NO_KEYS, SYSTEM_360_ONLY, type VirtualMachine } from "./virtual-machine.ts";

type Execute = (processor: Processor, machine: VirtualMachine, f: Decoded) => void;

/** What the virtual-machine assist does: unless control register 6 has a one in `inhibitedBy`. */
export interface Assisted {
  readonly name: AssistFunction;
  readonly inhibitedBy: number;
  readonly execute: Execute;
}

/** What the shadow-table-bypass assist does first: where MICACF has a one in `activatedBy`. */
export interface Bypassed {
  readonly name: AssistFunction;
  readonly activatedBy: number;
  readonly execute: Execute;
}

/** Decoded values, which are the interpreter's numbers wherever an assist is asked. */
const number = (value: I32): number => value as unknown as number;

const register = (processor: Processor, r: Register): number => processor.words[state.generalRegisters.index + r];

/** Addresses of storage operands: D(B), or D(X,B). */
function address(processor: Processor, base: Register, displacement: I32, index: Register = 0): number {
  const part = (r: Register): number => (r === 0 ? 0 : register(processor, r));
  return (part(base) + part(index) + number(displacement)) & 0xff_ffff;
}
const first = (processor: Processor, f: Decoded): number => address(processor, f.b1, f.d1);
const second = (processor: Processor, f: Decoded): number => address(processor, f.b2, f.d2);

const system360 = (name: AssistFunction, execute: Execute): Assisted => ({ name, inhibitedBy: 0, execute });
const system370 = (name: AssistFunction, execute: Execute): Assisted => ({
  name,
  inhibitedBy: SYSTEM_360_ONLY,
  execute,
});
const keys = (name: AssistFunction, execute: Execute): Assisted => ({ name, inhibitedBy: NO_KEYS, execute });

export const ASSISTED: ReadonlyMap<string, Assisted> = new Map(
  [
    system360("LPSW", (p, m, f) => loadPsw(p, m, second(p, f))),
    system360("SSM", (p, m, f) => setSystemMask(p, m, second(p, f))),
    system370("STNSM", (p, m, f) => storeThenSetMask(p, m, first(p, f), (mask) => mask & number(f.i2))),
    system370("STOSM", (p, m, f) => storeThenSetMask(p, m, first(p, f), (mask) => mask | number(f.i2))),
    system370("IPK", (p, m) => insertPswKey(p, m)),
    system370("SPKA", (p, m, f) => setPswKey(p, m, second(p, f))),
    keys("ISK", (p, m, f) => insertStorageKey(p, m, f.r1, register(p, f.r2))),
    keys("SSK", (p, m, f) => setStorageKey(p, m, register(p, f.r1), register(p, f.r2))),
    {
      ...keys("RRB", (p, m, f) => resetReferenceBit(p, m, second(p, f))),
      inhibitedBy: NO_KEYS | SYSTEM_360_ONLY,
    },
    system370("LRA", (p, m, f) => loadRealAddress(p, m, f.r1, address(p, f.b2, f.d2, f.x2))),
    system370("STCTL", (p, m, f) => storeControl(p, m, f.r1, f.r3, second(p, f))),
    system370("LCTL", (p, m, f) => loadControl(p, m, f.r1, f.r3, second(p, f))),
  ].map((assisted) => [assisted.name, assisted]),
);

export const BYPASSED: ReadonlyMap<string, Bypassed> = new Map<string, Bypassed>([
  ["PTLB", { name: "bypass PTLB", activatedBy: bypass.BYPASS_PURGE, execute: (p) => bypass.purgeTlb(p) }],
  [
    "IPTE",
    {
      name: "bypass IPTE",
      activatedBy: bypass.BYPASS_INVALIDATE,
      execute: (p, m, f) => bypass.invalidatePage(p, m, register(p, f.r1), register(p, f.r2)),
    },
  ],
  [
    "TPROT",
    {
      name: "bypass TPROT",
      activatedBy: bypass.BYPASS_INVALIDATE,
      execute: (p, m, f) => bypass.testProtectionOf(p, m, first(p, f), (second(p, f) >>> 4) & 15),
    },
  ],
  [
    "LRA",
    {
      name: "bypass LRA",
      activatedBy: bypass.BYPASS_LOAD_REAL,
      execute: (p, m, f) => bypass.loadRealAddress(p, m, f.r1, address(p, f.b2, f.d2, f.x2)),
    },
  ],
  [
    "LCTL",
    {
      name: "bypass LCTL",
      activatedBy: bypass.BYPASS_LOAD_CONTROL,
      execute: (p, m, f) => bypass.loadControl(p, m, f.r1, f.r3, second(p, f)),
    },
  ],
  [
    "STNSM",
    {
      name: "bypass STNSM",
      activatedBy: bypass.BYPASS_MASKS,
      execute: (p, m, f) => bypass.turnTranslation(p, m, false, number(f.i2), first(p, f)),
    },
  ],
  [
    "STOSM",
    {
      name: "bypass STOSM",
      activatedBy: bypass.BYPASS_MASKS,
      execute: (p, m, f) => bypass.turnTranslation(p, m, true, number(f.i2), first(p, f)),
    },
  ],
]);
