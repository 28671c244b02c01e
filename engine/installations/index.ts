/** The public face of ready rooms for the site: what its page "CP" loads, and what its reference of CP lists. */
export { type CpReference, cpReference } from "./cp-reference.ts";
export type { RoomPacks } from "./cp-room.ts";
export * from "./cp-session.ts";
export { programDeck } from "./program-deck.ts";
export * from "./room.ts";
export { imagedPacks, type RoomImages, type RoomSources, roomImages, roomPacks, unwrittenPacks } from "./room-packs.ts";
export * from "./saved-room.ts";
export { CardError, type DeckLabel, textCards } from "./user-deck.ts";
