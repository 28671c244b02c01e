/** Attacks by virtual channel-to-channel adapters. */
import { type Attack, commands, start, stubborn } from "../programs.ts";

export const ADAPTERS: readonly Attack[] = [
  {
    name: "an adapter coupled to the witness's",
    tries: "to interrupt one who does not expect it",
    rich: true,
    source: stubborn(`${commands("COUPLE 500 TO W 500", "COUPLE 500 TO * 500", "COUPLE 500 TO NOSUCH 500")}
AGAIN    DS    0H${start("500", "CONTROL")}
         TIO   X'500'
${start("500", "WRITE")}
         HIO   X'500'
${commands("DETACH 500", "DEFINE CTCA 500", "COUPLE 500 TO W 500")}
         B     AGAIN
         DS    0D
CONTROL  CCW   7,0,X'20',1
WRITE    CCW   1,0,X'20',4096`),
    sees: "",
  },
  {
    name: "two that talk past one another by an adapter",
    tries: "commands that wait for the other side for ever",
    rich: true,
    source: stubborn(`${commands("COUPLE 500 TO B 500")}
AGAIN    DS    0H${start("500", "READ")}
         HIO   X'500'
${start("500", "RING")}
         TIO   X'500'
         B     AGAIN
         DS    0D
READ     CCW   2,X'FFF000',X'A0',4096
         CCW   8,READ,0,1
RING     CCW   3,0,X'60',1
         CCW   X'14',X'1000',X'60',1
         CCW   8,RING,0,1`),
    others: [
      stubborn(`
AGAIN    DS    0H${start("500", "WRITE")}
         TIO   X'500'
         B     AGAIN
         DS    0D
WRITE    CCW   1,0,X'60',65535
         CCW   X'81',0,X'60',1
         CCW   8,WRITE,0,1`),
    ],
    sees: "",
  },
];
