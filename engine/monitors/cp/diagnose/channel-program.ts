/** DIAGNOSE X'28': a channel program that goes on has been changed (GC20-1807-7, "DIAGNOSE Code X'28' -- Channel Program Modification"). */
import { CCW, ccwOf, isTransfer } from "../io/channel-program/ccw.ts";
import type { Modified } from "../io/running-programs.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

/** Condition codes. */
const DONE = 0;
const WRONG = 1;
const ENDED = 2;

/** What register 15 gets with condition code 1; and, from memory, with 2. */
const SAME_REGISTER = 1;
const NO_DEVICE = 2;
const NOT_IN_STORAGE = 3;
const NOT_ALIGNED = 4;
const NOT_FOUND = 5;
const NOT_MODIFIABLE = 6;
const TARGET_NOT_IN_STORAGE = 7;
const TARGET_NOT_ALIGNED = 8;
const HAS_ENDED = 9;

type Result = readonly [conditionCode: number, code: number];

const RESULTS: Readonly<Record<Modified, Result>> = {
  modified: [DONE, 0],
  "not found": [WRONG, NOT_FOUND],
  "not modifiable": [WRONG, NOT_MODIFIABLE],
  ended: [ENDED, HAS_ENDED],
  // The program has to start it again, as after its end.
  restart: [ENDED, HAS_ENDED],
};

function modify(vm: Vm, rx: number, ry: number): Result {
  if (rx === ry) return [WRONG, SAME_REGISTER];
  const device = vm.state.devices[vm.gr(ry) & 0xffff];
  if (device === undefined) return [WRONG, NO_DEVICE];
  const place = vm.gr(rx) & 0xffffff;
  if (place + CCW > vm.state.size) return [WRONG, NOT_IN_STORAGE];
  if (place % CCW !== 0) return [WRONG, NOT_ALIGNED];
  const at = vm.absoluteOrException(place);
  const ccw = ccwOf(vm.host.load32(at), vm.host.load32(at + 4));
  if (isTransfer(ccw) && ccw.address + CCW > vm.state.size) return [WRONG, TARGET_NOT_IN_STORAGE];
  if (isTransfer(ccw) && ccw.address % CCW !== 0) return [WRONG, TARGET_NOT_ALIGNED];
  return RESULTS[vm.cp.channels.modify(vm, device, place)];
}

export const channelProgramDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x28,
    name: "Channel program modification",
    classes: "",
    purpose:
      "Has the channel see a change of the channel program that goes on at the device in Ry: the CCW at Rx was a TRANSFER IN CHANNEL or a no-operation, and is one. Condition code 1: register 15 says what is wrong; 2: it has ended.",
    run: (vm, rx, ry) => {
      const [conditionCode, code] = modify(vm, rx, ry);
      vm.setGr(15, code);
      vm.setConditionCode(conditionCode);
    },
  },
];
