/**
 * Virtual printers: 1403 and 1443 (GA24-3312, "IBM 2821 Control Unit"), 3203 and 3211 (GA24-3543, "IBM 3211 Printer and 3811 Control Unit"). What prints and what moves
 * paper goes into the file as it is; where the paper is counts only for a printer whose forms control buffer has been loaded, by its own command or by LOADVFCB:
 * only that one meets channels 9 and 12 (GC20-1820, "LOADVFCB").
 */
import { type Form, formsControlOf, skipPaper, spacePaper } from "../../../s370/index.ts";
import type { Vm } from "../vm.ts";
import { ENDED, type Selected, UNIT_CHECK, UNIT_EXCEPTION } from "./program.ts";
import type { PrinterState, SpoolDevice } from "./state.ts";
import {
  atOnce,
  COMMAND_REJECT,
  EQUIPMENT_CHECK,
  INTERVENTION_REQUIRED,
  input,
  NO_OPERATION,
  refuse,
  SENSE,
  sense,
  setSense,
} from "./unit-record.ts";

/** Bits 5-7 of commands that move paper; bits 0-4 say how: lines, or (bit 0) the channel to skip to. */
const WRITE = 0x01;
const CARRIAGE = 0x03;
const DIAGNOSTIC_WRITE = 0x05;
const OPERATION = 0x07;
const SKIP = 0x10;
const MOST_SPACES = 3;
const CHANNELS = 12;

const READ_LINE_BUFFER = 0x02;
const CHECK_READ = 0x06;
const DIAGNOSTIC_GATE = 0x07;
const READ_CHARACTER_SET = 0x0a;
const READ_FORMS_CONTROL = 0x12;
const UNFOLD = 0x23;
const FOLD = 0x43;
const LOAD_FORMS_CONTROL = 0x63;
const RAISE_COVER = 0x6b;
const BLOCK_DATA_CHECK = 0x73;
const ALLOW_DATA_CHECK = 0x7b;
const SKIP_TO_CHANNEL_0 = 0x83;
const CHARACTER_SET_GATE = 0xeb;
const LOAD_AND_FOLD = 0xf3;
const LOAD_WITHOUT_FOLDING = 0xfb;

/** Sense bytes. */
const LOAD_CHECK = 0x02;
const CHANNEL_9 = 0x01;
const LINE_POSITION_CHECK = 0x10;

/** What CHECK READ says of each position: nothing is left to be printed there. */
const LINE_COMPLETE = 0x04;

const NINE = 1 << 9;
const TWELVE = 1 << 12;
const BLANK = 0x40;
const POSITIONS: Readonly<Record<string, number>> = { "1443": 144, "3211": 150 };
const USUAL_POSITIONS = 132;
/** Bytes of a character set buffer. */
const TRAIN = 240;
const TRAIN_3211 = 512;
/** Lines of a forms control buffer, its index byte included. */
const MOST_FORM = 181;

/** Whether programs load a forms control buffer into printers of this type. */
export function hasFormsControl(type: string): boolean {
  return type === "3211" || type === "3203";
}

export function printerPositions(type: string): number {
  return POSITIONS[type] ?? USUAL_POSITIONS;
}

/** The state of a device that is a printer. */
export function printerOf({ data }: SpoolDevice): PrinterState {
  if (data.printer === undefined) throw new Error("the device is no printer");
  return data.printer;
}

export function printerCommand(vm: Vm, device: SpoolDevice, code: number): Selected {
  if (code === SENSE) return sense(device, device.notReady !== true);
  if (device.notReady === true) return refuse(device, INTERVENTION_REQUIRED);
  setSense(device, 0);
  const how = code >>> 3;
  switch (code & OPERATION) {
    case WRITE:
      return knows(how) ? print(vm, device, code) : refuse(device, COMMAND_REJECT);
    case DIAGNOSTIC_WRITE:
      return knows(how) ? fill(device) : refuse(device, COMMAND_REJECT);
    case CARRIAGE:
      if (code === NO_OPERATION) return atOnce();
      if (knows(how)) return move(vm, device, code);
      break;
  }
  return hasFormsControl(device.type) ? command3211(device, code) : command1403(device, code);
}

/** Whether bits 0-4 of a command that moves paper are lines or a channel that there are. */
function knows(how: number): boolean {
  return how <= MOST_SPACES || (how > SKIP && how <= SKIP + CHANNELS);
}

/** Prints a line and moves paper. */
function print(vm: Vm, device: SpoolDevice, code: number): Selected {
  const positions = printerPositions(device.type);
  return {
    kind: "output",
    most: positions,
    done: (data) => {
      if (!vm.cp.spool.write(vm, device, code, data, USUAL_POSITIONS)) return full(device);
      vm.state.work.linesPrinted++;
      printerOf(device).buffer = data;
      return moved(device, code >>> 3);
    },
  };
}

/** Moves paper at once. */
function move(vm: Vm, device: SpoolDevice, code: number): Selected {
  return {
    kind: "immediate",
    isLast: false,
    done: () =>
      vm.cp.spool.write(vm, device, code, undefined, USUAL_POSITIONS) ? moved(device, code >>> 3) : full(device),
  };
}

function full(device: SpoolDevice): number {
  setSense(device, INTERVENTION_REQUIRED);
  return ENDED | UNIT_CHECK;
}

/** Where a motion ends, and what is told of it. */
function motion(form: Form, from: number, how: number) {
  const {
    line,
    met,
    missing = false,
  } = how <= MOST_SPACES ? spacePaper(form, from, how) : skipPaper(form, from, how - SKIP);
  const sense0 = (met & NINE ? CHANNEL_9 : 0) | (missing ? EQUIPMENT_CHECK : 0);
  const status = ENDED | (sense0 ? UNIT_CHECK : 0) | (met & TWELVE ? UNIT_EXCEPTION : 0);
  return { line, sense0, sense1: missing ? LINE_POSITION_CHECK : 0, status };
}

/** Moves the paper of a printer that has a form. Returns the unit status. */
function moved(device: SpoolDevice, how: number): number {
  const printer = printerOf(device);
  if (printer.form === undefined) {
    setSense(device, 0);
    return ENDED;
  }
  const { line, sense0, sense1, status } = motion(printer.form, printer.line, how);
  printer.line = line;
  setSense(device, sense0, sense1);
  return status;
}

/** A line buffer that is filled, not printed. */
function fill(device: SpoolDevice): Selected {
  return {
    kind: "output",
    most: printerPositions(device.type),
    done: (data) => {
      printerOf(device).buffer = data;
      setSense(device, 0);
      return ENDED;
    },
  };
}

function command1403(device: SpoolDevice, code: number): Selected {
  switch (code) {
    case CHARACTER_SET_GATE:
      return atOnce();
    case LOAD_AND_FOLD:
    case LOAD_WITHOUT_FOLDING:
      if (device.data.command !== CHARACTER_SET_GATE) return refuse(device, COMMAND_REJECT);
      return load(device, TRAIN);
    default:
      return commandOfAny(device, code);
  }
}

function command3211(device: SpoolDevice, code: number): Selected {
  const printer = printerOf(device);
  const isOpen = device.data.command === DIAGNOSTIC_GATE;
  switch (code) {
    case LOAD_WITHOUT_FOLDING:
      return load(device, TRAIN_3211);
    case LOAD_FORMS_CONTROL:
      return { kind: "output", most: MOST_FORM, done: (data) => loadForm(device, data) };
    case FOLD:
    case UNFOLD:
    case DIAGNOSTIC_GATE:
    case SKIP_TO_CHANNEL_0:
      return atOnce();
    case RAISE_COVER:
      return atOnce(() => {
        device.notReady = true;
        return ENDED;
      });
    case READ_CHARACTER_SET:
      return isOpen ? input(padded(printer.characterSet, TRAIN_3211, 0)) : refuse(device, COMMAND_REJECT);
    case READ_FORMS_CONTROL:
      return isOpen ? input(padded(printer.formsControl, MOST_FORM - 1, 0)) : refuse(device, COMMAND_REJECT);
    default:
      return commandOfAny(device, code);
  }
}

function commandOfAny(device: SpoolDevice, code: number): Selected {
  const positions = printerPositions(device.type);
  switch (code) {
    case BLOCK_DATA_CHECK:
    case ALLOW_DATA_CHECK:
      return atOnce();
    case READ_LINE_BUFFER:
      return input(padded(printerOf(device).buffer, positions, BLANK));
    case CHECK_READ:
      return input(new Uint8Array(positions).fill(LINE_COMPLETE));
    default:
      return refuse(device, COMMAND_REJECT);
  }
}

function load(device: SpoolDevice, bytes: number): Selected {
  return {
    kind: "output",
    most: bytes,
    done: (data) => {
      const isShort = hasFormsControl(device.type) && data.length < bytes;
      setSense(device, isShort ? LOAD_CHECK : 0);
      if (isShort) return ENDED | UNIT_CHECK;
      const printer = printerOf(device);
      printer.characterSet = padded(data, bytes, 0);
      return ENDED;
    },
  };
}

/** Loads a forms control buffer; the paper stands at its first line then. Returns the unit status. */
export function loadForm(device: SpoolDevice, image: Uint8Array): number {
  const loaded = formsControlOf(image);
  setSense(device, loaded === undefined ? LOAD_CHECK : 0);
  if (loaded === undefined) return ENDED | UNIT_CHECK;
  const printer = printerOf(device);
  printer.form = loaded.form;
  printer.formsControl = loaded.image;
  printer.line = 1;
  return ENDED;
}

function padded(bytes: Uint8Array, length: number, filler: number): Uint8Array {
  const all = new Uint8Array(length).fill(filler);
  all.set(bytes.subarray(0, length));
  return all;
}
