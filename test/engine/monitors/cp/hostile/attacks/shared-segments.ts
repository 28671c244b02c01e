/** Attacks on segments that others share. */
import { type Attack, commands, IDLE, start, stubborn, translated } from "../programs.ts";

/** The same in the place of B, who is not in the V=R area. */
function asB(attack: Attack): Attack {
  return { ...attack, rich: true, source: IDLE, others: [attack.source], sees: "" };
}

const LOAD = `
         LA    2,NAME
         SR    3,3
         DC    X'83230064'
         L     9,=A(X'60000')`;
const NAMED = `
         DS    0D
NAME     DC    CL8'SHARED'`;

const IN_A: readonly Attack[] = [
  {
    name: "shared segment: stored into",
    tries: "to change what the witness sees",
    rich: true,
    source: stubborn(`${LOAD}
AGAIN    MVC   0(256,9),X'200'
         XC    X'FF0'(32,9),X'FF0'(9)
         B     AGAIN${NAMED}`),
    sees: "",
  },
  {
    name: "shared segment: its keys",
    tries: "to lock others out, or to hide changes",
    rich: true,
    source: stubborn(`${LOAD}
         LA    5,0
AGAIN    SSK   5,9
         RRB   0(9)
         ISK   4,9
         LA    5,8(,5)
         B     AGAIN${NAMED}`),
    sees: "",
  },
  {
    name: "shared segment: read into by a channel",
    tries: "changes that come while others run",
    rich: true,
    source: stubborn(`${LOAD}
AGAIN    DS    0H${start("191", "READ")}
         B     AGAIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   6,X'60000',X'60',800
         CCW   6,X'60800',X'60',800
         CCW   8,READ,0,1
ZERO     DC    XL6'00'${NAMED}`),
    sees: "",
  },
  {
    name: "shared segment: the target of CP's own stores",
    tries: "answers and buffers of DIAGNOSEs in what others see",
    rich: true,
    source: stubborn(`${LOAD}
AGAIN    LA    2,TEXT
         LR    3,9
         L     4,=X'4000000A'
         LA    5,400
         DC    X'83240008'
         LR    2,9
         DC    X'8320000C'
         LR    2,9
         LA    4,8
         DC    X'83240000'
         LA    2,LIST
         DC    X'83200068'
         L     3,=A(X'60000')
         ST    3,X'48'
         STIDP 0(9)
         STCK  0(9)
         STPT  0(9)
         STCTL 0,15,0(9)
         B     AGAIN
TEXT     DC    C'QUERY TIME'
         DS    0D
LIST     DC    X'0000',H'0',F'0',CL8' ',A(X'60000',128,0,0),CL8' '${NAMED}`),
    sees: "",
  },
  {
    name: "shared segment: loaded, found and purged without end",
    tries: "to leak segments",
    rich: true,
    source: stubborn(`
AGAIN    SR    5,5
NEXT     LA    2,NAME
         LR    3,5
         DC    X'83230064'
         LA    2,NAME
         SR    3,3
         DC    X'83230064'
         LA    5,4(,5)
         N     5,=F'15'
         B     NEXT${NAMED}`),
    sees: "",
  },
  {
    name: "shared segment: made its own, over and over",
    tries: "races between copies: STORE, ADSTOP, purging, loading",
    rich: true,
    source: stubborn(`
AGAIN    DS    0H${LOAD}${commands("STORE 60010 FFFFFFFF", "ADSTOP 61000", "ADSTOP 60000")}
         LA    2,NAME
         LA    3,8
         DC    X'83230064'
${LOAD}${commands("ADSTOP OFF", "STORE 61000 0", "TRACE ALL", "TRACE END", "STORE S60100C1C2")}
         B     AGAIN${NAMED}`),
    sees: "",
  },
  {
    name: "shared segment: under its own translation",
    tries: "to store through tables of its own",
    rich: true,
    source: translated(
      `
         LA    2,NAME
         SR    3,3
         DC    X'83230064'
         ST    9,0(,10)
         ST    9,X'C00'(,10)
         PTLB
         IPTE  9,10${NAMED}`,
      "         DC    X'F0000A00',X'F0000A40'\n         DC    14X'00000001'",
      "         DC    X'0000',X'0010',X'0600',X'0610',X'0600',X'0610',X'0600',X'0610',X'0600',X'0610',X'0600'\n         DC    32X'0600'",
    ),
    sees: "",
  },
  {
    name: "shared segment: given up, cleared, defined away, loaded as a system",
    tries: "to take pages from those who share them",
    rich: true,
    source: stubborn(`${LOAD}
         L     2,=X'00060000'
         L     3,=X'00061000'
         DC    X'83230010'
${commands("SAVESYS SHARED", "IPL SHARED", "LOCK A 60 61", "DEFINE STORAGE 1M")}
         B     BEGIN${NAMED}`),
    sees: "STORAGE = 01024K",
  },
];

export const SHARED_SEGMENTS: readonly Attack[] = IN_A.map(asB);
