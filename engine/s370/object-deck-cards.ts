/** The cards of an object deck (SC26-4941, High Level Assembler Programmer's Guide, "Object Deck Output"). */
import { decodeEbcdic, encodeEbcdic } from "./ebcdic.ts";

/** Columns, and so bytes, of a card. */
export const CARD_LENGTH = 80;
/** Every object card begins with the punches 12-2-9. */
export const OBJECT_MARK = 0x02;
const BLANK = 0x40;
/** Cards have their kind in columns 2 to 4. */
export const CARD_KINDS = ["ESD", "TXT", "RLD", "END", "SYM"] as const;
export type CardKind = (typeof CARD_KINDS)[number];

/** ESD types, by their code in the card. */
export const ESD_TYPES = { 0: "SD", 1: "LD", 2: "ER", 4: "PC", 5: "CM", 6: "PR", 10: "WX" } as const;
/**
 * SD named section, PC section without name, CM common section, LD entry in a section, ER symbol of another module, WX one
 * that need not be found, PR pseudo register (listings call it XD).
 */
export type EsdType = (typeof ESD_TYPES)[keyof typeof ESD_TYPES];

/** RLD flag: bits 2 and 3 say what is relocated. */
export const RLD_KINDS = ["A", "V", "Q", "CXD"] as const;
export type RldKind = (typeof RLD_KINDS)[number];

/** One item of the external symbol dictionary. Addresses and lengths in bytes. */
export interface EsdItem {
  readonly name: string;
  readonly type: EsdType;
  /** The number by which other cards name it; 0 for LD, which has none. */
  readonly id: number;
  /** As assembled. */
  readonly address: number;
  /** Of SD, PC, CM and PR. */
  readonly length: number;
  /** Of LD: the section that it lies in. */
  readonly section: number;
  /** Of PR: bytes to whose multiple its offset is rounded up. */
  readonly alignment: number;
}

/** Bytes of a section. */
export interface TextItem {
  readonly section: number;
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** An address constant that moves with a section. */
export interface RldItem {
  readonly kind: RldKind;
  /** What its value moves with (0 for CXD), and the section in which it lies. */
  readonly target: number;
  readonly section: number;
  readonly address: number;
  /** Bytes, 1 to 4. */
  readonly length: number;
  readonly negative: boolean;
}

/** What a deck holds. */
export interface ObjectModule {
  /** Up to eight characters, in columns 73 to 80. */
  readonly name: string;
  /** Cards before the deck's own, as PUNCH gives them. */
  readonly punched: readonly string[];
  readonly symbols: readonly EsdItem[];
  readonly text: readonly TextItem[];
  readonly relocations: readonly RldItem[];
  /** Where the program starts. */
  readonly entry: { readonly section: number; readonly address: number } | undefined;
}

/** A blank card, or one that begins with a text. */
export function textCard(text: string): Uint8Array {
  const card = new Uint8Array(CARD_LENGTH).fill(BLANK);
  card.set(encodeEbcdic(text).subarray(0, CARD_LENGTH));
  return card;
}

/** An object card without its contents. */
export function objectCard(kind: CardKind): Uint8Array {
  const card = textCard(` ${kind}`);
  card[0] = OBJECT_MARK;
  return card;
}

/** Puts a number into columns (counted from 1). */
export function putNumber(card: Uint8Array, column: number, length: number, value: number): void {
  for (let index = 0; index < length; index++)
    card[column - 1 + index] = Math.floor(value / 256 ** (length - 1 - index)) & 0xff;
}

/** The number in some columns (counted from 1). */
export function numberAt(card: Uint8Array, column: number, length: number): number {
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 256 + card[column - 1 + index];
  return value;
}

/** The text in some columns (counted from 1), blanks at its end left out. */
export function textAt(card: Uint8Array, column: number, length: number): string {
  return decodeEbcdic(card.subarray(column - 1, column - 1 + length)).trimEnd();
}

/** The kind of an object card; undefined for any other card. */
export function kindOf(card: Uint8Array): CardKind | undefined {
  if (card[0] !== OBJECT_MARK) return undefined;
  const name = textAt(card, 2, 3);
  return CARD_KINDS.find((kind) => kind === name);
}

/** Whether a file's bytes look like object decks: whole cards, with an object card among the first ones. */
export function isObjectDeck(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % CARD_LENGTH !== 0) return false;
  for (let at = 0; at < bytes.length; at += CARD_LENGTH) {
    const card = bytes.subarray(at, at + CARD_LENGTH);
    if (kindOf(card) !== undefined) return true;
    // Before the deck there are at most statements in plain text.
    if (/\p{Cc}/u.test(decodeEbcdic(card))) return false;
  }
  return false;
}
