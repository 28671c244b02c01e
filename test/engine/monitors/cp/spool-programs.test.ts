/** Random channel programs for virtual punches, printers and readers, against real devices of the bare machine. */
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { CardPunch, CardReader, type Device, LinePrinter, System370 } from "../../../../engine/s370/index.ts";
import { LONG } from "../../s370/long.ts";
import { hex, program } from "../support.ts";
import { answers, channelPrograms, punching, SPOOLERS, settle, spoolDisk } from "./spooling.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const CASES = LONG ? 2000 : 40;
const CD = 0x80;
const CC = 0x40;
const SLI = 0x20;
const SKIP = 0x10;
const IDA = 0x04;

class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }
}

/** Commands of each device, those that are refused among them. */
const COMMANDS = {
  "00D": [0x01, 0x01, 0x41, 0x81, 0x21, 0x03, 0x04, 0x02, 0xc1, 0x09],
  "00E": [
    0x01, 0x09, 0x09, 0x11, 0x19, 0x89, 0x91, 0x0b, 0x13, 0x8b, 0x93, 0x03, 0x04, 0x02, 0x06, 0x05, 0x73, 0xeb, 0x07,
    0x21,
  ],
  "00C": [0x02, 0x02, 0x42, 0x82, 0xc2, 0x22, 0x23, 0x63, 0x03, 0x04, 0x01, 0x62],
} as const;

/** Up to four channel programs of up to four commands; some have data that cannot be reached, some are no programs. */
function randomPrograms(seed: number, device: keyof typeof COMMANDS): string {
  const random = new Random(seed);
  const words = (...values: number[]): string =>
    values.map((value) => `X'${(value >>> 0).toString(16).padStart(8, "0")}'`).join(",");
  const programs = Array.from({ length: 1 + random.below(4) }, (_, i): [string, string] => [device, `P${i}`]);
  const text = programs.map(([, label]) => {
    const ccws: string[] = [];
    const length = 1 + random.below(4);
    for (let i = 0; i < length; i++) {
      const isLast = i === length - 1;
      const flags =
        (isLast ? 0 : random.of([CC, CC, CC, CD, 0])) | random.of([0, SLI, SLI]) | (random.below(8) === 0 ? SKIP : 0);
      const isIndirect = random.below(6) === 0;
      const address = isIndirect ? 0x6000 : random.below(25) === 0 ? 0x7ffff0 : 0x5000 + random.below(0x800);
      const code = random.of(COMMANDS[device]);
      const count = random.below(40) === 0 ? 0 : 1 + random.below(180);
      ccws.push(words((code << 24) | address, ((flags | (isIndirect ? IDA : 0)) << 24) | count));
      if (!isLast && random.below(8) === 0) {
        const here = ccws.length;
        // Over a CCW that would be refused.
        ccws.push(`X'08',AL3(${label}+${8 * (here + 2)}),X'00000001'`, words(0x01000000, 0));
      }
    }
    return `         DS    0D\n${label}       DS    0D\n${ccws.map((ccw) => `         DC    ${ccw}`).join("\n")}`;
  });
  return channelPrograms(
    programs,
    `${text.join("\n")}
         ORG   GUEST+X'5000'
         DC    16CL64'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ01'
         DC    16CL64'0123456789 ABCDEFG  '
         ORG   GUEST+X'6000'
         DC    A(X'57F0'),A(X'5800'),A(X'5000')`,
  );
}

/** What a program can see: its CSWs, condition codes, and where data go. */
const seen = (read: (address: number, length: number) => string): string => read(0x800, 48) + read(0x5000, 0x900);

const DECK = Array.from({ length: 6 }, (_, i) => `CARD ${i} OF THE DECK`);

function bare(source: string, address: number, device: Device): string {
  const machine = new System370({ storageSize: 0x40000 });
  machine.attach(address, device);
  if (device instanceof CardReader) {
    machine.shelf.set("DECK", bytesOf("DECK", new TextEncoder().encode(DECK.map((card) => `${card}\n`).join(""))));
    device.operate("load DECK ascii");
  }
  for (const { address: at, bytes } of program(source).segments) machine.write(at, bytes);
  machine.setPsw(hex(machine.read(0, 8)));
  machine.run({ ticks: 20_000_000 });
  return seen((at, length) => hex(machine.read(at, length)));
}

/** Channel end comes before device end there, together here. */
function together(text: string): string {
  let result = text;
  for (let i = 0; i < 4; i++) {
    const at = 24 * i + 8;
    if (result.slice(at, at + 2) === "08") result = `${result.slice(0, at)}0C${result.slice(at + 2)}`;
  }
  return result;
}

const DEVICES = {
  "00D": () => new CardPunch("2540P"),
  "00E": () => new LinePrinter("1403"),
  "00C": () => new CardReader("2540R", { endOfFile: true }),
};

/** CP with the program in A's machine; of a reader, when B has punched the deck for it. */
function underCp(source: string, device: keyof typeof COMMANDS): string {
  const sources = device === "00C" ? [source, punching(...DECK)] : [source];
  const run: CpMachine = cpMachine(sources, { source: SPOOLERS, more: [[0x350, spoolDisk()]] });
  settle(run, 400_000);
  if (device === "00C") {
    answers(run, 0x020, "logon b pass", "spool punch to a", "close punch");
    // It has run without a deck: everything is as it was before.
    answers(run, 0x009, "system reset");
    run.vm("A").store(0x800, new Uint8Array(48));
    for (const { address, bytes } of program(source).segments) run.vm("A").store(address, bytes);
    answers(run, 0x009, "store psw 0 200", "begin");
  }
  return seen((at, length) => run.storage("A", at, length));
}

describe.each(["00D", "00E", "00C"] as const)("device %s", (device) => {
  it(`ends ${CASES} channel programs as the real one does`, () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= CASES; seed++) {
      const source = randomPrograms(seed, device);
      const expected = together(bare(source, Number.parseInt(device, 16), DEVICES[device]()));
      const found = underCp(source, device);
      if (found !== expected) wrong.push(`${seed}: ${found.slice(0, 96)} not ${expected.slice(0, 96)}`);
    }
    expect(wrong).toEqual([]);
  });
});
