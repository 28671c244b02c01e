/**
 * Cases about I/O instructions while an operation goes on: each condition code. What goes on is a chain of NO-OPERATION and
 * TRANSFER IN CHANNEL, which goes on in any machine, however fast, until the program leads it elsewhere.
 */
import { encodeEbcdic } from "../../engine/s370/index.ts";
import type { DeviceCase } from "./device-case.ts";

/** Cards "CARD 1", "CARD 2", … */
function cards(count: number): Uint8Array {
  return encodeEbcdic(Array.from({ length: count }, (_, i) => `CARD ${i + 1}`.padEnd(80)).join(""));
}

const READER = "00C 3505 cards.deck ebcdic";
const PRINTER = "00E 1403 print.txt";

/** The chain, what it is led to at last (a SENSE: a byte of data, channel end and device end at once), and what there is for others. */
const PARTS = `
         ORG   X'1800'
CHAIN    CCW   X'03',0,X'60',1
         CCW   X'08',CHAIN,0,1
LAST     CCW   X'04',AREA+40,X'20',1
SENSE    CCW   X'04',AREA+41,X'20',1
TOLAST   DC    A(LAST)
MULTIPLE DC    X'80000000'
AREA     DC    48X'EE'
`;

/** Leads the chain to its last command: one byte of an address changes, so the channel sees the old one or the new one. */
const END_CHAIN = `
         MVC   CHAIN+11(1),TOLAST+3`;

/** Takes a device's ending as it comes, where there is one to come. */
const finish = (device: string): string => `
W${device}     TIO   X'${device}'
         BC    2,W${device}`;

/** Waits until a channel (its first digit) has an interruption pending. */
const pending = (channel: string): string => `
T${channel}       TCH   X'${channel}00'
         BC    8,T${channel}
         BC    2,T${channel}`;

function program(name: string, statements: string, more: Partial<DeviceCase> = {}): DeviceCase {
  return {
    name,
    source: `
         LCTL  0,0,MULTIPLE
${statements.replace(/^\n/, "").trimEnd()}
         DONE
${PARTS}`,
    configuration: [READER, PRINTER],
    files: { "cards.deck": () => cards(5) },
    areas: [["AREA", 48]],
    ...more,
  };
}

const HALTED =
  "GA22-7000, HALT I/O and HALT DEVICE: on a byte multiplexer the device is signaled, and the CSW's status is stored as zeros. Hercules sets condition code 2 and lets the operation go on.";
const CLEARED =
  "GA22-7000, CLEAR I/O: with block multiplexing on, the operation is discontinued and its CSW stored; channel end comes later, and has nothing to do with it. Hercules tests the device.";
const CHANNEL_CLEARED =
  "GA22-7000, CLEAR CHANNEL: what goes on and what is pending on the channel is gone. Hercules tests the channel.";

/** An instruction that ends the chain: what it says, and what comes after it. */
const halts = (name: string, instruction: string): DeviceCase =>
  program(
    name,
    `
         BEGIN X'00C',CHAIN
         ASK   ${instruction},X'00C'
${END_CHAIN}
         AWAIT
         ASK   TIO,X'00C'
         IO    X'00C',SENSE`,
    {
      differs: HALTED,
      expected: {
        "slot 2": "ask 00C cc 1 csw 00 000000 00 00 0000",
        "slot 3": "await 00C cc 0 csw 00 001808 0C 00 0001",
        AREA: `${"EE".repeat(41)}00${"EE".repeat(6)}`,
      },
    },
  );

/** A console that waits for a line, which nobody types before something has been asked. */
const waits = (instruction: string, asked: string, came: string): DeviceCase =>
  program(
    `a console waits for a line: TIO, SIO, TCH, and ${instruction} ends that`,
    `
         BEGIN X'009',TYPED
         ASK   TIO,X'009'
         ASK   SIO,X'009'
         ASK   TCH,X'000'
         ASK   ${instruction},X'009'
         STAGE 1
         AWAIT
         ASK   TIO,X'009'
         B     READY
         DS    0D
TYPED    CCW   X'0A',AREA,X'20',20
READY    DS    0H`,
    {
      configuration: ["009 3215-C / noprompt"],
      files: {},
      steps: [{ stage: 1, type: "TOO LATE" }],
      differs: instruction === "CLRIO" ? CLEARED : HALTED,
      expected: {
        "slot 5": `ask 009 cc 1 csw 00 ${asked} 00 00 ${instruction === "CLRIO" ? "0014" : "0000"}`,
        "slot 6": `await 009 cc 0 csw 00 ${came}`,
        AREA: "EE".repeat(48),
      },
    },
  );

export const cases: readonly DeviceCase[] = [
  program(
    "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC",
    `
         BEGIN X'00C',CHAIN
         ASK   TIO,X'00C'
         ASK   SIO,X'00C'
         ASK   SIOF,X'00C'
         ASK   TCH,X'000'
         ASK   STIDC,X'000'
         ASK   TIO,X'00E'
         IO    X'00E',SENSE
         ASK   TIO,X'00C'
${END_CHAIN}
         AWAIT
         ASK   TIO,X'00C'`,
    {
      areas: [
        ["A8", 4],
        ["AREA", 48],
      ],
    },
  ),
  halts("an operation goes on at a byte multiplexer: HIO ends it", "HIO"),
  halts("an operation goes on at a byte multiplexer: HDV ends it", "HDV"),
  program(
    "an operation goes on at a byte multiplexer: CLRIO discontinues it",
    `
         BEGIN X'00C',CHAIN
         ASK   CLRIO,X'00C'
${END_CHAIN}
${finish("00C")}
         ASK   TIO,X'00C'
         ASK   CLRIO,X'00C'
         IO    X'00C',SENSE`,
    {
      differs: CLEARED,
      expected: {
        "slot 2": "ask 00C cc 1 csw 00 001808 00 00 0001",
        AREA: `${"EE".repeat(41)}00${"EE".repeat(6)}`,
      },
    },
  ),
  waits("HIO", "000000", "001088 0C 00 0014"),
  waits("HDV", "000000", "001088 0C 00 0014"),
  waits("CLRIO", "001088", "000000 0C 00 0000"),
  program(
    "an operation goes on at a byte multiplexer: CLRIO is TIO without block multiplexing",
    `
         LCTL  0,0,NONE
         BEGIN X'00C',CHAIN
         ASK   CLRIO,X'00C'
${END_CHAIN}
         AWAIT
         ASK   CLRIO,X'00C'
         B     READY
NONE     DC    F'0'
READY    DS    0H`,
  ),
  program(
    "an operation goes on, an ending is pending: CLRCH resets the channel",
    `
         BEGIN X'00E',SENSE
${pending("0")}
         BEGIN X'00C',CHAIN
         ASK   CLRCH,X'000'
${END_CHAIN}
${finish("00C")}
         ASK   TIO,X'00E'
         ASK   TIO,X'00C'
         ASK   TCH,X'000'
         IO    X'00C',SENSE
         IO    X'00E',SENSE`,
    {
      differs: CHANNEL_CLEARED,
      expected: {
        "slot 3": "ask 000 cc 0 csw 00 000000 00 00 0000",
        "slot 4": "ask 00E cc 0 csw 00 000000 00 00 0000",
        AREA: `${"EE".repeat(41)}00${"EE".repeat(6)}`,
      },
    },
  ),
  program(
    "an ending is pending: TCH, STIDC, HIO, HDV, and TIO takes it",
    `
         BEGIN X'00C',SENSE
${pending("0")}
         ASK   TCH,X'000'
         ASK   STIDC,X'000'
         ASK   HIO,X'00C'
         ASK   HDV,X'00C'
         ASK   TIO,X'00E'
         ASK   TIO,X'00C'
         ASK   TCH,X'000'
         ASK   TIO,X'00C'`,
  ),
  program(
    "an ending is pending: SIO finds the subchannel busy, RIO nothing to resume",
    `
         BEGIN X'00C',SENSE
${pending("0")}
         ASK   RIO,X'00C'
         ASK   SIO,X'00C'
         ASK   SIOF,X'00C'
${finish("00C")}
         ASK   TIO,X'00C'`,
    {
      differs:
        "GA22-7000, START I/O: with an interruption pending in the subchannel, condition code 2. Hercules starts the operation, and takes RESUME I/O for START I/O.",
      expected: {
        "slot 2": "ask 00C cc 0 csw 00 000000 00 00 0000",
        "slot 3": "ask 00C cc 2 csw 00 000000 00 00 0000",
        "slot 4": "ask 00C cc 2 csw 00 000000 00 00 0000",
        "slot 5": "ask 00C cc 0 csw 00 000000 00 00 0000",
      },
    },
  ),
  program(
    "an ending is pending: CLRIO takes it",
    `
         BEGIN X'00C',SENSE
${pending("0")}
         ASK   CLRIO,X'00C'
         ASK   CLRIO,X'00C'
         ASK   TCH,X'000'`,
  ),
  program(
    "HIO and HDV with nothing going on: zeros are stored, and nothing comes of it",
    `
         IO    X'00C',SENSE
         ASK   HIO,X'00C'
         ASK   TIO,X'00C'
         ASK   HDV,X'00C'
         ASK   TIO,X'00C'
         ASK   CLRIO,X'00C'
         ASK   RIO,X'00C'`,
    {
      differs:
        "GA22-7000, HALT I/O: the CSW's status is zeros, and an available subchannel is not affected. Hercules stores the last CSW and has it interrupt again. RESUME I/O does nothing where nothing is suspended; Hercules starts I/O.",
      expected: {
        "slot 2": "ask 00C cc 1 csw 00 000000 00 00 0000",
        "slot 3": "ask 00C cc 0 csw 00 000000 00 00 0000",
        "slot 4": "ask 00C cc 1 csw 00 000000 00 00 0000",
        "slot 5": "ask 00C cc 0 csw 00 000000 00 00 0000",
      },
    },
  ),
  program(
    "a device that is not there, on a channel that is, and a channel that is not: condition code 3 of each instruction",
    ["00A", "70C"]
      .flatMap((device) => ["SIO", "SIOF", "RIO", "TIO", "CLRIO", "HIO", "HDV"].map((name) => [name, device]))
      .concat(["TCH", "STIDC", "CLRCH"].map((name) => [name, "700"]))
      .map(([name, device]) => `         ASK   ${name},X'${device}'`)
      .join("\n"),
  ),
  program(
    "SIOF starts as SIO does: a read, a command of zeros, a device that is not there",
    `
         LA    2,SENSE
         ST    2,72
         ASK   SIOF,X'00C'
         AWAIT
         ASK   SIOF,X'00A'
         LA    2,ZEROS
         ST    2,72
         ASK   SIOF,X'00C'
         B     READY
         DS    0D
ZEROS    CCW   X'10',AREA,X'20',1
READY    DS    0H`,
    {
      differs: "GA22-7000, START I/O: a program check in the first CCW is told at once. Hercules starts, and interrupts.",
      expected: { "slot 4": "ask 00C cc 1 csw 00 000000 00 20 0000" },
    },
  ),
  ...(["BC", "EC"] as const).map((mode) =>
    program(
      `interruptions of three channels, let in one after the other in ${mode} mode`,
      `
         BEGIN X'00C',SENSE
         BEGIN X'10C',SENSE
         BEGIN X'60C',SENSE
${["0", "1", "6"].map(pending).join("")}
         ${mode === "EC" ? "MVC   120(8),ECNEW" : ""}
${(["6", "1", "0", "6"] as const)
  .map(
    (channel, at) => `
         ${at === 3 ? "BEGIN X'60C',SENSE" : ""}
         LCTL  2,2,MASK${channel}
         MVC   IOENABLE(2),${mode}PSW${channel}
         AWAIT`,
  )
  .join("")}
         B     READY
* CHANNEL 0 AND 1 HAVE THEIR MASKS IN THE PSW IN BC MODE, NOT IN CONTROL REGISTER 2
         DS    0F
MASK6    DC    X'${mode === "BC" ? "C2" : "02"}000000'
MASK1    DC    X'${mode === "BC" ? "00" : "40"}000000'
MASK0    DC    X'${mode === "BC" ? "00" : "80"}000000'
BCPSW6   DC    X'0202'
BCPSW1   DC    X'4002'
BCPSW0   DC    X'8002'
ECPSW6   DC    X'020A'
ECPSW1   DC    X'020A'
ECPSW0   DC    X'020A'
* THE OLD PSW OF EC MODE HAS NO DEVICE
         DS    0D
ECNEW    DC    A(0),A(ECTAKEN)
ECTAKEN  MVC   58(2),X'BA'
         B     IOTAKEN
READY    DS    0H`,
      {
        configuration: [READER, "10C 3505 more.deck ebcdic", "60C 3505 most.deck ebcdic"],
        files: { "cards.deck": () => cards(1), "more.deck": () => cards(1), "most.deck": () => cards(1) },
      },
    ),
  ),
];
