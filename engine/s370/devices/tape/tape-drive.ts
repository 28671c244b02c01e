/**
 * A tape unit with its control: commands, status and sense bytes that the 2803 and the 3803 have in common.
 *
 * GA32-0020/GA32-0021, "Commands", "Status Byte", "Sense Byte 0" and following; GA22-6866, "Commands", "Status
 * Information".
 */
import {
  type Acceptance,
  type Answer,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
} from "../../channel/device.ts";
import type { ReelState, TapeReel } from "../images/tape-reel.ts";
import type { Shelf } from "../media.ts";
import { orderOf, unknownOrder } from "../unit-record.ts";
import { RESET_MODE } from "./seven-track.ts";
import type { TapeCommands, TapeOperation } from "./tape-commands.ts";
import { type LibraryState, type Mounting, TapeLibrary } from "./tape-library.ts";
import type { TapeModel } from "./tape-models.ts";
import { mountingOf, ORDERS } from "./tape-orders.ts";
import { NO_ERROR, REJECTED, type TapeError } from "./tape-sense.ts";
import { type TapeRegisters, TapeUnit } from "./tape-unit.ts";

/** What a control makes sense bytes of. */
export interface TapeFacts {
  readonly model: TapeModel;
  readonly error: TapeError;
  readonly ready: boolean;
  readonly loadPoint: boolean;
  readonly writeStatus: boolean;
  readonly backward: boolean;
  /** No ring is in the reel, or no reel on the drive. */
  readonly fileProtected: boolean;
  /** At or behind the end-of-tape marker. */
  readonly tapeIndicate: boolean;
  /** Bits per inch that it reads, or would write. */
  readonly density: number;
}

/** A tape control: what is different between the 2803 and the 3803. */
export interface TapeControl {
  /** "3803". */
  readonly type: string;
  readonly commands: TapeCommands;
  readonly senseBytes: (facts: TapeFacts) => Uint8Array;
}

interface TapeDriveState {
  readonly mounting: Mounting | undefined;
  readonly reel: ReelState | undefined;
  readonly library: LibraryState;
  readonly registers: TapeRegisters;
}

export class TapeDrive implements Device {
  readonly type: string;
  readonly name: string;
  readonly model: TapeModel;
  /** Reels that have been written on and taken off. */
  readonly library: TapeLibrary;
  readonly #control: TapeControl;
  #line: Line | undefined;
  readonly #unit: TapeUnit;
  #mounting: Mounting | undefined;

  constructor(model: TapeModel, control: TapeControl, library: TapeLibrary = new TapeLibrary()) {
    this.type = model.type;
    this.name = `${model.type} model ${model.model} tape`;
    this.model = model;
    this.library = library;
    this.#control = control;
    this.#unit = new TapeUnit(model);
  }

  /** The reel that is on, loaded or not. */
  get reel(): TapeReel | undefined {
    return this.#unit.reel;
  }

  get ready(): boolean {
    return this.#unit.registers.ready;
  }

  /** The control has up to eight drives, and moves the tape of one at a time (GA32-0020, "Motion Control Commands"). */
  get controlUnit(): string {
    return this.#control.type;
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin(command: Command): Answer {
    const unit = this.#unit;
    const operation = this.#control.commands.get(command.code);
    if (operation?.kind === "sense") return this.#sense();
    const { erasing, error, ready } = unit.registers;
    // NO-OPERATION leaves sense bytes as they are.
    unit.note({ erasing: false, error: operation?.kind === "no-operation" ? error : NO_ERROR });
    if (!operation) return unit.refuse(REJECTED);
    if (!unit.reel || !ready) return unit.refuse(unit.registers.error);
    // What is to be erased to the end must have been begun by ERASE GAP, in the same chain.
    if (operation.kind === "data-security-erase" && !(command.chained && erasing)) return unit.refuse(REJECTED);
    if (writes(operation) && !unit.reel.ring) return unit.refuse(REJECTED);
    return unit.execute(operation, unit.reel);
  }

  accept(data: Uint8Array): Acceptance {
    return this.#unit.take(data);
  }

  /** "mount NAME …", "mount scratch …", "unmount", "ready", "reset": see tape-orders.ts. */
  operate(text: string): void {
    const { word, operands } = orderOf(text);
    switch (word) {
      case "mount":
        return this.mount(mountingOf(operands, this.model));
      case "unmount":
        return this.#takeOff();
      case "ready":
        return this.#makeReady();
      case "reset":
        this.#mustHaveReel();
        return this.#unit.note({ ready: false });
      default:
        throw unknownOrder(this.name, text, ORDERS);
    }
  }

  /**
   * Puts a reel on and makes the drive ready. Throws RangeError where there is no such reel, or another one is in the
   * columns; {@link MediumError} where its image is damaged.
   */
  mount(mounting: Mounting): void {
    const before = this.#unit.reel;
    if (before && this.#unit.registers.loaded)
      throw new RangeError(`${before.name} is on the ${this.name}: unmount it first`);
    if (before) this.#takeOff();
    const fetched = this.library.fetch(mounting, this.#shelf());
    this.#mounting = fetched.mounting;
    this.#unit.reel = fetched.reel;
    this.#unit.feet = fetched.mounting.feet;
    this.#load();
  }

  halt(): void {
    this.#unit.note({ awaiting: undefined });
  }

  reset(): void {
    const [density] = this.model.densities;
    this.#unit.note({ error: NO_ERROR, erasing: false, awaiting: undefined, density, mode: RESET_MODE });
  }

  save(): unknown {
    const saved: TapeDriveState = {
      mounting: this.#mounting,
      reel: this.reel?.save(),
      library: this.library.save(),
      registers: this.#unit.registers,
    };
    return saved;
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as TapeDriveState;
    this.library.restore(saved.library);
    if (saved.mounting !== this.#mounting)
      this.#unit.reel = saved.mounting && this.library.open(saved.mounting, this.#shelf());
    this.#mounting = saved.mounting;
    this.#unit.feet = saved.mounting?.feet ?? 0;
    if (saved.reel) this.#unit.reel?.restore(saved.reel);
    this.#unit.registers = saved.registers;
  }

  #shelf(): Shelf {
    return this.#line?.shelf ?? new Map();
  }

  #sense(): Answer {
    const { model, density, atLoadPoint: loadPoint, isPastMarker: tapeIndicate, reel, registers } = this.#unit;
    const { error, ready, writeStatus, backward } = registers;
    const facts = { model, density, loadPoint, tapeIndicate, error, ready, writeStatus, backward };
    const data = this.#control.senseBytes({ ...facts, fileProtected: !reel?.ring });
    this.#unit.note({ error: NO_ERROR, erasing: false });
    return { kind: "input", data, status: ENDED };
  }

  #mustHaveReel(): TapeReel {
    if (!this.reel) throw new RangeError(`no tape is on the ${this.name}`);
    return this.reel;
  }

  #takeOff(): void {
    const reel = this.#mustHaveReel();
    if (this.#mounting) this.library.takeBack(this.#mounting, reel);
    this.#mounting = undefined;
    this.#unit.reel = undefined;
    this.#unit.note({ loaded: false, ready: false, writeStatus: false, backward: false });
  }

  #makeReady(): void {
    this.#mustHaveReel();
    const { ready, loaded } = this.#unit.registers;
    if (ready) throw new RangeError(`the ${this.name} is ready already`);
    if (!loaded) return this.#load();
    this.#unit.note({ ready: true });
    this.#line?.present(DEVICE_END);
  }

  /** Threads the tape and moves it to its load point. */
  #load(): void {
    this.reel?.rewind();
    this.#unit.note({ loaded: true, ready: true, writeStatus: false, backward: false });
    this.#line?.present(DEVICE_END);
  }
}

/** Whether an operation changes what is on the tape. */
function writes({ kind }: TapeOperation): boolean {
  return kind === "write" || kind === "write-tape-mark" || kind === "erase-gap" || kind === "data-security-erase";
}
