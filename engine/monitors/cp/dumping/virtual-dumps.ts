/**
 * VMDUMP (GC20-1820): storage of a virtual machine goes into a spool file for a reader, with its registers and keys, in the form of a dump of CP: a first record that
 * says what it is (its layout is this system's own), what the processor had, the keys, the pages.
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import { findUser } from "../directory/index.ts";
import { FPRS, PAGE } from "../layout.ts";
import { closeOutput } from "../spool/close.ts";
import { idleWriter } from "../spool/state.ts";
import { blocksOf } from "../spool/writer.ts";
import type { Vm } from "../vm.ts";
import { type RecordFile, writeRecords } from "./record-file.ts";
import { INFORMATION, informationRecord, KEYS, LOW_BYTES, PAGES, SYMBOLS } from "./records.ts";

/** What is asked for. */
export interface VirtualDumpRequest {
  /** Numbers of pages, in order. */
  readonly pages: readonly number[];
  /** Userid of whose reader gets it. */
  readonly to: string;
  /** FORMAT: what runs in the virtual machine. */
  readonly type: string;
  /** What its user says of it, 100 characters at most. */
  readonly comment: string;
}

/** One that is being written. */
export interface VirtualDump extends RecordFile {
  readonly request: VirtualDumpRequest;
  /** The first records, as they were when it began: what it is, registers, keys. */
  readonly begin: Uint8Array;
}

const CLASS = "V";
const PAGES_A_SEGMENT = 16;
/** Bytes under one storage key. */
const BLOCK = 0x800;

/** Of the first record. */
const TYPE = 0x00;
const USERID = 0x08;
const DATE = 0x10;
const TIME = 0x18;
const COMMENT = 0x20;

export class VirtualDumps {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("virtual dump", ({ vm }) => this.#write(cp.vm(vm)));
    cp.sessions.onLogoff((vm) => this.#abandon(vm));
  }

  /** Whether one of a virtual machine's is being written: there is one at a time. */
  isBusy({ id }: Vm): boolean {
    return this.#cp.state.dumping.virtual[id] !== undefined;
  }

  /** Pages of discontiguous saved segments that a virtual machine has. */
  segmentPages({ state }: Vm): number[] {
    return Object.keys(state.pages.attached)
      .map(Number)
      .filter((segment) => segment * PAGES_A_SEGMENT * PAGE >= state.size)
      .flatMap((segment) => Array.from({ length: PAGES_A_SEGMENT }, (_, i) => segment * PAGES_A_SEGMENT + i));
  }

  /** Begins one. Throws `Wait` before anything is done. */
  start(vm: Vm, request: VirtualDumpRequest): void {
    const begin = this.#begin(vm, request);
    this.#cp.state.dumping.virtual[vm.id] = {
      request,
      begin,
      output: {
        class: CLASS,
        continuous: false,
        hold: false,
        copies: 1,
        destination: { kind: "to", userid: request.to },
        tag: "",
        writer: idleWriter(),
      },
      written: 0,
      stored: 0,
      isCut: false,
    };
    this.#cp.tasks.add("virtual dump", undefined, vm.id);
  }

  /** The records before the pages. */
  #begin(vm: Vm, { pages, type, comment }: VirtualDumpRequest): Uint8Array {
    const { host, state, block } = vm;
    const low = vm.absoluteOrException(0);
    const bytes = new Uint8Array(PAGES * PAGE);
    const text = (at: number, value: string, length: number): void => {
      bytes.set(encodeEbcdic(value.slice(0, length).padEnd(length)), SYMBOLS * PAGE + at);
    };
    text(TYPE, type, 8);
    text(USERID, vm.userid, 8);
    text(DATE, dateText(this.#cp), 8);
    text(TIME, timeOfDay(this.#cp), 8);
    text(COMMENT, comment, 100);
    const registers = {
      general: Array.from({ length: 16 }, (_, n) => vm.gr(n)),
      control: Array.from({ length: 16 }, (_, n) => vm.cr(n)),
      floating: Array.from({ length: 8 }, (_, i) => host.load32(block + FPRS + 4 * i)),
    };
    const area = host.loadBytes(low, LOW_BYTES);
    bytes.set(informationRecord(host, registers, { size: state.size, low: area }, "", pages), INFORMATION * PAGE);
    for (let place = 0; place < state.size; place += BLOCK)
      bytes[KEYS * PAGE + place / BLOCK] = this.#cp.storage.key(vm, place);
    return bytes;
  }

  /** Throws `Wait`. */
  #write(vm: Vm): void {
    const cp = this.#cp;
    const dump = cp.state.dumping.virtual[vm.id];
    if (dump === undefined) return;
    cp.spool.ready();
    const { request, begin } = dump;
    const made = {
      origin: vm.userid,
      device: "PUN",
      queue: "punch",
      class: CLASS,
      recordSize: PAGE,
      distribution: findUser(cp.users.current, request.to)?.distribution ?? request.to,
      content: "dump",
    } as const;
    const result = writeRecords(cp, dump, {
      made,
      records: PAGES + request.pages.length,
      record: (record) =>
        record < PAGES
          ? begin.subarray(record * PAGE, (record + 1) * PAGE)
          : this.#page(vm, request.pages[record - PAGES]),
      has: () => blocksOf(cp, vm.userid),
    });
    closeOutput(cp, dump.output, { force: true, name: "VMDUMP", type: request.type, purge: result === "none" });
    delete cp.state.dumping.virtual[vm.id];
    if (result !== "whole") cp.consoles.message(vm, "DMKSPL430I SPOOL SPACE FULL; DUMP IS NOT COMPLETE");
    if (result !== "none") cp.consoles.message(vm, "COMMAND COMPLETE");
  }

  /** Zeros, where its storage has become smaller meanwhile. */
  #page(vm: Vm, page: number): Uint8Array {
    const from = vm.absolute(page * PAGE);
    return from === undefined ? new Uint8Array(PAGE) : vm.host.loadBytes(from, PAGE);
  }

  /** Its virtual machine ends: what has been written is of no use. Throws `Wait`. */
  #abandon(vm: Vm): void {
    const dump = this.#cp.state.dumping.virtual[vm.id];
    if (dump === undefined) return;
    closeOutput(this.#cp, dump.output, { force: true, purge: true });
    delete this.#cp.state.dumping.virtual[vm.id];
  }
}
