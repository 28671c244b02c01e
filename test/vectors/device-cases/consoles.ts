/** Cases about consoles; see ../device-cases-unit-record.ts. */
import type { DeviceCase } from "../device-case.ts";
import { LATER_COMMANDS, oneByOne, refusedHere, rejects, SENSE_ID } from "../unit-record-programs.ts";

const CONSOLE = "009 3215-C / noprompt";

export const consoles: readonly DeviceCase[] = [
  {
    name: "3215: lines with carrier return and without, alarm, no-operation",
    source: `
         IO    9,WRITES
         IO    9,NOP
         IO    9,ALARM
         DONE
WRITES   CCW   X'01',A,X'60',2
         CCW   X'09',B,X'60',2
         CCW   X'03',0,X'60',1
         CCW   X'0B',0,X'60',1
         CCW   X'09',A,X'20',2
NOP      CCW   X'03',0,X'20',1
ALARM    CCW   X'0B',0,X'20',1
A        DC    C'AA'
B        DC    C'BB'
`,
    configuration: [CONSOLE],
  },
  {
    name: "3215: a line of data chained from three places, and one of which nothing is fetched",
    source: `
         IO    9,LINE
         IO    9,SHORT
         DONE
LINE     CCW   X'09',A,X'A0',2
         CCW   X'00',B,X'A0',1
         CCW   X'00',A,X'20',1
SHORT    CCW   X'09',A,X'00',1
A        DC    C'AA'
B        DC    C'BB'
`,
    configuration: [CONSOLE],
  },
  ...[
    ["shorter than the count", "abc", "00", 8],
    ["shorter than the count, length suppressed", "abc", "20", 8],
    ["as long as the count", "abcdefgh", "00", 8],
    ["longer than the count", "abcdefghijk", "00", 8],
    ["longer than the count, length suppressed", "abcdefghijk", "20", 8],
  ].map(
    ([what, typed, flags, count]): DeviceCase => ({
      name: `3215: reads a line ${what}`,
      source: `
         BEGIN 9,READ
         STAGE 1
         AWAIT
         DONE
READ     CCW   X'0A',DATA,X'${flags}',${count}
DATA     DC    16X'EE'
`,
      configuration: [CONSOLE],
      steps: [{ stage: 1, type: `${typed}` }],
      areas: [["DATA", 16]],
    }),
  ),
  {
    name: "3215: reads a line of nothing, then one into two places",
    source: `
         BEGIN 9,READ
         STAGE 1
         AWAIT
         BEGIN 9,CHAINED
         STAGE 2
         AWAIT
         DONE
READ     CCW   X'0A',DATA,X'20',8
CHAINED  CCW   X'0A',DATA,X'A0',3
         CCW   X'00',DATA+8,X'20',8
DATA     DC    16X'EE'
`,
    configuration: [CONSOLE],
    steps: [
      { stage: 1, type: "" },
      { stage: 2, type: "two places" },
    ],
    areas: [["DATA", 16]],
  },
  {
    name: "1052: lines out, a line in",
    source: `
         IO    9,WRITES
         BEGIN 9,READ
         STAGE 1
         AWAIT
         IO    9,WRONG
         DONE
WRITES   CCW   X'01',A,X'60',2
         CCW   X'09',A,X'60',2
         CCW   X'0B',0,X'20',1
READ     CCW   X'0A',DATA,X'20',8
WRONG    CCW   X'02',DATA,X'20',8
A        DC    C'AA'
DATA     DC    16X'EE'
`,
    configuration: ["009 1052-C / noprompt"],
    steps: [{ stage: 1, type: "typed" }],
    areas: [["DATA", 16]],
  },
  {
    name: "3215: attention, then lines out before the line is read",
    source: `
         STAGE 1
         AWAIT
         IO    9,WRITES
         IO    9,READ
         DONE
WRITES   CCW   X'01',A,X'60',2
         CCW   X'09',A,X'60',2
         CCW   X'01',A,X'20',2
READ     CCW   X'0A',DATA,X'20',8
A        DC    C'AA'
DATA     DC    16X'EE'
`,
    configuration: [CONSOLE],
    steps: [{ stage: 1, type: "typed" }],
    areas: [["DATA", 16]],
  },
  ...rejects({ configuration: [CONSOLE] }, "3215", "009", [0x01, 0x03, 0x09, 0x0a, 0x0b, SENSE_ID]),
  {
    name: "3215: a command of later devices",
    source: oneByOne("009", [SENSE_ID]),
    configuration: [CONSOLE],
    differs: LATER_COMMANDS,
    expected: refusedHere("009", [SENSE_ID], 1),
  },
];
