/** The processor: fetches, decodes and executes instructions, and takes interruptions. */
import type { Storage } from "../machine/storage.ts";
import { Interpreter, raise, Trap } from "../translator/interpreter.ts";
import type { ChannelSubsystem } from "./channel/channel-subsystem.ts";
import { DecodedCache, type DecodedEntry, decodeEntry } from "./decoded-cache.ts";
import { ExternalRequests } from "./external.ts";
import { instructionLength } from "./instructions/decoded.ts";
import {
  EXECUTE,
  isNullifying,
  PAGE_TRANSLATION,
  PRIVILEGED_OPERATION,
  PROGRAM_EVENT,
  SPECIFICATION,
  SUPERVISOR_CALL,
} from "./interruption-codes.ts";
import { type InterruptionClass, PROGRAM, SVC, swapPsws } from "./interruptions.ts";
import { type Executor, type S370Operations, withS370 } from "./operations.ts";
import { ProgramEvents, withProgramEvents } from "./program-events.ts";
import { MODE_PROBLEM, STORAGE_AT, state } from "./state.ts";
import { StorageAccess } from "./storage-access.ts";
import type { IntervalTimer } from "./timer.ts";

/** Definitions see opaque values where the interpreter has numbers and bigints. */
const S370Interpreter = withS370(Interpreter as unknown as Executor);
const RecordingInterpreter = withProgramEvents(S370Interpreter);

/** What the processor tells the machine it is part of. */
export interface ProcessorListener {
  /** Present virtual time. */
  readonly now: number;
  /** A new PSW has come in through an interruption. `mnemonic` is of the instruction that trapped. */
  interrupted(kind: InterruptionClass, code: number, address: number, mnemonic: string): void;
  /** A new PSW has come in through LPSW. */
  swapped(label: string): void;
}

export class Processor extends StorageAccess {
  readonly external: ExternalRequests;
  readonly #view: DataView;
  readonly #halfwords: Uint16Array;
  /** The interpreter that sees nothing but what it does, and the one that sees program events too; and which of them runs. */
  readonly #plain: S370Operations & Pick<Interpreter<Processor>, "target" | "changed">;
  readonly #recording: S370Operations & Pick<Interpreter<Processor>, "target" | "changed">;
  #interpreter: S370Operations & Pick<Interpreter<Processor>, "target" | "changed">;
  readonly #events: ProgramEvents;
  readonly #cache: DecodedCache;
  readonly #listener: ProcessorListener;
  /** Set by the machine: channels need the processor as it needs them. */
  channels!: ChannelSubsystem;
  #current = "";
  /** The instruction that runs. */
  #entry: DecodedEntry | undefined;

  constructor(storage: Storage, timer: IntervalTimer, listener: ProcessorListener) {
    super(storage, timer, listener);
    const memory = storage.memory.buffer;
    this.#listener = listener;
    this.external = new ExternalRequests(this.words, timer, this.clocks);
    this.#view = new DataView(memory);
    this.#halfwords = new Uint16Array(memory);
    this.#cache = new DecodedCache(storage.size);
    // Still an interpreter, whose results are looked at here.
    this.#plain = new S370Interpreter(memory, this, this, false) as S370Operations & Interpreter<Processor>;
    this.#interpreter = this.#plain;
    this.#events = new ProgramEvents(this.words);
    const recording = new RecordingInterpreter(memory, this, this, false);
    recording.events = this.#events;
    // Still that interpreter.
    this.#recording = recording as S370Operations as S370Operations & Interpreter<Processor>;
    this.powerOn();
  }

  override loadPsw(left: number, right: number): void {
    super.loadPsw(left, right);
    // It replaces where the present instruction wanted to go on.
    this.#interpreter.target = -1;
  }

  /** LPSW has brought in a new PSW: tells the machine. */
  leftBySwap(label: string): void {
    this.#listener.swapped(label);
  }

  // --- Execution

  /** Executes one instruction; a program interruption or SVC that ends it is taken at once. */
  executeOne(): void {
    if (this.per) return this.#executeRecording();
    try {
      this.#execute(this.#fetch());
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      this.#trapped(thrown.code);
    }
  }

  /** Executes one instruction whose program events are recorded (GA22-7000, "Priority of Indication"). */
  #executeRecording(): void {
    const { words } = this;
    const events = this.#events;
    const address = words[state.instructionAddress.index];
    events.begin(address);
    this.#interpreter = this.#recording;
    let trap = 0;
    try {
      const entry = this.#fetch();
      events.fetched(address);
      this.#execute(entry);
      if (this.#interpreter.target >= 0) events.branched();
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      trap = thrown.code;
    }
    this.#interpreter = this.#plain;
    if (trap & SUPERVISOR_CALL) this.#trapped(trap);
    if (events.code !== 0) {
      events.identify(this.real);
      let condition = trap & SUPERVISOR_CALL ? 0 : trap;
      // A PSW that is no good, just brought in, is a condition of its own, without an instruction.
      if (condition === 0 && this.invalid) {
        condition = SPECIFICATION;
        words[state.instructionLength.index] = 0;
      }
      this.#trapped(PROGRAM_EVENT | condition);
    } else if (trap !== 0 && !(trap & SUPERVISOR_CALL)) this.#trapped(trap);
  }

  #execute(entry: DecodedEntry): void {
    const { words } = this;
    const interpreter = this.#interpreter;
    const { definition, decoded } = entry;
    this.#entry = entry;
    entry.hasRun = true;
    words[state.instructionLength.index] = decoded.length;
    words[state.instructionAddress.index] = (words[state.instructionAddress.index] + decoded.length) & 0xff_ffff;
    this.#current = definition.mnemonic;
    interpreter.target = -1;
    if (definition.privileged && words[state.modeBits.index] & MODE_PROBLEM) {
      this.#executeAssisted(entry);
      return;
    }
    definition.define(interpreter, decoded);
    if (interpreter.changed) {
      interpreter.changed = false;
      this.alarmed = true;
    }
    if (interpreter.target >= 0) {
      words[state.instructionAddress.index] = interpreter.target;
      entry.taken = interpreter.target;
      this.arrived = true;
    }
  }

  /** A privileged instruction in problem state: an assist executes it, or it is refused. */
  #executeAssisted({ definition, decoded }: Pick<DecodedEntry, "definition" | "decoded">): void {
    if (this.assists === undefined) raise(PRIVILEGED_OPERATION);
    this.assists.execute(definition, decoded);
  }

  /** The instruction at an address within the page of the fetch buffer; undefined: it goes on beyond that page. */
  entryAt(address: number): DecodedEntry | undefined {
    const place = STORAGE_AT + (this.words[state.fetchReal.index] | (address & 0x7ff));
    const length = instructionLength(this.#halfwords[place >>> 1] & 0xff);
    const whole = (address & 0x7ff) + length <= 0x800 && !this.isTimerPlace(place, 6);
    return whole ? this.entryAtPlace(place) : undefined;
  }

  /** The instruction at a place in linear memory. */
  entryAtPlace(place: number): DecodedEntry {
    const at = place >>> 1;
    return this.#cache.find(place - STORAGE_AT, this.#halfwords[at], this.#halfwords, at);
  }

  #fetch(): DecodedEntry {
    const address = this.words[state.instructionAddress.index];
    this.#current = "";
    const { words } = this;
    if (words[state.fetchPage.index] !== address >>> 11 || address & 1) this.#findFetchPage(address);
    const offset = address & 0x7ff;
    const real = words[state.fetchReal.index] | offset;
    const place = STORAGE_AT + real;
    if (this.isTimerPlace(place, 6)) this.refreshTimer();
    const at = place >>> 1;
    const first = this.#halfwords[at];
    const length = instructionLength(first & 0xff);
    if (offset + length > 0x800) return this.#fetchAcross(address, length);
    return this.#cache.find(real, first, this.#halfwords, at);
  }

  #findFetchPage(address: number): void {
    // What loaded an invalid PSW is over: there is no instruction, and no length.
    this.words[state.instructionLength.index] = 0;
    if (this.invalid) raise(SPECIFICATION);
    this.#assumeLength(address);
    if (address & 1) raise(SPECIFICATION);
    this.fillFetchBuffer(address);
    this.words[state.instructionAddress.index] = address;
  }

  /** Looks translation and storage key up for instructions from the page of an address. Returns the address's place. */
  fillFetchBuffer(address: number): number {
    const place = this.placeToLoad(address, 1);
    this.words[state.fetchReal.index] = (place - STORAGE_AT) & ~0x7ff;
    this.words[state.fetchPage.index] = (address & 0xff_ffff) >>> 11;
    return place;
  }

  /** An instruction that goes on in the next 2 KiB: the buffer has its first part, and then those. */
  #fetchAcross(address: number, length: number): DecodedEntry {
    const bytes = new Uint8Array(6);
    const { words } = this;
    this.#assumeLength(address);
    for (let i = 0; i < length; i++) {
      if (((address + i) & 0x7ff) === 0) this.fillFetchBuffer(address + i);
      bytes[i] = this.#view.getUint8(STORAGE_AT + words[state.fetchReal.index] + ((address + i) & 0x7ff));
    }
    words[state.instructionAddress.index] = address;
    return decodeEntry(bytes);
  }

  /**
   * For an interruption while an instruction is fetched: its length is not known. The code is then 1, 2 or 3, and the
   * address stepped on by as much (GA22-7000, "ILC on Instruction-Fetching Exceptions"); here it is 2.
   */
  #assumeLength(address: number): void {
    this.words[state.instructionLength.index] = 4;
    this.words[state.instructionAddress.index] = (address + 4) & 0xff_ffff;
  }

  /** Executes the instruction at an address with its second byte ORed (GA22-7000, "Execute"). */
  executeTarget(address: number, modifier: number): void {
    if (address & 1) raise(SPECIFICATION);
    const bytes = new Uint8Array(6);
    const place = this.placeToLoad(address, 2);
    for (let i = 0; i < 2; i++) bytes[i] = this.#view.getUint8(place + i);
    const length = instructionLength(bytes[0]);
    if (this.#entry) this.#entry.executed = (address & 0x7ff) + length > 0x800 ? -1 : place;
    for (let i = 2; i < length; i++) bytes[i] = this.#view.getUint8(this.placeToLoad(address + i, 1));
    if (this.#interpreter === this.#recording) this.#events.fetched(address);
    if (bytes[0] === 0x44) raise(EXECUTE);
    bytes[1] |= modifier;
    const { definition, decoded } = decodeEntry(bytes);
    this.#current = definition.mnemonic;
    if (definition.privileged && this.problem) return this.#executeAssisted({ definition, decoded });
    definition.define(this.#interpreter, decoded);
  }

  // --- Interruptions

  /** Takes the trap that ended an instruction of translated program. */
  trapped(code: number): void {
    const address = (this.instructionAddress - this.words[state.instructionLength.index]) & 0xff_ffff;
    this.#current = this.entryAt(address)?.definition.mnemonic ?? "";
    this.#trapped(code);
  }

  #trapped(code: number): void {
    if (code & SUPERVISOR_CALL) {
      if (this.assists?.supervisorCall(code & 0xff)) return;
      this.interrupt(SVC, code & 0xff);
      return;
    }
    const { words } = this;
    if (isNullifying(code)) {
      const back = words[state.instructionAddress.index] - words[state.instructionLength.index];
      words[state.instructionAddress.index] = back & 0xff_ffff;
    }
    if ((code & ~PROGRAM_EVENT) === PAGE_TRANSLATION && this.assists?.reflectPageFault()) return;
    if (isNullifying(code) && this.real.hasAssignedLocations)
      this.real.setWord(0x90, words[state.translationExceptionAddress.index]);
    this.interrupt(PROGRAM, code);
  }

  /** Takes an interruption, and tells the machine. */
  interrupt(kind: InterruptionClass, code: number): void {
    const apart = kind !== PROGRAM && kind !== SVC;
    const halfwords = apart ? 0 : this.words[state.instructionLength.index] / 2;
    const address = this.instructionAddress;
    const nullified = kind === PROGRAM && isNullifying(code);
    let stoppedAt = apart || nullified ? address : address - 2 * halfwords;
    // An interruptible instruction of which more is left has its own address there already.
    if (kind === PROGRAM && code === PROGRAM_EVENT) stoppedAt = this.#events.address;
    if (swapPsws(this, kind, code, halfwords))
      this.#listener.interrupted(kind, code, stoppedAt & 0xff_ffff, this.#current);
  }
}
