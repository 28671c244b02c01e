/** Attacks by those who have operators' privileges. */
import { type Attack, commands, each, LOOP, stubborn } from "../programs.ts";

/** Commands of classes A to F, without those that are meant to end others or CP. */
const PRIVILEGED = [
  "ACNT", "ADSTOP", "ATTACH", "BACKSPAC", "CHANGE", "CPTRAP", "DCP", "DISABLE", "DMCP", "DRAIN", "ENABLE", "FLUSH", "FREE", "HALT", "HOLD", "INDICATE", "LOADBUF",
  "LOCATE", "LOCK", "MIGRATE", "MONITOR", "NETWORK", "ORDER", "PURGE", "QUERY", "REPEAT", "SAVESYS", "SET", "SPACE", "START", "TRANSFER", "UNLOCK", "VARY", "WARNING", "AUTOLOG",
]; // biome-ignore format: a table

const OPERANDS = [
  "", "NOSUCH", "* 0 3F", "SYSTEM", "ALL", "FFF", "ON", "-1", "99999999", "0.FFFFFF", "T0.FFFFFF", "000 ALL NOSUCH", "ONLINE FFF", "RESERVE NOSUCH 99",
]; // biome-ignore format: a table

export const OPERATORS: readonly Attack[] = [
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
    name: "channels and ranges of devices taken and given back without end",
    tries: "to take from others what they have, or CP's own disks",
    classes: "BG",
    source: stubborn(
      `${commands(
        ...Array.from("0123456789ABCDEF", (channel) => `ATTACH CHANNEL ${channel} *`),
        "ATTACH 000-FFF *",
        "ATTACH 000-FFF * R/O",
        "DETACH 000-FFF FROM SYSTEM",
        "DETACH 000-FFF",
        ...Array.from("0123456789ABCDEF", (channel) => `DETACH CHANNEL ${channel}`),
      )}\n${LOOP}`,
    ),
    sees: "IN USE BY SYSTEM",
  },
  {
    name: "error recording switched without end",
    tries: "to have CP record what it should not, or not at all",
    classes: "FG",
    source: stubborn(
      `${commands(
        "SET MODE RETRY QUIET",
        "SET MODE MAIN QUIET",
        "SET MODE RETRY RECORD",
        "SET RECORD ON 350 LIMIT 1 BYTE 0 BIT 0 OR BYTE 0 BIT 1",
        "SET RECORD ON FFF LIMIT 1 BYTE 0 BIT 0",
        "SET RECORD ON 350 LIMIT 999 BYTE 23 BIT 7 AND BYTE 23 BIT 7",
        "SET RECORD OFF ALL",
      )}\n${LOOP}`,
    ),
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
