/** Reading spool files record by record: a virtual reader's cards. */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { firstRecord, nextPage, recordAt, type SpoolRecord } from "./pages.ts";
import { nextInput } from "./queues.ts";
import type { ReadFile, SpoolDevice, SpoolFile } from "./state.ts";

/** Controls of printers that move paper and print nothing: a reader never sees them. */
function isControl({ data }: SpoolRecord): boolean {
  return data === undefined;
}

/** A record, and where it was found. */
export interface Found {
  readonly record: SpoolRecord;
  readonly page: number;
}

/**
 * The next record with data of a file from a place on; undefined at its end. Changes nothing. Throws `Wait`.
 */
export function findRecord(cp: Cp, from: Pick<ReadFile, "page" | "at">, file: SpoolFile): Found | undefined {
  let { page, at } = from;
  // A file has no more pages than it says, even where its chain has been damaged.
  for (let pages = 0; pages <= file.blocks.length; pages++) {
    const address = cp.dasd.block(page);
    for (let record = recordAt(cp.host, address, at); record !== undefined; record = recordAt(cp.host, address, at)) {
      if (!isControl(record)) return { record, page };
      at = record.next;
    }
    page = nextPage(cp.host, address);
    if (page === 0) return undefined;
    at = firstRecord(false);
  }
  return undefined;
}

/** Where a file begins. */
export function beginningOf({ key, blocks }: SpoolFile, byDiagnose = false): ReadFile {
  return { key, page: blocks[0], at: firstRecord(true), ended: false, byDiagnose, first: true };
}

/** The file that a reader reads, or would begin with; undefined where there is none for it. */
export function inputOf(vm: Vm, device: SpoolDevice): SpoolFile | undefined {
  const { reading } = device.data;
  if (reading !== undefined) return vm.cp.state.spool.files[reading.key];
  return nextInput(vm.cp, vm.userid, device.data.class);
}

/** Has a reader read a file from its beginning on. */
export function openInput(device: SpoolDevice, file: SpoolFile, byDiagnose = false): ReadFile {
  file.inUse = true;
  device.data.reading = beginningOf(file, byDiagnose);
  return device.data.reading;
}
