/**
 * What a tape unit does with the tape on it, and how its commands end.
 *
 * GA32-0020/GA32-0021, "Commands", "Status Byte"; GA22-6866, "Commands", "Status Information". Control commands that move
 * tape give channel end at once and device end when the tape has come to rest; with unit check or unit exception, control
 * unit end too.
 */
import {
  type Acceptance,
  type Answer,
  CHANNEL_END,
  CONTROL_UNIT_END,
  DEVICE_END,
  ENDED,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../../channel/device.ts";
import type { Passed, TapeReel } from "../images/tape-reel.ts";
import { RESET_MODE, type SevenTrackMode, toBytes, toCharacters } from "./seven-track.ts";
import type { TapeOperation } from "./tape-commands.ts";
import { ERASED_INCHES, gapInches, type TapeModel } from "./tape-models.ts";
import { byteTicks, headAt, moveTicks, recordingInches, rewindTicks, tapeInches } from "./tape-motion.ts";
import {
  DATA_CHECK,
  DATA_CONVERTER_CHECK,
  LOOP_WRITE_TO_READ,
  NO_ERROR,
  NOT_CAPABLE,
  REJECTED,
  RUN_AWAY,
  type TapeError,
  UNREADABLE,
  WORD_COUNT_ZERO,
} from "./tape-sense.ts";

/** A block can be as long as data chaining makes it. */
const ANY_LENGTH = 0xff_ffff;

const NOTHING = new Uint8Array(0);

/** Commands that a drive has taken and that wait for their data. */
type Awaiting = "write" | "request-track-in-error" | "loop-write-to-read";

/** What a drive and its control remember from one command to the next. Never changed, only replaced. */
export interface TapeRegisters {
  /** Tape in the columns. */
  readonly loaded: boolean;
  /** The operator has made it ready. */
  readonly ready: boolean;
  readonly error: TapeError;
  readonly writeStatus: boolean;
  readonly backward: boolean;
  /** The command before was ERASE GAP. */
  readonly erasing: boolean;
  readonly awaiting: Awaiting | undefined;
  /** As the last MODE SET 2 has it, if the drive can do it. */
  readonly density: number;
  readonly mode: SevenTrackMode;
}

/** A tape unit. What is on it is a reel of so many feet. */
export class TapeUnit {
  readonly model: TapeModel;
  reel: TapeReel | undefined;
  feet = 0;
  #registers: TapeRegisters;

  constructor(model: TapeModel) {
    this.model = model;
    this.#registers = {
      loaded: false,
      ready: false,
      error: NO_ERROR,
      writeStatus: false,
      backward: false,
      erasing: false,
      awaiting: undefined,
      density: model.densities[0],
      mode: RESET_MODE,
    };
  }

  get registers(): TapeRegisters {
    return this.#registers;
  }

  set registers(registers: TapeRegisters) {
    this.#registers = registers;
  }

  /** Bits per inch of the tape that is on; of a blank one, in which it would be written. */
  get density(): number {
    return this.reel?.density ?? this.#registers.density;
  }

  get atLoadPoint(): boolean {
    return this.#registers.ready && (this.reel?.atLoadPoint ?? false);
  }

  /** Whether the head is at or behind the end-of-tape marker. */
  get isPastMarker(): boolean {
    return this.#registers.ready && this.reel !== undefined && this.#head(this.reel) >= this.#marker();
  }

  note(change: Partial<TapeRegisters>): void {
    this.#registers = { ...this.#registers, ...change };
  }

  /** Status of the initial selection: the command is not executed. */
  refuse(error: TapeError): Answer {
    this.note({ error });
    return { kind: "refused", status: UNIT_CHECK };
  }

  /** The data of a command that has asked for them. */
  take(data: Uint8Array): Acceptance {
    const { awaiting, ready, mode } = this.#registers;
    this.note({ awaiting: undefined });
    if (awaiting === "request-track-in-error") return { status: ENDED };
    if (data.length === 0) {
      this.note({ error: { byte0: WORD_COUNT_ZERO } });
      return { status: ENDED | UNIT_CHECK };
    }
    if (awaiting === "loop-write-to-read") {
      this.note({ error: { byte4: LOOP_WRITE_TO_READ } });
      return { status: ENDED };
    }
    // Between command and data the operator may have taken the tape off, or put on another one.
    if (!this.reel?.ring || !ready) return { status: ENDED | UNIT_CHECK };
    this.reel.write(this.model.tracks === 7 ? toCharacters(data, mode) : data);
    return this.#written(this.reel);
  }

  /** Executes a command on a reel that is ready and may be written on, if it writes. */
  execute(operation: TapeOperation, reel: TapeReel): Answer {
    switch (operation.kind) {
      case "read":
      case "read-backward":
        return this.#read(reel, operation.kind === "read-backward");
      case "write":
        if (reel.atLoadPoint) reel.density = this.#registers.density;
        this.note({ awaiting: "write", writeStatus: true, backward: false });
        return { kind: "output", most: ANY_LENGTH, perByte: this.#bytePace(), before: this.#accessTicks(reel) };
      case "write-tape-mark":
        this.note({ writeStatus: true, backward: false });
        if (reel.atLoadPoint) reel.density = this.#registers.density;
        reel.writeMark();
        return this.#moved(ERASED_INCHES, this.#written(reel).status);
      case "erase-gap":
        this.note({ writeStatus: true, backward: false, erasing: true });
        if (reel.atLoadPoint) reel.density = this.#registers.density;
        reel.erase(ERASED_INCHES);
        return this.#moved(ERASED_INCHES, this.#written(reel).status);
      case "data-security-erase":
        return this.#eraseAll(reel);
      case "space-block":
        return this.#spaceBlock(reel, operation.backward);
      case "space-file":
        return this.#spaceFile(reel, operation.backward);
      case "rewind":
        return this.#rewind(reel);
      case "rewind-unload":
        return this.#unload(reel);
      case "request-track-in-error":
        this.note({ awaiting: operation.kind });
        return { kind: "output", most: 1 };
      case "loop-write-to-read":
        this.note({ awaiting: operation.kind });
        return { kind: "output", most: ANY_LENGTH, perByte: this.#bytePace() };
      case "mode-set-1":
        if (this.model.tracks === 7) this.note({ mode: operation.mode, ...this.#settable(operation.density) });
        return { kind: "immediate", status: ENDED };
      case "mode-set-2":
        if (this.model.tracks === 9) this.note(this.#settable(operation.density));
        return { kind: "immediate", status: ENDED };
      case "sense":
      case "no-operation":
      case "diagnostic-mode-set":
        return { kind: "immediate", status: ENDED };
    }
  }

  /** A density that the drive has; it stays as it is where it has not. */
  #settable(density: number): Partial<TapeRegisters> {
    return this.model.densities.includes(density) ? { density } : {};
  }

  #read(reel: TapeReel, backward: boolean): Answer {
    // The converter takes characters in fours from the beginning of a block.
    const sevenTrack = this.model.tracks === 7;
    if (backward && sevenTrack && this.#registers.mode.converter) return this.refuse(REJECTED);
    this.note({ writeStatus: false, backward });
    if (reel.atLoadPoint && !backward && !this.#capable(reel)) return this.#failed({ byte1: NOT_CAPABLE }, 0);
    const before = this.#accessTicks(reel);
    const read = backward ? reel.readBackward() : reel.read();
    switch (read.kind) {
      case "block": {
        const pace = this.#bytePace();
        if (sevenTrack) return this.#readSevenTrack(read.data, backward, before);
        const data = backward ? new Uint8Array(read.data).reverse() : read.data;
        return { kind: "input", data, perByte: pace, paced: true, before, status: ENDED };
      }
      case "mark":
        return { kind: "input", data: NOTHING, before: before + this.#markTicks(), status: ENDED | UNIT_EXCEPTION };
      case "unreadable":
      case "damaged":
        return this.#failed(UNREADABLE, before);
      case "load-point":
        return this.#failed(NO_ERROR, 0);
      case "blank":
        return this.#failed(RUN_AWAY, this.#restTicks(reel));
    }
  }

  #readSevenTrack(characters: Uint8Array, backward: boolean, before: number): Answer {
    const { data, check } = toBytes(characters, this.#registers.mode);
    if (backward) data.reverse();
    if (check) this.note({ error: { byte0: DATA_CHECK | DATA_CONVERTER_CHECK } });
    const status = check ? ENDED | UNIT_CHECK : ENDED;
    return { kind: "input", data, perByte: this.#bytePace(), paced: true, before, status };
  }

  /** A read that has come to nothing. */
  #failed(error: TapeError, before: number): Answer {
    this.note({ error });
    return { kind: "input", data: NOTHING, before, status: ENDED | UNIT_CHECK };
  }

  #spaceBlock(reel: TapeReel, backward: boolean): Answer {
    this.note({ writeStatus: false, backward });
    if (reel.atLoadPoint && !backward && !this.#capable(reel)) return this.#stopped({ byte1: NOT_CAPABLE }, 0);
    const passed = backward ? reel.spaceBackward() : reel.space();
    const inches = this.#inchesOf(passed);
    switch (passed.kind) {
      case "block":
        return this.#moved(inches, 0);
      case "mark":
        return this.#moved(inches, UNIT_EXCEPTION);
      default:
        return this.#off(reel, passed);
    }
  }

  #spaceFile(reel: TapeReel, backward: boolean): Answer {
    this.note({ writeStatus: false, backward });
    if (reel.atLoadPoint && !backward && !this.#capable(reel)) return this.#stopped({ byte1: NOT_CAPABLE }, 0);
    let inches = 0;
    for (;;) {
      const passed = backward ? reel.spaceBackward() : reel.space();
      inches += this.#inchesOf(passed);
      // A tape mark ends it, and is no exception.
      if (passed.kind === "mark") return this.#moved(inches, 0);
      if (passed.kind !== "block") return this.#off(reel, passed);
    }
  }

  /** The tape could not be moved on: it has come to the load point, or to where nothing is. */
  #off(reel: TapeReel, passed: Exclude<Passed, { kind: "block" | "mark" }>): Answer {
    if (passed.kind === "load-point") return this.#stopped(NO_ERROR, this.model.access);
    return this.#stopped(RUN_AWAY, this.#restTicks(reel));
  }

  /** A control command that ends with unit check. */
  #stopped(error: TapeError, ticks: number): Answer {
    this.note({ error });
    return control(ticks, UNIT_CHECK);
  }

  /** A control command that has moved the tape. */
  #moved(inches: number, status: number): Answer {
    return control(this.model.access + moveTicks(inches, this.model), status & (UNIT_CHECK | UNIT_EXCEPTION));
  }

  #eraseAll(reel: TapeReel): Answer {
    this.note({ writeStatus: true, backward: false });
    const left = Math.max(0, this.#marker() - this.#head(reel));
    reel.erase(left);
    return alone(this.model.access + moveTicks(left, this.model), 0);
  }

  #rewind(reel: TapeReel): Answer {
    this.note({ writeStatus: false, backward: false });
    if (reel.atLoadPoint) return { kind: "immediate", status: ENDED };
    const ticks = rewindTicks(this.#head(reel), this.model);
    reel.rewind();
    return alone(this.model.access + ticks, 0);
  }

  /** The control is done with it at once; the drive rewinds for itself, and is not ready any more. */
  #unload(reel: TapeReel): Answer {
    reel.rewind();
    this.note({ loaded: false, ready: false, writeStatus: false, backward: false });
    return alone(this.model.access, UNIT_CHECK);
  }

  /** How a command ends that has written something: in the area behind the end-of-tape marker, with unit exception. */
  #written(reel: TapeReel): { readonly status: number } {
    const head = this.#head(reel);
    if (head > tapeInches(this.feet)) {
      this.note({ error: RUN_AWAY, loaded: false, ready: false });
      return { status: ENDED | UNIT_CHECK };
    }
    return { status: head >= this.#marker() ? ENDED | UNIT_EXCEPTION : ENDED };
  }

  /** Whether it can read what is on the reel. */
  #capable({ density }: TapeReel): boolean {
    return density === undefined || this.model.densities.includes(density);
  }

  #bytePace(): number {
    const ticks = byteTicks(this.density, this.model);
    const converts = this.model.tracks === 7 && this.#registers.mode.converter;
    return converts ? (ticks * 4) / 3 : ticks;
  }

  #accessTicks(reel: TapeReel): number {
    // The load point lies before the first gap: as much again.
    return reel.atLoadPoint ? this.model.access + moveTicks(ERASED_INCHES, this.model) : this.model.access;
  }

  #markTicks(): number {
    return moveTicks(gapInches(this.model, this.density), this.model);
  }

  #inchesOf(passed: Passed): number {
    const gap = gapInches(this.model, this.density);
    if (passed.kind === "block") return gap + passed.length / this.density;
    return passed.kind === "mark" ? gap + ERASED_INCHES : 0;
  }

  #head(reel: TapeReel): number {
    return headAt(reel, this.model, this.density);
  }

  #marker(): number {
    return recordingInches(this.feet);
  }

  /** Ticks to run the tape from the head to its end. */
  #restTicks(reel: TapeReel): number {
    return moveTicks(Math.max(0, tapeInches(this.feet) - this.#head(reel)), this.model);
  }
}

/**
 * Channel end at once, device end and what there is to say when the tape has come to rest. `holdsControl`: until then the
 * control is busy with it.
 */
function control(ticks: number, status: number, holdsControl = true): Answer {
  const ending = DEVICE_END | status | (status ? CONTROL_UNIT_END : 0);
  return { kind: "immediate", status: CHANNEL_END, later: { ticks: Math.max(1, ticks), status: ending, holdsControl } };
}

/** The same where the drive goes on alone: it rewinds, unloads or erases to the end of the tape. */
function alone(ticks: number, status: number): Answer {
  return control(ticks, status, false);
}
