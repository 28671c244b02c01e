/** Separators between files at real printers and punches: whose they are, in letters that can be read from across the room (GC20-1806, "Output Separators"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import { blockLetters } from "./block-letters.ts";
import { spoolId } from "./queues.ts";
import type { SpoolFile } from "./state.ts";

/** A command and its data, or a control. */
export interface SeparatorLine {
  readonly command: number;
  readonly data: Uint8Array | undefined;
}

const SKIP_TO_1 = 0x8b;
const WRITE_SPACE = 0x09;
const WRITE_SPACE_3 = 0x19;
const PUNCH = 0x01;
const CARDS = 4;

function line(text: string, command = WRITE_SPACE): SeparatorLine {
  return { command, data: encodeEbcdic(text === "" ? " " : text) };
}

/** Page of a printer: userid and distribution word, and which file it is. */
export function printSeparator(cp: Cp, file: SpoolFile, address: number): SeparatorLine[] {
  const facts = [
    `FILE ${spoolId(file)}   CLASS ${file.class}   RECORDS ${String(file.records).padStart(6, "0")}   COPIES ${String(file.copies).padStart(2, "0")}`,
    `CREATED ${dateText(cp, file.created)} ${timeOfDay(cp, file.created)}   PRINTED ${dateText(cp)} ${timeOfDay(cp)} AT ${deviceAddress(address)}`,
    `NAME ${`${file.name} ${file.type}`.trim()}   ORIGIN ${file.origin}`,
  ];
  return [
    { command: SKIP_TO_1, data: undefined },
    line("*".repeat(132), WRITE_SPACE_3),
    ...blockLetters(file.owner).map((text) => line(text)),
    line("", WRITE_SPACE_3),
    ...facts.map((text) => line(text)),
    line("", WRITE_SPACE_3),
    ...blockLetters(file.distribution).map((text) => line(text)),
    line("*".repeat(132)),
    { command: SKIP_TO_1, data: undefined },
  ];
}

/** Cards of a punch. */
export function cardSeparator({ owner, distribution, ...file }: SpoolFile): SeparatorLine[] {
  const text = `*** ${owner.padEnd(8)} ${distribution.padEnd(8)} FILE ${spoolId(file)} CLASS ${file.class} ***`;
  return Array.from({ length: CARDS }, () => line(text, PUNCH));
}
