/** Decks for users' virtual readers: whoever puts one into the real reader says by an ID card whose it is (GC20-1806, "Spooled Card Input"). */
import { encodeEbcdic, isEncodable } from "../s370/ebcdic.ts";

const CARD = 80;

/** Whose a deck is, and what its file is to be called: "ALICE", "HELLO", "TEXT". */
export interface DeckLabel {
  readonly userid: string;
  readonly name: string;
  readonly type: string;
}

/** A deck with its ID card in front. Throws RangeError where a name is none, or the cards are no multiple of 80 bytes. */
export function userDeck({ userid, name, type }: DeckLabel, cards: Uint8Array): Uint8Array {
  for (const word of [userid, name, type])
    if (!/^[A-Z0-9$#@]{1,8}$/.test(word))
      throw new RangeError(`"${word}" is no name: one to eight letters, digits, $ # @`);
  if (cards.length % CARD !== 0) throw new RangeError(`${cards.length} bytes are no whole cards of ${CARD}`);
  const deck = new Uint8Array(CARD + cards.length);
  deck.set(encodeEbcdic(`ID ${userid} NAME ${name} ${type}`.padEnd(CARD)));
  deck.set(cards, CARD);
  return deck;
}

/** A line that no card can hold. */
export class CardError extends Error {
  override readonly name = "CardError";
  /** The first is 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** Lines as cards, one each. Throws {@link CardError}. */
export function textCards(text: string): Uint8Array {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const cards = new Uint8Array(lines.length * CARD);
  for (const [at, line] of lines.entries()) {
    const foreign = [...line].find((character) => !isEncodable(character));
    if (foreign !== undefined) throw new CardError(at + 1, `EBCDIC has no "${foreign}"`);
    if (line.length > CARD) throw new CardError(at + 1, `${line.length} characters, and a card has ${CARD} columns`);
    cards.set(encodeEbcdic(line.padEnd(CARD)), at * CARD);
  }
  return cards;
}
