/**
 * Keeping the checkpoint area: a record for each file that has been closed. A file's record is written when its pages are on the disk; a file's pages may be
 * used again when its record is off the disk. So whatever the moment at which CP ends, each record leads to a whole file.
 */
import type { Cp } from "../cp.ts";
import type { Task } from "../tasks.ts";
import { Wait } from "../wait.ts";
import { isTemporary } from "./blocks.ts";
import {
  emptyBlock,
  fileOf,
  hasRecords,
  headerBytes,
  RECORD_BYTES,
  RECORDS_A_BLOCK,
  readHeader,
  recordBytes,
  recordPlace,
} from "./checkpoint-record.ts";
import { keyOf, nextPage } from "./pages.ts";
import { readSettings, writeSettings } from "./settings.ts";
import type { SpoolFile, Starting } from "./state.ts";
import { MOST_FILES } from "./writer.ts";

/** How spooling begins (GC20-1806, "Starting VM/370"): with what SHUTDOWN has left, with what the checkpoint area has, or with nothing. */
export type SpoolStart = Starting["kind"];

/** What is waited for until spooling can be used, and until a record has been written that nobody waits for. */
const STARTED = "spool";
export const SETTLED = "spool record";

/** A file that is gone: its record, then its pages. */
interface Released {
  readonly key: number;
  readonly place: number;
  readonly blocks: readonly number[];
}

export class Checkpoint {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("spool start", (task) => this.#starting(task));
    // What `record` and `release` put there.
    cp.tasks.handle("spool record", ({ data }) => this.#record(data as number));
    cp.tasks.handle("spool release", ({ data }) => this.#release(data as Released));
  }

  /** Once, when CP is loaded. */
  start(kind: SpoolStart): void {
    this.#cp.state.spool.starting = { kind, step: "header", at: 1, left: [], page: 0 };
    this.#cp.tasks.add("spool start", undefined);
  }

  /** Throws `Wait` until spooling can be used. */
  ready(): void {
    if (!this.#cp.state.spool.ready) throw new Wait(STARTED);
  }

  /** A file has been changed: its record follows soon. */
  changed(file: SpoolFile): void {
    this.#cp.tasks.add("spool record", file.key);
  }

  /** A file is in no queue any more: its record goes, then its blocks are free. */
  remove(file: SpoolFile): void {
    const { key, checkpoint: place, blocks } = file;
    this.#cp.tasks.add("spool release", { key, place, blocks } satisfies Released);
  }

  /** Writes a file's record. Throws `Wait` until it is on the disk. `false`: the disk does not take it. */
  write(file: SpoolFile): boolean {
    const { spool } = this.#cp.state;
    if (file.checkpoint < 0) {
      const place = spool.places.indexOf(0);
      // All places are taken while records of purged files are still being erased.
      if (place < 0) throw new Wait(SETTLED);
      file.checkpoint = place;
      spool.places[file.checkpoint] = file.key;
    }
    return this.#store(file.checkpoint, recordBytes(file));
  }

  /** SHUTDOWN: everything is on the disk, and a warm start may use it. Throws `Wait` until it is. */
  close(): void {
    const { spool, dasd } = this.#at();
    if (spool.area.length === 0) return;
    const [header] = spool.area;
    dasd.block(header);
    writeSettings(this.#cp, header);
    this.#writeHeader(true);
    dasd.flush(header);
  }

  #at() {
    const { dasd, volumes, host } = this.#cp;
    return { spool: this.#cp.state.spool, dasd, volumes, host };
  }

  #writeHeader(clean: boolean, blocks = this.#cp.state.spool.recordBlocks): void {
    const { generation, area } = this.#cp.state.spool;
    this.#cp.dasd.store(area[0], 0, headerBytes({ generation, blocks, clean }));
  }

  /** Stores a record, or zeros, and throws `Wait` until it is on the disk. */
  #store(place: number, bytes: Uint8Array): boolean {
    const { spool, dasd, host } = this.#at();
    const { block, offset } = recordPlace(place);
    const slot = spool.area[block];
    if (block > spool.recordBlocks) {
      // A start looks only at blocks that the header counts.
      this.#writeHeader(false, block);
      dasd.flush(spool.area[0]);
      spool.recordBlocks = Math.max(block, spool.recordBlocks);
    }
    if (!hasRecords(host, dasd.block(slot), spool.generation)) dasd.store(slot, 0, emptyBlock(spool.generation));
    dasd.store(slot, offset, bytes);
    dasd.flush(slot);
    return !dasd.failed(slot);
  }

  #record(key: number): void {
    const file = this.#cp.state.spool.files[key];
    if (file !== undefined) this.#store(file.checkpoint, recordBytes(file));
    this.#cp.wake(SETTLED);
  }

  #release({ place, blocks }: Released): void {
    const { spool, dasd, volumes } = this.#at();
    if (place >= 0) this.#store(place, new Uint8Array(RECORD_BYTES));
    for (const block of blocks) dasd.discard(block);
    if (place >= 0) spool.places[place] = 0;
    for (const block of blocks) {
      if (dasd.failed(block)) volumes.condemn(block);
      else volumes.release(block);
    }
    this.#cp.wake(SETTLED);
  }

  // The start.

  #starting(_task: Task): void {
    const { spool, volumes, dasd, host } = this.#at();
    const { starting } = spool;
    if (starting === undefined) return;
    volumes.ready();
    if (starting.step === "header") {
      spool.area = volumes.area("checkpoint");
      if (spool.area.length === 0) return this.#started();
      spool.places = new Array<number>((spool.area.length - 1) * RECORDS_A_BLOCK).fill(0);
      const header = readHeader(host, dasd.block(spool.area[0]));
      if (header === undefined || starting.kind === "cold") return this.#cold(header?.generation);
      if (spool.generation === 0) this.#continue(header, starting);
      this.#writeHeader(false);
      dasd.flush(spool.area[0]);
      starting.step = "records";
    }
    for (; starting.step === "records"; starting.at++) {
      if (starting.at <= spool.recordBlocks) this.#readRecords(starting);
      else starting.step = "chains";
    }
    while (starting.left.length > 0) this.#follow(starting);
    this.#started();
  }

  #cold(before: number | undefined): void {
    const { spool, dasd, host } = this.#at();
    if (spool.generation === 0)
      // Whatever lies in the area from another time is not of this generation.
      spool.generation =
        before === undefined ? (Math.floor(host.microseconds() / 1_000_000) % 0xffff_0000) + 1 : before + 1;
    this.#writeHeader(false);
    dasd.flush(spool.area[0]);
    this.#started();
  }

  /** Goes on with what the area has. */
  #continue(header: NonNullable<ReturnType<typeof readHeader>>, starting: Starting): void {
    const { spool } = this.#at();
    spool.generation = header.generation;
    spool.recordBlocks = Math.min(header.blocks, spool.area.length - 1);
    if (starting.kind !== "warm") return;
    if (header.clean) readSettings(this.#cp, spool.area[0]);
    else this.#cp.spool.tellOperator("DMKWRM920I NO WARM START DATA; CKPT START FOR RETRY");
  }

  #readRecords(starting: Starting): void {
    const { spool, dasd, host } = this.#at();
    const address = dasd.block(spool.area[starting.at]);
    if (!hasRecords(host, address, spool.generation)) return;
    for (let i = 0; i < RECORDS_A_BLOCK; i++) {
      const place = (starting.at - 1) * RECORDS_A_BLOCK + i;
      const found = fileOf(host.loadBytes(address + recordPlace(place).offset, RECORD_BYTES), place);
      if (found === undefined) continue;
      const { file, pages } = found;
      spool.places[place] = file.key;
      spool.files[file.key] = file;
      // Identifications go on behind the latest file's.
      if (file.key >= spool.nextKey) {
        spool.nextKey = file.key + 1;
        spool.nextId = (file.id % MOST_FILES) + 1;
      }
      spool.nextOrder = Math.max(spool.nextOrder, file.order + 1);
      starting.left.push(file.key, pages);
    }
  }

  /** Takes the next page of the first file whose pages are not all known. A chain that leads astray ends there: the file is held. */
  #follow(starting: Starting): void {
    const { spool, dasd, volumes, host } = this.#at();
    const [key, pages] = starting.left;
    const file = spool.files[key];
    const next = starting.page === 0 ? file.blocks[0] : starting.page;
    const isSound = isTemporary(this.#cp, next);
    const address = isSound ? dasd.block(next) : 0;
    if (!isSound || keyOf(host, address) !== key || !volumes.claim(next)) {
      if (starting.page === 0) file.blocks = [];
      this.#broken(file);
      return this.#followed(starting);
    }
    if (starting.page !== 0) file.blocks.push(next);
    starting.page = nextPage(host, address);
    if (starting.page !== 0 && file.blocks.length < pages) return;
    if (starting.page !== 0 || file.blocks.length !== pages) this.#broken(file);
    this.#followed(starting);
  }

  #followed(starting: Starting): void {
    starting.left.splice(0, 2);
    starting.page = 0;
  }

  #broken(file: SpoolFile): void {
    file.systemHold = true;
    const id = String(file.id).padStart(4, "0");
    this.#cp.spool.tellOperator(
      `DMKCKS915E PERMANENT I/O ERROR ON CHECKPOINT CYLINDER; FILE ${id} OF ${file.owner} HELD`,
    );
  }

  #started(): void {
    const { spool } = this.#at();
    spool.starting = undefined;
    spool.ready = true;
    this.#cp.wake(STARTED);
    this.#cp.spool.real.wake();
  }
}
