/** A machine without instructions: each step takes some ticks, changes a page, and waits now and then. */
import { Machine, type StopReason } from "../../../engine/machine/machine.ts";
import { PAGE_SIZE, Storage, type StorageCopy } from "../../../engine/machine/storage.ts";

export interface ToyOptions {
  /** Of storage. */
  readonly pages: number;
  /** Ticks of a step. */
  readonly stride: number;
  /** Pages that are stored into, in turn. */
  readonly working: number;
  /** Steps of which the last is a wait of a thousand strides. */
  readonly waits?: number;
}

export class Toy extends Machine {
  readonly ticksPerSecond = 1_000_000;
  readonly stopped: StopReason | undefined = undefined;
  readonly storage: Storage;
  readonly #options: ToyOptions;
  /** Ticks that have been run in all, whatever has been gone back. */
  effort = 0;

  constructor(options: ToyOptions) {
    super();
    this.#options = options;
    this.storage = new Storage(0, options.pages * PAGE_SIZE);
  }

  step(limit = Number.POSITIVE_INFINITY): void {
    const { stride, working, waits } = this.#options;
    if (!this.cutShort) this.stepBegan = this.now;
    if (waits !== undefined && (this.cutShort || this.instructions % waits === waits - 1)) {
      const end = this.stepBegan + 1000 * stride;
      const now = Math.min(limit, end);
      this.waited += now - this.now;
      this.now = now;
      this.cutShort = now < end;
      if (!this.cutShort) this.instructions++;
      return;
    }
    this.storage.write((this.instructions % working) * PAGE_SIZE, numberOf(this.instructions));
    this.instructions++;
    this.now += stride;
    this.effort += stride;
  }

  /** Its whole state, as text. */
  get state(): string {
    const { now, waited, instructions, stepBegan, storage } = this;
    let sum = 0;
    for (let at = 0; at < storage.size; at += PAGE_SIZE)
      sum = (Math.imul(sum, 31) + new DataView(storage.bytes.buffer, at).getInt32(0)) | 0;
    return [now, waited, instructions, stepBegan, sum].join(" ");
  }

  protected settleEvents(): void {}
  protected deliver(): void {}
  protected saveOwn(): { pages: StorageCopy } {
    return { pages: this.storage.save() };
  }
  protected restoreOwn(own: unknown): void {
    // What saveOwn() returned.
    this.storage.restore((own as { pages: StorageCopy }).pages);
  }
}

function numberOf(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
}
