/** Attacks by interruptions, timers, control registers and instructions of other machines. */
import { type Attack, guest, stubborn } from "../programs.ts";

export const INTERRUPTIONS: readonly Attack[] = [
  {
    name: "monitor calls without end",
    tries: "to pass monitor events to somebody else",
    source: stubborn(
      "         LCTL  8,8,ONES\n         MC    1(0),1\n         MC    X'FFF',15\n         B     BEGIN\nONES     DC    F'-1'",
    ),
    sees: "",
  },
  {
    name: "program events at every instruction",
    tries: "to have the processor record events of CP's",
    source: stubborn(
      `
         LCTL  9,11,EVENTS
         LPSW  PER
GO       LA    3,1(,3)
         ST    3,KEPT
         B     GO
         DS    0D
PER      DC    X'40080000',A(GO)
EVENTS   DC    X'F000FFFF',F'0',X'00FFFFFF'
KEPT     DC    F'0'`,
      { mode: "00080000" },
    ),
    sees: "",
  },
  {
    name: "program events of what CP simulates",
    tries: "to mix events with simulated instructions and their exceptions",
    source: stubborn(
      `
         LCTL  9,11,EVENTS
         LPSW  PER
GO       STCTL 0,15,KEPT
         SSK   3,3
         LPSW  KEPT
         SVC   1
         DC    X'0000'
         B     GO
         DS    0D
PER      DC    X'40080000',A(GO)
EVENTS   DC    X'F000FFFF',F'0',X'00FFFFFF'
         DS    0D
KEPT     DS    16F`,
      { mode: "40080000" },
    ),
    sees: "",
  },
  {
    name: "interval timer at every instruction",
    tries: "to be interrupted all the time",
    source: stubborn(
      `
         LCTL  0,0,MASKS
LOOP     XC    80(4),80
         SSM   ONES
         LA    3,1(,3)
         SSM   ZERO
         B     LOOP
         DS    0F
MASKS    DC    X'000000E0'
ONES     DC    X'01'
ZERO     DC    X'00'`,
    ),
    sees: "",
  },
  {
    name: "CPU timer that is always due",
    tries: "external interruptions without end",
    source: guest(
      "         SPT   ZERO\n         LCTL  0,0,MASKS\nLOOP     SSM   ONES\n         B     LOOP\n         DS    0D\nZERO     DC    XL8'00'\nMASKS    DC    X'00000400'\nONES     DC    X'01'",
      { external: "LOOP", mode: "01080000", first: "00080000" },
    ),
    sees: "",
  },
  {
    name: "clock comparator that is always due",
    tries: "external interruptions without end",
    source: guest(
      "         SCKC  ZERO\n         LCTL  0,0,MASKS\nLOOP     SSM   ONES\n         B     LOOP\n         DS    0D\nZERO     DC    XL8'00'\nMASKS    DC    X'00000800'\nONES     DC    X'01'",
      { external: "LOOP", mode: "01080000" },
    ),
    sees: "",
  },
  {
    name: "clock comparator a moment ahead, over and over",
    tries: "to fill CP's queue of timers",
    source: stubborn(
      "         STCK  NOW\n         AL    3,NOW+4\n         ST    3,NOW+4\n         SCKC  NOW\n         SPT   NOW\n         SCK   NOW\n         B     BEGIN\n         DS    0D\nNOW      DC    D'0'",
    ),
    sees: "",
  },
  {
    name: "all control registers all ones",
    tries: "to mask, translate and record with nonsense",
    source: stubborn(
      "         LCTL  0,15,ONES\n         STCTL 0,15,ONES\n         LPSW  ALL\nGO       LA    3,1(,3)\n         B     GO\n         DS    0D\nALL      DC    X'47080000',A(GO)\nONES     DC    16F'-1'",
    ),
    sees: "",
  },
  {
    name: "assist control register of its own",
    tries: "to point the processor's assist at real storage",
    source: stubborn(
      "         LCTL  6,6,ASSIST\n         SSM   ASSIST\n         LPSW  BACK\nGO       SVC   1\n         B     GO\n         DS    0D\nBACK     DC    X'00000000',A(GO)\nASSIST   DC    X'FF000200'",
    ),
    sees: "",
  },
  {
    name: "instructions of multiprocessors and assists",
    tries: "SPX, SIGP, STAP, WRD, RDD, E6xx",
    source: stubborn(`
         DC    X'B2100300',X'B2110300',X'B2120300',X'AE010001',X'84000300',X'85000300'
         DC    X'E60003000300',X'E60103000300',X'E6FF03000300',X'B2FF0000',X'B2290011',X'B22A0011',X'E50103000300'
         B     BEGIN`),
    sees: "",
  },
];
