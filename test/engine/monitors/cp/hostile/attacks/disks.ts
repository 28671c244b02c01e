/** Attacks on minidisks, one's own and by links to others'. */
import { type Attack, channelProgram, commands, ENDED, each, execute, stubborn } from "../programs.ts";

export const DISKS: readonly Attack[] = [
  {
    name: "seeks beyond the minidisk",
    tries: "to reach its neighbours",
    source: stubborn(`
         LA    3,0
SEEKS    STH   3,SEEK+2${execute("191", "CCWS")}
         LA    3,1(,3)
         B     SEEKS
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   5,BYTES,X'60',800
         CCW   X'1D',BYTES,X'20',16
SEEK     DC    XL6'00'
BYTES    DC    XL5'00',X'000008',8X'66'`),
    sees: "",
  },
  {
    name: "home addresses and record 0",
    tries: "to write what tells disks where they are",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   X'19',BYTES,X'60',5\n         CCW   X'15',BYTES,X'60',16\nSEEK     DC    XL6'00'\nBYTES    DC    16X'77'",
    ),
    sees: "",
  },
  {
    name: "a file mask, and seeks behind it",
    tries: "to unlock the arm",
    source: channelProgram(
      "191",
      "         CCW   X'1F',MASK,X'60',1\n         CCW   7,SEEK,X'60',6\n         CCW   X'0B',SEEK,X'60',6\n         CCW   X'1B',SEEK,X'60',6\n         CCW   X'13',SEEK,X'60',6\n         CCW   X'1D',BYTES,X'20',16\nSEEK     DC    X'000000010000'\nMASK     DC    X'C0'\nBYTES    DC    16X'77'",
    ),
    sees: "",
  },
  {
    name: "multitrack commands off the end",
    tries: "to go on to the next cylinder",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   X'92',X'1000',X'60',8\n         CCW   8,*-8,0,1\nSEEK     DC    X'00000000001D'",
    ),
    sees: "",
  },
  {
    name: "a seek address that a record brings",
    tries: "to change the cylinder after it has been checked",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,SEEK,X'60',6\n         CCW   7,SEEK,X'60',6\n         CCW   X'1D',SEEK,X'20',8\nSEEK     DC    XL8'00'",
    ),
    sees: "",
  },
  {
    name: "reserve and release",
    tries: "to keep a whole drive",
    source: channelProgram(
      "191",
      "         CCW   X'B4',X'1000',X'60',24\n         CCW   X'94',X'1000',X'60',24\n         CCW   X'B4',X'1000',X'20',24",
    ),
    sees: "",
  },
  {
    name: "links to everything",
    tries: "others' disks without their passwords",
    source:
      stubborn(`${commands("LINK W 191 291 W", "LINK W 191 292 MW WRONG", "LINK W 191 293 W READ", "LINK TO W 191 AS 294 MW READ", "LINK OPERATOR 191 295 W", "LINK * 191 296 MW")}
         LA    3,X'290'
WRITE    LA    1,CCWS
         ST    1,X'48'
         SIO   0(3)
WAIT     TIO   0(3)
         BC    2,WAIT
         LA    3,1(,3)
         C     3,=A(X'297')
         BL    WRITE
         B     DONE
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   X'1D',BYTES,X'20',16
SEEK     DC    X'000000000001'
BYTES    DC    X'0000000101000008',8X'66'`),
    sees: ENDED,
  },
  {
    name: "links to the witness's disk without end",
    tries: "to fill tables, in all modes",
    source: stubborn(`
         LA    6,X'300'
${each(Array.from({ length: 60 }, (_, i) => `LINK W 191 ${(0x300 + i).toString(16)} ${["R", "RR", "W", "WR", "M", "MR", "MW"][i % 7]} READ`))}`),
    sees: "",
  },
  {
    name: "links with passwords by guessing",
    tries: "to find a password, or to fill somebody's terminal",
    source: stubborn(`
AGAIN    DS    0H${commands("LINK W 191 300 W GUESS1", "LINK W 191 300 MW GUESS2", "LINK OPERATOR 191 300 RR ALL", "LINK NOSUCH 191 300 RR ALL", "LINK W 192 300 RR READ", "DETACH 300")}
         B     AGAIN`),
    sees: "",
  },
  {
    name: "reserving what the witness writes",
    tries: "RESERVE by a link that may only read",
    source: stubborn(`${commands("LINK W 191 300 RR READ")}
AGAIN    DS    0H${execute("300", "RESERVE")}${execute("300", "STEAL")}
         B     AGAIN
         DS    0D
RESERVE  CCW   X'B4',X'1000',X'20',24
STEAL    CCW   X'14',X'1000',X'20',24`),
    sees: "",
  },
  {
    name: "writing by a link that may only read",
    tries: "to write over the witness's records",
    source: stubborn(`${commands("LINK W 191 300 RR READ")}
AGAIN    DS    0H${execute("300", "WRITE")}${execute("300", "FORMAT")}${execute("300", "KEY")}
         B     AGAIN
         DS    0D
WRITE    CCW   7,ZERO,X'60',6
         CCW   X'31',ID,X'60',5
         CCW   8,WRITE+8,0,1
         CCW   5,X'200',X'20',800
FORMAT   CCW   7,ZERO,X'60',6
         CCW   X'39',ZERO,X'60',4
         CCW   8,FORMAT+8,0,1
         CCW   X'15',X'200',X'60',16
         CCW   X'1D',X'200',X'20',808
KEY      CCW   X'1F',MASK,X'60',1
         CCW   7,ZERO,X'60',6
         CCW   X'19',X'200',X'60',5
         CCW   X'11',X'200',X'20',800
ZERO     DC    XL6'00'
ID       DC    X'0000000001'
MASK     DC    X'C0'`),
    sees: "",
  },
];
