/** DIAGNOSE X'34': a dump of CP's is read (GC20-1807-7, "DIAGNOSE Code X'34' -- Read System Dump Spool File"). */
import { blocksOfRecord } from "../dumping/records.ts";
import { PAGE } from "../layout.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import { queued } from "../spool/queues.ts";
import { openInput } from "../spool/reader.ts";
import { isSpooled, type SpoolDevice, type SpoolFile } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

/** Condition codes; with 3, Ry+1 says what is wrong, as for DIAGNOSE X'14'. */
const DONE = 0;
const END = 1;
const NOT_FOUND = 2;
const WRONG = 3;
const NO_DEVICE = 4;
const WRONG_TYPE = 8;
const BUSY = 12;
const PAGING_ERROR = 16;

type Result = typeof DONE | typeof END | typeof NOT_FOUND | { readonly wrong: number };

/** Rx: a page. Ry: the reader. */
function readDump(vm: Vm, rx: number, ry: number): void {
  if (ry === 15) vm.reflect(SPECIFICATION);
  const address = vm.gr(rx) & 0xffffff;
  if (address % PAGE !== 0) vm.reflect(SPECIFICATION);
  const result = nextRecord(vm, address, vm.gr(ry) & 0xffff);
  if (typeof result === "number") return vm.setConditionCode(result);
  vm.setGr(ry + 1, result.wrong);
  vm.setConditionCode(WRONG);
}

function nextRecord(vm: Vm, address: number, reader: number): Result {
  const device = vm.state.devices[reader];
  if (device === undefined) return { wrong: NO_DEVICE };
  if (!isSpooled(device) || device.data.function !== "reader") return { wrong: WRONG_TYPE };
  const { reading } = device.data;
  if (device.busy || device.notReady === true || (reading !== undefined && !reading.byDiagnose)) return { wrong: BUSY };
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
