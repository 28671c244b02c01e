/** Attacks by DIAGNOSE codes. */
import { type Attack, ENDED, start, stubborn } from "../programs.ts";

export const DIAGNOSES: readonly Attack[] = [
  {
    name: "DIAGNOSE of every code",
    tries: "codes that are none",
    source: stubborn(`
         SR    5,5
NEXT     STH   5,CODE+2
CODE     DC    X'83670000'
         LA    5,4(,5)
         C     5,=F'1024'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
  {
    name: "DIAGNOSE of every code with wild operands",
    tries: "addresses beyond storage, lengths without end",
    source: stubborn(`
         SR    5,5
NEXT     STH   5,CODE+2
         L     6,=F'-1'
         L     7,=F'-1'
         L     8,=F'-1'
CODE     DC    X'83670000'
         L     6,=X'0003FFFC'
         L     7,=X'7FFFFFFF'
         EX    0,CODE
         L     6,=X'00000191'
         LA    7,X'200'
         EX    0,CODE
         LA    5,4(,5)
         C     5,=F'1024'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
  {
    name: "error records without end",
    tries: "to fill the cylinders where CP records errors",
    source: stubborn(`
         LA    1,RECORD
         L     0,=F'-4000'
         LA    2,4
         SVC   76
         DC    X'83230048'
         L     0,=F'-5000'
         SVC   76
         L     0,=F'-24'
         L     1,=X'00FFFFF0'
         SVC   76
         B     BEGIN
         DS    0D
RECORD   DC    X'3066'`),
    sees: "",
  },
  {
    name: "error records erased and read without end",
    classes: "CEFG",
    tries: "to keep CP from recording errors",
    source: stubborn(`
         LA    2,2
         DC    X'8323001C'
         LA    2,1
         DC    X'8323001C',X'8323002C'
         L     3,=X'00001000'
         DC    X'83230030',X'83230034',X'83230038'
         B     BEGIN`),
    sees: "",
  },
  {
    name: "DIAGNOSE 28 of a ring",
    keepsDevice: true,
    tries: "to have CP translate a channel program for ever",
    source: stubborn(`
         LA    2,RING
         LA    3,X'191'${start("191", "RING")}
         MVC   RING(8),ON
         DC    X'83230028'
         MVC   RING(8),AWAY
         DC    X'83230028'
         MVC   RING(8),OUT
         DC    X'83230028'
         B     BEGIN
         DS    0D
RING     CCW   3,0,X'60',1
BACK     CCW   8,RING,0,1
OTHER    CCW   3,0,X'60',1
         CCW   8,RING,0,1
ON       CCW   3,0,X'60',1
AWAY     CCW   8,OTHER,0,1
OUT      CCW   8,X'FFFFF8',0,1`),
    sees: "",
  },
  {
    name: "a screen written and read without end",
    rich: true,
    tries: "to keep a display from CP",
    source: stubborn("         B     BEGIN"),
    others: [
      stubborn(`
         LA    2,WRITE
         LA    3,9
         DC    X'83230058'
         LA    2,READ
         DC    X'83230058'
         B     BEGIN
         DS    0D
WRITE    CCW   X'29',X'400',X'20',1000
READ     CCW   X'2A',X'1000',X'20',4000
         ORG   WRITE+5
         DC    X'80'
         ORG   READ+8`),
    ],
    sees: "",
  },
  {
    name: "DIAGNOSE 20 of the console",
    tries: "to have CP wait for a line",
    source: stubborn(
      "         LA    2,X'009'\n         LA    3,READ\n         DC    X'83230020'\n         B     BEGIN\n         DS    0D\nREAD     CCW   X'0A',X'1000',X'20',100",
    ),
    sees: "",
  },
  {
    name: "DIAGNOSE 20 of a ring",
    keepsDevice: true,
    tries: "to have CP wait for what never ends",
    source: stubborn(
      "         LA    2,X'191'\n         LA    3,RING\n         DC    X'83230020'\n         B     BEGIN\n         DS    0D\nRING     CCW   3,0,X'60',1\n         CCW   8,RING,0,1",
    ),
    sees: "",
  },
  {
    name: "DIAGNOSE 64 of systems that do not exist",
    tries: "others' segments",
    source: stubborn(
      "         LA    2,NAME\n         SR    3,3\n         DC    X'83230064'\n         LA    3,4\n         DC    X'83230064'\n         LA    3,12\n         DC    X'83230064'\n         L     2,=F'-1'\n         DC    X'83230064'\n         B     BEGIN\nNAME     DC    CL8'NOSUCH'",
    ),
    sees: "",
  },
  {
    name: "DIAGNOSE 4 of real storage",
    tries: "to look into CP",
    source: stubborn(
      "         LA    2,0\n         LA    3,4\n         LA    4,X'F00'\n         DC    X'83240004'\n         DC    X'83240034',X'83240038',X'8324003C'",
    ),
    sees: ENDED,
  },
];
