/** Attacks by displays, of programs and of those who sit there. */
import { type Attack, commands, execute, IDLE, LOOP, start, stubborn } from "../programs.ts";
import { DIALED, DISPLAY } from "../room.ts";

export const DISPLAYS: readonly Attack[] = [
  {
    name: "displays: wild data streams by DIAGNOSE 58",
    tries: "orders that no display knows, of lengths that nothing has",
    rich: true,
    source: IDLE,
    others: [
      stubborn(`
         LA    7,0
NEXT     LA    2,LIST
         LA    4,9
         DC    X'83240058'
         LA    2,READ
         DC    X'83240058'
         LA    2,WILD
         DC    X'83240058'
         L     3,STREAM
         AL    3,=X'01030507'
         ST    3,STREAM
         MVC   STREAM+4(252),STREAM
         STC   7,LIST+6
         LA    7,1(,7)
         B     NEXT
         DS    0D
LIST     DC    X'29',AL3(STREAM),X'2080',H'256'
READ     DC    X'2A',AL3(X'1000'),X'2080',H'4096'
WILD     DC    X'29',X'03FFFF',X'20FF',X'FFFF'
STREAM   DC    X'C3110000',252X'1D'`),
    ],
    sees: "",
  },
  {
    name: "displays: lines that nobody has dialed",
    tries: "channel programs at what is not there yet",
    rich: true,
    source: stubborn(`${execute("0B0", "WRITE")}${execute("0B1", "READ")}
         HIO   X'0B0'
         CLRIO X'0B1'
         B     BEGIN
         DS    0D
WRITE    CCW   5,X'200',X'60',1920
         CCW   8,WRITE,0,1
READ     CCW   6,X'1000',X'60',4096
         CCW   2,X'1000',X'60',4096
         CCW   8,READ,0,1`),
    sees: "",
  },
  {
    name: "displays: a host that writes without end, and reads what is typed",
    tries: "to keep a display, and whoever sits there",
    rich: true,
    source: stubborn(`${start("0B0", "WRITE")}
         TIO   X'0B0'
         B     BEGIN
         DS    0D
WRITE    CCW   5,SCREEN,X'60',1920
         CCW   1,SCREEN,X'60',1000
         CCW   6,X'2000',X'60',4096
         CCW   X'0B',0,X'60',1
         CCW   X'0F',0,X'60',1
         CCW   8,WRITE,0,1
SCREEN   DC    X'C7110000',X'1D',X'13',X'3C5D7F40',X'12',X'05'`),
    typed: [
      [DIALED, "dial a[enter]"],
      [DIALED, "xxxxxxxx[pf1][pf12][pa1][pa2][clear]"],
      [DIALED, "[reset]yyyy[enter]"],
      [DIALED, "[clear]"],
    ],
    sees: "",
  },
  {
    name: "displays: dialed, dropped, logged on to, without end",
    tries: "to leak dialed displays",
    rich: true,
    source: stubborn(`${execute("0B0", "WRITE")}${commands("RESET 0B0", "RESET 0C0", "DETACH 0B1", "DEFINE GRAF 0B1")}
         B     BEGIN
         DS    0D
WRITE    CCW   5,X'200',X'20',80`),
    typed: Array.from({ length: 6 }, (_, i): (readonly [number, string])[] => [
      [DIALED, "dial a 0b0[enter]"],
      [DIALED, "[clear]"],
      [DIALED, `dial ${i % 2 ? "w" : "nosuch"}[enter]`],
      [DIALED, "logon a wrong[enter]"],
      [DIALED, "[reset][clear]dial a[enter]"],
    ]).flat(),
    sees: "",
  },
  {
    name: "displays: a user with all keys",
    tries: "to upset CP from the keyboard",
    rich: true,
    source: IDLE,
    others: [
      stubborn(
        `${execute("009", "READ")}${commands("SET PF1 IMMED QUERY TIME", "SET PF12 DELAYED MSG W HELLO")}\n${LOOP}\n         DS    0D\nREAD     CCW   9,X'200',X'60',200\n         CCW   10,X'1000',X'20',130`,
      ),
    ],
    typed: Array.from({ length: 8 }, (): (readonly [number, string])[] => [
      [DISPLAY, "[pa1]"],
      [DISPLAY, "[reset]#cp query users#query virtual#set run on[enter]"],
      [DISPLAY, "[pf1][reset][pf12]"],
      [DISPLAY, "[clear][pa2]begin[enter]"],
    ]).flat(),
    sees: "",
  },
];
