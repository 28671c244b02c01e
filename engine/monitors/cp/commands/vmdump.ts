/** VMDUMP (GC20-1820, "VMDUMP"). */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { issuerVm, isWord } from "./operands.ts";
import { range } from "./ranges.ts";
import { useridOf } from "./spool-operands.ts";
import { saveFloatingPoint } from "./storage-lines.ts";

const VMD = "VMD";
const MOST_RANGES = 3;
const LONGEST_COMMENT = 100;

/** Pages of a range: it begins and ends at page boundaries, whatever it says. */
function pagesOf(vm: Vm, operand: string): number[] {
  const found = range(operand, vm.state.size, VMD);
  if (found?.kind !== "L") throw failed(VMD, 4, `INVALID HEXLOC - ${operand.toUpperCase()}`);
  const [first, last] = [found.first, found.last].map((address) => Math.floor(address / PAGE));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The line behind so many words. */
function behind(text: string, words: number): string {
  let rest = text;
  for (let i = 0; i < words; i++) rest = rest.trimStart().replace(/^\S+/, "");
  return rest.trim();
}

function vmdump(cp: Cp, issuer: Issuer, operands: readonly string[], text: string): void {
  const vm = issuerVm(issuer);
  if (cp.virtualDumps.isBusy(vm)) throw failed(VMD, 60, "DUMP FAILED; DUMP IN PROGRESS");
  const star = operands.findIndex((word, i) => word.startsWith("*") && !isWord(operands[i - 1], "TO"));
  const comment = star < 0 ? "" : behind(text, star).slice(1, 1 + LONGEST_COMMENT);
  const words = star < 0 ? [...operands] : operands.slice(0, star);
  const ranges: string[] = [];
  let to = vm.userid;
  let type = "";
  let segments = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (isWord(word, "TO")) to = useridOf(VMD, cp, vm, words.shift());
    else if (isWord(word, "SYSTEM")) to = cp.dumps.owner;
    else if (isWord(word, "FORMAT")) {
      type = words.shift()?.toUpperCase() ?? "";
      if (!/^\S{1,8}$/.test(type)) throw failed(VMD, 26, "OPERAND MISSING OR INVALID");
    } else if (isWord(word, "DSS")) segments = true;
    else ranges.push(word);
  }
  if (ranges.length > MOST_RANGES) throw failed(VMD, 3, `INVALID OPTION - ${ranges[MOST_RANGES].toUpperCase()}`);
  const pages = new Set((ranges.length === 0 && !segments ? ["0-END"] : ranges).flatMap((each) => pagesOf(vm, each)));
  if (segments) for (const page of cp.virtualDumps.segmentPages(vm)) pages.add(page);
  saveFloatingPoint(vm);
  cp.virtualDumps.start(vm, { pages: [...pages].sort((a, b) => a - b), to, type, comment });
}

export const virtualDumping: readonly Command[] = [
  {
    name: "VMDUMP",
    shortest: 6,
    classes: "G",
    format: "[hexloc[-hexloc|:hexloc|.bytes] …] [TO userid|*|SYSTEM] [FORMAT vmtype] [DSS] [*text]",
    purpose:
      "Dumps storage, keys and registers of the virtual machine into a spool file for a reader: up to three ranges, or all; DSS, its discontiguous saved segments too.",
    run: vmdump,
  },
];
