/**
 * The directory in use (SY20-0886, "DMKUDR"): read from its volume when CP is loaded, unless one is given, and again when a new one has been written
 * there (DIAGNOSE X'3C'). What has been read stays in use until the next one has been read whole.
 */
import type { Cp } from "../cp.ts";
import { ALLOCATION } from "../storage/format.ts";
import { labelRead, startLabel } from "../storage/label-io.ts";
import { pageGeometry, slotOf } from "../storage/page-geometry.ts";
import { isGood } from "../storage/page-io.ts";
import type { OwnedVolume } from "../storage/state.ts";
import { Wait } from "../wait.ts";
import { decodeDirectory } from "./object/decode.ts";
import { directoryPointer } from "./object/label.ts";
import { dasdAddress, pageOfAddress, placeName, RECORD } from "./object/layout.ts";
import { checkRecord, DamagedDirectory } from "./object/record.ts";
import type { DirectoryOutcome, DirectoryReading, UsersState } from "./online-state.ts";
import type { Directory } from "./types.ts";
import { DirectoryWriter } from "./writing.ts";

const WAITING = "directory";
const LABEL_WAITING = "directory label";
/** Modelled ticks of looking at a record: 170 blocks. */
const RECORD_CHARGE = 2000;

/** Where there is none that can be read: nobody may log on. */
const NOBODY: Directory = {
  file: "no directory",
  volume: { device: 0, type: "3350", volume: "", line: 0 },
  users: [],
};

export class UserDirectory {
  readonly #cp: Cp;
  readonly #writer: DirectoryWriter;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.#writer = new DirectoryWriter(cp, (writing, outcome, written) => {
      const state = this.#state;
      state.writing = undefined;
      if (outcome === "done") {
        state.directory = writing.directory;
        state.from = written;
      }
      this.#tell(writing, outcome);
    });
    cp.tasks.handle("read directory", () => this.#read());
    cp.io.handle("directory label", (request, _device, csw) => {
      const label = labelRead(cp, request);
      const { reading } = this.#state;
      if (reading !== undefined) reading.label = isGood(csw) ? label : "unreadable";
      cp.wake(LABEL_WAITING);
    });
    cp.tasks.handle("no directory", () => this.#tellTerminal());
  }

  /** Once, when CP is loaded: has the directory read, unless one is given. */
  start(): void {
    if (this.#state.directory === undefined) this.#begin(undefined, 0, "");
  }

  /** Who may log on, and what they have. Throws `Wait` until that has been read. */
  get current(): Directory {
    const { directory, failure } = this.#state;
    if (directory !== undefined) return directory;
    if (failure !== undefined) return NOBODY;
    throw new Wait(WAITING);
  }

  /** For a virtual machine: has the directory of a volume read, and put into use. Throws `Wait` until that has been done. */
  renew(serial: string, vm: number): DirectoryOutcome {
    const request = `use ${serial}`;
    const outcome = this.outcome(vm, request);
    if (outcome !== undefined) return outcome;
    const { from, reading, writing } = this.#state;
    if (from !== undefined && from.serial !== serial) return "not found";
    if (reading === undefined && writing === undefined) this.#begin(serial, vm, request);
    throw new Wait(WAITING);
  }

  /**
   * For a virtual machine: has a changed directory written, and put into use. Throws `Wait` until that has been done; then {@link outcome} tells how. `request` says
   * what it has asked for.
   */
  replace(directory: Directory, vm: number, request: string): DirectoryOutcome {
    const { from, reading, writing } = this.#state;
    if (from === undefined) return "not found";
    if (reading === undefined && writing === undefined) {
      const refusal = this.#writer.begin(directory, from, vm, request);
      if (refusal !== undefined) return refusal;
    }
    throw new Wait(WAITING);
  }

  /** How what a virtual machine has waited for has ended, told once; undefined where it has not waited for that. */
  outcome(vm: number, request: string): DirectoryOutcome | undefined {
    const { outcomes } = this.#state;
    const known = outcomes[vm];
    delete outcomes[vm];
    return known?.request === request ? known.outcome : undefined;
  }

  /** A virtual machine is not there any more. */
  forget(vm: number): void {
    delete this.#state.outcomes[vm];
  }

  get #state(): UsersState {
    return this.#cp.state.users;
  }

  #begin(serial: string | undefined, vm: number, request: string): void {
    const beginning = { volume: 0, label: "wanted", pointer: undefined, count: 1, records: {} } as const;
    this.#state.reading = { serial, vm, request, ...beginning, records: {} };
    this.#cp.tasks.add("read directory", undefined);
  }

  /** Goes on with the reading, as far as it can without waiting. */
  #read(): void {
    const { reading } = this.#state;
    if (reading === undefined) return;
    this.#cp.volumes.ready();
    try {
      const volume = this.#find(reading);
      if (volume === undefined || reading.pointer === undefined) {
        const where = reading.serial ?? "CP'S VOLUMES";
        return this.#end(reading, "not found", `THERE IS NO DIRECTORY ON ${where}`);
      }
      this.#readRecords(reading, volume);
      const records = new Map(Object.entries(reading.records).map(([at, record]) => [Number(at), record]));
      const { pointer } = reading;
      this.#state.directory = decodeDirectory(records, pointer.address, `the directory on ${volume.serial}`);
      this.#state.from = { serial: volume.serial, pointer, records: records.size };
      this.#state.failure = undefined;
      this.#end(reading, "done", undefined);
    } catch (error) {
      if (!(error instanceof DamagedDirectory)) throw error;
      this.#end(reading, "failed", error.message);
    }
  }

  /** The volume with the directory, when its label has been read; undefined where there is none. */
  #find(reading: DirectoryReading): OwnedVolume | undefined {
    const { owned } = this.#cp.volumes;
    const volumes = reading.serial === undefined ? owned : owned.filter(({ serial }) => serial === reading.serial);
    for (; reading.volume < volumes.length; reading.volume++) {
      const volume = volumes[reading.volume];
      if (reading.pointer !== undefined) return volume;
      if (reading.label === "wanted") {
        startLabel(this.#cp, volume.device, "directory label");
        reading.label = "reading";
      }
      if (reading.label === "reading") throw new Wait(LABEL_WAITING);
      const { label } = reading;
      reading.label = "wanted";
      if (label === "unreadable" && reading.serial !== undefined)
        throw new DamagedDirectory(`the label of ${volume.serial} cannot be read`);
      reading.pointer = typeof label === "string" ? undefined : directoryPointer(label);
      if (reading.pointer !== undefined) return volume;
    }
    return undefined;
  }

  #readRecords(reading: DirectoryReading, volume: OwnedVolume): void {
    const { pointer, records } = reading;
    const geometry = pageGeometry(volume.type);
    if (pointer === undefined || geometry === undefined) return;
    const { pagesACylinder } = geometry;
    const first = pageOfAddress(pointer.address, pagesACylinder);
    if (first === undefined)
      throw new DamagedDirectory(`the label leads to no record (X'${pointer.address.toString(16).toUpperCase()}')`);
    const { dasd, host } = this.#cp;
    for (let index = Object.keys(records).length; index < reading.count; index++) {
      const page = first + index;
      const at = dasdAddress(page, pagesACylinder);
      if (volume.map[Math.floor(page / pagesACylinder)] !== ALLOCATION.DRCT)
        throw new DamagedDirectory(`${placeName(at)} is not in a cylinder for directories (DRCT)`);
      const slot = slotOf(volume.index, page);
      const record = host.loadBytes(dasd.block(slot), RECORD);
      const hasFailed = dasd.failed(slot);
      // What is there the next time may be another one.
      dasd.discard(slot);
      host.charge(RECORD_CHARGE);
      if (hasFailed) throw new DamagedDirectory(`${placeName(at)} cannot be read`);
      reading.count = checkRecord(record, at, pointer.generation, index);
      records[at] = record;
    }
  }

  #end(reading: DirectoryReading, outcome: DirectoryOutcome, why: string | undefined): void {
    const state = this.#state;
    state.reading = undefined;
    if (reading.vm === 0 && why !== undefined) {
      state.failure = why;
      this.#cp.tasks.add("no directory", undefined);
    }
    this.#tell(reading, outcome);
  }

  #tell({ vm, request }: { readonly vm: number; readonly request: string }, outcome: DirectoryOutcome): void {
    if (this.#cp.state.vms[vm] !== undefined) this.#state.outcomes[vm] = { request, outcome };
    this.#cp.wake(WAITING);
  }

  /** There is no operator yet who could be told; somebody is at each terminal. */
  #tellTerminal(): void {
    const { terminals, users } = this.#cp.state;
    for (const terminal of Object.values(terminals))
      this.#cp.consoles.write(terminal, `DMKUDR475I FATAL DIRECTORY READ ERROR: ${users.failure ?? ""}`);
  }
}
