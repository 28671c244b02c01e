/** All functions of DIAGNOSE, by group. */
import type { Cp } from "../cp.ts";
import { absentDiagnoses } from "./absent.ts";
import { accountingDiagnoses } from "./accounting.ts";
import { channelProgramDiagnoses } from "./channel-program.ts";
import { consoleDiagnoses } from "./console.ts";
import { directoryDiagnoses } from "./directory.ts";
import { dumpDiagnoses } from "./dump.ts";
import { imageDiagnoses } from "./images.ts";
import { ioDiagnoses } from "./io.ts";
import { recordingDiagnoses } from "./recording.ts";
import { screenDiagnoses } from "./screen.ts";
import { storageDiagnoses } from "./segments.ts";
import { symbolDiagnoses } from "./symbols.ts";

/** Once, when CP is made. */
export function addDiagnoses(cp: Cp): void {
  cp.diagnoses.add(consoleDiagnoses);
  cp.diagnoses.add(screenDiagnoses);
  cp.diagnoses.add(accountingDiagnoses);
  cp.diagnoses.add(directoryDiagnoses);
  cp.diagnoses.add(ioDiagnoses);
  cp.diagnoses.add(channelProgramDiagnoses);
  cp.diagnoses.add(recordingDiagnoses);
  cp.diagnoses.add(dumpDiagnoses);
  cp.diagnoses.add(storageDiagnoses);
  cp.diagnoses.add(symbolDiagnoses);
  cp.diagnoses.add(imageDiagnoses);
  cp.diagnoses.add(absentDiagnoses);
}
