/**
 * The 3410 magnetic tape unit with its control, the 3411, which has a drive itself (GA32-0022, "IBM 3410/3411 Magnetic Tape
 * Subsystems"): nine sense bytes, of which the first five are as those of the other controls. What is in bytes 5 and 6, and which of
 * the 3803's commands it has not, was learnt from Hercules.
 */
import { firstSenseBytes } from "./tape-2401.ts";
import { COMMANDS_3411 } from "./tape-commands.ts";
import { type TapeControl, TapeDrive, type TapeFacts } from "./tape-drive.ts";
import type { TapeLibrary } from "./tape-library.ts";
import { type TapeFeatures, tapeModel } from "./tape-models.ts";
import * as sense from "./tape-sense.ts";

const SENSE_BYTES = 9;

/** A 3410 or 3411, model 1 to 3. Throws RangeError where there is no such model. */
export function tape3410(
  options: TapeFeatures & {
    readonly type?: "3410" | "3411";
    readonly model?: string;
    readonly library?: TapeLibrary;
  } = {},
): TapeDrive {
  return new TapeDrive(tapeModel(options.type ?? "3410", options.model, options), CONTROL_3411, options.library);
}

const CONTROL_3411: TapeControl = { type: "3411", commands: COMMANDS_3411, senseBytes };

function senseBytes(facts: TapeFacts): Uint8Array {
  const bytes = new Uint8Array(SENSE_BYTES);
  bytes.set(firstSenseBytes(facts));
  const { model, tracks, densities } = facts.model;
  if (facts.tapeIndicate) bytes[4] |= sense.TAPE_INDICATE;
  bytes[5] = sense.SUBSYSTEM_3411;
  const heads = tracks === 7 ? sense.SEVEN_TRACK_UNIT : densities.length > 1 ? sense.DUAL_DENSITY : 0;
  bytes[6] = heads | Number(model);
  return bytes;
}
