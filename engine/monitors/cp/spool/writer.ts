/** Writing spool files: record by record, page by page (SY20-0886, "Spool Data and File Format"). */
import type { Cp } from "../cp.ts";
import { Wait } from "../wait.ts";
import { allocateBlock } from "./blocks.ts";
import { emptyPage, endPage, fits, putRecord, putTag, trimmed } from "./pages.ts";
import {
  isSpooled,
  type SpoolContent,
  type SpoolFile,
  type SpoolOrigin,
  type SpoolQueue,
  type Writer,
  type WrittenFile,
} from "./state.ts";

/** Highest spool file identification; 1 comes after it (GC20-1820, "Virtual Unit Record Spooling"). */
export const MOST_FILES = 9900;
/** Nobody gets a file for whom fewer than one in so many identifications is left, if he has more than that part of them. */
const RESERVED = 8;

/** What a new file is known by. */
export interface NewFile {
  /** Userid of who writes it. */
  readonly origin: string;
  readonly device: SpoolOrigin;
  readonly queue: SpoolQueue;
  readonly class: string;
  readonly recordSize: number;
  readonly distribution: string;
  readonly content?: SpoolContent;
}

/** What a command that writes has come to: a record behind the others, or nothing, as there is no room. */
export type Written = "written" | "full";

/**
 * Adds a record, data or (undefined) a control without data, to the file that a writer writes; to a new one where there is none. Throws `Wait` before anything
 * is changed but what belongs to the writer already.
 */
export function writeRecord(
  cp: Cp,
  writer: Writer,
  made: NewFile,
  command: number,
  data: Uint8Array | undefined,
): Written {
  waitForClose(writer);
  const short = data && trimmed(data);
  if (writer.open?.full) return "full";
  const open = writer.open ?? newFile(cp, writer, made);
  if (open === undefined) return "full";
  const page = lastPage(cp, writer, open, short);
  if (page === undefined) return "full";
  const { file } = open;
  open.used = putRecord(cp.host, page, open.used, command, short);
  open.pageRecords++;
  if (data !== undefined) {
    file.records++;
    file.recordSize = Math.max(file.recordSize, made.recordSize);
  }
  endPage(cp.host, page, open.used, open.pageRecords, 0);
  cp.dasd.changed(file.blocks[file.blocks.length - 1]);
  return "written";
}

/** Throws `Wait` while a file is being closed: it gets no more records. */
export function waitForClose({ open }: Writer): void {
  if (open?.closing) throw new Wait(closingOf(open.file));
}

export function closingOf(file: SpoolFile): string {
  return `close ${file.key}`;
}

/** A block for the next page: what the writer has reserved, or a new one; 0 where there is none. */
function reserve(cp: Cp, writer: Writer, origin: string): number {
  if (writer.reserved === 0) writer.reserved = allocateBlock(cp, () => blocksOf(cp, origin));
  return writer.reserved;
}

/** Opens a file: its first page, with an empty tag. Undefined where there is no room for it. */
function newFile(cp: Cp, writer: Writer, made: NewFile): WrittenFile | undefined {
  const { spool } = cp.state;
  const id = freeId(cp, made.origin);
  if (id === 0 || !spool.ready) return undefined;
  const block = reserve(cp, writer, made.origin);
  if (block === 0) return undefined;
  const page = cp.dasd.fresh(block);
  const file: SpoolFile = {
    ...made,
    key: spool.nextKey++,
    id,
    owner: made.origin,
    copies: 1,
    userHold: false,
    systemHold: false,
    name: "",
    type: "",
    created: cp.host.microseconds(),
    records: 0,
    blocks: [block],
    order: 0,
    checkpoint: -1,
    inUse: false,
  };
  spool.nextId = (id % MOST_FILES) + 1;
  emptyPage(cp.host, page, file.key, 0);
  const used = putTag(cp.host, page, new Uint8Array());
  endPage(cp.host, page, used, 0, 0);
  writer.reserved = 0;
  writer.open = { file, used, pageRecords: 0, full: false, closing: false };
  return writer.open;
}

/** Absolute address of a last page with room for a record: the present one, or a new one. Undefined where there is no room for it. */
function lastPage(cp: Cp, writer: Writer, open: WrittenFile, data: Uint8Array | undefined): number | undefined {
  const { file, used } = open;
  const { blocks } = file;
  const last = blocks[blocks.length - 1];
  if (fits(used, blocks.length === 1, data)) return cp.dasd.block(last);
  const block = reserve(cp, writer, file.origin);
  if (block === 0) {
    open.full = true;
    return undefined;
  }
  const before = cp.dasd.block(last);
  const page = cp.dasd.fresh(block);
  endPage(cp.host, before, used, open.pageRecords, block);
  cp.dasd.changed(last);
  open.used = emptyPage(cp.host, page, file.key, last);
  open.pageRecords = 0;
  blocks.push(block);
  writer.reserved = 0;
  return page;
}

/** Every file that is being written. */
export function* openWriters(cp: Cp): Generator<Writer> {
  const { state } = cp;
  for (const vm of Object.values(state.vms))
    for (const device of Object.values(vm.devices)) if (isSpooled(device)) yield device.data.writer;
  for (const console of Object.values(state.spool.consoles)) yield console.writer;
  for (const { input } of Object.values(state.spool.real)) if (input !== undefined) yield input.output.writer;
  if (state.dumping.current !== undefined) yield state.dumping.current.output.writer;
  for (const { output } of Object.values(state.dumping.virtual)) yield output.writer;
  yield state.accounting.output.writer;
  const monitor = state.monitoring.session?.output;
  if (monitor?.kind === "spool") yield monitor.output.writer;
}

/** Files that a user has written, closed or not. */
function* filesOf(cp: Cp, origin: string): Generator<SpoolFile> {
  for (const file of Object.values(cp.state.spool.files)) if (file.origin === origin) yield file;
  for (const { open } of openWriters(cp)) if (open?.file.origin === origin) yield open.file;
}

/** Blocks of the spool area that a user's files have. */
export function blocksOf(cp: Cp, origin: string): number {
  let count = 0;
  for (const { blocks } of filesOf(cp, origin)) count += blocks.length;
  return count;
}

/** An identification that no file has; 0 where there is none for this user, or no place for the file's checkpoint record. */
function freeId(cp: Cp, origin: string): number {
  const { spool } = cp.state;
  const taken = new Set(Object.values(spool.files).map(({ id }) => id));
  for (const { open } of openWriters(cp)) if (open !== undefined) taken.add(open.file.id);
  const most = Math.min(MOST_FILES, spool.places.length);
  const left = most - taken.size;
  if (left <= 0) return 0;
  if (left <= most / RESERVED && [...filesOf(cp, origin)].length >= most / RESERVED) return 0;
  let id = spool.nextId;
  while (taken.has(id)) id = (id % MOST_FILES) + 1;
  return id;
}
