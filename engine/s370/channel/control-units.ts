/**
 * Control units that several devices share and that go on with one of them after channel end: the others find them busy
 * (GA22-7000, "Status Modifier", "Control-Unit End").
 *
 * On one path that happens in no other way. While data are transferred the channel is busy itself, and START I/O ends with
 * condition code 2 before any control unit is asked; a disk's storage control lets go of arm and sector when it gives channel
 * end, and has nothing to do until device end. A tape control moves the tape.
 */
import { CONTROL_UNIT_END } from "./device.ts";
import type { Unit } from "./unit.ts";

/** Devices that one control unit can have: of neighbouring addresses, from one that is divisible by it. */
const MOST_DEVICES = 8;

/** A control unit that is busy with one of its devices. Never changed, only replaced. */
interface Held {
  /** Address of the device. */
  readonly by: number;
  /** Address of the one that was told last that it is busy: it is told when that is over. */
  readonly asked: number | undefined;
  /** Status of others that waits until then. */
  readonly waiting: readonly Owed[];
}

/** Status that a control unit owes to a device. */
export type Owed = readonly [address: number, status: number];

export class ControlUnits {
  readonly #held = new Map<string, Held>();

  /** A control unit goes on with a device after its channel end. */
  hold(unit: Unit): void {
    const name = nameOf(unit);
    if (name === undefined) return;
    const { asked, waiting } = this.#held.get(name) ?? { asked: undefined, waiting: [] };
    this.#held.set(name, { by: unit.address, asked, waiting });
  }

  /** Whether the control unit is busy with another device. It notes that the program has asked. */
  interrogate(unit: Unit): boolean {
    const held = this.#busyWithAnother(unit);
    if (held) this.#held.set(nameOf(unit) ?? "", { ...held, asked: unit.address });
    return held !== undefined;
  }

  /** Keeps status of a device until its control unit can present it. False where it can now. */
  keep(unit: Unit, status: number): boolean {
    const held = this.#busyWithAnother(unit);
    if (held) this.#held.set(nameOf(unit) ?? "", { ...held, waiting: [...held.waiting, [unit.address, status]] });
    return held !== undefined;
  }

  /** The control unit has done with a device. Returns what it owes; `isTold`: not its end, which the device's status says. */
  free(unit: Unit, isTold = false): readonly Owed[] {
    const name = nameOf(unit);
    const held = name === undefined ? undefined : this.#held.get(name);
    if (name === undefined || held?.by !== unit.address) return [];
    this.#held.delete(name);
    return held.asked === undefined || isTold ? held.waiting : [...held.waiting, [held.asked, CONTROL_UNIT_END]];
  }

  save(): ReadonlyMap<string, unknown> {
    return new Map(this.#held);
  }

  restore(saved: ReadonlyMap<string, unknown>): void {
    this.#held.clear();
    // What save() returned.
    for (const [name, held] of saved) this.#held.set(name, held as Held);
  }

  #busyWithAnother(unit: Unit): Held | undefined {
    const name = nameOf(unit);
    const held = name === undefined ? undefined : this.#held.get(name);
    return held?.by === unit.address ? undefined : held;
  }
}

function nameOf({ device, address }: Unit): string | undefined {
  const { controlUnit } = device;
  return controlUnit === undefined ? undefined : `${controlUnit} ${Math.floor(address / MOST_DEVICES)}`;
}
