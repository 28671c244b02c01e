/** Attacks by dedicated devices. */
import { type Attack, commands, execute, start, stubborn } from "../programs.ts";

const TAPE = `
WRITE    CCW   1,0,X'60',4096
         CCW   1,0,X'60',4096
         CCW   8,WRITE,0,1
REWIND   CCW   7,0,X'60',1
         CCW   8,REWIND,0,1
BACK     CCW   X'27',0,X'60',1
         CCW   X'37',0,X'60',1
         CCW   8,BACK,0,1
READ     CCW   2,X'1000',X'60',65535
         CCW   X'0C',X'1000',X'60',4096
         CCW   8,READ,0,1
UNLOAD   CCW   X'0F',0,X'20',1
ERASE    CCW   X'97',0,X'60',1
         CCW   X'17',0,X'60',1
         CCW   8,ERASE,0,1`;

export const DEDICATED_DEVICES: readonly Attack[] = [
  {
    name: "dedicated disk: a ring of seeks",
    tries: "to keep a channel program going for ever",
    rich: true,
    source: stubborn(`${start("291", "RING")}
         LPSW  WAIT
         DS    0D
WAIT     DC    X'0002000000000000'
RING     CCW   7,NEAR,X'60',6
         CCW   7,FAR,X'60',6
         CCW   8,RING,0,1
NEAR     DC    XL6'00'
FAR      DC    X'000000020000'`),
    sees: "",
  },
  {
    name: "dedicated disk: starts, halts, clears and resets in turn",
    tries: "to lose requests",
    rich: true,
    source: stubborn(`${start("291", "RING")}
         HIO   X'291'
         HDV   X'291'
         TIO   X'291'
${start("291", "RING")}
         CLRIO X'291'
         CLRCH X'200'
${start("291", "RING")}${commands("RESET 291", "NOTREADY 291", "READY 291")}
         B     BEGIN
         DS    0D
RING     CCW   7,NEAR,X'60',6
         CCW   6,X'1000',X'60',800
         CCW   8,RING,0,1
NEAR     DC    XL6'00'`),
    sees: "",
  },
  ...(["291", "181", "20D"] as const).map(
    (device): Attack => ({
      name: `dedicated ${device}: a program-controlled interruption at each command`,
      tries: "to interrupt the processor before anybody's first instruction",
      rich: true,
      source: stubborn(`${start(device, "RING")}
         LPSW  WAIT
         DS    0D
WAIT     DC    X'0002000000000000'
RING     CCW   3,0,X'68',1
         CCW   8,RING,0,1`),
      sees: "",
    }),
  ),
  {
    name: "minidisk: a program-controlled interruption at each command",
    tries: "the same, on the channel of everybody's disk",
    keepsDevice: true,
    source: stubborn(`${start("191", "RING")}
         LPSW  WAIT
         DS    0D
WAIT     DC    X'0002000000000000'
RING     CCW   3,0,X'68',1
         CCW   8,RING,0,1`),
    sees: "",
  },
  {
    name: "dedicated disk: detached in the middle",
    tries: "to have a channel write for who is not there",
    rich: true,
    source:
      stubborn(`${start("291", "RING")}${commands("DETACH 291")}${start("291", "RING")}${start("181", "TAPE")}${commands("DETACH 181")}${start("20D", "PUNCH")}${commands("DETACH 20D")}
         B     DONE
         DS    0D
RING     CCW   7,NEAR,X'60',6
         CCW   8,RING,0,1
TAPE     CCW   1,0,X'60',65535
         CCW   8,TAPE,0,1
PUNCH    CCW   1,0,X'60',80
         CCW   8,PUNCH,0,1
NEAR     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "dedicated disk: all tracks written anew, home addresses too",
    tries: "what only an owner may",
    rich: true,
    source: stubborn(`
AGAIN    DS    0H${execute("291", "FORMAT")}
         LH    3,SEEK+2
         LA    3,1(,3)
         STH   3,SEEK+2
         B     AGAIN
         DS    0D
FORMAT   CCW   X'1F',MASK,X'60',1
         CCW   7,SEEK,X'60',6
         CCW   X'19',HOME,X'60',5
         CCW   X'15',ZERO,X'60',16
         CCW   X'1D',ZERO,X'20',65535
MASK     DC    X'C0'
SEEK     DC    XL6'00'
HOME     DC    XL5'00FFFF00FF'
ZERO     DC    XL16'00'`),
    sees: "",
  },
  {
    name: "every command at dedicated devices",
    tries: "commands that nobody has looked at",
    rich: true,
    source: stubborn(`
         LA    5,0
NEXT     STC   5,ONE
         STC   5,TWO
${execute("291", "ONE")}${execute("20D", "ONE")}${start("181", "TWO")}
         LA    5,1(,5)
         B     NEXT
         DS    0D
ONE      CCW   0,X'1000',X'60',80
TWO      CCW   0,X'1000',X'20',8000`),
    sees: "",
  },
  {
    name: "dedicated disk: channel programs that change themselves",
    tries: "CCWs and lists that the channel reads over",
    rich: true,
    source: stubborn(`
AGAIN    DS    0H${start("291", "CCWS")}
         XC    CCWS+24(8),CCWS+24
         MVC   CCWS+16(4),=X'0600FFFC'
         MVC   CCWS+16(4),=X'0603FFFC'
         B     AGAIN
         DS    0D
CCWS     CCW   7,SEEK,X'60',6
         CCW   X'1A',CCWS+32,X'60',5
         CCW   6,CCWS,X'60',800
         CCW   6,LIST,X'64',800
         CCW   8,CCWS,0,1
LIST     DC    A(CCWS),X'FFFFF800'
SEEK     DC    XL6'00'`),
    sees: "",
  },
  ...(["WRITE", "REWIND", "BACK", "READ", "ERASE"] as const).map(
    (name): Attack => ({
      name: `dedicated tape: ${name.toLowerCase()} without end`,
      tries: "to go off the end of the reel, or to keep a control unit",
      rich: true,
      source: stubborn(`${start("181", name)}
         LPSW  WAIT
         DS    0D
WAIT     DC    X'FE02000000000000'${TAPE}`),
      sees: "",
    }),
  ),
  {
    name: "dedicated tape: rewound by commands, and unloaded",
    tries: "REWIND in the middle of what the program does",
    rich: true,
    source:
      stubborn(`${commands("REWIND 181")}${start("181", "WRITE")}${commands("REWIND 181", "READY 181", "REWIND 191", "REWIND FFF")}
         HIO   X'181'
${start("181", "UNLOAD")}
         B     BEGIN
         DS    0D${TAPE}`),
    sees: "",
  },
  {
    name: "dedicated devices by DIAGNOSEs 18 and 20",
    tries: "to have CP execute what does not end, with wild operands",
    rich: true,
    source: stubborn(`
         LA    2,X'291'
         L     3,=A(RING)
         DC    X'83230020'
         LA    2,X'181'
         DC    X'83230020'
         LA    2,X'291'
         LA    3,7
         DC    X'83230018'
         L     3,=X'00FFFFF8'
         DC    X'83230020'
         B     BEGIN
         DS    0D
RING     CCW   3,0,X'60',1
         CCW   8,RING,0,1`),
    sees: "",
  },
  {
    name: "LOGOFF with all devices at work",
    tries: "to leave channel programs behind",
    rich: true,
    source:
      stubborn(`${start("291", "RING")}${start("181", "WRITE")}${start("20D", "PUNCH")}${start("191", "RING")}${commands("LOGOFF")}
         B     BEGIN
         DS    0D
RING     CCW   7,NEAR,X'60',6
         CCW   6,X'1000',X'60',800
         CCW   8,RING,0,1
PUNCH    CCW   1,0,X'60',80
         CCW   8,PUNCH,0,1
NEAR     DC    XL6'00'${TAPE}`),
    sees: "",
  },
];
