/**
 * Channel programs for devices that CP simulates whole: command by command, each with its data, as a channel and a device that take no time would execute them
 * (GA22-7000, "Execution of Input/Output Operations").
 */
import { area, type Ccw, CSW_STATUS, fetchArea, fetchCcw, storeArea, type Wrong } from "../console/channel-program.ts";
import type { Csw } from "../io/state.ts";
import type { Vm } from "../vm.ts";
import type { ProgramState } from "./state.ts";

/** Unit status, in the leftmost byte of the CSW's second word. */
export const ENDED = 0x0c;
export const UNIT_CHECK = 0x02;
export const UNIT_EXCEPTION = 0x01;

/**
 * What a device does with a command. Nothing is changed before `done` is called, once, when the storage that the command names has been found; it returns the unit
 * status, and may throw `Wait` before it changes anything.
 */
export type Selected =
  /** Refused at initial selection. An immediate command is the last of its chain if its status will be unusual. */
  | { readonly kind: "refused"; refuse(): void }
  | { readonly kind: "immediate"; readonly isLast: boolean; done(): number }
  | { readonly kind: "input"; readonly data: Uint8Array; done(): number }
  /** Takes so many bytes at most. */
  | { readonly kind: "output"; readonly most: number; done(data: Uint8Array): number };

/** What happens behind a command code. Throws `Wait`. */
export type Select = (code: number) => Selected;

/** A channel program's end, or that it goes on. */
export type Step = { readonly kind: "goes on" } | { readonly kind: "ended"; readonly csw: Csw };

const GOES_ON: Step = { kind: "goes on" };

/** How far the data of a command have come. */
interface Moved {
  /** The CCW at hand when it ended. */
  readonly ccw: Ccw;
  readonly next: number;
  /** Bytes of that CCW that were not used. */
  readonly residual: number;
  /** Bytes moved in all. */
  readonly count: number;
  readonly check: Wrong["check"] | undefined;
  readonly controlled: boolean;
}

/** What START I/O finds at once: a channel program that is wrong or over with its first command ends with condition code 1, and only the status counts. */
export function begin(vm: Vm, program: ProgramState, select: Select): Csw | undefined {
  const ccw = fetchCcw(vm, program.next, program.key, true, false);
  if ("check" in ccw) return { high: 0, low: CSW_STATUS[ccw.check] };
  const selected = select(ccw.code);
  const controlled = ccw.interrupts ? CSW_STATUS.programControlled : 0;
  if (selected.kind === "refused") {
    selected.refuse();
    return { high: 0, low: (controlled | status(UNIT_CHECK)) >>> 0 };
  }
  if (selected.kind !== "immediate" || (ccw.chainsCommand && !selected.isLast)) return undefined;
  return { high: 0, low: (controlled | status(selected.done())) >>> 0 };
}

/** Executes the next command. Throws `Wait` before anything has been changed. */
export function step(vm: Vm, program: ProgramState, select: Select): Step {
  const ccw = fetchCcw(vm, program.next, program.key, program.isFirst, false);
  if ("check" in ccw) return ended(program, ccw.place + 8, CSW_STATUS[ccw.check], program.residual ?? 0);
  const controlled = program.controlled || ccw.interrupts;
  const selected = select(ccw.code);
  if (selected.kind === "refused") {
    selected.refuse();
    program.controlled = controlled;
    return ended(program, ccw.place + 8, status(UNIT_CHECK), ccw.count);
  }
  let moved: Moved = { ccw, next: ccw.place + 8, residual: ccw.count, count: 0, check: undefined, controlled };
  let unit: number;
  let incorrect = 0;
  if (selected.kind === "immediate") {
    unit = selected.done();
  } else {
    const isInput = selected.kind === "input";
    const most = isInput ? selected.data.length : selected.most;
    const pieces: Piece[] = [];
    moved = move(vm, program.key, moved, most, isInput, pieces);
    if (isInput) {
      unit = selected.done();
      store(vm, pieces, selected.data);
    } else unit = selected.done(gather(vm, pieces));
    const isLong = isInput && moved.count < most;
    const isIncorrect = isLong || moved.residual > 0 || moved.ccw.chainsData;
    if (isIncorrect && moved.check === undefined && !(moved.ccw.suppressesLength && !moved.ccw.chainsData))
      incorrect = CSW_STATUS.incorrectLength;
  }
  program.controlled = moved.controlled;
  const check = moved.check === undefined ? 0 : CSW_STATUS[moved.check];
  program.next = moved.next;
  program.isFirst = false;
  program.residual = moved.residual;
  if (moved.ccw.chainsCommand && unit === ENDED && check === 0 && incorrect === 0) return GOES_ON;
  return ended(program, moved.next, status(unit) | check | incorrect, moved.residual);
}

/** The CSW of a program that is halted before its next command. */
export function halted(program: ProgramState): Csw {
  return csw(program, program.next, status(ENDED), 0);
}

interface Piece {
  readonly from: number;
  readonly skips: boolean;
  readonly where: ReturnType<typeof area>;
}

/** Finds storage for as many bytes as the device has or takes, through data chaining. */
function move(vm: Vm, key: number, start: Moved, most: number, storing: boolean, pieces: Piece[]): Moved {
  let { ccw, next, count, controlled } = start;
  for (;;) {
    const length = Math.min(ccw.count, most - count);
    const skips = storing && ccw.skips;
    const where = skips ? { pieces: [{ absolute: 0, length }], check: undefined } : area(vm, ccw, length, key, storing);
    pieces.push({ from: count, skips, where });
    const reached = where.pieces.reduce((sum, piece) => sum + piece.length, 0);
    count += reached;
    const residual = ccw.count - reached;
    if (where.check !== undefined || residual > 0 || count === most || !ccw.chainsData)
      return { ccw, next, residual, count, check: where.check, controlled };
    const following = fetchCcw(vm, next, key, false, true);
    if ("check" in following)
      return { ccw, next: following.place + 8, residual: 0, count, check: following.check, controlled };
    ccw = following;
    next = ccw.place + 8;
    controlled ||= ccw.interrupts;
  }
}

function store(vm: Vm, pieces: readonly Piece[], data: Uint8Array): void {
  for (const { from, skips, where } of pieces) if (!skips) storeArea(vm, where, data.subarray(from));
}

function gather(vm: Vm, pieces: readonly Piece[]): Uint8Array {
  const parts = pieces.map(({ where }) => fetchArea(vm, where));
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  for (const [i, part] of parts.entries()) all.set(part, pieces[i].from);
  return all;
}

function status(unit: number): number {
  return (unit << 24) >>> 0;
}

function ended(program: ProgramState, next: number, low: number, residual: number): Step {
  return { kind: "ended", csw: csw(program, next, low, residual) };
}

function csw({ key, controlled }: ProgramState, next: number, low: number, residual: number): Csw {
  const flags = controlled ? CSW_STATUS.programControlled : 0;
  return { high: ((key << 24) | (next & 0xffffff)) >>> 0, low: (low | flags | residual) >>> 0 };
}
