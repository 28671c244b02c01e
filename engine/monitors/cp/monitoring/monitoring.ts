/**
 * The monitor of CP's own doing (GC20-1807, "The MONITOR Command"): where a real CP has MONITOR CALLs, parts of CP call here; what is sampled comes at intervals. Records are
 * collected in buffers in real storage, which go to a tape or into a spool file as they fill up. While all are full nothing is collected.
 */
import { dateText, timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";
import { handleAutomatic, lookAtClock } from "./automatic.ts";
import { DASTAP, maskOf, PERFORM, RESPONSE, SEEKS, SYSPROF, USER, USUAL_CLASSES } from "./classes.ts";
import * as deviceRecords from "./device-records.ts";
import { LOGON, terminalEvent, terminalLine } from "./event-records.ts";
import { BLOCK_HEAD, Fields, record, shortTime } from "./record.ts";
import { MonitorSpools } from "./spool.ts";
import { type MonitorSession, type MonitorSpool, type MonitorTape, SAMPLE, USUAL_INTERVAL } from "./state.ts";
import { perform, user } from "./system-records.ts";
import { MonitorTapes } from "./tape.ts";

/** Codes of class 0 that are no PERFORM data. */
const HEADER = 97;
const TRAILER = 98;
const SUSPENSION = 99;

/** Ticks of a MONITOR CALL's interruption, besides composing and storing the record. */
const INTERRUPTION = 40;

const MICROSECONDS = 1_000_000;
const INTERVAL = "monitor interval";
const SAMPLING = "monitor sample";
const OUTPUT = "monitor output";
const ENDED = "monitor ended";

/** What this CP says of itself in the header record. */
const LEVEL = "T&E CP 1";

export class Monitoring {
  readonly #cp: Cp;
  readonly #tapes: MonitorTapes;
  readonly #spools: MonitorSpools;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.#tapes = new MonitorTapes(cp, this);
    this.#spools = new MonitorSpools(cp, this);
    cp.tasks.handle(OUTPUT, () => this.#write());
    cp.timers.handle(INTERVAL, () => {
      this.#collect();
      this.#countInterval();
      this.#setInterval();
    });
    cp.timers.handle(SAMPLING, () => this.#sample());
    cp.sessions.onLogon((vm) => this.terminal(LOGON, vm));
    handleAutomatic(cp);
  }

  /** The collection that goes on. */
  get session(): MonitorSession | undefined {
    return this.#cp.state.monitoring.session;
  }

  /** Classes that are collected, or will be. */
  get classes(): readonly number[] {
    const { state, configuration } = this.#cp;
    return state.monitoring.classes ?? configuration.automaticMonitoring?.classes ?? USUAL_CLASSES;
  }

  /** Once, when CP is loaded: what is to begin by itself. */
  begin(): void {
    const { configuration, state } = this.#cp;
    const { automaticMonitoring: automatic } = configuration;
    if (automatic === undefined) return;
    const { userid, from, to } = automatic;
    state.monitoring = { ...state.monitoring, automatic: true, time: { from, to }, userid };
    lookAtClock(this.#cp);
  }

  /** Whether MONITOR CALLs of a class interrupt: look before composing a record. */
  takes(number: number): boolean {
    return this.session !== undefined && this.session.stopping === undefined && this.classes.includes(number);
  }

  /** A MONITOR CALL: the record is collected if its class is. Never waits. */
  call(number: number, code: number, data: Uint8Array): void {
    if (!this.takes(number)) return;
    this.#cp.host.charge(INTERRUPTION);
    this.#put(number, code, data);
  }

  /** Class SEEKS: a disk is about to be started for somebody. `cylinder` is where the channel program goes first. */
  seeks(device: Parameters<typeof deviceRecords.seek>[1], vm: number, cylinder: number): void {
    const { state } = this.#cp;
    if (!this.takes(SEEKS) || !deviceRecords.seeksWanted(device, state.monitoring)) return;
    const userid = state.vms[vm]?.userid ?? "SYSTEM";
    this.call(SEEKS, 0, deviceRecords.seek(this.#cp, device, userid, cylinder));
  }

  /** Class RESPONSE: something at a user's terminal, with a line where there is one. */
  terminal(code: number, vm: Vm, line?: string): void {
    if (!this.takes(RESPONSE)) return;
    const data = line === undefined ? terminalEvent(this.#cp, vm) : terminalLine(this.#cp, vm, line);
    this.call(RESPONSE, code, data);
  }

  /** Class SYSPROF: somebody leaves a queue. */
  profile(): void {
    if (this.takes(SYSPROF)) this.call(SYSPROF, 2, deviceRecords.profile(this.#cp));
  }

  // START, STOP, CLOSE.

  /** Begins a collection. Throws `Wait` until there is storage for its buffers. */
  start(by: string, output: Omit<MonitorTape, "program"> | MonitorSpool, buffers: number): void {
    const cp = this.#cp;
    cp.storage.need(buffers + 1);
    const program = output.kind === "tape" ? this.#tapes.programArea() : 0;
    const session: MonitorSession = {
      by,
      output: output.kind === "tape" ? { ...output, program } : output,
      buffers: Array.from({ length: buffers }, () => cp.storage.take()),
      capacity: output.kind === "tape" ? 4096 : this.#spools.capacity,
      current: 0,
      used: BLOCK_HEAD,
      full: [],
      writing: false,
      stopping: undefined,
      complete: false,
      suspendedAt: undefined,
      suspensions: 0,
      collected: {},
      samples: 0,
      devices: {},
    };
    cp.state.monitoring.session = session;
    this.#put(PERFORM, HEADER, this.#header(by));
    if (this.takes(DASTAP)) this.call(DASTAP, deviceRecords.FIRST_COUNTS, deviceRecords.counts(cp));
    this.#setInterval();
    cp.timers.set(SAMPLING, cp.host.microseconds() + SAMPLE);
    if (session.output.kind === "tape") this.#tapes.rewind(session.output);
  }

  /** Ends it: what is in the buffers is still written. */
  stop(by: string): void {
    const { session } = this;
    if (session === undefined || session.stopping !== undefined) return;
    session.stopping = by;
    // While all buffers are full, the last record waits.
    if (session.current !== undefined) this.#putTrailer(session, by);
    const { monitoring } = this.#cp.state;
    monitoring.classes = undefined;
    monitoring.interval = USUAL_INTERVAL;
    this.#cp.timers.cancel(INTERVAL);
    this.#cp.timers.cancel(SAMPLING);
    this.poke();
  }

  #putTrailer(session: MonitorSession, by: string): void {
    session.complete = true;
    this.#put(PERFORM, TRAILER, new Fields().text(by).bytes);
    this.#finishBuffer(session);
  }

  /** Ends it where nothing can be written any more. */
  abandon(): void {
    const { session } = this;
    if (session === undefined) return;
    this.stop(session.by);
    session.complete = true;
    session.full = [];
    session.writing = false;
    this.poke();
  }

  /** CLOSE: what has been collected goes into the spool file, which is closed; another is begun. */
  close(): void {
    const { session } = this;
    if (session?.output.kind !== "spool") return;
    this.#finishBuffer(session);
    session.output.closing = true;
    this.poke();
  }

  /** The interval has been changed. */
  intervalChanged(): void {
    if (this.session !== undefined && this.session.stopping === undefined) this.#setInterval();
  }

  // Collecting.

  #setInterval(): void {
    const { interval } = this.#cp.state.monitoring;
    this.#cp.timers.set(INTERVAL, this.#cp.host.microseconds() + interval * MICROSECONDS);
  }

  /** What is sampled at each interval. */
  #collect(): void {
    const cp = this.#cp;
    const { session } = this;
    if (session === undefined) return;
    if (this.takes(PERFORM)) this.call(PERFORM, 0, perform(cp));
    if (this.takes(USER)) for (const vm of cp.vms) this.call(USER, 0, user(vm));
    if (!this.takes(DASTAP)) return;
    this.call(DASTAP, deviceRecords.COUNTS, deviceRecords.counts(cp));
    this.call(DASTAP, deviceRecords.SAMPLES, deviceRecords.samples(session.samples, session.devices));
    session.samples = 0;
    for (const address of Object.keys(session.devices)) delete session.devices[Number(address)];
  }

  /** LIMIT n SAMPLE: after so many intervals the spool file is closed. */
  #countInterval(): void {
    const { session } = this;
    const { limit } = this.#cp.state.monitoring;
    if (session?.output.kind !== "spool") return;
    session.output.sampled++;
    if (limit?.action === "sample" && session.output.sampled >= limit.blocks) this.close();
  }

  #sample(): void {
    const { session } = this;
    if (session === undefined || session.stopping !== undefined) return;
    if (this.takes(DASTAP)) {
      deviceRecords.sample(this.#cp, session.devices);
      session.samples++;
    }
    this.#cp.timers.set(SAMPLING, this.#cp.host.microseconds() + SAMPLE);
  }

  #header(by: string): Uint8Array {
    const cp = this.#cp;
    const { host, state, configuration } = cp;
    const [left, right] = host.stidp();
    const now = host.microseconds();
    const { frames } = state.storage;
    const size = (kind: string): number => frames.filter((use) => use?.kind === kind).length * 4096;
    return new Fields()
      .word(left, right)
      .text(LEVEL)
      .text(dateText(cp, now))
      .text(timeOfDay(cp, now))
      .text(by)
      .word(maskOf(this.classes), 4096, size("cp"), cp.storage.pageable * 4096)
      .word(state.tracing.table === 0 ? 0 : 4096, configuration.virtualReal ?? 0)
      .half(0, 0).bytes;
  }

  // Buffers.

  #put(number: number, code: number, data: Uint8Array): void {
    const { session } = this;
    if (session === undefined) return;
    const { host } = this.#cp;
    const bytes = record(number, code, host.microseconds(), data);
    if (session.used + bytes.length > session.capacity) this.#finishBuffer(session);
    const { current } = session;
    if (current === undefined) return;
    host.storeBytes(session.buffers[current] + session.used, bytes);
    session.used += bytes.length;
    const key = `${number} ${code}`;
    session.collected[key] = (session.collected[key] ?? 0) + 1;
  }

  /** Has the present buffer written, and takes another. */
  #finishBuffer(session: MonitorSession): void {
    const { current, used } = session;
    if (current === undefined || used === BLOCK_HEAD) return;
    this.#cp.host.store32(session.buffers[current], used * 0x10000);
    session.full.push({ buffer: current, used });
    this.#takeBuffer(session);
    this.poke();
  }

  #takeBuffer(session: MonitorSession): void {
    const free = session.buffers.findIndex((_, i) => session.full.every(({ buffer }) => buffer !== i));
    session.current = free < 0 ? undefined : free;
    session.used = BLOCK_HEAD;
    if (free >= 0 || session.suspendedAt !== undefined) return;
    session.suspendedAt = this.#cp.host.microseconds();
    session.suspensions++;
  }

  /** Whatever can be written shall be. */
  poke(): void {
    const { tasks } = this.#cp;
    if (!tasks.has(OUTPUT)) tasks.add(OUTPUT, undefined);
  }

  /** The first full buffer has been written. */
  written(session: MonitorSession): void {
    session.full.shift();
    session.writing = false;
    if (session.current === undefined && !session.complete) {
      this.#takeBuffer(session);
      const { suspendedAt = 0, suspensions } = session;
      session.suspendedAt = undefined;
      const fields = new Fields().raw(shortTime(suspendedAt)).word(suspensions);
      this.#put(PERFORM, SUSPENSION, fields.bytes);
      if (session.stopping !== undefined) this.#putTrailer(session, session.stopping);
    }
    this.poke();
  }

  /** Throws `Wait` where a spool file's page is to come. */
  #write(): void {
    const { session } = this;
    if (session === undefined) return;
    const { output } = session;
    if (output.kind === "tape") this.#tapes.write(session, output);
    else this.#spools.write(session, output);
  }

  /** Nothing is left to be written: all that it had is given back. */
  ended(session: MonitorSession): void {
    const cp = this.#cp;
    for (const buffer of session.buffers) cp.storage.free(buffer);
    if (session.output.kind === "tape") this.#tapes.release(session.output);
    cp.state.monitoring.session = undefined;
    cp.wake(ENDED);
  }

  /** SHUTDOWN. Throws `Wait` until all has been written. */
  shutdown(): void {
    if (this.session === undefined) return;
    this.stop(this.session.by);
    throw new Wait(ENDED);
  }
}
