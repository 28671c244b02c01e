/** What a storage control and its drive are doing: the state on which commands work, and how they end. */
import { type Answer, ENDED, type Line, type OutputEnding, STATUS_MODIFIER, UNIT_CHECK } from "../../channel/device.ts";
import type { DiskPack } from "../images/disk-pack.ts";
import type { DiskType } from "../images/disk-types.ts";
import { TrackAccess } from "./access.ts";
import { CHAIN_BEGINS, type Found, permitsNextHead } from "./chain.ts";
import { type Drive, driveOf } from "./drives.ts";
import type { Scan } from "./scans.ts";
import type { Check, Condition } from "./sense.ts";

export const NO_BYTES = new Uint8Array(0);

const CHECKED = ENDED | UNIT_CHECK;
const ENDING: OutputEnding = { status: ENDED };
const SATISFIED: OutputEnding = { status: ENDED | STATUS_MODIFIER };
/** What is left of an output command that ends without data. */
const WITHOUT_DATA: Answer = { kind: "output", most: 0 };
const FAST_IDENTIFIER: Answer = { kind: "output", most: 5 };

export class StorageControl {
  readonly drive: Drive;
  /** Address of the drive on its control, 0-7. */
  readonly unit: number;
  readonly access: TrackAccess;
  line: Line | undefined;
  chain = CHAIN_BEGINS;
  found: Found = "nothing";
  /** The command whose data are to come. */
  command = 0;
  /** How that command ends whatever its data are. */
  ending: OutputEnding | undefined;
  /** Whether the pack has been changed since that command began. */
  isInterrupted = false;
  /** The count area of a record that is being formatted. */
  count: Uint8Array | undefined;
  /** Whether the next data are for a further segment of an overflow record. */
  isFurther = false;
  /** How the comparison of a search for key and data stands. */
  scan: Scan = "equal";
  /** What SENSE will say. */
  check: Check | undefined;
  /** The last search, where it was not satisfied and no other command has come since; and its argument. */
  search = 0;
  argument: Uint8Array = NO_BYTES;
  /** Usage of the drive since the log was read: bytes read and searched, and movements of the arms. */
  usage = { bytesRead: 0, seeks: 0 };
  readonly #disk: DiskType;

  /** Throws RangeError where there is no drive for such disks. */
  constructor(disk: DiskType, unit: number) {
    const drive = driveOf(disk);
    if (!drive) throw new RangeError(`there is no drive for ${disk.name} disks`);
    this.#disk = disk;
    this.drive = drive;
    this.unit = unit;
    this.access = new TrackAccess(drive);
  }

  get pack(): DiskPack | undefined {
    return this.access.pack;
  }

  /** The model: that of the pack where there is one. */
  get disk(): DiskType {
    return this.pack?.geometry.disk ?? this.#disk;
  }

  /** Whether the channel leaves out times. */
  get fast(): boolean {
    return this.line?.fast ?? false;
  }

  /** A channel program begins, or is over. */
  startChain(): void {
    this.chain = CHAIN_BEGINS;
    this.found = "nothing";
    this.search = 0;
    this.ending = undefined;
    this.count = undefined;
    this.access.indexPassed = false;
    this.access.lose();
  }

  /** Selects the next head for a multitrack command, where the file mask permits it and there is one. */
  readonly nextHead = (): Condition | undefined =>
    permitsNextHead(this.chain) ? this.access.nextHead() : "file protected";

  // Answers.

  /** Data of the present track, after `before` ticks. */
  transfer(data: Uint8Array, before: number, status = ENDED): Answer {
    if (this.fast) return { kind: "input", data, status };
    return { kind: "input", data, before, perByte: this.access.perByte, paced: true, status };
  }

  /** Asks for up to `most` bytes, after `before` ticks. */
  ask(most: number, before: number): Answer {
    if (this.fast) return most === 5 ? FAST_IDENTIFIER : { kind: "output", most };
    return { kind: "output", most, before, perByte: this.access.perByte };
  }

  /** The command is not executed: initial status. */
  refuse(condition: Condition): Answer {
    this.check = { condition };
    return { kind: "refused", status: UNIT_CHECK };
  }

  /** A read that ends with unit check and without data. */
  failRead(condition: Condition): Answer {
    return { kind: "input", data: NO_BYTES, status: this.fail(condition).status, before: this.ticksToFail(condition) };
  }

  /** A search that ends so. */
  failSearch(condition: Condition): Answer {
    this.ending = this.fail(condition);
    return { kind: "output", most: 0, before: this.ticksToFail(condition) };
  }

  /** Ticks until an error is found: that something is not there, at the index point. */
  ticksToFail(condition: Condition): number {
    const isAtIndex = /^no record|^end of cylinder$/.test(condition);
    return isAtIndex ? this.access.ticksToIndex() : 0;
  }

  /** An output command that ends so, without data. */
  endWithoutData(ending: OutputEnding): Answer {
    this.ending = ending;
    return WITHOUT_DATA;
  }

  // Endings.

  /** Unit check. `overflow`: the command by which an overflow record was read or written. */
  fail(condition: Condition, overflow?: number): OutputEnding {
    this.check = { condition, overflow };
    this.search = 0;
    return { status: CHECKED };
  }

  /** The normal end. `unsatisfied`: more bytes would have been taken. */
  end(unsatisfied = false): OutputEnding {
    return unsatisfied ? { status: ENDED, unsatisfied } : ENDING;
  }

  /** The end of a search that has found what it was for. */
  satisfy(unsatisfied: boolean): OutputEnding {
    return unsatisfied ? { status: ENDED | STATUS_MODIFIER, unsatisfied } : SATISFIED;
  }
}
