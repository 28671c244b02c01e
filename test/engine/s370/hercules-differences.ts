/** Where the other System/370 (Hercules 3.13) and the manual (GA22-7000) part, or the manual leaves a choice. */
import { PAGE_TABLES, SEGMENT_TABLE } from "../../vectors/s370-image.ts";
import type { Outcome } from "../../vectors/s370-recording.ts";
import { decimalReasons } from "./hercules-differences-decimal.ts";
import { programReasons } from "./hercules-differences-programs.ts";

/** How a case ended, here and there. */
export interface Ending {
  readonly name: string;
  readonly image: Uint8Array;
  readonly view: DataView;
  readonly own: Outcome;
  readonly there: Outcome;
  /** Bytes of storage that changed here, by address; and there. */
  readonly here: ReadonlyMap<number, number>;
  readonly other: ReadonlyMap<number, number>;
}

/** Each says whether it explains how the two endings differ. */
const reasons: readonly ((ending: Ending) => boolean)[] = [
  // "Instruction-Length Code": of a target of EXECUTE it is EXECUTE's own, 2; there it is the target's.
  (ending) => executed(ending) && same(ending, [0x2c, 0x8d], KEYS),
  // "Reference Recording": after an access exception it is not said which blocks have been referred to.
  (ending) => interrupted(ending) && same(ending, KEYS, [0x3e4]),
  // "Compare Logical": whether bytes beyond the first unequal ones are looked at is not said.
  ({ name, here, other }) => name.startsWith("CLC ") && (here.get(0x8f) ?? here.get(0x2b)) === 5 && !other.has(0x2e),
  (ending) => ending.name.startsWith("CLC ") && same(ending, KEYS),
  // "Page-Table Lookup": an index whose leftmost four bits exceed the length by one is beyond the table; there it is not.
  ({ view, own, here }) =>
    view.getUint32(SEGMENT_TABLE + 4) >>> 28 === 2 && (here.get(0x8f) === 0x11 || /[0-9a-f]:19/.test(own.gr)),
  // "Page-Table Entry": bits 13 and 14 of an entry for 4 KiB must be zeros; there they are more address.
  ({ name, view, here, other }) => {
    const entries = [2, 3].map((page) => view.getUint16(PAGE_TABLES[1] + 2 * page));
    const code = (of: ReadonlyMap<number, number>): number | undefined => of.get(0x8f) ?? of.get(0x2b);
    return (
      entries.some((entry) => entry & 6) && (code(here) === 0x12 || name.startsWith("LRA")) && code(other) !== 0x12
    );
  },
  // "Reset Reference Bit": of 2,048 bytes; there of 4,096.
  (ending) =>
    /^(RRB|EX)/.test(ending.name) && same(ending, KEYS, [0x24, 0x21, 0x22]) && ending.here.get(0x2e) === undefined,
  // "Program Interruption": a PSW that is invalid comes before its odd address.
  ({ name, here }) => name.startsWith("LPSW") && (here.get(0x2f) ?? 0) % 2 === 1 && here.has(0x2a),
  // "Store Characters under Mask": with a zero mask one byte is looked at as if to store it.
  (ending) => ending.name.startsWith("STCM ") && same(ending, KEYS),
  // "Multiple Program-Interruption Conditions": of exceptions of two operands, either may be seen.
  (ending) =>
    /^(PACK|UNPK|MVO|TRT|EX) translated/.test(ending.name) &&
    interrupted(ending) &&
    same(ending, [0x8f, 0x91, 0x92], KEYS),
  // "Program-Status Word": without the dual-address-space facility bit 16 must be zero; there it is installed.
  ({ name, here }) => name.startsWith("LPSW") && ((here.get(0x2a) ?? 0) & 0x80) !== 0 && here.get(0x8f) === 6,
  // "Monitor Event": class and code are stored in BC mode too.
  (ending) =>
    ending.name.startsWith("MC ") &&
    ending.here.get(0x2b) === 0x40 &&
    same(ending, [0x94, 0x95, 0x9c, 0x9d, 0x9e, 0x9f]),
  // "Signal-Processor Orders": orders that ESA/390 has assigned are invalid.
  (ending) =>
    ending.name.startsWith("SIGP") && /^[0-9a-f]:2$/.test(ending.own.gr) && /^[0-9a-f]:200$/.test(ending.there.gr),
  // "Set Prefix": bits 0-7 of the operand are ignored; there 1-7 are more address, of what is not there.
  ({ name, other }) => name.startsWith("SPX") && (other.get(0x8f) ?? other.get(0x2b)) === 5,
  // "Page-Table Lookup": as above, of a table that is not there either.
  ({ name, view, here, other }) =>
    name.startsWith("LRA") &&
    view.getUint32(SEGMENT_TABLE + 4) % 0x100_0000 === 0x20_0000 &&
    !here.has(0x2b) &&
    other.get(0x2b) === 5,
  // "Identification of Cause" of program events: the length is that of the instruction, not 2 for all.
  (ending) => ending.name.includes("with events") && ending.here.get(0x8f) === 0x80 && same(ending, [0x8d]),
  // "Supervisor-Call Interruption": an event of SUPERVISOR CALL interrupts before what its new PSW leads to; there it is lost.
  ({ name, own, there, here }) =>
    name.includes("with events") && here.get(0x2f) === 0xe2 && here.get(0x8f) === 0x80 && own.gr === there.gr,
  // The same of TEST PROTECTION, which then has code 3.
  ({ name, view, own, here }) =>
    name.startsWith("TPROT") &&
    view.getUint32(SEGMENT_TABLE + 4) >>> 28 === 2 &&
    own.gr === "" &&
    ((here.get(0x22) ?? 0) & 0x30) === 0x30,
  // "Compare Logical Characters under Mask", "Store Characters under Mask": with a zero mask one byte is looked at.
  (ending) => ending.name.startsWith("CLM in segments") && same(ending, KEYS),
  ({ name, here, other }) => name.startsWith("STCM in segments") && here.get(0x8f) === 4 && !other.has(0x8f),
  // "Multiple Program-Interruption Conditions": of exceptions of both operands, either may be seen.
  ({ name, here, other }) =>
    /^(MVC|MVN|MVZ|NC|OC|XC|PACK|UNPK|MVO) in segments/.test(name) &&
    here.get(0x8f) === 4 &&
    (other.get(0x8f) ?? 0) > 4,
  // "Store Clock": a clock that has just been switched on and nobody has set is in the not-set state, code 1; there it is set.
  ({ name, own, there, here, other }) =>
    name.startsWith("STCK ") && asSet(own.gr) === there.gr && JSON.stringify([...here]) === JSON.stringify([...other]),
  // "Store CPU ID": the version code is each manufacturer's own; X'FD' there.
  (ending) => ending.name.startsWith("STIDP ") && same(ending, versionCodes(ending)),
  // "Execute": an interruptible target that changes the register it is modified by is another one when it is resumed; here it
  // is resumed after every unit of operation, there not until something interrupts.
  ({ name, view, there }) =>
    /^(MVCL|CLCL) /.test(name) && there.gr.split(" ").some((gr) => gr.startsWith(modifier(view))),
];

const KEYS = [0x3e0, 0x3e1, 0x3e2, 0x3e3];

/** Where there is X'FD' in place of zero, at the beginning of a doubleword. */
function versionCodes({ image, here, other }: Ending): number[] {
  const places = new Set([...here.keys(), ...other.keys()]);
  return [...places].filter(
    (at) => at % 8 === 0 && (here.get(at) ?? image[at]) === 0 && (other.get(at) ?? image[at]) === 0xfd,
  );
}

/** What BALR leaves in registers 8 and 9, with condition code 0 in place of 1. */
function asSet(gr: string): string {
  return gr.replace(/\b([89]):5(?=[0-9a-f]{7}\b)/g, "$1:4");
}

/** The register by which EXECUTE modifies what lies in the last bytes before location 4,096, as in an outcome; or "-". */
function modifier(view: DataView): string {
  for (let at = 0x200; at < 0x1000; at += 2)
    if (view.getUint16(at) >>> 8 === 0x44 && view.getUint16(at + 2) === 0x0ffa)
      return `${((view.getUint16(at) >>> 4) & 15).toString(16)}:`;
  return "-";
}

/** Whether it ended in a program interruption. */
function interrupted({ here }: Ending): boolean {
  return here.has(0x2e) || here.has(0x2f);
}

/** Whether the program interruption came from an EXECUTE: the instruction before the old PSW's address, or at it. */
function executed(ending: Ending): boolean {
  const { here, image } = ending;
  const address = ((here.get(0x2e) ?? 0) << 8) | (here.get(0x2f) ?? 0);
  return interrupted(ending) && (image[address - 4] === 0x44 || image[address] === 0x44);
}

/** Whether all is the same but for bytes at these addresses. */
export function same({ own, there, here, other }: Ending, ...lists: readonly number[][]): boolean {
  const left = new Set(lists.flat());
  const rest = (storage: ReadonlyMap<number, number>): string =>
    JSON.stringify([...storage].filter(([at]) => !left.has(at)));
  return own.psw === there.psw && own.gr === there.gr && own.cr === there.cr && rest(here) === rest(other);
}

/** What {@link Outcome.storage} says, byte by byte. */
function changes(storage: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const stretch of storage.split(" ").filter((text) => text !== "")) {
    const [at, bytes] = stretch.split(":");
    const start = Number.parseInt(at, 16);
    for (const [i, byte] of Buffer.from(bytes, "hex").entries()) found.set(start + i, byte);
  }
  return found;
}

/** Whether the outcomes differ only as the manual allows, or where it is on our side. */
export function differsByManual(name: string, image: Uint8Array, own: Outcome, there: Outcome): boolean {
  const view = new DataView(image.buffer);
  const ending = { name, image, view, own, there, here: changes(own.storage), other: changes(there.storage) };
  return [...reasons, ...decimalReasons, ...programReasons].some((explains) => explains(ending));
}
