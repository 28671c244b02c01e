/** MONITOR of CP's own doing (GC20-1806, "MONITOR"). */
import type { Cp } from "../cp.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { isWord } from "./operands.ts";

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

export const monitoring: readonly Command[] = [
  {
    name: "MONITOR",
    shortest: 4,
    classes: "AE",
    format: "STARt CPTRACE | STOP CPTRACE | Display",
    purpose: "Has an entry made in CP's trace table for each interruption and each dispatch.",
    run: monitor,
  },
];
