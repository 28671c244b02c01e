/** Attacks by hand of those who have more: privileges, real devices, the V=R area, shared segments, displays, other users' ears. */
import { type Attack, commands, each, execute, guest, LOOP, start, stubborn, translated } from "./hostile-programs.ts";
import { DIALED, DISPLAY } from "./hostile-room.ts";

/** A program that waits for ever. */
const IDLE = guest("         LPSW  WAIT\n         DS    0D\nWAIT     DC    X'FF02000000000000'");

/** Commands of classes A to F, without those that are meant to end others or CP. */
const PRIVILEGED = [
  "ACNT", "ADSTOP", "ATTACH", "BACKSPAC", "CHANGE", "CPTRAP", "DCP", "DISABLE", "DMCP", "DRAIN", "ENABLE", "FLUSH", "FREE", "HALT", "HOLD", "INDICATE", "LOADBUF",
  "LOCATE", "LOCK", "MIGRATE", "MONITOR", "NETWORK", "ORDER", "PURGE", "QUERY", "REPEAT", "SAVESYS", "SET", "SPACE", "START", "TRANSFER", "UNLOCK", "VARY", "WARNING", "AUTOLOG",
]; // biome-ignore format: a table

const OPERANDS = [
  "", "NOSUCH", "* 0 3F", "SYSTEM", "ALL", "FFF", "ON", "-1", "99999999", "0.FFFFFF", "T0.FFFFFF", "000 ALL NOSUCH", "ONLINE FFF", "RESERVE NOSUCH 99",
]; // biome-ignore format: a table

const OPERATORS: readonly Attack[] = [
  {
    name: "every operator's command with nonsense",
    tries: "to upset CP with privileges",
    classes: "ABCDEFG",
    source: stubborn(each(PRIVILEGED.flatMap((name) => OPERANDS.slice(0, 7).map((word) => `${name} ${word}`.trim())))),
    sees: "",
  },
  {
    name: "every operator's command with more nonsense",
    tries: "the same",
    classes: "ABCDEFG",
    source: stubborn(each(PRIVILEGED.flatMap((name) => OPERANDS.slice(7).map((word) => `${name} ${word}`.trim())))),
    sees: "",
  },
  {
    name: "DIAGNOSE 4 of all real storage",
    tries: "to have CP look where nothing is, and tell it where nothing may be told",
    classes: "E",
    source: stubborn(`
         LA    7,0
NEXT     LA    2,LIST
         LA    4,4
         L     5,=X'003FFFC0'
         DC    X'83240004'
         LA    5,X'800'
         DC    X'83240004'
         L     4,=X'7FFFFFFF'
         DC    X'83240004'
         L     2,=X'00FFFFFC'
         LA    4,2
         DC    X'83240004'
         A     7,=F'4096'
         ST    7,LIST
         B     NEXT
LIST     DC    X'00000000',X'00FFFFFF',X'FFFFFFFF',X'001FFFFF'`),
    sees: "",
  },
  {
    name: "error records of others, with wild operands",
    tries: "DIAGNOSEs 1C, 2C, 30 and 48 of what is not there",
    classes: "CEF",
    source: stubborn(`
         LA    6,WILD
NEXT     LM    2,5,0(6)
         DC    X'8324001C'
         LM    2,5,0(6)
         DC    X'8324002C'
         LM    2,5,0(6)
         DC    X'83240030'
         LM    2,5,0(6)
         DC    X'83240048'
         LA    6,4(,6)
         C     6,=A(END)
         BL    NEXT
         B     BEGIN
WILD     DC    F'0',F'-1',F'1',X'00FFFFFF',X'0003FFF0',X'00000800',X'00800000',F'4096',F'0',F'2',X'7FFFFFFF',F'3'
END      DC    4F'-1'`),
    sees: "",
  },
  {
    name: "directories swapped without end",
    tries: "DIAGNOSEs 3C and 84 of what is no directory",
    classes: "ABC",
    source: stubborn(`
AGAIN    L     2,=X'E5D4D9C5'
         L     3,=X'E2404040'
         DC    X'8324003C'
         LA    2,OPERANDS
         LA    4,24
         DC    X'83240084'
         L     4,=F'-1'
         DC    X'83240084'
         L     2,=X'0003FFF8'
         LA    4,64
         DC    X'83240084'
         B     AGAIN
OPERANDS DC    CL8'W',CL8'WRONG',CL8'LOGPASS'`),
    sees: "",
  },
  {
    name: "warnings to everybody without end",
    tries: "to bury all terminals",
    classes: "AB",
    source: stubborn(
      `${commands("WARNING ALL BEWARE OF ME", "MSG ALL AND OF THIS", "WNG W OF THIS TOO", "MSG OPERATOR * OFF")}\n${LOOP}`,
    ),
    sees: "BEWARE OF ME",
  },
  {
    name: "pages locked, its own and nobody's",
    tries: "to have all frames kept",
    classes: "ABG",
    source: stubborn(
      `${commands("LOCK A 0 3F", "LOCK A 0 FFF", "LOCK A 0 3F MAP", "LOCK NOSUCH 0 3F", "UNLOCK A 0 1F", "LOCK SYSTEM 0 0", "UNLOCK VIRT=REAL", "SET RESERVE A 500")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "users logged on by AUTOLOG without end",
    tries: "to fill CP with virtual machines, and the operator's terminal with news of them",
    classes: "ABG",
    source: stubborn(
      `${commands("AUTOLOG B PASS IPL 191", "AUTOLOG C PASS IPL 00C", "AUTOLOG D PASS IPL FFF", "AUTOLOG E WRONG", "AUTOLOG W PASS", "AUTOLOG OPERATOR PASS", "FORCE B", "FORCE C", "FORCE D")}\n${LOOP}`,
    ),
    sees: "AUTO LOGON",
  },
  {
    name: "priorities and shares to and fro",
    tries: "to upset the scheduler",
    classes: "AG",
    source: stubborn(
      `${commands("SET PRIORITY A 99", "SET FAVORED A 1", "SET FAVORED A OFF", "SET PRIORITY A 64", "SET QDROP A OFF", "SET QDROP A ON", "SET PAGING 99", "SET SRM APAGES 4", "SET FAVORED NOSUCH 100", "SET PRIORITY A 1000000")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "monitoring begun and ended without end",
    tries: "to leak buffers and tapes",
    classes: "ABCDEFG",
    source: stubborn(
      `${commands("MONITOR ENABLE PERFORM USER", "MONITOR START TAPE FFF", "MONITOR START CPTRACE", "MONITOR STOP CPTRACE", "MONITOR INTERVAL 1 SEC", "MONITOR DISPLAY", "MONITOR STOP", "INDICATE LOAD", "INDICATE USER *", "INDICATE I/O", "INDICATE QUEUES", "INDICATE PAGING ALL")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "real devices varied, attached and detached without end",
    tries: "to take devices from CP and others",
    classes: "BG",
    rich: true,
    source: stubborn(
      `${commands("VARY OFFLINE 350", "DETACH 350 SYSTEM", "ATTACH 350 TO * AS 350", "VARY OFFLINE 141", "DETACH 291", "VARY OFFLINE 141", "VARY ONLINE 141", "ATTACH 141 TO * AS 291", "ATTACH 020 TO * AS 020", "DETACH 020 FROM W", "DETACH 191 FROM W", "ATTACH 141 TO SYSTEM AS OWN0", "DETACH 141 FROM SYSTEM", "HALT 350", "ATTACH 141 TO NOSUCH AS 1", "DISABLE FFF")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "a shared system saved over and over from nothing",
    tries: "SAVESYS of names that are others', or no names",
    classes: "E",
    rich: true,
    source: stubborn(`${commands("SAVESYS NOSUCH", "SAVESYS", "SAVESYS SHAREDXX", "SAVESYS 191")}\n${LOOP}`),
    sees: "",
  },
];

const VIRTUAL_REAL: readonly Attack[] = [
  {
    name: "V=R: storing beyond its storage",
    tries: "to reach what lies behind it in real storage",
    rich: true,
    source: stubborn(
      "         L     3,=X'0003FFFC'\nSTORE    ST    3,0(,3)\n         L     4,0(,3)\n         A     3,=F'2048'\n         B     STORE",
    ),
    sees: "",
  },
  {
    name: "V=R: channel programs beyond its storage",
    tries: "to have the channel write where its own addresses are real ones",
    rich: true,
    source: stubborn(`
${execute("191", "READ")}
         L     3,READ+16
         A     3,=F'4096'
         ST    3,READ+16
         ST    3,LIST+4
         B     BEGIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   X'1A',X'1000',X'60',5
         CCW   6,X'3F000',X'E0',800
         CCW   0,LIST,X'24',8000
ZERO     DC    XL6'00'
LIST     DC    A(X'3F800'),A(X'40000')`),
    sees: "",
  },
  {
    name: "V=R: its channel programs not to be translated",
    tries: "SET NOTRANS ON, and real addresses",
    rich: true,
    source: stubborn(`${commands("SET NOTRANS ON")}
${execute("191", "WRITE")}${execute("291", "WRITE")}${execute("191", "READ")}
         B     BEGIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   6,X'50000',X'20',800
WRITE    CCW   7,ZERO,X'60',6
         CCW   X'31',ZERO,X'60',5
         CCW   8,WRITE+8,0,1
         CCW   5,X'100000',X'20',800
ZERO     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "V=R: keys of all real storage",
    tries: "to set keys that are CP's",
    rich: true,
    source: stubborn(
      "         LA    2,X'F8'\n         LA    3,0\nNEXT     SSK   2,3\n         ISK   4,3\n         RRB   0(3)\n         A     3,=F'2048'\n         B     NEXT",
    ),
    sees: "",
  },
  {
    name: "V=R: storage given up, defined and cleared",
    tries: "to have others get its frames, or it theirs",
    rich: true,
    source: stubborn(`
         L     2,=X'00001000'
         L     3,=X'0003F000'
         DC    X'83230010'
${commands("UNLOCK VIRT=REAL", "IPL SHARED", "DEFINE STORAGE 512K")}
         B     BEGIN`),
    sees: "SHARED CANNOT BE LOADED INTO A V=R MACHINE",
  },
  {
    name: "V=R: shared segments in its storage",
    tries: "to have shared pages among frames that stay",
    rich: true,
    source: stubborn(`
AGAIN    LA    2,NAME
         SR    3,3
         DC    X'83230064'
         LA    2,NAME
         LA    3,4
         DC    X'83230064'
         LA    2,NAME
         LA    3,8
         DC    X'83230064'
         B     AGAIN
         DS    0D
NAME     DC    CL8'SHARED'`),
    sees: "",
  },
];

/** The same in the place of B, who is not in the V=R area. */
function asB(attack: Attack): Attack {
  return { ...attack, rich: true, source: IDLE, others: [attack.source], sees: "" };
}

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

const DEDICATED: readonly Attack[] = [
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

const LOAD = `
         LA    2,NAME
         SR    3,3
         DC    X'83230064'
         L     9,=A(X'60000')`;
const NAMED = `
         DS    0D
NAME     DC    CL8'SHARED'`;

const SEGMENTS: readonly Attack[] = [
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

const DISPLAYS: readonly Attack[] = [
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

const LINKS: readonly Attack[] = [
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

const SPOOLED: readonly Attack[] = [
  {
    name: "large files to the witness without end",
    tries: "to fill the spool with what another must get rid of",
    source: stubborn(`${commands("SPOOL PUNCH TO W CONT", "SPOOL PRINT TO W COPY 99")}
         LA    5,200
AGAIN    DS    0H${execute("00D", "PUNCH")}${execute("00E", "PRINT")}
         BCT   5,AGAIN
${commands("CLOSE PUNCH", "CLOSE PRINT")}
         LA    5,200
         B     AGAIN
         DS    0D
PUNCH    CCW   1,0,X'60',80
         CCW   1,0,X'60',80
         CCW   1,0,X'20',80
PRINT    CCW   9,0,X'60',132
         CCW   X'8B',0,X'20',1`),
    sees: "",
  },
  {
    name: "console output to the witness's reader",
    tries: "to have CP spool all that is said",
    source: stubborn(`${commands("SPOOL CONSOLE START TO W")}
AGAIN    DS    0H${commands("QUERY VIRTUAL ALL", "SPOOL CONSOLE CLOSE", "QUERY TIME")}
         B     AGAIN`),
    sees: "",
  },
  {
    name: "files transferred and changed to and fro",
    tries: "to lose files, or to keep queues in motion",
    source: stubborn(`${commands("SPOOL PUNCH TO *")}
AGAIN    DS    0H${execute("00D", "PUNCH")}${commands("CLOSE PUNCH", "TRANSFER ALL TO W", "TRANSFER ALL FROM W", "CHANGE READER ALL CLASS Q HOLD", "CHANGE READER ALL CLASS A NOHOLD NAME X Y", "ORDER READER CLASS A", "TAG DEV PUNCH W W W W", "TAG QUERY FILE 1", "PURGE READER 1 2 3", "PURGE READER W")}
         B     AGAIN
         DS    0D
PUNCH    CCW   1,0,X'20',80`),
    sees: "",
  },
];

/** Parameter list of VMCF: function, message, user, addresses and lengths. */
function vmcf(code: number, user: string, operands: string, flags = "0000"): string {
  return `DC    X'${flags}',H'${code}',F'7',CL8'${user}',A(${operands}),CL8'HOSTILE'`;
}

const AUTHORIZE = vmcf(0, " ", "X'2000',128,0,0");

/** Does VMCF functions with lists in turn, without end. */
function messages(lists: readonly string[]): string {
  return stubborn(`
AGAIN    DS    0H
${lists.map((_, i) => `         LA    2,LIST${i}\n         DC    X'83240068'`).join("\n")}
         B     AGAIN
${lists.map((list, i) => `         DS    0D\nLIST${i}    ${list}`).join("\n")}`);
}

/** The same for IUCV: function codes with lists. */
function paths(calls: readonly (readonly [code: number, list: string])[], end = "         B     AGAIN"): string {
  return stubborn(
    `
         LCTL  0,0,MASK
AGAIN    DS    0H
${calls.map(([code], i) => `         LA    0,${code}\n         LA    1,LIST${i}\n         DC    X'B2F01000'`).join("\n")}
${end}
MASK     DC    X'000000FF'
${calls.map(([, list], i) => `         DS    0D\nLIST${i}    ${list}`).join("\n")}`,
    { first: "01080000", mode: "00080000" },
  );
}

const DECLARE = "DC    F'0',F'0',F'0',F'0',A(X'3000'),F'0',F'0',F'0',F'0',F'0'";
const TO_B = "DC    H'0',X'80',X'00',H'255',H'0',CL8'B',CL16'HOSTILE',F'0',F'0'";
const SEND = "DC    H'0',X'00',X'00',F'0',F'0',F'0',A(X'200'),F'4000',F'0',F'0',A(X'2000'),F'4000'";

const EARS: readonly Attack[] = [
  {
    name: "VMCF: messages to those who want none",
    tries: "to reach users who have not authorized anybody",
    source: messages([
      AUTHORIZE,
      vmcf(2, "W", "X'200',4000,0,0"),
      vmcf(4, "W", "X'200',16000000,X'2000',4000"),
      vmcf(2, "NOSUCH", "X'200',1,0,0"),
      vmcf(11, "W", "0,0,0,0"),
    ]),
    sees: "",
  },
  {
    name: "VMCF: messages without end to one who does not listen",
    tries: "to fill storage with what nobody takes",
    source: messages([
      AUTHORIZE,
      vmcf(2, "B", "X'200',4000,0,0"),
      vmcf(3, "B", "X'200',4000,X'2000',4000"),
      vmcf(4, "B", "X'FFF000',4096,X'FFF000',4096"),
    ]),
    others: [messages([AUTHORIZE])],
    sees: "",
  },
  {
    name: "VMCF: every function with wild operands",
    tries: "lengths and places that nobody has",
    source: messages(
      Array.from({ length: 14 }, (_, i) => [
        vmcf(i, "A", "X'3FFF0',16000000,X'FFFFFF',X'FFFFFFFF'"),
        vmcf(i, "B", "0,0,0,4096", "FFFF"),
      ]).flat(),
    ),
    others: [messages([AUTHORIZE])],
    sees: "",
  },
  {
    name: "VMCF: two that send to one another and withdraw",
    tries: "races between sending, cancelling, rejecting and going",
    source: messages([
      AUTHORIZE,
      vmcf(2, "B", "X'200',80,0,0"),
      vmcf(6, "B", "0,0,0,0"),
      vmcf(5, "B", "X'2000',80,0,0"),
      vmcf(1, " ", "0,0,0,0"),
    ]),
    others: [
      messages([
        AUTHORIZE,
        vmcf(2, "A", "X'200',80,0,0"),
        vmcf(10, "A", "0,0,0,0"),
        vmcf(5, "A", "X'2000',80,0,0"),
        vmcf(8, " ", "0,0,0,0"),
      ]),
    ],
    sees: "",
  },
  {
    name: "IUCV: paths to everybody without end",
    tries: "to fill tables of paths",
    rich: true,
    source: paths([
      [12, DECLARE],
      [11, TO_B],
      [11, TO_B.replace("'B'", "'W'")],
      [11, TO_B.replace("'B'", "'A'")],
      [11, TO_B.replace("'B'", "'*MSG'")],
      [11, TO_B.replace("'B'", "'NOSUCH'")],
    ]),
    sees: "",
  },
  {
    name: "IUCV: messages without end to one who accepts and does not listen",
    tries: "to fill storage with what nobody takes",
    rich: true,
    source: paths([
      [12, DECLARE],
      [11, TO_B],
      [4, SEND],
      [4, SEND.replace("X'200'", "X'FFF000'")],
      [9, SEND],
      [7, SEND],
    ]),
    others: [
      paths([
        [12, DECLARE],
        [10, "DC    H'0',X'00',X'00',H'255',H'0',6F'0',F'0',F'0'"],
      ]),
    ],
    sees: "",
  },
  {
    name: "IUCV: every function with wild lists",
    tries: "lists that are not there, flags that nobody has",
    rich: true,
    source: paths(
      Array.from({ length: 20 }, (_, i): (readonly [number, string])[] => [
        [i, DECLARE],
        [i, "DC    10F'-1'"],
        [i, "DC    X'0001FF00',F'1',F'2',F'3',A(X'3FFFC'),X'7FFFFFFF',F'4',F'5',A(X'FFFFFF'),F'-1'"],
      ]).flat(),
      "         LA    0,4\n         L     1,=X'0003FFF0'\n         DC    X'B2F01000'\n         LA    0,12\n         DC    X'B2F01001'\n         B     AGAIN",
    ),
    sees: "",
  },
  {
    name: "IUCV: declared, retrieved, severed without end",
    tries: "races between paths that come and go",
    rich: true,
    source: paths([
      [12, DECLARE],
      [11, TO_B],
      [4, SEND],
      [15, "DC    H'0',X'80',X'00',9F'0'"],
      [2, DECLARE],
    ]),
    others: [
      paths([
        [12, DECLARE],
        [10, "DC    H'0',X'00',X'00',H'1',H'0',8F'0'"],
        [13, "DC    H'0',X'80',X'00',9F'0'"],
        [2, DECLARE],
      ]),
    ],
    sees: "",
  },
  {
    name: "special messages without end",
    tries: "SMSG to whoever has, and who has not, asked for it",
    source: stubborn(`${commands("SMSG W HELLO", "SMSG A TO MYSELF", "SMSG B HELLO", "SMSG NOSUCH HELLO")}\n${LOOP}`),
    others: [messages([AUTHORIZE])],
    sees: "",
  },
];

const ADAPTERS: readonly Attack[] = [
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

export const roomAttacks: readonly Attack[] = [
  ...OPERATORS,
  ...VIRTUAL_REAL,
  ...DEDICATED,
  ...SEGMENTS.map(asB),
  ...DISPLAYS,
  ...LINKS,
  ...SPOOLED,
  ...EARS,
  ...ADAPTERS,
];
