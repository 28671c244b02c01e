/**
 * SET STBYPASS VR: a V=R machine that translates is run by its own tables, and the processor does what it does about them (GA22-7074, "Shadow-Table-Bypass Assist").
 * As the manual has it, such a machine must be trusted to name no address but its own. This CP trusts nobody: it has the processor keep it within its storage ("Bounds" in the assists' README, a feature
 * of this machine's), and where that cannot be, shadow tables serve as ever. Nor does the lookaside buffer help it to what others have entered.
 */
import { sizes } from "../../../s370/index.ts";
import type { Psw } from "../../psw.ts";
import * as at from "../layout.ts";
import type { Vm } from "../vm.ts";
import { isAssistActive } from "./assist.ts";

/** MICACF: the assist as a whole, and all that it does. */
const ALL_FUNCTIONS = 0x00fb0000;

// Offsets in the MICBLOK.
const FUNCTIONS = 20;
const SIZE = 24;

/** Whether it is run by its own tables, as far as can be said now. Where its format of tables is none, CP must get the exception. */
function mayBypass(vm: Vm, psw: Psw): boolean {
  const { cp, state } = vm;
  return (
    state.options.shadowBypass === "virtual=real" &&
    state.pages.virtualReal &&
    state.options.ecMode &&
    cp.host.assists.shadowBypass &&
    isAssistActive(vm, psw) &&
    (!state.translates || sizes(vm.cr(0)) !== undefined)
  );
}

/** Before a virtual machine gets the processor, and its control registers are loaded: decides by which tables it runs. */
export function settleBypass(vm: Vm, psw: Psw): void {
  const { cp, host, state, block } = vm;
  const bypasses = mayBypass(vm, psw);
  if (bypasses !== state.bypassing) {
    cp.shadow.bypass(vm, bypasses);
    host.store32(block + at.MICBLOK + FUNCTIONS, bypasses ? ALL_FUNCTIONS : 0);
  }
  if (bypasses) host.store32(block + at.MICBLOK + SIZE, state.size);
  const { storage } = cp.state;
  const entered = bypasses ? vm.id : 0;
  if (storage.bypassed === entered) return;
  storage.bypassed = entered;
  host.ptlb();
}
