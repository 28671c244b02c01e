/** System/370's public face. */
export { ChannelSubsystem, deviceName } from "./channel/channel-subsystem.ts";
export * from "./channel/device.ts";
export { Console1052, Console3215, type ConsoleKey, consoleKey } from "./devices/console.ts";
export { LinePrinter } from "./devices/printer.ts";
export { CardPunch } from "./devices/punch.ts";
export { CardReader } from "./devices/reader.ts";
export { type Disassembled, disassemble, disassembleOne, statementText } from "./disassembler.ts";
export { decodeEbcdic, encodeEbcdic } from "./ebcdic.ts";
export { type CostTable, Host, MonitorFault } from "./host.ts";
export { findInstruction, type InstructionDefinition, instructions } from "./instructions/index.ts";
export * from "./interruption-codes.ts";
export { isObjectDeck, loadObjectDecks, type ObjectModule, writeObjectDeck } from "./object-deck.ts";
export { OPERATOR, type OperatorKey } from "./operator.ts";
export { decodePsw, hexWord, isInvalidPsw, type Psw, parsePsw, pswHex } from "./psw.ts";
export { System370 } from "./system.ts";
export { sizes, type Translation, walk } from "./translation.ts";
