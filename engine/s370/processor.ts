/** The processor: fetches, decodes and executes; keeps the PSW; takes interruptions. */
import type { Storage } from "../machine/storage.ts";
import { type AddressPort, Interpreter, raise, Trap } from "../translator/interpreter.ts";
import type { Word } from "../translator/operations.ts";
import type { ChannelSubsystem } from "./channel.ts";
import { Clocks } from "./clocks.ts";
import { DecodedCache, type DecodedEntry, decodeEntry } from "./decoded-cache.ts";
import { ExternalRequests } from "./external.ts";
import { instructionLength } from "./instructions/decoded.ts";
import {
  ADDRESSING,
  EXECUTE,
  isNullifying,
  PAGE_TRANSLATION,
  PRIVILEGED_OPERATION,
  PROGRAM_EVENT,
  PROTECTION,
  SEGMENT_TRANSLATION,
  SPECIFICATION,
  SUPERVISOR_CALL,
} from "./interruption-codes.ts";
import { CHECK_STOP, type InterruptionClass, PROGRAM, SVC, swapPsws } from "./interruptions.ts";
import { type Executor, type S370Operations, withS370 } from "./operations.ts";
import { absoluteAddress, PREFIX_BITS, RealStorage } from "./prefixing.ts";
import { ProgramEvents, withProgramEvents } from "./program-events.ts";
import { CHANGED, FETCH_PROTECTED, LOW_ADDRESS_PROTECTION, LOW_ADDRESSES, REFERENCED } from "./protection.ts";
import { pswHex } from "./psw.ts";
import { MODE_EC, MODE_PROBLEM, MODE_WAIT, STATE_SIZE, state } from "./state.ts";
import type { IntervalTimer } from "./timer.ts";
import type { TranslatedCode } from "./translated.ts";
import { invalidatePageTableEntry, Tlb, type Translation, walk } from "./translation.ts";

/** Offset of storage keys in linear memory: a byte for each 2,048 bytes of storage. */
export const KEYS_AT = 0x8000;
/** Offset of storage in linear memory. */
export const STORAGE_AT = 0x10000;

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

export class Processor implements AddressPort {
  readonly storage: Storage;
  readonly timer: IntervalTimer;
  readonly words: Int32Array;
  readonly keys: Uint8Array;
  /** Storage by real addresses. */
  readonly real: RealStorage;
  readonly clocks: Clocks;
  readonly external: ExternalRequests;
  /** Offset in linear memory of the interval timer, real location 80; -1 where the prefix lies beyond storage. */
  timerPlace = STORAGE_AT + 80;
  readonly #view: DataView;
  readonly #halfwords: Uint16Array;
  readonly #tlb: Tlb;
  /** The interpreter that sees nothing but what it does, and the one that sees program events too; and which of them runs. */
  readonly #plain: S370Operations & Pick<Interpreter<Processor>, "target">;
  readonly #recording: S370Operations & Pick<Interpreter<Processor>, "target">;
  #interpreter: S370Operations & Pick<Interpreter<Processor>, "target">;
  readonly #events: ProgramEvents;
  readonly #cache: DecodedCache;
  readonly #listener: ProcessorListener;
  /** Set by the machine: channels need the processor as it needs them. */
  channels!: ChannelSubsystem;
  /** Set by the machine, where programs are translated: it is told of whatever its translations depend on. */
  translated: TranslatedCode | undefined;
  /** Whether the next instruction was reached by a jump, or a new PSW: where translated program may begin. */
  arrived = true;
  #current = "";
  /** The instruction that runs. */
  #entry: DecodedEntry | undefined;

  constructor(storage: Storage, timer: IntervalTimer, listener: ProcessorListener) {
    const memory = storage.memory.buffer;
    this.storage = storage;
    this.timer = timer;
    this.#listener = listener;
    this.words = new Int32Array(memory, 0, STATE_SIZE / 4);
    this.keys = new Uint8Array(memory, KEYS_AT, storage.size / 2048);
    this.real = new RealStorage(storage, this.words);
    this.clocks = new Clocks(this.words, listener);
    this.external = new ExternalRequests(this.words, timer, this.clocks);
    this.#view = new DataView(memory);
    this.#halfwords = new Uint16Array(memory);
    this.#tlb = new Tlb(this.words);
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

  /** Power-on reset (GA22-7000, "Resets"): all that there is, to zeros or its initial value. */
  powerOn(): void {
    this.words.fill(0);
    this.initialize();
    this.clocks.powerOn();
  }

  /** Initial CPU reset, but for the pending interruptions and the stopped state that CPU reset leaves. */
  initialize(): void {
    const { words } = this;
    this.loadPsw(0, 0);
    words[state.prefix.index] = 0;
    words.fill(0, state.controlRegisters.index, state.controlRegisters.index + 16);
    words[state.controlRegisters.index] = 0xe0;
    words[state.controlRegisters.index + 2] = -1;
    words[state.controlRegisters.index + 14] = 0xc200_0000 | 0;
    words[state.controlRegisters.index + 15] = 0x200;
    this.clocks.reset();
    this.purgeTlb();
    this.restored();
  }

  word(word: Word): number {
    return this.words[word.index];
  }

  /**
   * Empties the instruction-fetch buffer: the next fetch looks translation and storage key up. A new PSW does that, and
   * every change of mode, key, control register, storage key, prefix, or of the lookaside buffer by the program.
   */
  forget(): void {
    this.words[state.fetchPage.index] = -1;
    this.arrived = true;
    this.translated?.modeChanged();
  }

  /** State has been put in from outside: finds again what is derived from it. */
  restored(): void {
    this.timerPlace = this.real.hasAssignedLocations ? STORAGE_AT + this.real.absolute(80) : -1;
    this.clocks.refresh();
    this.arrived = true;
    this.translated?.modeChanged();
    this.translated?.forgetHosts();
  }

  /** Sets the prefix. The interval timer goes on with what real location 80 then holds. */
  setPrefix(value: number): void {
    const before = this.timerPlace;
    this.showTimer();
    this.words[state.prefix.index] = value & PREFIX_BITS;
    this.restored();
    this.purgeTlb();
    if (this.timerPlace !== before) this.noteTimer();
  }

  /** OPERATING, STOPPED, CHECK_STOP or LOADING: see `interruptions.ts`. */
  get operatingState(): number {
    return this.words[state.operatingState.index];
  }
  set operatingState(to: number) {
    this.words[state.operatingState.index] = to;
  }

  checkStop(): void {
    this.operatingState = CHECK_STOP;
  }

  // --- Program-status word

  get ec(): boolean {
    return (this.words[state.modeBits.index] & MODE_EC) !== 0;
  }
  get problem(): boolean {
    return (this.words[state.modeBits.index] & MODE_PROBLEM) !== 0;
  }
  /** An invalid PSW does not wait: its program interruption comes first. */
  get waiting(): boolean {
    return (this.words[state.modeBits.index] & MODE_WAIT) !== 0 && !this.invalid;
  }
  /** Whether the EC-mode PSW has ones where zeros must be; that is noticed before anything else happens. */
  get invalid(): boolean {
    return this.words[state.reservedBits.index] !== 0 || (this.ec && (this.words[state.systemMask.index] & 0xb8) !== 0);
  }
  /** Whether addresses are translated: EC mode with PSW bit 5. */
  get translating(): boolean {
    return this.ec && (this.words[state.systemMask.index] & 4) !== 0;
  }
  /** Whether program events are recorded: EC mode with PSW bit 1, and control register 9 names an event. */
  get per(): boolean {
    const { words } = this;
    return (
      (words[state.systemMask.index] & 0x40) !== 0 && this.ec && words[state.controlRegisters.index + 9] >>> 28 !== 0
    );
  }
  get instructionAddress(): number {
    return this.words[state.instructionAddress.index];
  }

  /** The PSW as left and right word; an interruption adds its code and the instruction's length in BC mode. */
  psw(code = 0, halfwords = 0): [left: number, right: number] {
    const { words } = this;
    const upper =
      (words[state.systemMask.index] << 24) | (words[state.key.index] << 20) | (words[state.modeBits.index] << 16);
    const cc = words[state.conditionCode.index];
    const mask = words[state.programMask.index];
    const address = words[state.instructionAddress.index];
    const reserved = words[state.reservedBits.index];
    if (this.ec) return [upper | (cc << 12) | (mask << 8) | (reserved & 0xc0ff), (reserved & 0xff00_0000) | address];
    return [upper | code, (halfwords << 30) | (cc << 28) | (mask << 24) | address];
  }

  loadPsw(left: number, right: number): void {
    const { words } = this;
    const ec = (left & 0x0008_0000) !== 0;
    words[state.systemMask.index] = left >>> 24;
    words[state.key.index] = (left >>> 20) & 15;
    words[state.modeBits.index] = (left >>> 16) & 15;
    words[state.conditionCode.index] = ec ? (left >>> 12) & 3 : (right >>> 28) & 3;
    words[state.programMask.index] = ec ? (left >>> 8) & 15 : (right >>> 24) & 15;
    words[state.reservedBits.index] = ec ? (left & 0xc0ff) | (right & 0xff00_0000) : 0;
    words[state.instructionAddress.index] = right & 0xff_ffff;
    this.#interpreter.target = -1;
    this.forget();
  }

  /** SSM, STNSM and STOSM: a mask that makes the PSW invalid ends the instruction with its interruption. */
  setSystemMask(mask: number): void {
    this.words[state.systemMask.index] = mask & 0xff;
    this.forget();
    if (this.invalid) raise(SPECIFICATION);
  }

  /** The operator's: the address part of the PSW. */
  setInstructionAddress(address: number): void {
    this.words[state.instructionAddress.index] = address & 0xff_ffff;
    this.forget();
  }

  setKey(key: number): void {
    this.words[state.key.index] = key;
    this.forget();
  }

  /** LPSW has brought in a new PSW: tells the machine. */
  leftBySwap(label: string): void {
    this.#listener.swapped(label);
  }

  setControlRegister(register: number, value: number): void {
    const place = state.controlRegisters.index + register;
    // What may be stored into changes with low-address protection.
    if (register === 0 && (this.words[place] ^ value) & LOW_ADDRESS_PROTECTION) this.translated?.forgetHosts();
    this.words[place] = value;
    if (register === 0) this.clocks.startIfReleased();
    this.forget();
  }

  controlRegister(register: number): number {
    return this.words[state.controlRegisters.index + register];
  }

  // --- Addresses

  /** Real address of a program's address; raises translation exceptions. */
  #translate(address: number): number {
    const cr0 = this.controlRegister(0);
    const cr1 = this.controlRegister(1);
    const page = address >>> 11;
    const frame = this.#tlb.find(page, cr0, cr1);
    if (frame >= 0) return frame | (address & 0x7ff);
    const found = this.walk(address);
    if ("code" in found) {
      // Of the byte index the manual says nothing: that of the smaller page is left out.
      this.words[state.translationExceptionAddress.index] = address & ~0x7ff;
      raise(found.code);
    }
    const replaced = this.#tlb.put(page, cr0, cr1, found.real & ~0x7ff);
    this.translated?.forgetHostOf(replaced);
    return found.real;
  }

  /** Absolute address of a program's address, translated where the PSW says so. */
  #absolute(address: number): number {
    const real = this.translating ? this.#translate(address) : address;
    const prefix = this.words[state.prefix.index];
    return prefix === 0 ? real : absoluteAddress(real, prefix);
  }

  placeToLoad(address: number, length: number): number {
    const at = address & 0xff_ffff;
    if ((at & 0x7ff) + length > 0x800) return -1;
    const absolute = this.#absolute(at);
    if (absolute >= this.storage.size) raise(ADDRESSING);
    const key = this.keys[absolute >>> 11];
    if (key & FETCH_PROTECTED) this.#checkKey(key);
    this.keys[absolute >>> 11] = key | REFERENCED;
    const place = STORAGE_AT + absolute;
    if (this.#isTimer(place, length)) this.#showTimer();
    return place;
  }

  placeToStore(address: number, length: number): number {
    const at = address & 0xff_ffff;
    if ((at & 0x7ff) + length > 0x800) return -1;
    if (at < LOW_ADDRESSES && this.words[state.controlRegisters.index] & LOW_ADDRESS_PROTECTION) raise(PROTECTION);
    const absolute = this.#absolute(at);
    if (absolute >= this.storage.size) raise(ADDRESSING);
    const key = this.keys[absolute >>> 11];
    this.#checkKey(key);
    this.keys[absolute >>> 11] = key | REFERENCED | CHANGED;
    this.storage.dirty[absolute >>> 12] = 1;
    const place = STORAGE_AT + absolute;
    if (this.#isTimer(place, length)) this.#showTimer();
    return place;
  }

  /** Protection: PSW key 0 passes, and a matching key (GA22-7000, "Protection"). */
  #checkKey(key: number): void {
    const own = this.words[state.key.index];
    if (own !== 0 && own !== key >>> 4) raise(PROTECTION);
  }

  stored(place: number, length: number): void {
    if (this.#isTimer(place, length)) this.noteTimer();
    this.translated?.stored(place, length);
  }

  plain(place: number, length: number): boolean {
    return !this.#isTimer(place, length) && !this.translated?.holds(place, length);
  }

  #isTimer(place: number, length: number): boolean {
    return place < this.timerPlace + 4 && place + length > this.timerPlace;
  }

  /** Brings the word at location 80 up to date. */
  #showTimer(): void {
    if (this.timerPlace > 0) this.#view.setInt32(this.timerPlace, this.timer.read(this.#listener.now));
  }

  /** Whether bytes at an absolute address have part in the interval timer. */
  isTimer(absolute: number, length: number): boolean {
    return this.#isTimer(STORAGE_AT + absolute, length);
  }

  /** Brings location 80 up to date for whoever looks at storage from outside. */
  showTimer(): void {
    this.#showTimer();
    if (this.timerPlace > 0) this.storage.dirty[(this.timerPlace - STORAGE_AT) >>> 12] = 1;
  }

  /** Location 80 was stored into. */
  noteTimer(): void {
    if (this.timerPlace > 0) this.timer.set(this.#view.getInt32(this.timerPlace), this.#listener.now);
  }

  purgeTlb(): void {
    this.#tlb.purge();
    this.translated?.forgetHosts();
    this.forget();
  }

  /** IPTE: see {@link invalidatePageTableEntry}. */
  invalidatePage(segment: number, address: number): void {
    const { real } = this;
    // The table may lie at location 80.
    this.showTimer();
    const done = invalidatePageTableEntry(real, this.controlRegister(0), segment, address);
    if (typeof done === "number") raise(done);
    if (this.isTimer(real.absolute(done.entry), 2)) this.noteTimer();
    this.#tlb.drop(done.pages);
    this.translated?.forgetHosts();
    this.forget();
  }

  /** Key of the 2 KiB at a real address, as IBM's bits 0-6 of a byte. */
  storageKey(address: number): number {
    const absolute = this.real.absolute(address);
    if (absolute >= this.storage.size) raise(ADDRESSING);
    return this.keys[absolute >>> 11];
  }

  setStorageKey(address: number, key: number): void {
    const absolute = this.real.absolute(address);
    if (absolute >= this.storage.size) raise(ADDRESSING);
    this.keys[absolute >>> 11] = key;
    this.translated?.forgetHosts();
    this.forget();
  }

  /** LRA: the condition code; the address goes to the translation-exception word (GA22-7000, "Load Real Address"). */
  loadRealAddress(address: number): number {
    const found = this.walk(address);
    const put = (value: number, code: number): number => {
      this.words[state.translationExceptionAddress.index] = value;
      return code;
    };
    if ("real" in found) return put(found.real, 0);
    if (found.code === SEGMENT_TRANSLATION) return put(found.entry, found.beyond ? 3 : 1);
    if (found.code === PAGE_TRANSLATION) return put(found.entry, found.beyond ? 3 : 2);
    return raise(found.code);
  }

  /** Translates by the tables alone: for LRA, and for views that must change nothing. */
  walk(address: number): Translation {
    // A table may lie at location 80.
    this.#showTimer();
    return walk(this.real, this.controlRegister(0), this.controlRegister(1), address & 0xff_ffff);
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
    words[state.instructionLength.index] = decoded.length;
    words[state.instructionAddress.index] = (words[state.instructionAddress.index] + decoded.length) & 0xff_ffff;
    this.#current = definition.mnemonic;
    if (definition.privileged && words[state.modeBits.index] & MODE_PROBLEM) raise(PRIVILEGED_OPERATION);
    interpreter.target = -1;
    definition.define(interpreter, decoded);
    if (interpreter.target >= 0) {
      words[state.instructionAddress.index] = interpreter.target;
      entry.taken = interpreter.target;
      this.arrived = true;
    }
  }

  /** The instruction at an address within the page of the fetch buffer; undefined: it goes on beyond that page. */
  entryAt(address: number): DecodedEntry | undefined {
    const place = STORAGE_AT + (this.words[state.fetchReal.index] | (address & 0x7ff));
    const length = instructionLength(this.#halfwords[place >>> 1] & 0xff);
    const whole = (address & 0x7ff) + length <= 0x800 && !this.#isTimer(place, 6);
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
    if (this.#isTimer(place, 6)) this.#showTimer();
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
    if (this.#entry) this.#entry.taken = (address & 0x7ff) + length > 0x800 ? -1 : place;
    for (let i = 2; i < length; i++) bytes[i] = this.#view.getUint8(this.placeToLoad(address + i, 1));
    if (this.#interpreter === this.#recording) this.#events.fetched(address);
    if (bytes[0] === 0x44) raise(EXECUTE);
    bytes[1] |= modifier;
    const { definition, decoded } = decodeEntry(bytes);
    this.#current = definition.mnemonic;
    if (definition.privileged && this.problem) raise(PRIVILEGED_OPERATION);
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
      this.interrupt(SVC, code & 0xff);
      return;
    }
    const { words } = this;
    if (isNullifying(code)) {
      const back = words[state.instructionAddress.index] - words[state.instructionLength.index];
      words[state.instructionAddress.index] = back & 0xff_ffff;
    }
    if (isNullifying(code) && this.real.hasAssignedLocations)
      this.real.setWord(0x90, words[state.translationExceptionAddress.index]);
    this.interrupt(PROGRAM, code);
  }

  /** Takes an interruption, and tells the machine. */
  interrupt(kind: InterruptionClass, code: number): void {
    const apart = kind !== PROGRAM && kind !== SVC;
    const halfwords = apart ? 0 : this.words[state.instructionLength.index] / 2;
    const address = this.instructionAddress;
    const stoppedAt = apart || (kind === PROGRAM && isNullifying(code)) ? address : address - 2 * halfwords;
    if (swapPsws(this, kind, code, halfwords))
      this.#listener.interrupted(kind, code, stoppedAt & 0xff_ffff, this.#current);
  }

  /** The PSW as hexadecimal. */
  get pswHex(): string {
    return pswHex(...this.psw());
  }
}
