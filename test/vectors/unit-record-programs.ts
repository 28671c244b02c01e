/** Programs for unit-record devices as device cases: command after command, and what refused ones leave. */
import { encodeEbcdic } from "../../engine/s370/ebcdic.ts";
import type { DeviceCase } from "./device-case.ts";

/** Cards of EBCDIC. */
export function deck(...cards: readonly string[]): Uint8Array {
  return encodeEbcdic(cards.map((card) => card.padEnd(80)).join(""));
}

export const numbered = (count: number) => deck(...Array.from({ length: count }, (_, i) => `CARD ${i + 1}`));

/** A byte in hexadecimal, two digits. */
export const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, "0");

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, hex).join("");
}

/** All codes from 01 to FF that are commands (not TRANSFER IN CHANNEL, not invalid), but for some. */
export function codesWithout(...taken: readonly number[]): readonly number[] {
  const all = Array.from({ length: 256 }, (_, code) => code);
  return all.filter((code) => code % 16 !== 0 && code % 16 !== 8 && !taken.includes(code));
}

/** A program that gives commands one by one; data are 8 bytes of the alphabet and blanks. */
export function oneByOne(device: string, codes: readonly number[], { flags = "20", count = 80 } = {}): string {
  return `
${codes.map((code) => `         IO    X'${device}',C${hex(code)}`).join("\n")}
         DONE
${codes.map((code) => `C${hex(code)}      CCW   X'${hex(code)}',DATA,X'${flags}',${count}`).join("\n")}
DATA     DC    CL256'ABCDEFGH'
`;
}

/** Cases of commands that a device refuses there and here: as many as there is room for results. */
export function rejects(device: Omit<DeviceCase, "name" | "source">, type: string, address: string, taken: readonly number[]) {
  const codes = codesWithout(0x04, ...taken);
  const halves: [string, (code: number) => boolean][] = [
    ["01 to 7F", (code) => code < 0x80],
    ["81 to FF", (code) => code > 0x80],
  ];
  return halves.map(
    ([range, isIn]): DeviceCase => ({
      ...device,
      name: `${type}: command rejects, ${range}`,
      source: oneByOne(address, codes.filter(isIn), { count: 8 }),
    }),
  );
}

/** What a refused command leaves: START I/O's condition code 1, unit check, and so many sense bytes of 24. */
export function refused(device: string, sense: string, bytes: number): string {
  const left = hex(24 - bytes).padStart(4, "0");
  return `io ${device} cc 1 csw 00 000000 02 00 0000 sense ${sense.padEnd(48, "0")} left ${left}`;
}

/** The same for commands of which all but some are refused here, and not there. */
export function refusedHere(device: string, codes: readonly number[], bytes: number): Record<string, string> {
  return Object.fromEntries(codes.map((_, i) => [`slot ${i + 1}`, refused(device, "80", bytes)]));
}

/** Channels 1-12 on lines of a short form, as Hercules wants them. */
export const FORM = "fcb=1,3,5,7,9,11,13,15,20,25,30,35";

export const skipTo = (channel: number) => 0x81 + 8 * channel;

export const channels = Array.from({ length: 12 }, (_, i) => i + 1);

/** What Hercules' devices have, and those of the time do not. */
export const SENSE_ID = 0xe4;

/** Why that is so. */
export const LATER_COMMANDS = "SENSE ID came with later devices: a command reject here.";
