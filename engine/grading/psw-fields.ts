/** The fields of a PSW: numbers for checks, words for people. Bit 0 is the leftmost (GA22-7000, "Program-Status Word"). */
import { decodePsw, type Psw, parsePsw } from "../s370/index.ts";
import type { PswField } from "./format.ts";
import type { FieldView, PswView } from "./view.ts";

function decode(hex: string): Psw {
  const words = parsePsw(hex);
  if (words === undefined) throw new RangeError(`a PSW is 16 hexadecimal digits, not "${hex}"`);
  return decodePsw(...words);
}

/** The value of a field of a PSW given as 16 hexadecimal digits. Mode is 0 for basic control, 1 for extended control; bits are 0 or 1. */
export function pswField(hex: string, field: PswField): number {
  const psw = decode(hex);
  if (field === "mode") return Number(psw.mode === "EC");
  return Number(psw[field]);
}

/** A PSW, field by field, as a lab shows it. */
export function pswView(hex: string): PswView {
  const psw = decode(hex);
  const isEc = psw.mode === "EC";
  const source = `GA22-7000, "Program-Status-Word Format in ${isEc ? "EC" : "BC"} Mode"`;
  const fields: FieldView[] = [
    {
      id: "systemMask",
      label: "masks",
      bits: [0, 7],
      value: masksValue(psw),
      meaning: masksMeaning(psw),
      source,
    },
    {
      id: "key",
      label: "key",
      bits: [8, 11],
      value: psw.key.toString(16).toUpperCase(),
      meaning:
        psw.key === 0
          ? "Protection key 0: the program may store into every block of storage."
          : `Protection key ${psw.key}: the program may store only into blocks whose storage key is ${psw.key}.`,
      source: 'GA22-7000, "Key-Controlled Protection"',
    },
    {
      id: "mode",
      label: "mode",
      bits: [12, 12],
      value: isEc ? "EC" : "BC",
      meaning: isEc
        ? "Extended-control mode: address translation is possible, and interruption codes are stored apart from the old PSW."
        : "Basic-control mode, as on System/360: one mask bit for each channel, no address translation.",
      source,
    },
    {
      id: "machineCheckMask",
      label: "mach.",
      bits: [13, 13],
      value: psw.machineCheckMask ? "M" : "–",
      meaning: psw.machineCheckMask ? "A machine check interrupts." : "Machine checks do not interrupt.",
      source,
    },
    {
      id: "wait",
      label: "wait",
      bits: [14, 14],
      value: psw.wait ? "W" : "–",
      meaning: psw.wait
        ? "Wait state: no instruction is executed until an interruption loads another PSW."
        : "Running state: instructions are executed.",
      source: 'GA22-7000, "Wait and Running States"',
    },
    {
      id: "problem",
      label: psw.problem ? "problem" : "superv.",
      bits: [15, 15],
      value: psw.problem ? "P" : "–",
      meaning: psw.problem
        ? "Problem state: a privileged instruction causes a program interruption instead of being executed."
        : "Supervisor state: every instruction may be executed.",
      source: 'GA22-7000, "Problem and Supervisor States"',
    },
    {
      id: "conditionCode",
      label: "cond.",
      bits: isEc ? [18, 19] : [34, 35],
      value: String(psw.conditionCode),
      meaning: `Condition code ${psw.conditionCode}: a BC with mask X'${(8 >> psw.conditionCode).toString(16)}' branches.`,
      source: 'GA22-7000, "Condition Code"',
    },
    {
      id: "programMask",
      label: "prog.",
      bits: isEc ? [20, 23] : [36, 39],
      value: psw.programMask.toString(16).toUpperCase(),
      meaning: programMaskMeaning(psw.programMask),
      source,
    },
    {
      id: "address",
      label: "address",
      bits: [40, 63],
      value: psw.address.toString(16).toUpperCase().padStart(6, "0"),
      meaning: "Where the next instruction is, 24 bits.",
      source,
    },
  ];
  return { hex: hex.toUpperCase(), fields };
}

function masksValue(psw: Psw): string {
  if (psw.mode === "BC") return psw.systemMask.toString(16).toUpperCase().padStart(2, "0");
  const letters = [bit(psw, 1) && "R", bit(psw, 5) && "T", bit(psw, 6) && "I", bit(psw, 7) && "E"].filter(Boolean);
  return letters.length === 0 ? "–" : letters.join(" ");
}

function masksMeaning(psw: Psw): string {
  const external = bit(psw, 7) ? "External interruptions are enabled" : "External interruptions are disabled";
  if (psw.mode === "BC") {
    const channels = [0, 1, 2, 3, 4, 5].filter((n) => bit(psw, n)).map(String);
    if (bit(psw, 6)) channels.push("6 and up");
    if (channels.length === 0) return `${external}; I/O interruptions are disabled for every channel.`;
    if (channels.length === 7) return `${external}; I/O interruptions are enabled for every channel.`;
    return `${external}; I/O interruptions are enabled for ${channels.length === 1 ? "channel" : "channels"} ${channels.join(", ")}.`;
  }
  const parts = [
    bit(psw, 5) ? "T: addresses are translated by the segment and page tables" : "addresses are real, not translated",
    bit(psw, 6)
      ? "I: I/O interruptions are enabled for the channels of control register 2"
      : "I/O interruptions are disabled",
    bit(psw, 7)
      ? "E: external interruptions are enabled, each kind by control register 0"
      : "external interruptions are disabled",
  ];
  if (bit(psw, 1)) parts.unshift("R: program-event recording is enabled");
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function programMaskMeaning(mask: number): string {
  const kinds = ["fixed-point overflow", "decimal overflow", "exponent underflow", "significance"];
  const enabled = kinds.filter((_, index) => ((mask >> (3 - index)) & 1) !== 0);
  if (enabled.length === 0) return "Overflows and underflows of arithmetic do not interrupt.";
  return `Interrupts at: ${enabled.join(", ")}.`;
}

/** A bit of the system mask: PSW bits 0-7. */
function bit(psw: Psw, n: number): boolean {
  return ((psw.systemMask >> (7 - n)) & 1) !== 0;
}
