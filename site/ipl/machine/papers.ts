/**
 * What printers and punches have put out: it lies in their trays until somebody tears it off, whatever becomes of the machine. What is new
 * goes to the journal, and is told to the page.
 */
import { CardPunch, CardStacker, cardLine, LinePrinter } from "../../../engine/index.ts";
import type { PaperEntry } from "../data/journal.ts";
import type { Placed } from "./changes.ts";
import type { OutputForm, PaperPiece, TrayView } from "./protocol.ts";

/** Characters of new paper that are told at once: more comes with the next report. */
const MOST_PAPER = 400_000;
/** Entries of the journal of one tray. */
const MOST_ENTRIES = 400;

/** Paper or cards of one device. Whatever was put out by machines that are gone lies below what the present one puts out. */
interface Tray {
  readonly address: number;
  readonly type: string;
  readonly kind: "printer" | "punch";
  /** File name that the last configuration gave it. */
  name: string | undefined;
  /** Entries that the journal has of it. */
  entries: number;
  /** Characters that the page has been told. */
  told: number;
}

interface PrinterTray extends Tray {
  readonly kind: "printer";
  /** What lies below. */
  below: string;
  /** Characters that the journal has. */
  taken: number;
  device: LinePrinter | undefined;
  /** Characters of the device that have been torn off. */
  torn: number;
}

interface PunchTray extends Tray {
  readonly kind: "punch";
  readonly below: CardStacker[];
  device: CardPunch | undefined;
  /** Cards of the device's stackers that have been taken away. */
  torn: readonly number[];
  /** Cards of each stacker, those below included, that the journal has. */
  takenOf: number[];
  /** What the cards of the first stacker say, as far as they have been read. */
  text: string;
  read: number;
}

export class Papers {
  readonly #trays = new Map<string, PrinterTray | PunchTray>();

  /** Takes an entry of the journal, in their order. */
  load(entry: PaperEntry): void {
    const tray = this.#tray(entry);
    if (entry.isAll) this.#clear(tray);
    tray.entries++;
    tray.name = entry.name;
    if (tray.kind === "printer") {
      tray.below += entry.text ?? "";
      tray.taken = tray.below.length;
      return;
    }
    for (const [at, cards] of (entry.cards ?? []).entries()) {
      for (const card of cards) stackerOf(tray, at).add(card);
      tray.takenOf[at] = stackerOf(tray, at).count;
    }
  }

  /** A machine has been made. Its printers begin with a new form. */
  meet(devices: readonly Placed[]): void {
    for (const { definition, device } of devices) {
      const { address, type } = definition;
      if (definition.kind !== "printer" && definition.kind !== "punch") continue;
      const tray = this.#tray({ tray: keyOf(definition.kind, address), address, type, kind: definition.kind });
      tray.name = definition.file;
      if (tray.kind === "printer" && device instanceof LinePrinter) {
        if (tray.below !== "" && !tray.below.endsWith("\f")) tray.below += "\f";
        tray.device = device;
        tray.torn = 0;
      } else if (tray.kind === "punch" && device instanceof CardPunch) {
        tray.device = device;
        tray.torn = device.stackers.map(() => 0);
      }
    }
  }

  /** The machine is gone; what it has put out stays. */
  powerOff(): void {
    for (const tray of this.#trays.values()) {
      if (tray.kind === "printer") {
        tray.below = textFrom(tray, 0);
        tray.device = undefined;
      } else if (tray.device) {
        const { stackers } = tray.device;
        for (const [at, stacker] of stackers.entries())
          for (const card of stacker.from(tray.torn[at])) stackerOf(tray, at).add(card);
        tray.device = undefined;
        tray.torn = [];
      }
    }
  }

  /** What is new since the last time. Where the journal has many entries of a tray, all that lies in it takes their place. */
  take(): PaperEntry[] {
    const entries: PaperEntry[] = [];
    for (const tray of this.#trays.values()) {
      if (!isPending(tray)) continue;
      const { address, type, kind, name } = tray;
      const isAll = ++tray.entries > MOST_ENTRIES;
      if (isAll) tray.entries = 1;
      const entry = { tray: keyOf(kind, address), address, type, kind, name, isAll };
      if (tray.kind === "printer") {
        entries.push({ ...entry, text: textFrom(tray, isAll ? 0 : tray.taken) });
        tray.taken = lengthOf(tray);
      } else {
        const counts = countsOf(tray);
        const cards = counts.map((_, at) => [...cardsFrom(tray, at, isAll ? 0 : (tray.takenOf[at] ?? 0))]);
        entries.push({ ...entry, cards });
        tray.takenOf = counts;
      }
    }
    return entries;
  }

  /** Whether something has been put out that {@link take} has not given yet. */
  get isPending(): boolean {
    for (const tray of this.#trays.values()) if (isPending(tray)) return true;
    return false;
  }

  /** Whether there is more new paper than {@link pieces} has given at once. */
  hasMore = false;

  /** The page has been told nothing yet. */
  forgetTold(): void {
    for (const tray of this.#trays.values()) tray.told = 0;
  }

  /** What the page has not been told yet. */
  pieces(): PaperPiece[] {
    this.hasMore = false;
    const pieces: PaperPiece[] = [];
    for (const tray of this.#trays.values()) {
      const text = shownFrom(tray, tray.told).slice(0, MOST_PAPER);
      if (text === "") continue;
      if (text.length === MOST_PAPER) this.hasMore = true;
      pieces.push({ address: tray.address, from: tray.told, text });
      tray.told += text.length;
    }
    return pieces;
  }

  /** The trays in which something lies, by address. */
  get trays(): readonly TrayView[] {
    return [...this.#trays.values()]
      .filter((tray) => !isEmpty(tray))
      .map(({ address, type, kind }) => ({ address, type, kind }))
      .sort((a, b) => a.address - b.address);
  }

  /** What lies in a tray, as a file. Throws RangeError where there is nothing, or nothing that the form can hold. */
  file(address: number, form: OutputForm): { readonly name: string | undefined; readonly content: Blob } {
    const tray = this.#at(address);
    if (tray.kind === "printer")
      return { name: tray.name, content: new Blob([textFrom(tray, 0)], { type: "text/plain" }) };
    const code = form === "text" ? "ascii" : "ebcdic";
    const piles = countsOf(tray).map((_, at) => {
      const whole = new CardStacker();
      for (const card of cardsFrom(tray, at, 0)) whole.add(card);
      return new Uint8Array(whole.file(code));
    });
    return { name: tray.name, content: new Blob(piles) };
  }

  /** Throws away what lies in a tray. Returns what the journal calls it. */
  tearOff(address: number): string {
    const tray = this.#at(address);
    this.#clear(tray);
    return keyOf(tray.kind, address);
  }

  #clear(tray: PrinterTray | PunchTray): void {
    tray.told = 0;
    tray.entries = 0;
    if (tray.kind === "printer") {
      tray.taken = 0;
      tray.below = "";
      tray.torn = tray.device?.length ?? 0;
      return;
    }
    tray.below.length = 0;
    tray.takenOf = [];
    tray.torn = tray.device?.stackers.map(({ count }) => count) ?? [];
    tray.text = "";
    tray.read = 0;
  }

  #at(address: number): PrinterTray | PunchTray {
    const kinds = ["printer", "punch"] as const;
    const trays = kinds.flatMap((kind) => this.#trays.get(keyOf(kind, address)) ?? []);
    // What was a printer once may be a punch now.
    const tray = trays.find(({ device }) => device) ?? trays.find((each) => !isEmpty(each));
    if (!tray || isEmpty(tray)) throw new RangeError("nothing has been printed or punched there");
    return tray;
  }

  #tray({ tray: key, address, type, kind }: Pick<PaperEntry, "tray" | "address" | "type" | "kind">) {
    const known = this.#trays.get(key);
    if (known) return known;
    const common = { address, type, name: undefined, entries: 0, told: 0, device: undefined };
    const tray: PrinterTray | PunchTray =
      kind === "printer"
        ? { ...common, kind, below: "", taken: 0, torn: 0 }
        : { ...common, kind, below: [], torn: [], takenOf: [], text: "", read: 0 };
    this.#trays.set(key, tray);
    return tray;
  }
}

function keyOf(kind: Tray["kind"], address: number): string {
  return `${kind} ${address.toString(16)}`;
}

function isEmpty(tray: PrinterTray | PunchTray): boolean {
  return tray.kind === "printer" ? lengthOf(tray) === 0 : countsOf(tray).every((count) => count === 0);
}

function isPending(tray: PrinterTray | PunchTray): boolean {
  if (tray.kind === "printer") return lengthOf(tray) > tray.taken;
  return countsOf(tray).some((count, at) => count > (tray.takenOf[at] ?? 0));
}

function lengthOf({ below, device, torn }: PrinterTray): number {
  return below.length + (device ? device.length - torn : 0);
}

function textFrom({ below, device, torn }: PrinterTray, from: number): string {
  const above = torn + Math.max(0, from - below.length);
  const rest = device && device.length > above ? device.textFrom(above) : "";
  return from < below.length ? below.slice(from) + rest : rest;
}

/** What the page shows: the text, or what the first stacker's cards say along their upper edges. */
function shownFrom(tray: PrinterTray | PunchTray, from: number): string {
  if (tray.kind === "printer") return textFrom(tray, from);
  for (const card of cardsFrom(tray, 0, tray.read)) {
    tray.text += `${interpreted(card)}\n`;
    tray.read++;
  }
  return tray.text.slice(from);
}

/** Cards of each stacker, those below included. */
function countsOf({ below, device, torn }: PunchTray): number[] {
  const stackers = device?.stackers ?? [];
  return Array.from({ length: Math.max(below.length, stackers.length) }, (_, at) => {
    const above = stackers[at] ? stackers[at].count - (torn[at] ?? 0) : 0;
    return (below[at]?.count ?? 0) + above;
  });
}

function* cardsFrom({ below, device, torn }: PunchTray, at: number, from: number): Generator<Uint8Array> {
  const count = below[at]?.count ?? 0;
  if (from < count) yield* below[at].from(from);
  yield* device?.stackers[at]?.from((torn[at] ?? 0) + Math.max(0, from - count)) ?? [];
}

function stackerOf({ below }: PunchTray, at: number): CardStacker {
  while (below.length <= at) below.push(new CardStacker());
  return below[at];
}

/** What a card says along its upper edge. */
function interpreted(card: Uint8Array): string {
  if (card.length !== 80) return "(a card image)";
  try {
    return cardLine(card);
  } catch {
    return "(an object card)";
  }
}
