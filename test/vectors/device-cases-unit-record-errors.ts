/**
 * Cases about what ends commands of unit-record devices with unit check or unit exception, beyond device-cases-unit-record.ts:
 * what operators do, cards that cannot be read, characters that are not on the train.
 */
import { encodeEbcdic } from "../../engine/s370/ebcdic.ts";
import { commandList } from "./command-list.ts";
import type { DeviceCase } from "./device-case.ts";
import { deck, FORM, hexOf, refused } from "./unit-record-programs.ts";

const text = (characters: string): string => hexOf(encodeEbcdic(characters));

/** A key of a printer-keyboard. */
const key = (name: string): string => `\u001b${name}`;

const KEYBOARDS = ["3215", "1052"];

const keyboards: readonly DeviceCase[] = KEYBOARDS.flatMap((type): DeviceCase[] => [
  {
    name: `${type}: the request key, and the key that makes it not ready`,
    source: `
         STAGE 1
         AWAIT
         IO    9,WRITE
         IO    9,READ
         DONE
WRITE    CCW   X'09',DATA,X'20',4
READ     CCW   X'0A',DATA,X'20',8
DATA     DC    C'ABCDEFGH'
`,
    configuration: [`009 ${type}-C / noprompt`],
    steps: [{ stage: 1, hercules: ["/typed"], here: [["009", key("request")], ["009", key("not-ready")]] }],
    differs: "Intervention required (GA24-3550, Sense Byte); Hercules's keyboard is ready always.",
    expected: { "slot 2": refused("009", "40", 1), "slot 3": refused("009", "40", 1) },
  },
  {
    name: `${type}: a read that the operator cancels`,
    source: `
         BEGIN 9,READ
         STAGE 1
         AWAIT
         DONE
READ     CCW   X'0A',DATA,X'20',8
DATA     DC    8X'EE'
`,
    configuration: [`009 ${type}-C / noprompt`],
    steps: [{ stage: 1, hercules: ["/"], here: [["009", key("cancel")]] }],
    areas: [["DATA", 8]],
    differs: "CANCEL is unit exception (GA24-3550, Cancel Key); Hercules has no such key: an empty line.",
    expected: { "slot 2": "await 009 cc 0 csw 00 001020 0D 00 0008" },
  },
]);

/** A card in whose first column rows 2 and 3 are punched. */
const INVALID = () => Uint8Array.of(0x03, ...new Uint8Array(159));

/** Sense bytes 0 and 1 of an empty hopper, and how many there are. */
const READERS: readonly (readonly [type: string, empty: string, senseBytes: number])[] = [
  ["1442", "40", 1],
  ["2501", "40", 1],
  ["3505", "4010", 4],
  ["2540R", "40", 1],
  ["3525", "4010", 4],
];

const readers: readonly DeviceCase[] = READERS.flatMap(([type, empty, senseBytes]): DeviceCase[] => {
  const [words, end] = type === "3525" ? ["* read cards=a.deck", "* read cards=a.deck eof"] : ["a.deck ebcdic", "a.deck ebcdic eof"];
  const there = { configuration: ["00C 3505 a.deck ebcdic"], patches: {} };
  const left = (24 - senseBytes).toString(16).toUpperCase().padStart(4, "0");
  return [
    commandList({
      name: `${type}: a code that is none, an empty hopper, a column that is no character`,
      device: "00C",
      senseBytes,
      commands: [
        { code: "0D", stored: ["02", "80"] },
        { code: "02", in: 80, exact: true },
        { code: "02", in: 80, stored: ["02", empty], stage: 1 },
        { code: "02", in: 80, ends: `0E 0000 sense ${"08".padEnd(48, "0")} left ${left}`, holds: text(" ".repeat(80)).replace(/^../, "00") },
      ],
      configuration: [`00C ${type} ${words}`],
      there,
      files: { "a.deck": deck("ONE"), "b.deck": deck("TWO"), "c.bin": INVALID },
      steps: [{ stage: 1, hercules: ["devinit 00C b.deck ebcdic"], here: [["00C", "load c.bin binary"]] }],
      differs: "Two punches in rows 1 to 7 are a data check in data mode 1 (GA21-9124, Sense Byte 0; GA24-3312, likewise). Hercules's cards have no holes.",
    }),
    commandList({
      name: `${type}: unit exception behind the last card`,
      device: "00C",
      senseBytes,
      commands: [{ code: "02", in: 80, exact: true }, { code: "02", in: 80 }],
      configuration: [`00C ${type} ${end}`],
      there: { configuration: ["00C 3505 a.deck ebcdic eof"], patches: {} },
      files: { "a.deck": deck("ONE") },
    }),
  ];
});

/** The operator stops the device, and makes himself known at the console. */
const stopped = (device: string): NonNullable<DeviceCase["steps"]> => [
  { stage: 1, hercules: ["/stopped"], here: [[device, "not-ready"], ["009", "stopped"]] },
];

const outputs: readonly DeviceCase[] = (
  [
    ["2540P", "3525", "40", 1],
    ["3525", "3525", "4010", 4],
    ["1403", "1403", "40", 1],
    ["3211", "3211", "40", 6],
  ] as const
).map(([type, other, empty, senseBytes]): DeviceCase => {
  const write = /^[13]/.test(type) && type !== "3525" ? "09" : "01";
  return commandList({
    name: `${type}: a code that is none, and the operator's stop`,
    device: "00D",
    senseBytes,
    commands: [
      { code: "0E", stored: ["02", "80"] },
      { code: write, out: text("BEFORE"), stage: 1 },
      { code: write, out: text("BEHIND"), stored: ["02", empty] },
      { code: "03", stored: ["02", empty] },
    ],
    configuration: ["009 3215-C / noprompt", `00D ${type}`],
    there: { configuration: ["009 3215-C / noprompt", `00D ${other} p.out`], patches: {} },
    steps: stopped("00D"),
    differs: "Intervention required until the start key is pressed (GA24-3312, Sense Byte; GA21-9124, GA24-3543, likewise); Hercules's devices that write are ready always.",
  });
});

export const cases: readonly DeviceCase[] = [
  ...keyboards,
  ...readers,
  ...outputs,
  commandList({
    name: "3211: a character that is not on the train",
    device: "00E",
    senseBytes: 6,
    commands: [
      { code: "FB", out: `${text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-/".repeat(12))}${"00".repeat(32)}`, ends: "0C 0000" },
      { code: "09", out: text("A=B"), ends: `0E 0000 sense ${"08".padEnd(48, "0")} left 0012` },
      { code: "73" },
      { code: "09", out: text("A=B"), exact: true },
    ],
    configuration: [`00E 3211 p.txt ${FORM}`],
    outputs: ["p.txt"],
    differs: "A character that is not in the buffer prints as a blank, and is a data check unless those are blocked (GA24-3543, Sense Byte 0); Hercules prints all.",
    expected: { "p.txt": JSON.stringify("A B\nA B\n") },
  }),
];
