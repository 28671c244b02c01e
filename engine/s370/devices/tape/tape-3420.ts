/** The 3420 magnetic tape unit with its control, the 3803 (GA32-0020, GA32-0021): 24 sense bytes. */
import { firstSenseBytes } from "./tape-2401.ts";
import { COMMANDS_3803 } from "./tape-commands.ts";
import { type TapeControl, TapeDrive, type TapeFacts } from "./tape-drive.ts";
import type { TapeLibrary } from "./tape-library.ts";
import { type TapeFeatures, type TapeModel, tapeModel } from "./tape-models.ts";
import * as sense from "./tape-sense.ts";

const SENSE_BYTES = 24;

/** Sense byte 6, bits 4-7. */
const MODEL_CODES: Readonly<Record<string, number>> = {
  "3": 1,
  "5": 2,
  "7": 3,
  "4": sense.MODEL_4_6_8 | 1,
  "6": sense.MODEL_4_6_8 | 2,
  "8": sense.MODEL_4_6_8 | 3,
};

/** A 3420, model 3 to 8. Throws RangeError where there is no such model. */
export function tape3420(
  options: TapeFeatures & { readonly model?: string; readonly library?: TapeLibrary } = {},
): TapeDrive {
  return new TapeDrive(tapeModel("3420", options.model, options), CONTROL_3803, options.library);
}

const CONTROL_3803: TapeControl = { type: "3803", commands: COMMANDS_3803, senseBytes };

/** GA32-0020, "Sense Byte 0" to "Sense Byte 23". Features and serial numbers (bytes 13 to 23) are all zeros here. */
function senseBytes(facts: TapeFacts): Uint8Array {
  const bytes = new Uint8Array(SENSE_BYTES);
  bytes.set(firstSenseBytes(facts));
  if (facts.tapeIndicate) bytes[4] |= sense.TAPE_INDICATE;
  bytes[5] = sense.NEW_SUBSYSTEM;
  bytes[6] = unitOf(facts.model, facts.density);
  bytes[7] = facts.error.byte7 ?? 0;
  return bytes;
}

/** Sense byte 6. */
function unitOf({ model, tracks, densities }: TapeModel, density: number): number {
  const heads = tracks === 7 ? sense.SEVEN_TRACK_UNIT : densities.length > 1 ? sense.DUAL_DENSITY : 0;
  return heads | (density === 1600 ? 0 : sense.NOT_SET_TO_1600) | MODEL_CODES[model];
}
