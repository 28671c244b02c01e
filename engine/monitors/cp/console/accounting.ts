/** Accounting: a card for each session, and what programs add (GC20-1807, "Accounting Records"). Cards become punch files of the system's. */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import { tellOperator } from "../operator-messages.ts";
import { closeOutput } from "../spool/close.ts";
import { writeRecord } from "../spool/writer.ts";
import type { Vm } from "../vm.ts";
import { CARD_CLASS, type Charged } from "./accounting-state.ts";

const COLUMNS = 80;
const WRITE = 0x01;
/** Cards that wait for room on the disks; more are lost. */
const MOST_CARDS = 200;
/** Longest data of a card that a program writes. */
export const LONGEST_DATA = 70;

/** Columns of a session's card, counted from 0. */
const AT = {
  userid: 0,
  account: 8,
  date: 16,
  connected: 28,
  total: 32,
  virtual: 36,
  reads: 40,
  writes: 44,
  sios: 48,
  code: 78,
} as const;

function blankCard(code: string): Uint8Array {
  const card = new Uint8Array(COLUMNS).fill(0x40);
  card.set(encodeEbcdic(code), AT.code);
  return card;
}

/** A card that is being filled in. */
export class AccountingRecord {
  readonly #card: Uint8Array;
  readonly write: () => void;

  constructor(card: Uint8Array, write: () => void) {
    this.#card = card;
    this.write = write;
  }

  text(column: number, text: string, length: number): this {
    this.#card.set(encodeEbcdic(text.slice(0, length).padEnd(length)), column);
    return this;
  }

  /** A halfword. */
  number(column: number, value: number): this {
    new DataView(this.#card.buffer).setUint16(column, Math.min(value, 0xffff));
    return this;
  }
}

export class Accounting {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("accounting", () => this.#write());
  }

  /** A session, or what of it has not been accounted for, ends: code 01. Charged to whom DIAGNOSE 4C has named, else to its user. */
  session(vm: Vm): void {
    const { console, time, pages, work, directory } = vm.state;
    const charged: Charged = console.charged ?? { userid: vm.userid, account: directory.account };
    const card = blankCard("01");
    const view = new DataView(card.buffer);
    const milliseconds = (microseconds: number): number => Math.floor(microseconds / 1000) >>> 0;
    const [month, day, year] = dateText(this.#cp).split("/");
    card.set(encodeEbcdic(charged.userid.padEnd(8)), AT.userid);
    card.set(encodeEbcdic(charged.account.padEnd(8)), AT.account);
    card.set(encodeEbcdic(month + day + year + timeOfDay(this.#cp).replaceAll(":", "")), AT.date);
    view.setUint32(AT.connected, Math.floor((this.#cp.host.microseconds() - console.loggedOnAt) / 1_000_000));
    view.setUint32(AT.total, milliseconds(time.virtual + time.overhead - console.accountedTotal));
    view.setUint32(AT.virtual, milliseconds(time.virtual - console.accountedVirtual));
    const { accounted } = work;
    view.setUint32(AT.reads, pages.reads - accounted.reads);
    view.setUint32(AT.writes, pages.writes - accounted.writes);
    view.setUint32(AT.sios, work.sios - accounted.sios);
    this.#add(card);
    this.accounted(vm);
  }

  /** What a virtual machine has used has been accounted for up to now. */
  accounted({ state }: Vm): void {
    const { console, time, pages, work } = state;
    console.loggedOnAt = this.#cp.host.microseconds();
    console.accountedVirtual = time.virtual;
    console.accountedTotal = time.virtual + time.overhead;
    work.accounted = { reads: pages.reads, writes: pages.writes, sios: work.sios };
  }

  /** Data of a program's, at most 70 bytes: code C0. */
  data(vm: Vm, bytes: Uint8Array): void {
    const card = blankCard("C0");
    card.set(encodeEbcdic(vm.userid.padEnd(8)), AT.userid);
    card.set(bytes, AT.account);
    this.#add(card);
  }

  /** A record of another kind, with userid, account number and the time: its other columns, from 0, are to be filled in. */
  record(code: string, userid: string, account: string): AccountingRecord {
    const card = blankCard(code);
    const [month, day, year] = dateText(this.#cp).split("/");
    const record = new AccountingRecord(card, () => this.#add(card));
    record.text(AT.userid, userid, 8).text(AT.account, account, 8);
    return record.text(AT.date, month + day + year + timeOfDay(this.#cp).replaceAll(":", ""), 12);
  }

  #add(card: Uint8Array): void {
    const { cards } = this.#cp.state.accounting;
    if (cards.length >= MOST_CARDS) return;
    cards.push(card);
    if (!this.#cp.tasks.has("accounting")) this.#cp.tasks.add("accounting", undefined);
  }

  /** Throws `Wait` until the file is on the disk. */
  #write(): void {
    const { cards, output } = this.#cp.state.accounting;
    // Cards that have come while a file is being closed go into another one.
    if (output.writer.open?.closing === true) closeOutput(this.#cp, output, { force: true });
    while (cards.length > 0) {
      const made = {
        origin: "SYSTEM",
        device: "PUN",
        queue: "punch",
        class: CARD_CLASS,
        recordSize: COLUMNS,
        distribution: "SYSTEM",
      } as const;
      if (writeRecord(this.#cp, output.writer, made, WRITE, cards[0]) === "full") {
        tellOperator(this.#cp, `${cards.length} ACCOUNTING CARDS LOST; NO SPOOL SPACE`);
        cards.length = 0;
      } else cards.shift();
    }
    closeOutput(this.#cp, output, { force: true });
  }
}
