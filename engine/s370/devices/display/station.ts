/**
 * The 3277 display station as its operator has it: screen, keyboard, selector pen
 * (GA27-2749, "Keyboard Functions", "Selector Pen", "Indicators").
 */
import { DisplayBuffer, isDetectable, NUMERIC, SKIP } from "./buffer.ts";
import { AID, BLANK, DUPLICATE, FIELD_MARK, NULL } from "./codes.ts";
import type { Key, Keystroke } from "./keystrokes.ts";

/** What the selector pen finds as the first character of a field. */
const NOT_SELECTED = 0x6f;
const SELECTED = 0x6e;

/** What the numeric lock lets into a numeric field: digits, period, minus sign. DUP has a key of its own. */
function isNumeric(character: number): boolean {
  return (character >= 0xf0 && character <= 0xf9) || character === 0x4b || character === 0x60;
}

/** What decides how a station goes on. */
export interface StationState {
  readonly locations: Uint16Array;
  readonly cursor: number;
  readonly aid: number;
  readonly inputInhibited: boolean;
  readonly inserting: boolean;
  readonly alarms: number;
  readonly isOn: boolean;
}

/** One display station: its buffer, and what its operator does with it. */
export class DisplayStation {
  readonly buffer: DisplayBuffer;
  /** Whether the keyboard has the numeric lock: numeric fields take digits, period and minus sign only. */
  readonly #numericLock: boolean;
  cursor = 0;
  /** Attention identification: what the operator has done last, until the program restores the keyboard. */
  aid: number = AID.none;
  /** INPUT INHIBITED: keys do nothing but RESET. */
  inputInhibited = false;
  /** INSERT MODE. */
  inserting = false;
  /** How often the audible alarm has sounded. */
  alarms = 0;
  isOn = true;

  constructor(rows: number, columns: number, numericLock: boolean) {
    this.buffer = new DisplayBuffer(rows, columns);
    this.#numericLock = numericLock;
  }

  /** Restores the keyboard: what the operator has done is no longer outstanding. */
  restoreKeyboard(): void {
    this.inputInhibited = false;
    this.aid = AID.none;
  }

  /** Nulls everywhere, the cursor at location 0. */
  erase(): void {
    this.buffer.clear();
    this.cursor = 0;
  }

  /** ERASE ALL UNPROTECTED, of the program; ERASE INPUT, of the operator, does this part of it. */
  eraseUnprotected(): void {
    this.buffer.eraseUnprotected(0, 0);
    this.buffer.untag({ unprotectedOnly: true });
    this.#home();
  }

  /** Throws RangeError where a keystroke names a place that is not on the screen. */
  check(stroke: Keystroke): void {
    if (stroke.kind === "cursor" || stroke.kind === "pen") this.#at(stroke.row, stroke.column);
  }

  /** Does what the operator does. Returns whether the program is to know: attention, or device end of a station that has been switched on. */
  press(stroke: Keystroke): "attention" | "ready" | undefined {
    if (!this.isOn) return stroke.kind === "key" && stroke.key === "power on" ? this.#switchOn() : undefined;
    if (stroke.kind === "key") {
      let news: "attention" | "ready" | undefined;
      for (let i = 0; i < stroke.times; i++) news = this.#key(stroke.key) ?? news;
      return news;
    }
    if (this.inputInhibited) return undefined;
    switch (stroke.kind) {
      case "character":
        this.#type(stroke.character);
        return undefined;
      case "pf":
        return this.#attention(AID.pf[stroke.number - 1]);
      case "pa":
        return this.#attention(AID.pa[stroke.number - 1]);
      case "cursor":
        this.cursor = this.#at(stroke.row, stroke.column);
        return undefined;
      case "pen":
        return this.#pen(this.#at(stroke.row, stroke.column));
    }
  }

  save(): StationState {
    const { cursor, aid, inputInhibited, inserting, alarms, isOn } = this;
    return { locations: this.buffer.save(), cursor, aid, inputInhibited, inserting, alarms, isOn };
  }

  restore(saved: StationState): void {
    this.buffer.restore(saved.locations);
    this.cursor = saved.cursor;
    this.aid = saved.aid;
    this.inputInhibited = saved.inputInhibited;
    this.inserting = saved.inserting;
    this.alarms = saved.alarms;
    this.isOn = saved.isOn;
  }

  // --- Keys

  #key(key: Key): "attention" | "ready" | undefined {
    switch (key) {
      case "reset":
        this.inputInhibited = false;
        this.inserting = false;
        return undefined;
      case "power off":
        this.isOn = false;
        return undefined;
      case "power on":
        return undefined;
    }
    if (this.inputInhibited) return undefined;
    switch (key) {
      case "enter":
        return this.#attention(AID.enter);
      case "test req":
        return this.#attention(AID.testRequest);
      case "clear":
        this.erase();
        return this.#attention(AID.clear);
      case "insert":
        this.inserting = true;
        return undefined;
      case "delete":
        this.#delete();
        return undefined;
      case "erase eof":
        this.#eraseToEnd();
        return undefined;
      case "erase input":
        this.eraseUnprotected();
        return undefined;
      case "dup":
        if (this.#store(DUPLICATE)) this.#tab();
        return undefined;
      case "field mark":
        this.#type(FIELD_MARK);
        return undefined;
      default:
        this.#move(key);
        return undefined;
    }
  }

  #move(key: "up" | "down" | "left" | "right" | "tab" | "backtab" | "newline" | "home"): void {
    const { size, columns } = this.buffer;
    switch (key) {
      case "up":
        this.cursor = (this.cursor + size - columns) % size;
        break;
      case "down":
        this.cursor = (this.cursor + columns) % size;
        break;
      case "left":
        this.cursor = this.buffer.previous(this.cursor);
        break;
      case "right":
        this.cursor = this.buffer.next(this.cursor);
        break;
      case "tab":
        this.#tab();
        break;
      case "backtab":
        this.#backtab();
        break;
      case "newline":
        this.#newLine();
        break;
      case "home":
        this.#home();
        break;
    }
  }

  /** On to the next unprotected field; to location 0 where there is none. */
  #tab(): void {
    this.cursor = this.buffer.unprotectedAround(this.cursor) ?? 0;
  }

  /** To where the unprotected field begins in which the cursor is; from there, to the one before. */
  #backtab(): void {
    const { buffer } = this;
    // The attribute just before the cursor is that of the field whose first location it is in.
    this.cursor = buffer.unprotectedBefore(buffer.previous(this.cursor)) ?? 0;
  }

  /** To the first unprotected location of the next row that has one. */
  #newLine(): void {
    const { size, columns } = this.buffer;
    const row = this.cursor - (this.cursor % columns);
    for (let i = 0; i < size; i++) {
      const at = (row + columns + i) % size;
      if (this.buffer.isProtected(at)) continue;
      this.cursor = at;
      return;
    }
    this.cursor = 0;
  }

  #home(): void {
    this.cursor = this.buffer.unprotectedAround(0) ?? 0;
  }

  #attention(aid: number): "attention" {
    this.aid = aid;
    this.inputInhibited = true;
    this.inserting = false;
    return "attention";
  }

  #type(character: number): void {
    if (this.#store(character)) this.#advance();
  }

  /** Stores a character at the cursor, where the operator may; else input is inhibited. */
  #store(character: number): boolean {
    const { buffer, cursor } = this;
    const attribute = buffer.fieldAttribute(cursor) ?? 0;
    const refused =
      this.#numericLock && (attribute & NUMERIC) !== 0 && character !== DUPLICATE && !isNumeric(character);
    if (buffer.isProtected(cursor) || refused || (this.inserting && !this.#makeRoom())) return this.#inhibit();
    buffer.setCharacter(cursor, character);
    buffer.tag(cursor);
    return true;
  }

  /** Moves what is at the cursor and behind it up to the field's first null. Returns whether there was one. */
  #makeRoom(): boolean {
    const { buffer, cursor } = this;
    const end = buffer.next(buffer.fieldEnd(cursor));
    let room = cursor;
    while (buffer.character(room) !== NULL) {
      room = buffer.next(room);
      if (room === end) return false;
    }
    for (let at = room; at !== cursor; at = buffer.previous(at))
      buffer.setCharacter(at, buffer.character(buffer.previous(at)));
    return true;
  }

  /** The cursor's way on from a character that has been typed: over an attribute, and over fields to be skipped. */
  #advance(): void {
    const { buffer } = this;
    this.cursor = buffer.next(this.cursor);
    const attribute = buffer.attribute(this.cursor);
    if (attribute === undefined) return;
    if ((attribute & SKIP) === SKIP) this.#tab();
    else this.cursor = buffer.next(this.cursor);
  }

  /** Takes the character at the cursor out; the rest of the field in the row moves up. */
  #delete(): void {
    const { buffer, cursor } = this;
    if (buffer.isProtected(cursor)) {
      this.#inhibit();
      return;
    }
    const rowEnd = cursor - (cursor % buffer.columns) + buffer.columns - 1;
    const fieldEnd = buffer.fieldEnd(cursor);
    const end = fieldEnd >= cursor ? Math.min(fieldEnd, rowEnd) : rowEnd;
    for (let at = cursor; at < end; at++) buffer.setCharacter(at, buffer.character(at + 1));
    buffer.setCharacter(end, NULL);
    buffer.tag(cursor);
  }

  #eraseToEnd(): void {
    const { buffer, cursor } = this;
    if (buffer.isProtected(cursor)) {
      this.#inhibit();
      return;
    }
    const end = buffer.next(buffer.fieldEnd(cursor));
    let at = cursor;
    do {
      buffer.setCharacter(at, NULL);
      at = buffer.next(at);
    } while (at !== end);
    buffer.tag(cursor);
  }

  #inhibit(): false {
    this.inputInhibited = true;
    return false;
  }

  // --- Selector pen, power

  /** The pen selects a field, or takes that back; a field that begins with a blank or null asks for attention. */
  #pen(at: number): "attention" | undefined {
    const { buffer } = this;
    const begins = buffer.attributeBefore(at);
    if (begins === undefined || begins === at || !isDetectable(buffer.attribute(begins) ?? 0)) return undefined;
    const designator = buffer.next(begins);
    switch (buffer.character(designator)) {
      case NOT_SELECTED:
        buffer.setCharacter(designator, SELECTED);
        buffer.tag(designator);
        return undefined;
      case SELECTED:
        buffer.setCharacter(designator, NOT_SELECTED);
        buffer.untagField(designator);
        return undefined;
      case NULL:
      case BLANK:
        buffer.tag(designator);
        return this.#attention(AID.selectorPen);
      default:
        return undefined;
    }
  }

  #switchOn(): "ready" {
    this.erase();
    this.restoreKeyboard();
    this.inserting = false;
    this.isOn = true;
    return "ready";
  }

  #at(row: number, column: number): number {
    const { rows, columns } = this.buffer;
    if (row < 1 || row > rows || column < 1 || column > columns)
      throw new RangeError(`row ${row}, column ${column} is not on the screen, which has ${rows} rows of ${columns}`);
    return (row - 1) * columns + column - 1;
  }
}
