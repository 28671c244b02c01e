/** Attacks by commands of any user, by DIAGNOSE 8. */
import { type Attack, commands, ENDED, each, LOOP, start, stubborn } from "../programs.ts";

const NAMES = [
  "ACNT", "ADSTOP", "ATTACH", "ATTN", "AUTOLOG", "BACKSPAC", "BEGIN", "CHANGE", "CLOSE", "COUPLE", "CP", "DCP", "DEFINE", "DETACH", "DIAL", "DISABLE", "DISPLAY",
  "DMCP", "DRAIN", "DUMP", "ECHO", "ENABLE", "EXTERNAL", "FLUSH", "FORCE", "FREE", "HALT", "HOLD", "INDICATE", "IPL", "LINK", "LOADBUF", "LOADVFCB", "LOCATE",
  "LOCK", "LOGON", "MESSAGE", "MONITOR", "MSGNOH", "NETWORK", "NOTREADY", "ORDER", "PURGE", "QUERY", "QVM", "READY", "REPEAT", "REQUEST", "RESET", "REWIND",
  "SAVESYS", "SCREEN", "SET", "SHUTDOWN", "SMSG", "SPACE", "SPOOL", "SPTAPE", "START", "STCP", "STORE", "SYSTEM", "TAG", "TERMINAL", "TRACE", "TRANSFER", "UNLOCK",
  "VARY", "VMDUMP", "WARNING",
]; // biome-ignore format: a table

export const COMMANDS: readonly Attack[] = [
  {
    name: "every command without operands",
    tries: "to have CP miss what is not there",
    source: stubborn(each(NAMES)),
    sees: "",
  },
  {
    name: "every command with nonsense",
    tries: "operands that mean nothing",
    source: stubborn(each(NAMES.map((name) => `${name} * FFFFFFFF -1 '' ( ) = 9999999999`))),
    sees: "",
  },
  {
    name: "every command with devices",
    tries: "operands that mean something to others",
    source: stubborn(each(NAMES.map((name) => `${name} 191 191 W 350 ALL`))),
    sees: "",
  },
  {
    name: "every privileged command from class G",
    tries: "what only operators may",
    source: stubborn(
      commands(
        "FORCE W",
        "SHUTDOWN",
        "SET FAVORED A 100",
        "SET PRIORITY A 0",
        "ATTACH 350 TO A AS 350",
        "DETACH 350 FROM W",
        "VARY OFFLINE 350",
        "LOCK A 0 3F",
        "DISABLE ALL",
        "WARNING ALL X",
        "AUTOLOG B PASS",
        "STCP 0 FFFFFFFF",
        "DCP 0-FFFF",
        "SET RESERVE A 999",
        "SET QDROP A OFF",
        "DRAIN ALL",
        "PURGE SYSTEM ALL",
        "ENABLE ALL",
        "SAVESYS X",
        "UNLOCK VIRT=REAL",
      ),
    ),
    sees: ENDED,
  },
  {
    name: "long and garbled lines",
    tries: "DIAGNOSE 8 with lines that are none",
    source: stubborn(`
         LA    2,X'200'
         LA    4,240
         DC    X'83240008'
         LA    4,241
         DC    X'83240008'
         L     4,=X'40FFFFFF'
         DC    X'83240008'
         L     4,=X'FF0000F0'
         L     5,=X'00002000'
         L     3,=X'0003FFF0'
         DC    X'83240008'
         L     2,=X'00FFFFFF'
         LA    4,8
         DC    X'83240008'
         LA    15,1
         DC    X'83FF0008'
         L     14,=X'40000008'
         DC    X'832E0008',X'83220008'
         B     BEGIN`),
    sees: "",
  },
  {
    name: "an answer over the program that asks",
    tries: "a buffer that holds the instruction itself",
    source: stubborn(`
         LA    2,LINE
         LA    3,X'0'
         L     4,=X'4000000A'
         L     5,=F'8192'
         DC    X'83240008'
         B     BEGIN
LINE     DC    C'INDICATE U'`),
    sees: "",
  },
  {
    name: "storage defined over and over",
    tries: "to leak tables and pages",
    source: stubborn(`${commands("DEFINE STORAGE 512K")}\n${LOOP}`),
    sees: "STORAGE = 00512K",
  },
  {
    name: "16 MiB of storage",
    tries: "to have more than there is",
    source: stubborn(`${commands("DEFINE STORAGE 16M")}\n${LOOP}`),
    sees: "STORAGE = 16384K",
  },
  {
    name: "devices defined and detached",
    tries: "to leak devices",
    source: stubborn(
      `${commands("DEFINE CTCA 300", "DEFINE GRAF 301", "DEFINE TIMER 0FF", "DEFINE 1403 302", "DEFINE T3350 303 2", "DEFINE 302 AS 304", "DETACH 300", "DETACH 303", "DETACH 304", "DETACH 301")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "as many devices as there are addresses",
    tries: "to fill CP's tables",
    source: stubborn(each(Array.from({ length: 60 }, (_, i) => `DEFINE CTCA ${(0x400 + 7 * i).toString(16)}`))),
    sees: ENDED,
  },
  {
    name: "dumps of itself without end, for others",
    tries: "to fill the spool, and others' readers",
    source: stubborn(`${commands("VMDUMP TO W", "VMDUMP 0-END DSS SYSTEM", "VMDUMP 0.FFFFFF FORMAT X *WHY")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "dumps amid which it becomes smaller",
    tries: "to have pages dumped that are not there any more",
    source: stubborn(`${commands("VMDUMP", "DEFINE STORAGE 64K")}\n${LOOP}`),
    sees: "STORAGE = 00064K",
  },
  {
    name: "its own devices detached while they work",
    tries: "to have channel programs end nowhere",
    source:
      stubborn(`${start("191", "CCWS")}${commands("DETACH 191")}${start("009", "TYPE")}${commands("DETACH 009")}${start("00D", "TYPE")}${commands("DETACH 00D", "DETACH 00C", "DETACH 00E")}
         SIO   X'191'
         SIO   X'009'
         B     DONE
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
TYPE     CCW   1,SEEK,X'20',6
SEEK     DC    XL6'00'`),
    sees: ENDED,
  },
  {
    name: "LOGOFF in the middle of input and output",
    tries: "to leave channel programs behind",
    source: stubborn(`${start("191", "CCWS")}${start("009", "TYPE")}${start("00D", "TYPE")}${commands("LOGOFF")}
         SIO   X'191'
         B     BEGIN
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
TYPE     CCW   1,SEEK,X'60',6
         CCW   8,TYPE,0,1
SEEK     DC    XL6'00'`),
    sees: "LOGOFF AT",
  },
  {
    name: "IPL of what is there and what is not",
    tries: "to load from anything",
    source: stubborn(commands("IPL 191", "IPL 00C", "IPL 009", "IPL FFF", "IPL NOSUCH", "IPL 191 CLEAR")),
    sees: "",
  },
  {
    name: "IPL of itself over and over",
    tries: "to load without end",
    source: stubborn(`${start("191", "0")}${commands("IPL 191 STOP")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "resets over and over",
    tries: "to reset under CP's hands",
    source: stubborn(
      `${start("191", "CCWS")}${commands("SYSTEM RESET", "EXTERNAL", "REQUEST", "ATTN", "RESET 191", "READY 00D", "NOTREADY 00D", "REWIND 191")}\n${LOOP}\n         DS    0D\nCCWS     CCW   3,0,X'60',1\n         CCW   8,CCWS,0,1`,
    ),
    sees: "",
  },
  {
    name: "storage cleared under the program",
    tries: "SYSTEM CLEAR of what executes it",
    source: stubborn(commands("SYSTEM CLEAR")),
    sees: "STORAGE CLEARED",
  },
  {
    name: "restart over and over",
    tries: "PSWs exchanged without end",
    source: stubborn(`${commands("SYSTEM RESTART")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "STORE and DISPLAY of everything",
    tries: "to see and change what is not its own",
    source: stubborn(
      commands(
        "STORE S0 FFFFFFFF",
        "STORE FFFFFC 1",
        "STORE 40000 1",
        "STORE G0 1 2 3 4 5 6 7 8 9",
        "STORE X0 FFFFFFFF",
        "STORE Y1 1",
        "STORE STATUS",
        "DISPLAY L0.100",
        "DISPLAY LFFFF00.200",
        "DISPLAY K0-FFFFFF",
        "DISPLAY T3F000.40",
        "DISPLAY G0-15",
        "DISPLAY X Y PSW CAW CSW",
        "STORE PSW FFFFFFFF FFFFFFFF",
      ),
    ),
    sees: "",
  },
  {
    name: "DUMP of everything",
    tries: "to print more than there is",
    source: stubborn(`${commands("DUMP 0-FFFFFF", "DUMP T0.3FFFF *X", "DUMP K0-3FFFF G Y X P")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "traces of everything",
    tries: "to be traced to death",
    source: stubborn(
      `${commands("TRACE ALL RUN", "TRACE SVC PRIV I/O RUN", "SPOOL CONSOLE START")}\nLOOP     SVC   7\n         SIO   X'191'\n         DC    X'0000'\n         B     LOOP`,
    ),
    sees: "",
  },
  {
    name: "traces printed",
    tries: "to fill the spool with a trace",
    source: stubborn(`${commands("TRACE ALL PRINTER")}\nLOOP     SVC   7\n         LA    3,1(,3)\n         B     LOOP`),
    sees: "",
  },
  {
    name: "an address stop at the next instruction",
    tries: "to stop in CP's hands",
    source: stubborn(`${commands("ADSTOP 200", "ADSTOP OFF", "ADSTOP 0", "ADSTOP FFFFFE", "ADSTOP 200")}\n${LOOP}`),
    sees: "ADSTOP AT",
  },
  {
    name: "SLEEP over and over",
    tries: "to hide from whoever forces it",
    source: stubborn(`${commands("SLEEP 0 SEC", "SLEEP 1 SEC", "SLEEP")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "ECHO and terminal settings",
    tries: "to spoil its terminal",
    source: stubborn(
      commands(
        "TERMINAL LINEEND A CHARDEL B LINEDEL C ESCAPE D",
        "TERMINAL LINESIZE 1",
        "TERMINAL MODE VM APL ON",
        "SET PF1 IMMED LOGOFF",
        "SET INPUT A FF",
        "SET OUTPUT FF A",
        "SET EMSG CODE",
        "SET LINEDIT OFF",
        "ECHO 99",
      ),
    ),
    sees: "",
  },
  {
    name: "settings to and fro",
    tries: "to change the rules in the middle",
    source: stubborn(
      `${commands("SET ASSIST OFF", "SET ASSIST ON SVC TMR", "SET ECMODE OFF", "SET ECMODE ON", "SET TIMER REAL", "SET TIMER OFF", "SET NOTRANS ON", "SET RUN ON", "SET PAGEX ON", "SET ISAM ON")}\n         SSM   ZERO\n         SVC   1\n${LOOP}\nZERO     DC    X'00'`,
    ),
    sees: "",
  },
  {
    name: "messages without end",
    tries: "to bury another user in messages",
    source: stubborn(
      `${commands("MSG W NOISE NOISE NOISE NOISE NOISE NOISE", "SMSG W NOISE", "MSG OPERATOR NOISE", "MSG * NOISE", "MSG NOSUCH X")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "disconnected and lost",
    tries: "to stay without a user",
    source: stubborn(`${commands("DISCONN")}\n${LOOP}`),
    sees: "DISCONNECT AT",
  },
  {
    name: "a chain of AUTOLOGs",
    tries: "to have everybody logged on",
    classes: "ABCDEFG",
    source: stubborn(
      commands("AUTOLOG B PASS IPL 191", "AUTOLOG C PASS IPL 191", "AUTOLOG D PASS X", "FORCE B", "FORCE C", "FORCE D"),
    ),
    sees: "AUTO LOGON STARTED",
  },
];
