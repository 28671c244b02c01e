/** Hypervisors in TypeScript. This first form has one: the minimal trap-and-emulate monitor. */
import type { Console3215, System370 } from "../s370/index.ts";
import { costs } from "./costs.ts";
import { VIRTUAL_CONSOLE, VPSW } from "./minimal/layout.ts";
import { TrapAndEmulate } from "./minimal/monitor.ts";
import { controlBlock, firstPsw, type GuestImage, initialStorage } from "./minimal/setup.ts";
import { timerUnits } from "./minimal/time.ts";
import { type GuestReading, guestState, readGuest, realAddress } from "./minimal/view.ts";
import type { Handler } from "./types.ts";

export { costs } from "./costs.ts";
export type { GuestImage } from "./minimal/setup.ts";
export { builtIns } from "./minimal/simulate.ts";
export type { GuestRunState } from "./minimal/view.ts";
export { type GuestAccess, type Handler, HandlerEnded, type Instruction } from "./types.ts";

/** Ticks of a time slice. */
const DEFAULT_SLICE = 2000;

export interface MinimalMonitorOptions {
  /** In the order in which they get their first slices. */
  readonly guests: readonly GuestImage[];
  /** Handlers that take the place of the monitor's own, by mnemonic. */
  readonly handlers?: Readonly<Record<string, Handler | undefined>>;
  /** State that the handlers keep (a sandbox's memory): it goes into the machine's snapshots with the monitor's. */
  readonly handlerState?: { save(): unknown; restore(data: unknown): void };
  /** Mnemonics for which the monitor has no handler of its own: a guest that issues one is stopped, and told of in `why`. */
  readonly without?: readonly string[];
  /** Ticks; 2,000 unless given. */
  readonly timeSlice?: number;
}

/** A guest's virtual processor, as a lab shows it. */
export interface GuestState extends Omit<GuestReading, "why"> {
  /** Where the monitor has stopped the guest ("check-stop"): why, in a sentence. */
  readonly why?: string;
}

/** Guests on a System/370 under the minimal monitor. Readers cost no ticks and change nothing. */
export class MinimalMonitor {
  readonly #options: MinimalMonitorOptions;
  readonly #monitor: TrapAndEmulate;
  readonly #consoles = new Map<string, Console3215>();
  #machine: System370 | undefined;

  constructor(options: MinimalMonitorOptions) {
    this.#options = options;
    const handlers = Object.entries(options.handlers ?? {}).filter(([, handler]) => handler !== undefined);
    this.#monitor = new TrapAndEmulate({
      worlds: options.guests.map(({ id }) => `guest-${id}`),
      // The filter has taken the undefined ones out.
      handlers: Object.fromEntries(handlers) as Record<string, Handler>,
      without: new Set(options.without),
      handlerState: options.handlerState,
    });
  }

  /** Real storage that guests of these sizes (bytes) and the monitor need, in bytes. */
  static storageFor(sizes: readonly number[]): number {
    return controlBlock(sizes.length) + sizes.reduce((sum, size) => sum + size, 0);
  }

  /**
   * Loads monitor and guests into the machine's storage, gives each guest a real console (009, 00A, …) and the first guest the processor.
   * `prepare` runs between loading and the start. Throws RangeError where the guests do not fit.
   */
  install(machine: System370, prepare?: () => void): void {
    const { guests, timeSlice = DEFAULT_SLICE } = this.#options;
    const devices = guests.map((_, i) => VIRTUAL_CONSOLE + i);
    machine.write(0, initialStorage(guests, devices, timerUnits(timeSlice), machine.storage.size));
    this.#machine = machine;
    guests.forEach(({ id }, i) => {
      this.#consoles.set(id, machine.addConsole(devices[i]));
    });
    prepare?.();
    guests.forEach((guest, i) => {
      machine.write(controlBlock(i) + VPSW, firstPsw(guest, this.readGuestStorage(guest.id, 0, 8)));
    });
    machine.install(this.#monitor, costs);
  }

  /** The real console behind a guest's 009. Throws RangeError where there is no such guest. */
  console(id: string): Console3215 {
    const console = this.#consoles.get(id);
    if (console === undefined) throw new RangeError(`there is no guest ${id}`);
    return console;
  }

  /** Device address of that console, for inputs. */
  consoleAddress(id: string): number {
    return VIRTUAL_CONSOLE + this.#index(id);
  }

  guestState(id: string): GuestState {
    const { why, ...state } = guestState(this.#installed, controlBlock(this.#index(id)));
    return why === undefined
      ? state
      : { ...state, why: this.#monitor.explain(`guest-${id}`, why.reason, why.operation) };
  }

  /** A guest's storage from its own address on; bytes that it does not have read as zero. */
  readGuestStorage(id: string, address: number, length: number): Uint8Array {
    return readGuest(this.#installed, controlBlock(this.#index(id)), address, length);
  }

  /** Patches a guest's storage from outside. Throws RangeError where it has no such address. */
  writeGuestStorage(id: string, address: number, bytes: Uint8Array): void {
    bytes.forEach((byte, i) => {
      const real = this.realAddress(id, address + i);
      if (real === undefined)
        throw new RangeError(`guest ${id} has no storage at X'${(address + i).toString(16).toUpperCase()}'`);
      this.#installed.write(real, Uint8Array.of(byte));
    });
  }

  /** Real address behind a guest's address, by its page table; undefined where the guest has no storage. */
  realAddress(id: string, address: number): number | undefined {
    return realAddress(this.#installed, controlBlock(this.#index(id)), address);
  }

  #index(id: string): number {
    const index = this.#options.guests.findIndex((guest) => guest.id === id);
    if (index < 0) throw new RangeError(`there is no guest ${id}`);
    return index;
  }

  get #installed(): System370 {
    if (this.#machine === undefined) throw new Error("the monitor is not installed in a machine");
    return this.#machine;
  }
}
