/** Control commands (GA26-1592, "Control Commands"). */
import {
  type Acceptance,
  type Answer,
  CHANNEL_END,
  DEVICE_END,
  ENDED,
  type OutputEnding,
} from "../../channel/device.ts";
import { permitsSeek } from "./chain.ts";
import * as op from "./commands.ts";
import type { StorageControl } from "./control.ts";
import { isLate } from "./drives.ts";

const DONE: Answer = { kind: "immediate", status: ENDED };

const SEEK_BYTES = 6;
const SPACE_COUNT_BYTES = 3;
/** Most bytes of a diagnostic program. */
const DIAGNOSTIC_BYTES = 512;

export function beginControl(control: StorageControl, code: number): Answer {
  const { access, chain, drive } = control;
  access.indexPassed = false;
  switch (code) {
    case op.NO_OPERATION:
    case op.RESTORE:
      access.lose();
      return DONE;
    case op.RECALIBRATE: {
      const ending = permitsSeek(chain, code) ? moveArms(control, 0, 0) : control.fail("file protected");
      return { kind: "immediate", ...ending };
    }
    case op.SEEK:
    case op.SEEK_CYLINDER:
    case op.SEEK_HEAD:
      if (!permitsSeek(chain, code)) return control.endWithoutData(control.fail("file protected"));
      return { kind: "output", most: SEEK_BYTES, perByte: 1 };
    case op.SPACE_COUNT:
      return { kind: "output", most: SPACE_COUNT_BYTES, perByte: 1 };
    case op.SET_FILE_MASK:
      if (chain.maskIsSet) return control.endWithoutData(control.fail("invalid sequence"));
      return { kind: "output", most: 1 };
    case op.SET_SECTOR:
      return drive.sectors > 0 ? { kind: "output", most: 1 } : control.refuse("invalid command");
    case op.DIAGNOSTIC_LOAD:
    case op.DIAGNOSTIC_WRITE:
      if (!isLate(drive)) return control.refuse("invalid command");
      return { kind: "output", most: code === op.DIAGNOSTIC_LOAD ? 1 : DIAGNOSTIC_BYTES, perByte: 1 };
    default:
      return control.refuse("invalid command");
  }
}

export function acceptControl(control: StorageControl, code: number, data: Uint8Array): Acceptance {
  const { access, drive } = control;
  switch (code) {
    case op.SEEK:
    case op.SEEK_CYLINDER:
    case op.SEEK_HEAD:
      return seek(control, code, data);
    case op.SPACE_COUNT: {
      control.chain = { ...control.chain, spaced: true };
      const [keyLength = 0, high = 0, low = 0] = data;
      const condition = access.spaceCount(keyLength, (high << 8) | low);
      return condition ? control.fail(condition) : control.end(data.length < SPACE_COUNT_BYTES);
    }
    case op.SET_FILE_MASK: {
      const [mask] = data;
      const reserved = drive.senseBytes === 6 ? op.MASK_RESERVED_360 : op.MASK_RESERVED;
      if ((mask & reserved) !== 0) return control.fail("invalid argument");
      control.chain = { ...control.chain, mask, maskIsSet: true };
      access.lose();
      return control.end();
    }
    case op.SET_SECTOR: {
      const [sector] = data;
      if (sector >= drive.sectors) return control.fail("invalid argument");
      const ticks = Math.ceil(access.toSector(sector));
      if (ticks === 0) return control.end();
      return { status: CHANNEL_END, later: { ticks, status: DEVICE_END, missed: Math.round(drive.turn) } };
    }
    default:
      access.lose();
      return control.end();
  }
}

function seek(control: StorageControl, code: number, data: Uint8Array): OutputEnding {
  if (data.length < SEEK_BYTES) return { ...control.fail("count too small"), unsatisfied: true };
  const { access, pack } = control;
  const [bin, cell] = data;
  const cylinder = code === op.SEEK_HEAD ? access.cylinder : (data[2] << 8) | data[3];
  const head = (data[4] << 8) | data[5];
  if (!pack || (bin | cell) !== 0 || cylinder >= pack.geometry.cylinders || head >= pack.geometry.heads) {
    return control.fail("invalid address");
  }
  return moveArms(control, cylinder, head);
}

function moveArms(control: StorageControl, cylinder: number, head: number): OutputEnding {
  if (control.drive.arm && cylinder !== control.access.cylinder) control.usage.seeks++;
  const ticks = Math.ceil(control.access.seek(cylinder, head));
  if (ticks === 0 || control.fast) return control.end();
  return { status: CHANNEL_END, later: { ticks, status: DEVICE_END } };
}
