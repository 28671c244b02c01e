/** DIAGNOSE X'4C' (GC20-1807, "DIAGNOSE Code X'4C' -- Generate Accounting Cards for the Virtual User"). */
import { decodeEbcdic } from "../../../s370/index.ts";
import { LONGEST_DATA } from "../console/accounting.ts";
import { findUser } from "../directory/index.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

/** Function codes in Ry: what a list at Rx contains besides a userid; data instead of a list. */
const WITH_ACCOUNT = 0x04;
const MOST_LIST = 0x0c;
const DATA = 0x10;
const NAME = 8;

const DONE = 0;
const NOT_ALLOWED = 1;
const NO_SUCH_USER = 2;
const NO_SUCH_FUNCTION = 3;

function bytesAt(vm: Vm, address: number, count: number): Uint8Array {
  const places = Array.from({ length: count }, (_, i) => vm.absoluteOrException(address + i));
  return Uint8Array.from(places, (place) => vm.host.load8(place));
}

function accounting(vm: Vm, rx: number, ry: number): number {
  if (!vm.state.directory.options.accounting) return NOT_ALLOWED;
  const address = vm.gr(rx) & 0xffffff;
  const code = vm.gr(ry);
  const { accounting: cards } = vm.cp;
  if (code === DATA) {
    if (ry === 15) vm.reflect(SPECIFICATION);
    const length = vm.gr(ry + 1);
    const crosses = address >>> 12 !== (address + length - 1) >>> 12;
    if (length === 0 || length > LONGEST_DATA || crosses) vm.reflect(SPECIFICATION);
    cards.data(vm, bytesAt(vm, address, length));
    return DONE;
  }
  if (address === 0) {
    cards.session(vm);
    vm.state.console.charged = undefined;
    return DONE;
  }
  vm.requireBoundary(address, 8);
  const [userid, account] = [0, NAME].map((at) => decodeEbcdic(bytesAt(vm, address + at, NAME)).trimEnd());
  const user = findUser(vm.cp.users.current, userid);
  if (user === undefined) return NO_SUCH_USER;
  if (code > MOST_LIST || code % 4 !== 0) return NO_SUCH_FUNCTION;
  cards.session(vm);
  const isGiven = (code & WITH_ACCOUNT) !== 0;
  vm.state.console.charged = { userid: user.userid, account: isGiven ? account : user.account };
  return DONE;
}

export const accountingDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x4c,
    name: "Generate accounting cards for the virtual user",
    classes: "",
    purpose:
      "Punches an accounting card of what was used, to be charged to another user, or with data: Rx address, Ry function, Ry+1 length.",
    run: (vm, rx, ry) => vm.setConditionCode(accounting(vm, rx, ry)),
  },
];
