/** LOGMSG: lines that each user is told at logon, set by the operator (GC20-1806, "SET"; GC20-1820, "QUERY"). */
import type { Cp } from "../cp.ts";
import { failed, type Issuer } from "./commands.ts";
import { decimal, isWord } from "./operands.ts";
import { timeAndDate } from "./time.ts";

/** The lines, behind the time at which they were set last; none where there are none. */
export function logMessageLines(cp: Cp): string[] {
  const { logMessage, logMessageSet } = cp.state;
  return logMessage.length === 0 ? [] : [`LOGMSG - ${timeAndDate(cp, logMessageSet)}`, ...logMessage];
}

/** SET LOGMSG. */
export function setLogMessage(cp: Cp, issuer: Issuer, [place, ...words]: readonly string[], text: string): void {
  const { state } = cp;
  if (place === undefined || isWord(place, "NULL")) {
    state.logMessage = [];
    return;
  }
  const line = decimal(place);
  if (line === undefined || line > state.logMessage.length + 1)
    throw failed("CFO", 3, `INVALID OPTION - ${place.toUpperCase()}`);
  const message = text.slice(place.length).trim();
  // Line 0 comes before all others; NULL takes a line out.
  if (line === 0) state.logMessage = [`* ${message}`, ...state.logMessage];
  else if (words.length === 1 && isWord(words[0], "NULL"))
    state.logMessage = state.logMessage.filter((_, i) => i !== line - 1);
  else state.logMessage = [...state.logMessage.slice(0, line - 1), `* ${message}`, ...state.logMessage.slice(line)];
  state.logMessageSet = cp.host.microseconds();
  issuer.say("LOG MESSAGE SET");
}
