/** Punches object decks (SC26-4941, "Object Deck Output"). */
import { encodeEbcdic } from "./ebcdic.ts";
import {
  CARD_LENGTH,
  ESD_TYPES,
  type EsdItem,
  type EsdType,
  type ObjectModule,
  objectCard,
  putNumber,
  RLD_KINDS,
  type RldItem,
  type TextItem,
  textCard,
} from "./object-deck-cards.ts";

/** Items of 16 bytes in an ESD card, and bytes in a TXT or RLD card. */
const ESD_ITEMS = 3;
const MOST_BYTES = 56;
const FIRST_COLUMN = 17;

const ESD_CODES = new Map<EsdType, number>(Object.entries(ESD_TYPES).map(([code, type]) => [type, Number(code)]));

/** A module as an object deck: cards of 80 bytes, ESD, TXT, RLD, END, numbered in columns 73 to 80. */
export function writeObjectDeck(module: ObjectModule): Uint8Array {
  const cards = [...esdCards(module.symbols), ...textCards(module.text), ...rldCards(module.relocations)];
  const end = objectCard("END");
  if (module.entry !== undefined) {
    putNumber(end, 6, 3, module.entry.address);
    putNumber(end, 15, 2, module.entry.section);
  }
  cards.push(end);
  for (const [index, card] of cards.entries()) card.set(sequence(module.name, index + 1), 72);
  const all = [...module.punched.map(textCard), ...cards];
  const deck = new Uint8Array(all.length * CARD_LENGTH);
  for (const [index, card] of all.entries()) deck.set(card, index * CARD_LENGTH);
  return deck;
}

/** The deck's name, and the card's number in the columns that it leaves. */
function sequence(name: string, number: number): Uint8Array {
  const short = name.slice(0, 8);
  const room = 8 - short.length;
  return encodeEbcdic(short + (room === 0 ? "" : String(number).padStart(room, "0").slice(-room)));
}

function esdCards(symbols: readonly EsdItem[]): Uint8Array[] {
  const cards: Uint8Array[] = [];
  for (let first = 0; first < symbols.length; first += ESD_ITEMS) {
    const items = symbols.slice(first, first + ESD_ITEMS);
    const card = objectCard("ESD");
    putNumber(card, 11, 2, items.length * 16);
    const numbered = items.find(({ id }) => id > 0);
    if (numbered !== undefined) putNumber(card, 15, 2, numbered.id);
    for (const [index, item] of items.entries()) putEsdItem(card, FIRST_COLUMN + index * 16, item);
    cards.push(card);
  }
  return cards;
}

function putEsdItem(card: Uint8Array, column: number, item: EsdItem): void {
  card.set(encodeEbcdic(item.name.slice(0, 8)), column - 1);
  card[column + 7] = ESD_CODES.get(item.type) ?? 0;
  putNumber(card, column + 9, 3, item.address);
  // Columns 13 to 16 of the item stay blank for symbols of other modules.
  if (item.type === "LD") putNumber(card, column + 13, 3, item.section);
  else if (item.type === "PR") putNumber(card, column + 12, 1, item.alignment - 1);
  if (item.type === "SD" || item.type === "PC" || item.type === "CM" || item.type === "PR")
    putNumber(card, column + 13, 3, item.length);
}

function textCards(text: readonly TextItem[]): Uint8Array[] {
  const cards: Uint8Array[] = [];
  let bytes: number[] = [];
  let section = 0;
  let address = 0;
  const flush = (): void => {
    if (bytes.length === 0) return;
    const card = objectCard("TXT");
    putNumber(card, 6, 3, address);
    putNumber(card, 11, 2, bytes.length);
    putNumber(card, 15, 2, section);
    card.set(bytes, FIRST_COLUMN - 1);
    cards.push(card);
    address += bytes.length;
    bytes = [];
  };
  for (const item of text) {
    if (item.section !== section || item.address !== address + bytes.length) {
      flush();
      ({ section, address } = item);
    }
    for (const byte of item.bytes) {
      bytes.push(byte);
      if (bytes.length === MOST_BYTES) flush();
    }
  }
  flush();
  return cards;
}

function rldCards(relocations: readonly RldItem[]): Uint8Array[] {
  const cards: Uint8Array[] = [];
  let card = objectCard("RLD");
  let used = 0;
  let before: RldItem | undefined;
  let flagsAt = 0;
  const flush = (): void => {
    if (used === 0) return;
    putNumber(card, 11, 2, used);
    cards.push(card);
    card = objectCard("RLD");
    used = 0;
    before = undefined;
  };
  for (const item of relocations) {
    let same = before !== undefined && before.target === item.target && before.section === item.section;
    if (used + (same ? 4 : 8) > MOST_BYTES) {
      flush();
      same = false;
    }
    // An item with the pointers of the one before it leaves them out, and that one's flag says so.
    if (same) card[flagsAt] |= 0x01;
    else {
      putNumber(card, FIRST_COLUMN + used, 2, item.target);
      putNumber(card, FIRST_COLUMN + used + 2, 2, item.section);
      used += 4;
    }
    flagsAt = FIRST_COLUMN - 1 + used;
    card[flagsAt] = (RLD_KINDS.indexOf(item.kind) << 4) | ((item.length - 1) << 2) | (item.negative ? 0x02 : 0);
    putNumber(card, FIRST_COLUMN + used + 1, 3, item.address);
    used += 4;
    before = item;
  }
  flush();
  return cards;
}
