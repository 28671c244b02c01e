/** Reads the cards of object decks into modules, each mistake with its card and column. */
import { decodeEbcdic } from "./ebcdic.ts";
import {
  CARD_LENGTH,
  ESD_TYPES,
  type EsdItem,
  kindOf,
  numberAt,
  OBJECT_MARK,
  RLD_KINDS,
  type RldItem,
  type TextItem,
  textAt,
} from "./object-deck-cards.ts";

/** Where something stands: the file's number, and card and column, which count from 1. */
export interface CardPlace {
  readonly deck: number;
  readonly card: number;
  readonly column: number;
}

/** One mistake in a deck, where it can be seen. */
export interface LoadError extends CardPlace {
  readonly message: string;
}

/** An item and where it stands. */
export type Placed<Item> = Item & { readonly place: CardPlace };

/** One module: the cards up to an END. */
export interface ReadModule {
  readonly symbols: Placed<EsdItem>[];
  readonly text: Placed<TextItem>[];
  readonly relocations: Placed<RldItem>[];
  /** END's entry: an address in a section (0 where it is the first), or a name. */
  entry?: Placed<{ readonly section: number; readonly address: number }>;
  /** ENTRY on a card of its own. */
  entryName?: Placed<{ readonly name: string }>;
  /** The length of the section whose SD item gives none. */
  endLength: number;
}

type Report = (place: CardPlace, message: string) => void;

const VARIABLE_FIELD = 17;
const VARIABLE_BYTES = 56;
const ESD_BYTES = 48;
/** As many modules may a file have; more are nobody's. */
const MOST_MODULES = 4096;

const newModule = (): ReadModule => ({ symbols: [], text: [], relocations: [], endLength: 0 });

/** Reads the modules of a file of cards. Takes any bytes; what is wrong is reported. */
export function readModules(deck: number, bytes: Uint8Array, report: Report): ReadModule[] {
  const modules: ReadModule[] = [];
  let module = newModule();
  let begun = false;
  let number = 0;
  for (let at = 0; at < bytes.length; at += CARD_LENGTH) {
    number++;
    const place = (column: number): CardPlace => ({ deck, card: number, column });
    const card = bytes.subarray(at, at + CARD_LENGTH);
    if (card.length < CARD_LENGTH) {
      report(place(1), `a card has ${CARD_LENGTH} bytes, and the last one here has ${card.length}`);
      break;
    }
    const kind = kindOf(card);
    if (kind === undefined) {
      controlCard(card, place(1), module, report);
      continue;
    }
    begun = true;
    if (kind === "ESD") readEsd(card, place, module, report);
    else if (kind === "TXT") readText(card, place, module, report);
    else if (kind === "RLD") readRld(card, place, module, report);
    else if (kind === "END") {
      readEnd(card, place, module);
      modules.push(module);
      module = newModule();
      begun = false;
      if (modules.length === MOST_MODULES) {
        report(place(1), `there are more than ${MOST_MODULES.toLocaleString("en")} modules here`);
        break;
      }
    }
  }
  if (begun) {
    report({ deck, card: number, column: 1 }, "the deck ends without an END card");
    modules.push(module);
  }
  return modules;
}

/** A card that is none of the deck: what PUNCH puts before it, or a statement for the loader. */
function controlCard(card: Uint8Array, place: CardPlace, module: ReadModule, report: Report): void {
  const text = textAt(card, 1, 71);
  if (card[0] === OBJECT_MARK) {
    report(
      { ...place, column: 2 },
      `“${textAt(card, 2, 3)}” is no kind of object card; ESD, TXT, RLD, END and SYM are`,
    );
    return;
  }
  if (text.trim() === "" || text.startsWith("*")) return;
  const [word = "", operand = ""] = text.trim().split(/\s+/);
  if (word === "ENTRY" && operand !== "") {
    module.entryName = { name: operand.slice(0, 8), place };
    return;
  }
  const first = card[0].toString(16).toUpperCase().padStart(2, "0");
  report(
    place,
    `this is no object card: it begins with X'${first}' instead of X'02'${/^\P{Cc}+$/u.test(decodeEbcdic(card)) ? `, and this loader does not know the statement ${word.slice(0, 8)}` : ""}`,
  );
}

/** The byte count of a card, made to fit. */
function variableBytes(
  card: Uint8Array,
  place: (column: number) => CardPlace,
  most: number,
  multiple: number,
  report: Report,
): number {
  const count = numberAt(card, 11, 2);
  if (count <= most && count % multiple === 0) return count;
  const what = multiple === 1 ? `0 to ${most}` : `a multiple of ${multiple}, at most ${most}`;
  report(place(11), `the number of bytes in the card is ${what}, not ${count}`);
  return 0;
}

function readEsd(card: Uint8Array, place: (column: number) => CardPlace, module: ReadModule, report: Report): void {
  const count = variableBytes(card, place, ESD_BYTES, 16, report);
  let id = numberAt(card, 15, 2);
  for (let column = VARIABLE_FIELD; column < VARIABLE_FIELD + count; column += 16) {
    const code = card[column + 7];
    // The table's keys are numbers, and the code is looked up in it only if it is one of them.
    const type = Object.hasOwn(ESD_TYPES, code) ? ESD_TYPES[code as keyof typeof ESD_TYPES] : undefined;
    if (type === undefined) {
      const hexadecimal = code.toString(16).toUpperCase().padStart(2, "0");
      report(place(column + 8), `X'${hexadecimal}' is no type of an external symbol that this loader knows`);
      id++;
      continue;
    }
    const last = numberAt(card, column + 13, 3);
    const name = textAt(card, column, 8);
    if (name === "" && type !== "PC" && type !== "CM" && type !== "SD")
      report(place(column), `an external symbol of type ${type} needs a name`);
    module.symbols.push({
      name,
      type,
      id: type === "LD" ? 0 : id++,
      address: numberAt(card, column + 9, 3),
      length: type === "LD" || type === "ER" || type === "WX" ? 0 : last,
      section: type === "LD" ? last & 0xffff : 0,
      alignment: type === "PR" ? Math.min(8, card[column + 11] + 1) : 8,
      place: place(column),
    });
  }
}

function readText(card: Uint8Array, place: (column: number) => CardPlace, module: ReadModule, report: Report): void {
  const count = variableBytes(card, place, VARIABLE_BYTES, 1, report);
  module.text.push({
    section: numberAt(card, 15, 2),
    address: numberAt(card, 6, 3),
    bytes: card.slice(VARIABLE_FIELD - 1, VARIABLE_FIELD - 1 + count),
    place: place(6),
  });
}

function readRld(card: Uint8Array, place: (column: number) => CardPlace, module: ReadModule, report: Report): void {
  const count = variableBytes(card, place, VARIABLE_BYTES, 4, report);
  const end = VARIABLE_FIELD + count;
  let column = VARIABLE_FIELD;
  let target = 0;
  let section = 0;
  let same = false;
  while (column < end) {
    if (!same) {
      target = numberAt(card, column, 2);
      section = numberAt(card, column + 2, 2);
      column += 4;
      if (column >= end) {
        report(place(column - 4), "this relocation item ends before its flag and address");
        return;
      }
    }
    const flag = card[column - 1];
    module.relocations.push({
      kind: RLD_KINDS[(flag >> 4) & 3],
      target,
      section,
      address: numberAt(card, column + 1, 3),
      length: ((flag >> 2) & 3) + 1,
      negative: (flag & 0x02) !== 0,
      place: place(column),
    });
    same = (flag & 0x01) !== 0;
    column += 4;
  }
}

const BLANK_NUMBER = 0x404040;

function readEnd(card: Uint8Array, place: (column: number) => CardPlace, module: ReadModule): void {
  const address = numberAt(card, 6, 3);
  const section = numberAt(card, 15, 2);
  if (address !== BLANK_NUMBER) {
    module.entry = { address, section: section === (BLANK_NUMBER & 0xffff) ? 0 : section, place: place(6) };
  }
  const name = textAt(card, 17, 8);
  if (name !== "" && module.entry === undefined) module.entryName = { name, place: place(17) };
  if (card[28] === 0) module.endLength = numberAt(card, 30, 3);
}
