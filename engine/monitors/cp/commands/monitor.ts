/** MONITOR of CP's own doing, and DCP, which shows real storage (GC20-1806, "MONITOR", "DCP"). */
import type { Cp } from "../cp.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { hexDigits, isWord } from "./operands.ts";
import { range } from "./ranges.ts";

const MOST_WORDS = 4096;

function monitor(cp: Cp, issuer: Issuer, [what, traced]: readonly string[]): void {
  const isStart = isWord(what, "START", 4);
  if (isWord(what, "DISPLAY", 1)) return issuer.say(`CPTRACE ${cp.traceTable.isOn ? "ACTIVE" : "INACTIVE"}`);
  if (!isStart && !isWord(what, "STOP", 3)) {
    if (what === undefined) throw failed("MCC", 26, "OPERAND MISSING OR INVALID");
    throw failed("MCC", 2, `INVALID OPERAND - ${what.toUpperCase()}`);
  }
  if (!isWord(traced, "CPTRACE", 3))
    throw failed(
      "MCC",
      traced === undefined ? 26 : 2,
      traced === undefined ? "OPERAND MISSING OR INVALID" : `INVALID OPERAND - ${traced.toUpperCase()}`,
    );
  if (isStart === cp.traceTable.isOn) throw failed("MCC", 60, `CPTRACE ALREADY ${isStart ? "ACTIVE" : "INACTIVE"}`);
  if (isStart) cp.traceTable.start();
  else cp.traceTable.stop();
  issuer.say("COMMAND COMPLETE");
}

/** Real storage, four words a line. */
function displayReal(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  for (const operand of operands.length === 0 ? ["0"] : operands) {
    const found = range(operand, cp.configuration.storageSize, "CDB");
    if (found === undefined || found.kind !== "L") throw failed("CDB", 4, `INVALID HEXLOC - ${operand.toUpperCase()}`);
    const first = found.first & ~3;
    const last = Math.min(found.last, first + 4 * MOST_WORDS - 1);
    for (let at = first; at <= last; at += 16) {
      const count = Math.min(4, Math.floor((last - at) / 4) + 1);
      const words = Array.from({ length: count }, (_, i) => hexDigits(cp.host.load32(at + 4 * i), 8));
      issuer.say(`${hexDigits(at, 6)}  ${words.join(" ")}`);
    }
  }
}

export const monitoring: readonly Command[] = [
  {
    name: "MONITOR",
    shortest: 4,
    classes: "AE",
    format: "STARt CPTRACE | STOP CPTRACE | Display",
    purpose: "Has an entry made in CP's trace table for each interruption and each dispatch.",
    run: monitor,
  },
  {
    name: "DCP",
    shortest: 3,
    classes: "CE",
    format: "[L]hexloc[-hexloc|.bytes] …",
    purpose: "Shows real storage.",
    run: displayReal,
  },
];
