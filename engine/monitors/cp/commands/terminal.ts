/** TERMINAL: how lines are typed and written (GC20-1820, "TERMINAL"). */

import { DEFAULT_SYMBOLS } from "../console/line-edit.ts";
import type { TerminalSettings } from "../console/state.ts";
import type { Cp } from "../cp.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { decimal, issuerVm, isWord, onOff } from "./operands.ts";

const LONGEST_LINE = 255;

/** Operands that set a symbol of line editing. */
const SYMBOLS = [
  ["CHARDEL", 2, "characterDelete"],
  ["LINEDEL", 5, "lineDelete"],
  ["LINEND", 5, "lineEnd"],
  ["ESCAPE", 2, "escape"],
] as const;
const SWITCHES = [
  ["MASK", 2, "mask"],
  ["APL", 3, "apl"],
  ["TEXT", 4, "text"],
  ["ATTN", 2, "attention"],
] as const;

function option(settings: TerminalSettings, word: string, value: string | undefined): TerminalSettings {
  const refused = () => failed("CFT", 2, `INVALID OPERAND - ${(value ?? word).toUpperCase()}`);
  const symbol = SYMBOLS.find(([name, letters]) => isWord(word, name, letters));
  if (symbol !== undefined) {
    const [, , setting] = symbol;
    const isOn = onOff(value);
    if (isOn !== undefined) return { ...settings, [setting]: isOn ? DEFAULT_SYMBOLS[setting] : "" };
    if (value === undefined || [...value].length !== 1 || /[a-z0-9]/i.test(value)) throw refused();
    return { ...settings, [setting]: value };
  }
  const chosen = SWITCHES.find(([name, letters]) => isWord(word, name, letters));
  if (chosen !== undefined) {
    const isOn = onOff(value);
    if (isOn === undefined) throw refused();
    return { ...settings, [chosen[2]]: isOn };
  }
  if (isWord(word, "LINESIZE", 5)) {
    const size = isWord(value, "OFF") ? 0 : decimal(value);
    if (size === undefined || size > LONGEST_LINE || (size === 0 && !isWord(value, "OFF"))) throw refused();
    return { ...settings, lineSize: size };
  }
  if (isWord(word, "BREAKIN", 6)) {
    const breakIn = isWord(value, "IMMED", 5) ? "IMMED" : isWord(value, "GUESTCTL", 8) ? "GUESTCTL" : undefined;
    if (breakIn === undefined) throw refused();
    return { ...settings, breakIn };
  }
  if (isWord(word, "MODE", 4)) {
    const mode = value?.toUpperCase();
    if (mode !== "CP" && mode !== "VM") throw refused();
    return { ...settings, mode };
  }
  throw failed("CFT", 2, `INVALID OPERAND - ${word.toUpperCase()}`);
}

function terminal(_cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const { settings } = issuerVm(issuer).state.console;
  if (operands.length === 0) throw failed("CFT", 26, "OPERAND MISSING OR INVALID");
  let next: TerminalSettings = { ...settings };
  for (let at = 0; at < operands.length; at += 2) next = option(next, operands[at], operands[at + 1]);
  Object.assign(settings, next);
}

function shown(symbol: string): string {
  return symbol === "" ? "OFF" : `${symbol}  `;
}
function switched(isOn: boolean): string {
  return isOn ? "ON " : "OFF";
}

/** QUERY TERMINAL. */
export function terminalLines(settings: TerminalSettings): string[] {
  const {
    lineEnd,
    lineDelete,
    characterDelete,
    escape: literal,
    lineSize,
    mask,
    attention,
    apl,
    text,
    mode,
    breakIn,
  } = settings;
  const size = lineSize === 0 ? "OFF" : String(lineSize).padStart(3, "0");
  return [
    `LINEND ${shown(lineEnd)}, LINEDEL ${shown(lineDelete)}, CHARDEL ${shown(characterDelete)}, ESCAPE ${shown(literal)}`.trimEnd(),
    `LINESIZE ${size}, MASK ${switched(mask)}, ATTN ${switched(attention)}, APL ${switched(apl)}, TEXT ${switched(text)}, MODE ${mode}`,
    `BREAKIN ${breakIn}`,
  ];
}

export const terminalCommands: readonly Command[] = [
  {
    name: "TERMINAL",
    shortest: 4,
    classes: "G",
    format:
      "[CHardel|LINEDel|LINENd|EScape ON|OFF|char] [LINESize nnn|OFF] [MAsk|APL|TEXT|ATtn ON|OFF] [MODE CP|VM] [BREAKIn IMMED|GUESTCTL]",
    purpose:
      "Sets the symbols of line editing, the length of lines, and what the attention key does; BREAKIN (later than VM/370), whether CP's lines wait while a program has the screen.",
    run: terminal,
  },
];
