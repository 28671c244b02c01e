/** DIAGNOSE X'14': a virtual machine's program handles its reader's files itself (GC20-1807, "DIAGNOSE Code X'14' -- Input Spool File Manipulation"). */
import { PAGE } from "../layout.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import { closeInput } from "../spool/close.ts";
import { FILE_BLOCK_BYTES, fileBlock, isPrinted } from "../spool/file-block.ts";
import { firstRecord, nextPage, previousPage } from "../spool/pages.ts";
import { inputs, putFirst, queued } from "../spool/queues.ts";
import { openInput } from "../spool/reader.ts";
import type { ReadFile, SpoolDevice, SpoolFile } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";
import { answer, DONE, END, NOT_FOUND, PAGING_ERROR, type Result, readerAt } from "./spool-reader.ts";

const READ_PAGE = 0x0000;
const NEXT_PRINT_FILE = 0x0004;
const NEXT_CARD_FILE = 0x0008;
const SELECT = 0x000c;
const COPIES = 0x0010;
const RESTART = 0x0014;
const BACKSPACE = 0x0018;
const NEXT_MONITOR_FILE = 0x001c;
const MONITOR_PAGE = 0x0020;
const FILE_DESCRIPTOR = 0x0fff;

/** Bytes of a file's descriptor: its SFBLOK, and what fits of its first record, the tag. */
const DESCRIPTOR_BYTES = 252;
const MOST_COPIES = 256;

function spoolInput(vm: Vm, rx: number, ry: number): void {
  if (ry % 2 !== 0) vm.reflect(SPECIFICATION);
  answer(vm, ry, execute(vm, vm.gr(rx), vm.gr(ry), vm.gr(ry + 1)));
}

function execute(vm: Vm, operand: number, second: number, subcode: number): Result {
  if (subcode === FILE_DESCRIPTOR) return descriptor(vm, operand & 0xffffff, second & 0xffff);
  const device = readerAt(vm, second & 0xffff);
  if ("wrong" in device) return device;
  switch (subcode) {
    case READ_PAGE:
      return readPage(vm, device, operand & 0xffffff, () => true);
    case NEXT_PRINT_FILE:
      return nextFile(vm, device, operand & 0xffffff, isPrinted);
    case NEXT_CARD_FILE:
      return nextFile(vm, device, operand & 0xffffff, (file) => !isPrinted(file) && file.content === undefined);
    case SELECT:
      return select(vm, operand & 0xffff);
    case COPIES:
      return setCopies(vm, device, operand | 0);
    case RESTART:
      return restart(vm, device, operand & 0xffffff);
    case BACKSPACE:
      return backspace(vm, device, operand & 0xffffff);
    case NEXT_MONITOR_FILE:
      return nextFile(vm, device, operand & 0xffffff, isMonitored);
    case MONITOR_PAGE:
      return readPage(vm, device, operand & 0xffffff, isMonitored);
    default:
      return vm.reflect(SPECIFICATION);
  }
}

/** Whether MONITOR has collected it. */
function isMonitored({ content }: SpoolFile): boolean {
  return content === "monitor";
}

function activeFile(vm: Vm, { data: { reading } }: SpoolDevice): SpoolFile | undefined {
  return reading && vm.cp.state.spool.files[reading.key];
}

/** Absolute address of a whole page of the virtual machine's. Throws `Wait`, or reflects an exception. */
function pageAt(vm: Vm, address: number): number {
  if (address % PAGE !== 0) vm.reflect(SPECIFICATION);
  return vm.absoluteOrException(address);
}

/** Gives a page of a file. Throws `Wait` before anything is stored. */
function give(vm: Vm, address: number, block: number): Result {
  const { dasd, host } = vm.cp;
  const from = dasd.block(block);
  const to = pageAt(vm, address);
  if (dasd.failed(block)) return { wrong: PAGING_ERROR };
  host.storeBytes(to, host.loadBytes(from, PAGE));
  return DONE;
}

/** The next page of a file that `isIt`: of the active one, or of the next. */
function readPage(vm: Vm, device: SpoolDevice, address: number, isIt: (file: SpoolFile) => boolean): Result {
  const { cp } = vm;
  const { data } = device;
  const active = activeFile(vm, device);
  if (active === undefined || data.reading === undefined) {
    const file = inputs(cp, vm.userid, data.class).find(isIt);
    if (file === undefined) return NOT_FOUND;
    const result = give(vm, address, file.blocks[0]);
    if (result === DONE) openInput(device, file, true).first = false;
    data.told = 0;
    return result;
  }
  if (!isIt(active)) return NOT_FOUND;
  const { reading } = data;
  const next = reading.first ? active.blocks[0] : nextPage(cp.host, cp.dasd.block(reading.page));
  if (next !== 0) return advance(vm, reading, address, next);
  if (!data.continuous) {
    reading.ended = true;
    return END;
  }
  if (active.copies > 1) {
    const result = advance(vm, reading, address, active.blocks[0]);
    if (result === DONE) active.copies--;
    return result;
  }
  closeInput(cp, device);
  return inputs(cp, vm.userid, data.class).some(isIt) ? readPage(vm, device, address, isIt) : END;
}

function advance(vm: Vm, reading: ReadFile, address: number, block: number): Result {
  const result = give(vm, address, block);
  if (result !== DONE) return result;
  reading.page = block;
  reading.first = false;
  reading.ended = false;
  return DONE;
}

/** A buffer that lies in one page. */
function bufferAt(vm: Vm, address: number, length: number): number {
  if (address % 8 !== 0 || (address % PAGE) + length > PAGE) vm.reflect(SPECIFICATION);
  return vm.absoluteOrException(address);
}

/** Tells of the file behind the one told of last. */
function nextFile(vm: Vm, device: SpoolDevice, address: number, isIt: (file: SpoolFile) => boolean): Result {
  const { cp } = vm;
  const { data } = device;
  const all = queued(cp, "reader", vm.userid);
  const last = all.findIndex(({ key }) => key === data.told);
  const file = all.slice(last + 1).find(isIt);
  const to = bufferAt(vm, address, FILE_BLOCK_BYTES);
  if (file === undefined) {
    const isFirst = last < 0;
    data.told = 0;
    return isFirst ? NOT_FOUND : END;
  }
  cp.host.storeBytes(to, fileBlock(cp, file));
  data.told = file.key;
  return DONE;
}

function select(vm: Vm, id: number): Result {
  const { cp } = vm;
  const all = queued(cp, "reader", vm.userid);
  const file = all.find((each) => each.id === id);
  if (file === undefined) return NOT_FOUND;
  putFirst(cp, all, [file]);
  return DONE;
}

function setCopies(vm: Vm, device: SpoolDevice, copies: number): Result {
  const file = activeFile(vm, device);
  if (file === undefined) return NOT_FOUND;
  if (copies <= 0) vm.reflect(SPECIFICATION);
  file.copies = copies % MOST_COPIES;
  vm.cp.spool.checkpoint.changed(file);
  return DONE;
}

/** Its first page, and from there on. */
function restart(vm: Vm, device: SpoolDevice, address: number): Result {
  const file = activeFile(vm, device);
  const { reading } = device.data;
  if (file === undefined || reading === undefined) return NOT_FOUND;
  return advance(vm, reading, address, file.blocks[0]);
}

function backspace(vm: Vm, device: SpoolDevice, address: number): Result {
  const { reading } = device.data;
  const file = activeFile(vm, device);
  if (file === undefined || reading === undefined) return NOT_FOUND;
  const before = previousPage(vm.cp.host, vm.cp.dasd.block(reading.page));
  return advance(vm, reading, address, before === 0 ? file.blocks[0] : before);
}

function descriptor(vm: Vm, address: number, id: number): Result {
  const { cp } = vm;
  const all = queued(cp, "reader");
  let from = 0;
  if (id !== 0) {
    const found = all.findIndex((file) => file.id === id);
    if (found < 0 || all[found].owner !== vm.userid) return NOT_FOUND;
    from = found + 1;
  }
  const file = all.slice(from).find(({ owner }) => owner === vm.userid);
  if (file === undefined) return END;
  const page = cp.dasd.block(file.blocks[0]);
  const to = bufferAt(vm, address, DESCRIPTOR_BYTES);
  cp.host.storeBytes(to, fileBlock(cp, file));
  const first = cp.host.loadBytes(page + firstRecord(false), DESCRIPTOR_BYTES - FILE_BLOCK_BYTES);
  cp.host.storeBytes(to + FILE_BLOCK_BYTES, first);
  return DONE;
}

export const spoolDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x14,
    name: "Input spool file manipulation",
    classes: "",
    purpose:
      "Ry+1: X'0000' reads the next page of a reader file into the page at Rx; X'0004' and X'0008' give the SFBLOK of the next print or punch file; X'000C' selects the file with identification Rx; X'0010' sets its copies; X'0014' reads its first page again; X'0018' reads the page before; X'001C' and X'0020' are X'0008' and X'0000' for what MONITOR has collected; Ry: the reader. X'0FFF' gives SFBLOK and tag of the file behind the one with identification Ry.",
    run: spoolInput,
  },
];
