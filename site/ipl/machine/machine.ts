/** A machine with its devices: made of a configuration, run in slices, and described as the page shows it. */
import {
  attachDevices,
  CardPunch,
  CardReader,
  CHECK_STOP,
  type Configuration,
  type ConfiguredDevices,
  CountKeyDataDisk,
  Display3277,
  deviceAddress,
  LinePrinter,
  LOADING,
  type OperatorKey,
  PrinterKeyboard,
  STOPPED,
  System370,
  TapeDrive,
} from "../../../engine/index.ts";
import { screenView } from "../../terminals/screen.ts";
import type { Changes, Placed } from "./changes.ts";
import type { DeviceView, Lamp, MachineView, PaperPiece, Speed } from "./protocol.ts";
import { type Medium, mediaOf, type Shelf } from "./shelf.ts";

/** Ticks after which the machine is looked at, at the most. */
const MOST_TICKS = 100_000;
/** Microseconds that a waiting machine may be ahead of, or behind, the clock on the wall. */
const LEEWAY = 50_000;
/** Milliseconds over which its speed is measured. */
const MEASURED = 500;
/** Characters of new paper of a console that are told at once: more comes with the next report. */
const MOST_PAPER = 400_000;

/** What a slice has come to: it goes on at once, after so many milliseconds, or when something happens to it. */
export type Pause = number | "event";

export class ConfiguredMachine {
  readonly configuration: Configuration;
  readonly system: System370;
  readonly #devices: ConfiguredDevices;
  readonly #changes: Changes;
  /** Characters of each console's paper that the page has been told. */
  readonly #told = new Map<number, number>();
  #speed: Speed;
  /** Where wall clock and machine's time were last said to be the same: milliseconds, ticks. */
  #since = { wall: performance.now(), ticks: 0, waited: 0 };
  #measured = { wall: performance.now(), instructions: 0, mips: 0 };
  #sliceTicks = 2_000;
  #loading: number | undefined;

  /** Makes the machine, its media mounted with what was written on them. Throws ConfigurationError, RangeError and MediumError. */
  constructor(configuration: Configuration, shelf: Shelf, changes: Changes, speed: Speed) {
    this.configuration = configuration;
    this.#changes = changes;
    this.#speed = speed;
    this.system = new System370({ storageSize: configuration.storageSize });
    for (const { name, source } of shelf.media) this.system.shelf.set(name, source);
    this.#devices = attachDevices(this.system, configuration, (name) => shelf.get(name)?.source);
    changes.powerOff();
    changes.meet(this.#devices.devices, true);
  }

  /** Media that the configuration names and that are not there. */
  get notes(): ConfiguredDevices["notes"] {
    return this.#devices.notes;
  }

  get devices(): readonly Placed[] {
    return this.#devices.devices;
  }

  device(address: number): Placed | undefined {
    return this.devices.find(({ definition }) => definition.address === address);
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    this.#synchronize();
  }

  set fastDevices(fast: boolean) {
    this.system.channels.fastDevices = fast;
  }

  /** Initial program loading. Decks that have been read are put into their readers again. */
  load(address: number): void {
    for (const { definition, device } of this.devices) {
      if (!(device instanceof CardReader) || definition.kind !== "reader" || device.hopper.length > 0) continue;
      if (device.cards === 0 && this.system.instructions === 0) continue;
      const { code, lenient } = definition;
      const how = `${code ? ` ${code}` : ""}${lenient ? " lenient" : ""}`;
      for (const deck of mediaOf(definition)) this.system.input(definition.address, `load ${deck}${how}`);
    }
    this.#loading = address;
    this.system.operate("load", address);
    this.#synchronize();
  }

  press(key: OperatorKey): void {
    this.system.operate(key);
    this.#synchronize();
  }

  /** Puts a medium where the operator can mount it. */
  stock({ name, source }: Medium): void {
    this.system.shelf.set(name, source);
  }

  /** What the operator does at a device. Returns why it was not done, if it was not. */
  operate(address: number, text: string): string | undefined {
    const { system } = this;
    system.refusal = undefined;
    system.input(address, text);
    const { refusal } = system;
    this.#changes.meet(this.devices);
    return refusal;
  }

  /** Runs for at most so many milliseconds. */
  slice(milliseconds: number): Pause {
    const { system } = this;
    const began = performance.now();
    let now = began;
    do {
      const ahead = this.#ahead(now);
      if (ahead > 0) return Math.min(100, ahead / 1000);
      const wanted = Math.min(this.#sliceTicks, MOST_TICKS);
      const stopped = system.run({ ticks: system.now + wanted });
      const after = performance.now();
      if (after - now > milliseconds / 2) this.#sliceTicks = Math.max(500, this.#sliceTicks >> 1);
      else if (after - now < milliseconds / 8) this.#sliceTicks = Math.min(MOST_TICKS, this.#sliceTicks * 2);
      now = after;
      this.#measure(now);
      if (stopped !== "limit") return "event";
    } while (now - began < milliseconds);
    return 0;
  }

  /** Why initial program loading has failed, once after it has; else nothing. */
  get loadFailure(): string | undefined {
    const address = this.#loading;
    if (address === undefined || this.system.processor.operatingState === LOADING) return undefined;
    this.#loading = undefined;
    if (this.system.processor.operatingState !== STOPPED) return undefined;
    const placed = this.device(address);
    return `Nothing could be loaded from ${deviceAddress(address)}: ${placed ? whyNot(placed) : "there is no such device"}.`;
  }

  view(): MachineView {
    const { system } = this;
    this.#measure(performance.now());
    const stopped = system.stopped;
    return {
      lamps: this.#lamps(),
      says: this.#says(),
      psw: system.pswHex,
      mode: system.psw.mode,
      instructions: system.instructions,
      ticks: system.now,
      mips: stopped === undefined ? this.#measured.mips : 0,
      isRunning: stopped === undefined,
      devices: this.devices.map(describe),
      screens: this.devices.flatMap(({ definition, device }) =>
        device instanceof Display3277 ? [screenView(definition.address, device.screen)] : [],
      ),
    };
  }

  /** Whether there is more new paper than {@link typed} has given at once. */
  hasMorePaper = false;

  /** What is new on consoles. What printers and punches have put out is in their trays: see papers.ts. */
  typed(): PaperPiece[] {
    const pieces: PaperPiece[] = [];
    this.hasMorePaper = false;
    for (const { definition, device } of this.devices) {
      if (!(device instanceof PrinterKeyboard)) continue;
      const { address } = definition;
      const from = this.#told.get(address) ?? 0;
      const text = device.text.slice(from, from + MOST_PAPER);
      if (text === "") continue;
      if (text.length === MOST_PAPER) this.hasMorePaper = true;
      pieces.push({ address, from, text });
      this.#told.set(address, from + text.length);
    }
    return pieces;
  }

  #lamps(): Lamp[] {
    const { operatingState } = this.system.processor;
    if (operatingState === CHECK_STOP) return ["check"];
    if (operatingState === LOADING) return ["load"];
    if (operatingState === STOPPED) return ["manual"];
    return this.system.psw.wait ? ["wait"] : ["system"];
  }

  #says(): string {
    const { system } = this;
    const { operatingState } = system.processor;
    if (operatingState === LOADING) return "Loading.";
    if (operatingState === CHECK_STOP) return "Check stop: only a reset or IPL helps.";
    if (operatingState === STOPPED) return "Stopped: Start goes on.";
    if (!system.psw.wait) return "Running.";
    if (system.stopped === "disabled-wait")
      return `Disabled wait, code ${system.pswHex.slice(10)}: the program has ended or given up.`;
    if (this.devices.some(({ device }) => device instanceof PrinterKeyboard && device.reading))
      return "Waiting for a line at the console.";
    return system.stopped === "idle" ? "Waiting for an interruption: from a device, or from you." : "Waiting.";
  }

  /** Ticks by which the machine is ahead of the clock on the wall, as far as its speed is bound to that. */
  #ahead(now: number): number {
    const passed = (now - this.#since.wall) * 1000;
    switch (this.#speed) {
      case "unbound":
        return 0;
      case "paced": {
        const ticks = this.system.now - this.#since.ticks;
        // A page that slept is not caught up with.
        if (passed - ticks > 10 * LEEWAY) this.#synchronize();
        return ticks - passed;
      }
      case "waits": {
        const waited = this.system.waited - this.#since.waited;
        if (passed - waited > LEEWAY) this.#since = { ...this.#since, wall: now, waited: this.system.waited };
        return waited - passed - LEEWAY;
      }
    }
  }

  #synchronize(): void {
    this.#since = { wall: performance.now(), ticks: this.system.now, waited: this.system.waited };
  }

  #measure(now: number): void {
    const { wall, instructions } = this.#measured;
    if (now - wall < MEASURED) return;
    const done = this.system.instructions;
    this.#measured = { wall: now, instructions: done, mips: (done - instructions) / (now - wall) / 1000 };
  }
}

function whyNot({ definition, device }: Placed): string {
  if (device instanceof CardReader)
    return device.ready || device.cards > 0
      ? "what is in the reader does not load itself"
      : "there are no cards in the reader";
  if (device instanceof CountKeyDataDisk)
    return device.pack ? `${device.pack.name} has nothing to load on it, or an error` : "no pack is on the drive";
  if (device instanceof TapeDrive)
    return device.reel ? `${device.reel.name} has nothing to load on it, or an error` : "no tape is on the drive";
  return `a ${definition.type} has no program`;
}

function describe({ definition, device }: Placed): DeviceView {
  const { address, type, kind } = definition;
  const view = { address, type, kind, medium: undefined, reading: false, hasOutput: false };
  if (device instanceof PrinterKeyboard)
    return {
      ...view,
      state: device.reading ? "waits for a line" : "",
      reading: device.reading,
      hasOutput: device.text !== "",
    };
  if (device instanceof CardReader) {
    const [first, ...behind] = device.hopper;
    const more = behind.length > 0 ? ` + ${behind.length}` : "";
    const state = `${device.cards.toLocaleString("en")} read${device.ready ? "" : ", not ready"}`;
    return { ...view, medium: first && first + more, state: device.trouble || state };
  }
  if (device instanceof CardPunch) {
    const cards = device.stackers.reduce((sum, { count }) => sum + count, 0);
    return { ...view, state: `${cards.toLocaleString("en")} punched` };
  }
  if (device instanceof LinePrinter) return { ...view, state: `${device.lines.toLocaleString("en")} lines` };
  if (device instanceof CountKeyDataDisk) {
    const { pack } = device;
    if (!pack) return { ...view, state: "no pack" };
    return { ...view, medium: pack.name, state: pack.readOnly ? "read only" : "" };
  }
  if (device instanceof TapeDrive) {
    const { reel } = device;
    if (!reel) return { ...view, state: "no tape" };
    const where = reel.atLoadPoint ? "at load point" : `at block ${reel.position.toLocaleString("en")}`;
    return {
      ...view,
      medium: reel.name,
      state: `${where}${reel.ring ? "" : ", no ring"}${device.ready ? "" : ", not ready"}`,
    };
  }
  return { ...view, state: "" };
}
