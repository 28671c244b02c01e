/** DIAGNOSE X'34': a dump of CP's is read (GC20-1807-7, "DIAGNOSE Code X'34' -- Read System Dump Spool File"). */
import { blocksOfRecord } from "../dumping/records.ts";
import { PAGE } from "../layout.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import { queued } from "../spool/queues.ts";
import { openInput } from "../spool/reader.ts";
import type { SpoolDevice, SpoolFile } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";
import { answer, DONE, END, NOT_FOUND, PAGING_ERROR, type Result, readerAt } from "./spool-reader.ts";

/** Rx: a page. Ry: the reader. */
function readDump(vm: Vm, rx: number, ry: number): void {
  if (ry === 15) vm.reflect(SPECIFICATION);
  const address = vm.gr(rx) & 0xffffff;
  if (address % PAGE !== 0) vm.reflect(SPECIFICATION);
  answer(vm, ry, nextRecord(vm, address, vm.gr(ry) & 0xffff));
}

function nextRecord(vm: Vm, address: number, reader: number): Result {
  const device = readerAt(vm, reader);
  if ("wrong" in device) return device;
  const { reading } = device.data;
  const file = dumpOf(vm, device);
  if (file === undefined) return NOT_FOUND;
  const record = reading?.record ?? 0;
  if (record >= file.records) return END;
  const result = give(vm, file, record, address);
  if (result === DONE) (reading ?? openInput(device, file, true)).record = record + 1;
  return result;
}

/** The dump that is being read, or the first there is. */
function dumpOf({ cp, userid }: Vm, { data: { reading } }: SpoolDevice): SpoolFile | undefined {
  const file =
    reading === undefined
      ? queued(cp, "reader", userid).find((each) => each.content === "dump" && !each.inUse)
      : cp.state.spool.files[reading.key];
  return file?.content === "dump" ? file : undefined;
}

/** Throws `Wait` before anything is stored. */
function give(vm: Vm, { blocks }: SpoolFile, record: number, address: number): Result {
  const { dasd, host } = vm.cp;
  const parts: Uint8Array[] = [];
  let left = PAGE;
  for (const { block, at } of blocksOfRecord(record)) {
    const from = dasd.block(blocks[block]);
    if (dasd.failed(blocks[block])) return { wrong: PAGING_ERROR };
    const bytes = host.loadBytes(from + at, Math.min(left, PAGE - at));
    parts.push(bytes);
    left -= bytes.length;
  }
  const to = vm.absoluteOrException(address);
  let at = to;
  for (const part of parts) {
    host.storeBytes(at, part);
    at += part.length;
  }
  return DONE;
}

export const dumpDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x34,
    name: "Read system dump spool file",
    classes: "CE",
    purpose:
      "Reads the next record of the dump of CP that waits at the reader in Ry into the page at Rx. Condition code 1: it has been read to its end; 2: there is none; 3: Ry+1 says what is wrong.",
    run: readDump,
  },
];
