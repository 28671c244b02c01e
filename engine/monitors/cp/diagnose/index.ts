/** All functions of DIAGNOSE, by group. */
import type { Cp } from "../cp.ts";
import { accountingDiagnoses } from "./accounting.ts";
import { consoleDiagnoses } from "./console.ts";
import { ioDiagnoses } from "./io.ts";
import { recordingDiagnoses } from "./recording.ts";
import { screenDiagnoses } from "./screen.ts";
import { storageDiagnoses } from "./segments.ts";

/** Once, when CP is made. */
export function addDiagnoses(cp: Cp): void {
  cp.diagnoses.add(consoleDiagnoses);
  cp.diagnoses.add(screenDiagnoses);
  cp.diagnoses.add(accountingDiagnoses);
  cp.diagnoses.add(ioDiagnoses);
  cp.diagnoses.add(recordingDiagnoses);
  cp.diagnoses.add(storageDiagnoses);
}
