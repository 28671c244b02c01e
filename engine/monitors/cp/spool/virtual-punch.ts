/** Virtual card punches: 2540 and 3525 (GA24-3312, "IBM 2821 Control Unit"; GA21-9124, "IBM 3505 Card Reader and IBM 3525 Card Punch Subsystem"). */
import { IMAGE_BYTES } from "../../../s370/index.ts";
import type { Vm } from "../vm.ts";
import { ENDED, type Selected, UNIT_CHECK } from "./program.ts";
import type { SpoolDevice } from "./state.ts";
import {
  atOnce,
  COMMAND_REJECT,
  INTERVENTION_REQUIRED,
  NO_OPERATION,
  refuse,
  SENSE,
  sense,
  setSense,
} from "./unit-record.ts";

/** Write, feed and select stacker: the stacker in bits 0-1, card-image mode in bit 2. */
const WRITE = 0x01;
const STACKER = 0xc0;
const CARD_IMAGE = 0x20;
const STACKERS = 3;
const COLUMNS = 80;
const BLANK = 0x40;

export function punchCommand(vm: Vm, device: SpoolDevice, code: number): Selected {
  if (code === SENSE) return sense(device, device.notReady !== true);
  if (device.notReady === true) return refuse(device, INTERVENTION_REQUIRED);
  if (code === NO_OPERATION) return atOnce();
  if ((code & ~(STACKER | CARD_IMAGE)) !== WRITE || code >>> 6 >= STACKERS) return refuse(device, COMMAND_REJECT);
  const isImage = (code & CARD_IMAGE) !== 0;
  return {
    kind: "output",
    most: isImage ? IMAGE_BYTES : COLUMNS,
    done: (data) => {
      const card = isImage ? new Uint8Array(IMAGE_BYTES) : new Uint8Array(COLUMNS).fill(BLANK);
      card.set(data);
      const isWritten = vm.cp.spool.write(vm, device, code, card, isImage ? IMAGE_BYTES : COLUMNS);
      if (isWritten) vm.state.work.cardsPunched++;
      setSense(device, isWritten ? 0 : INTERVENTION_REQUIRED);
      return isWritten ? ENDED : ENDED | UNIT_CHECK;
    },
  };
}
