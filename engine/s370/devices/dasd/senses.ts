/** Sense commands, which are executed without a pack too (GA26-1592, "Sense Commands"). */
import { type Answer, ENDED } from "../../channel/device.ts";
import * as op from "./commands.ts";
import type { StorageControl } from "./control.ts";
import { isLate } from "./drives.ts";
import { senseBytes } from "./sense.ts";

/** Control unit and its model, as SENSE ID has them. */
const CONTROL_3830 = [0x38, 0x30, 0x02];
const CONTROL_3880 = [0x38, 0x80, 0x05];

/** Model of a drive, as SENSE ID has it; zero for others. */
const MODELS: Readonly<Record<string, number>> = {
  "3330-1": 0x01,
  "3330-11": 0x11,
  "3340-35": 0x01,
  "3340-70": 0x02,
  "3375-1": 0x02,
  "3380-1": 0x02,
  "3380-2": 0x0a,
  "3380-3": 0x1e,
  "3390-1": 0x02,
  "3390-2": 0x06,
  "3390-3": 0x0a,
  "3390-9": 0x0c,
};

/** Bytes of the status that a diagnostic program leaves. */
const DIAGNOSTIC_STATUS_BYTES = 16;

/** Format and message of the sense bytes that are the buffered log. */
const USAGE_FORMAT = 0x60;

export function isSense(code: number): boolean {
  return (code & 0x0f) === 0x04;
}

export function beginSense(control: StorageControl, code: number, chained: boolean): Answer {
  const { access, chain, drive } = control;
  access.indexPassed = false;
  access.lose();
  const late = isLate(drive);
  switch (code) {
    case op.SENSE:
      return input(takeSense(control));
    case op.DEVICE_RESERVE:
      return chained ? outOfSequence(control) : input(takeSense(control));
    case op.DEVICE_RELEASE:
      return chain.maskIsSet || chain.spaced ? outOfSequence(control) : input(takeSense(control));
    case op.SENSE_ID:
      return late ? input(identification(control)) : unknown(control);
    case op.READ_AND_RESET_BUFFERED_LOG:
      if (drive.senseBytes === 6) return unknown(control);
      return chained ? outOfSequence(control) : input(takeLog(control));
    case op.READ_DIAGNOSTIC_STATUS:
      // No error was found: every byte is zero.
      return late ? input(new Uint8Array(DIAGNOSTIC_STATUS_BYTES)) : unknown(control);
    default:
      return unknown(control);
  }
}

function input(data: Uint8Array): Answer {
  return { kind: "input", data, perByte: 1, status: ENDED };
}

function unknown(control: StorageControl): Answer {
  return control.refuse("invalid command");
}

function outOfSequence(control: StorageControl): Answer {
  return control.failRead("invalid sequence");
}

function takeSense(control: StorageControl): Uint8Array {
  const { disk, drive, unit, check, pack } = control;
  const { cylinder, head } = control.access;
  control.check = undefined;
  return senseBytes({ disk, drive, unit, ready: pack !== undefined, cylinder, head }, check);
}

/** Seven bytes: X'FF', control and its model, drive and its model. */
function identification({ disk, drive }: StorageControl): Uint8Array {
  const type = Number.parseInt(disk.type, 16);
  const control = drive.control === "3880" ? CONTROL_3880 : CONTROL_3830;
  return Uint8Array.of(0xff, ...control, type >> 8, type & 0xff, MODELS[disk.name] ?? 0);
}

/** Usage since the last time: sense bytes of format 6. */
function takeLog(control: StorageControl): Uint8Array {
  control.check = undefined;
  const bytes = takeSense(control);
  const view = new DataView(bytes.buffer);
  bytes[7] = USAGE_FORMAT;
  const { usage } = control;
  view.setUint32(8, usage.bytesRead);
  view.setUint16(16, usage.seeks);
  usage.bytesRead = 0;
  usage.seeks = 0;
  return bytes;
}
