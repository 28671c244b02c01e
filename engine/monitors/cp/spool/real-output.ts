/** Files on their way to real printers and punches: a channel program for each page, made of the page itself (SY20-0886, "Real Spooling Manager"). */

import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import type { Csw, RealDevice } from "../io/state.ts";
import { formImage, trainImage } from "./forms.ts";
import { firstRecord, nextPage, previousPage, putRecord, recordAt } from "./pages.ts";
import { purge, spoolId } from "./queues.ts";
import { cardSeparator, printSeparator, type SeparatorLine } from "./separator.ts";
import type { RealActivity, RealSpoolDevice, SpoolFile } from "./state.ts";

const NO_OPERATION = 0x03;
const WRITE_SPACE = 0x09;
const TRANSFER_IN_CHANNEL = 0x08;
/** Bits 5-7 of a command that writes. */
const WRITE = 0x01;
const OPERATION = 0x07;
/** Skip to channel 1, with or without a line before: a new page. */
const SKIP_TO_1 = 0x88;
const NO_CHAINING = 0x20;
const CHAINED = 0x60;
const LOAD_FORMS_CONTROL = 0x63;
const CHARACTER_SET_GATE = 0xeb;
const LOAD_WITHOUT_FOLDING = 0xfb;
const LOAD_AND_FOLD = 0xf3;
const FOLD = 0x43;
const UNFOLD = 0x23;
/** Characters of a 3211's train, and of a line that shows a train. */
const TRAIN_3211 = 432;
const SHOWN = 120;
/** Where LOADBUF's bytes are, behind its channel program. */
const IMAGE = 0x40;

const UNIT_CHECK = 0x02000000;
const ENDED = 0x0c000000;
/** Unit exception, and whatever a channel or device finds wrong. */
const UNUSUAL = 0x033f0000;
const INTERVENTION_REQUIRED = 0x40;

/** What LOADBUF loads. */
export type BufferLoad =
  | { readonly kind: "train"; readonly name: string; readonly folds: boolean; readonly verifies: boolean }
  | { readonly kind: "form"; readonly name: string; readonly index: number | undefined };

/** What goes before the load: a 1403 wants its gate opened, a 3211 to be told whether it folds. */
function preparation(load: BufferLoad, is3211: boolean): number {
  if (load.kind === "form") return NO_OPERATION;
  if (!is3211) return CHARACTER_SET_GATE;
  return load.folds ? FOLD : UNFOLD;
}

function loading(load: BufferLoad, is3211: boolean): number {
  if (load.kind === "form") return LOAD_FORMS_CONTROL;
  return load.folds && !is3211 ? LOAD_AND_FOLD : LOAD_WITHOUT_FOLDING;
}

export class RealOutputs {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.io.handle("spool buffer", (_request, device, csw) => {
      const isLoaded = (csw.low & UNUSUAL) === 0 && csw.low !== 0;
      const name = deviceAddress(device.address);
      if (!isLoaded) cp.spool.tellOperator(`PRT ${name} BUFFER LOAD FAILED`);
    });
    cp.io.handle("spool output", (_request, device, csw, sense) => this.#ended(device, csw, sense));
  }

  /** Takes up a file. */
  begin(device: RealSpoolDevice, file: SpoolFile): void {
    file.inUse = true;
    device.active = {
      key: file.key,
      stage: device.separator ? "separator" : "data",
      page: file.blocks[0],
      resume: 0,
      running: false,
      flush: "",
      hold: false,
      back: 0,
      singleSpace: false,
    };
    this.say(device, file, "OUTPUT OF");
  }

  /** Does what is next with the file at hand. Throws `Wait` before it changes anything. */
  work(device: RealSpoolDevice): void {
    const { active } = device;
    if (active === undefined || active.running) return;
    const file = this.#cp.state.spool.files[active.key];
    if (file === undefined) return this.#done(device);
    if (active.flush !== "") return this.#flush(device, active, file);
    if (active.back > 0) this.#goBack(active, file);
    if (device.buffer === 0) device.buffer = this.#cp.storage.take();
    if (active.stage === "end") return this.#copyDone(device, active, file);
    if (active.resume === 0) {
      if (active.stage === "separator") this.#separator(device, file);
      else this.#page(device, active);
      active.resume =
        active.stage === "separator" || active.page !== file.blocks[0] ? firstRecord(false) : firstRecord(true);
    }
    active.running = true;
    const program = device.buffer + active.resume;
    this.#cp.io.start(device.address, { kind: "spool output", program, key: 0, vm: 0, data: undefined });
  }

  /** Tells the operator of a file: "PRT 00E OUTPUT OF B        FILE = 0001 RECDS = 000012 COPY = 01 A PRT" */
  say(device: RealSpoolDevice, file: SpoolFile, what: string): void {
    const name = device.function === "printer" ? "PRT" : "PUN";
    const copies = String(file.copies).padStart(2, "0");
    const records = String(file.records).padStart(6, "0");
    this.#cp.spool.tellOperator(
      `${name} ${deviceAddress(device.address)} ${what} ${file.owner.padEnd(8)} FILE = ${spoolId(file)} RECDS = ${records} COPY = ${copies} ${file.class} ${file.device}`,
    );
  }

  /** LOADBUF: has a train or a form loaded into a printer that does nothing else. False where there is none of the name, or the printer takes none. */
  loadBuffer(device: RealSpoolDevice, load: BufferLoad): boolean {
    const { host, io, storage } = this.#cp;
    const is3211 = device.type !== "1403";
    if (load.kind === "form" && !is3211) return false;
    const image =
      load.kind === "form" ? formImage(load.name, load.index) : trainImage(load.name, is3211 ? "3211" : "1403");
    if (image === undefined) return false;
    if (device.buffer === 0) device.buffer = storage.take();
    const { buffer } = device;
    const program: [command: number, from: number, count: number][] = [
      [preparation(load, is3211), 0, 1],
      [loading(load, is3211), IMAGE, image.length],
    ];
    const shown = load.kind === "train" && load.verifies ? (is3211 ? TRAIN_3211 : image.length) : 0;
    for (let at = 0; at < shown; at += SHOWN) program.push([WRITE_SPACE, IMAGE + at, Math.min(SHOWN, shown - at)]);
    program.forEach(([command, from, count], i) => {
      const flags = i === program.length - 1 ? NO_CHAINING : CHAINED;
      host.store32(buffer + 8 * i, ((command << 24) | (buffer + from)) >>> 0);
      host.store32(buffer + 8 * i + 4, ((flags << 24) | count) >>> 0);
    });
    host.storeBytes(buffer + IMAGE, image);
    io.start(device.address, { kind: "spool buffer", program: buffer, key: 0, vm: 0, data: undefined });
    return true;
  }

  // Channel programs.

  #separator({ buffer, function: does, address }: RealSpoolDevice, file: SpoolFile): void {
    const lines = does === "printer" ? printSeparator(this.#cp, file, address) : cardSeparator(file);
    this.#lines(buffer, lines);
  }

  #lines(buffer: number, lines: readonly SeparatorLine[]): void {
    const { host } = this.#cp;
    let used = firstRecord(false);
    for (const { command, data } of lines) used = putRecord(host, buffer, used, command, data);
    host.store32(buffer + used, NO_OPERATION << 24);
    host.store32(buffer + used + 4, ((NO_CHAINING << 24) | 1) >>> 0);
    this.#relocate(buffer, firstRecord(false), false);
  }

  /** Brings a page into the buffer. */
  #page({ buffer }: RealSpoolDevice, active: RealActivity): void {
    const { host, dasd } = this.#cp;
    const page = dasd.block(active.page);
    const isFirst = previousPage(host, page) === 0;
    host.storeBytes(buffer, host.loadBytes(page, 4096));
    this.#relocate(buffer, firstRecord(isFirst), active.singleSpace);
  }

  /** Makes absolute addresses of those that count from the beginning of the page. */
  #relocate(buffer: number, from: number, singleSpace: boolean): void {
    const { host } = this.#cp;
    let record = recordAt(host, buffer, from);
    for (let at = from; record !== undefined; ) {
      const { next, data } = record;
      const following = recordAt(host, buffer, next);
      const command = singleSpace ? spaced(record.command) : record.command;
      host.store32(buffer + at, ((command << 24) | (data === undefined ? buffer : buffer + at + 16)) >>> 0);
      if (data !== undefined) host.store32(buffer + at + 8, ((TRANSFER_IN_CHANNEL << 24) | (buffer + next)) >>> 0);
      at = next;
      record = following;
    }
  }

  #ended({ address }: RealDevice, csw: Csw, sense: Uint8Array | undefined): void {
    const device = this.#cp.spool.real.device(address);
    const active = device?.active;
    if (device === undefined || active === undefined) return;
    active.running = false;
    const at = (csw.high & 0xffffff) - device.buffer;
    if (csw.low === 0) {
      this.#cp.spool.tellOperator(`DMKRSP500I ${device.type} ${deviceAddress(address)} NOT OPERATIONAL`);
      device.stopped = true;
      return;
    }
    if ((csw.low & UNUSUAL) === 0 && (csw.low & ENDED) !== 0) this.#pageDone(active);
    else if ((csw.low & UNIT_CHECK) !== 0 && ((sense?.at(0) ?? 0) & INTERVENTION_REQUIRED) !== 0) {
      active.resume = at - 8;
      device.stopped = true;
      this.#cp.spool.tellOperator(`DMKRSP501A ${device.type} ${deviceAddress(address)} INTERVENTION REQUIRED`);
      return;
    } else this.#goOn(device, active, at);
    this.#cp.spool.real.poke(device);
  }

  /** Channel 9 or 12, or something wrong with a line: the chain goes on behind it. */
  #goOn(device: RealSpoolDevice, active: RealActivity, at: number): void {
    const word = this.#cp.host.load32(device.buffer + at);
    active.resume = word >>> 24 === TRANSFER_IN_CHANNEL ? (word & 0xffffff) - device.buffer : at;
    if (active.resume < 0 || active.resume >= 4096) this.#pageDone(active);
  }

  #pageDone(active: RealActivity): void {
    active.resume = 0;
    if (active.stage === "separator") active.stage = "data";
    else active.stage = "end";
  }

  // Between pages and copies.

  /** A page is out: the next one; behind the last, the next copy, or the end of the file. */
  #copyDone(device: RealSpoolDevice, active: RealActivity, file: SpoolFile): void {
    const next = nextPage(this.#cp.host, this.#cp.dasd.block(active.page));
    if (next !== 0) {
      active.page = next;
      active.stage = "data";
      return this.work(device);
    }
    this.#nextCopy(device, active, file);
  }

  #nextCopy(device: RealSpoolDevice, active: RealActivity, file: SpoolFile): void {
    if (file.copies <= 1) {
      device.active = undefined;
      if (active.hold) this.#keep(file);
      else purge(this.#cp, file);
      return this.#done(device);
    }
    file.copies--;
    this.#cp.spool.checkpoint.changed(file);
    device.active = { ...active, stage: "data", page: file.blocks[0], resume: 0, flush: "", back: 0 };
    this.say(device, file, "REPEATED ");
    this.work(device);
  }

  /** The file stays in its queue, held by the system. */
  #keep(file: SpoolFile): void {
    file.inUse = false;
    file.systemHold = true;
    this.#cp.spool.checkpoint.changed(file);
  }

  #flush(device: RealSpoolDevice, active: RealActivity, file: SpoolFile): void {
    this.say(device, file, "FLUSHED  ");
    if (active.hold) {
      device.active = undefined;
      this.#keep(file);
      this.say(device, file, "FILE HELD");
      return this.#done(device);
    }
    if (active.flush === "all") file.copies = 1;
    this.#nextCopy(device, active, file);
  }

  /** BACKSPAC: the page, counted by skips to channel 1, that was so many before. */
  #goBack(active: RealActivity, file: SpoolFile): void {
    const { host, dasd } = this.#cp;
    let { page, back } = active;
    while (page !== file.blocks[0]) {
      const address = dasd.block(page);
      back -= pagesIn(this.#cp, address, firstRecord(false));
      if (back < 0) break;
      page = previousPage(host, address);
    }
    active.page = page;
    active.stage = "data";
    active.resume = 0;
    active.back = 0;
  }

  #done(device: RealSpoolDevice): void {
    device.active = undefined;
    if (device.drained) this.#cp.spool.real.drained(device);
    else this.#cp.spool.real.poke(device);
  }
}

/** With one space for whatever it did: a command that prints; others do nothing. */
function spaced(command: number): number {
  return (command & OPERATION) === WRITE ? WRITE_SPACE : NO_OPERATION;
}

/** Forms that begin in a page of the file. */
function pagesIn(cp: Cp, page: number, from: number): number {
  let count = 0;
  for (let record = recordAt(cp.host, page, from); record !== undefined; record = recordAt(cp.host, page, record.next))
    if ((record.command & ~OPERATION) === SKIP_TO_1) count++;
  return count;
}
