/**
 * Line printers: 1403 with its carriage control tape (GA24-3073, "IBM 1403 Printer", with GA24-3312, "IBM 2821 Control
 * Unit") and 3211 with its forms control buffer (GA24-3543, "IBM 3211 Printer and 3811 Control Unit"). A line's data go
 * to the buffer (channel end), then it is printed and paper moves (device end).
 */
import {
  type Acceptance,
  type Answer,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  MOST_BYTES,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../channel/device.ts";
import { encodeEbcdic } from "../ebcdic.ts";
import {
  type Form,
  formOf,
  formsControlOf,
  MOST_LINES,
  type Motion,
  parseTape,
  STANDARD_FORM,
  skip,
  space,
} from "./printer-carriage.ts";
import {
  ALLOW_DATA_CHECK,
  BLOCK_DATA_CHECK,
  CARRIAGE,
  CHANNEL_9,
  CHANNELS,
  CHARACTER_SET_GATE,
  CHECK_READ,
  DIAGNOSTIC_GATE,
  DIAGNOSTIC_WRITE,
  FOLD,
  LINE_POSITION_CHECK,
  LOAD_AND_FOLD,
  LOAD_CHECK,
  LOAD_FORMS_CONTROL,
  LOAD_WITHOUT_FOLDING,
  MOST_SPACES,
  motionTicks,
  OPERATION,
  PRINTER_MODELS,
  type PrinterModel,
  type PrinterType,
  RAISE_COVER,
  READ_CHARACTER_SET,
  READ_FORMS_CONTROL,
  READ_LINE_BUFFER,
  SKIP,
  SKIP_TO_CHANNEL_0,
  UNFOLD,
  WRITE,
} from "./printer-models.ts";
import { Paper, type SavedPaper } from "./printer-paper.ts";
import { printTable } from "./printer-train.ts";
import {
  COMMAND_REJECT,
  DATA_CHECK,
  DONE,
  EQUIPMENT_CHECK,
  INTERVENTION_REQUIRED,
  NO_OPERATION,
  orderOf,
  SENSE,
  unknownOrder,
} from "./unit-record.ts";

/** What CHECK READ says of a position that has been printed, or had nothing to print. */
const LINE_COMPLETE = 0x04;

const BLANK = 0x40;
const SENSE_BYTES = 6;
const NINE = 1 << 9;
const TWELVE = 1 << 12;

/** Ticks for each byte into the buffer. */
const BUFFER_TICKS = 4;

export interface PrinterOptions {
  /** Print positions: 132 unless said (100, 120 or 132 for a 1403; 132 or 150 for a 3211). */
  readonly positions?: number;
  /** Lines of the form, 1-255, and the line of each channel on it: the tape of a 1403, or what a 3211 has at first. */
  readonly linesPerPage?: number;
  readonly carriage?: ReadonlyMap<number, number>;
  /** Positions by which a 3211 moves lines to the right at first, 0-31. */
  readonly index?: number;
}

/** Everything that decides how it goes on, but for the paper. Changed in place; a save is a copy. */
interface State {
  ready: boolean;
  form: Form;
  /** The forms control buffer's bytes, as they were loaded last. */
  formsControl: Uint8Array;
  /** Positions by which lines are moved to the right, or (negative) to the left. */
  index: number;
  characterSet: Uint8Array | undefined;
  fold: boolean;
  dataChecks: boolean;
  /** The command before, or the one whose data are coming. */
  command: number;
  /** The line buffer. */
  buffer: Uint8Array;
  sense: readonly [number, number];
}

interface Saved {
  readonly state: Readonly<State>;
  readonly paper: SavedPaper;
}

const NO_SENSE: State["sense"] = [0, 0];
const NO_BYTES = new Uint8Array(0);
const ORDERS = ["ready", "not-ready", "tape LINES CHANNEL=LINE …", "restore"] as const;

/**
 * A line printer. What it prints is {@link text}: lines end in line feeds; a skip into the next form is a form feed,
 * and line feeds to the line where it ends; a carriage return has the next line printed over the one before.
 */
export class LinePrinter implements Device {
  readonly type: string;
  readonly name: string;
  readonly #model: PrinterModel;
  readonly #positions: number;
  readonly #wants: Answer;
  /** How nearly all lines end: printed, one space, and nothing met. */
  readonly #ordinary: Acceptance;
  readonly #paper = new Paper();
  #line: Line | undefined;
  #state: State = {
    ...{ ready: true, form: STANDARD_FORM, formsControl: NO_BYTES, index: 0, characterSet: undefined, fold: false },
    ...{ dataChecks: true, command: NO_OPERATION, buffer: NO_BYTES, sense: NO_SENSE },
  };
  /** What bytes print: follows from character set and folding. */
  #table = printTable(undefined, false);

  /** Throws RangeError where no such printer has so many positions, or the form no such lines. */
  constructor(type: PrinterType, options: PrinterOptions = {}) {
    const model: PrinterModel = PRINTER_MODELS[type];
    this.#model = model;
    this.type = model.type;
    this.name = `${model.type} printer`;
    this.#positions = options.positions ?? model.positions[0];
    if (!model.positions.includes(this.#positions))
      throw new RangeError(`a ${type} has ${model.positions.join(", ")} positions, not ${this.#positions}`);
    const { linesPerPage = STANDARD_FORM.length, carriage } = options;
    if (carriage) this.#state.form = formOf(linesPerPage, carriage);
    else if (linesPerPage !== STANDARD_FORM.length) this.#state.form = shortened(STANDARD_FORM, linesPerPage);
    this.#state.index = options.index ?? 0;
    this.#wants = { kind: "output", most: this.#positions, perByte: BUFFER_TICKS };
    this.#ordinary = {
      status: CHANNEL_END,
      later: { ticks: model.printing + motionTicks(model, 1), status: DEVICE_END },
    };
  }

  /** Everything printed so far. It only grows: {@link textFrom} gives what is new. */
  get text(): string {
    return this.#paper.text(0);
  }

  /** What has been printed from a character (the first is 0) on. */
  textFrom(at: number): string {
    return this.#paper.text(at);
  }

  /** Characters of {@link text}. */
  get length(): number {
    return this.#paper.length;
  }

  /** The text in EBCDIC, with X'15' (new line) at the end of lines. */
  get ebcdic(): Uint8Array {
    return encodeEbcdic(this.text.replaceAll("\n", "\u0085"));
  }

  /** Lines printed so far, each time that something was printed. */
  get lines(): number {
    return this.#paper.lines;
  }

  /** Forms so far, the present one among them. */
  get pages(): number {
    return this.#paper.forms + 1;
  }

  get ready(): boolean {
    return this.#state.ready;
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code, chained }: Command): Answer {
    const state = this.#state;
    if (code === SENSE) return this.#senseBytes();
    if (!state.ready) return this.#refuse(INTERVENTION_REQUIRED);
    const before = chained ? state.command : NO_OPERATION;
    const moved = state.command !== WRITE;
    state.command = code;
    state.sense = NO_SENSE;
    const how = code >>> 3;
    switch (code & OPERATION) {
      case WRITE:
      case DIAGNOSTIC_WRITE:
        return this.#knows(how) ? this.#wants : this.#refuse(COMMAND_REJECT);
      case CARRIAGE:
        if (code === NO_OPERATION) return DONE;
        if (this.#knows(how)) return this.#moveAtOnce(how, moved);
        break;
    }
    return this.#model.hasFormsControl ? this.#begin3211(code, before) : this.#begin1403(code, before);
  }

  accept(data: Uint8Array): Acceptance {
    const state = this.#state;
    switch (state.command) {
      case LOAD_FORMS_CONTROL:
        return this.#loadFormsControl(data);
      case LOAD_AND_FOLD:
      case LOAD_WITHOUT_FOLDING:
        return this.#loadCharacterSet(data);
    }
    state.buffer = data;
    if ((state.command & OPERATION) === DIAGNOSTIC_WRITE) return { status: ENDED };
    return this.#print(data, state.command >>> 3);
  }

  /**
   * "ready" and "not-ready": the keys start and stop. "restore" has the paper stand at the first line of the next form.
   * "tape LINES CHANNEL=LINE …" puts another carriage control tape into a 1403, and has it stand at its first line.
   */
  operate(text: string): void {
    const { word, operands } = orderOf(text);
    const state = this.#state;
    switch (word) {
      case "ready":
        if (!state.ready) this.#line?.present(DEVICE_END);
        state.ready = true;
        break;
      case "not-ready":
        state.ready = false;
        break;
      case "restore":
        this.#paper.move({ lines: 1, met: 0, line: 1, forms: 1 }, true);
        break;
      case "tape":
        if (this.#model.hasFormsControl)
          throw new RangeError(`the ${this.name} has no tape: programs load its forms control buffer`);
        state.form = parseTape(operands);
        this.#paper.line = 1;
        break;
      default:
        throw unknownOrder(this.name, text, ORDERS);
    }
  }

  reset(): void {
    this.#state.sense = NO_SENSE;
    this.#state.dataChecks = true;
    this.#state.command = NO_OPERATION;
  }

  save(): unknown {
    return { state: { ...this.#state }, paper: this.#paper.save() } satisfies Saved;
  }

  restore(saved: unknown): void {
    // What save() returned.
    const { state, paper } = saved as Saved;
    this.#state = { ...state };
    this.#paper.restore(paper);
    this.#table = printTable(this.#train, state.fold);
  }

  // --- Commands

  #begin1403(code: number, before: number): Answer {
    switch (code) {
      case CHARACTER_SET_GATE:
        return DONE;
      case LOAD_AND_FOLD:
      case LOAD_WITHOUT_FOLDING:
        if (before !== CHARACTER_SET_GATE) return this.#refuse(COMMAND_REJECT);
        return { kind: "output", most: this.#model.characterSet };
      default:
        return this.#beginAny(code);
    }
  }

  #begin3211(code: number, before: number): Answer {
    const state = this.#state;
    const isOpen = before === DIAGNOSTIC_GATE;
    switch (code) {
      case LOAD_WITHOUT_FOLDING:
        return { kind: "output", most: this.#model.characterSet };
      case LOAD_FORMS_CONTROL:
        // It takes all that there is, and so never has an incorrect length.
        return { kind: "output", most: MOST_BYTES };
      case FOLD:
      case UNFOLD:
        this.#fold(code === FOLD);
        return DONE;
      case DIAGNOSTIC_GATE:
      case SKIP_TO_CHANNEL_0:
        return DONE;
      case RAISE_COVER:
        state.ready = false;
        return DONE;
      case CHECK_READ:
        return isOpen ? answer(Uint8Array.of(reversed(this.#paper.line + 1))) : this.#beginAny(code);
      case READ_CHARACTER_SET:
        return isOpen ? answer(padded(state.characterSet ?? NO_BYTES, this.#model.characterSet, 0)) : this.#reject();
      case READ_FORMS_CONTROL:
        return isOpen ? answer(padded(state.formsControl, MOST_LINES, 0)) : this.#reject();
      default:
        return this.#beginAny(code);
    }
  }

  #beginAny(code: number): Answer {
    switch (code) {
      case BLOCK_DATA_CHECK:
      case ALLOW_DATA_CHECK:
        this.#state.dataChecks = code === ALLOW_DATA_CHECK;
        return DONE;
      case READ_LINE_BUFFER:
        return answer(padded(this.#state.buffer, this.#positions, BLANK));
      case CHECK_READ:
        return answer(new Uint8Array(this.#positions).fill(LINE_COMPLETE));
      default:
        return this.#reject();
    }
  }

  /** Whether bits 0-4 of a command that moves paper are lines or a channel that there are. */
  #knows(how: number): boolean {
    return how <= MOST_SPACES || (how > SKIP && how <= SKIP + CHANNELS);
  }

  #reject(): Answer {
    return this.#refuse(COMMAND_REJECT);
  }

  #refuse(sense: number): Answer {
    this.#state.sense = [sense, 0];
    return { kind: "refused", status: UNIT_CHECK };
  }

  #senseBytes(): Answer {
    const { sense, ready } = this.#state;
    const data = new Uint8Array(SENSE_BYTES);
    data.set(sense);
    if (!ready) data[0] |= INTERVENTION_REQUIRED;
    this.#state.sense = NO_SENSE;
    this.#state.command = SENSE;
    return answer(data.subarray(0, this.#model.senseBytes));
  }

  // --- Character set and form

  get #train(): Uint8Array | undefined {
    return this.#state.characterSet?.subarray(0, this.#model.train);
  }

  #fold(fold: boolean): void {
    this.#state.fold = fold;
    this.#table = printTable(this.#train, fold);
  }

  #loadCharacterSet(data: Uint8Array): Acceptance {
    if (data.length < this.#model.characterSet) {
      if (this.#model.hasFormsControl) return this.#loadCheck();
      // A 1403 keeps what lies in the rest of the buffer.
      const rest = padded(this.#state.characterSet ?? NO_BYTES, this.#model.characterSet, 0);
      rest.set(data);
      this.#state.characterSet = rest;
    } else this.#state.characterSet = data;
    // On a 3211 folding is commanded by itself.
    this.#fold(this.#model.hasFormsControl ? this.#state.fold : this.#state.command === LOAD_AND_FOLD);
    return { status: ENDED };
  }

  #loadFormsControl(data: Uint8Array): Acceptance {
    const loaded = formsControlOf(data);
    if (!loaded) return this.#loadCheck();
    this.#state.form = loaded.form;
    this.#state.index = loaded.index;
    this.#state.formsControl = loaded.image;
    this.#paper.line = 1;
    return { status: ENDED };
  }

  #loadCheck(): Acceptance {
    this.#state.sense = [LOAD_CHECK, 0];
    return { status: ENDED | UNIT_CHECK };
  }

  // --- Printing and moving

  /** Prints a line over what is on it, and moves paper. */
  #print(data: Uint8Array, how: number): Acceptance {
    const { form, index, dataChecks } = this.#state;
    const isOnTrain = this.#paper.print(data, this.#table, { index, positions: this.#positions });
    const check = isOnTrain || !dataChecks ? 0 : DATA_CHECK;
    const motion = how <= MOST_SPACES ? space(form, this.#paper.line, how) : skip(form, this.#paper.line, how - SKIP);
    this.#paper.move(motion, how > MOST_SPACES);
    if (how === 1 && check === 0 && (motion.met & (NINE | TWELVE)) === 0) return this.#ordinary;
    return { status: CHANNEL_END, later: this.#ended(motion, check, this.#model.printing) };
  }

  /** Moves paper without printing. A skip to the channel where the paper stands does nothing if it has `moved` to there. */
  #moveAtOnce(how: number, moved: boolean): Answer {
    const { form } = this.#state;
    const { line } = this.#paper;
    const isThere = how > MOST_SPACES && (form[line - 1] & (1 << (how - SKIP))) !== 0 && moved;
    if (isThere)
      return {
        kind: "immediate",
        status: CHANNEL_END,
        later: { ticks: motionTicks(this.#model, 0), status: DEVICE_END },
      };
    const motion = how <= MOST_SPACES ? space(form, line, how) : skip(form, line, how - SKIP);
    this.#paper.move(motion, how > MOST_SPACES);
    return { kind: "immediate", status: CHANNEL_END, later: this.#ended(motion, 0, 0) };
  }

  /** How a motion ends: what was met on the way is device end's business. */
  #ended({ lines, met, missing }: Motion, check: number, before: number): { ticks: number; status: number } {
    const state = this.#state;
    let sense0 = check;
    let sense1 = 0;
    if (met & NINE) sense0 |= CHANNEL_9;
    if (missing && this.#model.hasFormsControl) {
      sense0 |= EQUIPMENT_CHECK;
      sense1 = LINE_POSITION_CHECK;
    } else if (missing) {
      // The paper runs on until somebody stops the printer.
      sense0 |= INTERVENTION_REQUIRED;
      state.ready = false;
    }
    state.sense = sense0 | sense1 ? [sense0, sense1] : NO_SENSE;
    const status = DEVICE_END | (sense0 ? UNIT_CHECK : 0) | (met & TWELVE ? UNIT_EXCEPTION : 0);
    return { ticks: before + motionTicks(this.#model, lines), status };
  }
}

function answer(data: Uint8Array): Answer {
  return { kind: "input", data, perByte: BUFFER_TICKS, status: ENDED };
}

/** A form of another length with the same holes, as far as it goes. */
function shortened(form: Form, lines: number): Form {
  return formOf(lines, []).map((_, i) => form[i] ?? 0);
}

/** A buffer's bytes, filled up to its length. */
function padded(bytes: Uint8Array, length: number, filler: number): Uint8Array {
  const all = new Uint8Array(length).fill(filler);
  all.set(bytes.subarray(0, length));
  return all;
}

/** A byte with its bits in the other order: so the control unit shows its line counter. */
function reversed(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) result |= 0x80 >>> bit;
  return result;
}
