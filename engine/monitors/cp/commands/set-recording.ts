/**
 * SET of service representatives: which errors are recorded (GC20-1806, "Service Representative"; SY20-0886, "Soft Recording"; VM/370 Data Areas and Control Block Logic,
 * "IRMBLOK"). The words of SET RECORD are from memory.
 */
import type { Cp } from "../cp.ts";
import type { SenseBit } from "../recording/intensive.ts";
import { letReports, letsReports } from "../recording/soft-checks.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { realDevice } from "./devices-real.ts";
import { address3, decimal, hexadecimal, isWord } from "./operands.ts";
import { subcommand } from "./subcommands.ts";

const CFS = "CFS";
const MOST_ERRORS = 999;
const LAST_BYTE = 23;
const LAST_BIT = 7;

function invalid(word: string | undefined): Error {
  return word === undefined
    ? failed(CFS, 26, "OPERAND MISSING OR INVALID")
    : failed(CFS, 3, `INVALID OPTION - ${word.toUpperCase()}`);
}

/** MODE {MAIN|RETRY} {QUIET|RECORD}. Without reports of the processor there are none of storage either. */
function mode(cp: Cp, _issuer: Issuer, [what, how, ...rest]: readonly string[]): void {
  const { recording } = cp.state;
  const isMain = isWord(what, "MAIN");
  if (!isMain && !isWord(what, "RETRY")) throw invalid(what);
  const isRecorded = isWord(how, "RECORD");
  if (!isRecorded && !isWord(how, "QUIET")) throw invalid(how);
  if (rest.length > 0) throw invalid(rest[0]);
  if (isMain) recording.recordsStorage = isRecorded;
  if (isMain && !isRecorded) return;
  if (isRecorded || letsReports(cp)) letReports(cp, isRecorded);
}

/** The number behind a keyword: LIMIT nn, BYTE nn, BIT n. */
function numberBehind(words: string[], keyword: string, least: number, most: number): number {
  const word = words.shift();
  if (!isWord(word, keyword)) throw invalid(word);
  const value = words.shift();
  const number = decimal(value);
  if (number === undefined || number < least || number > most) throw invalid(value);
  return number;
}

function senseBit(words: string[]): SenseBit {
  return { byte: numberBehind(words, "BYTE", 0, LAST_BYTE), bit: numberBehind(words, "BIT", 0, LAST_BIT) };
}

/** RECORD ON raddr LIMIT nn BYTE nn BIT n [AND|OR BYTE nn BIT n]; RECORD OFF {raddr|ALL}. One device at a time. */
function record(cp: Cp, _issuer: Issuer, [how, ...operands]: readonly string[]): void {
  const { recording } = cp.state;
  const words = [...operands];
  if (isWord(how, "OFF")) {
    const [word] = words;
    const address = hexadecimal(word, 3);
    if (!isWord(word, "ALL") && address === undefined) throw invalid(word);
    if (address !== undefined && recording.intensive?.device !== address)
      throw failed(CFS, 40, `DEV ${address3(address)} DOES NOT EXIST`);
    recording.intensive = undefined;
    return;
  }
  if (!isWord(how, "ON")) throw invalid(how);
  const { address } = realDevice(cp, CFS, words.shift());
  const limit = numberBehind(words, "LIMIT", 1, MOST_ERRORS);
  const first = senseBit(words);
  const join = words.shift();
  const both = isWord(join, "AND");
  if (join !== undefined && !both && !isWord(join, "OR")) throw invalid(join);
  const second = join === undefined ? undefined : { ...senseBit(words), both };
  if (words.length > 0) throw invalid(words[0]);
  if (recording.intensive !== undefined)
    throw failed(CFS, 143, `DEV ${address3(recording.intensive.device)} IN USE; RECORD ALREADY ON`);
  recording.intensive = { device: address, limit, first, second, count: 0, recorded: 0 };
}

export const recordingSettings: readonly Command[] = [
  subcommand(
    "SET",
    3,
    ["MODE", 4],
    {
      classes: "F",
      format: "MAIN|RETRY QUIET|RECORD",
      purpose:
        "Has machine checks recorded that the processor could mend, instructions retried and storage corrected, or does without them: so it is after twelve.",
    },
    mode,
  ),
  subcommand(
    "SET",
    3,
    ["RECORD", 6],
    {
      classes: "F",
      format: "ON raddr LIMIT nn BYTE nn BIT n [AND|OR BYTE nn BIT n] | OFF raddr|ALL",
      purpose:
        "Has each so manyth unit check of a device recorded whose sense bytes have a bit, whether a retry helps or not, until there are ten records.",
    },
    record,
  ),
];
