/** A whole System/370: processor, storage, timer, channel, and a place for a monitor. */
import { type Input, Machine, type StopReason } from "../machine/machine.ts";
import type { Monitor } from "../machine/monitor.ts";
import { Storage, type StorageCopy } from "../machine/storage.ts";
import type { Crossing, World } from "../machine/trace.ts";
import { ABSENT, REASON } from "../translator/translator.ts";
import { Assists } from "./assists/assists.ts";
import { type AssistCounts, assistCounts } from "./assists/counts.ts";
import { type AssistFeatures, NO_ASSISTS } from "./assists/features.ts";
import { ChannelSubsystem } from "./channel/channel-subsystem.ts";
import type { Device } from "./channel/device.ts";
import { Console3215 } from "./devices/console.ts";
import { type ByteSource, MediumError } from "./devices/media.ts";
import { type CostTable, Host } from "./host.ts";
import { CHECK_STOP, EXTERNAL, type InterruptionClass, IO, LOADING, OPERATING, STOPPED } from "./interruptions.ts";
import { continueLoading, OPERATOR, type OperatorKey, obeyOrder, operate } from "./operator.ts";
import { Processor, type ProcessorListener } from "./processor.ts";
import { decodePsw, hexWord, type Psw, parsePsw, pswHex } from "./psw.ts";
import { STORAGE_AT, state } from "./state.ts";
import { IntervalTimer, type TimerState } from "./timer.ts";
import { type SwapRule, TranslatedCode, translatorPlaces } from "./translated.ts";
import { causeOf, Worlds, type WorldsState } from "./worlds.ts";

/** What runs a machine's programs. */
export type ExecutorName = "interpreter" | "cold" | "translator";

/**
 * Most instructions of one stretch of translated program. V8 runs a function in its baseline form until it is called
 * again, however long it runs: so it comes back now and then.
 */
const LONGEST_STRETCH = 1_000_000;

/** Interruptions taken at one tick. If there are more (their new PSWs let one another in), the rest take a tick each. */
const INTERRUPTIONS_AT_ONCE = 8;

interface OwnState {
  readonly words: Int32Array;
  readonly keys: Uint8Array;
  readonly pages: StorageCopy;
  readonly timer: TimerState;
  readonly channels: unknown;
  readonly worlds: WorldsState;
  readonly monitor: unknown;
}

export class System370 extends Machine implements ProcessorListener {
  readonly ticksPerSecond = 1_000_000;
  readonly storage: Storage;
  readonly timer = new IntervalTimer();
  readonly processor: Processor;
  readonly channels: ChannelSubsystem;
  /** Media that the operator can mount and load, by name. Put them there before they are asked for. */
  readonly shelf = new Map<string, ByteSource>();
  /** Why a device did not do what its last input asked for: a sentence for the operator. */
  refusal: string | undefined;
  #monitor: Monitor<Host> | undefined;
  #host: Host | undefined;
  readonly #worlds = new Worlds(this, this.trace);
  /** What runs hot programs; none where the interpreter runs all. */
  readonly translated: TranslatedCode | undefined;
  /** Assists for control programs that are installed. */
  readonly assists: AssistFeatures;
  /** Tick at which the present stretch of translated program began, and how many instructions it may have. */
  #stretchBegan = 0;
  #stretch = 0;

  /**
   * `storageSize`: bytes, a multiple of 4,096, at most 16 MiB. `executor`: what {@link run} uses; a step is always the
   * interpreter's. `hot`: how often a program must arrive at an instruction before it is translated from there on.
   * `assists`: those for control programs that are installed; none unless named.
   */
  constructor({
    storageSize,
    executor = "translator",
    hot,
    assists = {},
  }: {
    storageSize: number;
    executor?: ExecutorName;
    hot?: number;
    assists?: Partial<AssistFeatures>;
  }) {
    super();
    if (!(storageSize >= 4096 && storageSize <= 0x100_0000 && storageSize % 4096 === 0))
      throw new RangeError(`storage of ${storageSize} bytes: it must be a multiple of 4,096, at most 16 MiB`);
    this.storage = new Storage(STORAGE_AT, storageSize, translatorPlaces(storageSize).end);
    this.processor = new Processor(this.storage, this.timer, this);
    this.assists = { ...NO_ASSISTS, ...assists };
    if (Object.values(this.assists).some(Boolean)) this.processor.assists = new Assists(this.processor, this.assists);
    this.identify({ serialNumber: 0x370, model: 0x3158 });
    const system = this;
    this.channels = new ChannelSubsystem({
      get now() {
        return system.now;
      },
      size: storageSize,
      absolute: (real) => this.processor.real.absolute(real),
      read: (address, length) => {
        if (this.processor.isTimer(address, length)) this.processor.showTimer();
        return this.storage.bytes.subarray(address, address + length);
      },
      write: (address, bytes) => this.write(address, bytes),
      keys: this.processor.keys,
      events: this.events,
      trace: this.trace,
      shelf: this.shelf,
      get blockMultiplexing() {
        return system.processor.controlRegister(0) < 0;
      },
    });
    this.processor.channels = this.channels;
    if (executor === "interpreter") return;
    const translated = new TranslatedCode(
      this.processor,
      {
        synchronize: (left) => {
          this.now = this.#stretchBegan + this.#stretch - left;
        },
        isEntryPoint: (address) => this.#monitor?.entryPoints.has(address) ?? false,
      },
      executor,
      hot,
    );
    this.translated = translated;
    this.processor.translated = translated;
    this.storage.watcher = (address, length, replaced) => {
      if (replaced) translated.replaced(STORAGE_AT + address, length);
      else translated.stored(STORAGE_AT + address, length);
    };
  }

  /** Says what STORE CPU ID tells: a serial number of 24 bits, and a model in four digits (0x3158). */
  identify({ serialNumber, model }: { serialNumber: number; model: number }): void {
    this.processor.words[state.serialNumber.index] = serialNumber & 0xff_ffff;
    this.processor.words[state.model.index] = (model & 0xffff) << 16;
  }

  // --- Registers, for views, checks and the command line

  /** General register 0-15, unsigned. */
  gr(register: number): number {
    return this.processor.words[state.generalRegisters.index + register] >>> 0;
  }
  setGr(register: number, value: number): void {
    this.processor.words[state.generalRegisters.index + register] = value;
  }
  /** Control register 0-15, unsigned. */
  cr(register: number): number {
    return this.processor.controlRegister(register) >>> 0;
  }
  setCr(register: number, value: number): void {
    this.processor.setControlRegister(register, value);
  }
  /** Floating-point register 0, 2, 4 or 6 as 16 hexadecimal digits. */
  fr(register: number): string {
    const at = state.floatingPointRegisters.index + register;
    return hexWord(this.processor.words[at]) + hexWord(this.processor.words[at + 1]);
  }
  get psw(): Psw {
    return decodePsw(...this.processor.psw());
  }
  get pswHex(): string {
    return pswHex(...this.processor.psw());
  }
  /** Loads a PSW of 16 hexadecimal digits, as an operator would. Throws RangeError on anything else. */
  setPsw(text: string): void {
    const words = parsePsw(text);
    if (!words) throw new RangeError(`a PSW is 16 hexadecimal digits, not "${text}"`);
    this.processor.loadPsw(...words);
  }

  /** What the assists for control programs have done. */
  get assistCounts(): AssistCounts {
    return assistCounts(this.processor.words);
  }

  /** Attaches a device. Its address has channel and device: X'009'. Throws RangeError where there is one. */
  attach(address: number, device: Device): void {
    this.channels.attach(address, device);
  }

  /** Attaches a console. */
  addConsole(address: number): Console3215 {
    const device = new Console3215();
    this.attach(address, device);
    return device;
  }

  /** Storage as it is now, location 80 included. */
  read(address: number, length: number): Uint8Array {
    if (this.processor.isTimer(address, length)) this.processor.showTimer();
    return this.storage.read(address, length);
  }

  /** Stores from outside: loading, patching. */
  write(address: number, bytes: Uint8Array): void {
    this.storage.write(address, bytes);
    if (this.processor.isTimer(address, bytes.length)) this.processor.noteTimer();
  }

  // --- Monitor

  get monitor(): Monitor<Host> | undefined {
    return this.#monitor;
  }

  /** Gives the machine to a monitor, which starts at once. */
  install(monitor: Monitor<Host>, costs: CostTable): void {
    this.#monitor = monitor;
    this.#host = new Host(this, costs);
    this.#worlds.current = "monitor";
    monitor.start(this.#host);
    this.#dispatch();
    this.settle();
  }

  /** Work of the monitor's: advances virtual time. */
  charge(ticks: number): void {
    this.now += ticks;
    this.#worlds.charge(ticks);
  }

  /** Who runs next, in the monitor's words. */
  nameWorld(world: World): void {
    this.#worlds.dispatched = world;
  }

  #dispatch(): void {
    this.#crossed(
      this.#worlds.cross(
        this.#worlds.dispatched,
        { kind: "dispatch", label: "dispatch" },
        this.processor.instructionAddress,
      ),
    );
  }

  #crossed(crossing: Crossing | undefined): void {
    if (crossing !== undefined) this.#monitor?.crossed?.(crossing);
  }

  get world(): World {
    return this.#worlds.current;
  }

  // --- Running

  get stopped(): StopReason | undefined {
    const { processor } = this;
    if (processor.operatingState !== OPERATING) return this.#notOperating;
    if (!processor.waiting) return undefined;
    if (!this.#enabled) return "disabled-wait";
    return this.#nextEvent === Number.POSITIVE_INFINITY ? "idle" : undefined;
  }

  /** Why a processor that is not in the operating state cannot go on: one that loads waits for the device. */
  get #notOperating(): StopReason | undefined {
    const { operatingState } = this.processor;
    if (operatingState === LOADING && this.#nextEvent !== Number.POSITIVE_INFINITY) return undefined;
    return operatingState === CHECK_STOP ? "check-stop" : "halt";
  }

  override get restsUntil(): number {
    const isWaiting = !this.stopped && (this.processor.waiting || this.processor.operatingState !== OPERATING);
    return isWaiting ? this.#nextEvent : super.restsUntil;
  }

  step(limit = Number.POSITIVE_INFINITY): void {
    const { processor } = this;
    if (this.stopped) return;
    if (!this.cutShort) this.stepBegan = this.now;
    this.cutShort = false;
    if (processor.waiting || processor.operatingState !== OPERATING) this.#jump(limit);
    else if (this.#interruption !== undefined && !processor.invalid) this.now++;
    else if (this.#atEntryPoint) this.#enterMonitor();
    else {
      // The tick passes first, so that a trap's crossing lies after the instruction that trapped, and counts it.
      this.now++;
      this.instructions++;
      processor.executeOne();
    }
    this.settle();
    if (processor.stepping && processor.operatingState === OPERATING) processor.operatingState = STOPPED;
  }

  /** As {@link Machine.run}; what runs hot is translated, where nothing must be looked at after each step. */
  override run({ ticks = Number.POSITIVE_INFINITY, until }: { ticks?: number; until?: () => boolean }): StopReason {
    const { translated, processor } = this;
    if (until) return super.run({ ticks, until });
    while (this.now < ticks) {
      const reason = this.stopped;
      if (reason) return reason;
      if (translated && processor.arrived && this.#runTranslated(translated, ticks)) continue;
      this.#interpret(ticks, translated !== undefined);
    }
    return this.stopped ?? "limit";
  }

  /**
   * Interprets until something must be looked at: an event that is due, a change of state that may let one in, or, with
   * `toArrival`, a place that may be translated.
   */
  #interpret(limit: number, toArrival: boolean): void {
    const { processor } = this;
    const deadline = this.#mayRun ? Math.min(limit, this.#nextEvent) : this.now;
    if (this.now >= deadline) {
      this.step(limit);
      return;
    }
    processor.alarmed = false;
    do {
      this.now++;
      this.instructions++;
      processor.executeOne();
    } while (this.now < deadline && !processor.alarmed && !(toArrival && processor.arrived));
    this.stepBegan = this.now - 1;
    this.cutShort = false;
    this.settle();
  }

  /** Whether instructions are executed one after the other now, with nothing between them. */
  get #mayRun(): boolean {
    const { processor } = this;
    if (processor.operatingState !== OPERATING || processor.waiting || processor.per || processor.stepping)
      return false;
    // Interruptions may be left that could not all be taken at one tick.
    return !processor.invalid && !this.#atEntryPoint && this.#interruption === undefined;
  }

  /**
   * Executes what is translated from the present instruction on, or what is warm by the cold executor (`isCold`);
   * returns false where the interpreter must go on.
   */
  #runTranslated(translated: TranslatedCode, limit: number, isCold = false): boolean {
    const { processor } = this;
    if (!this.#mayRun) return false;
    const swaps = this.#swapRule;
    const next = swaps
      ? Math.min(this.#outerEvent(true), processor.external.nextRequestAfter(this.now))
      : this.#nextEvent;
    const stretch = Math.min(limit, next) - this.now;
    if (stretch <= 0) return false;
    this.#stretchBegan = this.now;
    this.#stretch = Math.min(stretch, LONGEST_STRETCH);
    const { reason, executed } = translated.run(this.#stretch, swaps, isCold);
    this.now = this.#stretchBegan + executed;
    if (executed > 0) {
      this.instructions += executed;
      this.stepBegan = this.now - 1;
      this.cutShort = false;
    }
    if (reason === REASON.trap) processor.trapped(translated.trapCode);
    if (executed > 0) this.settle();
    switch (reason) {
      case REASON.trap:
        return true;
      case ABSENT:
        // Fetching is the next instruction's: only when it is known that there is one now.
        if (executed > 0) {
          processor.arrived = true;
          return true;
        }
        if (translated.visit()) return true;
        if (translated.isWarm) return this.#runTranslated(translated, limit, true);
        processor.arrived = false;
        return false;
      case REASON.next:
        // The cold executor has come to what is hot, or to another page.
        processor.arrived = true;
        return true;
      case REASON.guard:
        translated.refused();
        return executed > 0;
      case REASON.machine:
        processor.arrived = true;
        translated.modeChanged();
        return true;
      case REASON.interpret:
        // After what the interpreter does, translated program may go on.
        if (executed === 0) this.step(limit);
        processor.arrived = true;
        return true;
      default:
        // Too little is left of the stretch for the region's next part: the cold executor counts each instruction.
        if (executed === 0 && !isCold && translated.isWarm) return this.#runTranslated(translated, limit, true);
        // It stops anywhere; regions should begin where the program jumps to.
        if (executed === 0 || isCold) processor.arrived = false;
        return executed > 0;
    }
  }

  /** Which system masks let something in that is pending, in BC and EC mode; undefined where somebody looks at interruptions. */
  get #swapRule(): SwapRule | undefined {
    if (this.#monitor || this.trace.recording) return undefined;
    const external = this.processor.external.requested(this.now) === undefined ? 0 : 0x01;
    const device = this.channels.pendingChannels !== 0;
    return { bc: external | (device ? 0xfe : 0), ec: external | (device ? 0x02 : 0) };
  }

  /** A waiting machine's step. */
  #jump(limit: number): void {
    const next = this.#nextEvent;
    const from = this.now;
    this.cutShort = limit < next;
    this.now = Math.max(this.now + 1, Math.min(next, limit));
    this.waited += this.now - from;
  }

  get #atEntryPoint(): boolean {
    const { processor } = this;
    return (
      this.#monitor !== undefined &&
      !processor.problem &&
      !processor.translating &&
      this.#monitor.entryPoints.has(processor.instructionAddress)
    );
  }

  #enterMonitor(): void {
    const { now } = this;
    if (!this.#monitor || !this.#host) return;
    this.#worlds.dispatched = "monitor";
    this.#monitor.entered(this.#host, this.processor.instructionAddress);
    // A step takes time, whatever the table of charges says.
    if (this.now === now) this.charge(1);
    this.#dispatch();
  }

  /** Tick of whatever is due next. A clock counts only while it could interrupt. */
  get #nextEvent(): number {
    if (this.processor.operatingState !== OPERATING) return Math.min(this.events.next, this.nextInput);
    if (this.#interruption !== undefined) return this.now;
    return Math.min(this.#outerEvent(false), this.processor.external.nextClock);
  }

  /** Tick of what is due next besides clocks that ask; `whoever`: whatever PSW comes in before that. */
  #outerEvent(whoever: boolean): number {
    const timer = this.processor.assists?.nextAfter(this.now, whoever) ?? Number.POSITIVE_INFINITY;
    return Math.min(this.events.next, this.nextInput, timer);
  }

  /** Whether the PSW lets any interruption in. */
  get #enabled(): boolean {
    return this.processor.external.enabled || this.#ioEnabled;
  }
  get #ioEnabled(): boolean {
    return (this.#channelMask & this.channels.existing) !== 0;
  }

  /**
   * The channels that are let in, channel 0 leftmost: by bits of the system mask (BC: one each for channels 0-5), and
   * by control register 2 where one bit is for several (GA22-7000, "I/O-Interruption Masks").
   */
  get #channelMask(): number {
    const mask = this.processor.word(state.systemMask);
    const masks = (mask & 2) !== 0 ? this.processor.controlRegister(2) : 0;
    return this.processor.ec ? masks : ((mask & 0xfc) << 24) | (masks & 0x03ff_ffff);
  }

  /** The interruption that would be taken now: external before I/O (GA22-7000, "Priority of Interruptions"). */
  get #interruption(): { kind: typeof EXTERNAL | typeof IO; code: number } | undefined {
    const external = this.processor.external.pending(this.now);
    if (external !== undefined) return { kind: EXTERNAL, code: external };
    if (this.channels.pendingChannels === 0) return undefined;
    const device = this.channels.pendingDevice(this.#channelMask);
    return device === undefined ? undefined : { kind: IO, code: device };
  }

  protected settleEvents(): void {
    for (let event = this.events.take(this.now); event; event = this.events.take(this.now)) this.channels.due(event);
    this.timer.advance(this.now);
    this.processor.assists?.advance(this.now);
    if (this.processor.operatingState === LOADING) continueLoading(this.processor);
    this.#takeInterruptions();
    if (this.processor.word(state.pendingOrder) !== 0) obeyOrder(this.processor);
  }

  #takeInterruptions(): void {
    const { processor } = this;
    // The PSW that each brings in decides about the next.
    for (let taken = 0; taken < INTERRUPTIONS_AT_ONCE; taken++) {
      if (processor.operatingState !== OPERATING || processor.invalid) return;
      const next = this.#interruption;
      if (!next) return;
      if (!processor.real.hasAssignedLocations) return processor.checkStop();
      if (next.kind === EXTERNAL) processor.external.taken(next.code);
      else this.channels.takeInterruption(next.code);
      processor.interrupt(next.kind, next.code);
    }
  }

  /**
   * The operator presses a key now: "restart", "external", "stop", "load 00C" and others (see {@link OperatorKey}), some
   * with a hexadecimal operand. It is an input like any other: a replay presses it again.
   */
  operate(key: OperatorKey, operand?: number | string): void {
    this.input(OPERATOR, operand === undefined ? key : `${key} ${operand.toString(16)}`);
  }

  protected deliver(input: Input): void {
    if (input.device === OPERATOR) return operate(this.processor, input.text);
    this.refusal = undefined;
    try {
      this.channels.operate(input.device, input.text);
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof MediumError)) throw error;
      this.refusal = error.message;
    }
  }

  // --- World switches

  // Worlds are told apart where somebody looks at them.

  interrupted(kind: InterruptionClass, code: number, address: number, mnemonic: string): void {
    const to = this.#monitor ? "monitor" : "supervisor";
    if (this.trace.recording || this.#monitor?.crossed)
      this.#crossed(this.#worlds.cross(to, causeOf(kind, code, mnemonic), address));
    else if (this.#monitor) this.#worlds.current = to;
  }

  swapped(label: string): void {
    if (!this.#monitor && this.trace.recording)
      this.#worlds.cross("program", { kind: label.toLowerCase(), label }, this.processor.instructionAddress);
  }

  // --- Snapshots

  protected saveOwn(): OwnState {
    // What is stored into from here on must be noted again.
    this.translated?.forgetHosts();
    const pages = this.storage.save();
    // From now on the first store into each page has to be noticed again.
    this.translated?.forgetHosts();
    return {
      words: this.processor.words.slice(),
      keys: this.processor.keys.slice(),
      pages,
      timer: this.timer.save(),
      channels: this.channels.save(),
      worlds: this.#worlds.save(),
      monitor: this.#monitor?.save(),
    };
  }

  protected restoreOwn(own: unknown): void {
    // What saveOwn() returned.
    const saved = own as OwnState;
    this.processor.words.set(saved.words);
    this.processor.keys.set(saved.keys);
    this.storage.restore(saved.pages);
    this.timer.restore(saved.timer);
    this.channels.restore(saved.channels);
    this.#worlds.restore(saved.worlds);
    this.#monitor?.restore(saved.monitor);
    this.processor.restored();
  }
}
