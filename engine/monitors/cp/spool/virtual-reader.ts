/**
 * Virtual card readers: 2501, 2540 and 3505 (GA24-3312, "IBM 2821 Control Unit"; GA21-9124, "IBM 3505 Card Reader and IBM 3525 Card Punch Subsystem"), whose cards
 * come from the files in their user's reader queue. A file of another user's printer is read too: its lines, as long as the longest.
 */
import { cardImage, ebcdicCard, IMAGE_BYTES } from "../../../s370/index.ts";
import type { Vm } from "../vm.ts";
import { closeInput } from "./close.ts";
import { ENDED, type Selected, UNIT_CHECK, UNIT_EXCEPTION } from "./program.ts";
import { isHeld } from "./queues.ts";
import { beginningOf, type Found, findRecord, inputOf, openInput } from "./reader.ts";
import type { ReadFile, SpoolDevice, SpoolFile } from "./state.ts";
import {
  atOnce,
  COMMAND_REJECT,
  DATA_CHECK,
  INTERVENTION_REQUIRED,
  input,
  NO_OPERATION,
  refuse,
  SENSE,
  sense,
  setSense,
} from "./unit-record.ts";

/** Commands: the stacker in bits 0-1 (or 11: no feed), card-image mode in bit 2. */
const READ = 0x02;
const FEED = 0x23;
const STACKER = 0xc0;
const WITHOUT_FEED = 0xc0;
const CARD_IMAGE = 0x20;

const COLUMNS = 80;
const BLANK = 0x40;
/** Sense byte 0 of a 2540: a card that has been read and not been fed was to be read again. */
const UNUSUAL_COMMAND_SEQUENCE = 0x02;
/** Stackers that bits 0-1 of a command can name, by machine type. */
const STACKERS: Readonly<Record<string, number>> = { "2540R": 3, "3505": 3, "2501": 1 };

/** Where a reader is: the file, the card that is next, or that there is none. */
type Position =
  | { readonly kind: "empty" }
  | { readonly kind: "card"; readonly file: SpoolFile; readonly found: Found }
  | { readonly kind: "end"; readonly file: SpoolFile };

/** Whether a reader has anything to read: an open file, or one that waits. */
export function readerReady(vm: Vm, device: SpoolDevice): boolean {
  return device.notReady !== true && inputOf(vm, device) !== undefined;
}

export function readerCommand(vm: Vm, device: SpoolDevice, code: number): Selected {
  if (code === SENSE) return sense(device, readerReady(vm, device));
  if (device.notReady === true) return refuse(device, INTERVENTION_REQUIRED);
  const { type } = device;
  if (code === NO_OPERATION) return readerReady(vm, device) ? atOnce() : refuse(device, INTERVENTION_REQUIRED);
  const feeds = type !== "2501";
  const stacker = code >>> 6;
  const isFeed = feeds && (code & ~STACKER) === FEED;
  const isRead = (code & ~(STACKER | CARD_IMAGE)) === READ;
  const isNamed = stacker < (STACKERS[type] ?? 1) || (isRead && feeds && (code & STACKER) === WITHOUT_FEED);
  if (!isNamed || (!isFeed && !isRead)) return refuse(device, COMMAND_REJECT);
  const holds = (code & STACKER) === WITHOUT_FEED;
  if (holds && device.data.held) return refuse(device, type === "3505" ? COMMAND_REJECT : UNUSUAL_COMMAND_SEQUENCE);
  const position = positionOf(vm, device);
  if (position.kind === "empty") return refuse(device, INTERVENTION_REQUIRED);
  if (position.kind === "end") return atEnd(vm, device, position.file);
  const { file, found } = position;
  const data = isRead ? cardOf(found, file, (code & CARD_IMAGE) !== 0) : undefined;
  const isWrong = data?.invalid ?? false;
  const advance = (): number => {
    const reading = open(device, file);
    if (holds) device.data.held = true;
    else passCard(reading, found, device);
    if (isRead) vm.state.work.cardsRead++;
    setSense(device, isWrong ? DATA_CHECK : 0);
    return isWrong ? ENDED | UNIT_CHECK : ENDED;
  };
  return data === undefined ? atOnce(advance) : input(data.bytes, advance);
}

function open(device: SpoolDevice, file: SpoolFile): ReadFile {
  const { reading } = device.data;
  return reading?.key === file.key ? reading : openInput(device, file);
}

function passCard(reading: ReadFile, { record, page }: Found, device: SpoolDevice): void {
  reading.page = page;
  reading.at = record.next;
  device.data.held = false;
}

/** Where a reader is; with SPOOL CONT the end of a file is the beginning of the next one. */
function positionOf(vm: Vm, device: SpoolDevice): Position {
  const { cp } = vm;
  const file = inputOf(vm, device);
  if (file === undefined) return { kind: "empty" };
  const { reading } = device.data;
  const from = reading ?? beginningOf(file);
  const found = reading?.ended ? undefined : findRecord(cp, from, file);
  if (found !== undefined) return { kind: "card", file, found };
  if (!device.data.continuous || reading === undefined) return { kind: "end", file };
  if (nextAfter(vm, device, file) === undefined) return { kind: "end", file };
  finish(vm, device);
  return positionOf(vm, device);
}

/** The file that a reader would read after another. */
function nextAfter(vm: Vm, device: SpoolDevice, file: SpoolFile): SpoolFile | undefined {
  const { reading } = device.data;
  device.data.reading = undefined;
  const isUsed = file.inUse;
  file.inUse = true;
  const next = inputOf(vm, device);
  file.inUse = isUsed;
  device.data.reading = reading;
  return next;
}

/** Closes a file that has been read to its end. One that a continuous reader holds is held for its user, so that it is not read again. */
function finish(vm: Vm, device: SpoolDevice): void {
  const file = closeInput(vm.cp, device);
  if (file === undefined || !device.data.hold || !device.data.continuous || isHeld(file)) return;
  file.userHold = true;
  vm.cp.spool.checkpoint.changed(file);
}

/** A read behind the last card: unit exception, or (NOEOF) the hopper is empty. */
function atEnd(vm: Vm, device: SpoolDevice, file: SpoolFile): Selected {
  const close = (): void => {
    open(device, file);
    finish(vm, device);
  };
  if (device.data.eof)
    return {
      kind: "immediate",
      isLast: true,
      done: () => {
        close();
        setSense(device, 0);
        return ENDED | UNIT_EXCEPTION;
      },
    };
  return {
    kind: "refused",
    refuse: () => {
      close();
      setSense(device, INTERVENTION_REQUIRED);
    },
  };
}

/** A record as a card: as many columns as the file has, blanks behind the data. */
function cardOf({ record: { command, data = new Uint8Array() } }: Found, file: SpoolFile, asImage: boolean) {
  const isImage = file.device !== "PRT" && file.device !== "CON" && (command & CARD_IMAGE) !== 0;
  if (isImage) {
    const image = new Uint8Array(IMAGE_BYTES);
    image.set(data.subarray(0, IMAGE_BYTES));
    if (asImage) return { bytes: image, invalid: false };
    const { ebcdic, invalid } = ebcdicCard(image);
    return { bytes: ebcdic, invalid: invalid !== 0 };
  }
  const columns = asImage ? COLUMNS : Math.max(COLUMNS, file.recordSize);
  const bytes = new Uint8Array(columns).fill(BLANK);
  bytes.set(data.subarray(0, columns));
  return { bytes: asImage ? cardImage(bytes) : bytes, invalid: false };
}
