/** What virtual unit-record devices have in common: commands, sense bytes, how they refuse. */
import { ENDED, type Selected } from "./program.ts";
import type { SpoolDevice } from "./state.ts";

export const NO_OPERATION = 0x03;
export const SENSE = 0x04;

/** Sense byte 0. */
export const COMMAND_REJECT = 0x80;
export const INTERVENTION_REQUIRED = 0x40;
export const EQUIPMENT_CHECK = 0x10;
export const DATA_CHECK = 0x08;

/** Sense bytes by machine type; one of the others. */
const SENSE_BYTES: Readonly<Record<string, number>> = { "3211": 6, "3203": 6, "3505": 4, "3525": 4 };

/** Refuses a command with sense. */
export function refuse(device: SpoolDevice, sense0: number, sense1 = 0): Selected {
  return { kind: "refused", refuse: () => setSense(device, sense0, sense1) };
}

const ended = (): number => ENDED;

/** A command that is done at once, and ends as it should. */
export function atOnce(done: () => number = ended): Selected {
  return { kind: "immediate", isLast: false, done };
}

/** A command that gives bytes. */
export function input(data: Uint8Array, done: () => number = ended): Selected {
  return { kind: "input", data, done };
}

export function setSense(device: SpoolDevice, sense0: number, sense1 = 0): void {
  device.sense = new Uint8Array(SENSE_BYTES[device.type] ?? 1);
  device.sense[0] = sense0;
  if (device.sense.length > 1) device.sense[1] = sense1;
}

/** SENSE: what is wrong, which is forgotten by it. A device that is not ready says so. */
export function sense(device: SpoolDevice, isReady: boolean): Selected {
  const data = new Uint8Array(SENSE_BYTES[device.type] ?? 1);
  data.set(device.sense.subarray(0, data.length));
  if (!isReady) data[0] |= INTERVENTION_REQUIRED;
  return input(data, () => {
    setSense(device, 0);
    return ENDED;
  });
}
