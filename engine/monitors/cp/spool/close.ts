/** Closing files: what was written goes into a queue, what was read goes away (GC20-1820, "CLOSE"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import { findUser } from "../directory/index.ts";
import type { Vm } from "../vm.ts";
import { TAG_BYTES, TAG_PLACE } from "./pages.ts";
import { enqueue, isOperatorHeld, purge, spoolId } from "./queues.ts";
import type { SpoolDevice, SpoolFile, SpoolOutput } from "./state.ts";
import { closingOf } from "./writer.ts";

/** Operands of CLOSE that go before those of SPOOL. */
export interface CloseOptions {
  readonly purge?: boolean;
  readonly hold?: boolean;
  readonly name?: string;
  readonly type?: string;
  readonly distribution?: string;
  readonly copies?: number;
  readonly class?: string;
  /** Also where SPOOL CONT says that files go on. */
  readonly force?: boolean;
}

/** A file that has been closed, and who shall be told. */
export interface Closed {
  readonly file: SpoolFile;
  readonly purged: boolean;
}

/**
 * Closes what a device writes; nothing where it writes nothing, or goes on (CONT). Throws `Wait` until the file is on the disk with its record: after that no
 * end of CP loses it.
 */
export function closeOutput(cp: Cp, output: SpoolOutput, options: CloseOptions = {}): Closed | undefined {
  const { writer } = output;
  const { open } = writer;
  if (open === undefined && writer.reserved !== 0) {
    cp.volumes.release(writer.reserved);
    writer.reserved = 0;
  }
  if (open === undefined || (output.continuous && !options.force && !options.purge)) return undefined;
  const { file } = open;
  if (options.purge || file.records === 0) {
    if (writer.reserved !== 0) file.blocks.push(writer.reserved);
    writer.open = undefined;
    writer.reserved = 0;
    cp.spool.checkpoint.remove(file);
    cp.wake(closingOf(file));
    return { file, purged: true };
  }
  if (!open.closing) {
    settle(cp, file, output, options);
    if (open.full) file.systemHold = true;
    file.order = cp.state.spool.nextOrder++;
    open.closing = true;
  }
  commit(cp, file, output.tag);
  if (writer.reserved !== 0) cp.volumes.release(writer.reserved);
  writer.open = undefined;
  writer.reserved = 0;
  enqueue(cp, file);
  cp.wake(closingOf(file));
  cp.spool.queued(file);
  return { file, purged: false };
}

/** Has a file on the disk: its pages, then its record. Throws `Wait` until it is. */
function commit(cp: Cp, file: SpoolFile, tag: string): void {
  const { dasd, spool } = cp;
  const bytes = encodeEbcdic(tag.padEnd(TAG_BYTES).slice(0, TAG_BYTES));
  dasd.store(file.blocks[0], TAG_PLACE, bytes);
  dasd.flush(file.blocks);
  if (file.blocks.some((block) => dasd.failed(block))) file.systemHold = true;
  spool.checkpoint.write(file);
}

/** Makes of a file what its device and CLOSE say. */
function settle(cp: Cp, file: SpoolFile, output: SpoolOutput, options: CloseOptions): void {
  const { destination } = output;
  file.class = options.class ?? output.class;
  file.copies = options.copies ?? output.copies;
  file.userHold = options.hold ?? output.hold;
  file.name = options.name ?? "";
  file.type = options.type ?? "";
  if (output.printing === undefined) delete file.printing;
  else file.printing = output.printing;
  if (destination.kind === "to") {
    file.owner = destination.userid;
    file.queue = "reader";
  } else if (destination.kind === "for") file.owner = destination.userid;
  const owner = findUser(cp.users.current, file.owner);
  file.distribution = options.distribution ?? owner?.distribution ?? file.owner;
  file.systemHold = isOperatorHeld(cp, file.owner, file.queue);
}

/**
 * Closes what a reader reads: the file goes away, unless it is held. What was read in part is read again from its beginning. Returns the file.
 */
export function closeInput(cp: Cp, device: SpoolDevice, hold = device.data.hold): SpoolFile | undefined {
  const { data } = device;
  const { reading } = data;
  if (reading === undefined) return undefined;
  data.reading = undefined;
  data.held = false;
  const file = cp.state.spool.files[reading.key];
  if (file === undefined) return undefined;
  file.inUse = false;
  if (!hold) purge(cp, file);
  return file;
}

/** "PUN FILE 0001 TO  B        COPY 01    NOHOLD": what the writer of a closed file is told; its reader, with FROM. */
export function closedMessage(file: SpoolFile, kind: "TO" | "FOR" | "FROM"): string {
  const userid = kind === "FROM" ? file.origin : file.owner;
  const copies = String(file.copies).padStart(2, "0");
  const hold = file.userHold || file.systemHold ? "HOLD" : "NOHOLD";
  return `${file.device} FILE ${spoolId(file)}  ${kind.padEnd(4)} ${userid.padEnd(8)} COPY ${copies}    ${hold}`;
}

/** Tells a user of a file that he has closed. */
export function tellClosed(vm: Vm, { file, purged }: Closed, say: (text: string) => void): void {
  if (purged || !vm.state.options.informational) return;
  say(closedMessage(file, file.queue === "reader" ? "TO" : "FOR"));
}
