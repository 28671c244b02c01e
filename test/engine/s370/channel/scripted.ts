/** A device that answers as it is told, and a machine around it on which nothing happens but input and output. */
import {
  type Acceptance,
  type Answer,
  type Command,
  type Device,
  ENDED,
  type Line,
  System370,
} from "../../../../engine/s370/index.ts";

const STORAGE = 0x1_0000;

/** Answers each command with the next of what it was given; with an immediate ending, when nothing is left. */
export class Scripted implements Device {
  readonly type = "test";
  readonly name = "test device";
  readonly commands: Command[] = [];
  readonly accepted: number[][] = [];
  readonly transfers: number[] = [];
  halted = 0;
  line!: Line;
  #answers: Answer[] = [];
  #acceptances: Acceptance[] = [];

  answers(...answers: Answer[]): this {
    this.#answers.push(...answers);
    return this;
  }
  acceptances(...acceptances: Acceptance[]): this {
    this.#acceptances.push(...acceptances);
    return this;
  }
  connect(line: Line): void {
    this.line = line;
  }
  begin(command: Command): Answer {
    this.commands.push(command);
    return this.#answers.shift() ?? { kind: "immediate", status: ENDED };
  }
  accept(data: Uint8Array): Acceptance {
    this.accepted.push([...data]);
    return this.#acceptances.shift() ?? { status: ENDED };
  }
  transferred(count: number): void {
    this.transfers.push(count);
  }
  halt(): void {
    this.halted++;
  }
  reset(): void {
    this.#answers = [];
    this.#acceptances = [];
    this.accepted.length = 0;
  }
  save(): unknown {
    return { answers: [...this.#answers], acceptances: [...this.#acceptances] };
  }
  restore(saved: unknown): void {
    // What save() returned.
    const { answers, acceptances } = saved as { answers: Answer[]; acceptances: Acceptance[] };
    this.#answers = [...answers];
    this.#acceptances = [...acceptances];
  }
}

/** A command with its data for {@link ccws}. */
export const ccw = (command: number, address: number, flags: number, count: number): number[] => [
  command,
  (address >>> 16) & 0xff,
  (address >>> 8) & 0xff,
  address & 0xff,
  flags,
  0,
  count >>> 8,
  count & 0xff,
];

export const input = (data: readonly number[], more: object = {}): Answer => ({
  kind: "input",
  data: Uint8Array.from(data),
  status: ENDED,
  ...more,
});
export const output = (most: number, more: object = {}): Answer => ({ kind: "output", most, ...more });

/** Where the channel program of {@link bench} lies. */
export const PROGRAM = 0x1000;

/** A machine that waits with channels masked off, with devices at the given addresses. */
export function bench(...addresses: number[]) {
  const machine = new System370({ storageSize: STORAGE, executor: "interpreter" });
  const at = (address: number): Scripted => {
    const device = machine.channels.device(address);
    if (!(device instanceof Scripted)) throw new Error("no device");
    return device;
  };
  for (const address of addresses) machine.attach(address, new Scripted());
  // External interruptions are let in, and none is asked for: the machine waits for events.
  machine.setPsw("0102000000000000");
  machine.setCr(0, 0x8000_0000);
  const hex = (address: number, length: number): string => Buffer.from(machine.read(address, length)).toString("hex");
  return {
    machine,
    channels: machine.channels,
    at,
    hex,
    /** Stores a channel program and its address. */
    program(ccws: readonly (readonly number[])[], { key = 0, caw = 0, place = PROGRAM } = {}): void {
      machine.write(place, Uint8Array.from(ccws.flat()));
      machine.write(0x48, Uint8Array.of((key << 4) | caw, (place >>> 16) & 0xff, (place >>> 8) & 0xff, place & 0xff));
    },
    /** Lets time go on until nothing more comes. */
    settle(): void {
      machine.run({ ticks: machine.now + 1_000_000 });
    },
    /** Takes the interruption that comes next: its device, and the CSW. */
    take(): string {
      const device = machine.channels.pendingDevice();
      if (device === undefined) return "none";
      machine.write(0x40, new Uint8Array(8));
      machine.channels.takeInterruption(device);
      return `${device.toString(16)}: ${hex(0x40, 4)} ${hex(0x44, 4)}`;
    },
  };
}
