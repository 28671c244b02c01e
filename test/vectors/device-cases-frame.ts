/** Cases about the frame that all device cases share: each of its words once, with a console and a printer. */
import type { DeviceCase } from "./device-case.ts";

const CONSOLE = "009 3215-C / noprompt";
const PRINTER = "00E 1403 print.txt";

export const cases: readonly DeviceCase[] = [
  {
    name: "3215: a line out, a line in, a command that it does not have",
    source: `
         IO    9,HELLO
         STAGE 1
         IO    9,ASKS
         IO    9,WRONG
         ASK   TIO,9
         ASK   TIO,X'123'
         DONE
HELLO    CCW   X'09',TEXT,X'20',L'TEXT
ASKS     CCW   X'0A',LINE,X'20',20
WRONG    CCW   X'77',LINE,X'20',1
TEXT     DC    C'HELLO'
LINE     DC    20X'EE'
`,
    configuration: [CONSOLE],
    steps: [{ stage: 1, type: "good day" }],
    areas: [["LINE", 20]],
  },
  {
    name: "3215: attention, taken as it comes",
    source: `
         STAGE 1
         AWAIT
         IO    9,ASKS
         DONE
ASKS     CCW   X'0A',LINE,X'20',20
LINE     DC    20X'EE'
`,
    configuration: [CONSOLE],
    steps: [{ stage: 1, type: "unasked" }],
    areas: [["LINE", 20]],
  },
  {
    name: "1403: two lines, a skip, a length that is wrong",
    source: `
         IO    X'00E',LINES
         IO    X'00E',LONG
         BEGIN X'00E',LINES
         AWAIT
         DONE
LINES    CCW   X'09',TEXT,X'60',L'TEXT
         CCW   X'0B',0,X'60',1
         CCW   X'89',TEXT,X'20',L'TEXT
LONG     CCW   X'09',TEXT,X'00',200
TEXT     DC    C'A LINE'
         DC    200C' '
`,
    configuration: [PRINTER],
    outputs: ["print.txt"],
    differs:
      "GA24-3073: a line has 132 positions, and what a channel program has beyond them is an incorrect length; channel end comes when the buffer is full, device end when paper has moved. Hercules takes lines of any length, and gives both at once.",
    expected: {
      "slot 2": "io 00E cc 0 csw 00 001050 0C 40 0044",
      "slot 4": "await 00E cc 0 csw 00 001048 08 00 0000",
    },
  },
];
