/**
 * Journaling of LOGON, AUTOLOG and LINK (GC20-1807-7, "Journaling LOGON, AUTOLOG, and LINK Commands", "Accounting Records for LOGON, AUTOLOG, and LINK Journaling"; VM/370 Data
 * Areas and Control Block Logic, "JPSCBLOK"): who tries passwords is counted, recorded, told of and turned away, as the system is generated (SYSJRL); links to others' protected
 * minidisks are recorded. How long a LOGON stays disabled, and the words of messages, are this system's own.
 */
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import type { Vm } from "../vm.ts";

/** SYSJRL: numbers of wrong passwords from which on something is done, and the user who is told. */
export interface JournalLimits {
  readonly userid: string;
  /** An accounting record each time. */
  readonly record: number;
  /** The user is told. */
  readonly message: number;
  /** The command is rejected, whatever the password. */
  readonly disable: number;
}

/** SYSJRL: what is journaled when CP is loaded; SET JOURNAL changes it. */
export interface Journaling {
  /** LOGON and AUTOLOG. */
  readonly logon?: JournalLimits;
  readonly link?: JournalLimits;
}

export type JournalKind = keyof Journaling;

export interface JournalState {
  /** SET JOURNAL. */
  readonly on: Record<JournalKind, boolean>;
  /** Wrong passwords one after the other, and when the last came (microseconds), by terminal, or by who has given AUTOLOG. */
  wrong: Record<string, { count: number; at: number }>;
}

export function initialJournal(): JournalState {
  return { on: { logon: true, link: true }, wrong: {} };
}

/** Who tries: at a terminal, or by a command of his virtual machine. */
export interface Trier {
  /** Address of the terminal; undefined for who is disconnected. */
  readonly terminal: number | undefined;
  readonly vm: Vm | undefined;
}

const MICROSECONDS_DISABLED = 3_600_000_000;

/** Columns of the records, from 0. */
const TERMINAL = 28;
const PASSWORD = 32;
const OTHER = 40;
const DISK = 48;
const COUNT = 51;
const LIMIT = 53;

export class Journal {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** What is journaled at present; undefined where it is not, or the system is generated without. */
  limits(kind: JournalKind): JournalLimits | undefined {
    return this.#cp.state.journal.on[kind] ? this.#cp.configuration.journal?.[kind] : undefined;
  }

  /** SET JOURNAL: what has been counted is forgotten. */
  set(kind: JournalKind, isOn: boolean): void {
    const { journal } = this.#cp.state;
    journal.on[kind] = isOn;
    if (kind === "logon") journal.wrong = {};
    else for (const vm of this.#cp.vms) vm.state.console.wrongPasswords = 0;
  }

  // LOGON and AUTOLOG.

  /** Whether LOGON from a terminal, or a user's AUTOLOG, is rejected at present. */
  isDisabled(trier: Trier): boolean {
    const limits = this.limits("logon");
    const wrong = this.#cp.state.journal.wrong[keyOf(trier)];
    if (limits === undefined || wrong === undefined) return false;
    if (this.#cp.host.microseconds() - wrong.at < MICROSECONDS_DISABLED) return wrong.count >= limits.disable;
    delete this.#cp.state.journal.wrong[keyOf(trier)];
    return false;
  }

  /** The password was right. */
  right(trier: Trier): void {
    delete this.#cp.state.journal.wrong[keyOf(trier)];
  }

  /** The password for a user's LOGON or AUTOLOG was wrong. */
  wrong(trier: Trier, userid: string, password: string): void {
    const limits = this.limits("logon");
    if (limits === undefined) return;
    const { wrong } = this.#cp.state.journal;
    const count = (wrong[keyOf(trier)]?.count ?? 0) + 1;
    wrong[keyOf(trier)] = { count, at: this.#cp.host.microseconds() };
    const by = trier.vm?.userid ?? "";
    if (count >= limits.record) {
      const record = this.#record("04", userid, "", trier);
      record
        .text(PASSWORD, password.toUpperCase(), 8)
        .text(OTHER, by, 8)
        .number(COUNT, count)
        .number(LIMIT, limits.record)
        .write();
    }
    if (count >= limits.message) this.#tell(limits, `${count} INCORRECT LOGON PASSWORDS FOR ${userid}`, trier);
  }

  // LINK.

  /** A wrong password, the so manyth of a session. */
  wrongLink(vm: Vm, owner: string, of: number, password: string, count: number): void {
    const limits = this.limits("link");
    if (limits === undefined) return;
    const trier = { terminal: this.#cp.consoles.of(vm)?.address, vm };
    if (count >= limits.record) {
      const record = this.#record("06", vm.userid, vm.state.directory.account, trier);
      record.text(PASSWORD, password.toUpperCase(), 8).text(OTHER, owner, 8).text(DISK, deviceAddress(of), 3);
      record.number(COUNT, count).number(LIMIT, limits.record).write();
    }
    if (count >= limits.message) this.#tell(limits, `${count} INCORRECT LINK PASSWORDS FOR ${owner}`, trier);
  }

  /** Somebody has got a minidisk that is not his, and not everybody's. */
  linked(vm: Vm, owner: string, of: number): void {
    if (this.limits("link") === undefined) return;
    const trier = { terminal: this.#cp.consoles.of(vm)?.address, vm };
    const record = this.#record("05", vm.userid, vm.state.directory.account, trier);
    record.text(OTHER, owner, 8).text(DISK, deviceAddress(of), 3).write();
  }

  #record(code: string, userid: string, account: string, { terminal }: Trier) {
    const record = this.#cp.accounting.record(code, userid, account);
    return record.text(TERMINAL, terminal === undefined ? "DSC" : deviceAddress(terminal).padStart(4, "0"), 4);
  }

  #tell({ userid }: JournalLimits, text: string, { terminal, vm }: Trier): void {
    const to = this.#cp.user(userid);
    const from = vm?.userid ?? (terminal === undefined ? "" : deviceAddress(terminal));
    if (to !== undefined) this.#cp.consoles.message(to, `DMKJRL145I ${text} FROM ${from}`);
  }
}

function keyOf({ terminal, vm }: Trier): string {
  return vm === undefined ? `terminal ${terminal}` : `user ${vm.userid}`;
}
