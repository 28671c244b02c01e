/**
 * The CP assists of ECPS:VM, as SET CPASSIST switches them: bit 6 of control register 6, where the processor has them, for whatever in supervisor state has instructions E6xx;
 * and, where CP is charged as if it had them (modelled), the table of charges.
 */
import { costs, ecpsCosts } from "../../costs.ts";
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";

/** Control register 6. */
const CONTROL_PROGRAM = 0x02000000;

/** Once, when CP is loaded: they are on, where there are any. */
export function startCpAssist(cp: Cp): void {
  const { schedule } = cp.state;
  schedule.modelsCpAssist = cp.host.costs === ecpsCosts;
  setCpAssist(cp, hasCpAssist(cp));
}

/** Whether there are any, real or modelled. */
export function hasCpAssist({ host, state }: Cp): boolean {
  return host.assists.controlProgram > 0 || state.schedule.modelsCpAssist;
}

/** SET CPASSIST. */
export function setCpAssist(cp: Cp, isOn: boolean): void {
  const { host, state } = cp;
  state.schedule.cpAssist = isOn;
  chargeForCpAssist(cp);
  if (host.assists.controlProgram === 0) return;
  host.store32(at.OWN_CRS + 4 * 6, cpAssistBit(cp));
  host.lctl(6, 6, at.OWN_CRS + 4 * 6);
}

/** The charges that hold now; also when CP's state has been restored. */
export function chargeForCpAssist({ host, state }: Cp): void {
  const { modelsCpAssist, cpAssist } = state.schedule;
  if (modelsCpAssist) host.costs = cpAssist ? ecpsCosts : costs;
}

/** What control register 6 has for them, whoever runs. */
export function cpAssistBit({ host, state }: Cp): number {
  return state.schedule.cpAssist && host.assists.controlProgram > 0 ? CONTROL_PROGRAM : 0;
}
