/** From a setup and its files to a machine that is loaded and ready to run. */
import { MinimalMonitor } from "../monitors/index.ts";
import { type Console3215, System370 } from "../s370/index.ts";
import type { BareSetup, GuestSetup, InputEvent, MonitorSetup, Setup } from "./format.ts";
import type { LearnerHandlers } from "./handlers.ts";
import { Program } from "./program.ts";
import type { Files, SessionOptions } from "./session-types.ts";
import { filesOf } from "./setup-files.ts";
import type { SourceError } from "./view.ts";

/** The console of a bare machine; that of a guest as the guest addresses it. */
export const consoleAddress = 0x009;

/** A machine with what was loaded into it. */
export interface Made {
  readonly setup: Setup;
  readonly machine: System370;
  /** Programs by world: "machine", "guest-a", … */
  readonly programs: ReadonlyMap<string, Program>;
  readonly monitor?: MinimalMonitor;
  readonly learner?: LearnerHandlers;
  /** The console at 009; with guests, the first one's. */
  readonly console: Console3215;
}

export type Making = Made | { readonly errors: readonly SourceError[] };

/** Makes the machine. What is wrong with the files, or does not fit, is in `errors`; nothing is thrown. */
export async function makeMachine(setup: Setup, files: Files, options: SessionOptions): Promise<Making> {
  const missing = filesOf(setup).filter((name) => files[name] === undefined);
  if (missing.length > 0) return { errors: missing.map((file) => at(file, "there is no such file")) };
  try {
    return setup.kind === "bare" ? makeBare(setup, files, options) : await makeGuests(setup, files, options);
  } catch (error) {
    // The machine and the monitor say in a RangeError what does not fit.
    if (error instanceof RangeError) return { errors: [at(filesOf(setup)[0] ?? "", error.message)] };
    throw error;
  }
}

function at(file: string, message: string): SourceError {
  return { file, line: 1, column: 1, message };
}

function makeBare(setup: BareSetup, files: Files, options: SessionOptions): Making {
  const program = new Program(setup.program, files[setup.program] ?? "");
  const images = (setup.images ?? []).map((image) => ({
    at: image.at,
    program: new Program(image.file, files[image.file] ?? ""),
  }));
  const errors = [program, ...images.map((image) => image.program)].flatMap((one) => one.errors);
  if (errors.length > 0) return { errors };
  const machine = new System370({ storageSize: setup.storageSize ?? 256 * 1024 });
  machine.trace.recording = true;
  const console = machine.addConsole(consoleAddress);
  load(machine, program, 0);
  for (const image of images) {
    const first = image.program.assembly.segments[0]?.address ?? 0;
    load(machine, image.program, image.at - first);
  }
  const programs = new Map([["machine", program]]);
  for (const { world, at: place, bytes } of options.patch ?? []) {
    machine.write(addressIn(programs, world, place), fromHex(bytes));
  }
  const entry = program.assembly.entry.toString(16).padStart(6, "0");
  machine.setPsw(program.hasInitialPsw ? toHex(machine.read(0, 8)) : `0000000000${entry}`);
  machine.scheduleInputs(inputs(options.input ?? [], () => consoleAddress));
  return { setup, machine, programs, console };
}

function load(machine: System370, program: Program, shift: number): void {
  for (const { address, bytes } of program.assembly.segments) machine.write(address + shift, bytes);
}

async function makeGuests(setup: MonitorSetup, files: Files, options: SessionOptions): Promise<Making> {
  const programs = new Map(
    setup.guests.map((guest) => [`guest-${guest.id}`, new Program(guest.program, files[guest.program] ?? "")]),
  );
  const errors = distinct([...programs.values()].flatMap((program) => program.errors));
  if (errors.length > 0) return { errors };
  const learner = await loadLearner(setup, files, options);
  if (learner !== undefined && "errors" in learner) return learner;
  const monitor = new MinimalMonitor({
    guests: setup.guests.map((guest) => image(guest, programs.get(`guest-${guest.id}`))),
    ...(learner !== undefined && { handlers: learner.handlers, handlerState: learner.state }),
    ...(setup.without !== undefined && { without: setup.without }),
    ...(setup.timeSlice !== undefined && { timeSlice: setup.timeSlice }),
  });
  const machine = new System370({ storageSize: setup.storageSize ?? 512 * 1024 });
  machine.trace.recording = true;
  try {
    monitor.install(machine, () => {
      for (const { world, at: place, bytes } of options.patch ?? []) {
        monitor.writeGuestStorage(guestOf(world), addressIn(programs, world, place), fromHex(bytes));
      }
      machine.scheduleInputs(inputs(options.input ?? [], (world) => monitor.consoleAddress(guestOf(world))));
    });
  } catch (error) {
    learner?.dispose();
    throw error;
  }
  const console = monitor.console(setup.guests[0]?.id ?? "a");
  return { setup, machine, programs, monitor, console, ...(learner !== undefined && { learner }) };
}

async function loadLearner(setup: MonitorSetup, files: Files, options: SessionOptions) {
  if (setup.handlers === undefined) return undefined;
  // Only a setup with handlers costs the page the sandbox.
  const { loadHandlers } = await import("./handlers.ts");
  return loadHandlers(setup.handlers, files[setup.handlers] ?? "", options.variant);
}

function image(guest: GuestSetup, program: Program | undefined) {
  const entry = program?.assembly.entry ?? 0;
  return {
    id: guest.id,
    storageSize: guest.storageSize ?? 64 * 1024,
    segments: program?.assembly.segments ?? [],
    ...(program?.hasInitialPsw !== true && { psw: `0000000000${entry.toString(16).padStart(6, "0")}` }),
  };
}

/** Two guests may run the same file: its errors are said once. */
function distinct(errors: readonly SourceError[]): readonly SourceError[] {
  const keys = errors.map(({ file, line, column, message }) => `${file}:${line}:${column}:${message}`);
  return errors.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}

/** "a" for "guest-a". */
export function guestOf(world: string): string {
  return world.replace(/^guest-/, "");
}

function addressIn(programs: ReadonlyMap<string, Program>, world: string, place: number | string): number {
  const program = programs.get(world);
  if (program === undefined) throw new RangeError(`there is no program in ${world} whose storage could be patched`);
  const address = program.addressOf(place);
  if (address === undefined) throw new RangeError(`${program.file} has no symbol ${place}, which the checks need`);
  return address;
}

function inputs(events: readonly InputEvent[], device: (world: string) => number) {
  return events.map(({ tick, console, text }) => ({ tick, device: device(console), text }));
}

/** Upper-case hexadecimal of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
