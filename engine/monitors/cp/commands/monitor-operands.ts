/** Operands of MONITOR (GC20-1807, "The MONITOR Command"). */
import type { Cp } from "../cp.ts";
import { CLASSES, DASTAP, PERFORM, RESPONSE, SCHEDULE, SYSPROF } from "../monitoring/classes.ts";
import type { MonitoringState } from "../monitoring/state.ts";
import { type CommandError, failed } from "./commands.ts";
import { decimal, isWord } from "./operands.ts";

/** Seconds of MONITOR INTERVAL. */
const LEAST_INTERVAL = 30;
const LONGEST_INTERVAL = 32_400;
const MOST_BUFFERS = 10;
const MOST_BLOCKS = 50_000;

export function invalid(word: string | undefined): CommandError {
  return word === undefined
    ? failed("MCC", 26, "OPERAND MISSING OR INVALID")
    : failed("MCC", 2, `INVALID OPERAND - ${word.toUpperCase()}`);
}

/** Throws CommandError on anything behind what is understood. */
export function noMore(words: readonly string[]): void {
  if (words.length > 0) throw invalid(words[0]);
}

/** Classes of ENABLE: all or none. Throws CommandError. */
export function classesOf(cp: Cp, words: readonly string[]): number[] {
  if (words.length === 0) throw invalid(undefined);
  const classes = words.map((word) => {
    const found = CLASSES.find(({ keyword, shortest }) => isWord(word, keyword, shortest));
    // What users type and read is collected only where the installation has said so.
    if (found === undefined || (found.number === RESPONSE && cp.configuration.monitorsTerminals !== true))
      throw invalid(word);
    return found.number;
  });
  if (classes.includes(SYSPROF) && !(classes.includes(DASTAP) && classes.includes(SCHEDULE))) throw invalid("SYSPROF");
  const { session } = cp.monitoring;
  // Devices are listed when a collection begins.
  if (session !== undefined && classes.includes(DASTAP) && !cp.monitoring.classes.includes(DASTAP))
    throw invalid("DASTAP");
  if (session?.buffers.length === 1) requirePerformAlone(classes);
  return classes;
}

/** One buffer is enough for nothing else. */
export function requirePerformAlone(classes: readonly number[]): void {
  if (classes.some((each) => each !== PERFORM)) throw invalid("BUFFS");
}

/** nnnnn [SEC|MIN], in seconds. */
export function intervalOf([value, unit, ...rest]: readonly string[]): number {
  noMore(rest);
  const number = decimal(value);
  if (number === undefined) throw invalid(value);
  if (unit !== undefined && !isWord(unit, "SEC") && !isWord(unit, "MIN")) throw invalid(unit);
  const seconds = number * (isWord(unit, "MIN") ? 60 : 1);
  if (seconds < LEAST_INTERVAL || seconds > LONGEST_INTERVAL) throw invalid(value);
  return seconds;
}

/** BUFFS n. Throws CommandError. */
export function buffersOf(cp: Cp, word: string | undefined): number {
  const buffers = decimal(word);
  if (buffers === undefined || buffers < 1 || buffers > MOST_BUFFERS) throw invalid(word);
  if (buffers === 1) requirePerformAlone(cp.monitoring.classes);
  return buffers;
}

/** "08:30" or "08.30", in minutes. */
function minutes(word: string | undefined): number {
  const parts = /^(\d{1,2})[:.](\d{2})$/.exec(word ?? "");
  const [hours, rest] = [Number(parts?.[1]), Number(parts?.[2])];
  if (parts === null || hours > 24 || rest > 59 || (hours === 24 && rest > 0)) throw invalid(word);
  return 60 * hours + rest;
}

/** FROM hh:mm {TO|FOR} hh:mm, ALL or NONE. */
export function timeOf([first, from, how, until, ...rest]: readonly string[]): MonitoringState["time"] {
  const isAll = isWord(first, "ALL");
  if (isAll || isWord(first, "NONE")) {
    noMore([from, how, until, ...rest].filter((word) => word !== undefined));
    return isAll ? { from: 0, to: 24 * 60 } : undefined;
  }
  if (!isWord(first, "FROM")) throw invalid(first);
  const isFor = isWord(how, "FOR");
  if (!isFor && !isWord(how, "TO")) throw invalid(how);
  noMore(rest);
  const begin = minutes(from);
  const end = isFor ? (begin + minutes(until)) % (24 * 60) : minutes(until);
  if (begin === end) throw invalid(until);
  return { from: begin, to: end };
}

/** n [NOSTOP|STOP|SAMPLE]. */
export function limitOf([value, action, ...rest]: readonly string[]): MonitoringState["limit"] {
  noMore(rest);
  const blocks = decimal(value);
  if (blocks === undefined || blocks < 1 || blocks > MOST_BLOCKS) throw invalid(value);
  if (action === undefined || isWord(action, "NOSTOP")) return { blocks, action: "nostop" };
  if (isWord(action, "STOP")) return { blocks, action: "stop" };
  if (isWord(action, "SAMPLE")) return { blocks, action: "sample" };
  throw invalid(action);
}
