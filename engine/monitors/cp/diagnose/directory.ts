/**
 * DIAGNOSE X'3C' and X'84': the directory in use (GC20-1807, "DIAGNOSE Code X'3C' -- VM/370 Directory", "DIAGNOSE Code X'84' -- Directory Update-In-Place"; condition
 * codes of X'3C': SC19-6203).
 */
import { decodeEbcdic } from "../../../s370/index.ts";
import { findUser } from "../directory/logon.ts";
import { checksum } from "../directory/object/bytes.ts";
import type { DirectoryOutcome } from "../directory/online-state.ts";
import { AT_ONCE, type ChangeRefusal, changeEntry, END_OF_OPTIONS } from "../directory/update.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const CONDITION_CODES: Readonly<Record<DirectoryOutcome, number>> = {
  done: 0,
  "not found": 2,
  "no room": 3,
  failed: 3,
};

/** The volume serial number: four characters in Rx, two in the left half of Ry. */
function serial(vm: Vm, rx: number, ry: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint32(0, vm.gr(rx) >>> 0);
  bytes.setUint32(4, vm.gr(ry) >>> 0);
  return decodeEbcdic(new Uint8Array(bytes.buffer, 0, 6)).trimEnd();
}

/** Fields of the parameter list of X'84', eight bytes each; behind them what the operation needs. */
const PASSWORD = 8;
const OPERATION = 16;
const DATA = 24;
const FIELD = 8;
const LONGEST_LIST = 112;

/** Return codes of X'84' with condition code 1: of a list's length. */
const LIST_TOO_LONG = 65;
const LIST_TOO_SHORT = 66;

/**
 * Those of what is wrong with the list. 10 is SY20-0886's, 51 to 82 are those on the last page of GC20-1807's section; the page with those before could not
 * be read: from 101 on they are ours, so that none means what another one of the manual's does.
 */
const RETURN_CODES: Readonly<
  Record<Exclude<DirectoryOutcome, "done"> | ChangeRefusal | "no such user" | "password", number>
> = {
  failed: 10,
  "no such class": 51,
  "classes are misspelt": 52,
  "priority is misspelt": 62,
  "priority is too large": 63,
  "no such option": 70,
  "options have no end": 71,
  "option's value is invalid": 72,
  "no such minidisk": 80,
  "no such mode": 81,
  "minidisk's password is invalid": 82,
  "no such user": 101,
  password: 102,
  "no such operation": 103,
  "value is invalid": 104,
  "not found": 105,
  "no room": 106,
};

/** Updates an entry by a list of that length. Returns why not; undefined: it has been done. */
function update(vm: Vm, rx: number, length: number): keyof typeof RETURN_CODES | undefined {
  const { users } = vm.cp;
  const address = vm.gr(rx) & 0xffffff;
  if (length < DATA) vm.reflect(SPECIFICATION);
  const places = Array.from({ length }, (_, i) => vm.absoluteOrException(address + i));
  const list = Uint8Array.from(places, (place) => vm.host.load8(place));
  const text = (at: number): string => decodeEbcdic(list.subarray(at, at + FIELD)).trimEnd();
  const request = `change ${checksum(list)}`;
  const outcome = users.outcome(vm.id, request);
  const [userid, operation] = [text(0).toUpperCase(), text(OPERATION).toUpperCase()];
  if (outcome === undefined) {
    const user = findUser(users.current, userid);
    if (user === undefined) return "no such user";
    if ((user.password ?? "NOLOG") !== text(PASSWORD).toUpperCase()) return "password";
  } else if (outcome !== "done") return outcome;
  const data = Array.from(list.subarray(DATA), (byte) =>
    byte === 0xff ? END_OF_OPTIONS[0] : decodeEbcdic(Uint8Array.of(byte)),
  ).join("");
  if (outcome === undefined) {
    const changed = changeEntry(users.current, userid, operation, data);
    if (typeof changed === "string") return changed;
    if (operation !== "TACCOUNT") {
      const refusal = users.replace(changed, vm.id, request);
      if (refusal !== "done") return refusal;
    }
  }
  const session = vm.cp.user(userid);
  if (session !== undefined && AT_ONCE.includes(operation))
    session.state.console.charged = { userid, account: data.slice(0, FIELD).trim().toUpperCase() };
  return undefined;
}

function returnCode(vm: Vm, rx: number, length: number): number | undefined {
  if (length < 0) return LIST_TOO_SHORT;
  if (length > LONGEST_LIST) return LIST_TOO_LONG;
  const refusal = update(vm, rx, length);
  return refusal === undefined ? undefined : RETURN_CODES[refusal];
}

export const directoryDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x3c,
    name: "Dynamically update the system user directory",
    classes: "ABC",
    purpose:
      "Puts the directory into use that has been written to a volume: Rx the first four characters of the volume serial number, Ry the other two. Condition code 2: the system's directory is on no such volume; 3: it cannot be read, and the one before stays.",
    run: (vm, rx, ry) => vm.setConditionCode(CONDITION_CODES[vm.cp.users.renew(serial(vm, rx, ry), vm.id)]),
  },
  {
    code: 0x84,
    name: "Directory update-in-place",
    classes: "B",
    purpose:
      "Changes an entry of the directory, which holds from the user's next logon on: Rx address, Ry length of a list of userid, password, operation (LOGPASS, STORAGE, MAXSTOR, PRIVLEGE, PRIORITY, EDITCHAR, IPL, ACCOUNT, IACCOUNT, TACCOUNT, DISTRIB, OPTIONS, MDISK) and its data. Condition code 1: Ry has why not.",
    run: (vm, rx, ry) => {
      const code = returnCode(vm, rx, vm.gr(ry) | 0);
      if (code !== undefined) vm.setGr(ry, code);
      vm.setConditionCode(code === undefined ? 0 : 1);
    },
  },
];
