/**
 * Channel programs: each command to its device, its data between device and storage, and what comes after it
 * (GA22-7000, "Execution of Input/Output Operations"). Transfers take virtual time by CCW: what a CCW names has been
 * moved when its time begins, and the next CCW is fetched when it ends.
 */
import {
  type Ccw,
  CHAIN_COMMAND,
  CHAIN_DATA,
  fetchCcw,
  PROGRAM_CONTROLLED,
  type Purpose,
  SKIP,
  SUPPRESS_LENGTH,
  SUSPEND,
} from "./ccw.ts";
import type { ChannelStorage } from "./channel-storage.ts";
import {
  type Answer,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  ENDED,
  type Ending,
  isReadBackward,
  type Line,
  type OutputEnding,
  STATUS_MODIFIER,
} from "./device.ts";
import { fallsBehind } from "./overrun.ts";
import { CHAINING_CHECK, CHANNEL_DATA_CHECK, INCORRECT_LENGTH, PROGRAM_CONTROLLED_INTERRUPTION } from "./status.ts";
import type { Operation, Unit } from "./unit.ts";

/** Ticks beside those of data and device: from command to command, and for the ending of an operation. */
const CHAINING_TICKS = 10;
const ENDING_TICKS = 100;

/** Ticks after which a device tries again whose channel is in use, where the device does not say. */
const RETRY_TICKS = 100;

/** With fast devices: commands that follow one another without time between them, and ticks of the last of them. */
const FAST_STREAK = 200;
const FAST_TICKS = 10;

/** After a program-controlled interruption the program has some time for what it does to its channel program. */
const YIELD = 1000;
const FAST_YIELD_TICKS = 2000;

/** What the rest of the subsystem does for a channel program. */
export interface Executive {
  readonly storage: ChannelStorage;
  readonly now: number;
  /** Whether devices take no longer than they must. */
  readonly fast: boolean;
  /** Has {@link ChannelProgram.due} called so many ticks from now. */
  schedule(unit: Unit, ticks: number, what: Step): void;
  /** Whether the unit may transfer now: takes its channel for it if so. */
  connect(unit: Unit): boolean;
  /** Gives the channel to others, unless the operation is in burst mode. */
  release(unit: Unit): void;
  /** The operation is over at the subchannel: unit status and channel status. */
  end(unit: Unit, status: number, check: number): void;
  /** The device goes on working. */
  work(unit: Unit, later: NonNullable<Ending["later"]>): void;
  /** What asks for an interruption may have changed. */
  changed(unit: Unit): void;
}

/** What an operation has asked to be called for. */
export type Step = "reach" | "moved" | "done";

/** How a command's initial selection went. */
export type Selection =
  | { readonly kind: "started" }
  /** It was refused, or executed at once without a further command: what SIO stores. */
  | { readonly kind: "over"; readonly status: number; readonly check: number };

const STARTED: Selection = { kind: "started" };

export class ChannelProgram {
  readonly #executive: Executive;

  constructor(executive: Executive) {
    this.#executive = executive;
  }

  /** Sends the present CCW's command to the device. `chained`: it is not the first. */
  select(unit: Unit, operation: Operation, chained: boolean): Selection {
    const { ccw } = operation;
    this.#notePci(unit, operation);
    operation.command = ccw.command;
    operation.residual = ccw.count;
    operation.answer = undefined;
    operation.behind = 0;
    const command: Command = {
      code: ccw.command,
      chained,
      chains: (ccw.flags & (CHAIN_COMMAND | CHAIN_DATA)) === CHAIN_COMMAND,
    };
    return this.#take(unit, operation, unit.device.begin(command), chained);
  }

  /** A device goes on that was waiting. */
  proceed(unit: Unit, answer: Parameters<Line["proceed"]>[0]): void {
    const { operation } = unit;
    if (operation?.phase !== "waiting") return;
    if (!("kind" in answer)) {
      return this.#accepted(unit, operation, answer, 0);
    }
    const selection = this.#take(unit, operation, answer, true);
    if (selection.kind === "over") this.#executive.end(unit, selection.status, selection.check);
  }

  /** What the operation asked for is due. */
  due(unit: Unit, step: Step): void {
    const { operation } = unit;
    if (!operation) return;
    switch (step) {
      case "reach":
        return this.#reach(unit, operation);
      case "moved":
        return this.#moved(unit, operation);
      case "done":
        return this.#done(unit, operation);
    }
  }

  /** Device end of a command that had channel end before: the chain goes on, or ends. */
  deviceEnded(unit: Unit, status: number): void {
    const { operation } = unit;
    if (!operation) return;
    if (operation.phase === "loaded" || !isNormal(status)) this.#executive.end(unit, status, 0);
    else this.#chain(unit, operation, status);
  }

  /** Fetches the CCW that comes next and goes on with it; on resuming, the one that was suspended. */
  goOn(unit: Unit, operation: Operation, purpose: Purpose): void {
    if (!this.fetch(operation, purpose)) return this.#executive.end(unit, 0, operation.check);
    if (operation.ccw.flags & SUSPEND) return this.suspend(unit, operation);
    const selection = this.select(unit, operation, true);
    if (selection.kind === "over") this.#executive.end(unit, selection.status, selection.check);
  }

  /** Stops before the present CCW: RESUME I/O fetches it again. */
  suspend(unit: Unit, operation: Operation): void {
    operation.phase = "suspended";
    operation.residual = operation.ccw.count;
    this.#notePci(unit, operation);
    this.#executive.release(unit);
  }

  /** Fetches the next CCW. False where a check is noted instead. */
  fetch(operation: Operation, purpose: Purpose): boolean {
    const { key, suspends } = operation;
    const at = purpose === "resume" ? operation.next - 8 : operation.next;
    const fetched = fetchCcw(this.#executive.storage, { key, at, purpose, suspends });
    operation.next = fetched.next;
    if (fetched.check !== undefined) {
      operation.check |= fetched.check;
      return false;
    }
    operation.ccw = fetched.ccw;
    return true;
  }

  #notePci(unit: Unit, operation: Operation): void {
    if ((operation.ccw.flags & PROGRAM_CONTROLLED) === 0) return;
    operation.programControlled = true;
    operation.streak = YIELD;
    this.#executive.changed(unit);
  }

  #take(unit: Unit, operation: Operation, answer: Answer, chained: boolean): Selection {
    if (answer.kind === "refused") return { kind: "over", status: answer.status, check: 0 };
    if (answer.kind === "waiting") {
      operation.phase = "waiting";
      this.#executive.release(unit);
      return STARTED;
    }
    operation.answer = answer;
    operation.moved = 0;
    operation.pieces = [];
    operation.gathered = 0;
    const atOnce = answer.kind === "immediate" && !answer.before && !chained && !operation.isLoading;
    if (atOnce && !this.#chains(operation, answer.status)) {
      if (answer.later) this.#executive.work(unit, answer.later);
      return { kind: "over", status: answer.status, check: operation.check };
    }
    operation.phase = "positioning";
    if (answer.disconnects) this.#executive.release(unit);
    this.#after(unit, answer.before ?? 0, "reach");
    return STARTED;
  }

  /** The device is where its data are. */
  #reach(unit: Unit, operation: Operation): void {
    const { answer } = operation;
    if (!answer) return;
    if (!this.#executive.connect(unit)) {
      this.#executive.schedule(unit, Math.max(1, answer.missed ?? RETRY_TICKS), "reach");
      return;
    }
    operation.phase = "transferring";
    this.#move(unit, operation, 0);
  }

  /** Moves what the present CCW and the device's answer have in common. `ticks`: of the same CCW, before. */
  #move(unit: Unit, operation: Operation, ticks: number): void {
    const { answer, ccw, key } = operation;
    const { storage } = this.#executive;
    const from = ccw.count - operation.residual;
    let wanted = 0;
    let time = ticks;
    if (answer?.kind === "input") {
      const part = answer.data.subarray(operation.moved, operation.moved + operation.residual);
      const { stored, check } =
        ccw.flags & SKIP
          ? { stored: part.length, check: 0 }
          : storage.store(ccw, key, from, part, isReadBackward(operation.command));
      operation.check |= check;
      operation.moved += stored;
      operation.residual -= stored;
      time += stored * (answer.perByte ?? 0);
      wanted = answer.data.length - operation.moved;
    } else if (answer?.kind === "output") {
      const length = Math.min(operation.residual, answer.most - operation.gathered);
      const { bytes, check } = storage.fetch(ccw, key, from, length);
      operation.check |= check;
      operation.pieces = operation.gathered === 0 ? [bytes] : [...operation.pieces, bytes];
      operation.gathered += bytes.length;
      operation.residual -= bytes.length;
      time += bytes.length * (answer.perByte ?? 0);
      wanted = answer.most - operation.gathered;
    }
    const chainsData = (ccw.flags & CHAIN_DATA) !== 0 && !isStopped(operation);
    if (wanted > 0 && operation.residual === 0 && chainsData) this.#after(unit, time, "moved");
    else this.#ask(unit, operation, wanted, time);
  }

  /** What one CCW names has been moved, and data are chained. */
  #moved(unit: Unit, operation: Operation): void {
    const { next, ccw } = operation;
    const isFetched = this.fetch(operation, "data");
    if (isFetched) this.#notePci(unit, operation);
    if (!isFetched || this.#overruns(operation, next, ccw.count)) {
      operation.residual = 0;
      return this.#ask(unit, operation, 0, 0);
    }
    operation.residual = operation.ccw.count;
    this.#move(unit, operation, 0);
  }

  /** Whether bytes have been lost while the CCW at hand was fetched from `at` on, after so many bytes: notes the check. */
  #overruns(operation: Operation, at: number, bytes: number): boolean {
    const { answer } = operation;
    if (answer?.kind !== "input") return false;
    // Beyond TRANSFER IN CHANNEL the next CCW lies elsewhere.
    const fetches = operation.next === at + 8 ? 1 : 2;
    const late = !this.#executive.fast && fallsBehind(operation, answer, { bytes, fetches });
    if (!late && !operation.overrun) return false;
    operation.overrun = false;
    operation.check |= CHAINING_CHECK;
    return true;
  }

  /** All is moved that the channel program names, or that the device has or wants: the device says what comes. */
  #ask(unit: Unit, operation: Operation, wanted: number, ticks: number): void {
    const { answer } = operation;
    if (!answer) return;
    if (answer.kind === "input") {
      unit.device.transferred?.(operation.moved);
      return this.#conclude(unit, operation, { ending: answer, long: wanted > 0, ticks });
    }
    if (answer.kind === "immediate") return this.#conclude(unit, operation, { ending: answer, long: false, ticks });
    const acceptance = unit.device.accept?.(concatenate(operation)) ?? { status: ENDED };
    operation.pieces = [];
    if ("kind" in acceptance) {
      operation.phase = "waiting";
      this.#executive.release(unit);
    } else if ("more" in acceptance) {
      operation.gathered = 0;
      if (!isStopped(operation) && (operation.residual > 0 || operation.ccw.flags & CHAIN_DATA)) {
        operation.answer = { ...answer, most: acceptance.more };
        return this.#move(unit, operation, ticks);
      }
      // There is no more: the device is told so by no bytes, and ends.
      const last = unit.device.accept?.(new Uint8Array(0)) ?? { status: ENDED };
      const ending = "status" in last ? last : { status: ENDED };
      this.#conclude(unit, operation, { ending, long: true, ticks });
    } else this.#accepted(unit, operation, acceptance, ticks);
  }

  /** A device has taken its data and says how the command ends. */
  #accepted(unit: Unit, operation: Operation, ending: OutputEnding, ticks: number): void {
    operation.residual += operation.gathered - (ending.taken ?? operation.gathered);
    this.#conclude(unit, operation, { ending, long: ending.unsatisfied ?? false, ticks });
  }

  /** The device ends the command. `long`: it had, or wanted, more than the count. */
  #conclude(unit: Unit, operation: Operation, how: { ending: Ending; long: boolean; ticks: number }): void {
    const { ccw, answer } = operation;
    const { status, later } = how.ending;
    const isData = answer?.kind !== "immediate";
    const incorrect = isData && (how.long || operation.residual > 0 || (ccw.flags & CHAIN_DATA) !== 0);
    if (incorrect && !suppressesLength(ccw) && !isStopped(operation)) operation.check |= INCORRECT_LENGTH;
    operation.answer = { kind: "immediate", status, later };
    const goesOn = this.#chains(operation, status);
    if (this.#executive.fast && goesOn && ++operation.streak < FAST_STREAK) return this.#done(unit, operation);
    this.#after(unit, how.ticks + (goesOn ? CHAINING_TICKS : ENDING_TICKS), "done");
  }

  /** The time of a command is over. */
  #done(unit: Unit, operation: Operation): void {
    const { answer } = operation;
    if (answer?.kind !== "immediate") return;
    const { status, later } = answer;
    if (later) this.#executive.work(unit, later);
    if (this.#chains(operation, status)) {
      if (status & DEVICE_END) return this.#chain(unit, operation, status);
      operation.phase = "chaining";
      this.#executive.release(unit);
      return;
    }
    if (operation.isLoading && (status & DEVICE_END) === 0 && isNormal(status) && operation.check === 0) {
      operation.phase = "loaded";
      this.#executive.release(unit);
      return;
    }
    this.#executive.end(unit, status, operation.check);
  }

  /** Has a step done after its time. With fast devices data take none; then only an operation's ending does. */
  #after(unit: Unit, ticks: number, step: Step): void {
    const { operation } = unit;
    const { fast } = this.#executive;
    if (!operation) return;
    if (step !== "done" && (fast || ticks === 0)) return this.due(unit, step);
    if (!fast) return this.#executive.schedule(unit, Math.ceil(ticks), step);
    this.#executive.schedule(unit, operation.streak >= YIELD ? FAST_YIELD_TICKS : FAST_TICKS, step);
    operation.streak = 0;
  }

  /** Whether another command follows a status. */
  #chains({ ccw, check }: Operation, status: number): boolean {
    return check === 0 && (ccw.flags & (CHAIN_COMMAND | CHAIN_DATA)) === CHAIN_COMMAND && isNormal(status);
  }

  /** Device end with command chaining: the next command; with status modifier, the one after it. */
  #chain(unit: Unit, operation: Operation, status: number): void {
    if (status & STATUS_MODIFIER) operation.next += 8;
    this.goOn(unit, operation, "command");
  }
}

/** Whether a check keeps data from being transferred. A channel-data check does not. */
function isStopped({ check }: Operation): boolean {
  return (check & ~CHANNEL_DATA_CHECK) !== 0;
}

/** Whether a CCW suppresses the indication of incorrect length. */
function suppressesLength({ flags }: Ccw): boolean {
  return (flags & (SUPPRESS_LENGTH | CHAIN_DATA)) === SUPPRESS_LENGTH;
}

/** Incorrect length of an operation that is halted now: data that the CCW names have not been transferred. */
export function haltedLength({ answer, phase, ccw, residual, check }: Operation): number {
  const transfers = answer === undefined ? phase === "waiting" : answer.kind !== "immediate";
  const left = residual > 0 || (ccw.flags & CHAIN_DATA) !== 0;
  return check | (transfers && left && !suppressesLength(ccw) ? INCORRECT_LENGTH : 0);
}

/** Whether commands may be chained after a status. */
function isNormal(status: number): boolean {
  return (status & ~(CHANNEL_END | DEVICE_END | STATUS_MODIFIER)) === 0;
}

function concatenate({ pieces, gathered }: Operation): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const all = new Uint8Array(gathered);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Channel status of an operation's CSW: checks found, and an interruption asked for by a PCI flag that was not taken. */
export function channelStatus({ programControlled }: Operation, check: number): number {
  return check | (programControlled ? PROGRAM_CONTROLLED_INTERRUPTION : 0);
}
