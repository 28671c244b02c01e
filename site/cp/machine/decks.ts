/** Decks as the page makes them, and as links hold them. */
import { CardError, programDeck, textCards } from "../../../engine/installations/index.ts";
import type { DeckFault } from "./protocol.ts";

/** Cards, or what is wrong with the text. */
export type Cards = { readonly cards: Uint8Array } | { readonly errors: readonly DeckFault[] };

/** The object deck of a program. */
export function programCards(source: string): Cards {
  return programDeck(source);
}

/** A card for each line. */
export function plainCards(text: string): Cards {
  try {
    return { cards: textCards(text) };
  } catch (error) {
    if (!(error instanceof CardError)) throw error;
    return { errors: [{ line: error.line, column: 1, message: error.message }] };
  }
}

/** Decks as texts of a link. */
export function filesOf(decks: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const text = (deck: Uint8Array): string => btoa(Array.from(deck, (byte) => String.fromCharCode(byte)).join(""));
  return Object.fromEntries([...decks].map(([name, deck]) => [name, text(deck)]));
}

/** The decks of a link. One that cannot be read is left out: the reader then says that it is not there. */
export function decksOf(files: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  const decks = new Map<string, Uint8Array>();
  for (const [name, text] of Object.entries(files)) {
    try {
      decks.set(
        name,
        Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
      );
    } catch {
      // What is no base64 is no deck.
    }
  }
  return decks;
}
