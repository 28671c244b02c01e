/** Cases about printers and their paper; see ../device-cases-unit-record.ts. */
import type { DeviceCase } from "../device-case.ts";
import { channels, FORM, hex, oneByOne, refused, skipTo } from "../unit-record-programs.ts";

export const printers: readonly DeviceCase[] = ["1403", "3211"].flatMap((type): DeviceCase[] => {
  const senseBytes = type === "1403" ? 1 : 6;
  const left = hex(24 - senseBytes).padStart(4, "0");
  const sensed = (sense: string) => `sense ${sense.padEnd(48, "0")} left ${left}`;
  return [
    {
      name: `${type}: writing and spacing; spacing at once`,
      source: oneByOne("00E", [0x01, 0x09, 0x11, 0x19, 0x0b, 0x13, 0x1b, 0x03], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: writing and skipping to each channel`,
      source: oneByOne("00E", [0x09, ...channels.map(skipTo)], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: writing and skipping to where the paper stands`,
      source: oneByOne("00E", [skipTo(1), 0x0b], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
      differs:
        "The carriage moves until the channel is met again (GA24-3312, \"Carriage Skip\"): a form's length. Hercules leaves the paper where it is.",
      expected: { "p.txt": JSON.stringify("ABCDEFGH\f\n") },
    },
    {
      name: `${type}: skipping to each channel at once`,
      source: oneByOne("00E", [0x09, ...channels.map((channel) => skipTo(channel) | 2)], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: a channel that the form does not have`,
      source: oneByOne("00E", [0x09, skipTo(5), skipTo(6) | 2], { count: 8 }),
      configuration: [`00E ${type} p.txt fcb=1:1,7:2`],
      outputs: ["p.txt"],
      differs:
        type === "1403"
          ? "The paper of a 1403 runs on until the operator stops it (GA24-3073, \"Carriage Control\"); Hercules has an equipment check."
          : "A 3211 stops at the second beginning of a form, with a line position check (GA24-3543, \"Sense Information\"); Hercules has the equipment check alone.",
      expected:
        type === "1403"
          ? {
              "slot 2": `io 00E cc 0 csw 00 001038 0E 00 0000 ${sensed("40")}`,
              "slot 3": refused("00E", "40", 1),
              "p.txt": JSON.stringify("ABCDEFGH\nABCDEFGH\f\f"),
            }
          : {
              "slot 2": `io 00E cc 0 csw 00 001038 0E 00 0000 ${sensed("1010")}`,
              "slot 3": `io 00E cc 1 csw 00 000000 0E 00 0000 ${sensed("1010")}`,
              "p.txt": JSON.stringify("ABCDEFGH\nABCDEFGH\f\f\f\f"),
            },
    },
    {
      name: `${type}: spacing over channels 9 and 12`,
      source: `
         IO    14,TO8
         IO    14,THREE
         IO    14,THREE
         IO    14,THREE
         IO    14,TO11
         IO    14,THREE
         IO    14,THREE
         IO    14,CHAIN
         DONE
TO8      CCW   X'C3',0,X'20',1
THREE    CCW   X'19',DATA,X'20',8
TO11     CCW   X'DB',0,X'20',1
CHAIN    CCW   X'C3',0,X'60',1
         CCW   X'19',DATA,X'60',8
         CCW   X'19',DATA,X'60',8
         CCW   X'19',DATA,X'20',8
DATA     DC    C'ABCDEFGH'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      differs:
        "Paper that spaces over channel 9 is unit check (bit 7), over channel 12 unit exception, both with device end (GA24-3312, \"Status Information\"; GA24-3543, likewise). Hercules tells neither.",
      expected: {
        "slot 3": `io 00E cc 0 csw 00 001078 0E 00 0000 ${sensed("01")}`,
        "slot 7": "io 00E cc 0 csw 00 001078 0D 00 0000",
        "slot 8": `io 00E cc 0 csw 00 001098 06 00 0000 ${sensed("01")}`,
      },
    },
    {
      name: `${type}: lines as long as the paper and too short, of data chained, of blanks, one over another`,
      source: `
         IO    14,FULL
         IO    14,CHAINED
         IO    14,BLANK
         IO    14,OVER
         DONE
FULL     CCW   X'09',DATA,X'00',132
CHAINED  CCW   X'09',DATA,X'80',3
         CCW   X'00',DATA+10,X'80',3
         CCW   X'00',DATA+20,X'00',3
BLANK    CCW   X'09',DATA+40,X'20',10
OVER     CCW   X'01',DATA,X'60',8
         CCW   X'09',DATA+8,X'20',8
DATA     DC    CL140'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: lines that are longer than the paper is wide`,
      source: `
         IO    14,LONG
         IO    14,FITTING
         DONE
LONG     CCW   X'09',DATA,X'00',133
FITTING  CCW   X'09',DATA,X'20',150
DATA     DC    150C'*'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
      differs: "The printer has 132 positions, and its buffer as many bytes; Hercules has 150.",
      expected: {
        "slot 1": "io 00E cc 0 csw 00 001028 0C 40 0001",
        "slot 2": "io 00E cc 0 csw 00 001030 0C 00 0012",
        "p.txt": JSON.stringify(`${"*".repeat(132)}\n${"*".repeat(132)}\n`),
      },
    },
    {
      name: `${type}: data checks blocked and allowed`,
      source: oneByOne("00E", [0x73, 0x7b, 0x09], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: stopped and started by the operator`,
      source: `
         IO    14,LINE
         STAGE 1
         AWAIT
         IO    14,LINE
         DONE
LINE     CCW   X'09',DATA,X'20',8
DATA     DC    C'ABCDEFGH'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      steps: [{ stage: 1, hercules: [`devinit 00E p.txt ${FORM}`], here: [["00E", "not-ready"], ["00E", "ready"]] }],
    },
  ];
});
