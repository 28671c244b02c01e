/** Real printers, punches and readers: closed files go out by class, decks come in by their ID cards (GC20-1806, "Spooling Functions"). */
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import { isHeld, isOperatorHeld, queued } from "./queues.ts";
import { RealInputs } from "./real-input.ts";
import { RealOutputs } from "./real-output.ts";
import type { RealSpoolDevice, SpoolFile } from "./state.ts";

const FUNCTIONS: Readonly<Record<string, RealSpoolDevice["function"]>> = {
  "1403": "printer",
  "1443": "printer",
  "3203": "printer",
  "3211": "printer",
  "2540P": "punch",
  "3525": "punch",
  "2540R": "reader",
  "2501": "reader",
  "3505": "reader",
};

export class RealSpool {
  readonly #cp: Cp;
  readonly outputs: RealOutputs;
  readonly inputs: RealInputs;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.outputs = new RealOutputs(cp);
    this.inputs = new RealInputs(cp);
    for (const type of Object.keys(FUNCTIONS)) cp.io.handleAttention(type, ({ address }) => this.ended(address));
    cp.tasks.handle("spool real", ({ data }) => {
      // What `poke` put there.
      const device = this.device(data as number);
      if (device !== undefined) this.#work(device);
    });
  }

  /** Once, when CP is loaded: its unit-record devices are for spooling. */
  start(): void {
    for (const { address, type } of Object.values(this.#cp.state.io.devices)) {
      const does = FUNCTIONS[type];
      if (does === undefined) continue;
      this.#cp.state.spool.real[address] = {
        address,
        type,
        function: does,
        classes: "A",
        drained: false,
        separator: true,
        buffer: 0,
        active: undefined,
        input: undefined,
        stopped: false,
      };
    }
  }

  device(address: number): RealSpoolDevice | undefined {
    return this.#cp.state.spool.real[address];
  }

  get all(): readonly RealSpoolDevice[] {
    return Object.values(this.#cp.state.spool.real);
  }

  /** There may be something to print or punch. */
  wake(): void {
    for (const device of this.all) if (device.function !== "reader" && device.active === undefined) this.poke(device);
  }

  /** Has a device looked after. */
  poke({ address }: RealSpoolDevice): void {
    this.#cp.tasks.add("spool real", address);
  }

  /** Device end that nobody has asked for: it has been made ready. */
  ended(address: number): void {
    const device = this.device(address);
    if (device === undefined) return;
    device.stopped = false;
    this.poke(device);
  }

  /** START: what a device takes from now on is told. */
  started(device: RealSpoolDevice): void {
    this.#tell(device, "STARTED");
  }

  /** A device that is to stop has done so. */
  drained(device: RealSpoolDevice): void {
    this.#tell(device, "DRAINED");
  }

  #tell(device: RealSpoolDevice, what: string): void {
    this.#cp.spool.tellOperator(this.line(device, what));
  }

  /** "PRT  00E DRAINED   SYSTEM   CLASS = A      SEP": what a device does for spooling. */
  line(
    { address, function: does, classes, separator, drained }: RealSpoolDevice,
    what = drained ? "DRAINED" : "STARTED",
  ): string {
    const name = does === "printer" ? "PRT" : does === "punch" ? "PUN" : "RDR";
    const about = does === "reader" ? "" : `   CLASS = ${classes.padEnd(4)}   ${separator ? "SEP" : "NOSEP"}`;
    return `${name}  ${deviceAddress(address)} ${what}   SYSTEM${about}`;
  }

  /** Whether a device belongs to a virtual machine at present. */
  isAttached({ address }: RealSpoolDevice): boolean {
    return this.#cp.io.device(address)?.owner !== undefined;
  }

  #work(device: RealSpoolDevice): void {
    if (this.isAttached(device) || device.stopped || !this.#cp.state.spool.ready) return;
    if (device.function === "reader") return this.inputs.work(device);
    if (device.active === undefined) {
      const file = device.drained ? undefined : this.#next(device);
      if (file === undefined) return;
      this.outputs.begin(device, file);
    }
    this.outputs.work(device);
  }

  /** The next file for a printer or punch: of its first class that has any. */
  #next({ function: does, classes }: RealSpoolDevice): SpoolFile | undefined {
    if (does === "reader") return undefined;
    const files = queued(this.#cp, does).filter(
      (file) => !file.inUse && !isHeld(file) && !isOperatorHeld(this.#cp, file.owner, does),
    );
    for (const each of classes === "*" ? "*" : classes) {
      const found = files.find((file) => each === "*" || file.class === each);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
