/**
 * CP's own writing of the directory: a changed one is written beside the one in use, record by record, then the volume label, which is the moment at which it
 * counts. DMKUDU wrote the changed records in their places (SY20-0886, "DIAGNOSE Code X'84'"); so an end of CP in between leaves the old or the new.
 */
import type { Cp } from "../cp.ts";
import { labelRead, startLabel } from "../storage/label-io.ts";
import { pageGeometry, slotOf } from "../storage/page-geometry.ts";
import { isGood } from "../storage/page-io.ts";
import { Wait } from "../wait.ts";
import { encodeDirectory, recordsOf } from "./object/encode.ts";
import { withPointer } from "./object/label.ts";
import { dasdAddress, pageOfAddress } from "./object/layout.ts";
import { cylindersOf, roomForDirectory } from "./object/space.ts";
import type { DirectoryOrigin, DirectoryOutcome, DirectoryWriting } from "./online-state.ts";
import type { Directory } from "./types.ts";

const LABEL_WAITING = "directory label written";
/** Modelled ticks of making a record: 170 blocks. */
const RECORD_CHARGE = 2000;

/** Told when the writing has ended; `written` is where the new directory is. */
export type WritingEnded = (writing: DirectoryWriting, outcome: DirectoryOutcome, written: DirectoryOrigin) => void;

export class DirectoryWriter {
  readonly #cp: Cp;
  readonly #ended: WritingEnded;

  constructor(cp: Cp, ended: WritingEnded) {
    this.#cp = cp;
    this.#ended = ended;
    cp.tasks.handle("write directory", () => this.#write());
    cp.io.handle("directory label written", (request, _device, csw) => {
      const label = labelRead(cp, request);
      const { writing } = cp.state.users;
      if (writing === undefined) return;
      if (!isGood(csw)) writing.label = "failed";
      else if (writing.label === "writing") writing.label = "written";
      else this.#rewrite(writing, label);
      cp.wake(LABEL_WAITING);
    });
  }

  /** Begins; "no room" where the volume has no cylinders for a second directory, "not found" where the volume is not there. */
  begin(directory: Directory, from: DirectoryOrigin, vm: number, request: string): DirectoryOutcome | undefined {
    const volume = this.#cp.volumes.find(from.serial);
    const pagesACylinder = volume && pageGeometry(volume.type)?.pagesACylinder;
    if (volume === undefined || pagesACylinder === undefined) return "not found";
    const present = pageOfAddress(from.pointer.address, pagesACylinder) ?? 0;
    const count = recordsOf(directory);
    const needed = Math.ceil(count / pagesACylinder);
    const room = roomForDirectory(volume.map, needed, cylindersOf(present, from.records, pagesACylinder));
    if (room === undefined) return "no room";
    const first = room.first * pagesACylinder;
    const generation = from.pointer.generation + 1;
    const address = (index: number): number => dasdAddress(first + index, pagesACylinder);
    const records = encodeDirectory(directory, { generation, address });
    this.#cp.host.charge(RECORD_CHARGE * count);
    const pointer = { address: address(0), generation };
    this.#cp.state.users.writing = { directory, vm, request, first, pointer, records, index: 0, label: "wanted" };
    this.#cp.tasks.add("write directory", undefined);
    return undefined;
  }

  /** Goes on with the writing, as far as it can without waiting. */
  #write(): void {
    const { writing, from } = this.#cp.state.users;
    const volume = from && this.#cp.volumes.find(from.serial);
    if (writing === undefined || from === undefined || volume === undefined) return;
    const { records, pointer } = writing;
    const written = { serial: from.serial, pointer, records: records.length };
    const { dasd } = this.#cp;
    for (; writing.index < records.length; writing.index++) {
      const slot = slotOf(volume.index, writing.first + writing.index);
      dasd.fresh(slot);
      dasd.store(slot, 0, records[writing.index]);
      dasd.flush(slot);
      const hasFailed = dasd.failed(slot);
      dasd.discard(slot);
      if (hasFailed) return this.#ended(writing, "failed", written);
    }
    if (writing.label === "wanted") {
      startLabel(this.#cp, volume.device, "directory label written");
      writing.label = "reading";
    }
    if (writing.label === "reading" || writing.label === "writing") throw new Wait(LABEL_WAITING);
    this.#ended(writing, writing.label === "written" ? "done" : "failed", written);
  }

  /** All records are on the disk, and the label has been read: it is written again with the way to the new directory. */
  #rewrite(writing: DirectoryWriting, label: Uint8Array): void {
    const { from } = this.#cp.state.users;
    const volume = from && this.#cp.volumes.find(from.serial);
    if (volume === undefined) return;
    startLabel(this.#cp, volume.device, "directory label written", withPointer(label, writing.pointer));
    writing.label = "writing";
  }
}
