/** Object decks: 80-byte cards in EBCDIC that an assembler punches and a loader reads. */
export {
  type EsdItem,
  type EsdType,
  isObjectDeck,
  type ObjectModule,
  type RldItem,
  type TextItem,
} from "./object-deck-cards.ts";
export { type LoadError, type LoadedProgram, loadObjectDecks } from "./object-deck-loader.ts";
export { writeObjectDeck } from "./object-deck-writer.ts";
