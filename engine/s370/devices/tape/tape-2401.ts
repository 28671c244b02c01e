/** The magnetic tape units of the 2400 series with their control, the 2803 (GA22-6866): six sense bytes. */
import { COMMANDS_2803 } from "./tape-commands.ts";
import { type TapeControl, TapeDrive, type TapeFacts } from "./tape-drive.ts";
import type { TapeLibrary } from "./tape-library.ts";
import { type TapeFeatures, tapeModel } from "./tape-models.ts";
import * as sense from "./tape-sense.ts";

const SENSE_BYTES = 6;

/**
 * A 2401, model 1 to 6; a 2415, which has control and drives in one, 1 to 6; a 2420, 5 or 7. Throws RangeError where
 * there is no such model.
 */
export function tape2401(
  options: TapeFeatures & {
    readonly type?: "2401" | "2415" | "2420";
    readonly model?: string;
    readonly library?: TapeLibrary;
  } = {},
): TapeDrive {
  return new TapeDrive(tapeModel(options.type ?? "2401", options.model, options), CONTROL_2803, options.library);
}

const CONTROL_2803: TapeControl = {
  type: "2803",
  commands: COMMANDS_2803,
  senseBytes: (facts) => Uint8Array.from(firstSenseBytes(facts).slice(0, SENSE_BYTES)),
};

/** Sense bytes 0 to 5, as all tape controls have them. GA22-6866, "Sense Information"; GA32-0020, "Sense Byte 0" to "Sense Byte 5". */
export function firstSenseBytes(facts: TapeFacts): number[] {
  const { error, model, density } = facts;
  return [
    (error.byte0 ?? 0) | bit(sense.INTERVENTION_REQUIRED, !facts.ready),
    (error.byte1 ?? 0) |
      (facts.ready ? sense.STATUS_A : sense.STATUS_B) |
      bit(sense.SEVEN_TRACK, model.tracks === 7) |
      bit(sense.LOAD_POINT, facts.loadPoint) |
      bit(sense.WRITE_STATUS, facts.writeStatus) |
      bit(sense.FILE_PROTECTED, facts.fileProtected),
    // Only NRZI could say which track it is; it says that it is none.
    density < 1600 && model.tracks === 9 ? sense.NO_TRACK_IN_ERROR : 0,
    (error.byte3 ?? 0) | bit(sense.SET_TO_1600, density === 1600) | bit(sense.BACKWARD, facts.backward),
    error.byte4 ?? 0,
    0,
  ];
}

function bit(value: number, on: boolean): number {
  return on ? value : 0;
}
