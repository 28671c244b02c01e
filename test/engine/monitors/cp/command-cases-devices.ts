/** Devices of virtual machines, and real ones as operators give them. */
import { expect } from "vitest";
import { type CommandCase, same, says, written } from "./command-case.ts";
import type { Room } from "./command-room.ts";

const has =
  (...addresses: readonly number[]) =>
  ({ vm }: Room): boolean[] =>
    addresses.map((address) => vm("SMITH").state.devices[address] !== undefined);
const pending =
  (address: number) =>
  ({ vm }: Room): number | undefined =>
    vm("SMITH").state.devices[address].pending?.low;
const DEVICE_END = 0x04000000;
const TAPE_ATTACHED = ["operator: attach 180 smith 181"];

/** DEFINE of devices, each at 1F0. */
function defined(words: readonly string[], sort: string): CommandCase[] {
  return words.map((word) => ({
    line: `DEFINE ${word} AS 1f0`,
    answer: [`${sort} 1F0 DEFINED`],
    effect: says("query virtual 1f0"),
    is: expectFirst(sort),
  }));
}

/** A line of QUERY VIRTUAL about 1F0, and more. */
function expectFirst(sort: string): unknown {
  return expect.arrayContaining([expect.stringMatching(new RegExp(`^${sort} +1F0\\b`))]);
}

export const DEVICE_CASES: readonly CommandCase[] = [
  {
    line: "DEFINE STORAGE AS 512k",
    answer: ["STORAGE = 00512K", "CP"],
    effect: says("query virtual storage"),
    is: ["STORAGE = 00512K"],
  },
  { line: "DEFINE STORAGE 1m", answer: ["STORAGE = 01024K", "CP"] },
  { line: "DEFINE STORAGE 2m", answer: ["STORAGE EXCEEDS ALLOWED MAXIMUM OF 1024K"] },
  {
    line: "DEFINE CHANNELS AS BMX",
    answer: ["CHANNELS = BMX"],
    effect: says("query virtual channels"),
    is: ["CHANNELS = BMX"],
  },
  { before: ["define channels bmx"], line: "DEFINE CHANNELS SEL", answer: ["CHANNELS = SEL"] },
  {
    line: "DEFINE T3330 AS 195 CYL 5",
    answer: ["DASD 195 DEFINED 005 CYL"],
    effect: says("query virtual 195"),
    is: ["DASD 195 3330 VMRES  R/W  0005 CYL"],
  },
  ...same(
    ["DASD 195 NOT DEFINED; TEMP SPACE NOT AVAILABLE"],
    ["T2305", "T2311", "T2314", "T2319", "T3340", "T3350"].map((type) => `DEFINE ${type} 195 5`),
  ),
  ...defined(["READER", "RDR", "2501", "2540R", "3505"], "RDR"),
  ...defined(["PUNCH", "PUN", "PCH", "2540P", "3525"], "PUN"),
  ...defined(["PRINTER", "PRT", "1403", "1443", "3203", "3211"], "PRT"),
  ...defined(["CONSOLE", "1052", "3210", "3215"], "CONS"),
  ...defined(["CTCA"], "CTCA"),
  ...defined(["TIMER"], "TIMR"),
  {
    line: "DEFINE GRAF AS 0b1",
    answer: ["GRAF 0B1 DEFINED"],
    effect: says("dial smith 0b1", "display"),
    is: ["DIALED TO SMITH 0B1"],
  },
  { line: "DEFINE 191 AS 192", answer: ["DASD 192 DEFINED"], effect: has(0x191, 0x192), is: [false, true] },
  { line: "DEFINE 191 AS 00c", answer: ["DEV 00C NOT DEFINED; ALREADY DEFINED"] },
  { line: "DETACH 191", answer: ["DASD 191 DETACHED"], effect: has(0x191), is: [false] },
  {
    line: "DETACH 00c 00d",
    answer: ["RDR 00C DETACHED", "PUN 00D DETACHED"],
    effect: has(0x00c, 0x00d),
    is: [false, false],
  },
  {
    line: "DETACH 0b0",
    answer: ["GRAF 0B0 DETACHED"],
    effect: says("dial smith 0b0", "display"),
    is: ["DMKDIA040E DEV 0B0 DOES NOT EXIST"],
  },
  { line: "DETACH 777", answer: ["DEV 777 DOES NOT EXIST"] },
  { line: "RESET 00c", answer: ["DEVICE RESET"], effect: pending(0x00c), is: undefined },
  { before: ["display: dial smith"], line: "RESET 0b0", answer: ["DEVICE RESET"], effect: has(0xb0), is: [false] },
  { line: "READY 00c", answer: [], effect: pending(0x00c), is: DEVICE_END },
  {
    line: "NOTREADY 00c",
    answer: [],
    effect: says("query virtual 00c"),
    is: ["RDR  00C CL * NOCONT NOHOLD   EOF      NOTREADY"],
  },
  { line: "NOTREADY 191", answer: ["INVALID DEVICE TYPE - 191"] },
  { before: TAPE_ATTACHED, line: "REWIND 181", answer: ["REWIND COMPLETE"] },
  { line: "REWIND 191", answer: ["INVALID DEVICE TYPE - 191"] },
  {
    before: ["nobody: logon jones word"],
    line: "COUPLE 0a0 TO jones 0a0",
    answer: ["CTCA 0A0 COUPLED TO JONES 0A0"],
    effect: says("query virtual ctca"),
    is: ["CTCA 0A0 COUPLED TO JONES 0A0"],
  },
  {
    before: ["define ctca 0a1"],
    line: "COUPLE 0a0 TO smith 0a1",
    answer: ["CTCA 0A1 COUPLED BY SMITH 0A0", "CTCA 0A0 COUPLED TO SMITH 0A1"],
  },
  { line: "COUPLE 0a0 TO smith 0a0", answer: ["INVALID DEVICE TYPE - 0A0"] },
  {
    line: "LINK TO operator 191 AS 291 rr PASS=rpass",
    answer: [/^DASD 291 LINKED R\/O; R\/W BY OPERATOR/],
    effect: has(0x291),
    is: [true],
  },

  // Operators.
  {
    by: "operator",
    line: "ATTACH 180 TO smith AS 181",
    answer: ["TAPE 180 ATTACH TO SMITH 181"],
    effect: has(0x181),
    is: [true],
  },
  { by: "operator", line: "ATTACH 140 TO SYSTEM AS spare1", answer: ["DASD 140 ATTACH TO SYSTEM SPARE1"] },
  { by: "operator", line: "ATTACH 140 SYSTEM AS other1", answer: ["DASD 140 VOLID OTHER1 NOT MOUNTED"] },
  { by: "operator", line: "ATTACH 350 smith 350", answer: ["DASD 350 IN USE BY SYSTEM"] },
  {
    before: TAPE_ATTACHED,
    by: "operator",
    line: "DETACH 180 FROM smith",
    answer: ["TAPE 180 DETACHED SMITH 181"],
    effect: has(0x181),
    is: [false],
  },
  { by: "operator", line: "DETACH 180 FROM smith", answer: ["TAPE 180 NOT ATTACHED TO SMITH"] },
  {
    by: "operator",
    line: "VARY OFFLINE 180",
    answer: ["180 VARIED OFFLINE"],
    effect: says("query 180", "operator"),
    is: ["TAPE 180 OFFLINE"],
  },
  {
    before: ["operator: vary offline 180"],
    by: "operator",
    line: "VARY ONLINE 180",
    answer: ["180 VARIED ONLINE"],
    effect: says("query 180", "operator"),
    is: ["TAPE 180 FREE"],
  },
  { by: "operator", line: "VARY OFFLINE 350", answer: ["DASD 350 IN USE"] },
  {
    by: "operator",
    line: "ATTACH 140 TO smith AS 291 R/O",
    answer: ["DASD 140 ATTACH TO SMITH 291"],
    effect: says("query virtual 291"),
    is: ["DASD 291 ON DEV 140 R/O"],
  },
  { by: "operator", line: "ATTACH 180 TO smith AS 181 R/O", answer: ["INVALID DEVICE TYPE - 180"] },
  {
    by: "operator",
    line: "ATTACH 140 180 TO smith",
    answer: ["DASD 140 ATTACH TO SMITH 140", "TAPE 180 ATTACH TO SMITH 180"],
    effect: (room) => [...has(0x140)(room), ...has(0x180)(room)],
    is: [true, true],
  },
  {
    by: "operator",
    line: "ATTACH 131-1ff *",
    answer: ["DASD 140 ATTACH TO OPERATOR 140", "TAPE 180 ATTACH TO OPERATOR 180"],
  },
  { by: "operator", line: "ATTACH 180-140 TO smith", answer: ["INVALID RANGE - 180-140"] },
  { by: "operator", line: "ATTACH 200-27f TO smith", answer: ["DEV 200 DOES NOT EXIST"] },
  { by: "operator", line: "ATTACH 140-180 TO smith AS 300", answer: ["INVALID OPTION - 300"] },
  {
    before: ["operator: attach 140-180 to smith"],
    by: "operator",
    line: "DETACH 131-1ff FROM smith",
    answer: ["DASD 140 DETACHED SMITH 140", "TAPE 180 DETACHED SMITH 180"],
    effect: (room) => [...has(0x140)(room), ...has(0x180)(room)],
    is: [false, false],
  },
  {
    before: ["operator: attach 140-180 to smith"],
    line: "DETACH 131-18f",
    answer: ["DASD 140 DETACHED", "TAPE 180 DETACHED"],
    effect: (room) => [...has(0x140)(room), ...has(0x180)(room)],
    is: [false, false],
  },
  {
    by: "operator",
    line: "DETACH 140 FROM SYSTEM",
    answer: ["DASD 140 DETACHED SYSTEM SPARE1"],
    effect: says("query 140", "operator"),
    is: ["DASD 140 FREE"],
  },
  {
    before: ["operator: detach 140 from system"],
    by: "operator",
    line: "ATTACH 140 SYSTEM AS spare1",
    answer: ["DASD 140 ATTACH TO SYSTEM SPARE1"],
    effect: says("query 140", "operator"),
    is: ["DASD 140 CP SYSTEM SPARE1   000"],
  },
  { by: "operator", line: "DETACH 350 FROM SYSTEM", answer: ["DASD 350 IN USE"] },
  { by: "operator", line: "DETACH 180 FROM SYSTEM", answer: ["INVALID DEVICE TYPE - 180"] },
  {
    by: "operator",
    line: "VARY OFFLINE 140-180",
    answer: ["140 VARIED OFFLINE", "180 VARIED OFFLINE"],
    effect: says("query 180", "operator"),
    is: ["TAPE 180 OFFLINE"],
  },

  // Channels.
  {
    by: "operator",
    line: "ATTACH CHANNEL 2 TO smith",
    answer: ["CHANNEL 2 ATTACHED TO SMITH"],
    effect: (room) => [...has(0x280)(room), ...written("smith")(room)],
    is: [true, "CHANNEL 2 ATTACHED"],
  },
  {
    by: "operator",
    line: "ATTACH CHANNEL 2 *",
    answer: ["CHANNEL 2 ATTACHED TO OPERATOR"],
    effect: ({ vm }) => vm("OPERATOR").state.devices[0x280]?.kind,
    is: "dedicated",
  },
  { by: "operator", line: "ATTACH CHANNEL 0 TO smith", answer: [/IN USE BY SYSTEM$/] },
  { by: "operator", line: "ATTACH CHANNEL 7 TO smith", answer: ["CHANNEL 7 DOES NOT EXIST"] },
  { by: "operator", line: "ATTACH CHANNEL G TO smith", answer: ["CHANNEL MISSING OR INVALID"] },
  {
    before: ["operator: attach channel 2 to smith"],
    by: "operator",
    line: "ATTACH CHANNEL 2 TO operator",
    answer: ["CHANNEL 2 ALREADY ATTACHED TO SMITH"],
  },
  {
    before: ["define t3330 291 1"],
    by: "operator",
    line: "ATTACH CHANNEL 2 TO smith",
    answer: ["SMITH 291 ALREADY DEFINED"],
  },
  {
    before: ["operator: attach channel 2 to smith"],
    by: "operator",
    line: "DETACH 280 FROM smith",
    answer: ["TAPE 280 NOT DETACHED; CHANNEL 2 DEDICATED"],
  },
  {
    before: ["operator: attach channel 2 to smith"],
    line: "DETACH 280",
    answer: ["TAPE 280 NOT DETACHED; CHANNEL 2 DEDICATED"],
  },
  {
    before: ["operator: attach channel 2 to smith"],
    by: "operator",
    line: "DETACH CHANNEL 2 FROM smith",
    answer: ["CHANNEL 2 DETACHED SMITH"],
    effect: has(0x280),
    is: [false],
  },
  {
    before: ["operator: attach channel 2 to smith"],
    line: "DETACH CHANNEL 2",
    answer: ["CHANNEL 2 DETACHED SMITH"],
    effect: (room) => [...has(0x280)(room), written("operator")(room)[0].slice(9)],
    is: [false, "CHANNEL 2 DETACHED SMITH"],
  },
  { line: "DETACH CHANNEL 2", answer: ["CHANNEL 2 NOT ATTACHED TO SMITH"] },
  { by: "operator", line: "HALT 180", answer: ["DEVICE HALTED"] },
  { by: "operator", line: "HALT 777", answer: ["DEV 777 DOES NOT EXIST"] },
];
