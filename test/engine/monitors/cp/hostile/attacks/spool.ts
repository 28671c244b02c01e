/** Attacks on the spool: floods, files of others, files given to others. */
import { type Attack, commands, ENDED, execute, LOOP, stubborn } from "../programs.ts";

export const SPOOL: readonly Attack[] = [
  {
    name: "cards without end",
    tries: "to fill the spool",
    source: stubborn(
      `${execute("00D", "PUNCH")}\n${LOOP}\n         DS    0D\nPUNCH    CCW   1,0,X'60',80\n         CCW   1,80,X'60',80\n         CCW   1,160,X'60',80\n         CCW   1,240,X'20',80`,
    ),
    sees: "",
  },
  {
    name: "lines and skips without end",
    tries: "to print for ever",
    source: stubborn(
      `${execute("00E", "PRINT")}\n${LOOP}\n         DS    0D\nPRINT    CCW   X'8B',0,X'60',1\n         CCW   9,0,X'60',132\n         CCW   X'8B',0,X'60',1\n         CCW   X'FB',0,X'60',132\n         CCW   X'63',0,X'20',180`,
    ),
    sees: "",
  },
  {
    name: "files without end to itself",
    tries: "to fill the table of files",
    source: stubborn(`${commands("SPOOL PUNCH TO * CLASS Z", "SPOOL READER CLASS * HOLD")}
AGAIN    DS    0H${execute("00D", "PUNCH")}${commands("CLOSE PUNCH", "CLOSE READER")}${execute("00C", "READ")}
         B     AGAIN
         DS    0D
PUNCH    CCW   1,0,X'20',80
READ     CCW   2,X'1000',X'60',80
         CCW   8,READ,0,1`),
    sees: "",
  },
  {
    name: "files without end to the witness",
    tries: "to bury another user in files",
    source: stubborn(`${commands("SPOOL PUNCH TO W COPY 99")}
AGAIN    DS    0H${execute("00D", "PUNCH")}${commands("CLOSE PUNCH")}
         B     AGAIN
         DS    0D
PUNCH    CCW   1,0,X'20',80`),
    sees: "",
  },
  {
    name: "spool commands with nonsense",
    tries: "to confuse the spool's tables",
    source: stubborn(
      commands(
        "SPOOL 00D CLASS *",
        "SPOOL 00E COPY 999 TO NOSUCH",
        "SPOOL 191 CLASS A",
        "SPOOL FFF",
        "SPOOL ALL PURGE",
        "CLOSE ALL",
        "CLOSE 00D NAME",
        "PURGE W ALL",
        "PURGE ALL",
        "TRANSFER W ALL TO *",
        "TRANSFER ALL FROM W",
        "CHANGE RDR 9999 CLASS Z",
        "ORDER RDR 1 2 3 1",
        "TAG DEV 00D X",
        "TAG FILE 1 Y",
        "TAG QUERY FILE 77",
        "LOADVFCB 00E FCB FCB1",
        "SPOOL 00D CONT FOR W",
        "SPOOL CONSOLE START TO W",
      ),
    ),
    sees: ENDED,
  },
  {
    name: "console output without end, spooled",
    tries: "to fill the spool with a console",
    source: stubborn(`${commands("SPOOL CONSOLE START")}
AGAIN    DS    0H${execute("009", "TYPE")}
         B     AGAIN
         DS    0D
TYPE     CCW   1,X'200',X'60',255
         CCW   9,X'200',X'60',130
         CCW   8,TYPE,0,1`),
    sees: "",
  },
  {
    name: "DIAGNOSE 14 of every function",
    tries: "to read what is not its own",
    source: stubborn(`
         SR    5,5
NEXT     LA    2,X'C'
         LR    4,5
         DC    X'83240014'
         L     2,=F'-1'
         L     4,=F'-1'
         DC    X'83240014'
         LA    2,X'FF0'
         LA    3,X'00C'
         LR    5,5
         DC    X'83240014'
         LA    5,1(,5)
         C     5,=F'256'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
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
