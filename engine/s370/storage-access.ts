/** The processor's way to storage: translation, prefixing, protection, storage keys, and the word that is a timer. */
import type { Storage } from "../machine/storage.ts";
import { type AddressPort, raise } from "../translator/interpreter.ts";
import { Clocks, type Time } from "./clocks.ts";
import { ADDRESSING, PAGE_TRANSLATION, PROTECTION, SEGMENT_TRANSLATION } from "./interruption-codes.ts";
import { absoluteAddress, PREFIX_BITS, RealStorage } from "./prefixing.ts";
import { ProgramStatus } from "./program-status.ts";
import { CHANGED, FETCH_PROTECTED, LOW_ADDRESS_PROTECTION, LOW_ADDRESSES, REFERENCED } from "./protection.ts";
import { KEYS_AT, STATE_SIZE, STORAGE_AT, state } from "./state.ts";
import type { IntervalTimer } from "./timer.ts";
import { invalidatePageTableEntry, PROTECTED_FRAME, Tlb, type Translation, walk } from "./translation.ts";

export class StorageAccess extends ProgramStatus implements AddressPort {
  readonly storage: Storage;
  readonly timer: IntervalTimer;
  readonly keys: Uint8Array;
  /** Storage by real addresses. */
  readonly real: RealStorage;
  readonly clocks: Clocks;
  /** Offset in linear memory of the interval timer, real location 80; -1 where the prefix lies beyond storage. */
  timerPlace = STORAGE_AT + 80;
  readonly #view: DataView;
  readonly #tlb: Tlb;
  readonly #time: Time;

  constructor(storage: Storage, timer: IntervalTimer, time: Time) {
    const memory = storage.memory.buffer;
    super(new Int32Array(memory, 0, STATE_SIZE / 4));
    this.storage = storage;
    this.timer = timer;
    this.#time = time;
    this.keys = new Uint8Array(memory, KEYS_AT, storage.size / 2048);
    this.real = new RealStorage(storage, this.words);
    this.clocks = new Clocks(this.words, time);
    this.#view = new DataView(memory);
    this.#tlb = new Tlb(this.words);
  }

  /** State has been put in from outside: finds again what is derived from it. */
  restored(): void {
    this.timerPlace = this.real.hasAssignedLocations ? STORAGE_AT + this.real.absolute(80) : -1;
    this.clocks.refresh();
    this.arrived = true;
    this.translated?.modeChanged();
    this.translated?.forgetHosts();
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
    words.fill(0, state.controlRegisters.index, state.controlRegisters.index + 16);
    words[state.controlRegisters.index] = 0xe0;
    words[state.controlRegisters.index + 2] = -1;
    words[state.controlRegisters.index + 14] = 0xc200_0000 | 0;
    words[state.controlRegisters.index + 15] = 0x200;
    this.clocks.reset();
    this.setPrefix(0);
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

  override setControlRegister(register: number, value: number): void {
    // What may be stored into changes with low-address protection.
    if (register === 0 && (this.controlRegister(0) ^ value) & LOW_ADDRESS_PROTECTION) this.translated?.forgetHosts();
    super.setControlRegister(register, value);
    if (register === 0) this.clocks.startIfReleased();
  }

  /** Real address of a program's address; raises translation exceptions, and PROTECTION of a segment. */
  #translate(address: number, write: boolean): number {
    const frame = this.#frame(address);
    if (write && frame & PROTECTED_FRAME) raise(PROTECTION);
    return (frame & ~0x7ff) | (address & 0x7ff);
  }

  /** What the lookaside buffer has of a program's address, or what is entered now. */
  #frame(address: number): number {
    const cr0 = this.controlRegister(0);
    const cr1 = this.controlRegister(1);
    const page = address >>> 11;
    const known = this.#tlb.find(page, cr0, cr1);
    if (known >= 0) return known;
    let found = this.walk(address);
    if (
      "code" in found &&
      found.code === PAGE_TRANSLATION &&
      !found.beyond &&
      this.assists?.validateShadow(address, found.entry)
    )
      found = this.walk(address);
    if ("code" in found) {
      // Of the byte index the manual says nothing: that of the smaller page is left out.
      this.words[state.translationExceptionAddress.index] = address & ~0x7ff;
      raise(found.code);
    }
    const { bounds } = this.assists ?? {};
    const real = bounds === undefined ? found.real : (bounds.real(found.real) ?? raise(ADDRESSING));
    const frame = (real & ~0x7ff) | (found.isProtected ? PROTECTED_FRAME : 0);
    const replaced = this.#tlb.put(page, cr0, cr1, frame);
    this.translated?.forgetHostOf(replaced);
    return frame;
  }

  /** Absolute address of a program's address, translated where the PSW says so. */
  #absolute(address: number, write: boolean): number {
    const real = this.translating ? this.#translate(address, write) : address;
    const prefix = this.words[state.prefix.index];
    return prefix === 0 ? real : absoluteAddress(real, prefix);
  }

  placeToLoad(address: number, length: number): number {
    const at = address & 0xff_ffff;
    if ((at & 0x7ff) + length > 0x800) return -1;
    const absolute = this.#absolute(at, false);
    if (absolute >= this.storage.size) raise(ADDRESSING);
    const key = this.keys[absolute >>> 11];
    if (key & FETCH_PROTECTED) this.#checkKey(key);
    this.keys[absolute >>> 11] = key | REFERENCED;
    const place = STORAGE_AT + absolute;
    if (this.isTimerPlace(place, length)) this.refreshTimer();
    return place;
  }

  placeToStore(address: number, length: number): number {
    const at = address & 0xff_ffff;
    if ((at & 0x7ff) + length > 0x800) return -1;
    if (at < LOW_ADDRESSES && this.words[state.controlRegisters.index] & LOW_ADDRESS_PROTECTION) raise(PROTECTION);
    const absolute = this.#absolute(at, true);
    if (absolute >= this.storage.size) raise(ADDRESSING);
    const key = this.keys[absolute >>> 11];
    this.#checkKey(key);
    this.keys[absolute >>> 11] = key | REFERENCED | CHANGED;
    this.storage.dirty[absolute >>> 12] = 1;
    const place = STORAGE_AT + absolute;
    if (this.isTimerPlace(place, length)) this.refreshTimer();
    return place;
  }

  /** Protection: PSW key 0 passes, and a matching key (GA22-7000, "Protection"). */
  #checkKey(key: number): void {
    const own = this.words[state.key.index];
    if (own !== 0 && own !== key >>> 4) raise(PROTECTION);
  }

  // --- Operands of instructions that assists execute

  /** Words at a program's address, a multiple of 4; traps before anything is read. */
  operandWords(address: number, count: number): number[] {
    const places = Array.from({ length: count }, (_, i) => this.placeToLoad(address + 4 * i, 4));
    return places.map((place) => this.#view.getInt32(place));
  }

  /** Stores words at a program's address, a multiple of 4; traps before anything is stored. */
  storeOperandWords(address: number, values: readonly number[]): void {
    const places = values.map((_, i) => this.placeToStore(address + 4 * i, 4));
    places.forEach((place, i) => {
      this.#view.setInt32(place, values[i]);
      this.stored(place, 4);
    });
  }

  operandByte(address: number): number {
    return this.#view.getUint8(this.placeToLoad(address, 1));
  }

  storeOperandByte(address: number, value: number): void {
    const place = this.placeToStore(address, 1);
    this.#view.setUint8(place, value);
    this.stored(place, 1);
  }

  stored(place: number, length: number): void {
    if (this.isTimerPlace(place, length)) this.noteTimer();
    this.translated?.stored(place, length);
  }

  plain(place: number, length: number): boolean {
    return !this.isTimerPlace(place, length) && !this.translated?.holds(place, length);
  }

  /** Whether bytes at a place in linear memory have part in the interval timer. */
  protected isTimerPlace(place: number, length: number): boolean {
    return place < this.timerPlace + 4 && place + length > this.timerPlace;
  }

  /** Brings the word at location 80 up to date for the processor itself. */
  protected refreshTimer(): void {
    if (this.timerPlace > 0) this.#view.setInt32(this.timerPlace, this.timer.read(this.#time.now));
  }

  /** Whether bytes at an absolute address have part in the interval timer. */
  isTimer(absolute: number, length: number): boolean {
    return this.isTimerPlace(STORAGE_AT + absolute, length);
  }

  /** Brings location 80 up to date for whoever looks at storage from outside. */
  showTimer(): void {
    this.refreshTimer();
    if (this.timerPlace > 0) this.storage.dirty[(this.timerPlace - STORAGE_AT) >>> 12] = 1;
  }

  protected override runTimer(runs: boolean): void {
    this.timer.run(runs, this.#time.now);
  }

  /** Location 80 was stored into. */
  noteTimer(): void {
    this.alarmed = true;
    if (this.timerPlace > 0) this.timer.set(this.#view.getInt32(this.timerPlace), this.#time.now);
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
    this.refreshTimer();
    return walk(
      this.assists?.bounds ?? this.real,
      this.controlRegister(0),
      this.controlRegister(1),
      address & 0xff_ffff,
    );
  }
}
