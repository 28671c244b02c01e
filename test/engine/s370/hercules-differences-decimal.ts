/** Where the other System/370 and the manual part over decimal instructions, or the manual leaves a choice. */
import { REGISTERS } from "../../vectors/s370-image.ts";
import { type Ending, same } from "./hercules-differences.ts";

/** Places of a program interruption's old PSW and code, in BC and EC mode. */
const INTERRUPTION = [0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x93];
const KEYS = [0x3e0, 0x3e1, 0x3e2, 0x3e3];
const PROTECTION = 4;
const ADDRESSING = 5;
const DATA = 7;
const TRANSLATION = [0x10, 0x11, 0x12];
const ACCESS = [PROTECTION, ADDRESSING, ...TRANSLATION];

/** The program-interruption code, 0 for none. */
function codeIn(storage: ReadonlyMap<number, number>): number {
  return storage.get(0x8f) ?? storage.get(0x2b) ?? 0;
}

/** Whether a byte belongs to operands. */
const isData = (at: number): boolean => at >= 0x2000;

/** The same but for what an exception that terminates may leave in the result field and in register 1. */
function sameButResult(ending: Ending): boolean {
  const { here, other } = ending;
  const result = [...here.keys(), ...other.keys()].filter(isData);
  const without = (registers: string): string => registers.replace(/(^| )1:[0-9a-f]+/, "").trim();
  const own = { ...ending.own, gr: without(ending.own.gr) };
  const there = { ...ending.there, gr: without(ending.there.gr) };
  return same({ ...ending, own, there }, result, KEYS);
}

/** Whether ZERO AND ADD's second operand overlaps the first and ends to the right of it. */
function endsToTheRight({ view }: Ending): boolean {
  const start = view.getUint32(0x384) & 0xffffff;
  const at = view.getUint8(start) === 0x44 ? 0xffa : start;
  const register = (number: number): number => (number === 0 ? 0 : view.getUint32(REGISTERS + 4 * number));
  const address = (field: number): number =>
    (register(view.getUint16(field) >>> 12) + (view.getUint16(field) & 0xfff)) & 0xffffff;
  const modifier = at === start ? 0 : register(view.getUint8(start + 1) >>> 4) & 0xff;
  const lengths = view.getUint8(at + 1) | modifier;
  const end1 = address(at + 2) + (lengths >>> 4);
  const second = address(at + 4);
  return second <= end1 && second + (lengths & 15) > end1;
}

/** Each says whether it explains how the two endings differ. */
export const decimalReasons: readonly ((ending: Ending) => boolean)[] = [
  // "Multiple Program-Interruption Conditions": of access exceptions and a data exception, any may be seen.
  (ending) => {
    const codes = [codeIn(ending.here), codeIn(ending.other)];
    const possible = codes.every((code) => code === DATA || ACCESS.includes(code));
    const packs = /^(AP|CP|DP|MP|SP|SRP|ZAP|ED|EDMK|MVO|PACK|UNPK) /.test(ending.name);
    return packs && possible && same(ending, INTERRUPTION, KEYS);
  },
  // "Types of Instruction Ending": EDIT and EDIT AND MARK are terminated, and what is in the result field is not said.
  (ending) =>
    /^ED(MK)? /.test(ending.name) &&
    [PROTECTION, ADDRESSING, DATA].includes(codeIn(ending.here)) &&
    sameButResult(ending),
  // "Data Exception": operands of ZERO AND ADD must not overlap so; there they are processed as if they were apart.
  (ending) => ending.name.startsWith("ZAP ") && codeIn(ending.here) === DATA && endsToTheRight(ending),
];
