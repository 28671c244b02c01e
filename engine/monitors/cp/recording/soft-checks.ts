/**
 * Machine checks after which the processor can go on: an instruction that it has retried, storage that it has corrected. They are recorded, and nobody is told; after some,
 * CP does not want to hear of more, until SET MODE says otherwise (SY20-0886, "Soft Recording").
 */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";

/** So many, and recording ends: quiet mode. */
export const MOST_SOFT_CHECKS = 12;

/** Machine-check interruption code, left word: damage to the system or to an instruction; system recovery; corrected storage error (GA22-7000, "Machine-Check Interruption Code"). */
const DAMAGE = 0xc0000000;
const RECOVERY = 0x20000000;
const STORAGE_CORRECTED = 0x00004000;

/** Control register 14: recovery reports are let in. */
const RECOVERY_MASK = 0x08000000;

/** Whether the machine check that has come harms nobody. */
export function isSoft({ host }: Cp): boolean {
  const code = host.load32(at.MACHINE_CHECK_CODE);
  return (code & RECOVERY) !== 0 && (code & DAMAGE) === 0;
}

/** Records it, where it is wanted, and ends recording after the twelfth. `userid` is who ran, empty for nobody. */
export function softCheck(cp: Cp, userid: string): void {
  const { recording } = cp.state;
  const isStorage = (cp.host.load32(at.MACHINE_CHECK_CODE) & STORAGE_CORRECTED) !== 0;
  if (isStorage && !recording.recordsStorage) return;
  cp.recording.machineCheck(userid);
  if (++recording.softChecks >= MOST_SOFT_CHECKS) letReports(cp, false);
}

/** Lets recovery reports in, or not: in the control registers of CP and of everybody who runs under it. Counting begins again. */
export function letReports(cp: Cp, wanted: boolean): void {
  const { host, state } = cp;
  state.recording.softChecks = 0;
  const places = [at.OWN_CRS, ...cp.vms.map(({ block }) => block + at.REAL_CRS)].map((place) => place + 4 * 14);
  for (const place of places) {
    const value = host.load32(place);
    host.store32(place, (wanted ? value | RECOVERY_MASK : value & ~RECOVERY_MASK) >>> 0);
  }
  host.lctl(14, 14, at.OWN_CRS + 4 * 14);
  for (const vm of cp.vms) vm.state.reload = true;
}

/** Whether recovery reports are let in. */
export function letsReports({ host }: Cp): boolean {
  return (host.load32(at.OWN_CRS + 4 * 14) & RECOVERY_MASK) !== 0;
}
